"""Between rows and values: what one photo's columns mean."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import astuple, fields
from pathlib import Path

from desktop_app.domain.ids import FolderId, PhotoId, RootId
from desktop_app.domain.photo import Badge, DateSource, Measures, Metadata, Photo
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row
from desktop_app.store.rows import DecodedRow

_METADATA = tuple(field.name for field in fields(Metadata))
_MEASURES = tuple(field.name for field in fields(Measures))
_PHOTO = (
    "p.id, p.root_id, p.folder_id, r.path, p.relative_path, p.size_bytes, p.mtime_ns, p.content_hash, p.format,"
    " p.width_px, p.height_px, p.taken_at_ms, p.added_at_ms, p.tile, p.rating, p.decode_stage,"
    " p.embed_stage, p.missing_since_ms"
)
_PHOTO_COUNT = _PHOTO.count(",") + 1
_KEYWORDS = _METADATA.index("keywords")
_DATE_SOURCE = _METADATA.index("date_source")
_PALETTE = _MEASURES.index("palette")
_PHASH = _MEASURES.index("phash")
_SIGN = 1 << 63

USER_ROWS = {
    "photo_edit": ("photo_id", "rating", "is_favourite", "is_hidden"),
    "user_tag": ("photo_id", "name"),
    "tag_suppression": ("photo_id", "name"),
    "tag_suppression_everywhere": ("name",),
    "flag_dismissal": ("photo_id", "name"),
    "flag_confirmation": ("photo_id", "name"),
    "screen_lock": ("id", "salt", "cost", "block_size", "parallelism", "digest", "wrong_tries", "last_try_at_ms"),
    "album": ("id", "name", "created_at_ms", "position", "cover", "is_own_order"),
    "album_photo": ("album_id", "photo_id", "place"),
    "album_refusal": ("album_id", "photo_id"),
    "photo_group": ("id", "name"),
    "trash_file": ("photo_id", "part", "state", "name", "kept", "info", "size_bytes", "mtime_ns", "at_ms"),
    "not_duplicate": ("first", "second"),
    "smart_album": ("id", "name", "kind", "created_at_ms", "position", "definition"),
    "smart_album_example": ("smart_album_id", "photo_id", "is_wanted"),
    "event_correction": ("id", "act", "level", "name", "anchors"),
    "photo_version": ("version_id", "original_id"),
}


def join(root: bytes, relative_path: bytes) -> Path:
    """Returns the absolute path of a file."""
    return Path(os.fsdecode(root)) / os.fsdecode(relative_path)


def load_photos(db: Database, ids: Sequence[PhotoId]) -> dict[PhotoId, Photo]:
    """Returns the photos there are of these ids, in their order."""
    metadata = ", ".join(f"m.{name}" for name in _METADATA)
    measures = ", ".join(f"s.{name}" for name in _MEASURES)
    rows = db.rows(
        f"""SELECT {_PHOTO}, {metadata}, {measures} FROM photo AS p JOIN root AS r ON r.id = p.root_id
            LEFT JOIN photo_metadata AS m ON m.photo_id = p.id LEFT JOIN photo_measures AS s ON s.photo_id = p.id
            WHERE p.id IN (SELECT value FROM json_each(?))""",  # noqa: S608
        (tiles.id_list(ids),),
    )
    found = {row[0]: _photo(row) for row in rows}
    return {photo: found[photo] for photo in ids if photo in found}


def _photo(row: type_row) -> Photo:
    tile = row[13]
    badges = tiles.badges_of(tile)
    metadata = row[_PHOTO_COUNT : _PHOTO_COUNT + len(_METADATA)]
    measures = row[_PHOTO_COUNT + len(_METADATA) :]
    return Photo(
        id=PhotoId(row[0]),
        root_id=RootId(row[1]),
        folder_id=FolderId(row[2]),
        root_path=Path(os.fsdecode(row[3])),
        relative_path=row[4],
        size_bytes=row[5],
        mtime_ns=row[6],
        content_hash=row[7],
        format=row[8],
        width_px=row[9],
        height_px=row[10],
        taken_at_ms=row[11],
        added_at_ms=row[12],
        status=tiles.status_of(tile),
        badges=badges,
        rating=row[14],
        is_favourite=bool(badges & Badge.FAVOURITE),
        decode_stage=tiles.STAGES[row[15]],
        embed_stage=tiles.STAGES[row[16]],
        metadata=_metadata(metadata),
        measures=_measures(measures),
        missing_since_ms=row[17],
    )


def _metadata(row: type_row) -> Metadata:
    if row[_DATE_SOURCE] is None:
        return Metadata()
    values = list(row)
    values[_DATE_SOURCE] = DateSource(row[_DATE_SOURCE])
    values[_KEYWORDS] = tuple(json.loads(row[_KEYWORDS]))
    return Metadata(*values)


def _measures(row: type_row) -> Measures | None:
    if row[0] is None:
        return None
    values = list(row)
    values[_PALETTE] = tuple((colour, share) for colour, share in json.loads(row[_PALETTE]))
    values[_PHASH] = row[_PHASH] % (1 << 64)
    return Measures(*values)


def save_details(db: Database, rows: Sequence[DecodedRow]) -> None:
    """Stores metadata, measures and the file's own keywords of decoded photos."""
    _replace(db, "photo_metadata", _METADATA, [_metadata_values(row) for row in rows])
    _replace(db, "photo_measures", _MEASURES, [_measures_values(row) for row in rows])
    ids = tiles.id_list(row.photo_id for row in rows)
    db.execute(
        "DELETE FROM photo_tag WHERE source = 'keyword' AND photo_id IN (SELECT value FROM json_each(?))", (ids,)
    )
    tagged = [
        (row.photo_id, word, "keyword", 1.0) for row in rows for word in dict.fromkeys(row.metadata.keywords) if word
    ]
    save_tags(db, tagged)


def save_tags(db: Database, tags: Sequence[tuple[PhotoId, str, str, float]]) -> None:
    """Stores tags as (photo, name, source, confidence), adding names that are new."""
    db.execute_many(
        "INSERT INTO tag (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in {tag[1] for tag in tags}]
    )
    db.execute_many(
        """REPLACE INTO photo_tag (photo_id, tag_id, source, confidence)
           VALUES (?, (SELECT id FROM tag WHERE name = ?), ?, ?)""",
        tags,
    )


def _replace(db: Database, table: str, columns: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    marks = ", ".join("?" * (len(columns) + 1))
    db.execute_many(f"REPLACE INTO {table} (photo_id, {', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608


def _metadata_values(row: DecodedRow) -> tuple[object, ...]:
    values: list[object] = [getattr(row.metadata, name) for name in _METADATA]
    values[_KEYWORDS] = json.dumps(row.metadata.keywords)
    values[_DATE_SOURCE] = str(row.metadata.date_source)
    return (row.photo_id, *values)


def _measures_values(row: DecodedRow) -> tuple[object, ...]:
    values: list[object] = list(astuple(row.measures))
    values[_PALETTE] = json.dumps(row.measures.palette)
    values[_PHASH] = row.measures.phash - (1 << 64) if row.measures.phash & _SIGN else row.measures.phash
    return (row.photo_id, *values)


def seal_user_rows(db: Database, photo_id: PhotoId) -> None:
    """Writes the checksums of one photo's user data anew after its rows changed hands."""
    for table, columns in USER_ROWS.items():
        if "photo_id" in columns:
            sql = f"UPDATE {table} SET checksum = row_checksum({', '.join(columns)}) WHERE photo_id = ?"  # noqa: S608
            db.execute(sql, (photo_id,))


def broken_user_rows(db: Database) -> int:
    """Returns how many rows of user data are not what was written."""
    return sum(
        int(db.value(f"SELECT count(*) FROM {table} WHERE checksum IS NOT row_checksum({', '.join(columns)})"))  # noqa: S608
        for table, columns in USER_ROWS.items()
    )
