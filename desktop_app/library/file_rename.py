"""Renames a file within its file system and never over another one."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import sys
from pathlib import Path

_NOT_OFFERED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)
_HERE = -100  # AT_FDCWD
_NO_REPLACE = 1  # Linux: RENAME_NOREPLACE
_EXCLUSIVE = 4  # macOS: RENAME_EXCL


def rename_new(source: Path, target: Path) -> None:
    """Gives a file a name that no other file has; the system sees to that where it can, in one step.

    Raises:
        FileExistsError: there is a file of that name.
        OSError: it cannot be renamed; one of errno.EXDEV lies on another file system. Nothing was changed.
    """
    if sys.platform == "win32":
        source.rename(target)  # Windows itself never replaces
        return
    code = _rename_exclusively(os.fsencode(source), os.fsencode(target))
    if code in _NOT_OFFERED:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))
        source.rename(target)
    elif code:
        raise OSError(code, os.strerror(code), os.fspath(source), None, os.fspath(target))


def _rename_exclusively(source: bytes, target: bytes) -> int:
    """Returns 0 or the number of the error; ENOSYS where the system has no such call."""
    library = ctypes.CDLL(None, use_errno=True)
    with contextlib.suppress(AttributeError):
        if sys.platform == "darwin":
            failed = library.renamex_np(source, target, _EXCLUSIVE)
        else:
            failed = library.renameat2(_HERE, source, _HERE, target, _NO_REPLACE)
        return ctypes.get_errno() if failed else 0
    return errno.ENOSYS
