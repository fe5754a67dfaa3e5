"""Simulated people who look at the photos of a known library: what they like, how that changes, and every look.

An interest is a set of photos (a class of the labels, or a neighbourhood in a space the recommender does not know).
A person has two to five of unequal weight; on one known day one of them gives way to another. People search for what
they like and start at the top (position bias), walk through events past things they do not care for (skips), ask for
similar photos, come back to old loves, and at times look at something by chance (noise). All of it is drawn from one
seed per person; nothing here knows how the recommender works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from taste_world import FIRST_LOOK, Indices, World

from desktop_app.domain.history import PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId

DAYS = 49
CUT_DAYS = (14, 21, 28, 35, 42)  # rolling global cuts; a week of looks lies after the last
DAY_MS = 86_400_000
SESSIONS_PER_WEEK = 3.2
NOISE = 0.08  # share of looks at something by chance
REVISIT = 0.12  # share of looks at an old love
FAVOURITE = 0.06  # share of looks at a liked photo that end with a heart
VALID_MS = 1_500  # a look shorter than this is a skip

START_MS = int(FIRST_LOOK.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Taste:
    """What a person likes at a time: sets of photos with weights that sum to 1. `names` are for reading."""

    members: tuple[Indices, ...]
    weights: tuple[float, ...]
    names: tuple[str, ...]


@dataclass(slots=True)
class Person:
    """One simulated person.

    Attributes:
        looks: views in time order; photo_id is the INDEX into the world, not the store's id.
        is_liked: beside each look, whether it was at something of an interest current then.
        favourites, queries: (index, time) of hearts given and of similar photos asked for.
    """

    number: int
    before: Taste
    after: Taste
    drift_ms: int
    looks: list[PhotoView] = field(default_factory=list)
    is_liked: list[bool] = field(default_factory=list)
    favourites: list[tuple[int, int]] = field(default_factory=list)
    queries: list[tuple[int, int]] = field(default_factory=list)

    def taste(self, at_ms: int) -> Taste:
        """Returns what the person likes then."""
        return self.after if at_ms >= self.drift_ms else self.before

    def looks_until(self, at_ms: int) -> list[PhotoView]:
        """Returns the looks begun before a moment, oldest first."""
        return [look for look in self.looks if look.started_at_ms < at_ms]

    def wanted(self, at_ms: int, seen: set[int]) -> tuple[set[int], list[set[int]]]:
        """Returns the photos liked then and not looked at before, all together and by interest (none empty)."""
        parts = [{int(i) for i in members} - seen for members in self.taste(at_ms).members]
        return set().union(*parts), [part for part in parts if part]


def cut_ms(day: int) -> int:
    """Returns the moment of a cut: early in the morning of that day of the simulation."""
    return START_MS + day * DAY_MS + 5 * 3_600_000


class Life:
    """Draws the looks of one person, session by session."""

    def __init__(self, world: World, person: Person, random: np.random.Generator) -> None:
        self.world, self.person, self.random = world, person, random
        self.now_ms = START_MS
        self.loved: list[int] = []
        self.shown = np.flatnonzero(world.is_shown)

    def live(self) -> None:
        """Fills the person's looks over all days."""
        for day in range(DAYS):
            for _ in range(self.random.poisson(SESSIONS_PER_WEEK / 7)):
                hour = float(np.clip(self.random.normal(19, 3), 7, 23))
                self.now_ms = max(self.now_ms + 600_000, START_MS + day * DAY_MS + int(hour * 3_600_000))
                self.session()

    def session(self) -> None:
        """One sitting: an interest by its weight, in one of three ways; now and then a second one."""
        for _ in range(1 + int(self.random.random() < 0.25)):
            taste = self.person.taste(self.now_ms)
            liked = {int(i) for members in taste.members for i in members}
            members = taste.members[int(self.random.choice(len(taste.members), p=taste.weights))]
            way = self.random.random()
            budget = int(self.random.integers(3, 10))
            if way < 0.45:
                self.search(members, liked, budget)
            elif way < 0.8 or not self.loved:
                self.walk(members, liked, budget + 4)
            else:
                self.similar(members, liked, budget)

    def search(self, members: Indices, liked: set[int], budget: int) -> None:
        """A result page, newest first with some strays in it: looked through from the top or below it."""
        strays = self.random.choice(self.shown, size=max(1, len(members) // 6))
        page = np.concatenate([members, strays])
        page = page[np.argsort(-self.world.taken_ms[page], kind="stable")]
        start = min(int(self.random.geometric(0.2)) - 1, max(len(page) - 3, 0))
        for at in page[start:]:
            if budget <= 0 or self.random.random() > 0.9:
                return
            if self.random.random() < (0.6 if int(at) in liked else 0.15):
                self.look(int(at), liked, ViewSource.SEARCH)
                budget -= 1

    def walk(self, members: Indices, liked: set[int], budget: int) -> None:
        """Through an event that holds something liked, photo by photo with the arrows."""
        event = self.world.events[int(self.random.choice(members))]
        photos = np.flatnonzero((self.world.events == event) & self.world.is_shown)
        photos = photos[np.argsort(self.world.taken_ms[photos], kind="stable")]
        hits = [i for i, at in enumerate(photos) if int(at) in liked]
        start = max(0, int(self.random.choice(hits)) - int(self.random.integers(0, 3))) if hits else 0
        source = ViewSource.FOLDER
        for at in photos[start : start + budget]:
            if int(at) in liked or self.random.random() < 0.7:
                self.look(int(at), liked, source)
                source = ViewSource.NEIGHBOUR

    def similar(self, members: Indices, liked: set[int], budget: int) -> None:
        """Asks for what is like an old love of this interest, and opens what pleases of the first answers."""
        known = [at for at in self.loved[-40:] if at in set(members.tolist())] or self.loved[-10:]
        query = int(self.random.choice(known))
        self.person.queries.append((query, self.now_ms))
        near = np.argsort(-(self.world.vectors @ self.world.vectors[query]), kind="stable")
        for at in near[1 : 3 + budget]:
            if self.world.is_shown[at] and self.random.random() < (0.6 if int(at) in liked else 0.1):
                self.look(int(at), liked, ViewSource.SIMILAR)

    def look(self, at: int, liked: set[int], source: ViewSource) -> None:
        """One look, sometimes instead at something by chance or at an old love; its length depends on liking."""
        random, chance = self.random, self.random.random()
        is_noise = chance < NOISE
        if is_noise:
            at, source = int(random.choice(self.shown)), ViewSource.LIBRARY
        elif chance < NOISE + REVISIT and self.loved:
            at, source = int(random.choice(self.loved)), ViewSource.LIBRARY
        is_liked = at in liked
        if is_liked:
            seen_ms = int(np.clip(random.lognormal(np.log(5_000), 0.7), 700, 60_000))
        elif is_noise or random.random() < 0.1:
            seen_ms = int(np.clip(random.lognormal(np.log(2_800), 0.6), 400, 30_000))
        else:
            seen_ms = int(random.uniform(250, 1_300))
        zoom = 2.0 if is_liked and random.random() < 0.1 else 1.0
        self.person.looks.append(PhotoView(PhotoId(at), ViewSurface.VIEWER, source, self.now_ms, seen_ms, zoom))
        self.person.is_liked.append(is_liked)
        self.now_ms += seen_ms + int(random.uniform(500, 4_000))
        if is_liked and seen_ms >= VALID_MS:
            self.loved.append(at)
            if random.random() < FAVOURITE and at not in {photo for photo, _ in self.person.favourites}:
                self.person.favourites.append((at, self.now_ms))


def weights_of(count: int, random: np.random.Generator) -> tuple[float, ...]:
    """Returns unequal weights that sum to 1: Zipf's, shaken."""
    raw = (1 / np.arange(1, count + 1) ** 0.7) * random.uniform(0.7, 1.3, count)
    return tuple((raw / raw.sum()).tolist())


def make_person(world: World, pool: Sequence[tuple[str, Indices]], number: int, seed: int) -> Person:
    """Draws one person from a pool of possible interests. The same (number, seed) is the same person."""
    random = np.random.default_rng((seed, number))
    count = int(random.integers(2, 6))
    drawn = [int(i) for i in random.choice(len(pool), size=count + 1, replace=False)]
    leaver = int(random.integers(count))
    before = drawn[:count]
    after = [drawn[count] if at == leaver else kind for at, kind in enumerate(before)]
    drift = START_MS + int(random.integers(10, 27)) * DAY_MS

    def taste(kinds: list[int], weights: tuple[float, ...]) -> Taste:
        return Taste(tuple(pool[k][1] for k in kinds), weights, tuple(pool[k][0] for k in kinds))

    first, second = weights_of(count, random), weights_of(count, random)
    person = Person(number, taste(before, first), taste(after, second), drift)
    Life(world, person, random).live()
    return person


def class_pool(world: World, classes: Sequence[int]) -> list[tuple[str, Indices]]:
    """Returns classes as possible interests."""
    return [(world.class_names[c], world.members(c)) for c in classes]


def near_pool(
    world: World, other: NDArray[np.float32], is_known: NDArray[np.bool_], size: int
) -> list[tuple[str, Indices]]:
    """Returns, as possible interests, the neighbourhood of each photo in a space of its own: its `size` nearest there.

    Args:
        world: the library.
        other: (N, E) unit vectors of a second encoder; rows that it does not know are ignored.
        is_known: (N,) which rows count.
        size: photos an interest, its own included.
    """
    known = np.flatnonzero(is_known & world.is_shown)
    near = np.argsort(-(other[known] @ other[known].T), axis=1, kind="stable")[:, :size]
    pool = []
    for row, at in enumerate(known):
        members = known[near[row]]
        pool.append((world.sources[at], members[np.argsort(-world.taken_ms[members], kind="stable")]))
    return pool
