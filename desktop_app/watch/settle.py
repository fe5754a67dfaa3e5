"""Many file events to few changes: waits until a path is quiet, and forgets what came and went. The clock is given.

A save by writing a temporary file and renaming it over the original is one modification; a file that is written to
without end is reported all the same after a while; what happens to a folder is one hint to look at it again.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

QUIET_S = 2.0
MAX_WAIT_S = 20.0
MAX_PATHS = 20_000  # beyond this a look at the whole root is cheaper than the list


class Happening(StrEnum):
    """What an event says happened to a path."""

    CREATED = "created"
    MODIFIED = "modified"
    DELETED = "deleted"
    MOVED = "moved"


class Change(StrEnum):
    """What became of a path once it was quiet."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RESCAN = "rescan"  # a folder: look at all below it


@dataclass(frozen=True, slots=True)
class FileEvent:
    """One event as the system told it; `to_path` only for MOVED, '' when it went out of sight."""

    happening: Happening
    path: str
    is_folder: bool
    to_path: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """One path that has come to rest."""

    change: Change
    path: str


@dataclass(slots=True)
class _Path:
    existed: bool
    exists: bool
    is_folder: bool
    first_s: float
    last_s: float


class Settler:
    """Holds the events of one root until they settle. Not safe for several threads.

    Args:
        quiet_s: how long nothing must have happened to a path.
        max_wait_s: after how long a path that is never quiet is reported all the same.
        is_known: says whether a path was there before the first event; without it, a file that appears by a rename
            from a file made just before is taken for a saved one.
    """

    def __init__(
        self,
        quiet_s: float = QUIET_S,
        max_wait_s: float = MAX_WAIT_S,
        is_known: Callable[[str], bool] | None = None,
    ) -> None:
        self._quiet_s, self._max_wait_s, self._is_known = quiet_s, max_wait_s, is_known
        self._paths: dict[str, _Path] = {}
        self._is_flooded_since_s: float | None = None

    def note(self, event: FileEvent, now_s: float) -> None:
        """Takes in one event."""
        if self._is_flooded_since_s is not None:
            return
        if event.happening is Happening.MOVED:
            source = self._paths.get(event.path)
            was_temporary = source is not None and not source.existed
            self._mark(event.path, event, now_s, exists=False, existed=True)
            if event.to_path:
                existed = self._is_known(event.to_path) if self._is_known else was_temporary
                self._mark(event.to_path, event, now_s, exists=True, existed=existed)
        else:
            is_new = event.happening is Happening.CREATED
            self._mark(event.path, event, now_s, exists=event.happening is not Happening.DELETED, existed=not is_new)
        if len(self._paths) > MAX_PATHS:
            self._is_flooded_since_s = now_s
            self._paths.clear()

    def _mark(self, path: str, event: FileEvent, now_s: float, *, exists: bool, existed: bool) -> None:
        known = self._paths.get(path)
        if known is None:
            self._paths[path] = _Path(existed, exists, event.is_folder, now_s, now_s)
        else:
            known.exists, known.is_folder, known.last_s = exists, event.is_folder, now_s

    @property
    def next_due_s(self) -> float | None:
        """When `due` will next have something, None while nothing waits."""
        if self._is_flooded_since_s is not None:
            return self._is_flooded_since_s + self._quiet_s
        return min((self._due_s(p) for p in self._paths.values()), default=None)

    def due(self, now_s: float) -> list[Settled]:
        """Returns what has settled by now, ordered by path; an empty path stands for the whole root."""
        if self._is_flooded_since_s is not None:
            if now_s - self._is_flooded_since_s < self._quiet_s:
                return []
            self._is_flooded_since_s = None
            return [Settled(Change.RESCAN, "")]
        ripe = sorted(path for path, state in self._paths.items() if now_s >= self._due_s(state))
        states = {path: self._paths.pop(path) for path in ripe}
        folders = [path + os.sep for path, state in states.items() if state.is_folder]
        settled = []
        for path, state in states.items():
            change = _change(state)
            if change is not None and not any(path.startswith(folder) for folder in folders):
                settled.append(Settled(change, path))
        return settled

    def _due_s(self, state: _Path) -> float:
        return min(state.last_s + self._quiet_s, state.first_s + self._max_wait_s)


def _change(state: _Path) -> Change | None:
    if state.is_folder:
        return Change.RESCAN if state.exists or state.existed else None
    if state.exists:
        return Change.MODIFIED if state.existed else Change.ADDED
    return Change.REMOVED if state.existed else None
