from __future__ import annotations

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.errors import DatabaseError
from desktop_app.store import database, migrations, schema
from desktop_app.store.database import Database

Child = Callable[..., subprocess.CompletedProcess[str]]
# What a library of each schema held: statements that fill it.
ROWS: dict[int, tuple[str, ...]] = {
    1: (
        "INSERT INTO root VALUES (1, x'2f70', '1', '2', '', 0, '', NULL, NULL, 5)",
        "INSERT INTO folder VALUES (1, 1, NULL, x'')",
        """INSERT INTO photo (id, root_id, folder_id, relative_path, size_bytes, mtime_ns, taken_at_ms, added_at_ms,
           decode_stage, embed_stage) VALUES (7, 1, 1, x'612e6a7067', 9, 8, 1500000000000, 6, 1, 1)""",
        """INSERT INTO photo_metadata VALUES (7, 3, NULL, 'exif', 1, 'Canon', 'EOS', '', NULL, NULL, NULL, NULL, NULL,
           NULL, NULL, NULL, 'A title', '', '[]', NULL, '')""",
        "INSERT INTO problem (path, reason, at_ms) VALUES (x'2f78', 'unreadable', 4)",
    ),
    2: (
        "INSERT INTO embedding_model (id, name, dimension, is_active) VALUES (1, 'm', 2, 1)",
        "INSERT INTO embedding (model, photo_id, vector) VALUES (1, 7, x'003c0000')",
        "INSERT INTO tag VALUES (3, 'dog')",
        "INSERT INTO photo_tag VALUES (7, 3, 'ai', 0.8)",
        "INSERT INTO flag VALUES (7, 'blurry', 0.9, 'soft')",
    ),
    3: (
        "INSERT INTO photo_edit VALUES (7, 4, 1, NULL, 123)",
        "INSERT INTO user_tag VALUES (7, 'holiday', 456)",
        "INSERT INTO journal (label, at_ms) VALUES ('Rate', 1)",
        """INSERT INTO journal_change (edit_id, position, kind, photo_id, name, before, after)
           VALUES (1, 0, 'rating', 7, '', NULL, 4)""",
    ),
    4: (),
    5: ("UPDATE photo SET sidecar_stamp = 12",),
    6: ("INSERT INTO flagged_alone VALUES (7)",),
    7: (
        "INSERT INTO album VALUES (1, 'Summer', 5, 0, 7, 1, 99)",
        "INSERT INTO album_photo VALUES (1, 7, 1048576, 98)",
        """INSERT INTO journal_change VALUES (1, 1, 'album', NULL, '1', NULL, NULL, NULL, '["Summer", 5, 0, 7, 1]')""",
    ),
    8: ("INSERT INTO unjudged VALUES (7)",),
    9: ("INSERT INTO album_refusal VALUES (1, 7, 97)",),
    10: ("INSERT INTO removed_embedding VALUES (1, 2, 6)",),
    11: (
        """INSERT INTO smart_album VALUES (1, 'Dogs', 'example', 5, 0, '{"strictness": 0.5}', 96)""",
        "INSERT INTO smart_album_example VALUES (1, 7, 1, 95)",
        "INSERT INTO smart_album_learned VALUES (1, 'm', x'01', 1, 1, x'02', '{}')",
        "INSERT INTO smart_album_match VALUES (1, 7, 0.9)",
        "INSERT INTO view_vector VALUES (7, 'm', 'flip', x'03', x'003c0000')",
    ),
    12: (
        "INSERT INTO file_act VALUES (1, 'trash', 'Move to trash', NULL, 4)",
        "INSERT INTO trash_file VALUES (7, 0, 1, x'612e6a7067', x'2f74', x'', 9, 8, 4, NULL, NULL, NULL, 96)",
        """INSERT INTO photo (id, root_id, folder_id, relative_path, size_bytes, mtime_ns, taken_at_ms, added_at_ms)
           VALUES (9, 1, 1, x'622e6a7067', 9, 8, 1500000000000, 6)""",
        "INSERT INTO not_duplicate VALUES (7, 9, 95)",
    ),
    13: (
        "INSERT INTO photo_group VALUES (1, 'Cats', 93, 'Cat', '[\"cat\"]', 0.8, x'003c0000', NULL)",
        "INSERT INTO group_photo VALUES (7, 1, 9000)",
        "INSERT INTO grouping VALUES (1, NULL, 1, 1, 2, 0, 'm', x'00', 1, 1)",
    ),
    14: (
        "INSERT INTO flag_confirmation VALUES (7, 'blurry', 92)",
        "INSERT INTO assessment (photo_id, blurry) VALUES (7, 9000)",
        "INSERT INTO screen_lock VALUES (1, x'01', 16384, 8, 1, x'02', 1, 5, 91)",
    ),
    15: ("INSERT INTO event_correction VALUES (1, 'name', 'event', 'Wedding', '[[7, 1500000000000]]', 90)",),
    16: ("INSERT INTO photo_version VALUES (9, 7, 89)",),
}


def library_of(version: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes a library as the program of that schema left it, with rows in every table it had."""
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA", version)
        db = Database.open(path, is_writer=True)
        with db.atomic():
            for number in range(1, version + 1):
                for statement in ROWS[number]:
                    db.execute(statement)
        db.close()


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    raw = sqlite3.connect(path)
    names = [
        row[0]
        for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'")
        if not row[0].startswith("photo_text")
    ]
    found = {name: raw.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}
    raw.close()
    return found


def test_every_schema_has_rows_to_be_tried_with() -> None:
    assert sorted(ROWS) == list(range(1, migrations.SCHEMA + 1))


@pytest.mark.parametrize("version", range(1, migrations.SCHEMA))
def test_a_library_of_the_schema_before_keeps_every_row(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    library_of(version, path, monkeypatch)
    before = contents(path)
    assert any(before.values())
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "SCHEMA", version + 1)
        Database.open(path, is_writer=True).close()
    after = contents(path)
    # A step may add columns, at the end of a row.
    kept = {
        name: [new[: len(old)] for old, new in zip(rows, after[name], strict=True)] for name, rows in before.items()
    }
    assert kept == before
    assert set(after) >= set(before)


@pytest.mark.parametrize("version", range(1, migrations.SCHEMA))
def test_an_older_library_is_copied_before_it_is_changed(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "library.db"
    library_of(version, path, monkeypatch)
    before = contents(path)
    db = Database.open(path, is_writer=True)
    assert db.value("PRAGMA user_version") == migrations.SCHEMA
    assert db.value("PRAGMA quick_check") == "ok"
    assert db.rows("PRAGMA foreign_key_check") == []
    db.close()
    copy = tmp_path / f"library.db.bak-v{version}"
    assert contents(copy) == before


def test_at_most_three_copies_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    for number in range(10, 14):
        (tmp_path / f"library.db.bak-v{number}").write_bytes(b"old")
    library_of(1, path, monkeypatch)
    Database.open(path, is_writer=True).close()
    assert len(list(tmp_path.glob("*.bak-v*"))) == 3
    assert (tmp_path / "library.db.bak-v1").stat().st_size > 3


def test_without_a_sound_copy_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    library_of(2, path, monkeypatch)
    before = path.read_bytes()

    def half(self: Database, target: Path) -> None:
        raw = sqlite3.connect(target)
        raw.execute("CREATE TABLE photo (id)")
        raw.close()

    monkeypatch.setattr(Database, "copy_to", half)
    with pytest.raises(DatabaseError, match="not sound"):
        Database.open(path, is_writer=True)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["library.db"]


def test_a_step_that_fails_leaves_the_schema_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "library.db"
    library_of(2, path, monkeypatch)
    before = contents(path)
    broken = list(schema.STEPS)
    broken[2] = ("edits", (*schema.STEPS[2][1], "CREATE TABLE photo_edit (twice)"))
    monkeypatch.setattr(migrations, "STEPS", tuple(broken))
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Database.open(path, is_writer=True)
    assert {k: v for k, v in contents(path).items() if not k.startswith("_")} == {
        k: v for k, v in before.items() if not k.startswith("_")
    }
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA user_version").fetchone() == (2,)
    raw.close()


@pytest.mark.parametrize("version", [0, 1])
def test_cut_off_at_any_statement_the_library_is_old_or_new(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copies the files as they are on the disk at every statement: what kill -9 at that moment leaves."""
    path = tmp_path / "home" / "library.db"
    path.parent.mkdir()
    if version:
        library_of(version, path, monkeypatch)
    images: list[Path] = []
    connect = sqlite3.connect

    def snapshot(statement: str) -> None:
        image = tmp_path / f"image{len(images)}"
        shutil.copytree(path.parent, image)
        images.append(image)

    def watched(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*args, **kwargs)  # type: ignore[call-overload]
        if "mode=rwc" in str(args[0]):
            connection.set_trace_callback(snapshot)
        return connection

    with monkeypatch.context() as patch:
        patch.setattr(database.sqlite3, "connect", watched)
        db = Database.open(path, is_writer=True)
        db.connection.set_trace_callback(None)
        db.close()
    assert len(images) > 20
    wanted = contents(path)
    wanted.pop("_sqlite_migrations", None)
    for image in images:
        reopened = Database.open(image / "library.db", is_writer=True)
        assert reopened.value("PRAGMA quick_check") == "ok"
        assert reopened.value("PRAGMA user_version") == migrations.SCHEMA
        reopened.close()
        found = contents(image / "library.db")
        assert {name: rows for name, rows in found.items() if not name.startswith("_")} == wanted


def test_a_killed_migration_goes_on_at_the_next_start(tmp_path: Path, child: Child) -> None:
    code = """
        import os, sqlite3, sys
        from pathlib import Path
        from desktop_app.store.database import Database
        connect, left = sqlite3.connect, [int(sys.argv[2])]
        def count(statement):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), 9)
        def watched(*args, **kwargs):
            connection = connect(*args, **kwargs)
            connection.set_trace_callback(count)
            return connection
        sqlite3.connect = watched
        Database.open(Path(sys.argv[1]), is_writer=True).close()
    """
    for number, kill_at in enumerate((12, 27, 45, 60)):
        path = tmp_path / f"{number}.db"
        assert child(code, path, kill_at).returncode == -9
        db = Database.open(path, is_writer=True)
        assert db.value("PRAGMA user_version") == migrations.SCHEMA
        assert db.value("PRAGMA quick_check") == "ok"
        db.close()
