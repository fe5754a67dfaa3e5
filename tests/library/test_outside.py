"""Pictures from outside the library, files that changed since they were read, and a model that is not complete yet."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from desktop_app.domain.library import Page
from desktop_app.domain.photo import TagSource
from desktop_app.domain.query import SimilarRequest
from desktop_app.library.library import Library
from desktop_app.store.rows import UnderstoodRow
from desktop_app.store.store import Store
from desktop_app.workers.inference import InferenceProcess

WAIT_S = 250


def indexed(library: Library, folder: Path) -> dict[str, int]:
    """Indexes the folder. Returns the id of each photo by its name."""
    library.index([library.add_root(folder)]).result(WAIT_S)
    ids = library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids.tolist()
    return {path.name: photo for photo, path in library.ask(lambda q: q.paths(ids)).result(WAIT_S).items()}


def smaller(path: Path, target: Path) -> Path:
    Image.open(path).resize((200, 150)).save(target)
    return target


def vector_of(store: Store, photo: int) -> NDArray[np.float16]:
    (vector,) = store.embeddings.get([photo], store.embeddings.active_model())[1]
    return vector


def as_if_another_model_had_made_them(library: Library) -> None:
    """Gives the vectors to a model that is not installed any more, each to another photo: no answer fits by chance."""

    def change(store: Store) -> None:
        with store.db.atomic():
            store.db.execute("UPDATE embedding_model SET name = 'older/1'")
            rows = store.db.rows("SELECT sequence, vector FROM embedding ORDER BY sequence")
            vectors = [vector for _, vector in rows]
            store.db.execute_many(
                "UPDATE embedding SET vector = ? WHERE sequence = ?",
                [(vector, row[0]) for row, vector in zip(rows, vectors[1:] + vectors[:1], strict=True)],
            )

    library._on_store(change)


def test_vectors_of_two_models_are_never_compared(open_library, folder, tmp_path) -> None:
    library = open_library()
    ids = indexed(library, folder)
    right = {}
    for name, photo in ids.items():
        right[name] = library._on_store(lambda store, photo=photo: vector_of(store, photo))
    model = library._on_store(lambda store: store.embeddings.active_model())
    as_if_another_model_had_made_them(library)
    library.close()

    library = open_library()
    outside = smaller(folder / "3.jpg", tmp_path / "outside.png")
    nothing = library.similar(SimilarRequest(files=(outside,), strictness=0.0)).result(WAIT_S)
    assert nothing.matches == ()
    assert "0 of 6 photos" in " ".join(nothing.problems)
    inside = library.similar(SimilarRequest(photo_ids=(ids["3.jpg"],), strictness=0.0)).result(WAIT_S)
    assert inside.matches, "the library's own photos are compared by the model that has seen them all"
    assert not inside.problems

    def begin(store: Store) -> None:
        store.save_understood([UnderstoodRow(ids[n], model, right[n]) for n in ("1.jpg", "3.jpg", "5.jpg")])

    library._on_store(begin)
    some = library.similar(SimilarRequest(files=(outside,), strictness=0.0)).result(WAIT_S)
    assert some.matches[0].photo_id == ids["3.jpg"]
    assert {match.photo_id for match in some.matches} <= {ids[n] for n in ("1.jpg", "3.jpg", "5.jpg")}
    assert "3 of 6 photos" in " ".join(some.problems)
    both = SimilarRequest(photo_ids=(ids["1.jpg"], ids["2.jpg"]), files=(outside,), strictness=0.0)
    mixed = library.similar(both).result(WAIT_S)
    assert {match.photo_id for match in mixed.matches} <= {ids["3.jpg"], ids["5.jpg"]}

    library.index().result(WAIT_S)
    assert library._on_store(lambda store: store.embeddings.active_model()) == model
    whole = library.similar(SimilarRequest(files=(outside,))).result(WAIT_S)
    assert whole.matches[0].photo_id == ids["3.jpg"]
    assert not whole.problems


@pytest.mark.parametrize("is_time_kept", [False, True])
def test_a_file_that_changed_since_it_was_read_is_looked_at_anew(open_library, folder, is_time_kept) -> None:
    library = open_library()
    ids = indexed(library, folder)
    changed = folder / "2.jpg"
    before = changed.stat()
    Image.open(folder / "4.jpg").resize((300, 220)).save(changed, quality=85)
    if is_time_kept:
        os.utime(changed, ns=(before.st_atime_ns, before.st_mtime_ns))
    found = library.similar(SimilarRequest(files=(changed,))).result(WAIT_S)
    assert found.is_good_match
    assert found.matches[0].photo_id == ids["4.jpg"]
    assert ids["2.jpg"] not in [match.photo_id for match in found.matches], "what is asked about is no answer"
    assert library._on_store(lambda store: vector_of(store, ids["2.jpg"])).any(), "looking changes nothing"


def test_b8_photos_like_a_stored_one_are_found_by_its_stored_vector_without_file_or_model(
    open_library, folder, tmp_path, monkeypatch
) -> None:
    library = open_library()
    ids = indexed(library, folder)
    smaller(folder / "3.jpg", folder / "copy.jpg")
    library.index().result(WAIT_S)
    library.close()
    folder.rename(tmp_path / "unplugged")
    asked: list[object] = []
    monkeypatch.setattr(InferenceProcess, "start", asked.append)

    library = open_library()
    found = library.similar(SimilarRequest(photo_ids=(ids["3.jpg"],))).result(WAIT_S)
    assert library.ask(lambda q: q.paths([found.matches[0].photo_id])).result(WAIT_S).popitem()[1].name == "copy.jpg"
    assert not asked
    assert found.seconds < 0.5
    assert library._inference().pid is None


def test_words_of_a_changed_file_are_those_of_what_it_shows_now(open_library, folder, data_dir) -> None:
    dog = next((data_dir / "labelled" / "caltech101").glob("dalmatian/*.jpg"))
    library = open_library()
    indexed(library, folder)
    target = folder / "2.jpg"
    before = {tag.name for tag in library.tags_of_file(target).result(WAIT_S)}
    target.write_bytes(dog.read_bytes())
    after = library.tags_of_file(target).result(WAIT_S)
    assert any("dog" in tag.name or "dalmatian" in tag.name for tag in after)
    assert before != {tag.name for tag in after}
    assert {tag.source for tag in after} == {TagSource.AI}


def test_a_touched_file_answers_like_before(open_library, folder) -> None:
    library = open_library()
    ids = indexed(library, folder)
    request = SimilarRequest(files=(folder / "2.jpg",), strictness=0.0)
    before = library.similar(request).result(WAIT_S).matches
    os.utime(folder / "2.jpg", (1_700_000_000, 1_700_000_000))
    after = library.similar(request).result(WAIT_S).matches
    assert [m.photo_id for m in after] == [m.photo_id for m in before]
    assert np.allclose([m.score for m in after], [m.score for m in before], atol=0.05)
    assert ids["2.jpg"] not in [m.photo_id for m in after]
