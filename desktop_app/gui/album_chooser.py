"""The small window that asks for an album: type to filter, Enter adds, a name that is not there makes a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QLocale, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.album import Album
from desktop_app.domain.ids import PhotoId
from desktop_app.gui import icons, theme
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


class AlbumChooser(QDialog):
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
        super().__init__(parent)
        self._albums = list(albums)
        self.setWindowTitle(self.tr("Add to album"))
        words = counted("AlbumChooser", "Add 1 photo to", "Add {n} photos to", photo_count)
        self.lead = QLabel(words, self)
        self.lead.setProperty("kind", "header")
        self.field = QLineEdit(self)
        self.field.setMaxLength(MAX_NAME)
        self.field.setPlaceholderText(self.tr("Find an album, or name a new one"))
        self.field.setAccessibleName(self.tr("Find an album, or name a new one"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setObjectName("places")
        self.list.setAccessibleName(self.tr("Albums"))
        self.list.setItemDelegate(ChooserDelegate(self.list, cover_of))
        self.list.setMouseTracking(True)
        self.list.setFixedHeight(LIST_PX)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.itemClicked.connect(lambda _item: self.accept())
        self.button = QPushButton(self.tr("Add"), self)
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        self.button.clicked.connect(self.accept)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._arrange()
        self._fill("")
        self.resize(WIDTH_PX, self.sizeHint().height())
        self.field.setFocus()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.lead, self.field, self.list):
            column.addWidget(widget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def _fill(self, text: str) -> None:
        """Shows the albums that hold the words, those that begin with them first; and what would be made new."""
        wanted = " ".join(text.split())
        key = wanted.casefold()
        found = [album for album in self._albums if key in album.name.casefold()]
        found.sort(key=lambda album: not album.name.casefold().startswith(key))
        self.list.clear()
        for album in found:
            self._add(album.name, album, album.name)
        if wanted and all(album.name.casefold() != key for album in self._albums):
            self._add(self.tr("New album “{name}”").replace("{name}", wanted), None, wanted)
        if self.list.count():
            self.list.setCurrentRow(0)
        is_new = bool(self.list.count()) and self.list.currentItem().data(ALBUM_ROLE) is None
        self.button.setText(self.tr("Create and add") if is_new else self.tr("Add"))
        self.button.setEnabled(bool(self.list.count()))

    def _add(self, text: str, album: Album | None, name: str) -> None:
        item = QListWidgetItem(text)
        item.setData(ALBUM_ROLE, album)
        item.setData(NAME_ROLE, name)
        if album is not None:
            photos = counted("AlbumChooser", "1 photo", "{n} photos", album.photo_count)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{text}, {photos}")
        self.list.addItem(item)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: up and down in the field walk through the list."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Qt: adds to the album of the line chosen, or makes the one named."""
        item = self.list.currentItem()
        if item is None:
            return
        album = item.data(ALBUM_ROLE)
        super().accept()
        if album is not None:
            self.album_chosen.emit(album.id)
        else:
            self.name_chosen.emit(str(item.data(NAME_ROLE)))
