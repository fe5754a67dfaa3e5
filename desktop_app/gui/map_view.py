"""The picture of the library: a map to walk with mouse and keys. Every photo lies beside those it is like.

The wheel, two fingers, + and - zoom to the pointer; dragging moves; the arrows walk from photo to photo; Home shows
everything; Enter and a double click open a photo. Painting reads memory only; pictures are asked for when it rests.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.gui import theme
from desktop_app.gui.map_camera import Camera, fitting, towards
from desktop_app.gui.map_content import MapContent
from desktop_app.gui.map_gestures import MapGestures
from desktop_app.gui.map_motion import MapMotion
from desktop_app.gui.map_painting import PICTURES_FROM_PX, MapPainter, dot_px
from desktop_app.gui.map_pictures import MapPictures
from desktop_app.gui.photo_model import long_date

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

MINIMAP_BEYOND = 1.5  # times the scale that shows everything
HOVER_EDGE_PX = 160
READABLE_PX = 96  # pictures smaller than this are shown larger beside the pointer
REST_MS = 90


class MapView(QWidget):
    """Shows a MapContent and speaks of photos by id. GUI thread."""

    opened = Signal(object)  # PhotoId
    menu_requested = Signal(object, QPoint)  # PhotoId, global position
    current_changed = Signal(object)  # PhotoId or None

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content: MapContent | None = None
        self.camera = Camera(0.5, 0.5, 1.0, 1, 1)
        self.fit_scale = 1.0
        self.current_row = -1
        self.hovered_row = -1
        self.is_keyed = False
        self.pictures = MapPictures(library, bridge, self)
        self.pictures.arrived.connect(self.update)
        self.motion = MapMotion(self)
        self._gestures = MapGestures(self)
        self._painter: MapPainter | None = None
        self._is_fitted = False
        self._rest_timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest_timer.timeout.connect(self._rest)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grabGesture(Qt.GestureType.PinchGesture)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("Picture of the library"))
        self.setAccessibleDescription(self.tr("Arrows walk from photo to photo, Enter opens, plus and minus zoom"))

    # what it shows

    def show_content(self, content: MapContent) -> None:
        """Shows another map. Where it is looked at stays, if a map was shown before and holds the current photo."""
        current = self.current_id
        self.content = content
        self.hovered_row = -1
        self.pictures.tell(None)
        self.current_row = content.row_of(current) if current is not None else -1
        if not self._is_fitted:
            self.show_all(is_gliding=False)
        else:
            self.fit_scale = fitting(content.bounds, self.width(), self.height()).scale
            self.set_camera(self.camera)
        self.update()

    @property
    def current_id(self) -> PhotoId | None:
        """The photo that keys act on."""
        is_here = self.content is not None and 0 <= self.current_row < len(self.content)
        return PhotoId(int(self.content.ids[self.current_row])) if is_here and self.content is not None else None

    def show_all(self, *, is_gliding: bool = True) -> None:
        """Shows the whole map."""
        if self.content is None or self.width() < 2:
            return
        camera = fitting(self.content.bounds, self.width(), self.height())
        self.fit_scale, self._is_fitted = camera.scale, True
        if is_gliding:
            self.motion.glide_to(camera)
        else:
            self.set_camera(camera)

    def set_camera(self, camera: Camera) -> None:
        """Looks at another part of the map, as near as the map allows."""
        if self.content is None:
            return
        self.camera = camera.kept_in(self.content.bounds)
        self._rest_timer.start()
        self.update()

    def focus_photo(self, photo_id: PhotoId) -> None:
        """Makes a photo the current one and shows it where it lies."""
        row = self.content.row_of(photo_id) if self.content is not None else -1
        if row >= 0:
            self.set_current(row, is_keyed=True)
        self.setFocus()

    def set_current(self, row: int, *, is_keyed: bool) -> None:
        """Makes a row the current one; reached by keys it is brought into view."""
        content = self.content
        if content is None:
            return
        self.is_keyed = is_keyed
        if row != self.current_row:
            self.current_row = row
            self.pictures.tell(self.current_id)
            self.current_changed.emit(self.current_id)
            self._say_current()
        if is_keyed:
            x, y = self.camera.to_view(float(content.x[row]), float(content.y[row]))
            edge = max(self.camera.scale, 48.0)
            if not QRectF(self.rect()).adjusted(edge, edge, -edge, -edge).contains(QPointF(x, y)):
                self.motion.glide_to(self.camera.centred(float(content.x[row]), float(content.y[row])))
        self.update()

    def describe(self, row: int) -> list[str]:
        """Returns what is known of a photo in lines: its file's name, its date, its group. From memory."""
        content = self.content
        assert content is not None
        name = self.pictures.name_of(PhotoId(int(content.ids[row])))
        lines = (name, long_date(int(content.taken_at_ms[row])), content.name_of(row))
        return [line for line in lines if line]

    def _say_current(self) -> None:
        if self.current_row >= 0 and self.content is not None:
            date = long_date(int(self.content.taken_at_ms[self.current_row]))
            words = [self.tr("Photo"), date, self.content.name_of(self.current_row)]
            self.setAccessibleDescription(", ".join(word for word in words if word))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # where things are

    def rows_seen(self, margin_px: float = 0.0) -> NDArray[np.int64]:
        """Returns the rows whose tiles touch the view, and so much around it."""
        if self.content is None:
            return np.zeros(0, np.int64)
        seen, x, y = self.camera.seen(margin_px + self.camera.scale), self.content.x, self.content.y
        return np.flatnonzero((x > seen.left) & (x < seen.right) & (y > seen.top) & (y < seen.bottom))

    def row_at(self, point: QPointF) -> int:
        """Returns the photo under a point, or the nearest one where dots are too small to be met; -1 for none."""
        if self.content is None or not len(self.content):
            return -1
        x, y = self.camera.to_map(point.x(), point.y())
        reach = max(0.55, 7.0 / self.camera.scale)
        away = np.maximum(np.abs(self.content.x - x), np.abs(self.content.y - y))
        row = int(np.argmin(away))
        return row if away[row] <= reach else -1

    def tile_rect(self, row: int) -> QRect:
        """Returns where a photo's tile lies in the view."""
        assert self.content is not None
        edge = dot_px(self.camera.scale)
        left, top = MapPainter.corners(self.content, self.camera, np.array([row]), edge)
        return QRect(int(left[0]), int(top[0]), edge, edge)

    def minimap_rect(self) -> QRectF:
        """Returns where the small map lies; null while the whole is seen."""
        if self.content is None or self._painter is None or self.camera.scale < self.fit_scale * MINIMAP_BEYOND:
            return QRectF()
        return self._painter.minimap_rect(self.content, self.camera)

    def walk(self, step: tuple[int, int]) -> None:
        """Goes to the next photo in a direction; from nowhere, to the one in the middle."""
        content = self.content
        if content is None or not len(content):
            return
        if self.current_row < 0:
            x, y = self.camera.x, self.camera.y
            self.set_current(int(np.argmin(np.hypot(content.x - x, content.y - y))), is_keyed=True)
        else:
            self.set_current(towards(content.x, content.y, self.current_row, step), is_keyed=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody waits for a name any more."""
        super().hideEvent(event)
        self.pictures.tell(None)

    def hover(self, point: QPointF | None) -> None:
        """The pointer is here, or nowhere."""
        row = self.row_at(point) if point is not None and not self.minimap_rect().contains(point) else -1
        self.is_keyed = False if point is not None else self.is_keyed
        if row != self.hovered_row:
            self.hovered_row = row
            photo_id = PhotoId(int(self.content.ids[row])) if row >= 0 and self.content is not None else None
            self.pictures.tell(photo_id)
            self._rest_timer.start()
        self.update()

    # pictures

    def _rest(self) -> None:
        """Nothing moves any more: pictures are asked for, those in the middle first, and painted smooth."""
        content = self.content
        if content is None or not self.isVisible():
            return
        wanted: list[PhotoId] = []
        if self.camera.scale >= PICTURES_FROM_PX:
            rows = self.rows_seen(self.camera.scale)
            away = np.hypot(content.x[rows] - self.camera.x, content.y[rows] - self.camera.y)
            wanted = [PhotoId(i) for i in content.ids[rows[np.argsort(away)]].tolist()]
        hovered = int(content.ids[self.hovered_row]) if self.hovered_row >= 0 else None
        self.pictures.want(wanted, dot_px(self.camera.scale), self.devicePixelRatioF())
        is_small = dot_px(self.camera.scale) < READABLE_PX
        large = PhotoId(hovered) if hovered is not None and is_small else None
        self.pictures.want_large(large, round(HOVER_EDGE_PX * self.devicePixelRatioF()))
        self.update()

    @property
    def is_resting(self) -> bool:
        """Whether it stands still, so that painting may take its time."""
        return not self._rest_timer.isActive() and not self.motion.is_gliding

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the part of the map that is seen."""
        del event
        t, ratio, content = theme.tokens(), self.devicePixelRatioF(), self.content
        if self._painter is None or self._painter.tokens is not t or self._painter.ratio != ratio:
            self._painter = MapPainter(t, self.font(), ratio)
        looks, painter = self._painter, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if content is None:
            looks.message(painter, self.rect(), self.tr("Every photo is laid beside those it is like…"))
            painter.end()
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.is_resting or self.camera.scale < 12)
        looks.ground(painter, content, self.camera)
        rows = self.rows_seen()
        looks.dots(painter, content, self.camera, rows)
        if self.camera.scale >= PICTURES_FROM_PX:
            looks.pictures(painter, content, self.camera, rows, self.pictures.pixmap)
        self._paint_marks(painter, looks, content)
        painter.end()

    def _paint_marks(self, painter: QPainter, looks: MapPainter, content: MapContent) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        minimap = self.minimap_rect()
        taken = [minimap.adjusted(-8, -8, 8, 8)] if not minimap.isNull() else []
        if self.current_row >= 0 and (self.hasFocus() or self.is_keyed):
            looks.ring(painter, content, self.camera, self.current_row, is_hover=False)
        if self.hovered_row >= 0 and self.hovered_row != self.current_row:
            looks.ring(painter, content, self.camera, self.hovered_row, is_hover=True)
        looks.names(painter, content, self.camera, taken)
        if taken:
            looks.minimap(painter, content, self.camera)
        row = self.current_row if self.is_keyed else self.hovered_row
        if row >= 0 and not self._gestures.is_dragging:
            self._paint_card(painter, looks, row)

    def _paint_card(self, painter: QPainter, looks: MapPainter, row: int) -> None:
        content = self.content
        assert content is not None
        tile = self.tile_rect(row)
        edge = 0 if tile.width() >= READABLE_PX else HOVER_EDGE_PX
        photo_id = PhotoId(int(content.ids[row]))
        pixmap: QPixmap | None = self.pictures.large(photo_id) if edge else None
        at = QPointF(tile.center()) + QPointF(tile.width() / 2, tile.height() / 2) * 0.5
        looks.hover_card(painter, at, self.rect(), pixmap, self.describe(row), edge)

    # events

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the same middle; a map that was seen whole stays so."""
        super().resizeEvent(event)
        was_whole = self.camera.scale <= self.fit_scale * 1.01
        self.camera = self.camera.resized(self.width(), self.height())
        if self.content is None:
            return
        if was_whole or not self._is_fitted:
            self.show_all(is_gliding=False)
        else:
            self.fit_scale = fitting(self.content.bounds, self.width(), self.height()).scale
            self.set_camera(self.camera)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: pictures are wanted."""
        super().showEvent(event)
        self._rest_timer.start()

    def event(self, event: QEvent) -> bool:
        """Qt: fingers, and what ends hovering."""
        if event.type() == QEvent.Type.Leave:
            self.hover(None)
        is_asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_asked and self._gestures.is_ours(event):  # type: ignore[arg-type]
            event.accept()
            return True
        if event.type() == QEvent.Type.Gesture and self._gestures.pinch(event):
            return True
        if isinstance(event, QNativeGestureEvent) and self._gestures.native(event):
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: see MapGestures."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: see MapGestures."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: see MapGestures."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: see MapGestures."""
        self._gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: see MapGestures."""
        self._gestures.wheel(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: see MapGestures; other keys belong to the window."""
        event.setAccepted(self._gestures.key(event))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: a menu on the photo under the pointer, or the current one."""
        is_keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        row = self.current_row if is_keyboard else self.row_at(QPointF(event.pos()))
        if row >= 0 and self.content is not None:
            at = self.mapToGlobal(self.tile_rect(row).center()) if is_keyboard else event.globalPos()
            self.set_current(row, is_keyed=is_keyboard)
            self.menu_requested.emit(PhotoId(int(self.content.ids[row])), at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: reached with Tab, the focus must be seen at once."""
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.is_keyed = True
            if self.current_row < 0:
                self.walk((0, 0))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: without the focus nothing is marked."""
        super().focusOutEvent(event)
        self.is_keyed = False
        self.update()
