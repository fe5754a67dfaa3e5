"""The passcode of the hidden photos, as scrypt made it, and the tries that were wrong. One row, or none."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.errors import DatabaseError
from desktop_app.store.database import Database

_COLUMNS = "salt, cost, block_size, parallelism, digest, wrong_tries, last_try_at_ms"


class LockRow(NamedTuple):
    """What is kept of a passcode.

    Attributes:
        salt, digest: what scrypt was given beside the passcode, and what it made of both.
        cost, block_size, parallelism: scrypt's N, r and p, so that they can be raised later.
        wrong_tries: since the last right one.
        last_try_at_ms: UTC.
    """

    salt: bytes
    cost: int
    block_size: int
    parallelism: int
    digest: bytes
    wrong_tries: int = 0
    last_try_at_ms: int = 0


class ScreenLockStore:
    """Reads and writes the row; each write is on the disk before it returns."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def is_set(self) -> bool:
        """Says whether there is a passcode, readable or not."""
        return self._db.value("SELECT 1 FROM screen_lock") is not None

    def load(self) -> LockRow | None:
        """Returns the row, None when no passcode is set.

        Raises:
            DatabaseError: the row is not what was written; nothing may be opened by it.
        """
        row = self._db.row(
            f"SELECT {_COLUMNS}, checksum IS row_checksum(id, {_COLUMNS}) FROM screen_lock"  # noqa: S608
        )
        if row is None:
            return None
        if not row[-1]:
            raise DatabaseError(
                "The passcode is damaged in the database, so hidden photos stay locked.",
                advice="Restore a backup of the library; the photos themselves lie in their folders.",
            )
        return LockRow(*row[:-1])

    def save(self, row: LockRow) -> None:
        """Stores the row in place of the one there was."""
        with self._db.durable():
            self._db.execute(
                f"""REPLACE INTO screen_lock (id, {_COLUMNS}, checksum)
                    VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, row_checksum(1, ?1, ?2, ?3, ?4, ?5, ?6, ?7))""",  # noqa: S608
                row,
            )

    def remove(self) -> None:
        """Forgets the passcode."""
        with self._db.durable():
            self._db.execute("DELETE FROM screen_lock")
