"""Visual groups: K-means on the embeddings of all photos.

The number of groups, and where they begin, are found on a sample of photos that differ (a burst counts once); then all
photos join. Vectors are read in batches, twice, and never held all at once: of 500,000 photos only the places in the
space of groups are, 96 MB. One seed gives one answer; run it on one thread (K-means adds up in the order threads end).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.organize.group_count import Labels, best_count, most_groups
from desktop_app.organize.group_space import Floats, GroupSpace, as_unit

SAMPLE = 8_000  # photos that differ, at most, of which number and beginnings of the groups are learned
LOOKED_AT = 16_000  # of which those are picked
SAME_PICTURE = 0.97  # cosine of embeddings above which two photos show the same picture
EXACT_UP_TO = 20_000  # photos; more are clustered in batches
TRIES, FINAL_TRIES = 2, 10
ROUNDS = 3  # of bringing middles and members to agree at the end
_BLOCK = 2_000

Ids = NDArray[np.int64]
Vectors = NDArray[np.float16]
ReadAll = Callable[[], Iterable[tuple[Ids, Vectors]]]


@dataclass(frozen=True, slots=True, eq=False)
class FoundGroups:
    """The groups of a library, K of them for N photos.

    Attributes:
        ids: (N,) int64 PhotoId.
        labels: (N,) 0 to K - 1; -1 for photos that are like no group.
        fits: (N,) float32 cosine of a photo's vector to the middle of its group (of the nearest where it is in none).
        centres: (K, D) float16 mean of the vectors in a group; its length is how much they agree.
        chosen: the number the silhouette would choose; None where a number was asked for and it was not looked.
        largest: the most groups that make sense.
    """

    ids: Ids
    labels: Labels
    fits: Floats
    centres: Vectors
    space: GroupSpace
    chosen: int | None
    largest: int


def find_groups(
    read: ReadAll, photo_count: int, count: int | None, seed: int, on_progress: Callable[[float], None]
) -> FoundGroups | None:
    """Finds groups; None where there is no photo.

    Args:
        read: yields all photos' ids and (N, D) unit vectors, in batches and in the same order each time.
        photo_count: how many it yields, about; only decides what is sampled.
        count: how many groups; None lets the silhouette choose.
        seed: another one, another start; the same one, the same groups.
        on_progress: is told the share done, 0 to 1; may raise to give up.
    """
    looked_at = _sample(read, photo_count, seed)
    if not len(looked_at):
        return None
    sample = _different(looked_at, SAMPLE)
    space = GroupSpace.fit(sample)
    places = space.place(sample)
    largest = most_groups(len(sample))
    on_progress(0.1)
    chosen = None
    if count is None:
        chosen = best_count(
            places,
            lambda number: _kmeans(places, number, seed, TRIES)[0],
            largest,
            lambda share: on_progress(0.1 + 0.6 * share),
        )
    wanted = min(max(count or chosen or 1, 1), len(sample))
    _, middles = _kmeans(places, wanted, seed, FINAL_TRIES)
    on_progress(0.75)
    ids, all_places = _read_places(read, space)
    on_progress(0.85)
    middles = _settled(all_places, middles, seed)
    labels = nearest(all_places, middles)[0]
    labels, centres = _agreed(read, all_places, labels, len(middles), space)
    on_progress(0.95)
    fits = _fits(read, labels, centres)
    return FoundGroups(ids, labels, fits, centres, space, chosen, largest)


def nearest(places: Floats, middles: Floats) -> tuple[Labels, Floats]:
    """Returns for (N, d) places the nearest of (K, d) middles: (N,) which, and (N,) float32 the cosine."""
    labels = np.empty(len(places), np.intp)
    cosines = np.empty(len(places), np.float32)
    for start in range(0, len(places), _BLOCK):
        part = places[start : start + _BLOCK] @ middles.T
        labels[start : start + _BLOCK] = part.argmax(axis=1)
        cosines[start : start + _BLOCK] = part.max(axis=1)
    return labels, cosines


def cosines_to(vectors: NDArray[np.float16], labels: Labels, centres: Vectors) -> Floats:
    """Returns (N,) float32 cosines of (N, D) unit vectors to the directions of their groups' centres."""
    directions = as_unit(centres.astype(np.float32))
    return np.asarray(np.einsum("ij,ij->i", vectors.astype(np.float32), directions[labels]), np.float32)


def halves(vectors: NDArray[np.float16], space: GroupSpace) -> NDArray[np.bool_] | None:
    """Splits (N, D) vectors in two kinds: (N,) True for the smaller; None where they are all the same.

    K-means with two groups, begun at the ends of the longest axis: without chance, and without scikit-learn.
    """
    places = space.place(vectors)
    around = places - places.mean(axis=0)
    sample = around[:: max(1, len(around) // 4_000)]
    if not np.any(np.abs(sample) > 1e-3):
        return None
    axis = np.linalg.svd(sample, full_matrices=False)[2][0]
    is_second = around @ axis > 0
    for _ in range(50):
        if not 0 < np.count_nonzero(is_second) < len(is_second):
            return None
        first, second = places[~is_second].mean(axis=0), places[is_second].mean(axis=0)
        moved = places @ (second - first) > (second @ second - first @ first) / 2
        if np.array_equal(moved, is_second):
            break
        is_second = moved
    if not 0 < np.count_nonzero(is_second) < len(is_second):
        return None
    return np.asarray(is_second if 2 * np.count_nonzero(is_second) <= len(is_second) else ~is_second)


def _sample(read: ReadAll, photo_count: int, seed: int) -> Vectors:
    """Returns up to about `LOOKED_AT` vectors, each photo as likely as any other."""
    share = min(1.0, LOOKED_AT / max(photo_count, 1))
    chance = np.random.default_rng(seed)
    parts = []
    for ids, vectors in read():
        parts.append(vectors if share == 1.0 else vectors[chance.random(len(ids)) < share])
    return np.concatenate(parts) if parts else np.empty((0, 0), np.float16)


def _different(vectors: Vectors, most: int) -> Vectors:
    """Returns the vectors without those that show the same picture as an earlier one, at most so many of them."""
    kept = np.empty((0, vectors.shape[1]), np.float32)
    for start in range(0, len(vectors), _BLOCK):
        block = vectors[start : start + _BLOCK].astype(np.float32)
        if len(kept):
            block = block[(block @ kept.T).max(axis=1) < SAME_PICTURE]
        alike = np.tril(block @ block.T, -1) >= SAME_PICTURE
        kept = np.concatenate([kept, block[~alike.any(axis=1)]])
        if len(kept) >= most:
            break
    return kept[:most].astype(np.float16)


def _kmeans(places: Floats, count: int, seed: int, tries: int) -> tuple[Labels, Floats]:
    from sklearn.cluster import KMeans  # late: a second to import

    if count >= len(places):
        return np.arange(len(places)), places
    if count == 1:
        return np.zeros(len(places), np.intp), as_unit(places.mean(axis=0, keepdims=True))
    found = KMeans(count, n_init=tries, random_state=seed, max_iter=100).fit(places)  # type: ignore[no-untyped-call]
    return found.labels_.astype(np.intp), as_unit(found.cluster_centers_)


def _read_places(read: ReadAll, space: GroupSpace) -> tuple[Ids, Floats]:
    ids, places = [], []
    for batch, vectors in read():
        ids.append(batch)
        places.append(space.place(vectors))
    return np.concatenate(ids), np.concatenate(places)


def _settled(places: Floats, middles: Floats, seed: int) -> Floats:
    """Returns the (K, d) middles after all photos had their say."""
    from sklearn.cluster import KMeans, MiniBatchKMeans  # late: a second to import

    if not 1 < len(middles) < len(places):
        return middles
    if len(places) <= EXACT_UP_TO:
        found = KMeans(len(middles), init=middles, n_init=1, max_iter=50).fit(places)  # type: ignore[no-untyped-call]
    else:
        found = MiniBatchKMeans(  # type: ignore[no-untyped-call]
            len(middles),
            init=middles,
            n_init=1,
            batch_size=8_192,
            max_iter=10,
            random_state=seed,
            reassignment_ratio=0.0,
        ).fit(places)
    return as_unit(found.cluster_centers_)


def _agreed(read: ReadAll, places: Floats, labels: Labels, count: int, space: GroupSpace) -> tuple[Labels, Vectors]:
    """Returns labels and (K, D) centres of which each follows from the other: later photos join by the centres alone.

    A group that loses its last photo goes; the labels close up.
    """
    centres = _means(read, labels, count)
    for _ in range(ROUNDS):
        again = nearest(places, space.place(centres))[0]
        present, again = np.unique(again, return_inverse=True)
        is_same = len(present) == len(centres) and np.array_equal(again, labels)
        labels = again.astype(np.intp)
        if is_same:
            break
        centres = _means(read, labels, len(present))
    return labels, centres


def _means(read: ReadAll, labels: Labels, count: int) -> Vectors:
    sums: NDArray[np.float32] | None = None
    start = 0
    for ids, vectors in read():
        if sums is None:
            sums = np.zeros((count, vectors.shape[1]), np.float32)
        members = np.zeros((count, len(ids)), np.float32)
        members[labels[start : start + len(ids)], np.arange(len(ids))] = 1.0
        sums += members @ vectors.astype(np.float32)
        start += len(ids)
    assert sums is not None
    sizes = np.bincount(labels, minlength=count)
    return (sums / np.maximum(sizes, 1)[:, None]).astype(np.float16)


def _fits(read: ReadAll, labels: Labels, centres: Vectors) -> Floats:
    fits = np.empty(len(labels), np.float32)
    start = 0
    for ids, vectors in read():
        fits[start : start + len(ids)] = cosines_to(vectors, labels[start : start + len(ids)], centres)
        start += len(ids)
    return fits
