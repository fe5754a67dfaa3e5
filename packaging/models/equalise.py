"""Channel equalisation: spreads the channels of a ReLU network evenly before it is quantised, changing no result.

A ReLU commutes with a positive factor, so a channel can be divided by a factor where it is made and multiplied by it
where it is read. Nagel et al., Data-Free Quantization through Weight Equalization (2019), with the factors of
SmoothQuant (Xiao et al., 2022): the geometric mean of how far the activations and the weights that read them reach.
Sums tie the channels of everything they add together, so a whole residual stage shares one set of factors.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

Reach = dict[str, NDArray[np.float32]]
PASSING = {"Relu", "MaxPool", "GlobalAveragePool", "Flatten", "Add"}


class _Groups:
    """Tensors that must share their factors (a union-find without ranks: the graphs are small)."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, name: str) -> str:
        self.parent.setdefault(name, name)
        while self.parent[name] != name:
            name = self.parent[name]
        return name

    def join(self, first: str, second: str) -> None:
        self.parent[self.find(first)] = self.find(second)


def equalise(model: onnx.ModelProto, reach: Reach, *, balance: float = 0.5, limit: float = 32.0) -> onnx.ModelProto:
    """Returns the model with every channel between two convolutions scaled to use its tensor's range.

    Args:
        model: float32, made of Conv, Relu, Add, MaxPool, pooling and a final MatMul.
        reach: by tensor, (channels,) the largest absolute value seen.
        balance: 1 puts the whole difficulty into the weights, 0 leaves it in the activations.
        limit: factors stay within 1/limit and limit.
    """
    values = {i.name: numpy_helper.to_array(i).copy() for i in model.graph.initializer}
    groups, made, read = _Groups(), defaultdict(list), defaultdict(list)
    for node in model.graph.node:
        if node.op_type in PASSING:
            for tensor in node.input:
                if tensor not in values:
                    groups.join(tensor, node.output[0])
    for node in model.graph.node:
        if node.op_type in {"Conv", "MatMul"} and node.input[1] in values:
            read[groups.find(node.input[0])].append(node)
            made[groups.find(node.output[0])].append(node)
    for group in [g for g in made if read[g]]:
        members = [t for t in groups.parent if groups.find(t) == group and t in reach]
        activation = np.max([reach[t] for t in members], axis=0).astype(np.float64)
        weight = np.max([_input_reach(n, values) for n in read[group]], axis=0)
        factor = np.maximum(activation, 1e-6) ** balance / np.maximum(weight, 1e-6) ** (1 - balance)
        factor = np.clip(factor / np.exp(np.log(factor).mean()), 1 / limit, limit)
        for node in made[group]:
            for tensor in node.input[1:]:
                shape = (-1,) + (1,) * (values[tensor].ndim - 1)
                values[tensor] = (values[tensor] / factor.reshape(shape)).astype(np.float32)
        for node in read[group]:
            shape = (1, -1, 1, 1) if node.op_type == "Conv" else (-1, 1)
            values[node.input[1]] = (values[node.input[1]] * factor.reshape(shape)).astype(np.float32)
    result = onnx.ModelProto()
    result.CopyFrom(model)
    for constant in result.graph.initializer:
        constant.CopyFrom(numpy_helper.from_array(np.asarray(values[constant.name], order="C"), constant.name))
    return result


def _input_reach(node: onnx.NodeProto, values: dict[str, NDArray[np.float32]]) -> NDArray[np.float64]:
    """Returns, by input channel, the largest weight relative to the scale of the output channel it belongs to."""
    kernel = np.abs(values[node.input[1]].astype(np.float64))
    if node.op_type == "MatMul":
        return kernel.max(1) / kernel.max()
    relative = kernel / kernel.reshape(len(kernel), -1).max(1).reshape(-1, 1, 1, 1)
    return np.asarray(relative.max((0, 2, 3)))
