"""Vectors that were read before are not read again, and are always the library's own."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_app.recommend import known_vectors
from desktop_app.recommend.interests import Ints, Rows
from desktop_app.recommend.known_vectors import KnownVectors


class Shelf:
    """Vectors by photo, and which were asked for."""

    def __init__(self, ids: list[int]) -> None:
        self.rows = {photo: np.full(3, photo, np.float32) for photo in ids}
        self.asked: list[list[int]] = []

    def read(self, ids: Ints) -> tuple[Ints, Rows]:
        self.asked.append(ids.tolist())
        there = [photo for photo in ids.tolist() if photo in self.rows]
        return np.array(there, np.int64), np.array([self.rows[p] for p in there], np.float32).reshape(-1, 3)


def of(known: KnownVectors, ids: list[int], state: object = 1) -> list[int]:
    found, rows = known.of(np.array(ids, np.int64), state)
    assert rows.shape == (len(found), 3)
    assert rows[:, 0].tolist() == found.tolist()
    return found.tolist()


def test_they_come_in_the_order_asked_each_once_and_only_new_ones_are_read() -> None:
    shelf = Shelf([5, 3, 9, 7])
    known = KnownVectors(shelf.read)
    assert of(known, [9, 3, 9]) == [9, 3]
    assert of(known, [7, 3, 4, 9]) == [7, 3, 9], "a photo without a vector is left out"
    assert of(known, [9, 7]) == [9, 7]
    assert shelf.asked == [[9, 3], [7, 4]]


def test_they_are_read_anew_when_a_vector_has_changed() -> None:
    shelf = Shelf([1, 2])
    known = KnownVectors(shelf.read)
    of(known, [1, 2])
    del shelf.rows[1]
    shelf.rows[2] = np.full(3, 2, np.float32)
    assert of(known, [1, 2], state=2) == [2]
    assert shelf.asked == [[1, 2], [1, 2]]


@pytest.mark.parametrize("most", [1, 4, 5])
def test_no_more_are_held_than_there_is_room_for(monkeypatch, most: int) -> None:
    monkeypatch.setattr(known_vectors, "MOST_HELD", most)
    shelf = Shelf(list(range(20)))
    known = KnownVectors(shelf.read)
    for start in (0, 3, 1, 9, 0):
        wanted = [start + 2, start, start + 3]
        assert of(known, wanted) == wanted


def test_what_was_handed_out_is_not_changed_by_what_comes_later(monkeypatch) -> None:
    monkeypatch.setattr(known_vectors, "MOST_HELD", 2)
    known = KnownVectors(Shelf([1, 2, 3, 4]).read)
    _, rows = known.of(np.array([1, 2]), 1)
    of(known, [3, 4])
    assert rows[:, 0].tolist() == [1, 2]
