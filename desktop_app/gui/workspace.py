"""The parts of the window and where they lie. Lays out and shows; asks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.album import Album
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.domain.photo import Badge, Status
from desktop_app.gui.actions import Actions
from desktop_app.gui.album_arranging import AlbumArranging
from desktop_app.gui.album_bar import AlbumBar
from desktop_app.gui.album_covers import AlbumCovers
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.empty_state import EmptyState
from desktop_app.gui.first_run import FirstRunPage
from desktop_app.gui.header import Header
from desktop_app.gui.inspector import Inspector
from desktop_app.gui.photo_grid import PhotoGrid
from desktop_app.gui.photo_model import PhotoModel
from desktop_app.gui.problems_page import ProblemsPage
from desktop_app.gui.sidebar import Sidebar
from desktop_app.gui.similar_page import SimilarBar
from desktop_app.gui.status import StatusLine
from desktop_app.gui.thumbnail_loader import ThumbnailLoader
from desktop_app.gui.unreadable import Unreadable
from desktop_app.gui.viewer import Viewer

if TYPE_CHECKING:
    from desktop_app.gui.album_suggestions import AlbumSuggestions
    from desktop_app.gui.for_you_page import ForYouPage
    from desktop_app.gui.interests_page import InterestsPage
    from desktop_app.library.library import Library


class Workspace(QWidget):
    """Sidebar, bar, page, status; or the viewer in their place; the inspector beside either."""

    additions_wanted = Signal(object, object)  # AlbumId, ids: suggested ones to be added
    refusals_wanted = Signal(object, object)  # AlbumId, ids: not to be suggested again

    def __init__(self, library: Library, bridge: Bridge, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self.thumbnails = ThumbnailLoader(library, bridge, self)
        self.model = PhotoModel(self)
        self.sidebar = Sidebar(self)
        self.covers = AlbumCovers(self.sidebar.tree, library, bridge)
        self.sidebar.tree.use_covers(self.covers.pixmap)
        self.header = Header(actions, self)
        self.similar_bar = SimilarBar(library, bridge, self)
        self.album_bar = AlbumBar(self)
        self.album_suggestions: AlbumSuggestions | None = None
        self.grid = PhotoGrid(self.thumbnails, self)
        self.grid.setModel(self.model)
        self.grid_arranging = AlbumArranging(self.grid)
        self.unreadable = Unreadable(library, bridge, self)
        self.thumbnails.missed.connect(self.unreadable.doubt)
        self.unreadable.found.connect(self.grid.viewport().update)
        self.grid.painting.unreadable = self.unreadable.names
        self.empty = EmptyState(self)
        self.problems = ProblemsPage(self)
        self.first_run = FirstRunPage(self)
        self.status = StatusLine(self)
        self.inspector = Inspector(self)
        self.viewer = Viewer(library, bridge, actions, self)
        self.viewer.strip.unreadable = self.unreadable.names
        self.viewer.strip.missed.connect(self.unreadable.doubt)
        self.unreadable.found.connect(self.viewer.strip.update)
        self._is_sidebar_wanted = self._is_inspector_wanted = True
        self.is_stage_clear = False
        self.foreground: QWidget | None = None
        self._library, self._bridge = library, bridge
        self.for_you: ForYouPage | None = None
        self.interests: InterestsPage | None = None
        self._arrange()

    def _arrange(self) -> None:
        self.pages = QStackedWidget(self)
        for page in (self.grid, self.empty, self.problems, self.first_run):
            self.pages.addWidget(page)
        column = self._column = QVBoxLayout()
        column.setSpacing(0)
        for widget in (self.header, self.similar_bar, self.album_bar):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)
        column.addWidget(self.status)
        browse = QWidget(self)
        row = QHBoxLayout(browse)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(column, 1)
        self.scenes = QStackedWidget(self)
        self.scenes.addWidget(browse)
        self.scenes.addWidget(self.viewer)
        sides = QHBoxLayout()
        sides.setSpacing(0)
        sides.addWidget(self.scenes, 1)
        sides.addWidget(self.inspector)
        outer = self._outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(sides, 1)
        self.similar_bar.hide()
        self.album_bar.hide()
        chain = [
            self.header.sidebar_button,
            self.sidebar.tree,
            self.header.back_button,
            self.header.search,
            self.header.zoom,
            self.header.options,
            self.header.inspector_button,
            self.similar_bar.add,
            self.similar_bar.slider,
            self.album_bar.button,
            self.grid,
            self.grid.scrubber,
            self.status.pause,
            self.status.problems,
            self.inspector.stars,
            self.inspector.heart,
            self.inspector.tags.field,
        ]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)

    def show_album(self, album: Album | None, shown: Timeline) -> None:
        """Shows what belongs to an album's page beside its photos; None for a page that is no album."""
        self.grid_arranging.is_on = album is not None
        self.album_bar.setVisible(album is not None and len(shown) > 0)
        if album is None:
            if self.album_suggestions is not None:
                self.album_suggestions.show_album(None)
            return
        if len(shown):
            self.album_bar.show_album(shown.taken_at_ms, is_own_order=album.is_own_order)
        self.make_album_suggestions().show_album(album.id)

    def make_album_suggestions(self) -> AlbumSuggestions:
        """Returns the strip of suggestions; it is made when the first album is shown."""
        if self.album_suggestions is None:
            from desktop_app.gui.album_suggestions import AlbumSuggestions

            self.album_suggestions = AlbumSuggestions(self._library, self._bridge, self)
            self._column.insertWidget(self._column.indexOf(self.pages) + 1, self.album_suggestions)
            QWidget.setTabOrder(self.grid.scrubber, self.album_suggestions.all)
            self.album_suggestions.add_wanted.connect(self.additions_wanted)
            self.album_suggestions.refuse_wanted.connect(self.refusals_wanted)
        return self.album_suggestions

    @property
    def is_viewing(self) -> bool:
        """Whether the viewer fills the window."""
        return self.scenes.currentWidget() is self.viewer

    @property
    def is_grid_shown(self) -> bool:
        """Whether the page is one of photos."""
        return self.pages.currentWidget() is self.grid

    def add_bar(self, bar: QWidget) -> None:
        """Puts a bar above the page, below those there are; whoever made it shows and hides it."""
        self._column.insertWidget(self._column.indexOf(self.pages), bar)
        QWidget.setTabOrder(self.album_bar.button, bar)

    def add_foot(self, foot: QWidget) -> None:
        """Puts a line below everything, whatever is shown; whoever made it shows and hides it."""
        self._outer.addWidget(foot)

    def make_for_you(self) -> ForYouPage:
        """Returns the For You page; it is made when it is first wanted."""
        if self.for_you is None:
            from desktop_app.gui.for_you_page import ForYouPage

            self.for_you = ForYouPage(self._library, self._bridge, self)
            self.pages.addWidget(self.for_you)
        return self.for_you

    def make_interests(self) -> InterestsPage:
        """Returns the page of interests; it is made when it is first wanted."""
        if self.interests is None:
            from desktop_app.gui.interests_page import InterestsPage

            self.interests = InterestsPage(self._library, self._bridge, self)
            self.pages.addWidget(self.interests)
        return self.interests

    @property
    def is_for_you_shown(self) -> bool:
        """Whether the page is the one of suggestions."""
        return self.for_you is not None and self.pages.currentWidget() is self.for_you

    @property
    def chosen_ids(self) -> list[PhotoId]:
        """The photos of the page that actions work on: the selection, or the current card; none behind a foreground."""
        if self.foreground is not None:
            return []
        if self.is_for_you_shown and self.for_you is not None:
            return self.for_you.chosen_ids
        return list(self.grid.selected_ids()) if self.is_grid_shown else []

    def return_to(self, photo_id: PhotoId) -> None:
        """Comes back from the viewer to the photo it showed last."""
        focus_photo = getattr(self.pages.currentWidget(), "focus_photo", None)
        if focus_photo is not None:
            focus_photo(photo_id)
            return
        self.grid.set_current_id(photo_id)
        self.grid.scroll_to(photo_id)
        self.grid.setFocus()

    @property
    def is_first_run(self) -> bool:
        """Whether the first page fills the window."""
        return self.pages.currentWidget() is self.first_run

    def show_viewer(self, *, is_shown: bool) -> None:
        """Puts the viewer in the page's place, or the page back."""
        if self.foreground is None:
            self.scenes.setCurrentIndex(1 if is_shown else 0)
        self._refresh()

    def show_foreground(self, page: QWidget | None) -> None:
        """Has a page fill the window until it is taken away by None: page and viewer wait behind it as they were."""
        self.foreground = page
        if page is None:
            self.scenes.setCurrentIndex(1 if self.viewer.is_open else 0)
        else:
            self.scenes.addWidget(page)  # once: a page that is there already stays the same
            self.scenes.setCurrentWidget(page)
        self._refresh()

    def show_page(self, page: QWidget) -> None:
        """Shows one of the pages below the bar."""
        self.pages.setCurrentWidget(page)
        self._refresh()

    def set_sides(self, *, is_sidebar_wanted: bool, is_inspector_wanted: bool) -> None:
        """Takes over what the user wants to see at the sides."""
        self._is_sidebar_wanted, self._is_inspector_wanted = is_sidebar_wanted, is_inspector_wanted
        self._refresh()

    def set_stage(self, *, is_clear: bool) -> None:
        """Leaves the whole room to the photo (a slideshow), or lets the inspector stand beside it again."""
        self.is_stage_clear = is_clear
        self._refresh()

    def _refresh(self) -> None:
        is_first = self.is_first_run
        self.sidebar.setVisible(self._is_sidebar_wanted and not is_first)
        for widget in (self.header, self.status):
            widget.setVisible(not is_first)
        self.header.set_zoom_usable(is_usable=self.is_grid_shown)
        is_page = self.is_viewing or self.pages.currentWidget() in (self.grid, self.empty)
        is_wanted = self._is_inspector_wanted and not self.is_stage_clear and self.foreground is None
        self.inspector.setVisible(is_wanted and not is_first and is_page)

    def floating_area(self) -> QRect:
        """Returns where messages float, in the window's coordinates: the page, or the photo above the strip."""
        shown = self.foreground or (self.viewer if self.is_viewing else self.pages)
        area = QRect(shown.mapTo(self.window(), QPoint()), shown.size())
        return area.adjusted(0, 0, 0, -self.viewer.strip.height()) if self.is_viewing else area

    @property
    def sensitive_ids(self) -> frozenset[PhotoId]:
        """The photos of the page that are flagged as sensitive."""
        shown = self.model.timeline
        return frozenset(PhotoId(int(i)) for i in shown.ids[(shown.status & int(Status.SENSITIVE)) != 0])

    def are_favourites(self, ids: Sequence[PhotoId]) -> bool:
        """Says whether all of these photos of the page are favourites."""
        return self.have_badge(ids, Badge.FAVOURITE)

    def have_badge(self, ids: Sequence[PhotoId], badge: Badge) -> bool:
        """Says whether all of these photos of the page have a badge."""
        found = self._bits(ids, "badges")
        return bool(len(found)) and bool(np.all(found & int(badge)))

    def _bits(self, ids: Sequence[PhotoId], name: str) -> NDArray[np.int64]:
        """Returns the badges or the status of photos that are shown: in the viewer, on a shelf, on the page."""
        photo = self.viewer.photo if self.is_viewing else None
        if photo is not None and list(ids) == [photo.id]:
            return np.array([int(getattr(photo, name))], np.int64)
        if self.is_for_you_shown and self.for_you is not None:
            of = self.for_you.badges_of if name == "badges" else self.for_you.status_of
            return np.array([of(photo_id) for photo_id in ids], np.int64)
        found: NDArray[np.generic] = getattr(self.model.timeline, name)[self.model.rows_of(ids)]
        return found.astype(np.int64)

    def have_status(self, ids: Sequence[PhotoId], status: Status) -> bool:
        """Says whether all of these photos of the page have a status."""
        found = self._bits(ids, "status")
        return bool(len(found)) and bool(np.all(found & int(status)))
