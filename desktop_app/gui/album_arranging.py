"""Arranging an album by hand: photos dragged inside the grid show the gap they would go to, and go there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent

from desktop_app.gui.drop_target import accept_copy
from desktop_app.gui.drops import read_photo_ids
from desktop_app.gui.grid_gestures import EDGE_PX, SCROLL_TICK_MS
from desktop_app.gui.photo_model import PHOTO_IDS_MIME

if TYPE_CHECKING:
    from desktop_app.gui.photo_grid import PhotoGrid

MARK_PX = 3


class AlbumArranging(QObject):
    """Watches drags over the grid while it shows an album. A drag is a copy; what moves is the order alone.

    Attributes:
        is_on: the page shown is an album.
        is_entered: a drag of photos is over the grid.
    """

    arranged = Signal(object, object)  # ids in the order of the page, the photo they go before or None for the end
    entered = Signal()
    left = Signal()

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.is_on = self.is_entered = False
        self._pointer = QPoint()
        self._scroll = QTimer(self, interval=SCROLL_TICK_MS)
        self._scroll.timeout.connect(self._scroll_at_edge)
        grid.viewport().setAcceptDrops(True)
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: drags over the grid's viewport, before the grid itself refuses them."""
        del watched
        kind = event.type()
        if kind == QEvent.Type.DragEnter and self.is_on and isinstance(event, QDragMoveEvent):
            return self._enter(event)
        if not self.is_entered:
            return False
        if kind == QEvent.Type.DragMove and isinstance(event, QDragMoveEvent):
            self._move(event)
        elif kind == QEvent.Type.DragLeave:
            self._leave()
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._drop(event)
        else:
            return False
        return True

    def gap_at(self, point: QPoint) -> int:
        """Returns the row that photos let go at a point of the viewport would stand before; the count for the end."""
        grid, layout = self._grid, self._grid.grid_layout
        if not layout.count:
            return 0
        x, y = self._content_x(point.x()), point.y() + grid.verticalOffset()
        row = layout.nearest(x, y)
        left, top, width, height = layout.rect(row)
        is_behind = x >= left + width / 2 if top <= y < top + height else y >= top + height
        return row + 1 if is_behind else row

    def _content_x(self, x: int) -> int:
        x -= self._grid.origin_x
        return self._grid.grid_layout.spec.width - 1 - x if self._grid.is_mirrored else x

    def _enter(self, event: QDragMoveEvent) -> bool:
        if not event.mimeData().hasFormat(PHOTO_IDS_MIME) or not self._grid.photo_model.rowCount():
            return False
        if not accept_copy(event):
            return False
        self.is_entered = True
        self._pointer = event.position().toPoint()
        self._scroll.start()
        self.entered.emit()
        return True

    def _move(self, event: QDragMoveEvent) -> None:
        self._pointer = event.position().toPoint()
        self._show_mark()
        accept_copy(event)

    def _leave(self) -> None:
        self.is_entered = False
        self._scroll.stop()
        self._grid.painting.mark = None
        self._grid.viewport().update()
        self.left.emit()

    def _drop(self, event: QDropEvent) -> None:
        row = self.gap_at(event.position().toPoint())
        self._leave()
        model = self._grid.photo_model
        rows = model.rows_of(read_photo_ids(event.mimeData()))
        if len(rows) and accept_copy(event):
            self.arranged.emit(model.ids_at(rows), model.id_at(row) if row < model.rowCount() else None)
        else:
            event.ignore()

    def _show_mark(self) -> None:
        """Marks the gap at the pointer: beside the tile that the pointer is nearest to."""
        grid, layout, gap = self._grid, self._grid.grid_layout, self.gap_at(self._pointer)
        near = layout.nearest(self._content_x(self._pointer.x()), self._pointer.y() + grid.verticalOffset())
        left, top, width, height = layout.rect(near)
        space = layout.spec.gap
        x = left - (space + MARK_PX) // 2 if gap <= near else left + width + (space - MARK_PX) // 2
        grid.painting.mark = grid.painting.to_viewport(x, top, MARK_PX, height)
        grid.viewport().update()

    def _scroll_at_edge(self) -> None:
        y, height = self._pointer.y(), self._grid.viewport().height()
        beyond = y - EDGE_PX if y < EDGE_PX else max(0, y - (height - EDGE_PX))
        if beyond:
            bar = self._grid.verticalScrollBar()
            bar.setValue(bar.value() + round(beyond * 0.5))
            self._show_mark()
