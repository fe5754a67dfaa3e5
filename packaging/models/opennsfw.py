"""OpenNSFW (Yahoo, 2016) rewritten to take RGB pixels as they are: one exact graph, one to quantise.

The quantised graph alone is up to 0.2 away from the published one on pictures that it is unsure about, so it only
screens: what it does not clear is looked at again with the exact graph, and that answer counts.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from efficientnet import Graph, half, image_input, vector_output
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

MEAN_RGB = (123.0, 117.0, 104.0)  # of the published preprocessing, which reads BGR
MIDDLE = 115  # the one zero point that stands for the three means in the graph to quantise
SIZE_PX = 224
BORDER_PX = 3  # what the first convolution pads

Values = dict[str, NDArray[np.float32]]


def exact_graph(source: Path) -> onnx.ModelProto:
    """Returns the published network in float32, its weights stored in 16 bits.

    Input `image` (N, 224, 224, 3) uint8 RGB; output `sensitive` (N, 2) float32, whose second column is the probability
    of a picture one would not show at work.
    """
    graph = Graph()
    graph.constant("image/mean", np.array(MEAN_RGB, np.float32).reshape(1, 3, 1, 1))
    x = graph.add("Cast", ["image"], "image/float", to=TensorProto.FLOAT)
    x = graph.add("Transpose", [x], "image/planes", perm=[0, 3, 1, 2])
    x = graph.add("Sub", [x, "image/mean"], "image/normal")
    return _network(source, graph, x, is_half=True)


def screening_graph(source: Path) -> onnx.ModelProto:
    """Returns the network in float32 as it is to be quantised: pixels are read as uint8 with one zero point.

    The difference between that zero point and the means is folded into the first bias. The first convolution does not
    pad: its input is BORDER_PX wider on each side, framed in the mean colour, as if padded after taking the mean off.
    """
    graph = Graph()
    graph.constant("image/scale", np.array(1, np.float32))
    graph.constant("image/zero", np.array(MIDDLE, np.uint8))
    x = graph.add("Transpose", ["image"], "image/planes", perm=[0, 3, 1, 2])
    x = graph.add("DequantizeLinear", [x, "image/scale", "image/zero"], "image/normal")
    return _network(source, graph, x, is_half=False)


def _network(source: Path, graph: Graph, x: str, *, is_half: bool) -> onnx.ModelProto:
    published = onnx.load(str(source))
    values: Values = {i.name: numpy_helper.to_array(i) for i in published.graph.initializer}
    names, counts = {published.graph.node[0].output[0]: x}, dict[str, int]()
    for node in published.graph.node[1:]:
        kind = node.op_type
        counts[kind] = counts.get(kind, 0) + 1
        name = f"{kind.lower()}{counts[kind]}"
        inputs = [names.get(tensor, tensor) for tensor in node.input]
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        if kind == "Conv":
            kernel, bias = values[node.input[1]], values[node.input[2]]
            if counts[kind] == 1:
                kernel, bias = _first_layer(kernel, bias, is_exact=is_half)
                attributes["pads"] = attributes["pads"] if is_half else [0, 0, 0, 0]
            kernel_name = f"{name}/kernel"
            stored = half(graph, kernel_name, kernel) if is_half else graph.constant(kernel_name, kernel)
            inputs[1:] = [stored, graph.constant(f"{name}/bias", bias)]
        elif kind == "AveragePool":
            kind, attributes = "GlobalAveragePool", {}
        elif kind == "Reshape":
            if counts[kind] == 2:
                names[node.output[0]] = inputs[0]
                continue
            kind, inputs, attributes = "Flatten", inputs[:1], {"axis": 1}
        elif kind == "Softmax":
            name, attributes = "sensitive", {"axis": 1}
        elif kind in {"MatMul", "Add"} and node.input[1] in values:
            inputs[1] = graph.constant(f"{name}/constant", values[node.input[1]])
        names[node.output[0]] = graph.add(kind, inputs, name, **attributes)
    side = SIZE_PX if is_half else SIZE_PX + 2 * BORDER_PX
    return graph.model("opennsfw", [image_input(side)], [vector_output("sensitive", 2)])


def _first_layer(
    kernel: NDArray[np.float32], bias: NDArray[np.float32], *, is_exact: bool
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Returns the first convolution reading RGB, and less MIDDLE instead of the mean when it is to be quantised."""
    kernel = np.ascontiguousarray(kernel[:, ::-1])
    if is_exact:
        return kernel, bias
    shift = MIDDLE - np.array(MEAN_RGB, np.float64)
    return kernel, (bias + (kernel.astype(np.float64).sum((2, 3)) * shift).sum(1)).astype(np.float32)
