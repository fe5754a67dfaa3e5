"""Tells, for benchmarks, when the first tiles with pictures have been painted."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer

from desktop_app.domain.ids import PhotoId
from desktop_app.gui.photo_grid import PhotoGrid

VARIABLE = "REVERIE_TRACE_FIRST_PAINT"
TILES = 4


class FirstTiles(QObject):
    """Writes `first-tiles SECONDS` to standard error once: the time since `started_s` of the monotonic clock."""

    def __init__(self, grid: PhotoGrid, started_s: float) -> None:
        super().__init__(grid)
        self._grid, self._started_s = grid, started_s
        grid.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: looks on while the grid paints."""
        if event.type() is QEvent.Type.Paint and self._have_pictures():
            self._grid.viewport().removeEventFilter(self)
            QTimer.singleShot(0, self._tell)  # once this paint event is done
        return super().eventFilter(watched, event)

    def _have_pictures(self) -> bool:
        ids = self._grid.photo_model.timeline.ids[:TILES]
        return len(ids) > 0 and all(self._grid.tile_pixmap(PhotoId(int(photo))) is not None for photo in ids)

    def _tell(self) -> None:
        sys.stderr.write(f"first-tiles {time.monotonic() - self._started_s:.3f}\n")
        sys.stderr.flush()
