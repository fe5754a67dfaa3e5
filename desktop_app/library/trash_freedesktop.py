"""The trash of Linux desktops, by the freedesktop.org Trash specification 1.0.

A file goes to the trash of its own file system, so that it is renamed and never copied: the user's own trash where that
lies on the same one, else `.Trash/<uid>` (when the administrator made it, sticky) or `.Trash-<uid>` at the mount point.
A note `info/NAME.trashinfo` is made first, and made only once: it takes the name. `directorysizes`, which is a cache
for folders, is not kept.
"""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from desktop_app.domain.trash import Refusal
from desktop_app.library.file_rename import rename_new
from desktop_app.library.trash_system import Place, Sight, TrashRefusedError, free_name, is_same
from desktop_app.store.file_system import MOUNTS, NETWORK_TYPES, Mount, mount_of

SANDBOX_MARK = Path("/.flatpak-info")


@dataclass(frozen=True, slots=True)
class _Trash:
    """One trash folder. `top` is the mount point that notes of its files are relative to, None for the home trash."""

    folder: Path
    top: Path | None


class FreedesktopTrash:
    """Finds the right trash folder and moves files there and back. Of one act; folders are looked at once.

    Args:
        mounts: the system's table of mounts.
        sandbox_mark: there inside Flatpak.
    """

    def __init__(self, mounts: Path = MOUNTS, sandbox_mark: Path = SANDBOX_MARK) -> None:
        self._mounts = mounts
        self._sandbox_mark = sandbox_mark
        self._known: dict[Path, _Trash] = {}
        self._numbers: dict[Path, int] = {}  # how far the names of one file's name are taken

    def check(self, folder: Path) -> None:
        """See `SystemTrash`."""
        self._trash_of(folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise TrashRefusedError(Refusal.READ_ONLY)

    def plan(self, file: Path) -> Place:
        """See `SystemTrash`."""
        if file.parent not in self._known:
            self._known[file.parent] = self._trash_of(file.parent)
        folder = self._known[file.parent].folder
        kept_in, info_in = folder / "files", folder / "info"
        first = kept_in / file.name
        while True:
            self._numbers[first] = self._numbers.get(first, 0) + 1
            name = free_name(file.name, self._numbers[first])
            place = Place(kept_in / name, info_in / f"{name}.trashinfo")
            if not any(os.path.lexists(path) for path in (place.kept, place.info) if path is not None):
                return place

    def put(self, file: Path, place: Place) -> Place:
        """See `SystemTrash`."""
        assert place.kept is not None
        assert place.info is not None
        folder = place.kept.parent.parent
        for needed in (folder, place.kept.parent, place.info.parent):
            needed.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_note(place.info, _note(file, self._top_of(folder)))
        try:
            rename_new(file, place.kept)
        except OSError:
            self.tidy(place)
            raise
        return place

    def find(self, file: Path, place: Place, sight: Sight) -> Place | None:
        """See `SystemTrash`."""
        return place if place.kept is not None and is_same(place.kept, sight) else None

    def take_out(self, place: Place, target: Path) -> None:
        """See `SystemTrash`."""
        assert place.kept is not None
        target.parent.mkdir(parents=True, exist_ok=True)
        rename_new(place.kept, target)
        self.tidy(place)

    def tidy(self, place: Place) -> None:
        """See `SystemTrash`."""
        if place.info is not None and place.kept is not None and not os.path.lexists(place.kept):
            with contextlib.suppress(OSError):
                place.info.unlink()

    def is_reachable(self, place: Place) -> bool:
        """See `SystemTrash`."""
        return place.kept is not None and place.kept.parent.is_dir()

    def _top_of(self, folder: Path) -> Path | None:
        if folder == home_trash():
            return None
        return folder.parent.parent if folder.parent.name == ".Trash" else folder.parent

    def _trash_of(self, folder: Path) -> _Trash:
        if self._sandbox_mark.exists() or os.environ.get("SNAP"):
            raise TrashRefusedError(Refusal.SANDBOX)
        home = _Trash(home_trash(), None)
        mount = mount_of(folder, self._mounts)
        if _is_on_one(folder, home.folder, mount, self._mounts):
            if not _is_usable(home.folder):
                raise TrashRefusedError(Refusal.NO_TRASH)
            return home
        if mount.kind in NETWORK_TYPES:
            raise TrashRefusedError(Refusal.NETWORK)
        if mount.is_read_only:
            raise TrashRefusedError(Refusal.READ_ONLY)
        if mount.point.stat().st_dev != folder.stat().st_dev:  # part of a file system that has no place of its own
            raise TrashRefusedError(Refusal.NO_TRASH)
        return _at_top(mount.point)


def home_trash() -> Path:
    """Returns the user's own trash."""
    data = Path(os.environ.get("XDG_DATA_HOME", ""))
    return (data if data.is_absolute() else Path.home() / ".local" / "share") / "Trash"


def _is_on_one(folder: Path, trash: Path, mount: Mount, mounts: Path) -> bool:
    """Whether a file can be renamed from a folder into a trash, which need not be there yet."""
    there = _nearest(trash)
    try:
        return mount_of(there, mounts).point == mount.point and there.stat().st_dev == folder.stat().st_dev
    except OSError as error:
        raise TrashRefusedError(Refusal.GONE) from error


def _nearest(path: Path) -> Path:
    """Returns the path, or the nearest folder above it that is there."""
    return next(place for place in (path, *path.parents) if os.path.isdir(place))  # noqa: PTH112 - a dead mount is none


def _at_top(top: Path) -> _Trash:
    uid = os.getuid()
    shared = top / ".Trash"
    with contextlib.suppress(OSError):
        seen = os.lstat(shared)
        if stat.S_ISDIR(seen.st_mode) and seen.st_mode & stat.S_ISVTX and _is_usable(shared / str(uid)):
            return _Trash(shared / str(uid), top)
    own = top / f".Trash-{uid}"
    if not _is_usable(own):
        raise TrashRefusedError(Refusal.NO_TRASH)
    return _Trash(own, top)


def _is_usable(folder: Path) -> bool:
    """Whether files can be put there: the user's own folder and no link, or one that can be made."""
    try:
        seen = os.lstat(folder)
    except FileNotFoundError:
        return os.access(_nearest(folder.parent), os.W_OK | os.X_OK)
    except OSError:
        return False
    is_own = stat.S_ISDIR(seen.st_mode) and seen.st_uid == os.getuid()
    is_home = folder == home_trash() and folder.is_dir()  # a link that the user made
    parts = (folder / "files", folder / "info")
    return (is_own or is_home) and all(os.access(p if p.exists() else folder, os.W_OK | os.X_OK) for p in parts)


def _note(file: Path, top: Path | None) -> bytes:
    where = os.fsencode(file if top is None else os.path.relpath(file, top))
    deleted = datetime.now().astimezone().strftime("%Y-%m-%dT%H:%M:%S")
    return f"[Trash Info]\nPath={quote(where)}\nDeletionDate={deleted}\n".encode()


def _write_note(path: Path, note: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, note)
    finally:
        os.close(handle)
