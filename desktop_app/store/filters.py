"""Photos by plain facts, for search: dates, ratings, badges, flags, places. None is filtered by visibility."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.photo import Badge, FlagName, Status
from desktop_app.store import tiles
from desktop_app.store.database import Database, Parameters

Ids = NDArray[np.int64]


class Filters:
    """Each answers with the ids of the photos a fact is true of, (N,) int64 in no order."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def _ids(self, sql: str, parameters: Parameters = ()) -> Ids:
        return self._db.columns(sql, ("id",), parameters)[0]

    def taken_between(self, start_ms: int, end_ms: int) -> Ids:
        """Taken at or after `start_ms` and before `end_ms`, wall-clock time."""
        return self._ids(
            "SELECT id FROM photo INDEXED BY photo_timeline WHERE taken_at_ms >= ? AND taken_at_ms < ?",
            (start_ms, end_ms),
        )

    def rated(self, lowest: int, highest: int) -> Ids:
        """Rated from `lowest` to `highest`, both included; 0 is not rated."""
        return self._ids("SELECT id FROM photo WHERE rating BETWEEN ? AND ?", (lowest, highest))

    def with_badge(self, badge: Badge) -> Ids:
        """Whose tile carries this badge."""
        return self._ids(
            "SELECT id FROM photo INDEXED BY photo_timeline WHERE (tile & ?) <> 0", (int(badge) << tiles.BADGE_SHIFT,)
        )

    def with_status(self, status: Status) -> Ids:
        """Of this status."""
        return self._ids("SELECT id FROM photo INDEXED BY photo_timeline WHERE (tile & ?) <> 0", (int(status),))

    def with_flag(self, name: FlagName) -> Ids:
        """With this flag, not dismissed."""
        return self._ids("SELECT photo_id AS id FROM live_flag WHERE name = ?", (str(name),))

    def with_format(self, name: str) -> Ids:
        """Whose file is of this format, whatever the case."""
        return self._ids("SELECT id FROM photo WHERE format = ? COLLATE NOCASE", (name,))

    def located(self) -> Ids:
        """That know where they were taken."""
        return self._ids(
            "SELECT photo_id AS id FROM photo_metadata INDEXED BY photo_located WHERE latitude IS NOT NULL"
        )

    def positions(self) -> tuple[Ids, Ids, Ids]:
        """Returns the photos that know where they were taken, by rising id, and their (N,) places in micro-degrees."""
        at = "CAST(round({0} * 1000000) AS INTEGER) AS {0}"
        sql = f"""SELECT photo_id AS id, {at.format("latitude")}, {at.format("longitude")}
                  FROM photo_metadata INDEXED BY photo_located
                  WHERE latitude IS NOT NULL AND longitude IS NOT NULL ORDER BY photo_id"""  # noqa: S608
        ids, latitude, longitude = self._db.columns(sql, ("id", "latitude", "longitude"))
        return ids, latitude, longitude

    def tagged(self) -> Ids:
        """With at least one tag, whoever gave it."""
        return self._ids("SELECT DISTINCT photo_id AS id FROM live_tag")

    def described(self) -> Ids:
        """With a title or a caption."""
        return self._ids("SELECT photo_id AS id FROM photo_metadata WHERE title <> '' OR caption <> ''")
