"""Albums: what photos the user put together, in which order, and what stands for each of them.

`album.cover` is the user's choice and counts only while that photo is in the album and may be a cover; a photo taken
out and put back is the cover again. `album_photo.place` orders the photos of an album arranged by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.photo import Badge
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row
from desktop_app.store.journal import Change

ALBUM = "album"
ALBUM_PHOTO = "album_photo"
ALBUM_REFUSAL = "album_refusal"
_FAVOURITE = int(Badge.FAVOURITE) << tiles.BADGE_SHIFT
_FLAWED = int(Badge.FLAGGED | Badge.DAMAGED) << tiles.BADGE_SHIFT
_TIME_BITS = 46  # of the rank of a cover, above them 5 bits; 46 hold the years before 1000 to after 3000
_SEAL = "row_checksum(id, name, created_at_ms, position, cover, is_own_order)"
# A favourite, then the best rated, then one without a flag or damage, then the newest; of those that could be read.
_COVER_RANK = f"""CASE WHEN {tiles.visible_sql(Surface.COVER, "p.tile")} AND p.decode_stage = {tiles.DONE} THEN
    ((((p.tile & {_FAVOURITE}) <> 0) << 4 | p.rating << 1 | ((p.tile & {_FLAWED}) = 0)) << {_TIME_BITS})
    + min(max(p.taken_at_ms, -(1 << {_TIME_BITS - 1})), (1 << {_TIME_BITS - 1}) - 1) + (1 << {_TIME_BITS - 1})
    ELSE -1 END"""


class AlbumRow(NamedTuple):
    """An album as its table holds it, and as the journal writes it down."""

    name: str
    created_at_ms: int
    position: int
    cover: PhotoId | None = None
    is_own_order: int = 0

    def as_text(self) -> str:
        """Returns the row for the journal."""
        return json.dumps(self, ensure_ascii=False)


class Albums:
    """Reads albums; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Album]:
        """Returns all albums in the sidebar's order; counts and covers through the visibility policy."""
        return self._albums()

    def get(self, album_id: AlbumId) -> Album | None:
        """Returns one album, None when it is gone."""
        return next(iter(self._albums(album_id)), None)

    def _albums(self, only: AlbumId | None = None) -> list[Album]:
        members = "" if only is None else "WHERE m.album_id = :album"
        albums = "" if only is None else "WHERE a.id = :album"
        rows = self._db.rows(
            f"""SELECT a.id, a.name, a.created_at_ms, a.is_own_order, n.photos, n.best, n.rank,
                       (SELECT p.id FROM album_photo AS c JOIN photo AS p ON p.id = c.photo_id
                        WHERE c.album_id = a.id AND c.photo_id = a.cover
                          AND {tiles.visible_sql(Surface.COVER, "p.tile")}),
                       (SELECT count(*) FROM album AS b WHERE (b.position, b.id) < (a.position, a.id))
                FROM album AS a LEFT JOIN (
                    SELECT m.album_id AS album_id, sum({tiles.counted_sql(Surface.ALBUM, "p.tile")}) AS photos,
                           m.photo_id AS best, max({_COVER_RANK}) AS rank
                    FROM album_photo AS m JOIN photo AS p ON p.id = m.photo_id {members}
                    GROUP BY m.album_id
                ) AS n ON n.album_id = a.id {albums}
                ORDER BY a.position, a.id""",  # noqa: S608
            {"album": only},
        )
        return [_album(row) for row in rows]

    def names(self) -> dict[AlbumId, str]:
        """Returns what the albums are called, in the sidebar's order."""
        return {AlbumId(row[0]): row[1] for row in self._db.rows("SELECT id, name FROM album ORDER BY position, id")}

    def photo_ids(self, album_id: AlbumId) -> list[PhotoId]:
        """Returns the photos of an album in its order, those that may not be seen too."""
        return [
            PhotoId(row[0])
            for row in self._db.rows(
                f"""SELECT p.id FROM album_photo AS m JOIN photo AS p ON p.id = m.photo_id
                    WHERE m.album_id = ? ORDER BY {self.order(album_id)}""",  # noqa: S608
                (album_id,),
            )
        ]

    def members(self, album_ids: Iterable[AlbumId]) -> NDArray[np.int64]:
        """Returns the ids of the photos that are in any of these albums, (N,) int64 in no order, seen or not."""
        sql = "SELECT DISTINCT photo_id AS id FROM album_photo WHERE album_id IN (SELECT value FROM json_each(?))"
        return self._db.columns(sql, ("id",), (tiles.id_list(album_ids),))[0]

    def containing(self, photo_id: PhotoId) -> list[AlbumId]:
        """Returns the albums a photo is in, in the sidebar's order."""
        rows = self._db.rows(
            """SELECT a.id FROM album_photo AS m JOIN album AS a ON a.id = m.album_id WHERE m.photo_id = ?
               ORDER BY a.position, a.id""",
            (photo_id,),
        )
        return [AlbumId(row[0]) for row in rows]

    def refused(self, album_id: AlbumId) -> frozenset[PhotoId]:
        """Returns the photos that the user does not want to be suggested for an album."""
        rows = self._db.rows("SELECT photo_id FROM album_refusal WHERE album_id = ?", (album_id,))
        return frozenset(PhotoId(row[0]) for row in rows)

    def order(self, album_id: AlbumId) -> str:
        """Returns the SQL order of an album's photos; `m` is album_photo and `p` photo."""
        return order_sql(self._db, album_id)


def order_sql(db: Database, album_id: AlbumId) -> str:
    """Returns the SQL order of an album's photos: as the user arranged them, else newest first."""
    is_own = db.value("SELECT is_own_order FROM album WHERE id = ?", (album_id,))
    return "m.place, m.photo_id" if is_own else "p.taken_at_ms DESC, p.id DESC"


def load_row(db: Database, album_id: AlbumId) -> AlbumRow | None:
    """Returns an album as its table holds it, None when it is gone."""
    row = db.row("SELECT name, created_at_ms, position, cover, is_own_order FROM album WHERE id = ?", (album_id,))
    return None if row is None else AlbumRow(*row)


def write_albums(db: Database, changes: Sequence[Change]) -> None:
    """Writes changed rows of albums; call it inside a transaction."""
    for change in changes:
        if change.after_text is None:
            db.execute("DELETE FROM album WHERE id = ?", (int(change.name),))
            continue
        db.execute(
            """INSERT INTO album (id, name, created_at_ms, position, cover, is_own_order, checksum)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, row_checksum(?1, ?2, ?3, ?4, ?5, ?6))
               ON CONFLICT (id) DO UPDATE SET name = excluded.name, created_at_ms = excluded.created_at_ms,
                   position = excluded.position, cover = excluded.cover, is_own_order = excluded.is_own_order,
                   checksum = excluded.checksum""",
            (int(change.name), *AlbumRow(*json.loads(change.after_text))),
        )


def write_places(db: Database, changes: Sequence[Change]) -> None:
    """Writes which photos are in albums, and where in them; call it inside a transaction."""
    db.execute_many(
        """REPLACE INTO album_photo (album_id, photo_id, place, checksum)
           VALUES (?1, ?2, ?3, row_checksum(?1, ?2, ?3))""",
        [(int(change.name), change.photo_id, change.after) for change in changes if change.after is not None],
    )
    db.execute_many(
        "DELETE FROM album_photo WHERE album_id = ? AND photo_id = ?",
        [(int(change.name), change.photo_id) for change in changes if change.after is None],
    )


def write_refusals(db: Database, changes: Sequence[Change]) -> None:
    """Writes which photos are not wanted in albums; call it inside a transaction."""
    db.execute_many(
        "REPLACE INTO album_refusal (album_id, photo_id, checksum) VALUES (?1, ?2, row_checksum(?1, ?2))",
        [(int(change.name), change.photo_id) for change in changes if change.after is not None],
    )
    db.execute_many(
        "DELETE FROM album_refusal WHERE album_id = ? AND photo_id = ?",
        [(int(change.name), change.photo_id) for change in changes if change.after is None],
    )


def take_over_cover(db: Database, photo_id: PhotoId, other: PhotoId) -> None:
    """Makes one photo the cover wherever `other`, whose row goes, was chosen; call it inside a transaction."""
    if db.execute("UPDATE album SET cover = ? WHERE cover = ?", (photo_id, other)).rowcount:
        db.execute(f"UPDATE album SET checksum = {_SEAL} WHERE cover = ?", (photo_id,))  # noqa: S608


def _album(row: type_row) -> Album:
    best = row[5] if row[6] is not None and row[6] >= 0 else None
    return Album(
        id=AlbumId(row[0]),
        name=row[1],
        photo_count=row[4] or 0,
        cover=row[7] if row[7] is not None else best,
        created_at_ms=row[2],
        position=row[8],
        is_own_order=bool(row[3]),
    )
