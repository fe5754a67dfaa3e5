"""Makes the photos that a slideshow comes to next ready before they are due: decoded, and allowed to be shown."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.view_loader import ViewLoader

if TYPE_CHECKING:
    from desktop_app.library.library import Library

log = logging.getLogger(__name__)


class SlidesAhead(QObject):
    """Asks for a few photos at a time, each anew whenever it comes near: a flag may have come meanwhile. GUI thread.

    Args:
        library: knows the photos' rows.
        bridge: brings the answers.
        loader: decodes and keeps the pictures, the viewer's own.
        is_veiling: whether sensitive photos are left out.
    """

    ready = Signal(object)  # PhotoId
    useless = Signal(object)  # PhotoId: cannot be read, is gone, is not to be shown

    def __init__(
        self,
        library: Library,
        bridge: Bridge,
        loader: ViewLoader,
        is_veiling: Callable[[], bool],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library, self._bridge, self._loader, self._is_veiling = library, bridge, loader, is_veiling
        self._is_allowed: dict[PhotoId, bool] = {}  # of the photos wanted; False until the answer is there
        loader.screen_ready.connect(lambda photo_id, *_rest: self._tell(photo_id))
        loader.failed.connect(self._on_failed)

    def prepare(self, ids: Sequence[PhotoId]) -> None:
        """Wants these photos, the most urgent first, and no others any longer."""
        known, self._is_allowed = self._is_allowed, {}
        for photo_id in ids:
            if photo_id in known:
                self._is_allowed[photo_id] = known[photo_id]
            elif photo_id not in self._is_allowed:
                self._is_allowed[photo_id] = False
                self._ask(photo_id)
        self._loader.prefetch(ids)

    def is_ready(self, photo_id: PhotoId) -> bool:
        """Says whether a photo can be put up at once, whole."""
        return self._is_allowed.get(photo_id, False) and self._loader.has_screen(photo_id)

    def stop(self) -> None:
        """Wants nothing."""
        self._is_allowed = {}

    def _ask(self, photo_id: PhotoId) -> None:
        self._bridge.when_done(
            self._library.ask(lambda queries: queries.photo(photo_id)),
            partial(self._on_row, photo_id),
            partial(self._on_unknown, photo_id),
            receiver=self,
            is_current=lambda: photo_id in self._is_allowed,
        )

    def _on_row(self, photo_id: PhotoId, photo: Photo | None) -> None:
        if photo is None or (self._is_veiling() and is_veiled(photo.status)):
            self._drop(photo_id)
        else:
            self._is_allowed[photo_id] = True
            self._tell(photo_id)

    def _on_unknown(self, photo_id: PhotoId, error: BaseException) -> None:
        log.warning("a photo of the slideshow is skipped, its row cannot be read: %s", error)
        self._drop(photo_id)

    def _on_failed(self, photo_id: PhotoId, sentence: str) -> None:
        if photo_id in self._is_allowed:
            log.info("a photo of the slideshow is skipped: %s", sentence)
            self._drop(photo_id)

    def _drop(self, photo_id: PhotoId) -> None:
        del self._is_allowed[photo_id]
        self.useless.emit(photo_id)

    def _tell(self, photo_id: PhotoId) -> None:
        if self.is_ready(photo_id):
            self.ready.emit(photo_id)
