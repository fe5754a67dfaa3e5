"""Asking again for what news made stale: one question at a time, the next the later the longer the last one took."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.gui.bridge import Bridge

log = logging.getLogger(__name__)

T = TypeVar("T")


class Pace(QObject):
    """Keeps the asking for one thing within a share of the time. GUI thread.

    `due` says: ask now. Whoever asks says so by `begin`, and by `end` once the answer is shown or has failed. Nothing
    wanted is lost: what is wanted while a question is under way is due again after its answer.

    Args:
        share: of the time that questions may take, 0 to 1: with 0.25 an answer that took 200 ms is rested on for 600.
        longest_s: of one rest.
        clock: seconds; injected by tests.
    """

    due = Signal()

    def __init__(
        self,
        share: float,
        longest_s: float,
        parent: QObject | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._rest_per_s, self._longest_s, self._clock = 1 / share - 1, longest_s, clock
        self._is_wanted = self._is_hurried = self._is_asking = False
        self._begun_s = 0.0
        self._rests_until_s = clock()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._settle)

    @property
    def is_wanted(self) -> bool:
        """Whether something is stale that nobody has asked for since."""
        return self._is_wanted

    def want(self) -> None:
        """Something is stale: it is due when no question is under way and the rest is over."""
        self._is_wanted = True
        self._settle()

    def hurry(self) -> None:
        """Somebody waits: what is wanted, if anything, is due without a rest."""
        self._is_hurried = self._is_wanted
        self._settle()

    def begin(self) -> None:
        """A question goes out, which knows of all that was wanted until now."""
        self._is_wanted = self._is_hurried = False
        self._timer.stop()
        self._is_asking, self._begun_s = True, self._clock()

    def end(self) -> None:
        """The question is answered, or failed."""
        now_s = self._clock()
        self._is_asking = False
        self._rests_until_s = now_s + min(self._longest_s, (now_s - self._begun_s) * self._rest_per_s)
        self._settle()

    def ending(self, call: Callable[[T], object]) -> Callable[[T], None]:
        """Returns `call` followed by `end`, whatever becomes of it: for an answer, and for a failure."""

        def call_and_end(value: T) -> None:
            try:
                call(value)
            finally:
                self.end()

        return call_and_end

    def forget(self) -> None:
        """Nothing is wanted any more, and no answer is waited for."""
        self._is_wanted = self._is_hurried = self._is_asking = False
        self._timer.stop()

    def _settle(self) -> None:
        if self._is_asking or not self._is_wanted:
            return
        rest_ms = math.ceil((self._rests_until_s - self._clock()) * 1000) if not self._is_hurried else 0
        if rest_ms > 0:
            self._timer.start(rest_ms)
        else:
            self.due.emit()


class Refresh(QObject, Generic[T]):
    """One part of the window that is asked for again when it is stale. GUI thread.

    Args:
        pace: how often; becomes its own.
        ask: sends the question.
        take: shows the answer.
    """

    def __init__(
        self,
        bridge: Bridge,
        pace: Pace,
        ask: Callable[[], Future[T]],
        take: Callable[[T], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bridge, self._pace, self._question, self._take = bridge, pace, ask, take
        pace.setParent(self)
        pace.due.connect(self._ask)

    def want(self) -> None:
        """It is stale: it is asked for when its turn has come."""
        self._pace.want()

    def hurry(self) -> None:
        """Somebody waits for it: if it is stale it is asked for without a rest."""
        self._pace.hurry()

    def _ask(self) -> None:
        self._pace.begin()
        ending = self._pace.ending
        self._bridge.when_done(self._question(), ending(self._take), ending(_log_failure), receiver=self)


def _log_failure(error: BaseException) -> None:
    log.error("background work failed", exc_info=error)
