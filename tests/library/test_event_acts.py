"""What the user says of events through the library's door: heard at once, kept over restarts, moves and new photos."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.event import Event, EventKind
from desktop_app.domain.event_correction import Level
from desktop_app.domain.library import Changes
from desktop_app.errors import UserError
from desktop_app.library.commands import Redo, RemoveRoot, SetHidden, Undo
from desktop_app.library.event_commands import MergeEvents, RenameEvent, StartEvent
from desktop_app.library.library import Library

WAIT_S = 250


def save(path: Path, taken: datetime) -> None:
    """Writes a made-up photo that tells when it was taken; its name makes the picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = list(path.name.encode())
    small = np.random.default_rng(seed).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    Image.fromarray(small).resize((320, 240), Image.Resampling.BICUBIC).save(path, exif=exif)


def day(number: int, hour: int = 10) -> datetime:
    return datetime(2019, 5, 13, hour, tzinfo=UTC) + timedelta(days=number)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three events of three photos: 10.jpg, 11.jpg, 12.jpg on the first day, and so on."""
    for event in (1, 2, 3):
        for step in range(3):
            save(tmp_path / "photos" / f"{event}{step}.jpg", day(event) + timedelta(minutes=5 * step))
    return tmp_path / "photos"


@pytest.fixture
def library(open_library, folder: Path) -> Library:
    opened = open_library()
    index(opened, folder)
    return opened


def index(library: Library, folder: Path) -> None:
    library.index([library.add_root(folder)]).result(WAIT_S)


def events_of(library: Library) -> list[Event]:
    """Returns events, oldest first."""
    found = library.order.events.events().result(WAIT_S)
    return [event for event in reversed(found) if event.kind is EventKind.EVENT]


def told(library: Library) -> list[tuple[str, str]]:
    """Returns the title of each event, and the names of its files."""
    events = events_of(library)
    paths = library.ask(lambda q: q.paths([photo for event in events for photo in event.photo_ids])).result(WAIT_S)
    return [(event.title, " ".join(paths[photo].stem for photo in event.photo_ids)) for event in events]


FOUND = [("14 May 2019", "10 11 12"), ("15 May 2019", "20 21 22"), ("16 May 2019", "30 31 32")]
SAID = [("Wedding", "10 11 12 20"), ("15 May 2019", "21 22"), ("16 May 2019", "30 31 32")]


def correct(library: Library) -> None:
    """Makes the first two events one, has another begin with the fifth photo, and names the first."""
    first, second, _ = events_of(library)
    library.run(MergeEvents((first.photo_ids, second.photo_ids))).result(WAIT_S)
    library.run(StartEvent(second.photo_ids[1])).result(WAIT_S)
    library.run(RenameEvent(events_of(library)[0].photo_ids, "Wedding")).result(WAIT_S)


def test_what_is_said_is_heard_undone_and_done_again_over_restarts(library: Library, open_library) -> None:
    news: list[Changes] = []
    library.subscribe(news.append)
    assert told(library) == FOUND
    correct(library)
    assert told(library) == SAID
    assert [change.is_order_changed for change in news if change.is_undo_changed] == [True] * 3
    assert not any(change.are_tags_changed or change.are_albums_changed for change in news)
    library.close()
    again = open_library()
    assert told(again) == SAID
    for _ in range(3):
        assert again.run(Undo()).result(WAIT_S) is not None
    assert told(again) == FOUND
    for _ in range(3):
        again.run(Redo()).result(WAIT_S)
    assert told(again) == SAID


def test_it_holds_when_photos_come_go_and_move(library: Library, folder: Path) -> None:
    correct(library)
    save(folder / "between.jpg", day(1, 20))
    save(folder / "after.jpg", day(2, 11))
    (folder / "11.jpg").unlink()
    (folder / "moved").mkdir()
    for name in ("10", "20", "21", "30"):
        (folder / f"{name}.jpg").rename(folder / "moved" / f"again-{name}.jpg")
    index(library, folder)
    assert told(library) == [
        ("Wedding", "again-10 12 between again-20"),
        ("15 May 2019", "again-21 22 after"),
        ("16 May 2019", "again-30 31 32"),
    ]
    last = events_of(library)[1]
    library.run(SetHidden(last.photo_ids[:1], is_hidden=True)).result(WAIT_S)
    assert [files for _, files in told(library)][:2] == ["again-10 12 between again-20", "22 after"]


def test_a_folder_taken_out_and_put_back_finds_what_was_said(library: Library, folder: Path) -> None:
    correct(library)
    [root] = library.ask(lambda q: q.roots()).result(WAIT_S)
    library.run(RemoveRoot(root.id)).result(WAIT_S)
    assert told(library) == []
    index(library, folder)
    assert told(library) == SAID, "by the times at which its photos were taken"


def test_what_cannot_be_is_refused_and_changes_nothing(library: Library) -> None:
    first, _, third = events_of(library)
    with pytest.raises(UserError, match="follow one another"):
        library.run(MergeEvents((first.photo_ids, third.photo_ids))).result(WAIT_S)
    with pytest.raises(UserError, match="at most"):
        library.run(RenameEvent(first.photo_ids, "x" * 300)).result(WAIT_S)
    assert library.ask(lambda q: q.undo_state()).result(WAIT_S).undo is None
    assert told(library) == FOUND


def test_events_become_a_trip_that_is_named(library: Library) -> None:
    first, _, third = events_of(library)
    library.run(MergeEvents((first.photo_ids, third.photo_ids), Level.TRIP)).result(WAIT_S)
    trip = library.order.events.events().result(WAIT_S)[0]
    assert (trip.kind, len(trip.parts)) == (EventKind.TRIP, 3)
    library.run(RenameEvent(trip.photo_ids, "Holiday", Level.TRIP)).result(WAIT_S)
    titles = [event.title for event in library.order.events.events().result(WAIT_S)]
    assert titles == ["Holiday", "16 May 2019", "15 May 2019", "14 May 2019"]
