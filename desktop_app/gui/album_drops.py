"""What the sidebar does with things dragged over its albums: photos are added, albums change places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent

from desktop_app.domain.ids import AlbumId
from desktop_app.gui.drop_target import accept_copy
from desktop_app.gui.drops import read_photo_ids
from desktop_app.gui.photo_model import PHOTO_IDS_MIME
from desktop_app.gui.sidebar_model import ALBUM_MIME, ALBUMS_KEY, Role

if TYPE_CHECKING:
    from desktop_app.gui.sidebar import SidebarTree

EDGE_PX = 28  # so near to the edge a drag scrolls
SCROLL_MS = 30
SCROLL_PX = 6


class AlbumDrops(QObject):
    """Reads drags over a sidebar's tree. A drop only ever copies: no photo leaves the page it came from."""

    photos_dropped = Signal(object, object)  # ids, AlbumId or None for a new album
    album_dropped = Signal(object, int)  # AlbumId, its place among the others
    examples_dropped = Signal(object, object)  # ids, SmartAlbumId
    entered = Signal()  # by a drag of photos
    left = Signal()  # a drag went on elsewhere

    def __init__(self, tree: SidebarTree) -> None:
        super().__init__(tree)
        self._tree = tree
        self.target = ""  # the key of the line that a drop would go to
        self.mark_y: int | None = None  # viewport y of the gap that an album would go to
        self.is_entered = False
        self._pointer = QPoint()
        self._scroll = QTimer(self, interval=SCROLL_MS)
        self._scroll.timeout.connect(self._scroll_at_edge)

    @property
    def is_hot(self) -> bool:
        """Whether a drop here would do something now."""
        return bool(self.target) or self.mark_y is not None

    def enter(self, event: QDragMoveEvent) -> None:
        """A drag came in: photos of the library and albums are welcome, as copies."""
        mime = event.mimeData()
        if (mime.hasFormat(ALBUM_MIME) or mime.hasFormat(PHOTO_IDS_MIME)) and accept_copy(event):
            self._scroll.start()
            self.is_entered = True
            if mime.hasFormat(PHOTO_IDS_MIME):
                self.entered.emit()
        else:
            event.ignore()

    def move(self, event: QDragMoveEvent) -> None:
        """A drag moves: shows where it would go."""
        self._pointer = event.position().toPoint()
        self._aim(is_album=event.mimeData().hasFormat(ALBUM_MIME))
        if not (self.is_hot and accept_copy(event)):
            event.ignore()

    def leave(self, event: QDragLeaveEvent) -> None:
        """A drag went on elsewhere."""
        del event
        self._clear()
        self.left.emit()

    def drop(self, event: QDropEvent) -> None:
        """Something was let go."""
        self._pointer = event.position().toPoint()
        mime = event.mimeData()
        is_album = mime.hasFormat(ALBUM_MIME)
        self._aim(is_album=is_album)
        target, is_hot = self.target, self.is_hot
        position = self._position()
        self._clear()
        self.left.emit()
        if not is_hot or not accept_copy(event):
            event.ignore()
        elif is_album:
            album = dragged_album(bytes(mime.data(ALBUM_MIME).data()))
            if album is not None and album in self._tree.places.album_ids():
                others = self._tree.places.album_ids()
                self.album_dropped.emit(album, position - (others.index(album) < position))
        else:
            ids = list(read_photo_ids(mime))
            line = self._tree.places.find_key(target)
            if ids and line.data(Role.SMART) is not None:
                self.examples_dropped.emit(ids, line.data(Role.SMART))
            elif ids:
                self.photos_dropped.emit(ids, line.data(Role.ALBUM))

    def _aim(self, *, is_album: bool) -> None:
        index = self._tree.indexAt(self._pointer)
        key = str(index.data(Role.KEY)) if index.isValid() else ""
        self.target, self.mark_y = "", None
        if key == ALBUMS_KEY:
            self._tree.expand(index)
        if is_album:
            self._aim_between(index)
        elif key == ALBUMS_KEY or index.data(Role.ALBUM) is not None or self._takes_examples(index):
            self.target = key
        self._tree.viewport().update()

    def _takes_examples(self, index: QModelIndex) -> bool:
        from desktop_app.domain.smart_album import SmartKind  # late: after the first tiles

        album = index.data(Role.SMART)
        return album is not None and any(
            one.id == album and one.kind is SmartKind.EXAMPLE for one in self._tree.places.smart
        )

    def _aim_between(self, index: QModelIndex) -> None:
        if index.data(Role.ALBUM) is None:
            heading = self._tree.places.find_key(ALBUMS_KEY)
            is_heading = index.isValid() and index.data(Role.KEY) == ALBUMS_KEY
            self.mark_y = self._tree.visualRect(heading).bottom() + 1 if is_heading else None
            return
        rect = self._tree.visualRect(index)
        self.mark_y = rect.top() if self._pointer.y() < rect.center().y() else rect.bottom() + 1

    def _position(self) -> int:
        """Returns before which album, counted from 0, the gap lies."""
        albums = self._tree.places.album_ids()
        tops = [self._tree.visualRect(self._tree.places.find_key(f"album:{album}")).top() for album in albums]
        return sum(top < (self.mark_y or 0) for top in tops)

    def _clear(self) -> None:
        self.target, self.mark_y, self.is_entered = "", None, False
        self._scroll.stop()
        self._tree.viewport().update()

    def _scroll_at_edge(self) -> None:
        bar, height = self._tree.verticalScrollBar(), self._tree.viewport().height()
        if self._pointer.y() < EDGE_PX:
            bar.setValue(bar.value() - SCROLL_PX)
        elif self._pointer.y() > height - EDGE_PX:
            bar.setValue(bar.value() + SCROLL_PX)


def dragged_album(raw: bytes) -> AlbumId | None:
    """Returns the album a drag of the sidebar carries, None for anything else."""
    return AlbumId(int(raw)) if raw.isdigit() and len(raw) < 20 else None
