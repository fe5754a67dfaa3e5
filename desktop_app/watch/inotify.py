"""watchdog on Linux, with what it passes over in silence made audible: folders it could not watch."""

from __future__ import annotations

import errno
from collections.abc import Callable

from watchdog.observers.api import BaseObserver
from watchdog.observers.inotify import InotifyEmitter
from watchdog.observers.inotify_c import CallbackId, InotifyFD, Mask, WatchCallback, WatchDescriptor

_SHORTAGES = frozenset({errno.ENOSPC, errno.ENOMEM, errno.EACCES})


class AudibleInotify(InotifyFD):
    """An inotify instance that spends no watch on excluded folders and tells when a folder gets none.

    Args:
        is_excluded: says of an absolute path whether it is left out.
        on_unwatched: told of each folder that could not be watched, and why.
    """

    def __init__(self, is_excluded: Callable[[bytes], bool], on_unwatched: Callable[[bytes, OSError], None]) -> None:
        super().__init__()
        self._is_excluded = is_excluded
        self._on_unwatched = on_unwatched

    def add_callback(self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId) -> WatchDescriptor:
        """Watches one folder. An OSError for a folder below a root makes watchdog go on without it."""
        if self._is_excluded(path):
            raise PermissionError(errno.EACCES, "excluded")
        try:
            return super().add_callback(path, mask, callback, id_)
        except OSError as error:
            if error.errno in _SHORTAGES:
                self._on_unwatched(path, error)
            raise


def make_observer(
    is_excluded: Callable[[bytes], bool], on_unwatched: Callable[[bytes, OSError], None]
) -> tuple[BaseObserver, AudibleInotify]:
    """Returns an observer that is not started, and the running inotify instance behind it.

    Raises:
        OSError: the system gives no inotify instance (EMFILE).
    """
    inotify = AudibleInotify(is_excluded, on_unwatched)
    inotify.start()
    return BaseObserver(InotifyEmitter, inotify_fd=inotify), inotify
