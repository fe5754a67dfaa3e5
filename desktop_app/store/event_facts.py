"""What titles of events need to know of all photos at once: their folders and their words, as arrays."""

from __future__ import annotations

import os

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.photo import FlagName, TagSource, display_text
from desktop_app.store.database import Database

Ids = NDArray[np.int64]

UNFIT_FOR_COVERS = (FlagName.SCREENSHOT, FlagName.DOCUMENT, FlagName.BLURRY, FlagName.DARK, FlagName.OVEREXPOSED)


class EventFacts:
    """Reads all photos at once; nothing is filtered by visibility."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def latest_edit(self) -> tuple[int, int]:
        """Returns what changes with every act of the user, undone and redone ones included."""
        row = self._db.row("SELECT coalesce(max(id), 0), coalesce(sum(is_undone * id), 0) FROM journal")
        assert row is not None
        return int(row[0]), int(row[1])

    def folders(self) -> tuple[Ids, Ids]:
        """Returns photo ids, ascending, and the folder of each: two (N,) int64."""
        sql = "SELECT id, folder_id FROM photo INDEXED BY photo_timeline"
        ids, folders = self._db.columns(sql, ("id", "folder_id"))
        order = np.argsort(ids, kind="stable")
        return ids[order], folders[order]

    def folder_names(self) -> dict[int, tuple[str, int | None]]:
        """Returns each folder's own name and the folder it lies in; a root has no name here."""
        rows = self._db.rows("SELECT id, relative_path, parent_id FROM folder")
        return {row[0]: (display_text(os.path.basename(os.fsdecode(row[1]))), row[2]) for row in rows}

    def words(self, surest: float) -> tuple[Ids, Ids, list[str]]:
        """Returns what the model is sure of: photo ids, the number of each word, and the words themselves.

        Args:
            surest: the least confidence, 0 to 1.
        """
        sql = """SELECT photo_id, tag_id FROM photo_tag INDEXED BY photo_tag_name
                 WHERE source = ? AND confidence >= ?
                   AND tag_id NOT IN (SELECT t.id FROM tag AS t JOIN tag_suppression_everywhere AS e ON e.name = t.name)
                   AND NOT EXISTS (SELECT 1 FROM tag_suppression AS s JOIN tag AS n ON n.name = s.name
                                   WHERE s.photo_id = photo_tag.photo_id AND n.id = photo_tag.tag_id)"""
        photos, tags = self._db.columns(sql, ("photo_id", "tag_id"), (str(TagSource.AI), surest))
        return self._numbered(photos, tags)

    def own_words(self) -> tuple[Ids, Ids, list[str]]:
        """Returns what people wrote: the user's tags and the files' keywords, as `words` does."""
        rows = self._db.rows(
            """SELECT photo_id, name FROM user_tag UNION
               SELECT t.photo_id, n.name FROM photo_tag AS t JOIN tag AS n ON n.id = t.tag_id
               WHERE t.source = ? AND NOT EXISTS (
                   SELECT 1 FROM tag_suppression AS s WHERE s.photo_id = t.photo_id AND s.name = n.name)""",
            (str(TagSource.KEYWORD),),
        )
        names = sorted({row[1] for row in rows})
        numbers = {name: number for number, name in enumerate(names)}
        photos = np.fromiter((row[0] for row in rows), np.int64, len(rows))
        return photos, np.fromiter((numbers[row[1]] for row in rows), np.int64, len(rows)), names

    def _numbered(self, photos: Ids, tags: Ids) -> tuple[Ids, Ids, list[str]]:
        known: dict[int, str] = dict(self._db.rows("SELECT id, name FROM tag"))
        used, numbers = np.unique(tags, return_inverse=True)
        return photos, numbers.reshape(-1).astype(np.int64), [known[tag] for tag in used.tolist()]

    def unfit_for_covers(self) -> Ids:
        """Returns the ids of photos whose flags speak against showing them first, ascending."""
        marks = ", ".join("?" * len(UNFIT_FOR_COVERS))
        sql = f"SELECT DISTINCT photo_id AS id FROM live_flag WHERE name IN ({marks}) ORDER BY id"  # noqa: S608
        return self._db.columns(sql, ("id",), tuple(str(name) for name in UNFIT_FOR_COVERS))[0]
