"""Children with stand-ins (see `odd_child`), and pictures to feed them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.workers import process

ODD_CHILD = Path(__file__).with_name("odd_child.py")
sys.path.append(str(ODD_CHILD.parent))  # tests compare with what the stand-in computes


@pytest.fixture
def odd(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the children odd: `odd("model", "files")`."""

    def make(*what: str) -> None:
        monkeypatch.setattr(process, "_program", lambda: [sys.executable, "-P", str(ODD_CHILD)])
        monkeypatch.setenv("ODD", ",".join(what))

    return make


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Writes a small JPEG of a name and a look."""

    def make(name: str, seed: int = 1, size: tuple[int, int] = (320, 240)) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        cells = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
        Image.fromarray(cells).resize(size).save(path, quality=90)
        return path

    return make
