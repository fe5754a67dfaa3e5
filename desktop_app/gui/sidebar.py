"""The sidebar: places with counts, foldable sections, and a target for photos dragged onto it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.library import Counts, Folder, Root
from desktop_app.gui import icons, theme
from desktop_app.gui.drop_target import DropTarget
from desktop_app.gui.places import Place
from desktop_app.gui.sidebar_model import Role, SidebarModel

Index = QModelIndex | QPersistentModelIndex
INDENT_PX = 14
HEADING_HEIGHT_PX = 34


class SidebarDelegate(QStyledItemDelegate):
    """Paints icon, text and count on the 4-px grid; headings small and quiet with their chevron."""

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
        painter.setFont(theme.sized_font(option.font, t.metrics.font_second, QFont.Weight.DemiBold))
        painter.setPen(QColor(t.text_second))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, str(index.data()))
        if option.state & QStyle.StateFlag.State_MouseOver or option.state & QStyle.StateFlag.State_HasFocus:
            is_open = bool(option.state & QStyle.StateFlag.State_Open)
            _paint_chevron(painter, option, rect, is_open=is_open)

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
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(t.accent))
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), t.metrics.radius, t.metrics.radius)
        is_away = bool(index.data(Role.IS_OFFLINE))
        ink = QColor(t.text_second if is_away else t.text)
        left = int(card.left()) + 8 + _inset(index)
        icon_ink = QColor(t.accent if is_selected else t.text_second)
        box = QRectF(left, card.center().y() - 8, 16, 16)
        mirrored = _mirror(option, box)
        icons.paint(painter, str(index.data(Role.ICON)), mirrored, icon_ink)
        text = option.rect.adjusted(0, 0, 0, 0)
        text.setLeft(left + 16 + 8)
        text.setRight(int(card.right()) - 10)
        text = _mirror(option, QRectF(text)).toRect()
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
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)


def _depth(index: Index) -> int:
    depth, above = 0, index.parent()
    while above.isValid():
        depth, above = depth + 1, above.parent()
    return depth


def _inset(index: Index) -> int:
    """How far a line's icon is moved in; folders leave room for their chevron."""
    is_folder = str(index.data(Role.KEY)).startswith("folder:")
    return INDENT_PX * _depth(index) if is_folder else 0


def _is_mirrored(option: QStyleOptionViewItem) -> bool:
    return bool(option.direction == Qt.LayoutDirection.RightToLeft)


def _mirror(option: QStyleOptionViewItem, box: QRectF) -> QRectF:
    return QStyle.visualRect(option.direction, option.rect, box.toRect()).toRectF() if _is_mirrored(option) else box


def _paint_chevron(painter: QPainter, option: QStyleOptionViewItem, rect: QRect, *, is_open: bool) -> None:
    box = QRectF(rect.right() - 14, rect.center().y() - 6, 13, 13)
    ink = QColor(theme.tokens().text_second)
    icons.paint(painter, "chevron-down" if is_open else "chevron-right", _mirror(option, box), ink)


class SidebarTree(QTreeView):
    """The tree. One click goes to a place; headings and the chevrons of folders fold."""

    chosen = Signal(object)  # Place
    menu_requested = Signal(object, QPoint)  # FolderId, global position

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("places")  # the delegate paints what is hovered and chosen
        self.setAccessibleName(self.tr("Places"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._model = SidebarModel(self)
        self.setModel(self._model)
        self.setItemDelegate(SidebarDelegate(self))
        self.clicked.connect(self._click)
        self.activated.connect(self._go)

    def show_lines(self, counts: Counts, roots: Sequence[Root], folders: Sequence[Folder]) -> None:
        """Shows new numbers and folders; what was open and chosen stays so."""
        open_keys = {line for line in self._keys() if self.isExpanded(self._model.find_key(line))}
        known = set(self._keys())
        chosen = self.currentIndex().data(Role.KEY)
        self._model.show(counts, roots, folders)
        for key in self._keys():
            index = self._model.find_key(key)
            is_new_heading = key not in known and (not key.startswith("folder:"))
            if key in open_keys or is_new_heading:
                self.setExpanded(index, True)  # noqa: FBT003 - Qt's signature
        if isinstance(chosen, str):
            index = self._model.find_key(chosen)
            if index.isValid() and index != self.currentIndex():
                self.setCurrentIndex(index)

    def mark(self, place: Place) -> None:
        """Selects the line of the place shown; a place without a line clears the selection."""
        index = self._model.find(place)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the right button asks for a menu and chooses nothing."""
        if event.button() == Qt.MouseButton.RightButton:
            event.accept()
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the folder below the pointer, or of the one chosen when a key asks."""
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        place = index.data(Role.PLACE)
        if isinstance(place, Place) and place.page.folder_id is not None:
            at = self.visualRect(index).center() if is_key else event.pos()
            self.menu_requested.emit(place.page.folder_id, self.viewport().mapToGlobal(at))
        event.accept()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Qt: the delegate draws the chevrons."""

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Qt: a row, with the chevron of a folder that holds folders."""
        super().drawRow(painter, options, index)
        if index.data(Role.PLACE) is not None and self.model().rowCount(index):
            painter.save()
            rect = self.visualRect(index)
            box = QRectF(_inset(index), rect.center().y() - 5, 12, 12)
            option = QStyleOptionViewItem(options)
            option.rect = rect
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            icons.paint(painter, name, _mirror(option, box), QColor(theme.tokens().text_second))
            painter.restore()

    def _keys(self) -> list[str]:
        found: list[str] = []

        def walk(parent: QModelIndex) -> None:
            for row in range(self._model.rowCount(parent)):
                index = self._model.index(row, 0, parent)
                found.append(str(index.data(Role.KEY)))
                walk(index)

        walk(QModelIndex())
        return found

    def _click(self, index: QModelIndex) -> None:
        x = self.viewport().mapFromGlobal(self.cursor().pos()).x()
        is_on_chevron = bool(self.model().rowCount(index)) and x < 14 + _inset(index)
        if index.data(Role.PLACE) is None or is_on_chevron:
            self.setExpanded(index, not self.isExpanded(index))
        else:
            self._go(index)

    def _go(self, index: QModelIndex) -> None:
        place = index.data(Role.PLACE)
        if isinstance(place, Place):
            self.chosen.emit(place)
        elif index.isValid() and self.sender() is self:
            self.setExpanded(index, not self.isExpanded(index))


class Sidebar(QWidget):
    """The left side: the tree, and at its foot the target that shows while a tile is dragged."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(theme.tokens().metrics.sidebar_width)
        self.tree = SidebarTree(self)
        self.target = DropTarget(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 0)
        column.setSpacing(0)
        column.addWidget(self.tree, 1)
        column.addWidget(self.target)

    def paintEvent(self, event: object) -> None:
        """Qt: a hairline at the edge toward the photos."""
        del event
        painter = QPainter(self)
        x = 0 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else self.width() - 1
        painter.fillRect(x, 0, 1, self.height(), QColor(theme.tokens().hairline))
