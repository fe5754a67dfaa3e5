"""Verified copies of the truth. Vectors and the word index are left out: they are made anew from the photos.

A copy counts only when its manifest (sha256, row counts) matches; an unsound one is never restored.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.errors import DatabaseError, StorageFullError
from desktop_app.paths import LibraryPaths
from desktop_app.store.database import Database, row_checksum
from desktop_app.store.journal import HISTORY
from desktop_app.store.lock import WriterLock
from desktop_app.store.plain_errors import DamagedDatabaseError, plain_words
from desktop_app.store.schema import EMBEDDING_REMOVED, SEARCH_TEXT

if TYPE_CHECKING:
    from desktop_app.store.store import Store

log = logging.getLogger(__name__)

DAILY, WEEKLY = 7, 4
COUNTED = (
    "root", "photo", "photo_edit", "user_tag", "tag_suppression", "tag_suppression_everywhere", "flag_dismissal",
    "flag_confirmation", "screen_lock",
    "album", "album_photo", "album_refusal", "photo_group", "trash_file", "not_duplicate", "smart_album",
    "smart_album_example", "event_correction", "photo_version",
)  # fmt: skip
_WITHOUT_HISTORY = (
    f"DELETE FROM journal WHERE id IN (SELECT edit_id FROM journal_change WHERE kind = '{HISTORY}')",  # noqa: S608
    f"DELETE FROM journal_change WHERE kind = '{HISTORY}'",  # noqa: S608
)
_LEFT_OUT = (
    "DROP TRIGGER embedding_removed",  # nobody keeps an index of a backup, and without it this takes no time
    "DELETE FROM embedding",
    "DELETE FROM removed_embedding",
    EMBEDDING_REMOVED,
    "DELETE FROM embedding_model",
    "DELETE FROM embed_failure",
    "DELETE FROM index_file",
    "DELETE FROM smart_album_learned",
    "DELETE FROM smart_album_match",
    "DELETE FROM view_vector",
    "UPDATE photo SET embed_stage = 0",
    "DROP TABLE photo_text",
    *SEARCH_TEXT,
    "DELETE FROM meta WHERE key = 'search_text_version'",
)


class Backups:
    """The backups of one open library. `make` needs no writing rights on the library, only on the folder.

    Args:
        store: the library.
        folder: where they lie.
        is_history_kept: the view history is copied too; else nothing of it is in any backup.
    """

    def __init__(self, store: Store, folder: Path, *, is_history_kept: bool = False) -> None:
        self._store = store
        self._folder = folder
        self._is_history_kept = is_history_kept

    def make(self, at_ms: int) -> Path:
        """Copies the library while it is in use, verifies the copy, then lets old ones go.

        Raises:
            StorageFullError: no room; earlier backups are untouched.
            DatabaseError: the copy is not sound, which says something about the library.
        """
        stamp = datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d-%H%M%S")
        target = self._folder / f"library-{stamp}.db"
        temporary = target.with_suffix(".tmp")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sweep(self._folder)
            self._store.db.copy_to(temporary)
            counts = _strip_and_check(temporary, _LEFT_OUT if self._is_history_kept else _LEFT_OUT + _WITHOUT_HISTORY)
            _sync(temporary)
            number = 1 + max((_number(path) for path in all_backups(self._folder)), default=0)
            manifest = {"sha256": file_sha256(temporary), "counts": counts, "made_at_ms": at_ms, "number": number}
            manifest |= self._copy_history(target)
            temporary.replace(target)
            _write_manifest(target, manifest)
        except OSError as error:
            raise StorageFullError(f"The backup could not be written: {error.strerror}.") from error
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
        self._rotate()
        return target

    def _copy_history(self, target: Path) -> dict[str, str]:
        """Copies the view history beside a backup, or sees to it that no backup holds it.

        Returns:
            What the manifest says of it. Trouble with the history does not keep the library from being saved.
        """
        if not self._is_history_kept:
            for copy in history_copies(self._folder):
                copy.unlink()
            return {}
        copy = _history_of(target)
        temporary = copy.with_suffix(".db.tmp")
        try:
            if not self._store.history.copy_to(temporary):
                return {}
            _seal(temporary)
            temporary.replace(copy)
        except DatabaseError as error:
            log.warning("the view history was left out of the backup: %s", error)
            return {}
        finally:
            temporary.unlink(missing_ok=True)
        return {"history_sha256": file_sha256(copy)}

    def newest_verified(self) -> Path | None:
        """Returns the newest backup that is sound, or None."""
        return newest_verified(self._folder)

    def is_due(self, at_ms: int) -> bool:
        """Says whether a day has passed since the newest backup."""
        today = datetime.fromtimestamp(at_ms / 1000, UTC).date()
        # One from the future was made while the clock was wrong; it must not keep the next from being made.
        newest = max((day for made, _ in _dated(self._folder) if (day := made.date()) <= today), default=None)
        return newest is None or today > newest

    def _rotate(self) -> None:
        """Keeps the newest of each of the last 7 days and 4 weeks that have one."""
        days: dict[object, Path] = {}
        weeks: dict[object, Path] = {}
        for made, path in _dated(self._folder):
            days.setdefault(made.date(), path)
            weeks.setdefault(made.isocalendar()[:2], path)
        kept = {*list(days.values())[:DAILY], *list(weeks.values())[:WEEKLY]}
        for _, path in _dated(self._folder):
            if path not in kept:
                path.unlink()
                _manifest(path).unlink(missing_ok=True)
                _history_of(path).unlink(missing_ok=True)


def newest_verified(folder: Path) -> Path | None:
    """Returns the newest backup in a folder whose bytes are what was verified when it was made, or None."""
    return next((path for _, path in _dated(folder) if is_sound(path)), None)


def is_sound(path: Path) -> bool:
    """Says whether a backup is, byte for byte, the copy that was verified."""
    try:
        manifest = json.loads(_manifest(path).read_text("utf-8"))
        return isinstance(manifest, dict) and manifest.get("sha256") == file_sha256(path)
    except (OSError, ValueError):
        return False


def restore(paths: LibraryPaths, backup: Path | None, at_ms: int) -> Path | None:
    """Puts a backup (None: nothing, a new library starts) in the place of the database, which is kept aside.

    The view history comes back only where there is none: the one that lies there is newer, or was cleared on purpose.

    Returns:
        Where the old database lies now, or None where there was none.

    Raises:
        LibraryInUseError: the library is open for writing.
        DatabaseError: the backup is not sound; nothing was changed.
        StorageFullError: no room for the copy; nothing was changed.
    """
    if backup is not None and not is_sound(backup):
        raise DatabaseError(f"The backup {backup.name} is not sound; nothing was changed.")
    paths.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = WriterLock(paths.lock)
    temporary = paths.database.with_suffix(".restoring")
    try:
        if backup is not None:
            shutil.copyfile(backup, temporary)
            _sync(temporary)
        aside = _set_aside(paths.database, at_ms)
        if backup is not None:
            temporary.replace(paths.database)
            _restore_history(paths, backup)
        _sync_folder(paths.home)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise StorageFullError(f"The backup could not be copied: {error.strerror}.") from error
    finally:
        lock.release()
    log.info("library restored from %s", backup.name if backup else "nothing")
    return aside


def _restore_history(paths: LibraryPaths, backup: Path) -> None:
    copy = _history_of(backup)
    if paths.history.exists() or not copy.exists():
        return
    if json.loads(_manifest(backup).read_text("utf-8")).get("history_sha256") != file_sha256(copy):
        log.info("the view history beside %s is not sound and was left out", backup.name)
        return
    temporary = paths.history.with_suffix(".restoring")
    try:
        shutil.copyfile(copy, temporary)
        _sync(temporary)
        temporary.replace(paths.history)
    finally:
        temporary.unlink(missing_ok=True)


def mend(paths: LibraryPaths, at_ms: int) -> Path | None:
    """Makes the indexes of a damaged database anew, on a copy; when that heals it, the copy takes its place.

    Returns:
        Where the damaged file lies now, or None when it cannot be healed so; nothing was changed then.

    Raises:
        LibraryInUseError: the library is open for writing.
    """
    lock = WriterLock(paths.lock)
    temporary = paths.database.with_suffix(".mending")
    temporary.unlink(missing_ok=True)
    try:
        damaged = Database.open(paths.database, is_writer=False)
        try:
            damaged.copy_to(temporary)
        finally:
            damaged.close()
        if not _reindex(temporary):
            return None
        _sync(temporary)
        aside = _set_aside(paths.database, at_ms)
        temporary.replace(paths.database)
        _sync_folder(paths.home)
    except (DatabaseError, StorageFullError, OSError) as error:
        log.info("the damaged database cannot be mended: %s", error)
        return None
    finally:
        temporary.unlink(missing_ok=True)
        lock.release()
    return aside


def _reindex(path: Path) -> bool:
    with plain_words():
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("REINDEX")
            is_whole = copy.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok"
            return is_whole and not copy.execute("PRAGMA foreign_key_check").fetchall()
        finally:
            copy.close()


def _set_aside(database: Path, at_ms: int) -> Path | None:
    stamp = datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y%m%d-%H%M%S")
    aside = database.with_name(f"{database.stem}.damaged-{stamp}{database.suffix}")
    number = 1
    while aside.exists():
        number += 1
        aside = database.with_name(f"{database.stem}.damaged-{stamp}-{number}{database.suffix}")
    for ending in ("-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            database.with_name(database.name + ending).rename(aside.with_name(aside.name + ending))
    try:
        database.rename(aside)
    except FileNotFoundError:
        return None
    return aside


def _seal(path: Path) -> None:
    """Makes a copy of the history one file without a log, checks it and brings it to the disk."""
    with plain_words():
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            copy.execute("PRAGMA journal_mode = DELETE")
            if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise DamagedDatabaseError("The view history is damaged.", advice="Run 'reverie doctor'.")
        finally:
            copy.close()
    _sync(path)


def _strip_and_check(path: Path, left_out: Sequence[str]) -> dict[str, int]:
    """Takes what is derived, or not wanted, out of a copy, checks the whole, and returns its row counts."""
    with plain_words():
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            copy.create_function("row_checksum", -1, row_checksum, deterministic=True)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("BEGIN")
            for statement in left_out:
                copy.execute(statement)
            copy.execute("COMMIT")
            copy.execute("VACUUM")
            if copy.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
                raise DamagedDatabaseError(
                    "The library is damaged: its backup failed the check.", advice="Run 'reverie doctor'."
                )
            return {table: int(copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in COUNTED}  # noqa: S608
        finally:
            copy.close()


def file_sha256(path: Path) -> str:
    """Returns the sha256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sweep(folder: Path) -> None:
    """Removes half-written copies of a run that was cut off."""
    for path in (*folder.glob("library-*.tmp*"), *folder.glob("history-*.tmp*")):
        path.unlink(missing_ok=True)


def all_backups(folder: Path) -> list[Path]:
    """Returns all backups, sound or not, newest first."""
    return [path for _, path in _dated(folder)]


def history_copies(folder: Path) -> list[Path]:
    """Returns the copies of the view history among backups."""
    return sorted(folder.glob("history-*.db*"))


def _dated(folder: Path) -> list[tuple[datetime, Path]]:
    """All backups with the time in their name, the one made last first, whatever the clock said."""
    found = []
    for path in folder.glob("library-*.db"):
        with contextlib.suppress(ValueError):
            found.append((datetime.strptime(path.stem, "library-%Y%m%d-%H%M%S").replace(tzinfo=UTC), path))
    return sorted(found, key=lambda one: (_number(one[1]), one[0]), reverse=True)


def _number(backup: Path) -> int:
    """Returns which one in the row of backups this is; 0 where its manifest does not say."""
    try:
        manifest = json.loads(_manifest(backup).read_text("utf-8"))
        number = manifest.get("number", 0) if isinstance(manifest, dict) else 0
    except (OSError, ValueError):
        return 0
    return number if isinstance(number, int) else 0


def _history_of(path: Path) -> Path:
    """Where the view history of a backup lies, if it is kept."""
    return path.with_name(path.name.replace("library-", "history-", 1))


def _manifest(path: Path) -> Path:
    return path.with_suffix(".json")


def _write_manifest(path: Path, manifest: dict[str, object]) -> None:
    temporary = _manifest(path).with_suffix(".tmp")
    temporary.write_text(json.dumps(manifest, indent=1), "utf-8")
    _sync(temporary)
    temporary.replace(_manifest(path))


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(path: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
