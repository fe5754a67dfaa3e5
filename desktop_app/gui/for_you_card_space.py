"""Where the cards of a view lie: the layout in force, scrolling, the current card, and Qt's questions about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollBar, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.for_you_card_gestures import CardGestures
from desktop_app.gui.for_you_card_painting import CAPTION_PX, CardAct, act_places, tick_place
from desktop_app.gui.for_you_geometry import Placement, ShelfLayout
from desktop_app.gui.for_you_pictures import CardPictures
from desktop_app.gui.grid_scroll import SmoothScroll
from desktop_app.gui.photo_model import PhotoModel

if TYPE_CHECKING:
    from desktop_app.gui.for_you_cards import CardsView

Index = QModelIndex | QPersistentModelIndex
PAD = 5  # above and below the cards: the focus ring lies outside them


class CardSpace(QListView):
    """Lays cards out and answers where they are. Paints nothing, reads no gesture.

    It is a QListView only in name, so that screen readers find a list; what QListView lays out and paints is replaced.
    """

    scrolled = Signal()

    def __init__(
        self,
        pictures: CardPictures,
        layout: ShelfLayout,
        parent: QWidget | None,
        *,
        inset: int,
        acts: tuple[CardAct, ...],
        is_sideways: bool,
    ) -> None:
        super().__init__(parent)
        self.gestures = CardGestures(cast("CardsView", self))  # before anything sends an event
        self.pictures, self.inset, self.acts, self.is_sideways = pictures, inset, acts, is_sideways
        self._shelf_layout = layout
        self._placement: Placement | None = None
        self._kept_places: Placement | None = None
        self._laid_across = -1
        self._ticked: set[PhotoId] | None = None
        self._captions: Mapping[PhotoId, str] = {}
        self.setModel(PhotoModel(self))
        self.motion = SmoothScroll(self.horizontalScrollBar() if is_sideways else self.verticalScrollBar(), self)

    @property
    def photo_model(self) -> PhotoModel:
        """The photos shown."""
        model = self.model()
        assert isinstance(model, PhotoModel)
        return model

    # layout

    def set_layout(self, layout: ShelfLayout) -> None:
        """Places the cards in another way."""
        if layout != self._shelf_layout:
            self._shelf_layout = layout
            self._kept_places = None
            self._go_stale()
            self._lay_out()

    def _go_stale(self) -> None:
        self._placement = None
        self.viewport().update()
        self.pictures.want_soon()

    @property
    def placement(self) -> Placement:
        """Where the cards lie; made anew first when it is out of date."""
        if self._placement is None:
            self._lay_out()
        assert self._placement is not None
        return self._placement

    def _lay_out(self) -> None:
        across = max(1, self.viewport().width() - 2 * self.inset)
        self._laid_across = across
        count = self.photo_model.rowCount()
        if self._kept_places is not None and len(self._kept_places) == count:
            self._placement = self._kept_places
        else:
            self._kept_places = None
            self._placement = self._shelf_layout(self.photo_model.timeline.aspects, across)
        tall = self._placement.down + 2 * PAD + (CAPTION_PX if self._captions else 0)
        if self.is_sideways:
            self._set_range(
                self.horizontalScrollBar(), self._placement.across + 2 * self.inset, self.viewport().width()
            )
            if self.height() != tall:
                self.setFixedHeight(tall)
        else:
            self._set_range(self.verticalScrollBar(), tall, self.viewport().height())

    @staticmethod
    def _set_range(bar: QScrollBar, total: int, seen: int) -> None:
        bar.setPageStep(seen)
        bar.setSingleStep(48)
        bar.setRange(0, max(0, total - seen))

    @property
    def is_mirrored(self) -> bool:
        """Whether reading goes from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def card_rect(self, row: int) -> QRect:
        """Returns a card's place in the viewport."""
        places = self.placement
        left, top = int(places.left[row]), int(places.top[row])
        width, height = int(places.width[row]), int(places.height[row])
        x = left + self.inset - self.horizontalOffset()
        if self.is_mirrored:
            x = self.viewport().width() - x - width
        return QRect(x, top + PAD - self.verticalOffset(), width, height)

    def global_card_rect(self, photo_id: PhotoId) -> QRect | None:
        """Returns where on the screen a photo's card is, None when it is not here."""
        row = self.photo_model.row_of(photo_id)
        if row < 0:
            return None
        rect = self.card_rect(row)
        return QRect(self.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def row_at(self, point: QPoint) -> int:
        """Returns the card that holds a point of the viewport, -1 for none."""
        x = self.viewport().width() - 1 - point.x() if self.is_mirrored else point.x()
        return self.placement.at(x - self.inset + self.horizontalOffset(), point.y() - PAD + self.verticalOffset())

    def rows_seen(self, margin: int = 0) -> list[int]:
        """Returns the cards that touch the viewport, or come as near as `margin` sideways."""
        port = self.viewport()
        x, y = self.horizontalOffset() - self.inset, self.verticalOffset() - PAD
        return self.placement.within(x - margin, y, x + port.width() + margin, y + port.height())

    def act_places_of(self, row: int) -> list[tuple[CardAct, QRect]]:
        """Returns the actions of a card with their places in the viewport."""
        rect = self.card_rect(row)
        if self._ticked is not None:
            return [(CardAct.TICK, tick_place(rect, is_mirrored=self.is_mirrored))]
        return act_places(rect, self.acts, is_mirrored=self.is_mirrored)

    # the current card

    @property
    def current_id(self) -> PhotoId | None:
        """The photo that keys act on."""
        row = self.currentIndex().row()
        return self.photo_model.id_at(row) if 0 <= row < self.photo_model.rowCount() else None

    def set_current_row(self, row: int) -> None:
        """Makes a card current and brings it into view."""
        if 0 <= row < self.photo_model.rowCount():
            flag = QItemSelectionModel.SelectionFlag.NoUpdate
            self.selectionModel().setCurrentIndex(self.photo_model.index(row), flag)
            self.show_row(row)

    def set_current_id(self, photo_id: PhotoId) -> None:
        """Makes a photo current, if it is here."""
        self.set_current_row(self.photo_model.row_of(photo_id))

    def nearest_row(self, global_x: int, *, is_from_above: bool) -> int:
        """Returns the card nearest to a place on the screen, in the first or the last line of cards."""
        if not self.photo_model.rowCount():
            return -1
        x, places = self.viewport().mapFromGlobal(QPoint(global_x, 0)).x(), self.placement
        is_edge = places.top == 0 if is_from_above else places.top + places.height >= places.down
        rows = [row for row in self.rows_seen() if is_edge[row]] or [0]
        return min(rows, key=lambda row: abs(self.card_rect(row).center().x() - x))

    def show_row(self, row: int) -> None:
        """Scrolls as little as shows the whole card."""
        places = self.placement
        bar = self.horizontalScrollBar() if self.is_sideways else self.verticalScrollBar()
        edge = self.inset if self.is_sideways else PAD
        begin = int((places.left if self.is_sideways else places.top)[row])
        end = begin + int((places.width if self.is_sideways else places.height)[row]) + 2 * edge
        seen = self.viewport().width() if self.is_sideways else self.viewport().height()
        if begin < bar.value():
            self.motion.to(begin)
        elif end > bar.value() + seen:
            self.motion.to(end - seen)

    def turn(self, step: int) -> None:
        """Goes on (1) or back (-1) by what is seen, to the beginning of a card."""
        bar, places = self.horizontalScrollBar(), self.placement
        seen = self.viewport().width() - 2 * self.inset
        begins = np.unique(places.left)
        if step > 0:
            ends = places.left + places.width
            cut = places.left[ends > bar.value() + seen + 1]
            self.motion.to(int(cut.min()) if len(cut) else bar.maximum())
        else:
            fitting = begins[begins >= bar.value() - seen]
            self.motion.to(int(fitting.min()) if len(fitting) else 0)

    def can_turn(self, step: int) -> bool:
        """Whether there is more to see in a direction."""
        bar = self.horizontalScrollBar()
        return bar.value() < bar.maximum() if step > 0 else bar.value() > 0

    # Qt's questions

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """Qt: photos came."""
        super().rowsInserted(parent, start, end)
        self._go_stale()

    def rowsAboutToBeRemoved(self, parent: Index, start: int, end: int) -> None:
        """Qt: photos go."""
        super().rowsAboutToBeRemoved(parent, start, end)
        self._go_stale()

    def dataChanged(self, first: QModelIndex, last: QModelIndex, roles: Sequence[int] = ()) -> None:  # type: ignore[override]
        """Qt: photos changed."""
        del first, last, roles
        self.viewport().update()

    def reset(self) -> None:
        """Qt: everything changed."""
        super().reset()
        self._go_stale()

    def doItemsLayout(self) -> None:
        """Qt: laid out when asked for."""

    def updateGeometries(self) -> None:
        """Qt: the range of the scroll bar follows the layout."""

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Qt: the photo at a point."""
        row = self.row_at(point)
        return self.photo_model.index(row) if row >= 0 else QModelIndex()

    def visualRect(self, index: Index) -> QRect:
        """Qt: a card's place."""
        return self.card_rect(index.row()) if index.isValid() else QRect()

    def visualRegionForSelection(self, _selection: QItemSelection) -> QRegion:
        """Qt: nothing is selected here."""
        return QRegion()

    def setSelection(self, _rect: QRect, _command: QItemSelectionModel.SelectionFlag) -> None:
        """Qt: nothing is selected here."""

    def horizontalOffset(self) -> int:
        """Qt: how far it is scrolled, counted with reading."""
        return int(self.horizontalScrollBar().value()) if self.is_sideways else 0

    def verticalOffset(self) -> int:
        """Qt: how far it is scrolled."""
        return 0 if self.is_sideways else int(self.verticalScrollBar().value())

    def isIndexHidden(self, _index: Index) -> bool:
        """Qt: nothing is hidden."""
        return False

    def moveCursor(self, _action: QAbstractItemView.CursorAction, _keys: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: keys are read in CardGestures."""
        return self.currentIndex()

    def scrollTo(
        self, index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Qt: brings a card into view."""
        if index.isValid():
            self.show_row(index.row())

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Qt: scrolled."""
        self.viewport().update()
        self.pictures.want_soon()
        self.scrolled.emit()
