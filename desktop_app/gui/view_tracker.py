"""Measures looks in the viewer and hands them to the library in batches, while the user wants them remembered."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer

from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.gui.view_meter import ViewMeter

if TYPE_CHECKING:
    from desktop_app.gui.viewer import Viewer

RECKON_EVERY_MS = 250
BATCH_EVERY_MS = 10_000
BATCH_SIZE = 20
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletMove,
        QEvent.Type.NativeGesture,
    }
)


def monotonic_ms() -> float:
    """Returns a clock that only goes forward, in milliseconds."""
    return time.monotonic_ns() / 1e6


def wall_ms() -> int:
    """Returns the clock on the wall, UTC milliseconds."""
    return time.time_ns() // 1_000_000


class ViewTracker(QObject):
    """Follows one viewer. While looks are not remembered it measures nothing at all. GUI thread.

    Args:
        viewer: whose photos are looked at.
        record: takes batches; queues and never fails (`Library.record_views`).
        is_recording: whether looks are remembered now.
        clock: monotonic milliseconds.
        wall_clock: UTC milliseconds.
    """

    def __init__(
        self,
        viewer: Viewer,
        record: Callable[[Sequence[PhotoView]], object],
        is_recording: Callable[[], bool],
        *,
        clock: Callable[[], float] = monotonic_ms,
        wall_clock: Callable[[], int] = wall_ms,
    ) -> None:
        super().__init__(viewer)
        self._viewer, self._record, self._is_recording = viewer, record, is_recording
        self._meter = ViewMeter(clock, wall_clock)
        self._batch: list[PhotoView] = []
        self._watched_window: QObject | None = None
        self._reckoning = QTimer(self, interval=RECKON_EVERY_MS)
        self._reckoning.timeout.connect(self.reckon)
        self._sending = QTimer(self, singleShot=True, interval=BATCH_EVERY_MS)
        self._sending.timeout.connect(self.flush)
        viewer.current_changed.connect(self._on_current)
        viewer.closed.connect(lambda _photo_id: self.flush())
        viewer.unveiled.connect(lambda _photo_id: self.touch())
        viewer.canvas.appeared.connect(self.reckon)
        viewer.canvas.moved.connect(self.touch)
        viewer.canvas.zoomed.connect(lambda _zoom: self._on_zoom())

    def touch(self) -> None:
        """Somebody is there."""
        self._meter.touch()
        self.reckon()

    def reckon(self) -> None:
        """Counts what was seen up to now. While the viewer goes to another photo the old look rests."""
        if self._viewer.is_open and self._meter.photo_id == self._viewer.current_id:
            self._meter.watch(is_watched=self._is_watched())

    def flush(self) -> None:
        """Hands over all looks but the one under way; that too when the viewer has closed."""
        if not self._viewer.is_open:
            self._end()
            self._listen(None)
        self._sending.stop()
        batch, self._batch = self._batch, []
        if batch:
            self._record(batch)

    def follow_mode(self) -> None:
        """Looks are remembered from now on, or no longer: what is under way begins anew, or leaves no trace.

        Call `flush` before the change where what was looked at until then shall be kept.
        """
        self._meter.drop()
        self._batch.clear()
        if self._viewer.is_open:
            self._begin(self._viewer.current_id, self._viewer.opened_from)

    def close(self) -> None:
        """Ends the look under way and hands over everything: the window closes."""
        self._end()
        self.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: input to the window, wherever in it, says that somebody is there."""
        if event.type() in _TOUCHES:
            self.touch()
        return super().eventFilter(watched, event)

    def _on_current(self, photo_id: PhotoId) -> None:
        self._end()
        viewer = self._viewer
        is_from_row = viewer.is_row_beginning or viewer.surface is ViewSurface.SLIDESHOW
        self._begin(photo_id, viewer.opened_from if is_from_row else ViewSource.NEIGHBOUR)

    def _begin(self, photo_id: PhotoId, source: ViewSource) -> None:
        if not self._is_recording():
            self._reckoning.stop()
            return
        self._listen(self._viewer.window().windowHandle())
        self._meter.begin(photo_id, self._viewer.surface, source)
        self.reckon()
        self._reckoning.start()

    def _end(self) -> None:
        self._reckoning.stop()
        look = self._meter.end()
        if look is None:
            return
        self._batch.append(look)
        if len(self._batch) >= BATCH_SIZE:
            self.flush()
        elif not self._sending.isActive():
            self._sending.start()

    def _listen(self, window: QObject | None) -> None:
        """Input comes to the native window first, before any of its widgets takes it. None listens to nothing."""
        if window is self._watched_window:
            return
        if self._watched_window is not None and shiboken6.isValid(self._watched_window):
            self._watched_window.removeEventFilter(self)
        if window is not None:
            window.installEventFilter(self)
        self._watched_window = window

    def _on_zoom(self) -> None:
        canvas = self._viewer.canvas
        self._meter.zoom(1.0 if canvas.is_fit else canvas.zoom / canvas.fit_zoom())
        self.touch()

    def _is_watched(self) -> bool:
        viewer = self._viewer
        return viewer.is_picture_shown and viewer.isVisible() and viewer.window().isActiveWindow()
