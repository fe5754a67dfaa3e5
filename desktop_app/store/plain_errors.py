"""What SQLite's errors mean for the user, in plain words."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from desktop_app.errors import DatabaseError, StorageFullError, UserError

_STORAGE_CODES = frozenset(
    {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_TRUNCATE}
)  # what a size limit or a quota gives where a full disk gives SQLITE_FULL


class DamagedDatabaseError(DatabaseError):
    """The file is not a whole database any more; it is left as it is."""


class NewerDatabaseError(DatabaseError):
    """A later version of the program made this library."""


class NoDatabaseError(DatabaseError):
    """There is no library here yet."""


# A bit that flipped in the text of a table gives it other names: the program asks for none that its schema lacks.
_MISNAMED = re.compile(r"no such (table|column|index)|has no column named|error in (table|index|trigger|view)")


def plain_error(error: sqlite3.Error) -> UserError | None:
    """Returns the sentence for an error that is the environment's fault, None for one that is ours."""
    extended = getattr(error, "sqlite_errorcode", None)
    if extended is None:  # Python's own: a text that is none
        is_damage = str(error).startswith("Could not decode to UTF-8")
        return _damaged_error() if is_damage else None
    code = extended & 0xFF
    if code == sqlite3.SQLITE_FULL or extended in _STORAGE_CODES:
        return StorageFullError(
            "The disk that holds the library has no room left; nothing was changed.",
            advice="Free some space and try again.",
        )
    if extended == sqlite3.SQLITE_READONLY_DBMOVED:
        return moved_error()
    sentences = {
        sqlite3.SQLITE_READONLY: ("The library can only be read here.", "Check the rights of its folder."),
        sqlite3.SQLITE_PERM: ("The library may not be opened.", "Check the rights of its folder."),
        sqlite3.SQLITE_BUSY: ("The library is in use by another program.", "Close it and try again."),
        sqlite3.SQLITE_LOCKED: ("The library is in use by another program.", "Close it and try again."),
        sqlite3.SQLITE_CANTOPEN: ("The library cannot be opened.", "Check that its folder exists and may be written."),
        sqlite3.SQLITE_IOERR: ("The disk that holds the library does not answer properly.", "Check the disk."),
    }
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return _damaged_error()
    if code in sentences:
        message, advice = sentences[code]
        return DatabaseError(message, advice=advice)
    if code == sqlite3.SQLITE_ERROR and _MISNAMED.search(str(error)):
        return _damaged_error()
    return None


def _damaged_error() -> DamagedDatabaseError:
    return DamagedDatabaseError("The library's database is damaged.", advice="Run 'reverie doctor'.")


def moved_error() -> DatabaseError:
    """Returns the error of a file that is not where it was opened."""
    return DatabaseError("The library was moved or deleted while it was open.", advice="Restart Reverie.")


@contextmanager
def plain_words() -> Iterator[None]:
    """Turns SQLite's errors into ours; what is a bug passes as it is."""
    try:
        yield
    except UnicodeDecodeError as error:  # of a message about a table whose text is damaged
        raise _damaged_error() from error
    except sqlite3.Error as error:
        known = plain_error(error)
        if known is None:
            raise
        raise known from error
