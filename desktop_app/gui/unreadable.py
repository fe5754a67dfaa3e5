"""Which photos of the page are files that cannot be read, so that their tiles say so instead of staying grey."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Stage
from desktop_app.gui.bridge import Bridge

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

GATHER_MS = 30
MAX_KEPT = 5000


class Unreadable(QObject):
    """Asks, some at a time, about photos that came without a picture. GUI thread.

    `names` holds the file name of each photo known to be unreadable. A tile without a picture is often only one whose
    thumbnail is being made, so the library's word counts.
    """

    found = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self.names: dict[PhotoId, str] = {}
        self._doubtful: set[PhotoId] = set()
        self._timer = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._timer.timeout.connect(self._ask)

    def doubt(self, photo_id: PhotoId) -> None:
        """Takes note of a photo that has no picture."""
        if photo_id not in self.names:
            self._doubtful.add(photo_id)
            self._timer.start()

    def forget(self, photo_ids: Iterable[PhotoId]) -> None:
        """Photos changed: they may be readable now."""
        for photo_id in photo_ids:
            self.names.pop(photo_id, None)

    def _ask(self) -> None:
        ids, self._doubtful = sorted(self._doubtful), set()

        def failed(queries: Queries) -> dict[PhotoId, str]:
            return {p.id: p.name for p in queries.photos(ids).values() if p.decode_stage is Stage.FAILED}

        self._bridge.when_done(self._library.ask(failed), self._on_names, receiver=self)

    def _on_names(self, names: dict[PhotoId, str]) -> None:
        if names:
            if len(self.names) > MAX_KEPT:
                self.names.clear()
            self.names.update(names)
            self.found.emit()
