"""What finding duplicates needs to know of every photo at once. Nothing here writes."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Badge, DateSource
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database

GRAPHIC = 0.5  # likelihood of a screenshot or a page from which a photo is compared as one

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ReadPhotos:
    """Photos that were read and may be shown among duplicates, by rising id, as parallel arrays of N.

    Attributes:
        ids: (N,) int64.
        contents: the content hash of each.
        hashes: (N,) uint64 perceptual hashes.
        is_graphic: (N,) bool, screenshots and pages.
    """

    ids: Ids
    contents: tuple[bytes, ...]
    hashes: NDArray[np.uint64]
    is_graphic: NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class CameraTimes:
    """Photos whose time was written by a camera, by rising id, as parallel arrays of N.

    Attributes:
        ids: (N,) int64.
        taken_at_ms: (N,) int64.
        cameras: (N,) int64, one number for each make and model.
    """

    ids: Ids
    taken_at_ms: Ids
    cameras: Ids


class DuplicateReads:
    """Reads through the visibility policy."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._visible = tiles.visible_sql(Surface.DUPLICATE, "p.tile")

    def state(self) -> tuple[int, int]:
        """Returns what stays the same while nobody writes to the library."""
        return int(self._db.value("PRAGMA data_version")), self._db.connection.total_changes

    def photos(self) -> ReadPhotos:
        """Returns every photo that can be compared: 100,000 in some tenths of a second."""
        rows = self._db.rows(
            f"""SELECT p.id, p.content_hash, s.phash, max(s.screenshot, s.document) > ? FROM photo AS p
                JOIN photo_measures AS s ON s.photo_id = p.id
                WHERE p.decode_stage = 1 AND p.content_hash IS NOT NULL AND {self._visible} ORDER BY p.id""",  # noqa: S608
            (GRAPHIC,),
        )
        count = len(rows)
        return ReadPhotos(
            np.fromiter((row[0] for row in rows), np.int64, count),
            tuple(row[1] for row in rows),
            np.fromiter((row[2] for row in rows), np.int64, count).view(np.uint64),
            np.fromiter((row[3] for row in rows), np.bool_, count),
        )

    def camera_times(self) -> CameraTimes:
        """Returns the photos with a capture time of EXIF; a date out of a file name or of the file is no such time."""
        rows = self._db.rows(
            f"""SELECT p.id, p.taken_at_ms, m.camera_make, m.camera_model FROM photo AS p
                JOIN photo_metadata AS m ON m.photo_id = p.id
                WHERE p.decode_stage = 1 AND m.date_source = ? AND m.taken_at_ms IS NOT NULL AND {self._visible}
                ORDER BY p.id""",  # noqa: S608
            (DateSource.EXIF,),
        )
        cameras: dict[tuple[str, str], int] = {}
        numbers = [cameras.setdefault((row[2], row[3]), len(cameras)) for row in rows]
        return CameraTimes(
            np.fromiter((row[0] for row in rows), np.int64, len(rows)),
            np.fromiter((row[1] for row in rows), np.int64, len(rows)),
            np.array(numbers, np.int64),
        )

    def developed_raws(self) -> set[PhotoId]:
        """Returns the raw photos that have a photo of the same name beside them that is none: one shot, two files."""
        rows = self._db.rows(
            f"""SELECT p.id, p.folder_id, p.relative_path, p.traits & {int(Badge.RAW)} FROM photo AS p
                WHERE p.folder_id IN (SELECT folder_id FROM photo WHERE traits & {int(Badge.RAW)})
                  AND {self._visible}"""  # noqa: S608
        )
        raws: dict[tuple[int, bytes], list[PhotoId]] = defaultdict(list)
        others = set()
        for photo, folder, path, is_raw in rows:
            name = (folder, _stem(path))
            if is_raw:
                raws[name].append(PhotoId(photo))
            else:
                others.add(name)
        return {photo for name, found in raws.items() if name in others for photo in found}

    def not_duplicates(self) -> frozenset[tuple[int, int]]:
        """Returns the pairs that the user said are no duplicates, the lower id first."""
        return frozenset((row[0], row[1]) for row in self._db.rows("SELECT first, second FROM not_duplicate"))

    def album_counts(self, ids: Sequence[PhotoId]) -> dict[PhotoId, int]:
        """Returns in how many albums each of these photos is; those in none are left out."""
        rows = self._db.rows(
            """SELECT photo_id, count(*) FROM album_photo WHERE photo_id IN (SELECT value FROM json_each(?))
               GROUP BY photo_id""",
            (tiles.id_list(ids),),
        )
        return {PhotoId(photo): int(count) for photo, count in rows}

    def unread(self) -> tuple[int, dict[str, int]]:
        """Returns how many photos wait to be read, and by ending how many could not be."""
        waiting = 0
        failed: dict[str, int] = defaultdict(int)
        for path, stage in self._db.rows(
            f"SELECT p.relative_path, p.decode_stage FROM photo AS p WHERE p.decode_stage <> 1 AND {self._visible}"  # noqa: S608
        ):
            if stage == tiles.FAILED:
                failed[_ending(path) or "?"] += 1
            else:
                waiting += 1
        return waiting, dict(sorted(failed.items()))


def _stem(path: bytes) -> bytes:
    """Returns a file's name without folders and ending, for comparing."""
    name = path.rpartition(b"/")[2]
    return (name.rpartition(b".")[0] or name).lower()


def _ending(path: bytes) -> str:
    return os.fsdecode(path.rpartition(b"/")[2].rpartition(b".")[2]).lower()
