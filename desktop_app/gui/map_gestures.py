"""Mouse, wheel, fingers and keys on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGestureEvent, QPinchGesture

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.grid_scroll import NOTCH

if TYPE_CHECKING:
    from desktop_app.gui.map_view import MapView

Key = Qt.Key
STEP = 1.25  # of one notch or one key
PUSH = 0.25  # of the view, for Shift with an arrow
_NEARER, _FARTHER = (Key.Key_Plus, Key.Key_Equal), (Key.Key_Minus, Key.Key_Underscore)
_ARROWS = {Key.Key_Left: (-1, 0), Key.Key_Right: (1, 0), Key.Key_Up: (0, -1), Key.Key_Down: (0, 1)}


class MapGestures:
    """Turns events into moves of its map."""

    def __init__(self, view: MapView) -> None:
        self._view = view
        self._pressed: QPointF | None = None
        self._last = QPointF()
        self._is_on_minimap = False
        self.is_dragging = False

    def press(self, event: QMouseEvent) -> None:
        """A button goes down: a photo is chosen, or the map is held."""
        if event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            return
        self._view.motion.stop()
        self._pressed = self._last = event.position()
        self._is_on_minimap = self._view.minimap_rect().adjusted(-6, -6, 6, 6).contains(event.position())
        if self._is_on_minimap:
            self._go_by_minimap(event.position())

    def move(self, event: QMouseEvent) -> None:
        """The pointer moves: the map with it while it is held."""
        view, at = self._view, event.position()
        if self._pressed is None or not event.buttons():
            view.hover(at)
            return
        if self._is_on_minimap:
            self._go_by_minimap(at)
            return
        if not self.is_dragging and (at - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        if not self.is_dragging:
            self.is_dragging = True
            view.hover(None)
            view.setCursor(Qt.CursorShape.ClosedHandCursor)
        moved, self._last = at - self._last, at
        view.set_camera(view.camera.moved(moved.x(), moved.y()))

    def release(self, event: QMouseEvent) -> None:
        """A button comes up: what did not move was a click."""
        view = self._view
        was_click = self._pressed is not None and not self.is_dragging and not self._is_on_minimap
        self._pressed, self._is_on_minimap = None, False
        if self.is_dragging:
            self.is_dragging = False
            view.unsetCursor()
            view.hover(event.position())
        elif was_click and event.button() == Qt.MouseButton.LeftButton:
            view.set_current(view.row_at(event.position()), is_keyed=False)

    def double_click(self, event: QMouseEvent) -> None:
        """Opens the photo, or comes nearer beside one."""
        view, row = self._view, self._view.row_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or self._view.minimap_rect().contains(event.position()):
            return
        if row >= 0 and view.content is not None:
            view.opened.emit(PhotoId(int(view.content.ids[row])))
        else:
            self._zoom(STEP**3, event.position())

    def wheel(self, event: QWheelEvent) -> None:
        """Zooms to the pointer; a trackpad's two fingers move, with Ctrl they zoom."""
        view, pixels = self._view, event.pixelDelta()
        is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not pixels.isNull() and not is_zoom and event.source() != Qt.MouseEventSource.MouseEventNotSynthesized:
            view.motion.stop()
            view.set_camera(view.camera.moved(pixels.x(), pixels.y()))
        elif event.angleDelta().y():
            self._zoom(STEP ** (event.angleDelta().y() / NOTCH), event.position())
        event.accept()

    def native(self, event: QNativeGestureEvent) -> bool:
        """Two fingers on a trackpad."""
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self._zoom_now(1 + event.value(), event.position())
        return True

    def pinch(self, event: QEvent) -> bool:
        """Two fingers on a screen."""
        pinch = event.gesture(Qt.GestureType.PinchGesture) if isinstance(event, QGestureEvent) else None
        if not isinstance(pinch, QPinchGesture):
            return False
        at = QPointF(self._view.mapFromGlobal(pinch.centerPoint().toPoint()))
        self._zoom_now(pinch.scaleFactor(), at)
        return True

    def _zoom(self, factor: float, at: QPointF) -> None:
        self._view.motion.zoom(factor, (at.x(), at.y()))

    def _zoom_now(self, factor: float, at: QPointF) -> None:
        view = self._view
        view.motion.stop()
        view.set_camera(view.camera.zoomed(view.camera.scale * factor, (at.x(), at.y())))

    def _go_by_minimap(self, at: QPointF) -> None:
        view, place = self._view, self._view.minimap_rect()
        if view.content is None or place.isNull():
            return
        edges = view.content.bounds
        x = edges.left + (at.x() - place.left()) / place.width() * edges.width
        y = edges.top + (at.y() - place.top()) / place.height() * edges.height
        view.set_camera(view.camera.centred(x, y))

    def is_ours(self, event: QKeyEvent) -> bool:
        """Whether a key is for the map, though an action of the window has it too."""
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        return plain and event.key() in (*_ARROWS, *_NEARER, *_FARTHER, Key.Key_Home, Key.Key_Return, Key.Key_Enter)

    def key(self, event: QKeyEvent) -> bool:
        """Does what a key asks for. Returns whether it was one of ours."""
        view, key, mods = self._view, event.key(), event.modifiers()
        if mods & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key in _ARROWS:
            step = _ARROWS[Key(key)]
            if mods & Qt.KeyboardModifier.ShiftModifier:
                push = (-step[0] * PUSH * view.width(), -step[1] * PUSH * view.height())
                view.motion.glide_to(view.camera.moved(*push))
            else:
                view.walk(step)
        elif key in (*_NEARER, *_FARTHER):
            self._zoom_by_key(STEP**2 if key in _NEARER else STEP**-2)
        elif key == Key.Key_Home:
            view.show_all()
        elif key in (Key.Key_Return, Key.Key_Enter) and view.current_id is not None:
            view.opened.emit(view.current_id)
        elif key == Key.Key_Escape and view.current_row >= 0:
            view.set_current(-1, is_keyed=False)
        else:
            return False
        return True

    def _zoom_by_key(self, factor: float) -> None:
        """Keys zoom to the current photo while it is seen, else to the middle."""
        view, at = self._view, QPointF(self._view.rect().center())
        if view.current_row >= 0:
            tile = QPointF(view.tile_rect(view.current_row).center())
            at = tile if view.rect().contains(tile.toPoint()) else at
        self._zoom(factor, at)
