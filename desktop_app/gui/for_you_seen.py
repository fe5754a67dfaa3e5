"""Which suggestions were really seen: on the screen for a second, in a window in use, once for each photo and day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, QTimer

from desktop_app.domain.ids import PhotoId

SEEN_MS = 1000
STEP_MS = 250


class SeenTracker(QObject):
    """Looks a few times a second at what can be seen, and tells of each photo that stayed long enough.

    Args:
        seen_now: the photos that can be seen at this moment; empty while the window is not in use.
        tell: takes the photos seen long enough.
        clock: seconds, monotonic. today: the local day.
    """

    def __init__(
        self,
        seen_now: Callable[[], Sequence[PhotoId]],
        tell: Callable[[Sequence[PhotoId]], object],
        clock: Callable[[], float],
        today: Callable[[], date],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._seen_now, self._tell, self._clock, self._today = seen_now, tell, clock, today
        self._since: dict[PhotoId, float] = {}
        self._told: set[PhotoId] = set()
        self._day = today()
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self.step)

    def start(self) -> None:
        """The page is shown."""
        self._timer.start()

    def stop(self) -> None:
        """The page is left; what was not seen long enough does not count."""
        self._timer.stop()
        self._since.clear()

    def step(self) -> None:
        """Looks once."""
        if self._today() != self._day:
            self._day = self._today()
            self._told.clear()
        now = self._clock()
        seen = self._seen_now()
        self._since = {i: self._since.get(i, now) for i in seen if i not in self._told}
        ripe = [i for i, since in self._since.items() if (now - since) * 1000 >= SEEN_MS]
        if ripe:
            self._told.update(ripe)
            self._tell(ripe)
