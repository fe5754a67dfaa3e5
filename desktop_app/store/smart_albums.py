"""Smart albums: what the user asked for, and, for those taught by example, what was learned from it.

`smart_album` and `smart_album_example` are the user's. `smart_album_learned`, `smart_album_match` and `view_vector`
follow from them and from the photos: they may be lost at any time and are made again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Timeline
from desktop_app.domain.photo import Badge
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row
from desktop_app.store.journal import Change

if TYPE_CHECKING:
    from desktop_app.domain.smart_album import RuleSet, SmartAlbum
    from desktop_app.store import smart_rules

SMART_ALBUM = "smart_album"
SMART_EXAMPLE = "smart_album_example"
_FLAWED = int(Badge.FLAGGED | Badge.DAMAGED) << tiles.BADGE_SHIFT
_FAVOURITE = int(Badge.FAVOURITE) << tiles.BADGE_SHIFT

Ids = NDArray[np.int64]


def local_now_ms() -> int:
    """Returns the wall clock as photos carry it: local time read as if it were UTC, in milliseconds."""
    return int(datetime.now().astimezone().replace(tzinfo=UTC).timestamp() * 1000)


class SmartAlbumRow(NamedTuple):
    """A smart album as its table holds it, and as the journal writes it down."""

    name: str
    kind: str
    created_at_ms: int
    position: int
    definition: str

    def as_text(self) -> str:
        """Returns the row for the journal."""
        return json.dumps(self, ensure_ascii=False)

    @property
    def strictness(self) -> float:
        """How strictly examples are followed, 0 to 1."""
        found: Any = json.loads(self.definition)
        return min(max(float(found.get("strictness", 0.5)), 0.0), 1.0)

    @property
    def rules(self) -> RuleSet | None:
        """The rules of an album by rules."""
        from desktop_app.domain.smart_album import SmartKind  # late, like those below: after the first tiles
        from desktop_app.store import smart_rules

        if self.kind != SmartKind.RULES:
            return None
        return smart_rules.from_json(json.loads(self.definition))


class LearnedRow(NamedTuple):
    """What was learned from examples, and up to where the library was looked through.

    Attributes:
        model: whose vectors it is about.
        examples: a digest of what it was learned from.
        last_sequence: of the last vector that was scored; `generation` of the model then.
        learned: the classifier. `report`: JSON of the lesson.
    """

    model: str
    examples: bytes
    last_sequence: int
    generation: int
    learned: bytes
    report: str


class SmartAlbums:
    """Reads smart albums, and keeps what was learned for them; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self, now_ms: int) -> list[SmartAlbum]:
        """Returns all smart albums in the sidebar's order; counts and covers through the visibility policy."""
        rows = self._db.rows(f"SELECT id, {_READ} FROM smart_album ORDER BY position, id")  # noqa: S608
        return [self._album(SmartAlbumId(row[0]), SmartAlbumRow(*row[1:]), n, now_ms) for n, row in enumerate(rows)]

    def get(self, album_id: SmartAlbumId, now_ms: int) -> SmartAlbum | None:
        """Returns one smart album, None when it is gone."""
        row = self.row(album_id)
        if row is None:
            return None
        before = self._db.value(
            "SELECT count(*) FROM smart_album WHERE (position, id) < (?, ?)", (row.position, album_id)
        )
        return self._album(album_id, row, int(before), now_ms)

    def row(self, album_id: SmartAlbumId) -> SmartAlbumRow | None:
        """Returns a smart album as its table holds it, None when it is gone."""
        return load_smart_row(self._db, album_id)

    def by_name(self) -> dict[str, SmartAlbumId]:
        """Returns the ids of the smart albums by name, in the sidebar's order."""
        rows = self._db.rows("SELECT name, id FROM smart_album ORDER BY position, id")
        return {row[0]: SmartAlbumId(row[1]) for row in rows}

    def taught(self) -> list[SmartAlbumId]:
        """Returns the smart albums by example."""
        from desktop_app.domain.smart_album import SmartKind

        rows = self._db.rows("SELECT id FROM smart_album WHERE kind = ? ORDER BY id", (SmartKind.EXAMPLE.value,))
        return [SmartAlbumId(row[0]) for row in rows]

    def _album(self, album_id: SmartAlbumId, row: SmartAlbumRow, position: int, now_ms: int) -> SmartAlbum:
        from desktop_app.domain.smart_album import SmartAlbum, SmartKind

        sql, values = self._members(album_id, row, now_ms)
        count, cover = self._db.rows(
            f"""SELECT sum({tiles.counted_sql(Surface.ALBUM, "p.tile")}), (
                SELECT p.id FROM photo AS p WHERE {tiles.visible_sql(Surface.COVER, "p.tile")}
                AND p.decode_stage = {tiles.DONE} AND {sql}
                ORDER BY (p.tile & {_FAVOURITE}) = 0, -p.rating, (p.tile & {_FLAWED}) <> 0, p.taken_at_ms DESC LIMIT 1)
                FROM photo AS p WHERE {sql}""",  # noqa: S608
            (*values, *values),
        )[0]
        spoken = self.examples(album_id)
        return SmartAlbum(
            album_id, row.name, SmartKind(row.kind), count or 0, cover, row.created_at_ms, position, row.rules,
            row.strictness, sum(spoken.values()), sum(not wanted for wanted in spoken.values()),
        )  # fmt: skip

    def _members(self, album_id: SmartAlbumId, row: SmartAlbumRow, now_ms: int) -> smart_rules.Condition:
        """Returns the condition on photos `p` of the album: its rules; or its matches, as the user ruled on them."""
        from desktop_app.store import smart_rules

        rules = row.rules
        if rules is not None:
            return smart_rules.condition(rules, now_ms)
        return (
            """(p.id IN (SELECT photo_id FROM smart_album_example WHERE smart_album_id = ? AND is_wanted)
                OR p.id IN (SELECT photo_id FROM smart_album_match WHERE smart_album_id = ? AND probability >= ?
                            EXCEPT SELECT photo_id FROM smart_album_example WHERE smart_album_id = ?))""",
            (album_id, album_id, self.cut(album_id, row.strictness), album_id),
        )

    def cut(self, album_id: SmartAlbumId, strictness: float) -> float:
        """Returns the least probability of a match at a strictness; above any while nothing was learned."""
        report = self._db.value("SELECT report FROM smart_album_learned WHERE smart_album_id = ?", (album_id,))
        steps = json.loads(report)["steps"] if report else []
        if not steps:
            return 2.0
        return float(min(steps, key=lambda step: abs(step[0] - strictness))[1])

    def timeline(self, album_id: SmartAlbumId, now_ms: int) -> Timeline:
        """Returns the photos of a smart album, newest first; none when it is gone."""
        row = self.row(album_id)
        sql, values = ("0", ()) if row is None else self._members(album_id, row, now_ms)
        return self._photos(sql, values)

    def _photos(self, sql: str, values: Sequence[Any]) -> Timeline:
        found = self._db.columns(
            f"""SELECT p.id AS id, p.taken_at_ms AS taken_at_ms, p.tile AS tile FROM photo AS p
                WHERE {tiles.visible_sql(Surface.ALBUM, "p.tile")} AND {sql}
                ORDER BY p.taken_at_ms DESC, p.id DESC""",  # noqa: S608
            ("id", "taken_at_ms", "tile"),
            tuple(values),
        )
        return tiles.unpack(*found)

    def count(self, rules: RuleSet, now_ms: int) -> int:
        """Returns how many photos that may be seen answer to rules."""
        from desktop_app.store import smart_rules

        sql, values = smart_rules.condition(rules, now_ms)
        counted = tiles.counted_sql(Surface.ALBUM, "p.tile")
        return int(self._db.value(f"SELECT count(*) FROM photo AS p WHERE {counted} AND {sql}", values))  # noqa: S608

    def probabilities(self, album_id: SmartAlbumId) -> dict[PhotoId, float]:
        """Returns how likely each photo belongs, of those that may be seen and were not ruled on, surest first."""
        rows = self._db.rows(
            f"""SELECT m.photo_id, m.probability FROM smart_album_match AS m JOIN photo AS p ON p.id = m.photo_id
                WHERE m.smart_album_id = ? AND {tiles.visible_sql(Surface.ALBUM, "p.tile")}
                  AND NOT EXISTS (SELECT 1 FROM smart_album_example AS e
                                  WHERE e.smart_album_id = m.smart_album_id AND e.photo_id = m.photo_id)
                ORDER BY m.probability DESC, m.photo_id""",  # noqa: S608
            (album_id,),
        )
        return {PhotoId(row[0]): row[1] for row in rows}

    def examples(self, album_id: SmartAlbumId) -> dict[PhotoId, bool]:
        """Returns what the user said of photos, "this" as True, in order of their ids."""
        rows = self._db.rows(
            "SELECT photo_id, is_wanted FROM smart_album_example WHERE smart_album_id = ? ORDER BY photo_id",
            (album_id,),
        )
        return {PhotoId(row[0]): bool(row[1]) for row in rows}

    def learned(self, album_id: SmartAlbumId) -> LearnedRow | None:
        """Returns what was learned, None when nothing was or it was lost."""
        row = self._db.row(
            """SELECT model, examples, last_sequence, generation, learned, report FROM smart_album_learned
               WHERE smart_album_id = ?""",
            (album_id,),
        )
        return None if row is None else LearnedRow(*row)

    def keep_learned(
        self,
        album_id: SmartAlbumId,
        row: LearnedRow,
        ids: Ids,
        probabilities: NDArray[np.float64],
        judged: Ids | None = None,
    ) -> None:
        """Keeps what was learned, and the photos that answer to it.

        Does nothing when the album is gone. Photos whose rows went meanwhile are left out.

        Args:
            album_id: the album.
            row: what was learned.
            ids: (N,) the photos that answer.
            probabilities: (N,) how likely each belongs.
            judged: (M,) the photos that were looked at, when only some were; the others stay as they are.
        """
        with self._db.atomic():
            if self.row(album_id) is None:
                return
            if judged is None:
                self._db.execute("DELETE FROM smart_album_match WHERE smart_album_id = ?", (album_id,))
            else:
                self._db.execute(
                    """DELETE FROM smart_album_match WHERE smart_album_id = ?
                       AND photo_id IN (SELECT value FROM json_each(?))""",
                    (album_id, tiles.id_list(judged.tolist())),
                )
            self._db.execute("REPLACE INTO smart_album_learned VALUES (?, ?, ?, ?, ?, ?, ?)", (album_id, *row))
            pairs = json.dumps(list(zip(ids.tolist(), probabilities.tolist(), strict=True)))
            self._db.execute(
                """REPLACE INTO smart_album_match SELECT ?, j.value ->> 0, j.value ->> 1 FROM json_each(?) AS j
                   WHERE j.value ->> 0 IN (SELECT id FROM photo)""",
                (album_id, pairs),
            )

    def forget_learned(self, album_id: SmartAlbumId) -> None:
        """Lets go of what was learned: the last example was taken back."""
        with self._db.atomic():
            self._db.execute("DELETE FROM smart_album_match WHERE smart_album_id = ?", (album_id,))
            self._db.execute("DELETE FROM smart_album_learned WHERE smart_album_id = ?", (album_id,))

    def views(self, ids: Sequence[PhotoId], model: str) -> dict[PhotoId, dict[str, bytes]]:
        """Returns the kept vectors of views, float16, by photo and view, of photos whose file is still that file."""
        found: dict[PhotoId, dict[str, bytes]] = {}
        for photo, view, vector in self._db.rows(
            """SELECT v.photo_id, v.view, v.vector FROM view_vector AS v JOIN photo AS p ON p.id = v.photo_id
               WHERE v.photo_id IN (SELECT value FROM json_each(?)) AND v.model = ? AND v.content_hash = p.content_hash
               ORDER BY v.photo_id, v.view""",
            (tiles.id_list(ids), model),
        ):
            found.setdefault(PhotoId(photo), {})[view] = vector
        return found

    def keep_views(self, photo_id: PhotoId, model: str, content_hash: bytes, views: dict[str, bytes]) -> None:
        """Keeps the vectors of a photo's views, float16. Does nothing when its row is gone."""
        with self._db.atomic():
            self._db.execute_many(
                """REPLACE INTO view_vector SELECT ?, ?, ?, ?, ? WHERE EXISTS (SELECT 1 FROM photo WHERE id = ?)""",
                [(photo_id, model, view, content_hash, vector, photo_id) for view, vector in views.items()],
            )


_READ = "name, kind, created_at_ms, position, definition"


def load_smart_row(db: Database, album_id: SmartAlbumId) -> SmartAlbumRow | None:
    """Returns a smart album as its table holds it, None when it is gone."""
    row: type_row | None = db.row(f"SELECT {_READ} FROM smart_album WHERE id = ?", (album_id,))  # noqa: S608
    return None if row is None else SmartAlbumRow(*row)


def write_smart_albums(db: Database, changes: Sequence[Change]) -> None:
    """Writes changed rows of smart albums; call it inside a transaction."""
    for change in changes:
        if change.after_text is None:
            db.execute("DELETE FROM smart_album WHERE id = ?", (int(change.name),))
            continue
        db.execute(
            f"""INSERT INTO smart_album (id, {_READ}, checksum)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_checksum(?1, ?2, ?3, ?4, ?5, ?6))
               ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind,
                   created_at_ms = excluded.created_at_ms, position = excluded.position,
                   definition = excluded.definition, checksum = excluded.checksum""",  # noqa: S608
            (int(change.name), *SmartAlbumRow(*json.loads(change.after_text))),
        )


def write_smart_examples(db: Database, changes: Sequence[Change]) -> None:
    """Writes what photos are examples of; call it inside a transaction."""
    db.execute_many(
        """REPLACE INTO smart_album_example (smart_album_id, photo_id, is_wanted, checksum)
           VALUES (?1, ?2, ?3, row_checksum(?1, ?2, ?3))""",
        [(int(change.name), change.photo_id, change.after) for change in changes if change.after is not None],
    )
    db.execute_many(
        "DELETE FROM smart_album_example WHERE smart_album_id = ? AND photo_id = ?",
        [(int(change.name), change.photo_id) for change in changes if change.after is None],
    )
