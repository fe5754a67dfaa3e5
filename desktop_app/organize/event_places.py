"""The towns of events and trips: only those that most of the photos with a place were taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.locality import Locality
from desktop_app.organize.places import PlaceNames

ONE_SHARE, TWO_SHARE, TWO_TOGETHER = 0.6, 0.25, 0.8  # of the photos with a place: one town, each of two, both
TRIP_SHARE, TRIP_TOGETHER, TRIP_TOWNS = 0.12, 0.6, 3
MOST_COUNTRIES = 3
ASKED_PER_DEGREE = 100  # a town is told by a square of a kilometre

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The photos of one event by town.

    Attributes:
        towns: how many photos were taken in or near each; None counts those far from every town.
    """

    towns: Counter[Locality | None] = field(default_factory=Counter)

    @property
    def located(self) -> int:
        """How many photos have a place."""
        return self.towns.total()


def whereabouts(events: Ints, latitude: Floats, longitude: Floats, count: int, table: PlaceNames) -> list[Whereabouts]:
    """Counts the photos of each event by town.

    Args:
        events: (N,) the event of each photo, 0 to `count` - 1.
        latitude: (N,) degrees, NaN where unknown.
        longitude: (N,) degrees.
        count: how many events there are.
        table: the names.
    """
    found = [Whereabouts() for _ in range(count)]
    at = np.flatnonzero(~np.isnan(latitude))
    if not len(at):
        return found
    squares = np.round(np.stack([latitude[at], longitude[at]], axis=1) * ASKED_PER_DEGREE) / ASKED_PER_DEGREE
    squares, back = np.unique(squares, axis=0, return_inverse=True)
    cities, far = table.nearest(squares[:, 0], squares[:, 1])
    names = [table.locality(city, km) for city, km in zip(cities.tolist(), far.tolist(), strict=True)]
    pairs, numbers = np.unique(events[at] * len(squares) + back.reshape(-1), return_counts=True)
    for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True):
        found[pair // len(squares)].towns[names[pair % len(squares)]] += number
    return found


def towns_of_event(where: Whereabouts) -> tuple[Locality, ...]:
    """Returns the one or two towns that stand for an event, most photos first; none where none does."""
    shares = _shares(_joined([where]))
    if shares and shares[0][1] >= ONE_SHARE:
        return (shares[0][0],)
    pair = [(town, share) for town, share in shares[:2] if share >= TWO_SHARE and not town.is_near]
    if len(pair) == 2 and pair[0][1] + pair[1][1] >= TWO_TOGETHER:
        return (pair[0][0], pair[1][0])
    return ()


def towns_of_trip(parts: Sequence[Whereabouts]) -> tuple[tuple[Locality, ...], tuple[str, ...]]:
    """Returns the towns that stand for a trip in the order they were come to, else its countries by most photos."""
    shares = [(town, share) for town, share in _shares(_joined(parts)) if share >= TRIP_SHARE]
    if shares and shares[0][1] >= 1 - TRIP_SHARE:
        return (shares[0][0],), ()
    towns = [town for town, _ in shares if not town.is_near]
    if 0 < len(towns) <= TRIP_TOWNS and sum(share for town, share in shares if town in towns) >= TRIP_TOGETHER:
        order = {name: number for number, name in reversed(list(enumerate(_visited(parts))))}
        return tuple(sorted(towns, key=lambda town: order[town.name])), ()
    return (), countries_of(parts)


def countries_of(parts: Sequence[Whereabouts]) -> tuple[str, ...]:
    """Returns the countries of a trip by most photos; none when photos far from every town leave it open."""
    towns = _joined(parts)
    countries: Counter[str] = Counter()
    for town, number in towns.items():
        if town is not None:
            countries[town.country] += number
    if not countries or countries.total() < (1 - TRIP_SHARE) * sum(towns.values()):
        return ()
    named = [country for country, number in countries.most_common() if number >= TRIP_SHARE * countries.total()]
    return tuple(named) if len(named) <= MOST_COUNTRIES else ()


def _joined(parts: Sequence[Whereabouts]) -> Counter[Locality | None]:
    """Returns the photos by town; those near a town count to it when more were taken in it."""
    towns: Counter[Locality | None] = Counter()
    for part in parts:
        towns.update(part.towns)
    for town in [town for town in towns if town is not None and town.is_near]:
        inside = Locality(town.name, town.country, town.country_code)
        if towns[inside] >= towns[town]:
            towns[inside] += towns.pop(town)
    return towns


def _shares(towns: Counter[Locality | None]) -> list[tuple[Locality, float]]:
    total = towns.total()
    named = [(town, number / total) for town, number in towns.items() if town is not None]
    return sorted(named, key=lambda line: (-line[1], line[0].name))


def _visited(parts: Sequence[Whereabouts]) -> list[str]:
    """Returns the names of the towns in the order they were come to: an event counts for the town it shows most."""
    return [town.name for part in parts for town, _ in _shares(part.towns)]
