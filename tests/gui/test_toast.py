"""The undo bar."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop_app.gui.toast import Toast


def made(qtbot) -> tuple[QWidget, Toast]:
    parent = QWidget()
    parent.resize(900, 600)
    qtbot.addWidget(parent)
    toast = Toast(parent)
    parent.show()
    return parent, toast


def test_it_stays_eight_seconds(qtbot, theme_app) -> None:
    _parent, toast = made(qtbot)
    toast.offer_undo("Rated 3 photos")
    assert toast.isVisible()
    assert toast._timer.interval() == 8000
    assert 0 < toast.remaining_ms <= 8400  # coarse timers may be a little late
    assert toast.button.isVisible()
    assert toast.words.text() == "Rated 3 photos"


def test_the_pointer_holds_it(qtbot, theme_app) -> None:
    _parent, toast = made(qtbot)
    toast.offer_undo("Hid 1 photo")
    QApplication.sendEvent(toast, QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5)))
    assert toast.remaining_ms == -1
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert 0 < toast.remaining_ms <= 8400


def test_undo_is_asked_for_once_and_the_bar_goes(qtbot, theme_app) -> None:
    _parent, toast = made(qtbot)
    toast.offer_undo("Hid 1 photo")
    with qtbot.waitSignal(toast.undone):
        qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()


def test_words_that_look_like_markup_stay_words(qtbot, theme_app) -> None:
    _parent, toast = made(qtbot)
    toast.say("<b>bold</b><img src=x>")
    assert toast.words.textFormat() == Qt.TextFormat.PlainText
    assert not toast.button.isVisible()


def test_it_keeps_inside_a_narrow_window(qtbot, theme_app) -> None:
    parent, toast = made(qtbot)
    toast.say("word " * 80)
    assert toast.width() <= parent.width()
    parent.resize(500, 400)
    assert parent.rect().contains(toast.geometry())
