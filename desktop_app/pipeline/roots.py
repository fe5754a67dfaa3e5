"""Is the folder at a root's path the one the library knows? A scan is believed only when it is.

Device numbers change with every mount and inodes with every restored backup, so a folder that is not exactly the one
remembered is asked for evidence: some of the files that should lie in it.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from desktop_app.domain.library import Root, RootIdentity
from desktop_app.domain.photo import Status
from desktop_app.pipeline.compare import FAT_TOLERANCE_NS
from desktop_app.store.rows import KnownFile

SAMPLE_FILES = 60
_BY_UUID = Path("/dev/disk/by-uuid")
_MOUNTS = Path("/proc/self/mountinfo")
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
    seen = path.stat()
    return RootIdentity(seen.st_dev, seen.st_ino, volume_of(seen.st_dev))


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
        wanted = f"{os.major(device)}:{os.minor(device)}" if hasattr(os, "major") else ""
        for line in mounts.read_text("utf-8", "surrogateescape").splitlines():
            fields = line.split(" ")
            if len(fields) > 6 and fields[2] == wanted and "-" in fields:
                return FAT_TOLERANCE_NS if fields[fields.index("-") + 1] in _FAT_TYPES else 0
    except OSError:
        return 0
    return 0


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
        moved_to = find_moved(root)
        away = isinstance(error, FileNotFoundError | NotADirectoryError)
        reason = "the folder is not there" if away else f"the folder cannot be reached: {error.strerror}"
        return RootCheck(reason, identity_of(moved_to) if moved_to else None, moved_to)
    if not stat.S_ISDIR(seen.st_mode):
        return RootCheck("what is there is no folder")
    now = RootIdentity(seen.st_dev, seen.st_ino, volume_of(seen.st_dev, by_uuid))
    then = root.identity
    if (now.device, now.inode) == (then.device, then.inode) and now.volume == (then.volume or now.volume):
        return RootCheck("", now)
    sample = _sample(known)
    if not sample:
        return RootCheck("", now)
    if then.volume and now.volume and then.volume != now.volume:
        return RootCheck("another drive is in its place")
    if then.volume and now.volume == then.volume and now.inode == then.inode:
        return RootCheck("", now)
    there = sum(_is_there(root.path, row) for row in sample)
    if there * 2 >= len(sample):
        return RootCheck("", now)
    return RootCheck(
        "its photos are not there; a drive may not be connected" if not there else "another folder is there"
    )


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


def _sample(known: Iterable[KnownFile]) -> list[KnownFile]:
    present = [row for row in islice(known, 50 * SAMPLE_FILES) if not row.status & Status.MISSING]
    return present[:: max(1, len(present) // SAMPLE_FILES)][:SAMPLE_FILES]


def _is_there(root: Path, row: KnownFile) -> bool:
    try:
        return (root / os.fsdecode(row.relative_path)).stat().st_size == row.size_bytes
    except (OSError, ValueError):
        return False
