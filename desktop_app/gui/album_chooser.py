"""The small window that asks for an album: type to filter, Enter adds, a name that is not there makes a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QLocale, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop_app.domain.album import Album
from desktop_app.domain.ids import PhotoId
from desktop_app.gui import icons, theme
from desktop_app.gui.list_chooser import ListChooser
from desktop_app.gui.sidebar_delegate import MAX_NAME
from desktop_app.gui.translation import counted

WIDTH_PX = 380
LIST_PX = 248
ALBUM_ROLE = Qt.ItemDataRole.UserRole + 1  # Album, None on the line that makes a new one
NAME_ROLE = Qt.ItemDataRole.UserRole + 2  # the name it would get


class ChooserDelegate(QStyledItemDelegate):
    """One line as the sidebar has it: cover or icon, name, count."""

    def __init__(self, parent: QObject, cover_of: Callable[[PhotoId], QPixmap | None]) -> None:
        super().__init__(parent)
        self._cover_of = cover_of

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Qt: as tall as a line of the sidebar."""
        return QSize(120, theme.tokens().metrics.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: one line."""
        t, state = theme.tokens(), option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(0, 1, 0, -1)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.selected if is_chosen else t.hover))
            painter.drawRoundedRect(card, t.metrics.radius, t.metrics.radius)
        album = index.data(ALBUM_ROLE)
        direction, line = option.direction, option.rect
        box = QStyle.visualRect(direction, line, line.adjusted(8, 7, 0, 0))
        box.setSize(QSize(16, 16))
        if direction == Qt.LayoutDirection.RightToLeft:
            box.moveRight(line.right() - 8)
        ink = QColor(t.accent if is_chosen else t.text_second)
        cover = self._cover_of(album.cover) if album is not None and album.cover is not None else None
        if cover is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(QRectF(box).adjusted(-2, -2, 2, 2), cover, QRectF(cover.rect()))
        else:
            icons.paint(painter, "album" if album is not None else "plus", QRectF(box), ink)
        words = QStyle.visualRect(direction, line, line.adjusted(32, 0, -10, 0))
        painter.setFont(theme.second_font(option.font))
        count = QLocale().toString(album.photo_count) if album is not None else ""
        painter.setPen(QColor(t.text_second))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignTrailing, count)
        room = words.width() - painter.fontMetrics().horizontalAdvance(count) - 8
        painter.setFont(option.font)
        painter.setPen(QColor(t.text))
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading, shown)
        painter.restore()


class AlbumChooser(ListChooser):
    """Asks which album photos go into."""

    album_chosen = Signal(object)  # AlbumId
    name_chosen = Signal(str)  # of an album to be made

    def __init__(
        self,
        albums: Sequence[Album],
        photo_count: int,
        parent: QWidget | None = None,
        *,
        cover_of: Callable[[PhotoId], QPixmap | None] = lambda _photo: None,
    ) -> None:
        words = counted("AlbumChooser", "Add 1 photo to", "Add {n} photos to", photo_count)
        hint = self.tr("Find an album, or name a new one")
        super().__init__(words, hint, self.tr("Albums"), self.tr("Add"), (WIDTH_PX, LIST_PX), parent)
        self._albums = list(albums)
        self.setWindowTitle(self.tr("Add to album"))
        self.field.setMaxLength(MAX_NAME)
        self.list.setObjectName("places")
        self.list.setItemDelegate(ChooserDelegate(self.list, cover_of))
        self.begin()

    def fill(self, wanted: str) -> None:
        """Adds the albums that hold the words, those that begin with them first; and what would be made new."""
        key = wanted.casefold()
        found = [album for album in self._albums if key in album.name.casefold()]
        found.sort(key=lambda album: not album.name.casefold().startswith(key))
        for album in found:
            self._add(album.name, album, album.name)
        if wanted and all(album.name.casefold() != key for album in self._albums):
            self._add(self.tr("New album “{name}”").replace("{name}", wanted), None, wanted)
        is_new = bool(self.list.count()) and self.list.item(0).data(ALBUM_ROLE) is None
        self.button.setText(self.tr("Create and add") if is_new else self.tr("Add"))

    def _add(self, text: str, album: Album | None, name: str) -> None:
        item = QListWidgetItem(text)
        item.setData(ALBUM_ROLE, album)
        item.setData(NAME_ROLE, name)
        if album is not None:
            photos = counted("AlbumChooser", "1 photo", "{n} photos", album.photo_count)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {photos}")
        self.list.addItem(item)

    def choose(self, item: QListWidgetItem) -> None:
        """Says which album was chosen, or which name one is to be made by."""
        album = item.data(ALBUM_ROLE)
        if album is not None:
            self.album_chosen.emit(album.id)
        else:
            self.name_chosen.emit(str(item.data(NAME_ROLE)))
