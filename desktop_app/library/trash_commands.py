"""What a user can ask to be done with files: to the trash, back again, and duplicates settled. Plain values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from desktop_app.domain.ids import PhotoId


@dataclass(frozen=True, slots=True)
class TrashPhotos:
    """Moves the files of photos, and what goes with them, to the system's trash. All of them can go, or none does."""

    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class RestorePhotos:
    """Brings photos back from the trash to where they lay."""

    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class NotDuplicates:
    """Says that no two of these photos are duplicates. It is remembered for ever."""

    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class ResolveDuplicates:
    """Keeps one photo of each set and moves the others to the trash: one act, taken back as one.

    A set whose kept file cannot be read, or is the very file that would go, is left as it is and told of.

    Attributes:
        choices: of each set the photo that is kept, and those that go.
        is_merging: albums, tags of the user's own, the best rating and the heart go over to the one that is kept.
        identical: those of the photos that go only if they equal the kept one byte for byte.
        contents: the content hashes of photos as they were compared; one that holds another picture now stays.
        protected_folders: absolute paths; what lies below them stays.
    """

    choices: tuple[tuple[PhotoId, tuple[PhotoId, ...]], ...]
    is_merging: bool
    identical: frozenset[PhotoId] = field(default=frozenset())
    contents: tuple[tuple[PhotoId, bytes], ...] = ()
    protected_folders: tuple[str, ...] = ()


FileCommand: TypeAlias = TrashPhotos | RestorePhotos | ResolveDuplicates
FILE_COMMANDS = (TrashPhotos, RestorePhotos, ResolveDuplicates)
