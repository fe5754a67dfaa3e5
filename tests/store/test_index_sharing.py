"""Two processes that save the vector index at the same moment: one owns the library, the other only reads it."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from desktop_app.paths import LibraryPaths
from desktop_app.store import vector_index
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

PROJECT = Path(__file__).resolve().parents[2]
COUNT, ROUNDS, MORE = 300, 5, 20

SAVER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from desktop_app.errors import DatabaseError
    from desktop_app.paths import LibraryPaths
    from desktop_app.store import vector_index
    from desktop_app.store.store import Store
    from desktop_app.store.rows import UnderstoodRow
    from desktop_app.store.vector_index import VectorIndex
    import numpy as np

    home, model, role, count = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
    vector_index.EXACT_BELOW = 10
    store = Store.open(LibraryPaths(home, home / "cache"), is_writer=role == "writer")
    index = VectorIndex(store.paths.index, model, threads=1)
    index.load(store)
    index.catch_up(store)
    chance = np.random.default_rng(1)
    ids = store.embeddings.photo_ids(model).tolist()
    print("ready", flush=True)
    for _ in range(count):
        sys.stdin.readline()
        if role == "writer":
            vectors = chance.standard_normal((20, 16)).astype(np.float32)
            vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
            store.save_understood([
                UnderstoodRow(photo, model, vector.astype(np.float16)) for photo, vector in zip(ids[:20], vectors)
            ])
        index.catch_up(store)
        try:
            print("saved" if index.save(store) else "no room", flush=True)
        except DatabaseError as error:
            print("refused:", error, flush=True)
    store.close()
""")


@pytest.fixture
def library(tmp_path: Path, filler: type, monkeypatch: pytest.MonkeyPatch) -> LibraryPaths:
    monkeypatch.setattr(vector_index, "EXACT_BELOW", 10)
    paths = LibraryPaths(tmp_path / "home", tmp_path / "home" / "cache")
    store = Store.open(paths, is_writer=True)
    filler(store).photos(COUNT)
    index = VectorIndex(paths.index, filler.model, threads=1)
    index.catch_up(store)
    assert index.save(store)
    store.close()
    return paths


def test_of_two_processes_that_save_at_once_only_the_owner_counts(library: LibraryPaths, filler: type) -> None:
    savers = {
        role: subprocess.Popen(
            [sys.executable, "-c", SAVER, str(library.home), filler.model, role, str(ROUNDS)],
            cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for role in ("writer", "reader")
    }  # fmt: skip
    try:
        for child in savers.values():
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
        said: dict[str, list[str]] = {role: [] for role in savers}
        reader = Store.open(library, is_writer=False)
        for _ in range(ROUNDS):
            for child in savers.values():
                assert child.stdin is not None
                child.stdin.write("\n")
                child.stdin.flush()
            for role, child in savers.items():
                assert child.stdout is not None
                said[role].append(child.stdout.readline().strip())
            index = VectorIndex(library.index, filler.model)
            assert index.load(reader), "whatever the other did, the file that SQLite names is whole"
            index.catch_up(reader)
            assert len(index) == COUNT
        reader.close()
    finally:
        for child in savers.values():
            child.communicate(timeout=200)
    assert said["writer"] == ["saved"] * ROUNDS
    answers = {answer.split(":")[0] for answer in said["reader"]}
    assert answers <= {"refused", "no room"}, "refused by SQLite, or its file was swept before it was whole"
    assert [child.returncode for child in savers.values()] == [0, 0]
    store = Store.open(library, is_writer=True)
    last = VectorIndex(library.index, filler.model)
    assert last.load(store)
    assert last.is_current(store.embeddings)
    store.close()
    assert [path.suffix for path in library.index.iterdir()] == [".usearch"], "neither leaves a file behind"


def test_a_file_that_another_process_is_writing_may_be_swept_away(
    library: LibraryPaths, filler: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store.open(library, is_writer=True)
    owner, other = (VectorIndex(library.index, filler.model, threads=1) for _ in range(2))
    assert owner.load(store)
    assert other.load(store)

    def save_meanwhile(step: str) -> None:
        if step == "written":
            assert owner.save(store)

    monkeypatch.setattr(other, "_on_step", save_meanwhile)
    assert other.write() is None, "its file was swept as what a kill had left; that is no error"
    again = VectorIndex(library.index, filler.model)
    assert again.load(store)
    store.close()
    assert len(list(library.index.iterdir())) == 1
