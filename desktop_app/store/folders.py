"""The folders below the roots that hold photos, and those above them."""

from __future__ import annotations

import os
from collections.abc import Iterable

from desktop_app.domain.ids import FolderId, RootId
from desktop_app.domain.library import Folder
from desktop_app.domain.photo import display_text
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database


class Folders:
    """The table of folders."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[Folder]:
        """Returns every folder that holds photos to show, itself or further down; parents before children.

        `photo_count` counts a folder's own photos and those below it: what its page shows uncovered.
        """
        own = tiles.count_by_folder(self._db, Surface.FOLDER)
        rows = self._db.rows(
            """SELECT f.id, f.root_id, f.parent_id, f.relative_path, r.path FROM folder AS f
               JOIN root AS r ON r.id = f.root_id ORDER BY f.root_id, f.relative_path"""
        )
        parents = {row[0]: row[2] for row in rows}
        total: dict[int, int] = {}
        for folder, count in own.items():
            place: int | None = folder
            while place is not None:
                total[place] = total.get(place, 0) + count
                place = parents.get(place)
        return [
            Folder(
                id=FolderId(row[0]),
                root_id=RootId(row[1]),
                parent_id=None if row[2] is None else FolderId(row[2]),
                relative_path=row[3],
                name=display_text(os.path.basename(row[3] or row[4].rstrip(b"/\\"))),
                photo_count=total[row[0]],
            )
            for row in rows
            if row[0] in total
        ]

    def ensure(self, root_id: RootId, relative_path: bytes) -> FolderId:
        """Returns the folder's id; makes it and those above it where they are new. b'' is the root itself."""
        with self._db.atomic():
            return self.ensure_many(root_id, [relative_path])[relative_path]

    def ensure_many(self, root_id: RootId, paths: Iterable[bytes]) -> dict[bytes, FolderId]:
        """Like `ensure` for many folders of one root; call it inside a transaction."""
        known: dict[bytes, FolderId] = {}
        for path in paths:
            if path not in known:
                self._ensure(root_id, path, known)
        return known

    def _ensure(self, root_id: RootId, path: bytes, known: dict[bytes, FolderId]) -> FolderId:
        if path in known:
            return known[path]
        found = self._db.value("SELECT id FROM folder WHERE root_id = ? AND relative_path = ?", (root_id, path))
        if found is None:
            parent = self._ensure(root_id, os.path.dirname(path), known) if path else None
            found = self._db.value(
                "INSERT INTO folder (root_id, parent_id, relative_path) VALUES (?, ?, ?) RETURNING id",
                (root_id, parent, path),
            )
        known[path] = FolderId(found)
        return known[path]

    def with_descendants(self, folder_id: FolderId) -> list[FolderId]:
        """Returns a folder and all folders below it."""
        return [
            FolderId(row[0])
            for row in self._db.rows(
                """WITH RECURSIVE below (id) AS (SELECT ? UNION ALL
                   SELECT f.id FROM folder AS f JOIN below ON f.parent_id = below.id) SELECT id FROM below""",
                (folder_id,),
            )
        ]
