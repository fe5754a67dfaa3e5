"""Looks into an ONNX file for data kept outside it, without the onnx package and before the runtime reads it.

ONNX is a protocol buffer: a run of (field number, wire type, value). A tensor says that its values lie in another file
by its fields 13 `external_data` and 14 `data_location` (1 is EXTERNAL). Only the messages that can hold a tensor are
walked: model (7 graph, 20 training_info, 25 functions), graph (1 node, 5 initializer, 15 sparse_initializer), node
(5 attribute), attribute (5 tensor, 10 tensors, 6 graph, 11 graphs, 22 sparse_tensor, 23 sparse_tensors), function
(7 node), sparse tensor (1 values, 2 indices), training info (1 and 2 graph).
"""

from __future__ import annotations

from collections.abc import Iterator

MAX_DEPTH = 32

_CHILDREN: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "sparse": {1: "tensor", 2: "tensor"},
    "training": {1: "graph", 2: "graph"},
}
_EXTERNAL_DATA, _DATA_LOCATION = 13, 14


def has_external_data(content: bytes) -> bool:
    """Says whether any tensor of the model keeps its values in another file.

    A file that is not a well-formed protocol buffer counts as pointing outside: it is refused all the same.
    """
    try:
        return _search(memoryview(content), "model", 0)
    except (ValueError, IndexError):
        return True


def _search(content: memoryview, kind: str, depth: int) -> bool:
    if depth > MAX_DEPTH:
        raise ValueError("nested too deep")
    children = _CHILDREN.get(kind, {})
    for number, value in fields(content):
        if kind == "tensor":
            if number == _EXTERNAL_DATA or (number == _DATA_LOCATION and value != 0):
                return True
        elif number in children:
            if not isinstance(value, memoryview):
                raise ValueError("a message was expected")
            if _search(value, children[number], depth + 1):
                return True
    return False


def fields(content: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """Yields field number and value: a view for length-delimited fields, the number for varints, 0 for fixed ones."""
    at, end = 0, len(content)
    while at < end:
        key, at = _varint(content, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(content, at)
            yield number, value
            continue
        if wire == 2:
            length, at = _varint(content, at)
        elif wire in {1, 5}:
            length = 8 if wire == 1 else 4
        else:
            raise ValueError("unknown wire type")
        if at + length > end:
            raise ValueError("cut short")
        yield number, content[at : at + length] if wire == 2 else 0
        at += length


def _varint(content: memoryview, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = content[at]
        at += 1
        result |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return result, at
        shift += 7
        if shift > 63:
            raise ValueError("number too long")
