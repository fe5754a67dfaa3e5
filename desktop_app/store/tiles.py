"""The packed column behind every grid: status, badges, shape and colour of one photo in one integer.

Layout, lowest bit first: 8 bits `Status`, 16 bits `Badge`, 15 bits width/height in 1/1024, 24 bits colour 0xRRGGBB.
One integer keeps the covering index small and halves what Python has to make per row; status lies lowest, so the
visibility policy is one mask. The value is derived: `refresh` recomputes it from the facts, in the transaction that
changed them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import Timeline
from desktop_app.domain.photo import Badge, FlagName, Stage, Status
from desktop_app.domain.visibility import COUNTED_WHOLE, EXCLUDED, REQUIRED, Surface

if TYPE_CHECKING:
    from desktop_app.store.database import Database

BADGE_SHIFT = 8
ASPECT_SHIFT = 24
COLOUR_SHIFT = 39
ASPECT_UNIT = 1024
UNKNOWN_ASPECT = 1536  # 3:2
UNKNOWN_COLOUR = 0x808080
STATUS_MASK = 0xFF
BADGE_MASK = 0xFFFF
LOOK_MASK = STATUS_MASK | BADGE_MASK << BADGE_SHIFT

STAGES = (Stage.PENDING, Stage.DONE, Stage.FAILED)
STAGE_NUMBERS = {stage: number for number, stage in enumerate(STAGES)}
PENDING, DONE, FAILED = 0, 1, 2
AWAY = int(Status.MISSING | Status.OFFLINE | Status.TRASHED)  # the file cannot be read now

STATUSES = tuple(Status(bits) for bits in range(64))


def visible_sql(surface: Surface, column: str = "tile") -> str:
    """Returns the condition that is true for rows this surface may show. The only SQL for visibility there is."""
    mask, wanted = visible_bits(surface)
    return f"({column} & {mask}) = {wanted}"


def counted_sql(surface: Surface, column: str = "tile") -> str:
    """Returns the condition that is true for rows that count for the number beside this surface."""
    mask, wanted = counted_bits(surface)
    return f"({column} & {mask}) = {wanted}"


def counted_bits(surface: Surface) -> tuple[int, int]:
    """Returns what `visible_bits` does, for photos that count for the number beside this surface."""
    mask, wanted = visible_bits(surface)
    return mask | (0 if surface in COUNTED_WHOLE else int(Status.SENSITIVE)), wanted


def visible_bits(surface: Surface) -> tuple[int, int]:
    """Returns a mask and what is left of a packed tile under it where this surface may show the photo."""
    required = REQUIRED.get(surface, Status.NONE)
    return int(EXCLUDED[surface] | required), int(required)


def status_of(tile: int) -> Status:
    """Returns the status bits of a packed tile."""
    return Status(tile & STATUS_MASK)


def badges_of(tile: int) -> Badge:
    """Returns the badge bits of a packed tile."""
    return Badge(tile >> BADGE_SHIFT & BADGE_MASK)


def unpack(ids: NDArray[np.int64], taken_at_ms: NDArray[np.int64], tiles: NDArray[np.int64]) -> Timeline:
    """Returns the timeline of three parallel (N,) int64 columns."""
    aspects = (tiles >> ASPECT_SHIFT & 0x7FFF).astype(np.float32)
    aspects /= ASPECT_UNIT
    return Timeline(
        ids=ids,
        taken_at_ms=taken_at_ms,
        aspects=aspects,
        colours=(tiles >> COLOUR_SHIFT).astype(np.uint32),
        badges=(tiles >> BADGE_SHIFT & BADGE_MASK).astype(np.uint16),
        status=(tiles & STATUS_MASK).astype(np.uint8),
    )


_LIVE_FLAG = """(EXISTS (SELECT 1 FROM flag AS f WHERE f.photo_id = {photo} {which} AND NOT EXISTS (
    SELECT 1 FROM flag_dismissal AS d WHERE d.photo_id = f.photo_id AND d.name = f.name))
    OR EXISTS (SELECT 1 FROM flag_confirmation AS f WHERE f.photo_id = {photo} {which}))"""
_SENSITIVE = f"AND f.name = '{FlagName.SENSITIVE}'"
# A version that nobody has judged yet shows what its original shows.
_AS_ITS_ORIGINAL = f"""EXISTS (SELECT 1 FROM photo_version AS v WHERE v.version_id = p.id
    AND (p.embed_stage <> {DONE} OR p.id IN (SELECT photo_id FROM unjudged))
    AND {_LIVE_FLAG.format(photo="v.original_id", which=_SENSITIVE)})"""  # noqa: S608

# A photo stands behind the newest version there is of it. One that the user hides keeps what it stands for hidden.
_IS_THERE = """n.missing_since_ms IS NULL AND NOT EXISTS (SELECT 1 FROM trash_file AS t WHERE t.photo_id = n.id)"""
_BEHIND = f"""EXISTS (SELECT 1 FROM photo_version AS v JOIN photo AS n ON n.id = v.version_id
    WHERE v.original_id = p.id AND {_IS_THERE})
    OR EXISTS (SELECT 1 FROM photo_version AS mine JOIN photo_version AS v ON v.original_id = mine.original_id
    JOIN photo AS n ON n.id = v.version_id WHERE mine.version_id = p.id AND v.version_id > p.id AND {_IS_THERE})"""  # noqa: S608
_BEFORE = f"""EXISTS (SELECT 1 FROM photo_version AS v JOIN photo AS n ON n.id = v.original_id
    WHERE v.version_id = p.id AND {_IS_THERE})"""  # noqa: S608

_FACTS = f"""
  SELECT p.id AS id,
    coalesce(e.rating, max(p.file_rating, 0), 0) AS rating,
    (coalesce(e.is_hidden, 0) * {int(Status.HIDDEN)}
     | ({_LIVE_FLAG.format(photo="p.id", which=_SENSITIVE)} OR {_AS_ITS_ORIGINAL}) * {int(Status.SENSITIVE)}
     | (p.missing_since_ms IS NOT NULL) * {int(Status.MISSING)}
     | EXISTS (SELECT 1 FROM trash_file AS t WHERE t.photo_id = p.id) * {int(Status.TRASHED)}
     | (SELECT r.is_offline FROM root AS r WHERE r.id = p.root_id) * {int(Status.OFFLINE)})
    | ({_BEHIND}) * {int(Status.BEHIND)}
    | ((coalesce(e.is_favourite, 0) * {int(Badge.FAVOURITE)}
       | p.traits
       | {_LIVE_FLAG.format(photo="p.id", which="")} * {int(Badge.FLAGGED)}
       | {_BEFORE} * {int(Badge.VERSION)}
       | (p.decode_stage = {PENDING}) * {int(Badge.PENDING)}
       | (p.decode_stage = {DONE} AND p.embed_stage = {PENDING}) * {int(Badge.NOT_UNDERSTOOD)}) << {BADGE_SHIFT})
    | (CASE WHEN p.width_px > 0 AND p.height_px > 0
           THEN min(max(p.width_px * {ASPECT_UNIT} / p.height_px, 1), 32767)
           ELSE {UNKNOWN_ASPECT} END << {ASPECT_SHIFT})
    | (p.colour << {COLOUR_SHIFT}) AS tile
  FROM photo AS p LEFT JOIN photo_edit AS e ON e.photo_id = p.id
"""  # noqa: S608 - only numbers of enumerations are put in
_STALE = "photo.id = s.id AND (photo.tile <> s.tile OR photo.rating <> s.rating)"
_REFRESH = f"""UPDATE photo SET rating = s.rating, tile = s.tile
    FROM ({_FACTS} WHERE p.id IN (
        SELECT value FROM json_each(?1)
        UNION SELECT original_id FROM photo_version WHERE version_id IN (SELECT value FROM json_each(?1))
        UNION SELECT version_id FROM photo_version WHERE original_id IN (SELECT value FROM json_each(?1))
        UNION SELECT o.version_id FROM photo_version AS m JOIN photo_version AS o ON o.original_id = m.original_id
            WHERE m.version_id IN (SELECT value FROM json_each(?1))
    )) AS s WHERE {_STALE}"""  # noqa: S608
REFRESH_ALL = f"UPDATE photo SET rating = s.rating, tile = s.tile FROM ({_FACTS}) AS s WHERE {_STALE}"  # noqa: S608
COUNT_STALE = f"SELECT count(*) FROM photo, ({_FACTS}) AS s WHERE {_STALE}"  # noqa: S608


def count_by_folder(db: Database, surface: Surface) -> dict[int, int]:
    """Returns how many photos of each folder count for this surface, by folder id.

    Folders of which this surface may show nothing are left out; one that holds covered photos alone has the number 0.
    Counted in numpy: of 500,000 photos in a third of the time SQLite takes to group them.
    """
    sql = f"""SELECT folder_id, {counted_sql(surface)} AS is_counted FROM photo INDEXED BY photo_timeline
              WHERE {visible_sql(surface)}"""  # noqa: S608
    held, is_counted = db.columns(sql, ("folder_id", "is_counted"))
    numbers = np.bincount(held, weights=is_counted)
    folders = np.unique(held)
    return dict(zip(folders.tolist(), numbers[folders].astype(np.int64).tolist(), strict=True))


def id_list(ids: Iterable[int]) -> str:
    """Returns ids as one parameter for `IN (SELECT value FROM json_each(?))`, of any length."""
    return json.dumps([int(i) for i in ids])


def refresh(db: Database, ids: Iterable[int]) -> None:
    """Recomputes the packed column and the rating of these photos, and of what they are versions of.

    Call it in the transaction that changed a fact.
    """
    db.execute(_REFRESH, (id_list(ids),))


def refresh_root(db: Database, root_id: RootId) -> None:
    """Sets or clears the offline bit of every photo of a root after its state changed."""
    db.execute(
        """UPDATE photo SET tile = (tile & ~:bit) | (SELECT is_offline FROM root WHERE id = :root) * :bit
           WHERE root_id = :root AND (tile & :bit) <> (SELECT is_offline FROM root WHERE id = :root) * :bit""",
        {"bit": int(Status.OFFLINE), "root": root_id},
    )
