"""Fetches pictures for the viewer: the one shown first, then its neighbours; what nobody waits for is dropped."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage, QPixmap

from desktop_app.domain.ids import PhotoId
from desktop_app.errors import UserError
from desktop_app.gui.bridge import Bridge

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.pictures import ViewImage

log = logging.getLogger(__name__)

KEPT_SCREENS = 5
EDGE_STEP_PX = 256


def to_image(pixels: NDArray[np.uint8]) -> QImage:
    """Returns (H, W, 3 or 4) uint8 as a picture that owns its bytes."""
    height, width, channels = pixels.shape
    form = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    packed = np.ascontiguousarray(pixels)
    return QImage(packed.data, width, height, width * channels, form).copy()


def decode_thumbnail(jpeg: bytes) -> QImage:
    """Returns a thumbnail's bytes as a picture. Any thread."""
    return QImage.fromData(jpeg)


class ViewLoader(QObject):
    """Answers with signals on the GUI thread, each naming its photo; the viewer ignores the ones it has left."""

    thumbnail_ready = Signal(object, QPixmap)  # PhotoId
    screen_ready = Signal(object, QPixmap, int, int)  # PhotoId, picture, full width and height
    full_ready = Signal(object, QPixmap)  # PhotoId
    failed = Signal(object, str)  # PhotoId, sentence

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self._screens: OrderedDict[PhotoId, tuple[QPixmap, int, int]] = OrderedDict()
        self._wanted: set[PhotoId] = set()
        self._waiting: dict[PhotoId, Future[ViewImage]] = {}
        self._full: Future[ViewImage] | None = None
        self._edge_px = 2048

    def set_edge(self, longest_px: int) -> None:
        """Says how large a fitted picture can be, in pixels of the screen; other sizes are forgotten."""
        edge = max(1024, -(-longest_px // EDGE_STEP_PX) * EDGE_STEP_PX)
        if edge != self._edge_px:
            self._edge_px = edge
            self._screens.clear()

    def forget(self, ids: Sequence[PhotoId] | None = None) -> None:
        """Drops pictures whose file changed; all of them without ids."""
        for photo_id in list(self._screens) if ids is None else ids:
            self._screens.pop(photo_id, None)

    def show(self, photo_id: PhotoId, neighbours: Sequence[PhotoId]) -> None:
        """Fetches a photo's thumbnail and screen picture, then the neighbours'."""
        self._wanted = {photo_id, *neighbours}
        for other in [other for other in self._waiting if other not in self._wanted]:
            self._waiting.pop(other).cancel()
        self.cancel_full()
        if photo_id in self._screens:
            self._screens.move_to_end(photo_id)
            self.screen_ready.emit(photo_id, *self._screens[photo_id])
        else:
            future = self._library.thumbnail(photo_id, decode_thumbnail)
            self._bridge.when_done(
                future,
                lambda image: self._on_thumbnail(photo_id, image),
                lambda error: log.debug("no thumbnail for the viewer: %s", error),
                receiver=self,
            )
            self._fetch(photo_id)
        for other in neighbours:
            self._fetch(other)

    def prefetch(self, ids: Sequence[PhotoId]) -> None:
        """Fetches screen pictures beside those that are waited for already; each is told by `screen_ready`."""
        self._wanted = set(ids)
        for photo_id in ids:
            self._fetch(photo_id)

    def has_screen(self, photo_id: PhotoId) -> bool:
        """Says whether a photo's screen picture is at hand."""
        return photo_id in self._screens

    def fetch_full(self, photo_id: PhotoId) -> None:
        """Fetches the photo at full size, for zooming to the pixel."""
        self.cancel_full()
        future = self._library.view_image(photo_id, None)
        self._full = future
        self._bridge.when_done(
            future,
            lambda view: self.full_ready.emit(photo_id, QPixmap.fromImage(to_image(view.rgb))),
            lambda error: log.debug("no full picture: %s", error),
            receiver=self,
            is_current=lambda: self._full is future,
        )

    def cancel_full(self) -> None:
        """Drops a full-size picture that is still waiting."""
        if self._full is not None:
            self._full.cancel()
            self._full = None

    def stop(self) -> None:
        """Drops everything that waits (the viewer closed)."""
        self.cancel_full()
        for future in self._waiting.values():
            future.cancel()
        self._waiting.clear()

    def _fetch(self, photo_id: PhotoId) -> None:
        if photo_id in self._screens or photo_id in self._waiting:
            return
        future = self._library.view_image(photo_id, self._edge_px)
        self._waiting[photo_id] = future
        self._bridge.when_done(
            future,
            lambda view: self._on_screen(photo_id, view),
            lambda error: self._on_error(photo_id, error),
            receiver=self,
        )

    def _on_thumbnail(self, photo_id: PhotoId, image: QImage | None) -> None:
        if image is not None and not image.isNull():
            self.thumbnail_ready.emit(photo_id, QPixmap.fromImage(image))

    def _on_screen(self, photo_id: PhotoId, view: ViewImage) -> None:
        self._waiting.pop(photo_id, None)
        found = (QPixmap.fromImage(to_image(view.rgb)), view.width_px, view.height_px)
        self._screens[photo_id] = found
        while len(self._screens) > KEPT_SCREENS:
            oldest = next((other for other in self._screens if other not in self._wanted), next(iter(self._screens)))
            del self._screens[oldest]
        self.screen_ready.emit(photo_id, *found)

    def _on_error(self, photo_id: PhotoId, error: BaseException) -> None:
        self._waiting.pop(photo_id, None)
        if isinstance(error, UserError):
            self.failed.emit(photo_id, error.sentence())
        else:
            log.error("a photo could not be shown", exc_info=error)
            self.failed.emit(photo_id, self.tr("This photo cannot be shown just now."))
