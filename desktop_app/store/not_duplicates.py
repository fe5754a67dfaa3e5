"""Pairs of photos that the user said are no duplicates: remembered for ever, wherever the photos lie."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from desktop_app.domain.ids import PhotoId
from desktop_app.store import tiles
from desktop_app.store.database import Database
from desktop_app.store.journal import Change

NOT_DUPLICATE = "not_duplicate"  # the kind of change in the journal: of the first photo, its name is the second
_SEAL = "row_checksum(first, second)"

Pair = tuple[PhotoId, PhotoId]


class NotDuplicates:
    """Reads the pairs; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def pairs(self) -> frozenset[Pair]:
        """Returns all pairs, the lower id first."""
        rows = self._db.rows("SELECT first, second FROM not_duplicate")
        return frozenset((PhotoId(first), PhotoId(second)) for first, second in rows)


def changes(db: Database, ids: Iterable[PhotoId]) -> list[Change]:
    """Returns what is to be written so that no two of these photos count as duplicates."""
    chosen = sorted(set(ids))
    listed = tiles.id_list(chosen)
    known = {row[0] for row in db.rows("SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?))", (listed,))}
    there = set(
        db.rows("SELECT first, second FROM not_duplicate WHERE first IN (SELECT value FROM json_each(?))", (listed,))
    )
    return [
        Change(NOT_DUPLICATE, first, str(second), None, 1)
        for first, second in combinations([photo for photo in chosen if photo in known], 2)
        if (first, second) not in there
    ]


def write(db: Database, written: Sequence[Change]) -> None:
    """Writes pairs, and takes them away; call it inside a transaction. A photo whose row is gone is left out."""
    db.execute_many(
        """REPLACE INTO not_duplicate (first, second, checksum)
           SELECT min(a.id, b.id), max(a.id, b.id), row_checksum(min(a.id, b.id), max(a.id, b.id))
           FROM photo AS a, photo AS b WHERE a.id = ? AND b.id = ? AND a.id <> b.id""",
        [(change.photo_id, int(change.name)) for change in written if change.after is not None],
    )
    db.execute_many(
        "DELETE FROM not_duplicate WHERE first = min(?1, ?2) AND second = max(?1, ?2)",
        [(change.photo_id, int(change.name)) for change in written if change.after is None],
    )


def take_over(db: Database, photo_id: PhotoId, other: PhotoId) -> None:
    """Gives a photo the pairs of another, whose row goes; call it inside a transaction."""
    db.execute(
        """INSERT OR IGNORE INTO not_duplicate (first, second, checksum)
           SELECT min(partner, ?1), max(partner, ?1), row_checksum(min(partner, ?1), max(partner, ?1)) FROM (
               SELECT second AS partner FROM not_duplicate WHERE first = ?2
               UNION SELECT first FROM not_duplicate WHERE second = ?2
           ) WHERE partner <> ?1""",
        (photo_id, other),
    )
