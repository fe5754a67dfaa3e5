"""The trash of macOS: `~/.Trash`, or `.Trashes/<uid>` of another volume. Files are renamed into it.

The system offers no way to ask where a file went without its own libraries, so the file is moved here and its place
known; Finder shows it in the trash, but its own "Put Back" does not know where it lay. Reverie does.
"""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.domain.trash import Refusal
from desktop_app.library.file_rename import rename_new
from desktop_app.library.trash_system import Place, Sight, TrashRefusedError, free_name, is_same


class MacTrash:
    """Moves files into the trash of their volume. Of one act.

    Args:
        home: the user's home folder.
        volumes: where other volumes are mounted.
    """

    def __init__(self, home: Path | None = None, volumes: Path = Path("/Volumes")) -> None:
        self._home = home or Path.home()
        self._volumes = volumes
        self._numbers: dict[Path, int] = {}  # how far the names of one file's name are taken

    def check(self, folder: Path) -> None:
        """See `SystemTrash`."""
        trash = self._trash_of(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise TrashRefusedError(Refusal.READ_ONLY)
        if not os.access(trash if trash.is_dir() else trash.parent, os.W_OK | os.X_OK):
            raise TrashRefusedError(Refusal.NO_TRASH)

    def plan(self, file: Path) -> Place:
        """See `SystemTrash`."""
        first = self._trash_of(file.parent) / file.name
        while True:
            self._numbers[first] = self._numbers.get(first, 0) + 1
            kept = first.with_name(free_name(file.name, self._numbers[first]))
            if not os.path.lexists(kept):
                return Place(kept)

    def put(self, file: Path, place: Place) -> Place:
        """See `SystemTrash`."""
        assert place.kept is not None
        place.kept.parent.mkdir(mode=0o700, exist_ok=True)
        rename_new(file, place.kept)
        return place

    def find(self, file: Path, place: Place, sight: Sight) -> Place | None:
        """See `SystemTrash`."""
        return place if place.kept is not None and is_same(place.kept, sight) else None

    def take_out(self, place: Place, target: Path) -> None:
        """See `SystemTrash`."""
        assert place.kept is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        rename_new(place.kept, target)

    def tidy(self, place: Place) -> None:
        """See `SystemTrash`. There are no notes."""

    def is_reachable(self, place: Place) -> bool:
        """See `SystemTrash`."""
        return place.kept is not None and place.kept.parent.is_dir()

    def _trash_of(self, folder: Path) -> Path:
        """The volume's own trash folder must be there: only the system makes it, and network volumes have none."""
        try:
            device = folder.stat().st_dev
            if self._home.stat().st_dev == device:
                return self._home / ".Trash"
            volume = next(place for place in (folder, *folder.parents) if place.parent == self._volumes)
            trashes = volume / ".Trashes"
            if trashes.stat().st_dev == device:
                return trashes / str(os.getuid())
        except (OSError, StopIteration):
            pass
        raise TrashRefusedError(Refusal.NO_TRASH if os.path.isdir(folder) else Refusal.GONE)  # noqa: PTH112 - as above
