from __future__ import annotations

import sqlite3

import pytest

from desktop_app.store import selftest


def test_this_installation_works() -> None:
    assert sqlite3.sqlite_version in selftest.sqlite_works()
    assert selftest.vector_index_works().startswith("vector index (")


def test_an_sqlite_without_full_text_search_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Poor(sqlite3.Connection):
        def execute(self, sql: str, *args: object) -> sqlite3.Cursor:  # type: ignore[override]
            return super().execute(sql.replace("fts5", "no_such_module"), *args)  # type: ignore[arg-type]

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **kwargs: connect(*args, factory=Poor, **kwargs))
    with pytest.raises(RuntimeError, match="lacks what the library needs"):
        selftest.sqlite_works()


def test_an_index_that_finds_the_wrong_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.store.vector_index import new_graph

    class Wrong:
        def __init__(self, dimension: int) -> None:
            self.real = new_graph(dimension)

        def __getattr__(self, name: str) -> object:
            return getattr(self.real, name)

        def add(self, keys, vectors, threads: int) -> None:
            self.real.add(keys[::-1].copy(), vectors, threads=threads)

    monkeypatch.setattr(selftest, "new_graph", Wrong)
    with pytest.raises(RuntimeError, match="does not find"):
        selftest.vector_index_works()
