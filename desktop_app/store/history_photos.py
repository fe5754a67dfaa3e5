"""Which photo of the library a row of the history means, now.

A subject of the history is the photo with its id when content hash or path are still the same: a moved photo and one
edited in place keep their history. Where neither is, the id means another picture (a backup was restored and the id
given out again): then it is the photo with that content hash, and where there is none, no photo at all.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row

_CHUNK = 500


class HistoryPhotos:
    """Subjects of the history to photos of the library and back. Remembers the answer until either file changes."""

    def __init__(self, library: Database) -> None:
        self._library = library
        self._state: object = None
        self._last = 0
        self._known: dict[int, PhotoId] = {}

    def state(self, db: Database) -> tuple[int, int, int]:
        """Returns what stays the same as long as answers of earlier rows hold: nobody wrote but to add rows."""
        return (
            int(db.value("SELECT revision FROM state")),
            int(self._library.value("PRAGMA data_version")),
            self._library.connection.total_changes,
        )

    def resolve(self, db: Database) -> dict[int, PhotoId]:
        """Returns the photo of each subject that has one in the library now, by subject. Not to be changed."""
        state = self.state(db)
        if self._state != state:
            self._state, self._last, self._known = state, 0, {}
        rows = db.rows(
            "SELECT id, photo_id, content_hash, path_mark FROM subject WHERE id > ? ORDER BY id", (self._last,)
        )
        if rows:
            self._known |= self._match(rows)
            self._last = rows[-1][0]
        return self._known

    def seen_on(self, surface: Surface, photos: Iterable[PhotoId]) -> list[PhotoId]:
        """Returns those of some photos that may appear on a surface, ascending."""
        rows = self._library.rows(
            f"""SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?)) AND {tiles.visible_sql(surface)}
                ORDER BY id""",  # noqa: S608 - numbers
            (tiles.id_list(set(photos)),),
        )
        return [PhotoId(row[0]) for row in rows]

    def _match(self, rows: Sequence[type_row]) -> dict[int, PhotoId]:
        now = self._identities(row[1] for row in rows)
        found: dict[int, PhotoId] = {}
        lost: list[tuple[int, bytes]] = []
        for subject, photo, content, mark in rows:
            known = now.get(photo)
            if known is not None and ((content and known[0] == content) or path_mark(known[1]) == mark):
                found[subject] = PhotoId(photo)
            elif content:
                lost.append((subject, content))
        by_content = self._by_content({content for _, content in lost})
        found |= {subject: by_content[content] for subject, content in lost if content in by_content}
        return found

    def _identities(self, ids: Iterable[int]) -> dict[int, tuple[bytes | None, bytes]]:
        rows = self._library.rows(
            "SELECT id, content_hash, relative_path FROM photo WHERE id IN (SELECT value FROM json_each(?))",
            (tiles.id_list(dict.fromkeys(ids)),),
        )
        return {photo: (content, path) for photo, content, path in rows}

    def _by_content(self, contents: set[bytes]) -> dict[bytes, PhotoId]:
        """Of several copies the one that is present, then the oldest."""
        found: dict[bytes, PhotoId] = {}
        wanted = sorted(contents)
        for start in range(0, len(wanted), _CHUNK):
            part = wanted[start : start + _CHUNK]
            rows = self._library.rows(
                f"""SELECT content_hash, id FROM photo WHERE content_hash IN ({", ".join("?" * len(part))})
                    ORDER BY missing_since_ms IS NOT NULL, id""",  # noqa: S608 - question marks
                part,
            )
            for content, photo in rows:
                found.setdefault(content, PhotoId(photo))
        return found

    def intern(self, db: Database, ids: Iterable[PhotoId]) -> dict[PhotoId, int]:
        """Returns the subject of each photo, made where there is none; photos the library does not know are left out.

        Inside a transaction of the history.
        """
        subjects: dict[PhotoId, int] = {}
        for photo, (content, path) in self._identities(ids).items():
            identity = (photo, content or b"", path_mark(path))
            db.execute("INSERT OR IGNORE INTO subject (photo_id, content_hash, path_mark) VALUES (?, ?, ?)", identity)
            subjects[PhotoId(photo)] = int(
                db.value("SELECT id FROM subject WHERE photo_id = ? AND content_hash = ? AND path_mark = ?", identity)
            )
        return subjects

    def refresh(self, db: Database) -> None:
        """Notes anew what photos look like that were found by one of content and path, so that the other may change.

        Inside a transaction of the history.
        """
        rows = db.rows("SELECT id, photo_id, content_hash, path_mark FROM subject")
        photos = self._match(rows)
        now = self._identities(photos.values())
        for subject, photo, content, mark in rows:
            found = photos.get(subject)
            if found is None:
                continue
            identity = (found, now[found][0] or b"", path_mark(now[found][1]))
            if identity != (photo, content, mark):
                db.execute(
                    "UPDATE OR IGNORE subject SET photo_id = ?, content_hash = ?, path_mark = ? WHERE id = ?",
                    (*identity, subject),
                )

    def removed(self, db: Database) -> list[int]:
        """Returns the subjects whose photo was taken out of this library, with its folder, and has no copy in it.

        A subject whose id was never given out here comes from before the library was started again: its photo may
        still be found.
        """
        rows = db.rows("SELECT id, photo_id, content_hash, path_mark FROM subject")
        found = self._match(rows)
        known = self._identities(row[1] for row in rows)
        latest = self._library.value("SELECT seq FROM sqlite_sequence WHERE name = 'photo'") or 0
        return [row[0] for row in rows if row[0] not in found and row[1] not in known and row[1] <= latest]


def path_mark(relative_path: bytes) -> bytes:
    """Returns what stands for a path below its root: enough to see that it is the same, too little to read it."""
    return hashlib.sha256(relative_path).digest()[:8]
