"""Only verified bytes reach the runtime; whatever is wrong with a model is one plain sentence."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest
from onnx_files import field, model, put

from desktop_app.errors import ModelError
from desktop_app.ml.manifest import load_manifest
from desktop_app.ml.onnx_scan import has_external_data
from desktop_app.ml.session import OrtSession
from desktop_app.ml.understand import Understander

PIECES = ["understanding.onnx", "sensitivity.onnx", "sensitivity-screen.onnx", "words.json"]


def refused(folder: Path, task: str = "sensitivity") -> str:
    manifest = load_manifest(folder)
    with pytest.raises(ModelError) as caught:
        manifest.read_model(manifest.by_task(task))
    return caught.value.sentence()


def test_every_shipped_file_has_the_checksum_size_and_licence_its_line_says(models: Path) -> None:
    raw = json.loads((models / "manifest.json").read_text())
    named = set()
    for line in raw["models"]:
        content = (models / line["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == line["sha256"]
        assert len(content) == line["size_bytes"]
        assert (models.parent / "licences" / line["licence_file"]).stat().st_size > 200
        assert all(line[key] for key in ("id", "name", "version", "task", "licence", "outputs", "rebuild", "input"))
        assert len(line["source"]["sha256"]) == 64
        named.add(line["file"])
    for line in raw["data"]:
        assert hashlib.sha256((models / line["file"]).read_bytes()).hexdigest() == line["sha256"]
        assert all((models.parent / "licences" / name).is_file() for name in line["licences"])
        named.add(line["file"])
    assert {p.name for p in models.iterdir()} - named - {"manifest.json"} == set()
    assert sum(p.stat().st_size for p in models.iterdir()) < 40_000_000


def test_the_shipped_models_keep_everything_inside(models: Path) -> None:
    for path in models.glob("*.onnx"):
        assert not has_external_data(path.read_bytes()), path.name


@pytest.mark.parametrize("name", PIECES)
@pytest.mark.expects_log("off", "slower")
def test_one_flipped_byte_is_refused_and_the_rest_works(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    understander = Understander(copied)
    assert len(understander.problems) == 1
    assert "damaged" in understander.problems[0]
    answer = understander.understand([np.full((64, 64, 3), 90, np.uint8)])[0]
    assert (answer.vector is None) == (name == "understanding.onnx")
    assert (answer.sensitivity is None) == (name == "sensitivity.onnx")


@pytest.mark.parametrize("name", [*PIECES, "manifest.json"])
@pytest.mark.expects_log("off", "slower")
def test_a_missing_file_switches_off_its_part_with_a_sentence(copied: Path, name: str) -> None:
    (copied / name).unlink()
    understander = Understander(copied)
    assert len(understander.problems) == 1
    assert "missing" in understander.problems[0]
    assert str(copied) not in understander.problems[0]
    assert understander.dimension == (0 if name in {"understanding.onnx", "manifest.json"} else 384)
    assert len(understander.understand([np.zeros((9, 9, 3), np.uint8)] * 3)) == 3


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1, 0.5, 0.9, 0.999])
def test_a_truncated_model_is_refused_at_every_length(copied: Path, share: float) -> None:
    content = (copied / "sensitivity.onnx").read_bytes()
    (copied / "sensitivity.onnx").write_bytes(content[: int(len(content) * share)])
    assert "damaged" in refused(copied)


@pytest.mark.parametrize("cut", [1, 2, 7, 100, 5000])
def test_a_truncated_model_with_a_matching_checksum_still_raises_no_other_error(copied: Path, cut: int) -> None:
    put(copied, (copied / "sensitivity.onnx").read_bytes()[:-cut])
    assert refused(copied)


@pytest.mark.parametrize("location", ["../x", "/etc/hostname", "weights.bin", "..\\x", "a/../../x", ""])
@pytest.mark.parametrize("where", ["initializer", "branch"])
def test_external_data_is_refused_before_the_runtime(copied: Path, location: str, where: str) -> None:
    put(copied, model(location, where=where))
    assert "outside itself" in refused(copied)


def test_the_same_model_with_its_data_inside_is_taken_and_runs(copied: Path) -> None:
    put(copied, model(None))
    manifest = load_manifest(copied)
    session = OrtSession(manifest.read_model(manifest.by_task("sensitivity")), "small")
    assert session.run({})["y"].tolist() == [0.0, 0.0]


def test_external_data_declared_by_location_alone_is_refused() -> None:
    only_location = field(1, 2) + field(2, 1) + field(8, b"w") + field(14, 1)
    assert has_external_data(field(7, field(5, only_location)))


@pytest.mark.parametrize("content", [b"\xff", b"\x3a\xff\xff\xff\x7f", b"\x3b", bytes(range(256)), b"\x3a\x05\x2a\x09"])
def test_what_is_no_protocol_buffer_counts_as_pointing_outside(content: bytes) -> None:
    assert has_external_data(content)


def test_nesting_without_end_is_refused() -> None:
    graph = b""
    for _ in range(200):
        graph = field(1, field(5, field(6, graph)))
    assert has_external_data(field(7, graph))


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_is_refused_even_to_the_right_file(copied: Path) -> None:
    target = copied / "moved.onnx"
    (copied / "sensitivity.onnx").rename(target)
    (copied / "sensitivity.onnx").symlink_to(target)
    assert "link" in refused(copied)


@pytest.mark.skipif(os.name == "nt", reason="no named pipes as files")
def test_a_pipe_in_place_of_a_model_does_not_hang(copied: Path) -> None:
    (copied / "sensitivity.onnx").unlink()
    os.mkfifo(copied / "sensitivity.onnx")
    assert "plain file" in refused(copied)


@pytest.mark.parametrize("name", ["../sensitivity.onnx", "/etc/hostname", "a/b.onnx", "..", "", "a\\b.onnx"])
def test_a_manifest_cannot_name_files_elsewhere(copied: Path, name: str) -> None:
    raw = json.loads((copied / "manifest.json").read_text())
    for line in raw["models"]:
        line["file"] = name
    (copied / "manifest.json").write_text(json.dumps(raw))
    assert "leaves its folder" in refused(copied)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "{}",
        "null",
        '{"schema": 1}',
        '{"schema": 9, "models": [], "data": []}',
        '{"schema": 1, "models": 3, "data": []}',
    ],
)
@pytest.mark.expects_log("off")
def test_a_damaged_manifest_is_one_sentence(copied: Path, text: str) -> None:
    (copied / "manifest.json").write_text(text)
    problems = Understander(copied).problems
    assert len(problems) == 1
    assert "manifest" in problems[0]


def test_bytes_that_are_no_model_are_a_model_error() -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        OrtSession(b"not a model", "nonsense")


def test_only_the_processor_is_used(models: Path) -> None:
    manifest = load_manifest(models)
    session = OrtSession(manifest.read_model(manifest.by_task("sensitivity-screen")), "screen")
    assert session._session.get_providers() == ["CPUExecutionProvider"]
