"""What an installation must bring for the store to work: tried for real, in memory, without a library."""

from __future__ import annotations

import sqlite3

import numpy as np

from desktop_app.store.vector_index import new_graph


def sqlite_works() -> str:
    """Makes a table of words and finds one; returns SQLite's version as a phrase.

    Raises:
        RuntimeError: full-text search is missing or finds nothing.
    """
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        version, source = connection.execute("SELECT sqlite_version(), sqlite_source_id()").fetchone()
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        connection.execute("INSERT INTO words VALUES ('a dog on a beach')")
        found = connection.execute("SELECT count(*) FROM words WHERE words MATCH 'dog'").fetchone()[0]
        listed = connection.execute("SELECT count(*) FROM json_each('[1, 2]')").fetchone()[0]
    except sqlite3.Error as error:
        raise RuntimeError(f"SQLite {sqlite3.sqlite_version} lacks what the library needs: {error}") from error
    finally:
        connection.close()
    if (found, listed) != (1, 2):
        raise RuntimeError("SQLite's full-text search finds nothing.")
    return f"SQLite {version} ({source[:10]}) with full-text search"


def vector_index_works() -> str:
    """Builds, saves, loads and asks a small index in memory; returns a phrase.

    Raises:
        RuntimeError: it does not find what was put in.
    """
    vectors = np.random.default_rng(0).standard_normal((64, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    graph = new_graph(32)
    graph.add(np.arange(64, dtype=np.uint64), vectors.astype(np.float16), threads=1)
    again = new_graph(32)
    again.load(bytes(graph.save()))
    found = [int(again.search(vector.astype(np.float16), 1, threads=1).keys[0]) for vector in vectors]
    if found != list(range(64)):
        raise RuntimeError("The vector index does not find what was put into it.")
    return f"vector index ({again.hardware_acceleration})"
