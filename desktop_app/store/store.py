"""One opened library: the database and its repositories, for the thread that opened it."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.ids import PhotoId
from desktop_app.errors import DatabaseError
from desktop_app.paths import LibraryPaths
from desktop_app.store.albums import Albums
from desktop_app.store.assessments import Assessments
from desktop_app.store.database import Database, is_whole
from desktop_app.store.embeddings import Embeddings
from desktop_app.store.filters import Filters
from desktop_app.store.flags import Flags
from desktop_app.store.folders import Folders
from desktop_app.store.lock import WriterLock
from desktop_app.store.not_duplicates import NotDuplicates
from desktop_app.store.photos import Photos
from desktop_app.store.plain_errors import DamagedDatabaseError
from desktop_app.store.problems import Problems
from desktop_app.store.roots import Roots
from desktop_app.store.rows import UnderstoodRow
from desktop_app.store.screen_lock import ScreenLockStore
from desktop_app.store.search_text import SearchText
from desktop_app.store.smart_albums import SmartAlbums
from desktop_app.store.tags import Tags
from desktop_app.store.trash import Trash
from desktop_app.store.understanding import Understanding
from desktop_app.store.versions import Versions

if TYPE_CHECKING:
    from desktop_app.store.edits import Edits
    from desktop_app.store.event_corrections import EventCorrections
    from desktop_app.store.groups import Groups
    from desktop_app.store.history import History

log = logging.getLogger(__name__)

CHECKED_WHEN_UNCLEAN_BYTES = 400_000_000


def now_ms() -> int:
    """Returns the clock in milliseconds since 1970, UTC."""
    return time.time_ns() // 1_000_000


class Store:
    """All repositories of one library over one connection. Made, used and closed in one thread.

    Attributes:
        db: the connection, for transactions over several repositories.
        is_read_only: the place cannot be written; every edit would be refused.
        notices: sentences for the user about how the library was opened.
    """

    def __init__(self, paths: LibraryPaths, db: Database, lock: WriterLock | None, clock: Callable[[], int]) -> None:
        """Used by `open`; takes connection and lock over."""
        self.paths = paths
        self.db = db
        self.is_read_only = db.is_read_only
        self.notices = db.notices
        self._lock = lock
        self._clock = clock
        self.search_text = SearchText(db)
        self.problems = Problems(db)
        self.folders = Folders(db)
        self.roots = Roots(db, self.search_text)
        self.photos = Photos(db, self.folders, self.problems, self.search_text)
        self.tags = Tags(db)
        self.assessments = Assessments(db)
        self.flags = Flags(db, self.assessments)
        self.filters = Filters(db)
        self.screen_lock = ScreenLockStore(db)
        self.albums = Albums(db)
        self.not_duplicates = NotDuplicates(db)
        self.versions = Versions(db)
        self.trash = Trash(db)
        self.embeddings = Embeddings(db)
        self.understanding = Understanding(db, self.problems, self.assessments)
        self.smart_albums = SmartAlbums(db)

    @cached_property
    def edits(self) -> Edits:
        """What the user says about photos. Its code is large and not loaded before somebody asks."""
        from desktop_app.store.edits import Edits

        return Edits(self.db, lambda: self.history, self._clock)

    @cached_property
    def groups(self) -> Groups:
        """Photos that look alike. Nothing of them is loaded before somebody asks."""
        from desktop_app.store.groups import Groups

        return Groups(self.db)

    @cached_property
    def history(self) -> History:
        """What was looked at. Neither its file nor its code is touched before somebody asks."""
        from desktop_app.store.history import History

        return History(self.paths.history, self.db, self._clock, self.photos.paths)

    @cached_property
    def event_corrections(self) -> EventCorrections:
        """What the user said of events. Nothing of it is loaded before somebody asks."""
        from desktop_app.store.event_corrections import EventCorrections

        return EventCorrections(self.db)

    @classmethod
    def open(cls, paths: LibraryPaths, *, is_writer: bool, clock: Callable[[], int] = now_ms) -> Store:
        """Opens a library; the writer makes one where there is none. Readers are cheap: each lane has its own.

        Raises:
            LibraryInUseError: another process writes this library.
            DamagedDatabaseError: with the newest sound backup named in its advice; nothing was changed.
            DatabaseError, StorageFullError: as `Database.open`.
        """
        lock = _take_lock(paths) if is_writer else None
        try:
            db = _open_database(paths, is_writer=is_writer, was_unclean=lock is not None and lock.was_unclean)
            try:
                store = cls(paths, db, lock, clock)
                if db.is_writer and store.search_text.ensure_current():
                    log.info("the words of all photos were gathered anew")
            except BaseException:
                db.close()
                raise
        except BaseException:
            if lock is not None:
                lock.release(is_clean=False)
            raise
        return store

    def save_understood(self, rows: Sequence[UnderstoodRow]) -> list[PhotoId]:
        """Stores what the models said about a batch, all or nothing; returns the photos whose vector was refused."""
        return self.understanding.save(rows, self._clock())

    def close(self) -> None:
        """Closes the connections and lets the next writer in."""
        if "history" in self.__dict__:
            self.history.close()
        self.db.close()
        if self._lock is not None:
            self._lock.release()


def _take_lock(paths: LibraryPaths) -> WriterLock | None:
    """Returns None on a place that cannot be written: the library opens to be read."""
    try:
        paths.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        return WriterLock(paths.lock)
    except OSError as error:
        if paths.database.exists():
            log.info("the library's folder cannot be written: opened to be read")
            return None
        raise DatabaseError(
            f"The library's folder cannot be made or written: {error.strerror}.", advice="Choose another folder."
        ) from error


def _open_database(paths: LibraryPaths, *, is_writer: bool, was_unclean: bool) -> Database:
    try:
        _refuse_hollow(paths.database, has_lived=was_unclean or any(paths.backups.glob("*.db")))
        if is_writer and (was_unclean or _has_log(paths.database)):
            _look_twice(paths.database)
        db = Database.open(paths.database, is_writer=is_writer)
    except DamagedDatabaseError as error:
        from desktop_app.store.backup import newest_verified  # late: no backup is looked for in sound libraries

        backup = newest_verified(paths.backups)
        advice = (
            f"A sound backup is {backup.name}; 'reverie doctor --repair' restores it and keeps the damaged file."
            if backup
            else "There is no backup; 'reverie doctor --repair' starts a new library and keeps the damaged file."
        )
        raise DamagedDatabaseError(str(error), advice=advice) from error
    return db


def _has_log(database: Path) -> bool:
    log_file = database.with_name(database.name + "-wal")
    return log_file.exists() and log_file.stat().st_size > 0


def _look_twice(database: Path) -> None:
    """Checks a library that was not closed properly, or whose log may be another one, before a writer opens it.

    A large one is left to `doctor`: the check reads the whole file.
    """
    if database.exists() and database.stat().st_size < CHECKED_WHEN_UNCLEAN_BYTES and not is_whole(database):
        raise DamagedDatabaseError("The library's database is damaged.")


def _refuse_hollow(database: Path, *, has_lived: bool) -> None:
    """An empty file where a library lived is damage, not a new library."""
    if has_lived and database.exists() and database.stat().st_size == 0:
        raise DamagedDatabaseError("The library's database is empty.")
