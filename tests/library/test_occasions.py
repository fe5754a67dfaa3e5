"""Events through the library's door: which photos are in them, and when they are found anew."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from desktop_app.domain.event import Event, EventKind
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import DateSource, Flag, FlagName, Measures, Metadata, Status, Tag, TagSource
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.library.jobs import Lane
from desktop_app.library.occasions import EventFinder, find_events_of
from desktop_app.paths import LibraryPaths
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store

ROME = (41.8902, 12.4922)
WAIT_S = 250


@pytest.fixture
def store(paths: LibraryPaths) -> Iterator[Store]:
    opened = Store.open(paths, is_writer=True)
    yield opened
    opened.close()


@pytest.fixture
def finder(paths: LibraryPaths) -> Iterator[EventFinder]:
    def make_lane(name: str) -> Lane[Store]:
        return Lane(name, lambda: contextlib.closing(Store.open(paths, is_writer=False)))

    found = EventFinder(make_lane)
    yield found
    found.close(WAIT_S)


def at(text: str) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def add(
    store: Store,
    times: list[int],
    source: DateSource = DateSource.EXIF,
    place: tuple[float, float] | None = None,
    folder: str = "Camera",
    tags: tuple[Tag, ...] = (),
) -> list[PhotoId]:
    """Adds decoded and understood photos taken at these times."""
    root = store.roots.add(Path("/photos"), RootIdentity(1, 2, ""), 1)
    begin = int(store.db.value("SELECT count(*) FROM photo"))
    names = [f"{folder}/{begin + number}.jpg".encode() for number in range(len(times))]
    files = [NewFile(name, 1_000 + n, 10**18 + n) for n, name in enumerate(names)]
    with store.db.atomic():
        ids = store.photos.add_files(root.id, files, 1_000)
    where = {} if place is None else {"latitude": place[0], "longitude": place[1]}
    rows = []
    for number, (photo, taken) in enumerate(zip(ids, times, strict=True)):
        measures = Measures(0.3 + number / 100, 0.5, 0.0, 0.0, 1.0, 30.0, 0, ((0, 1.0),), 5, 0.0, 0.0)
        metadata = Metadata(taken_at_ms=taken, date_source=source, **where)  # type: ignore[arg-type]
        rows.append(DecodedRow(photo, b"h%d" % photo, "JPEG", 40, 30, metadata, measures, False, False, False, 1, 1))
    vector = np.eye(1, 8, dtype=np.float16)[0]
    with store.db.atomic():
        store.photos.save_decoded(rows)
        store.understanding.save([UnderstoodRow(photo, "test", vector, tags, ()) for photo in ids], 1)
    return ids


def minutes(start: str, count: int, step: int = 3) -> list[int]:
    return [at(start) + n * step * 60_000 for n in range(count)]


def titles(events: tuple[Event, ...]) -> list[str]:
    return [event.title for event in events]


def test_only_dates_to_trust_make_events(store: Store) -> None:
    known = add(store, minutes("2019-05-14 10:00", 4), DateSource.EXIF, ROME)
    named = add(store, minutes("2019-05-16 10:00", 2), DateSource.FILE_NAME)
    add(store, minutes("2019-05-15 10:00", 4), DateSource.FILE_TIME)
    add(store, minutes("1970-01-01 00:02", 4))
    events = find_events_of(store)
    assert titles(events) == ["16 May 2019", "Rome, 14 May 2019"]
    assert [event.photo_ids for event in events] == [tuple(named), tuple(known)]


def test_every_status_is_seen_as_the_policy_says(store: Store) -> None:
    ids = add(store, minutes("2019-05-14 10:00", 32, 1))
    with store.db.atomic():
        for bits, photo in enumerate(ids):
            store.db.execute("UPDATE photo SET tile = tile | ? WHERE id = ?", (bits, photo))
    [event] = find_events_of(store)
    seen = [photo for bits, photo in enumerate(ids) if is_visible(Status(bits), Surface.GROUP)]
    covers = {photo for bits, photo in enumerate(ids) if is_visible(Status(bits), Surface.COVER)}
    assert list(event.photo_ids) == seen
    assert set(event.covers) <= covers


def test_a_blurry_photo_is_no_cover_while_there_is_another(store: Store) -> None:
    ids = add(store, minutes("2019-05-14 10:00", 4))
    assert find_events_of(store)[0].covers == (ids[3],)
    vector = np.eye(1, 8, dtype=np.float16)[0]
    with store.db.atomic():
        row = UnderstoodRow(ids[3], "test", vector, (), (Flag(FlagName.BLURRY, 0.9, "soft"),))
        store.understanding.save([row], 2)
    assert find_events_of(store)[0].covers == (ids[2],)


def test_words_of_the_user_and_the_folder_are_heard(store: Store) -> None:
    first = add(store, minutes("2019-05-14 10:00", 5), folder="2019-05-14 Anna's birthday")
    dog = add(store, minutes("2019-06-14 10:00", 5), tags=(Tag("dog", TagSource.AI, 0.9),))
    add(store, minutes("2019-07-14 10:00", 20))
    assert titles(find_events_of(store))[1:] == ["Dog, 14 June 2019", "Anna's birthday, 14 May 2019"]
    store.edits.add_tag(first, "Party")
    assert titles(find_events_of(store))[2] == "Party, 14 May 2019"
    store.edits.remove_tag(dog[:3], "dog")
    assert titles(find_events_of(store))[1] == "14 June 2019"


def test_events_are_kept_until_something_changes(store: Store, finder: EventFinder) -> None:
    ids = add(store, minutes("2019-05-14 10:00", 4))
    first = finder.events().result(WAIT_S)
    assert finder.events().result(WAIT_S) is first
    store.edits.set_hidden(ids[:1], True)
    second = finder.events().result(WAIT_S)
    assert second[0].photo_ids == tuple(ids[1:])
    store.edits.undo()
    assert finder.events().result(WAIT_S)[0].photo_ids == tuple(ids)
    later = add(store, [at("2019-05-14 10:30")])
    assert finder.events().result(WAIT_S)[0].photo_ids == (*ids, *later)


def test_trips_come_through_with_their_events(store: Store) -> None:
    for week in range(8):
        add(store, [at("2019-01-05 12:00") + week * 7 * 86_400_000], place=(52.52, 13.405))
    for day in range(3):
        add(store, minutes(str(datetime(2019, 5, 14, 10, tzinfo=UTC) + timedelta(days=day))[:16], 5), place=ROME)
    trip, *rest = find_events_of(store)
    assert (trip.kind, trip.title, len(trip.parts)) == (EventKind.TRIP, "Rome, May 2019", 3)
    assert [event.trip for event in rest[:4]] == [trip.id] * 3 + [None]


def test_an_empty_library_has_none(finder: EventFinder, store: Store) -> None:
    assert finder.events().result(WAIT_S) == ()
