"""What lies in the system's trash, and what can go there: the values between store, library and window."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from desktop_app.domain.ids import PhotoId


class TrashState(IntEnum):
    """Where the files of a photo are that was moved to the trash."""

    GOING = 0
    IN_TRASH = 1
    RETURNING = 2
    EMPTIED = 3  # the trash was emptied, or somebody took them out of it


class FileActKind(StrEnum):
    """What an act that moves files is for."""

    TRASH = "trash"
    RESOLVE = "resolve"  # what is said of the photos goes over to the one that is kept
    RESTORE = "restore"
    UNDO = "undo"
    REDO = "redo"


class Refusal(StrEnum):
    """Why a photo cannot be moved to the trash where it lies."""

    GONE = "gone"  # there is no file
    OFFLINE = "offline"
    IN_TRASH = "in-trash"
    NETWORK = "network"
    READ_ONLY = "read-only"
    NO_TRASH = "no-trash"  # its file system has no trash, and none can be made there
    SANDBOX = "sandbox"  # Flatpak and Snap hide the user's trash


@dataclass(frozen=True, slots=True)
class TrashCheck:
    """What would happen if these photos were moved to the trash, told before it is done.

    Attributes:
        able: the photos that can be moved.
        refused: why the others cannot be, and of how many photos that is true.
    """

    able: tuple[PhotoId, ...]
    refused: tuple[tuple[Refusal, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TrashContents:
    """What became of the photos in the trash.

    Attributes:
        photos: how many are in it and may be listed.
        emptied: photos whose files are gone from it for good; their rows stay, and nothing shows them.
        away: photos whose drive is not connected, so that nobody can say.
    """

    photos: int = 0
    emptied: frozenset[PhotoId] = field(default=frozenset())
    away: frozenset[PhotoId] = field(default=frozenset())
