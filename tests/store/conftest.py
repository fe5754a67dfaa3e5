"""Libraries in a temporary folder, filled the way indexing fills them; and child processes that can be killed."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Root, RootIdentity
from desktop_app.domain.photo import Flag, Measures, Metadata, Tag
from desktop_app.paths import LibraryPaths
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store

PROJECT = Path(__file__).resolve().parents[2]
MODEL = "test-model-1"
DIMENSION = 16
MEASURES = Measures(0.5, 0.5, 0.0, 0.1, 1.5, 30.0, 0x336699, ((0x336699, 0.75), (0x000000, 0.25)), 2**63 + 11, 0.1, 0.2)


class Filler:
    """Puts photos into a library; every value follows from the photo's number, so that runs are alike."""

    model = MODEL
    dimension = DIMENSION
    measures = MEASURES

    def __init__(self, store: Store, folder: Path = Path("/photos")) -> None:
        self.store = store
        self.folder = folder

    def root(self) -> Root:
        return self.store.roots.add(self.folder, RootIdentity(1, 2, "volume"), 1)

    def new(self, names: Sequence[str], at_ms: int = 1_000) -> list[PhotoId]:
        files = [NewFile(name.encode(), 1_000 + n, 10**18 + n * 10**9) for n, name in enumerate(names)]
        return self.store.photos.add_files(self.root().id, files, at_ms)

    def row(self, photo: PhotoId, **changes: object) -> DecodedRow:
        values: dict[str, object] = {
            "photo_id": photo, "content_hash": b"hash-%d" % photo, "format": "JPEG", "width_px": 400, "height_px": 300,
            "metadata": Metadata(taken_at_ms=1_500_000_000_000 + photo), "measures": MEASURES, "is_damaged": False,
            "is_animated": False, "is_raw": False, "mtime_ns": 10**18, "size_bytes": 1_000,
        }  # fmt: skip
        return DecodedRow(**(values | changes))  # type: ignore[arg-type]

    def decode(self, ids: Sequence[PhotoId], **changes: object) -> None:
        self.store.photos.save_decoded([self.row(photo, **changes) for photo in ids])

    def vector(self, number: int, dimension: int = DIMENSION) -> NDArray[np.float16]:
        found = np.random.default_rng(number).standard_normal(dimension).astype(np.float32)
        return (found / np.linalg.norm(found)).astype(np.float16)

    def understand(
        self, ids: Sequence[PhotoId], tags: tuple[Tag, ...] = (), flags: tuple[Flag, ...] = (), model: str = MODEL
    ) -> list[PhotoId]:
        return self.store.save_understood([UnderstoodRow(i, model, self.vector(i), tags, flags) for i in ids])

    def photos(self, count: int, prefix: str = "a/photo") -> list[PhotoId]:
        """New photos, decoded and understood."""
        ids = self.new([f"{prefix}{n:04d}.jpg" for n in range(count)])
        self.decode(ids)
        self.understand(ids)
        return ids


@pytest.fixture
def paths(tmp_path: Path) -> LibraryPaths:
    return LibraryPaths(tmp_path / "home", tmp_path / "home" / "cache")


@pytest.fixture
def store(paths: LibraryPaths) -> Iterator[Store]:
    opened = Store.open(paths, is_writer=True)
    yield opened
    opened.close()


@pytest.fixture
def fill(store: Store) -> Filler:
    return Filler(store)


@pytest.fixture(scope="session")
def filler() -> type[Filler]:
    return Filler


Child = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def child() -> Child:
    """Runs Python code in a process of its own, in the project's folder; arguments arrive as sys.argv[1:]."""

    def run(code: str, *arguments: object, timeout_s: float = 60) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    return run
