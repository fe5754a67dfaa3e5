"""What kind of disk a path lies on: SQLite's WAL needs shared memory that network file systems do not give."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

MOUNTS = Path("/proc/mounts")
NETWORK_TYPES = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.glusterfs",
        "9p",
        "afs",
        "ceph",
        "ncpfs",
    }
)


@dataclass(frozen=True, slots=True)
class Mount:
    """One file system where it is mounted; `kind` is '' where unknown."""

    point: Path
    kind: str = ""
    is_read_only: bool = False


def is_network_file_system(path: Path, mounts: Path = MOUNTS) -> bool:
    """Says whether the path lies on a share of another machine, as far as the system tells.

    Reads Linux's table of mounts; on Windows a UNC path counts. Elsewhere, and where the table cannot be read,
    answers False: the local disk is the common case.
    """
    if os.name == "nt":
        return str(path.absolute()).startswith("\\\\")
    return file_system_type(path, mounts) in NETWORK_TYPES


def file_system_type(path: Path, mounts: Path = MOUNTS) -> str:
    """Returns the type of the mount that holds the path, '' where unknown."""
    return mount_of(path, mounts).kind


def mount_of(path: Path, mounts: Path = MOUNTS) -> Mount:
    """Returns the mount that holds the path; of an unknown one only the point '/' is told."""
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return Mount(Path("/"))
    place = os.path.realpath(path)
    best, kind, options = "", "", ""
    for line in lines:
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = _unescape(fields[1])
        holds = point == "/" or place == point or place.startswith(point + "/")
        if holds and len(point) >= len(best):
            best, kind, options = point, fields[2], fields[3] if len(fields) > 3 else ""
    return Mount(Path(best or "/"), kind, "ro" in options.split(","))


def _unescape(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), text)
