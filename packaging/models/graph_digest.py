"""A digest of an ONNX graph without its values, read from the bytes alone: the onnx package is not needed."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from desktop_app.ml.onnx_scan import fields

GRAPH, NODE, TENSOR, INPUT, OUTPUT = 7, 1, 5, 11, 12  # field numbers of ModelProto and GraphProto
DIMS, DATA_TYPE, NAME = 1, 2, 8  # of TensorProto


def graph_digest(content: bytes) -> str:
    """Returns the sha256 of every node, input and output as written, and every constant's name, type and shape."""
    digest = hashlib.sha256()
    for number, graph in fields(memoryview(content)):
        if number != GRAPH or isinstance(graph, int):
            continue
        for kind, value in fields(graph):
            if isinstance(value, int):
                continue
            if kind in {NODE, INPUT, OUTPUT}:
                digest.update(b"%d:" % kind + bytes(value) + b"\n")
            elif kind == TENSOR:
                digest.update(b"constant:" + _shape(value) + b"\n")
    return digest.hexdigest()


def _shape(tensor: memoryview) -> bytes:
    parts = [(n, v if isinstance(v, int) else bytes(v)) for n, v in fields(tensor) if n in {DIMS, DATA_TYPE, NAME}]
    return repr(parts).encode()
