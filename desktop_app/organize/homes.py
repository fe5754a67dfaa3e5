"""Where the photographer lived: the places whose photos come back week after week."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.gaps import apart_km

WEEK_MS, YEAR_MS = 7 * 86_400_000, 365 * 86_400_000
CELL_DEG, HOUSE_DEG = 0.2, 0.01  # some 20 km, and 1 km: a town, and the house in it
LEAST_WEEKS = 6  # a holiday lasts no longer
FEW_WEEKS, TIMES_MORE = 3, 2  # in a small library: seen in so many weeks, and so much more often than anywhere else
USUAL_WEEKS, USUAL_SHARE = 8, 0.25  # a second home, the parents' house: seen so often, it is no trip
USUAL_KM = 40.0

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Homes:
    """The usual places of each year, the most usual first.

    Attributes:
        years: number of the year (365 days since 1970) to (K, 2) degrees.
        always: (K, 2) those of all the years together, for years that tell too little.
    """

    years: dict[int, Floats]
    always: Floats

    def of(self, taken_ms: Ints) -> tuple[Floats, Floats]:
        """Returns the latitude and longitude of the home at each time, NaN where none is known."""
        numbers, back = np.unique(taken_ms // YEAR_MS, return_inverse=True)
        none = np.full(2, np.nan)
        homes = [self._usual(int(number)) for number in numbers]
        first = np.array([usual[0] if len(usual) else none for usual in homes]).reshape(-1, 2)
        return first[back][:, 0], first[back][:, 1]

    def away_km(self, taken_ms: Ints, latitude: Floats, longitude: Floats) -> Floats:
        """Returns how far each position is from the nearest usual place of its time, NaN where either is unknown."""
        far = np.full(len(taken_ms), np.nan)
        years = taken_ms // YEAR_MS
        for number in np.unique(years).tolist():
            at = np.flatnonzero(years == number)
            for north, east in self._usual(number):
                here = apart_km(latitude[at], longitude[at], np.full(len(at), north), np.full(len(at), east))
                far[at] = np.fmin(far[at], here)
        return far

    def _usual(self, year: int) -> Floats:
        return self.years.get(year, self.always)


def find_homes(taken_ms: Ints, latitude: Floats, longitude: Floats) -> Homes:
    """Finds where most weeks show photos, year by year; NaN positions are left out."""
    is_located = ~np.isnan(latitude)
    taken, north, east = taken_ms[is_located], latitude[is_located], longitude[is_located]
    years = taken // YEAR_MS
    found = {}
    for number in np.unique(years).tolist():
        at = years == number
        usual = _usual_places(taken[at], north[at], east[at])
        if len(usual):
            found[number] = usual
    always = _usual_places(taken, north, east)
    return Homes(found, always if len(always) else _likely_home(taken, north, east))


def _usual_places(taken_ms: Ints, latitude: Floats, longitude: Floats) -> Floats:
    """Returns (K, 2) degrees, the place of the most weeks first; none where no place has been seen often enough."""
    usual: list[tuple[float, float]] = []
    most = 0
    for north, east, weeks in _places(taken_ms, latitude, longitude):
        if weeks < max(LEAST_WEEKS, USUAL_WEEKS if usual else 0, USUAL_SHARE * most):
            break
        usual.append((north, east))
        most = max(most, weeks)
    return np.array(usual).reshape(-1, 2)


def _likely_home(taken_ms: Ints, latitude: Floats, longitude: Floats) -> Floats:
    """Returns (1, 2) degrees where few weeks are known, but one place stands out; else (0, 2)."""
    places = sorted(itertools.islice(_places(taken_ms, latitude, longitude), 3), key=lambda place: -place[2])
    weeks = [place[2] for place in places] + [0, 0]
    if weeks[0] < max(FEW_WEEKS, TIMES_MORE * weeks[1]):
        return np.empty((0, 2))
    return np.array(places[0][:2]).reshape(1, 2)


def _places(taken_ms: Ints, latitude: Floats, longitude: Floats) -> Iterator[tuple[float, float, int]]:
    """Yields places some 40 km wide, latitude, longitude, and in how many weeks they were seen; most weeks first."""
    if not len(taken_ms):
        return
    left = np.ones(len(taken_ms), bool)
    cells, houses = _cells(latitude, longitude, CELL_DEG), _cells(latitude, longitude, HOUSE_DEG)
    seen = np.unique(np.stack([cells, taken_ms // WEEK_MS], axis=1), axis=0)[:, 0]
    numbers, weeks = np.unique(seen, return_counts=True)
    for cell in numbers[np.argsort(-weeks, kind="stable")]:
        inside = left & (cells == cell)
        if not inside.any():
            continue
        north, east = float(np.median(latitude[inside])), float(np.median(longitude[inside]))
        near = left & (apart_km(latitude, longitude, np.full(1, north), np.full(1, east)) <= USUAL_KM / 2)
        here = near & (houses == _most_weeks(houses[near], taken_ms[near]))
        house = float(np.median(latitude[here])), float(np.median(longitude[here]))
        yield *house, len(np.unique(taken_ms[near] // WEEK_MS))
        left &= ~near


def _cells(latitude: Floats, longitude: Floats, wide: float) -> Ints:
    """Numbers the squares of a grid so many degrees wide."""
    north, east = np.round(latitude / wide).astype(np.int64), np.round(longitude / wide).astype(np.int64)
    return north * 1_000_000 + east


def _most_weeks(cells: Ints, taken_ms: Ints) -> int:
    seen = np.unique(np.stack([cells, taken_ms // WEEK_MS], axis=1), axis=0)[:, 0]
    numbers, weeks = np.unique(seen, return_counts=True)
    return int(numbers[weeks.argmax()])
