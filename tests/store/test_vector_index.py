from __future__ import annotations

import hashlib
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from desktop_app.domain.visibility import Surface
from desktop_app.errors import DatabaseError
from desktop_app.paths import LibraryPaths
from desktop_app.store import vector_index
from desktop_app.store.store import Store
from desktop_app.store.vector_index import NOBODY, VectorIndex, exact_search

Child = Callable[..., subprocess.CompletedProcess[str]]
COUNT = 300


@pytest.fixture
def fill(store, filler):
    return filler(store)


@pytest.fixture
def graph(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes small libraries use the approximate index, as only large ones would."""
    monkeypatch.setattr(vector_index, "EXACT_BELOW", 10)
    monkeypatch.setattr(vector_index, "BATCH", 64)


def built(store: Store, model: str) -> VectorIndex:
    index = VectorIndex(store.paths.index, model, threads=1)  # several threads build another graph each time
    index.load(store)
    index.catch_up(store)
    return index


def agrees(index: VectorIndex, store: Store, model: str, k: int = 10) -> bool:
    """Says whether the index answers as exact search does, for nearly every vector there is."""
    _, vectors = store.embeddings.get(store.embeddings.photo_ids(model).tolist(), model)
    found, scores = index.search(vectors, k)
    right, cosines = exact_search(store.embeddings, model, vectors, k)
    hits = np.mean([len(set(a) & set(b)) / k for a, b in zip(found.tolist(), right.tolist(), strict=True)])
    same = np.mean(np.abs(scores[:, 0] - cosines[:, 0]) < 0.01)  # a graph may lose sight of one in some hundreds
    return bool(hits > 0.98 and same > 0.98)


def test_a_small_library_is_searched_exactly_and_has_no_file(store: Store, fill) -> None:
    ids = fill.photos(50)
    index = built(store, fill.model)
    assert len(index) == 50
    found, scores = index.search(fill.vector(ids[7])[None], 3)
    assert found[0, 0] == ids[7]
    assert scores[0, 0] == pytest.approx(1, abs=0.01)
    assert agrees(index, store, fill.model)
    assert not index.save(store)
    assert not store.paths.index.exists()


def test_the_approximate_index_finds_what_exact_search_finds(store: Store, fill, graph: None) -> None:
    fill.photos(COUNT)
    index = built(store, fill.model)
    assert len(index) == COUNT
    assert agrees(index, store, fill.model)


@pytest.mark.parametrize("wanted", [5, COUNT + 7])
def test_many_questions_at_once_get_the_answers_they_get_one_by_one(
    store: Store, fill, graph: None, wanted: int
) -> None:
    fill.photos(COUNT)
    index = built(store, fill.model)
    _, vectors = store.embeddings.get(store.embeddings.photo_ids(fill.model).tolist(), fill.model)
    ids, scores = index.search(vectors, wanted)
    one_by_one = [index.search(vector, wanted) for vector in vectors]
    assert len(vectors) >= vector_index.MANY
    assert np.array_equal(ids, np.concatenate([found for found, _ in one_by_one]))
    assert np.allclose(scores, np.concatenate([near for _, near in one_by_one]))
    assert ids.dtype == np.int64
    assert scores.dtype == np.float32


@pytest.mark.parametrize("size", [0, 3, 30])
def test_where_there_are_fewer_than_asked_for_nobody_stands(store: Store, fill, graph: None, size: int) -> None:
    fill.photos(size)
    index = built(store, fill.model)
    found, scores = index.search(fill.vector(1)[None], 40)
    assert found.shape == scores.shape == (1, 40)
    assert (found[0, size:] == NOBODY).all()
    assert (scores[0, size:] == -1).all()
    assert len(set(found[0, :size].tolist())) == size
    right, cosines = exact_search(store.embeddings, fill.model, fill.vector(1)[None], 40)
    assert (right[0, size:] == NOBODY).all()
    assert (cosines[0, size:] == -1).all()


def test_a_saved_index_is_loaded_and_catches_up_with_what_came_since(store: Store, fill, graph: None) -> None:
    ids = fill.photos(COUNT)
    index = built(store, fill.model)
    assert index.save(store)
    assert index.is_current(store.embeddings)
    fill.understand(ids[:5])
    new = fill.photos(70, "b/later")
    again = VectorIndex(store.paths.index, fill.model)
    assert again.load(store)
    assert not again.is_current(store.embeddings)
    assert again.catch_up(store) == 75, "only what was written since"
    assert again.catch_up(store) == 0
    assert len(again) == COUNT + 70
    assert again.search(fill.vector(new[3])[None], 1)[0][0, 0] == new[3]
    assert agrees(again, store, fill.model)


def test_removed_photos_are_found_no_more(store: Store, fill, filler, graph: None) -> None:
    mine = fill.photos(100)
    other = filler(store, Path("/other"))
    others = other.photos(50)
    index = built(store, fill.model)
    index.save(store)
    index.remove(others[:10])
    assert not set(index.search(fill.vector(others[0])[None], 150)[0][0].tolist()) & set(others[:10])
    store.roots.remove(other.root().id)
    fresh = fill.photos(20, "c/new")
    for found in (index, built(store, fill.model)):
        found.catch_up(store)
        assert set(found.search(fill.vector(1)[None], 200)[0][0].tolist()) == {*mine, *fresh, NOBODY}
        assert agrees(found, store, fill.model)


@pytest.fixture
def no_comparing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has whoever looks at all ids fail."""

    def refuse(_model: str) -> None:
        raise AssertionError("all ids were compared")

    monkeypatch.setattr(store.embeddings, "photo_ids", refuse)


def test_taking_out_a_few_photos_does_not_look_at_all_the_others(
    store: Store, fill, filler, graph: None, no_comparing: None
) -> None:
    mine = fill.photos(100)
    other = filler(store, Path("/other"))
    others = other.photos(5)
    index = built(store, fill.model)
    index.save(store)
    store.roots.remove(other.root().id)
    fresh = fill.photos(3, "c/new")
    for found in (index, built(store, fill.model)):
        found.catch_up(store)
        assert found.is_current(store.embeddings)
        assert set(found.search(fill.vector(1)[None], 200)[0][0].tolist()) == {*mine, *fresh, NOBODY}
    assert store.embeddings.removed_since(fill.model, 0).tolist() == others


def test_a_photo_understood_anew_while_the_index_catches_up_stays_in_it(
    store: Store, fill, graph: None, no_comparing: None
) -> None:
    ids = fill.photos(100)
    index = built(store, fill.model)
    fill.understand(ids[:70])
    steps = iter(range(100))
    index.catch_up(store, lambda: bool(fill.understand(ids[60:80])) if next(steps) == 0 else False)
    index.catch_up(store)
    assert len(index) == 100
    assert index.is_current(store.embeddings)


def test_more_removed_photos_than_are_remembered_are_taken_out_all_the_same(
    store: Store, fill, filler, graph: None
) -> None:
    mine = fill.photos(100)
    other = filler(store, Path("/other"))
    other.photos(30)
    index = built(store, fill.model)
    store.roots.remove(other.root().id)
    assert len(store.embeddings.removed_since(fill.model, 0)) == 30
    with store.db.atomic():
        store.db.execute("UPDATE embedding_model SET generation = generation + 10000")
    fill.understand(mine[:1])
    assert len(store.embeddings.removed_since(fill.model, 0)) == 0, "what is long ago is let go of"
    index.catch_up(store)
    assert len(index) == 100
    assert agrees(index, store, fill.model)


def test_removal_from_the_exact_index(store: Store, fill) -> None:
    ids = fill.photos(5)
    index = built(store, fill.model)
    index.remove(ids[1:3])
    assert set(index.search(fill.vector(1)[None], 9)[0][0].tolist()) == {ids[0], *ids[3:], NOBODY}


def test_an_index_worn_by_changes_is_built_anew(store: Store, fill, graph: None) -> None:
    ids = fill.photos(100)
    index = built(store, fill.model)
    for _ in range(6):
        fill.understand(ids[:60])
        index.catch_up(store)
        assert len(index) == 100
        assert agrees(index, store, fill.model)
    assert index._removed <= 60


def test_a_library_that_grows_out_of_exact_search_keeps_answering(
    store: Store, fill, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "EXACT_BELOW", 100)
    index = built(store, fill.model)
    for part in range(4):
        fill.photos(40, f"{part}/p")
        index.catch_up(store)
        assert len(index) == 40 * (part + 1)
        assert agrees(index, store, fill.model)


def test_catching_up_can_be_cancelled_and_goes_on_there(store: Store, fill, graph: None) -> None:
    fill.photos(COUNT)
    index = VectorIndex(store.paths.index, fill.model)
    asked = iter([False, False, True])
    assert index.catch_up(store, lambda: next(asked)) == 128
    assert not index.is_current(store.embeddings)
    assert not index.save(store), "half an index is not saved"
    assert index.catch_up(store) == COUNT - 128
    assert agrees(index, store, fill.model)


def test_queries_of_another_length_are_a_mistake(store: Store, fill, graph: None) -> None:
    fill.photos(20)
    with pytest.raises(ValueError, match="holds vectors of 16, not 17"):
        built(store, fill.model).search(np.ones((1, 17), np.float32), 3)


def index_file(store: Store) -> Path:
    (path,) = store.paths.index.glob("*.usearch")
    return path


@pytest.fixture
def saved(store: Store, fill, graph: None) -> Path:
    fill.photos(COUNT)
    built(store, fill.model).save(store)
    return index_file(store)


def damages(data: bytes) -> dict[str, bytes]:
    cuts = {f"cut at {n}/20": data[: len(data) * n // 20] for n in range(20)}
    return cuts | {"zeroed": bytes(len(data)), "longer": data + b"\x00", "foreign": b"usearch" + data[7:]}


def test_a_damaged_file_is_never_loaded_and_the_results_stay_the_same(store: Store, fill, saved: Path) -> None:
    for name, damaged in damages(saved.read_bytes()).items():
        saved.write_bytes(damaged)
        index = VectorIndex(store.paths.index, fill.model)
        assert not index.load(store), name
        assert len(index) == 0
    saved.unlink()
    index = VectorIndex(store.paths.index, fill.model)
    assert not index.load(store)
    index.catch_up(store)
    assert agrees(index, store, fill.model)


def test_flipped_bytes_never_reach_the_library_that_would_crash(saved: Path, store: Store, child: Child) -> None:
    """50 seeds of 20 flipped bytes, loaded in a child process, which must live to say so."""
    code = """
        import random, sys
        from pathlib import Path
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        from desktop_app.store.vector_index import VectorIndex
        home, file, model = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=False)
        whole = file.read_bytes()
        loaded = 0
        for seed in range(50):
            rng, data = random.Random(seed), bytearray(whole)
            for _ in range(20):
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            file.write_bytes(data)
            loaded += VectorIndex(file.parent, model).load(store)
        file.write_bytes(whole)
        print(loaded, VectorIndex(file.parent, model).load(store))
    """
    done = child(code, store.paths.home, saved, "test-model-1")
    assert (done.returncode, done.stdout) == (0, "0 True\n"), done.stderr


@pytest.mark.parametrize(
    "change",
    [
        "dimension = 8",
        "dtype = 'f32'",
        "count = 5",
        "sha256 = x'00'",
        "file = '../../etc/passwd'",
        "file = 'x.usearch'",
    ],
)
def test_a_note_that_does_not_fit_the_file_means_a_new_index(store: Store, fill, saved: Path, change: str) -> None:
    with store.db.atomic():
        store.db.execute(f"UPDATE index_file SET {change}")
    index = VectorIndex(store.paths.index, fill.model)
    assert not index.load(store)
    index.catch_up(store)
    assert agrees(index, store, fill.model)


def test_another_model_has_another_index(store: Store, fill, saved: Path) -> None:
    fill.understand(store.photos.visible_ids(Surface.LIBRARY).tolist()[:40], model="other")
    other = built(store, "other")
    assert len(other) == 40
    assert other.save(store)
    assert len(list(store.paths.index.glob("*"))) == 2, "the first one's file stays"
    assert VectorIndex(store.paths.index, fill.model).load(store)
    assert not VectorIndex(store.paths.index, "unknown").load(store)


def test_an_old_file_put_back_is_refused_or_caught_up(store: Store, fill, saved: Path) -> None:
    old, name = saved.read_bytes(), saved.name
    fill.photos(50, "b/p")
    built(store, fill.model).save(store)
    (store.paths.index / name).write_bytes(old)
    index = built(store, fill.model)
    assert len(index) == COUNT + 50
    index_file_now = next(p for p in store.paths.index.glob("*.usearch") if p.name != name)
    index_file_now.write_bytes(old)
    index = built(store, fill.model)
    assert len(index) == COUNT + 50
    assert agrees(index, store, fill.model)


def test_a_reader_cannot_save(store: Store, fill, graph: None, paths: LibraryPaths) -> None:
    fill.photos(COUNT)
    reader = Store.open(paths, is_writer=False)
    index = VectorIndex(paths.index, fill.model)
    index.catch_up(reader)
    with pytest.raises(DatabaseError, match="only be read"):
        index.save(reader)
    reader.close()
    assert list(paths.index.iterdir()) == [], "what cannot be noted is not left behind"


def test_saving_again_leaves_one_file(store: Store, fill, saved: Path) -> None:
    (store.paths.index / "left.usearch.tmp").write_bytes(b"half")
    for part in range(3):
        fill.photos(5, f"{part}/p")
        built(store, fill.model).save(store)
    assert len(list(store.paths.index.iterdir())) == 1
    row = store.db.row("SELECT file, sha256, count FROM index_file")
    assert row is not None
    path = index_file(store)
    assert row == (path.name, hashlib.sha256(path.read_bytes()).digest(), COUNT + 15)


def test_a_cache_folder_that_cannot_be_written_is_no_error(store: Store, fill, graph: None) -> None:
    fill.photos(COUNT)
    store.paths.index.parent.mkdir(exist_ok=True)
    store.paths.index.write_bytes(b"a file where the folder should be")
    index = built(store, fill.model)
    assert not index.save(store)
    assert agrees(index, store, fill.model)


def test_saving_is_worth_it_once_and_then_when_much_has_changed(
    store: Store, fill, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "SAVE_AFTER", 20)
    store.paths.index.rename(store.paths.index.with_name("elsewhere"))
    new = built(store, fill.model)
    assert new.is_worth_saving, "there is no file yet"
    assert new.save(store)
    assert not new.is_worth_saving
    index = built(store, fill.model)
    assert not index.is_worth_saving, "it is what the file holds"
    ids = fill.photos(15, "b/p")
    index.catch_up(store)
    assert not index.is_worth_saving
    index.remove(ids[:5])
    assert index.is_worth_saving, "what was taken out has to be taken out at the next start too"
    assert index.save(store)
    assert not index.is_worth_saving
    monkeypatch.setattr(vector_index, "SAVE_SHARE", 0.1)
    fill.photos(25, "c/p")
    index.catch_up(store)
    assert not index.is_worth_saving, "25 photos of 300 are few"
    fill.photos(25, "d/p")
    index.catch_up(store)
    assert index.is_worth_saving


def test_a_small_library_is_never_worth_saving(store: Store, fill) -> None:
    fill.photos(50)
    assert not built(store, fill.model).is_worth_saving


def test_a_save_that_found_no_room_is_not_tried_again_at_once(store: Store, fill, graph: None) -> None:
    fill.photos(COUNT)
    store.paths.index.parent.mkdir(exist_ok=True)
    store.paths.index.write_bytes(b"a file where the folder should be")
    index = built(store, fill.model)
    assert index.is_worth_saving
    assert index.write() is None
    assert not index.is_worth_saving


def test_a_written_index_counts_once_it_is_noted(store: Store, fill, saved: Path) -> None:
    fill.photos(50, "b/p")
    index = built(store, fill.model)
    written = index.write()
    assert written is not None
    before = VectorIndex(store.paths.index, fill.model)
    assert before.load(store)
    assert len(before) == COUNT
    index.note(store, written)
    after = VectorIndex(store.paths.index, fill.model)
    assert after.load(store)
    assert len(after) == COUNT + 50


SAVE = """
import os, sys
from pathlib import Path
from desktop_app.paths import LibraryPaths
from desktop_app.store import vector_index
from desktop_app.store.store import Store
home, model, step = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
vector_index.EXACT_BELOW = 10
store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
index = vector_index.VectorIndex(
    home / "cache" / "index", model, on_step=lambda now: now == step and os.kill(os.getpid(), 9)
)
index.load(store)
index.catch_up(store)
index.save(store)
"""


@pytest.mark.parametrize("step", ["written", "synced", "renamed", "noted"])
def test_killed_while_saving_the_old_or_the_new_index_is_whole(
    paths: LibraryPaths, filler, graph: None, child: Child, step: str
) -> None:
    store = Store.open(paths, is_writer=True)
    fill = filler(store)
    fill.photos(COUNT)
    built(store, fill.model).save(store)
    fill.photos(30, "b/p")
    store.close()
    assert child(SAVE, paths.home, fill.model, step).returncode == -9
    store = Store.open(paths, is_writer=True)
    index = VectorIndex(paths.index, fill.model)
    assert index.load(store), "an interrupted save must not cost the index there was"
    assert index.is_current(store.embeddings) is (step == "noted")
    index.catch_up(store)
    assert len(index) == COUNT + 30
    assert agrees(index, store, fill.model)
    assert index.save(store)
    assert len(list(paths.index.iterdir())) == 1, "what the kill left is swept"
    store.close()
