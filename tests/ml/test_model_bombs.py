"""Models that ask for more than there is: a small file that wants 20 GB, a graph of very many nodes; real children."""

from __future__ import annotations

import struct
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from onnx_files import field, put, tensor

from desktop_app.errors import ModelError
from desktop_app.ml.manifest import load_manifest
from desktop_app.ml.onnx_scan import has_external_data
from desktop_app.ml.session import OrtSession
from desktop_app.workers.inference import InferenceProcess

MANY_NODES = 10_000


def whole(nodes: list[bytes], *initializers: bytes, inputs: bytes = b"", output: bytes = b"y") -> bytes:
    """A ModelProto whose graph gives `output`."""
    graph = b"".join(field(1, node) for node in nodes) + field(2, b"g")
    graph += b"".join(field(5, tensor) for tensor in initializers)
    graph += field(11, value(inputs)) if inputs else b""
    return field(1, 8) + field(7, graph + field(12, value(output))) + field(8, field(2, 17))


def value(name: bytes) -> bytes:
    return field(1, name) + field(2, field(1, field(1, 1)))


def huge_answer(inputs: str) -> bytes:
    """A file of some hundred bytes whose answer to every picture is a tensor of 20 GB."""
    shape = field(1, 2) + field(2, 7) + field(8, b"shape") + field(9, struct.pack("<qq", 2_500_000_000, 2))
    node = field(1, b"shape") + field(2, b"sensitive") + field(4, b"ConstantOfShape")
    return whole([node], shape, inputs=inputs.encode(), output=b"sensitive")


def long_chain(count: int) -> bytes:
    names = [b"w", *(b"n%d" % number for number in range(count - 1)), b"y"]
    nodes = [field(1, a) + field(2, b) + field(4, b"Abs") for a, b in pairwise(names)]
    return whole(nodes, tensor(None))


def noise(seed: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 255, (200, 300, 3), np.uint8)


def answer(process: InferenceProcess) -> NDArray[np.float32]:
    return process.embed_fast([noise(1)]).vectors[0]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit of address space there")
def test_a_model_that_wants_20_gigabytes_gets_an_error_and_the_child_lives(copied: Path) -> None:
    spec = load_manifest(copied).by_task("sensitivity-screen")
    assert spec.input is not None
    bomb = huge_answer(spec.input.name)
    assert len(bomb) < 500
    put(copied, bomb, spec.file)
    with InferenceProcess(copied) as process:
        assert process.info().can_flag
        child = process.pid
        process.submit([1, 2], [noise(1), noise(2)])
        replies = []
        while len(replies) < 2:
            replies += process.poll(30)
        assert {reply.key: bool(reply.error) for reply in replies} == {1: True, 2: True}
        assert abs(float(np.linalg.norm(answer(process))) - 1) < 0.01
        assert process.pid == child
        if sys.platform.startswith("linux"):
            status = Path(f"/proc/{child}/status").read_text("ascii").splitlines()
            peaks_kb = [int(line.split()[1]) for line in status if line.startswith("VmPeak")]
            assert peaks_kb[0] < 5_000_000, "it was refused the memory; it did not get it"


def test_a_graph_of_very_many_nodes_is_loaded_in_the_child_or_refused_there(copied: Path) -> None:
    content = long_chain(MANY_NODES)
    assert not has_external_data(content)
    put(copied, content)
    with InferenceProcess(copied) as process:
        info = process.info()
        assert info.model_id
        assert info.can_flag or any("sensitive photos is off" in problem for problem in info.problems)
        assert abs(float(np.linalg.norm(answer(process))) - 1) < 0.01


def test_a_long_chain_gives_its_answer_or_a_model_error(copied: Path) -> None:
    put(copied, long_chain(MANY_NODES))
    manifest = load_manifest(copied)
    try:
        session = OrtSession(manifest.read_model(manifest.by_task("sensitivity")), "chain")
    except ModelError:
        return
    assert session.run({})["y"].tolist() == [0.0, 0.0]
