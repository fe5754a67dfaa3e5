"""The viewer's strip: asks when shown and settled, never before, and leads on."""

from __future__ import annotations

from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop_app.domain.history import ViewSource
from desktop_app.domain.suggestion import Suggestion
from desktop_app.errors import UserError
from desktop_app.library.commands import LessLikeThis, NeverSuggest, SetHidden
from desktop_app.settings import Settings


def ready(value: object) -> Future:
    future: Future = Future()
    future.set_result(value)
    return future


@pytest.fixture
def asked(inline_library, monkeypatch) -> list[int]:
    """The photos the library was asked others for."""
    seen: list[int] = []

    def also_like(photo_id, top=24):
        del top
        seen.append(photo_id)
        found = [int(i) for i in inline_library.store.photos.timeline(_page()).ids if int(i) != photo_id]
        return ready(tuple(Suggestion(i, 0.5) for i in found[5:12]))

    monkeypatch.setattr(inline_library, "also_like", also_like, raising=False)
    monkeypatch.setattr(type(inline_library), "is_private_session", False, raising=False)
    return seen


def _page():
    from desktop_app.gui.places import LIBRARY_PAGE

    return LIBRARY_PAGE


@pytest.fixture
def viewing(make_window, inline_library, asked, qtbot):
    window = make_window(inline_library, Settings(theme="light", is_motion_reduced=True))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    window.open_photo(window.space.model.id_at(3))
    qtbot.waitUntil(lambda: not window.space.viewer.canvas.is_empty)
    return window


def panel(window):
    return window.for_you_desk.strip.panel


@pytest.fixture
def shown(viewing, qtbot):
    """The viewer with its strip filled."""
    viewing.actions_table["viewer-suggestions"].trigger()
    qtbot.waitUntil(lambda: panel(viewing) is not None and len(panel(viewing).others.cards.ids) > 0)
    return viewing


def test_nothing_is_asked_while_the_strip_is_not_shown(viewing, asked, qtbot) -> None:
    QTest.keyClick(viewing.space.viewer, Qt.Key.Key_Right)
    assert panel(viewing) is None
    assert asked == []
    assert viewing.library.similar_requests == []


def test_the_action_shows_it_and_is_remembered(shown) -> None:
    assert panel(shown).isVisible()
    assert shown.saved[-1].is_viewer_strip_visible
    assert shown.actions_table["viewer-suggestions"].isChecked()
    viewer = shown.space.viewer
    assert panel(shown).geometry().bottom() == viewer.height() - 1
    assert viewer.strip.geometry().bottom() < panel(shown).geometry().top() + 1
    shown.actions_table["viewer-suggestions"].trigger()
    assert not panel(shown).isVisible()
    assert viewer.strip.geometry().bottom() == viewer.height() - 1


def test_turning_pages_quickly_asks_for_the_last_photo_only(shown, asked, qtbot) -> None:
    asked.clear()
    for _ in range(4):
        QTest.keyClick(shown.space.viewer, Qt.Key.Key_Right)
    assert asked == []
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [shown.space.viewer.current_id]


def test_what_is_hidden_is_in_neither_strip(shown, qtbot) -> None:
    gone = panel(shown).others.cards.ids[0]
    shown.library.run(SetHidden((gone,), True))
    QTest.keyClick(shown.space.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: gone not in panel(shown).others.cards.ids)
    assert gone not in panel(shown).similar.cards.ids


@pytest.mark.parametrize("command", [LessLikeThis, NeverSuggest, lambda ids: SetHidden(ids, True)])
def test_an_answer_to_a_card_is_heard_at_once(shown, asked, qtbot, command) -> None:
    asked.clear()
    shown.edits.run(command((panel(shown).others.cards.ids[0],)), lambda _edit: "")
    qtbot.waitUntil(lambda: asked == [shown.space.viewer.current_id])


def test_a_strip_that_is_not_seen_asks_when_it_is_seen_again(shown, asked, qtbot) -> None:
    shown.actions_table["viewer-suggestions"].trigger()
    asked.clear()
    shown.edits.run(NeverSuggest((panel(shown).others.cards.ids[0],)), lambda _edit: "")
    qtbot.waitUntil(lambda: shown.actions_table["undo"].isEnabled())
    assert asked == []
    shown.actions_table["viewer-suggestions"].trigger()
    qtbot.waitUntil(lambda: asked == [shown.space.viewer.current_id])


def test_a_click_opens_the_photo_and_tells_from_where(shown, qtbot) -> None:
    cards = panel(shown).others.cards
    wanted = cards.ids[1]
    QTest.mouseClick(cards.viewport(), Qt.MouseButton.LeftButton, pos=cards.card_rect(1).center())
    viewer = shown.space.viewer
    assert viewer.current_id == wanted
    assert viewer.opened_from is ViewSource.FOR_YOU
    QTest.keyClick(viewer, Qt.Key.Key_Escape)
    assert not shown.space.is_viewing


def test_keys_reach_it_and_leave_it(shown) -> None:
    cards, viewer = panel(shown).others.cards, shown.space.viewer
    photo_id = viewer.current_id
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(cards, Qt.Key.Key_Right)
    assert cards.currentIndex().row() == 1
    assert viewer.current_id == photo_id
    QTest.keyClick(cards, Qt.Key.Key_Up)
    assert viewer.hasFocus()
    cards.setFocus(Qt.FocusReason.TabFocusReason)
    wanted = cards.current_id
    QTest.keyClick(cards, Qt.Key.Key_Return)
    assert viewer.current_id == wanted


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu_works_on_the_photo_below_the_pointer(shown, qtbot) -> None:
    cards = panel(shown).others.cards
    wanted = cards.ids[2]
    at = cards.card_rect(2).center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, cards.viewport().mapToGlobal(at))
    QApplication.sendEvent(cards.viewport(), event)
    menu = next(m for m in shown.findChildren(QMenu) if m.isVisible())
    assert shown.chosen_ids == [wanted]
    menu.close()
    qtbot.waitUntil(lambda: shown.chosen_ids == [shown.space.viewer.current_id])


def test_nothing_alike_is_said(shown, qtbot, monkeypatch) -> None:
    from desktop_app.domain.query import SimilarResult

    monkeypatch.setattr(shown.library, "similar", lambda _request: ready(SimilarResult((), False)))
    QTest.keyClick(shown.space.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: panel(shown).similar.words.isVisible())
    assert "Nothing in your library" in panel(shown).similar.words.text()


def answering(window, monkeypatch, similar, others: list[int]) -> None:
    """From now on the library gives these answers; `similar` is a future or ids."""
    from desktop_app.domain.query import Match, SimilarResult

    if isinstance(similar, list):
        found = tuple(Match(i, None, 0.9) for i in similar)
        similar = ready(SimilarResult(found, bool(found)))
    monkeypatch.setattr(window.library, "similar", lambda _request: similar)
    told = tuple(Suggestion(i, 0.5) for i in others)
    monkeypatch.setattr(window.library, "also_like", lambda _photo, top=24: ready(told[:top]))


def test_nothing_is_in_both_strips(shown, qtbot, monkeypatch) -> None:
    ids = [int(i) for i in shown.library.store.photos.timeline(_page()).ids]
    answering(shown, monkeypatch, ids[8:12], ids[10:15])
    QTest.keyClick(shown.space.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: sorted(panel(shown).similar.cards.ids) == sorted(ids[8:12]))
    qtbot.waitUntil(lambda: sorted(panel(shown).others.cards.ids) == sorted(ids[12:15]))


def test_others_come_though_what_is_similar_cannot_be_told(shown, qtbot, monkeypatch) -> None:
    failed: Future = Future()
    failed.set_exception(UserError("The index is being built."))
    ids = [int(i) for i in shown.library.store.photos.timeline(_page()).ids]
    answering(shown, monkeypatch, failed, ids[12:15])
    QTest.keyClick(shown.space.viewer, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: "index is being built" in panel(shown).similar.words.text())
    qtbot.waitUntil(lambda: sorted(panel(shown).others.cards.ids) == sorted(ids[12:15]))
