from __future__ import annotations

import numpy as np
import pytest
from made_days import BERLIN, DAY, HOUR, MINUTE, POTSDAM, Days, at, series

from desktop_app.organize.events import find_events, is_reset_clock


def sizes(days: Days, *, home: tuple[float, float] = (np.nan, np.nan), is_looking: bool = False) -> list[int]:
    numbers = find_events(days.shots(home), days.looks_of if is_looking else None)
    assert (np.diff(numbers) >= 0).all()
    return np.bincount(numbers).tolist()


def test_days_are_events_of_their_own() -> None:
    days = Days().add(series("2019-05-14 10:00", 20)).add(series("2019-05-15 10:00", 12))
    assert sizes(days) == [20, 12]


def test_a_lunch_break_ends_nothing() -> None:
    days = Days().add(series("2019-05-14 10:00", 30)).add(series("2019-05-14 12:20", 30))
    assert sizes(days) == [60]


def test_a_long_pause_between_busy_hours_does() -> None:
    days = Days().add(series("2019-05-14 10:00", 30)).add(series("2019-05-14 19:00", 30))
    assert sizes(days) == [30, 30]


def test_how_long_it_must_be_depends_on_how_dense_the_photos_lie() -> None:
    pause = 4 * HOUR
    busy = Days().add(series("2019-05-14 09:00", 40)).add(series(at("2019-05-14 10:18") + pause, 40))
    slow = Days().add(series("2019-05-14 07:00", 8, 29 * MINUTE))
    slow.add(series(slow.taken[-1] + pause, 8, 29 * MINUTE))
    assert sizes(busy) == [40, 40]
    assert sizes(slow) == [16]


def test_a_party_past_midnight_is_one_event() -> None:
    days = Days().add(series("2019-05-14 20:00", 80, 4 * MINUTE)).add(series("2019-05-15 11:00", 10))
    assert sizes(days) == [80, 10]


def test_a_huge_burst_is_one_event_and_does_not_tear_the_day() -> None:
    days = Days().add(series("2019-05-14 10:00", 2_000, 30)).add(series("2019-05-14 11:10", 20))
    assert sizes(days) == [2_020]


def test_scans_of_one_second_are_one_event() -> None:
    days = Days().add([at("1985-01-01")] * 300).add([at("1986-01-01")] * 20)
    assert sizes(days) == [300, 20]


def test_a_few_snapshots_of_one_day_are_its_moments() -> None:
    days = (
        Days().add(series("2019-05-14 08:00", 2)).add(series("2019-05-14 13:30", 1)).add(series("2019-05-14 20:00", 3))
    )
    days.add(series("2019-05-15 08:00", 1))
    assert sizes(days) == [6, 1]


def test_a_single_photo_a_day_is_no_event_of_months() -> None:
    days = Days().add(series("2019-05-14 12:00", 60, DAY))
    assert sizes(days) == [1] * 60


def test_the_same_place_bridges_a_pause_that_a_move_does_not() -> None:
    def two(place: tuple[float, float]) -> Days:
        return Days().add(series("2019-05-14 10:00", 30), BERLIN).add(series("2019-05-14 13:20", 30), place)

    assert sizes(two(BERLIN)) == [60]
    assert sizes(two(POTSDAM)) == [30, 30]


def test_coming_home_ends_an_outing() -> None:
    zoo = (BERLIN[0] + 0.05, BERLIN[1])
    days = Days().add(series("2019-05-14 10:00", 30), zoo).add(series("2019-05-14 12:00", 30), BERLIN)
    assert sizes(days, home=BERLIN) == [30, 30]
    assert sizes(days) == [60]


def test_photos_without_a_place_say_nothing_of_moves() -> None:
    days = Days().add(series("2019-05-14 10:00", 30), BERLIN).add(series("2019-05-14 12:30", 30))
    assert sizes(days) == [60]


def library_of_scenes() -> Days:
    """Days apart, each with a scene of its own: what alike and unlike mean."""
    days = Days()
    for number in range(12):
        days.add(series(at("2018-01-01 10:00") + number * 3 * DAY, 20), scene=100 + number)
    return days


@pytest.mark.parametrize(("second", "together"), [(1, True), (2, False)])
def test_looks_decide_where_time_does_not(second: int, *, together: bool) -> None:
    days = library_of_scenes().add(series("2019-05-14 10:00", 30), scene=1)
    days.add(series("2019-05-14 13:10", 30), scene=second)
    assert sizes(days, is_looking=True)[12:] == ([60] if together else [30, 30])


def test_two_scenes_within_one_sitting_stay_together() -> None:
    days = library_of_scenes().add(series("2019-05-14 10:00", 30), scene=1)
    days.add(series("2019-05-14 11:10", 30), scene=2)
    assert sizes(days, is_looking=True)[12:] == [60]


def test_a_folder_with_a_name_keeps_a_day_together_and_two_keep_it_apart() -> None:
    days = Days().add(series("2019-05-14 10:00", 10)).add(series("2019-05-14 15:00", 10))
    for first, second, together in ((-1, -1, False), (3, 3, True), (3, 4, False)):
        numbers = find_events(days.shots(occasions=[first] * 10 + [second] * 10))
        assert (numbers.max() == 0) == together
    close = Days().add(series("2019-05-14 10:00", 10)).add(series("2019-05-14 11:30", 10))
    assert find_events(close.shots(occasions=[3] * 10 + [4] * 10)).max() == 1


def test_photos_without_looks_are_told_by_time() -> None:
    days = Days().add(series("2019-05-14 10:00", 30)).add(series("2019-05-14 19:00", 30))
    assert sizes(days, is_looking=True) == [30, 30]
    assert find_events(days.shots(), lambda ids: np.empty((0, 0), np.float32)).max() == 1


def test_nothing_and_one_photo_are_no_trouble() -> None:
    assert find_events(Days().shots()).tolist() == []
    assert sizes(Days().add([5])) == [1]


def test_a_clock_that_forgot_the_date_is_known() -> None:
    taken = np.array([0, 5, at("1980-01-01"), at("1980-01-01 00:03"), at("1980-01-02"), at("2019-05-14 10:00")])
    assert is_reset_clock(taken).tolist() == [False, True, False, True, False, False]


def test_a_burst_is_one_of_the_moments_of_a_day() -> None:
    days = Days().add(series("2019-05-14 08:00", 30, 200)).add(series("2019-05-14 15:00", 40, 200))
    assert sizes(days) == [70]
