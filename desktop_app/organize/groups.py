"""Visual groups: K-means on the embeddings of all photos.

The number of groups, and where they begin, are found on a sample of photos that differ (a burst counts once); then all
photos join. Vectors are read in batches, twice, and never held all at once: of 500,000 photos only the places in the
space of groups are, 96 MB. One seed gives one answer: it runs on one thread (K-means adds up in the order threads end).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.organize.group_count import Labels, best_count, most_groups
from desktop_app.organize.group_space import Floats, GroupSpace, as_unit
from desktop_app.organize.one_thread import on_one_thread

SAMPLE = 8_000  # photos that differ, at most, of which number and beginnings of the groups are learned
LOOKED_AT = 16_000  # of which those are picked
SAME_PICTURE = 0.97  # cosine of embeddings above which two photos show the same picture
EXACT_UP_TO = 20_000  # photos; more are clustered in batches
TRIES, FINAL_TRIES = 2, 10
ALONE_BELOW = 0.5  # of the median fit: a photo that fits its group less is like none of them
MOST_ALONE = 0.1  # of all photos, however badly they fit
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
    with on_one_thread():
        return _find(read, photo_count, count, seed, on_progress)


def _find(
    read: ReadAll, photo_count: int, count: int | None, seed: int, on_progress: Callable[[float], None]
) -> FoundGroups | None:
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
        starts = _starts(places, largest, seed, TRIES)
        chosen = best_count(
            places,
            lambda number: _kmeans(places, number, starts)[0],
            largest,
            lambda share: on_progress(0.1 + 0.6 * share),
        )
    wanted = min(max(count or chosen or 1, 1), len(sample))
    _, middles = _kmeans(places, wanted, _starts(places, wanted, seed, FINAL_TRIES))
    on_progress(0.75)
    ids, all_places = _read_places(read, space)
    on_progress(0.85)
    middles = _settled(all_places, middles, seed)
    labels = nearest(all_places, middles)[0]
    labels, centres = _agreed(read, all_places, labels, len(middles), space)
    on_progress(0.95)
    fits = _fits(read, labels, centres)
    space = dataclasses.replace(space, least_fit=_least_fit(fits, len(centres)))
    labels = np.where(fits < space.least_fit, -1, labels)
    if count is None:
        labels = _without_singles(labels)
    labels, centres = _closed_up(labels, centres)
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


def _starts(places: Floats, most: int, seed: int, tries: int) -> list[Floats]:
    """Returns (most, d) beginnings by k-means++ (Arthur and Vassilvitskii, 2007); the first K serve K groups."""
    from sklearn.cluster import kmeans_plusplus  # late: a second to import

    count = min(most, len(places))
    if count < 2 or not places.shape[1]:
        return [places[:1]]
    chances = [np.random.RandomState([seed % 2**32, n]) for n in range(tries)]
    return [np.asarray(kmeans_plusplus(places, count, random_state=chance)[0], np.float32) for chance in chances]


def _kmeans(places: Floats, count: int, starts: Sequence[Floats]) -> tuple[Labels, Floats]:
    """Returns (N,) labels and (count, d) unit middles: the best of as many tries as there are starts."""
    from sklearn.cluster import KMeans  # late: a second to import

    if count >= len(places):
        return np.arange(len(places)), places
    if count == 1 or not places.shape[1]:
        return np.zeros(len(places), np.intp), as_unit(places.mean(axis=0, keepdims=True))
    tries = [
        KMeans(count, init=start[:count], n_init=1, max_iter=100).fit(places)  # type: ignore[no-untyped-call]
        for start in starts
    ]
    found = min(tries, key=lambda one: one.inertia_)
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
    """Returns for each photo the cosine to the centre of its group, (N,) float32."""
    fits = np.empty(len(labels), np.float32)
    start = 0
    for ids, vectors in read():
        part = slice(start, start + len(ids))
        fits[part] = cosines_to(vectors, labels[part], centres)
        start += len(ids)
    return fits


def _least_fit(fits: Floats, group_count: int) -> float:
    """Returns the fit below which a photo is like no group, by how well photos fit their groups in this library.

    On libraries of 20 kinds with one photo each of 26 others this takes out six in ten of the strangers and one in a
    hundred of the rest (`tests/benchmarks/organize_groups.py`).
    """
    if group_count < 2:
        return -1.0
    return float(np.float16(min(ALONE_BELOW * float(np.median(fits)), float(np.quantile(fits, MOST_ALONE)))))


def _without_singles(labels: Labels) -> Labels:
    """Returns labels where a photo that would be a group by itself is in none."""
    sizes = np.bincount(labels[labels >= 0])
    is_single = np.append(sizes == 1, np.False_)
    if np.count_nonzero(sizes > 1) == 0:
        return labels
    return np.where(is_single[labels], -1, labels)


def _closed_up(labels: Labels, centres: Vectors) -> tuple[Labels, Vectors]:
    """Returns labels without gaps, and the centres of the groups that still have photos."""
    present = np.unique(labels[labels >= 0])
    numbers = np.full(len(centres) + 1, -1)
    numbers[present] = np.arange(len(present))
    return numbers[labels].astype(np.intp), centres[present]
