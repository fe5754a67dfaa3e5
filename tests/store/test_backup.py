from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop_app.domain.library import Page
from desktop_app.domain.photo import Flag, FlagName, Tag, TagSource
from desktop_app.errors import DatabaseError, StorageFullError
from desktop_app.paths import LibraryPaths
from desktop_app.store import backup
from desktop_app.store.backup import Backups, all_backups, is_sound, newest_verified, restore
from desktop_app.store.database import Database
from desktop_app.store.lock import LibraryInUseError
from desktop_app.store.plain_errors import DamagedDatabaseError
from desktop_app.store.store import Store

DAY_MS = 86_400_000
START_MS = int(datetime(2026, 1, 1, 12, tzinfo=UTC).timestamp() * 1000)


@pytest.fixture
def fill(store, filler):
    return filler(store)


def said(store: Store) -> object:
    """All that a user would miss."""
    page = store.photos.timeline(Page())
    ids = [int(i) for i in page.ids]
    photos = store.photos.get_many(ids)
    return (
        [(r.path, r.identity) for r in store.roots.all()],
        {
            i: (p.path, p.rating, p.is_favourite, p.status, p.metadata, p.measures, p.content_hash)
            for i, p in photos.items()
        },
        {i: store.tags.for_photo(i) for i in ids},
        {i: store.flags.for_photo(i) for i in ids},
        store.tags.suppressed(),
        store.edits.state(),
    )


def fill_and_edit(store: Store, fill) -> None:
    ids = fill.photos(20)
    fill.understand(ids, (Tag("dog", TagSource.AI, 0.9),), (Flag(FlagName.SENSITIVE, 0.9, "s"),))
    store.edits.set_rating(ids[:3], 5)
    store.edits.set_hidden(ids[3:4], True)
    store.edits.add_tag(ids[:2], "mine")
    store.edits.remove_tag(ids[5:6], "dog")
    store.edits.dismiss_flag(ids[7:9], FlagName.SENSITIVE)
    store.edits.suppress_tag("cat")
    store.edits.undo()


def test_after_a_restore_all_is_as_it_was_and_what_is_derived_is_made_again(paths: LibraryPaths, filler) -> None:
    store = Store.open(paths, is_writer=True)
    fill = filler(store)
    fill_and_edit(store, fill)
    before = said(store)
    made = Backups(store, paths.backups).make(START_MS)
    store.close()
    keep = paths.home.parent / made.name
    shutil.copy(made, keep)
    shutil.copy(made.with_suffix(".json"), keep.with_suffix(".json"))
    shutil.rmtree(paths.home)
    assert restore(paths, keep, START_MS) is None
    store = Store.open(paths, is_writer=True)
    assert said(store) == before
    assert len(store.search_text.match("photo")) == 20
    assert [p.photo_id for p in store.photos.pending_embed(fill.model, None, 99)] == list(range(20, 0, -1))
    assert store.edits.redo() is not None
    assert store.tags.suppressed() == ["cat"]
    store.close()


def test_a_backup_is_whole_while_the_library_is_written_to(store: Store, fill, paths: LibraryPaths) -> None:
    ids = fill.photos(30)
    reader = Store.open(paths, is_writer=False)
    for round_ in range(8):
        store.edits.set_rating(ids, round_ % 5 + 1)
        fill.photos(10, f"{round_}/p")
        made = Backups(reader if round_ % 2 else store, paths.backups).make(START_MS + round_ * 1000)
        assert is_sound(made)
        raw = Database.open(made, is_writer=True)
        assert raw.value("SELECT count(*) FROM photo") == 30 + 10 * (round_ + 1)
        assert raw.rows("SELECT DISTINCT rating FROM photo_edit") == [(round_ % 5 + 1,)]
        assert raw.value("SELECT count(*) FROM embedding") == 0
        raw.close()
    reader.close()


def test_a_backup_has_the_librarys_schema_and_nothing_that_points_to_what_was_left_out(
    store: Store, fill, paths: LibraryPaths
) -> None:
    ids = fill.photos(30)
    fill.understand(ids[:10])
    assert store.db.value("SELECT count(*) FROM removed_embedding") == 10
    raw = Database.open(Backups(store, paths.backups).make(START_MS), is_writer=True)
    schema = "SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY 1, 2"
    assert raw.rows(schema) == store.db.rows(schema)
    assert raw.rows("PRAGMA foreign_key_check") == []
    assert raw.value("SELECT count(*) FROM removed_embedding") == 0
    raw.close()


def test_a_damaged_backup_is_skipped_and_never_restored(store: Store, fill, paths: LibraryPaths) -> None:
    fill.photos(3)
    backups = Backups(store, paths.backups)
    made = [backups.make(START_MS + n * DAY_MS) for n in range(4)]
    assert backups.newest_verified() == made[3]
    data = bytearray(made[3].read_bytes())
    data[len(data) // 2] ^= 1
    made[3].write_bytes(data)
    made[2].with_suffix(".json").unlink()
    assert backups.newest_verified() == made[1]
    store.close()
    before = paths.database.read_bytes()
    with pytest.raises(DatabaseError, match="not sound"):
        restore(paths, made[3], START_MS)
    assert paths.database.read_bytes() == before


def test_seven_days_and_four_weeks_are_kept(store: Store, fill, paths: LibraryPaths) -> None:
    fill.photos(1)
    backups = Backups(store, paths.backups)
    for day in range(60):
        backups.make(START_MS + day * DAY_MS)
        if day in (0, 59):
            backups.make(START_MS + day * DAY_MS + 3_600_000)
    kept = [backup._dated(paths.backups)[n][0].date() for n in range(len(all_backups(paths.backups)))]
    assert len(kept) == len(set(kept))
    last = datetime.fromtimestamp((START_MS + 59 * DAY_MS) / 1000, UTC).date()
    assert [(last - day).days for day in kept][:7] == list(range(7))
    assert 7 <= len(kept) <= 7 + 4
    assert len({day.isocalendar()[:2] for day in kept}) == 4
    assert len(list(paths.backups.iterdir())) == 2 * len(kept)
    assert not backups.is_due(START_MS + 59 * DAY_MS + 5)
    assert backups.is_due(START_MS + 60 * DAY_MS)


def test_restoring_keeps_the_damaged_library_aside(paths: LibraryPaths, filler) -> None:
    store = Store.open(paths, is_writer=True)
    fill_and_edit(store, filler(store))
    before = said(store)
    made = Backups(store, paths.backups).make(START_MS)
    store.close()
    damaged = b"SQLite format 3\x00" + b"\xff" * 5000
    paths.database.write_bytes(damaged)
    with pytest.raises(DamagedDatabaseError) as caught:
        Store.open(paths, is_writer=True)
    assert made.name in caught.value.advice
    assert paths.database.read_bytes() == damaged
    aside = restore(paths, newest_verified(paths.backups), START_MS)
    assert aside is not None
    assert aside.read_bytes() == damaged
    paths.database.write_bytes(damaged)
    second = restore(paths, made, START_MS)
    assert second not in (None, aside)
    store = Store.open(paths, is_writer=True)
    assert said(store) == before
    store.close()


def test_a_library_in_use_is_not_restored_over(store: Store, fill, paths: LibraryPaths) -> None:
    fill.photos(1)
    made = Backups(store, paths.backups).make(START_MS)
    with pytest.raises(LibraryInUseError):
        restore(paths, made, START_MS)


def test_a_backup_folder_that_cannot_be_made_is_told(store: Store, fill, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFullError, match="backup could not be written"):
        Backups(store, tmp_path / "file" / "backups").make(START_MS)


def test_half_written_copies_are_swept(store: Store, fill, paths: LibraryPaths) -> None:
    paths.backups.mkdir()
    (paths.backups / "library-20200101-000000.tmp").write_bytes(b"half")
    (paths.backups / "notes.txt").write_text("mine")
    Backups(store, paths.backups).make(START_MS)
    assert sorted(p.suffix for p in paths.backups.iterdir()) == [".db", ".json", ".txt"]


def test_a_backup_from_the_future_does_not_keep_the_next_from_being_made(store: Store) -> None:
    backups = Backups(store, store.paths.backups)
    backups.make(START_MS + 3_000 * DAY_MS)  # the clock was wrong that day
    assert backups.is_due(START_MS)
    backups.make(START_MS)
    assert not backups.is_due(START_MS + 5)
    assert backups.is_due(START_MS + DAY_MS)


def test_the_newest_backup_is_the_one_made_last_whatever_the_clock_said(
    store: Store, fill, paths: LibraryPaths
) -> None:
    ids = fill.photos(2)
    backups = Backups(store, paths.backups)
    future = backups.make(START_MS + 3_000 * DAY_MS)  # the clock was wrong that day
    store.edits.set_rating(ids, 5)
    latest = backups.make(START_MS)
    assert backups.newest_verified() == latest
    assert all_backups(paths.backups) == [latest, future]
    for day in range(1, 40):
        latest = backups.make(START_MS + day * DAY_MS)
        assert backups.newest_verified() == latest
        assert len(all_backups(paths.backups)) <= 7 + 4
    assert future not in all_backups(paths.backups), "it goes as the others do"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"number": "7"}', '{"number": null}'])
def test_a_damaged_manifest_hinders_no_backup(store: Store, fill, paths: LibraryPaths, text: str) -> None:
    fill.photos(1)
    backups = Backups(store, paths.backups)
    first = backups.make(START_MS)
    first.with_suffix(".json").write_text(text)
    assert backups.newest_verified() is None
    second = backups.make(START_MS - DAY_MS)
    assert backups.newest_verified() == second
