"""The words on photos: the model's and the file's own less what the user removed, and the user's."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Tag, TagSource
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database
from desktop_app.store.rows import TagCount

# The view `live_tag` for some photos: SQLite does not carry a list of ids into a view of two parts, it would read all.
OF_PHOTOS = """
    SELECT t.photo_id, n.name, t.source, t.confidence FROM photo_tag AS t JOIN tag AS n ON n.id = t.tag_id
    WHERE t.photo_id IN (SELECT value FROM json_each(:ids))
      AND NOT EXISTS (SELECT 1 FROM tag_suppression AS s WHERE s.photo_id = t.photo_id AND s.name = n.name)
      AND (t.source <> 'ai' OR NOT EXISTS (SELECT 1 FROM tag_suppression_everywhere AS v WHERE v.name = n.name))
    UNION ALL SELECT photo_id, name, 'user', 1.0 FROM user_tag WHERE photo_id IN (SELECT value FROM json_each(:ids))
"""
_ORDER = {TagSource.USER: 0, TagSource.KEYWORD: 1, TagSource.AI: 2}


class Tags:
    """Reads tags; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def for_photo(self, photo_id: PhotoId) -> list[Tag]:
        """Returns the tags of a photo: the user's, the file's, the model's, surest first. A word stands once."""
        return self.for_photos([photo_id]).get(photo_id, [])

    def for_photos(self, ids: Sequence[PhotoId]) -> dict[PhotoId, list[Tag]]:
        """Returns the tags of several photos; photos without any are left out."""
        rows = self._db.rows(OF_PHOTOS, {"ids": tiles.id_list(ids)})
        found: dict[PhotoId, list[Tag]] = {}
        for photo, name, source, confidence in rows:
            found.setdefault(PhotoId(photo), []).append(Tag(name, TagSource(source), confidence))
        return {photo: _ordered(tags) for photo, tags in found.items()}

    def vocabulary(self) -> list[TagCount]:
        """Returns all words in use on photos seen uncovered, with who said them and how often, most used first."""
        visible = tiles.counted_sql(Surface.TAG)
        unseen = f"(SELECT id FROM photo INDEXED BY photo_timeline WHERE NOT {visible})"  # noqa: S608
        rows = self._db.rows(
            f"""SELECT n.name, c.source, sum(c.number) FROM (
                    SELECT tag_id, source, count(*) AS number FROM photo_tag INDEXED BY photo_tag_name
                        GROUP BY tag_id, source
                    UNION ALL SELECT tag_id, source, -1 FROM photo_tag WHERE photo_id IN {unseen}
                    UNION ALL SELECT t.tag_id, t.source, -1 FROM tag_suppression AS s JOIN tag AS n ON n.name = s.name
                        JOIN photo_tag AS t ON t.photo_id = s.photo_id AND t.tag_id = n.id
                        WHERE s.photo_id NOT IN {unseen}
                ) AS c JOIN tag AS n ON n.id = c.tag_id
                WHERE c.source <> 'ai'
                    OR NOT EXISTS (SELECT 1 FROM tag_suppression_everywhere AS e WHERE e.name = n.name)
                GROUP BY c.tag_id, c.source HAVING sum(c.number) > 0
                UNION ALL SELECT u.name, 'user', count(*) FROM user_tag AS u JOIN photo AS p ON p.id = u.photo_id
                    WHERE {tiles.counted_sql(Surface.TAG, "p.tile")} GROUP BY u.name
                ORDER BY 3 DESC, 1"""  # noqa: S608
        )
        return [TagCount(name, TagSource(source), number) for name, source, number in rows]

    def names(self) -> list[str]:
        """Returns every word the library knows, in use or not."""
        return [row[0] for row in self._db.rows("SELECT name FROM tag UNION SELECT name FROM user_tag")]

    def photos_with(self, name: str, *, is_ai: bool) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Returns the photos with this word from the model, or from people and files; not filtered by visibility.

        Returns:
            ids (N,) int64 and confidences (N,) float64, 0 to 1.
        """
        sql = "SELECT photo_id, confidence FROM live_tag WHERE name = ? AND (source = 'ai') = ?"
        rows = self._db.rows(sql, (name, is_ai))
        both = np.fromiter(chain.from_iterable(rows), np.float64, 2 * len(rows))
        return both[0::2].astype(np.int64), both[1::2]

    def suppressed(self) -> list[str]:
        """Returns the words the user removed everywhere."""
        return [row[0] for row in self._db.rows("SELECT name FROM tag_suppression_everywhere ORDER BY name")]


def tidy_name(name: str) -> str:
    """Returns a tag as it is kept: one line, single spaces, composed characters, at most 100 of them."""
    return one_line(name)[:100]


def one_line(text: str) -> str:
    """Returns a text on one line, with single spaces and composed characters, and without what cannot be shown."""
    plain = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text))
    return " ".join(plain.encode("utf-8", "ignore").decode("utf-8").split())


def _ordered(tags: list[Tag]) -> list[Tag]:
    tags.sort(key=lambda tag: (_ORDER[tag.source], -tag.confidence, tag.name))
    first: dict[str, Tag] = {}
    for tag in tags:
        first.setdefault(tag.name, tag)
    return list(first.values())
