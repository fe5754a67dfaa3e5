"""How fast a run goes and how long it will take."""

from __future__ import annotations

from collections import deque

WINDOW_S = 10.0


class Pace:
    """Photos a second over the last few seconds, and the time left at that pace."""

    def __init__(self, total: int, now_s: float) -> None:
        self.total = total
        self.done = 0
        self._marks: deque[tuple[float, int]] = deque([(now_s, 0)])

    def advance(self, count: int, now_s: float) -> None:
        """Notes that `count` more are done."""
        self.done += count
        self.total = max(self.total, self.done)
        self._marks.append((now_s, self.done))
        while len(self._marks) > 2 and now_s - self._marks[1][0] >= WINDOW_S:
            self._marks.popleft()

    def rate(self, now_s: float) -> float:
        """Returns photos a second, 0 while nothing is known."""
        began_s, before = self._marks[0]
        return (self.done - before) / (now_s - began_s) if now_s > began_s else 0.0

    def left_s(self, now_s: float) -> float | None:
        """Returns the seconds left, None while nothing is known."""
        rate = self.rate(now_s)
        return (self.total - self.done) / rate if rate > 0 else None
