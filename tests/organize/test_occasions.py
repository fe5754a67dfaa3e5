from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from made_days import BERLIN, DAY, FLORENCE, MINUTE, NOWHERE, POTSDAM, ROME, Days, at, series

from desktop_app.domain.event import Event, EventKind
from desktop_app.organize.event_subjects import folder_words
from desktop_app.organize.occasions import find_occasions
from desktop_app.organize.places import place_names


def found(
    days: Days,
    own: Mapping[str, Sequence[int]] | None = None,
    sure: Mapping[str, Sequence[int]] | None = None,
    folder_names: Mapping[int, tuple[str, int | None]] | None = None,
) -> list[Event]:
    events = list(find_occasions(days.roll(own, sure, folder_names), place_names()))
    single = [event for event in events if event.kind is EventKind.EVENT]
    photos = sorted(photo for event in single for photo in event.photo_ids)
    assert photos == list(range(1, len(days.taken) + 1)), "every photo is in exactly one event"
    titles = [event.title for event in events]
    assert len(set(titles)) == len(titles)
    assert all(event.title for event in events)
    heads = [event.start_ms for event in events if event.trip is None]
    assert heads == sorted(heads, reverse=True)
    return events


def trips(events: Sequence[Event]) -> list[Event]:
    return [event for event in events if event.kind is not EventKind.EVENT]


def at_home(weeks: int = 12, place: tuple[float, float] = BERLIN, first: str = "2018-11-03 12:00") -> Days:
    days = Days()
    for week in range(weeks):
        days.add(series(at(first) + week * 7 * DAY, 4), place)
    return days


def abroad(days: Days, start: str, count: int, place: tuple[float, float], a_day: int = 20) -> Days:
    for day in range(count):
        days.add(series(at(start) + day * DAY, a_day), place)
    return days


def test_a_week_in_two_cities_is_one_trip_named_after_both() -> None:
    days = abroad(at_home(20), "2019-05-06 10:00", 3, ROME)
    abroad(days, "2019-05-09 10:00", 2, FLORENCE)
    events = found(days)
    [trip] = trips(events)
    assert trip.title == "Rome and Florence, May 2019"
    assert trip.kind is EventKind.TRIP
    assert len(trip.photo_ids) == 100
    place = events.index(trip)
    inside = events[place + 1 : place + 6]
    assert [event.id for event in reversed(inside)] == list(trip.parts)
    assert {event.trip for event in inside} == {trip.id}
    assert inside[-1].title == "Rome, 6 May 2019"
    assert trip.id == -trip.parts[0]


def test_a_day_out_is_no_trip_and_neither_is_the_second_home() -> None:
    days = at_home(40).add(series("2019-05-06 10:00", 30), (53.55, 9.99))
    cottage = (53.90, 14.25)
    for week in range(15):
        days.add(series(at("2019-03-02 10:00") + week * 7 * DAY, 4), cottage)
        days.add(series(at("2019-03-03 10:00") + week * 7 * DAY, 4), cottage)
    assert trips(found(days)) == []


def test_home_between_two_journeys_parts_them() -> None:
    days = abroad(at_home(20), "2019-05-06 10:00", 2, ROME).add(series("2019-05-09 10:00", 5), BERLIN)
    events = trips(found(abroad(days, "2019-05-11 10:00", 2, ROME)))
    assert [trip.title for trip in events] == ["Weekend in Rome, May 2019", "Rome, May 2019"]


def test_two_trips_to_one_city_in_one_month_are_told_apart_by_their_days() -> None:
    days = abroad(at_home(20), "2019-05-06 10:00", 2, ROME).add(series("2019-05-10 10:00", 5), BERLIN)
    events = trips(found(abroad(days, "2019-05-14 10:00", 2, ROME)))
    dash = "\N{EN DASH}"
    assert [trip.title for trip in events] == [f"Rome, 14{dash}15 May 2019", f"Rome, 6{dash}7 May 2019"]


def test_photos_without_a_place_travel_along() -> None:
    days = abroad(at_home(20), "2019-05-06 10:00", 1, ROME)
    abroad(abroad(days, "2019-05-07 10:00", 1, NOWHERE), "2019-05-08 10:00", 1, ROME)
    [trip] = trips(found(days))
    assert len(trip.parts) == 3


def test_a_round_through_many_towns_is_called_by_its_country() -> None:
    days = at_home(20)
    for step, town in enumerate([ROME, FLORENCE, (43.7167, 10.4), (45.4642, 9.19), (44.4072, 8.934), (45.07, 7.69)]):
        days.add(series(at("2019-07-01 10:00") + step * DAY, 20), town)
    [trip] = trips(found(days))
    assert trip.title == "Italy, July 2019"


def test_where_nobody_knows_home_nothing_is_called_a_trip() -> None:
    assert trips(found(abroad(Days(), "2019-05-06 10:00", 4, ROME))) == []


def test_a_small_library_knows_its_home_when_one_place_stands_out() -> None:
    [trip] = trips(found(abroad(at_home(4), "2019-05-06 10:00", 4, ROME)))
    assert trip.title == "Rome, May 2019"


def test_days_that_stand_out_are_kept_together_without_a_name() -> None:
    days = at_home(26, NOWHERE, "2019-02-02 12:00")
    [some] = trips(found(abroad(days, "2019-05-06 10:00", 4, NOWHERE, a_day=40)))
    assert (some.kind, some.title) == (EventKind.DAYS, "May 2019")
    assert trips(found(abroad(Days(), "2019-05-06 10:00", 4, NOWHERE, a_day=40))) == []


def test_a_title_names_no_town_that_few_photos_were_taken_in() -> None:
    days = Days()
    for step, town in enumerate([ROME, FLORENCE, POTSDAM, BERLIN]):
        days.add(series(at("2019-05-06 10:00") + step * 10 * MINUTE, 5), town)
    [event] = found(days)
    assert event.title == "6 May 2019"


def test_own_words_come_first_then_the_folder_then_the_place() -> None:
    folders: dict[int, tuple[str, int | None]] = {
        1: ("2019", None), 2: ("2019-05-14 Anna's birthday", 1), 3: ("100CANON", 2), 4: ("DCIM", 1),
    }  # fmt: skip
    for folder, own, title in (
        (3, {}, "Anna's birthday, 14 May 2019"),
        (2, {"party": range(1, 10)}, "Party, 14 May 2019"),
        (4, {"party": range(1, 4)}, "Rome, 14 May 2019"),
    ):
        days = Days().add(series("2019-05-14 10:00", 10), ROME, folder)
        [event] = found(days, own=own, folder_names=folders)
        assert event.title == title


def test_the_model_names_an_event_only_when_most_photos_show_it() -> None:
    days = Days().add(series("2019-05-14 10:00", 10)).add(series("2019-05-20 10:00", 30))
    assert found(days, sure={"dog": range(1, 8)})[-1].title == "Dog, 14 May 2019"
    assert found(days, sure={"dog": range(1, 5)})[-1].title == "14 May 2019"
    assert found(days, sure={"person": range(1, 41)})[-1].title == "14 May 2019"  # on everything: tells nothing


def test_a_folder_of_years_is_no_occasion() -> None:
    days = Days().add(series("2017-05-14 10:00", 10)).add(series("2019-05-14 10:00", 10))
    assert found(days, folder_names={1: ("Family", None)})[0].title == "14 May 2019"


def test_scans_that_know_a_year_are_titled_by_it() -> None:
    [event] = found(Days().add([at("1985-01-01")] * 30))
    assert event.title == "1985"


def test_two_events_of_one_day_are_told_apart_by_the_time() -> None:
    days = Days().add(series("2019-05-14 09:00", 30), ROME).add(series("2019-05-14 20:00", 30), ROME)
    assert [event.title for event in found(days)] == ["Rome, 14 May 2019, 20:00", "Rome, 14 May 2019, 09:00"]


def test_a_cover_is_the_best_photo_and_nothing_unfit() -> None:
    import numpy as np

    roll = Days().add(series("2019-05-14 10:00", 10)).roll()
    [event] = find_occasions(roll, place_names())
    assert event.covers == (10, 7, 4)  # the best of each third, the best of all first
    roll.quality[-3:] = -np.inf
    assert find_occasions(roll, place_names())[0].covers == (7, 4)
    roll.quality[:] = -np.inf
    assert find_occasions(roll, place_names())[0].covers == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("2019-05-14 Anna's birthday", "Anna's birthday"),
        ("Rome_2019", "Rome"),
        ("20190514_wedding", "Wedding"),
        ("14.05.2019 Zoo", "Zoo"),
        ("100CANON", ""),
        ("2019-05", ""),
        ("DCIM", ""),
        ("Camera Roll", ""),
        ("05 May", ""),
        ("IMG_1234", ""),
        ("a", ""),
        ("Mai 2019", ""),
    ],
)
def test_what_a_folder_tells(name: str, words: str) -> None:
    assert folder_words(name) == words
