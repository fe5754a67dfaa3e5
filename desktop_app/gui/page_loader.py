"""Fetches what a place shows: a timeline, the answer to words, or photos like others. Only the newest answer counts."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
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

if TYPE_CHECKING:
    from desktop_app.library.library import Library
    from desktop_app.library.queries import Queries

log = logging.getLogger(__name__)

SEARCH_TOP = 1000


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What a place shows.

    Attributes:
        timeline: the photos in order. scores: (N,) likeness 0 to 1, None where nothing was asked.
        whys: short phrases by photo, for answers to words.
        similar: the whole answer of Find similar. problems: for the problems page.
        album: what an album's page is about, None when it is gone.
    """

    place: Place
    timeline: Timeline = field(default_factory=empty_timeline)
    scores: NDArray[np.float32] | None = None
    whys: dict[PhotoId, str] = field(default_factory=dict)
    similar: SimilarResult | None = None
    problems: tuple[Problem, ...] = ()
    album: Album | None = None


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


class PageLoader(QObject):
    """Asks the library; emits answers on the GUI thread."""

    answered = Signal(object)  # Answer
    failed = Signal(object, str)  # Place, sentence

    def __init__(self, library: Library, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library, self._bridge = library, bridge
        self._generation = 0

    def load(self, place: Place) -> None:
        """Asks for a place; whatever was asked before is forgotten."""
        self._generation += 1
        generation = self._generation

        def is_current() -> bool:
            return generation == self._generation

        def fail(error: BaseException) -> None:
            self._on_error(place, error)

        if place.kind is Kind.SIMILAR and place.request is not None:
            self._load_similar(place, place.request, generation)
        elif place.kind is Kind.SEARCH:
            future = self._library.ask(lambda queries: _search(queries, place))
            self._bridge.when_done(future, self.answered.emit, fail, receiver=self, is_current=is_current)
        elif place.kind is Kind.PROBLEMS:
            problems = self._library.ask(lambda queries: Answer(place, problems=tuple(queries.problems())))
            self._bridge.when_done(problems, self.answered.emit, fail, receiver=self, is_current=is_current)
        elif place.kind is Kind.TIMELINE:
            timeline = self._library.ask(lambda queries: _timeline(queries, place))
            self._bridge.when_done(timeline, self.answered.emit, fail, receiver=self, is_current=is_current)

    def forget(self) -> None:
        """Ignores answers that are still on the way."""
        self._generation += 1

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

    def _on_error(self, place: Place, error: BaseException) -> None:
        if isinstance(error, UserError):
            self.failed.emit(place, error.sentence())
        else:
            log.error("a page could not be shown", exc_info=error)
            self.failed.emit(place, self.tr("This page cannot be shown just now."))
