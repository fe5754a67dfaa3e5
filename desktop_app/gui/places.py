"""A place: what the window shows, as a value that history, sidebar and title share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QCoreApplication

from desktop_app.domain.album import Album
from desktop_app.domain.history import ViewSource
from desktop_app.domain.ids import AlbumId, EventId, GroupId, PhotoId, SmartAlbumId
from desktop_app.domain.library import Folder, Page, Scope, Timeline
from desktop_app.domain.photo import FlagName, Status
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui.facts import flag_text

LIBRARY_PAGE = Page()


class Kind(StrEnum):
    """The kinds of page."""

    TIMELINE = "timeline"
    SEARCH = "search"
    SIMILAR = "similar"
    PROBLEMS = "problems"
    FIRST_RUN = "first-run"
    FOR_YOU = "for-you"
    INTERESTS = "interests"
    HISTORY = "history"
    GROUPS = "groups"
    MORE_LIKE = "more-like"  # photos like a group that are not in it
    EVENTS = "events"
    FLAGS = "flags"
    FLAG_REVIEW = "flag-review"
    DUPLICATES = "duplicates"


@dataclass(frozen=True, slots=True)
class Place:
    """One page and what it is about; equal places are the same page."""

    kind: Kind = Kind.TIMELINE
    page: Page = LIBRARY_PAGE
    text: str = ""
    request: SimilarRequest | None = None

    @property
    def is_photos(self) -> bool:
        """Whether the grid shows it."""
        return self.kind in (Kind.TIMELINE, Kind.SEARCH, Kind.SIMILAR, Kind.MORE_LIKE)


def timeline(scope: Scope = Scope.LIBRARY) -> Place:
    """Returns the place of a scope that needs nothing else."""
    return Place(Kind.TIMELINE, Page(scope))


def album(album_id: AlbumId) -> Place:
    """Returns the place of an album."""
    return Place(Kind.TIMELINE, Page(Scope.ALBUM, album_id=album_id))


def smart_album(album_id: SmartAlbumId) -> Place:
    """Returns the place of a smart album."""
    return Place(Kind.TIMELINE, Page(Scope.SMART_ALBUM, smart_album_id=album_id))


def versions(photo_ids: tuple[PhotoId, ...]) -> Place:
    """Returns the place of all photos on one pile of versions."""
    return Place(Kind.TIMELINE, Page(Scope.VERSIONS, photo_ids=photo_ids))


def event(title: str, photo_ids: tuple[PhotoId, ...], event_id: EventId) -> Place:
    """Returns the place of an event's or a trip's photos."""
    return Place(Kind.TIMELINE, Page(Scope.EVENT, event_id=event_id, photo_ids=photo_ids), text=title)


def group(group_id: GroupId) -> Place:
    """Returns the place of a group's photos."""
    return Place(Kind.TIMELINE, Page(Scope.GROUP, group_id=group_id))


def flag_review(flag: FlagName) -> Place:
    """Returns the place where one flag is reviewed."""
    return Place(Kind.FLAG_REVIEW, Page(Scope.FLAG, flag=flag))


def search(text: str) -> Place:
    """Returns the place of a search."""
    return Place(Kind.SEARCH, text=text)


def similar(request: SimilarRequest) -> Place:
    """Returns the place of photos like the request's."""
    return Place(Kind.SIMILAR, request=request)


def view_source(place: Place) -> ViewSource:
    """Returns from where a photo opened on a place was come to, as the view history keeps it."""
    if place.kind is Kind.SEARCH:
        return ViewSource.SEARCH
    if place.kind in (Kind.SIMILAR, Kind.MORE_LIKE):
        return ViewSource.SIMILAR
    by_scope = {Scope.FOLDER: ViewSource.FOLDER, Scope.ALBUM: ViewSource.ALBUM}
    return by_scope.get(place.page.scope, ViewSource.LIBRARY)


def covered_count(place: Place, photos: Timeline) -> int:
    """Returns how many photos of a page are covered and therefore not counted; none where they are the page's point."""
    if place.page.scope in (Scope.FLAG, Scope.HIDDEN, Scope.MISSING, Scope.TRASH):
        return 0
    return int(np.count_nonzero(photos.status & int(Status.SENSITIVE)))


PROBLEMS = Place(Kind.PROBLEMS)
FOR_YOU = Place(Kind.FOR_YOU)
INTERESTS = Place(Kind.INTERESTS)
HISTORY = Place(Kind.HISTORY)
GROUPS = Place(Kind.GROUPS)
EVENTS = Place(Kind.EVENTS)
FLAGS = Place(Kind.FLAGS)
FIRST_RUN = Place(Kind.FIRST_RUN)
DUPLICATES = Place(Kind.DUPLICATES)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Places", text)


def scope_title(scope: Scope) -> str:
    """Returns the name of a scope as sidebar and title show it."""
    return {
        Scope.LIBRARY: _tr("Library"),
        Scope.FAVOURITES: _tr("Favourites"),
        Scope.RECENT: _tr("Recently added"),
        Scope.FOLDER: _tr("Folder"),
        Scope.FLAG: _tr("Flag"),
        Scope.TAG: _tr("Tag"),
        Scope.HIDDEN: _tr("Hidden"),
        Scope.MISSING: _tr("Missing"),
        Scope.TRASH: _tr("Trash"),
        Scope.ALBUM: _tr("Album"),
        Scope.GROUP: _tr("Group"),
        Scope.EVENT: _tr("Event"),
        Scope.SMART_ALBUM: _tr("Smart album"),
        Scope.VERSIONS: _tr("Versions"),
    }[scope]


def title(place: Place, folders: Mapping[int, Folder], albums: Mapping[AlbumId, Album]) -> str:
    """Returns the page title of a place."""
    if place.kind is Kind.SEARCH:
        return _tr("“{words}”").format(words=place.text)
    if place.kind is Kind.SIMILAR:
        return _tr("Similar photos")
    if place.kind is Kind.PROBLEMS:
        return _tr("Problems")
    if place.kind is Kind.FOR_YOU:
        return _tr("For You")
    if place.kind is Kind.INTERESTS:
        return _tr("Your interests")
    if place.kind is Kind.HISTORY:
        return _tr("What you looked at")
    if place.kind is Kind.EVENTS:
        return _tr("Events")
    if place.kind is Kind.FLAGS:
        return _tr("Flags")
    if place.kind is Kind.FLAG_REVIEW and place.page.flag is not None:
        return _tr("Review: {flag}").format(flag=flag_text(place.page.flag))
    if place.kind is Kind.DUPLICATES:
        return _tr("Duplicates")
    if place.kind is Kind.GROUPS:
        return _tr("Groups")
    if place.kind is Kind.FIRST_RUN:
        return ""
    page = place.page
    if page.folder_id is not None and page.folder_id in folders:
        return folders[page.folder_id].name
    if page.album_id is not None and page.album_id in albums:
        return albums[page.album_id].name
    if page.scope is Scope.FLAG and page.flag is not None:
        return flag_text(page.flag)
    if page.scope is Scope.TAG:
        return page.tag
    if page.scope is Scope.EVENT and place.text:
        return place.text
    return scope_title(page.scope)
