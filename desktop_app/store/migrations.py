"""The schema, step by step: ordered, named, each in one transaction with the version it leads to.

A library made by an older version is copied and the copy verified before the first step touches it.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.errors import DatabaseError
from desktop_app.store.database import Kind
from desktop_app.store.schema import STEPS

if TYPE_CHECKING:
    from sqlite_utils import Database as UtilsDatabase

    from desktop_app.store.database import Database

log = logging.getLogger(__name__)

APPLICATION_ID = 0x52455645  # 'REVE'
SCHEMA = len(STEPS)
KEPT_COPIES = 3


def upgrade(db: Database, version: int) -> None:
    """Brings the schema from `version` to `SCHEMA`. Each step is whole or not there at all.

    Raises:
        DatabaseError: the copy before the upgrade could not be verified; nothing was changed.
        StorageFullError: no room; the steps done so far stand, the next start goes on.
    """
    from sqlite_utils import Database as Utils  # late: only libraries that change their schema pay for the import
    from sqlite_utils.migrations import Migrations

    if version:
        _keep_copy(db, version)
    steps = Migrations("reverie")
    for number, (name, statements) in enumerate(STEPS[:SCHEMA], start=1):
        steps(name=name)(_Step(number, statements))
    steps.apply(Utils(db.connection, execute_plugins=False))
    db.connection.execute("PRAGMA recursive_triggers = OFF")  # sqlite-utils turned it on for this connection
    if version:
        log.info("library brought from schema %d to %d", version, SCHEMA)


def library_kind() -> Kind:
    """Returns what `Database.open` asks about a library."""
    return Kind(APPLICATION_ID, "library", SCHEMA, "SELECT count(*) FROM root", upgrade)


class _Step:
    """One migration as sqlite-utils calls it, inside its transaction."""

    def __init__(self, number: int, statements: tuple[str, ...]) -> None:
        self.__name__ = f"step_{number}"
        self._number = number
        self._statements = statements

    def __call__(self, db: UtilsDatabase, /) -> None:
        for statement in self._statements:
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version = {self._number}")


def _keep_copy(db: Database, version: int) -> Path:
    target = db.path.with_name(f"{db.path.name}.bak-v{version}")
    temporary = target.with_name(target.name + ".tmp")
    temporary.unlink(missing_ok=True)
    try:
        db.copy_to(temporary)
        copy = sqlite3.connect(temporary, isolation_level=None)
        try:
            healthy = copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
            photos = copy.execute("SELECT count(*) FROM photo").fetchone()[0]
        finally:
            copy.close()
        if not healthy or photos != db.value("SELECT count(*) FROM photo"):
            raise DatabaseError(
                "The copy made before the upgrade is not sound; the library was left as it is.",
                advice="Run 'reverie doctor'.",
            )
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    copies = sorted(db.path.parent.glob(f"{db.path.name}.bak-v*"), key=lambda path: path.stat().st_mtime_ns)
    for old in copies[:-KEPT_COPIES]:
        old.unlink()
    return target
