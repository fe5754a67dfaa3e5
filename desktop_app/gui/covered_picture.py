"""A canvas that fetches its photo itself, and covers one that may be sensitive until it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import facts
from desktop_app.gui.picture_view import PictureView
from desktop_app.gui.view_loader import ViewLoader
from desktop_app.gui.viewer_controls import Curtain

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

CURTAIN_PX = (320, 140)


class CoveredPicture(PictureView):
    """One photo of the library. Says in its place why it cannot be seen. GUI thread."""

    unveiled = Signal()  # a covered photo was asked for

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self._is_veiling = True
        self._asked_for: set[PhotoId] = set()
        self.curtain = Curtain(self)
        self.curtain.shown.connect(self._unveil)
        self.loader = ViewLoader(library, bridge, self)
        self.loader.thumbnail_ready.connect(lambda photo, pixmap: self._on_form(photo, "thumbnail", pixmap))
        self.loader.screen_ready.connect(self._on_screen)
        self.loader.full_ready.connect(lambda photo, pixmap: self._on_form(photo, "full", pixmap))
        self.loader.failed.connect(self._on_failed)
        self.full_wanted.connect(lambda: self.loader.fetch_full(self.photo.id) if self.photo else None)

    @property
    def is_covered(self) -> bool:
        """Whether the photo is sensitive and nobody has asked for it yet."""
        photo = self.photo
        return photo is not None and self._is_veiling and is_veiled(photo.status) and photo.id not in self._asked_for

    def show_photo(self, photo: Photo | None, upcoming: Sequence[PhotoId] = ()) -> None:
        """Shows a photo, those to come are fetched meanwhile; None lets go of it. The same photo stays as it is."""
        is_new = photo is None or self.photo is None or photo.id != self.photo.id
        self.photo = photo
        if photo is None:
            self.loader.stop()
            return
        self.setAccessibleName(facts.photo_description(photo))
        if is_new:
            self.start(photo.width_px, photo.height_px)
            self.loader.set_edge(round(max(self.width(), self.height()) * self.devicePixelRatioF()))
            self.loader.show(photo.id, upcoming)
        self._cover()

    def set_veiling(self, *, is_veiling: bool) -> None:
        """Takes over whether sensitive photos are covered."""
        self._is_veiling = is_veiling
        self._cover()

    def _cover(self) -> None:
        trouble = facts.trouble_text(self.photo) if self.photo is not None else ""
        self.set_hidden(is_hidden=self.is_covered)
        if self.is_covered:
            self.curtain.say("hide", self.tr("This photo is covered: it may be sensitive."), has_button=True)
        elif trouble and self.is_empty:
            self.curtain.say("image-damaged", trouble, has_button=False)
        else:
            self.curtain.hide()

    def _unveil(self) -> None:
        if self.photo is not None:
            self._asked_for.add(self.photo.id)
            self._cover()
            self.unveiled.emit()

    def _on_form(self, photo_id: PhotoId, form: str, pixmap: QPixmap) -> None:
        if self.photo is not None and photo_id == self.photo.id:
            self.show_form(form, pixmap)

    def _on_screen(self, photo_id: PhotoId, pixmap: QPixmap, width_px: int, height_px: int) -> None:
        if self.photo is not None and photo_id == self.photo.id:
            self.correct_size(width_px, height_px)
            self.show_form("screen", pixmap)
            self._cover()

    def _on_failed(self, photo_id: PhotoId, sentence: str) -> None:
        if self.photo is not None and photo_id == self.photo.id and self.is_empty:
            self.curtain.say("image-damaged", sentence, has_button=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the curtain stays in the middle."""
        super().resizeEvent(event)
        width, height = min(CURTAIN_PX[0], self.width() - 16), CURTAIN_PX[1]
        self.curtain.setGeometry((self.width() - width) // 2, max(0, (self.height() - height) // 2), width, height)
