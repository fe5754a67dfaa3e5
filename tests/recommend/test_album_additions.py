"""What an album is thought to be missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.ml.calibration import Similarity
from desktop_app.recommend.album_additions import album_additions, representatives
from desktop_app.recommend.events import Catalogue

SIMILARITY = Similarity("test", 19.0, -7.7, ((0.0, 0.35), (0.5, 0.55), (1.0, 0.92)))
MINUTE, DAY = 60_000, 86_400_000


class Library:
    """Photos scattered round the axes of their kinds."""

    def __init__(self, kinds: list[int], taken_ms: list[int], spread: float = 0.5) -> None:
        random = np.random.default_rng(2)
        rows = np.eye(64)[kinds] + random.standard_normal((len(kinds), 64)) * spread / 8
        self.vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
        order = np.argsort(taken_ms, kind="stable")
        count = len(kinds)
        self.photos = Catalogue(
            np.arange(1, count + 1)[order],
            np.array(taken_ms)[order],
            np.ones(count, bool),
            *(np.full(count, v) for v in (np.nan, np.nan, 0.5)),
        )

    def vectors_of(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        return ids, self.vectors[ids - 1]

    def search(self, queries: NDArray[np.floating[Any]], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        cosines = queries @ self.vectors.T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        ids, scores = np.full((len(queries), k), -1), np.full((len(queries), k), -1.0, np.float32)
        ids[:, : order.shape[1]], scores[:, : order.shape[1]] = order + 1, np.take_along_axis(cosines, order, 1)
        return ids, scores

    def additions(self, members: list[int], **rest: Any) -> list[int]:
        found = album_additions(
            np.array(members, np.int64), self.photos, self.search, self.vectors_of, SIMILARITY, **rest
        )
        assert all(0 <= a.score <= 1 and a.because in members for a in found)
        assert [a.score for a in found] == sorted((a.score for a in found), reverse=True)
        return [int(a.photo_id) for a in found]


def years_apart(count: int) -> list[int]:
    return [at * 400 * DAY for at in range(count)]


def test_what_is_like_the_album_comes_first() -> None:
    library = Library([0] * 10 + [1] * 30, years_apart(40))
    assert set(library.additions([1, 2, 3, 4])[:6]) == {5, 6, 7, 8, 9, 10}


def test_each_kind_in_an_album_brings_its_own() -> None:
    library = Library([0] * 10 + [1] * 10 + [2] * 40, years_apart(60))
    found = library.additions([1, 2, 3, 11, 12, 13], top=14)
    assert set(found) == {*range(4, 11), *range(14, 21)}


def test_the_same_occasion_counts_among_photos_that_are_as_much_alike() -> None:
    taken = [at * MINUTE for at in range(8)] + [10_000 * DAY + at * 50 * DAY for at in range(70)]
    library = Library([0] * 38 + [1] * 20 + [2] * 20, taken)
    with_dates = set(library.additions([1, 2, 3, 4], top=5)) & {5, 6, 7, 8}
    library.photos.is_dated[:] = False
    without = set(library.additions([1, 2, 3, 4], top=5)) & {5, 6, 7, 8}
    assert len(with_dates) >= 3 > len(without)


def test_members_and_rejected_photos_are_not_suggested() -> None:
    library = Library([0] * 10, years_apart(10))
    assert set(library.additions([1, 2, 3], rejected={PhotoId(4)})) == {5, 6, 7, 8, 9, 10}


def test_another_frame_of_a_burst_is_not_suggested() -> None:
    taken = [0, 1_000, 2_000, *(at * 400 * DAY for at in range(1, 10))]
    library = Library([0] * 12, taken)
    library.vectors[1] = library.vectors[0]  # the second frame is the first again
    library.vectors[4] = library.vectors[3]  # a copy years later
    found = library.additions([1])
    assert 2 not in found
    assert len({4, 5} & set(found)) == 1


def test_photos_that_may_not_be_shown_neither_come_nor_teach() -> None:
    library = Library([0] * 5 + [1] * 5, years_apart(10))
    photos, kept = library.photos, np.array([0, 1, 2, 5, 6, 7, 8, 9])
    library.photos = Catalogue(
        *(getattr(photos, name)[kept] for name in ("ids", "taken_ms", "is_dated", "latitude", "longitude", "quality"))
    )
    assert library.additions([4, 5]) == []  # both members are hidden: nothing is known of the album
    assert not {4, 5} & set(library.additions([1, 2, 4]))


@pytest.mark.parametrize("members", [[], [99]])
def test_an_album_of_nothing_is_missing_nothing(members: list[int]) -> None:
    assert Library([0, 1], [0, DAY]).additions(members) == []


def test_the_same_question_has_the_same_answer() -> None:
    library = Library([0, 1, 2] * 20, years_apart(60))
    assert library.additions([1, 2, 3]) == library.additions([3, 2, 1])


def test_representatives_cover_every_kind_before_any_twice() -> None:
    library = Library([0] * 20 + [1] * 3 + [2] * 2, years_apart(25), spread=0.3)
    rows = representatives(library.vectors, 3)
    assert {0 if row < 20 else 1 if row < 23 else 2 for row in rows.tolist()} == {0, 1, 2}
    assert len(representatives(library.vectors[:2], 8)) == 2
