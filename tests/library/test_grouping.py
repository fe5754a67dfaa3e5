from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).resolve().parent))
from grouped import MODEL, add_photos, understand

from desktop_app.domain.group import Grouping
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Changes, Page, Scope
from desktop_app.domain.photo import Flag, FlagName
from desktop_app.errors import CancelledError, UserError
from desktop_app.library.commands import Redo, SetHidden, Undo
from desktop_app.library.group_commands import MergeGroups, RenameGroup, SplitGroup
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store.store import Store

WAIT_S = 250
KINDS = {"dog": 40, "cat": 30, "boat": 25, "tree": 20}


@pytest.fixture
def ids(paths: LibraryPaths) -> dict[str, list[PhotoId]]:
    store = Store.open(paths, is_writer=True)
    found = add_photos(store, KINDS)
    store.close()
    return found


def groups_of(library: Library) -> Grouping:
    return library.order.groups.grouping().result(WAIT_S)


def photos_of(library: Library, group: GroupId) -> list[int]:
    return sorted(library.ask(lambda q: q.timeline(Page(Scope.GROUP, group_id=group))).result(WAIT_S).ids.tolist())


def by_name(library: Library) -> dict[str, list[int]]:
    return {group.name: photos_of(library, group.id) for group in groups_of(library).groups}


def on_store(library: Library, work: Callable[[Store], object]) -> None:
    library._store_lane.submit(work).result(WAIT_S)


def wait_for_order(library: Library, act: Callable[[], object]) -> None:
    """Waits until it was told that order has changed."""
    told = threading.Event()
    stop = library.subscribe(lambda changes: told.set() if changes.is_order_changed else None)
    try:
        act()
        assert told.wait(WAIT_S)
    finally:
        stop()


def test_groups_are_found_at_the_first_question_and_kept(open_library, ids) -> None:
    library = open_library()
    found = groups_of(library)
    assert by_name(library) == {kind.capitalize(): sorted(members) for kind, members in ids.items()}
    assert (found.chosen, found.asked, found.waiting, found.alone) == (4, None, 0, 0)
    assert found.smallest == 2
    assert found.largest >= 8
    assert all(group.cover in ids[group.tags[0]] for group in found.groups)
    assert library.ask(lambda q: q.undo_state()).result(WAIT_S).undo is None, "finding groups unasked is no act"
    library.close()
    again = open_library()
    assert groups_of(again) == found


def test_a_library_without_vectors_and_an_empty_one_have_no_groups_yet(open_library, paths) -> None:
    library = open_library()
    assert groups_of(library) == Grouping(())
    assert library.order.groups.listed().result(WAIT_S) == (Grouping(()), {})
    assert len(library.order.groups.library_map().result(WAIT_S).ids) == 0
    on_store(library, lambda store: add_photos(store, {"dog": 12, "cat": 12}))
    assert sorted(by_name(library)) == ["Cat", "Dog"]


def test_new_photos_join_the_nearest_group_without_a_new_search(open_library, ids) -> None:
    library = open_library()
    before = groups_of(library)
    new: dict[str, list[PhotoId]] = {}
    on_store(library, lambda store: new.update(add_photos(store, {"cat": 3, "zebra": 2}, folder="b")))
    asked: list[Grouping] = []
    wait_for_order(library, lambda: asked.append(groups_of(library)))
    assert asked[0].waiting == 5, "the answer does not wait for their places; asking is what has them found"
    after = groups_of(library)
    assert (after.waiting, after.is_outgrown) == (0, False)
    assert {g.id: g.name for g in after.groups} == {g.id: g.name for g in before.groups}
    assert set(new["cat"]) <= set(by_name(library)["Cat"])
    assert after.alone == 2, "a zebra is like none of them"


def test_a_photo_understood_anew_changes_its_group(open_library, ids) -> None:
    library = open_library()
    groups_of(library)
    moved = ids["dog"][:2]
    on_store(library, lambda store: understand(store, "boat", moved))
    wait_for_order(library, lambda: groups_of(library))
    assert set(moved) <= set(by_name(library)["Boat"])


def test_asking_for_a_number_is_an_act_that_can_be_undone_after_a_restart(open_library, ids) -> None:
    library = open_library()
    before = by_name(library)
    found = library.order.groups.regroup(2).result(WAIT_S)
    assert (len(found.groups), found.asked, found.chosen) == (2, 2, 4)
    after = by_name(library)
    assert after != before
    library.close()
    library = open_library()
    assert by_name(library) == after
    library.run(Undo()).result(WAIT_S)
    assert by_name(library) == before
    library.run(Redo()).result(WAIT_S)
    assert by_name(library) == after


def test_the_same_seed_finds_the_same_groups(open_library, ids) -> None:
    library = open_library()
    first = library.order.groups.propose(7, seed=5).result(WAIT_S)
    assert library.order.groups.propose(7, seed=5).result(WAIT_S) == first


def test_a_proposal_changes_nothing(open_library, ids) -> None:
    library = open_library()
    before = groups_of(library)
    proposed, photos = library.order.groups.propose(9).result(WAIT_S)
    assert len(proposed.groups) == 9
    assert sum(map(len, photos.values())) == sum(KINDS.values())
    assert groups_of(library) == before


def test_the_users_name_outlives_new_searches_and_coarse_ones(open_library, ids) -> None:
    """Lesson D7. Among coarse groups the name would be wrong for most: it rests, and comes back with its photos."""
    library = open_library()
    tree = next(group for group in groups_of(library).groups if group.name == "Tree")
    library.run(RenameGroup(tree.id, "My garden")).result(WAIT_S)
    library.order.groups.regroup(1).result(WAIT_S)
    assert len(groups_of(library).groups) == 1
    assert not groups_of(library).groups[0].is_renamed
    library.order.groups.regroup(None).result(WAIT_S)
    garden = next(group for group in groups_of(library).groups if group.is_renamed)
    assert (garden.id, garden.name, photos_of(library, garden.id)) == (tree.id, "My garden", sorted(ids["tree"]))


def test_groups_keep_their_numbers_when_photos_come_and_all_are_grouped_anew(open_library, ids) -> None:
    library = open_library()
    before = {group.name: group.id for group in groups_of(library).groups}
    on_store(library, lambda store: add_photos(store, {"dog": 30, "horse": 30}, folder="b"))
    after = library.order.groups.regroup(None, seed=3).result(WAIT_S)
    assert {group.name: group.id for group in after.groups}.items() >= before.items()
    assert "Horse" in {group.name for group in after.groups}


def test_groups_merge_and_split_and_undo(open_library, ids) -> None:
    library = open_library()
    before = by_name(library)
    numbers = {group.name: group.id for group in groups_of(library).groups}
    library.run(MergeGroups((numbers["Cat"], numbers["Dog"]))).result(WAIT_S)
    merged = by_name(library)
    assert merged["Dog"] == sorted(ids["dog"] + ids["cat"])
    on_store(library, lambda store: add_photos(store, {"cat": 2}, folder="b"))
    wait_for_order(library, lambda: groups_of(library))
    assert len(by_name(library)["Dog"]) == 72, "a merged group has the middles of both"
    library.run(SplitGroup(numbers["Dog"])).result(WAIT_S)
    assert {name: len(photos) for name, photos in by_name(library).items()} == {
        "Dog": 40, "Cat": 32, "Boat": 25, "Tree": 20
    }  # fmt: skip
    library.run(Undo()).result(WAIT_S)
    library.run(Undo()).result(WAIT_S)
    assert {name: photos[:20] for name, photos in by_name(library).items()} == {n: p[:20] for n, p in before.items()}


def test_photos_that_are_all_the_same_cannot_be_split(open_library, paths) -> None:
    store = Store.open(paths, is_writer=True)
    found = add_photos(store, {"dog": 6})
    number = store.db.value("SELECT id FROM embedding_model WHERE name = ?", (MODEL,))
    with store.db.atomic():
        store.db.execute(
            "UPDATE embedding SET vector = (SELECT vector FROM embedding LIMIT 1) WHERE model = ?", (number,)
        )
    store.close()
    library = open_library()
    only = groups_of(library).groups
    assert [group.photo_count for group in only] == [len(found["dog"])]
    with pytest.raises(UserError, match="too much alike"):
        library.run(SplitGroup(only[0].id)).result(WAIT_S)


def test_sensitive_and_hidden_photos_shape_no_group_and_come_when_they_may(open_library, paths) -> None:
    """Lesson D5."""
    store = Store.open(paths, is_writer=True)
    found = add_photos(store, {"dog": 20, "cat": 20})
    private = add_photos(store, {"skin": 20}, flags=[Flag(FlagName.SENSITIVE, 0.9, "skin")], folder="b")["skin"]
    store.edits.set_hidden(found["cat"][:5], True)
    store.close()
    library = open_library()
    assert {name: len(photos) for name, photos in by_name(library).items()} == {"Dog": 20, "Cat": 15}
    shown = library.order.groups.library_map().result(WAIT_S)
    assert not set(shown.ids.tolist()) & {*private, *found["cat"][:5]}
    _, listed = library.order.groups.listed().result(WAIT_S)
    assert not {photo for photos in listed.values() for photo in photos} & {*private, *found["cat"][:5]}
    dogs = next(group for group in groups_of(library).groups if group.name == "Dog")
    assert not {match.photo_id for match in library.order.groups.more_like(dogs.id, 99).result(WAIT_S)} & set(private)
    library.run(SetHidden(tuple(found["cat"][:5]), is_hidden=False)).result(WAIT_S)
    wait_for_order(library, lambda: groups_of(library))
    assert {name: len(photos) for name, photos in by_name(library).items()} == {"Dog": 20, "Cat": 20}


def test_groups_follow_a_new_model_and_keep_numbers_and_names(open_library, ids) -> None:
    library = open_library()
    before = {group.name: group.id for group in groups_of(library).groups}
    library.run(RenameGroup(before["Cat"], "Tigers")).result(WAIT_S)

    def change_models(store: Store) -> None:
        for kind, members in ids.items():
            understand(store, kind, members, model="test-model-2")
        assert store.embeddings.take_over("test-model-2")

    on_store(library, change_models)
    after = {group.name: group.id for group in groups_of(library).groups}
    assert after == {**{n: i for n, i in before.items() if n != "Cat"}, "Tigers": before["Cat"]}
    on_store(library, lambda store: store.embeddings.forget(MODEL))
    assert by_name(library)["Tigers"] == sorted(ids["cat"])


def test_photos_of_a_removed_folder_leave_no_groups_behind(open_library, ids) -> None:
    library = open_library()
    groups_of(library)
    on_store(library, lambda store: store.roots.remove(store.roots.all()[0].id))
    assert groups_of(library).groups == ()
    assert len(library.order.groups.library_map().result(WAIT_S).ids) == 0


def test_a_later_search_gives_up_the_one_before(open_library, ids) -> None:
    library = open_library()
    groups_of(library)
    is_at_work, may_go_on = threading.Event(), threading.Event()

    def wait(_share: float) -> None:
        is_at_work.set()
        assert may_go_on.wait(WAIT_S)

    first = library.order.groups.regroup(2, on_progress=wait)
    assert is_at_work.wait(WAIT_S)
    second = library.order.groups.regroup(3)
    may_go_on.set()
    with pytest.raises(CancelledError):
        first.result(WAIT_S)
    assert len(second.result(WAIT_S).groups) == 3
    assert len(groups_of(library).groups) == 3


def test_a_name_given_while_groups_are_searched_is_not_lost(open_library, ids) -> None:
    library = open_library()
    tree = next(group for group in groups_of(library).groups if group.name == "Tree")
    is_at_work, may_go_on = threading.Event(), threading.Event()

    def wait(_share: float) -> None:
        is_at_work.set()
        assert may_go_on.wait(WAIT_S)

    job = library.order.groups.regroup(None, seed=1, on_progress=wait)
    assert is_at_work.wait(WAIT_S)
    library.run(RenameGroup(tree.id, "My garden")).result(WAIT_S)
    may_go_on.set()
    assert "My garden" in {group.name for group in job.result(WAIT_S).groups}
    assert "My garden" in by_name(library)


def test_a_library_another_process_writes_is_grouped_all_the_same(open_library, paths, ids) -> None:
    open_library()
    reading = Library.open(paths, Settings(settle_s=0.1), decoder_count=1, is_reading_enough=True)
    try:
        assert reading.is_reading
        found, photos = reading.order.groups.listed().result(WAIT_S)
        assert {g.name: sorted(photos[g.id]) for g in found.groups} == {
            kind.capitalize(): sorted(members) for kind, members in ids.items()
        }
        assert len(groups_of(reading).groups) == 4
        with pytest.raises(UserError):
            reading.order.groups.regroup(2).result(WAIT_S)
    finally:
        reading.close()


def test_more_like_a_group_finds_what_fits_it_outside_it_and_nothing_else(open_library, ids) -> None:
    library = open_library()
    dogs = next(group for group in groups_of(library).groups if group.name == "Dog")
    assert library.order.groups.more_like(dogs.id, 10).result(WAIT_S) == ()
    library.run(SplitGroup(dogs.id)).result(WAIT_S)
    left = set(photos_of(library, dogs.id))
    found = library.order.groups.more_like(dogs.id, 10).result(WAIT_S)
    assert {match.photo_id for match in found} <= set(ids["dog"]) - left
    assert 0 < len(found) <= 10
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    with pytest.raises(UserError, match="not there any more"):
        library.order.groups.more_like(GroupId(99), 10).result(WAIT_S)


def test_the_map_shows_every_photo_once_and_is_made_once(open_library, ids) -> None:
    library = open_library()
    first = library.order.groups.library_map().result(WAIT_S)
    assert sorted(first.ids.tolist()) == sorted(photo for members in ids.values() for photo in members)
    assert len(set(zip(first.x.tolist(), first.y.tolist(), strict=True))) == len(first.ids)
    assert {name for _, name, *_ in first.labels} == {"Dog", "Cat", "Boat", "Tree"}
    for group, _, x, y, radius in first.labels:
        inside = first.groups == group
        assert np.all(np.hypot(first.x[inside] - x, first.y[inside] - y) <= radius)
    assert library.order.groups.library_map().result(WAIT_S) is first
    library.run(RenameGroup(first.labels[0][0], "Mine")).result(WAIT_S)
    assert "Mine" in {name for _, name, *_ in library.order.groups.library_map().result(WAIT_S).labels}


def test_everybody_hears_of_acts_on_groups(open_library, ids) -> None:
    library = open_library()
    dogs = groups_of(library).groups[0]
    heard: list[Changes] = []
    library.subscribe(heard.append)
    library.run(RenameGroup(dogs.id, "Mine")).result(WAIT_S)
    library.order.groups.regroup(3).result(WAIT_S)
    assert sum(one.is_order_changed and one.is_undo_changed for one in heard) == 2
    assert not any(one.are_tags_changed or one.are_albums_changed for one in heard)


def test_closing_gives_up_a_search(open_library, ids) -> None:
    library = open_library()
    is_at_work = threading.Event()

    def wait(_share: float) -> None:
        is_at_work.set()

    job = library.order.groups.regroup(None, on_progress=wait)
    assert is_at_work.wait(WAIT_S)
    library.close()
    assert job.done()
