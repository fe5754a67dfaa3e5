"""The query lane: vectors of what is asked for, the index, and the answer."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from desktop_app.domain.photo import Tag
from desktop_app.domain.query import SimilarRequest, SimilarResult
from desktop_app.errors import UserError
from desktop_app.library.jobs import Lane
from desktop_app.library.screen_lock import KeepsBack
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.store.store import Store

if TYPE_CHECKING:
    from desktop_app.library.outside import PictureQuery, PictureReader
    from desktop_app.ml.calibration import Similarity
    from desktop_app.store.vector_index import VectorIndex
    from desktop_app.workers.decoders import DecoderPool
    from desktop_app.workers.inference import InferenceProcess

log = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(slots=True)
class _Desk:
    """What the query lane holds."""

    store: Store
    decoders: DecoderPool
    index: VectorIndex | None = None
    newer: VectorIndex | None = None  # of a model that has not taken over yet


def make_inference(models: Path) -> InferenceProcess:
    """Returns the process that holds the models of a folder, not started. Loaded with the first question for it."""
    from desktop_app.workers.inference import InferenceProcess

    return InferenceProcess(models)


class SimilarFinder:
    """Owns the query lane.

    Args:
        paths: of the library.
        inference: returns the process that holds the models; its fast side is used here alone.
        on_store: runs a function on the store lane and waits.
        keeps_back: says whether a photo is out of reach now; it answers no question either.
    """

    def __init__(
        self,
        paths: LibraryPaths,
        inference: Callable[[], InferenceProcess],
        on_store: Callable[[Callable[[Store], None]], None],
        keeps_back: KeepsBack,
    ) -> None:
        self._keeps_back = keeps_back
        self._paths = paths
        self._inference = inference
        self._on_store = on_store
        self._calibration: Similarity | None = None
        self._is_closing = False
        self._lane: Lane[_Desk] = Lane("query", self._open_desk)

    @contextlib.contextmanager
    def _open_desk(self) -> Iterator[_Desk]:
        from desktop_app.workers.decoders import DecoderPool  # late, like those below: after the first tiles

        with (
            contextlib.closing(Store.open(self._paths, is_writer=False)) as store,
            contextlib.closing(DecoderPool(1)) as decoders,
        ):
            yield _Desk(store, decoders)

    def warm_up(self) -> None:
        """Starts the children and loads the index, so that the first drop need not wait for them."""

        def start(desk: _Desk) -> None:
            desk.decoders.start()
            self._inference().start()
            self._fresh_index(desk)

        self._lane.submit(start)

    def catch_up(self) -> None:
        """Brings the index up to date in the background, and saves it where that is worth it."""
        self._lane.submit(self._catch_up)

    def _catch_up(self, desk: _Desk) -> None:
        index = self._fresh_index(desk)
        if index is None or not index.is_worth_saving or (written := index.write()) is None:
            return
        try:
            self._on_store(lambda store: index.note(store, written))
        except UserError as error:
            log.info("the vector index could not be saved: %s", error)

    def find(self, request: SimilarRequest) -> Future[SimilarResult]:
        """Answers a request. The future raises UserError when none of the query's pictures can be used."""
        return self._lane.submit(lambda desk: self._find(desk, request))

    def tags(self, path: Path) -> Future[list[Tag]]:
        """Tells what is in a file. The future raises UserError when it cannot be read."""
        return self._lane.submit(lambda desk: self._tags(desk, path))

    def with_index(self, work: Callable[[Store, VectorIndex | None, Similarity], T]) -> Future[T]:
        """Runs work on the query lane with the index brought up to date; None while no photo has a vector."""
        return self._lane.submit(lambda desk: work(desk.store, self._fresh_index(desk), self._similarity()))

    def with_reader(self, work: Callable[[Store, PictureReader], T]) -> Future[T]:
        """Runs work that looks at pictures on the query lane."""
        return self._lane.submit(lambda desk: work(desk.store, self._reader(desk)))

    def _reader(self, desk: _Desk) -> PictureReader:
        from desktop_app.library.outside import PictureReader

        return PictureReader(desk.decoders, self._inference())

    def _similarity(self) -> Similarity:
        from desktop_app.ml.calibration import Similarity
        from desktop_app.ml.manifest import load_manifest

        if self._calibration is None:
            self._calibration = Similarity.from_manifest(load_manifest(models_dir()))
        return self._calibration

    def close(self, timeout_s: float) -> bool:
        """Ends the lane. Says whether it ended in time."""
        self._is_closing = True
        return self._lane.close(timeout_s)

    def _fresh_index(self, desk: _Desk) -> VectorIndex | None:
        from desktop_app.store.vector_index import VectorIndex

        model_id = desk.store.embeddings.active_model()
        if model_id is None:
            return None
        if desk.index is None or desk.index.model_id != model_id:
            desk.index = VectorIndex(self._paths.index, model_id)
            desk.index.load(desk.store)
        desk.index.catch_up(desk.store, lambda: self._is_closing)
        return desk.index

    def _index_of_newer(self, desk: _Desk, query: PictureQuery) -> VectorIndex:
        """Returns what the model that runs has seen so far, while the one before it still answers for the library.

        Vectors of two models cannot be compared; a picture from outside has one of the model that runs alone.
        """
        from desktop_app.store.vector_index import VectorIndex

        if desk.newer is None or desk.newer.model_id != query.model_id:
            desk.newer = VectorIndex(self._paths.index, query.model_id)
        desk.newer.catch_up(desk.store, lambda: self._is_closing)
        seen, waiting = len(desk.newer), desk.store.embeddings.waiting(query.model_id)
        query.problems.append(
            f"There is a new model for finding similar photos, and it has seen {seen} of {seen + waiting} photos so"
            " far; the others are not searched yet."
        )
        return desk.newer

    def _find(self, desk: _Desk, request: SimilarRequest) -> SimilarResult:
        from desktop_app.search import similar

        began = time.perf_counter()
        request = replace(request, photo_ids=tuple(i for i in request.photo_ids if not self._keeps_back(desk.store, i)))
        index = self._fresh_index(desk)
        query = self._reader(desk).query(desk.store, request, index.model_id if index else "")
        if not query.vectors:
            raise UserError(" ".join(query.problems) or "There is nothing to look for.")
        if index is None:
            return SimilarResult((), is_good_match=False, problems=tuple(query.problems))
        if query.model_id != index.model_id:
            index = self._index_of_newer(desk, query)
        result = similar.find(
            np.stack(query.vectors),
            index,
            desk.store,
            self._similarity(),
            query_ids=frozenset(query.ids),
            query_hashes=frozenset(query.hashes),
            top=request.top,
            strictness=request.strictness,
        )
        return SimilarResult(result.matches, result.is_good_match, tuple(query.problems), time.perf_counter() - began)

    def _tags(self, desk: _Desk, path: Path) -> list[Tag]:
        from desktop_app.library.outside import is_as_read, photo_of

        photo = photo_of(desk.store, path)
        if photo is not None and is_as_read(photo):
            known = desk.store.tags.for_photo(photo.id)
            if known:
                return known
        return self._reader(desk).tags(path)
