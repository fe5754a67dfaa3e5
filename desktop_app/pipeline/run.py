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


@dataclass(frozen=True, slots=True)
class StoppableWrite:
    """The way to the store lane for a run that may be ended there, before its root is removed, say.

    A run that waits for the lane may have been ended by what the lane did meanwhile; it is asked again on the lane.
    """

    write: Write
    listeners: Listeners

    def __call__(self, work: Callable[[Store], T], /) -> T:
        """Runs `work` on the store lane. Raises CancelledError, nothing written, when the run has been ended."""

        def run(store: Store) -> T:
            self.listeners.check()
            return work(store)

        return self.write(run)
