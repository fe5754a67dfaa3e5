"""EfficientNet-Lite as an ONNX graph, written node by node from the published weights.

Writing the graph ourselves instead of tracing it gives static padding as a convolution attribute (the traced graph pads
with a node of its own, or computes the padding at run time, two to four times slower), batch normalisation folded into
the weights, and names that stay the same whatever exporter is installed.

Architecture: Tan and Le, EfficientNet (2019), in the Lite form: no squeeze-and-excitation, ReLU6, fixed stem and head.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
EPSILON = 1e-3  # of the batch normalisation these weights were trained with
MEAN, STD = 127.0, 128.0  # of the published preprocessing, in 8-bit steps
STRIDES = (1, 2, 2, 2, 1, 2, 1)  # of the first block of each of the seven stages
REPEATS = {"lite0": (1, 2, 2, 3, 3, 4, 1), "lite2": (1, 3, 3, 4, 4, 5, 1)}

Weights = Mapping[str, NDArray[np.float32]]


@dataclass
class Graph:
    """A graph under construction: nodes in order and constants by name."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: dict[str, NDArray[np.generic]] = field(default_factory=dict)

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Adds a constant and returns its name."""
        self.constants[name] = value
        return name

    def add(self, operation: str, inputs: list[str], output: str, **attributes: object) -> str:
        """Adds a node named after its one output and returns that output."""
        self.nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def model(
        self, name: str, inputs: list[onnx.ValueInfoProto], outputs: list[onnx.ValueInfoProto]
    ) -> onnx.ModelProto:
        """Returns the finished, checked model."""
        values = [numpy_helper.from_array(np.asarray(v, order="C"), k) for k, v in self.constants.items()]
        graph = helper.make_graph(self.nodes, name, inputs, outputs, values)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
        model.producer_name = "reverie"
        onnx.checker.check_model(model, full_check=True)
        return model


def fold(weights: Weights, convolution: str, normalisation: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Returns the kernel and the bias of a convolution with the batch normalisation behind it folded in."""
    kernel = weights[f"{convolution}.weight"].astype(np.float64)
    gain = weights[f"{normalisation}.weight"] / np.sqrt(
        weights[f"{normalisation}.running_var"].astype(np.float64) + EPSILON
    )
    bias = weights[f"{normalisation}.bias"] - weights[f"{normalisation}.running_mean"] * gain
    return (kernel * gain[:, None, None, None]).astype(np.float32), bias.astype(np.float32)


def same_pads(size_px: int, kernel: int, stride: int) -> tuple[list[int], int]:
    """Returns TensorFlow's SAME padding (top, left, bottom, right) and the size of the result."""
    out = -(-size_px // stride)
    total = max((out - 1) * stride + kernel - size_px, 0)
    return [total // 2, total // 2, total - total // 2, total - total // 2], out


class _Builder:
    def __init__(self, weights: Weights, size_px: int) -> None:
        self.graph, self.weights, self.size_px = Graph(), weights, size_px
        self.graph.constant("six", np.array(6, np.float32))
        self.graph.constant("zero", np.array(0, np.float32))

    def convolve(self, x: str, name: str, parts: tuple[str, str], stride: int, *, is_clipped: bool) -> str:
        kernel, bias = fold(self.weights, *parts)
        pads, self.size_px = same_pads(self.size_px, kernel.shape[2], stride)
        groups = kernel.shape[0] if kernel.shape[1] == 1 and kernel.shape[2] > 1 else 1
        inputs = [x, self.graph.constant(f"{name}/kernel", kernel), self.graph.constant(f"{name}/bias", bias)]
        size = list(kernel.shape[2:])
        y = self.graph.add("Conv", inputs, name, kernel_shape=size, strides=[stride] * 2, pads=pads, group=groups)
        return self.graph.add("Clip", [y, "zero", "six"], f"{name}/relu6") if is_clipped else y

    def block(self, x: str, index: int, stride: int) -> str:
        name, at = f"block{index}", f"_blocks.{index}"
        y = x
        if f"{at}._expand_conv.weight" in self.weights:
            y = self.convolve(y, f"{name}/expand", (f"{at}._expand_conv", f"{at}._bn0"), 1, is_clipped=True)
        y = self.convolve(y, f"{name}/depthwise", (f"{at}._depthwise_conv", f"{at}._bn1"), stride, is_clipped=True)
        y = self.convolve(y, f"{name}/project", (f"{at}._project_conv", f"{at}._bn2"), 1, is_clipped=False)
        first = self.weights.get(f"{at}._expand_conv.weight", self.weights[f"{at}._depthwise_conv.weight"])
        inner = first.shape[1] if f"{at}._expand_conv.weight" in self.weights else first.shape[0]
        if stride == 1 and inner == self.weights[f"{at}._project_conv.weight"].shape[0]:
            y = self.graph.add("Add", [y, x], f"{name}/add")
        return y


def backbone(weights: Weights, variant: str, size_px: int) -> tuple[Graph, str, int]:
    """Returns the graph from pixels to the last feature map, the map's name, and its side in cells.

    The graph's input is `image`, (N, size_px, size_px, 3) uint8 RGB; its first node subtracts 127 and divides by 128,
    written as a dequantisation, so that the quantised graph reads the pixels as they are.
    """
    builder = _Builder(weights, size_px)
    graph = builder.graph
    graph.constant("image/scale", np.array(1 / STD, np.float32))
    graph.constant("image/zero", np.array(int(MEAN), np.uint8))
    x = graph.add("Transpose", ["image"], "image/planes", perm=[0, 3, 1, 2])
    x = graph.add("DequantizeLinear", [x, "image/scale", "image/zero"], "image/normal")
    x = builder.convolve(x, "stem", ("_conv_stem", "_bn0"), 2, is_clipped=True)
    index = 0
    for repeats, stride in zip(REPEATS[variant], STRIDES, strict=True):
        for position in range(repeats):
            x = builder.block(x, index, stride if position == 0 else 1)
            index += 1
    x = builder.convolve(x, "head", ("_conv_head", "_bn1"), 1, is_clipped=True)
    return graph, x, builder.size_px


def image_input(size_px: int) -> onnx.ValueInfoProto:
    """Returns the declaration of the graph's one input."""
    return helper.make_tensor_value_info("image", TensorProto.UINT8, ["N", size_px, size_px, 3])


def vector_output(name: str, width: int) -> onnx.ValueInfoProto:
    """Returns the declaration of an output of (N, width) float32."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, ["N", width])


def projection(weights: Weights, width: int) -> NDArray[np.float32]:
    """Returns (1280, width), the directions that tell the classes apart best.

    They are the leading right singular vectors of the classifier's own weights, the mean class taken away, so no photo
    is needed to find them. Unlike scaling by the singular values, using them as they are keeps the rarer directions.
    """
    classifier = weights["_fc.weight"].astype(np.float64)
    _, _, directions = np.linalg.svd(classifier - classifier.mean(0), full_matrices=False)
    leading = directions[:width]
    signs = np.sign(leading[np.arange(width), np.abs(leading).argmax(1)])  # the sign of a singular vector is arbitrary
    return np.ascontiguousarray((leading * signs[:, None]).T).astype(np.float32)


def half(graph: Graph, name: str, value: NDArray[np.float32]) -> str:
    """Adds a constant stored in 16 bits and widened when the model is loaded, and returns the wide one's name."""
    graph.constant(f"{name}/half", value.astype(np.float16))
    return graph.add("Cast", [f"{name}/half"], name, to=TensorProto.FLOAT)


def understanding_graph(
    weights: Weights, variant: str, size_px: int, width: int, *, has_pools: bool = False
) -> onnx.ModelProto:
    """Returns the float model with the outputs `embedding` (N, width), unit length, and `logits` (N, 1000).

    The embedding is the generalised mean (p = 3; Radenovic et al., 2018) of the last feature map, projected; the logits
    are the published classifier on its plain mean. One pass through the backbone serves both. With `has_pools` the two
    pooled feature vectors are outputs too, for comparisons.
    """
    graph, features, _ = backbone(weights, variant, size_px)
    mean = graph.add("ReduceMean", [features], "mean", axes=[2, 3], keepdims=0)
    scores = graph.add("MatMul", [mean, half(graph, "classes/kernel", weights["_fc.weight"].T)], "classes")
    graph.add("Add", [scores, graph.constant("classes/bias", weights["_fc.bias"])], "logits")
    cube = graph.add("Mul", [graph.add("Mul", [features, features], "square"), features], "cube")
    cubes = graph.add("ReduceMean", [cube], "cube/mean", axes=[2, 3], keepdims=0)
    graph.constant("tiny", np.array(1e-6, np.float32))
    graph.constant("third", np.array(1 / 3, np.float32))
    pooled = graph.add("Pow", [graph.add("Add", [cubes, "tiny"], "cube/positive"), "third"], "pooled")
    projected = graph.add("MatMul", [pooled, half(graph, "directions", projection(weights, width))], "projected")
    graph.add("LpNormalization", [projected], "embedding", axis=1, p=2)
    outputs = [vector_output("embedding", width), vector_output("logits", len(weights["_fc.bias"]))]
    if has_pools:
        outputs += [vector_output("mean", 1280), vector_output("pooled", 1280)]
    return graph.model(f"reverie-{variant}", [image_input(size_px)], outputs)
