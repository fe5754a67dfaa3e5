"""The file of the view history: opened when first needed, made at the first write, and never in the library's way.

Whatever happens to it (damage, a newer version, a full disk), the library opens and works; reading gives nothing then.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from desktop_app.errors import DatabaseError, UserError
from desktop_app.store.database import Database
from desktop_app.store.history_photos import HistoryPhotos
from desktop_app.store.history_schema import history_kind
from desktop_app.store.plain_errors import DamagedDatabaseError, NoDatabaseError

log = logging.getLogger(__name__)

T = TypeVar("T")

CHECKED_BYTES = 50_000_000  # a larger file is left to `doctor`: the check reads all of it


class HistoryFile:
    """One connection to the history for one thread; the writer's when the library's is.

    Args:
        path: the file.
        library: the connection to the library beside it.
        clock: UTC milliseconds.
    """

    def __init__(self, path: Path, library: Database, clock: Callable[[], int]) -> None:
        self.path = path
        self._library = library
        self._clock = clock
        self._photos = HistoryPhotos(library)
        self._db: Database | None = None
        self._stat: os.stat_result | None = None
        self._notices: list[str] = []
        self._told: set[str] = set()

    def take_notices(self) -> tuple[str, ...]:
        """Returns sentences for the user that nobody has taken yet. None comes twice."""
        taken, self._notices = tuple(self._notices), []
        return taken

    def generation(self) -> int:
        """Returns a number that moves with each write, 0 while there is no history."""
        return self._read(_generation, 0)

    def close(self) -> None:
        """Closes the connection; the writer's empties the write-ahead log first. The next question opens it again."""
        if self._db is not None:
            self._db.close()
        self._db = self._stat = None
        self._photos = HistoryPhotos(self._library)

    def _read(self, ask: Callable[[Database], T], empty: T) -> T:
        """Returns what a question gives, or `empty` where there is no history that can be read."""
        try:
            db = self._opened()
            return empty if db is None else ask(db)
        except DamagedDatabaseError:
            self._lose()
        except UserError as error:
            self._tell(f"The view history cannot be read: {error.sentence()}")
        return empty

    def _write(self, act: Callable[[Database], T], *, is_durable: bool = False, is_adding: bool = False) -> T:
        """Does something in one transaction; a damaged file is put aside and a new one begun.

        Args:
            act: what to do; once more on a new file when the old one turns out to be damaged.
            is_durable: it is on the disk itself before this returns.
            is_adding: it only adds rows, so that what was read before still holds.

        Raises:
            UserError: no room, no rights, a newer version's file; nothing was changed.
        """
        if not self._library.is_writer:
            raise DatabaseError("The view history can only be read here.", advice="Check the rights of its folder.")
        try:
            return self._transact(act, is_durable=is_durable, is_adding=is_adding)
        except DamagedDatabaseError:
            self._lose()
            return self._transact(act, is_durable=is_durable, is_adding=is_adding)

    def _transact(self, act: Callable[[Database], T], *, is_durable: bool, is_adding: bool) -> T:
        db = self._opened() or self._open()
        with db.durable() if is_durable else db.atomic():
            result = act(db)
            # The clock keeps numbers apart even when the file is made anew.
            db.execute("UPDATE state SET generation = max(generation + 1, ?)", (self._clock(),))
            if not is_adding or not db.value("SELECT revision FROM state"):
                db.execute("UPDATE state SET revision = generation")
        return result

    def _opened(self) -> Database | None:
        """The connection to the file that lies there now, None where there is none."""
        try:
            found = self.path.stat()
        except OSError:
            self.close()
            return None
        if self._db is not None and self._stat is not None and os.path.samestat(found, self._stat):
            return self._db
        self.close()
        try:
            return self._open()
        except NoDatabaseError:  # its writer is just making it
            return None

    def _open(self) -> Database:
        is_writer = self._library.is_writer
        db = Database.open(self.path, is_writer=is_writer, kind=history_kind())
        try:
            if is_writer:
                db.execute("PRAGMA secure_delete = ON")
                if self.path.stat().st_size < CHECKED_BYTES and db.value("PRAGMA quick_check(1)") != "ok":
                    raise DamagedDatabaseError("The view history is damaged.")
            self._stat = self.path.stat()
        except BaseException:
            db.close()
            raise
        self._db = db
        return db

    def _lose(self) -> None:
        """Puts a damaged file aside; whoever only reads leaves that to the writer."""
        self.close()
        if self._library.is_writer:
            aside = put_aside(self.path, self._clock())
            self._tell(f"The view history was damaged. It is kept as {aside.name}, and a new one begins.")
        else:
            log.info("the view history is damaged; its writer puts it aside")

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._notices.append(sentence)
            log.info("%s", sentence)


def _generation(db: Database) -> int:
    return int(db.value("SELECT generation FROM state"))


def put_aside(path: Path, at_ms: int) -> Path:
    """Renames a damaged history and its log, and returns where it lies now."""
    stamp = datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d-%H%M%S-%f")
    aside = path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}")
    for ending in ("-wal", "-shm", ""):
        file = path.with_name(path.name + ending)
        if file.exists():
            file.replace(aside.with_name(aside.name + ending))
    return aside


def set_aside_files(path: Path) -> list[Path]:
    """Returns the damaged histories that were put aside, with their logs."""
    return sorted(path.parent.glob(f"{path.stem}.damaged-*"))
