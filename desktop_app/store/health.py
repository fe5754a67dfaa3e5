"""What `doctor` looks at and can mend. Looking changes nothing; mending touches no photo and nothing users said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desktop_app.errors import DatabaseError, UserError
from desktop_app.paths import LibraryPaths
from desktop_app.store import backup, photo_rows, tiles
from desktop_app.store.database import is_whole
from desktop_app.store.history_file import set_aside_files
from desktop_app.store.plain_errors import DamagedDatabaseError, NoDatabaseError
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.store.vector_index import VectorIndex

log = logging.getLogger(__name__)

LARGE_WAL_BYTES = 256_000_000
LARGE_HISTORY_BYTES = 100_000_000  # about a million looks


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        area: 'database', 'edits', 'vectors', 'index', 'thumbnails', 'roots', 'history' or 'backups'.
        message: what was found, a sentence.
        advice: what to do; '' when all is well.
    """

    area: str
    is_ok: bool
    message: str
    advice: str = ""


def _good(area: str, message: str) -> Finding:
    return Finding(area, is_ok=True, message=message)


def _bad(area: str, message: str, advice: str) -> Finding:
    return Finding(area, is_ok=False, message=message, advice=advice)


def check(paths: LibraryPaths, *, thumbnail_budget_bytes: int) -> list[Finding]:
    """Looks at everything the store keeps. Reads the whole database once: seconds for a large library."""
    try:
        store = Store.open(paths, is_writer=False)
    except NoDatabaseError as error:
        return [_good("database", str(error))]
    except UserError as error:
        return [_bad("database", str(error), error.advice), *_backups(paths)]
    try:
        findings = [_database(store), *_wal(paths)]
        if findings[0].is_ok:
            findings += [*_foreign_keys(store), _edits(store), _derived(store), *_vectors(store), *_index(store)]
        findings += [*_roots(store), _thumbnails(paths, thumbnail_budget_bytes), *_history(store)]
        return [*findings, *_backups(paths)]
    except DamagedDatabaseError as error:
        return [_bad("database", str(error), _restore_advice(paths)), *_backups(paths)]
    finally:
        store.close()


def repair(paths: LibraryPaths, *, at_ms: int, thumbnail_budget_bytes: int) -> list[Finding]:
    """Mends what can be. Nothing else may have the library open.

    A damaged database is kept aside and the newest sound backup put in its place; what is derived is made anew.

    Returns:
        What `check` finds afterwards, after a line for each thing that was mended.

    Raises:
        LibraryInUseError: another process writes this library.
        DatabaseError: from a newer version, another program's, or on a place that cannot be written.
    """
    done: list[Finding] = []
    try:
        _repair_open(paths, thumbnail_budget_bytes, done)
    except DamagedDatabaseError:
        done.append(_good("database", _replace_damaged(paths, at_ms)))
        _repair_open(paths, thumbnail_budget_bytes, done)
    return [*done, *check(paths, thumbnail_budget_bytes=thumbnail_budget_bytes)]


def _replace_damaged(paths: LibraryPaths, at_ms: int) -> str:
    aside = backup.mend(paths, at_ms)
    if aside is not None:
        return f"The database's own indexes were made anew; the damaged file is kept as {aside.name}."
    newest = backup.newest_verified(paths.backups)
    aside = backup.restore(paths, newest, at_ms)
    source = f"the backup {newest.name}" if newest else "nothing: a new library, index your folders again"
    kept = f"; the damaged file is kept as {aside.name}" if aside else ""
    return f"The database was started again from {source}{kept}."


def _repair_open(paths: LibraryPaths, thumbnail_budget_bytes: int, done: list[Finding]) -> None:
    store = Store.open(paths, is_writer=True)
    try:
        if store.is_read_only:
            raise DatabaseError("The library can only be read here.", advice="Check the rights of its folder.")
        if store.db.value("PRAGMA quick_check(1)") != "ok":
            raise DamagedDatabaseError("The library's database is damaged.")
        _repair_derived(store, done)
        for model in store.embeddings.models():
            index = VectorIndex(paths.index, model.name)
            if not index.load(store):
                index.catch_up(store)
                if index.save(store):
                    done.append(_good("index", "The vector index was made anew."))
        store.history.count()  # a damaged one is put aside by whoever may write
        done += [_good("history", notice) for notice in store.history.take_notices()]
        thumbnails = Thumbnails(paths.thumbnails, thumbnail_budget_bytes)
        thumbnails.sweep()
        thumbnails.trim()
        backup.sweep(paths.backups)
    finally:
        store.close()


def _repair_derived(store: Store, done: list[Finding]) -> None:
    db = store.db
    with db.atomic():
        before = db.connection.total_changes
        db.execute(
            """UPDATE embedding_model SET count = s.number FROM (SELECT m.id AS id, (SELECT count(*) FROM embedding AS e
               WHERE e.model = m.id) AS number FROM embedding_model AS m) AS s
               WHERE s.id = embedding_model.id AND s.number <> embedding_model.count"""
        )
        db.execute(
            """UPDATE photo SET embed_stage = 0 WHERE embed_stage = 1 AND NOT EXISTS (SELECT 1 FROM embedding AS e
               JOIN embedding_model AS m ON m.id = e.model WHERE e.photo_id = photo.id AND m.is_active)"""
        )
        db.execute(tiles.REFRESH_ALL)
        if db.connection.total_changes > before:
            done.append(_good("database", "What is derived from the photos was brought up to date."))
        if _is_text_incomplete(store):
            db.execute("DELETE FROM meta WHERE key = 'search_text_version'")
            store.search_text.ensure_current()
            done.append(_good("database", "The words of all photos were gathered anew."))


def _database(store: Store) -> Finding:
    found = [row[0] for row in store.db.rows("PRAGMA quick_check(5)")]
    if found == ["ok"]:
        return _good("database", "The database is whole.")
    return _bad("database", f"The database is damaged: {found[0]}", _restore_advice(store.paths))


def _restore_advice(paths: LibraryPaths) -> str:
    newest = backup.newest_verified(paths.backups)
    if newest is None:
        return "There is no sound backup. Copy the library's folder away before anything else."
    return f"'reverie doctor --repair' mends it, or restores {newest.name} and keeps the damaged file."


def _wal(paths: LibraryPaths) -> Iterator[Finding]:
    wal = paths.database.with_name(paths.database.name + "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size > LARGE_WAL_BYTES:
        yield _bad("database", f"The write-ahead log has grown to {size / 1e6:.0f} MB.", "Close Reverie once.")


def _foreign_keys(store: Store) -> Iterator[Finding]:
    broken = len(store.db.rows("PRAGMA foreign_key_check"))
    if broken:
        yield _bad("database", f"{broken} rows point to photos that are not there.", _restore_advice(store.paths))


def _edits(store: Store) -> Finding:
    broken = photo_rows.broken_user_rows(store.db)
    if not broken:
        return _good("edits", "Ratings, favourites, tags and albums are what you made them.")
    return _bad(
        "edits",
        f"{broken} ratings, favourites, tags or places in albums were changed by damage to the disk.",
        _restore_advice(store.paths),
    )


def _derived(store: Store) -> Finding:
    stale = int(store.db.value(tiles.COUNT_STALE))
    if stale or _is_text_incomplete(store):
        return _bad(
            "database",
            "What is derived from the photos is out of date.",
            "'reverie doctor --repair' makes it anew.",
        )
    return _good("database", "What is derived from the photos is up to date.")


def _is_text_incomplete(store: Store) -> bool:
    sql = "SELECT (SELECT count(*) FROM photo) <> (SELECT count(*) FROM photo_text_docsize)"
    return bool(store.db.value(sql))


def _vectors(store: Store) -> Iterator[Finding]:
    for model in store.embeddings.models():
        real = len(store.embeddings.photo_ids(model.name))
        if real != model.vector_count:
            yield _bad("vectors", f"{model.name}: {real} vectors are there, {model.vector_count} noted.", "Repair.")
            continue
        waiting = store.embeddings.waiting(model.name)
        left = f", {waiting} photos wait for theirs" if waiting else ""
        yield _good("vectors", f"{real} vectors of {model.name}{left}.")


def _index(store: Store) -> Iterator[Finding]:
    for model in store.embeddings.models():
        index = VectorIndex(store.paths.index, model.name)
        if index.load(store):
            behind = "" if index.is_current(store.embeddings) else "; it catches up at the next start"
            yield _good("index", f"The vector index holds {len(index)} photos{behind}.")
        elif store.db.value(
            "SELECT count(*) FROM index_file AS i JOIN embedding_model AS m ON m.id = i.model WHERE m.name = ?",
            (model.name,),
        ):
            yield _bad("index", "The vector index on disk is damaged or gone; it is made anew by itself.", "Repair.")


def _roots(store: Store) -> Iterator[Finding]:
    for root in store.roots.all():
        if root.path.is_dir():
            yield _good("roots", f"{root.path.name}: {root.photo_count} photos.")
        else:
            yield _bad("roots", f"The folder {root.path} is not there.", "Connect its drive, or remove it.")


def _thumbnails(paths: LibraryPaths, budget_bytes: int) -> Finding:
    size = Thumbnails(paths.thumbnails, budget_bytes).size_bytes()
    if size > budget_bytes * 1.2:
        return _bad("thumbnails", f"Thumbnails take {size / 1e6:.0f} MB, over their budget.", "Repair trims them.")
    return _good("thumbnails", f"Thumbnails take {size / 1e6:.0f} MB.")


def _history(store: Store) -> Iterator[Finding]:
    """Says how many looks are kept, never at what."""
    path = store.paths.history
    aside = [file for file in set_aside_files(path) if file.suffix == ".db"]
    if not path.exists():
        yield _good("history", "There is no view history.")
    else:
        yield _history_file(store, path)
    if aside:
        names = ", ".join(file.name for file in aside)
        yield _good("history", f"Damaged view histories are kept as {names}; clearing the history deletes them.")


def _history_file(store: Store, path: Path) -> Finding:
    try:
        is_damaged = not is_whole(path)
    except UserError:
        is_damaged = True
    if is_damaged:
        advice = "'reverie doctor --repair' keeps the damaged file and begins a new one."
        return _bad("history", "The view history is damaged.", advice)
    count, notices = store.history.count(), store.history.take_notices()
    if notices:
        return _bad("history", notices[0], "The library works without it.")
    size = path.stat().st_size
    if size > LARGE_HISTORY_BYTES:
        advice = "Keep it for a shorter time in the settings."
        return _bad("history", f"The view history takes {size / 1e6:.0f} MB.", advice)
    return _good("history", f"The view history holds {count} looks.")


def _backups(paths: LibraryPaths) -> Iterator[Finding]:
    newest: Path | None = backup.newest_verified(paths.backups)
    unsound = [path.name for path in backup.all_backups(paths.backups) if not backup.is_sound(path)]
    if unsound:
        yield _bad("backups", f"{len(unsound)} backups are damaged: {', '.join(unsound)}.", "They are never used.")
    yield _good("backups", f"The newest sound backup is {newest.name}." if newest else "There is no backup yet.")
