"""Storing what the models said: vector, tags and flags of a batch of photos in one transaction."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence

import numpy as np

from desktop_app.domain.flagging import Assessment
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import FlagName, TagSource
from desktop_app.store import photo_rows, tiles
from desktop_app.store.assessments import Assessments
from desktop_app.store.database import Database
from desktop_app.store.problems import Problems
from desktop_app.store.rows import UnderstoodRow, Verdict

log = logging.getLogger(__name__)

MAX_DIMENSION = 4096
NORM_TOLERANCE = 0.02
_FLAGGED_BY_MODELS = (FlagName.SENSITIVE, FlagName.WEAPON)


class Understanding:
    """Writes what the models said."""

    def __init__(self, db: Database, problems: Problems, assessments: Assessments) -> None:
        self._db = db
        self._problems = problems
        self._assessments = assessments

    def save(self, rows: Sequence[UnderstoodRow], at_ms: int) -> list[PhotoId]:
        """Stores a batch, all or nothing.

        AI tags and flags of these photos are replaced; what the user removed or dismissed stays so. A vector that is
        no unit vector is refused, and the tags with it: the photo is marked, with a problem, and keeps its flags.

        Returns:
            The photos whose vector was refused.

        Raises:
            ValueError: the vectors of one model differ in length, which is a bug.
        """
        refused: list[PhotoId] = []
        with self._db.atomic():
            there = self._there([row.photo_id for row in rows])
            rows = [row for row in rows if row.photo_id in there]
            sound = []
            for row in rows:
                if is_unit(row):
                    sound.append(row)
                else:
                    refused.append(row.photo_id)
            for name in {row.model_id for row in rows}:
                self._save_vectors(
                    name, [r for r in sound if r.model_id == name], [r for r in rows if r.model_id == name], at_ms
                )
            self._save_tags(sound)
            self._save_flags({row.photo_id: row.flags for row in rows})
            self._db.execute_many(
                "REPLACE INTO unjudged (photo_id) VALUES (?)", [(row.photo_id,) for row in rows if not row.is_judged]
            )
            tiles.refresh(self._db, [row.photo_id for row in rows])
        if refused:
            log.warning("%d vectors were not unit vectors and were left out", len(refused))
        return refused

    def save_flags_alone(self, rows: Sequence[tuple[PhotoId, Verdict]]) -> None:
        """Stores flags of photos that still wait for vector and tags; `Photos.pending_flags` leaves them out then."""
        with self._db.atomic():
            there = self._there([photo for photo, _ in rows])
            found = {photo: flags for photo, flags in rows if photo in there}
            self._save_flags(found)
            self._db.execute_many("REPLACE INTO flagged_alone (photo_id) VALUES (?)", [(photo,) for photo in found])
            tiles.refresh(self._db, found)

    def save_judgement(self, flags: Mapping[PhotoId, Verdict], unanswered: Sequence[PhotoId]) -> None:
        """Stores flags of photos that were understood while the model for sensitivity was off; all else stays.

        Args:
            flags: those of photos that were judged now.
            unanswered: photos the models failed on this time; they keep their flags and are not asked about again.
        """
        with self._db.atomic():
            there = self._there([*flags, *unanswered])
            found = {photo: flags[photo] for photo in flags if photo in there}
            self._save_flags(found)
            self._db.execute_many("DELETE FROM unjudged WHERE photo_id = ?", [(photo,) for photo in unanswered])
            tiles.refresh(self._db, found)

    def answered(self, ids: Sequence[PhotoId], model_id: str) -> set[PhotoId]:
        """Returns those of these photos whose present picture a model has understood already, or failed on."""
        rows = self._db.rows(
            """SELECT a.value FROM json_each(?) AS a, embedding_model AS m WHERE m.name = ? AND (
                 EXISTS (SELECT 1 FROM embedding AS e WHERE e.photo_id = a.value AND e.model = m.id)
                 OR EXISTS (SELECT 1 FROM embed_failure AS x WHERE x.photo_id = a.value AND x.model = m.id))""",
            (tiles.id_list(ids), model_id),
        )
        return {PhotoId(row[0]) for row in rows}

    def copy_from_equals(self, ids: Sequence[PhotoId], model_id: str) -> set[PhotoId]:
        """Gives photos what a model said about others of the same content; returns those for which there was one.

        Vector, AI tags and flags are taken over as the model gave them; what the user removed from one photo or
        dismissed there is each photo's own and stays as it is.
        """
        with self._db.atomic():
            pairs = self._db.rows(
                """SELECT p.id, m.id, (SELECT o.id FROM photo AS o JOIN embedding AS e ON e.photo_id = o.id
                       WHERE o.content_hash = p.content_hash AND o.id <> p.id AND e.model = m.id
                       ORDER BY o.id LIMIT 1) AS equal
                   FROM photo AS p JOIN embedding_model AS m ON m.name = ?
                   WHERE p.decode_stage = 1 AND p.id IN (SELECT value FROM json_each(?)) AND equal IS NOT NULL""",
                (model_id, tiles.id_list(ids)),
            )
            for photo, number, equal in pairs:
                self._copy(photo, number, equal)
            tiles.refresh(self._db, [row[0] for row in pairs])
        return {PhotoId(row[0]) for row in pairs}

    def _copy(self, photo: PhotoId, number: int, equal: int) -> None:
        for table in ("embedding", "embed_failure"):
            self._db.execute(f"DELETE FROM {table} WHERE photo_id = ? AND model = ?", (photo, number))  # noqa: S608
        self._db.execute("DELETE FROM photo_tag WHERE source = 'ai' AND photo_id = ?", (photo,))
        self._db.execute("DELETE FROM flag WHERE photo_id = ?", (photo,))
        self._db.execute(
            "INSERT INTO embedding (model, photo_id, vector) SELECT model, ?, vector FROM embedding"
            " WHERE photo_id = ? AND model = ?",
            (photo, equal, number),
        )
        self._db.execute(
            "INSERT INTO photo_tag (photo_id, tag_id, source, confidence)"
            " SELECT ?, tag_id, source, confidence FROM photo_tag WHERE photo_id = ? AND source = 'ai'",
            (photo, equal),
        )
        self._db.execute(
            "INSERT INTO flag (photo_id, name, score, why) SELECT ?, name, score, why FROM flag WHERE photo_id = ?",
            (photo, equal),
        )
        self._assessments.copy(photo, equal)
        self._db.execute("DELETE FROM unjudged WHERE photo_id = ?", (photo,))
        self._db.execute(
            "INSERT INTO unjudged (photo_id) SELECT ? FROM unjudged WHERE photo_id = ?",
            (photo, equal),
        )
        if self._is_active(number):
            self._db.execute("UPDATE photo SET embed_stage = 1 WHERE id = ?", (photo,))

    def fail(
        self, photo_id: PhotoId, model_id: str, dimension: int, reason: str, at_ms: int, flags: Verdict = ()
    ) -> None:
        """Notes that a model could not understand a photo; it is not asked again about this content.

        `flags` are those that need no model; what models flagged before stays.
        """
        with self._db.atomic():
            if self._there([photo_id]):
                self._fail(self._model(model_id, dimension), photo_id, reason, at_ms)
                self._db.execute(
                    "DELETE FROM flag WHERE photo_id = ? AND name NOT IN (SELECT value FROM json_each(?))",
                    (photo_id, json.dumps(_FLAGGED_BY_MODELS)),
                )
                self._add_flags({photo_id: self._assessments.keeping_models(photo_id, flags)})
                tiles.refresh(self._db, [photo_id])

    def _there(self, ids: Sequence[PhotoId]) -> set[PhotoId]:
        """The decoded ones: a photo whose file changed meanwhile is read again before it is understood."""
        rows = self._db.rows(
            "SELECT id FROM photo WHERE decode_stage = 1 AND id IN (SELECT value FROM json_each(?))",
            (tiles.id_list(ids),),
        )
        return {PhotoId(row[0]) for row in rows}

    def _save_vectors(self, name: str, sound: list[UnderstoodRow], asked: list[UnderstoodRow], at_ms: int) -> None:
        dimension = asked[0].vector.size
        number = self._model(name, dimension)
        if any(row.vector.size != dimension for row in asked):
            raise ValueError(f"vectors of {name} differ in length")
        ids = tiles.id_list(row.photo_id for row in asked)
        for table in ("embedding", "embed_failure"):
            self._db.execute(
                f"DELETE FROM {table} WHERE photo_id IN (SELECT value FROM json_each(?)) AND model = ?",  # noqa: S608
                (ids, number),
            )
        self._db.execute_many(
            "INSERT INTO embedding (model, photo_id, vector) VALUES (?, ?, ?)",
            [(number, row.photo_id, np.ascontiguousarray(row.vector, np.float16).tobytes()) for row in sound],
        )
        if self._is_active(number):
            self._db.execute("UPDATE photo SET embed_stage = 1 WHERE id IN (SELECT value FROM json_each(?))", (ids,))
        for photo in {row.photo_id for row in asked} - {row.photo_id for row in sound}:
            self._fail(number, photo, "The model gave no usable answer for this photo.", at_ms)

    def _fail(self, number: int, photo_id: PhotoId, reason: str, at_ms: int) -> None:
        from pathlib import Path

        self._db.execute("REPLACE INTO embed_failure (model, photo_id) VALUES (?, ?)", (number, photo_id))
        if self._is_active(number):
            self._db.execute("UPDATE photo SET embed_stage = 2 WHERE id = ?", (photo_id,))
        self._problems.add(Path(), reason, at_ms, photo_id)

    def _is_active(self, number: int) -> bool:
        return bool(self._db.value("SELECT is_active FROM embedding_model WHERE id = ?", (number,)))

    def _model(self, name: str, dimension: int) -> int:
        """Returns the model's number. The first model of a library is active at once, later ones must take over."""
        found = self._db.row("SELECT id, dimension FROM embedding_model WHERE name = ?", (name,))
        if found is None:
            if not 0 < dimension <= MAX_DIMENSION:
                raise ValueError(f"vectors of {name} have a length of {dimension}")
            return int(
                self._db.value(
                    """INSERT INTO embedding_model (name, dimension, is_active)
                       VALUES (?, ?, NOT EXISTS (SELECT 1 FROM embedding_model WHERE is_active)) RETURNING id""",
                    (name, dimension),
                )
            )
        if found[1] != dimension:
            raise ValueError(f"vectors of {name} have a length of {dimension}, not {found[1]}")
        return int(found[0])

    def _save_tags(self, rows: Sequence[UnderstoodRow]) -> None:
        ids = tiles.id_list(row.photo_id for row in rows)
        self._db.execute(
            "DELETE FROM photo_tag WHERE source = 'ai' AND photo_id IN (SELECT value FROM json_each(?))", (ids,)
        )
        photo_rows.save_tags(
            self._db,
            [
                (row.photo_id, tag.name, str(TagSource.AI), min(max(float(tag.confidence), 0.0), 1.0))
                for row in rows
                for tag in row.tags
                if tag.source is TagSource.AI and tag.name
            ],
        )

    def _save_flags(self, rows: Mapping[PhotoId, Verdict]) -> None:
        ids = tiles.id_list(rows)
        for table in ("flag", "unjudged"):
            self._db.execute(f"DELETE FROM {table} WHERE photo_id IN (SELECT value FROM json_each(?))", (ids,))  # noqa: S608
        self._add_flags(rows)

    def _add_flags(self, rows: Mapping[PhotoId, Verdict]) -> None:
        assessed = {photo: verdict for photo, verdict in rows.items() if isinstance(verdict, Assessment)}
        self._assessments.save(assessed)
        found = self._assessments.flags(assessed) | {
            photo: verdict for photo, verdict in rows.items() if not isinstance(verdict, Assessment)
        }
        self._db.execute_many(
            "REPLACE INTO flag (photo_id, name, score, why) VALUES (?, ?, ?, ?)",
            [(photo, str(flag.name), float(flag.score), flag.why) for photo, flags in found.items() for flag in flags],
        )


def is_unit(row: UnderstoodRow) -> bool:
    """Says whether a vector is finite and of unit length within what half precision can hold."""
    with np.errstate(over="ignore", invalid="ignore"):
        norm = float(np.linalg.norm(row.vector.astype(np.float32)))
    return row.vector.ndim == 1 and bool(np.isfinite(norm)) and abs(norm - 1) <= NORM_TOLERANCE
