"""The list of sets at the left of the review: small pictures of each, how many they are, what the copies take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.domain.duplicate import DuplicateSet
from desktop_app.domain.ids import PhotoId
from desktop_app.gui import theme
from desktop_app.gui.duplicates_facts import set_text
from desktop_app.gui.duplicates_model import SET_ROLE, Index, SetsModel
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

ROW_PX, PICTURE_PX, SHOWN = 84, 48, 4
BUDGET_BYTES = 16_000_000


class SetDelegate(QStyledItemDelegate):
    """Paints a set: up to four small pictures, and a line of words."""

    def __init__(self, view: SetsList) -> None:
        super().__init__(view)
        self._list = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: fixed height."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: one row."""
        found = index.data(SET_ROLE)
        if not isinstance(found, DuplicateSet):
            return
        t = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(0, 2, -8, -2)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        fill = t.selected if is_chosen else t.hover if option.state & QStyle.StateFlag.State_MouseOver else ""
        if fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(card, t.metrics.radius, t.metrics.radius)
        if is_chosen and self._list.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        step = PICTURE_PX + t.metrics.tile_gap
        for number, photo_id in enumerate(found.photo_ids[:SHOWN]):
            x = card.right() - 8 - PICTURE_PX - number * step if is_mirrored else card.left() + 8 + number * step
            self._paint_picture(painter, QRectF(x, card.top() + 6, PICTURE_PX, PICTURE_PX), photo_id)
        words = QRectF(card.left() + 8, card.bottom() - 24, card.width() - 16, 20)
        painter.setFont(theme.second_font(option.font))
        painter.setPen(QColor(t.text if is_chosen else t.text_second))
        more = len(found.photo_ids) - SHOWN
        text = set_text(found) + (f" · +{more}" if more > 0 else "")
        painter.drawText(words, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRectF, photo_id: PhotoId) -> None:
        t = theme.tokens()
        picture = self._list.thumbnails.pixmap(photo_id, is_veiled=self._list.is_covered(photo_id))
        if picture is not None:
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.raised))
        painter.drawRoundedRect(place, t.metrics.tile_radius, t.metrics.tile_radius)


class SetsList(QListView):
    """The sets of one tier. Emits which one is current. GUI thread."""

    chosen = Signal(object)  # DuplicateSet, or None when there is none

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sets = SetsModel(self)
        self.thumbnails = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self.is_covered: Callable[[PhotoId], bool] = lambda _photo_id: False
        self.setModel(self.sets)
        self.setItemDelegate(SetDelegate(self))
        self.setAccessibleName(self.tr("Sets of photos to review"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.thumbnails.arrived.connect(lambda _photo_id: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.want())
        self.sets.modelReset.connect(self.want)
        self.sets.rowsRemoved.connect(lambda *_: self.want())

    def go(self, row: int) -> None:
        """Makes a set current, the last one when there are not so many, and says which."""
        row = min(row, self.sets.rowCount() - 1)
        if row >= 0 and row != self.currentIndex().row():
            self.setCurrentIndex(self.sets.index(row))  # which says so
            self.scrollTo(self.sets.index(row))
        else:
            self.chosen.emit(self.sets.at(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Qt: says which set is current, when the user chose it."""
        super().currentChanged(current, previous)
        if current.isValid() and current.row() != previous.row():
            self.chosen.emit(self.sets.at(current.row()))

    def want(self) -> None:
        """Asks for the pictures of the rows that are seen."""
        first = max(0, self.indexAt(QPoint(8, 1)).row())
        last = min(self.sets.rowCount() - 1, first + self.viewport().height() // ROW_PX + 2)
        edge_px = round(PICTURE_PX * self.devicePixelRatioF())
        radius_px = theme.tokens().metrics.tile_radius * self.devicePixelRatioF()
        seen = [found for row in range(first, last + 1) if (found := self.sets.at(row)) is not None]
        self.thumbnails.want(
            [
                Wanted(photo, edge_px, edge_px, radius_px, self.is_covered(photo))
                for found in seen
                for photo in found.photo_ids[:SHOWN]
            ]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: more rows may be seen."""
        super().resizeEvent(event)
        self.want()
