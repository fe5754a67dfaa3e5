from __future__ import annotations

import numpy as np

from desktop_app.organize.bursts import Shots, burst_pairs

PICTURE, OTHER = 0x123456789ABCDEF0, 0xFEDCBA9876543210 ^ 0x00FF00FF00FF0F0F


def pairs(rows: list[tuple[int, int, int, int]], vectors: dict[int, list[float]] | None = None) -> set[tuple[int, int]]:
    """Rows are (id, time in ms, camera, hash)."""
    ids, times, cameras = (np.array([row[at] for row in rows], np.int64) for at in range(3))
    shots = Shots(ids, times, cameras, np.array([row[3] for row in rows], np.uint64))
    known = {one: np.array(vector, np.float32) for one, vector in (vectors or {}).items()}
    return set(burst_pairs(shots, lambda ids: {one: known[one] for one in ids if one in known}))


def test_b7_moments_apart_and_alike_is_a_burst() -> None:
    rows = [(1, 0, 1, PICTURE), (2, 300, 1, PICTURE ^ 3), (3, 650, 1, PICTURE ^ 12)]
    assert pairs(rows) == {(1, 2), (2, 3), (1, 3)}


def test_b7_time_alone_stacks_no_strangers() -> None:
    assert pairs([(1, 0, 1, PICTURE), (2, 300, 1, OTHER)]) == set()
    assert pairs([(1, 0, 1, PICTURE), (2, 300, 1, PICTURE)], {1: [1, 0], 2: [0.3, 0.954]}) == set()


def test_b7_looks_alone_are_no_burst() -> None:
    assert pairs([(1, 0, 1, PICTURE), (2, 5_000, 1, PICTURE)]) == set()
    assert pairs([(1, 0, 1, PICTURE), (2, 300, 2, PICTURE)]) == set()  # two cameras


def test_a_series_goes_on_from_shot_to_shot_but_not_for_ever() -> None:
    rows = [(number, number * 1_000, 1, PICTURE) for number in range(100)]
    found = pairs(rows)
    assert (0, 1) in found
    assert (98, 99) in found
    assert all((b - a) * 1_000 <= 60_000 for a, b in found)
    assert len(found) < 100 * 13


def test_no_photos_make_no_burst() -> None:
    assert pairs([]) == set()
    assert pairs([(1, 0, 1, PICTURE)]) == set()
