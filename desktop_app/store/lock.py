"""The writer's lock: one process writes a library; the system lets go of the lock when that process dies."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from desktop_app.errors import DatabaseError


class LibraryInUseError(DatabaseError):
    """Another process has this library open for writing."""


class WriterLock:
    """An exclusive lock on an open file, released by the operating system at the latest when the process ends.

    The file's text says whether the last writer closed properly, so that the next one knows to look twice.

    Attributes:
        was_unclean: the last writer died or was cut off before it closed.
    """

    def __init__(self, path: Path) -> None:
        """Takes the lock.

        Raises:
            LibraryInUseError: another process holds it.
            OSError: the folder cannot be written.
        """
        self.path = path
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)
        self._handle: int | None = os.open(path, flags, 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            holder = self._read()
            os.close(self._handle)
            self._handle = None
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise
            who = f" (process {holder.split()[1]})" if len(holder.split()) == 2 else ""
            raise LibraryInUseError(
                f"Reverie is already open on this library{who}.", advice="Close the other window or wait for it."
            ) from None
        self.was_unclean = self._read().startswith("open")
        self._write(f"open {os.getpid()}")

    def release(self, *, is_clean: bool = True) -> None:
        """Notes the clean end and lets go. The file stays: deleting it would let two writers lock two files."""
        if self._handle is None:
            return
        if is_clean or not self.was_unclean:
            self._write("closed")
        os.close(self._handle)
        self._handle = None

    def _read(self) -> str:
        assert self._handle is not None
        os.lseek(self._handle, 0, os.SEEK_SET)
        try:
            return os.read(self._handle, 64).decode("ascii", "replace")
        except OSError:  # Windows refuses to read a region that another process has locked
            return ""

    def _write(self, text: str) -> None:
        assert self._handle is not None
        os.lseek(self._handle, 0, os.SEEK_SET)
        try:
            os.ftruncate(self._handle, 0)
            os.write(self._handle, text.encode("ascii"))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise  # a full disk must not keep anybody from reading the photos


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 1 << 20, os.SEEK_SET)  # beyond the text, so that others may read it
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
