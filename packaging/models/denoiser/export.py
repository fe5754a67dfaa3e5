"""Makes `resources/models/denoiser.onnx` and its line in the manifest from trained weights.

    python packaging/models/denoiser/export.py best.pt     writes both
    python packaging/models/denoiser/export.py --check     builds the graph again around the committed weights, compares

`best.pt` is what `train.py` leaves behind. Needs torch (to read it), onnx, onnxruntime and numpy; none at run time.

The graph is written node by node, so its bytes follow from the weights alone. Weights are stored in 16 bits and widened
when the model is loaded: half the size, PSNR unchanged within 0.001 dB, arithmetic float32. Static int8 would take half
the time and costs 0.3 to 0.7 dB (0.7 at sigma 15), so it is not shipped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from efficientnet import Graph, half  # noqa: E402 - a sibling, found by the line above
from graph_digest import graph_digest  # noqa: E402

PROJECT = HERE.parent.parent.parent
MODELS, CALIBRATION = PROJECT / "resources" / "models", HERE.parent / "calibration.json"
FILE, PACKAGE = "denoiser.onnx", "packaging/models/denoiser"
COMMAND = f"python {PACKAGE}/export.py best.pt"
STAGES = ("down_one", "down_two", "bottom", "up_two", "up_one")

Weights = Mapping[str, NDArray[np.float32]]


class _Writer:
    """Writes the network of `network.py`."""

    def __init__(self, weights: Weights) -> None:
        self.weights, self.graph = weights, Graph()

    def convolve(self, name: str, x: str, *, pad: int = 1, stride: int = 1) -> str:
        """Adds the convolution of a name."""
        kernel = half(self.graph, f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.graph.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.graph.add("Conv", [x, kernel, bias], name, pads=[pad] * 4, strides=[stride] * 2)

    def stack(self, name: str, x: str) -> str:
        """Adds the residual blocks of a name."""
        block = 0
        while f"{name}.{block}.first.weight" in self.weights:
            here = f"{name}.{block}"
            inner = self.graph.add("Relu", [self.convolve(f"{here}.first", x)], f"{here}.active")
            x = self.graph.add("Add", [x, self.convolve(f"{here}.second", inner)], here)
            block += 1
        return x

    def grow(self, name: str, x: str, beside: str) -> str:
        """Adds a pixel shuffle of a 1x1 convolution to what came down at that size."""
        wide = self.convolve(name, x, pad=0)
        shuffled = self.graph.add("DepthToSpace", [wide], f"{name}.shuffled", blocksize=2, mode="CRD")
        return self.graph.add("Add", [beside, shuffled], f"{name}.sum")


def folded_head(kernel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Reorders the inputs of the first convolution from PyTorch's pixel_unshuffle to ONNX's SpaceToDepth.

    PyTorch puts the four pixels of one colour side by side, ONNX the three colours of one pixel. The level stays last.
    """
    order = [colour * 4 + pixel for pixel in range(4) for colour in range(3)]
    return np.ascontiguousarray(kernel[:, [*order, 12]])


def denoiser_graph(weights: Weights) -> onnx.ModelProto:
    """Returns the network: `photo` (1, 3, H, W) and `sigma` (1, 1, H, W) float32 in 0..1 to `clean` (1, 3, H, W).

    Args:
        weights: by PyTorch's names, but `head.weight` as `folded_head` gives it. H and W are multiples of 8.
    """
    writer = _Writer(weights)
    graph = writer.graph
    pixels = graph.add("SpaceToDepth", ["photo"], "photo.folded", blocksize=2)
    level = graph.add("AveragePool", ["sigma"], "sigma.folded", kernel_shape=[2, 2], strides=[2, 2])
    first = writer.stack("down_one", writer.convolve("head", graph.add("Concat", [pixels, level], "input", axis=1)))
    second = writer.stack("down_two", writer.convolve("half_one", first, pad=0, stride=2))
    third = writer.stack("bottom", writer.convolve("half_two", second, pad=0, stride=2))
    second = writer.stack("up_two", writer.grow("grow_two", third, second))
    first = writer.stack("up_one", writer.grow("grow_one", second, first))
    noise = graph.add("DepthToSpace", [writer.convolve("tail", first)], "noise", blocksize=2, mode="CRD")
    graph.add("Sub", ["photo", noise], "clean")
    value = helper.make_tensor_value_info
    inputs = [value(n, TensorProto.FLOAT, [1, c, "height", "width"]) for n, c in (("photo", 3), ("sigma", 1))]
    return graph.model("denoiser", inputs, [value("clean", TensorProto.FLOAT, [1, 3, "height", "width"])])


def trained_weights(path: Path) -> Weights:
    """Reads what `train.py` saved."""
    import torch

    state = torch.load(path, map_location="cpu", weights_only=True)
    weights = {name: value.numpy().astype(np.float32) for name, value in state.items()}
    return {**weights, "head.weight": folded_head(weights["head.weight"])}


def committed_weights(path: Path) -> Weights:
    """Reads the weights back out of a model that was exported."""
    constants = onnx.load(str(path)).graph.initializer
    return {c.name.removesuffix("/half"): numpy_helper.to_array(c).astype(np.float32) for c in constants}


def largest_difference(content: bytes, weights_file: Path) -> float:
    """Returns how far the exported model is from PyTorch's, in 8-bit steps, on noise of three strengths."""
    import torch
    from network import Denoiser
    from onnxruntime import InferenceSession  # type: ignore[attr-defined]

    model = Denoiser()
    model.load_state_dict(torch.load(weights_file, map_location="cpu", weights_only=True))
    session = InferenceSession(content, providers=["CPUExecutionProvider"])
    random, worst = np.random.default_rng(1), 0.0
    for strength in (0.02, 0.1, 0.2):
        photo = random.random((1, 3, 64, 88), np.float32)
        sigma = np.full((1, 1, 64, 88), strength, np.float32)
        ours = session.run(None, {"photo": photo, "sigma": sigma})[0]
        with torch.no_grad():
            theirs = model(torch.from_numpy(photo), torch.from_numpy(sigma)).numpy()
        worst = max(worst, float(np.abs(ours - theirs).max()) * 255)
    return worst


def manifest_line(content: bytes, weights_file: Path) -> dict[str, Any]:
    """Returns what the manifest says of the model; what was decided by hand comes from calibration.json."""
    digest = hashlib.sha256(weights_file.read_bytes()).hexdigest()
    return {
        **json.loads(CALIBRATION.read_text("utf-8"))["models"][FILE],
        "file": FILE,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        "graph_sha256": graph_digest(content),
        "licence": "Apache-2.0",
        "source": {"package": PACKAGE, "version": "1", "file": weights_file.name, "sha256": digest},
        "outputs": {"clean": 3},
        "rebuild": COMMAND,
    }


def write(weights_file: Path) -> None:
    """Writes the model and puts its line into the manifest."""
    content = bytes(denoiser_graph(trained_weights(weights_file)).SerializeToString(deterministic=True))
    apart = largest_difference(content, weights_file)
    if apart > 1:
        raise SystemExit(f"the exported model is {apart:.2f} steps from the trained one")
    manifest_file = MODELS / "manifest.json"
    manifest = json.loads(manifest_file.read_text("utf-8"))
    lines = [line for line in manifest["models"] if line["file"] != FILE]
    (MODELS / FILE).write_bytes(content)
    manifest["models"] = [*lines, manifest_line(content, weights_file)]
    manifest_file.write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    print(f"{MODELS / FILE}: {len(content) / 1e6:.2f} MB, within {apart:.3f} 8-bit steps of PyTorch")


def check() -> int:
    """Says whether the committed model is the graph written here around its own weights; returns an exit status."""
    content = (MODELS / FILE).read_bytes()
    built = bytes(denoiser_graph(committed_weights(MODELS / FILE)).SerializeToString(deterministic=True))
    print(f"{FILE}: same bytes {built == content}")
    return int(built != content)


def main() -> int:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", type=Path, nargs="?")
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    if chosen.check:
        return check()
    if chosen.weights is None:
        parser.error("which weights?")
    write(chosen.weights)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
