"""The strip below an album's photos: pictures it may be missing, each to be added or turned down."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.suggestion import Suggestion
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.errors import UserError
from desktop_app.gui import icons, theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.photo_model import long_date
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

TILE_PX = 88
TOP = 20
ASK_AFTER_MS = 250  # an album that is being filled is asked about once
BUDGET_BYTES = 12_000_000


class SealButton(QToolButton):
    """A small round button upon a picture. A shy one is seen only under the pointer or with the focus."""

    def __init__(self, icon: str, parent: QWidget, *, is_shy: bool) -> None:
        super().__init__(parent)
        self._icon, self._is_shy, self._picture = icon, is_shy, parent
        self.setFixedSize(28, 28)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: object) -> None:
        """Qt: the seal, in the accent under the pointer or with the focus."""
        del event
        if self._is_shy and not (self._picture.underMouse() or self.hasFocus()):
            return
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.underMouse() or self.hasFocus()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.accent) if is_on else theme.colour(t.scrim, 0.6))
        seal = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawEllipse(seal)
        ink = QColor(t.on_accent if is_on else t.on_scrim)
        icons.paint(painter, self._icon, seal.adjusted(5, 5, -5, -5), ink)


class SuggestedTile(QWidget):
    """One picture, with the two answers to it."""

    added = Signal()
    refused = Signal()

    def __init__(self, photo_id: PhotoId, words: str, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self.photo_id = photo_id
        self._loader = loader
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setToolTip(words)
        self.setAccessibleName(self.tr("Suggested photo, {date}").replace("{date}", words))
        self.add = SealButton("plus", self, is_shy=False)
        self.add.setToolTip(self.tr("Add to this album"))
        self.add.setAccessibleName(self.tr("Add the photo of {date} to this album").replace("{date}", words))
        self.refuse = SealButton("close", self, is_shy=True)
        self.refuse.setToolTip(self.tr("Not in this album"))
        self.refuse.setAccessibleName(self.tr("Do not suggest the photo of {date}").replace("{date}", words))
        self.add.move(TILE_PX - 32, TILE_PX - 32)
        self.refuse.move(TILE_PX - 32, 4)
        self.add.clicked.connect(lambda: self.added.emit())
        self.refuse.clicked.connect(lambda: self.refused.emit())

    def wanted(self) -> Wanted:
        """Returns the picture it needs."""
        ratio = self.devicePixelRatioF()
        edge = round(TILE_PX * ratio)
        return Wanted(self.photo_id, edge, edge, theme.tokens().metrics.radius * ratio)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: the pointer is near."""
        super().enterEvent(event)
        self.refuse.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: the pointer goes."""
        super().leaveEvent(event)
        self.refuse.update()

    def paintEvent(self, event: object) -> None:
        """Qt: the picture, or its place while there is none."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        pixmap = self._loader.pixmap(self.photo_id)
        if pixmap is not None:
            painter.drawPixmap(self.rect(), pixmap)
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(t.raised))
            painter.drawRoundedRect(QRectF(self.rect()), t.metrics.radius, t.metrics.radius)


class AlbumSuggestions(QWidget):
    """You might add: hidden while nothing is suggested. Its pictures come by a small loader of its own."""

    add_wanted = Signal(object, object)  # AlbumId, ids
    refuse_wanted = Signal(object, object)  # AlbumId, ids

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self._loader = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self._loader.arrived.connect(lambda _id: self.update_tiles())
        self._album: AlbumId | None = None
        self._generation = 0
        self._closed: set[AlbumId] = set()  # until the program ends
        self.tiles: list[SuggestedTile] = []
        self._ask_timer = QTimer(self, singleShot=True, interval=ASK_AFTER_MS)
        self._ask_timer.timeout.connect(self._ask)
        self.setAccessibleName(self.tr("Photos you might add to this album"))
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        title = QLabel(self.tr("You might add"), self)
        title.setProperty("kind", "header")
        self.all = QPushButton(self.tr("Add all"), self)
        self.all.setProperty("kind", "link")
        self.all.setAccessibleName(self.tr("Add all suggested photos"))
        self.all.clicked.connect(lambda: self._add(self.tiles))
        self.close_button = QToolButton(self)
        self.close_button.setIcon(icons.icon("close"))
        self.close_button.setIconSize(QSize(16, 16))
        self.close_button.setAccessibleName(self.tr("Close the suggestions"))
        self.close_button.setToolTip(self.tr("Close the suggestions"))
        self.close_button.clicked.connect(self._close)
        head = QHBoxLayout()
        head.addWidget(title)
        head.addSpacing(8)
        head.addWidget(self.all)
        head.addStretch(1)
        head.addWidget(self.close_button)
        self._row = QWidget(self)
        self._tiles_row = QHBoxLayout(self._row)
        self._tiles_row.setContentsMargins(0, 0, 0, 0)
        self._tiles_row.setSpacing(8)
        self._tiles_row.addStretch(1)
        area = self._area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self._row)
        area.setFixedHeight(TILE_PX + 14)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 4)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(area)

    def show_album(self, album_id: AlbumId | None) -> None:
        """Shows what the album may be missing; None for a page that is no album. Asked again when the album changed."""
        if album_id != self._album:
            self._album = album_id
            self._generation += 1
            self._show([], {})
        if album_id is None or album_id in self._closed:
            self._ask_timer.stop()
            self.hide()
        else:
            self._ask_timer.start()

    def _ask(self) -> None:
        album = self._album
        if album is None:
            return
        self._generation += 1
        generation = self._generation

        def is_current() -> bool:
            return generation == self._generation

        def describe(found: Sequence[Suggestion]) -> None:
            ids = [suggestion.photo_id for suggestion in found]

            def words(queries: Queries) -> dict[PhotoId, str]:
                refused = queries.refused_for_album(album)
                photos = queries.photos([photo for photo in ids if photo not in refused]).values()
                return {p.id: long_date(p.taken_at_ms) for p in photos if is_visible(p.status, Surface.FOR_YOU)}

            future = self._library.ask(words)
            self._bridge.when_done(
                future, lambda known: self._show(ids, known), self._fail, receiver=self, is_current=is_current
            )

        future = self._library.album_additions(album, TOP)
        self._bridge.when_done(future, describe, self._fail, receiver=self, is_current=is_current)

    def _fail(self, error: BaseException) -> None:
        """Suggestions are a courtesy: without them the album is whole."""
        if isinstance(error, UserError):
            log.info("no suggestions for an album: %s", error)
        else:
            log.error("suggestions for an album could not be made", exc_info=error)
        self._show([], {})

    def _show(self, ids: Sequence[PhotoId], words: dict[PhotoId, str]) -> None:
        """Keeps the tiles that are still suggested where they are, so that nothing moves under the pointer."""
        for tile in [tile for tile in self.tiles if tile.photo_id not in words]:
            self._take_out(tile)
        shown = {tile.photo_id for tile in self.tiles}
        for photo_id in ids:
            if photo_id in words and photo_id not in shown:
                tile = SuggestedTile(photo_id, words[photo_id], self._loader, self._row)
                tile.added.connect(partial(self._add, [tile]))
                tile.refused.connect(partial(self._refuse, tile))
                self._tiles_row.insertWidget(len(self.tiles), tile)
                self.tiles.append(tile)
        stops = [self.all, *(stop for tile in self.tiles for stop in (tile.add, tile.refuse)), self.close_button]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        self._loader.want([tile.wanted() for tile in self.tiles])
        self.setVisible(bool(self.tiles))

    def _take_out(self, tile: SuggestedTile) -> None:
        self.tiles.remove(tile)
        self._tiles_row.removeWidget(tile)
        tile.hide()
        tile.deleteLater()

    def _answered(self, tiles: Sequence[SuggestedTile]) -> list[PhotoId]:
        """Takes tiles away at once; the keyboard goes on with the next one."""
        at = self.tiles.index(tiles[0]) if tiles else 0
        had_focus = any(tile.add.hasFocus() or tile.refuse.hasFocus() for tile in tiles)
        ids = [tile.photo_id for tile in tiles]
        for tile in list(tiles):
            self._take_out(tile)
        if had_focus and self.tiles:
            self.tiles[min(at, len(self.tiles) - 1)].add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.setVisible(bool(self.tiles))
        return ids

    def _add(self, tiles: Sequence[SuggestedTile]) -> None:
        if self._album is not None and tiles:
            self.add_wanted.emit(self._album, self._answered(list(tiles)))

    def _refuse(self, tile: SuggestedTile) -> None:
        if self._album is not None:
            self.refuse_wanted.emit(self._album, self._answered([tile]))

    def _close(self) -> None:
        if self._album is not None:
            self._closed.add(self._album)
        self.hide()

    def update_tiles(self) -> None:
        """Pictures came."""
        for tile in self.tiles:
            tile.update()

    def paintEvent(self, event: object) -> None:
        """Qt: a hairline toward the album."""
        del event
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(theme.tokens().hairline))
