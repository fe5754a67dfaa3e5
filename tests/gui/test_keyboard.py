"""Everything by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop_app.gui.places import Kind
from desktop_app.gui.shortcuts_page import ShortcutsPage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # dialogs without a screen
K, M = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def chosen(window, qtbot):
    """A window with its first photo chosen and the focus on the grid."""
    window.activateWindow()
    window.space.grid.set_current_id(window.space.model.id_at(0))
    window.space.grid.setFocus()
    qtbot.waitUntil(lambda: len(window.details.photos) == 1)
    return window


def press(window, key: Qt.Key, modifier: Qt.KeyboardModifier = M.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


@pytest.mark.parametrize(("key", "rating"), [(K.Key_1, 1), (K.Key_5, 5)])
def test_digits_rate(chosen, qtbot, key: Qt.Key, rating: int) -> None:
    photo_id = chosen.space.model.id_at(0)
    press(chosen, key)
    qtbot.waitUntil(lambda: chosen.library.store.photos.get(photo_id).rating == rating)


def test_f_is_favourite_and_h_hides(chosen, qtbot) -> None:
    photo_id = chosen.space.model.id_at(0)
    press(chosen, K.Key_F)
    qtbot.waitUntil(lambda: chosen.library.store.photos.get(photo_id).is_favourite)
    press(chosen, K.Key_H)
    qtbot.waitUntil(lambda: chosen.space.model.row_of(photo_id) == -1)


def test_s_finds_similar_and_alt_left_returns(chosen, qtbot) -> None:
    press(chosen, K.Key_S)
    assert chosen.navigator.place.kind is Kind.SIMILAR
    qtbot.waitUntil(lambda: chosen.space.model.scores is not None)
    press(chosen, K.Key_Left, M.AltModifier)
    assert chosen.navigator.place.kind is Kind.TIMELINE


def test_i_shows_and_hides_the_inspector(chosen) -> None:
    press(chosen, K.Key_I)
    assert not chosen.space.inspector.isVisible()
    press(chosen, K.Key_I)
    assert chosen.space.inspector.isVisible()


def test_slash_searches_and_letters_typed_there_are_letters(chosen, qtbot) -> None:
    press(chosen, K.Key_Slash)
    field = chosen.space.header.search
    assert field.hasFocus()
    QTest.keyClicks(field, "fish 5")
    assert field.text() == "fish 5"
    assert chosen.library.similar_requests == []
    photo = chosen.library.store.photos.get(chosen.details.ids[0])
    assert (photo.rating, photo.is_favourite) == (0, False)


def test_question_mark_shows_all_keys(chosen, qtbot) -> None:
    press(chosen, K.Key_Question)
    page = chosen.findChild(ShortcutsPage)
    assert page is not None
    page.close()


def test_ctrl_a_selects_all_and_ctrl_shift_a_nothing(chosen) -> None:
    press(chosen, K.Key_A, M.ControlModifier)
    assert len(chosen.space.grid.selected_ids()) == 25
    press(chosen, K.Key_A, M.ControlModifier | M.ShiftModifier)
    assert chosen.space.grid.selected_ids() == []


def test_t_leads_to_the_tag_field(chosen) -> None:
    press(chosen, K.Key_T)
    assert chosen.space.inspector.tags.field.hasFocus()


def test_ctrl_z_takes_back(chosen, qtbot) -> None:
    photo_id = chosen.space.model.id_at(0)
    press(chosen, K.Key_3)
    qtbot.waitUntil(lambda: chosen.actions_table["undo"].isEnabled())
    press(chosen, K.Key_Z, M.ControlModifier)
    qtbot.waitUntil(lambda: chosen.library.store.photos.get(photo_id).rating == 0)


def test_enter_on_a_button_presses_it_and_opens_no_photo(chosen, qtbot) -> None:
    heart = chosen.space.inspector.heart
    heart.setFocus()
    QTest.keyClick(heart, K.Key_Space)
    qtbot.waitUntil(lambda: chosen.library.store.photos.get(chosen.details.ids[0]).is_favourite)
    QTest.keyClick(heart, K.Key_Return)
    assert not chosen.space.is_viewing


def test_no_dialog_is_left_behind(chosen) -> None:
    chosen.pages.show_about()
    dialog = chosen.findChild(QDialog)
    assert dialog is not None
    QTest.keyClick(dialog, K.Key_Escape)
    assert not dialog.isVisible()


def test_the_photos_have_the_keyboard_from_the_start(window) -> None:
    assert window.focusWidget() is window.space.grid
