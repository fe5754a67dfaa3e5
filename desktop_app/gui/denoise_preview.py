"""Asks what the visible part of a photo looks like without its noise: the newest wish wins, none is asked twice."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from desktop_app.domain.denoising import DenoiseSettings, PixelRegion, PreviewPixels
from desktop_app.domain.ids import PhotoId
from desktop_app.errors import CancelledError, UserError

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

log = logging.getLogger(__name__)

SETTLE_MS = 40
BUSY_AFTER_MS = 300


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be seen."""

    photo_id: PhotoId
    region: PixelRegion
    settings: DenoiseSettings


class DenoisePreview(QObject):
    """One question under way at most; a wish that comes before its first answer waits for that answer. GUI thread."""

    answered = Signal(object)  # PreviewPixels
    failed = Signal(str)  # a sentence
    busy = Signal(str)  # what one waits for, '' for nothing

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self._generation = 0
        self._wish: Wish | None = None  # to be asked
        self._asked: Wish | None = None  # the last that was
        self._is_waiting = False  # nothing has come for it yet
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self._busy = QTimer(self, singleShot=True, interval=BUSY_AFTER_MS)
        self._busy.timeout.connect(self._say_busy)

    def want(self, wish: Wish) -> None:
        """Wants this to be seen, and nothing else any longer."""
        if wish != (self._wish or self._asked):
            self._wish = wish
            self._start()

    def again(self) -> None:
        """Asks once more for what was asked last: it failed, or the file changed."""
        wish, self._asked = self._wish or self._asked, None
        self._is_waiting = False
        if wish is not None:
            self.want(wish)

    def stop(self) -> None:
        """Wants nothing; what comes still is dropped."""
        self._generation += 1
        self._wish = self._asked = None
        self._is_waiting = False
        self._settle.stop()
        self._rest()

    def _start(self) -> None:
        if not self._settle.isActive():  # a hand that does not rest sees what comes of it all the same
            self._settle.start()

    def _rest(self) -> None:
        self._busy.stop()
        self.busy.emit("")

    def _ask(self) -> None:
        wish = self._wish
        if wish is None or self._is_waiting:
            return
        self._generation += 1
        generation = self._generation
        self._wish, self._asked, self._is_waiting = None, wish, True
        if not self._busy.isActive():
            self._busy.start()

        def on_draft(found: PreviewPixels) -> None:  # of any thread
            self._bridge.post(lambda: self._take(generation, found))

        self._bridge.when_done(
            self._library.denoising.preview(wish.photo_id, wish.region, wish.settings, generation, on_draft),
            lambda found: self._take(generation, found),
            self._on_error,
            receiver=self,
            is_current=lambda: generation == self._generation,
        )

    def _take(self, generation: int, found: PreviewPixels) -> None:
        if generation != self._generation:
            return
        self._is_waiting = False
        self._rest()
        self.answered.emit(found)
        if self._wish is not None:
            self._start()
        elif not found.is_final:
            self._busy.start()

    def _say_busy(self) -> None:
        self.busy.emit(_tr("Working on the preview…") if self._is_waiting else _tr("The preview is getting finer…"))

    def _on_error(self, error: BaseException) -> None:
        self._is_waiting = False
        self._rest()
        if self._wish is not None:
            self._start()
            return
        if isinstance(error, UserError):
            self.failed.emit(error.sentence())
        elif not isinstance(error, CancelledError):
            log.error("no preview of a photo without its noise", exc_info=error)
            self.failed.emit(_tr("The preview cannot be made just now."))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Denoise", text)
