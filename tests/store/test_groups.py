"""The user's acts on groups: undoable, also after a restart, whole after a kill; covers and counts by the policy."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Page, Scope
from desktop_app.domain.photo import Flag, FlagName
from desktop_app.errors import UserError
from desktop_app.paths import LibraryPaths
from desktop_app.store import backup, photo_rows
from desktop_app.store.backup import Backups
from desktop_app.store.group_edits import KEPT_REGROUPINGS
from desktop_app.store.group_rows import GroupingRow, GroupRow, Snapshot, pack, unpack
from desktop_app.store.groups import next_id
from desktop_app.store.store import Store

ONE, TWO, THREE = GroupId(1), GroupId(2), GroupId(3)
PHOTOS = 12


def row(made_name: str, name: str = "") -> GroupRow:
    return GroupRow(name, made_name, (made_name.lower(),), 0.8, np.ones(16, np.float16).tobytes())


def snapshot(store: Store, groups: dict[GroupId, GroupRow], of: list[int], asked: int | None = None) -> Snapshot:
    ids = np.array(store.embeddings.photo_ids("test-model-1"), np.int64)
    state = GroupingRow(asked, len(groups), 2, 4, 0, "test-model-1", b"\0\0", len(ids), 10**6)
    return Snapshot(state, groups, ids, np.array(of, np.int64), 5_000 + 10 * np.arange(len(ids), dtype=np.int64))


@pytest.fixture
def ids(store: Store, filler) -> list[PhotoId]:
    """Twelve photos: five dogs, four cats, two cars, one like none of them."""
    found = filler(store).photos(PHOTOS)
    groups = {ONE: row("Dog"), TWO: row("Cat"), THREE: row("Car")}
    store.groups.keep(snapshot(store, groups, [1] * 5 + [2] * 4 + [3] * 2 + [0]))
    return found


def facts(store: Store) -> object:
    """All that can be seen of groups."""
    return store.groups.all(), {group: store.groups.photo_ids(group) for group in store.groups.rows()}


def rename(store: Store) -> None:
    store.edits.rename_group(TWO, "  My\ncats ")


def merge(store: Store) -> None:
    store.edits.merge_groups([THREE, ONE, TWO])


def split(store: Store) -> None:
    first, second = row("Dog"), row("Dog, snow")
    store.edits.split_group(ONE, first, second, [PhotoId(4), PhotoId(5), PhotoId(6)])


def regroup(store: Store) -> None:
    after = snapshot(store, {ONE: row("Animal"), GroupId(7): row("Thing", "Mine")}, [1] * 9 + [7] * 3, asked=2)
    store.edits.regroup(store.groups.snapshot(), after)


ACTS: dict[str, Callable[[Store], None]] = {"rename": rename, "merge": merge, "split": split, "regroup": regroup}


def test_b12_groups_are_listed_by_size_and_loose_ones_last(store: Store, ids: list[PhotoId]) -> None:
    found = store.groups.all()
    assert found is not None
    assert [(g.name, g.photo_count, g.tags, g.is_renamed) for g in found.groups] == [
        ("Dog", 5, ("dog",), False),
        ("Cat", 4, ("cat",), False),
        ("Car", 2, ("car",), False),
    ]
    assert (found.alone, found.waiting, found.largest, found.is_outgrown) == (1, 0, 4, False)
    tight = {ONE: row("Dog")._replace(coherence=0.1), TWO: row("Cat"), THREE: row("Car")}
    store.groups.keep(snapshot(store, tight, [1] * 5 + [2] * 4 + [3] * 2 + [0]))
    again = store.groups.all()
    assert again is not None
    assert [group.name for group in again.groups] == ["Cat", "Car", "Dog"]


def test_the_acts_do_what_they_say(store: Store, ids: list[PhotoId]) -> None:
    rename(store)
    found = store.groups.all()
    assert found is not None
    assert [(g.name, g.is_renamed) for g in found.groups if g.id == TWO] == [("My cats", True)]
    merge(store)
    found = store.groups.all()
    assert found is not None
    assert [(g.id, g.name, g.photo_count) for g in found.groups] == [(TWO, "My cats", 11)], "the user's name stays"
    split_off = store.edits.split_group(TWO, row("Dog"), row("Car"), ids[9:])
    assert split_off.label == "Split group “My cats”"
    found = store.groups.all()
    assert found is not None
    assert sorted((g.name, g.photo_count) for g in found.groups) == [("Car", 2), ("Dog", 9)]
    assert next_id(store.db) == 5


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_undone_and_done_again_after_a_restart(
    name: str, store: Store, paths: LibraryPaths, ids: list[PhotoId]
) -> None:
    before = facts(store)
    ACTS[name](store)
    after = facts(store)
    assert after != before
    store.close()
    again = Store.open(paths, is_writer=True)
    try:
        assert facts(again) == after
        again.edits.undo()
        assert facts(again) == before
        assert again.edits.undo() is None
        again.edits.redo()
        assert facts(again) == after
        assert photo_rows.broken_user_rows(again.db) == 0
    finally:
        again.close()


@pytest.mark.parametrize("name", ACTS)
def test_a_kill_in_the_midst_of_an_act_leaves_all_of_it_or_nothing(
    name: str, store: Store, paths: LibraryPaths, ids: list[PhotoId], child: Callable[..., object]
) -> None:
    before = facts(store)
    ACTS[name](store)
    after = facts(store)
    store.edits.undo()
    store.db.execute("DELETE FROM journal WHERE is_undone")
    store.close()
    code = """
        import os, signal, sys
        from pathlib import Path
        sys.path.insert(0, "tests/store")
        from desktop_app.paths import LibraryPaths
        from desktop_app.store.store import Store
        import test_groups as acts
        store = Store.open(LibraryPaths(Path(sys.argv[1]), Path(sys.argv[1]) / "cache"), is_writer=True)
        left = int(sys.argv[3])
        def count(_statement):
            global left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        store.db.connection.set_trace_callback(count)
        acts.ACTS[sys.argv[2]](store)
        store.db.connection.set_trace_callback(None)
        store.close()
    """
    kills = 0
    for step in (4, 8, 12, 16):
        done = child(code, paths.home, name, step)
        kills += done.returncode == -9  # type: ignore[attr-defined]
        opened = Store.open(paths, is_writer=True)
        try:
            is_done = opened.edits.state().undo is not None
            assert facts(opened) == (after if is_done else before)
            assert photo_rows.broken_user_rows(opened.db) == 0
            while opened.edits.undo():
                pass
            assert facts(opened) == before
            opened.db.execute("DELETE FROM journal")
        finally:
            opened.close()
    assert kills >= 2


def test_names_and_groups_that_cannot_be_are_refused_in_plain_words(store: Store, ids: list[PhotoId]) -> None:
    before = facts(store)
    for refused, words in (
        (lambda: store.edits.rename_group(ONE, "  "), "needs a name"),
        (lambda: store.edits.rename_group(ONE, "x" * 201), "at most 200"),
        (lambda: store.edits.rename_group(ONE, "CAT"), "“Cat” already"),
        (lambda: store.edits.rename_group(GroupId(99), "Z"), "not there any more"),
        (lambda: store.edits.merge_groups([ONE, ONE]), "at least two"),
        (lambda: store.edits.merge_groups([ONE, GroupId(99)]), "not there any more"),
        (lambda: store.edits.split_group(GroupId(99), row("a"), row("b"), ids), "not there any more"),
    ):
        with pytest.raises(UserError, match=words):
            refused()
    assert facts(store) == before
    assert store.edits.rename_group(ONE, "Dog").label == "Rename group to “Dog”"


def test_undo_reaches_back_over_so_many_regroupings_and_keeps_the_rest_small(store: Store, ids: list[PhotoId]) -> None:
    store.edits.set_rating(ids[:1], 3)
    for number in range(KEPT_REGROUPINGS + 3):
        after = snapshot(store, {GroupId(10 + number): row("All")}, [10 + number] * PHOTOS)
        store.edits.regroup(store.groups.snapshot(), after)
    taken_back = 0
    while store.edits.undo():
        taken_back += 1
    assert taken_back == KEPT_REGROUPINGS
    assert store.groups.photo_ids(GroupId(12)) == ids


def test_what_undo_brings_back_leaves_out_photos_that_are_gone(store: Store, ids: list[PhotoId]) -> None:
    regroup(store)
    with store.db.atomic():
        store.db.execute("DELETE FROM photo WHERE id IN (?, ?)", (ids[0], ids[6]))
    store.edits.undo()
    assert store.groups.photo_ids(ONE) == ids[1:5]
    assert store.groups.photo_ids(TWO) == [ids[5], *ids[7:9]]


def test_private_photos_are_no_covers_nor_counted_nor_on_the_page(store: Store, filler, ids: list[PhotoId]) -> None:
    """Lesson D5: groups are a side door."""
    store.edits.set_favourite(ids[:3], True)
    found = store.groups.all()
    assert found is not None
    assert found.groups[0].cover == ids[2], "a favourite comes first, then what is most typical"
    filler(store).understand([ids[2]], flags=(Flag(FlagName.SENSITIVE, 0.9, "skin"),))
    store.edits.set_hidden([ids[1]], True)
    store.photos.mark_missing([ids[4]], 5)
    found = store.groups.all()
    assert found is not None
    dogs = next(group for group in found.groups if group.id == ONE)
    assert (dogs.cover, dogs.photo_count) == (ids[0], 2)
    page = store.photos.timeline(Page(Scope.GROUP, group_id=ONE))
    assert sorted(page.ids.tolist()) == [ids[0], ids[3]]
    store.edits.set_hidden([ids[9], ids[10]], True)
    found = store.groups.all()
    assert found is not None
    assert THREE not in {group.id for group in found.groups}, "a group nobody may see is not shown"


def test_a_flawed_photo_is_a_cover_only_where_there_is_no_other(store: Store, filler, ids: list[PhotoId]) -> None:
    filler(store).understand([ids[10]], flags=(Flag(FlagName.BLURRY, 0.9, "soft"),))
    found = store.groups.all()
    assert found is not None
    assert {g.id: g.cover for g in found.groups}[THREE] == ids[9]
    store.edits.set_rating([ids[10]], 4)
    found = store.groups.all()
    assert found is not None
    assert {g.id: g.cover for g in found.groups}[THREE] == ids[10], "the user's stars say more"


def test_new_photos_wait_and_are_put_where_they_belong(store: Store, filler, ids: list[PhotoId]) -> None:
    new = filler(store).photos(3, prefix="b/photo")
    state = store.groups.state()
    assert state is not None
    assert store.groups.waiting(state) == new
    store.groups.assign(new, [ONE, GroupId(0), GroupId(99)], [9_000, 100, 5_000], 10**6)
    assert store.groups.photo_ids(ONE) == [*ids[:5], new[0]]
    assert store.groups.waiting(state) == [new[2]], "its group went meanwhile"
    found = store.groups.all()
    assert found is not None
    assert (found.alone, found.waiting) == (2, 1)
    store.edits.set_hidden([new[2]], True)
    assert store.groups.waiting_count(state) == 0


def test_a_library_that_grew_by_a_quarter_is_outgrown(store: Store, filler, ids: list[PhotoId]) -> None:
    filler(store).photos(8, prefix="b/photo")
    found = store.groups.all()
    assert found is not None
    assert (found.waiting, found.is_outgrown) == (8, False)
    filler(store).photos(1, prefix="c/photo")
    found = store.groups.all()
    assert found is not None
    assert found.is_outgrown


def test_groups_hold_for_their_model_and_until_the_library_doubled(store: Store, filler, ids: list[PhotoId]) -> None:
    def is_current(model: str = "test-model-1") -> bool:
        found = store.groups.all()
        assert found is not None
        return store.groups.is_current(found, model)

    assert is_current()
    assert not is_current("another")
    filler(store).photos(PHOTOS, prefix="b/photo")
    assert not is_current()
    store.edits.rename_group(ONE, "Mine")
    assert is_current(), "what the user arranged is not rearranged unasked"


def test_a_damaged_name_is_found_and_groups_are_in_backups(
    store: Store, paths: LibraryPaths, ids: list[PhotoId]
) -> None:
    rename(store)
    made = Backups(store, paths.backups).make(1_700_000_000_000)
    before = facts(store)
    with store.db.atomic():
        store.db.execute("UPDATE photo_group SET name = 'Cots' WHERE id = 2")
    assert photo_rows.broken_user_rows(store.db) == 1
    store.close()
    backup.restore(paths, made, 1_700_000_001_000)
    again = Store.open(paths, is_writer=True)
    try:
        assert photo_rows.broken_user_rows(again.db) == 0
        assert again.groups.rows()[TWO].name == "My cats"
        assert {group: again.groups.photo_ids(group) for group in again.groups.rows()} == before[1]  # type: ignore[index]
    finally:
        again.close()


@pytest.mark.parametrize("numbers", [[], [5], [3, 1, 2], [0] * 1000, [2**40, -(2**41), 7], list(range(5000))])
def test_packed_numbers_come_back(numbers: list[int]) -> None:
    array = np.array(numbers, np.int64)
    assert unpack(pack(array)).tolist() == numbers
    assert unpack(b"").tolist() == []


def test_a_snapshot_of_a_large_library_stays_small_in_the_journal() -> None:
    chance = np.random.default_rng(0)
    ids = np.arange(1, 50_001) * 2
    of = chance.integers(1, 60, 50_000)
    fits = chance.integers(3_000, 9_000, 50_000)
    state = GroupingRow(None, 59, 2, 200, 0, "m", b"\1\2", 50_000, 7)
    before = Snapshot(state, {GroupId(n): row(f"G{n}") for n in range(1, 60)}, ids, of, fits)
    text = before.as_text()
    assert len(text) < 6 * 50_000
    after = Snapshot.from_text(text)
    assert (after.state, after.groups) == (before.state, before.groups)
    assert all(np.array_equal(a, b) for a, b in zip((after.ids, after.of, after.fits), (ids, of, fits), strict=True))
    nothing = Snapshot.from_text(Snapshot(None, {}, ids[:0], ids[:0], ids[:0]).as_text())
    assert (nothing.state, nothing.groups, len(nothing.ids)) == (None, {}, 0)
