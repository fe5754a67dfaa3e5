"""The photos: what the scan found, what decoding said, and where each one stands. Reading pages is in `timeline`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.ids import FolderId, PhotoId, RootId
from desktop_app.domain.photo import Badge, Photo
from desktop_app.store import photo_rows, tiles
from desktop_app.store.database import Database
from desktop_app.store.folders import Folders
from desktop_app.store.photo_joining import home_folder, make_room
from desktop_app.store.problems import Problems
from desktop_app.store.rows import (
    ChangedFile,
    DecodedRow,
    KnownFile,
    MovedFile,
    NewFile,
    PendingFile,
    SidecarChange,
    kept_time,
)
from desktop_app.store.search_text import SearchText
from desktop_app.store.timeline import TimelineQueries

_BEYOND_IDS = (1 << 63) - 1


class Photos(TimelineQueries):
    """The table of photos."""

    def __init__(self, db: Database, folders: Folders, problems: Problems, search_text: SearchText) -> None:
        super().__init__(db, folders, problems)
        self._search_text = search_text

    def known_files(self, root_id: RootId) -> Iterator[KnownFile]:
        """Yields every file of a root as the library knows it, missing ones too, ordered by relative path."""
        statuses, stages, mask = tiles.STATUSES, tiles.STAGES, len(tiles.STATUSES) - 1
        sql = """SELECT id, relative_path, size_bytes, mtime_ns, content_hash, tile, decode_stage, embed_stage,
                 sidecar_stamp FROM photo WHERE root_id = ? ORDER BY relative_path"""
        for rows in self._db.stream(sql, (root_id,)):
            for photo, path, size, mtime, content, tile, decode, embed, sidecar in rows:
                status = statuses[tile & mask]
                yield KnownFile(photo, path, size, mtime, content, status, stages[decode], stages[embed], sidecar)

    def add_files(self, root_id: RootId, files: Sequence[NewFile], at_ms: int) -> list[PhotoId]:
        """Makes a row for each new file, waiting to be decoded, and returns their ids in the same order.

        A path that is known already gives its row's id and changes nothing.
        """
        with self._db.atomic():
            folders = self._folders.ensure_many(root_id, {os.path.dirname(file.relative_path) for file in files})
            ids = [self._add(root_id, folders[os.path.dirname(file.relative_path)], file, at_ms) for file in files]
            tiles.refresh(self._db, ids)
            self._search_text.refresh(ids)
        return ids

    def _add(self, root_id: RootId, folder_id: FolderId, file: NewFile, at_ms: int) -> PhotoId:
        known = self._db.value(
            "SELECT id FROM photo WHERE root_id = ? AND relative_path = ?", (root_id, file.relative_path)
        )
        if known is not None:
            return PhotoId(known)
        return PhotoId(
            self._db.value(
                """INSERT INTO photo (root_id, folder_id, relative_path, size_bytes, mtime_ns, taken_at_ms, added_at_ms,
                   sidecar_stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
                (
                    root_id,
                    folder_id,
                    file.relative_path,
                    file.size_bytes,
                    kept_time(file.mtime_ns),
                    wall_clock_ms(file.mtime_ns),
                    at_ms,
                    file.sidecar_stamp,
                ),
            )
        )

    def update_files(self, changes: Sequence[ChangedFile]) -> None:
        """Sends photos whose file changed back to the start; what the user said stays.

        Old vectors go, they describe another picture; tags and flags stay until the new ones replace them.
        """
        ids = [change.photo_id for change in changes]
        with self._db.atomic():
            self._db.execute_many(
                """UPDATE photo SET size_bytes = ?, mtime_ns = ?, sidecar_stamp = ?, decode_stage = 0,
                   decode_attempts = 0, embed_stage = 0 WHERE id = ?""",
                [(c.size_bytes, kept_time(c.mtime_ns), c.sidecar_stamp, c.photo_id) for c in changes],
            )
            for table in ("embedding", "embed_failure", "flagged_alone", "unjudged", "problem"):
                sql = f"DELETE FROM {table} WHERE photo_id IN (SELECT value FROM json_each(?))"  # noqa: S608
                self._db.execute(sql, (tiles.id_list(ids),))
            tiles.refresh(self._db, ids)

    def reread_files(self, changes: Sequence[SidecarChange]) -> None:
        """Has photos decoded again because their sidecars changed; what the models said stays with the picture."""
        with self._db.atomic():
            self._db.execute_many(
                "UPDATE photo SET sidecar_stamp = ?, decode_stage = 0, decode_attempts = 0 WHERE id = ?",
                [(change.sidecar_stamp, change.photo_id) for change in changes],
            )
            tiles.refresh(self._db, [change.photo_id for change in changes])

    def move_files(self, moves: Sequence[MovedFile], *, is_root_joined: bool = False) -> None:
        """Follows photos to other paths; they keep everything and are present again.

        Where another row already stands at the new path (a scan added it before the move was understood), it was the
        same file: what the user said about it goes over to the moved photo, and the row goes. Swapped names work.

        Args:
            moves: the photos and where they are now. Those in the trash are not there and stay as they are.
            is_root_joined: a root becomes part of another one; the rows of trashed photos go with it.
        """
        with self._db.atomic():
            trashed = set() if is_root_joined else self._trashed(moves)
            moves = [move for move in moves if move.photo_id not in trashed]
            ids = [move.photo_id for move in moves]
            self._db.execute_many(
                "UPDATE photo SET relative_path = x'00' || CAST(id AS BLOB) WHERE id = ?", [(photo,) for photo in ids]
            )
            for move in moves:
                make_room(self._db, move.photo_id, move.root_id, move.relative_path)
                folder = self._folders.ensure(move.root_id, home_folder(move.relative_path))
                self._db.execute(
                    """UPDATE photo SET root_id = ?, folder_id = ?, relative_path = ?, size_bytes = ?, mtime_ns = ?,
                       missing_since_ms = NULL WHERE id = ?""",
                    (
                        move.root_id,
                        folder,
                        move.relative_path,
                        move.size_bytes,
                        kept_time(move.mtime_ns),
                        move.photo_id,
                    ),
                )
            tiles.refresh(self._db, ids)
            self._search_text.refresh(ids)

    def _trashed(self, moves: Sequence[MovedFile]) -> set[PhotoId]:
        ids = tiles.id_list(move.photo_id for move in moves)
        sql = "SELECT photo_id FROM trash_file WHERE photo_id IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.rows(sql, (ids,))}

    def mark_missing(self, ids: Sequence[PhotoId], at_ms: int) -> None:
        """Notes that files are gone since now. Rows are never deleted for it; the first time stays.

        Photos in the trash are left out: it is known where they are.
        """
        when = "CASE WHEN id IN (SELECT photo_id FROM trash_file) THEN missing_since_ms"
        self._mark(ids, f"missing_since_ms = {when} ELSE coalesce(missing_since_ms, ?) END", (at_ms,))

    def mark_present(self, ids: Sequence[PhotoId]) -> None:
        """Notes that missing files are back as they were."""
        self._mark(ids, "missing_since_ms = NULL", ())

    def _mark(self, ids: Sequence[PhotoId], change: str, values: tuple[int, ...]) -> None:
        with self._db.atomic():
            self._db.execute(
                f"UPDATE photo SET {change} WHERE id IN (SELECT value FROM json_each(?))",  # noqa: S608
                (*values, tiles.id_list(ids)),
            )
            tiles.refresh(self._db, ids)

    def pending_decode(self, after: PhotoId | None, limit: int, max_attempts: int = 3) -> list[PendingFile]:
        """Returns the next files to decode, latest id first: never tried, or failed fewer than `max_attempts` times.

        A scan meets a camera's files in the order they were taken, so the latest ids are what the timeline shows first.
        """
        return self._pending("p.decode_stage <> 1 AND p.decode_attempts < ?", (max_attempts,), after, limit)

    def pending_embed(self, model_id: str, after: PhotoId | None, limit: int) -> list[PendingFile]:
        """Returns the next decoded files that this model has neither understood nor failed on, latest id first."""
        model = self._db.row("SELECT id, is_active FROM embedding_model WHERE name = ?", (model_id,))
        if model is None and not self._db.value("SELECT count(*) FROM embedding_model WHERE is_active"):
            model = (0, 1)
        if model is not None and model[1]:
            return self._pending("p.decode_stage = 1 AND p.embed_stage = 0", (), after, limit)
        number = 0 if model is None else model[0]
        return self._pending(
            """p.decode_stage = 1
               AND NOT EXISTS (SELECT 1 FROM embedding AS e WHERE e.photo_id = p.id AND e.model = ?)
               AND NOT EXISTS (SELECT 1 FROM embed_failure AS x WHERE x.photo_id = p.id AND x.model = ?)""",
            (number, number),
            after,
            limit,
        )

    def pending_flags(self, after: PhotoId | None, limit: int) -> list[PendingFile]:
        """Returns the next decoded files that wait for a model and have not been flagged without it, latest first."""
        alone = "SELECT 1 FROM flagged_alone AS x WHERE x.photo_id = p.id"
        return self._pending(f"p.decode_stage = 1 AND p.embed_stage = 0 AND NOT EXISTS ({alone})", (), after, limit)

    def pending_judgement(self, after: PhotoId | None, limit: int) -> list[PendingFile]:
        """Returns the next decoded files that were understood while the model for sensitivity was off, latest first."""
        return self._pending("p.decode_stage = 1 AND p.id IN (SELECT photo_id FROM unjudged)", (), after, limit)

    def _pending(self, condition: str, values: tuple[int, ...], after: PhotoId | None, limit: int) -> list[PendingFile]:
        rows = self._db.rows(
            f"""SELECT p.id, r.path, p.relative_path, p.size_bytes, p.mtime_ns, p.content_hash
                FROM photo AS p JOIN root AS r ON r.id = p.root_id
                WHERE {condition} AND p.id < ? AND (p.tile & {tiles.AWAY}) = 0
                ORDER BY p.id DESC LIMIT ?""",  # noqa: S608
            (*values, after or _BEYOND_IDS, limit),
        )
        return [PendingFile(row[0], photo_rows.join(row[1], row[2]), *row[3:]) for row in rows]

    def waiting(self, max_attempts: int = 3) -> tuple[int, int]:
        """Returns how many files wait to be decoded, and how many decoded ones for the model that answers now.

        Asked of the two indexes that hold nothing else, so it takes as long as there is work to do.
        """
        there = f"(tile & {tiles.AWAY}) = 0"
        to_decode = self._db.value(
            f"SELECT count(*) FROM photo WHERE decode_stage <> 1 AND decode_attempts < ? AND {there}",  # noqa: S608
            (max_attempts,),
        )
        to_embed = self._db.value(
            f"SELECT count(*) FROM photo WHERE decode_stage = 1 AND embed_stage = 0 AND {there}"  # noqa: S608
        )
        return int(to_decode), int(to_embed)

    def save_decoded(self, rows: Sequence[DecodedRow]) -> None:
        """Stores what decoding gave; the photos are decoded now and their problems solved.

        Unknown ids are left out: the photo was removed meanwhile.
        """
        wanted = {row.photo_id: row for row in rows}
        with self._db.atomic():
            known = self._db.rows(
                "SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?))", (tiles.id_list(wanted),)
            )
            found = [wanted[row[0]] for row in known]
            self._forget_other_pictures(found)
            self._db.execute_many(_SAVE_DECODED, [_decoded_values(row) for row in found])
            photo_rows.save_details(self._db, found)
            ids = [row.photo_id for row in found]
            self._db.execute(
                """DELETE FROM problem WHERE photo_id IN (SELECT value FROM json_each(?))
                   AND (SELECT embed_stage FROM photo WHERE id = photo_id) <> 2""",
                (tiles.id_list(ids),),
            )
            tiles.refresh(self._db, ids)
            self._search_text.refresh(ids)

    def _forget_other_pictures(self, rows: Sequence[DecodedRow]) -> None:
        """Takes away what models said of photos that turn out to show another picture than when they said it."""
        found = self._db.rows(
            """SELECT p.id FROM (SELECT value ->> 0 AS id, value ->> 1 AS content FROM json_each(?)) AS n
               JOIN photo AS p ON p.id = n.id WHERE p.embed_stage <> 0 AND p.content_hash IS NOT NULL
               AND lower(hex(p.content_hash)) <> n.content""",
            (json.dumps([(int(row.photo_id), row.content_hash.hex()) for row in rows]),),
        )
        if not found:
            return
        ids = tiles.id_list(row[0] for row in found)
        for table in ("embedding", "embed_failure"):
            self._db.execute(f"DELETE FROM {table} WHERE photo_id IN (SELECT value FROM json_each(?))", (ids,))  # noqa: S608
        self._db.execute("UPDATE photo SET embed_stage = 0 WHERE id IN (SELECT value FROM json_each(?))", (ids,))

    def save_decode_failure(self, photo_id: PhotoId, reason: str, at_ms: int) -> None:
        """Notes that a file could not be decoded, and why; it is tried again a few times, later."""
        with self._db.atomic():
            self._db.execute(
                "UPDATE photo SET decode_stage = 2, decode_attempts = decode_attempts + 1 WHERE id = ?", (photo_id,)
            )
            if self._db.value("SELECT count(*) FROM photo WHERE id = ?", (photo_id,)):
                self._problems.add(Path(), reason, at_ms, photo_id)
            tiles.refresh(self._db, [photo_id])

    def find_by_hash(self, content_hash: bytes) -> list[PhotoId]:
        """Returns the photos with this content, missing ones too, ordered by id."""
        rows = self._db.rows("SELECT id FROM photo WHERE content_hash = ? ORDER BY id", (content_hash,))
        return [PhotoId(row[0]) for row in rows]

    def without_copy_left(self, ids: Sequence[PhotoId]) -> list[PhotoId]:
        """Returns those of these photos that have an exact copy among them and none elsewhere that is there."""
        rows = self._db.rows(
            f"""WITH named AS (SELECT id, content_hash FROM photo
                    WHERE content_hash IS NOT NULL AND id IN (SELECT value FROM json_each(?)))
                SELECT n.id FROM named AS n
                WHERE (SELECT count(*) FROM named AS m WHERE m.content_hash = n.content_hash) > 1
                  AND NOT EXISTS (SELECT 1 FROM photo AS p WHERE p.content_hash = n.content_hash
                                  AND (p.tile & {tiles.AWAY}) = 0 AND p.id NOT IN (SELECT id FROM named))
                ORDER BY n.content_hash, n.id""",  # noqa: S608
            (tiles.id_list(ids),),
        )
        return [PhotoId(row[0]) for row in rows]

    def copies_since(self, content_hash: bytes, since_ms: int) -> list[PhotoId]:
        """Returns the photos with this content that came since a time and are there, ordered by id."""
        rows = self._db.rows(
            f"""SELECT id FROM photo WHERE content_hash = ? AND added_at_ms >= ? AND (tile & {tiles.AWAY}) = 0
                ORDER BY id""",  # noqa: S608
            (content_hash, since_ms),
        )
        return [PhotoId(row[0]) for row in rows]

    def get(self, photo_id: PhotoId) -> Photo:
        """Returns one photo.

        Raises:
            KeyError: no such photo.
        """
        return self.get_many([photo_id])[photo_id]

    def get_many(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Photo]:
        """Returns the photos there are of these ids, in their order."""
        return photo_rows.load_photos(self._db, ids)

    def by_path(self, path: Path) -> Photo | None:
        """Returns the photo of this absolute path, or None."""
        raw = os.fsencode(path)
        for root_id, root in self._db.rows("SELECT id, path FROM root"):
            prefix = root.rstrip(b"/\\") + os.sep.encode()
            if not raw.startswith(prefix):
                continue
            relative = raw[len(prefix) :].replace(os.sep.encode(), b"/")
            found = self._db.value("SELECT id FROM photo WHERE root_id = ? AND relative_path = ?", (root_id, relative))
            if found is not None:
                return self.get_many([found]).get(found)  # None: joined with another photo just now
        return None

    def paths(self, ids: Sequence[PhotoId]) -> dict[PhotoId, Path]:
        """Returns the absolute paths of the photos there are of these ids."""
        rows = self._db.rows(
            """SELECT p.id, r.path, p.relative_path FROM photo AS p JOIN root AS r ON r.id = p.root_id
               WHERE p.id IN (SELECT value FROM json_each(?))""",
            (tiles.id_list(ids),),
        )
        return {PhotoId(row[0]): photo_rows.join(row[1], row[2]) for row in rows}

    def content_hashes(self, ids: Sequence[PhotoId]) -> dict[PhotoId, bytes]:
        """Returns the content hashes of those of these photos that were decoded."""
        rows = self._db.rows(
            """SELECT id, content_hash FROM photo
               WHERE content_hash IS NOT NULL AND id IN (SELECT value FROM json_each(?))""",
            (tiles.id_list(ids),),
        )
        return {PhotoId(row[0]): row[1] for row in rows}


_SAVE_DECODED = """UPDATE photo SET content_hash = ?, format = ?, width_px = ?, height_px = ?, taken_at_ms = ?,
    size_bytes = ?, mtime_ns = ?, decode_stage = 1, decode_attempts = 0, traits = ?, colour = ?,
    file_rating = ? WHERE id = ?"""


def _decoded_values(row: DecodedRow) -> tuple[object, ...]:
    traits = row.is_raw * Badge.RAW | row.is_damaged * Badge.DAMAGED | row.is_animated * Badge.ANIMATED
    taken = row.metadata.taken_at_ms
    return (
        row.content_hash,
        row.format,
        row.width_px,
        row.height_px,
        wall_clock_ms(row.mtime_ns) if taken is None else taken,
        row.size_bytes,
        kept_time(row.mtime_ns),
        int(traits),
        row.measures.average_rgb & 0xFFFFFF,
        row.metadata.rating,
        row.photo_id,
    )


def wall_clock_ms(mtime_ns: int) -> int:
    """Returns a file time as wall-clock milliseconds where this machine stands; odd times fall back to UTC."""
    try:
        local = datetime.fromtimestamp(mtime_ns // 1_000_000_000).astimezone()
        return int(local.replace(tzinfo=UTC).timestamp()) * 1000 + mtime_ns // 1_000_000 % 1000
    except (OverflowError, OSError, ValueError):
        return mtime_ns // 1_000_000
