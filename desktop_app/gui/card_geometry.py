"""The places of cards as an item view wants them: where a card lies, which one is under a point, how far it scrolls."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from desktop_app.gui.card_layout import CardLayout, laid_out
from desktop_app.gui.card_model import CardModel, Index
from desktop_app.gui.card_painting import CardPart, more_place, tick_place

_Flag = QItemSelectionModel.SelectionFlag


class CardGeometry(QListView):
    """An item view whose geometry is arithmetic: whatever it holds, only what is seen is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = CardModel(self)
        self.layout_: CardLayout = laid_out(1, ())
        self.headings: list[str] = []

    def lay_out(self) -> None:
        """Finds every card's place anew: other cards, another width."""
        sections = self.cards.sections()
        self.headings = [heading for heading, _count in sections]
        self.layout_ = laid_out(
            self.viewport().width(),
            [count for _heading, count in sections],
            has_headings=any(self.headings),
            is_mirrored=self.is_mirrored,
        )
        room = self.viewport().height()
        bar = self.verticalScrollBar()
        bar.setPageStep(room)
        bar.setRange(0, max(0, self.layout_.height - room))
        self.on_laid_out()

    def on_laid_out(self) -> None:
        """Called whenever cards lie elsewhere."""

    @property
    def is_mirrored(self) -> bool:
        """Whether reading runs from right to left."""
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def on_viewport(self, place: QRect) -> QRect:
        """Returns a place of the page in coordinates of the viewport."""
        return place.translated(0, -self.verticalOffset())

    def part_at(self, point: QPoint) -> tuple[int, CardPart | None]:
        """Returns the card under a point of the viewport and its part; -1 and None beside the cards."""
        at, room = point + QPoint(0, self.verticalOffset()), self.layout_
        for row in room.seen(at.y(), at.y()):
            card = room.rect(row)
            if card.contains(at):
                if tick_place(room.cover_rect(row), is_mirrored=self.is_mirrored).adjusted(-6, -6, 6, 6).contains(at):
                    return row, CardPart.TICK
                if more_place(card, room.cover_height, is_mirrored=self.is_mirrored).contains(at):
                    return row, CardPart.MORE
                return row, CardPart.BODY
        return -1, None

    def visualRect(self, index: Index) -> QRect:
        """Qt: the place of a card in the viewport."""
        row = index.row()
        return self.on_viewport(self.layout_.rect(row)) if 0 <= row < self.layout_.count else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """Qt: the card under a point."""
        row, _part = self.part_at(point)
        return self.cards.index(row) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Qt: brings a card into view."""
        del hint
        if not 0 <= index.row() < self.layout_.count:
            return
        place, bar = self.layout_.rect(index.row()).adjusted(0, -12, 0, 12), self.verticalScrollBar()
        if place.top() < bar.value():
            bar.setValue(place.top())
        elif place.bottom() > bar.value() + self.viewport().height():
            bar.setValue(place.bottom() - self.viewport().height())

    def horizontalOffset(self) -> int:
        """Qt: cards never scroll sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Qt: how far the page is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:
        """Qt: none is."""
        del index
        return False

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Qt: keys are the gestures' affair; getting the focus moves nothing."""
        del action, modifiers
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: _Flag) -> None:
        """Qt: the cards that touch a rectangle of the viewport."""
        area = rect.normalized().translated(0, self.verticalOffset())
        rows = [r for r in self.layout_.seen(area.top(), area.bottom()) if self.layout_.rect(r).intersects(area)]
        self.choose(rows, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Qt: where selected cards are."""
        region = QRegion()
        for index in selection.indexes():
            region |= QRegion(self.visualRect(index))
        return region

    def doItemsLayout(self) -> None:
        """Qt: lays out when something asks for it."""
        self.lay_out()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt: scrolled; what is seen is painted anew."""
        del dx, dy
        self.viewport().update()

    def updateGeometries(self) -> None:
        """Qt: the range of the scroll bar follows the layout."""
        if self.layout_.width != self.viewport().width():
            self.lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: other columns."""
        self.lay_out()
        super().resizeEvent(event)

    def choose(self, rows: Iterable[int], flags: _Flag) -> None:
        """Selects rows as the flags say."""
        selection = QItemSelection()
        for row in rows:
            selection.select(self.cards.index(row), self.cards.index(row))
        self.selectionModel().select(selection, flags)
