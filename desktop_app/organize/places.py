"""Names of places without a network: the nearest town in a table of 69,000 (GeoNames, CC BY 4.0)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.locality import Locality
from desktop_app.paths import resources_dir

TABLE = "places/cities.npz"
UNITS_PER_DEGREE = 10_000
EARTH_KM = 6_371.0
IN_TOWN_KM = 12.0  # so far from the nearest point of a town, one is still in it
NEAR_TOWN_KM = 40.0  # so far, near it; farther out no town's name is true
ASKED_PER_DEGREE = 500  # positions within 200 m are asked about once
# Positions of one tile are asked about together: with all towns up to 44 km beyond its north and south, or where they
# are so many, with those up to 44 km beyond it all round.
TOGETHER, TILE_DEG, BEYOND_DEG = 4, 0.25, 0.4
MOST_PAIRS = 4_000_000  # of positions and towns compared at a time: 32 MB

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class PlaceNames:
    """The table, in memory: 70,000 points on the unit sphere by rising latitude. May be read by every thread.

    A point is a town or a part of a city; each knows the city it belongs to, so a suburb reads as its city.

    Args:
        table: the arrays that `packaging/places/build.py` writes.
    """

    def __init__(self, table: dict[str, NDArray[Any]]) -> None:
        self._latitude: Floats = table["latitude"] / UNITS_PER_DEGREE
        self._points = unit_vectors(self._latitude, table["longitude"] / UNITS_PER_DEGREE)
        self._city: NDArray[np.int32] = table["city"]
        self._names = bytes(table["names"]).decode("utf-8").split("\n")
        self._country: NDArray[np.uint8] = table["country"]
        self._countries = [line.split("\t") for line in bytes(table["countries"]).decode("utf-8").split("\n")]
        self.population: NDArray[np.int32] = table["population"]

    def nearest(self, latitude: Floats, longitude: Floats) -> tuple[Ints, Floats]:
        """Finds the nearest town of each position.

        Args:
            latitude: (N,) degrees, without NaN; positions within 200 m of each other may be answered as one.
            longitude: (N,) degrees.

        Returns:
            (N,) int64 numbers of cities, for `locality`; and (N,) km to the nearest point of each, infinite where every
            town is too far away to give its name.
        """
        asked = np.round(np.stack([latitude, longitude], axis=1) * ASKED_PER_DEGREE) / ASKED_PER_DEGREE
        places, back = np.unique(asked, axis=0, return_inverse=True)
        wanted = unit_vectors(*places.T)
        points, far = np.zeros(len(places), np.int64), np.full(len(places), np.inf)
        for rows in _tiles(places):
            self._compare(places[rows], wanted[rows], rows, points, far)
        back = back.reshape(-1)
        return self._city[points].astype(np.int64)[back], far[back]

    def _compare(self, places: Floats, wanted: Floats, rows: Ints, points: Ints, far: Floats) -> None:
        """Finds the nearest town of positions in one tile among those in it and beyond it."""
        bounds = places[:, 0].min() - BEYOND_DEG, places[:, 0].max() + BEYOND_DEG
        low, high = np.searchsorted(self._latitude, bounds)
        towns = np.arange(low, high)
        if len(rows) >= TOGETHER:
            middle = wanted.mean(axis=0) / np.linalg.norm(wanted.mean(axis=0))
            reach = np.radians(BEYOND_DEG) + 2 * np.arcsin(np.linalg.norm(wanted - middle, axis=1).max() / 2)
            towns = towns[self._points[low:high] @ middle >= np.cos(reach)]
        if not len(towns):
            return
        for at in np.array_split(np.arange(len(rows)), -(-len(rows) * len(towns) // MOST_PAIRS)):
            nearest = towns[(wanted[at] @ self._points[towns].T).argmax(axis=1)]
            chords = np.linalg.norm(wanted[at] - self._points[nearest], axis=1)
            points[rows[at]], far[rows[at]] = nearest, 2 * np.arcsin(np.minimum(chords / 2, 1.0)) * EARTH_KM
        far[rows[far[rows] > NEAR_TOWN_KM]] = np.inf

    def locality(self, city: int, km: float = 0.0) -> Locality | None:
        """Returns the name for a position so far from a city; None where that would be no true name any more."""
        if km > NEAR_TOWN_KM:
            return None
        code, country = self._countries[self._country[city]]
        return Locality(self._names[city], country, code, is_near=km > IN_TOWN_KM)

    def circle(self, name: str) -> tuple[float, float, float] | None:
        """Returns a circle that holds the largest city of this name, whatever the case; None where there is none.

        Returns:
            Latitude and longitude of its middle in degrees, and the radius in km.
        """
        wanted = name.casefold()
        cities = [city for city, known in enumerate(self._names) if known.casefold() == wanted]
        if not cities:
            return None
        parts = self._points[self._city == max(cities, key=lambda city: int(self.population[city]))]
        middle = parts.mean(axis=0) / np.linalg.norm(parts.mean(axis=0))
        reach = float(np.linalg.norm(parts - middle, axis=1).max() * EARTH_KM)
        north, east = np.degrees(np.arcsin(middle[2])), np.degrees(np.arctan2(middle[1], middle[0]))
        return float(north), float(east), reach + IN_TOWN_KM

    def locate(self, latitude: float, longitude: float) -> Locality | None:
        """Returns what one position is called, None far from every town."""
        cities, far = self.nearest(np.array([latitude]), np.array([longitude]))
        return self.locality(int(cities[0]), float(far[0]))


def _tiles(places: Floats) -> list[Ints]:
    """Returns the rows of (N, 2) positions that lie together, tile by tile; tiles are as wide as they are high."""
    south = np.floor(places[:, 0] / TILE_DEG)
    width = TILE_DEG / np.maximum(np.cos(np.radians(south * TILE_DEG)), 0.01)
    tiles = np.stack([south, np.floor(places[:, 1] / width)])
    order = np.lexsort(tiles[::-1])
    edges = np.flatnonzero((np.diff(tiles[:, order], axis=1) != 0).any(axis=0)) + 1
    return np.split(order, edges) if len(order) else []


def unit_vectors(latitude: Floats, longitude: Floats) -> Floats:
    """Returns (N, 3) points on the unit sphere of positions in degrees."""
    north, east = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)


@cache
def place_names() -> PlaceNames:
    """Returns the table that comes with the program, read once: some 40 ms.

    Raises:
        FileNotFoundError: the installation is damaged.
    """
    with np.load(resources_dir() / TABLE, allow_pickle=False) as table:
        return PlaceNames(dict(table))
