"""The only crossing between threads: one mailbox, one argument-less signal, drained on the GUI thread in slices."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

log = logging.getLogger(__name__)

T = TypeVar("T")
SLICE_MS = 6.0


class Bridge(QObject):
    """Runs what any thread posts on the GUI thread, in the order of posting.

    Make it on the GUI thread and keep it as long as the window. A flood never holds the thread longer than about
    `SLICE_MS` at a time (one callable that takes longer excepted): what is left waits for the next turn of the event
    loop, so that input and painting come between.
    """

    _posted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mail: deque[Callable[[], object]] = deque()
        self._lock = threading.Lock()
        self._is_woken = False
        self._is_closed = False
        self._posted.connect(self._drain, Qt.ConnectionType.QueuedConnection)

    @property
    def waiting(self) -> int:
        """How many posted callables have not run yet."""
        return len(self._mail)

    def post(self, call: Callable[[], object]) -> None:
        """Has `call` run on the GUI thread, later. Any thread; returns at once; after `close` nothing happens."""
        with self._lock:
            if self._is_closed:
                return
            self._mail.append(call)
            if self._is_woken:
                return
            self._is_woken = True
        try:
            self._posted.emit()
        except RuntimeError:  # the window is gone: nobody is left to tell
            log.debug("a message came after the bridge was destroyed")

    def when_done(
        self,
        future: Future[T],
        on_result: Callable[[T], object],
        on_error: Callable[[BaseException], object] | None = None,
        *,
        receiver: QObject | None = None,
        is_current: Callable[[], bool] | None = None,
    ) -> None:
        """Hands a future's result (or error) to a callback on the GUI thread, when somebody still wants it.

        Args:
            future: of any lane. Cancelled futures call nothing.
            on_result: runs on the GUI thread.
            on_error: likewise; without it a failure is logged as the bug it is.
            receiver: the callbacks are dropped once this object is deleted.
            is_current: asked on the GUI thread just before; False drops the answer (a generation that has passed).
        """

        def arrived(done: Future[T]) -> None:
            self.post(lambda: _deliver(done, on_result, on_error, receiver, is_current))

        future.add_done_callback(arrived)

    def close(self) -> None:
        """Drops what waits and takes nothing more. GUI thread."""
        with self._lock:
            self._is_closed = True
            self._mail.clear()

    def _drain(self) -> None:
        until = time.perf_counter() + SLICE_MS / 1000
        while True:
            with self._lock:
                if not self._mail:
                    self._is_woken = False
                    return
                call = self._mail.popleft()
            try:
                call()
            except Exception:
                log.exception("a message to the window failed")
            if time.perf_counter() >= until:
                # A timer and not a queued signal: timers come after input and painting, posted events before them.
                QTimer.singleShot(0, self, self._drain)
                return


def _deliver(
    future: Future[T],
    on_result: Callable[[T], object],
    on_error: Callable[[BaseException], object] | None,
    receiver: QObject | None,
    is_current: Callable[[], bool] | None,
) -> None:
    if future.cancelled() or (receiver is not None and not shiboken6.isValid(receiver)):
        return
    if is_current is not None and not is_current():
        return
    error = future.exception()
    if error is None:
        on_result(future.result())
    elif isinstance(error, CancelledError):
        return
    elif on_error is not None:
        on_error(error)
    else:
        log.error("background work failed", exc_info=error)
