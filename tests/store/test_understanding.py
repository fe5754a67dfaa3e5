from __future__ import annotations

import numpy as np
import pytest

from desktop_app.domain.photo import Badge, Flag, FlagName, Metadata, Stage, Status, Tag, TagSource
from desktop_app.store.rows import UnderstoodRow
from desktop_app.store.store import Store

DOG = Tag("dog", TagSource.AI, 0.8)
CAT = Tag("cat", TagSource.AI, 0.4)
SENSITIVE = Flag(FlagName.SENSITIVE, 0.9, "looks sensitive")
BLURRY = Flag(FlagName.BLURRY, 0.6, "soft")


@pytest.fixture
def fill(store, filler):
    return filler(store)


def names(store: Store, photo) -> list[str]:
    return [tag.name for tag in store.tags.for_photo(photo)]


def test_vector_tags_and_flags_arrive_together(store: Store, fill) -> None:
    (photo,) = fill.new(["a.jpg"])
    fill.decode([photo])
    assert fill.understand([photo], (CAT, DOG), (SENSITIVE, BLURRY)) == []
    ids, vectors = store.embeddings.get([photo], fill.model)
    assert ids.tolist() == [photo]
    assert vectors.dtype == np.float16
    assert np.array_equal(vectors[0], fill.vector(photo))
    assert store.tags.for_photo(photo) == [DOG, CAT]
    assert store.flags.for_photo(photo) == [SENSITIVE, BLURRY]
    found = store.photos.get(photo)
    assert found.status is Status.SENSITIVE
    assert found.badges is Badge.FLAGGED
    assert found.embed_stage is Stage.DONE


@pytest.mark.expects_log("not unit vectors")
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 0.0, 60_000.0, 0.5])
def test_a_vector_that_is_none_is_refused_and_the_others_are_kept(store: Store, fill, value: float) -> None:
    good, bad = fill.new(["good.jpg", "bad.jpg"])
    fill.decode([good, bad])
    vector = np.full(fill.dimension, value, np.float16)
    rows = [
        UnderstoodRow(good, fill.model, fill.vector(1), (DOG,), ()),
        UnderstoodRow(bad, fill.model, vector, (DOG,), (SENSITIVE,)),
    ]
    assert store.save_understood(rows) == [bad]
    assert store.embeddings.photo_ids(fill.model).tolist() == [good]
    assert store.photos.get(bad).embed_stage is Stage.FAILED
    assert names(store, bad) == []
    assert [flag.name for flag in store.flags.for_photo(bad)] == [SENSITIVE.name], "flags need no vector"
    assert [p.photo_id for p in store.problems.all()] == [bad]
    assert store.photos.pending_embed(fill.model, None, 9) == []
    fill.decode([bad])
    store.understanding.fail(bad, fill.model, fill.dimension, "again", 5)
    fill.understand([bad], (CAT,))
    assert store.photos.get(bad).embed_stage is Stage.DONE


def test_vectors_of_different_length_are_a_mistake_that_stores_nothing(store: Store, fill) -> None:
    ids = fill.new(["a.jpg", "b.jpg"])
    fill.decode(ids)
    rows = [UnderstoodRow(ids[0], "m", fill.vector(1, 8)), UnderstoodRow(ids[1], "m", fill.vector(1, 9))]
    with pytest.raises(ValueError, match="differ in length"):
        store.save_understood(rows)
    assert store.embeddings.models() == []
    store.save_understood(rows[:1])
    with pytest.raises(ValueError, match="not 8"):
        store.save_understood(rows[1:])


def test_a_photo_that_is_gone_or_not_decoded_is_left_out(store: Store, fill) -> None:
    (pending,) = fill.new(["a.jpg"])
    assert fill.understand([pending, 999]) == []
    assert store.embeddings.count(fill.model) == 0
    assert store.db.rows("PRAGMA foreign_key_check") == []


def test_a_removed_tag_never_comes_back(store: Store, fill) -> None:
    one, two = fill.photos(2)
    fill.understand([one, two], (DOG, CAT))
    store.edits.remove_tag([one], "dog")
    for _ in range(3):
        fill.understand([one, two], (DOG, CAT))
    assert names(store, one) == ["cat"]
    assert names(store, two) == ["dog", "cat"]
    store.edits.suppress_tag("cat")
    fill.understand([one, two], (DOG, CAT))
    assert (names(store, one), names(store, two)) == ([], ["dog"])
    assert store.tags.suppressed() == ["cat"]
    assert store.tags.vocabulary() == [("dog", TagSource.AI, 1)]
    store.edits.add_tag([one], "cat")
    assert store.tags.for_photo(one) == [Tag("cat", TagSource.USER)], "the user's own word stands"
    store.edits.add_tag([one], "dog")
    assert [t.source for t in store.tags.for_photo(one)] == [TagSource.USER, TagSource.USER]


def test_a_dismissed_flag_stays_dismissed(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    fill.understand([photo], (), (SENSITIVE,))
    store.edits.dismiss_flag([photo], FlagName.SENSITIVE)
    for _ in range(2):
        fill.understand([photo], (), (SENSITIVE,))
        assert store.photos.get(photo).status is Status.NONE
        assert store.flags.all() == {}
        (flag,) = store.flags.for_photo(photo)
        assert flag.is_dismissed
    store.edits.undo()
    assert store.photos.get(photo).status is Status.SENSITIVE


def test_the_files_own_keywords_are_tags_and_follow_the_file(store: Store, fill) -> None:
    (photo,) = fill.new(["a.jpg"])
    fill.decode([photo], metadata=Metadata(keywords=("sea", "sea", "", "dog")))
    fill.understand([photo], (DOG,))
    assert store.tags.for_photo(photo) == [Tag("dog", TagSource.KEYWORD), Tag("sea", TagSource.KEYWORD)]
    store.edits.remove_tag([photo], "sea")
    fill.decode([photo], metadata=Metadata(keywords=("sea", "sun")))
    assert store.tags.for_photo(photo) == [Tag("sun", TagSource.KEYWORD), DOG]


def test_the_vocabulary_counts_photos_not_what_is_hidden(store: Store, fill) -> None:
    ids = fill.photos(4)
    fill.understand(ids, (DOG,))
    store.edits.add_tag(ids[:2], "mine")
    store.edits.set_hidden(ids[:1], True)
    store.edits.remove_tag(ids[2:3], "dog")
    assert store.tags.vocabulary() == [("dog", TagSource.AI, 2), ("mine", TagSource.USER, 1)]


def test_flags_are_asked_for_by_name(store: Store, fill) -> None:
    one, two = fill.photos(2)
    fill.understand([one], (), (SENSITIVE, BLURRY))
    fill.understand([two], (), (BLURRY,))
    assert store.flags.all([FlagName.SENSITIVE]) == {one: [SENSITIVE]}
    assert store.flags.all() == {one: [SENSITIVE, BLURRY], two: [BLURRY]}


def test_a_new_model_builds_beside_the_old_one_and_takes_over_when_complete(store: Store, fill) -> None:
    ids = fill.photos(5)
    assert store.embeddings.active_model() == fill.model
    assert [p.photo_id for p in store.photos.pending_embed("new", None, 99)] == ids[::-1]
    fill.understand(ids[:3], model="new")
    assert not store.embeddings.take_over("new")
    assert store.embeddings.active_model() == fill.model
    assert {p.embed_stage for p in store.photos.get_many(ids).values()} == {Stage.DONE}, "the old one answers meanwhile"
    assert [p.photo_id for p in store.photos.pending_embed("new", None, 99)] == ids[:2:-1]
    fill.understand(ids[3:4], model="new")
    store.understanding.fail(ids[4], "new", fill.dimension, "the model could not", 1)
    assert store.embeddings.waiting("new") == 0
    assert store.embeddings.take_over("new")
    assert store.embeddings.active_model() == "new"
    assert store.photos.get(ids[4]).embed_stage is Stage.FAILED
    assert store.embeddings.forget(fill.model, limit=3) == 2
    assert store.embeddings.forget(fill.model) == 0
    assert [m.name for m in store.embeddings.models()] == ["new"]
    assert store.embeddings.forget("new") == 0
    assert store.embeddings.count("new") == 4
    assert not store.embeddings.take_over("unknown")


def test_the_generation_moves_with_everything_written_or_removed(store: Store, fill) -> None:
    seen = [store.embeddings.generation(fill.model)]

    def moved() -> bool:
        seen.append(store.embeddings.generation(fill.model))
        return seen[-1] > seen[-2]

    ids = fill.photos(3)
    assert moved()
    fill.understand(ids[:1])
    assert moved()
    assert store.embeddings.count(fill.model) == 3
    store.roots.remove(fill.root().id)
    assert moved()
    assert store.embeddings.count(fill.model) == 0
    assert not moved()


def test_vectors_are_read_in_the_order_asked_and_written(store: Store, fill) -> None:
    ids = fill.photos(10)
    asked = [ids[7], ids[2], ids[7], 999]
    found, vectors = store.embeddings.get(asked, fill.model)
    assert found.tolist() == [ids[7], ids[2]]
    assert np.array_equal(vectors[1], fill.vector(ids[2]))
    fill.understand([ids[0]])
    batches = list(store.embeddings.iterate(fill.model, batch=4))
    assert [len(b[0]) for b in batches] == [4, 4, 2]
    assert np.concatenate([b[0] for b in batches]).tolist() == [*ids[1:], ids[0]]
    empty, none = store.embeddings.get([], fill.model)
    assert (len(empty), none.shape) == (0, (0, fill.dimension))
    assert list(store.embeddings.iterate("unknown")) == []


@pytest.mark.expects_log("wrong length")
def test_a_vector_cut_short_by_damage_is_left_out(store: Store, fill) -> None:
    ids = fill.photos(3)
    with store.db.atomic():
        store.db.execute("UPDATE embedding SET vector = x'00' WHERE photo_id = ?", (ids[1],))
    found, vectors = store.embeddings.get(ids, fill.model)
    assert found.tolist() == [ids[0], ids[2]]
    assert vectors.shape == (2, fill.dimension)


def test_a_photo_the_model_fails_on_keeps_what_models_flagged_and_gets_the_other_flags_anew(store: Store, fill) -> None:
    (photo,) = fill.photos(1)
    sensitive, dark = Flag(FlagName.SENSITIVE, 0.9, "looks so"), Flag(FlagName.DARK, 0.8, "dark")
    fill.understand([photo], flags=(sensitive, Flag(FlagName.BLURRY, 0.7, "soft")))
    store.understanding.fail(photo, fill.model, fill.dimension, "the model could not", 5, (dark,))
    assert {flag.name for flag in store.flags.for_photo(photo)} == {FlagName.SENSITIVE, FlagName.DARK}
    assert store.photos.get(photo).status & Status.SENSITIVE


def test_photos_wait_for_judgement_until_it_came_whoever_asked(store: Store, fill) -> None:
    first, second, third = fill.photos(3)
    rows = [UnderstoodRow(i, fill.model, fill.vector(i), is_judged=False) for i in (first, second)]
    store.save_understood(rows)
    assert [file.photo_id for file in store.photos.pending_judgement(None, 9)] == [second, first]
    fill.decode([third], content_hash=b"hash-%d" % first)
    assert store.understanding.copy_from_equals([third], fill.model) == {third}
    assert [file.photo_id for file in store.photos.pending_judgement(None, 9)] == [third, second, first]
    store.understanding.save_judgement({third: (Flag(FlagName.SENSITIVE, 0.9, "looks so"),)}, [second])
    assert [file.photo_id for file in store.photos.pending_judgement(None, 9)] == [first]
    assert store.photos.get(third).status & Status.SENSITIVE
    fill.understand([first])
    assert store.photos.pending_judgement(None, 9) == []
