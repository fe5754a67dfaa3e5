"""The vector index: approximate search in a few tenths of a millisecond. A cache of what `Embeddings` holds.

A damaged index file crashes the process that loads it, so bytes are loaded only when their sha256 is the one that
SQLite holds beside generation, count, dimension and model; all else is built anew. A new file never replaces the one
that SQLite names: it gets its own name first, then the row changes, then the old file goes. Cut off anywhere, one of
both is whole.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import secrets
from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.errors import UserError
from desktop_app.store.database import Database
from desktop_app.store.embeddings import EmbeddingModel, Embeddings

if TYPE_CHECKING:
    from desktop_app.store.store import Store

log = logging.getLogger(__name__)

DTYPE = "f16"
CONNECTIVITY = 16
EXPANSION_ADD = 96
EXPANSION_SEARCH = 128
EXACT_BELOW = 2_000
REBUILD_WHEN_REMOVED = 0.3
MANY = 64  # queries from which it is worth asking on all cores
BATCH = 512  # searching waits for one batch at most
SAVE_AFTER = 2_000  # changes: they are caught up with in less than a second, where saving 500,000 vectors takes two
SAVE_SHARE = 0.01
NOBODY = -1  # the id where there are fewer vectors than asked for

_NEVER_SAVED = 1 << 62

Found = tuple[NDArray[np.int64], NDArray[np.float32]]
Step = Callable[[str], None]


class SavedIndex(NamedTuple):
    """A file that holds an index, and what SQLite has to know of it before it counts."""

    file: str
    sha256: bytes
    generation: int
    last_sequence: int
    vector_count: int
    dimension: int


class VectorIndex:
    """The index of one embedding model. Any lane may search; one brings it up to date. A lock keeps them apart.

    Attributes:
        model_id: whose vectors it holds.
        folder: where its file lies.
    """

    def __init__(self, folder: Path, model_id: str, *, threads: int = 0, on_step: Step = lambda step: None) -> None:
        """Makes an empty index; `load` or `catch_up` fills it.

        Args:
            folder: for index files; made when needed.
            model_id: whose vectors.
            threads: for adding; 0 means all cores.
            on_step: called at each step of a save ('written', 'synced', 'renamed', 'noted').
        """
        self.folder = folder
        self.model_id = model_id
        self._threads = threads
        self._on_step = on_step
        self._lock = RLock()
        self._clear(0)

    def _clear(self, dimension: int) -> None:
        self._dimension = dimension
        self._graph: Any = None
        self._exact_ids: NDArray[np.int64] = np.empty(0, np.int64)
        self._exact: NDArray[np.float16] = np.empty((0, dimension), np.float16)
        self._generation = -1
        self._sequence = 0
        self._removed = 0
        self._unsaved = _NEVER_SAVED

    def __len__(self) -> int:
        with self._lock:
            return len(self._exact_ids) if self._graph is None else len(self._graph)

    def load(self, store: Store) -> bool:
        """Loads the saved file when it is, byte for byte, the one SQLite knows; else leaves the index empty.

        Returns:
            True when it was loaded. Either way `catch_up` brings it up to date.
        """
        row = store.db.row(
            """SELECT i.file, i.sha256, i.generation, i.last_sequence, i.count, i.dimension, i.dtype, m.dimension
               FROM index_file AS i JOIN embedding_model AS m ON m.id = i.model WHERE m.name = ?""",
            (self.model_id,),
        )
        if row is None:
            return False
        file, sha256, generation, sequence, count, dimension, dtype, expected = row
        if dimension != expected or dtype != DTYPE or not re.fullmatch(r"[0-9a-f]{32}\.usearch", file):
            return False
        try:
            data = (self.folder / file).read_bytes()
        except OSError:
            return False
        if hashlib.sha256(data).digest() != sha256:
            log.info("the vector index on disk is damaged: it is built anew")
            return False
        graph = new_graph(dimension)
        graph.load(data)
        if len(graph) != count or graph.ndim != dimension:
            return False
        graph.expansion_search = EXPANSION_SEARCH
        with self._lock:
            self._clear(dimension)
            self._graph, self._generation, self._sequence, self._unsaved = graph, generation, sequence, 0
        return True

    def is_current(self, embeddings: Embeddings) -> bool:
        """Says whether nothing was written or removed since the last `catch_up`."""
        return self._generation == embeddings.generation(self.model_id)

    def catch_up(self, store: Store, is_cancelled: Callable[[], bool] = lambda: False) -> int:
        """Brings the index up to what the store holds: adds what was written since, drops what was removed.

        Returns:
            How many vectors were added. Cancelled between batches, it goes on there next time.
        """
        model = store.embeddings.model(self.model_id)
        if model is None:
            with self._lock:
                self._clear(0)
            return 0
        with self._lock:
            if model.dimension != self._dimension or self._is_worn():
                self._clear(model.dimension)
        if self._generation == model.generation:
            return 0
        if self._graph is None and model.vector_count < EXACT_BELOW:
            return self._fill_exact(store.embeddings, model)
        return self._fill_graph(store.embeddings, model, is_cancelled)

    def _fill_exact(self, embeddings: Embeddings, model: EmbeddingModel) -> int:
        batches = list(embeddings.iterate(self.model_id))
        with self._lock:
            self._exact_ids = np.concatenate([ids for ids, _ in batches] or [np.empty(0, np.int64)])
            empty = np.empty((0, model.dimension), np.float16)
            self._exact = np.concatenate([vectors for _, vectors in batches] or [empty])
            self._generation = model.generation
        return len(self._exact_ids)

    def _fill_graph(self, embeddings: Embeddings, model: EmbeddingModel, is_cancelled: Callable[[], bool]) -> int:
        added = 0
        graph = self._graph if self._graph is not None else new_graph(model.dimension)
        for sequence, ids, vectors in embeddings.since(self.model_id, self._sequence, BATCH):
            if is_cancelled():
                return added
            with self._lock:
                self._drop(graph, ids)
                graph.add(ids.astype(np.uint64), vectors, threads=self._threads)
                self._sequence = sequence
                self._unsaved += len(ids)
                self._use(graph)
            added += len(ids)
        gone = embeddings.removed_since(self.model_id, self._generation)
        with self._lock:
            self._drop(graph, gone)
            if len(graph) != embeddings.count(self.model_id):  # so much was removed that the list of it is cut
                kept = embeddings.photo_ids(self.model_id)
                self._drop(graph, np.setdiff1d(np.asarray(graph.keys).astype(np.int64), kept))
            self._use(graph)
            self._generation = model.generation
        return added

    def _use(self, graph: Any) -> None:
        self._graph = graph
        if len(self._exact_ids):
            self._exact_ids, self._exact = self._exact_ids[:0], self._exact[:0]

    def _drop(self, graph: Any, ids: NDArray[np.int64]) -> None:
        if not len(graph) or not len(ids):
            return
        known = ids[np.asarray(graph.contains(ids.astype(np.uint64)), bool)]
        if len(known):
            graph.remove(known.astype(np.uint64))
            self._removed += len(known)
            self._unsaved += len(known)

    def _is_worn(self) -> bool:
        """Removed nodes stay in the graph as bridges; with too many of them it is better built anew."""
        return self._graph is not None and self._removed > REBUILD_WHEN_REMOVED * max(len(self._graph), 1)

    def remove(self, ids: list[PhotoId]) -> None:
        """Takes photos out at once, before the next `catch_up` would."""
        gone = np.asarray(ids, np.int64)
        with self._lock:
            if self._graph is not None:
                self._drop(self._graph, gone)
            else:
                keep = ~np.isin(self._exact_ids, gone)
                self._exact_ids, self._exact = self._exact_ids[keep], self._exact[keep]

    def rebuild(self, store: Store) -> int:
        """Builds the index anew from the store; returns how many vectors it holds."""
        with self._lock:
            self._clear(store.embeddings.dimension(self.model_id))
        self.catch_up(store)
        return len(self)

    def search(self, vectors: NDArray[np.floating[Any]], k: int) -> Found:
        """Finds the k nearest of each query.

        Args:
            vectors: (Q, D) of unit length.
            k: how many.

        Returns:
            ids (Q, k) int64 and cosines (Q, k) float32, nearest first; `NOBODY` and -1 where there are fewer.

        Raises:
            ValueError: D is not the model's.
        """
        queries = np.atleast_2d(np.asarray(vectors))
        ids = np.full((len(queries), k), NOBODY, np.int64)
        scores = np.full((len(queries), k), -1.0, np.float32)
        with self._lock:
            wanted = min(k, len(self))
            if not wanted:
                return ids, scores
            if queries.shape[1] != self._dimension:
                raise ValueError(f"the index holds vectors of {self._dimension}, not {queries.shape[1]}")
            if self._graph is None:
                found, near = _nearest(self._exact_ids, self._exact, queries, wanted)
            else:
                found, near = self._search_graph(queries, wanted)
        ids[:, : found.shape[1]], scores[:, : near.shape[1]] = found, near
        return ids, scores

    def _search_graph(self, queries: NDArray[np.floating[Any]], wanted: int) -> Found:
        self._graph.expansion_search = max(EXPANSION_SEARCH, min(2 * wanted, 2_000))
        ids = np.full((len(queries), wanted), NOBODY, np.int64)
        scores = np.full((len(queries), wanted), -1.0, np.float32)
        if len(queries) >= MANY:
            lot = self._graph.search(np.ascontiguousarray(queries, np.float16), wanted, threads=self._threads)
            is_found = np.arange(wanted) < np.asarray(lot.counts)[:, None]
            return np.where(is_found, lot.keys.astype(np.int64), ids), np.where(is_found, 1.0 - lot.distances, scores)
        for row, query in enumerate(queries):
            found = self._graph.search(np.ascontiguousarray(query, np.float16), wanted, threads=1)
            number = len(found.keys)
            ids[row, :number] = found.keys.astype(np.int64)
            scores[row, :number] = 1.0 - found.distances
        return ids, scores

    @property
    def is_worth_saving(self) -> bool:
        """Whether so much has changed since the last save that the next start would feel it.

        A save writes the whole file, 1 MB for each 1,000 photos: done for a handful of photos it would cost more than
        they do.
        """
        with self._lock:
            is_whole = self._graph is not None and self._generation >= 0
            return is_whole and self._unsaved >= max(SAVE_AFTER, SAVE_SHARE * len(self._graph))

    def save(self, store: Store) -> bool:
        """Saves the index beside its checksum in SQLite. A small library has none to save: it is searched exactly.

        Returns:
            False when there was nothing to save or no room for it; it is only a cache.

        Raises:
            DatabaseError: the store only reads.
        """
        saved = self.write()
        if saved is not None:
            self.note(store, saved)
        return saved is not None

    def write(self) -> SavedIndex | None:
        """Writes the index into a file of its own, the slow half of saving; it counts once `note` has named it.

        Searching waits while the bytes are handed to the system, not while they reach the disk. Where there is no room
        the next try is due when as much has changed again.

        Returns:
            None when there was nothing to save or no room for it.
        """
        name = f"{secrets.token_hex(16)}.usearch"
        try:
            with self._lock:
                if self._graph is None or self._generation < 0:
                    return None
                self._unsaved = 0
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._graph.save(self.folder / f"{name}.tmp")
                facts = (self._generation, self._sequence, len(self._graph), self._dimension)
            return SavedIndex(name, self._settle(name), *facts)
        except (OSError, RuntimeError) as error:
            log.info("the vector index could not be saved: %s", error)
            with contextlib.suppress(OSError):
                (self.folder / f"{name}.tmp").unlink()
            return None

    def _settle(self, name: str) -> bytes:
        """Brings a written file to the disk and to its name. Returns its checksum."""
        temporary = self.folder / f"{name}.tmp"
        self._on_step("written")
        with temporary.open("r+b") as file:
            os.fsync(file.fileno())
            digest = hashlib.file_digest(file, "sha256").digest()
        self._on_step("synced")
        temporary.replace(self.folder / name)
        self._on_step("renamed")
        return digest

    def note(self, store: Store, saved: SavedIndex) -> None:
        """Names a written file in SQLite: from now on it is the one that is loaded. Quick; the writer's store.

        Raises:
            DatabaseError, StorageFullError: it could not be noted; the file before it stays the one.
        """
        try:
            with store.db.durable():
                store.db.execute(
                    """REPLACE INTO index_file (file, sha256, generation, last_sequence, count, dimension, dtype, model)
                       SELECT ?, ?, ?, ?, ?, ?, ?, id FROM embedding_model WHERE name = ?""",
                    (*saved, DTYPE, self.model_id),
                )
        except UserError:
            with contextlib.suppress(OSError):
                (self.folder / saved.file).unlink()
            raise
        self._on_step("noted")
        self._sweep(store.db)

    def _sweep(self, db: Database) -> None:
        """Removes files that no row names. Only the one writer saves, so no half-written file is another's."""
        if not db.is_writer:
            return
        named = {row[0] for row in db.rows("SELECT file FROM index_file")}
        for path in self.folder.glob("*.usearch*"):
            if path.name not in named:
                with contextlib.suppress(OSError):
                    path.unlink()


def exact_search(embeddings: Embeddings, model_id: str, vectors: NDArray[np.floating[Any]], k: int) -> Found:
    """Finds the k nearest of each query by looking at every vector in the store: the reference, and the fall-back.

    Returns as `VectorIndex.search`. 100,000 vectors of 512 take a few tenths of a second.
    """
    queries = np.atleast_2d(np.asarray(vectors))
    best_ids = np.full((len(queries), k), NOBODY, np.int64)
    best = np.full((len(queries), k), -1.0, np.float32)
    for ids, rows in embeddings.iterate(model_id):
        found, near = _nearest(ids, rows, queries, min(k, len(ids)))
        all_ids = np.concatenate([best_ids, found], axis=1)
        scores = np.concatenate([best, near], axis=1)
        order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
        best_ids, best = np.take_along_axis(all_ids, order, 1), np.take_along_axis(scores, order, 1)
    return best_ids, best


def _nearest(ids: NDArray[np.int64], rows: NDArray[np.float16], queries: NDArray[np.floating[Any]], k: int) -> Found:
    scores = queries.astype(np.float32) @ rows.astype(np.float32).T
    some = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    near = np.take_along_axis(scores, some, 1)
    order = np.argsort(-near, axis=1, kind="stable")
    return ids[np.take_along_axis(some, order, 1)], np.take_along_axis(near, order, 1)


def new_graph(dimension: int) -> Any:
    """Returns an empty usearch index as ours are made: float16, inner product of unit vectors."""
    from usearch.index import Index  # late: a small library, and the GUI's start, do without

    return Index(
        ndim=dimension,
        metric="ip",
        dtype=DTYPE,
        connectivity=CONNECTIVITY,
        expansion_add=EXPANSION_ADD,
        expansion_search=EXPANSION_SEARCH,
    )
