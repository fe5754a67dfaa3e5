"""Thumbnails on disk, keyed by content: a bounded cache that may be deleted at any time, even while the program runs.

Each file says whose it is (key), how long it is and its CRC-32; reading checks all three, follows no link and opens
only plain files, so that nothing strange in the folder is ever shown. The folder is private to the user (0700).
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import logging
import os
import stat
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

log = logging.getLogger(__name__)

_MAGIC = b"RVT1"
_HEADER = struct.Struct("<4s32sII")  # magic, key, length, crc
MAX_BYTES = 4_000_000
TOUCH_AFTER_S = 86_400
RETRY_AFTER = 256
TRIMMED_TO = 0.9
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM})
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NOBLOCK = getattr(os, "O_NONBLOCK", 0)  # a FIFO under a thumbnail's name must not hang the reader


class Thumbnails:
    """The cache of encoded thumbnails. Reading is safe on any thread; writing belongs to one.

    Attributes:
        budget_bytes: what the cache is trimmed to.
        off_reason: why nothing is stored now ('' when all is well): no room, or no rights. Reading goes on.
    """

    def __init__(self, cache_dir: Path, budget_bytes: int, on_step: Callable[[str], None] = lambda step: None) -> None:
        """Names the folder; touches nothing. `on_step` is called at 'written' and 'renamed' of each put."""
        self._dir = cache_dir
        self.budget_bytes = budget_bytes
        self._on_step = on_step
        self._numbers = itertools.count()
        self._written_bytes = 0
        self._skipped = 0
        self.off_reason = ""

    def put(self, content_hash: bytes, jpeg: bytes) -> bool:
        """Stores a thumbnail.

        Returns:
            False when it could not be: too large, no room, no rights. That is no error; it will be made again.
        """
        if len(jpeg) > MAX_BYTES or not jpeg:
            return False
        if self.off_reason and self._skipped < RETRY_AFTER:
            self._skipped += 1
            return False
        try:
            self._write(content_hash, jpeg)
        except OSError as error:
            self._turn_off(error)
            return False
        self.off_reason, self._skipped = "", 0
        self._written_bytes += len(jpeg)
        if self._written_bytes > self.budget_bytes // 10:
            self.trim()
        return True

    def _write(self, content_hash: bytes, jpeg: bytes) -> None:
        target = self._place(content_hash)
        self._make_folder(target.parent)
        temporary = target.with_name(f"{os.getpid()}-{next(self._numbers)}.tmp")
        header = _HEADER.pack(_MAGIC, _key(content_hash), len(jpeg), zlib.crc32(jpeg))
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(header)
                file.write(jpeg)
            self._on_step("written")
            temporary.replace(target)
            self._on_step("renamed")
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def _make_folder(self, folder: Path) -> None:
        """Makes the folder; a link in its place would lead writes elsewhere, so it is replaced."""
        self._dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self._dir.stat().st_mode & 0o077:
            self._dir.chmod(0o700)
        if folder.is_symlink():
            folder.unlink()
        folder.mkdir(mode=0o700, exist_ok=True)

    def _turn_off(self, error: OSError) -> None:
        if error.errno not in _NO_ROOM:
            log.info("a thumbnail could not be stored: %s", error.strerror)
            return
        if not self.off_reason:
            log.info("thumbnails are not stored for now: %s", error.strerror)
        self.off_reason = error.strerror or "no room"
        self._skipped = 0

    def get(self, content_hash: bytes) -> bytes | None:
        """Returns the thumbnail's JPEG, or None where there is none that is whole and of this content."""
        place = self._place(content_hash)
        try:
            if place.parent.is_symlink():
                return None
            handle = os.open(place, os.O_RDONLY | _NOFOLLOW | _NOBLOCK)
        except OSError:
            return None
        try:
            state = os.fstat(handle)
            if not stat.S_ISREG(state.st_mode) or state.st_size > MAX_BYTES + _HEADER.size:
                return None
            data = _read(handle, state.st_size + 1)
        except OSError:
            return None
        finally:
            os.close(handle)
        jpeg = _payload(content_hash, data)
        if jpeg is not None and time.time() - state.st_atime > TOUCH_AFTER_S:
            with contextlib.suppress(OSError):
                os.utime(place)
        return jpeg

    def has(self, content_hash: bytes) -> bool:
        """Says whether a file of that name is there; only `get` knows whether it is sound."""
        return self._place(content_hash).is_file()

    def remove(self, content_hash: bytes) -> None:
        """Lets one thumbnail go."""
        with contextlib.suppress(OSError):
            self._place(content_hash).unlink()

    def size_bytes(self) -> int:
        """Returns what the cache takes on disk now; walks the folder."""
        return sum(entry.stat(follow_symlinks=False).st_size for entry in self._files())

    def trim(self) -> int:
        """Deletes the thumbnails looked at longest ago until the cache is within nine tenths of its budget.

        Returns:
            How many were deleted.
        """
        self._written_bytes = 0
        found = []
        for entry in self._files():
            with contextlib.suppress(OSError):
                state = entry.stat(follow_symlinks=False)
                found.append((max(state.st_atime_ns, state.st_mtime_ns), state.st_size, entry.path))
        total = sum(size for _, size, _ in found)
        if total <= self.budget_bytes:
            return 0
        found.sort()
        deleted = 0
        for _, size, path in found:
            if total <= self.budget_bytes * TRIMMED_TO:
                break
            with contextlib.suppress(OSError):
                Path(path).unlink()
                deleted += 1
            total -= size
        return deleted

    def sweep(self) -> int:
        """Removes half-written files of a run that was cut off; at the start, by the one writer. Returns how many."""
        swept = 0
        for entry in self._files():
            if entry.name.endswith(".tmp"):
                with contextlib.suppress(OSError):
                    Path(entry.path).unlink()
                    swept += 1
        return swept

    def _files(self) -> Iterator[os.DirEntry[str]]:
        for folder in _scan(self._dir):
            if folder.is_dir(follow_symlinks=False):
                for entry in _scan(folder.path):
                    if not entry.is_dir(follow_symlinks=False):
                        yield entry

    def _place(self, content_hash: bytes) -> Path:
        name = _key(content_hash).hex()
        return self._dir / name[:2] / name[2:]


def _scan(folder: str | Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except OSError:
        return  # gone meanwhile: a cache may vanish


def _read(handle: int, size: int) -> bytes:
    parts = []
    while size > 0 and (part := os.read(handle, size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _key(content_hash: bytes) -> bytes:
    if len(content_hash) > 32:
        raise ValueError("a content hash is at most 32 bytes")
    return content_hash.ljust(32, b"\x00")


def _payload(content_hash: bytes, data: bytes) -> bytes | None:
    if len(data) < _HEADER.size:
        return None
    magic, key, length, crc = _HEADER.unpack_from(data)
    jpeg = data[_HEADER.size :]
    if magic != _MAGIC or key != _key(content_hash) or length != len(jpeg) or crc != zlib.crc32(jpeg):
        return None
    return jpeg
