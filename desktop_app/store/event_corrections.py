"""What the user said of events: kept with the photos it was said of, and when those were taken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from desktop_app.domain.event_correction import Anchor, Correction, CorrectionAct, Level
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import DateSource
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row
from desktop_app.store.journal import EVENT_CORRECTION, Change

GROWN_MS = 86_400_000  # what was joined may be so much longer by now; more, and a photo's date has been corrected


class EventCorrections:
    """Reads them; the user's changes to them are edits."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> dict[int, Correction]:
        """Returns them by their ids, in the order they were said in, with the times of then."""
        rows = self._db.rows("SELECT id, act, level, name, anchors FROM event_correction ORDER BY id")
        return {row[0]: _correction(row) for row in rows}

    def current(self) -> dict[int, Correction]:
        """Returns them with the times their photos bear now, as far as those are there and dated.

        When the two photos of a join lie much farther apart than they did, the times of then hold.
        """
        found = self.all()
        bounds = {at: one for at, one in found.items() if one.act is not CorrectionAct.NAME}
        now = times_of(self._db, (anchor.photo_id for one in bounds.values() for anchor in one.anchors))
        return found | {at: _at_present(one, now) for at, one in bounds.items()}

    def next_id(self) -> int:
        """Returns an id that none ever had."""
        last = self._db.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'event_correction'") or 0
        return max(int(last), int(self._db.value("SELECT max(id) FROM event_correction") or 0)) + 1


def times_of(db: Database, ids: Iterable[PhotoId]) -> dict[PhotoId, int]:
    """Returns when photos were taken, of those there are whose date comes from more than the file's own time."""
    rows = db.rows(
        """SELECT p.id, p.taken_at_ms FROM photo AS p JOIN photo_metadata AS m ON m.photo_id = p.id
           WHERE p.id IN (SELECT value FROM json_each(?)) AND m.date_source <> ?""",
        (tiles.id_list(ids), str(DateSource.FILE_TIME)),
    )
    return {PhotoId(photo): int(taken) for photo, taken in rows}


def _at_present(one: Correction, now: dict[PhotoId, int]) -> Correction:
    moved = sorted(
        (Anchor(photo, now.get(photo, taken)) for photo, taken in one.anchors),
        key=lambda at: (at.taken_ms, at.photo_id),
    )
    is_torn = moved[-1].taken_ms - moved[0].taken_ms > one.anchors[-1].taken_ms - one.anchors[0].taken_ms + GROWN_MS
    return one if is_torn else replace(one, anchors=tuple(moved))


def _correction(row: type_row) -> Correction:
    anchors = tuple(Anchor(PhotoId(photo), taken) for photo, taken in json.loads(row[4]))
    return Correction(CorrectionAct(row[1]), Level(row[2]), anchors, row[3])


def changed(number: int, before: Correction | None, after: Correction | None) -> Change:
    """Returns the journal's line of a correction made, changed or taken away."""
    return Change(EVENT_CORRECTION, None, str(number), None, None, _as_text(before), _as_text(after))


def _as_text(one: Correction | None) -> str | None:
    return None if one is None else json.dumps([one.act, one.level, one.name, one.anchors], ensure_ascii=False)


def write(db: Database, changes: Sequence[Change]) -> None:
    """Writes changed rows; call it inside a transaction."""
    for change in changes:
        if change.after_text is None:
            db.execute("DELETE FROM event_correction WHERE id = ?", (int(change.name),))
            continue
        act, level, name, anchors = json.loads(change.after_text)
        db.execute(
            """REPLACE INTO event_correction (id, act, level, name, anchors, checksum)
               VALUES (?1, ?2, ?3, ?4, ?5, row_checksum(?1, ?2, ?3, ?4, ?5))""",
            (int(change.name), act, level, name, json.dumps(anchors)),
        )


def take_over(db: Database, photo_id: PhotoId, other: PhotoId) -> None:
    """Puts a photo in the place of another, whose row goes; call it inside a transaction."""
    rows = db.rows(
        """SELECT id, act, level, name, anchors FROM event_correction WHERE EXISTS (
               SELECT 1 FROM json_each(anchors) AS a WHERE json_extract(a.value, '$[0]') = ?)""",
        (other,),
    )
    for row in rows:
        one = _correction(row)
        anchors = tuple(Anchor(photo_id if photo == other else photo, taken) for photo, taken in one.anchors)
        write(db, [changed(row[0], one, replace(one, anchors=anchors))])
