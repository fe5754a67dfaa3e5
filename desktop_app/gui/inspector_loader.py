"""Fills the inspector for whatever is chosen, and turns what it emits into edits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.colour_panels import histogram_of
from desktop_app.gui.inspector import Details, Inspector
from desktop_app.gui.refreshing import Pace, Refresh

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

DEBOUNCE_MS = 40
MANY_LIMIT = 2000
VOCABULARY_SHARE, VOCABULARY_REST_S = 0.02, 60.0  # 0.4 s at 500,000 photos, for words that hardly change


def _picture(jpeg: bytes) -> tuple[QImage, NDArray[np.float32] | None]:
    """Decodes a thumbnail and reckons its histogram. Runs on a thumbnail lane."""
    image = QImage.fromData(jpeg)
    return image, None if image.isNull() else histogram_of(image)


class InspectorLoader(QObject):
    """Asks for the chosen photos' details; only the newest question is answered."""

    def __init__(self, inspector: Inspector, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._inspector, self._library, self._bridge = inspector, library, bridge
        self._ids: tuple[PhotoId, ...] = ()
        self._generation = 0
        self.photos: tuple[Photo, ...] = ()
        self.on_photos: Callable[[], object] = lambda: None
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)
        self._vocabulary: Refresh[list[str]] = Refresh(
            bridge,
            Pace(VOCABULARY_SHARE, VOCABULARY_REST_S),
            lambda: library.ask_in_background(lambda queries: queries.vocabulary()),
            inspector.tags.set_vocabulary,
            self,
        )
        inspector.tags.words_needed.connect(self.hurry_vocabulary)

    @property
    def ids(self) -> tuple[PhotoId, ...]:
        """The photos chosen."""
        return self._ids

    def show(self, ids: Sequence[PhotoId]) -> None:
        """Shows these photos, a moment later (the arrow keys may be held)."""
        if tuple(ids) != self._ids:
            self._ids = tuple(ids)
            self._generation += 1
            self._timer.start()

    def refresh(self) -> None:
        """Asks again for what is shown: something about it changed."""
        self._generation += 1
        self._timer.start()

    def refresh_vocabulary(self) -> None:
        """Renews the words offered while a tag is typed: now and then during an import, and when somebody types."""
        self._vocabulary.want()

    def hurry_vocabulary(self) -> None:
        """Renews those words now if they are stale."""
        self._vocabulary.hurry()

    def _ask(self) -> None:
        generation, ids = self._generation, self._ids
        if not ids:
            self.photos = ()
            self._inspector.show_nothing()
            self.on_photos()
            return

        def is_current() -> bool:
            return generation == self._generation

        if len(ids) == 1:
            one = ids[0]
            future = self._library.ask(lambda queries: _details(queries, one))
            self._bridge.when_done(future, self._on_details, receiver=self, is_current=is_current)
        else:
            some = ids[:MANY_LIMIT]
            many = self._library.ask(lambda queries: queries.photos(some))
            self._bridge.when_done(many, self._on_many, receiver=self, is_current=is_current)

    def _on_details(self, details: Details | None) -> None:
        if details is None:
            self.photos = ()
            self._inspector.show_nothing()
            self.on_photos()
            return
        photo, generation = details.photo, self._generation
        self.photos = (photo,)
        self._inspector.show_details(details)
        self.on_photos()
        future = self._library.thumbnail(photo.id, _picture)
        self._bridge.when_done(
            future,
            lambda found: self._inspector.show_picture(photo, *(found or (None, None))),
            lambda error: log.debug("no thumbnail for the inspector: %s", error),
            receiver=self,
            is_current=lambda: generation == self._generation,
        )

    def _on_many(self, photos: dict[PhotoId, Photo]) -> None:
        self.photos = tuple(photos.values())
        self._inspector.show_many(self.photos, len(self._ids))
        self.on_photos()


def _details(queries: Queries, photo_id: PhotoId) -> Details | None:
    photo = queries.photo(photo_id)
    if photo is None:
        return None
    tags, flags = tuple(queries.tags(photo_id)), tuple(queries.flags(photo_id))
    return Details(photo, tags, flags, queries.town(photo.metadata))
