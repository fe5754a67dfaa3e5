"""How the sidebar's lines look, and the field in which an album is renamed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.gui import icons, theme
from desktop_app.gui.sidebar_model import ALBUMS_KEY, Role

Index = QModelIndex | QPersistentModelIndex
INDENT_PX = 14
COVER_PX = 20
HEADING_HEIGHT_PX = 34
MAX_NAME = 200  # letters of an album's name


class SidebarDelegate(QStyledItemDelegate):
    """Paints icon, text and count on the 4-px grid; headings small and quiet with their chevron."""

    def __init__(self, parent: QObject, drop_key: Callable[[], str]) -> None:
        super().__init__(parent)
        self.cover_of: Callable[[PhotoId], QPixmap | None] = lambda _photo: None
        self._drop_key = drop_key  # of the line that a drop would go to, '' for none

    def _cover(self, index: Index) -> QPixmap | None:
        photo = index.data(Role.COVER)
        return self.cover_of(photo) if photo is not None else None

    def _is_target(self, index: Index) -> bool:
        return bool(self._drop_key()) and self._drop_key() == index.data(Role.KEY)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: a line is 30 px, a heading a little more for the air above it."""
        del option
        t = theme.tokens().metrics
        is_heading = index.data(Role.PLACE) is None
        return QSize(120, HEADING_HEIGHT_PX if is_heading else t.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: one line."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(Role.PLACE) is None:
            self._paint_heading(painter, option, index)
        else:
            self._paint_line(painter, option, index)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        rect = option.rect.adjusted(16, 10, -14, 0)
        is_target = self._is_target(index)
        if is_target:
            _paint_glow(painter, QRectF(option.rect).adjusted(8, 6, -8, -1))
        painter.setFont(theme.sized_font(option.font, t.metrics.font_second, QFont.Weight.DemiBold))
        painter.setPen(QColor(t.accent if is_target else t.text_second))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, str(index.data()))
        has_plus = index.data(Role.KEY) == ALBUMS_KEY
        if option.state & QStyle.StateFlag.State_MouseOver or option.state & QStyle.StateFlag.State_HasFocus:
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            _paint_chevron(painter, option, rect.adjusted(0, 0, -24 if has_plus else 0, 0), is_open=is_open)
        if has_plus:
            is_near = bool(option.state & QStyle.StateFlag.State_MouseOver) or is_target
            box = QRectF(plus_rect(option.rect, option.direction)).adjusted(6, 6, -6, -6)
            icons.paint(painter, "plus", box, QColor(t.accent if is_near else t.text_second))

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        t = theme.tokens()
        state = option.state
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        card = QRectF(option.rect).adjusted(8, 1, -8, -1)
        fill = t.selected if is_selected else t.hover if state & QStyle.StateFlag.State_MouseOver else None
        if fill is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(card, t.metrics.radius, t.metrics.radius)
        if self._is_target(index):
            _paint_glow(painter, card)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(t.accent))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), t.metrics.radius, t.metrics.radius)
        is_away = bool(index.data(Role.IS_OFFLINE))
        ink = QColor(t.text_second if is_away else t.text)
        left = int(card.left()) + 8 + inset(index)
        icon_ink = QColor(t.accent if is_selected else t.text_second)
        box = QRectF(left, card.center().y() - 8, 16, 16)
        mirrored = mirror(option, box)
        cover = self._cover(index)
        if cover is not None:
            edge = COVER_PX / 2
            around = QRectF(mirrored.center().x() - edge, mirrored.center().y() - edge, COVER_PX, COVER_PX)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(around, cover, QRectF(cover.rect()))
        else:
            icons.paint(painter, str(index.data(Role.ICON)), mirrored, icon_ink)
        text = option.rect.adjusted(0, 0, 0, 0)
        text.setLeft(left + 16 + 8)
        text.setRight(int(card.right()) - 10)
        text = mirror(option, QRectF(text)).toRect()
        count = index.data(Role.COUNT)
        painter.setFont(theme.second_font(option.font))
        if count:
            shown = QLocale().toString(int(count))
            painter.setPen(QColor(t.text_second))
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, shown)
            room = painter.fontMetrics().horizontalAdvance(shown) + 8
            text.adjust(*((room, 0, 0, 0) if _is_mirrored(option) else (0, 0, -room, 0)))
        painter.setFont(option.font)
        painter.setPen(ink)
        end = Qt.TextElideMode.ElideMiddle if index.data(Role.ALBUM) is None else Qt.TextElideMode.ElideRight
        shown = painter.fontMetrics().elidedText(str(index.data()), end, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Qt: a field for the name of an album."""
        field = QLineEdit(parent)
        field.setAccessibleName(self.tr("Name of the album"))
        field.setMaxLength(MAX_NAME)
        field.setStyleSheet("QLineEdit { padding: 0 5px; min-height: 0; }")
        field.setText(str(index.data()))
        field.selectAll()
        return field

    def setEditorData(self, _editor: QWidget, _index: Index) -> None:
        """Qt: asks again whenever a count moves; what is being typed stays."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Qt: the field lies over the name and the count."""
        left = 8 + 8 + 16 + 2
        box = QRectF(option.rect.adjusted(left, 2, -10, -2))
        editor.setGeometry(mirror(option, box).toRect())


def plus_rect(line: QRect, direction: Qt.LayoutDirection) -> QRect:
    """Returns where the plus of a heading takes clicks."""
    return QStyle.visualRect(direction, line, QRect(line.right() - 36, line.top() + 7, 28, 28))


def _paint_glow(painter: QPainter, card: QRectF) -> None:
    """The line that a drop would go to."""
    t = theme.tokens()
    painter.setBrush(QColor(t.selected))
    painter.setPen(QPen(QColor(t.accent), 2))
    painter.drawRoundedRect(card.adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)


def _depth(index: Index) -> int:
    depth, above = 0, index.parent()
    while above.isValid():
        depth, above = depth + 1, above.parent()
    return depth


def inset(index: Index) -> int:
    """How far a line's icon is moved in; folders leave room for their chevron, flags stand below their page."""
    key = str(index.data(Role.KEY))
    if key.startswith("flag:"):
        return INDENT_PX
    return INDENT_PX * _depth(index) if key.startswith("folder:") else 0


def has_chevron(index: Index) -> bool:
    """Says whether a line folds by a chevron of its own: a folder that holds folders."""
    return str(index.data(Role.KEY)).startswith("folder:") and bool(index.model().rowCount(index))


def _is_mirrored(option: QStyleOptionViewItem) -> bool:
    return bool(option.direction == Qt.LayoutDirection.RightToLeft)


def mirror(option: QStyleOptionViewItem, box: QRectF) -> QRectF:
    """Returns a box of a line as it lies when reading goes from right to left."""
    return QStyle.visualRect(option.direction, option.rect, box.toRect()).toRectF() if _is_mirrored(option) else box


def _paint_chevron(painter: QPainter, option: QStyleOptionViewItem, rect: QRect, *, is_open: bool) -> None:
    box = QRectF(rect.right() - 14, rect.center().y() - 6, 13, 13)
    ink = QColor(theme.tokens().text_second)
    icons.paint(painter, "chevron-down" if is_open else "chevron-right", mirror(option, box), ink)
