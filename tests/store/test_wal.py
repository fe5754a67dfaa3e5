from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.paths import LibraryPaths
from desktop_app.store import database
from desktop_app.store.database import Database
from desktop_app.store.plain_errors import DamagedDatabaseError
from desktop_app.store.store import Store

Child = Callable[..., subprocess.CompletedProcess[str]]
PROJECT = Path(__file__).resolve().parents[2]

READ = """
import sys
from pathlib import Path
from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store
from desktop_app.domain.library import Page
home = Path(sys.argv[1])
rounds = 0
while not (home / "stop").exists() or not rounds:
    store = Store.open(LibraryPaths(home, home / "cache"), is_writer=False)
    for _ in range(20):
        page = store.photos.timeline(Page())
        assert len(set(page.ids.tolist())) == len(page)
        ratings = {p.rating for p in store.photos.get_many(page.ids.tolist()).values()}
        assert len(ratings) <= 2, ratings
        rounds += 1
        if rounds == 1:
            print("reading", flush=True)
    store.close()
print(rounds)
"""


def test_readers_and_the_writer_work_at_once_and_the_file_stays_whole(paths: LibraryPaths, filler) -> None:
    """Readers come and go in another process while the writer writes and checkpoints: where the WAL-reset bug lived."""
    store = Store.open(paths, is_writer=True)
    fill = filler(store)
    ids = fill.photos(60)
    reader = subprocess.Popen(
        [sys.executable, "-c", READ, str(paths.home)], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    try:
        assert reader.stdout.readline() == "reading\n"
        for round_ in range(150):
            store.edits.set_rating(ids, round_ % 5 + 1)
            fill.understand(ids[: round_ % 60])
            if round_ % 7 == 0:
                store.db.checkpoint()
    finally:
        (paths.home / "stop").touch()
        out, _ = reader.communicate(timeout=200)
    assert reader.returncode == 0
    assert int(out) > 1
    assert store.db.value("PRAGMA integrity_check") == "ok"
    store.close()


def test_the_log_stays_bounded_once_a_long_reader_is_done(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(database, "CHECKPOINT_PAGES", 100)
    monkeypatch.setattr(database, "WAL_LIMIT_BYTES", 500_000)
    path = tmp_path / "library.db"
    log = tmp_path / "library.db-wal"
    writer = Database.open(path, is_writer=True)
    reader = Database.open(path, is_writer=False)
    reader.execute("BEGIN")
    assert reader.value("SELECT count(*) FROM meta") == 0
    for n in range(300):
        with writer.atomic():
            writer.execute("REPLACE INTO meta VALUES (?, ?)", (str(n % 50), "x" * 8_000))
    assert log.stat().st_size > 2_000_000, "the reader holds its view"
    assert reader.value("SELECT count(*) FROM meta") == 0
    reader.execute("COMMIT")
    writer.checkpoint()
    assert log.stat().st_size == 0
    with writer.atomic():
        writer.execute("DELETE FROM meta")
    assert log.stat().st_size < 500_000
    reader.close()
    writer.close()
    assert not log.exists()


def test_a_library_cut_off_is_looked_at_before_it_is_used_again(paths: LibraryPaths, filler, child: Child) -> None:
    """A log that is lost or belongs to another library: what does not fit together is found at the next start."""
    code = """
        import os, sys
        from pathlib import Path
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        home = Path(sys.argv[1])
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        store.edits.set_rating(list(range(1, 21)), 3)
        os.kill(os.getpid(), 9)
    """
    store = Store.open(paths, is_writer=True)
    ids = filler(store).photos(20)
    store.close()
    assert child(code, paths.home).returncode == -9
    log = paths.database.with_name("library.db-wal")
    assert log.stat().st_size > 0
    log.unlink()
    store = Store.open(paths, is_writer=True)
    assert store.db.value("PRAGMA quick_check") == "ok"
    assert {p.rating for p in store.photos.get_many(ids).values()} == {0}, "what the log held is lost, the rest whole"
    store.close()


def killed_while_open(child: Child, home: Path, prefix: str) -> None:
    code = """
        import os, sys
        sys.path.insert(0, "tests/store")
        from pathlib import Path
        from conftest import Filler
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        home = Path(sys.argv[1])
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        fill = Filler(store)
        for n in range(40):
            fill.photos(5, f"{sys.argv[2]}{n}/p")
        os.kill(os.getpid(), 9)
    """
    done = child(code, home, prefix)
    assert done.returncode == -9, done.stderr


@pytest.mark.parametrize("is_marked_closed", [True, False])
def test_the_log_of_another_library_is_not_written_into_this_one(
    tmp_path: Path, filler, child: Child, is_marked_closed: bool
) -> None:
    homes = [tmp_path / "one", tmp_path / "two"]
    for number, home in enumerate(homes):
        opened = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        filler(opened).photos(30 + 200 * number, f"{'x' * 40 * number}{number}/p")
        opened.close()
    killed_while_open(child, homes[1], "second")
    paths = LibraryPaths(homes[0], homes[0] / "cache")
    log = paths.database.with_name("library.db-wal")
    shutil.copy(homes[1] / "library.db-wal", log)
    if not is_marked_closed:
        paths.lock.write_text("open 1")
    before = paths.database.read_bytes(), log.read_bytes()
    with pytest.raises(DamagedDatabaseError):
        Store.open(paths, is_writer=True)
    assert (paths.database.read_bytes(), log.read_bytes()) == before
