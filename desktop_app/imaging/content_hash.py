"""The hash by which a photo is known again after a move: cheap, and blind to nothing that matters.

sha256 over the first `HEAD_BYTES`, the last `TAIL_BYTES` and the size as eight little-endian bytes. A file no longer
than both together is hashed whole, each byte once.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO

from desktop_app.errors import DecodeError

HEAD_BYTES = 1 << 20
TAIL_BYTES = 64 << 10


def hash_bytes(data: bytes) -> bytes:
    """Returns the 32-byte content hash of a file's whole content."""
    view = memoryview(data)
    return _digest(view[:HEAD_BYTES], view[max(HEAD_BYTES, len(view) - TAIL_BYTES) :], len(view))


def hash_stream(stream: BinaryIO, size_bytes: int) -> bytes:
    """Returns the content hash of an open file of the given size, reading no more than head and tail."""
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(max(HEAD_BYTES, size_bytes - TAIL_BYTES))
    tail = stream.read(TAIL_BYTES)
    return _digest(head, tail, size_bytes)


def hash_file(path: Path) -> bytes:
    """Returns the 32-byte content hash of a regular file.

    Raises:
        DecodeError: the file cannot be read, or is a device, a pipe or a folder.
    """
    try:
        with open_regular(path) as stream:
            return hash_stream(stream, os.fstat(stream.fileno()).st_size)
    except OSError as error:
        raise DecodeError(f"the file cannot be read: {error.strerror or error}") from error


def open_regular(path: Path) -> BinaryIO:
    """Opens a regular file for reading; pipes, sockets and devices are refused without ever blocking.

    Raises:
        DecodeError: it is not a regular file.
        OSError: it cannot be opened.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise DecodeError("not a regular file")
    return os.fdopen(descriptor, "rb")


def _digest(head: bytes | memoryview, tail: bytes | memoryview, size_bytes: int) -> bytes:
    digest = hashlib.sha256(head)
    digest.update(tail)
    digest.update(size_bytes.to_bytes(8, "little"))
    return digest.digest()
