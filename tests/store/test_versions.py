"""A version lies upon the photo it was made of: one tile for both, and nothing the user said is lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.library import Page, RootIdentity, Scope
from desktop_app.domain.photo import Badge, Flag, FlagName, Status
from desktop_app.domain.trash import FileActKind, TrashState
from desktop_app.store import tiles
from desktop_app.store.photo_joining import make_room
from desktop_app.store.rows import MovedFile, UnderstoodRow
from desktop_app.store.store import Store
from desktop_app.store.trash import TrashFile

LABEL = "Denoise"


def shown(store: Store, page: Page | None = None) -> set[int]:
    return set(store.photos.timeline(page or Page()).ids.tolist())


def status(store: Store, photo: PhotoId) -> Status:
    return store.photos.get(photo).status


def is_consistent(store: Store) -> bool:
    return store.db.value(tiles.COUNT_STALE) == 0


@pytest.fixture
def pair(fill) -> list[PhotoId]:
    return fill.photos(2)


def test_the_version_stands_for_the_photo_and_undo_brings_the_photo_back(store, pair) -> None:
    original, version = pair
    store.edits.add_version(LABEL, version, original, None)
    assert shown(store) == {version}
    assert status(store, original) == Status.BEHIND
    assert store.photos.get(version).badges & Badge.VERSION
    assert store.versions.pile(original) == store.versions.pile(version) == [original, version]
    assert store.versions.original_of(version) == original
    assert is_consistent(store)
    store.edits.undo()
    assert shown(store) == set(pair)
    assert store.versions.pile(original) == [original]
    store.edits.redo()
    assert shown(store) == {version}
    assert is_consistent(store)


def test_a_version_that_goes_missing_or_to_the_trash_gives_its_place_back(store, pair) -> None:
    original, version = pair
    store.edits.add_version(LABEL, version, original, None)
    store.photos.mark_missing([version], 5)
    assert shown(store) == {original}
    store.photos.mark_present([version])
    assert shown(store) == {version}
    with store.db.atomic():
        row = "INSERT INTO trash_file VALUES (?, 0, 1, '', '', '', 1, 1, 1, NULL, NULL, NULL, 0)"
        store.db.execute(row, (version,))
        tiles.refresh(store.db, [version])
    assert shown(store) == {original}
    assert is_consistent(store)


def test_hiding_the_version_does_not_bring_to_light_what_it_was_made_of(store, pair) -> None:
    original, version = pair
    store.edits.add_version(LABEL, version, original, None)
    store.edits.set_hidden([version], True)
    assert shown(store) == set()
    assert shown(store, Page(Scope.HIDDEN)) == {version}


def test_what_a_hidden_version_was_made_of_stays_hidden_when_the_version_goes(store, fill) -> None:
    original, older, version = fill.photos(3)
    store.edits.add_version(LABEL, older, original, None)
    store.edits.add_version(LABEL, version, original, None)
    edit = store.edits.set_hidden([version], True)
    assert edit.photo_ids == (version, original, older)
    store.photos.mark_missing([version, older], 5)
    assert shown(store) == set()
    assert shown(store, Page(Scope.HIDDEN)) == {original}
    store.photos.mark_present([version])
    store.edits.set_hidden([version], False)
    assert shown(store) == {version}
    assert status(store, original) == Status.BEHIND
    store.edits.undo()
    assert shown(store, Page(Scope.VERSIONS, photo_ids=(original, older, version))) == set()
    assert is_consistent(store)


@pytest.mark.parametrize("is_sensitive", [True, False])
def test_what_may_be_sensitive_is_said_of_the_whole_pile(store, pair, is_sensitive) -> None:
    original, version = pair
    store.edits.add_version(LABEL, version, original, None)
    if not is_sensitive:
        store.edits.confirm_flag(pair, FlagName.SENSITIVE)
    act = store.edits.confirm_flag if is_sensitive else store.edits.dismiss_flag
    act([version], FlagName.SENSITIVE)
    store.edits.unpile([version])
    assert [bool(status(store, photo) & Status.SENSITIVE) for photo in pair] == [is_sensitive, is_sensitive]
    act([version], FlagName.DARK)
    assert store.db.value("SELECT count(*) FROM live_flag WHERE photo_id = ? AND name = 'dark'", (original,)) == 0


def test_a_version_is_as_sensitive_as_its_original_until_it_was_judged_itself(store, fill) -> None:
    (original,) = fill.photos(1)
    (version,) = fill.new(["a/version.jpg"])
    store.edits.add_version(LABEL, version, original, None)
    assert not status(store, version) & Status.SENSITIVE
    fill.understand([original], flags=(Flag(FlagName.SENSITIVE, 0.99, ""),))
    assert status(store, version) & Status.SENSITIVE
    fill.decode([version])
    assert status(store, version) & Status.SENSITIVE
    assert is_consistent(store)
    store.edits.dismiss_flag([version], FlagName.SENSITIVE)
    assert not status(store, version) & Status.SENSITIVE
    store.edits.undo()
    store.save_understood([UnderstoodRow(version, fill.model, fill.vector(2), (), (), is_judged=False)])
    assert status(store, version) & Status.SENSITIVE
    fill.understand([version])
    store.understanding.save_judgement({version: ()}, [])
    assert not status(store, version) & Status.SENSITIVE
    assert is_consistent(store)


def test_a_photo_comes_forth_when_the_folder_with_its_version_leaves_the_library(store, pair) -> None:
    original, version = pair
    store.edits.add_version(LABEL, version, original, None)
    other = store.roots.add(Path("/other"), RootIdentity(1, 3, "volume"), 1)
    store.photos.move_files([MovedFile(version, other.id, b"version.jpg", 1, 1)])
    assert shown(store) == {version}
    store.roots.remove(other.id)
    assert shown(store) == {original}
    assert is_consistent(store)


def test_what_the_user_said_of_the_photo_goes_along(store, pair) -> None:
    original, version = pair
    store.edits.set_rating([original], 4)
    store.edits.set_favourite([original], True)
    store.edits.set_hidden([original], True)
    store.edits.add_tag([original], "Grandma")
    store.edits.remove_tag([original], "cat")
    store.edits.dismiss_flag([original], FlagName.NOISY)
    store.edits.confirm_flag([original], FlagName.SENSITIVE)
    _, album = store.edits.create_album("Summer", [original])
    store.edits.set_album_cover(album, original)
    store.edits.add_version(LABEL, version, original, None)
    photo = store.photos.get(version)
    assert (photo.rating, bool(photo.badges & Badge.FAVOURITE)) == (4, True)
    assert photo.status == Status.HIDDEN | Status.SENSITIVE
    rows = store.db.rows("SELECT name FROM user_tag WHERE photo_id = ?", (version,))
    assert rows == [("Grandma",)]
    assert store.db.rows("SELECT name FROM flag_dismissal WHERE photo_id = ?", (version,)) == []
    assert store.db.value("SELECT cover FROM album WHERE id = ?", (album,)) == version
    store.edits.set_hidden([original, version], False)
    assert shown(store, Page(Scope.ALBUM, album_id=album)) == {version}
    store.edits.undo()
    store.edits.undo()
    assert store.db.value("SELECT cover FROM album WHERE id = ?", (album,)) == original
    assert store.db.value("SELECT count(*) FROM user_tag WHERE photo_id = ?", (version,)) == 0


def test_several_versions_lie_on_one_pile_the_newest_on_top(store, fill) -> None:
    original, first, second, of_second = fill.photos(4)
    store.edits.add_version(LABEL, first, original, None)
    store.edits.add_version(LABEL, second, original, None)
    assert shown(store) == {second, of_second}
    store.edits.add_version(LABEL, of_second, second, None)
    assert shown(store) == {of_second}
    assert store.versions.pile(first) == [original, first, second, of_second]
    store.photos.mark_missing([second], 5)
    assert shown(store) == {of_second}, "also while what it was made of is away"
    store.photos.mark_present([second])
    store.photos.mark_missing([of_second], 5)
    assert shown(store) == {second}
    store.photos.mark_missing([second], 5)
    assert shown(store) == {first}
    assert is_consistent(store)
    store.edits.unpile([first])
    store.photos.mark_present([second, of_second])
    assert shown(store) == {original, first, second, of_second}
    store.edits.undo()
    assert shown(store) == {of_second}


def test_the_photos_of_one_job_are_one_act_as_long_as_nothing_else_is_done(store, fill) -> None:
    one, two, three, one_new, two_new, three_new = fill.photos(6)
    first = store.edits.add_version(LABEL, one_new, one, None)
    assert store.edits.add_version(LABEL, two_new, two, first.id).id == first.id
    store.edits.undo()
    assert shown(store) == {one, two, three, one_new, two_new, three_new}
    store.edits.redo()
    store.edits.set_rating([three], 3)
    other = store.edits.add_version(LABEL, three_new, three, first.id)
    assert other.id not in (EditId(0), first.id)
    store.edits.undo()
    assert shown(store) == {one_new, two_new, three, three_new}


def going(photo: PhotoId) -> TrashFile:
    return TrashFile(photo, 0, TrashState.GOING, b"%d.jpg" % photo, b"/kept/%d" % photo, b"/info/%d" % photo, 1, 1, 1)


def test_a_version_saved_while_its_act_is_being_taken_back_is_an_act_of_its_own(store, fill) -> None:
    one, two, one_new, two_new = fill.photos(4)
    store.edits.set_hidden([two], True)
    first = store.edits.add_version(LABEL, one_new, one, None)
    act = store.trash.begin(FileActKind.UNDO, LABEL, 1, going=[going(one_new)], edit_id=first.id)
    second = store.edits.add_version(LABEL, two_new, two, first.id)
    store.edits.finish(act, [going(one_new)])
    assert second.id > first.id
    assert status(store, one_new) & Status.TRASHED
    assert store.versions.pile(two) == [two, two_new]
    assert status(store, two_new) == Status.HIDDEN
    assert is_consistent(store)


def test_a_version_whose_file_cannot_go_to_the_trash_stays_hidden_upon_its_original(store, fill) -> None:
    hidden, other, hidden_new, other_new = fill.photos(4)
    store.edits.set_hidden([hidden], True)
    edit = store.edits.add_version(LABEL, hidden_new, hidden, None)
    store.edits.add_version(LABEL, other_new, other, edit.id)
    moving = [going(hidden_new), going(other_new)]
    act = store.trash.begin(FileActKind.UNDO, LABEL, 1, going=moving, edit_id=edit.id)
    store.trash.give_up([hidden_new])
    store.edits.finish(act, moving[1:])
    assert status(store, hidden_new) == Status.HIDDEN
    assert store.versions.pile(hidden) == [hidden, hidden_new]
    assert status(store, other_new) & Status.TRASHED
    assert shown(store) == {other}
    assert is_consistent(store)


def test_a_pile_survives_that_a_row_is_joined_with_another(store, fill) -> None:
    original, version, trace = fill.photos(3)
    store.edits.add_version(LABEL, version, original, None)
    root, path = store.db.row("SELECT root_id, relative_path FROM photo WHERE id = ?", (original,))
    with store.db.durable():
        make_room(store.db, trace, root, path)
    assert store.versions.pile(version) == [version, trace]
    assert store.versions.original_of(version) == trace
    assert store.db.value(
        "SELECT checksum = row_checksum(version_id, original_id) FROM photo_version WHERE version_id = ?", (version,)
    )


def test_a_page_of_the_pile_shows_all_of_it(store, pair) -> None:
    original, version = pair
    store.edits.add_version(LABEL, version, original, None)
    assert shown(store, Page(Scope.VERSIONS, photo_ids=(original, version))) == {original, version}
    assert np.all(store.photos.timeline(Page(Scope.VERSIONS, photo_ids=(version,))).ids == [version])
