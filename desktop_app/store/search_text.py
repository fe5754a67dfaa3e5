"""Full-text search over what photos are called and what their files say (SQLite's FTS5); tags have their own table.

The index is derived: `VERSION` says what goes in, and a writer that opens an older one fills it anew.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import display_text
from desktop_app.store.database import Database, type_row
from desktop_app.store.rows import TextHit
from desktop_app.store.tiles import id_list

VERSION = 1
COLUMNS = ("name", "folders", "words", "camera", "lens", "dates")
WEIGHTS = {"name": 0.85, "words": 0.8, "folders": 0.7, "camera": 0.5, "lens": 0.45, "dates": 0.5}
WHY = {
    "name": "name",
    "words": "title or caption",
    "folders": "folder",
    "camera": "camera",
    "lens": "lens",
    "dates": "date",
}
SEASONS = ("winter", "spring", "summer", "autumn")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CHUNK = 500


class SearchText:
    """The table of words."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def refresh(self, ids: Sequence[PhotoId]) -> None:
        """Writes the words of these photos anew. Call it in the transaction that changed what they are made of."""
        for start in range(0, len(ids), _CHUNK):
            self._refresh(ids[start : start + _CHUNK])

    def _refresh(self, ids: Sequence[PhotoId]) -> None:
        rows = self._db.rows(
            """SELECT p.id, r.path, p.relative_path, p.taken_at_ms, m.title, m.caption, m.keywords,
                      m.camera_make, m.camera_model, m.lens
               FROM photo AS p JOIN root AS r ON r.id = p.root_id LEFT JOIN photo_metadata AS m ON m.photo_id = p.id
               WHERE p.id IN (SELECT value FROM json_each(?))""",
            (id_list(ids),),
        )
        with self._db.atomic():
            self._db.execute("DELETE FROM photo_text WHERE rowid IN (SELECT value FROM json_each(?))", (id_list(ids),))
            self._db.execute_many(
                """INSERT INTO photo_text (rowid, name, folders, words, camera, lens, dates)
                   VALUES (?, ?, ?, ?, ?, ?, ?)""",
                [_words(row) for row in rows],
            )

    def remove(self, ids: Iterable[PhotoId]) -> None:
        """Takes photos out; call it in the transaction that removes their rows."""
        with self._db.atomic():
            self._db.execute("DELETE FROM photo_text WHERE rowid IN (SELECT value FROM json_each(?))", (id_list(ids),))

    def ensure_current(self) -> bool:
        """Fills the table anew where another version of the program, or a restore, left it. The writer, at opening.

        Returns:
            True when it had to.
        """
        if self._db.value("SELECT value FROM meta WHERE key = 'search_text_version'") == str(VERSION):
            return False
        with self._db.atomic():
            self._db.execute("DELETE FROM photo_text")
            self.refresh([PhotoId(row[0]) for row in self._db.rows("SELECT id FROM photo")])
            self._db.execute("REPLACE INTO meta (key, value) VALUES ('search_text_version', ?)", (str(VERSION),))
        return True

    def match(
        self, text: str, limit: int = 100_000, *, columns: Sequence[str] = COLUMNS, is_prefix: bool = True
    ) -> list[TextHit]:
        """Returns the photos whose words hold this text as a phrase, its last word possibly only begun.

        Any text is safe: it is quoted, and one without a letter or digit finds nothing. Columns are looked at in the
        order of their weight; a photo is named once, with the best. Not filtered by visibility.
        """
        found: dict[int, TextHit] = {}
        for ids, weight, why in self.find(text, columns=columns, is_prefix=is_prefix):
            for photo in ids.tolist():
                found.setdefault(photo, TextHit(PhotoId(photo), weight, why))
        return list(found.values())[:limit]

    def find(
        self, text: str, *, columns: Sequence[str] = COLUMNS, is_prefix: bool = True
    ) -> list[tuple[NDArray[np.int64], float, str]]:
        """Like `match` for many photos: for each column that holds the text, ids (N,) int64, weight and reason."""
        quoted = quote(text, is_prefix=is_prefix)
        if quoted is None:
            return []
        sql = "SELECT rowid AS id FROM photo_text WHERE photo_text MATCH ?"
        return [
            (self._db.columns(sql, ("id",), (f"{{{column}}} : {quoted}",))[0], WEIGHTS[column], WHY[column])
            for column in sorted(columns, key=lambda name: -WEIGHTS[name])
        ]


def quote(text: str, *, is_prefix: bool) -> str | None:
    """Returns an FTS5 phrase that means exactly this text, or None where it has nothing to look for."""
    plain = "".join(c if c.isprintable() else " " for c in display_text(text))
    if not any(c.isalnum() for c in plain):
        return None
    return '"' + plain.replace('"', " ") + '"' + ("*" if is_prefix else "")


def date_words(taken_at_ms: int) -> str:
    """Returns the words a photo of this wall-clock time can be found by, in English; '' outside the calendar."""
    try:
        day = _EPOCH + timedelta(milliseconds=taken_at_ms)
    except OverflowError:
        return ""
    season = SEASONS[day.month % 12 // 3]
    return f"{day:%Y-%m-%d} {day:%B %Y} {day:%b} {day:%A} {season} {day.year}"


def _words(row: type_row) -> tuple[int, str, str, str, str, str, str]:
    photo, root, path, taken_at_ms, title, caption, keywords, make, model, lens = row
    folders = display_text(os.path.basename(root.rstrip(b"/\\")) + b" " + os.path.dirname(path))
    words = " ".join([title or "", caption or "", *(json.loads(keywords) if keywords else ())])
    camera = f"{make or ''} {model or ''}"
    return photo, display_text(os.path.basename(path)), folders, words, camera, lens or "", date_words(taken_at_ms)
