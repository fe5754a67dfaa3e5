from __future__ import annotations

import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from desktop_app.library.event_commands import MergeEvents, RenameEvent, StartEvent
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from conftest import Reverie

BERLIN, ROME = (52.52, 13.405), (41.8902, 12.4922)


def save(path: Path, taken: datetime | None, place: tuple[float, float] | None = None) -> None:
    """Writes a made-up photo that tells when and where it was taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    small = np.random.default_rng(zlib.crc32(path.name.encode())).integers(0, 255, (5, 7, 3), dtype=np.uint8)
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if place is not None:
        gps = exif.get_ifd(0x8825)
        for tag, letters, value in ((1, "SN", place[0]), (3, "WE", place[1])):
            degrees = abs(value)
            minutes = (degrees % 1) * 60
            gps[tag] = letters[value >= 0]
            gps[tag + 1] = (float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 3))
    Image.fromarray(small).resize((320, 240), Image.Resampling.BICUBIC).save(path, exif=exif)


def test_events_and_trips_are_told_with_titles_times_and_photos(reverie: Reverie, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    for week in range(8):
        save(photos / f"home{week}.jpg", datetime(2019, 1, 5, 12, tzinfo=UTC) + timedelta(weeks=week), BERLIN)
    for day in range(2):
        for step in range(4):
            taken = datetime(2019, 5, 14 + day, 10, tzinfo=UTC) + timedelta(minutes=10 * step)
            save(photos / f"rome{day}{step}.jpg", taken, ROME)
    save(photos / "undated.jpg", None)
    assert reverie("index", photos).status == 0

    answer = reverie("events", "--json")
    assert answer.status == 0, answer.err
    events = answer.json["events"]
    trip, second, first = events[:3]
    assert (trip["kind"], trip["title"]) == ("trip", "Rome, May 2019")
    assert (first["kind"], first["title"]) == ("event", "Rome, 14 May 2019")
    assert (first["start"], first["end"]) == ("2019-05-14T10:00:00", "2019-05-14T10:30:00")
    assert first["photos"] == [str(photos / f"rome0{step}.jpg") for step in range(4)]
    assert trip["photos"] == first["photos"] + second["photos"]
    assert len(events) == 3 + 8
    told = [path for event in events if event["kind"] == "event" for path in event["photos"]]
    assert len(told) == len(set(told)) == 16
    assert not any("undated" in path for path in told)

    text = reverie("events").out
    assert "Trip: Rome, May 2019 (8 photos, 2 events)" in text
    assert text.index("Trip") < text.index("Rome, 14 May 2019 (4 photos)")


def test_a_library_without_dates_says_so(reverie: Reverie, tmp_path: Path) -> None:
    save(tmp_path / "photos" / "a.jpg", None)
    reverie("index", tmp_path / "photos")
    assert reverie("events", "--json").json == {"events": []}
    assert "No events" in reverie("events").out


def test_what_the_user_said_of_events_is_told(reverie: Reverie, home: Path, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    for day in (14, 15, 17):
        for step in range(4):
            taken = datetime(2019, 5, day, 10, tzinfo=UTC) + timedelta(minutes=10 * step)
            save(photos / f"{day}-{step}.jpg", taken)
    reverie("index", photos)
    library = Library.open(LibraryPaths(home, home / "cache"), Settings(settle_s=0.1), decoder_count=1)
    try:
        last, second, first = library.order.events.events().result(250)
        library.run(MergeEvents((first.photo_ids, second.photo_ids))).result(250)
        library.run(RenameEvent(first.photo_ids, "Wedding")).result(250)
        library.run(StartEvent(last.photo_ids[3])).result(250)
    finally:
        library.close()
    told = [(event["title"], len(event["photos"])) for event in reverie("events", "--json").json["events"]]
    assert told == [("17 May 2019, 10:30", 1), ("17 May 2019, 10:00", 3), ("Wedding", 8)]
    assert "Wedding (8 photos)" in reverie("events").out
    assert reverie("undo").status == 0
    assert [event["title"] for event in reverie("events", "--json").json["events"]] == ["17 May 2019", "Wedding"]
