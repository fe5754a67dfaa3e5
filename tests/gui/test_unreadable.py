"""Files that cannot be read: a tile that says so, and no grey riddle."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter

from desktop_app.domain.library import Changes
from desktop_app.gui import theme
from desktop_app.gui.photo_delegate import TileLook, TilePainter


def test_a_file_that_cannot_be_read_is_known_by_name(window, qtbot) -> None:
    last = window.space.model.id_at(24)
    window.space.grid.scroll_to(last)
    qtbot.waitUntil(lambda: last in window.space.unreadable.names)
    assert window.space.unreadable.names == {last: "broken.jpg"}
    assert "cannot be read" in window.space.model.accessible_text(24)


def test_a_file_that_changed_is_asked_about_again(window, qtbot) -> None:
    last = window.space.model.id_at(24)
    window.space.grid.scroll_to(last)
    qtbot.waitUntil(lambda: last in window.space.unreadable.names)
    window.library.publish(Changes(updated=frozenset({last})))
    qtbot.waitUntil(lambda: last not in window.space.unreadable.names)
    window.space.unreadable.doubt(last)
    qtbot.waitUntil(lambda: last in window.space.unreadable.names)


def test_a_photo_that_only_waits_for_its_picture_is_not_called_unreadable(window, qtbot) -> None:
    first = window.space.model.id_at(0)
    window.space.unreadable.doubt(first)
    qtbot.waitUntil(lambda: not window.space.unreadable._timer.isActive() and window.bridge.waiting == 0)
    assert first not in window.space.unreadable.names


def test_its_tile_has_an_icon_and_the_name(theme_app) -> None:
    def painted(name: str) -> QImage:
        image = QImage(200, 140, QImage.Format.Format_RGB32)
        painter = QPainter(image)
        look = TileLook(0x808080, 0, 0, unreadable=name)
        TilePainter(theme.tokens(), theme_app.font(), 1.0).tile(
            painter, QRect(0, 0, 200, 140), look, None, is_mirrored=False
        )
        painter.end()
        return image

    grey, one, other = painted(""), painted("a.jpg"), painted("bbbbbb.jpg")
    icon, words = QRect(90, 40, 20, 30), QRect(20, 70, 160, 40)
    assert one.copy(icon) != grey.copy(icon)
    assert one.copy(icon) == other.copy(icon)
    assert one.copy(words) != other.copy(words)


def test_the_strip_and_the_inspector_say_it_too_and_no_zoom_is_told(window, qtbot) -> None:
    last = window.space.model.id_at(24)
    window.open_photo(last)
    viewer, preview = window.space.viewer, window.space.inspector.preview
    qtbot.waitUntil(lambda: last in viewer.strip.unreadable)
    qtbot.waitUntil(lambda: preview._is_unreadable)
    assert viewer.bar.zoom.isHidden()
    viewer.go(0)
    qtbot.waitUntil(lambda: not preview._is_unreadable and not viewer.bar.zoom.isHidden())
