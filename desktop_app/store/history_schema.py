"""The schema of the view history: a SQLite file of its own, so that it can be left out, cleared or deleted as a whole.

A photo stands in it as a `subject`: its id, its content hash and a mark of its path at that time. An id alone may mean
another picture after a backup was restored; see `history_photos`.
"""

from __future__ import annotations

from desktop_app.domain.history import ViewSource, ViewSurface
from desktop_app.store.database import Database, Kind

APPLICATION_ID = 0x52455648  # 'REVH'

# Codes in the file and in `ViewArrays`: the place in these tuples. New ones are added at the end.
SURFACES = (ViewSurface.VIEWER, ViewSurface.SLIDESHOW, ViewSurface.COMMAND)
SOURCES = (
    ViewSource.LIBRARY,
    ViewSource.FOLDER,
    ViewSource.ALBUM,
    ViewSource.SEARCH,
    ViewSource.SIMILAR,
    ViewSource.NEIGHBOUR,
    ViewSource.SLIDESHOW,
    ViewSource.FOR_YOU,
    ViewSource.COMMAND,
)

_HISTORY = (
    f"PRAGMA application_id = {APPLICATION_ID}",
    # generation moves with each write, revision with each that did more than add looks, acts or what was shown
    "CREATE TABLE state (generation INTEGER NOT NULL, revision INTEGER NOT NULL)",
    "INSERT INTO state VALUES (0, 0)",
    """CREATE TABLE subject (
        id INTEGER PRIMARY KEY,
        photo_id INTEGER NOT NULL,
        content_hash BLOB NOT NULL,
        path_mark BLOB NOT NULL,
        UNIQUE (photo_id, content_hash, path_mark)
    )""",
    """CREATE TABLE view (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject INTEGER NOT NULL REFERENCES subject (id),
        surface INTEGER NOT NULL,
        source INTEGER NOT NULL,
        started_at_ms INTEGER NOT NULL,
        seen_ms INTEGER NOT NULL,
        zoom_permille INTEGER NOT NULL,
        is_forgotten INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX view_started ON view (started_at_ms)",
    "CREATE INDEX view_subject ON view (subject)",
    """CREATE TABLE feedback (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        subject INTEGER NOT NULL REFERENCES subject (id),
        kind TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        value INTEGER NOT NULL,
        is_forgotten INTEGER NOT NULL DEFAULT 0
    )""",
    "CREATE INDEX feedback_subject ON feedback (subject)",
    """CREATE TABLE shown (
        subject INTEGER NOT NULL REFERENCES subject (id),
        day TEXT NOT NULL,
        PRIMARY KEY (subject, day)
    ) WITHOUT ROWID""",
    "CREATE INDEX shown_day ON shown (day)",
    """CREATE TABLE choice (
        subject INTEGER PRIMARY KEY REFERENCES subject (id),
        name TEXT NOT NULL,
        boost REAL NOT NULL,
        is_muted INTEGER NOT NULL
    )""",
    "CREATE TABLE dismissed_album (key TEXT PRIMARY KEY) WITHOUT ROWID",
    "CREATE TABLE weight (position INTEGER PRIMARY KEY, value REAL NOT NULL)",
    """CREATE TABLE change (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL,
        at_ms INTEGER NOT NULL,
        before TEXT NOT NULL,
        after TEXT NOT NULL
    )""",
)

STEPS: tuple[tuple[str, ...], ...] = (_HISTORY,)
TABLES = ("change", "weight", "dismissed_album", "choice", "shown", "feedback", "view", "subject")


def history_kind() -> Kind:
    """Returns what `Database.open` asks about a view history."""
    return Kind(APPLICATION_ID, "view history", len(STEPS), "SELECT generation FROM state", _upgrade)


def _upgrade(db: Database, version: int) -> None:
    """Each step is whole or not there at all."""
    for number, statements in enumerate(STEPS[version:], start=version + 1):
        with db.atomic():
            for statement in statements:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
