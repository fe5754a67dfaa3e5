"""Suggestions: the recommender on the query lane, where the vector index is."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from desktop_app.domain.history import Feedback, PhotoView, local_day
from desktop_app.domain.ids import AlbumId, InterestId, PhotoId
from desktop_app.library.similarity import SimilarFinder
from desktop_app.store.store import Store, now_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from desktop_app.domain.locality import Locality
    from desktop_app.domain.suggestion import ForYouPage, ForYouRequest, Interest, Suggestion
    from desktop_app.ml.calibration import Similarity
    from desktop_app.recommend.learning import Lesson
    from desktop_app.recommend.recommender import Recommender
    from desktop_app.store.vector_index import VectorIndex

log = logging.getLogger(__name__)

T = TypeVar("T")


class Suggester:
    """Asks the recommender, which is made once for each state of the index and keeps its profile."""

    def __init__(self, finder: SimilarFinder) -> None:
        self._finder = finder
        self._recommender: Recommender | None = None
        self._index: VectorIndex | None = None
        self._lesson_day: date | None = None

    def page(self, request: ForYouRequest) -> Future[ForYouPage]:
        """Makes the For You page."""

        def make(recommender: Recommender) -> ForYouPage:
            began = time.perf_counter()
            page = recommender.page(request, now_ms())
            return dataclasses.replace(page, seconds=time.perf_counter() - began)

        return self._ask(make)

    def interests(self, at_ms: int | None) -> Future[tuple[Interest, ...]]:
        """Returns what the user likes to look at, strongest first."""
        return self._ask(lambda recommender: recommender.interests(_or_now(at_ms)))

    def evidence(self, interest_id: InterestId) -> Future[tuple[list[PhotoView], list[Feedback]]]:
        """Returns the looks and acts behind an interest, newest first."""
        return self._ask(lambda recommender: recommender.evidence(interest_id, now_ms()))

    def also_like(self, photo_id: PhotoId, top: int) -> Future[tuple[Suggestion, ...]]:
        """Returns photos near this one that fit the user's interests."""
        return self._ask(lambda recommender: recommender.also_like(photo_id, top, now_ms()))

    def album_additions(self, album_id: AlbumId, top: int) -> Future[tuple[Suggestion, ...]]:
        """Returns photos that an album may be missing."""
        return self._ask(lambda recommender: recommender.album_additions(album_id, top, now_ms()))

    def prepare(self) -> None:
        """Learns from the latest looks in the background, so that the next page comes at once."""
        self._ask(lambda recommender: recommender.prepare(now_ms())).add_done_callback(_log_failure)

    def learn(self, keep: Callable[[Sequence[float]], None]) -> None:
        """Learns once a day from what became of suggestions, in steps that let other questions through.

        Args:
            keep: is given the weights to rank by; none when the fixed ones are better on days held back.
        """
        today = local_day(now_ms())
        if self._lesson_day == today:
            return
        self._lesson_day = today
        begun = self._ask(lambda recommender: self._take_step(recommender.lessons(now_ms()), keep))
        begun.add_done_callback(_log_failure)

    def _take_step(self, steps: Iterator[Lesson | None], keep: Callable[[Sequence[float]], None]) -> None:
        for lesson in steps:
            if lesson is None:
                self._ask(lambda _recommender: self._take_step(steps, keep)).add_done_callback(_log_failure)
            else:
                log.info("suggestions: %s", lesson.reason)
                keep(lesson.weights if lesson.is_learned else ())
            return

    def _ask(self, work: Callable[[Recommender], T]) -> Future[T]:
        return self._finder.with_index(
            lambda store, index, similarity: work(self._recommender_of(store, index, similarity))
        )

    def _recommender_of(self, store: Store, index: VectorIndex | None, similarity: Similarity) -> Recommender:
        from desktop_app.library.group_naming import broader_words  # late: after the first tiles
        from desktop_app.organize.event_subjects import folder_words
        from desktop_app.recommend.recommender import Recommender  # late: the window's first tiles do not wait for it

        if self._recommender is None or self._index is not index:
            self._recommender = Recommender(
                store,
                index,
                similarity=similarity,
                broader=broader_words(),
                folder_words=folder_words,
                towns_of=_towns_of,
            )
            self._index = index
        return self._recommender


def _towns_of(latitude: NDArray[np.floating], longitude: NDArray[np.floating]) -> tuple[Locality, ...]:
    """Returns the towns that stand for an event with photos taken there, as the page of events has it."""
    if np.isnan(latitude).all():
        return ()
    from desktop_app.organize.event_places import towns_of_event, whereabouts
    from desktop_app.organize.places import place_names

    here = np.zeros(len(latitude), np.int64)
    (where,) = whereabouts(here, latitude.astype(np.float64), longitude.astype(np.float64), 1, place_names())
    return towns_of_event(where)


def _or_now(at_ms: int | None) -> int:
    return now_ms() if at_ms is None else at_ms


def _log_failure(job: Future[None]) -> None:
    if not job.cancelled() and (error := job.exception()) is not None:
        log.error("suggestions could not be made ready", exc_info=error)
