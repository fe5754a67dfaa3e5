"""What is deleted is gone from the bytes; what is kept stays in its own file; trouble there is no trouble elsewhere."""

from __future__ import annotations

import json
import logging
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop_app.domain.history import FeedbackKind, InterestChoice, PhotoView, ViewSource, ViewSurface, local_day
from desktop_app.domain.ids import InterestId, PhotoId, ViewId
from desktop_app.domain.library import UndoState
from desktop_app.errors import DatabaseError, StorageFullError, UserError
from desktop_app.paths import LibraryPaths
from desktop_app.store import history_schema
from desktop_app.store.backup import Backups, is_sound, restore
from desktop_app.store.database import Database
from desktop_app.store.health import Finding, check, repair
from desktop_app.store.history import History
from desktop_app.store.history_photos import path_mark
from desktop_app.store.store import Store

NOON = int(datetime(2024, 5, 14, 12, tzinfo=UTC).timestamp() * 1000)
DAY = 86_400_000
EVER = 10**14
NAME = "Harbour walks with Quillfeather"
KEY = "event-quillfeather-1999"


@pytest.fixture
def fill(store, filler):
    return filler(store)


def look(photo: int, at_ms: int = NOON) -> PhotoView:
    return PhotoView(PhotoId(photo), ViewSurface.VIEWER, ViewSource.FOLDER, at_ms, 4_000)


def viewed(history: History) -> list[PhotoId]:
    return [view.photo_id for view in history.views(EVER)]


def lived_in(store: Store, fill) -> list[PhotoId]:
    """A history with something of each kind."""
    ids: list[PhotoId] = fill.photos(5)
    views = store.history.add_views([look(photo, NOON + n * DAY) for n, photo in enumerate(ids)])
    store.history.add_feedback(ids[:2], FeedbackKind.FIND_SIMILAR, NOON)
    store.history.add_shown(ids[3:], date(2024, 5, 14))
    store.history.set_weights([0.125, 0.75])
    store.edits.less_like(ids[:1])
    store.edits.never_suggest(ids[1:2])
    store.edits.choose_interest(InterestChoice(InterestId(ids[2]), NAME, 2.0))
    store.edits.dismiss_album(KEY)
    store.edits.forget_interest(views[:1], [])
    return ids


def bytes_of(paths: LibraryPaths) -> bytes:
    """All that is on the disk of the history."""
    return b"".join(file.read_bytes() for file in sorted(paths.home.glob("history*")))


def test_clearing_is_a_cold_start(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    store.edits.set_rating([PhotoId(1)], 3)
    rated = store.edits.state().undo
    reader = Store.open(paths, is_writer=False)
    seen = viewed(reader.history)
    store.history.clear()
    try:
        assert seen
        for history in (store.history, reader.history):
            assert history.views(EVER) == history.feedback() == history.choices() == history.days(EVER) == []
            assert (history.shown(date(9000, 1, 1), 10**6), history.dismissed_albums()) == ({}, frozenset())
            assert (history.get_weights(), history.count()) == (None, 0)
            assert not any(history.export().values())
        assert store.edits.state() == UndoState(rated, None)
        assert store.history.add_views([look(1)]) == [1]
    finally:
        reader.close()


@pytest.mark.parametrize("is_read_meanwhile", [False, True])
def test_nothing_of_a_cleared_history_is_left_in_its_bytes(
    store: Store, paths: LibraryPaths, fill, is_read_meanwhile: bool
) -> None:
    ids = lived_in(store, fill)
    marks = [path_mark(path) for (path,) in store.db.rows("SELECT relative_path FROM photo")]
    secrets = [NAME.encode(), KEY.encode(), b"hash-%d" % ids[0], *marks]
    found = bytes_of(paths)
    assert all(secret in found for secret in secrets)
    reader = Store.open(paths, is_writer=False)
    if is_read_meanwhile:
        assert reader.history.count() == 5
    store.history.clear()
    left = bytes_of(paths)
    assert [secret for secret in secrets if secret in left] == []
    store.close()
    reader.close()
    left = bytes_of(paths)
    assert [secret for secret in secrets if secret in left] == []


def test_nothing_of_a_deleted_look_is_left_in_its_bytes(store: Store, paths: LibraryPaths, fill) -> None:
    a, b = fill.photos(2)
    kept = store.history.add_views([look(a, NOON), look(b, NOON + DAY)])
    store.history.delete_views(kept[:1])
    left = bytes_of(paths)
    assert (viewed(store.history), b"hash-%d" % b in left, b"hash-%d" % a in left) == ([b], True, False)
    store.history.delete_day(local_day(NOON + DAY))
    assert (viewed(store.history), b"hash-%d" % b in bytes_of(paths)) == ([], False)


def test_a_day_takes_what_was_done_and_shown_along_but_not_what_was_asked_for(store: Store, fill) -> None:
    (a, b) = fill.photos(2)
    day = local_day(NOON)
    store.history.add_views([look(a), look(b, NOON + DAY)])
    store.history.add_feedback([a], FeedbackKind.FIND_SIMILAR, NOON)
    store.history.add_feedback([b], FeedbackKind.NEVER, NOON)
    store.history.add_shown([a], day)
    store.history.delete_day(day)
    assert viewed(store.history) == [b]
    assert [one.kind for one in store.history.feedback()] == [FeedbackKind.NEVER]
    assert store.history.shown(date(2025, 1, 1), 400) == {}


def test_a_look_deleted_for_good_does_not_come_back_by_undo(store: Store, fill) -> None:
    a, b = fill.photos(2)
    kept = store.history.add_views([look(a), look(b, NOON + 1)])
    store.edits.forget_interest(kept, [])
    store.history.delete_views(kept[:1])
    store.edits.undo()
    assert viewed(store.history) == [b]


def test_retention_forgets_what_is_older_but_not_what_was_asked_for(store: Store, fill) -> None:
    a, b = fill.photos(2)
    store.history.add_views([look(a, NOON - 10 * DAY), look(b, NOON)])
    for kind in (FeedbackKind.LESS, FeedbackKind.EXPORT):
        store.history.add_feedback([a], kind, NOON - 10 * DAY)
    store.history.add_shown([a], date(2024, 5, 1))
    assert store.history.prune(NOON - 5 * DAY) == 1
    assert viewed(store.history) == [b]
    assert [one.kind for one in store.history.feedback()] == [FeedbackKind.LESS]
    assert store.history.shown(date(2025, 1, 1), 400) == {}
    assert store.history.prune(NOON - 5 * DAY) == 0


def test_a_wish_that_outlives_the_retention_can_still_be_taken_back(store: Store, fill) -> None:
    (a,) = fill.photos(1)
    store.edits.less_like([a])
    store.history.prune(EVER)
    assert [one.kind for one in store.history.feedback()] == [FeedbackKind.LESS]
    assert store.edits.undo() is not None
    assert store.history.feedback() == []


def test_photos_of_a_folder_taken_out_are_forgotten(store: Store, paths: LibraryPaths, fill) -> None:
    ids = lived_in(store, fill)
    root = fill.root().id
    store.roots.remove(root)
    assert (viewed(store.history), store.history.count()) == ([], 5)
    assert store.history.prune(0) == 5
    assert b"hash-%d" % ids[0] not in bytes_of(paths)
    assert (store.history.feedback(), store.history.choices()) == ([], [])


def test_a_library_started_again_finds_its_looks_when_the_photos_are_back(
    store: Store, paths: LibraryPaths, filler, fill
) -> None:
    ids = fill.photos(5)
    store.history.add_views([look(photo, NOON + n) for n, photo in enumerate(ids)])
    store.close()
    for file in paths.home.glob("library*"):
        file.unlink()
    again = Store.open(paths, is_writer=True)
    try:
        assert again.history.prune(0) == 0
        fresh = filler(again)
        new = fresh.new([f"other/{number}.jpg" for number in range(5)])
        for photo, old in zip(new, reversed(ids), strict=True):
            fresh.decode([photo], content_hash=b"hash-%d" % old)
        assert viewed(again.history) == new
    finally:
        again.close()


def test_the_library_and_the_log_know_nothing_of_it(store: Store, paths: LibraryPaths, fill, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        lived_in(store, fill)
        store.history.delete_day(local_day(NOON))
        store.history.prune(NOON)
    others = b"".join(
        file.read_bytes() for file in paths.home.rglob("*") if file.is_file() and not file.name.startswith("history")
    )
    assert b"library" in others or others
    for secret in (NAME, KEY, str(NOON), "quillfeather"):
        assert secret.encode() not in others
        assert secret.lower() not in caplog.text.lower()
    journal = store.db.rows("SELECT kind, photo_id, name, before, after FROM journal_change WHERE kind = 'history'")
    assert len(journal) == 5
    assert {(photo, before, after) for _, photo, _, before, after in journal} == {(None, None, 1)}
    assert {label for (label,) in store.db.rows("SELECT label FROM journal")} == {
        "Less like this", "Never suggest this", "Change interest", "Dismiss suggested album", "Forget interest",
    }  # fmt: skip


def test_an_export_holds_everything_with_paths_and_no_ids(store: Store, fill) -> None:
    ids = lived_in(store, fill)
    document = json.loads(json.dumps(store.history.export()))
    assert [row["path"] for row in document["views"]] == [f"/photos/a/photo{n:04d}.jpg" for n in range(len(ids))]
    assert [row["is_forgotten"] for row in document["views"]] == [True, False, False, False, False]
    assert datetime.fromisoformat(document["views"][0]["at"]).timestamp() * 1000 == NOON
    assert {row["kind"] for row in document["feedback"]} == {"find-similar", "less", "never"}
    assert document["shown"][0] == {"path": "/photos/a/photo0003.jpg", "day": "2024-05-14"}
    assert document["choices"][0]["name"] == NAME
    assert document["dismissed_albums"] == [KEY]
    store.db.execute("DELETE FROM photo WHERE id = ?", (ids[1],))
    assert store.history.export()["views"][1]["path"] is None


def test_an_export_does_not_name_photos_that_are_hidden_now(store: Store, fill) -> None:
    ids = lived_in(store, fill)
    before = store.history.export()["views"]
    store.edits.set_hidden([ids[2]], True)
    hidden = store.history.export()["views"]
    assert [row["path"] for row in hidden] == [None if n == 2 else row["path"] for n, row in enumerate(before)]
    assert [row["at"] for row in hidden] == [row["at"] for row in before]
    store.edits.set_hidden([ids[2]], False)
    assert store.history.export()["views"] == before


def harm(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(path.stat().st_size - 100))


@pytest.mark.parametrize(
    "damage",
    [harm, lambda path: path.write_bytes(b"not a database at all" * 400), lambda path: os.truncate(path, 5000)],
    ids=["scrambled", "another file", "cut off"],
)
def test_a_damaged_history_is_put_aside_and_the_library_opens(
    store: Store, paths: LibraryPaths, fill, damage: Callable[[Path], object]
) -> None:
    (photo, *_) = lived_in(store, fill)
    store.close()
    damage(paths.history)
    reader = Store.open(paths, is_writer=False)
    assert (viewed(reader.history), reader.history.take_notices()) == ([], ())
    again = Store.open(paths, is_writer=True)
    try:
        assert not again.notices
        assert viewed(again.history) == []
        (notice,) = again.history.take_notices()
        assert notice.startswith("The view history was damaged. It is kept as history.damaged-")
        assert again.history.take_notices() == ()
        again.history.add_views([look(photo)])
        assert viewed(again.history) == viewed(reader.history) == [photo]
        assert list(paths.home.glob("history.damaged-*.db"))
        again.history.clear()
        assert not list(paths.home.glob("history.damaged-*"))
    finally:
        again.close()
        reader.close()


def test_clearing_takes_a_history_along_whose_damage_nobody_had_seen(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    store.close()
    with paths.history.open("r+b") as file:
        for place in range(8192, paths.history.stat().st_size, 4096):
            file.seek(place)
            file.write(b"\xff" * 100)
    again = Store.open(paths, is_writer=True)
    try:
        again.history.clear()
        assert not list(paths.home.glob("history.damaged-*"))
        assert NAME.encode() not in bytes_of(paths)
        assert again.history.count() == 0
    finally:
        again.close()


def test_damage_found_while_writing_loses_no_new_look(store: Store, paths: LibraryPaths, fill) -> None:
    (photo, *_) = lived_in(store, fill)
    store.close()
    harm(paths.history)
    again = Store.open(paths, is_writer=True)
    assert again.history.add_views([look(photo)]) == [1]
    assert viewed(again.history) == [photo]
    again.close()


def test_a_history_of_a_newer_version_is_left_alone(store: Store, paths: LibraryPaths, fill) -> None:
    (photo,) = fill.photos(1)
    store.history.add_views([look(photo)])
    store.close()
    raw = sqlite3.connect(paths.history)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = paths.history.read_bytes()
    again = Store.open(paths, is_writer=True)
    assert viewed(again.history) == []
    assert "newer version" in again.history.take_notices()[0]
    with pytest.raises(DatabaseError, match="newer version"):
        again.history.add_views([look(photo)])
    for delete in (
        again.history.clear,
        lambda: again.history.delete_day(local_day(NOON)),
        lambda: again.history.delete_views([ViewId(1)]),
    ):
        with pytest.raises(DatabaseError, match="newer version"):
            delete()
    again.close()
    assert paths.history.read_bytes() == before


def test_a_file_of_another_program_is_left_alone(store: Store, paths: LibraryPaths, fill) -> None:
    (photo,) = fill.photos(1)
    raw = sqlite3.connect(paths.history)
    raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    with pytest.raises(DatabaseError, match="another program"):
        store.history.add_views([look(photo)])
    assert viewed(store.history) == []


def test_each_step_of_the_schema_keeps_what_was_there(store: Store, paths: LibraryPaths, fill, monkeypatch) -> None:
    """There is one step yet; the next one goes this way."""
    lived_in(store, fill)
    before = store.history.export()
    store.close()
    later = ("ALTER TABLE view ADD COLUMN mood INTEGER NOT NULL DEFAULT 7",)
    monkeypatch.setattr(history_schema, "STEPS", (*history_schema.STEPS, later))
    again = Store.open(paths, is_writer=True)
    assert again.history.export() == before
    again.close()
    raw = Database.open(paths.history, is_writer=False, kind=history_schema.history_kind())
    assert (raw.value("PRAGMA user_version"), raw.value("SELECT max(mood) FROM view")) == (2, 7)
    raw.close()


@contextmanager
def full_disk(path: Path) -> Iterator[None]:
    """No file may grow beyond what this one is now: what a quota does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size if path.exists() else 0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_refuses_looks_and_harms_nothing(store: Store, paths: LibraryPaths, fill) -> None:
    ids = fill.photos(3)
    with full_disk(paths.history), pytest.raises(UserError):
        store.history.add_views([look(ids[0])])
    store.history.add_views([look(ids[1])])
    store.history.close()
    many = [look(photo, NOON + n) for n in range(3_000) for photo in ids]
    with full_disk(paths.history), pytest.raises(StorageFullError):
        store.history.add_views(many)
    assert viewed(store.history) == [ids[1]]
    assert len(store.history.add_views(many)) == 9_000


def test_a_wish_that_cannot_be_noted_for_undo_is_not_kept(store: Store, fill, monkeypatch) -> None:
    (photo,) = fill.photos(1)

    def refuse(*_: object) -> None:
        raise StorageFullError("no room")

    store.history.add_views([look(photo)])
    monkeypatch.setattr(store.edits, "_write", refuse)
    with pytest.raises(StorageFullError):
        store.edits.less_like([photo])
    assert store.history.feedback() == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own, which can be made read-only."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a disk needs Linux and root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_on_a_disk_that_can_only_be_read_the_history_can_be_read(disk: Path, filler) -> None:
    paths = LibraryPaths(disk, disk / "cache")
    store = Store.open(paths, is_writer=True)
    ids = lived_in(store, filler(store))
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    again = Store.open(paths, is_writer=True)
    assert len(viewed(again.history)) == len(ids) - 1
    for refused in (
        lambda: again.history.add_views([look(ids[0])]),
        again.history.clear,
        lambda: again.history.delete_day(local_day(NOON)),
        lambda: again.edits.less_like(ids[3:]),
    ):
        with pytest.raises(DatabaseError):
            refused()
    assert len(viewed(again.history)) == len(ids) - 1
    again.close()


def test_two_processes(store: Store, paths: LibraryPaths, fill, child) -> None:
    ids = fill.photos(2)
    store.history.add_views([look(ids[0])])
    code = """
        import sys
        from pathlib import Path
        from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
        from desktop_app.errors import DatabaseError
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        home = Path(sys.argv[1])
        reader = Store.open(LibraryPaths(home, home / "cache"), is_writer=False)
        seen = [view.photo_id for view in reader.history.views(10**14)]
        try:
            reader.history.add_views([PhotoView(1, ViewSurface.VIEWER, ViewSource.FOLDER, 5, 5)])
        except DatabaseError as error:
            print(seen, error)
        reader.close()
    """
    told = child(code, paths.home)
    assert told.stdout == f"[{ids[0]}] The view history can only be read here.\n", told.stderr
    store.history.add_views([look(ids[1], NOON + 1)])
    assert viewed(store.history) == [ids[1], ids[0]]


def test_a_history_deleted_by_hand_begins_anew(store: Store, paths: LibraryPaths, fill) -> None:
    (photo,) = fill.photos(1)
    store.history.add_views([look(photo), look(photo, NOON + 1)])
    for file in paths.home.glob("history.db*"):
        file.unlink()
    assert viewed(store.history) == []
    assert store.history.add_views([look(photo)]) == [ViewId(1)]
    assert viewed(store.history) == [photo]


def test_a_history_put_back_is_seen(store: Store, paths: LibraryPaths, fill, tmp_path: Path) -> None:
    a, b = fill.photos(2)
    store.history.add_views([look(a)])
    store.history.close()
    shutil.copyfile(paths.history, tmp_path / "copy.db")
    store.history.add_views([look(b, NOON + 1)])
    assert viewed(store.history) == [b, a]
    store.history.close()
    shutil.copyfile(tmp_path / "copy.db", paths.history.with_name("new"))
    paths.history.with_name("new").replace(paths.history)
    assert viewed(store.history) == [a]


def backed_up(paths: LibraryPaths) -> bytes:
    return b"".join(file.read_bytes() for file in paths.backups.iterdir())


def test_backups_hold_nothing_of_it_unless_chosen(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    made = Backups(store, paths.backups).make(NOON)
    assert NAME.encode() not in backed_up(paths)
    copy = sqlite3.connect(made)
    assert copy.execute("SELECT count(*) FROM journal_change WHERE kind = 'history'").fetchone() == (0,)
    assert copy.execute("SELECT count(*) FROM journal WHERE label LIKE '%like this'").fetchone() == (0,)
    copy.close()
    Backups(store, paths.backups, is_history_kept=True).make(NOON + 2 * DAY)
    assert NAME.encode() in backed_up(paths)
    Backups(store, paths.backups).make(NOON + 3 * DAY)
    assert NAME.encode() not in backed_up(paths)


@pytest.mark.parametrize("forget", [lambda h: h.clear(), lambda h: h.delete_views([ViewId(3)])], ids=["all", "one"])
def test_what_is_deleted_goes_from_backups_too(
    store: Store, paths: LibraryPaths, fill, forget: Callable[[History], None]
) -> None:
    lived_in(store, fill)
    made = Backups(store, paths.backups, is_history_kept=True).make(NOON)
    forget(store.history)
    assert list(paths.backups.glob("history*")) == []
    assert is_sound(made)


def test_a_backup_brings_the_history_back_where_there_is_none(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    before = (viewed(store.history), store.history.export())
    made = Backups(store, paths.backups, is_history_kept=True).make(NOON)
    store.close()
    for file in paths.home.glob("history.db*"):
        file.unlink()
    restore(paths, made, NOON)
    again = Store.open(paths, is_writer=True)
    assert (viewed(again.history), again.history.export()) == before
    again.edits.undo()  # forgetting
    assert len(viewed(again.history)) == len(before[0]) + 1
    again.history.clear()
    again.close()


def test_a_backup_does_not_bring_back_what_was_cleared(store: Store, paths: LibraryPaths, fill, tmp_path: Path) -> None:
    lived_in(store, fill)
    made = Backups(store, paths.backups, is_history_kept=True).make(NOON)
    elsewhere = shutil.copytree(paths.backups, tmp_path / "elsewhere")
    store.history.clear()
    store.close()
    restore(paths, elsewhere / made.name, NOON)
    again = Store.open(paths, is_writer=True)
    assert viewed(again.history) == []
    again.edits.undo()
    assert not any(again.history.export().values())
    again.close()


def test_a_history_that_was_harmed_in_a_backup_is_left_out(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    made = Backups(store, paths.backups, is_history_kept=True).make(NOON)
    store.close()
    (copy,) = paths.backups.glob("history*")
    harm(copy)
    for file in paths.home.glob("history.db*"):
        file.unlink()
    restore(paths, made, NOON)
    assert not paths.history.exists()


@pytest.mark.expects_log("left out of the backup")
def test_a_damaged_history_does_not_keep_the_library_from_being_saved(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    store.history.close()
    os.truncate(paths.history, paths.history.stat().st_size // 2)
    assert is_sound(Backups(store, paths.backups, is_history_kept=True).make(NOON))


def history_findings(findings: list[Finding]) -> list[tuple[bool, str]]:
    return [(f.is_ok, f.message) for f in findings if f.area == "history"]


def test_the_doctor_counts_looks_and_tells_nothing_of_them(store: Store, paths: LibraryPaths, fill) -> None:
    assert history_findings(check(paths, thumbnail_budget_bytes=10**9)) == [(True, "There is no view history.")]
    lived_in(store, fill)
    findings = check(paths, thumbnail_budget_bytes=10**9)
    assert history_findings(findings) == [(True, "The view history holds 5 looks.")]


def test_the_doctor_finds_and_puts_aside_a_damaged_history(store: Store, paths: LibraryPaths, fill) -> None:
    lived_in(store, fill)
    store.close()
    harm(paths.history)
    assert history_findings(check(paths, thumbnail_budget_bytes=10**9)) == [(False, "The view history is damaged.")]
    mended = history_findings(repair(paths, at_ms=NOON, thumbnail_budget_bytes=10**9))
    assert [is_ok for is_ok, _ in mended] == [True] * 3
    assert mended[0][1].startswith("The view history was damaged. It is kept as history.damaged-")
    assert mended[1][1] == "There is no view history."
    assert "clearing the history deletes them" in mended[2][1]
