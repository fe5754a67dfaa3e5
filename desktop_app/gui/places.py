"""A place: what the window shows, as a value that history, sidebar and title share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from desktop_app.domain.library import Folder, Page, Scope
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
        return self.kind in (Kind.TIMELINE, Kind.SEARCH, Kind.SIMILAR)


def timeline(scope: Scope = Scope.LIBRARY) -> Place:
    """Returns the place of a scope that needs nothing else."""
    return Place(Kind.TIMELINE, Page(scope))


def search(text: str) -> Place:
    """Returns the place of a search."""
    return Place(Kind.SEARCH, text=text)


def similar(request: SimilarRequest) -> Place:
    """Returns the place of photos like the request's."""
    return Place(Kind.SIMILAR, request=request)


PROBLEMS = Place(Kind.PROBLEMS)
FIRST_RUN = Place(Kind.FIRST_RUN)


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
    }[scope]


def title(place: Place, folders: dict[int, Folder]) -> str:
    """Returns the page title of a place."""
    if place.kind is Kind.SEARCH:
        return _tr("“{words}”").format(words=place.text)
    if place.kind is Kind.SIMILAR:
        return _tr("Similar photos")
    if place.kind is Kind.PROBLEMS:
        return _tr("Problems")
    if place.kind is Kind.FIRST_RUN:
        return ""
    page = place.page
    if page.scope is Scope.FOLDER and page.folder_id in folders:
        return folders[page.folder_id].name
    if page.scope is Scope.FLAG and page.flag is not None:
        return flag_text(page.flag)
    if page.scope is Scope.TAG:
        return page.tag
    return scope_title(page.scope)
