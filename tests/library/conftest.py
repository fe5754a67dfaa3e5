from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.roots import identity_of
from desktop_app.settings import Settings
from desktop_app.store.store import Store


def save_picture(path: Path, seed: int, size: tuple[int, int] = (320, 240)) -> None:
    """Writes a made-up photo: one seed is always the same picture, two seeds never."""
    small = np.random.default_rng(seed).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(small).resize(size, Image.Resampling.BICUBIC).save(path)


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six photos, of which `folder` is a copy."""
    place = tmp_path_factory.mktemp("six") / "photos"
    for seed in range(6):
        save_picture(place / f"{seed}.jpg", seed)
    return place


@pytest.fixture
def folder(pictures: Path, tmp_path: Path) -> Path:
    return shutil.copytree(pictures, tmp_path / "photos")


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "home", tmp_path / "home" / "cache")


def index_once(folder: Path) -> Path:
    """Makes a library of a folder beside it. Returns its home, closed."""
    home = folder.parent / "home"
    library = Library.open(LibraryPaths(home, home / "cache"), Settings(settle_s=0.1), decoder_count=1)
    try:
        library.index([library.add_root(folder)]).result(250)
    finally:
        library.close()
    return home


def copy_home(made: Path, paths: LibraryPaths, folder: Path) -> None:
    """Makes the library of `paths` a copy of another, whose only root is `folder` now, a copy of what it was."""
    shutil.copytree(made, paths.home)
    store = Store.open(paths, is_writer=True)
    (root,) = store.roots.all()
    store.roots.relocate(root.id, folder, identity_of(folder))
    store.close()


@pytest.fixture(scope="session")
def indexed_home(pictures: Path) -> Path:
    """A library that has read those photos, closed."""
    return index_once(pictures)


@pytest.fixture
def known_folder(indexed_home: Path, folder: Path, paths: LibraryPaths) -> Path:
    """The folder, known to the library of this test: indexing it finds nothing new, in a third of the time."""
    copy_home(indexed_home, paths, folder)
    return folder


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
