"""Files and folders that could not be handled, in words; each stays until it is solved."""

from __future__ import annotations

import os
from pathlib import Path

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Problem
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database

VISIBLE = f"(p.id IS NULL OR {tiles.visible_sql(Surface.LIBRARY, 'p.tile')})"


class Problems:
    """The table of problems: one row a photo, or a path where there is no photo."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Problem]:
        """Returns the problems of photos that may be seen and of other paths, newest first."""
        rows = self._db.rows(
            f"""SELECT b.photo_id, b.path, r.path, p.relative_path, b.reason, b.at_ms, b.attempts FROM problem AS b
                LEFT JOIN photo AS p ON p.id = b.photo_id LEFT JOIN root AS r ON r.id = p.root_id
                WHERE {VISIBLE} ORDER BY b.at_ms DESC, b.id DESC"""  # noqa: S608
        )
        return [
            Problem(
                path=Path(os.fsdecode(row[1] if row[0] is None else os.path.join(row[2], row[3]))),
                reason=row[4],
                at_ms=row[5],
                photo_id=None if row[0] is None else PhotoId(row[0]),
                attempts=row[6],
            )
            for row in rows
        ]

    def count(self) -> int:
        """Returns how many `all` would list."""
        sql = f"SELECT count(*) FROM problem AS b LEFT JOIN photo AS p ON p.id = b.photo_id WHERE {VISIBLE}"  # noqa: S608
        return int(self._db.value(sql))

    def add(self, path: Path, reason: str, at_ms: int, photo_id: PhotoId | None = None) -> None:
        """Notes a problem; the same file's earlier one is replaced and its attempts counted on."""
        with self._db.atomic():
            if photo_id is None:
                self._db.execute(
                    """INSERT INTO problem (path, reason, at_ms) VALUES (?, ?, ?)
                       ON CONFLICT (path) WHERE path IS NOT NULL
                       DO UPDATE SET reason = excluded.reason, at_ms = excluded.at_ms, attempts = attempts + 1""",
                    (os.fsencode(path), reason, at_ms),
                )
            else:
                self._db.execute(
                    """INSERT INTO problem (photo_id, reason, at_ms) VALUES (?, ?, ?) ON CONFLICT (photo_id)
                       DO UPDATE SET reason = excluded.reason, at_ms = excluded.at_ms, attempts = attempts + 1""",
                    (photo_id, reason, at_ms),
                )

    def clear(self, photo_id: PhotoId) -> None:
        """Forgets the problem of a photo."""
        with self._db.atomic():
            self._db.execute("DELETE FROM problem WHERE photo_id = ?", (photo_id,))

    def clear_path(self, path: Path) -> None:
        """Forgets the problem of a path that is no photo."""
        with self._db.atomic():
            self._db.execute("DELETE FROM problem WHERE path = ?", (os.fsencode(path),))
