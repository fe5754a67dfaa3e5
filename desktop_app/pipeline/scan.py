"""Looks at every file below a root, once, and says which are photos. Opens none of them.

Paths are bytes throughout: a name need not be text. Files come in the order of their relative paths as bytes, the order
in which SQLite gives known files, so that the two can be merged as they stream by.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from desktop_app.domain.photo import display_text
from desktop_app.imaging.formats import is_supported, sidecar_names, skipped_kind

MAX_PATH_BYTES = 4095
_STAMPS = (1 << 61) - 1
SYSTEM_NAMES = (
    "@eaDir",
    "@Recycle",
    "#recycle",
    "#snapshot",
    "$RECYCLE.BIN",
    "RECYCLER",
    "System Volume Information",
    "lost+found",
    "__MACOSX",
    "node_modules",
    "*.photoslibrary",
    "*.lrdata",
    "*.lrcat-data",
)
"""Folders of systems and other programs that hold no photos of the user's own. Hidden ones are left out besides."""


class FoundFile(NamedTuple):
    """One photo file as a scan saw it. `relative_path` is below its root, exact bytes, '/' separated.

    `sidecar_stamp` stands for size and time of the XMP sidecar beside it, 0 for none.
    """

    relative_path: bytes
    size_bytes: int
    mtime_ns: int
    device: int
    inode: int
    sidecar_stamp: int = 0


@dataclass(frozen=True, slots=True)
class ExclusionRules:
    """What scan and watch leave out.

    Attributes:
        names: shell patterns for names of files and folders, the user's own.
        folders: absolute folders left out with all below them: the library's own home and cache.
    """

    names: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)
    _own_pattern: re.Pattern[str] | None = field(init=False, repr=False, compare=False)
    _places: frozenset[bytes] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        system = [fnmatch.translate(name.lower()) for name in SYSTEM_NAMES]
        own = [fnmatch.translate(name.lower()) for name in self.names if name]
        object.__setattr__(self, "_pattern", re.compile("|".join(system + own)))
        object.__setattr__(self, "_own_pattern", re.compile("|".join(own)) if own else None)
        object.__setattr__(self, "_places", frozenset(os.fsencode(os.path.realpath(f)) for f in self.folders))

    def is_name_excluded(self, name: bytes) -> bool:
        """Says whether a file or folder of this name is left out, wherever it lies. Case does not matter."""
        return name[:1] == b"." or self._pattern.match(os.fsdecode(name).lower()) is not None

    def is_file_excluded(self, name: bytes) -> bool:
        """Says whether a file that has a photo's suffix is left out by its name."""
        if name[:1] == b".":
            return True
        return self._own_pattern is not None and self._own_pattern.match(os.fsdecode(name).lower()) is not None

    def is_folder_excluded(self, path: bytes, name: bytes) -> bool:
        """Says whether the folder at this absolute path, and all below it, is left out."""
        return self.is_name_excluded(name) or (bool(self._places) and path in self._places)

    def is_left_out(self, root: Path, folder: Path) -> bool:
        """Says whether a folder below a root, or one between the two, is left out."""
        below = folder.relative_to(root).parts
        places = (root.joinpath(*below[: number + 1]) for number in range(len(below)))
        return any(self.is_folder_excluded(os.fsencode(place), os.fsencode(place.name)) for place in places)

    def is_path_excluded(self, relative_path: bytes) -> bool:
        """Says whether any part of a path below a root is left out by its name."""
        return any(self.is_name_excluded(part) for part in relative_path.split(b"/") if part)


@dataclass(slots=True)
class ScanProblems:
    """What a scan met besides photos; filled while it runs.

    Attributes:
        unreadable: folders below the root that could not be listed (b'' the root itself) and files that could not be
            looked at, with the reason. What is known there is neither there nor gone.
        skipped: how many files of each known suffix that is not read.
        links: how many symbolic links were not followed.
        others: photo names that are no regular files: pipes, sockets, devices.
        too_long: those of them whose paths are longer than the system opens.
    """

    unreadable: list[tuple[bytes, str]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    links: int = 0
    others: list[bytes] = field(default_factory=list)
    too_long: list[bytes] = field(default_factory=list)

    def notices(self, root: Path) -> tuple[str, ...]:
        """Returns sentences for the user about what was passed over."""
        sentences = []
        if self.links:
            what = "1 link is" if self.links == 1 else f"{self.links} links are"
            sentences.append(f"{what} not followed in {display_text(root.name)}; add the linked folders themselves.")
        for name in self.others[:3]:
            sentences.append(f"{display_text(os.path.basename(name))} has a photo's name but is no ordinary file.")
        if self.too_long:
            sentences.append(f"{len(self.too_long)} paths in {display_text(root.name)} are too long to be opened.")
        return tuple(sentences)


def scan_root(path: Path, rules: ExclusionRules, problems: ScanProblems) -> Iterator[FoundFile]:
    """Yields the photo files below `path`, ordered by relative path; symbolic links are counted, never followed.

    Args:
        path: the root; may itself be a symbolic link.
        rules: what is left out.
        problems: filled as the scan goes; complete when the iterator is exhausted.
    """
    root = os.fsencode(path)
    yield from _Scan(root, rules, problems).walk()


class _Scan:
    def __init__(self, root: bytes, rules: ExclusionRules, problems: ScanProblems) -> None:
        self._root = root
        self._rules = rules
        self._problems = problems
        self._visited: set[tuple[int, int]] = set()
        # Names repeat their suffixes, and folders of one tree their names: each is judged once.
        self._kind = lru_cache(maxsize=4096)(_kind_of_suffix)

    def walk(self) -> Iterator[FoundFile]:
        """Yields every file; a stack of iterators stands in for recursion, which deep trees would exhaust."""
        stack = [iter(self._list(b""))]
        while stack:
            entry = next(stack[-1], None)
            if entry is None:
                stack.pop()
            elif isinstance(entry, FoundFile):
                yield entry
            else:
                stack.append(iter(self._list(entry)))

    def _list(self, folder: bytes) -> Sequence[FoundFile | bytes]:
        """Returns a folder's photos and subfolders (as relative paths), in the order of full relative paths."""
        try:
            if not self._is_first_visit(folder):
                return ()
            with os.scandir(os.path.join(self._root, folder) if folder else self._root) as entries:
                found = self._sort_out(entries, folder + b"/" if folder else b"")
        except OSError as error:
            if not (folder and isinstance(error, FileNotFoundError)):
                self._problems.unreadable.append((folder, error.strerror or type(error).__name__))
            return ()
        found.sort(key=_order)
        return [item for _, item in found]

    def _sort_out(self, entries: Iterator[os.DirEntry[bytes]], prefix: bytes) -> list[tuple[bytes, FoundFile | bytes]]:
        rules, problems, kind_of = self._rules, self._problems, self._kind
        found: list[tuple[bytes, FoundFile | bytes]] = []
        sidecars: dict[bytes, os.DirEntry[bytes]] = {}
        for entry in entries:
            name = entry.name
            if name[:1] == b".":
                continue
            if entry.is_dir(follow_symlinks=False):
                if not rules.is_folder_excluded(entry.path, name):
                    found.append((name + b"/", prefix + name))
                continue
            kind = kind_of(name[name.rfind(b".") :])
            if kind is None:
                if name[-4:].lower() == b".xmp":
                    sidecars[name] = entry
                problems.links += entry.is_symlink() and _is_folder(entry)
                continue
            if rules.is_file_excluded(name):
                continue
            if kind:
                problems.skipped[kind] += 1
                continue
            if entry.is_symlink():
                problems.links += 1
                continue
            file = self._look(entry, prefix + name)
            if file is not None:
                found.append((name, file))
        return _with_sidecars(found, sidecars) if sidecars else found

    def _look(self, entry: os.DirEntry[bytes], relative_path: bytes) -> FoundFile | None:
        try:
            seen = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return None  # gone between the listing and the look: not there
        except OSError as error:
            if len(entry.path) > MAX_PATH_BYTES:
                self._problems.too_long.append(relative_path)
            self._problems.unreadable.append((relative_path, error.strerror or type(error).__name__))
            return None
        if not stat.S_ISREG(seen.st_mode):
            self._problems.others.append(relative_path)
            return None
        return FoundFile(relative_path, seen.st_size, seen.st_mtime_ns, seen.st_dev, seen.st_ino)

    def _is_first_visit(self, folder: bytes) -> bool:
        """Whether this folder was not met under another path: a bind mount or a loop would show it again."""
        seen = os.stat(os.path.join(self._root, folder) if folder else self._root)  # noqa: PTH116 - bytes
        key = (seen.st_dev, seen.st_ino)
        if key in self._visited and seen.st_ino:
            return False
        self._visited.add(key)
        return True


def _with_sidecars(
    found: list[tuple[bytes, FoundFile | bytes]], sidecars: dict[bytes, os.DirEntry[bytes]]
) -> list[tuple[bytes, FoundFile | bytes]]:
    """Notes beside each photo of a folder what its sidecar looks like."""
    return [
        (name, item._replace(sidecar_stamp=_sidecar_stamp(name, sidecars)) if isinstance(item, FoundFile) else item)
        for name, item in found
    ]


def _sidecar_stamp(name: bytes, sidecars: dict[bytes, os.DirEntry[bytes]]) -> int:
    """Returns a number that changes with size and time of the sidecar that is read with a photo of this name."""
    for sidecar in sidecar_names(Path(os.fsdecode(name))):
        entry = sidecars.get(os.fsencode(sidecar))
        if entry is None:
            continue
        try:
            seen = entry.stat()
        except OSError:
            continue
        if stat.S_ISREG(seen.st_mode):
            return (seen.st_mtime_ns * 1_000_003 + seen.st_size) % _STAMPS + 1
    return 0


def _order(pair: tuple[bytes, FoundFile | bytes]) -> bytes:
    return pair[0]


def _is_folder(entry: os.DirEntry[bytes]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _kind_of_suffix(suffix: bytes) -> str | None:
    """Returns '' for a photo's suffix, the suffix itself for one that is known and not read, None for any other."""
    text = os.fsdecode(suffix).lower()
    if is_supported(text):
        return ""
    return text if skipped_kind(text) else None
