"""Writing a file that is there whole or not at all, beside files that are never overwritten unasked.

On Linux the growing file has no name (O_TMPFILE), so a killed process leaves nothing. Elsewhere it is called
`.reverie-....part` and locked while it is written; whoever next writes into that folder takes away those that nobody
holds any more.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from desktop_app.domain.full_picture import IfThere

_LOG = logging.getLogger(__name__)
_PREFIX, _SUFFIX = ".reverie-", ".part"
_NO_NAMELESS = (errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOENT, errno.ENOSYS)
_NO_LINKS = (errno.EOPNOTSUPP, errno.EPERM, errno.ENOSYS, errno.EMLINK)


@contextlib.contextmanager
def new_file(target: Path, if_there: IfThere, permissions: int, modified_ns: int = 0) -> Iterator[BinaryIO]:
    """Gives a stream to write to; what was written gets its name when the block ends without an exception.

    Args:
        target: the file to be; its folder exists.
        if_there: what becomes of a file of that name.
        permissions: such as 0o644; the owner may always read and write.
        modified_ns: the file's time, 0 for now.

    Raises:
        FileExistsError: there is such a file and it is not to be replaced; nothing was written.
        OSError: no room, no permission, no such folder; nothing is left.
    """
    _refuse_impossible(target, if_there)
    _sweep(target.parent)
    descriptor, part = _open(target.parent)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            _permit(descriptor, permissions)
            if modified_ns and os.utime in os.supports_fd:
                os.utime(descriptor, ns=(modified_ns, modified_ns))
            os.fsync(descriptor)
            if sys.platform != "win32":
                _name(descriptor, part, target, if_there)
        if sys.platform == "win32":
            if modified_ns:
                os.utime(part, ns=(modified_ns, modified_ns))
            _name(-1, part, target, if_there)
        _sync_folder(target.parent)
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


def _refuse_impossible(target: Path, if_there: IfThere) -> None:
    """Finds out before all is written what would make it fail at the end: a name that is taken, or too long."""
    try:
        os.lstat(target)
    except FileNotFoundError:
        return
    if if_there is IfThere.REFUSE:
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))


def _open(folder: Path) -> tuple[int, Path | None]:
    """Opens a file without a name, or one with a passing name that is locked. Returns it and its name."""
    if hasattr(os, "O_TMPFILE"):
        try:
            return os.open(folder, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o600), None
        except OSError as error:
            if error.errno not in _NO_NAMELESS:
                raise
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    while True:
        part = _passing(folder)
        descriptor = os.open(part, flags, 0o600)
        if _is_locked_now(descriptor) and part.exists():
            return descriptor, part
        os.close(descriptor)  # taken for abandoned between its making and its locking


def _passing(folder: Path) -> Path:
    return folder / f"{_PREFIX}{secrets.token_hex(8)}{_SUFFIX}"


def _permit(descriptor: int, permissions: int) -> None:
    if not hasattr(os, "fchmod"):
        return
    try:
        os.fchmod(descriptor, (permissions & 0o666) | 0o600)
    except PermissionError as error:  # FAT knows hardly any
        _LOG.info("a new file has the permissions its disk gives: %s", error.strerror)


def _name(descriptor: int, part: Path | None, target: Path, if_there: IfThere) -> None:
    if if_there is IfThere.REPLACE:
        passing = part or _passing(target.parent)
        try:
            if part is None:
                _link_nameless(descriptor, passing)
            passing.replace(target)
        except BaseException:
            passing.unlink(missing_ok=True)
            raise
        return
    if part is None:
        _link_nameless(descriptor, target)
        return
    try:
        os.link(part, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _name_without_links(part, target)


def _link_nameless(descriptor: int, target: Path) -> None:
    """Gives an open file its first name. A folder's descriptor is what makes Python follow the link in /proc."""
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{descriptor}", target.name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


def _name_without_links(part: Path, target: Path) -> None:
    """Where there are no hard links (FAT): an empty file holds the name for the moment that replacing it takes."""
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        part.replace(target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _sweep(folder: Path) -> None:
    """Takes away what killed writers left in a folder. What cannot be taken away stays, and is logged."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
    except OSError as error:
        _LOG.info("a folder is not searched for unfinished files: %s", error.strerror)
        return
    for path in (folder / name for name in names if name.startswith(_PREFIX) and name.endswith(_SUFFIX)):
        try:
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            try:
                is_abandoned = _is_locked_now(descriptor)
            finally:
                os.close(descriptor)
            if is_abandoned:
                path.unlink()
        except OSError as error:
            _LOG.info("an unfinished file stays: %s", error.strerror)


def _is_locked_now(descriptor: int) -> bool:
    """Locks an open file for this process alone; says whether nobody else had done so. Windows guards open files."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    return True


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        _LOG.info("a folder could not be synced: %s", error.strerror)
    finally:
        os.close(descriptor)
