"""The vectors: the truth behind the index. One row per photo and model, numbered in the order they were written."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row

log = logging.getLogger(__name__)

Ids = NDArray[np.int64]
Vectors = NDArray[np.float16]


class EmbeddingModel(NamedTuple):
    """One model the library has vectors of. `generation` moves with each row written or removed."""

    number: int
    name: str
    dimension: int
    is_active: bool
    vector_count: int
    generation: int


class Embeddings:
    """The table of vectors."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def models(self) -> list[EmbeddingModel]:
        """Returns all models the library has vectors of, the active one first."""
        rows = self._db.rows(
            "SELECT id, name, dimension, is_active, count, generation FROM embedding_model ORDER BY is_active DESC, id"
        )
        return [EmbeddingModel(row[0], row[1], row[2], bool(row[3]), row[4], row[5]) for row in rows]

    def model(self, model_id: str) -> EmbeddingModel | None:
        """Returns one model, or None where it has no vectors yet."""
        return next((model for model in self.models() if model.name == model_id), None)

    def active_model(self) -> str | None:
        """Returns the id of the model whose vectors answer questions now."""
        return self._db.value("SELECT name FROM embedding_model WHERE is_active")  # type: ignore[no-any-return]

    def count(self, model_id: str) -> int:
        """Returns how many photos have a vector of this model."""
        return int(self._db.value("SELECT count FROM embedding_model WHERE name = ?", (model_id,)) or 0)

    def dimension(self, model_id: str) -> int:
        """Returns the length of this model's vectors, 0 where there are none."""
        return int(self._db.value("SELECT dimension FROM embedding_model WHERE name = ?", (model_id,)) or 0)

    def generation(self, model_id: str) -> int:
        """Returns a number that moves with every vector written or removed."""
        return int(self._db.value("SELECT generation FROM embedding_model WHERE name = ?", (model_id,)) or 0)

    def get(self, ids: Sequence[PhotoId], model_id: str) -> tuple[Ids, Vectors]:
        """Returns the vectors there are of these photos, in their order: (N,) int64 and (N, D) float16."""
        rows = self._db.rows(
            """SELECT e.photo_id, e.vector FROM embedding AS e
               WHERE e.photo_id IN (SELECT value FROM json_each(?))
                 AND e.model = (SELECT id FROM embedding_model WHERE name = ?)""",
            (tiles.id_list(ids), model_id),
        )
        found: dict[int, bytes] = dict(rows)
        return _arrays(
            [(photo, found[photo]) for photo in dict.fromkeys(ids) if photo in found], self.dimension(model_id)
        )

    def iterate(self, model_id: str, batch: int = 4096) -> Iterator[tuple[Ids, Vectors]]:
        """Yields all vectors of a model in the order written, in batches of (N,) int64 and (N, D) float16."""
        for _, ids, vectors in self.since(model_id, 0, batch):
            yield ids, vectors

    def since(self, model_id: str, sequence: int, batch: int = 4096) -> Iterator[tuple[int, Ids, Vectors]]:
        """Yields what was written after a sequence number: the last number of the batch, ids and vectors.

        A photo that was understood again appears once, at its latest number.
        """
        dimension = self.dimension(model_id)
        number = self._db.value("SELECT id FROM embedding_model WHERE name = ?", (model_id,))
        while number is not None:
            rows = self._db.rows(
                """SELECT photo_id, vector, sequence FROM embedding WHERE model = ? AND sequence > ?
                   ORDER BY sequence LIMIT ?""",
                (number, sequence, batch),
            )
            if not rows:
                return
            sequence = rows[-1][2]
            ids, vectors = _arrays(rows, dimension)
            yield sequence, ids, vectors

    def removed_since(self, model_id: str, generation: int) -> Ids:
        """Returns photos without a vector of this model whose vector was removed after a generation.

        Only the removals among the last 10,000 changes are certain to be there.
        """
        rows = self._db.rows(
            """SELECT r.photo_id FROM removed_embedding AS r JOIN embedding_model AS m ON m.id = r.model
               WHERE m.name = ? AND r.generation > ?
                 AND NOT EXISTS (SELECT 1 FROM embedding AS e WHERE e.photo_id = r.photo_id AND e.model = r.model)""",
            (model_id, generation),
        )
        return np.fromiter((row[0] for row in rows), np.int64, len(rows))

    def photo_ids(self, model_id: str) -> Ids:
        """Returns the ids of all photos with a vector of this model, ascending."""
        rows = self._db.rows(
            "SELECT photo_id FROM embedding WHERE model = (SELECT id FROM embedding_model WHERE name = ?)", (model_id,)
        )
        ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        ids.sort()
        return ids

    def waiting(self, model_id: str) -> int:
        """Returns how many decoded photos that are there this model has neither understood nor failed on."""
        return int(
            self._db.value(
                f"""SELECT count(*) FROM photo AS p WHERE p.decode_stage = 1 AND (p.tile & {tiles.AWAY}) = 0
                    AND NOT EXISTS (SELECT 1 FROM embedding AS e JOIN embedding_model AS m ON m.id = e.model
                                    WHERE e.photo_id = p.id AND m.name = :model)
                    AND NOT EXISTS (SELECT 1 FROM embed_failure AS x JOIN embedding_model AS m ON m.id = x.model
                                    WHERE x.photo_id = p.id AND m.name = :model)""",  # noqa: S608
                {"model": model_id},
            )
        )

    def take_over(self, model_id: str) -> bool:
        """Makes a model the active one when it has seen every decoded photo that is there; else changes nothing.

        Returns:
            True when the model is active now, or was already.
        """
        model = self.model(model_id)
        if model is None:
            return False
        if model.is_active:
            return True
        if self.waiting(model_id):
            return False
        with self._db.atomic():
            self._db.execute("UPDATE embedding_model SET is_active = (id = ?)", (model.number,))
            changed = [
                row[0]
                for row in self._db.rows(
                    """UPDATE photo SET embed_stage = s.stage FROM (
                           SELECT p.id AS id, CASE
                               WHEN EXISTS (SELECT 1 FROM embedding WHERE photo_id = p.id AND model = :model) THEN 1
                               WHEN EXISTS (SELECT 1 FROM embed_failure WHERE photo_id = p.id AND model = :model) THEN 2
                               ELSE 0 END AS stage FROM photo AS p) AS s
                       WHERE s.id = photo.id AND s.stage <> photo.embed_stage RETURNING photo.id""",
                    {"model": model.number},
                )
            ]
            tiles.refresh(self._db, changed)
        log.info("embedding model %s has taken over", model_id)
        return True

    def forget(self, model_id: str, limit: int = 2000) -> int:
        """Removes up to `limit` vectors of a model that is not active, so that its room is free again.

        Returns:
            How many are left; at 0 the model itself is forgotten too.
        """
        model = self.model(model_id)
        if model is None or model.is_active:
            return 0
        with self._db.atomic():
            self._db.execute(
                "DELETE FROM embedding WHERE sequence IN (SELECT sequence FROM embedding WHERE model = ? LIMIT ?)",
                (model.number, limit),
            )
            left = self.count(model_id)
            if not left:
                self._db.execute("DELETE FROM embedding_model WHERE id = ?", (model.number,))
        return left


def _arrays(rows: Sequence[type_row], dimension: int) -> tuple[Ids, Vectors]:
    ids = np.fromiter((row[0] for row in rows), np.int64, len(rows))
    data = b"".join([row[1] for row in rows])
    if len(data) != len(rows) * dimension * 2:
        whole = [row for row in rows if len(row[1]) == 2 * dimension]
        log.warning("%d vectors have a wrong length and were left out", len(rows) - len(whole))
        return _arrays(whole, dimension)
    return ids, np.frombuffer(data, np.float16).reshape(len(rows), dimension)
