"""Static int8 quantisation in QDQ form, written out so that the result depends on the weights and the ranges alone.

Activations are uint8 with one scale a tensor, weights int8 with one scale an output channel, biases int32. The ranges
are measured once on calibration photos and kept beside the builder, so the same weights and ranges give the same file
wherever it is built.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions  # type: ignore[attr-defined]

BINS = 2048
Ranges = dict[str, tuple[float, float]]
Floats = NDArray[np.float32]


@dataclass
class Histogram:
    """Counts of one tensor's values over a range that widens as values come."""

    low: float
    high: float
    counts: NDArray[np.float64]

    @classmethod
    def over(cls, low: float, high: float) -> Histogram:
        """Returns an empty histogram from low to high."""
        return cls(low, high, np.zeros(BINS))

    def add(self, values: Floats) -> None:
        """Counts the values; those outside the range count at its ends."""
        clipped = np.clip(values.ravel(), self.low, self.high)
        self.counts += np.histogram(clipped, BINS, (self.low, self.high))[0]


def _session(model: onnx.ModelProto) -> InferenceSession:
    options = SessionOptions()
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    return InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def activations(model: onnx.ModelProto) -> list[str]:
    """Returns the tensors that need a range: results of convolutions, their clipped forms, and sums."""
    clipped = {n.input[0] for n in model.graph.node if n.op_type in {"Clip", "Relu"}}
    wanted = {"Conv", "Clip", "Relu", "Add", "Gemm", "MatMul", "MaxPool"}
    return [n.output[0] for n in model.graph.node if n.op_type in wanted and n.output[0] not in clipped]


def observe(model: onnx.ModelProto, batches: Iterable[NDArray[np.uint8]]) -> dict[str, Histogram]:
    """Runs the float model on the batches, twice: once for the extremes, once for the histograms between them."""
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    names = activations(model)
    del probe.graph.output[:]
    probe.graph.output.extend(helper.make_empty_tensor_value_info(n) for n in names)
    session, kept = _session(probe), list(batches)
    extremes: Ranges = {}
    for batch in kept:
        for name, value in zip(names, session.run(names, {"image": batch}), strict=True):
            low, high = extremes.get(name, (0.0, 0.0))
            extremes[name] = (min(low, float(np.asarray(value).min())), max(high, float(np.asarray(value).max())))
    histograms = {name: Histogram.over(*extremes[name]) for name in names}
    for batch in kept:
        for name, value in zip(names, session.run(names, {"image": batch}), strict=True):
            histograms[name].add(np.asarray(value, np.float32))
    return histograms


def least_error_range(histogram: Histogram, *, steps: int = 255) -> tuple[float, float]:
    """Returns the range whose rounding and clipping together cost the least squared error, zero kept inside."""
    edges = np.linspace(histogram.low, histogram.high, BINS + 1)
    centres, weights = (edges[1:] + edges[:-1]) / 2, histogram.counts
    best, chosen = np.inf, (histogram.low, histogram.high)
    for share in np.linspace(0.3, 1.0, 71):
        low, high = histogram.low * share, histogram.high * share
        scale = max((high - low) / steps, 1e-12)
        clipped = np.clip(centres, low, high)
        rounding = np.where(clipped == centres, scale**2 / 12, 0.0)
        error = float((weights * ((centres - clipped) ** 2 + rounding)).sum())
        if error < best:
            best, chosen = error, (low, high)
    return chosen


def percentile_range(histogram: Histogram, percent: float) -> tuple[float, float]:
    """Returns the range that leaves out (100 - percent) % of the values, half at each end; zero stays inside."""
    edges = np.linspace(histogram.low, histogram.high, BINS + 1)
    share = np.cumsum(histogram.counts) / max(histogram.counts.sum(), 1)
    tail = (100 - percent) / 200
    low = edges[np.searchsorted(share, tail)] if histogram.low < 0 else 0.0
    high = edges[min(int(np.searchsorted(share, 1 - tail)) + 1, BINS)]
    return min(float(low), 0.0), max(float(high), 0.0)


def activation_scale(low: float, high: float) -> tuple[Floats, NDArray[np.uint8]]:
    """Returns scale and zero point of a uint8 tensor over [low, high]."""
    scale = max((high - low) / 255, 1e-8)
    zero = int(np.clip(round(-low / scale), 0, 255))
    return np.array(scale, np.float32), np.array(zero, np.uint8)


def weight_scales(kernel: Floats, bits: int, least: Floats | None = None) -> tuple[Floats, NDArray[np.int8]]:
    """Returns one scale per output channel and the int8 kernel, symmetric, using `bits` of the eight.

    Args:
        kernel: (out, in, ...) float32.
        bits: 7 or 8.
        least: (out,) that no scale may fall below, so that a bias still fits its 32 bits.
    """
    top = 2 ** (bits - 1) - 1
    flat = np.abs(kernel.reshape(kernel.shape[0], -1)).max(1)
    scale = np.maximum(flat / top, 1e-8 if least is None else np.maximum(least, 1e-8)).astype(np.float32)
    shape = (-1,) + (1,) * (kernel.ndim - 1)
    return scale, np.clip(np.rint(kernel / scale.reshape(shape)), -top, top).astype(np.int8)


class _Rewriter:
    def __init__(self, model: onnx.ModelProto, ranges: Ranges, kept_float: frozenset[str], bits: int) -> None:
        self.model, self.ranges, self.kept_float, self.bits = model, ranges, kept_float, bits
        self.values = {i.name: numpy_helper.to_array(i) for i in model.graph.initializer}
        self.producer = {o: n for n in model.graph.node for o in n.output}
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, NDArray[np.generic]] = {}
        self.scale_of: dict[str, float] = {}
        self.renamed: dict[str, str] = {}

    def add(self, operation: str, inputs: list[str], output: str, **attributes: object) -> str:
        self.nodes.append(helper.make_node(operation, inputs, [output], name=output, **attributes))
        return output

    def boundary(self, tensor: str) -> str:
        """Quantises a tensor and gives it back; later nodes read the result."""
        scale, zero = activation_scale(*self.ranges[tensor])
        self.constants[f"{tensor}/scale"], self.constants[f"{tensor}/zero"] = scale, zero
        step = [f"{tensor}/scale", f"{tensor}/zero"]
        quantised = self.add("QuantizeLinear", [tensor, *step], f"{tensor}/q")
        self.scale_of[f"{tensor}/dq"] = float(scale)
        self.renamed[tensor] = self.add("DequantizeLinear", [quantised, *step], f"{tensor}/dq")
        return self.renamed[tensor]

    def read(self, tensor: str) -> str:
        return self.renamed.get(tensor, tensor)

    def convolution(self, node: onnx.NodeProto) -> None:
        source = self.read(node.input[0])
        kernel, bias = self.values[node.input[1]], self.values[node.input[2]]
        if node.name in self.kept_float or source not in self.scale_of:
            self.constants[node.input[1]], self.constants[node.input[2]] = kernel, bias
            inputs = [source, node.input[1], node.input[2]]
        else:
            step = np.float32(self.scale_of[source])
            scale, rounded = weight_scales(kernel, self.bits, np.abs(bias) / (step * 2**30))
            bias_scale = (scale * step).astype(np.float32)
            name = node.name
            self.constants |= {
                f"{name}/kernel/q": rounded,
                f"{name}/kernel/scale": scale,
                f"{name}/kernel/zero": np.zeros(len(scale), np.int8),
                f"{name}/bias/q": np.rint(bias / bias_scale).astype(np.int32),
                f"{name}/bias/scale": bias_scale,
                f"{name}/bias/zero": np.zeros(len(scale), np.int32),
            }
            parts = [[f"{name}/{p}/{s}" for s in ("q", "scale", "zero")] for p in ("kernel", "bias")]
            inputs = [source, *(self.add("DequantizeLinear", p, f"{p[0]}/dq", axis=0) for p in parts)]
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        del copy.input[:]
        copy.input.extend(inputs)
        self.nodes.append(copy)

    def plain(self, node: onnx.NodeProto) -> None:
        copy = onnx.NodeProto()
        copy.CopyFrom(node)
        for position, tensor in enumerate(node.input):
            copy.input[position] = self.read(tensor)
            if tensor in self.values:
                self.constants[tensor] = self.values[tensor]
        self.nodes.append(copy)

    def activation(self, node: onnx.NodeProto, readers: Mapping[str, int]) -> None:
        """Drops a ReLU whose quantised range already clips as it does; keeps it before a float reader."""
        before = self.nodes[-1]
        if node.output[0] in self.ranges and before.output[0] == node.input[0] and before.name not in self.kept_float:
            before.output[0] = node.output[0]
        else:
            self.plain(node)

    def rewrite(self) -> None:
        for node in self.model.graph.node:
            if node.op_type == "Conv":
                self.convolution(node)
            elif node.op_type in {"Clip", "Relu"}:
                self.activation(node, {})
            else:
                self.plain(node)
                if node.op_type == "DequantizeLinear":
                    self.scale_of[node.output[0]] = float(self.values[node.input[1]])
                elif node.op_type == "MaxPool" and self.read(node.input[0]) in self.scale_of:
                    continue
            if node.output[0] in self.ranges:
                self.boundary(node.output[0])


def quantise(
    model: onnx.ModelProto, ranges: Ranges, *, kept_float: frozenset[str] = frozenset(), bits: int = 8
) -> onnx.ModelProto:
    """Returns the model with every convolution outside `kept_float` on int8, and QDQ pairs where a range is given.

    Args:
        model: float32, of Conv, Clip, Relu, Add, pooling and a float end.
        ranges: by tensor; a tensor without a range stays float32.
        kept_float: names of convolutions that keep their float32 weights.
        bits: of the weights; 7 cannot saturate the 16-bit sums of processors without VNNI.
    """
    rewriter = _Rewriter(model, ranges, kept_float, bits)
    rewriter.rewrite()
    values = [numpy_helper.from_array(np.asarray(v, order="C"), k) for k, v in rewriter.constants.items()]
    graph = helper.make_graph(
        rewriter.nodes, model.graph.name, list(model.graph.input), list(model.graph.output), values
    )
    result = helper.make_model(graph, opset_imports=list(model.opset_import), ir_version=model.ir_version)
    result.producer_name = model.producer_name
    onnx.checker.check_model(result, full_check=True)
    return result


__all__ = ["TensorProto", "activations", "least_error_range", "observe", "percentile_range", "quantise"]
