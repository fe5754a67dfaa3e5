"""Events on made lives with known events: boundaries against fixed gaps, trips, places in titles, and time.

    organize_events.py [--seeds 5] [--photos 100000] [--home DIR]

A made life has a home, everyday snapshots, outings, parties, two occasions on one day, and trips; clocks that stayed
at home time on trips, places on a share of the photos only, and looks that tell scenes apart. What is one occasion is
known: an outing or a party with its lunch break, a day of a trip, the snapshots of one day at home.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import common
import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.event import Event, EventKind
from desktop_app.organize.events import Shots, find_events
from desktop_app.organize.homes import find_homes
from desktop_app.organize.occasions import Roll, Words, find_occasions
from desktop_app.organize.places import PlaceNames, place_names, unit_vectors
from desktop_app.recommend.events import Catalogue
from desktop_app.recommend.events import find_events as find_for_suggestions

HOUR, DAY = 3_600.0, 86_400.0
DIMENSION = 64
BEGIN_S = 1_420_070_400.0  # 1 January 2015


@dataclass(frozen=True, slots=True)
class Style:
    """How somebody takes photos: seconds between two, chance of snapshots on a day, share of photos with a place."""

    name: str
    pause_s: float
    everyday: float
    located: float
    burst: float = 0.0


STYLES = (
    Style("phone, sparse, all with places", 420, 0.45, 0.95),
    Style("phone and camera, half with places", 150, 0.35, 0.5),
    Style("camera, dense, no places", 45, 0.15, 0.0),
    Style("bursts, dense, some places", 30, 0.25, 0.3, 0.25),
)


@dataclass
class Life:
    """Photos as they come; sorted by what the clock wrote when they are handed out."""

    style: Style
    random: np.random.Generator
    taken: list[float] = field(default_factory=list)
    event: list[int] = field(default_factory=list)
    scene: list[int] = field(default_factory=list)
    place: list[tuple[float, float]] = field(default_factory=list)
    trips: list[set[int]] = field(default_factory=list)
    events: int = 0
    scenes: int = 0

    def sitting(self, event: int, start: float, length: float, place: tuple[float, float], shift: float = 0.0) -> None:
        """Takes photos for so long at one place: one or two scenes."""
        at, random = start, self.random
        self.scenes += 1
        while at < start + length:
            self._shoot(event, at + shift, place)
            if random.random() < self.style.burst:
                for frame in range(int(random.integers(2, 12))):
                    self._shoot(event, at + shift + 0.2 * (frame + 1), place)
            if random.random() < 0.04:
                self.scenes += 1
            at += random.exponential(self.style.pause_s) + 2

    def _shoot(self, event: int, at: float, place: tuple[float, float]) -> None:
        is_located = self.random.random() < self.style.located
        self.taken.append(at)
        self.event.append(event)
        self.scene.append(self.scenes)
        near = tuple(float(value + self.random.normal(0, 0.004)) for value in place)
        self.place.append((near[0], near[1]) if is_located else (np.nan, np.nan))

    def new_event(self) -> int:
        """Begins an occasion."""
        self.events += 1
        return self.events


def live(style: Style, days: int, seed: int, table: PlaceNames) -> Life:
    """Makes some years of photos."""
    life = Life(style, np.random.default_rng(seed))
    random, towns = life.random, _towns(table)
    home = towns[int(random.integers(len(towns)))]
    day = 0
    while day < days:
        begin = BEGIN_S + day * DAY
        chance = random.random()
        if chance < 0.012:
            day += _trip(life, begin, towns[int(random.integers(len(towns)))])
            continue
        if chance < 0.07:
            _outing(life, begin + random.uniform(9, 12) * HOUR, _near(random, home, 0.1, 0.5))
            if random.random() < 0.35:
                _party(life, begin + random.uniform(19, 20.5) * HOUR, _near(random, home, 0.0, 0.05))
        elif chance < 0.09:
            _two_occasions(life, begin + random.uniform(9, 12) * HOUR, _near(random, home, 0.0, 0.1))
        elif chance < 0.11:
            _party(life, begin + random.uniform(18, 20) * HOUR, _near(random, home, 0.0, 0.05))
        elif chance < 0.11 + style.everyday:
            event = life.new_event()
            for _ in range(int(random.integers(1, 4))):
                start = begin + random.uniform(8, 21) * HOUR
                life.sitting(event, start, random.choice([1, 1, style.pause_s]), home)
        day += 1
    return life


def _towns(table: PlaceNames) -> list[tuple[float, float]]:
    large = np.flatnonzero(table.population > 200_000)
    with np.load(common.PROJECT / "resources" / "places" / "cities.npz", allow_pickle=False) as raw:
        first = np.unique(raw["city"], return_index=True)[1]
        return [(raw["latitude"][first[c]] / 1e4, raw["longitude"][first[c]] / 1e4) for c in large[::7]]


def _near(random: np.random.Generator, place: tuple[float, float], least: float, most: float) -> tuple[float, float]:
    angle, far = random.uniform(0, 2 * np.pi), random.uniform(least, most)
    north = place[0] + far * np.sin(angle)
    return (float(north), float(place[1] + far * np.cos(angle) / max(np.cos(np.radians(north)), 0.2)))


def _outing(life: Life, start: float, place: tuple[float, float]) -> None:
    event, random = life.new_event(), life.random
    first = random.uniform(1, 2.5) * HOUR
    life.sitting(event, start, first, place)
    if random.random() < 0.7:
        lunch = random.uniform(0.6, 1.7) * HOUR
        life.sitting(event, start + first + lunch, random.uniform(0.8, 2.5) * HOUR, _near(random, place, 0, 0.02))


def _two_occasions(life: Life, start: float, place: tuple[float, float]) -> None:
    """One thing, and soon after it another, elsewhere in town."""
    random, length = life.random, life.random.uniform(0.7, 2) * HOUR
    life.sitting(life.new_event(), start, length, place)
    pause = random.uniform(1.4, 3.2) * HOUR
    life.sitting(
        life.new_event(), start + length + pause, random.uniform(0.7, 2) * HOUR, _near(random, place, 0.02, 0.07)
    )


def _party(life: Life, start: float, place: tuple[float, float]) -> None:
    event = life.new_event()
    life.sitting(event, start, life.random.uniform(2.5, 7.5) * HOUR, place)


def _trip(life: Life, begin: float, place: tuple[float, float]) -> int:
    random, days = life.random, int(life.random.integers(2, 10))
    shift = float(random.choice([0, 0, 0, -9, -6, 2, 8])) * HOUR  # the camera's clock stayed at home
    events = set[int]()
    for day in range(days):
        event = life.new_event()
        at = begin + day * DAY + random.uniform(8.5, 10.5) * HOUR
        here = _near(random, place, 0, 0.3)
        for _ in range(int(random.integers(2, 4))):
            length = random.uniform(0.6, 2.2) * HOUR
            life.sitting(event, at, length, _near(random, here, 0, 0.05), shift)
            at += length + random.uniform(0.6, 1.9) * HOUR
        events.add(event)
    life.trips.append(events)
    return days + 1


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A life in the order of its clock, with the truth beside it."""

    roll: Roll
    truth: NDArray[np.int64]
    vectors: NDArray[np.float32]
    trips: list[set[int]]

    def looks_of(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Returns vectors by photo id: the row and one."""
        return self.vectors[ids - 1]


def made(life: Life) -> Made:
    """Sorts a life and gives each photo its looks: half its occasion's, half its scene's, and noise."""
    taken = np.round(np.array(life.taken) * 1000).astype(np.int64)
    order = np.argsort(taken, kind="stable")
    count = len(order)
    truth, scenes = np.array(life.event)[order], np.array(life.scene)[order]
    random = np.random.default_rng(1)
    of_event = random.standard_normal((life.events + 1, DIMENSION), np.float32)
    of_scene = random.standard_normal((life.scenes + 1, DIMENSION), np.float32)
    vectors = (
        0.5 * of_event[truth] + 0.6 * of_scene[scenes] + 0.9 * random.standard_normal((count, DIMENSION), np.float32)
    )
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    place = np.array(life.place).reshape(count, 2)[order]
    none = Words(np.empty(0, np.int64), np.empty(0, np.int64), [])
    ids = np.arange(1, count + 1)
    zeros = np.zeros(count, np.int64)
    roll = Roll(ids, taken[order], place[:, 0], place[:, 1], random.random(count), zeros, {}, none, none)
    return Made(roll, truth, vectors, life.trips)


Numbers = NDArray[np.int64]
Finder = Callable[[Made], Numbers]


def by_gap(hours: float) -> Finder:
    """Returns the finder that ends an event at every pause so long."""

    def find(one: Made) -> Numbers:
        return np.concatenate([[0], np.cumsum(np.diff(one.roll.taken_ms) >= hours * 3_600_000)])

    return find


def for_suggestions(one: Made) -> Numbers:
    """The finder that suggestions use."""
    roll = one.roll
    is_dated = np.ones(len(roll.ids), bool)
    return find_for_suggestions(
        Catalogue(roll.ids, roll.taken_ms, is_dated, roll.latitude, roll.longitude, roll.quality)
    )


def ours(one: Made, *, is_looking: bool = True, is_placed: bool = True) -> Numbers:
    """The product's finder, with or without looks and places."""
    roll = one.roll
    latitude = roll.latitude if is_placed else np.full(len(roll.ids), np.nan)
    home = find_homes(roll.taken_ms, latitude, roll.longitude).of(roll.taken_ms)
    shots = Shots(roll.ids, roll.taken_ms, latitude, roll.longitude, *home, np.full(len(roll.ids), -1))
    return find_events(shots, one.looks_of if is_looking else None)


FINDERS: dict[str, Finder] = {
    "pause of 1 hour": by_gap(1),
    "pause of 4 hours": by_gap(4),
    "pause of 1 day": by_gap(24),
    "suggestions' finder": for_suggestions,
    "time alone": lambda one: ours(one, is_looking=False, is_placed=False),
    "time and places": lambda one: ours(one, is_looking=False),
    "time, places, looks": ours,
}


def boundaries(numbers: Numbers, truth: Numbers) -> tuple[int, int, int]:
    """Returns how many boundaries are right, found, and true."""
    found, right = np.diff(numbers) != 0, np.diff(truth) != 0
    return int((found & right).sum()), int(found.sum()), int(right.sum())


def f1_rows(seeds: int, days: int, table: PlaceNames) -> Iterator[list[common.Cell]]:
    """Yields a row for each way of taking photos and finder."""
    for style in STYLES:
        lives = [made(live(style, days, seed, table)) for seed in range(seeds)]
        for name, finder in FINDERS.items():
            right, found, true = np.sum([boundaries(finder(one), one.truth) for one in lives], axis=0)
            precision, recall = right / max(found, 1), right / true
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            yield [style.name, name, round(precision, 3), round(recall, 3), round(f1, 3)]


def trip_rows(seeds: int, days: int, table: PlaceNames) -> Iterator[list[common.Cell]]:
    """Yields a row for each way of taking photos: trips found, by overlap of at least 0.8 in photos."""
    for style in STYLES:
        true = found = right = 0
        for seed in range(seeds):
            one = made(live(style, days, seed, table))
            events = find_occasions(one.roll, table, one.looks_of)
            got = [set(event.photo_ids) for event in events if event.kind is EventKind.TRIP]
            wanted = [set((np.flatnonzero(np.isin(one.truth, list(trip))) + 1).tolist()) for trip in one.trips]
            true, found = true + len(wanted), found + len(got)
            right += sum(any(len(t & g) >= 0.8 * len(t | g) for g in got) for t in wanted)
        yield [style.name, true, found, right, round(right / max(found, 1), 3), round(right / max(true, 1), 3)]


def title_row(seeds: int, days: int, table: PlaceNames) -> list[common.Cell]:
    """Compares the town in each title with the town nearest to most of its photos, by looking at all of them."""
    with np.load(common.PROJECT / "resources" / "places" / "cities.npz", allow_pickle=False) as raw:
        points, belongs = unit_vectors(raw["latitude"] / 1e4, raw["longitude"] / 1e4), raw["city"]
    named = right = silent = 0
    for seed in range(seeds):
        one = made(live(STYLES[0], days, 100 + seed, table))
        events = [e for e in find_occasions(one.roll, table, one.looks_of) if e.kind is EventKind.EVENT]
        for event in events:
            town = _nearest_town(one.roll, event, points, belongs, table)
            if town is None:
                continue
            named += bool(event.places)
            silent += not event.places
            right += bool(event.places) and town in {place.name for place in event.places}
    return [named + silent, named, right, round(right / max(named, 1), 4)]


def _nearest_town(
    roll: Roll, event: Event, points: NDArray[np.float64], belongs: NDArray[np.int32], table: PlaceNames
) -> str | None:
    rows = np.array(event.photo_ids) - 1
    rows = rows[~np.isnan(roll.latitude[rows])]
    if not len(rows):
        return None
    here = unit_vectors(roll.latitude[rows], roll.longitude[rows])
    cities, counts = np.unique(belongs[(here @ points.T).argmax(axis=1)], return_counts=True)
    found = table.locality(int(cities[counts.argmax()]))
    return None if found is None else found.name


def speed_rows(photos: int, table: PlaceNames) -> Iterator[list[common.Cell]]:
    """Yields the seconds for a library of so many photos: boundaries alone, and everything with trips and titles."""
    year = made(live(STYLES[1], 365, 0, table))
    whole = made(live(STYLES[1], 365 * (photos // len(year.roll.ids) + 2), 0, table))
    keep = slice(0, photos)
    roll = whole.roll
    none = roll.own_words
    cut = Roll(
        roll.ids[keep], roll.taken_ms[keep], roll.latitude[keep], roll.longitude[keep], roll.quality[keep],
        roll.folders[keep], {}, none, none,
    )  # fmt: skip
    large = Made(cut, whole.truth[keep], whole.vectors, [])
    for name, work in (
        ("boundaries", lambda: ours(large)),
        ("events, trips and titles", lambda: find_occasions(cut, table, large.looks_of)),
    ):
        began = time.perf_counter()
        answer = work()
        number = int(answer.max()) + 1 if isinstance(answer, np.ndarray) else len(answer)
        yield [name, f"{len(cut.ids):,}", f"{number:,}", round(time.perf_counter() - began, 2)]


def home_rows(home: Path) -> Iterator[list[common.Cell]]:
    """Yields the seconds for a real library: the first answer, and the next one with nothing changed."""
    from desktop_app.library.library import Library
    from desktop_app.paths import library_paths
    from desktop_app.settings import Settings

    library = Library.open(library_paths(home), Settings(), is_reading_enough=True)
    try:
        for name in ("first answer", "second answer"):
            began = time.perf_counter()
            events = library.order.events.events().result(600)
            photos = sum(len(event.photo_ids) for event in events if event.kind is EventKind.EVENT)
            yield [name, f"{photos:,}", f"{len(events):,}", round(time.perf_counter() - began, 2)]
    finally:
        library.close()


def main() -> None:
    """Prints all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--days", type=int, default=730)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="a library to time, too")
    options = parser.parse_args()
    table = place_names()
    common.print_machine()
    heads = ["photos", "finder", "precision", "recall", "F1"]
    title = f"Boundaries of events, {options.seeds} made lives of {options.days} days each"
    common.print_table(title, heads, list(f1_rows(options.seeds, options.days, table)))
    heads = ["photos", "true", "found", "right", "precision", "recall"]
    title = "Trips, right when they overlap by 0.8"
    common.print_table(title, heads, list(trip_rows(options.seeds, options.days, table)))
    title = "The town in titles against the nearest to most photos, by brute force"
    common.print_table(title, ["events", "named", "right", "share"], [title_row(options.seeds, options.days, table)])
    rows = list(speed_rows(options.photos, table))
    if options.home:
        rows += home_rows(options.home)
    common.print_table("Time", ["what", "photos", "events", "s"], rows)


if __name__ == "__main__":
    main()
