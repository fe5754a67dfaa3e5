"""Made days for tests of events: photos at given times and places, with a vector for each scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np

from desktop_app.organize.events import Shots
from desktop_app.organize.occasions import Roll, Words

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
BERLIN, POTSDAM, ROME, FLORENCE = (52.52, 13.405), (52.399, 13.066), (41.8902, 12.4922), (43.7731, 11.256)
NOWHERE = (np.nan, np.nan)
Place = tuple[float, float]


def at(text: str) -> int:
    """Returns wall-clock milliseconds of '2019-05-14 10:00'."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def series(start: str | int, count: int, gap_ms: int = 2 * MINUTE) -> list[int]:
    first = at(start) if isinstance(start, str) else start
    return [first + step * gap_ms for step in range(count)]


class Days:
    """Collects photos and gives them as the finder takes them."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.places: list[Place] = []
        self.folders: list[int] = []
        self.scenes: list[int] = []

    def add(self, taken: Sequence[int], place: Place = NOWHERE, folder: int = 1, scene: int = -1) -> Days:
        self.taken += taken
        self.places += [place] * len(taken)
        self.folders += [folder] * len(taken)
        self.scenes += [scene] * len(taken)
        return self

    def order(self) -> np.ndarray:
        return np.argsort(np.array(self.taken), kind="stable")

    def shots(self, home: Place = NOWHERE, occasions: Sequence[int] | None = None) -> Shots:
        order, count = self.order(), len(self.taken)
        where = np.array(self.places, np.float64).reshape(count, 2)[order]
        return Shots(
            np.arange(1, count + 1)[order],
            np.array(self.taken, np.int64)[order],
            where[:, 0],
            where[:, 1],
            np.full(count, home[0]),
            np.full(count, home[1]),
            np.full(count, -1) if occasions is None else np.array(occasions)[order],
        )

    def looks_of(self, ids: np.ndarray) -> np.ndarray:
        """Gives one direction a scene, with noise; zero where the scene is unknown."""
        vectors = np.zeros((len(ids), 32), np.float32)
        for row, photo in enumerate(ids.tolist()):
            scene = self.scenes[photo - 1]
            if scene >= 0:
                own = np.random.default_rng(photo).standard_normal(32)
                vector = np.random.default_rng(10_000 + scene).standard_normal(32) + 0.5 * own
                vectors[row] = vector / np.linalg.norm(vector)
        return vectors

    def roll(
        self,
        own: Mapping[str, Sequence[int]] | None = None,
        sure: Mapping[str, Sequence[int]] | None = None,
        folder_names: Mapping[int, tuple[str, int | None]] | None = None,
    ) -> Roll:
        """Returns the roll; words by the ids (1 and up, in the order added) of the photos that bear them."""
        shots = self.shots()
        return Roll(
            shots.ids,
            shots.taken_ms,
            shots.latitude,
            shots.longitude,
            np.linspace(0, 1, len(shots)),
            np.array(self.folders, np.int64)[self.order()],
            folder_names or {1: ("", None)},
            words(own or {}),
            words(sure or {}),
        )


def words(by_name: Mapping[str, Sequence[int]]) -> Words:
    pairs = [(photo, number) for number, photos in enumerate(by_name.values()) for photo in photos]
    columns = np.array(pairs, np.int64).reshape(-1, 2)
    return Words(columns[:, 0], columns[:, 1], list(by_name))
