"""Moves between places: history, page contents, titles, empty states, and where each page was scrolled to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId, FolderId, PhotoId
from desktop_app.domain.library import Counts, Folder, Page, Root, Scope, empty_timeline
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui import facts, places
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.empty_state import Drawing
from desktop_app.gui.first_tiles import call_after
from desktop_app.gui.grid_anchor import GridAnchor
from desktop_app.gui.history import History
from desktop_app.gui.page_loader import Answer, PageLoader, is_same_timeline
from desktop_app.gui.places import Kind, Place
from desktop_app.gui.refreshing import Pace, Refresh
from desktop_app.gui.similar_page import parts_of
from desktop_app.gui.workspace import Workspace

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

WORDS_SHOWN = 60  # letters of a search that an empty page repeats
SIDES_SHARE, SIDES_REST_S = 0.125, 5.0
FIRST_TILES_MS = 1_000  # at most; counting a large library would take processor time from its first tiles

Sides = tuple[Counts, Sequence[Root], Sequence[Folder], Sequence[Album]]


def _sides(queries: Queries) -> Sides:
    return queries.counts(), queries.roots(), queries.folders(), queries.albums()


class Navigator(QObject):
    """Keeps the place shown and fills the workspace for it."""

    leaving = Signal()  # the user goes somewhere else
    moved = Signal()  # place, counts or roots changed: actions may too
    opened = Signal()  # the first page has been answered: whatever else there is to ask may be asked now

    def __init__(self, space: Workspace, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._space = space
        self._loader = PageLoader(library, bridge, self)
        self._loader.answered.connect(self._on_answer)
        self._loader.failed.connect(self._on_failed)
        self._sides: Refresh[Sides] = Refresh(
            bridge,
            Pace(SIDES_SHARE, SIDES_REST_S),
            lambda: library.ask_in_background(_sides),
            lambda found: self._on_sides(*found),
            self,
        )
        self._album: Album | None = None
        self._is_show_due = False
        self.history: History[Place] = History(places.timeline())
        self.counts = Counts()
        self.roots: tuple[Root, ...] | None = None
        self.whys: dict[PhotoId, str] = {}
        self._folders: dict[int, Folder] = {}
        self.albums: dict[AlbumId, Album] = {}
        self._anchors: dict[Place, GridAnchor] = {}
        self._wanted_focus: PhotoId | None = None
        self._shown: Place | None = None
        self._is_opened = False
        self._on_empty: Callable[[], object] = lambda: None
        space.empty.acted.connect(lambda: self._on_empty())
        space.sidebar.tree.chosen.connect(self.go)
        space.header.search.searched.connect(self.search)
        space.header.search.left.connect(self._leave_search)
        space.similar_bar.request_changed.connect(lambda request: self.go(places.similar(request), is_step=False))
        space.similar_bar.emptied.connect(self.leave)
        self.add_folder_wanted: Callable[[], object] = lambda: None
        self.finders = self._loader.finders
        self.names: dict[Place, str] = {}  # of pages that somebody else knows the names of
        self.notes: dict[Place, str] = {}  # the second text of pages that are none of photos
        self.door: Callable[[Place], QWidget | None] = lambda _place: None  # what stands before a place, if anything
        self.makers: dict[Kind, Callable[[], QWidget]] = {  # of pages that are no timeline
            Kind.FOR_YOU: space.make_for_you,
            Kind.INTERESTS: space.make_interests,
        }

    @property
    def place(self) -> Place:
        """The place shown."""
        return self.history.now

    def start(self, first_page: Future[Answer]) -> None:
        """Shows the first page, asked for already. Nothing else is until it is there: photos come before counts."""
        self._show(first_page)

    def go(self, place: Place, *, is_step: bool = True, is_same: bool = False) -> None:
        """Shows a place, as a step one can go back from, or in the stead of the present one, maybe scrolled as that."""
        self._keep_anchor()
        if is_same and self.place in self._anchors:
            self._anchors[place] = self._anchors[self.place]
        if is_step:
            self.history.go(place)
        else:
            self.history.replace(place)
        self._show()

    def back(self) -> None:
        """Shows the place before."""
        self._keep_anchor()
        if self.history.back() is not None:
            self._show()

    def forward(self) -> None:
        """Shows the place after."""
        self._keep_anchor()
        if self.history.forward() is not None:
            self._show()

    def leave(self) -> None:
        """Leaves an answer (search, similar) for the page it was asked from, or the library."""
        if self.history.behind:
            self.back()
        else:
            self.go(places.timeline(), is_step=False)

    def search(self, words: str) -> None:
        """Shows what answers the words; letters added to a search replace it instead of piling up steps."""
        is_searching = self.place.kind is Kind.SEARCH
        if words:
            self.go(places.search(words), is_step=not is_searching)
        elif is_searching:
            self.leave()

    def find_similar(self, request: SimilarRequest, strictness: float) -> None:
        """Shows photos like the request's."""
        self.go(places.similar(replace(request, strictness=strictness)))

    def describe(self, photo_id: PhotoId) -> str:
        """Returns what is known of a photo of this page beside its date, for the screen reader. From memory."""
        if photo_id in self._space.unreadable.names:
            return self.tr("cannot be read")
        return self.whys.get(photo_id, "")

    def folder(self, folder_id: FolderId) -> Folder | None:
        """Returns a folder of the sidebar."""
        return self._folders.get(folder_id)

    def focus_photo(self, photo_id: PhotoId | None) -> None:
        """Has the next answer select a photo and scroll to it."""
        self._wanted_focus = photo_id

    def refresh(self) -> None:
        """Asks again for the page shown: photos came, went or moved. Find similar is not asked again by itself."""
        self._is_show_due = True
        self._loader.refresh()
        self._loader.hurry()

    def refresh_in_background(self) -> None:
        """Asks again for the page shown when its turn has come: an import goes on and on."""
        self._loader.refresh()

    def refresh_sides(self) -> None:
        """Asks again for counts, roots, folders and albums."""
        self._sides.want()
        self._sides.hurry()

    def refresh_sides_in_background(self) -> None:
        """Asks again for counts, roots, folders and albums when their turn has come."""
        self._sides.want()

    def _on_sides(
        self, counts: Counts, roots: Sequence[Root], folders: Sequence[Folder], albums: Sequence[Album]
    ) -> None:
        was = self.roots
        self.counts, self.roots = counts, tuple(roots)
        self._folders = {folder.id: folder for folder in folders}
        self.albums = {album.id: album for album in albums}
        self._space.sidebar.tree.show_lines(counts, roots, folders, albums)
        self._space.status.show_counts(counts)
        if not roots and self.place.kind is not Kind.FIRST_RUN:
            self.history = History(places.FIRST_RUN)
            self._show()
        elif roots and self.place.kind is Kind.FIRST_RUN:
            self.history = History(places.timeline())
            self._show()
        elif was is None and self._shown is None:
            self._show()
        else:
            self._show_title(len(self._space.model.timeline))
            self._space.sidebar.tree.mark(self.place)
        self.moved.emit()

    def _keep_anchor(self) -> None:
        self.leaving.emit()
        if self._shown is not None and self._shown.is_photos and not self._space.is_viewing:
            self._anchors[self._shown] = self._space.grid.anchor()

    def _show(self, asked: Future[Answer] | None = None) -> None:
        place, space = self.place, self._space
        self._loader.forget()
        space.sidebar.tree.mark(place)
        space.header.search.show_text(place.text if place.kind is Kind.SEARCH else "")
        space.similar_bar.setVisible(place.kind is Kind.SIMILAR)
        space.grid.set_dimmed(is_dimmed=False)
        self.whys = {}
        if place.page.album_id is None:
            space.show_album(None, empty_timeline())
        if place.kind is Kind.SIMILAR and place.request is not None:
            self._show_question(place)
        if place.kind is Kind.FIRST_RUN:
            space.show_page(space.first_run)
        elif place.kind is Kind.PROBLEMS:
            space.show_page(space.problems)
        elif place.kind in self.makers:
            space.show_page(self.makers[place.kind]())
        self._loader.load(place, asked)
        self._show_title(None)
        self.moved.emit()

    def _show_question(self, place: Place) -> None:
        """Shows what is asked; the page below is empty until there is an answer, unless only the strictness moved."""
        space, shown, request = self._space, self._shown, place.request
        assert request is not None
        space.similar_bar.show_request(request)
        before = shown.request if shown is not None else None
        if before is None or parts_of(before) != parts_of(request):
            self._clear_page()
            space.show_page(space.grid)

    def _clear_page(self) -> None:
        self._shown = None
        self._space.grid.set_headers(are_shown=False)
        self._space.model.set_timeline(empty_timeline())

    def show_title(self) -> None:
        """Shows the page's name anew, and the note that somebody has on it."""
        self._say_title(self.notes.get(self.place, self._space.header.count.text()))

    def _say_title(self, words: str) -> None:
        name = self.names.get(self.place) or places.title(self.place, self._folders, self.albums)
        self._space.header.show_title(name, words)

    def _show_title(self, count: int | None) -> None:
        place = self.place
        covered = places.covered_count(place, self._space.model.timeline) if count else 0
        words = self.notes.get(place, "")
        if place.kind is Kind.PROBLEMS:
            words = QLocale().toString(self.counts.problems) if self.counts.problems else ""
        elif count and place.is_photos:
            words = facts.count_text(count - covered)
            if covered:
                words += " · " + facts.covered_text(covered)
        self._say_title(words)

    def _open(self) -> None:
        if not self._is_opened:
            self._is_opened = True
            self.refresh_sides()
            self.opened.emit()

    def _on_answer(self, answer: Answer) -> None:
        place, space = answer.place, self._space
        if not self._is_opened:
            is_to_be_seen = len(answer.timeline) > 0 and space.grid.isVisible()
            call_after(space.grid, self._open, rest_ms=0, latest_ms=FIRST_TILES_MS if is_to_be_seen else 0)
        if place != self.place:
            return
        if self.roots is None and not len(answer.timeline):
            return  # nothing here, or no folders yet: the sides' answer tells which
        is_due, self._is_show_due = self._is_show_due, False
        if answer.is_again and not is_due and place == self._shown and self._is_shown_already(answer):
            return
        is_new = place != self._shown
        self._shown = place
        if place.kind is Kind.PROBLEMS:
            space.problems.show_problems(answer.problems)
            self._show_title(None)
            return
        self.whys, self._album = answer.whys, answer.album
        if answer.album is not None:
            self.albums[answer.album.id] = answer.album
        elif place.page.album_id is not None:
            self.albums.pop(place.page.album_id, None)
        is_own_order = answer.album is not None and answer.album.is_own_order
        space.grid.set_headers(are_shown=place.kind is Kind.TIMELINE and not is_own_order)
        space.show_album(answer.album, answer.timeline)
        space.model.set_timeline(answer.timeline, answer.scores)
        if answer.similar is not None:
            space.similar_bar.show_result(answer.similar)
            space.grid.set_dimmed(is_dimmed=not answer.similar.is_good_match)
        count = len(answer.timeline)
        is_answer = answer.similar is None or answer.similar.is_good_match
        self._show_title(count if is_answer else None)
        door = self.door(place)
        space.show_page(door or (space.grid if count else space.empty))
        if not count:
            self._say_empty(place)
        elif is_new or self._wanted_focus is not None:
            self._restore(place)
        if space.is_viewing and space.viewer.opened_from is places.view_source(place):
            space.viewer.replace_ids(answer.timeline.ids, space.sensitive_ids)
        self.moved.emit()

    def _is_shown_already(self, answer: Answer) -> bool:
        if answer.place.kind is Kind.PROBLEMS:
            return False
        is_same = answer.album == self._album and answer.whys == self.whys
        return is_same and is_same_timeline(answer.timeline, self._space.model.timeline)

    def _restore(self, place: Place) -> None:
        grid, focus = self._space.grid, self._wanted_focus
        self._wanted_focus = None
        if focus is not None and self._space.model.row_of(focus) >= 0:
            grid.set_current_id(focus)
            grid.scroll_to(focus)
        elif place in self._anchors:
            grid.set_anchor(self._anchors[place])
        else:
            grid.scrollToTop()

    def _say_empty(self, place: Place) -> None:
        say = self._space.empty.say
        self._on_empty = self.add_folder_wanted
        scope = place.page.scope
        if place.kind is Kind.SEARCH:
            self._on_empty = lambda: self._space.header.search.clear()
            words = self.tr("Try fewer words, a place, a month or an object.")
            say(
                Drawing.SEARCH,
                self.tr("No photo answers “{words}”").format(words=facts.shortened(place.text, WORDS_SHOWN)),
                words,
                self.tr("Clear the search"),
            )
        elif place.kind is Kind.SIMILAR:
            self._on_empty = self._space.similar_bar.choose_instead
            words = self.tr("Drop a picture here, paste one, or choose a file.")
            say(Drawing.SEARCH, self.tr("No photos to show"), words, self.tr("Choose another picture…"))
        elif scope is Scope.FAVOURITES:
            self._on_empty = lambda: self.go(places.timeline())
            words = self.tr("Press F, or the heart on a photo, and it is kept here.")
            say(Drawing.HEART, self.tr("No favourites yet"), words, self.tr("Go to the library"))
        elif scope is Scope.ALBUM and place.page.album_id in self.albums:
            self._on_empty = lambda: self.go(places.timeline())
            words = self.tr("Drag photos onto its name on the left, or select them and press A.")
            say(Drawing.ALBUM, self.tr("This album is empty"), words, self.tr("Go to the library"))
        elif scope is Scope.ALBUM:
            self._on_empty = lambda: self.go(places.timeline())
            words = self.tr("It was deleted. Its photos are where they were.")
            say(Drawing.ALBUM, self.tr("This album is not here any more"), words, self.tr("Go to the library"))
        elif scope is Scope.GROUP:
            self._on_empty = lambda: self.go(places.GROUPS)
            title = self.tr("This group is not here any more")
            words = self.tr("Groups change when photos come, or when they are found anew.")
            if place.kind is Kind.MORE_LIKE:
                title = self.tr("Nothing else looks like this group")
                words = self.tr("Every photo of its kind is in it already.")
            say(Drawing.PHOTOS, title, words, self.tr("Go to the groups"))
        elif scope is Scope.TRASH:
            self._on_empty = lambda: self.go(places.timeline())
            words = self.tr("Photos you move to the trash are shown here until your system's trash is emptied.")
            say(Drawing.DONE, self.tr("No photos in the trash"), words, self.tr("Go to the library"))
        elif scope is Scope.LIBRARY and (self.counts.pending or not self.counts.missing):
            words = self.tr("If your folders hold photos, they appear here as soon as they are found.")
            say(Drawing.FOLDER, self.tr("No photos yet"), words, self.tr("Add folders…"))
        else:
            self._on_empty = lambda: self.go(places.timeline())
            words = self.tr("Nothing is here now.")
            if scope is Scope.SMART_ALBUM:
                words = self.tr("Photos come here by themselves when they fit its rules or its examples.")
            say(Drawing.PHOTOS, self.tr("No photos here"), words, self.tr("Go to the library"))

    def _on_failed(self, place: Place, sentence: str) -> None:
        self._open()
        if place != self.place:
            return
        if place.kind is Kind.SIMILAR:
            self._space.similar_bar.show_failure(sentence)
            self._clear_page()
            self._say_empty(place)
            self._space.show_page(self._space.empty)
            return
        self._is_show_due = True
        self._on_empty = self.refresh
        self._space.empty.say(Drawing.PHOTOS, self.tr("This page cannot be shown"), sentence, self.tr("Try again"))
        self._space.show_page(self._space.empty)

    def _leave_search(self) -> None:
        if self.place.kind is Kind.SEARCH and not self._space.header.search.text():
            self.leave()
        self._space.grid.setFocus()

    def show_tag(self, name: str) -> None:
        """Shows the photos that bear a tag."""
        self.go(Place(Kind.TIMELINE, Page(Scope.TAG, tag=name)))
