"""The user's acts on events: undoable, also after a restart, whole after a kill, found again after photos move."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_app.domain.event_correction import Anchor, Correction, CorrectionAct, Level
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import DateSource, Metadata
from desktop_app.errors import UserError
from desktop_app.paths import LibraryPaths
from desktop_app.store import backup, photo_rows
from desktop_app.store.backup import Backups
from desktop_app.store.event_edits import NAMED_BY
from desktop_app.store.photo_joining import make_room
from desktop_app.store.store import Store

HOUR, DAY = 3_600_000, 86_400_000
JUNE = 1_559_380_000_000
ONE, TWO, THREE = range(1, 5), range(5, 9), range(9, 13)  # three events of four photos


def photos(*events: range) -> list[PhotoId]:
    return [PhotoId(photo) for event in events for photo in event]


def taken(photo: int) -> int:
    return JUNE + (photo - 1) // 4 * DAY + (photo - 1) % 4 * HOUR // 4


@pytest.fixture
def ids(store: Store, filler) -> list[PhotoId]:
    """Twelve photos, four a day."""
    found = filler(store).photos(12)
    assert found == photos(ONE, TWO, THREE)
    date_all(store, filler, found)
    return found


def date_all(store: Store, filler, ids: list[PhotoId], source: DateSource = DateSource.EXIF, by_ms: int = 0) -> None:
    for photo in ids:
        filler(store).decode([photo], metadata=Metadata(taken_at_ms=taken(photo) + by_ms, date_source=source))


def facts(store: Store) -> list[Correction]:
    return list(store.event_corrections.current().values())


def rename(store: Store) -> None:
    store.edits.events.rename(photos(ONE), "  Anna's\nwedding ")


def rename_again(store: Store) -> None:
    store.edits.events.rename(photos(ONE, TWO), "Party")
    store.edits.events.rename(photos(ONE), "Wedding")


def merge(store: Store) -> None:
    store.edits.events.merge([photos(TWO), photos(ONE), photos(THREE)])


def start(store: Store) -> None:
    store.edits.events.start(PhotoId(7))


def merge_again(store: Store) -> None:
    start(store)
    merge(store)


ACTS: dict[str, Callable[[Store], None]] = {
    "rename": rename,
    "rename again": rename_again,
    "merge": merge,
    "start": start,
    "merge again": merge_again,
}


def anchor(photo: int) -> Anchor:
    return Anchor(PhotoId(photo), taken(photo))


def test_the_acts_do_what_they_say(store: Store, ids: list[PhotoId]) -> None:
    rename(store)
    merge(store)
    start(store)
    assert facts(store) == [
        Correction(CorrectionAct.NAME, Level.EVENT, tuple(map(anchor, ONE)), "Anna's wedding"),
        Correction(CorrectionAct.JOIN, Level.EVENT, (anchor(1), anchor(12))),
        Correction(CorrectionAct.START, Level.EVENT, (anchor(7),)),
    ]
    assert store.edits.state().undo is not None
    labels = [row[0] for row in store.db.rows("SELECT label FROM journal ORDER BY id")]
    assert labels == ["Rename event to “Anna's wedding”", "Merge events", "Start new event"]


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_undone_and_done_again_after_a_restart(
    name: str, store: Store, paths: LibraryPaths, ids: list[PhotoId]
) -> None:
    ACTS[name](store)
    after = facts(store)
    acts = int(store.db.value("SELECT count(*) FROM journal"))
    store.close()
    again = Store.open(paths, is_writer=True)
    try:
        assert facts(again) == after
        assert all(again.edits.undo() for _ in range(acts))
        assert facts(again) == []
        assert again.edits.undo() is None
        assert all(again.edits.redo() for _ in range(acts))
        assert facts(again) == after
        assert photo_rows.broken_user_rows(again.db) == 0
    finally:
        again.close()


@pytest.mark.parametrize("name", ["rename", "merge", "start"])
def test_a_kill_in_the_midst_of_an_act_leaves_all_of_it_or_nothing(
    name: str, store: Store, paths: LibraryPaths, ids: list[PhotoId], child: Callable[..., object]
) -> None:
    ACTS[name](store)
    after = facts(store)
    store.edits.undo()
    store.db.execute("DELETE FROM journal WHERE is_undone")
    store.close()
    code = """
        import os, signal, sys
        from pathlib import Path
        sys.path.insert(0, "tests/store")
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        import test_event_edits as acts
        store = Store.open(LibraryPaths(Path(sys.argv[1]), Path(sys.argv[1]) / "cache"), is_writer=True)
        left = int(sys.argv[3])
        def count(_statement):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        store.db.connection.set_trace_callback(count)
        acts.ACTS[sys.argv[2]](store)
        store.db.connection.set_trace_callback(None)
        store.close()
    """
    kills = 0
    for step in (4, 8, 11, 14):
        done = child(code, paths.home, name, step)
        kills += done.returncode == -9  # type: ignore[attr-defined]
        opened = Store.open(paths, is_writer=True)
        try:
            assert facts(opened) == (after if opened.edits.state().undo is not None else [])
            assert photo_rows.broken_user_rows(opened.db) == 0
            while opened.edits.undo():
                pass
            assert facts(opened) == []
            opened.db.execute("DELETE FROM journal")
        finally:
            opened.close()
    assert kills >= 2


def test_a_merge_ends_what_was_said_within_and_a_start_at_its_beginning_stays(store: Store, ids: list[PhotoId]) -> None:
    events = store.edits.events
    events.start(PhotoId(5))
    events.start(PhotoId(7))
    events.merge([photos(range(5, 7)), photos(range(7, 9))])
    events.merge([photos(TWO), photos(THREE)])
    assert facts(store) == [
        Correction(CorrectionAct.START, Level.EVENT, (anchor(5),)),
        Correction(CorrectionAct.JOIN, Level.EVENT, (anchor(5), anchor(12))),
    ]
    before = store.db.value("SELECT count(*) FROM journal")
    edit = events.merge([photos(TWO), photos(THREE)])
    assert edit.id == 0, "nothing new is said"
    assert store.db.value("SELECT count(*) FROM journal") == before
    assert events.start(PhotoId(5)).id == 0


def test_trips_and_events_are_spoken_of_apart(store: Store, ids: list[PhotoId]) -> None:
    events = store.edits.events
    events.rename(photos(ONE), "Party")
    events.rename(photos(ONE, TWO, THREE), "Journey", Level.TRIP)
    events.start(PhotoId(9), Level.TRIP)
    events.merge([photos(ONE), photos(THREE)], Level.TRIP)
    assert [(one.act, one.level, one.name) for one in facts(store)] == [
        (CorrectionAct.NAME, Level.EVENT, "Party"),
        (CorrectionAct.NAME, Level.TRIP, "Journey"),
        (CorrectionAct.JOIN, Level.TRIP, ""),
    ]
    assert store.edits.undo().label == "Merge trips"  # type: ignore[union-attr]


def test_a_photo_has_one_name_at_most_and_none_brings_the_automatic_title_back(
    store: Store, ids: list[PhotoId]
) -> None:
    events = store.edits.events
    events.rename(photos(ONE, TWO), "Party")
    assert events.rename(photos(ONE, TWO), " Party ").id == 0
    events.rename(photos(ONE), "Wedding")
    assert [(one.name, one.anchors) for one in facts(store)] == [
        ("Party", tuple(map(anchor, TWO))),
        ("Wedding", tuple(map(anchor, ONE))),
    ]
    assert events.rename(photos(ONE), "").label == "Use automatic title"
    assert [one.name for one in facts(store)] == ["Party"]
    store.edits.undo()
    assert [one.name for one in facts(store)] == ["Party", "Wedding"]


def test_a_large_event_is_remembered_by_photos_from_all_of_it(store: Store, filler) -> None:
    ids = filler(store).photos(1_000)
    filler(store).decode(ids, metadata=Metadata(taken_at_ms=JUNE, date_source=DateSource.EXIF))
    store.edits.events.rename(ids, "Big")
    [one] = facts(store)
    assert len({anchor.photo_id for anchor in one.anchors}) == NAMED_BY
    assert (one.anchors[0].photo_id, one.anchors[-1].photo_id) == (ids[0], ids[-1])


def test_what_cannot_be_is_refused_in_plain_words(store: Store, filler, ids: list[PhotoId]) -> None:
    events = store.edits.events
    for refused, words in (
        (lambda: events.rename(photos(ONE), "x" * 201), "at most 200"),
        (lambda: events.rename([PhotoId(99)], "X"), "not there any more"),
        (lambda: events.merge([photos(ONE)]), "at least two"),
        (lambda: events.merge([photos(ONE), photos(THREE)]), "follow one another"),
        (lambda: events.merge([photos(ONE), [PhotoId(99)]]), "not there any more"),
        (lambda: events.start(PhotoId(99)), "not there any more"),
    ):
        with pytest.raises(UserError, match=words):
            refused()
    assert facts(store) == []
    store.edits.set_hidden(photos(TWO), True)
    assert events.merge([photos(ONE), photos(THREE)]).id, "hidden photos part nothing"


def test_dates_corrected_take_what_was_said_along(store: Store, filler, ids: list[PhotoId]) -> None:
    merge(store)
    start(store)
    date_all(store, filler, ids, by_ms=365 * DAY)
    assert [[at.taken_ms for at in one.anchors] for one in facts(store)] == [
        [taken(1) + 365 * DAY, taken(12) + 365 * DAY],
        [taken(7) + 365 * DAY],
    ]


def test_a_date_that_is_lost_or_alone_corrected_leaves_what_was_said_where_it_was(
    store: Store, filler, ids: list[PhotoId]
) -> None:
    merge(store)
    start(store)
    said = facts(store)
    date_all(store, filler, [PhotoId(7), PhotoId(1)], DateSource.FILE_TIME, by_ms=2_000 * DAY)
    assert facts(store) == said
    date_all(store, filler, [PhotoId(12)], by_ms=30 * DAY)
    assert facts(store) == said, "or years of events would be one"


def test_a_folder_that_is_removed_leaves_the_times(store: Store, ids: list[PhotoId]) -> None:
    merge(store)
    rename(store)
    said = facts(store)
    with store.db.atomic():
        store.db.execute("DELETE FROM photo")
    assert facts(store) == said
    store.edits.undo()
    assert facts(store) == said[:1]


def test_what_was_said_goes_over_to_the_row_that_stays(store: Store, ids: list[PhotoId]) -> None:
    for act in (rename, merge, start):
        act(store)
    store.edits.events.start(PhotoId(1))
    root, path = store.db.row("SELECT root_id, relative_path FROM photo WHERE id = 1")  # type: ignore[misc]
    with store.db.atomic():
        make_room(store.db, PhotoId(12), root, path)
    assert store.db.value("SELECT 1 FROM photo WHERE id = 1") is None
    known = {at.photo_id for one in store.event_corrections.all().values() for at in one.anchors}
    assert 1 not in known
    assert 12 in known
    assert photo_rows.broken_user_rows(store.db) == 0
    while store.edits.undo():
        pass
    assert facts(store) == []


def test_a_damaged_row_is_found_and_corrections_are_in_backups(
    store: Store, paths: LibraryPaths, ids: list[PhotoId]
) -> None:
    rename(store)
    said = facts(store)
    made = Backups(store, paths.backups).make(1_700_000_000_000)
    with store.db.atomic():
        store.db.execute("UPDATE event_correction SET name = 'Hannah'")
    assert photo_rows.broken_user_rows(store.db) == 1
    store.close()
    backup.restore(paths, made, 1_700_000_001_000)
    again = Store.open(paths, is_writer=True)
    try:
        assert photo_rows.broken_user_rows(again.db) == 0
        assert facts(again) == said
    finally:
        again.close()
