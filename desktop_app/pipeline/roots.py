"""Is the folder at a root's path the one the library knows? A scan is believed only when it is.

Device numbers change with every mount and inodes with every restored backup, so a folder that is not exactly the one
remembered is asked for evidence: some of the files that should lie in it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import Root, RootIdentity
from desktop_app.domain.photo import Status
from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import hash_file
from desktop_app.pipeline.compare import FAT_TOLERANCE_NS
from desktop_app.store.rows import KnownFile

SAMPLE_FILES = 60
LISTED_FOLDERS = 500  # of a folder that may hold a root that moved
HASHED_FILES = 6  # of a sample, where a folder is recognised by its files alone
_BY_UUID = Path("/dev/disk/by-uuid")
_MOUNTS = Path("/proc/self/mountinfo")
_FSID = "fsid-"
_NUMBERED_TYPES = frozenset({"ext2", "ext3", "ext4", "f2fs"})
_FAT_TYPES = frozenset({"vfat", "msdos", "fat", "exfat", "umsdos"})


@dataclass(frozen=True, slots=True)
class RootCheck:
    """Whether a root is there: `reason` is '' when it is, else a clause that says why not.

    Attributes:
        identity: what to remember of the folder, None while it is away.
        moved_to: where the same folder was found instead.
    """

    reason: str
    identity: RootIdentity | None = None
    moved_to: Path | None = None

    @property
    def is_online(self) -> bool:
        """Whether the root may be scanned."""
        return not self.reason


def identity_of(path: Path) -> RootIdentity:
    """Returns by what a folder is recognised. Raises OSError when it is not there."""
    return _identity(path, path.stat(), _BY_UUID)


def _identity(path: Path, seen: os.stat_result, by_uuid: Path) -> RootIdentity:
    return RootIdentity(seen.st_dev, seen.st_ino, volume_of(seen.st_dev, by_uuid) or file_system_of(path))


def file_system_of(path: Path, mounts: Path = _MOUNTS) -> str:
    """Returns the number of the file system at `path`, '' where it is none that is made from the volume's UUID.

    It tells drives apart where the system does not name their UUIDs: device numbers are given out again.
    """
    try:
        device, number = path.stat().st_dev, os.statvfs(path).f_fsid
    except (OSError, AttributeError):
        return ""
    kind = next((kind for _, kind in _mounts_of(device, mounts)), "")
    return f"{_FSID}{number:x}" if number and kind in _NUMBERED_TYPES else ""


def volume_of(device: int, by_uuid: Path = _BY_UUID) -> str:
    """Returns the UUID of the file system on a device, '' where the system does not tell."""
    try:
        for link in sorted(by_uuid.iterdir()):
            if link.stat().st_rdev == device:
                return link.name
    except OSError:
        return ""
    return ""


def time_tolerance_ns(path: Path, mounts: Path = _MOUNTS) -> int:
    """Returns how coarse file times are on the file system of `path`: 2 s on FAT, 0 elsewhere and where unknown."""
    try:
        device = path.stat().st_dev
    except OSError:
        return 0
    kind = next((kind for _, kind in _mounts_of(device, mounts)), "")
    return FAT_TOLERANCE_NS if kind in _FAT_TYPES else 0


def _mounts_of(device: int, mounts: Path) -> Iterator[tuple[Path, str]]:
    """Yields where a device is mounted, and as which kind of file system."""
    wanted = f"{os.major(device)}:{os.minor(device)}" if hasattr(os, "major") else ""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return
    for line in lines:
        fields = line.split(" ")
        if len(fields) > 6 and fields[2] == wanted and "-" in fields:
            # proc(5): blanks in a path stand there as three octal digits
            place = re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), fields[4])
            yield Path(place), fields[fields.index("-") + 1]


def check_root(root: Root, known: Iterable[KnownFile], by_uuid: Path = _BY_UUID) -> RootCheck:
    """Looks at a root's folder without listing it.

    Args:
        root: as the library knows it.
        known: its files; a few are looked for when the folder is not exactly the one remembered.
        by_uuid: where the system names its volumes.
    """
    try:
        seen = root.path.stat()
    except OSError as error:
        away = isinstance(error, FileNotFoundError | NotADirectoryError)
        reason = "the folder is not there" if away else f"the folder cannot be reached: {error.strerror}"
        return _away(reason, find_moved(root) or find_mounted(root, by_uuid), _sample(known))
    if not stat.S_ISDIR(seen.st_mode):
        return RootCheck("what is there is no folder")
    now, then = _identity(root.path, seen, by_uuid), root.identity
    if (now.device, now.inode) == (then.device, then.inode) and _may_be(now, then):
        return RootCheck("", now)
    sample = _sample(known)
    if not sample:
        return RootCheck("", now)
    if not _may_be(now, then):
        return _away("another drive is in its place", find_mounted(root, by_uuid), sample)
    if then.volume and now.volume == then.volume and now.inode == then.inode:
        return RootCheck("", now)
    if _shows(root.path, sample):
        return RootCheck("", now)
    is_stranger = any(_is_there(root.path, row) for row in sample)
    reason = "another folder is there" if is_stranger else "its photos are not there; a drive may not be connected"
    return _away(reason, find_mounted(root, by_uuid), sample)


def _away(reason: str, moved_to: Path | None, sample: Sequence[KnownFile]) -> RootCheck:
    """What to think of a root that is not at its place. Inodes are used again: its files must be at the other one."""
    if moved_to is None or not sample or not _shows(moved_to, sample):
        return RootCheck(reason)
    try:
        return RootCheck(reason, identity_of(moved_to), moved_to)
    except OSError:
        return RootCheck(reason)


def is_nested(path: Path, other: Path) -> bool:
    """Says whether one of two folders is, or holds, the other."""
    return path == other or path in other.parents or other in path.parents


def find_moved(root: Root) -> Path | None:
    """Returns where the root's own folder lies now if it was renamed within its parent, else None."""
    wanted = (root.identity.device, root.identity.inode)
    parent = root.path.parent
    places: Sequence[Path]
    try:
        places = [Path(entry.path) for entry in os.scandir(parent) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return None
    for place in sorted(places):
        try:
            seen = place.stat()
        except OSError:
            continue
        if (seen.st_dev, seen.st_ino) == wanted:
            return place
    return None


def find_mounted(root: Root, by_uuid: Path = _BY_UUID, mounts: Path = _MOUNTS) -> Path | None:
    """Returns where the root's own folder lies now if its drive is mounted at another place, else None.

    The drive is known by its UUID. Where it was mounted before is not known any more, so every tail of the root's path
    is tried below the new place; the inode says which it is.
    """
    if not root.identity.volume:
        return None
    try:
        device = (by_uuid / root.identity.volume).stat().st_rdev
    except OSError:
        return None
    parts = root.path.parts[1:]
    for mount, _ in _mounts_of(device, mounts):
        for at in range(len(parts) + 1):
            place = mount.joinpath(*parts[at:])
            try:
                seen = place.stat()
            except (OSError, ValueError):
                continue
            if (seen.st_dev, seen.st_ino) == (device, root.identity.inode) and stat.S_ISDIR(seen.st_mode):
                return place
    return None


def find_known(
    path: Path, roots: Iterable[Root], known: Callable[[RootId], Iterable[KnownFile]], by_uuid: Path = _BY_UUID
) -> tuple[Root, Path] | None:
    """Returns the root that came back at another path and its place, if the folder at `path` is, holds or lies in it.

    Only roots that are not where the library knows them come into question. A drive with another UUID is never taken
    for one, though it may hold copies of the same files. Of the others the folder must show the files: half of a sample
    must lie there with their sizes, and most of a few of these must have the content that is remembered. A root without
    files is not recognised. Below `path` the ends of the root's old path are tried, and the folders in `path` itself.

    Args:
        path: an existing folder, real and absolute.
        roots: all of the library.
        known: gives the files of a root.
        by_uuid: where the system names its volumes.

    Raises:
        OSError: the folder cannot be looked at.
    """
    for root in roots:
        check = check_root(root, known(root.id), by_uuid)
        if check.is_online:
            continue
        if check.moved_to is not None and (check.moved_to == path or is_nested(check.moved_to, path)):
            return root, check.moved_to
        sample = _sample(known(root.id))
        for place in (path, *_places_below(path, root)) if sample else ():
            try:
                now = _identity(place, place.stat(), by_uuid)
            except OSError:
                if place == path:
                    raise
                continue
            if _may_be(now, root.identity) and _shows(place, sample) and _has_contents(place, sample):
                return root, place
    return None


def _places_below(path: Path, root: Root) -> list[Path]:
    """Returns folders below `path` at which a root may lie now, those that are called as it was first."""
    names = root.path.parts[1:]
    places = [path.joinpath(*names[at:]) for at in range(len(names))]
    try:
        with os.scandir(path) as entries:
            folders = [entry.path for entry in islice(entries, LISTED_FOLDERS) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        folders = []
    return [p for p in dict.fromkeys([*places, *map(Path, sorted(folders))]) if p.is_dir() and not p.is_symlink()]


def _may_be(now: RootIdentity, then: RootIdentity) -> bool:
    """Whether two folders may be on one volume: their volumes are the same, unknown, or known by different means."""
    is_comparable = now.volume and then.volume and now.volume.startswith(_FSID) == then.volume.startswith(_FSID)
    return not is_comparable or now.volume == then.volume


def _shows(place: Path, sample: Sequence[KnownFile]) -> bool:
    """Whether a folder holds at least half of a sample of files, by name and size."""
    return sum(_is_there(place, row) for row in sample) * 2 >= len(sample)


def _has_contents(place: Path, sample: Sequence[KnownFile]) -> bool:
    """Whether most of the files of a sample that lie there have the content that is remembered."""
    there = [row for row in sample if row.content_hash is not None and _is_there(place, row)]
    hashed = there[:: max(1, len(there) // HASHED_FILES)][:HASHED_FILES]
    return sum(_has_content(place, row) for row in hashed) * 2 > len(hashed)


def _has_content(place: Path, row: KnownFile) -> bool:
    try:
        return hash_file(place / os.fsdecode(row.relative_path)) == row.content_hash
    except (DecodeError, ValueError):
        return False


def _sample(known: Iterable[KnownFile]) -> list[KnownFile]:
    present = [row for row in islice(known, 50 * SAMPLE_FILES) if not row.status & (Status.MISSING | Status.TRASHED)]
    return present[:: max(1, len(present) // SAMPLE_FILES)][:SAMPLE_FILES]


def _is_there(root: Path, row: KnownFile) -> bool:
    try:
        return (root / os.fsdecode(row.relative_path)).stat().st_size == row.size_bytes
    except (OSError, ValueError):
        return False
