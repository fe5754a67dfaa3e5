"""Fetches what a place shows: a timeline, the answer to words, or photos like others. Only the newest answer counts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from desktop_app.domain.album import Album
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Problem, Timeline, empty_timeline
from desktop_app.domain.photo import Photo
from desktop_app.domain.query import Match, SimilarRequest, SimilarResult
from desktop_app.errors import UserError
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.photo_model import timeline_of
from desktop_app.gui.places import Kind, Place
from desktop_app.gui.refreshing import Pace

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

SEARCH_TOP = 1000
PAGE_SHARE, PAGE_REST_S = 0.25, 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a place shows.

    Attributes:
        timeline: the photos in order. scores: (N,) likeness 0 to 1, None where nothing was asked.
        whys: short phrases by photo, for answers to words.
        similar: the whole answer of Find similar. problems: for the problems page.
        album: what an album's page is about, None when it is gone.
        is_again: nobody asked anew: news made the page stale.
    """

    place: Place
    timeline: Timeline = field(default_factory=empty_timeline)
    scores: NDArray[np.float32] | None = None
    whys: dict[PhotoId, str] = field(default_factory=dict)
    similar: SimilarResult | None = None
    problems: tuple[Problem, ...] = ()
    album: Album | None = None
    is_again: bool = False


def is_same_timeline(one: Timeline, other: Timeline) -> bool:
    """Says whether both hold the same photos in the same order, looking the same."""
    return all(np.array_equal(getattr(one, item.name), getattr(other, item.name)) for item in fields(Timeline))


def _of_matches(place: Place, matches: tuple[Match, ...], photos: dict[PhotoId, Photo]) -> Answer:
    """Returns matches in their order as a page; photos whose rows are gone meanwhile are left out."""
    shown = [match for match in matches if match.photo_id in photos]
    timeline = timeline_of([photos[match.photo_id] for match in shown])
    scores = np.array([match.score for match in shown], np.float32)
    return Answer(place, timeline, scores, {match.photo_id: match.why for match in shown if match.why})


def _timeline(queries: Queries, place: Place) -> Answer:
    page = place.page
    album = queries.album(page.album_id) if page.album_id is not None else None
    return Answer(place, queries.timeline(page), album=album)


def _search(queries: Queries, place: Place) -> Answer:
    result = queries.search(place.text, SEARCH_TOP)
    found = _of_matches(place, result.matches, queries.photos([match.photo_id for match in result.matches]))
    return Answer(place, found.timeline, None, found.whys)


def _problems(queries: Queries, place: Place) -> Answer:
    return Answer(place, problems=tuple(queries.problems()))


_QUESTIONS: dict[Kind, Callable[[Queries, Place], Answer]] = {
    Kind.TIMELINE: _timeline,
    Kind.SEARCH: _search,
    Kind.PROBLEMS: _problems,
}


def ask_for(library: Library, place: Place) -> Future[Answer]:
    """Asks the database for what a place shows, also before there is a window that could show it.

    Raises:
        KeyError: the place is answered by more than the database.
    """
    question = _QUESTIONS[place.kind]
    return library.ask(lambda queries: question(queries, place))


class PageLoader(QObject):
    """Asks the library; emits answers on the GUI thread. One question of a page is under way at a time."""

    answered = Signal(object)  # Answer
    failed = Signal(object, str)  # Place, sentence

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self.finders: dict[Kind, Callable[[Place], Future[tuple[Match, ...]]]] = {}  # of pages that take their time
        self._generation = 0
        self._place: Place | None = None
        self._asked: Future[Answer] | None = None
        self._pace = Pace(PAGE_SHARE, PAGE_REST_S, self)
        self._pace.due.connect(self._ask_again)

    def load(self, place: Place, asked: Future[Answer] | None = None) -> None:
        """Asks for a place, or follows what was `asked` for it; whatever was asked before is forgotten."""
        self.forget()
        self._place = place
        if place.kind is Kind.SIMILAR and place.request is not None:
            self._load_similar(place, place.request, self._generation)
        elif place.kind in self.finders:
            self._load_matches(place, self.finders[place.kind](place), self._generation)
        elif place.kind in _QUESTIONS:
            self._follow(place, asked or ask_for(self._library, place))

    def refresh(self) -> None:
        """The page is stale: it is asked for again when its turn has come. Find similar is not, of itself."""
        if self._place is not None and self._place.kind in _QUESTIONS:
            self._pace.want()

    def hurry(self) -> None:
        """Somebody waits for what is stale."""
        self._pace.hurry()

    def forget(self) -> None:
        """Ignores answers that are still on the way, and lets go of a question that waits."""
        self._generation += 1
        self._pace.forget()
        if self._asked is not None:
            self._asked.cancel()
            self._asked = None

    def _ask_again(self) -> None:
        place = self._place
        assert place is not None
        question = _QUESTIONS[place.kind]
        again = self._library.ask_in_background(lambda queries: replace(question(queries, place), is_again=True))
        self._follow(place, again)

    def _follow(self, place: Place, asked: Future[Answer]) -> None:
        generation = self._generation
        self._pace.begin()
        self._asked = asked

        def answer(found: Answer) -> None:
            try:
                self.answered.emit(found)
            finally:
                rest()

        def fail(error: BaseException) -> None:
            try:
                self._on_error(place, error)
            finally:
                rest()

        def rest() -> None:
            if is_current():  # showing the answer may have led elsewhere
                self._pace.end()

        def is_current() -> bool:
            return generation == self._generation

        self._bridge.when_done(asked, answer, fail, receiver=self, is_current=is_current)

    def _load_similar(self, place: Place, request: SimilarRequest, generation: int) -> None:
        def is_current() -> bool:
            return generation == self._generation

        def fail(error: BaseException) -> None:
            self._on_error(place, error)

        def found(result: SimilarResult) -> None:
            def answer(queries: Queries) -> Answer:
                page = _of_matches(place, result.matches, queries.photos([m.photo_id for m in result.matches]))
                return Answer(place, page.timeline, page.scores, page.whys, result)

            self._bridge.when_done(
                self._library.ask(answer), self.answered.emit, fail, receiver=self, is_current=is_current
            )

        future = self._library.similar(request)
        self._bridge.when_done(future, found, fail, receiver=self, is_current=is_current)

    def _load_matches(self, place: Place, future: Future[tuple[Match, ...]], generation: int) -> None:
        def is_current() -> bool:
            return generation == self._generation

        def fail(error: BaseException) -> None:
            self._on_error(place, error)

        def found(matches: tuple[Match, ...]) -> None:
            ids = [match.photo_id for match in matches]
            answer = self._library.ask(lambda queries: _of_matches(place, matches, queries.photos(ids)))
            self._bridge.when_done(answer, self.answered.emit, fail, receiver=self, is_current=is_current)

        self._bridge.when_done(future, found, fail, receiver=self, is_current=is_current)

    def _on_error(self, place: Place, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.failed.emit(place, error.sentence())
        else:
            log.error("a page could not be shown", exc_info=error)
            self.failed.emit(place, self.tr("This page cannot be shown just now."))
