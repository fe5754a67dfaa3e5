"""Small ONNX files written by hand, so that tests need no package for it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np


def varint(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(number: int, content: bytes | int) -> bytes:
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def tensor(location: str | None) -> bytes:
    """A TensorProto of two floats, kept inside or in another file."""
    plain = field(1, 2) + field(2, 1) + field(8, b"w")
    if location is None:
        return plain + field(9, np.zeros(2, np.float32).tobytes())
    entry = field(1, b"location") + field(2, location.encode())
    return plain + field(13, entry) + field(14, 1)


def model(location: str | None, *, where: str = "initializer") -> bytes:
    """A ModelProto: y = Identity(w), with the tensor as initializer or inside a Constant node of an If branch."""
    if where == "initializer":
        node = field(1, b"w") + field(2, b"y") + field(4, b"Identity")
        graph = field(1, node) + field(2, b"g") + field(5, tensor(location))
    else:
        constant = (
            field(2, b"y")
            + field(4, b"Constant")
            + field(5, field(1, b"value") + field(20, 4) + field(5, tensor(location)))
        )
        branch = field(1, constant) + field(2, b"b")
        node = field(2, b"y") + field(4, b"If") + field(5, field(1, b"then_branch") + field(20, 5) + field(6, branch))
        graph = field(1, node) + field(2, b"g")
    output = field(1, b"y") + field(2, field(1, field(1, 1) + field(2, field(1, field(1, 2)))))
    return field(1, 8) + field(7, graph + field(12, output)) + field(8, field(2, 17))


def put(folder: Path, content: bytes, name: str = "sensitivity.onnx") -> None:
    """Puts a model in place of another one, with a manifest that names its checksum."""
    (folder / name).write_bytes(content)
    raw = json.loads((folder / "manifest.json").read_text())
    for line in raw["models"]:
        if line["file"] == name:
            line["sha256"] = hashlib.sha256(content).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(raw))
