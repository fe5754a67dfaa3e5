"""Listens to the file system through watchdog. What it hears is a hint: it says which root to scan, never what is true.

What watchdog keeps to itself is noticed here: watches that run out below the root, a queue that overflowed, a system
without watches at all, a root that was renamed away. Each becomes a notice for the user and, where events were lost, a
hint to scan. Threads are watchdog's own; `take_due` is called by whoever keeps the time.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers.api import BaseObserver, ObservedWatch

from desktop_app.domain.photo import display_text
from desktop_app.watch.settle import MAX_WAIT_S, QUIET_S, Change, FileEvent, Happening, Settled, Settler

log = logging.getLogger(__name__)

WATCH_LIMIT = Path("/proc/sys/fs/inotify/max_user_watches")
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileClosedEvent,
    FileDeletedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
]
_HAPPENINGS = {
    "created": Happening.CREATED,
    "modified": Happening.MODIFIED,
    "closed": Happening.MODIFIED,
    "deleted": Happening.DELETED,
    "moved": Happening.MOVED,
}
_IDENTITY_EVERY_S = 5.0


class Exclusions(Protocol):
    """The same rules the scan obeys."""

    def is_path_excluded(self, relative_path: bytes, /) -> bool:
        """Says whether a path below a root is left out."""
        ...

    def is_folder_excluded(self, path: bytes, name: bytes, /) -> bool:
        """Says whether the folder at this absolute path is left out with all below it."""
        ...


@dataclass(frozen=True, slots=True)
class RootHint:
    """One root to look at again.

    Attributes:
        root: its path, as it was given.
        settled: the paths that came to rest; empty when only the whole is in doubt.
        is_rescan: events were lost, or folders came and went.
    """

    root: Path
    settled: tuple[Settled, ...] = ()
    is_rescan: bool = False


@dataclass(slots=True)
class _Watched:
    root: Path
    settler: Settler
    handle: ObservedWatch | None = None
    identity: tuple[int, int] | None = None
    is_rescan_due: bool = False
    last_event_at_ms: int | None = None
    unwatched: set[bytes] = field(default_factory=set)


class Watcher:
    """Watches roots until `stop`. Every method may be called from any thread; notices come on watchdog's threads too.

    Args:
        rules: what is left out, as in the scan.
        on_notice: told sentences for the user; each at most once until the roots change.
        quiet_s, max_wait_s: see `Settler`.
    """

    def __init__(
        self,
        rules: Exclusions,
        on_notice: Callable[[str], None],
        *,
        quiet_s: float = QUIET_S,
        max_wait_s: float = MAX_WAIT_S,
    ) -> None:
        self._rules, self._on_notice = rules, on_notice
        self._quiet_s, self._max_wait_s = quiet_s, max_wait_s
        self._lock = threading.Lock()
        self._watched: dict[Path, _Watched] = {}
        self._observer: BaseObserver | None = None
        self._inotify: _Stoppable | None = None
        self._said: set[str] = set()
        self._identity_s = 0.0
        self._listener = _OverflowListener(self._on_overflow)

    def set_roots(self, roots: Sequence[Path]) -> None:
        """Watches exactly these folders from now on. Never raises: a root that cannot be watched gives a notice."""
        with self._lock:
            gone = [w for path, w in self._watched.items() if path not in roots]
            new = [path for path in roots if path not in self._watched]
            for watched in gone:
                del self._watched[watched.root]
            self._said.clear()
        for watched in gone:
            if watched.handle is not None and self._observer is not None:
                with contextlib.suppress(KeyError):
                    self._observer.unschedule(watched.handle)
        for path in new:
            self._watch(path)

    def take_due(self, now_s: float | None = None) -> list[RootHint]:
        """Returns the roots to look at, with what settled by now (monotonic seconds). Call it about once a second."""
        now_s = time.monotonic() if now_s is None else now_s
        if now_s - self._identity_s >= _IDENTITY_EVERY_S:
            self._identity_s = now_s
            self._check_identities()
        hints = []
        with self._lock:
            for watched in self._watched.values():
                settled = tuple(watched.settler.due(now_s))
                is_rescan = watched.is_rescan_due or any(s.change is Change.RESCAN for s in settled)
                watched.is_rescan_due = False
                if settled or is_rescan:
                    hints.append(RootHint(watched.root, settled, is_rescan))
        return hints

    def last_event_at_ms(self, root: Path) -> int | None:
        """Returns when something was last heard of a root, in milliseconds since 1970."""
        with self._lock:
            watched = self._watched.get(root)
            return watched.last_event_at_ms if watched else None

    def is_complete(self, root: Path) -> bool:
        """Says whether every folder of a root is watched; where not, only scheduled scans find all changes."""
        with self._lock:
            watched = self._watched.get(root)
            return watched is not None and watched.handle is not None and not watched.unwatched

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Stops watching. Says whether watchdog's threads ended in time."""
        deadline = time.monotonic() + timeout_s
        with self._lock:
            self._watched.clear()
        self._listener.detach()
        threads: list[_Stoppable] = [t for t in (self._observer, self._inotify) if t is not None]
        self._observer = self._inotify = None
        for thread in threads:
            thread.stop()
        for thread in threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    # watching

    def _watch(self, path: Path) -> None:
        watched = _Watched(path, Settler(self._quiet_s, self._max_wait_s))
        with self._lock:
            self._watched[path] = watched
        watched.identity = _identity(path)
        try:
            observer = self._started()
            watched.handle = observer.schedule(
                _Handler(self, watched), str(path), recursive=True, event_filter=list(_EVENTS)
            )
        except OSError as error:
            self._say(_why_unwatched(path, error))
            watched.is_rescan_due = True

    def _started(self) -> BaseObserver:
        if self._observer is None:
            if sys.platform.startswith("linux"):
                from desktop_app.watch.inotify import make_observer

                self._observer, self._inotify = make_observer(self._is_excluded, self._on_unwatched)
            else:
                from watchdog.observers import Observer

                self._observer = Observer()
            self._observer.start()
            self._listener.attach()
        return self._observer

    def _is_excluded(self, path: bytes) -> bool:
        root = self._root_of(path)
        if root is None or path == os.fsencode(root):
            return False
        relative = path[len(os.fsencode(root)) :].lstrip(b"/")
        return self._rules.is_path_excluded(relative) or self._rules.is_folder_excluded(path, os.path.basename(path))

    def _root_of(self, path: bytes) -> Path | None:
        with self._lock:
            roots = sorted(
                self._watched, key=lambda root: -len(root.parts)
            )  # a root may lie in what another leaves out
        return next((r for r in roots if (path + b"/").startswith(os.fsencode(r).rstrip(b"/") + b"/")), None)

    def _on_unwatched(self, path: bytes, error: OSError) -> None:
        root = self._root_of(path)
        with self._lock:
            watched = self._watched.get(root) if root else None
            if watched is None:
                return
            watched.unwatched.add(path)
            watched.is_rescan_due = True
        self._say(_why_incomplete(watched.root, error))

    def _on_overflow(self) -> None:
        with self._lock:
            for watched in self._watched.values():
                watched.is_rescan_due = True
        log.info("file events came faster than they could be taken; the roots are scanned")

    def _check_identities(self) -> None:
        with self._lock:
            roots = [(w.root, w.identity) for w in self._watched.values()]
        for root, identity in roots:
            now = _identity(root)
            if now != identity:
                with self._lock:
                    if (watched := self._watched.get(root)) is not None:
                        watched.identity, watched.is_rescan_due = now, True

    def _say(self, sentence: str) -> None:
        with self._lock:
            if sentence in self._said:
                return
            self._said.add(sentence)
        self._on_notice(sentence)

    def note(self, watched: _Watched, event: FileSystemEvent) -> None:
        """Takes in one event of watchdog's; called on its thread."""
        happening = _HAPPENINGS.get(event.event_type)
        if happening is None or (event.is_directory and happening is Happening.MODIFIED):
            return
        source, target = _visible(self._rules, watched.root, event.src_path), ""
        if happening is Happening.MOVED:
            target = _visible(self._rules, watched.root, event.dest_path)
            if not source and target:
                happening, source, target = Happening.CREATED, target, ""
        if not source:
            return
        with self._lock:
            watched.last_event_at_ms = time.time_ns() // 1_000_000
            watched.settler.note(FileEvent(happening, source, event.is_directory, target), time.monotonic())


class _Stoppable(Protocol):
    def stop(self) -> None: ...
    def join(self, timeout: float | None = None) -> None: ...
    def is_alive(self) -> bool: ...


class _Handler(FileSystemEventHandler):
    def __init__(self, watcher: Watcher, watched: _Watched) -> None:
        self._watcher, self._watched = watcher, watched

    def on_any_event(self, event: FileSystemEvent) -> None:
        try:
            self._watcher.note(self._watched, event)
        except Exception:
            log.exception("a file event could not be taken in; the root is scanned")
            self._watched.is_rescan_due = True


class _OverflowListener(logging.Handler):
    """Hears watchdog complain of a queue that overflowed; nothing else tells."""

    def __init__(self, on_overflow: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._on_overflow = on_overflow

    def emit(self, record: logging.LogRecord) -> None:
        if "overflow" in record.getMessage():
            self._on_overflow()

    def attach(self) -> None:
        logging.getLogger("watchdog").addHandler(self)

    def detach(self) -> None:
        logging.getLogger("watchdog").removeHandler(self)


def _visible(rules: Exclusions, root: Path, path: str | bytes) -> str:
    """Returns the path when it is one the rules let through, else ''."""
    raw, base = os.fsencode(path), os.fsencode(root).rstrip(b"/")
    if not raw.startswith(base + b"/") or rules.is_path_excluded(raw[len(base) + 1 :].replace(b"\\", b"/")):
        return ""
    parent = os.path.dirname(raw)
    while len(parent) > len(base):
        if rules.is_folder_excluded(parent, os.path.basename(parent)):
            return ""
        parent = os.path.dirname(parent)
    return os.fsdecode(raw)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_dev, seen.st_ino


def _limit() -> str:
    try:
        return f" (the system allows {int(WATCH_LIMIT.read_text('ascii')):,})"
    except (OSError, ValueError):
        return ""


def _why_incomplete(root: Path, error: OSError) -> str:
    name = display_text(root.name)
    if error.errno == errno.ENOSPC:
        return f"There are more folders in {name} than can be watched{_limit()}; they are scanned on schedule instead."
    return f"Some folders in {name} cannot be watched ({error.strerror}); they are scanned on schedule instead."


def _why_unwatched(root: Path, error: OSError) -> str:
    name = display_text(root.name)
    if error.errno == errno.EMFILE:
        return f"{name} cannot be watched: other programs use up what the system allows; it is scanned on schedule."
    if error.errno == errno.ENOSPC:
        return f"{name} cannot be watched: no watches are left{_limit()}; it is scanned on schedule."
    return f"{name} cannot be watched ({error.strerror or error}); it is scanned on schedule."
