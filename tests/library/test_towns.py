"""Search by the names of towns and countries, from the positions that photos tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootIdentity
from desktop_app.domain.photo import Measures, Metadata
from desktop_app.domain.smart_album import Field, Operator
from desktop_app.library.queries import Queries
from desktop_app.library.smart_searches import rules_of_search
from desktop_app.library.towns import by_name, found_again, photo_towns
from desktop_app.paths import LibraryPaths
from desktop_app.store.rows import DecodedRow, NewFile
from desktop_app.store.store import Store

MEASURES = Measures(0.5, 0.5, 0.0, 0.0, 1.0, 20.0, 0x123456, (), 1, 0.0, 0.0)
ROME, FLORENCE, MUNICH, OSTIA, SEA = (41.89, 12.49), (43.77, 11.26), (48.14, 11.58), (41.73, 12.28), (0.0, -30.0)


@pytest.fixture
def store(paths: LibraryPaths) -> Iterator[Store]:
    opened = Store.open(paths, is_writer=True)
    yield opened
    opened.close()


def add(store: Store, name: str, place: tuple[float, float] | None) -> PhotoId:
    root = store.roots.add(Path("/photos"), RootIdentity(1, 2, ""), 1)
    [photo] = store.photos.add_files(root.id, [NewFile(name.encode(), 1, 1)], 1)
    where = {} if place is None else {"latitude": place[0], "longitude": place[1]}
    metadata = Metadata(taken_at_ms=1_500_000_000_000 + photo, **where)  # type: ignore[arg-type]
    row = DecodedRow(photo, b"%d" % photo, "JPEG", 4, 3, metadata, MEASURES, False, False, False, 1, 1)
    store.photos.save_decoded([row])
    return photo


def names(store: Store, text: str) -> list[str]:
    return sorted(match.path.stem for match in Queries(store).search(text, 100).matches)


def test_photos_are_found_by_town_and_country(store: Store) -> None:
    places = {"forum": ROME, "uffizi": FLORENCE, "marienplatz": MUNICH, "beach": OSTIA, "ship": SEA, "scan": None}
    for name, place in places.items():
        add(store, f"{name}.jpg", place)
    assert names(store, "italy") == ["beach", "forum", "uffizi"]
    assert names(store, "Florence") == ["uffizi"]
    assert "forum" in names(store, "rome")
    assert names(store, "place:germany") == ["marienplatz"]
    assert names(store, "-country:italy has:gps") == ["marienplatz", "ship"]
    assert names(store, "munich italy") == []


def test_what_was_found_is_kept_until_the_library_changes(store: Store) -> None:
    assert photo_towns(store) == ()
    add(store, "a.jpg", ROME)
    first = photo_towns(store)
    assert [name for name, _ in first] == ["Italy", "Rome"]
    assert photo_towns(store) is first
    add(store, "b.jpg", MUNICH)
    assert [name for name, _ in photo_towns(store)] == ["Germany", "Italy", "Munich", "Rome"]


def test_a_photo_is_in_one_town_and_one_country_and_found_again_when_some_moved() -> None:
    random = np.random.default_rng(0)
    ids = np.arange(500) * 2
    latitude, longitude = random.integers(35_000_000, 60_000_000, 500), random.integers(0, 40_000_000, 500)
    first = found_again(ids, latitude, longitude)
    photos = np.concatenate([photos for _, photos in by_name(first)])
    assert set(np.unique(photos, return_counts=True)[1].tolist()) <= {1, 2}
    assert 0 < len(photos) < 1000, "some lie at sea"
    moved = np.where(ids % 10 == 0, 41_890_000, latitude), np.where(ids % 10 == 0, 12_490_000, longitude)
    kept = np.concatenate([ids[3:], [2_000]])
    there = [np.concatenate([values[3:], [48_140_000]]) for values in moved]
    again, anew = found_again(kept, *there, first), found_again(kept, *there)
    assert np.array_equal(again.cities, anew.cities)
    rome = dict(by_name(again))["Rome"]
    assert set(ids[3:][ids[3:] % 10 == 0].tolist()) <= set(rome.tolist())


def test_a_search_by_town_is_kept_as_the_circle_round_it() -> None:
    [rule] = rules_of_search("place:rome").rules
    assert (rule.field, rule.operator) == (Field.PLACE, Operator.NEAR)
    latitude, longitude, radius_km = rule.numbers
    assert np.allclose((latitude, longitude), ROME, atol=0.1)
    assert 15 < radius_km < 50
    assert rules_of_search("place:italy").rules == ()
