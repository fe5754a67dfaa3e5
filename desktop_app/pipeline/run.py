"""What every part of an indexing run is given: the way to the store lane, and who hears of the run and may end it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from desktop_app.domain.library import Changes, Progress
from desktop_app.errors import CancelledError
from desktop_app.store.store import Store

T = TypeVar("T")


class Write(Protocol):
    """Runs a function on the store lane and returns its result."""

    def __call__(self, work: Callable[[Store], T], /) -> T:
        """Waits until the store lane has run `work`; raises what it raised."""
        ...


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears of a run, and who may end it."""

    on_progress: Callable[[Progress], None]
    on_changes: Callable[[Changes], None]
    is_cancelled: Callable[[], bool]

    def check(self) -> None:
        """Raises CancelledError when the run is to end."""
        if self.is_cancelled():
            raise CancelledError("indexing was cancelled")
