"""The list of looks: a small picture, what the photo is called, when and for how long; a bin to delete it with."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QItemSelectionModel, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QMenu, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop_app.domain.ids import PhotoId, ViewId
from desktop_app.gui import history_words, icons, theme
from desktop_app.gui.history_model import ROW_ROLE, DayRow, HistoryModel, Index, LookRow
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

ROW_PX = 60
PICTURE_PX = 48
BIN_PX = 32
HEADING_TOP_PX, HEADING_PX = 22, 30
BUDGET_BYTES = 16_000_000


def bin_rect(rect: QRectF, row: object, *, is_mirrored: bool) -> QRectF:
    """Returns where the bin of a row lies: beside its words."""
    x = rect.left() + 16 if is_mirrored else rect.right() - 16 - BIN_PX
    middle = rect.top() + HEADING_TOP_PX + HEADING_PX / 2 if isinstance(row, DayRow) else rect.center().y()
    return QRectF(x, middle - BIN_PX / 2, BIN_PX, BIN_PX)


class HistoryDelegate(QStyledItemDelegate):
    """Paints the rows and hears of clicks on the bin."""

    bin_clicked = Signal(object)  # QModelIndex

    def __init__(self, view: HistoryList) -> None:
        super().__init__(view)
        self._list = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: fixed height."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: one row."""
        row = index.data(ROW_ROLE)
        t = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        is_current = bool(option.state & QStyle.StateFlag.State_HasFocus)
        card = QRectF(option.rect).adjusted(8, 2, -8, -2)
        if isinstance(row, LookRow):
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            fill = t.selected if is_chosen else t.hover if is_hovered else ""
            if fill:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(fill))
                painter.drawRoundedRect(card, t.metrics.radius, t.metrics.radius)
            self._paint_look(painter, option, card, row)
        elif isinstance(row, DayRow):
            self._paint_day(painter, option, row)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        if is_hovered or is_current:
            spot = bin_rect(QRectF(option.rect), row, is_mirrored=is_mirrored)
            is_under = spot.contains(QPointF(self._list.pointer))
            ink = QColor(t.danger if is_under else t.text_second)
            icons.paint(painter, "trash", spot.adjusted(7, 7, -7, -7), ink)
        if is_current and self._list.is_keyed:
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
        painter.restore()

    def _paint_day(self, painter: QPainter, option: QStyleOptionViewItem, row: DayRow) -> None:
        t = theme.tokens()
        line = QRectF(option.rect).adjusted(16, HEADING_TOP_PX, -16 - BIN_PX, 0)
        line.setHeight(HEADING_PX)
        font = theme.sized_font(option.font, t.metrics.font_header)
        font.setWeight(QFont.Weight.DemiBold)
        self._words(painter, line, font, t.text, row.text)
        used = painter.fontMetrics().horizontalAdvance(row.text) + 10
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        rest = line.adjusted(0, 0, -used, 0) if is_mirrored else line.adjusted(used, 0, 0, 0)
        self._words(painter, rest, theme.second_font(option.font), t.text_second, history_words.looks_text(row.count))

    def _paint_look(self, painter: QPainter, option: QStyleOptionViewItem, card: QRectF, row: LookRow) -> None:
        t = theme.tokens()
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        x = card.right() - 8 - PICTURE_PX if is_mirrored else card.left() + 8
        place = QRectF(x, card.center().y() - PICTURE_PX / 2, PICTURE_PX, PICTURE_PX)
        picture = self._list.thumbnails.pixmap(row.view.photo_id, is_veiled=self._list.is_covered(row))
        if picture is not None:
            painter.drawPixmap(place, picture, QRectF(picture.rect()))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.raised))
            painter.drawRoundedRect(place, t.metrics.tile_radius, t.metrics.tile_radius)
        beside = PICTURE_PX + 20
        text = card.adjusted(16 + BIN_PX, 9, -beside, -9) if is_mirrored else card.adjusted(beside, 9, -16 - BIN_PX, -9)
        upper, lower = QRectF(text), QRectF(text)
        upper.setHeight(text.height() / 2)
        lower.setTop(upper.bottom())
        self._words(painter, upper, option.font, t.text, row.name)
        self._words(painter, lower, theme.second_font(option.font), t.text_second, history_words.look_text(row.view))

    @staticmethod
    def _words(painter: QPainter, line: QRectF, font: QFont, ink: str, words: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, shown)

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        """Qt: a click on the bin."""
        del model
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
            spot = bin_rect(QRectF(option.rect), index.data(ROW_ROLE), is_mirrored=is_mirrored)
            if spot.contains(event.position()):
                self.bin_clicked.emit(index)
                return True
        return False


class HistoryList(QListView):
    """Looks by day. Emits what is wanted; deletes nothing itself."""

    opened = Signal(object, object)  # PhotoId, the photos of its day
    timeline_wanted = Signal(object)  # PhotoId
    views_unwanted = Signal(object)  # list of ViewId
    day_unwanted = Signal(object)  # date

    def __init__(self, library: Library, bridge: Bridge, parent: QAbstractItemView | None = None) -> None:
        super().__init__(parent)
        self.rows = HistoryModel()
        self.thumbnails = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self.is_veiling = True
        self.is_keyed = False  # the keyboard moves: the current row has a ring
        self.pointer = QPoint(-1, -1)
        self.setModel(self.rows)
        delegate = HistoryDelegate(self)
        delegate.bin_clicked.connect(self._on_bin)
        self.setItemDelegate(delegate)
        self.setAccessibleName(self.tr("Looks"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.activated.connect(self._open)
        self.thumbnails.arrived.connect(lambda _photo_id: self.viewport().update())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self.want())
        self.rows.modelReset.connect(self.want)
        self.rows.rowsInserted.connect(lambda *_: self.want())

    def is_covered(self, row: LookRow) -> bool:
        """Whether a look's picture is blurred."""
        return self.is_veiling and row.is_sensitive

    def set_veiling(self, *, is_veiling: bool) -> None:
        """Takes over whether sensitive photos are covered."""
        self.is_veiling = is_veiling
        self.want()
        self.viewport().update()

    def want(self) -> None:
        """Asks for the pictures of the rows that are seen."""
        first = max(0, self.indexAt(QPoint(8, 1)).row())
        last = min(self.rows.rowCount() - 1, first + self.viewport().height() // ROW_PX + 2)
        edge_px = round(PICTURE_PX * self.devicePixelRatioF())
        radius_px = theme.tokens().metrics.tile_radius * self.devicePixelRatioF()
        looks = [self.rows.index(number).data(ROW_ROLE) for number in range(first, last + 1)]
        self.thumbnails.want(
            [
                Wanted(row.view.photo_id, edge_px, edge_px, radius_px, self.is_covered(row))
                for row in looks
                if isinstance(row, LookRow)
            ]
        )

    def chosen(self) -> list[LookRow]:
        """Returns the looks selected, in their order."""
        rows = [index.data(ROW_ROLE) for index in sorted(self.selectedIndexes())]
        return [row for row in rows if isinstance(row, LookRow)]

    def current_view_id(self) -> ViewId | None:
        """Returns the current look, None on a heading."""
        row = self.currentIndex().data(ROW_ROLE)
        return row.view.id if isinstance(row, LookRow) else None

    def set_current_row(self, number: int) -> None:
        """Goes to a row without changing what is selected."""
        flags = QItemSelectionModel.SelectionFlag.NoUpdate
        self.selectionModel().setCurrentIndex(self.rows.index(max(0, number)), flags)

    def _open(self, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, LookRow):
            heading = self.rows.day_of(index.row())
            self.opened.emit(row.view.photo_id, self.rows.looks_of(heading.day) if heading else [row.view.photo_id])

    def _on_bin(self, index: Index) -> None:
        row = index.data(ROW_ROLE)
        chosen = self.chosen()
        if isinstance(row, DayRow):
            self.day_unwanted.emit(row.day)
        elif isinstance(row, LookRow):
            self._delete(chosen if row in chosen else [row])

    def _delete(self, looks: list[LookRow]) -> None:
        ids = [row.view.id for row in looks if row.view.id is not None]
        if ids:
            self.views_unwanted.emit(ids)

    def menu(self, index: Index) -> QMenu | None:
        """Returns the context menu of a row."""
        row = index.data(ROW_ROLE)
        heading = self.rows.day_of(index.row())
        if row is None or heading is None:
            return None
        menu = QMenu(self)
        if isinstance(row, LookRow):
            photo: PhotoId = row.view.photo_id
            menu.addAction(self.tr("Open"), lambda: self._open(index))
            menu.addAction(self.tr("Show on the timeline"), lambda: self.timeline_wanted.emit(photo))
            menu.addSeparator()
            looks = self.chosen() if row in self.chosen() else [row]
            words = self.tr("Delete this look") if len(looks) == 1 else self.tr("Delete these looks…")
            menu.addAction(words, lambda: self._delete(looks))
        day: date = heading.day
        menu.addAction(self.tr("Delete this day…"), lambda: self.day_unwanted.emit(day))
        return menu

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        menu = self.menu(index if index.isValid() else self.currentIndex())
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Delete deletes the looks selected, or the day whose heading is current."""
        self.is_keyed = True
        if event.key() not in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            super().keyPressEvent(event)
            return
        row = self.currentIndex().data(ROW_ROLE)
        if isinstance(row, DayRow):
            self.day_unwanted.emit(row.day)
        else:
            self._delete(self.chosen() or ([row] if isinstance(row, LookRow) else []))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the pointer moves now."""
        self.is_keyed = False
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the bin under the pointer is marked."""
        self.pointer = event.position().toPoint()
        self.viewport().update()
        super().mouseMoveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: more rows may be seen."""
        super().resizeEvent(event)
        self.want()
