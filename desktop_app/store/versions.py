"""Which photo was made of which: a denoised one and its original lie on one pile, the newest on top."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_app.domain.ids import PhotoId
from desktop_app.store import tiles
from desktop_app.store.database import Database
from desktop_app.store.journal import Change

VERSION = "version"  # the kind of change in the journal: of the version, before and after are its original


class Versions:
    """Reads the piles; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def pile(self, photo_id: PhotoId) -> list[PhotoId]:
        """Returns all photos of the pile a photo lies on, the oldest first; itself alone where there is no other."""
        return piles(self._db, [photo_id])

    def piles(self, ids: Sequence[PhotoId]) -> list[PhotoId]:
        """Returns these photos and all that lie on a pile with one of them, the oldest first."""
        return piles(self._db, ids)

    def original_of(self, photo_id: PhotoId) -> PhotoId | None:
        """Returns what a photo was made of; None where it is no version."""
        found: PhotoId | None = self._db.value(
            "SELECT original_id FROM photo_version WHERE version_id = ?", (photo_id,)
        )
        return found


def bottom_of(db: Database, photo_id: PhotoId) -> PhotoId:
    """Returns the original of a photo's pile. What is made of a version lies upon that, too: piles have two levels."""
    found = db.value("SELECT original_id FROM photo_version WHERE version_id = ?", (photo_id,))
    return photo_id if found is None else PhotoId(found)


def piles(db: Database, ids: Iterable[PhotoId]) -> list[PhotoId]:
    """Returns these photos and all that lie on a pile with one of them, the oldest first."""
    rows = db.rows(
        """WITH RECURSIVE pile (id) AS (
               SELECT value FROM json_each(?)
               UNION SELECT v.original_id FROM photo_version AS v JOIN pile ON v.version_id = pile.id
               UNION SELECT v.version_id FROM photo_version AS v JOIN pile ON v.original_id = pile.id
           ) SELECT id FROM pile ORDER BY id""",
        (tiles.id_list(ids),),
    )
    return [PhotoId(row[0]) for row in rows]


def unpile(db: Database, ids: Iterable[PhotoId]) -> list[Change]:
    """Returns what is to be written so that these photos, and all on their piles, lie on none."""
    listed = tiles.id_list(piles(db, ids))
    rows = db.rows(
        "SELECT version_id, original_id FROM photo_version WHERE version_id IN (SELECT value FROM json_each(?))",
        (listed,),
    )
    return [Change(VERSION, PhotoId(version), "", original, None) for version, original in rows]


def write(db: Database, written: Sequence[Change]) -> None:
    """Writes what was made of what; call it inside a transaction. A photo whose row is gone is left out."""
    lone = [change for change in written if change.after is None]
    around = [PhotoId(photo) for change in written for photo in (change.photo_id, change.before, change.after) if photo]
    db.execute_many("DELETE FROM photo_version WHERE version_id = ?", [(change.photo_id,) for change in lone])
    db.execute_many(
        """REPLACE INTO photo_version (version_id, original_id, checksum)
           SELECT a.id, b.id, row_checksum(a.id, b.id) FROM photo AS a, photo AS b
           WHERE a.id = ? AND b.id = ? AND a.id <> b.id""",
        [(change.photo_id, change.after) for change in written if change.after is not None],
    )
    tiles.refresh(db, around)


def take_over(db: Database, photo_id: PhotoId, other: PhotoId) -> None:
    """Gives a photo the place of another on its pile, whose row goes; call it inside a transaction."""
    db.execute("UPDATE OR IGNORE photo_version SET version_id = ?1 WHERE version_id = ?2", (photo_id, other))
    db.execute("UPDATE photo_version SET original_id = ?1 WHERE original_id = ?2", (photo_id, other))
    db.execute("DELETE FROM photo_version WHERE version_id = original_id")
    db.execute(
        """UPDATE photo_version SET checksum = row_checksum(version_id, original_id)
           WHERE version_id = ?1 OR original_id = ?1""",
        (photo_id,),
    )
