"""Pages of photos and their counts, made for 100,000 rows: one covering index, three integers a row."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import AlbumId, PhotoId, SmartAlbumId
from desktop_app.domain.library import Counts, Page, Scope, Timeline
from desktop_app.domain.photo import Badge, FlagName, Status
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.albums import order_sql
from desktop_app.store.database import Database
from desktop_app.store.folders import Folders
from desktop_app.store.problems import Problems
from desktop_app.store.smart_albums import SmartAlbums, local_now_ms
from desktop_app.store.trash import STILL_THERE

RECENT_MS = 30 * 86_400_000
SURFACES = {
    Scope.LIBRARY: Surface.LIBRARY,
    Scope.FAVOURITES: Surface.FAVOURITES,
    Scope.RECENT: Surface.RECENT,
    Scope.FOLDER: Surface.FOLDER,
    Scope.FLAG: Surface.FLAG,
    Scope.TAG: Surface.TAG,
    Scope.HIDDEN: Surface.HIDDEN_PAGE,
    Scope.MISSING: Surface.MISSING_PAGE,
    Scope.TRASH: Surface.TRASH_PAGE,
    Scope.ALBUM: Surface.ALBUM,
    Scope.GROUP: Surface.GROUP,
    Scope.EVENT: Surface.GROUP,
    Scope.SMART_ALBUM: Surface.ALBUM,
    Scope.VERSIONS: Surface.VERSIONS,
}
_FAVOURITE = int(Badge.FAVOURITE) << tiles.BADGE_SHIFT


class Glance(NamedTuple):
    """The least that is told of a photo: where its file is, whether it may be seen, and what is in it."""

    path: Path
    status: Status
    content_hash: bytes | None


class TimelineQueries:
    """What grids and the sidebar ask for."""

    def __init__(self, db: Database, folders: Folders, problems: Problems) -> None:
        self._db = db
        self._folders = folders
        self._problems = problems

    def timeline(self, page: Page) -> Timeline:
        """Returns the photos of a page, newest first, the later id first among equals.

        A folder's page holds the folders below it too; the recent page what was added in the 30 days up to the latest
        addition; an album's stands as the user arranged it, where they did.

        Raises:
            ValueError: the page does not say which folder, flag, album or group.
        """
        if page.scope is Scope.ALBUM:
            return self._album(page.album_id)
        if page.scope is Scope.SMART_ALBUM:
            return self._smart_album(page.smart_album_id)
        visible = tiles.visible_sql(SURFACES[page.scope])
        condition, values = self._condition(page)
        sql = f"""SELECT id, taken_at_ms, tile FROM photo INDEXED BY photo_timeline WHERE {visible}{condition}
                  ORDER BY taken_at_ms DESC, id DESC"""  # noqa: S608
        ids, taken, packed = self._db.columns(sql, ("id", "taken_at_ms", "tile"), values)
        return tiles.unpack(ids, taken, packed)

    def _album(self, album_id: AlbumId | None) -> Timeline:
        if album_id is None:
            raise ValueError("an album's page needs an album")
        sql = f"""SELECT p.id AS id, p.taken_at_ms AS taken_at_ms, p.tile AS tile
                  FROM album_photo AS m JOIN photo AS p ON p.id = m.photo_id
                  WHERE m.album_id = ? AND {tiles.visible_sql(Surface.ALBUM, "p.tile")}
                  ORDER BY {order_sql(self._db, album_id)}"""  # noqa: S608
        ids, taken, packed = self._db.columns(sql, ("id", "taken_at_ms", "tile"), (album_id,))
        return tiles.unpack(ids, taken, packed)

    def _smart_album(self, album_id: SmartAlbumId | None) -> Timeline:
        if album_id is None:
            raise ValueError("a smart album's page needs a smart album")
        return SmartAlbums(self._db).timeline(album_id, local_now_ms())

    def _condition(self, page: Page) -> tuple[str, tuple[object, ...]]:
        match page.scope:
            case Scope.FAVOURITES:
                return f" AND (tile & {_FAVOURITE}) <> 0", ()
            case Scope.RECENT:
                return " AND id >= ?", (self._first_recent(),)
            case Scope.FOLDER:
                if page.folder_id is None:
                    raise ValueError("a folder page needs a folder")
                folders = tiles.id_list(self._folders.with_descendants(page.folder_id))
                return " AND folder_id IN (SELECT value FROM json_each(?))", (folders,)
            case Scope.FLAG:
                if page.flag is None:
                    raise ValueError("a flag page needs a flag")
                return " AND id IN (SELECT photo_id FROM live_flag WHERE name = ?)", (str(page.flag),)
            case Scope.GROUP:
                if page.group_id is None:
                    raise ValueError("a group's page needs a group")
                return " AND id IN (SELECT photo_id FROM group_photo WHERE group_id = ?)", (page.group_id,)
            case Scope.EVENT | Scope.VERSIONS:
                return " AND id IN (SELECT value FROM json_each(?))", (tiles.id_list(page.photo_ids),)
            case Scope.TAG:
                return " AND id IN (SELECT photo_id FROM live_tag WHERE name = ?)", (page.tag,)
            case Scope.TRASH:
                return f" AND id IN ({STILL_THERE})", ()
            case _:
                return "", ()

    def _first_recent(self) -> PhotoId:
        """Ids rise with time, so one id says where the recent photos begin."""
        first = self._db.value(
            """SELECT min(id) FROM photo WHERE added_at_ms =
               (SELECT min(added_at_ms) FROM photo WHERE added_at_ms >= (SELECT max(added_at_ms) FROM photo) - ?)""",
            (RECENT_MS,),
        )
        return PhotoId(first or 0)

    def counts(self) -> Counts:
        """Returns the sidebar's numbers, each through the policy of the page it stands beside."""
        (looks,) = self._db.columns(
            f"SELECT tile & {tiles.LOOK_MASK} AS look FROM photo INDEXED BY photo_timeline",  # noqa: S608
            ("look",),
        )

        def count(surface: Surface, badge: Badge = Badge.NONE) -> int:
            mask, wanted = tiles.counted_bits(surface)
            badges = int(badge) << tiles.BADGE_SHIFT
            return int(np.count_nonzero(looks & (mask | badges) == (wanted | badges)))

        return Counts(
            library=count(Surface.COUNT),
            favourites=count(Surface.FAVOURITES, Badge.FAVOURITE),
            recent=self._recent_count(),
            hidden=count(Surface.HIDDEN_PAGE),
            missing=count(Surface.MISSING_PAGE),
            trash=self._trash_count(),
            problems=self._problems.count(),
            pending=count(Surface.COUNT, Badge.PENDING),
            not_understood=count(Surface.COUNT, Badge.NOT_UNDERSTOOD),
            flags=self._flag_counts(),
        )

    def _recent_count(self) -> int:
        sql = f"""SELECT count(*) FROM photo INDEXED BY photo_timeline
                  WHERE id >= ? AND {tiles.counted_sql(Surface.RECENT)}"""  # noqa: S608
        return int(self._db.value(sql, (self._first_recent(),)))

    def _trash_count(self) -> int:
        """Counts from the few rows of the trash; that of photos is not looked at while it is empty."""
        sql = f"""SELECT count(*) FROM ({STILL_THERE}) AS t JOIN photo AS p ON p.id = t.photo_id
                  WHERE {tiles.visible_sql(Surface.TRASH_PAGE, "p.tile")}"""  # noqa: S608
        return int(self._db.value(sql))

    def _flag_counts(self) -> tuple[tuple[FlagName, int], ...]:
        rows = self._db.rows(
            f"""SELECT l.name, count(*) FROM live_flag AS l JOIN photo AS p ON p.id = l.photo_id
                WHERE {tiles.visible_sql(Surface.FLAG, "p.tile")} GROUP BY l.name"""  # noqa: S608
        )
        found: dict[str, int] = dict(rows)
        return tuple((name, found[name]) for name in FlagName if name in found)

    def has_any(self) -> bool:
        """Says whether the library holds a row at all."""
        return self._db.value("SELECT 1 FROM photo LIMIT 1") is not None

    def glances(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Glance]:
        """Returns the little that lists of answers need of the photos there are of these ids."""
        rows = self._db.rows(
            """SELECT p.id, r.path, p.relative_path, p.tile, p.content_hash FROM photo AS p
               JOIN root AS r ON r.id = p.root_id WHERE p.id IN (SELECT value FROM json_each(?))""",
            (tiles.id_list(ids),),
        )
        return {
            PhotoId(row[0]): Glance(Path(os.fsdecode(row[1] + b"/" + row[2])), tiles.status_of(row[3]), row[4])
            for row in rows
        }

    def visible_ids(self, surface: Surface) -> NDArray[np.int64]:
        """Returns the ids of all photos that may appear on a surface, (N,) int64, ascending."""
        ids = self.visible_newest_first(surface)
        ids.sort()
        return ids

    def visible_newest_first(self, surface: Surface) -> NDArray[np.int64]:
        """Returns the ids of all photos that may appear on a surface, (N,) int64, in the timeline's order."""
        sql = f"""SELECT id FROM photo INDEXED BY photo_timeline WHERE {tiles.visible_sql(surface)}
                  ORDER BY taken_at_ms DESC, id DESC"""  # noqa: S608
        return self._db.columns(sql, ("id",))[0]
