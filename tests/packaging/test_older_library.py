"""The library that the install test upgrades: an older schema, real photos, and what a person did by hand."""

from __future__ import annotations

import importlib
import sqlite3
import sys
from pathlib import Path
from typing import Any

from desktop_app.paths import LibraryPaths
from desktop_app.store import migrations
from desktop_app.store.store import Store

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def load(name: str) -> Any:
    before = list(sys.path)
    sys.path.insert(0, str(PACKAGING))
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = before


older_library = load("linux.older_library")


def test_it_is_of_the_older_schema_and_becomes_one_of_this_program(tmp_path: Path) -> None:
    photos, home = tmp_path / "photos", tmp_path / "home"
    photos.mkdir()
    for name in ("b.jpg", "a.jpg"):
        (photos / name).write_bytes(b"a photo")
    newest = migrations.SCHEMA
    assert older_library.make(home / "library.db", photos) == "a.jpg"
    assert newest == migrations.SCHEMA
    raw = sqlite3.connect(home / "library.db")
    assert raw.execute("PRAGMA user_version").fetchone() == (older_library.SCHEMA,)
    assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'album'").fetchone() == (0,)
    raw.close()
    store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
    try:
        assert store.db.value("PRAGMA user_version") == newest > older_library.SCHEMA
        assert [root.path for root in store.roots.all()] == [photos]
        assert [row[0] for row in store.db.rows("SELECT name FROM user_tag")] == [older_library.TAG]
        assert store.db.value("SELECT rating FROM photo_edit") == older_library.RATING
        assert store.db.value("SELECT count(*) FROM photo") == 2
    finally:
        store.close()
    assert (home / f"library.db.bak-v{older_library.SCHEMA}").is_file()
