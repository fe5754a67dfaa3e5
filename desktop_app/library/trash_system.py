"""The system's trash, whichever system it is: what every kind of it can do."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from desktop_app.domain.trash import Refusal


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies in the trash, or will.

    Attributes:
        kept: the file; None while only the system knows.
        info: the note beside it that says where it lay; None where there is none.
    """

    kept: Path | None
    info: Path | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """By which a file is known again: its size and time."""

    size_bytes: int
    mtime_ns: int


class TrashRefusedError(Exception):
    """A file cannot go to the trash where it lies."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


class SystemTrash(Protocol):
    """One kind of trash, for one act. Each call is short; none copies a file, none deletes one."""

    def check(self, folder: Path) -> None:
        """Raises TrashRefusedError when files of this folder cannot go to the trash. Changes nothing."""

    def plan(self, file: Path) -> Place:
        """Says where a file would lie; never the same place twice. Raises TrashRefusedError. Changes nothing."""

    def put(self, file: Path, place: Place) -> Place:
        """Moves a file to the trash, to the place that was planned or where the system puts it.

        Raises:
            FileExistsError: the place was taken meanwhile; plan again.
            OSError: the file stays where it is.
        """

    def find(self, file: Path, place: Place, sight: Sight) -> Place | None:
        """Returns where a file lies in the trash that was to be put at `place`, None when it is not there."""

    def take_out(self, place: Place, target: Path) -> None:
        """Moves a file out of the trash to a path where no file is.

        Raises:
            FileExistsError: there is one.
            OSError: the file stays in the trash.
        """

    def tidy(self, place: Place) -> None:
        """Takes away the note of a file that never came to the place, or has left it. Never raises."""

    def is_reachable(self, place: Place) -> bool:
        """Whether the trash that holds the place is there: a drive may be away."""


def system_trash() -> SystemTrash:
    """Returns the trash of this system."""
    if sys.platform == "win32":
        from desktop_app.library.recycle_bin import RecycleBin

        return RecycleBin()
    if sys.platform == "darwin":
        from desktop_app.library.trash_mac import MacTrash

        return MacTrash()
    from desktop_app.library.trash_freedesktop import FreedesktopTrash

    return FreedesktopTrash()


def sight_of(file: Path) -> Sight:
    """Looks at a file, not following a link. Raises OSError when it is not there."""
    seen = os.lstat(file)
    return Sight(seen.st_size, seen.st_mtime_ns)


def is_same(file: Path, sight: Sight, tolerance_ns: int = 2_000_000_000) -> bool:
    """Says whether the file at a path is the one that was seen before; file systems may round times to 2 s."""
    try:
        now = sight_of(file)
    except OSError:
        return False
    return now.size_bytes == sight.size_bytes and abs(now.mtime_ns - sight.mtime_ns) <= tolerance_ns


def free_name(name: str, number: int) -> str:
    """Returns 'name.jpg', 'name.2.jpg', 'name.3.jpg' for 1, 2, 3; no longer than file systems allow."""
    suffix = Path(name).suffix
    stem = name.removesuffix(suffix)
    ending = suffix if number == 1 else f".{number}{suffix}"
    while len(os.fsencode(stem + ending)) > 240 and len(stem) > 1:  # 255 less what a note's own suffix needs
        stem = stem[:-1]
    return stem + ending
