"""Duplicates: found on the lane for order, with the vector index of the query lane, remembered until photos change."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.duplicate import DuplicateReport, DuplicateSet, Tier
from desktop_app.errors import CancelledError
from desktop_app.library.jobs import CancelToken, Guarded, Lane
from desktop_app.ml.calibration import Similarity
from desktop_app.settings import Settings
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.store.vector_index import VectorIndex

if TYPE_CHECKING:
    from desktop_app.organize.duplicates import DuplicateSearch, Wanted

T = TypeVar("T")

USUAL_TIERS = frozenset({Tier.IDENTICAL, Tier.SAME_PICTURE, Tier.BURST})
PROGRESS_EVERY_S = 0.1
READERS = 2  # threads that read thumbnails ahead of the comparing
_LOOK_UP_S = 0.25  # while the index is asked

WithIndex = Callable[[Callable[[Store, VectorIndex | None, Similarity], T]], Future[T]]
_Found = tuple[NDArray[np.int64], NDArray[np.float32]]


class DuplicateFinder:
    """Finds duplicates and bursts. Every method may be called from any thread; futures complete on a lane's thread.

    Args:
        lane: where the work is done, with a reading store.
        with_index: runs a function on the query lane with the vector index.
        settings: the user's choices now.
    """

    def __init__(
        self, lane: Lane[Store], with_index: WithIndex[_Found | None], settings: Callable[[], Settings]
    ) -> None:
        self._lane = lane
        self._with_index = with_index
        self._settings = settings
        self._token = Guarded(CancelToken())
        self._search: DuplicateSearch | None = None
        self._report: tuple[object, DuplicateReport] | None = None
        self._readers: Lane[None] = Lane("compare", contextlib.nullcontext, threads=READERS)

    def find(
        self,
        tiers: frozenset[Tier] = USUAL_TIERS,
        on_progress: Callable[[float], None] | None = None,
        on_found: Callable[[tuple[DuplicateSet, ...]], None] | None = None,
    ) -> Future[DuplicateReport]:
        """Finds the sets to review. While nothing changed in the library the answer is the one before.

        Args:
            tiers: which tiers; look-alikes only where they are named.
            on_progress: told the share that is done, 0 to 1, a few times a second, on the lane's thread.
            on_found: given the sets of each tier as soon as they are known, on the lane's thread.

        The future raises CancelledError after `cancel`; what was compared until then is not compared again.
        """
        token = self._token.get()
        return self._lane.submit(
            lambda store: self._find(
                store, tiers, token, on_progress or (lambda share: None), on_found or (lambda sets: None)
            )
        )

    def cancel(self) -> None:
        """Ends the search that runs, and those that wait."""
        self._token.swap(lambda _: CancelToken()).cancel()

    def close(self, timeout_s: float) -> None:
        """Ends the search and the reading ahead of it."""
        self.cancel()
        self._readers.close(timeout_s)

    def _find(
        self,
        store: Store,
        tiers: frozenset[Tier],
        token: CancelToken,
        on_progress: Callable[[float], None],
        on_found: Callable[[tuple[DuplicateSet, ...]], None],
    ) -> DuplicateReport:
        from desktop_app.organize.duplicates import Wanted  # late: the window's first tiles do not wait for it
        from desktop_app.organize.keeper import chosen_rules
        from desktop_app.store.duplicates import DuplicateReads

        settings = self._settings()
        wanted = Wanted(tiers, chosen_rules(settings.keep_rules), settings.protected_folders)
        state = (DuplicateReads(store.db).state(), wanted)
        if self._report is not None and self._report[0] == state and not token.is_cancelled():
            on_found(self._report[1].sets)
            return self._report[1]
        report = self._searched(store, wanted, _Checking(token, on_progress), on_found)
        self._report = (state, report)
        return report

    def _searched(
        self, store: Store, wanted: Wanted, check: _Checking, on_found: Callable[[tuple[DuplicateSet, ...]], None]
    ) -> DuplicateReport:
        from desktop_app.organize.duplicates import DuplicateSearch

        if self._search is None:
            thumbnails = Thumbnails(store.paths.thumbnails, self._settings().thumbnail_budget_bytes)
            self._search = DuplicateSearch(
                store.paths.compared, thumbnails.get, lambda work: self._readers.submit(lambda _: work()), self._nearest
            )
        self._checking = check
        return self._search.find(store, wanted, check, on_found)

    def _nearest(self, vectors: NDArray[np.float16], count: int) -> _Found | None:
        """Asks the index on its own lane, a few hundred vectors at a time, so that a drop comes between."""

        def ask(_store: Store, index: VectorIndex | None, _similarity: Similarity) -> _Found | None:
            return None if index is None else index.search(vectors, count)

        answer = self._with_index(ask)
        while True:
            try:
                return answer.result(_LOOK_UP_S)
            except FutureTimeoutError:
                if answer.done():
                    raise
                self._checking.pause()


class _Checking:
    """Passes progress on, not too often, and ends the search where that was asked for."""

    def __init__(self, token: CancelToken, on_progress: Callable[[float], None]) -> None:
        self._token = token
        self._on_progress = on_progress
        self._told_at = float("-inf")

    def __call__(self, share: float) -> None:
        self.pause()
        now = time.monotonic()
        if now - self._told_at >= PROGRESS_EVERY_S or share >= 1.0:
            self._told_at = now
            self._on_progress(share)

    def pause(self) -> None:
        """Raises CancelledError where the search is to end."""
        if self._token.is_cancelled():
            raise CancelledError("the search for duplicates was cancelled")
