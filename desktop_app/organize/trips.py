"""Trips: days away from home, in a row. Without places: days with far more photos than the weeks round them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAY_MS = 86_400_000
AWAY_KM = 50.0  # from every usual place
REST_MS = 3 * DAY_MS  # so long may a traveller take no photo
UNPLACED_MS = 2 * DAY_MS  # so far from a photo with a place, one without belongs to the same journey
LEAST_PHOTOS = 6
DENSE_DAYS, DENSE_PHOTOS, DENSE_TIMES = 3, 15, 5.0  # in a row; a day; times the usual day
DENSE_ROUND_DAYS, DENSE_KNOWN_DAYS = 45, 7  # on either side; with photos: else nobody knows what is usual

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """The E events of a library in the order of time, as parallel arrays.

    Attributes:
        start_ms, end_ms: wall-clock.
        counts: how many photos.
        away_km: of the middle of its places from the nearest usual place, NaN where either is unknown.
    """

    start_ms: Ints
    end_ms: Ints
    counts: Ints
    away_km: Floats

    def __len__(self) -> int:
        return len(self.counts)


def find_trips(events: Spans) -> list[range]:
    """Returns the events of each journey: numbers in a row, journeys in the order of time.

    It begins and ends with an event far from home, spans a night at least, and comes home in between never. Events
    without a place lie in it when they lie between two that do.
    """
    is_away, is_home = events.away_km >= AWAY_KM, events.away_km < AWAY_KM
    trips: list[range] = []
    first = last = -1
    for number in np.flatnonzero(is_away).tolist():
        goes_on = last >= 0 and _goes_on(events, is_home, last, number)
        if not goes_on:
            _keep(events, trips, first, last)
            first = number
        last = number
    _keep(events, trips, first, last)
    return trips


def _goes_on(events: Spans, is_home: Bools, last: int, number: int) -> bool:
    between = slice(last + 1, number)
    if is_home[between].any() or events.start_ms[number] - events.end_ms[last] > REST_MS + 2 * DAY_MS * (
        number > last + 1
    ):
        return False
    starts, ends = events.start_ms[last + 1 : number + 1], events.end_ms[last:number]
    longest = REST_MS if number == last + 1 else UNPLACED_MS
    return bool((starts - ends <= longest).all())


def _keep(events: Spans, trips: list[range], first: int, last: int) -> None:
    """Keeps a run of events when it is a journey."""
    if first >= 0 and is_journey(events, range(first, last + 1)):
        trips.append(range(first, last + 1))


def is_journey(events: Spans, run: range) -> bool:
    """Says whether events in a row span a night, and have photos enough for a journey."""
    has_night = events.end_ms[run[-1]] // DAY_MS > events.start_ms[run[0]] // DAY_MS
    return bool(has_night and events.counts[run.start : run.stop].sum() >= LEAST_PHOTOS)


def find_dense_days(events: Spans) -> list[range]:
    """Returns runs of events nobody knows the place of, over three days or more, far denser than the weeks around.

    A wedding weekend or a journey with a camera that knows no place: what it was cannot be told, only that it stands
    out.
    """
    if not len(events):
        return []
    days = (events.start_ms // DAY_MS).astype(np.int64)
    whole = np.unique(days)
    per_day = np.bincount(np.searchsorted(whole, days), weights=events.counts)
    is_open = np.isnan(events.away_km)
    runs: list[range] = []
    is_dense = per_day >= DENSE_PHOTOS
    breaks = np.flatnonzero((np.diff(whole) != 1) | (is_dense[1:] != is_dense[:-1])) + 1
    for run in np.split(np.arange(len(whole)), breaks):
        if len(run) < DENSE_DAYS or not is_dense[run[0]]:
            continue
        near = np.abs(whole - whole[run].mean()) <= DENSE_ROUND_DAYS + len(run) / 2
        near[run] = False
        if near.sum() < DENSE_KNOWN_DAYS:
            continue
        usual = per_day[near].sum() / (2 * DENSE_ROUND_DAYS)
        first, last = np.searchsorted(days, whole[run[0]]), np.searchsorted(days, whole[run[-1]], "right")
        if per_day[run].mean() >= DENSE_TIMES * usual and is_open[first:last].all():
            runs.append(range(int(first), int(last)))
    return runs
