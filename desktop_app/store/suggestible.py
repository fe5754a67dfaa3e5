"""What suggestions need to know of every photo at once, as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import FolderId, PhotoId
from desktop_app.domain.photo import DateSource, FlagName
from desktop_app.store import tiles
from desktop_app.store.database import Database

Ids = NDArray[np.int64]

UNFIT_FLAGS = (FlagName.SCREENSHOT, FlagName.DOCUMENT)  # nobody wants to be surprised by a receipt
NOWHERE = 1_000_000_000  # micro-degrees that are no place
# Plain and fixed, used only as a rank within the library: sharp, neither dark nor burnt out, colourful, without noise.
QUALITY = """CAST(1000 * (0.5 * s.sharpness + 0.2 * min(s.colourfulness / 60.0, 1.0) + 0.15 * min(4 * s.brightness *
    (1 - s.brightness), 1.0) + 0.15 * max(1 - s.noise_sigma / 10.0, 0.0) - 0.5 * s.clipped_dark - 0.5 * s.clipped_light)
    AS INTEGER)"""
_FULL_PX = 200  # of the shorter side: a card is about as high, and what is smaller looks the softer the smaller it is
_SMALLNESS = f"max(1000 - 1000 * min(p.width_px, p.height_px) / {_FULL_PX}, 0)"


@dataclass(frozen=True, slots=True, eq=False)
class PhotoLooks:
    """What can be told of N photos from one covering index, by rising id.

    Attributes:
        ids: (N,) int64.
        taken_at_ms: (N,) int64 wall-clock milliseconds.
        tiles: (N,) int64 packed tiles: status, badges, shape, colour.
    """

    ids: Ids
    taken_at_ms: Ids
    tiles: Ids


@dataclass(frozen=True, slots=True, eq=False)
class PhotoDetails:
    """What was read from the files of N photos, by rising id.

    Attributes:
        ids: (N,) int64.
        added_at_ms: (N,) int64, UTC.
        is_dated: (N,) int64, 1 when the capture time comes from more than the file's own time.
        latitude, longitude: (N,) int64 micro-degrees, `NOWHERE` where unknown.
        quality: (N,) int64, higher is better, only for comparing; -10,000 until measured.
        phash: (N,) int64, the 64 bits of the perceptual hash, 0 until measured.
    """

    ids: Ids
    added_at_ms: Ids
    is_dated: Ids
    latitude: Ids
    longitude: Ids
    quality: Ids
    phash: Ids


class Suggestible:
    """Reads all photos at once; nothing is filtered by visibility."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def state(self) -> tuple[int, int]:
        """Returns what stays the same while nobody writes to the library."""
        return int(self._db.value("PRAGMA data_version")), self._db.connection.total_changes

    def looks(self) -> PhotoLooks:
        """Returns what changes often: 100,000 photos in some 40 ms."""
        sql = "SELECT id, taken_at_ms, tile FROM photo INDEXED BY photo_timeline ORDER BY taken_at_ms, id"
        ids, taken, tiles = self._db.columns(sql, ("id", "taken_at_ms", "tile"))
        order = np.argsort(ids, kind="stable")
        return PhotoLooks(ids[order], taken[order], tiles[order])

    def details(self) -> PhotoDetails:
        """Returns what changes only with the files: 100,000 photos in some tenths of a second."""
        names = ("id", "added_at_ms", "is_dated", "latitude", "longitude", "quality", "phash")
        place = f"coalesce(CAST(round(m.{{}} * 1000000) AS INTEGER), {NOWHERE})"
        sql = f"""SELECT p.id AS id, p.added_at_ms AS added_at_ms,
                    coalesce(m.date_source <> '{DateSource.FILE_TIME}', 0) AS is_dated,
                    {place.format("latitude")} AS latitude, {place.format("longitude")} AS longitude,
                    coalesce({QUALITY} - {_SMALLNESS}, -10000) AS quality, coalesce(s.phash, 0) AS phash
                  FROM photo AS p LEFT JOIN photo_metadata AS m ON m.photo_id = p.id
                  LEFT JOIN photo_measures AS s ON s.photo_id = p.id ORDER BY p.id"""  # noqa: S608 - names and numbers
        return PhotoDetails(*self._db.columns(sql, names))

    def unfit(self) -> Ids:
        """Returns the ids of photos that are not suggested for what they are: screenshots and documents, ascending."""
        marks = ", ".join("?" * len(UNFIT_FLAGS))
        sql = f"SELECT DISTINCT photo_id AS id FROM live_flag WHERE name IN ({marks}) ORDER BY id"  # noqa: S608
        return self._db.columns(sql, ("id",), tuple(str(name) for name in UNFIT_FLAGS))[0]

    def rated(self, lowest: int) -> Ids:
        """Returns the photos rated so or better, ascending."""
        return self._db.columns("SELECT id FROM photo WHERE rating >= ? ORDER BY id", ("id",), (lowest,))[0]

    def of_folder(self, folder_id: FolderId) -> Ids:
        """Returns the photos that lie in a folder itself, ascending."""
        return self._db.columns("SELECT id FROM photo WHERE folder_id = ? ORDER BY id", ("id",), (folder_id,))[0]

    def ratings(self, ids: Sequence[PhotoId]) -> dict[PhotoId, int]:
        """Returns the ratings of those photos there are, 0 to 5."""
        sql = "SELECT id, rating FROM photo WHERE id IN (SELECT value FROM json_each(?))"
        return {PhotoId(photo): int(rating) for photo, rating in self._db.rows(sql, (tiles.id_list(ids),))}

    def in_albums(self, ids: Sequence[PhotoId]) -> set[PhotoId]:
        """Returns those of these photos that are in an album."""
        sql = "SELECT DISTINCT photo_id FROM album_photo WHERE photo_id IN (SELECT value FROM json_each(?))"
        return {PhotoId(row[0]) for row in self._db.rows(sql, (tiles.id_list(ids),))}
