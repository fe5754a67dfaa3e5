"""The towns and countries that photos were taken in, for search: found from positions, kept while nothing changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from desktop_app.organize.places import PlaceNames, place_names
from desktop_app.store.store import Store
from desktop_app.store.suggestible import Suggestible

Ids = NDArray[np.int64]
Taken = Sequence[tuple[str, Ids]]

MICRO = 1_000_000
NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Where N photos were taken, by rising id.

    Attributes:
        ids: (N,) int64.
        latitude, longitude: (N,) micro-degrees.
        cities: (N,) numbers in the table of places, `NOWHERE` far from every town.
    """

    ids: Ids
    latitude: Ids
    longitude: Ids
    cities: Ids


_NONE = Positions(*(np.empty(0, np.int64) for _ in range(4)))
_kept: WeakKeyDictionary[Store, tuple[object, Positions, Taken]] = WeakKeyDictionary()  # each store is one lane's


def photo_towns(store: Store) -> Taken:
    """Returns every town and country with the photos taken in it or near it, seen or not. On the lane of the store.

    100,000 photos with positions take a second the first time, some tenths after a change, else no time.
    """
    state = Suggestible(store.db).state()
    known = _kept.get(store)
    if known is None or known[0] != state:
        at = found_again(*store.filters.positions(), known[1] if known is not None else _NONE)
        known = _kept[store] = (state, at, by_name(at))
    return known[2]


def found_again(ids: Ids, latitude: Ids, longitude: Ids, before: Positions = _NONE) -> Positions:
    """Finds the city of each photo; only of those that are new or lie elsewhere than before."""
    cities = np.full(len(ids), NOWHERE, np.int64)
    if not len(ids):
        return Positions(ids, latitude, longitude, cities)
    is_asked = np.ones(len(ids), bool)
    if len(before.ids):
        at = np.minimum(np.searchsorted(before.ids, ids), len(before.ids) - 1)
        is_asked = (before.ids[at] != ids) | (before.latitude[at] != latitude) | (before.longitude[at] != longitude)
        cities = np.where(is_asked, NOWHERE, before.cities[at])
    if is_asked.any():
        found, far = place_names().nearest(latitude[is_asked] / MICRO, longitude[is_asked] / MICRO)
        cities[is_asked] = np.where(np.isfinite(far), found, NOWHERE)
    return Positions(ids, latitude, longitude, cities)


def by_name(photos: Positions) -> Taken:
    """Returns the English name of each town and of each country, and its photos."""
    order = np.argsort(photos.cities, kind="stable")
    order = order[np.searchsorted(photos.cities[order], 0) :]
    if not len(order):
        return ()
    table: PlaceNames = place_names()
    found: dict[str, list[Ids]] = {}
    for rows in np.split(order, np.flatnonzero(np.diff(photos.cities[order])) + 1):
        town = table.locality(int(photos.cities[rows[0]]))
        assert town is not None, "no distance is given"
        for name in dict.fromkeys((town.name, town.country)):
            found.setdefault(name, []).append(photos.ids[rows])
    return tuple((name, np.concatenate(parts)) for name, parts in sorted(found.items()))
