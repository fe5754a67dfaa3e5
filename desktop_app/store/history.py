"""The view history: what is kept of it, and how it is forgotten. It never leaves its own file unless asked to."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeAlias

from desktop_app.domain.history import day_bounds
from desktop_app.domain.ids import PhotoId, ViewId
from desktop_app.domain.visibility import Surface
from desktop_app.errors import DatabaseError
from desktop_app.store import tiles
from desktop_app.store.backup import history_copies
from desktop_app.store.database import Database
from desktop_app.store.history_file import set_aside_files
from desktop_app.store.history_schema import SOURCES, SURFACES, TABLES
from desktop_app.store.history_views import ViewArrays
from desktop_app.store.history_wishes import HistoryWishes
from desktop_app.store.journal import HISTORY

__all__ = ["History", "ViewArrays"]

log = logging.getLogger(__name__)

PathsOf: TypeAlias = Callable[[Sequence[PhotoId]], dict[PhotoId, Path]]

_WISHES = "('less', 'never')"  # what the user asked for stays until it is taken back or everything is cleared
_UNUSED = """DELETE FROM subject WHERE id NOT IN (SELECT subject FROM view UNION SELECT subject FROM feedback
             UNION SELECT subject FROM shown UNION SELECT subject FROM choice)"""


class History(HistoryWishes):
    """All of the history. Made, used and closed in the thread of its library.

    More than 20 public methods, as each kind of thing that is kept is added, read and forgotten; they lie in the four
    classes this one is made of.

    Args:
        path, library, clock: see `HistoryFile`.
        paths_of: the absolute paths of photos.
    """

    def __init__(self, path: Path, library: Database, clock: Callable[[], int], paths_of: PathsOf) -> None:
        super().__init__(path, library, clock)
        self._paths_of = paths_of

    def delete_views(self, ids: Sequence[ViewId]) -> None:
        """Deletes looks for good: their bytes are overwritten, and copies in backups go too.

        Raises:
            UserError: the history cannot be written; nothing was deleted.
        """
        wanted = tiles.id_list(ids)
        self._delete([("DELETE FROM view WHERE id IN (SELECT value FROM json_each(?))", (wanted,))])

    def delete_day(self, day: date) -> None:
        """Deletes for good what was looked at, done and shown on one local day; "less" and "never" stay.

        Raises:
            UserError: the history cannot be written; nothing was deleted.
        """
        begin, end = day_bounds(day)
        self._delete(
            [
                ("DELETE FROM view WHERE started_at_ms >= ? AND started_at_ms < ?", (begin, end)),
                (f"DELETE FROM feedback WHERE at_ms >= ? AND at_ms < ? AND kind NOT IN {_WISHES}", (begin, end)),  # noqa: S608
                ("DELETE FROM shown WHERE day = ?", (day.isoformat(),)),
            ]
        )

    def prune(self, before_ms: int) -> int:
        """Forgets what is older, and looks at photos whose folder was taken out of the library. Returns how many looks.

        Raises:
            UserError: the history cannot be written; nothing was forgotten.
        """
        if self._read(lambda db: 1, 0) == 0:
            return 0

        def prune(db: Database) -> int:
            self._photos.refresh(db)
            gone = tiles.id_list(self._photos.removed(db))
            day = datetime.fromtimestamp(max(before_ms, 0) / 1000, UTC).date().isoformat()
            count = int(db.value("SELECT count(*) FROM view"))
            db.execute("DELETE FROM view WHERE started_at_ms < ?", (before_ms,))
            db.execute(f"DELETE FROM feedback WHERE at_ms < ? AND kind NOT IN {_WISHES}", (before_ms,))  # noqa: S608
            db.execute("DELETE FROM shown WHERE day < ?", (day,))
            db.execute("DELETE FROM change WHERE at_ms < ? AND kind = 'forget'", (before_ms,))  # wishes stay undoable
            for table in ("view", "feedback", "shown", "choice"):
                db.execute(f"DELETE FROM {table} WHERE subject IN (SELECT value FROM json_each(?))", (gone,))  # noqa: S608
            db.execute(_UNUSED)
            return count - int(db.value("SELECT count(*) FROM view"))

        forgotten = self._write(prune)
        if forgotten:
            self._scrub()
        return forgotten

    def clear(self) -> None:
        """Deletes everything for good: rows, what the file still held of them, damaged files put aside, and copies.

        Raises:
            UserError: the history or the library cannot be written; ask again.
        """
        if not self._library.is_writer:
            raise DatabaseError("The view history can only be changed by the Reverie that has the library open.")
        with self._library.durable():
            self._library.execute(
                "DELETE FROM journal WHERE id IN (SELECT edit_id FROM journal_change WHERE kind = ?)", (HISTORY,)
            )
        self._drop_copies()

        def empty(db: Database) -> None:
            for table in TABLES:
                db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
            db.execute("DELETE FROM sqlite_sequence")

        if self.path.exists():
            self._write(empty, is_durable=True)
            self._scrub(is_compacting=True)
        for file in set_aside_files(self.path):  # last: the damage of this very file may only have been found now
            file.unlink(missing_ok=True)

    def _delete(self, statements: Sequence[tuple[str, tuple[Any, ...]]]) -> None:
        def act(db: Database) -> None:
            for sql, parameters in statements:
                db.execute(sql, parameters)
            db.execute(_UNUSED)

        if self.path.exists():
            self._write(act, is_durable=True)
            self._scrub()
        self._drop_copies()

    def _scrub(self, *, is_compacting: bool = False) -> None:
        """Leaves nothing in the file or its log of what was deleted: deleted bytes are zero, the log is emptied."""
        db = self._opened()
        if db is None:
            return
        if is_compacting:
            db.execute("VACUUM")
        is_busy = db.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]
        if is_busy:
            log.info("the log of the view history is still being read; it is emptied when the library closes")

    def _drop_copies(self) -> None:
        """Backups made while the history was chosen to be in them lose it: forgotten is forgotten."""
        for copy in history_copies(self.path.parent / "backups"):
            copy.unlink(missing_ok=True)

    def get_weights(self) -> tuple[float, ...] | None:
        """Returns the weights learned from feedback, None before there are any."""

        def ask(db: Database) -> tuple[float, ...] | None:
            return tuple(row[0] for row in db.rows("SELECT value FROM weight ORDER BY position")) or None

        return self._read(ask, None)

    def set_weights(self, weights: Sequence[float]) -> None:
        """Keeps learned weights in the place of earlier ones.

        Raises:
            UserError: the history cannot be written.
        """

        def put(db: Database) -> None:
            db.execute("DELETE FROM weight")
            db.execute_many("INSERT INTO weight VALUES (?, ?)", list(enumerate(map(float, weights))))

        self._write(put)

    def copy_to(self, target: Path) -> bool:
        """Writes a whole copy while others may read; False when there is no history.

        Raises:
            StorageFullError, DatabaseError: the copy could not be written.
        """
        db = self._opened()
        if db is not None:
            db.copy_to(target)
        return db is not None

    def export(self) -> dict[str, Any]:
        """Returns all of it as plain values for JSON, oldest first: photos by path, times as ISO.

        The path is None where the photo is gone, or is not to be named: it is hidden, say.

        What was forgotten but not deleted is in it and says so.
        """

        def ask(db: Database) -> dict[str, Any]:
            photos = self._photos.resolve(db)
            paths = self._paths_of(self._photos.seen_on(Surface.EXPORT, photos.values()))
            where = {subject: str(paths[photo]) for subject, photo in photos.items() if photo in paths}
            return _document(db, where)

        return self._read(ask, {"views": [], "feedback": [], "shown": [], "choices": [], "dismissed_albums": []})


def _document(db: Database, where: dict[int, str]) -> dict[str, Any]:
    return {
        "views": [
            {
                "path": where.get(subject),
                "at": iso_time(started),
                "seconds": seen / 1000,
                "zoom": zoom / 1000,
                "surface": SURFACES[surface].value,
                "source": SOURCES[source].value,
                "is_forgotten": bool(is_forgotten),
            }
            for subject, started, seen, zoom, surface, source, is_forgotten in db.rows(
                """SELECT subject, started_at_ms, seen_ms, zoom_permille, surface, source, is_forgotten FROM view
                   ORDER BY started_at_ms, id"""
            )
        ],
        "feedback": [
            {
                "path": where.get(subject),
                "at": iso_time(at_ms),
                "kind": kind,
                "value": value,
                "is_forgotten": bool(is_forgotten),
            }
            for subject, at_ms, kind, value, is_forgotten in db.rows(
                "SELECT subject, at_ms, kind, value, is_forgotten FROM feedback ORDER BY at_ms, id"
            )
        ],
        "shown": [
            {"path": where.get(subject), "day": day}
            for subject, day in db.rows("SELECT subject, day FROM shown ORDER BY day, subject")
        ],
        "choices": [
            {"path": where.get(subject), "name": name, "boost": boost, "is_muted": bool(is_muted)}
            for subject, name, boost, is_muted in db.rows("SELECT subject, name, boost, is_muted FROM choice")
        ],
        "dismissed_albums": [row[0] for row in db.rows("SELECT key FROM dismissed_album")],
    }


def iso_time(at_ms: int) -> str:
    """Returns a UTC time as ISO 8601 in the machine's time zone, to the millisecond."""
    return datetime.fromtimestamp(at_ms / 1000).astimezone().isoformat(timespec="milliseconds")
