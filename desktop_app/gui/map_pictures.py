"""Pictures and names for the map: small ones in steps of size, one large one beside the pointer, names by asking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

STEPS_PX = (32, 64, 128, 256, 512)  # so that zooming does not ask for every photo at every scale
BUDGET_BYTES, LARGE_BUDGET_BYTES = 90_000_000, 8_000_000
ASK_NAME_MS = 120


def step_of(edge_px: int, ratio: float) -> int:
    """Returns the size of the pictures for tiles of an edge, device pixels."""
    return next((step for step in STEPS_PX if step >= edge_px * ratio * 0.8), STEPS_PX[-1])


class MapPictures(QObject):
    """Holds what the map paints. Asks for nothing but what it is told is seen. GUI thread."""

    arrived = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self.small = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self._large = ThumbnailLoader(library, bridge, self, budget_bytes=LARGE_BUDGET_BYTES)
        for loader in (self.small, self._large):
            loader.arrived.connect(lambda _photo_id: self.arrived.emit())
        self.pixmap = self.small.pixmap
        self.large = self._large.pixmap
        self._names: dict[PhotoId, str] = {}
        self._asked: PhotoId | None = None
        self._timer = QTimer(self, singleShot=True, interval=ASK_NAME_MS)
        self._timer.timeout.connect(self._ask_name)

    def want(self, ids: Sequence[PhotoId], edge_px: int, ratio: float) -> None:
        """Says which photos are seen as pictures, the most urgent first, in tiles of an edge."""
        step = step_of(edge_px, ratio)
        self.small.want([Wanted(photo_id, step, step) for photo_id in ids])

    def want_large(self, photo_id: PhotoId | None, edge_px: int) -> None:
        """Says which photo is shown large, if any."""
        self._large.want([Wanted(photo_id, edge_px, edge_px)] if photo_id is not None else [])

    def forget(self, ids: Sequence[PhotoId]) -> None:
        """Files changed: their pictures are asked for again."""
        for loader in (self.small, self._large):
            loader.forget(ids)
        for photo_id in ids:
            self._names.pop(photo_id, None)

    def name_of(self, photo_id: PhotoId) -> str:
        """Returns the name of a photo's file, '' until it is known."""
        return self._names.get(photo_id, "")

    def tell(self, photo_id: PhotoId | None) -> None:
        """This photo's name will be wanted, if the pointer stays."""
        self._asked = photo_id
        if photo_id is None or photo_id in self._names:
            self._timer.stop()
        else:
            self._timer.start()

    def _ask_name(self) -> None:
        photo_id = self._asked
        if photo_id is None:
            return

        def take(photo: Photo | None) -> None:
            if photo is not None:
                self._names[photo_id] = photo.name
                self.arrived.emit()

        self._bridge.when_done(self._library.ask(lambda queries: queries.photo(photo_id)), take, receiver=self)
