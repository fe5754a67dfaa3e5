"""One SQLite connection with our rules: one writer that checkpoints, readers that cannot write, plain errors."""

from __future__ import annotations

import logging
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import DatabaseError, UserError
from desktop_app.store.file_system import is_network_file_system
from desktop_app.store.plain_errors import (
    DamagedDatabaseError,
    NewerDatabaseError,
    NoDatabaseError,
    moved_error,
    plain_words,
)

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5_000
WAL_LIMIT_BYTES = 64_000_000
CHECKPOINT_PAGES = 8_000  # 32 MB: pages written again and again reach the file once, adding stays cheap in a large one
WRITER_CACHE_KIB = 65_536
READER_CACHE_KIB = 16_384
HEADER = b"SQLite format 3\x00"

type_row = tuple[Any, ...]
Parameters = Sequence[Any] | Mapping[str, Any]


def row_checksum(*values: object) -> int:
    """Returns the checksum kept beside each row of user data, to notice silent damage. Also an SQL function."""
    return zlib.crc32("\x1f".join(repr(value) for value in values).encode("utf-8", "surrogatepass"))


@dataclass(frozen=True, slots=True)
class Kind:
    """Which database a file is.

    Attributes:
        application_id, schema: what SQLite's header says, and the newest version.
        subject: what it is called in sentences.
        probe: a statement that works on any whole file of this kind.
        upgrade: brings the schema from a version to the newest.
    """

    application_id: int
    subject: str
    schema: int
    probe: str
    upgrade: Callable[[Database, int], None]


class Database:
    """One connection, for the thread that opened it.

    Attributes:
        path: the file.
        is_writer: this connection may write, and it alone checkpoints.
        is_read_only: writing was asked for or not, the place cannot be written.
        notices: sentences for the user about how it was opened.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, *, is_writer: bool, is_read_only: bool) -> None:
        """Used by `open`; takes the connection over."""
        self.connection = connection
        self.path = path
        self.is_writer = is_writer
        self.is_read_only = is_read_only
        self.notices: tuple[str, ...] = ()
        self._file = path.stat() if is_writer else None
        self._is_closed = False

    def _is_in_place(self) -> bool:
        """SQLite itself notices a file that was moved or deleted under it only without a write-ahead log."""
        try:
            return self._file is not None and os.path.samestat(self._file, self.path.stat())
        except FileNotFoundError:
            return False

    @classmethod
    def open(cls, path: Path, *, is_writer: bool, kind: Kind | None = None) -> Database:
        """Opens the database, makes it when a writer finds none, and brings its schema up to date.

        A writer on a read-only place gets a connection that reads only, with `is_read_only` set. No kind is a library.

        Raises:
            NoDatabaseError: a reader found no file.
            DamagedDatabaseError: not a database, or not a whole one; it is left untouched.
            NewerDatabaseError: made by a later version.
            DatabaseError: another program's file, locked, or without rights.
            StorageFullError: no room to make or migrate it.
        """
        if kind is None:
            from desktop_app.store.migrations import library_kind

            kind = library_kind()
        is_read_only = path.exists() and not is_writable(path)
        _check_file(path, is_writer=is_writer)
        with plain_words():
            connection = _connect(path, is_writer=is_writer, is_read_only=is_read_only)
        try:
            with plain_words():
                connection.execute("SELECT count(*) FROM sqlite_master")  # a new file is on the disk from here on
                db = cls(connection, path, is_writer=is_writer and not is_read_only, is_read_only=is_read_only)
                version = db._check_identity(kind)
                db._configure()
                if version < kind.schema:
                    kind.upgrade(db, version)
                db.value(kind.probe)
        except BaseException:
            connection.close()
            raise
        return db

    def _check_identity(self, kind: Kind) -> int:
        version = int(self.value("PRAGMA user_version"))
        application = int(self.value("PRAGMA application_id"))
        tables = int(self.value("SELECT count(*) FROM sqlite_master WHERE name NOT LIKE '%sqlite%'"))
        if application != kind.application_id and (application or version or tables):
            raise DatabaseError(
                f"{self.path.name} belongs to another program.", advice="Choose another folder for the library."
            )
        if version > kind.schema:
            raise NewerDatabaseError(
                f"This {kind.subject} was made by a newer version of Reverie; it was left untouched.",
                advice="Update Reverie.",
            )
        if version < kind.schema and not self.is_writer:
            if version == 0:
                raise NoDatabaseError(f"There is no {kind.subject} here yet.")
            raise DatabaseError(f"This {kind.subject} is from an older version and must be opened for writing once.")
        return version

    def _configure(self) -> None:
        run = self.connection.execute
        run("PRAGMA foreign_keys = ON")
        run("PRAGMA temp_store = MEMORY")
        run(f"PRAGMA cache_size = -{WRITER_CACHE_KIB if self.is_writer else READER_CACHE_KIB}")
        if not self.is_writer:
            run("PRAGMA wal_autocheckpoint = 0")
            run("PRAGMA query_only = ON")
            return
        if is_network_file_system(self.path.parent):
            run("PRAGMA journal_mode = DELETE")
            self.notices += (
                "The library lies on a network share: it works, but more slowly, and on one machine at a time.",
            )
            log.warning("library lies on a network file system: write-ahead log is off")
        else:
            run("PRAGMA journal_mode = WAL")
            run(f"PRAGMA journal_size_limit = {WAL_LIMIT_BYTES}")
            run(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        run("PRAGMA synchronous = NORMAL")

    def rows(self, sql: str, parameters: Parameters = ()) -> list[type_row]:
        """Returns all rows of a query."""
        with plain_words():
            return self.connection.execute(sql, parameters).fetchall()

    def stream(self, sql: str, parameters: Parameters = (), size: int = 2048) -> Iterator[list[type_row]]:
        """Yields the rows of a query in lists of `size`."""
        with plain_words():
            cursor = self.connection.execute(sql, parameters)
            while found := cursor.fetchmany(size):
                yield found

    def row(self, sql: str, parameters: Parameters = ()) -> type_row | None:
        """Returns the first row of a query, or None."""
        with plain_words():
            found: type_row | None = self.connection.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """Returns the first column of the first row, or None."""
        found = self.row(sql, parameters)
        return None if found is None else found[0]

    def columns(self, sql: str, names: Sequence[str], parameters: Parameters = ()) -> list[NDArray[np.int64]]:
        """Returns integer columns of a query as (N,) int64 arrays, in the query's order.

        SQLite writes each column as one text, which numpy reads: for 100,000 rows half the time of making as many
        tuples. No column may be NULL.
        """
        texts = self.row(f"SELECT {', '.join(f'group_concat({name})' for name in names)} FROM ({sql})", parameters)  # noqa: S608
        assert texts is not None
        if texts[0] is None:
            return [np.empty(0, np.int64) for _ in names]
        return [np.fromstring(str(text), np.int64, sep=",") for text in texts]

    def execute(self, sql: str, parameters: Parameters = ()) -> sqlite3.Cursor:
        """Runs one statement; writes only inside `atomic` or `durable`."""
        with plain_words():
            return self.connection.execute(sql, parameters)

    def execute_many(self, sql: str, parameters: Iterable[Parameters]) -> None:
        """Runs one statement for each set of parameters."""
        with plain_words():
            self.connection.executemany(sql, parameters)

    @contextmanager
    def atomic(self) -> Iterator[None]:
        """All or nothing. Inside another `atomic` it is a part of that one that can fail alone.

        Raises:
            DatabaseError: this connection only reads.
        """
        if self.connection.in_transaction:
            with self._savepoint():
                yield
            return
        if not self.is_writer:
            raise DatabaseError("The library can only be read here.", advice="Check the rights of its folder.")
        if not self._is_in_place():
            raise moved_error()
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.rollback()
            raise

    @contextmanager
    def durable(self) -> Iterator[None]:
        """Like `atomic`, and on the disk itself before it returns: every edit of the user.

        Raises:
            RuntimeError: called inside a transaction, where it could not keep its promise.
        """
        if self.connection.in_transaction:
            raise RuntimeError("durable() inside a transaction")
        self.execute("PRAGMA synchronous = FULL")
        try:
            with self.atomic():
                yield
        finally:
            self.execute("PRAGMA synchronous = NORMAL")

    @contextmanager
    def _savepoint(self) -> Iterator[None]:
        self.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK TO part")
                self.connection.execute("RELEASE part")
            raise
        self.execute("RELEASE part")

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the file and empties it. The writer only; when idle."""
        if self.is_writer:
            self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def copy_to(self, target: Path) -> None:
        """Writes a consistent copy by the online backup API, while others may read.

        Raises:
            StorageFullError, DatabaseError: the copy could not be written; the target is not usable.
        """
        with plain_words():
            copy = sqlite3.connect(target, isolation_level=None)
            try:
                self.connection.backup(copy)
            finally:
                copy.close()

    def close(self) -> None:
        """Closes the connection; the writer empties the write-ahead log first. Again does nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        if self.is_writer:
            try:
                self.checkpoint()
            except UserError as error:
                log.info("the write-ahead log stays until next time: %s", error)
        self.connection.close()


def is_whole(path: Path) -> bool:
    """Says whether SQLite finds the file and its log sound; reads all of it and writes nothing, whatever the schema.

    Raises:
        DatabaseError: it cannot be opened, or is no database at all.
    """
    _check_file(path, is_writer=True)
    with plain_words():
        connection = _connect(path, is_writer=False, is_read_only=not is_writable(path))
        try:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        finally:
            connection.close()


def is_writable(path: Path) -> bool:
    """Says whether the file and its folder (where the log lives) may be written. Never changes anything."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _connect(path: Path, *, is_writer: bool, is_read_only: bool) -> sqlite3.Connection:
    """Opens the file; readers with mode=ro, so that the last one to close cannot checkpoint.

    A log left behind on a read-only place is still read where SQLite can; only a file without one is called immutable.
    """
    mode = "rwc" if is_writer and not is_read_only else "ro"
    name = "file:" + quote(os.fspath(path.absolute()), safe="/:\\", errors="surrogateescape") + f"?mode={mode}"
    wal = path.with_name(path.name + "-wal")
    if is_read_only and not (wal.exists() and wal.stat().st_size):
        name += "&immutable=1"
    connection = sqlite3.connect(
        name, uri=True, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000, cached_statements=256
    )
    connection.create_function("row_checksum", -1, row_checksum, deterministic=True)
    return connection


def _check_file(path: Path, *, is_writer: bool) -> None:
    """Refuses what can be seen without SQLite, so that a strange file is never written to."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(len(HEADER))
    except FileNotFoundError:
        if is_writer:
            return
        raise NoDatabaseError("There is no library here yet.") from None
    except OSError as error:
        raise DatabaseError(f"The library cannot be opened: {error.strerror}.", advice="Check its folder.") from error
    if size and head != HEADER:
        raise DamagedDatabaseError(f"{path.name} is not a database any more.", advice="Run 'reverie doctor'.")
