"""What the user said of events, put in the place of what was found: boundaries, trips and names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.event import EventKind
from desktop_app.domain.event_correction import Anchor, Correction, CorrectionAct, Level
from desktop_app.organize.trips import Spans, is_journey

Ints = NDArray[np.int64]
Run: TypeAlias = tuple[range, EventKind]  # the numbers of a trip's events, and what holds them together


class Corrections:
    """What was said, found again among the N photos that events are made of.

    Args:
        said: starts and joins with the times their photos bear now.
        ids: (N,) int64 photo ids in the order of capture.
        taken_ms: (N,) int64 wall-clock milliseconds, rising.
    """

    def __init__(self, said: Sequence[Correction], ids: Ints, taken_ms: Ints) -> None:
        self._said, self._ids, self._taken_ms = said, ids, taken_ms

    def bounded(self, numbers: Ints) -> Ints:
        """Returns (N,) events numbered anew, with boundaries where the user wants one and none where not.

        Args:
            numbers: (N,) int64, rising from 0: the events as they were found.
        """
        joins, starts = self._of(CorrectionAct.JOIN, Level.EVENT), self._of(CorrectionAct.START, Level.EVENT)
        if not joins and not starts:
            return numbers
        is_first = np.diff(numbers, prepend=-1) > 0
        for join in joins:
            is_first[self._row(join.anchors[0]) + 1 : self._row(join.anchors[1], is_after=True)] = False
        for start in starts:
            row = self._row(start.anchors[0])
            if row < len(is_first):
                is_first[row] = True
        return np.asarray(np.cumsum(is_first) - 1)

    def begun(self, numbers: Ints) -> set[int]:
        """Returns the events that begin where the user wants one to."""
        return self._at_first(CorrectionAct.START, numbers)

    def merged(self, numbers: Ints) -> set[int]:
        """Returns the events that hold together because the user wants it."""
        return self._at_first(CorrectionAct.JOIN, numbers)

    def _at_first(self, act: CorrectionAct, numbers: Ints) -> set[int]:
        rows = [self._row(said.anchors[0]) for said in self._of(act, Level.EVENT)]
        return {int(numbers[row]) for row in rows if row < len(numbers)}

    def travelled(self, runs: Sequence[Run], numbers: Ints, spans: Spans) -> list[Run]:
        """Returns trips in the order of time, joined and parted as the user wants.

        Args:
            runs: as they were found; none overlaps another.
            numbers: (N,) int64, the event of each photo.
            spans: of the events.
        """
        runs = list(runs)
        for join in self._of(CorrectionAct.JOIN, Level.TRIP):
            first, last = self._row(join.anchors[0]), self._row(join.anchors[1], is_after=True) - 1
            if first <= last:
                runs = _joined(runs, int(numbers[first]), int(numbers[last]))
        for start in self._of(CorrectionAct.START, Level.TRIP):
            row = self._row(start.anchors[0])
            if row < len(numbers):
                runs = _parted(runs, int(numbers[row]), spans)
        return sorted(runs, key=lambda run: run[0].start)

    def names(self, level: Level, numbers: Ints, spans: Spans, units: Mapping[int, int]) -> dict[int, str]:
        """Returns the user's names of events or trips, by their numbers.

        A name goes to the one that holds most of the photos it was given to; of two for one the one with more photos,
        else the later. A photo that is not here counts for the event in whose time it was taken.

        Args:
            level: of what.
            numbers: (N,) int64, the event of each photo.
            spans: of the events.
            units: the number of what is named by the event's: of an event its own, of a trip's event the trip's.
        """
        claims = []
        for order, name in enumerate(self._of(CorrectionAct.NAME, level)):
            held = [units[event] for event in self._events(name.anchors, numbers, spans) if event in units]
            if held:
                found, counts = np.unique(held, return_counts=True)
                claims.append((-int(counts.max()), -order, int(found[counts.argmax()]), name.name))
        named: dict[int, str] = {}
        for _, _, unit, text in sorted(claims):
            named.setdefault(unit, text)
        return named

    @cached_property
    def _by_id(self) -> Ints:
        return np.argsort(self._ids, kind="stable")

    def _of(self, act: CorrectionAct, level: Level) -> list[Correction]:
        return [one for one in self._said if one.act is act and one.level is level]

    def _row(self, anchor: Anchor, *, is_after: bool = False) -> int:
        """Returns the row where a photo stands or would stand in the order of capture, or the row after it."""
        photo, taken = anchor
        low, high = (int(np.searchsorted(self._taken_ms, taken, side)) for side in ("left", "right"))
        return low + int(np.searchsorted(self._ids[low:high], photo, "right" if is_after else "left"))

    def _events(self, anchors: Sequence[Anchor], numbers: Ints, spans: Spans) -> list[int]:
        """Returns the event of each photo, of those that are or would be in one."""
        wanted = np.array([anchor.photo_id for anchor in anchors], np.int64)
        rows = self._by_id[np.minimum(np.searchsorted(self._ids, wanted, sorter=self._by_id), len(self._ids) - 1)]
        rows = rows[self._ids[rows] == wanted]
        events: list[int] = numbers[rows].tolist()
        known = set(self._ids[rows].tolist())
        for photo, taken in anchors:
            event = int(np.searchsorted(spans.start_ms, taken, "right")) - 1
            if photo not in known and event >= 0 and taken <= spans.end_ms[event]:
                events.append(event)
        return events


def _joined(runs: Sequence[Run], first: int, last: int) -> list[Run]:
    """Makes one trip of all events from one to another, and of every trip that reaches into them."""
    touched = [run for run in runs if run[0].start <= last and run[0].stop > first]
    kinds = {kind for _, kind in touched}
    whole = range(
        min([first, *(events.start for events, _ in touched)]), max([last + 1, *(events.stop for events, _ in touched)])
    )
    kind = EventKind.DAYS if kinds == {EventKind.DAYS} else EventKind.TRIP
    return [*(run for run in runs if run not in touched), (whole, kind)]


def _parted(runs: Sequence[Run], event: int, spans: Spans) -> list[Run]:
    """Ends a trip before an event and begins another with it; a part that is no journey of its own is no trip."""
    found: list[Run] = []
    for events, kind in runs:
        if not events.start < event < events.stop:
            found.append((events, kind))
            continue
        parts = range(events.start, event), range(event, events.stop)
        found += [(part, kind) for part in parts if len(part) > 1 or is_journey(spans, part)]
    return found
