"""What the user said of events holds: when photos come and go, when their dates are corrected, and for trips."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from made_days import BERLIN, DAY, HOUR, MINUTE, NOWHERE, ROME, Days, at, series

from desktop_app.domain.event import Event, EventKind
from desktop_app.domain.event_correction import Anchor, Correction, CorrectionAct, Level
from desktop_app.domain.ids import PhotoId
from desktop_app.organize.occasions import find_occasions
from desktop_app.organize.places import place_names


def anchor(days: Days, photo: int) -> Anchor:
    return Anchor(PhotoId(photo), days.taken[photo - 1])


def start(days: Days, photo: int, level: Level = Level.EVENT) -> Correction:
    return Correction(CorrectionAct.START, level, (anchor(days, photo),))


def join(days: Days, first: int, last: int, level: Level = Level.EVENT) -> Correction:
    return Correction(CorrectionAct.JOIN, level, (anchor(days, first), anchor(days, last)))


def name(days: Days, text: str, photos: Sequence[int], level: Level = Level.EVENT) -> Correction:
    return Correction(CorrectionAct.NAME, level, tuple(anchor(days, photo) for photo in photos), text)


def found(days: Days, *said: Correction, without: Sequence[int] = ()) -> list[Event]:
    """Returns events and trips, newest first; `without` are photos that are hidden, or gone."""
    roll = days.roll()
    kept = [row for row, photo in enumerate(roll.ids.tolist()) if photo not in without]
    arrays = ("ids", "taken_ms", "latitude", "longitude", "quality", "folders")
    roll = replace(roll, corrections=said, **{field: getattr(roll, field)[kept] for field in arrays})
    events = list(find_occasions(roll, place_names()))
    single = [event for event in events if event.kind is EventKind.EVENT]
    assert sorted(photo for event in single for photo in event.photo_ids) == sorted(roll.ids.tolist())
    titles = [event.title for event in events]
    assert len(set(titles)) == len(titles), "no two titles are the same"
    return events


def photos(events: Sequence[Event]) -> list[tuple[int, ...]]:
    return [tuple(event.photo_ids) for event in reversed(events)]


@pytest.fixture
def days() -> Days:
    """Three events of five photos each: 1-5, 6-10, 11-15."""
    made = Days()
    for day in ("2019-05-14 10:00", "2019-05-15 10:00", "2019-05-17 10:00"):
        made.add(series(day, 5))
    return made


FIVE = [tuple(range(1, 6)), tuple(range(6, 11)), tuple(range(11, 16))]


def test_nothing_said_changes_nothing(days: Days) -> None:
    events = found(days)
    assert photos(events) == FIVE
    assert not any(event.is_made for event in events)


def test_an_event_begins_where_the_user_says_in_the_middle_of_a_sitting(days: Days) -> None:
    events = found(days, start(days, 9))
    assert photos(events) == [FIVE[0], (6, 7, 8), (9, 10), FIVE[2]]
    assert [event.is_made for event in reversed(events)] == [False, False, True, False]


def test_what_was_joined_is_one_with_all_that_lies_between(days: Days) -> None:
    merged = join(days, 1, 10)
    assert photos(found(days, merged)) == [(*FIVE[0], *FIVE[1]), FIVE[2]]
    days.add([at("2019-05-14 23:00"), at("2019-05-15 09:59")])
    assert photos(found(days, merged)) == [(*FIVE[0], 16, 17, *FIVE[1]), FIVE[2]]
    days.add(series("2019-05-15 10:10", 2)).add(series("2019-05-16 20:00", 3))
    assert photos(found(days, merged)) == [(*FIVE[0], 16, 17, *FIVE[1], 18, 19), (20, 21, 22), FIVE[2]]


def test_a_boundary_within_what_was_joined_is_never_found_again(days: Days) -> None:
    """Photos that come later may part the photos of one of the merged events: the user said they are one."""
    merged = join(days, 1, 10)
    days.add(series("2019-05-14 10:09", 30, 10_000)).add(series("2019-05-14 18:00", 30, 10_000))
    assert len(found(days)) == 4
    assert len(found(days, merged)) == 2


def test_a_start_holds_within_what_is_joined(days: Days) -> None:
    assert photos(found(days, join(days, 1, 15), start(days, 8))) == [
        (*FIVE[0], 6, 7),
        (8, 9, 10, *FIVE[2]),
    ]


@pytest.mark.parametrize("hidden", [(9,), (1, 10), (1, 2, 9, 10, 15), (6, 7, 8)])
def test_photos_the_user_spoke_of_may_go(days: Days, hidden: tuple[int, ...]) -> None:
    said = (join(days, 1, 10), start(days, 9))
    wanted = [(1, 2, 3, 4, 5, 6, 7, 8), (9, 10), FIVE[2]]
    left = [tuple(photo for photo in event if photo not in hidden) for event in wanted]
    assert photos(found(days, *said, without=hidden)) == [event for event in left if event]
    assert photos(found(days, *said)) == wanted, "and come back"


def test_photos_of_one_moment_are_parted_by_their_order() -> None:
    days = Days().add([at("2019-05-14 10:00")] * 6)
    events = found(days, start(days, 3), start(days, 5))
    assert photos(events) == [(1, 2), (3, 4), (5, 6)]
    assert [event.title for event in reversed(events)] == [
        "14 May 2019, 10:00 (3)",
        "14 May 2019, 10:00 (2)",
        "14 May 2019, 10:00",
    ]


def test_a_name_is_the_title_and_goes_where_most_of_its_photos_are(days: Days) -> None:
    said = name(days, "Wedding", [6, 7, 8, 9, 10])
    assert [event.title for event in found(days, said)] == ["17 May 2019", "Wedding", "14 May 2019"]
    parted = found(days, said, start(days, 9))
    assert {event.title: len(event.photo_ids) for event in parted}["Wedding"] == 3, "the larger part keeps it"
    assert [event.title for event in found(days, said, join(days, 1, 10))] == ["17 May 2019", "Wedding"]
    few_left = found(days, said, without=(6, 7, 8, 9))
    assert "Wedding" in [event.title for event in few_left]
    grown = found(days.add(series("2019-05-15 10:01", 200, 20_000)), said)
    assert {event.title: len(event.photo_ids) for event in grown}["Wedding"] == 205, "more of the same came in"


def test_a_name_whose_photos_are_gone_is_known_by_their_times(days: Days) -> None:
    said = name(days, "Wedding", [6, 7, 8])
    gone = replace(said, anchors=tuple(Anchor(PhotoId(one.photo_id + 900), one.taken_ms) for one in said.anchors))
    assert [event.title for event in found(days, gone)] == ["17 May 2019", "Wedding", "14 May 2019"]
    assert "Wedding" not in [event.title for event in found(days, gone, without=(6, 7, 8, 9, 10))]


def test_of_two_names_for_one_event_that_of_more_photos_holds_and_the_other_comes_back(days: Days) -> None:
    said = (name(days, "Eve", [4, 5]), name(days, "Wedding", [6, 7, 8, 9, 10]))
    merged = found(days, *said, join(days, 1, 10))
    assert [event.title for event in merged] == ["17 May 2019", "Wedding"]
    assert [event.title for event in found(days, *said)] == ["17 May 2019", "Wedding", "Eve"]
    same = (name(days, "First", [1, 2]), name(days, "Second", [6, 7]), join(days, 1, 10))
    assert [event.title for event in found(days, *same)] == ["17 May 2019", "Second"], "the later of equals"


def test_two_events_of_one_name_are_told_apart(days: Days) -> None:
    titles = [event.title for event in found(days, name(days, "Choir", [1]), name(days, "Choir", [6]))]
    assert titles == ["17 May 2019", "Choir, 15 May 2019", "Choir, 14 May 2019"]


# trips


@pytest.fixture
def travels() -> Days:
    """A year at home, and two journeys to Rome with three days at home between: events of 20 photos a day."""
    made = Days()
    for week in range(20):
        made.add(series(at("2018-11-03 12:00") + week * 7 * DAY, 4), BERLIN)
    for day in ("2019-05-06 10:00", "2019-05-07 10:00"):
        made.add(series(day, 20), ROME)
    made.add(series("2019-05-10 10:00", 5), BERLIN)
    for day in ("2019-05-14 10:00", "2019-05-15 10:00"):
        made.add(series(day, 20), ROME)
    return made


SIXTH, SEVENTH, TENTH, FOURTEENTH, FIFTEENTH = 81, 101, 121, 126, 146  # the first photo of each day away


def trips(events: Sequence[Event]) -> list[Event]:
    return [event for event in reversed(events) if event.kind is not EventKind.EVENT]


def test_a_trip_is_called_what_the_user_says_and_its_events_what_they_were(travels: Days) -> None:
    events = found(travels, name(travels, "Honeymoon", [SIXTH, SEVENTH], Level.TRIP))
    assert [trip.title for trip in trips(events)] == ["Honeymoon", "Rome, May 2019"]
    assert all(event.title.startswith("Rome, ") for event in events if event.trip is not None)


def test_two_trips_are_one_with_the_days_at_home_between(travels: Days) -> None:
    assert len(trips(found(travels))) == 2
    merged = join(travels, SIXTH, FIFTEENTH + 19, Level.TRIP)
    [trip] = trips(found(travels, merged))
    assert (len(trip.parts), len(trip.photo_ids), trip.kind) == (5, 85, EventKind.TRIP)
    travels.add(series("2019-05-16 10:00", 20), ROME)
    [longer] = trips(found(travels, merged))
    assert len(longer.parts) == 6, "a trip that goes on is one with what was said of it"


def test_an_event_may_be_counted_to_a_trip(travels: Days) -> None:
    first, second = trips(found(travels, join(travels, SIXTH, TENTH + 4, Level.TRIP)))
    assert (len(first.parts), len(second.parts)) == (3, 2)


def test_a_trip_is_parted_where_both_sides_are_still_journeys(travels: Days) -> None:
    merged = join(travels, SIXTH, FIFTEENTH + 19, Level.TRIP)
    events = found(travels, merged, start(travels, FOURTEENTH, Level.TRIP))
    assert [len(trip.parts) for trip in trips(events)] == [3, 2]
    alone = trips(found(travels, start(travels, SEVENTH, Level.TRIP)))
    assert [trip.start_ms for trip in alone] == [at("2019-05-14 10:00")], "single days are no journeys"


def test_events_merged_across_days_of_a_trip_stay_in_it(travels: Days) -> None:
    travels.add(series("2019-05-08 10:00", 20), ROME)
    events = found(travels, join(travels, SIXTH, SEVENTH + 19))
    first = trips(events)[0]
    assert [len(event.photo_ids) for event in reversed(events) if event.trip == first.id] == [40, 20]


def test_a_trip_whose_events_are_all_merged_is_that_one_event_unless_it_has_a_name(travels: Days) -> None:
    merged = join(travels, SIXTH, SEVENTH + 19)
    events = found(travels, merged)
    assert [trip.start_ms for trip in trips(events)] == [at("2019-05-14 10:00")]
    assert 40 in [len(event.photo_ids) for event in events]
    named = found(travels, merged, name(travels, "Honeymoon", [SIXTH, SEVENTH], Level.TRIP))
    assert [(trip.name, len(trip.parts)) for trip in trips(named)] == [("Honeymoon", 1), ("", 2)]


def test_days_nobody_knows_the_place_of_are_named_and_joined_too() -> None:
    days = Days()
    for week in range(12):
        days.add(series(at("2019-03-02 12:00") + week * 7 * DAY, 3), NOWHERE)
    for day in range(3):
        days.add(series(at("2019-04-15 10:00") + day * DAY, 40, 5 * MINUTE), NOWHERE)
    [dense] = trips(found(days))
    assert dense.kind is EventKind.DAYS
    inside = list(dense.photo_ids)
    [named] = trips(found(days, name(days, "Wedding days", inside[::7], Level.TRIP)))
    assert (named.title, named.kind) == ("Wedding days", EventKind.DAYS)
    [joined] = trips(found(days, join(days, inside[0], inside[-1], Level.TRIP)))
    assert joined.kind is EventKind.DAYS
    assert joined.end_ms - joined.start_ms > HOUR
