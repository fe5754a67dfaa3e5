"""The scrubber is a slider over the timeline: by mouse, by keys, and for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.gui.scrubber import Scrubber

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def scrubber(qtbot: QtBot) -> Iterator[Scrubber]:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 600)
    made = Scrubber(window)
    made.setGeometry(356, 0, 44, 600)
    made.setPageStep(600)
    made.setSingleStep(40)
    made.setRange(0, 60_000)
    made.text_at = lambda value: f"at {value}"
    window.show()
    qtbot.waitExposed(window)
    yield made
    window.close()


def test_dragging_the_handle_moves_through_all_and_shows_the_date(scrubber: Scrubber, qtbot: QtBot) -> None:
    handle = scrubber.handle_rect().center().toPoint()
    qtbot.mousePress(scrubber, LEFT, pos=handle)
    assert scrubber.value() == 0
    QTest.mouseMove(scrubber, QPoint(handle.x(), 300))
    qtbot.waitUntil(lambda: scrubber.value() > 0)
    assert 28_000 < scrubber.value() < 32_000
    assert scrubber.bubble.isVisible()
    assert scrubber.bubble.text() == f"at {scrubber.value()}"
    assert scrubber.bubble.geometry().right() < scrubber.geometry().left() + 1
    QTest.mouseMove(scrubber, QPoint(handle.x(), 2000))
    qtbot.waitUntil(lambda: scrubber.value() == scrubber.maximum())
    qtbot.mouseRelease(scrubber, LEFT)
    assert not scrubber.bubble.isVisible()


def test_a_press_beside_the_handle_brings_it_there(scrubber: Scrubber, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scrubber.used):
        qtbot.mousePress(scrubber, LEFT, pos=QPoint(20, 450))
    assert abs(scrubber.handle_rect().center().y() - 450) < 2
    qtbot.mouseRelease(scrubber, LEFT)


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (Qt.Key.Key_Down, 30_040),
        (Qt.Key.Key_Up, 29_960),
        (Qt.Key.Key_PageDown, 30_600),
        (Qt.Key.Key_PageUp, 29_400),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, 60_000),
    ],
)
def test_keys_move_as_they_do_in_the_grid(scrubber: Scrubber, qtbot: QtBot, key: Qt.Key, wanted: int) -> None:
    scrubber.setValue(30_000)
    qtbot.keyClick(scrubber, key)
    assert scrubber.value() == wanted


def test_it_is_reached_with_tab_and_has_a_name(scrubber: Scrubber) -> None:
    assert scrubber.focusPolicy() & Qt.FocusPolicy.TabFocus
    face = QAccessible.queryAccessibleInterface(scrubber)
    assert face.text(QAccessible.Text.Name) == "Timeline"
    assert face.role() == QAccessible.Role.Slider


def test_the_handle_stays_large_enough_to_hold(scrubber: Scrubber) -> None:
    scrubber.setRange(0, 100_000_000)
    assert scrubber.handle_rect().height() >= 36
    scrubber.setValue(100_000_000)
    assert scrubber.handle_rect().bottom() <= scrubber.height()


def test_years_appear_only_while_it_is_pointed_at(scrubber: Scrubber, qtbot: QtBot) -> None:
    scrubber.set_years([(0.0, "2025"), (0.5, "2024"), (0.505, "2023"), (0.9, "2022")])

    def inked() -> int:
        image = scrubber.grab().toImage()
        plain = image.pixel(2, 2)
        return sum(image.pixel(x, y) != plain for x in range(30) for y in range(590) if not 2 <= y <= 50)

    scrubber.clearFocus()
    assert inked() == 0
    QTest.mouseMove(scrubber, QPoint(20, 200))
    qtbot.waitUntil(lambda: inked() > 40)


def test_nothing_is_drawn_when_everything_is_visible_anyway(scrubber: Scrubber) -> None:
    scrubber.setRange(0, 0)
    image = scrubber.grab().toImage()
    assert len({image.pixel(x, y) for x in range(44) for y in range(0, 600, 7)}) == 1
