"""A library of generated photos of known kinds, in a real store, with a real index and a real history."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import DateSource, Flag, FlagName, Measures, Metadata, Tag, TagSource
from desktop_app.domain.suggestion import ForYouPage, ForYouRequest, Shelf, ShelfKind
from desktop_app.paths import LibraryPaths
from desktop_app.recommend.recommender import Recommender
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

MODEL, DIMENSION = "m", 48
NOW = int(datetime(2025, 6, 15, 12, tzinfo=UTC).timestamp() * 1000)
DAY_MS = 86_400_000
KINDS = ("beach", "castle", "dog", "train", "tulip", "mountain", "cake", "boat")
SPREAD = 1.0  # cosine between two of a kind: about 1 / (1 + SPREAD ** 2)


def wall_clock(year: int, month: int, day: int, hour: int = 12) -> int:
    return int(datetime(year, month, day, hour, tzinfo=UTC).timestamp() * 1000)


class World:
    """Photos of kinds. A kind is a direction; its photos lie around it."""

    def __init__(self, home: Path) -> None:
        self.now_ms = self.noon_ms = NOW
        self.paths = LibraryPaths(home, home / "cache")
        self.store = Store.open(self.paths, is_writer=True, clock=lambda: self.now_ms)
        self.root = self.store.roots.add(Path("/photos"), RootIdentity(1, 2), 0)
        self.index = VectorIndex(self.paths.index, MODEL)
        self.random = np.random.default_rng(5)
        self.middles = np.linalg.qr(self.random.standard_normal((DIMENSION, DIMENSION)))[0][: len(KINDS)]
        self.kind_of: dict[int, str] = {}
        self._recommender: Recommender | None = None

    def vector(self, kind: str) -> NDArray[np.float32]:
        noise = self.random.standard_normal(DIMENSION) * SPREAD / np.sqrt(DIMENSION)
        row = self.middles[KINDS.index(kind)] + noise
        return (row / np.linalg.norm(row)).astype(np.float32)

    def add(
        self,
        kind: str,
        count: int = 1,
        *,
        taken: Sequence[int] | None = None,
        date_source: DateSource = DateSource.EXIF,
        added_ms: int = NOW - 400 * DAY_MS,
        vector: NDArray[np.float32] | None = None,
        phash: int | None = None,
        flags: tuple[Flag, ...] = (),
        sharpness: float = 0.7,
        has_vector: bool = True,
        size_px: tuple[int, int] = (1600, 1200),
    ) -> list[PhotoId]:
        """Adds photos of a kind; without dates they were taken on days of 2021 far apart from each other's."""
        first = len(self.kind_of)
        names = [f"{kind}/{first + n:05}.jpg".encode() for n in range(count)]
        ids = self.store.photos.add_files(self.root.id, [NewFile(name, 1, 1) for name in names], added_ms)
        rows, understood = [], []
        for n, photo in enumerate(ids):
            at = taken[n] if taken else wall_clock(2021, 1, 2) + (first + n) * 7_000_000
            own = int(self.random.integers(1, 2**63)) if phash is None else phash
            measures = Measures(sharpness, 0.5, 0.0, 0.0, 1.0, 30.0, 0x336699, (), own, 0.0, 0.0)
            metadata = Metadata(taken_at_ms=at, date_source=date_source)
            content = b"%032d" % int(photo)
            rows.append(DecodedRow(photo, content, "JPEG", *size_px, metadata, measures, False, False, False, 1, 1))
            tags = (Tag(kind, TagSource.AI, 0.9), Tag("photo", TagSource.AI, 0.9))
            row = (self.vector(kind) if vector is None else vector).astype(np.float16)
            understood.append(UnderstoodRow(photo, MODEL, row, tags, flags))
            self.kind_of[int(photo)] = kind
        self.store.photos.save_decoded(rows)
        if has_vector:
            assert not self.store.save_understood(understood)
        return ids

    def flag(self, photo: PhotoId, name: FlagName) -> None:
        self.store.understanding.save_flags_alone([(photo, (Flag(name, 0.9, "a test"),))])

    def look(
        self,
        photos: Sequence[PhotoId],
        *,
        days_ago: float = 1.0,
        seen_ms: int = 6_000,
        source: ViewSource = ViewSource.LIBRARY,
        at_ms: int | None = None,
    ) -> None:
        """Looks at photos one after the other."""
        start = NOW - round(days_ago * DAY_MS) if at_ms is None else at_ms
        views = [
            PhotoView(photo, ViewSurface.VIEWER, source, start + n * 10_000, seen_ms) for n, photo in enumerate(photos)
        ]
        self.store.history.add_views(views)

    @property
    def recommender(self) -> Recommender:
        self.index.catch_up(self.store)
        if self._recommender is None:
            self._recommender = Recommender(self.store, self.index)
        return self._recommender

    def page(self, *, at_ms: int = NOW, seed: int = 0, top: int = 20, left_out: Sequence[PhotoId] = ()) -> ForYouPage:
        return self.recommender.page(ForYouRequest(at_ms, seed, top, frozenset(left_out)), at_ms)

    def listed(self, page: ForYouPage) -> list[PhotoId]:
        """All photos on the shelves, in order."""
        return [one.photo_id for shelf in page.shelves for one in shelf.photos]

    def shelf(self, page: ForYouPage, kind: ShelfKind) -> Shelf | None:
        return next((shelf for shelf in page.shelves if shelf.kind is kind), None)

    def ranked(self, page: ForYouPage) -> list[PhotoId]:
        """The overall ranking."""
        shelf = self.shelf(page, ShelfKind.FOR_YOU)
        return [] if shelf is None else [one.photo_id for one in shelf.photos]

    def of(self, kind: str) -> list[PhotoId]:
        return [PhotoId(photo) for photo, own in self.kind_of.items() if own == kind]

    def show(self, page: ForYouPage) -> None:
        """Keeps that a page was shown on its day."""
        self.store.history.add_shown(self.listed(page), page.day)

    def kinds(self, photos: Sequence[int]) -> list[str]:
        return [self.kind_of[int(photo)] for photo in photos]


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "home")
    yield made
    made.store.close()


@pytest.fixture
def new_world(tmp_path: Path) -> Iterator[Callable[[str], World]]:
    """Makes further libraries, closed at the end."""
    made: list[World] = []

    def make(name: str) -> World:
        made.append(World(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.fixture
def lived(world: World) -> World:
    """A library of 8 kinds, 40 photos each, whose user likes beaches, castles and dogs, and saw a cake by chance."""
    for kind in KINDS:
        world.add(kind, 40)
    world.look(world.of("beach")[:12], days_ago=3)
    world.look(world.of("castle")[:7], days_ago=2)
    world.look(world.of("dog")[:5], days_ago=1)
    world.look(world.of("cake")[:1], days_ago=1.5)
    world.look(world.of("train")[:6], days_ago=1.2, seen_ms=400)
    return world


@pytest.fixture
def zone() -> Iterator[Callable[[str], None]]:
    """Sets the machine's time zone for a test."""
    with pytest.MonkeyPatch.context() as patch:

        def choose(name: str) -> None:
            patch.setenv("TZ", name)
            time.tzset()

        yield choose
    time.tzset()
