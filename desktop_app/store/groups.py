"""Groups: who belongs to them, what they are called, and how they were found.

`photo_group.name` is the user's and empty until they give one; `made_name` is the program's. A group of the user's
naming that no photos are in after a new grouping rests: it keeps its members in `resting` and comes back with them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.photo import Badge
from desktop_app.domain.visibility import Surface
from desktop_app.store import tiles
from desktop_app.store.database import Database
from desktop_app.store.group_rows import FIT_UNIT, GroupingRow, GroupRow, Snapshot

if TYPE_CHECKING:
    from desktop_app.domain.group import Grouping

OUTGROWN_SHARE = 0.25  # of the photos when the groups were found: as many came since, or are like no group
LEAST_OUTGROWN = 8
GROWN_TIMES = 2
CANDIDATES = 24  # for a cover, of which the best measured are taken
COVERS = 3  # of a group
_FAVOURITE = int(Badge.FAVOURITE) << tiles.BADGE_SHIFT
_FLAWED = int(Badge.FLAGGED | Badge.DAMAGED) << tiles.BADGE_SHIFT
_READ = "id, name, made_name, tags, coherence, centre, resting"

Ids = NDArray[np.int64]


class Groups:
    """Reads groups, and keeps what follows from the photos alone; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def state(self) -> GroupingRow | None:
        """Returns how the groups were found; None when they never were."""
        row = self._db.row(
            """SELECT asked, chosen, smallest, largest, seed, model, space, photo_count, sequence FROM grouping"""
        )
        return None if row is None else GroupingRow(*row)

    def rows(self) -> dict[GroupId, GroupRow]:
        """Returns all groups as their table holds them, resting ones too."""
        return {GroupId(row[0]): GroupRow.read(row[1:]) for row in self._db.rows(f"SELECT {_READ} FROM photo_group")}  # noqa: S608

    def row(self, group_id: GroupId) -> GroupRow | None:
        """Returns one group as its table holds it, None when it is gone."""
        row = self._db.row(f"SELECT {_READ} FROM photo_group WHERE id = ?", (group_id,))  # noqa: S608
        return None if row is None else GroupRow.read(row[1:])

    def snapshot(self) -> Snapshot:
        """Returns everything there is of groups."""
        sql = "SELECT photo_id, coalesce(group_id, 0) AS of, fit FROM group_photo ORDER BY photo_id"
        return Snapshot(self.state(), self.rows(), *self._db.columns(sql, ("photo_id", "of", "fit")))

    def members(self) -> tuple[Ids, Ids, Ids]:
        """Returns the photos that may be seen in groups, and those in none: ids, their groups (0 for none), fits.

        Each (N,) int64, by rising id; fits in 1/10,000.
        """
        sql = f"""SELECT g.photo_id AS photo_id, coalesce(g.group_id, 0) AS of, g.fit AS fit
                  FROM group_photo AS g JOIN photo AS p ON p.id = g.photo_id
                  WHERE {tiles.visible_sql(Surface.GROUP, "p.tile")} ORDER BY g.photo_id"""  # noqa: S608
        ids, of, fits = self._db.columns(sql, ("photo_id", "of", "fit"))
        return ids, of, fits

    def photo_ids(self, group_id: GroupId) -> list[PhotoId]:
        """Returns the photos of a group by rising id, those that may not be seen too."""
        rows = self._db.rows("SELECT photo_id FROM group_photo WHERE group_id = ? ORDER BY photo_id", (group_id,))
        return [PhotoId(row[0]) for row in rows]

    def all(self) -> Grouping | None:
        """Returns the groups in the order they are shown, counted and covered by the visibility policy.

        Tight groups and large ones come first. None when groups were never looked for.
        """
        state = self.state()
        if state is None:
            return None
        return self._shown(Snapshot(state, self.rows(), *self.members()), self.waiting_count(state))

    def shown(self, snapshot: Snapshot) -> Grouping:
        """Returns groups that are kept nowhere as `all` would, were they kept."""
        return self._shown(snapshot, 0)

    def _shown(self, snapshot: Snapshot, waiting: int) -> Grouping:
        from desktop_app.domain.group import Grouping  # late, like those below: no groups before somebody asks

        state, rows = snapshot.state, snapshot.groups
        assert state is not None
        numbers, counts = np.unique(snapshot.of, return_counts=True)
        covers = self._covers(snapshot.ids, snapshot.of, snapshot.fits)
        groups = [
            rows[GroupId(number)].group(GroupId(number), count, covers.get(GroupId(number), ()))
            for number, count in zip(numbers.tolist(), counts.tolist(), strict=True)
            if number in rows
        ]
        groups.sort(key=lambda group: (-group.coherence * math.log1p(group.photo_count), group.id))
        alone = int(counts[0]) if len(numbers) and numbers[0] == 0 else 0
        return Grouping(
            tuple(groups),
            asked=state.asked,
            chosen=state.chosen,
            smallest=state.smallest,
            largest=state.largest,
            waiting=waiting,
            alone=alone,
            is_outgrown=_is_outgrown(state, len(snapshot.ids) + waiting, alone),
        )

    def is_current(self, grouping: Grouping, active_model: str | None) -> bool:
        """Says whether groups need not be found anew without being asked.

        They are when a new model has taken over, when there were no photos to group, and when the library has doubled
        since while the user changed nothing about its groups: on the first day it grows faster than anybody looks.
        """
        state = self.state()
        if state is None or (active_model is not None and state.model != active_model):
            return False
        if not grouping.groups:
            return not grouping.waiting
        present = grouping.waiting + grouping.alone + sum(group.photo_count for group in grouping.groups)
        is_touched = state.asked is not None or any(group.is_renamed for group in grouping.groups)
        return is_touched or present < GROWN_TIMES * state.photo_count

    def _covers(self, ids: Ids, of: Ids, fits: Ids) -> dict[GroupId, tuple[PhotoId, ...]]:
        """Returns each group's best photos that may be covers: favourite, rated, without flaw; then good and typical.

        Args:
            ids: (N,) by rising id; `of` and `fits` as `members` gives them.
            of: their groups.
            fits: how well they fit.
        """
        if not len(ids):
            return {}
        known, tile, rating = self._db.columns(
            f"""SELECT id, tile, rating FROM photo WHERE {tiles.visible_sql(Surface.COVER)}
                AND decode_stage = {tiles.DONE} ORDER BY id""",  # noqa: S608
            ("id", "tile", "rating"),
        )
        at = np.minimum(np.searchsorted(known, ids), max(len(known) - 1, 0))
        may = np.flatnonzero((known[at] == ids) & (of > 0)) if len(known) else np.empty(0, np.intp)
        packed, ratings = np.zeros(len(ids), np.int64), np.zeros(len(ids), np.int64)
        packed[may], ratings[may] = tile[at[may]], rating[at[may]]
        said = ((packed[may] & _FAVOURITE) != 0) * 16 + ratings[may] * 2 + ((packed[may] & _FLAWED) == 0)
        order = np.lexsort((ids[may], -fits[may], -said, of[may]))
        may, said = may[order], said[order]
        starts = np.flatnonzero(np.r_[True, of[may][1:] != of[may][:-1]]) if len(may) else np.empty(0, np.intp)
        rank = np.arange(len(may)) - np.repeat(starts, np.diff(np.r_[starts, len(may)]))
        chosen = rank < CANDIDATES
        may, said = may[chosen], said[chosen]
        quality = self._quality(ids[may])
        worth = np.array([quality.get(photo, 0) for photo in ids[may].tolist()], np.int64)
        worth += fits[may] * 1_000 // FIT_UNIT
        best = np.lexsort((ids[may], -worth, -said, of[may]))
        covers: dict[GroupId, tuple[PhotoId, ...]] = {}
        for group, photo in zip(of[may][best].tolist(), ids[may][best].tolist(), strict=True):
            shown = covers.get(GroupId(group), ())
            if len(shown) < COVERS:
                covers[GroupId(group)] = (*shown, PhotoId(photo))
        return covers

    def _quality(self, ids: Ids) -> dict[int, int]:
        from desktop_app.store.suggestible import QUALITY

        sql = f"""SELECT s.photo_id, {QUALITY} FROM photo_measures AS s
                  WHERE s.photo_id IN (SELECT value FROM json_each(?))"""  # noqa: S608
        return dict(self._db.rows(sql, (tiles.id_list(ids.tolist()),)))

    def waiting(self, state: GroupingRow) -> list[PhotoId]:
        """Returns photos that may be in groups and were not looked at since their vector was written, by rising id."""
        rows = self._db.rows(
            f"SELECT p.id {_WAITING} ORDER BY p.id",
            {"model": state.model, "sequence": state.sequence},
        )
        return [PhotoId(row[0]) for row in rows]

    def waiting_count(self, state: GroupingRow) -> int:
        """Returns how many photos wait to be looked at."""
        sql = f"SELECT count(*) {_WAITING}"
        return int(self._db.value(sql, {"model": state.model, "sequence": state.sequence}))

    def last_sequence(self, model_id: str) -> int:
        """Returns the number of the vector written last."""
        return int(
            self._db.value(
                "SELECT max(sequence) FROM embedding WHERE model = (SELECT id FROM embedding_model WHERE name = ?)",
                (model_id,),
            )
            or 0
        )

    def assign(self, ids: Sequence[PhotoId], groups: Sequence[GroupId], fits: Sequence[int], sequence: int) -> None:
        """Puts photos into groups (0 for none): derived, so no edit. Groups or photos gone meanwhile are left out.

        Args:
            ids: the photos; `groups` and `fits` (1/10,000) are parallel.
            groups: where they belong.
            fits: how well.
            sequence: up to which vector all photos were looked at now.
        """
        with self._db.atomic():
            self._db.execute_many(
                """REPLACE INTO group_photo (photo_id, group_id, fit) SELECT ?1, nullif(?2, 0), ?3
                   WHERE EXISTS (SELECT 1 FROM photo WHERE id = ?1)
                     AND (?2 = 0 OR EXISTS (SELECT 1 FROM photo_group WHERE id = ?2))""",
                list(zip(ids, groups, fits, strict=True)),
            )
            self._db.execute("UPDATE grouping SET sequence = max(sequence, ?)", (sequence,))

    def keep(self, snapshot: Snapshot) -> None:
        """Replaces all groups by these, as no act of the user: the first grouping, or one after a change of models."""
        with self._db.atomic():
            write_snapshot(self._db, snapshot)


def _is_outgrown(state: GroupingRow, present: int, alone: int) -> bool:
    least = max(OUTGROWN_SHARE * state.photo_count, LEAST_OUTGROWN)
    return present - state.photo_count > least or alone > least


_WAITING = f"""FROM photo AS p JOIN embedding AS e ON e.photo_id = p.id
    WHERE e.model = (SELECT id FROM embedding_model WHERE name = :model)
      AND {tiles.visible_sql(Surface.GROUP, "p.tile")}
      AND (e.sequence > :sequence OR NOT EXISTS (SELECT 1 FROM group_photo AS g WHERE g.photo_id = p.id))"""  # noqa: S608


def write_snapshot(db: Database, snapshot: Snapshot) -> None:
    """Makes the tables hold exactly this; call it inside a transaction."""
    db.execute("DELETE FROM group_photo")
    db.execute("DELETE FROM photo_group")
    db.execute("DELETE FROM grouping")
    if snapshot.state is not None:
        db.execute("INSERT INTO grouping VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?)", tuple(snapshot.state))
    for group_id, row in snapshot.groups.items():
        write_row(db, group_id, row)
    known = set(snapshot.groups)
    db.execute_many(
        """INSERT INTO group_photo (photo_id, group_id, fit) SELECT ?1, nullif(?2, 0), ?3
           WHERE EXISTS (SELECT 1 FROM photo WHERE id = ?1)""",
        (
            (photo, group, fit)
            for photo, group, fit in zip(
                snapshot.ids.tolist(), snapshot.of.tolist(), snapshot.fits.tolist(), strict=True
            )
            if group == 0 or group in known
        ),
    )


def write_row(db: Database, group_id: GroupId, row: GroupRow) -> None:
    """Writes one group; call it inside a transaction."""
    db.execute(
        """INSERT INTO photo_group (id, name, checksum, made_name, tags, coherence, centre, resting)
           VALUES (?1, ?2, row_checksum(?1, ?2), ?3, ?4, ?5, ?6, ?7)
           ON CONFLICT (id) DO UPDATE SET name = excluded.name, checksum = excluded.checksum,
               made_name = excluded.made_name, tags = excluded.tags, coherence = excluded.coherence,
               centre = excluded.centre, resting = excluded.resting""",
        (group_id, *row.as_columns()),
    )


def next_id(db: Database) -> GroupId:
    """Returns an id no group ever had."""
    last = db.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'photo_group'") or 0
    return GroupId(max(int(last), int(db.value("SELECT max(id) FROM photo_group") or 0)) + 1)
