"""Where one event ends and the next begins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_app.recommend.events import Catalogue, find_events

MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000


def catalogue(
    taken_ms: Sequence[int], places: Sequence[tuple[float, float]] | None = None, dated: Sequence[bool] | None = None
) -> Catalogue:
    count = len(taken_ms)
    where = np.array(places if places is not None else [(np.nan, np.nan)] * count, np.float64).reshape(count, 2)
    return Catalogue(
        ids=np.arange(1, count + 1),
        taken_ms=np.array(taken_ms, np.int64),
        is_dated=np.ones(count, bool) if dated is None else np.array(dated),
        latitude=where[:, 0],
        longitude=where[:, 1],
        quality=np.full(count, 0.5),
    )


def series(start: int, count: int, gap: int) -> list[int]:
    return [start + at * gap for at in range(count)]


def test_days_apart_are_events_of_their_own() -> None:
    taken = series(0, 10, 2 * MINUTE) + series(5 * DAY, 10, 2 * MINUTE)
    assert find_events(catalogue(taken)).tolist() == [0] * 10 + [1] * 10


def test_a_lunch_break_ends_nothing() -> None:
    taken = series(0, 10, 20 * MINUTE) + series(6 * HOUR, 10, 20 * MINUTE)
    assert find_events(catalogue(taken)).tolist() == [0] * 20


def test_how_long_a_pause_must_be_depends_on_how_dense_the_photos_lie() -> None:
    pause = 4 * HOUR
    dense = series(0, 15, MINUTE // 2) + series(pause, 15, MINUTE // 2)
    sparse = series(0, 15, 40 * MINUTE) + series(14 * 40 * MINUTE + pause, 15, 40 * MINUTE)
    assert find_events(catalogue(dense)).max() == 1
    assert find_events(catalogue(sparse)).max() == 0


def test_seconds_between_frames_do_not_make_a_minute_a_border() -> None:
    taken = series(0, 10, 1_000) + series(5 * MINUTE, 10, 1_000)
    assert find_events(catalogue(taken)).max() == 0


def test_a_flight_ends_an_event_where_a_walk_does_not() -> None:
    taken = series(0, 8, 30 * MINUTE) + series(6 * HOUR, 8, 30 * MINUTE)
    lisbon, sintra, berlin = (38.72, -9.14), (38.80, -9.38), (52.52, 13.40)
    assert find_events(catalogue(taken, [lisbon] * 8 + [sintra] * 8)).max() == 0
    assert find_events(catalogue(taken, [lisbon] * 8 + [berlin] * 8)).tolist() == [0] * 8 + [1] * 8


def test_the_date_line_is_no_jump() -> None:
    taken = series(0, 8, 30 * MINUTE) + series(6 * HOUR, 8, 30 * MINUTE)
    assert find_events(catalogue(taken, [(-17.0, 179.99)] * 8 + [(-17.0, -179.99)] * 8)).max() == 0


def test_photos_without_a_date_to_trust_belong_to_no_event() -> None:
    numbers = find_events(catalogue([0, MINUTE, 2 * MINUTE], dated=[True, False, True]))
    assert numbers.tolist() == [0, -1, 0]


def test_nothing_and_one_photo_are_no_trouble() -> None:
    assert find_events(catalogue([])).tolist() == []
    assert find_events(catalogue([5])).tolist() == [0]
    assert find_events(catalogue([5, 6], dated=[False, False])).tolist() == [-1, -1]


def test_rows_are_found_by_id_whatever_the_order() -> None:
    photos = Catalogue(np.array([7, 3, 9]), np.arange(3), np.ones(3, bool), *(np.zeros(3) for _ in range(3)))
    assert photos.rows_of(np.array([9, 3, 8, 1, 100])).tolist() == [2, 1, -1, -1, -1]
    assert photos.rows_of(np.empty(0, np.int64)).tolist() == []
