"""Where the user has been: a browser's back and forward over the pages of the window."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")

MAX_STEPS = 100


@dataclass(slots=True)
class History(Generic[T]):
    """Two stacks around the place shown now."""

    now: T
    behind: list[T] = field(default_factory=list)
    ahead: list[T] = field(default_factory=list)

    def go(self, place: T) -> None:
        """Moves to a new place; what was ahead is forgotten. Going where one is changes nothing."""
        if place == self.now:
            return
        self.behind.append(self.now)
        del self.behind[:-MAX_STEPS]
        self.ahead.clear()
        self.now = place

    def replace(self, place: T) -> None:
        """Changes the place shown now without a step (a slider moved, a word typed further)."""
        self.now = place

    def back(self) -> T | None:
        """Returns the place before, now current; None at the beginning."""
        if not self.behind:
            return None
        self.ahead.append(self.now)
        self.now = self.behind.pop()
        return self.now

    def forward(self) -> T | None:
        """Returns the place after, now current; None at the end."""
        if not self.ahead:
            return None
        self.behind.append(self.now)
        self.now = self.ahead.pop()
        return self.now
