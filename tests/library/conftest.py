from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings


def save_picture(path: Path, seed: int, size: tuple[int, int] = (320, 240)) -> None:
    """Writes a made-up photo: one seed is always the same picture, two seeds never."""
    small = np.random.default_rng(seed).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(small).resize(size, Image.Resampling.BICUBIC).save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for seed in range(6):
        save_picture(tmp_path / "photos" / f"{seed}.jpg", seed)
    return tmp_path / "photos"


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "home", tmp_path / "home" / "cache")


OpenLibrary = Callable[[], Library]


@pytest.fixture
def open_library(paths: LibraryPaths) -> Iterator[OpenLibrary]:
    """Opens the library of this test; whatever is still open at the end is closed."""
    opened: list[Library] = []

    def open_it() -> Library:
        library = Library.open(paths, Settings(settle_s=0.1), decoder_count=1)
        opened.append(library)
        return library

    yield open_it
    for library in opened:
        library.close()
