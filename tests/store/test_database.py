from __future__ import annotations

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.domain.library import Page
from desktop_app.errors import DatabaseError, StorageFullError
from desktop_app.paths import LibraryPaths
from desktop_app.store import database
from desktop_app.store.database import (
    Database,
    row_checksum,
)
from desktop_app.store.plain_errors import DamagedDatabaseError, NewerDatabaseError, NoDatabaseError
from desktop_app.store.store import Store

Child = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    opened = Database.open(path, is_writer=True)
    yield opened
    opened.close()


def test_the_writer_keeps_a_write_ahead_log_and_marks_the_file_as_ours(db: Database) -> None:
    assert db.value("PRAGMA journal_mode") == "wal"
    assert db.value("PRAGMA application_id") == 0x52455645
    assert db.value("PRAGMA foreign_keys") == 1
    assert db.value("PRAGMA synchronous") == 1
    assert db.value("PRAGMA busy_timeout") == 5_000


def test_only_the_writer_checkpoints(db: Database, path: Path) -> None:
    reader = Database.open(path, is_writer=False)
    assert reader.value("PRAGMA wal_autocheckpoint") == 0
    assert reader.value("PRAGMA query_only") == 1
    with db.atomic():
        db.execute("INSERT INTO meta VALUES ('a', 'b')")
    log = path.with_name("library.db-wal")
    size = log.stat().st_size
    assert size > 0
    reader.checkpoint()
    reader.close()
    assert log.stat().st_size == size, "closing a reader emptied the log"


def test_a_reader_that_closes_last_leaves_the_log_to_the_next_writer(path: Path, child: Child) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from desktop_app.store.database import Database
        db = Database.open(Path(sys.argv[1]), is_writer=True)
        with db.atomic():
            db.execute("INSERT INTO meta VALUES ('kept', 'yes')")
        os.kill(os.getpid(), 9)
    """
    assert child(code, path).returncode == -9
    log = path.with_name("library.db-wal")
    size = log.stat().st_size
    assert size > 0
    reader = Database.open(path, is_writer=False)
    assert reader.value("SELECT value FROM meta WHERE key = 'kept'") == "yes"
    reader.close()
    assert log.stat().st_size == size
    writer = Database.open(path, is_writer=True)
    assert writer.value("SELECT value FROM meta WHERE key = 'kept'") == "yes"
    writer.close()
    assert not log.exists()


def test_a_reader_cannot_write(db: Database, path: Path) -> None:
    reader = Database.open(path, is_writer=False)
    with pytest.raises(DatabaseError, match="only be read"):
        reader.atomic().__enter__()
    with pytest.raises(DatabaseError, match="only be read"):
        reader.execute("INSERT INTO meta VALUES ('a', 'b')")
    reader.close()


def insert_and_fail(db: Database, key: str) -> None:
    with db.atomic():
        db.execute("INSERT INTO meta VALUES (?, '1')", (key,))
        raise KeyError(key)


def test_a_transaction_is_all_or_nothing(db: Database) -> None:
    with pytest.raises(KeyError):
        insert_and_fail(db, "a")
    assert db.rows("SELECT * FROM meta") == []


def test_a_part_of_a_transaction_can_fail_alone(db: Database) -> None:
    with db.atomic():
        db.execute("INSERT INTO meta VALUES ('outer', '1')")
        with pytest.raises(KeyError):
            insert_and_fail(db, "inner")
    assert db.rows("SELECT key FROM meta") == [("outer",)]


def test_an_edit_is_synced_and_what_can_be_recomputed_is_not(db: Database) -> None:
    seen = []
    with db.durable():
        seen.append(db.value("PRAGMA synchronous"))
        db.execute("INSERT INTO meta VALUES ('a', '1')")
    with db.atomic():
        seen.append(db.value("PRAGMA synchronous"))
    assert seen == [2, 1]
    with db.atomic(), pytest.raises(RuntimeError), db.durable():
        pass


def test_a_newer_schema_is_refused_and_left_untouched(path: Path) -> None:
    Database.open(path, is_writer=True).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    before = path.read_bytes()
    for is_writer in (True, False):
        with pytest.raises(NewerDatabaseError, match="newer version"):
            Database.open(path, is_writer=is_writer)
    assert path.read_bytes() == before


@pytest.mark.parametrize("mark", ["PRAGMA application_id = 1", "CREATE TABLE notes (text)", "PRAGMA user_version = 3"])
def test_another_programs_database_is_refused_and_left_untouched(path: Path, mark: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute(mark)
    raw.commit()
    raw.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match="another program"):
        Database.open(path, is_writer=True)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_untouched(path: Path) -> None:
    path.write_bytes(b"these are my notes" * 500)
    with pytest.raises(DamagedDatabaseError):
        Database.open(path, is_writer=True)
    assert path.read_bytes() == b"these are my notes" * 500


def test_a_reader_finds_no_library_and_makes_none(path: Path) -> None:
    with pytest.raises(NoDatabaseError):
        Database.open(path, is_writer=False)
    assert not path.exists()


def test_an_empty_file_where_a_library_lived_is_damage(paths: LibraryPaths) -> None:
    store = Store.open(paths, is_writer=True)
    from desktop_app.store.backup import Backups

    Backups(store, paths.backups).make(1_700_000_000_000)
    store.close()
    paths.database.write_bytes(b"")
    with pytest.raises(DamagedDatabaseError) as caught:
        Store.open(paths, is_writer=True)
    assert "library-20231114-221320.db" in caught.value.advice
    assert paths.database.stat().st_size == 0


def what_is_there(store: Store) -> tuple[list[int], list[Path], list[bytes]]:
    """Reads photos, roots and folders; the values of a photo are left out, for a bit of them says nothing of itself."""
    photos = store.photos.timeline(Page()).ids.tolist()
    return photos, [root.path for root in store.roots.all()], [folder.relative_path for folder in store.folders.all()]


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_an_error_in_plain_words_and_nothing_is_deleted(
    seed: int, damaged: Path, sound_library: Path
) -> None:
    """Either the damage is noticed as such, or what is read is what was written; never a traceback, never a write."""
    rng = random.Random(seed)
    data = bytearray(damaged.read_bytes())
    if seed % 4 == 0:
        del data[rng.randrange(len(data)) :]
    else:
        for _ in range(20):
            place = rng.randrange(len(data) if seed % 4 == 1 else 4096)
            data[place] ^= 1 << rng.randrange(8)
    damaged.write_bytes(data)
    paths = LibraryPaths(damaged.parent, damaged.parent / "cache")
    try:
        store = Store.open(paths, is_writer=False)
    except DatabaseError:
        assert damaged.read_bytes() == data
        return
    sound = Store.open(LibraryPaths(sound_library.parent, sound_library.parent / "cache"), is_writer=False)
    with contextlib.closing(sound), contextlib.closing(store):
        try:
            found: object = what_is_there(store)
        except DatabaseError as error:
            found = str(error)
        assert found in (what_is_there(sound), "The library's database is damaged.")
    assert damaged.read_bytes() == data


@pytest.fixture(scope="session")
def sound_library(tmp_path_factory: pytest.TempPathFactory, filler: type) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    store = Store.open(LibraryPaths(folder, folder / "cache"), is_writer=True)
    filler(store).photos(40)
    store.close()
    return folder / "library.db"


@pytest.fixture
def damaged(sound_library: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(sound_library, tmp_path / "library.db"))


def test_a_lock_of_another_process_ends_in_a_message(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 200)
    db = Database.open(path, is_writer=True)
    code = "import sqlite3,sys; c=sqlite3.connect(sys.argv[1],isolation_level=None); c.execute('BEGIN EXCLUSIVE');"
    code += "print('held',flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DatabaseError, match="in use by another program"), db.atomic():
            pass
        holder.communicate("")
    with db.atomic():
        db.execute("INSERT INTO meta VALUES ('after', '1')")
    db.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not let an open file be moved")
def test_a_database_moved_while_open_is_not_written_to(path: Path) -> None:
    db = Database.open(path, is_writer=True)
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(DatabaseError, match="moved or deleted"), db.atomic():
        db.execute("INSERT INTO meta VALUES ('a', '1')")
    db.close()


@pytest.mark.expects_log("network file system")
def test_a_library_on_a_network_share_gets_no_write_ahead_log(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database, "is_network_file_system", lambda place: True)
    with caplog.at_level("INFO", "desktop_app"):
        db = Database.open(path, is_writer=True)
    assert db.value("PRAGMA journal_mode") == "delete"
    assert db.notices
    assert "network share" in db.notices[0]
    assert "network file system" in caplog.text
    with db.durable():
        db.execute("INSERT INTO meta VALUES ('a', '1')")
    db.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no file size limits on Windows")
def test_a_size_limit_is_told_as_a_full_disk_and_heals(path: Path, child: Child) -> None:
    code = """
        import resource, signal, sys
        from pathlib import Path
        from desktop_app.errors import StorageFullError
        from desktop_app.store.database import Database
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        db = Database.open(Path(sys.argv[1]), is_writer=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
        try:
            with db.durable():
                for n in range(2000):
                    db.execute("INSERT INTO meta VALUES (?, ?)", (str(n), "x" * 1000))
            print("stored")
        except StorageFullError as error:
            print("full:", error)
        print(db.value("SELECT count(*) FROM meta"), db.value("PRAGMA quick_check"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        with db.durable():
            db.execute("INSERT INTO meta VALUES ('healed', '1')")
        print(db.value("SELECT count(*) FROM meta"))
        db.close()
    """
    done = child(code, path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("full: The disk that holds the library has no room left")
    assert done.stdout.splitlines()[1:] == ["0 ok", "1"]


def mounted(place: Path, options: str) -> bool:
    place.mkdir()
    return subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", place], capture_output=True).returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    if sys.platform != "linux" or os.geteuid() != 0 or not mounted(place, "size=3m"):
        pytest.skip("mounting a small disk needs Linux and root")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk_refuses_edits_in_plain_words_keeps_reading_and_heals(small_disk: Path, filler: type) -> None:
    paths = LibraryPaths(small_disk, small_disk / "cache")
    store = Store.open(paths, is_writer=True)
    fill = filler(store)
    ids = fill.photos(20)
    with pytest.raises(StorageFullError):
        [fill.photos(50, f"more{n}/p") for n in range(10_000)]
    assert len(store.photos.timeline(Page())) >= 20
    with pytest.raises(StorageFullError):
        [store.edits.add_tag(ids, f"{'long ' * 15}{n}") for n in range(2_000)]
    assert store.db.value("PRAGMA quick_check") == "ok"
    subprocess.run(["mount", "-o", "remount,size=40m", small_disk], check=True)
    store.edits.set_rating(ids, 4)
    assert store.photos.get(ids[0]).rating == 4
    store.close()


def fill_up(disk: Path) -> Path:
    """Takes the last free byte of a disk."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as out:
        for size in (65_536, 4_096, 1):
            with contextlib.suppress(OSError):
                while True:
                    out.write(b"x" * size)
    return ballast


def rate_until_full(store: Store, ids: list[int]) -> None:
    for rating in range(500):
        store.edits.set_rating(ids, rating % 5)


def test_what_was_acknowledged_outlives_a_disk_without_a_single_free_byte(small_disk: Path, filler: type) -> None:
    """The log holds what the file has no room for, so nothing needs to be held in reserve to close well."""
    paths = LibraryPaths(small_disk / "home", small_disk / "home" / "cache")
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(20)
    store.edits.set_rating(ids, 3)
    ballast = fill_up(small_disk)
    with pytest.raises(StorageFullError, match="no room left"):
        rate_until_full(store, ids)
    acknowledged = store.photos.get(ids[0]).rating
    store.close()

    store = Store.open(paths, is_writer=True)
    assert store.photos.get(ids[0]).rating == acknowledged
    assert len(store.photos.timeline(Page())) == 20
    with pytest.raises(StorageFullError):
        rate_until_full(store, ids)
    store.close()

    paths.database.with_name("library.db-shm").unlink()  # as in a home that was copied
    fill_up(small_disk)
    with pytest.raises(StorageFullError, match="no room left"):
        Store.open(paths, is_writer=True)
    ballast.unlink()
    store = Store.open(paths, is_writer=True)
    assert store.photos.get(ids[0]).rating == acknowledged
    store.edits.set_rating(ids, 5)
    store.close()


def test_a_read_only_disk_opens_to_be_read(small_disk: Path, filler: type) -> None:
    paths = LibraryPaths(small_disk, small_disk / "cache")
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(5)
    store.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    store = Store.open(paths, is_writer=True)
    assert store.is_read_only
    assert len(store.photos.timeline(Page())) == 5
    with pytest.raises(DatabaseError, match="only be read"):
        store.edits.set_rating(ids, 5)
    store.close()


def test_the_checksum_tells_values_and_kinds_apart() -> None:
    rows = [(1, "a", None), (1, "a", 0), (1, "a", "0"), ("1", "a", None), (1, "b", None), (1, "a")]
    assert len({row_checksum(*row) for row in rows}) == len(rows)


@pytest.mark.parametrize("column", [b"decode_stage", b"camera_model", b"date_source", b"device", b"taken_at_ms"])
@pytest.mark.parametrize("bit", [0, 7])
def test_a_flipped_bit_in_the_name_of_a_column_is_damage_in_plain_words(damaged: Path, column: bytes, bit: int) -> None:
    data = bytearray(damaged.read_bytes())
    at = data.index(column + b" ") + 2
    data[at] ^= 1 << bit
    damaged.write_bytes(data)
    with pytest.raises(DamagedDatabaseError, match="is damaged"):
        read_everything(damaged)


def test_a_text_that_is_none_is_damage_in_plain_words(path: Path) -> None:
    db = Database.open(path, is_writer=True)
    with pytest.raises(DamagedDatabaseError, match="is damaged"):
        db.value("SELECT CAST(x'41ff' AS TEXT)")
    db.close()


def test_a_mistake_of_ours_is_none_of_the_users(path: Path) -> None:
    db = Database.open(path, is_writer=True)
    with pytest.raises(sqlite3.OperationalError, match="syntax error"):
        db.value("SELEKT 1")
    db.close()


def read_everything(path: Path) -> None:
    """Asks for the columns that the program knows."""
    db = Database.open(path, is_writer=False)
    try:
        db.rows(
            "SELECT p.taken_at_ms, p.flag_stage, m.camera_model, m.date_source FROM photo AS p, photo_metadata AS m"
        )
        db.rows("SELECT device FROM root")
    finally:
        db.close()
