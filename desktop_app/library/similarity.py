"""The query lane: vectors of what is asked for, the index, and the answer."""

from __future__ import annotations

import contextlib
import logging
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo, Tag, TagSource
from desktop_app.domain.query import SimilarRequest, SimilarResult
from desktop_app.errors import DecodeError, UserError, WorkerError
from desktop_app.library.jobs import Lane
from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.search import similar
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex
from desktop_app.workers.decoders import DecodeRequest, DecoderPool
from desktop_app.workers.inference import InferenceProcess

if TYPE_CHECKING:
    from desktop_app.imaging.decode import DecodedPhoto

log = logging.getLogger(__name__)

T = TypeVar("T")

DECODE_WAIT_S = 60.0

@dataclass(slots=True)
class _Desk:
    """What the query lane holds."""

    store: Store
    decoders: DecoderPool
    index: VectorIndex | None = None


class SimilarFinder:
    """Owns the query lane.

    Args:
        paths: of the library.
        inference: the process that holds the models; its fast side is used here alone.
        on_store: runs a function on the store lane and waits.
    """

    def __init__(
        self,
        paths: LibraryPaths,
        inference: InferenceProcess,
        on_store: Callable[[Callable[[Store], None]], None],
    ) -> None:
        self._paths = paths
        self._inference = inference
        self._on_store = on_store
        self._calibration: Similarity | None = None
        self._is_closing = False
        self._lane: Lane[_Desk] = Lane("query", self._open_desk)

    @contextlib.contextmanager
    def _open_desk(self) -> Iterator[_Desk]:
        with (
            contextlib.closing(Store.open(self._paths, is_writer=False)) as store,
            contextlib.closing(DecoderPool(1)) as decoders,
        ):
            yield _Desk(store, decoders)

    def warm_up(self) -> None:
        """Starts the children and loads the index, so that the first drop need not wait for them."""

        def start(desk: _Desk) -> None:
            desk.decoders.start()
            self._inference.start()
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

    def close(self, timeout_s: float) -> bool:
        """Ends the lane. Says whether it ended in time."""
        self._is_closing = True
        return self._lane.close(timeout_s)

    def _fresh_index(self, desk: _Desk) -> VectorIndex | None:
        model_id = desk.store.embeddings.active_model()
        if model_id is None:
            return None
        if desk.index is None or desk.index.model_id != model_id:
            desk.index = VectorIndex(self._paths.index, model_id)
            desk.index.load(desk.store)
        desk.index.catch_up(desk.store, lambda: self._is_closing)
        return desk.index

    def _find(self, desk: _Desk, request: SimilarRequest) -> SimilarResult:
        began = time.perf_counter()
        index = self._fresh_index(desk)
        query = self._query(desk, request, index)
        if not query.vectors:
            raise UserError(" ".join(query.problems) or "There is nothing to look for.")
        if index is None:
            return SimilarResult((), is_good_match=False, problems=tuple(query.problems))
        if self._calibration is None:
            self._calibration = Similarity.from_manifest(load_manifest(models_dir()))
        result = similar.find(
            np.stack(query.vectors),
            index,
            desk.store,
            self._calibration,
            query_ids=frozenset(query.ids),
            query_hashes=frozenset(query.hashes),
            top=request.top,
            strictness=request.strictness,
        )
        return SimilarResult(result.matches, result.is_good_match, tuple(query.problems), time.perf_counter() - began)

    def _query(self, desk: _Desk, request: SimilarRequest, index: VectorIndex | None) -> _Query:
        query = _Query([], [], [], [])
        known = list(request.photo_ids)
        outside: list[tuple[str, DecodeRequest]] = []
        for file in request.files:
            photo = _photo_of(desk.store, file)
            if photo is not None:
                known.append(photo.id)
            else:
                outside.append((file.name, DecodeRequest(len(outside), path=file)))
        outside += [("The picture", DecodeRequest(len(outside) + i, data=d)) for i, d in enumerate(request.pictures)]
        known_ids: NDArray[np.int64] = np.empty(0, np.int64)
        vectors: NDArray[np.float16] = np.empty((0, 0), np.float16)
        if index is not None:
            known_ids, vectors = desk.store.embeddings.get(known, index.model_id)
        query.ids += known
        query.hashes += desk.store.photos.content_hashes(known).values()
        query.vectors += list(vectors.astype(np.float32))
        have = {int(i) for i in known_ids}
        paths = desk.store.photos.paths([i for i in known if int(i) not in have])
        outside += [(p.name, DecodeRequest(len(outside) + n, path=p)) for n, p in enumerate(paths.values())]
        for name, decode in outside:
            try:
                decoded = self._decode(desk, decode)
                query.hashes.append(decoded.content_hash)
                query.vectors.append(self._inference.embed_fast([decoded.rgb])[0])
            except (DecodeError, WorkerError) as error:
                query.problems.append(f"{name} could not be used: {error}")
        return query

    def _tags(self, desk: _Desk, path: Path) -> list[Tag]:
        photo = _photo_of(desk.store, path)
        if photo is not None:
            known = desk.store.tags.for_photo(photo.id)
            if known:
                return known
        try:
            decoded = self._decode(desk, DecodeRequest(0, path=path))
            understood = self._inference.call_fast([decoded.rgb])[0]
        except DecodeError as error:
            raise UserError(f"{path.name}: {error}") from error
        except WorkerError as error:
            raise UserError(f"{path.name} could not be understood: {error}") from error
        return [Tag(name, TagSource.AI, confidence) for name, confidence in understood.tags]

    def _decode(self, desk: _Desk, request: DecodeRequest) -> DecodedPhoto:
        desk.decoders.abandon()
        desk.decoders.submit(request)
        for reply in desk.decoders.poll(DECODE_WAIT_S):
            if reply.key == request.key and reply.decoded is not None:
                return reply.decoded
            if reply.key == request.key:
                raise DecodeError(reply.error)
        raise DecodeError("it takes too long to read")


def _photo_of(store: Store, path: Path) -> Photo | None:
    """Returns the library's photo of a file, however its path is written: the library knows it by the real one."""
    return store.photos.by_path(path) or store.photos.by_path(Path(os.path.realpath(path)))


@dataclass(slots=True)
class _Query:
    """What is asked for: library photos among the query, content hashes of all, one vector each, and what failed."""

    ids: list[PhotoId]
    hashes: list[bytes]
    vectors: list[NDArray[np.float32]]
    problems: list[str]
