"""Where reading runs from right to left, the window is mirrored: what points, what is filled, where messages float."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from desktop_app.gui import icons, style
from desktop_app.gui.facts import left_to_right
from desktop_app.gui.tokens import LIGHT


@pytest.fixture
def mirrored(qapp: QApplication) -> Iterator[QApplication]:
    """Reading from right to left."""
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield qapp
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_messages_float_in_the_middle_of_the_page_in_either_direction_of_reading(mirrored, window, qtbot) -> None:
    space = window.space
    for _direction in ("from the right", "from the left"):
        window.toast.say("A word")
        window.toast.place()
        middle = space.pages.mapTo(window, space.pages.rect().center()).x()
        assert abs(window.toast.geometry().center().x() - middle) <= 1
        mirrored.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        qtbot.waitUntil(lambda: space.sidebar.mapTo(window, QPoint()).x() == 0)


def lean(name: str) -> float:
    """Returns on which side of the middle an icon's ink lies: below 0 left, above 0 right."""
    image = icons.pixmap(name, 20, QColor("black")).toImage()
    ink = [(x - 9.5) * image.pixelColor(x, y).alphaF() for x in range(20) for y in range(20)]
    return round(sum(ink), 1)


def test_icons_that_point_along_the_line_turn_round_and_others_do_not(mirrored) -> None:
    pointing, others = ("arrow-left", "chevron-right", "sidebar", "undo"), ("search", "tag", "moon", "warning")
    turned = {name: lean(name) for name in (*pointing, *others)}
    mirrored.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for name in pointing:
        assert abs(turned[name]) > 1
        assert turned[name] == pytest.approx(-lean(name), abs=1.0)
    assert all(turned[name] == lean(name) for name in others)


def test_sliders_are_filled_from_where_they_begin() -> None:
    assert f"::sub-page:horizontal {{ background: {LIGHT.accent}" in style.sheet(LIGHT)
    mirrored_sheet = style.sheet(LIGHT, is_mirrored=True)
    assert f"::add-page:horizontal {{ background: {LIGHT.accent}" in mirrored_sheet
    assert f"::sub-page:horizontal {{ background: {LIGHT.accent}" not in mirrored_sheet


def test_a_path_is_read_from_the_left() -> None:
    assert left_to_right("/home/a") == "\u2066/home/a\u2069"
