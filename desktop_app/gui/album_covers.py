"""The small covers in the sidebar: fetched for the lines that can be seen, by a small loader of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QPixmap

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.sidebar_delegate import COVER_PX
from desktop_app.gui.sidebar_model import Role
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.sidebar import SidebarTree
    from desktop_app.library.library import Library

RADIUS_PX = 4
ASK_AFTER_MS = 80
BUDGET_BYTES = 4_000_000


class AlbumCovers(QObject):
    """Keeps the covers of one sidebar. What may be a cover is the library's affair."""

    def __init__(self, tree: SidebarTree, library: Library, bridge: Bridge) -> None:
        super().__init__(tree)
        self._tree = tree
        self._loader = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self._loader.arrived.connect(lambda _photo: tree.viewport().update())
        self._timer = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._timer.timeout.connect(self._ask)
        tree.verticalScrollBar().valueChanged.connect(lambda _value: self._timer.start())
        tree.expanded.connect(lambda _index: self._timer.start())
        tree.places.modelReset.connect(self._timer.start)
        tree.places.dataChanged.connect(lambda *_where: self._timer.start())

    def pixmap(self, photo_id: PhotoId) -> QPixmap | None:
        """Returns a cover, None while there is none. From memory."""
        return self._loader.pixmap(photo_id)

    def forget(self, photo_ids: Iterable[PhotoId]) -> None:
        """Has covers fetched again, of photos that were read anew."""
        self._loader.forget(photo_ids)
        self._timer.start()

    def _ask(self) -> None:
        tree, seen = self._tree, self._tree.viewport().rect()
        edge = round(COVER_PX * tree.devicePixelRatioF())
        radius = RADIUS_PX * tree.devicePixelRatioF()
        lines = [tree.places.find_key(f"album:{album}") for album in tree.places.album_ids()]
        covers = [line.data(Role.COVER) for line in lines if tree.visualRect(line).intersects(seen)]
        self._loader.want([Wanted(cover, edge, edge, radius) for cover in covers if cover is not None])
