"""How well "add to this album" finds members that were held back, and whether suggested albums show what people like.

True albums are of four sorts: a class whose photos were held back at random; a class of which whole events were held
back (nothing but looks can find those); the photos of one class in one event; two or three classes within a stretch of
time. About half of each is the album, the rest is to be found among the first 20.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from common import Cell, print_table
from numpy.typing import NDArray
from taste_people import DAY_MS
from taste_world import Indices, World

from desktop_app.ml.calibration import Similarity
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import models_dir
from desktop_app.recommend import evaluation
from desktop_app.recommend.album_additions import album_additions
from desktop_app.recommend.events import Catalogue

TOP = evaluation.TOP
Album = tuple[Indices, Indices]  # what is in it, what was held back
Way = Callable[[Indices], list[int]]


def split(members: Indices, random: np.random.Generator) -> Album | None:
    """Holds back about half, at random; None for an album too small for it."""
    if len(members) < 6:
        return None
    mixed = random.permutation(members)
    kept = max(3, int(len(mixed) * random.uniform(0.4, 0.6)))
    return mixed[:kept], mixed[kept:]


def of_class(world: World, classes: Sequence[int], random: np.random.Generator) -> Album | None:
    """A class, members held back at random."""
    return split(world.members(int(random.choice(classes))), random)


def by_event(world: World, classes: Sequence[int], random: np.random.Generator) -> Album | None:
    """A class, whole events held back."""
    members = world.members(int(random.choice(classes)))
    events = random.permutation(np.unique(world.events[members]))
    kept = np.isin(world.events[members], events[: max(1, int(len(events) * random.uniform(0.4, 0.6)))])
    return (members[kept], members[~kept]) if kept.sum() >= 3 and (~kept).sum() >= 3 else None


def in_event(world: World, classes: Sequence[int], random: np.random.Generator) -> Album | None:
    """One class in one event."""
    members = world.members(int(random.choice(classes)))
    event = world.events[int(random.choice(members))]
    return split(members[world.events[members] == event], random)


def mixed_kinds(world: World, classes: Sequence[int], random: np.random.Generator) -> Album | None:
    """Two or three classes within a stretch of time."""
    chosen = random.choice(classes, size=int(random.integers(2, 4)), replace=False)
    middle = world.taken_ms[int(random.choice(world.members(int(chosen[0]))))]
    members = np.unique(np.concatenate([world.members(int(c)) for c in chosen]))
    reach = random.uniform(200, 900) * DAY_MS
    return split(members[np.abs(world.taken_ms[members] - middle) <= reach], random)


SORTS = {
    "class": of_class,
    "class, whole events held back": by_event,
    "class in one event": in_event,
    "2-3 classes in a time span": mixed_kinds,
}


def true_albums(world: World, classes: Sequence[int], sort: str, count: int, seed: int) -> list[Album]:
    """Draws albums of one sort."""
    random = np.random.default_rng((seed, list(SORTS).index(sort)))
    found: list[Album] = []
    while len(found) < count:
        album = SORTS[sort](world, classes, random)
        if album is not None:
            found.append(album)
    return found


def catalogue_of(world: World) -> Catalogue:
    """Returns what may be suggested, as the album functions take it; ids are indices into the world."""
    shown = np.flatnonzero(world.is_shown)
    order = shown[np.argsort(world.taken_ms[shown], kind="stable")]
    unknown = np.full(len(order), np.nan)
    return Catalogue(
        order, world.taken_ms[order], np.ones(len(order), bool), unknown, unknown, np.full(len(order), 0.5)
    )


def ways(world: World) -> dict[str, Way]:
    """Returns every way to complete an album, each giving the first 20."""
    photos, similarity = catalogue_of(world), Similarity.from_manifest(load_manifest(models_dir()))

    def by_score(score: Callable[[Indices], NDArray[np.floating]]) -> Way:
        def way(members: Indices) -> list[int]:
            scores = np.where(world.is_shown, score(members), -np.inf)
            scores[members] = -np.inf
            return [int(at) for at in np.argsort(-scores, kind="stable")[:TOP]]

        return way

    def search(queries: NDArray[np.floating], k: int) -> tuple[Indices, NDArray[np.float32]]:
        cosines = queries.astype(np.float32) @ world.vectors.T
        order = np.argsort(-cosines, axis=1, kind="stable")[:, :k]
        return order, np.take_along_axis(cosines, order, 1)

    def ours(members: Indices) -> list[int]:
        found = album_additions(members, photos, search, lambda ids: (ids, world.vectors[ids]), similarity, top=TOP)
        return [int(addition.photo_id) for addition in found]

    return {
        "Reverie": ours,
        "centroid kNN": by_score(lambda members: world.vectors @ world.vectors[members].sum(axis=0)),
        "nearest member": by_score(lambda members: (world.vectors @ world.vectors[members].T).max(axis=1)),
        "nearest in time": by_score(
            lambda members: -np.abs(world.taken_ms[:, None] - world.taken_ms[members][None]).min(axis=1)
        ),
    }


def print_additions(world: World, classes: Sequence[int], count: int, seed: int) -> None:
    """Prints recall of held-back members in the top 20, and the difference to the centroid with its interval."""
    found = ways(world)
    rows: list[list[Cell]] = []
    for sort in SORTS:
        albums = true_albums(world, classes, sort, count, seed)
        recalls = {
            name: [len(set(way(members)) & set(held.tolist())) / min(TOP, len(held)) for members, held in albums]
            for name, way in found.items()
        }
        difference, _ = evaluation.paired_bootstrap(recalls["Reverie"], recalls["centroid kNN"], seed=seed)
        more = f"{difference.value:+.3f} ({difference.low:+.3f} to {difference.high:+.3f})"
        rows.append([f"{sort} ({count})", *(f"{np.mean(values):.3f}" for values in recalls.values()), more])
    headers = ["true albums", *found, "over centroid kNN (95 %)"]
    print_table("Add to this album: held-back members found in the top 20, of those that could be", headers, rows)
