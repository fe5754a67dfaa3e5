"""Files that are the same byte for byte, and names that lead to one and the same file.

The content hash covers a small file whole, and of a large one both ends and the size; large ones that agree in it are
read whole before they are called identical.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import HEAD_BYTES, TAIL_BYTES, open_regular
from desktop_app.store.compared import FileState
from desktop_app.store.rows import kept_time

_STRETCH_BYTES = 4 << 20


@dataclass(slots=True)
class Copies:
    """What became of photos with equal content hashes.

    Attributes:
        groups: files of the same content, at least two each, ascending.
        same_file: photos whose name leads to a file that another photo stands for: hard links, links, other spellings.
        absent: photos whose file is gone, changed or unreadable since it was read.
        mixed: photos that differ from another one of their content hash, in the middle of a large file.
    """

    groups: list[tuple[PhotoId, ...]] = field(default_factory=list)
    same_file: set[PhotoId] = field(default_factory=set)
    absent: set[PhotoId] = field(default_factory=set)
    mixed: set[PhotoId] = field(default_factory=set)


class Comparer:
    """Reads files whole where it must; remembers what it read as long as size and time stay.

    Args:
        digests: what it read until now; kept up to date.
    """

    def __init__(self, digests: dict[FileState, bytes]) -> None:
        self._digests = digests

    def copies(
        self, groups: Sequence[Sequence[PhotoId]], photos: Mapping[PhotoId, Photo], check: Callable[[float], None]
    ) -> Copies:
        """Sorts groups of equal content hashes by what their files hold now.

        Args:
            groups: photos with the same content hash.
            photos: of all of them.
            check: told the share that is done; may raise to end it.
        """
        found = Copies()
        for number, group in enumerate(groups):
            check(number / len(groups))
            by_content: dict[bytes, list[PhotoId]] = defaultdict(list)
            for photo in self._distinct([photos[one] for one in group if one in photos], found):
                try:
                    by_content[self._digest(photo, check)].append(photo.id)
                except (OSError, DecodeError):
                    found.absent.add(photo.id)
            found.groups.extend(tuple(sorted(same)) for same in by_content.values() if len(same) > 1)
            if len(by_content) > 1:
                found.mixed.update(photo for same in by_content.values() for photo in same)
        return found

    def _distinct(self, group: Sequence[Photo], found: Copies) -> list[Photo]:
        """Returns the photos with a file of their own that is as it was when it was read."""
        files: set[tuple[int, int]] = set()
        kept = []
        for photo in sorted(group, key=lambda one: (one.path.is_symlink(), os.fsencode(one.path))):
            file = present_file(photo)
            if file is None:
                found.absent.add(photo.id)
            elif file in files:
                found.same_file.add(photo.id)
            else:
                files.add(file)
                kept.append(photo)
        return kept

    def _digest(self, photo: Photo, check: Callable[[float], None]) -> bytes:
        if photo.size_bytes <= HEAD_BYTES + TAIL_BYTES:
            return b""  # the content hash tells it all
        state = (photo.id, photo.size_bytes, photo.mtime_ns, photo.content_hash or b"")
        if state not in self._digests:
            digest = hashlib.sha256()
            with open_regular(photo.path) as stream:
                while part := stream.read(_STRETCH_BYTES):
                    digest.update(part)
                    check(-1.0)
            self._digests[state] = digest.digest()
        return self._digests[state]


def present_file(photo: Photo) -> tuple[int, int] | None:
    """Returns device and number of a photo's file, None where it is gone or not as it was when it was read."""
    try:
        state = photo.path.stat()
    except (OSError, ValueError):
        return None
    if state.st_size != photo.size_bytes or kept_time(state.st_mtime_ns) != photo.mtime_ns:
        return None
    return state.st_dev, state.st_ino
