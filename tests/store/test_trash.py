"""Rows of trashed photos: where they stand, what they survive, and that nothing takes them for what they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page, RootIdentity, Scope
from desktop_app.domain.photo import Status
from desktop_app.domain.trash import FileActKind, TrashState
from desktop_app.domain.visibility import EXCLUDED, Surface, is_visible
from desktop_app.search.text import search
from desktop_app.store import photo_rows
from desktop_app.store.backup import Backups
from desktop_app.store.database import Database
from desktop_app.store.rows import MovedFile, NewFile
from desktop_app.store.store import Store
from desktop_app.store.trash import TrashFile


@pytest.fixture
def fill(store, filler):
    return filler(store)


def file(photo: int, part: int = 0, keep: int | None = None) -> TrashFile:
    name = b"photo%04d.jpg" % (photo - 1) + (b".xmp" if part else b"")
    return TrashFile(
        PhotoId(photo), part, TrashState.GOING, name, b"/trash/" + name, b"", 1000, 10**18, 5,
        None if keep is None else PhotoId(keep),
    )  # fmt: skip


def trash(store: Store, *photos: int) -> None:
    """Does what an act does whose files have moved."""
    files = [file(photo) for photo in photos]
    store.edits.finish(store.trash.begin(FileActKind.TRASH, "Move to trash", 5, going=files), files)


def test_a_photo_counts_as_trashed_from_the_moment_it_is_written_down(store: Store, fill) -> None:
    ids = fill.photos(3)
    act = store.trash.begin(FileActKind.TRASH, "Move to trash", 5, going=[file(1), file(1, 1), file(2)])
    assert store.photos.get(ids[0]).status == Status.TRASHED
    assert store.trash.open_acts() == [act]
    assert store.photos.timeline(Page(Scope.TRASH)).ids.tolist() == []
    store.trash.give_up([ids[1]])
    assert store.photos.get(ids[1]).status == Status.NONE
    edit = store.edits.finish(act, [file(1)])
    assert edit is not None
    assert edit.photo_ids == (ids[0],)
    assert store.trash.open_acts() == []
    assert store.photos.timeline(Page(Scope.TRASH)).ids.tolist() == [1]
    assert [(f.part, f.state) for f in store.trash.files(ids)[ids[0]]] == [(0, 1), (1, 1)]
    assert photo_rows.broken_user_rows(store.db) == 0


def test_an_act_of_which_nothing_is_left_is_forgotten(store: Store, fill) -> None:
    ids = fill.photos(1)
    store.trash.begin(FileActKind.TRASH, "Move to trash", 5, going=[file(1)])
    store.trash.give_up(ids)
    assert store.trash.open_acts() == []
    assert store.edits.state().undo is None


def test_neither_missing_nor_moved_while_it_is_in_the_trash(store: Store, fill) -> None:
    ids = fill.photos(2)
    trash(store, 1)
    store.photos.mark_missing(ids, 77)
    assert store.photos.get(ids[0]).status == Status.TRASHED
    assert store.photos.get(ids[1]).status == Status.MISSING
    root = store.photos.get(ids[0]).root_id
    store.photos.move_files([MovedFile(ids[0], root, b"elsewhere.jpg", 1, 1)])
    assert store.photos.get(ids[0]).relative_path == b"a/photo0000.jpg"


def test_a_file_that_takes_the_place_is_another_photo_and_both_stay(store: Store, fill) -> None:
    ids = fill.photos(2)
    store.edits.set_rating(ids, 5)
    trash(store, 1)
    root = store.photos.get(ids[0]).root_id
    store.photos.move_files([MovedFile(ids[1], root, b"a/photo0000.jpg", 1, 1)])
    aside = store.photos.get(ids[0])
    assert (aside.relative_path, aside.name) == (b"a/.reverie-trashed-1/photo0000.jpg", "photo0000.jpg")
    assert aside.rating == 5
    store.trash.make_way(ids)  # again changes nothing
    assert store.photos.get(ids[0]).relative_path == aside.relative_path
    assert [f.relative_path for f in store.folders.all()] == [b"", b"a"]


def test_it_comes_back_to_its_folder_though_its_row_stood_aside(store: Store, fill) -> None:
    ids = fill.photos(2)
    trash(store, 1)
    store.trash.make_way(ids)
    store.photos.add_files(store.photos.get(ids[0]).root_id, [NewFile(b"a/photo0000.jpg", 1, 1)], 9)
    back = {ids[0]: [b"photo0000 (restored).jpg"]}
    act = store.trash.begin(FileActKind.RESTORE, "Restore from trash", 6, returning=back)
    assert store.photos.get(ids[0]).status == Status.TRASHED
    store.edits.finish(act, [store.trash.files_of_act(act)[ids[0]][0]])
    photo = store.photos.get(ids[0])
    assert (photo.relative_path, photo.status) == (b"a/photo0000 (restored).jpg", Status.NONE)
    assert [match.photo_id for match in search(store, "restored").matches] == [ids[0]]
    assert store.edits.state().undo is not None


def test_it_goes_along_when_its_folder_becomes_part_of_a_larger_one(store: Store, fill) -> None:
    ids = fill.photos(2)
    trash(store, 1)
    inner = store.roots.all()
    store.roots.add_around(Path("/"), RootIdentity(1, 9), 3, inner, store.photos)
    photo = store.photos.get(ids[0])
    assert (photo.relative_path, photo.status) == (b"photos/a/photo0000.jpg", Status.TRASHED)
    assert store.trash.files(ids)[ids[0]][0].kept == b"/trash/photo0000.jpg"


def test_a_folder_that_is_removed_takes_what_is_known_of_its_trash_along(store: Store, fill) -> None:
    fill.photos(2)
    trash(store, 1)
    store.roots.remove(store.roots.all()[0].id)
    assert store.db.value("SELECT count(*) FROM trash_file") == 0
    assert store.edits.state().undo is None


def test_what_was_emptied_leaves_the_page_and_comes_back_to_it(store: Store, fill) -> None:
    ids = fill.photos(2)
    trash(store, 1, 2)
    store.trash.note_emptied([ids[0]], [])
    assert store.photos.timeline(Page(Scope.TRASH)).ids.tolist() == [2]
    assert store.photos.counts().trash == 1
    assert store.photos.get(ids[0]).status == Status.TRASHED
    store.trash.note_emptied([], [ids[0]])
    assert store.photos.counts().trash == 2
    assert photo_rows.broken_user_rows(store.db) == 0


def test_damage_to_what_is_known_of_the_trash_is_noticed(store: Store, fill) -> None:
    fill.photos(1)
    trash(store, 1)
    with store.db.atomic():
        store.db.execute("UPDATE trash_file SET kept = x'2f78'")
    assert photo_rows.broken_user_rows(store.db) == 1


def test_a_backup_holds_the_trash_and_the_pairs_that_are_no_duplicates(store: Store, fill, tmp_path: Path) -> None:
    ids = fill.photos(3)
    trash(store, 1)
    store.edits.not_duplicates(ids)
    made = Backups(store, tmp_path / "backups").make(10**12)
    copy = Database.open(made, is_writer=False)
    assert copy.value("SELECT count(*) FROM trash_file") == 1
    assert copy.value("SELECT count(*) FROM not_duplicate") == 3
    copy.close()


def test_pairs_go_over_to_the_photo_that_takes_a_rows_place(store: Store, fill) -> None:
    ids = fill.photos(3)
    store.edits.not_duplicates(ids[1:])
    root = store.photos.get(ids[0]).root_id
    store.photos.move_files([MovedFile(ids[0], root, b"a/photo0001.jpg", 1, 1)])
    assert store.not_duplicates.pairs() == {(ids[0], ids[2])}
    assert photo_rows.broken_user_rows(store.db) == 0
    assert store.edits.undo() is not None  # of a pair whose photo is gone


def test_the_trash_is_shown_on_its_page_and_nowhere_else() -> None:
    for surface in EXCLUDED:
        assert is_visible(Status.TRASHED, surface) == (surface is Surface.TRASH_PAGE)
        assert not is_visible(Status.TRASHED | Status.HIDDEN, surface)
