"""The watched folders: where they are, whether they are there, and when they were last looked at."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.library import Root, RootIdentity, RootState
from desktop_app.domain.visibility import Surface
from desktop_app.errors import UserError
from desktop_app.store import tiles, versions
from desktop_app.store.database import Database, type_row
from desktop_app.store.rows import MovedFile
from desktop_app.store.search_text import SearchText

if TYPE_CHECKING:
    from desktop_app.store.photos import Photos

_COLUMNS = "id, path, device, inode, volume, is_offline, offline_reason, last_scan_at_ms, last_event_at_ms"


class Roots:
    """The table of roots."""

    def __init__(self, db: Database, search_text: SearchText) -> None:
        self._db = db
        self._search_text = search_text

    def add(self, path: Path, identity: RootIdentity, at_ms: int) -> Root:
        """Adds a watched folder, or returns the one that is there already.

        Raises:
            UserError: the folder lies inside another root or holds one; its photos would be counted twice.
        """
        known = self.by_path(path)
        if known is not None:
            return known
        for other in self.uncounted():
            if other.path in path.parents:
                raise UserError(f"{path.name} is already part of {other.path.name}, which the library watches.")
            if path in other.path.parents:
                raise UserError(f"{path.name} holds {other.path.name}, which the library already watches.")
        return self._insert(path, identity, at_ms)

    def add_around(self, path: Path, identity: RootIdentity, at_ms: int, inner: Sequence[Root], photos: Photos) -> Root:
        """Adds a folder that holds roots: their photos become its own, and keep everything; the inner roots go.

        Args:
            path: the folder.
            identity: by what it is recognised.
            at_ms: now.
            inner: the roots in it that become part of it; others that lie there stay roots of their own.
            photos: the table whose rows move.
        """
        with self._db.durable():
            outer = self._insert(path, identity, at_ms)
            for root in inner:
                prefix = os.fsencode(root.path.relative_to(path)).replace(os.fsencode(os.sep), b"/") + b"/"
                photos.move_files(
                    [
                        MovedFile(
                            known.photo_id, outer.id, prefix + known.relative_path, known.size_bytes, known.mtime_ns
                        )
                        for known in list(photos.known_files(root.id))
                    ],
                    is_root_joined=True,
                )
                self._db.execute("DELETE FROM root WHERE id = ?", (root.id,))
        return outer

    def _insert(self, path: Path, identity: RootIdentity, at_ms: int) -> Root:
        with self._db.atomic():
            self._db.execute(
                "INSERT INTO root (path, device, inode, volume, added_at_ms) VALUES (?, ?, ?, ?, ?)",
                (os.fsencode(path), str(identity.device), str(identity.inode), identity.volume, at_ms),
            )
        added = self.by_path(path)
        assert added is not None
        return added

    def all(self) -> list[Root]:
        """Returns all roots in the order they were added, with the number of photos that count."""
        photos = tiles.count_by_folder(self._db, Surface.COUNT)
        counts: Counter[int] = Counter()
        for folder, root in self._db.rows("SELECT id, root_id FROM folder"):
            counts[root] += photos.get(folder, 0)
        return [_root(row, counts[row[0]]) for row in self._db.rows(f"SELECT {_COLUMNS} FROM root ORDER BY id")]  # noqa: S608

    def uncounted(self) -> list[Root]:
        """Returns all roots in the order they were added, at once: `photo_count` is 0, nobody counted."""
        return [_root(row, 0) for row in self._db.rows(f"SELECT {_COLUMNS} FROM root ORDER BY id")]  # noqa: S608

    def get(self, root_id: RootId) -> Root | None:
        """Returns one root, uncounted, or None."""
        return next((root for root in self.uncounted() if root.id == root_id), None)

    def by_path(self, path: Path) -> Root | None:
        """Returns the root at exactly this path, uncounted, or None."""
        return next((root for root in self.uncounted() if root.path == path), None)

    def set_state(self, root_id: RootId, state: RootState, reason: str = "") -> None:
        """Says that a root is there or away. Its photos keep everything; they only carry the offline bit meanwhile."""
        is_offline = state is RootState.OFFLINE
        with self._db.atomic():
            self._db.execute(
                "UPDATE root SET is_offline = ?, offline_reason = ? WHERE id = ?",
                (is_offline, reason if is_offline else "", root_id),
            )
            tiles.refresh_root(self._db, root_id)

    def set_identity(self, root_id: RootId, identity: RootIdentity) -> None:
        """Remembers by what the folder is recognised from now on."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE root SET device = ?, inode = ?, volume = ? WHERE id = ?",
                (str(identity.device), str(identity.inode), identity.volume, root_id),
            )

    def relocate(self, root_id: RootId, path: Path, identity: RootIdentity) -> None:
        """Follows a root to another place. Its photos keep everything, since their paths are relative to it."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE root SET path = ?, device = ?, inode = ?, volume = ? WHERE id = ?",
                (os.fsencode(path), str(identity.device), str(identity.inode), identity.volume, root_id),
            )
            self._search_text.refresh(
                [row[0] for row in self._db.rows("SELECT id FROM photo WHERE root_id = ?", (root_id,))]
            )

    def touched(
        self, root_id: RootId, *, last_scan_at_ms: int | None = None, last_event_at_ms: int | None = None
    ) -> None:
        """Remembers when the root was last scanned, or last heard of."""
        with self._db.atomic():
            self._db.execute(
                """UPDATE root SET last_scan_at_ms = coalesce(?, last_scan_at_ms),
                   last_event_at_ms = coalesce(?, last_event_at_ms) WHERE id = ?""",
                (last_scan_at_ms, last_event_at_ms, root_id),
            )

    def remove(self, root_id: RootId) -> list[PhotoId]:
        """Takes a root and all its rows out of the library; the files are not touched. Only ever on the user's word.

        Returns:
            The photos that went.
        """
        with self._db.durable():
            gone = [PhotoId(row[0]) for row in self._db.rows("SELECT id FROM photo WHERE root_id = ?", (root_id,))]
            around = set(versions.piles(self._db, gone)).difference(gone)
            self._search_text.remove(gone)
            self._db.execute("DELETE FROM root WHERE id = ?", (root_id,))
            tiles.refresh(self._db, around)  # what stood before them, or behind them, elsewhere
            self._db.execute(
                "DELETE FROM journal WHERE NOT EXISTS (SELECT 1 FROM journal_change WHERE edit_id = journal.id)"
            )
        return gone


def _root(row: type_row, photo_count: int) -> Root:
    return Root(
        id=RootId(row[0]),
        path=Path(os.fsdecode(row[1])),
        identity=RootIdentity(int(row[2]), int(row[3]), row[4]),
        state=RootState.OFFLINE if row[5] else RootState.ONLINE,
        offline_reason=row[6],
        last_scan_at_ms=row[7],
        last_event_at_ms=row[8],
        photo_count=photo_count,
    )
