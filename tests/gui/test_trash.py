"""Photos to the trash and back by keys and mouse: what is chosen next, what is said, and what nothing happens to."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Scope
from desktop_app.domain.query import SimilarRequest
from desktop_app.domain.trash import Refusal
from desktop_app.gui import menus, places
from desktop_app.gui.album_menu import photo_menu
from desktop_app.gui.trash_desk import neighbour, refusal_text


@pytest.fixture
def window(make_window, empty_library, photo_folder: Path, tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch):
    """A window on photos that may be moved, with a trash of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copytree(photo_folder, tmp_path / "Photos")
    empty_library.index(tmp_path / "Photos")
    made = make_window(empty_library)
    qtbot.waitUntil(lambda: len(made.space.model.timeline) == 25)
    return made


@pytest.fixture
def in_trash(tmp_path: Path):
    """Says what lies in the trash."""
    files = tmp_path / "data" / "Trash" / "files"
    return lambda: sorted(os.listdir(files)) if files.exists() else []


def shown(window) -> list[PhotoId]:
    return [PhotoId(int(photo)) for photo in window.space.model.timeline.ids]


def delete(window, key: Qt.Key = Qt.Key.Key_Delete, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    widget = window.space.viewer if window.space.is_viewing else window.space.grid
    widget.setFocus()
    QTest.keyClick(widget, key, modifier)


def test_b14_after_delete_the_next_photo_is_chosen_and_undo_brings_all_back(window, ids, qtbot, in_trash) -> None:
    grid = window.space.grid
    grid.select_ids([ids[3], ids[4], ids[7]])
    delete(window)
    qtbot.waitUntil(lambda: len(shown(window)) == 22 and grid.selected_ids() == [ids[5]])
    assert grid.current_id() == ids[5]
    assert len(in_trash()) == 3
    assert window.toast.words.text() == "3 photos moved to the trash"
    assert window.toast.button.isVisible()
    qtbot.waitUntil(lambda: window.navigator.counts.trash == 3)
    assert window.space.header.count.text().startswith("22 photos")
    window.toast.button.click()
    qtbot.waitUntil(lambda: shown(window) == ids)
    assert in_trash() == []
    assert window.toast.words.text() == "Undone: Move to trash"


def test_the_last_photos_of_a_page_give_way_to_the_one_before(window, ids, qtbot) -> None:
    window.space.grid.select_ids(ids[-2:])
    delete(window)
    qtbot.waitUntil(lambda: window.space.grid.selected_ids() == [ids[-3]])


def test_the_page_does_not_jump(window, ids, qtbot) -> None:
    grid = window.space.grid
    grid.set_tile_height(256)
    grid.set_current_id(ids[12])
    before = grid.verticalScrollBar().value()
    assert before > 0
    delete(window)
    qtbot.waitUntil(lambda: grid.current_id() == ids[13])
    assert abs(grid.verticalScrollBar().value() - before) < 300
    assert grid.viewport().rect().intersects(grid.tile_rect(window.space.model.row_of(ids[13])))


def test_in_the_viewer_the_next_photo_comes(window, ids, qtbot, in_trash) -> None:
    window.open_photo(ids[2])
    delete(window)
    qtbot.waitUntil(lambda: window.space.viewer.current_id == ids[3])
    assert window.space.is_viewing
    assert len(in_trash()) == 1
    window.space.viewer.close_viewer()
    assert window.space.grid.current_id() == ids[3]


def test_in_an_album_delete_takes_out_of_the_album_and_shift_delete_to_the_trash(
    window, ids, qtbot, make_album, in_trash
) -> None:
    album = make_album("Rome", ids[:6])
    window.albums.show(album)
    qtbot.waitUntil(lambda: window.albums.current is not None and len(shown(window)) == 6)
    window.space.grid.select_ids(ids[:1])
    delete(window)
    qtbot.waitUntil(lambda: len(shown(window)) == 5)
    assert in_trash() == []
    window.space.grid.select_ids(ids[1:2])
    delete(window, modifier=Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: len(shown(window)) == 4)
    assert len(in_trash()) == 1
    assert window.navigator.albums[album].photo_count == 4


def test_b9_from_search_and_similar_they_go_too(window, ids, qtbot, in_trash) -> None:
    window.navigator.search("beach")
    qtbot.waitUntil(lambda: 0 < len(shown(window)) < 25)
    found = shown(window)
    window.space.grid.select_ids(found[:1])
    delete(window)
    qtbot.waitUntil(lambda: shown(window) == found[1:])
    window.find_similar(SimilarRequest(photo_ids=(found[1],)))
    qtbot.waitUntil(lambda: window.space.model.scores is not None and found[0] not in shown(window)[:0])
    likes = shown(window)
    window.space.grid.select_ids(likes[:1])
    delete(window)
    qtbot.waitUntil(lambda: len(in_trash()) == 2)


def test_the_page_of_the_trash_restores(window, ids, qtbot, in_trash) -> None:
    window.space.grid.select_ids(ids[:3])
    delete(window)
    qtbot.waitUntil(lambda: window.space.sidebar.tree.places.find_key("trash").isValid())
    window.actions_table["go-trash"].trigger()
    qtbot.waitUntil(lambda: shown(window) == ids[:3])
    assert window.space.header.title.text() == "Trash"
    bar = window.trash_desk._bar
    assert bar.isVisible()
    assert bar.button.text() == "Restore all"
    assert not window.actions_table["restore"].isEnabled()
    window.space.grid.select_ids(ids[:2])
    assert bar.button.text() == "Restore 2 photos"
    menu = photo_menu(window, ids[:2])
    assert window.actions_table["restore"] in menu.actions()
    assert window.actions_table["trash"] not in menu.actions()
    menu.deleteLater()
    bar.button.click()
    qtbot.waitUntil(lambda: shown(window) == ids[2:3])
    assert window.toast.words.text() == "2 photos brought back"
    assert len(in_trash()) == 1
    window.open_photo(ids[2])  # a photo in the trash can be looked at
    qtbot.waitUntil(lambda: window.space.viewer.photo is not None)
    window.space.viewer.close_viewer()
    window.space.grid.clearSelection()
    bar.button.click()
    qtbot.waitUntil(lambda: window.space.empty.isVisible())
    assert window.space.empty.title.text() == "No photos in the trash"
    assert not bar.isVisible()
    window.navigator.go(places.timeline())
    qtbot.waitUntil(lambda: shown(window) == ids)
    assert not bar.isVisible()


def test_an_emptied_trash_is_told_on_its_page(window, ids, qtbot, tmp_path: Path) -> None:
    window.space.grid.select_ids(ids[:3])
    delete(window)
    qtbot.waitUntil(lambda: window.navigator.counts.trash == 3)
    files = tmp_path / "data" / "Trash" / "files"
    for name in sorted(os.listdir(files))[:2]:
        (files / name).unlink()
    window.navigator.go(places.timeline(Scope.TRASH))
    qtbot.waitUntil(lambda: len(shown(window)) == 1)
    assert "2 more are gone since the trash was emptied." in window.trash_desk._bar.words.toolTip()
    qtbot.waitUntil(lambda: window.navigator.counts.trash == 1)


@pytest.mark.qt_log_ignore("This plugin does not support")  # windows on a machine without a screen
def test_b20_what_cannot_go_is_asked_before_anything_moves(window, ids, qtbot, tmp_path: Path, in_trash) -> None:
    paths = window.library.store.photos.paths(ids[:2])
    paths[ids[0]].unlink()
    window.space.grid.select_ids(ids[:2])
    delete(window)
    qtbot.waitUntil(lambda: window.trash_desk.question is not None)
    box = window.trash_desk.question
    assert box.informativeText() == "1 photo is not there any more."
    assert in_trash() == []
    assert box.defaultButton().text() == "Move nothing"
    box.defaultButton().click()
    assert in_trash() == []
    assert len(shown(window)) == 25
    window.space.grid.select_ids(ids[:2])
    window.actions_table["trash"].trigger()
    qtbot.waitUntil(lambda: window.trash_desk.question is not box)
    yes = next(b for b in window.trash_desk.question.findChildren(QPushButton) if b.text() == "Move 1 photo")
    yes.click()
    qtbot.waitUntil(lambda: in_trash() == [paths[ids[1]].name])
    window.space.grid.select_ids(ids[:1])
    window.actions_table["trash"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "1 photo is not there any more.")


def test_what_stayed_is_said_with_what_went(window, ids, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_app.library import trash_freedesktop

    rename = trash_freedesktop.rename_new
    stubborn = window.library.store.photos.paths(ids[:1])[ids[0]].name

    def rename_most(source: Path, target: Path) -> None:
        if source.name == stubborn:
            raise PermissionError(1, "Operation not permitted")
        rename(source, target)

    monkeypatch.setattr(trash_freedesktop, "rename_new", rename_most)
    window.space.grid.select_ids(ids[:2])
    delete(window)
    qtbot.waitUntil(lambda: len(shown(window)) == 24)
    assert window.toast.words.text() == (
        f"1 photo moved to the trash. {stubborn} stayed where it is: Operation not permitted."
    )
    assert window.toast.button.isVisible()


def test_every_reason_has_words_in_both_numbers(theme_app) -> None:
    for why in Refusal:
        assert refusal_text(why, 1).startswith("1 photo ")
        assert refusal_text(why, 12).startswith("12 photos ")


def test_the_neighbour_stays_and_stands_behind_the_first_that_goes() -> None:
    row = np.array([5, 3, 9, 7, 1], np.int64)
    assert neighbour(row, [3]) == 9
    assert neighbour(row, [3, 7]) == 9
    assert neighbour(row, [7, 1]) == 9
    assert neighbour(row, [1]) == 7
    assert neighbour(row, [5, 3, 9, 7, 1]) is None
    assert neighbour(row, [42]) is None


def test_menus_of_photos_offer_the_trash() -> None:
    for tree in (menus.PHOTO_MENU, menus.SUGGESTION_MENU, menus.ALBUM_PHOTO_MENU):
        assert "trash" in menus.ids_in(tree)
    assert "trash" not in menus.ids_in(menus.TRASH_MENU)
