"""Roots, folders, the timeline and what changed: the values the library hands to its callers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import AlbumId, EditId, EventId, FolderId, GroupId, PhotoId, RootId, SmartAlbumId
from desktop_app.domain.photo import FlagName


class RootState(StrEnum):
    """A root whose folder is away is offline: its photos keep everything and wait."""

    ONLINE = "online"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class RootIdentity:
    """What tells one folder from another at the same path: device, inode, and the id we keep beside them.

    Attributes:
        device, inode: st_dev and st_ino of the root when last seen online.
        volume: the file system's UUID where the system tells it, else ''.
    """

    device: int
    inode: int
    volume: str = ""


@dataclass(frozen=True, slots=True)
class Root:
    """One watched folder."""

    id: RootId
    path: Path
    identity: RootIdentity
    state: RootState
    last_scan_at_ms: int | None = None
    last_event_at_ms: int | None = None
    offline_reason: str = ""
    photo_count: int = 0


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that holds photos, or holds folders that do. `relative_path` is b'' for the root itself."""

    id: FolderId
    root_id: RootId
    parent_id: FolderId | None
    relative_path: bytes
    name: str
    photo_count: int


class Scope(StrEnum):
    """Which photos a page shows."""

    LIBRARY = "library"
    FAVOURITES = "favourites"
    RECENT = "recent"
    FOLDER = "folder"
    FLAG = "flag"
    TAG = "tag"
    HIDDEN = "hidden"
    MISSING = "missing"
    ALBUM = "album"
    GROUP = "group"
    EVENT = "event"
    SMART_ALBUM = "smart-album"
    TRASH = "trash"
    VERSIONS = "versions"


@dataclass(frozen=True, slots=True)
class Page:
    """A request for a timeline: a scope and, where the scope needs it, which one."""

    scope: Scope = Scope.LIBRARY
    folder_id: FolderId | None = None
    flag: FlagName | None = None
    tag: str = ""
    album_id: AlbumId | None = None
    group_id: GroupId | None = None
    smart_album_id: SmartAlbumId | None = None
    photo_ids: tuple[PhotoId, ...] = ()  # of an event or a pile of versions, as when the page was asked for
    event_id: EventId | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """The photos of one page in order, newest first, as parallel arrays of one length N.

    Attributes:
        ids: (N,) int64 PhotoId.
        taken_at_ms: (N,) int64 wall-clock milliseconds.
        aspects: (N,) float32 width / height, 1.5 until known.
        colours: (N,) uint32 0xRRGGBB for placeholders.
        badges: (N,) uint16 `Badge` bits.
        status: (N,) uint8 `Status` bits.
    """

    ids: NDArray[np.int64]
    taken_at_ms: NDArray[np.int64]
    aspects: NDArray[np.float32]
    colours: NDArray[np.uint32]
    badges: NDArray[np.uint16]
    status: NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.ids)


def empty_timeline() -> Timeline:
    """Returns a timeline of no photos."""
    return Timeline(
        np.empty(0, np.int64),
        np.empty(0, np.int64),
        np.empty(0, np.float32),
        np.empty(0, np.uint32),
        np.empty(0, np.uint16),
        np.empty(0, np.uint8),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """Numbers beside the sidebar's lines, all through the visibility policy."""

    library: int = 0
    favourites: int = 0
    recent: int = 0
    hidden: int = 0
    is_hidden_locked: bool = False  # how many are hidden is not told
    missing: int = 0
    trash: int = 0
    problems: int = 0
    pending: int = 0  # not decoded yet
    not_understood: int = 0  # decoded, waiting for the models
    flags: tuple[tuple[FlagName, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One file (or folder) that could not be handled, in words a person can read."""

    path: Path
    reason: str
    at_ms: int
    photo_id: PhotoId | None = None
    attempts: int = 1


class Activity(StrEnum):
    """What runs in the background."""

    IDLE = "idle"
    SCANNING = "scanning"
    READING = "reading"  # decode: tiles appear
    UNDERSTANDING = "understanding"  # models
    INDEXING = "indexing"  # vector index
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the background work is. `total` 0 means unknown; rate in photos a second; time left in seconds."""

    activity: Activity = Activity.IDLE
    done: int = 0
    total: int = 0
    rate: float = 0.0
    left_s: float | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What one run of indexing did; counts are photos."""

    photos: int = 0  # present in the indexed roots afterwards
    added: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()
    skipped_formats: tuple[tuple[str, int], ...] = ()  # suffix, count: listed, never silent
    notices: tuple[str, ...] = ()  # sentences: a root offline, a guard that held, watches exhausted
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Changes:
    """One batch of news for everybody who shows something. Empty sets mean: nothing of that kind.

    `is_membership_changed` says that photos came, went or changed order, so timelines must be asked for again.
    """

    added: frozenset[PhotoId] = frozenset()
    updated: frozenset[PhotoId] = frozenset()
    is_membership_changed: bool = False
    are_roots_changed: bool = False
    are_tags_changed: bool = False
    are_problems_changed: bool = False
    is_undo_changed: bool = False
    are_albums_changed: bool = False
    is_order_changed: bool = False  # groups, events, duplicates, smart albums: what is shown of them may differ now
    is_history_changed: bool = False  # views, feedback, interests: suggestions may differ now
    progress: Progress | None = None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """One undoable act of the user, as the Edit menu and the undo bar name it.

    `problems` are sentences about what of it could not be done, of the photos whose files were to move.
    """

    id: EditId
    label: str
    at_ms: int
    photo_ids: tuple[PhotoId, ...] = field(default=())
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Undo and Redo would do now; None when there is nothing."""

    undo: Edit | None = None
    redo: Edit | None = None
