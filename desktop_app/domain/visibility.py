"""The one policy for what may be seen where. Every surface asks here; the store turns the same table into SQL."""

from __future__ import annotations

from enum import StrEnum

from desktop_app.domain.photo import Status


class Surface(StrEnum):
    """Every place a photo could appear."""

    LIBRARY = "library"
    FAVOURITES = "favourites"
    RECENT = "recent"
    FOLDER = "folder"
    FLAG = "flag"
    TAG = "tag"
    ALBUM = "album"
    SEARCH = "search"
    SIMILAR = "similar"
    COUNT = "count"
    COVER = "cover"
    GROUP = "group"
    DUPLICATE = "duplicate"
    FOR_YOU = "for-you"
    HISTORY = "history"
    EXPORT = "export"
    HIDDEN_PAGE = "hidden-page"
    MISSING_PAGE = "missing-page"
    TRASH_PAGE = "trash-page"
    VERSIONS = "versions"


_GONE = Status.MISSING | Status.TRASHED
_PRIVATE = Status.HIDDEN | _GONE
_LISTED = _PRIVATE | Status.BEHIND
_UNASKED = _LISTED | Status.SENSITIVE | Status.OFFLINE

EXCLUDED: dict[Surface, Status] = {
    Surface.LIBRARY: _LISTED,
    Surface.FAVOURITES: _LISTED,
    Surface.RECENT: _LISTED,
    Surface.FOLDER: _LISTED,
    Surface.FLAG: _LISTED,
    Surface.TAG: _LISTED,
    Surface.ALBUM: _LISTED,
    Surface.SEARCH: _LISTED,
    Surface.SIMILAR: _LISTED,
    Surface.COUNT: _LISTED | Status.SENSITIVE,
    Surface.COVER: _UNASKED,
    Surface.GROUP: _UNASKED,
    Surface.DUPLICATE: _LISTED | Status.OFFLINE,
    Surface.FOR_YOU: _UNASKED,
    Surface.HISTORY: _PRIVATE,
    Surface.EXPORT: _PRIVATE,
    Surface.HIDDEN_PAGE: _GONE | Status.BEHIND,
    Surface.MISSING_PAGE: Status.TRASHED | Status.HIDDEN,
    Surface.TRASH_PAGE: Status.HIDDEN,
    Surface.VERSIONS: _PRIVATE,
}

REQUIRED: dict[Surface, Status] = {
    Surface.HIDDEN_PAGE: Status.HIDDEN,
    Surface.MISSING_PAGE: Status.MISSING,
    Surface.TRASH_PAGE: Status.TRASHED,
}


# Pages opened to deal with just these photos; a number beside any other counts what it shows uncovered.
COUNTED_WHOLE = frozenset((Surface.FLAG, Surface.HIDDEN_PAGE, Surface.MISSING_PAGE, Surface.TRASH_PAGE))


def is_visible(status: Status, surface: Surface) -> bool:
    """Says whether a photo of this status may appear on this surface."""
    required = REQUIRED.get(surface, Status.NONE)
    return not status & EXCLUDED[surface] and status & required == required


def is_counted(status: Status, surface: Surface) -> bool:
    """Says whether a photo of this status counts for the number beside a surface."""
    return is_visible(status, surface) and (surface in COUNTED_WHOLE or not is_veiled(status))


def is_veiled(status: Status) -> bool:
    """Says whether a photo that may appear is shown blurred until asked for."""
    return bool(status & Status.SENSITIVE)
