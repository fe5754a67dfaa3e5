"""The real models, loaded once, and a few pictures made by arithmetic."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.ml.understand import Understander
from desktop_app.paths import models_dir

sys.path.append(str(Path(__file__).resolve().parent))  # for `onnx_files`


@pytest.fixture(scope="session")
def models() -> Path:
    """The folder of the models that ship."""
    return models_dir()


@pytest.fixture(scope="session")
def understander(models: Path) -> Understander:
    return Understander(models, threads=1)


@pytest.fixture
def copied(models: Path, tmp_path: Path) -> Path:
    """A copy of the models that a test may damage."""
    return Path(shutil.copytree(models, tmp_path / "models"))


@pytest.fixture
def manifest_json(copied: Path) -> dict:
    return json.loads((copied / "manifest.json").read_text())


def gradient(height: int, width: int) -> NDArray[np.uint8]:
    """Red grows to the right, green downwards, blue is a chequerboard."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [255 * x / max(width - 1, 1), 255 * y / max(height - 1, 1), 200 * ((x // 16 + y // 16) % 2)]
    return np.stack(planes, 2).astype(np.uint8)


@pytest.fixture(scope="session")
def pictures() -> list[NDArray[np.uint8]]:
    """Pictures of many shapes: landscape, portrait, tiny, one pixel, long and thin, grey, noise."""
    noise = np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8)
    shapes = [
        gradient(384, 512),
        gradient(512, 341),
        gradient(20, 30),
        gradient(1, 1),
        gradient(4, 512),
        gradient(512, 2),
    ]
    return [*shapes, np.full((256, 256, 3), 128, np.uint8), noise]
