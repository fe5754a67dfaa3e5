"""What mouse and keyboard mean in the grid: choosing, rubber band, dragging out, moving about, zooming."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QObject,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QApplication

from desktop_app.gui.grid_layout import Ints
from desktop_app.gui.photo_delegate import Part

if TYPE_CHECKING:
    from desktop_app.gui.photo_grid import PhotoGrid

SCROLL_TICK_MS = 16
EDGE_PX = 36  # so near to the edge a rubber band scrolls
Flag = QItemSelectionModel.SelectionFlag
Modifier = Qt.KeyboardModifier


class GridGestures(QObject):
    """Turns events into selection and signals of its grid. Owned by the grid; keeps no photos, only rows while held."""

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._pressed_at: QPoint | None = None  # viewport
        self._pressed_row = -1
        self._is_choosing_on_release = False
        self._anchor_row = -1  # where Shift extends from
        self._band_start: QPoint | None = None  # content
        self._band_base: Ints = np.empty(0, np.int64)
        self._is_toggling = False
        self._pointer = QPoint()
        self._edge_timer = QTimer(self)
        self._edge_timer.setInterval(SCROLL_TICK_MS)
        self._edge_timer.timeout.connect(self._scroll_at_edge)
        self.is_keyboard_last = False

    @property
    def band(self) -> QRect | None:
        """The rubber band in viewport coordinates, while there is one."""
        if self._band_start is None:
            return None
        start = self._band_start - QPoint(0, self._grid.verticalOffset())
        return QRect(start, self._pointer).normalized()

    def forget_rows(self) -> None:
        """Rows mean other photos now."""
        self._anchor_row = self._pressed_row = -1
        self._is_choosing_on_release = False
        self._end_band()

    # mouse

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        grid, point = self._grid, event.position().toPoint()
        self.is_keyboard_last = False
        if event.button() != Qt.MouseButton.LeftButton:
            return
        part, row = grid.part_at(point)
        self._pressed_at, self._pressed_row = point, -1
        self._is_choosing_on_release = False
        if part is Part.HEADER_TICK:
            self._toggle_section(row)
        elif part is Part.HEART:
            grid.toggle_favourite(row)
        elif part is Part.EYE:
            grid.reveal([grid.photo_model.id_at(row)])
        elif part is Part.TICK:
            self._toggle(row)
        elif part is Part.TILE:
            self._press_tile(row, event.modifiers())
        else:
            self._start_band(point, event.modifiers())

    def _press_tile(self, row: int, modifiers: Modifier) -> None:
        self._pressed_row = row
        if modifiers & Modifier.ShiftModifier:
            self._extend_to(row, keep=bool(modifiers & Modifier.ControlModifier))
        elif modifiers & Modifier.ControlModifier:
            self._toggle(row)
        elif self._grid.is_row_selected(row):
            self._is_choosing_on_release = True  # unless a drag of all begins
            self._grid.set_current_row(row)
        else:
            self.choose(row)

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved."""
        grid, point = self._grid, event.position().toPoint()
        self._pointer = point
        if not event.buttons() & Qt.MouseButton.LeftButton:
            grid.hover(point)
            return
        if self._band_start is not None:
            self._stretch_band()
            return
        if self._pressed_row < 0 or self._pressed_at is None:
            return
        if (point - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._is_choosing_on_release = False
            self._pressed_row = -1
            grid.startDrag(Qt.DropAction.CopyAction)

    def release(self, event: QMouseEvent) -> None:
        """A button went up."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._is_choosing_on_release and self._pressed_row >= 0:
            self.choose(self._pressed_row)
        self._is_choosing_on_release = False
        self._pressed_row, self._pressed_at = -1, None
        self._end_band()

    def double_click(self, event: QMouseEvent) -> None:
        """A second press soon after the first: opens."""
        part, row = self._grid.part_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and part is Part.TILE:
            self._pressed_row = -1
            self._grid.open_row(row)
        else:
            self.press(event)

    # choosing

    def choose(self, row: int) -> None:
        """Makes one photo the whole selection."""
        self._anchor_row = row
        self._grid.set_current_row(row)
        self.select(np.asarray([row]), Flag.ClearAndSelect)

    def _toggle(self, row: int) -> None:
        self._anchor_row = row
        self._grid.set_current_row(row)
        self.select(np.asarray([row]), Flag.Toggle)

    def _extend_to(self, row: int, *, keep: bool) -> None:
        start = self._anchor_row if self._anchor_row >= 0 else max(self._grid.currentIndex().row(), 0)
        self._anchor_row = start
        self._grid.set_current_row(row)
        rows = np.arange(min(start, row), max(start, row) + 1)
        self.select(rows, Flag.Select if keep else Flag.ClearAndSelect)

    def _toggle_section(self, section: int) -> None:
        first, last = self._grid.grid_layout.section_range(section)
        is_whole = self._grid.is_section_selected(section)
        self._anchor_row = first
        self.select(np.arange(first, last), Flag.Deselect if is_whole else Flag.Select)

    def select(self, rows: Ints, how: QItemSelectionModel.SelectionFlag) -> None:
        """Gives rows (ascending) to the selection model, as few ranges as they make."""
        model = self._grid.photo_model
        selection = QItemSelection()
        cuts = np.flatnonzero(np.diff(rows) != 1) + 1
        for part in np.split(rows, cuts):
            if len(part):
                selection.select(model.index(int(part[0])), model.index(int(part[-1])))
        self._grid.selectionModel().select(selection, how)

    # rubber band

    def _start_band(self, point: QPoint, modifiers: Modifier) -> None:
        grid = self._grid
        self._is_toggling = bool(modifiers & Modifier.ControlModifier)
        is_adding = self._is_toggling or bool(modifiers & Modifier.ShiftModifier)
        self._band_base = grid.selected_rows() if is_adding else np.empty(0, np.int64)
        if not is_adding:
            grid.clearSelection()
        self._pointer = point
        self._band_start = point + QPoint(0, grid.verticalOffset())

    def _stretch_band(self) -> None:
        grid = self._grid
        assert self._band_start is not None
        end = self._pointer + QPoint(0, grid.verticalOffset())
        area = QRect(self._band_start, end).normalized()
        touched = grid.rows_touching(area)
        together = np.setxor1d if self._is_toggling else np.union1d
        rows = together(self._band_base, touched)
        self.select(rows, Flag.ClearAndSelect)
        near = self._pointer.y() < EDGE_PX or self._pointer.y() > grid.viewport().height() - EDGE_PX
        if near and not self._edge_timer.isActive():
            self._edge_timer.start()
        elif not near:
            self._edge_timer.stop()
        grid.viewport().update()

    def _scroll_at_edge(self) -> None:
        grid, bar = self._grid, self._grid.verticalScrollBar()
        y, height = self._pointer.y(), grid.viewport().height()
        beyond = y - EDGE_PX if y < EDGE_PX else max(0, y - (height - EDGE_PX))
        before = bar.value()
        bar.setValue(before + round(beyond * 0.5))
        if self._band_start is None or bar.value() == before:
            self._edge_timer.stop()
        else:
            self._stretch_band()

    def _end_band(self) -> None:
        self._edge_timer.stop()
        if self._band_start is not None:
            self._band_start = None
            self._grid.viewport().update()

    # keyboard

    def key(self, event: QKeyEvent) -> bool:
        """A key went down; returns whether it meant something here."""
        grid = self._grid
        if event.matches(QKeySequence.StandardKey.SelectAll):
            grid.selectAll()
            return True
        if event.matches(QKeySequence.StandardKey.ZoomIn):
            grid.zoom_in()
            return True
        if event.matches(QKeySequence.StandardKey.ZoomOut):
            grid.zoom_out()
            return True
        key, row = Qt.Key(event.key()), grid.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            grid.open_row(row)
            return True
        if key == Qt.Key.Key_Space and event.modifiers() & Modifier.ControlModifier and row >= 0:
            self._toggle(row)
            return True
        if key == Qt.Key.Key_Escape and len(grid.selected_rows()):
            grid.clearSelection()
            return True
        target = self._target(key, row)
        if target is None:
            return False
        self._go(target, event.modifiers())
        return True

    def _target(self, key: Qt.Key, row: int) -> int | None:
        """Returns the row a key leads to, None for keys that lead nowhere."""
        grid, layout = self._grid, self._grid.grid_layout
        last = layout.count - 1
        if last < 0:
            return None
        step = -1 if grid.is_mirrored else 1
        if key == Qt.Key.Key_Home:
            return 0
        if key == Qt.Key.Key_End:
            return last
        if key not in _MOVES:
            return None
        if row < 0:
            return grid.first_visible_row()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            return min(max(row + (step if key == Qt.Key.Key_Right else -step), 0), last)
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            return layout.beside(row, -1 if key == Qt.Key.Key_Up else 1)
        return grid.row_a_page_away(row, -1 if key == Qt.Key.Key_PageUp else 1)

    def _go(self, row: int, modifiers: Modifier) -> None:
        self.is_keyboard_last = True
        if modifiers & Modifier.ShiftModifier:
            self._extend_to(row, keep=False)
        elif modifiers & Modifier.ControlModifier:
            self._grid.set_current_row(row)
        else:
            self.choose(row)
        self._grid.show_row(row)


_MOVES = frozenset(
    {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
)
