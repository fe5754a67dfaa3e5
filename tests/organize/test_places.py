from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from desktop_app.organize.places import NEAR_TOWN_KM, PlaceNames, place_names, unit_vectors

PROJECT = Path(__file__).resolve().parent.parent.parent
KNOWN = {
    "Rome": (41.8902, 12.4922),  # the Colosseum
    "Florence": (43.7731, 11.2560),
    "Paris": (48.8867, 2.3431),  # Montmartre
    "Lisbon": (38.6916, -9.2160),  # Belém
    "New York City": (40.6782, -73.9442),  # Brooklyn
    "Tokyo": (35.6595, 139.7005),  # Shibuya
    "Sydney": (-33.8568, 151.2153),
    "Vatican City": (41.9029, 12.4534),
}


@pytest.mark.parametrize(("name", "where"), KNOWN.items())
def test_a_photo_is_in_its_city(name: str, where: tuple[float, float]) -> None:
    found = place_names().locate(*where)
    assert found is not None
    assert (found.name, found.is_near) == (name, False)


def test_a_city_across_a_state_line_keeps_its_name() -> None:
    newark, potsdam = place_names().locate(40.7357, -74.1724), place_names().locate(52.3989, 13.0657)
    assert newark is not None
    assert potsdam is not None
    assert (newark.name, potsdam.name, potsdam.country_code) == ("Newark", "Potsdam", "DE")


def test_out_of_town_is_near_it_and_the_open_sea_is_nowhere() -> None:
    table = place_names()
    assert table.locate(0.0, -30.0) is None
    assert table.locate(-89.9, 0.0) is None
    mount = table.locate(45.8326, 6.8652)  # Mont Blanc: 10 km from Chamonix
    assert mount is not None
    assert mount.name in {"Chamonix-Mont-Blanc", "Chamonix", "Courmayeur"}
    far = table.locate(36.20, -112.10)  # the north of the Grand Canyon: some 20 km from Grand Canyon Village or Tusayan
    assert far is None or far.is_near


def test_the_search_is_the_brute_force_one() -> None:
    """All over the globe, and many positions of one neighbourhood: in towns, on a coast, beyond the date line."""
    table, random = place_names(), np.random.default_rng(0)
    latitude = np.degrees(np.arcsin(random.uniform(-1, 1, 400)))
    longitude = random.uniform(-180, 180, 400)
    for north, east in ((52.52, 13.40), (36.7, -6.4), (-16.8, 179.9), (78.2, 15.6)):
        latitude = np.concatenate([latitude, random.normal(north, 0.2, 100)])
        longitude = np.concatenate([longitude, random.normal(east, 0.4, 100)])
    latitude, longitude = np.round(latitude * 500) / 500, np.round(longitude * 500) / 500
    cities, far = table.nearest(latitude, longitude)
    with np.load(PROJECT / "resources" / "places" / "cities.npz", allow_pickle=False) as raw:
        points = unit_vectors(raw["latitude"] / 1e4, raw["longitude"] / 1e4)
        belongs = raw["city"]
    apart = np.arccos(np.clip(unit_vectors(latitude, longitude) @ points.T, -1, 1))
    nearest_km = apart.min(axis=1) * 6_371.0
    is_named = nearest_km <= NEAR_TOWN_KM
    assert np.allclose(far[is_named], nearest_km[is_named], atol=0.01)
    assert np.isinf(far[~is_named]).all()
    assert 250 < is_named.sum() < 700
    assert (cities == belongs[apart.argmin(axis=1)])[is_named].mean() > 0.99


def test_the_date_line_is_crossed() -> None:
    table = PlaceNames(
        {
            "latitude": np.array([-170_000, -169_000], np.int32),
            "longitude": np.array([1_799_000, 1_000_000], np.int32),
            "city": np.array([0, 1], np.int32),
            "names": np.frombuffer(b"East\nWest", np.uint8),
            "country": np.zeros(2, np.uint8),
            "population": np.ones(2, np.int32),
            "countries": np.frombuffer(b"FJ\tFiji", np.uint8),
        }
    )
    found = table.locate(-17.0, -179.99)
    assert found is not None
    assert (found.name, found.country) == ("East", "Fiji")


def load_builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PROJECT / "packaging" / "models"))
    spec = importlib.util.spec_from_file_location("places_build", PROJECT / "packaging" / "places" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "places_build", module)
    spec.loader.exec_module(module)
    return module


def test_a_suburb_is_counted_to_its_city_and_a_neighbour_city_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    builder = load_builder(monkeypatch)

    def row(name: str, north: float, east: float, people: int, state: str = "07") -> dict[str, object]:
        return {"name": name, "latitude": north, "longitude": east, "population": people, "countrycode": "IT",
                "admin1code": state}  # fmt: skip

    rows = [
        row("Fiumicino", 41.77, 12.23, 60_000),  # 26 km away
        row("Trastevere", 41.8833, 12.4667, 13_000),
        row("Rome", 41.8919, 12.5113, 2_300_000),
        row("Over the border", 41.90, 12.52, 10_000, "08"),
        row("As large", 41.95, 12.52, 1_000_000),
    ]
    assert builder._parents(rows).tolist() == [0, 2, 2, 3, 4]


def test_the_licence_of_the_data_comes_with_it() -> None:
    text = (PROJECT / "resources" / "licences" / "geonames.txt").read_text("utf-8")
    assert "Creative Commons Attribution 4.0" in text
    assert "Changes" in text
