"""Tells when the first tiles with pictures have been painted: to benchmarks, and to what waits for them."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.photo_grid import PhotoGrid

VARIABLE = "REVERIE_TRACE_FIRST_PAINT"
TILES = 4
REST_MS = 400  # the other tiles come first too
LATEST_MS = 2_000  # there may be no photos, or no pictures of them


class FirstTiles(QObject):
    """Looks on while a grid paints, until its first tiles show their pictures."""

    stand = Signal()  # once

    def __init__(self, grid: PhotoGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: looks on while the grid paints."""
        if event.type() is QEvent.Type.Paint and self._have_pictures():
            self._grid.viewport().removeEventFilter(self)
            QTimer.singleShot(0, self.stand.emit)  # once this paint event is done
        return super().eventFilter(watched, event)

    def _have_pictures(self) -> bool:
        ids = self._grid.photo_model.timeline.ids[:TILES]
        return len(ids) > 0 and all(self._grid.tile_pixmap(PhotoId(int(photo))) is not None for photo in ids)


def trace(grid: PhotoGrid, started_s: float) -> None:
    """Writes `first-tiles SECONDS` to standard error once: the time since `started_s` of the monotonic clock."""

    def tell() -> None:
        sys.stderr.write(f"first-tiles {time.monotonic() - started_s:.3f}\n")
        sys.stderr.flush()

    FirstTiles(grid).stand.connect(tell)


def call_after(
    grid: PhotoGrid, call: Callable[[], object], *, rest_ms: int = REST_MS, latest_ms: int = LATEST_MS
) -> None:
    """Has `call` run on the GUI thread once: so long after the first tiles, or after a while when none come.

    Not at all when the program ends before.
    """
    timer = QTimer(grid, singleShot=True, interval=latest_ms)
    timer.timeout.connect(call)
    timer.start()
    FirstTiles(grid).stand.connect(lambda: timer.start(rest_ms) if timer.isActive() else None)
