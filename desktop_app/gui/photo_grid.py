"""The timeline: an item view with arithmetic geometry, which paints what is visible and asks memory only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.gui import theme
from desktop_app.gui.grid_anchor import GridAnchor
from desktop_app.gui.grid_geometry import ZOOM_STEP, GridGeometry, Index
from desktop_app.gui.grid_gestures import GridGestures
from desktop_app.gui.grid_layout import Ints
from desktop_app.gui.grid_scroll import NOTCH, TurnedHeight
from desktop_app.gui.photo_model import PhotoModel
from desktop_app.gui.thumbnail_loader import ThumbnailLoader


class PhotoGrid(GridGeometry):
    """Shows a PhotoModel. Everything outside speaks of photos by id.

    Place and selection survive insertions, resets, resizing and zooming by id. At the very top it stays at the top.
    """

    photo_activated = Signal(object)  # PhotoId: double-click or Enter
    # lists of ids travel as objects: as `list` Qt would turn each of 100,000 into a QVariant
    menu_requested = Signal(object, QPoint)  # ids, global position
    favourite_toggled = Signal(object)  # ids, from a click on a heart
    selection_changed = Signal(object)  # ids, in order
    dragged_out = Signal(object)  # ids: another program took them
    current_changed = Signal(object)  # PhotoId or None

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(loader, parent)
        self._is_veiling = True
        self._revealed: set[PhotoId] = set()
        self._saved: tuple[list[PhotoId], PhotoId | None] = ([], None)
        self._selected: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._turning = TurnedHeight()
        self._empty_widget: QWidget | None = None
        self._gestures = GridGestures(self)
        self.setModel(PhotoModel(self))  # before anything that makes Qt ask where rows lie
        self._configure()
        loader.arrived.connect(self.painting.arrived)
        look = theme.current()
        if look is not None:
            look.changed.connect(self._restyle)

    def _configure(self) -> None:
        self.setObjectName("photoGrid")
        self.setAccessibleName(self.tr("Photos"))
        self.setFrameShape(self.Shape.NoFrame)
        self.setSelectionMode(self.SelectionMode.ExtendedSelection)
        self.setDragDropMode(self.DragDropMode.DragOnly)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setAutoScroll(False)
        self.viewport().setMouseTracking(True)
        self.setTabKeyNavigation(False)

    def _restyle(self) -> None:
        self.painting.restyle()
        self.scrubber.restyle()
        self.viewport().update()

    # what it shows

    @property
    def is_gesture_by_keyboard(self) -> bool:
        """Whether the current photo was reached by keyboard, so that it must be shown to have the focus."""
        return self._gestures.is_keyboard_last

    @property
    def band(self) -> QRect | None:
        """The rubber band, viewport coordinates."""
        return self._gestures.band

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Qt: shows another PhotoModel."""
        old = self.model()
        if old is not None:
            old.modelAboutToBeReset.disconnect(self._save_selection)
            old.modelReset.disconnect(self._restore_selection)
        super().setModel(model)
        if model is not None:
            model.modelAboutToBeReset.connect(self._save_selection)
            model.modelReset.connect(self._restore_selection)  # after the selection model has forgotten everything
        self._anchor = GridAnchor()
        self._go_stale()

    def set_timeline(self, timeline: Timeline, scores: np.ndarray | None = None) -> None:
        """Shows another timeline, keeping place and selection where photos are the same."""
        self.photo_model.set_timeline(timeline, scores)

    def set_motion_reduced(self, *, is_reduced: bool) -> None:
        """Leaves out fades and glides."""
        self.painting.is_motion_reduced = is_reduced
        self.scroll_motion.is_motion_reduced = is_reduced

    def set_dimmed(self, *, is_dimmed: bool) -> None:
        """Greys all tiles: nearest photos that are no good match."""
        self.painting.is_dimmed = is_dimmed
        self.viewport().update()

    def set_veiling(self, *, is_veiling: bool) -> None:
        """Blurs sensitive photos, or shows them; what was revealed one by one is veiled again."""
        self._is_veiling = is_veiling
        self._revealed.clear()
        self._repaint_and_want()

    def set_section_note(self, note: Callable[[int, int], str]) -> None:
        """Sets who words a header's second text for the rows [first, last); it must answer from memory."""
        self.painting.section_note = note
        self.viewport().update()

    def reveal(self, photo_ids: Iterable[PhotoId]) -> None:
        """Shows these sensitive photos until `set_veiling` or the end of the page."""
        self._revealed |= set(photo_ids)
        self._repaint_and_want()

    def is_veiled(self, photo_id: PhotoId, status: int) -> bool:
        """Whether a photo of this status is shown blurred now."""
        return self._is_veiling and self.painting.is_sensitive(status) and photo_id not in self._revealed

    def thumbnail_changed(self, photo_ids: Iterable[PhotoId]) -> None:
        """Has pictures fetched again, such as for photos that an indexing run has just read."""
        self._loader.forget(photo_ids)
        self._want_soon()

    # model

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Qt: photos came."""
        super().rowsInserted(parent, start, end)
        self._gestures.forget_rows()
        self._go_stale()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Qt: photos go."""
        super().rowsAboutToBeRemoved(parent, start, end)
        self._gestures.forget_rows()
        self._go_stale()

    def dataChanged(self, first: QModelIndex, last: QModelIndex, _roles: Sequence[int] = ()) -> None:  # type: ignore[override]
        """Qt: photos changed; laid out again only when shapes or dates did."""
        if not self.is_laid_out_as(self.photo_model.timeline):
            self._go_stale()
        self.viewport().update()
        self._want_soon()

    def _save_selection(self) -> None:
        self._saved = (self.selected_ids(), self.current_id())

    def reset(self) -> None:
        """Qt: everything changed; selection and current photo are found again by id once Qt has done its part."""
        super().reset()
        self._gestures.forget_rows()
        self._go_stale()

    def _restore_selection(self) -> None:
        ids, current = self._saved
        self._saved = ([], None)
        self._ensure_layout()
        if current is not None:
            self.set_current_row(self.photo_model.row_of(current))
        if ids:
            self.select_ids(ids)
            self._note_selection()

    def set_empty_widget(self, widget: QWidget | None) -> None:
        """Sets what is shown in the middle while there are no photos; the grid takes ownership."""
        if self._empty_widget is not None:
            self._empty_widget.deleteLater()
        self._empty_widget = widget
        if widget is not None:
            widget.setParent(self.viewport())
        self._place_empty_widget()

    def _place_empty_widget(self) -> None:
        if self._empty_widget is None:
            return
        is_empty = self.photo_model.rowCount() == 0
        self._empty_widget.setVisible(is_empty)
        if is_empty:
            self._empty_widget.setGeometry(self.viewport().rect())

    # choosing

    def selected_rows(self) -> Ints:
        """Returns the selected rows, ascending."""
        self._ensure_layout()
        return np.flatnonzero(self._selected)

    def selected_ids(self) -> list[PhotoId]:
        """Returns the selected photos in order."""
        return self.photo_model.ids_at(self.selected_rows())

    def select_ids(self, photo_ids: Iterable[PhotoId]) -> None:
        """Selects exactly these photos, as far as they are on this page."""
        self._gestures.select(self.photo_model.rows_of(photo_ids), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def selectAll(self) -> None:
        """Qt: one range, where QListView would visit every row."""
        every = np.arange(self.photo_model.rowCount())
        self._gestures.select(every, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def current_id(self) -> PhotoId | None:
        """Returns the photo that keys act on."""
        row = self.currentIndex().row()
        return self.photo_model.id_at(row) if 0 <= row < self.photo_model.rowCount() else None

    def set_current_id(self, photo_id: PhotoId) -> None:
        """Makes a photo current and the only selected one, and shows it."""
        row = self.photo_model.row_of(photo_id)
        if row >= 0:
            self._gestures.choose(row)
            self.show_row(row)

    def set_current_row(self, row: int) -> None:
        """Makes a row current without touching the selection."""
        index = self.photo_model.index(row) if row >= 0 else QModelIndex()
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def selected_mask(self, first: int, last: int) -> NDArray[np.bool_]:
        """Returns which of the rows [first, last) are selected."""
        return self._selected[first:last]

    def is_row_selected(self, row: int) -> bool:
        """Whether a row is selected."""
        return bool(0 <= row < len(self._selected) and self._selected[row])

    def is_section_selected(self, section: int) -> bool:
        """Whether all photos of a section are selected."""
        first, last = self.grid_layout.section_range(section)
        return bool(len(self._selected) >= last and self._selected[first:last].all())

    def _note_selection(self) -> None:
        mask = np.zeros(self.photo_model.rowCount(), np.bool_)
        chosen = self.selectionModel()
        if chosen is not None:
            selection = chosen.selection()
            for part in (selection.at(i) for i in range(selection.count())):
                mask[part.top() : part.bottom() + 1] = True
        self._selected = mask

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Qt: tells by ids."""
        super().selectionChanged(selected, deselected)
        self._note_selection()
        self.viewport().update()
        self.selection_changed.emit(self.selected_ids())

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: tells by id. The grid scrolls by itself only for keys."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.current_changed.emit(self.current_id())

    def tile_pixmap(self, photo_id: PhotoId) -> QPixmap | None:
        """Returns the picture on a photo's tile, None while there is none or when it is veiled."""
        row = self.photo_model.row_of(photo_id)
        if row < 0 or self.is_veiled(photo_id, int(self.photo_model.timeline.status[row])):
            return None
        return self._loader.pixmap(photo_id)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Qt: selects the tiles that touch a rectangle of the viewport."""
        area = rect.normalized().translated(0, self.verticalOffset())
        self._gestures.select(self.rows_touching(area), command)

    def on_laid_out(self) -> None:
        """Rows mean other photos now: the mask of selected rows is made anew."""
        self._note_selection()
        self._place_empty_widget()

    def toggle_favourite(self, row: int) -> None:
        """A heart was clicked: speaks for the whole selection when the photo belongs to it."""
        photo_id = self.photo_model.id_at(row)
        self.favourite_toggled.emit(self.selected_ids() if self.is_row_selected(row) else [photo_id])

    def open_row(self, row: int) -> None:
        """Opens a photo."""
        self.photo_activated.emit(self.photo_model.id_at(row))

    # events

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: scrolls, or zooms with Ctrl around the photo under the pointer."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = ZOOM_STEP ** (event.angleDelta().y() / NOTCH)
            self.set_tile_height(self._turning.turned(self._tile_height, factor), event.position().toPoint())
        else:
            self.scroll_motion.wheel(event)
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Qt: pinching zooms; leaving ends hovering."""
        if event.type() == QEvent.Type.Leave:
            self.painting.hover(None)
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            wanted_px = self._turning.turned(self._tile_height, 1 + event.value())
            self.set_tile_height(wanted_px, event.position().toPoint())
            return True
        return super().viewportEvent(event)

    def hover(self, point: QPoint) -> None:
        """The pointer rests or moves here with no button down."""
        self.painting.hover(point)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: see GridGestures."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: see GridGestures."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: see GridGestures."""
        self._gestures.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Qt: see GridGestures."""
        self._gestures.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: see GridGestures; other keys belong to the window."""
        event.setAccepted(self._gestures.key(event))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: reached with Tab, the focus must be seen at once."""
        by_keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        if event.reason() in by_keys and self.photo_model.rowCount():
            self._gestures.is_keyboard_last = True
            if self.currentIndex().row() < 0:
                self.set_current_row(self.first_visible_row())
        super().focusInEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: asks for a menu on the selection, which becomes the photo under the pointer when it was not part."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            row = self.currentIndex().row()
            place = self.viewport().mapToGlobal(self.tile_rect(row).center()) if row >= 0 else event.globalPos()
        else:
            row, place = self.row_at(event.pos()), event.globalPos()
        if row < 0:
            self.menu_requested.emit([], place)
            return
        if not self.is_row_selected(row):
            self._gestures.choose(row)
        self.menu_requested.emit(self.selected_ids(), place)
        event.accept()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Qt: drags the selection out, as a copy only."""
        drag, ids, none = self.make_drag(), self.selected_ids(), Qt.DropAction.IgnoreAction
        if drag is not None and drag.exec(Qt.DropAction.CopyAction) != none and drag.target() is None:
            self.dragged_out.emit(ids)

    def make_drag(self) -> QDrag | None:
        """Returns the drag of the selected photos, None when there are none."""
        ids = self.selected_ids()
        if not ids:
            return None
        drag = QDrag(self)
        drag.setMimeData(self.photo_model.mime_of(ids))
        picture = self.painting.drag_pixmap(ids)
        drag.setPixmap(picture)
        drag.setHotSpot(QPoint(12, 12))
        return drag
