"""Where one event ends and the next begins: pauses, nights, moves, and whether it looks like the same occasion.

Photos fall into sittings at every pause of half an hour; each pause between two sittings is then weighed. How long one
must be depends on how densely photos lie round it (PhotoTOC: Platt, Czerwinski and Field, 2003); a night between, a
move, or coming home make a pause count as longer; the same place, the same looks on both sides, or a day spent far
from home as shorter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.gaps import apart_km, usual_logs

MINUTE_MS, HOUR_MS, DAY_MS = 60_000, 3_600_000, 86_400_000
SITTING_MS = 30 * MINUTE_MS  # a shorter pause ends nothing
CERTAIN_MS = 12 * HOUR_MS  # a longer one always does
NIGHT_MS = 5 * HOUR_MS  # and so does one so long round 4 in the morning, when hardly anybody is up
NIGHT_HOUR_MS = 4 * HOUR_MS
WINDOW, FACTOR = 10, 17.0
SHORTEST_MS, LONGEST_MS = 10_000, 20 * MINUTE_MS
LEAST_MS, MOST_MS = 5 * HOUR_MS // 2, 5 * HOUR_MS  # what counts as long where photos lie dense, and where sparse
# What is added to the logarithm of pause over usual pause; 0.7 halves the pause that is needed.
BY_NIGHT, BY_HOME, ABROAD = 1.0, 0.7, -0.5
SAME_PLACE_KM, SAME_PLACE = 0.5, -0.4
MOVED_KM, MOVED = 3.0, 0.5
FAR_KM, FAR = 30.0, 1.0
SAME_FOLDER, OTHER_FOLDER = -2.0, 1.0  # folders named after an occasion: the user has said what belongs together
ALIKE, UNLIKE = -0.7, 0.5  # another scene alone is no other occasion
AT_HOME_KM, AWAY_KM, ABROAD_KM = 1.0, 4.0, 50.0
SIDE = 4  # photos on each side of a pause whose looks are compared
SAMPLED = 300  # pairs that say what alike and unlike mean in this library
FEW, SAME_DAY_MS = 5, 9 * HOUR_MS  # so few photos each, so close on one day, are the moments of that day

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
LooksOf = Callable[[Ints], NDArray[np.float32]]


@dataclass(frozen=True, slots=True, eq=False)
class Shots:
    """Photos whose date can be trusted, in the order of capture (taken_ms, then id): parallel arrays of length N.

    Attributes:
        ids: int64 photo ids.
        taken_ms: int64 wall-clock milliseconds.
        latitude, longitude: degrees, NaN where unknown.
        home_latitude, home_longitude: where the photographer lived at the time, NaN where unknown.
        occasions: int64, which occasion its folder's name tells of, -1 for none.
    """

    ids: Ints
    taken_ms: Ints
    latitude: Floats
    longitude: Floats
    home_latitude: Floats
    home_longitude: Floats
    occasions: Ints

    def __len__(self) -> int:
        return len(self.ids)


def is_reset_clock(taken_ms: Ints) -> Bools:
    """Says which times a camera writes that has forgotten the date: the first day of 1970 or 1980, counting on.

    Midnight itself is kept: it is how people write down a year.
    """
    day, time = taken_ms // DAY_MS, taken_ms % DAY_MS
    return np.asarray(((day == 0) | (day == 3652)) & (time > 0))


def find_events(shots: Shots, looks_of: LooksOf | None = None) -> Ints:
    """Numbers the events of a library, from 0 in the order of time.

    Args:
        shots: see there.
        looks_of: gives (K, D) float32 unit vectors of K photo ids, zero where there is none; None leaves looks out.

    Returns:
        (N,) int64, rising.
    """
    if not len(shots):
        return np.empty(0, np.int64)
    gaps = np.diff(shots.taken_ms)
    ends = np.flatnonzero(gaps >= SITTING_MS)  # the last photo of each sitting but the last one
    pauses = _Pauses(shots, gaps, ends)
    weight = pauses.weights()
    if looks_of is not None:
        weight += _by_looks(pauses, weight, looks_of)
    is_end = (weight > 0) | pauses.is_certain
    ends = ends[is_end & ~_inside_a_day(pauses, is_end)]
    numbers = np.zeros(len(shots), np.int64)
    numbers[ends + 1] = 1
    return np.cumsum(numbers)


class _Pauses:
    """The P pauses between sittings, as parallel arrays.

    Attributes:
        before: (P,) the last photo before each; the next one is the first after it.
        first, last: (P + 1,) the photos each sitting begins and ends with.
        gap_ms: (P,).
        km: (P,) how far the places lie apart, NaN where a side has none.
        is_night: (P,) whether 4 in the morning lies in it.
        is_homeward: (P,) whether one side lies at home and the other does not.
        is_abroad: (P,) whether both sides lie in one region far from home.
        is_certain: (P,) whether it ends an event whatever else is known.
    """

    def __init__(self, shots: Shots, gaps: Ints, ends: Ints) -> None:
        self.shots, self.before = shots, ends
        self.first = np.concatenate([[0], ends + 1])
        self.last = np.concatenate([ends, [len(shots) - 1]])
        self.gap_ms = gaps[ends]
        _, usual = usual_logs(gaps, WINDOW, SHORTEST_MS, LONGEST_MS)
        self.usual_log = np.clip(usual[ends] + np.log(FACTOR), np.log(LEAST_MS), np.log(MOST_MS))
        nights = (shots.taken_ms - NIGHT_HOUR_MS) // DAY_MS
        self.is_night = nights[ends] != nights[ends + 1]
        self.is_certain = (self.gap_ms >= CERTAIN_MS) | (self.is_night & (self.gap_ms >= NIGHT_MS))
        self._place()

    def _place(self) -> None:
        """Finds where each sitting began and ended, as far as its photos tell."""
        shots = self.shots
        is_located = ~np.isnan(shots.latitude)
        at = np.arange(len(shots))
        latest = np.maximum.accumulate(np.where(is_located, at, -1))[self.last[:-1]]
        soonest = np.minimum.accumulate(np.where(is_located, at, len(shots))[::-1])[::-1][self.first[1:]]
        is_known = (latest >= self.first[:-1]) & (soonest <= self.last[1:])
        latest, soonest = np.where(is_known, latest, 0), np.where(is_known, soonest, 0)
        latitude, longitude = shots.latitude, shots.longitude
        km = apart_km(latitude[latest], longitude[latest], latitude[soonest], longitude[soonest])
        self.km = np.where(is_known, km, np.nan)
        home = [
            apart_km(latitude[side], longitude[side], shots.home_latitude[side], shots.home_longitude[side])
            for side in (latest, soonest)
        ]
        nearer, farther = np.fmin(*home), np.fmax(*home)
        self.is_homeward = is_known & (nearer <= AT_HOME_KM) & (farther >= AWAY_KM)
        self.is_abroad = is_known & (nearer >= ABROAD_KM) & (self.km < FAR_KM)

    def weights(self) -> Floats:
        """Returns (P,) how much each pause speaks for an end, above 0, or against one, by time and place."""
        weight = np.log(self.gap_ms) - self.usual_log
        weight += np.where(self.is_night, BY_NIGHT, 0.0) + np.where(self.is_homeward, BY_HOME, 0.0)
        weight += np.where(self.is_abroad, ABROAD, 0.0)
        weight += np.where(self.km < SAME_PLACE_KM, SAME_PLACE, 0.0) + np.where(self.km >= MOVED_KM, MOVED, 0.0)
        weight += np.where(self.km >= FAR_KM, FAR, 0.0)
        before, after = self.shots.occasions[self.before], self.shots.occasions[self.before + 1]
        told = np.where(before == after, SAME_FOLDER, OTHER_FOLDER)
        weight += np.where((before >= 0) & (after >= 0), told, 0.0)
        return np.asarray(weight)


def _by_looks(pauses: _Pauses, weight: Floats, looks_of: LooksOf) -> Floats:
    """Returns (P,) what the looks on both sides add: below 0 where they are alike, 0 where they decide nothing."""
    added = np.zeros(len(weight))
    asked = np.flatnonzero((weight > -UNLIKE) & (weight <= -ALIKE) & ~pauses.is_certain)
    unlike = _some(np.flatnonzero(pauses.is_certain))
    long_enough = np.flatnonzero(pauses.last - pauses.first >= 2 * SIDE)
    within = pauses.first[_some(long_enough)] + SIDE - 1
    if not len(asked) or not len(unlike) or not len(within):
        return added
    edges = np.concatenate([pauses.before[asked], pauses.before[unlike], within])
    likeness = _likeness(pauses, edges, looks_of)
    split = np.cumsum([len(asked), len(unlike)])
    asked_likeness, unlike_likeness, alike = np.split(likeness, split)
    if np.isnan(unlike_likeness).all() or np.isnan(alike).all():
        return added
    low, high = float(np.nanmedian(unlike_likeness)), float(np.nanmedian(alike))
    if high - low < 0.02:  # everything looks the same here: scans of texts, or one model in one studio
        return added
    share = np.clip(2 * (asked_likeness - low) / (high - low) - 1, -1, 1)
    added[asked] = np.nan_to_num(np.where(share > 0, ALIKE * share, -UNLIKE * share), nan=0.0)
    return added


def _some(at: Ints) -> Ints:
    """Returns at most `SAMPLED` of them, evenly."""
    return at if len(at) <= SAMPLED else at[np.linspace(0, len(at) - 1, SAMPLED).astype(np.int64)]


def _likeness(pauses: _Pauses, edges: Ints, looks_of: LooksOf) -> Floats:
    """Returns (E,) cosines between the mean looks of a few photos up to each edge and after it, NaN where unknown."""
    shots = pauses.shots
    steps = np.arange(SIDE)
    sitting = np.searchsorted(pauses.last, edges)
    next_sitting = np.searchsorted(pauses.last, edges + 1)
    left = np.maximum(edges[:, None] - steps, pauses.first[sitting][:, None])
    right = np.minimum(edges[:, None] + 1 + steps, pauses.last[next_sitting][:, None])
    rows, back = np.unique(np.concatenate([left, right]), return_inverse=True)
    vectors = looks_of(shots.ids[rows])
    if not vectors.size:
        return np.full(len(edges), np.nan)
    rows_of = back.reshape(2, len(edges), SIDE)
    means = vectors[rows_of[..., 0]]
    for step in range(1, SIDE):  # less memory than all at once
        means += vectors[rows_of[..., step]]
    lengths = np.linalg.norm(means, axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((means[0] * means[1]).sum(axis=1) / (lengths[0] * lengths[1]), np.float64)


def _inside_a_day(pauses: _Pauses, is_end: Bools) -> Bools:
    """Says which ends only part a few snapshots of one day from a few others: no events, but moments of that day."""
    at = np.flatnonzero(is_end)
    taken = np.concatenate([[0], np.cumsum(np.diff(pauses.shots.taken_ms) >= SHORTEST_MS)])  # a burst counts once
    counts = np.diff(np.concatenate([[-1], taken[pauses.before[at]], taken[-1:]]))
    is_small = (counts[:-1] <= FEW) & (counts[1:] <= FEW)
    is_moment = np.zeros(len(is_end), bool)
    has_moved = pauses.km[at] >= MOVED_KM
    is_moment[at] = is_small & ~pauses.is_night[at] & (pauses.gap_ms[at] <= SAME_DAY_MS) & ~has_moved
    return is_moment
