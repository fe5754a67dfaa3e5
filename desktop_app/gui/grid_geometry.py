"""Where everything in the grid lies: the layout in force, the place held while it changes, and Qt's questions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline, empty_timeline
from desktop_app.gui import theme
from desktop_app.gui.grid_anchor import GridAnchor
from desktop_app.gui.grid_layout import GridLayout, Grouping, Ints, LayoutSpec, section_starts
from desktop_app.gui.grid_painting import MARGIN, GridPainting
from desktop_app.gui.grid_scroll import SmoothScroll
from desktop_app.gui.photo_delegate import Part
from desktop_app.gui.photo_model import PhotoModel
from desktop_app.gui.scrubber import Scrubber
from desktop_app.gui.thumbnail_loader import ThumbnailLoader

if TYPE_CHECKING:
    from desktop_app.gui.photo_grid import PhotoGrid

MIN_TILE, MAX_TILE = 96, 420
MONTHS_BELOW = 136  # smaller tiles are grouped by month
ZOOM_STEP = 1.18
HEADER = 48
PLAIN_TOP = 12  # above the first row of a page without headers
WANT_MS = 24  # so long after a scroll the pictures are asked for; coalesces a fast scrub
SETTLE_MS = 140  # so long after the last resize or zoom pictures of the new size are asked for

Index = QModelIndex | QPersistentModelIndex


class GridGeometry(QListView):
    """The grid's space: rows, headers, scroll position, scrubber, and the pictures that are near. No choosing here.

    The layout is made anew when it is asked for and out of date. Meanwhile the grid holds on to one photo (an anchor).
    It is a QListView only in name, so that screen readers find a list of photos: of QAbstractItemView's heirs Qt tells
    them about lists, tables and trees alone. Everything QListView lays out, paints and answers is replaced.
    """

    tile_height_changed = Signal(int)

    def __init__(self, loader: ThumbnailLoader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._layout = GridLayout(np.empty(0, np.float32), np.empty(0, np.int64), LayoutSpec(1, 184))
        self._laid = empty_timeline()  # what the layout in force was made from
        self._is_stale = True
        self._tile_height = 184
        self._has_headers = True
        self._anchor: GridAnchor | None = None  # held while nothing but the layout moves
        self._is_placing = False
        self.scroll_motion = SmoothScroll(self.verticalScrollBar(), self)
        self.scrubber = Scrubber(self)
        self.painting = GridPainting(cast("PhotoGrid", self), loader)  # the one class made of this
        self._want_timer = self._timer(WANT_MS, self._want_pictures)
        self._settle_timer = self._timer(SETTLE_MS, self._want_pictures)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._sync_scrubber)
        bar.valueChanged.connect(self._scrolled)
        self.scrubber.valueChanged.connect(bar.setValue)
        self.scrubber.used.connect(self.scroll_motion.stop)
        self.scrubber.text_at = self.painting.month_at

    def _timer(self, interval_ms: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(call)
        return timer

    @property
    def photo_model(self) -> PhotoModel:
        """The photos shown."""
        model = self.model()
        assert isinstance(model, PhotoModel)
        return model

    @property
    def grid_layout(self) -> GridLayout:
        """The geometry in force; made anew first when it is out of date."""
        self._ensure_layout()
        return self._layout

    @property
    def is_mirrored(self) -> bool:
        """Whether reading goes from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def set_headers(self, *, are_shown: bool) -> None:
        """Shows date headers and the scrubber (a timeline), or neither (results in order of likeness)."""
        if are_shown != self._has_headers:
            self._has_headers = are_shown
            self._go_stale()

    # layout

    @property
    def tile_height(self) -> int:
        """The rows' wished height, px."""
        return self._tile_height

    def set_tile_height(self, height: int, at: QPoint | None = None) -> None:
        """Zooms: 96 to 420 px. The photo at that point of the viewport (else the first visible) keeps its place."""
        height = min(max(height, MIN_TILE), MAX_TILE)
        if height == self._tile_height:
            return
        anchor = self._anchor_at(at) if at is not None else self.anchor()
        self._tile_height = height
        self._anchor = anchor
        self._go_stale()
        self._settle_timer.start()
        self.tile_height_changed.emit(height)

    def zoom_in(self) -> None:
        """Makes tiles a step larger."""
        self.set_tile_height(round(self._tile_height * ZOOM_STEP))

    def zoom_out(self) -> None:
        """Makes tiles a step smaller."""
        self.set_tile_height(round(self._tile_height / ZOOM_STEP))

    def anchor(self) -> GridAnchor:
        """Returns the place shown, to come back to with `set_anchor`."""
        return self._anchor if self._anchor is not None else self._anchor_at(None)

    def set_anchor(self, anchor: GridAnchor) -> None:
        """Goes back to a place; a photo that is gone leaves the grid where it is."""
        self._ensure_layout()
        self._anchor = anchor
        self._restore_anchor()

    def _anchor_at(self, point: QPoint | None) -> GridAnchor:
        """Returns the place at a point, else at the top; judged by the layout that is on the screen."""
        layout, offset = self._layout, self.verticalOffset()
        if layout.count == 0 or (point is None and offset == 0):
            return GridAnchor()
        y = point.y() if point is not None else self._header_height
        x = self._to_content_x(point.x()) if point is not None else 0
        row = layout.nearest(x, offset + y)
        _, top, _, height = layout.rect(row)
        share = (offset + y - top) / height
        if point is None:  # hold the tile's upper edge
            share, y = 0.0, top - offset
        return GridAnchor(PhotoId(int(self._laid.ids[row])), share, y)

    def _restore_anchor(self) -> None:
        anchor = self._anchor
        if anchor is None:
            return
        value = 0
        if anchor.photo_id is not None:
            row = self.photo_model.row_of(anchor.photo_id)
            if row < 0:
                return
            _, top, _, height = self._layout.rect(row)
            value = round(top + anchor.share * height - anchor.y)
        self._is_placing = True
        self.verticalScrollBar().setValue(value)
        self._is_placing = False

    def _go_stale(self) -> None:
        if self._anchor is None:
            self._anchor = self._anchor_at(None)
        self._is_stale = True
        self.painting.end_fades()
        self.viewport().update()
        self._want_soon()

    def is_laid_out_as(self, timeline: Timeline) -> bool:
        """Whether these photos would lie as those of the layout in force do."""
        laid = self._laid
        return np.array_equal(laid.aspects, timeline.aspects) and np.array_equal(laid.taken_at_ms, timeline.taken_at_ms)

    def doItemsLayout(self) -> None:
        """Qt: lays out when something asks for it."""
        self._ensure_layout()

    def _ensure_layout(self) -> None:
        if not self._is_stale or self.model() is None:
            return
        self._is_stale = False
        shown = self.photo_model.timeline
        grouping = Grouping.NONE
        if self._has_headers:
            grouping = Grouping.MONTH if self._tile_height < MONTHS_BELOW else Grouping.DAY
        self.painting.set_grouping(grouping)
        self._place_margins()
        space = theme.tokens().metrics
        beyond = space.space_1 if self._has_headers else MARGIN  # the scrubber's strip is margin enough
        width = max(self.viewport().width() - MARGIN - beyond, 64)
        header, top = (HEADER, 0) if self._has_headers else (0, PLAIN_TOP)
        spec = LayoutSpec(width, self._tile_height, gap=space.tile_gap, header_height=header, top=top)
        self._layout = GridLayout(shown.aspects, section_starts(shown.taken_at_ms, grouping), spec)
        self._laid = shown
        self.on_laid_out()
        self._set_scroll_range()
        self.painting.show_years(self._layout, shown.taken_at_ms)

    def _place_margins(self) -> None:
        wide = theme.tokens().metrics.scrubber_width if self._has_headers else 0
        self.scrubber.setVisible(self._has_headers)
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if self._has_headers else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(policy)
        left, right = (wide, 0) if self.is_mirrored else (0, wide)
        if self.viewportMargins().left() != left or self.viewportMargins().right() != right:
            self.setViewportMargins(left, 0, right, 0)
        x = 0 if self.is_mirrored else self.width() - wide
        self.scrubber.setGeometry(x, 0, wide, self.height())

    def _set_scroll_range(self) -> None:
        bar, tall = self.verticalScrollBar(), self.viewport().height()
        held = self._anchor if self._anchor is not None else self._anchor_at(None)
        self._is_placing = True
        bar.setPageStep(tall)
        bar.setSingleStep(48)
        bar.setRange(0, max(0, self._layout.height - tall))
        self._is_placing = False
        self._anchor = held
        self._restore_anchor()

    def updateGeometries(self) -> None:
        """Qt: the range of the scroll bar follows the layout."""
        self._ensure_layout()

    def _sync_scrubber(self) -> None:
        bar = self.verticalScrollBar()
        self.scrubber.setPageStep(bar.pageStep())
        self.scrubber.setSingleStep(bar.singleStep())
        self.scrubber.setRange(bar.minimum(), bar.maximum())

    def _scrolled(self, value: int) -> None:
        if not self._is_placing:
            self._anchor = None
        self.scrubber.setValue(value)

    def on_laid_out(self) -> None:
        """A new layout is in force; what goes by rows is to be reckoned again."""

    # geometry

    @property
    def _header_height(self) -> int:
        return HEADER if self._has_headers else 0

    def _to_content_x(self, x: int) -> int:
        x -= self.origin_x
        return self._layout.spec.width - 1 - x if self.is_mirrored else x

    @property
    def origin_x(self) -> int:
        """Where the content's left edge lies in the viewport."""
        return self.viewport().width() - MARGIN - self._layout.spec.width if self.is_mirrored else MARGIN

    def tile_rect(self, row: int) -> QRect:
        """Returns a tile's place in the viewport."""
        left, top, width, height = self.grid_layout.rect(row)
        return self.painting.to_viewport(left, top, width, height)

    def global_tile_rect(self, photo_id: PhotoId) -> QRect | None:
        """Returns where on the screen a photo's tile is, None when it is not on the page: the viewer grows from it."""
        row = self.photo_model.row_of(photo_id)
        if row < 0:
            return None
        rect = self.tile_rect(row)
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def rows_touching(self, area: QRect) -> Ints:
        """Returns the rows whose tiles touch a rectangle given in viewport x and content y."""
        left, right = self._to_content_x(area.left()), self._to_content_x(area.right() + 1)
        left, right = min(left, right), max(left, right)
        return self.grid_layout.touching(left, area.top(), right, area.bottom() + 1)

    def part_at(self, point: QPoint) -> tuple[Part, int]:
        """Returns what lies at a point of the viewport, with its row (its section for a header's tick), else -1."""
        return self.painting.part_at(point)

    def row_at(self, point: QPoint) -> int:
        """Returns the row whose tile holds a point of the viewport, -1 for none."""
        layout = self.grid_layout
        return layout.photo_at(self._to_content_x(point.x()), point.y() + self.verticalOffset())

    def first_visible_row(self) -> int:
        """Returns the first row whose tile is wholly visible, else the nearest; -1 for no photos."""
        return self.grid_layout.nearest(0, self.verticalOffset() + self._header_height + 8)

    def row_a_page_away(self, row: int, pages: int) -> int:
        """Returns the row about one viewport above or below."""
        left, top, width, height = self.grid_layout.rect(row)
        page = max(self.viewport().height() - self._header_height - height, height + 1)
        return self._layout.nearest(left + width // 2, top + height // 2 + pages * page)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Qt: the photo at a point."""
        row = self.row_at(point)
        return self.photo_model.index(row) if row >= 0 else QModelIndex()

    def visualRect(self, index: Index) -> QRect:
        """Qt: a tile's place in the viewport."""
        return self.tile_rect(index.row()) if index.isValid() else QRect()

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Qt: what to repaint for a selection; everything, which is cheaper than reckoning it."""
        return QRegion() if selection.isEmpty() else QRegion(self.viewport().rect())

    def horizontalOffset(self) -> int:
        """Qt: nothing scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Qt: how far it is scrolled."""
        return int(self.verticalScrollBar().value())

    def isIndexHidden(self, _index: Index) -> bool:
        """Qt: nothing is hidden."""
        return False

    def moveCursor(self, _action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: keys are read in GridGestures; this answers where the cursor is."""
        return self.currentIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Qt: brings a photo into view."""
        if index.isValid():
            self.show_row(index.row(), is_centred=hint == QAbstractItemView.ScrollHint.PositionAtCenter)

    def scroll_to(self, photo_id: PhotoId) -> None:
        """Brings a photo to the middle, if it is on this page and not visible already."""
        row = self.photo_model.row_of(photo_id)
        if row >= 0 and not self.viewport().rect().contains(self.tile_rect(row)):
            self.show_row(row, is_centred=True)

    def show_row(self, row: int, *, is_centred: bool = False) -> None:
        """Scrolls as little as shows the whole tile below the pinned header, or centres it."""
        _, top, _, height = self.grid_layout.rect(row)
        bar, tall = self.verticalScrollBar(), self.viewport().height()
        above, below = top - self._header_height - 4, top + height + 8 - tall
        value = bar.value()
        if is_centred:
            value = top + height // 2 - tall // 2
        elif value > above:
            value = 0 if self._layout.row_of(row) == 0 else above
        elif value < below:
            value = below
        self.scroll_motion.stop()
        bar.setValue(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: paints what is visible."""
        self._ensure_layout()
        self.painting.paint(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: rows are justified anew; the photo at the top stays."""
        self._settle_timer.start()
        self._go_stale()
        self._ensure_layout()
        super().resizeEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Qt: scrolled."""
        self.viewport().update()
        self._want_soon()

    # pictures

    def _repaint_and_want(self) -> None:
        self.viewport().update()
        self._want_soon()

    def _want_soon(self) -> None:
        if not self._want_timer.isActive():  # the very first pictures wait for nothing
            self._want_timer.start(WANT_MS if self._loader.kept_bytes else 0)

    def _want_pictures(self) -> None:
        if not self.isVisible():
            return
        is_settling = self._settle_timer.isActive()
        self._loader.want(self.painting.wanted(is_settling=is_settling))
