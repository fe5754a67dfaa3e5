"""What the user does with events, as acts that the journal can take back. No act touches a photo or an album."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from desktop_app.domain.event_correction import Anchor, Correction, CorrectionAct, Level
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Edit
from desktop_app.domain.photo import DateSource
from desktop_app.domain.visibility import Surface
from desktop_app.errors import UserError
from desktop_app.store import tiles
from desktop_app.store.album_edits import MAX_NAME
from desktop_app.store.database import Database
from desktop_app.store.event_corrections import EventCorrections, changed, times_of
from desktop_app.store.journal import Change
from desktop_app.store.tags import one_line

NAMED_BY = 100  # photos, evenly from all of an event, that its name is remembered with
_NOUNS = {Level.EVENT: "event", Level.TRIP: "trip"}
_TOO_LONG = f"A name may have at most {MAX_NAME} characters."


class EventEdits:
    """The part of `Edits` that is about events. Events have no rows: their photos say which is meant.

    Args:
        db: the library.
        apply: does an act and writes it down in the journal.
    """

    def __init__(self, db: Database, apply: Callable[[str, list[Change]], Edit]) -> None:
        self._db, self._apply = db, apply
        self._corrections = EventCorrections(db)

    def rename(self, photo_ids: Iterable[PhotoId], name: str, level: Level = Level.EVENT) -> Edit:
        """Gives an event or a trip the user's own name, '' its automatic title again.

        Photos have one name at most: what was said of them before holds for the other photos it was said of.

        Raises:
            UserError: the name is too long, or the event is gone.
        """
        tidy = one_line(name)
        if len(tidy) > MAX_NAME:
            raise UserError(_TOO_LONG)
        anchors = self._anchors(photo_ids)
        own = Correction(CorrectionAct.NAME, level, _evenly(anchors), tidy)
        known = {number: one for number, one in self._said(level).items() if one.act is CorrectionAct.NAME}
        label = f"Rename {_NOUNS[level]} to “{tidy}”" if tidy else "Use automatic title"
        if tidy and own in known.values():
            return self._apply(label, [])
        changes = [
            changed(number, one, replace(one, anchors=rest) if rest else None)
            for number, one in known.items()
            if (rest := _outside(one.anchors, anchors)) != one.anchors
        ]
        if tidy:
            changes.append(changed(self._next_id(), None, own))
        return self._apply(label, changes)

    def merge(self, events: Sequence[Iterable[PhotoId]], level: Level = Level.EVENT) -> Edit:
        """Makes one event of several that follow one another, or one trip of trips and events with all between.

        What comes to lie between the first and the last photo belongs to it from now on.

        Args:
            events: the photos of each.
            level: what they become one of.

        Raises:
            UserError: they are fewer than two, one is gone, or other photos lie between two events.
        """
        if len(events) < 2:
            raise UserError(f"Choose at least two {_NOUNS[level]}s to merge.")
        parts = sorted((self._anchors(photos) for photos in events), key=lambda part: _key(part[0]))
        whole = sorted({anchor for part in parts for anchor in part}, key=_key)
        if level is Level.EVENT and self._is_parted(whole):
            raise UserError("Only events that follow one another can be merged.")
        first, last = whole[0], whole[-1]
        join = Correction(CorrectionAct.JOIN, level, (first, last))
        said = self._said(level)
        now = self._corrections.current()
        gone = [number for number in said if _is_overruled(now[number], first, last)]
        changes = [changed(number, said[number], None) for number in gone if said[number] != join]
        if join not in said.values():
            changes.append(changed(self._next_id(), None, join))
        return self._apply(f"Merge {_NOUNS[level]}s", changes)

    def start(self, photo_id: PhotoId, level: Level = Level.EVENT) -> Edit:
        """Has a new event or trip begin with a photo; what was one before ends there.

        Raises:
            UserError: the photo is gone.
        """
        start = Correction(CorrectionAct.START, level, (self._anchors([photo_id])[0],))
        label = f"Start new {_NOUNS[level]}"
        if start in self._said(level).values():
            return self._apply(label, [])
        return self._apply(label, [changed(self._next_id(), None, start)])

    def _said(self, level: Level) -> dict[int, Correction]:
        return {number: one for number, one in self._corrections.all().items() if one.level is level}

    def _next_id(self) -> int:
        return self._corrections.next_id()

    def _anchors(self, photo_ids: Iterable[PhotoId]) -> list[Anchor]:
        """Returns the photos in the order of capture."""
        found = [Anchor(photo, taken) for photo, taken in times_of(self._db, photo_ids).items()]
        if not found:
            raise UserError("That event is not there any more.")
        return sorted(found, key=_key)

    def _is_parted(self, photos: Sequence[Anchor]) -> bool:
        """Says whether photos of other events lie between these."""
        visible = tiles.visible_sql(Surface.GROUP, "p.tile")
        sql = f"""SELECT 1 FROM photo AS p JOIN photo_metadata AS m ON m.photo_id = p.id
                  WHERE (p.taken_at_ms, p.id) > (?, ?) AND (p.taken_at_ms, p.id) < (?, ?) AND {visible}
                    AND m.date_source <> ? AND p.id NOT IN (SELECT value FROM json_each(?)) LIMIT 1"""  # noqa: S608
        ids = tiles.id_list(anchor.photo_id for anchor in photos)
        return bool(self._db.value(sql, (*_key(photos[0]), *_key(photos[-1]), str(DateSource.FILE_TIME), ids)))


def _key(anchor: Anchor) -> tuple[int, PhotoId]:
    return anchor.taken_ms, anchor.photo_id


def _evenly(anchors: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Returns at most `NAMED_BY` of them, the first and the last among them."""
    last = len(anchors) - 1
    if last < NAMED_BY:
        return tuple(anchors)
    return tuple(anchors[number * last // (NAMED_BY - 1)] for number in range(NAMED_BY))


def _outside(anchors: Sequence[Anchor], event: Sequence[Anchor]) -> tuple[Anchor, ...]:
    """Returns the anchors that are neither photos of an event nor fall into its time."""
    photos = {anchor.photo_id for anchor in event}
    first, last = event[0].taken_ms, event[-1].taken_ms
    return tuple(one for one in anchors if one.photo_id not in photos and not first <= one.taken_ms <= last)


def _is_overruled(one: Correction, first: Anchor, last: Anchor) -> bool:
    """Says whether a join from one photo to another makes an earlier word void: a start within, a join it holds."""
    if one.act is CorrectionAct.START:
        return _key(first) < _key(one.anchors[0]) <= _key(last)
    return one.act is CorrectionAct.JOIN and _key(first) <= _key(one.anchors[0]) and _key(one.anchors[1]) <= _key(last)
