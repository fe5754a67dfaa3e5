"""The sidebar: places with counts, foldable sections, and a target for photos dragged onto it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.library import Counts, Folder, Root
from desktop_app.gui import icons, theme
from desktop_app.gui.album_drops import AlbumDrops
from desktop_app.gui.drop_target import DropTarget
from desktop_app.gui.places import Place
from desktop_app.gui.sidebar_delegate import Index, SidebarDelegate, has_chevron, inset, mirror, plus_rect
from desktop_app.gui.sidebar_model import ALBUMS_KEY, Role, SidebarModel

if TYPE_CHECKING:
    from desktop_app.domain.smart_album import SmartAlbum


class SidebarTree(QTreeView):
    """The tree. One click goes to a place; headings and the chevrons of folders fold."""

    chosen = Signal(object)  # Place
    menu_requested = Signal(object, QPoint)  # FolderId, global position
    album_menu_requested = Signal(object, QPoint)  # AlbumId or None on the heading, global position
    album_wanted = Signal()  # the plus
    album_removal_wanted = Signal(object)  # AlbumId
    smart_menu_requested = Signal(object, QPoint)  # SmartAlbumId, global position

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
        self.places = self._model = SidebarModel(self)
        self._waiting: tuple[object, ...] | None = None  # lines that came while a name was being typed
        self._shown: tuple[Counts, Sequence[Root], Sequence[Folder], Sequence[Album]] | None = None
        self._to_rename: AlbumId | None = None
        self._marked: Place | None = None
        self._pressed_at = QPoint()
        self.setModel(self._model)
        self.drops = AlbumDrops(self)
        self._delegate = SidebarDelegate(self, lambda: self.drops.target)
        self.setItemDelegate(self._delegate)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.clicked.connect(self._click)
        self.activated.connect(self._go)

    def show_lines(
        self, counts: Counts, roots: Sequence[Root], folders: Sequence[Folder], albums: Sequence[Album] = ()
    ) -> None:
        """Shows new numbers, folders and albums; what was open and chosen stays so, and a name being typed too."""
        self._shown = (counts, roots, folders, albums)
        if self.state() == self.State.EditingState:
            self._waiting = (counts, roots, folders, albums)
            return
        open_keys = {line for line in self._keys() if self.isExpanded(self._model.find_key(line))}
        known = set(self._keys())
        chosen = self.currentIndex().data(Role.KEY)
        self._model.show(counts, roots, folders, albums)
        for key in self._keys():
            index = self._model.find_key(key)
            is_new_heading = key not in known and (not key.startswith("folder:"))
            if key in open_keys or is_new_heading:
                self.setExpanded(index, True)  # noqa: FBT003 - Qt's signature
        if isinstance(chosen, str):
            index = self._model.find_key(chosen)
            if index.isValid() and index != self.currentIndex():
                self.setCurrentIndex(index)

        if self._to_rename is not None and self._model.find_key(f"album:{self._to_rename}").isValid():
            self.rename(self._to_rename)

    def show_smart(self, albums: Sequence[SmartAlbum]) -> None:
        """Shows smart albums below the albums."""
        self._model.smart = tuple(albums)
        if self._shown is not None:
            self.show_lines(*self._shown)

    def use_covers(self, cover_of: Callable[[PhotoId], QPixmap | None]) -> None:
        """Sets who knows the pictures that stand for albums; it must answer from memory."""
        self._delegate.cover_of = cover_of

    def chosen_album(self) -> AlbumId | None:
        """Returns the album of the line that keys act on, None when it is another line."""
        found = self.currentIndex().data(Role.ALBUM)
        return AlbumId(found) if found is not None else None

    def rename(self, album_id: AlbumId) -> None:
        """Opens the field for an album's name; for one that is not here yet as soon as it is."""
        index = self._model.find_key(f"album:{album_id}")
        self._to_rename = None if index.isValid() else album_id
        if index.isValid():
            self.expand(index.parent())
            self.scrollTo(index)
            self.setCurrentIndex(index)
            self.edit(index)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Qt: the name is given; what came meanwhile is shown."""
        super().closeEditor(editor, hint)
        QTimer.singleShot(0, self, self._show_waiting)

    def _show_waiting(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.show_lines(*waiting)  # type: ignore[arg-type]
        if self._marked is not None:
            self.mark(self._marked)

    def mark(self, place: Place) -> None:
        """Selects the line of the place shown; a place without a line clears the selection.

        While a name is being typed its line stays chosen: to choose another would close the field.
        """
        self._marked = place
        if self.state() == self.State.EditingState:
            return
        index = self._model.find(place)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self.clearSelection()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the right button asks for a menu and chooses nothing."""
        self._pressed_at = event.position().toPoint()
        if event.button() == Qt.MouseButton.RightButton:
            event.accept()
        else:
            super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Delete on an album's line asks for its removal."""
        album = self.chosen_album()
        if event.key() == Qt.Key.Key_Delete and album is not None:
            self.album_removal_wanted.emit(album)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu of the folder below the pointer, or of the one chosen when a key asks."""
        is_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if is_key else self.indexAt(event.pos())
        place = index.data(Role.PLACE)
        if isinstance(place, Place) and place.page.folder_id is not None:
            at = self.visualRect(index).center() if is_key else event.pos()
            self.menu_requested.emit(place.page.folder_id, self.viewport().mapToGlobal(at))
        elif index.data(Role.ALBUM) is not None or index.data(Role.KEY) == ALBUMS_KEY:
            at = self.visualRect(index).center() if is_key else event.pos()
            self.album_menu_requested.emit(index.data(Role.ALBUM), self.viewport().mapToGlobal(at))
        elif index.data(Role.SMART) is not None:
            at = self.visualRect(index).center() if is_key else event.pos()
            self.smart_menu_requested.emit(index.data(Role.SMART), self.viewport().mapToGlobal(at))
        event.accept()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Qt: an album is dragged to another place."""
        drag = QDrag(self)
        drag.setMimeData(self._model.mimeData([self.currentIndex()]))
        line = self.visualRect(self.currentIndex())
        drag.setPixmap(self.viewport().grab(line))
        drag.setHotSpot(QPoint(24, line.height() // 2))
        drag.exec(Qt.DropAction.CopyAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: see AlbumDrops."""
        self.drops.enter(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: see AlbumDrops."""
        self.drops.move(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: see AlbumDrops."""
        self.drops.leave(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: see AlbumDrops."""
        self.drops.drop(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the lines, and the gap that a dragged album would go to."""
        super().paintEvent(event)
        y = self.drops.mark_y
        if y is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens().accent))
            painter.drawRoundedRect(QRectF(12, y - 1.5, self.viewport().width() - 24, 3), 1.5, 1.5)
            painter.end()

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:
        """Qt: the delegate draws the chevrons."""

    def drawRow(self, painter: QPainter, options: QStyleOptionViewItem, index: Index) -> None:
        """Qt: a row, with the chevron of a folder that holds folders."""
        super().drawRow(painter, options, index)
        if has_chevron(index):
            painter.save()
            rect = self.visualRect(index)
            box = QRectF(inset(index), rect.center().y() - 5, 12, 12)
            option = QStyleOptionViewItem(options)
            option.rect = rect
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            icons.paint(painter, name, mirror(option, box), QColor(theme.tokens().text_second))
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
        plus = plus_rect(self.visualRect(index), self.layoutDirection())
        if index.data(Role.KEY) == ALBUMS_KEY and plus.contains(self._pressed_at):
            self.album_wanted.emit()
            return
        x = self.viewport().mapFromGlobal(self.cursor().pos()).x()
        is_on_chevron = has_chevron(index) and x < 14 + inset(index)
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
