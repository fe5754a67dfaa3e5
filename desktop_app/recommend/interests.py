"""Interests: the photos looked at, sorted into kinds. Each kind is stood for by its medoid, a photo one can show.

Ward clustering with a threshold on the distance and so a number of clusters that follows from the data, as in
PinnerSage (Pal et al., KDD 2020); then clusters whose middles are alike are joined, because Ward, which minds sizes,
leaves large interests in pieces.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.float32]
Ints = NDArray[np.int64]

MOST_CLUSTERED = 700  # heaviest photos; the rest join the nearest interest
MOST_INTERESTS = 12
WARD_SHARE = 0.5  # of the calibrated cut: two single photos this alike are one kind
JOIN_SHARE = 0.72  # middles this alike are one interest
MEMBER_SHARE = 0.75  # a photo this near to the middle belongs to it
LEAST_SHARE = 0.02  # of all weight; a smaller one is chance
SIGNS_OF_ONE = 3  # a single photo is an interest only when looked at this often
FEW = 4  # with so few photos looked at, each of them is one


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One interest, by places in the arrays it was made from.

    Attributes:
        members: (K,) places, most typical first.
        middle: (D,) float32, unit length: the weighted mean.
        medoid: the place of the photo nearest to all of them, among those that may be shown.
        strength: share of all weight, 0 to 1.
    """

    members: Ints
    middle: Rows
    medoid: int
    strength: float


def unit(rows: Rows) -> Rows:
    """Returns rows (or one row) of unit length; a zero stays zero."""
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), np.float32)


def ward(vectors: Rows, threshold: float) -> Ints:
    """Returns (M,) labels from 0 of Ward clusters that no merge within the threshold would join.

    Args:
        vectors: (M, D) of unit length.
        threshold: the most a merge may cost; for two single photos their Euclidean distance.
    """
    if len(vectors) < 2:
        return np.zeros(len(vectors), np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage  # type: ignore[import-untyped]  # late: the library's start does without

    cosines = (vectors @ vectors.T).ravel()[_upper(len(vectors))].astype(np.float64)
    distances = np.sqrt(np.maximum(2.0 - 2.0 * cosines, 0.0))
    labels = fcluster(linkage(distances, "ward"), threshold, "distance")
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


@lru_cache(maxsize=2)
def _upper(count: int) -> Ints:
    """Returns where the entries above the diagonal of a square matrix are, row by row, in the matrix as one row."""
    rows, columns = np.triu_indices(count, 1)
    return rows * count + columns


def join_alike(vectors: Rows, weights: Floats, labels: Ints, cut: float) -> Ints:
    """Returns labels with clusters joined, the most alike first, while two middles have a cosine from `cut` on."""
    count = int(labels.max()) + 1
    sums = np.zeros((count, vectors.shape[1]), np.float32)
    np.add.at(sums, labels, vectors * np.maximum(weights, 1e-6)[:, None].astype(np.float32))
    target = np.arange(count)
    alive = np.ones(count, bool)
    middles = unit(sums)
    alike = middles @ middles.T
    np.fill_diagonal(alike, -2.0)
    while count > 1:
        first, second = divmod(int(alike.argmax()), count)
        if alike[first, second] < cut:
            break
        first, second = min(first, second), max(first, second)
        sums[first] += sums[second]
        alive[second] = False
        target[target == second] = first
        alike[second], alike[:, second] = -2.0, -2.0
        row = middles @ (middle := unit(sums[first]))
        middles[first] = middle
        row[~alive], row[first] = -2.0, -2.0
        alike[first], alike[:, first] = row, row
    return np.unique(target[labels], return_inverse=True)[1].astype(np.int64)


def labels_of(vectors: Rows, weights: Floats, cut: float) -> Ints:
    """Sorts photos into kinds.

    Args:
        vectors: (M, D) float32, unit length, by falling weight.
        weights: (M,).
        cut: the calibrated cosine from which photos are called alike.

    Returns:
        (M,) labels from 0.
    """
    if not len(vectors):
        return np.zeros(0, np.int64)
    head, rest = vectors[:MOST_CLUSTERED], vectors[MOST_CLUSTERED:]
    labels = ward(head, float(np.sqrt(2.0 - 2.0 * WARD_SHARE * cut)))
    labels = join_alike(head, weights[:MOST_CLUSTERED], labels, JOIN_SHARE * cut)
    if not len(rest):
        return labels
    middles = np.stack(
        [
            unit(weights[:MOST_CLUSTERED][labels == at].astype(np.float32) @ head[labels == at])
            for at in range(labels.max() + 1)
        ]
    )
    near = rest @ middles.T
    found = near.argmax(axis=1)
    alone = near.max(axis=1) < MEMBER_SHARE * cut
    found[alone] = len(middles) + np.arange(int(alone.sum()))
    return np.concatenate([labels, found])


def themes_of(
    vectors: Rows, weights: Floats, strengths: Floats, signs: Ints, may_show: NDArray[np.bool_], labels: Ints
) -> list[Theme]:
    """Makes interests of kinds: those that carry weight and are more than one chance look. Strongest first.

    Args:
        vectors: as in `labels_of`.
        weights: (M,) from 0.
        strengths: (M,) what shares are counted in.
        signs: (M,) how often each photo was looked at, or liked by an act.
        may_show: (M,) whether a photo may appear; an interest without one that may is none that can be shown.
        labels: (M,) of the kinds.
    """
    total = float(strengths.sum())
    themes: list[Theme] = []
    for label in range(int(labels.max()) + 1 if len(labels) else 0):
        places = np.flatnonzero((labels == label) & (weights > 0))
        if not len(places) or total <= 0:
            continue
        strength = float(strengths[places].sum()) / total
        is_chance = len(places) < 2 and signs[places].sum() < SIGNS_OF_ONE and len(vectors) > FEW
        if is_chance or strength < LEAST_SHARE or not may_show[places].any():
            continue
        middle = unit(weights[places].astype(np.float32) @ vectors[places])
        typical = places[np.lexsort((places, -(vectors[places] @ middle)))]
        shown = typical[may_show[typical]]
        themes.append(Theme(typical, middle, int(shown[0]), strength))
    themes.sort(key=lambda theme: (-theme.strength, theme.medoid))
    return themes[:MOST_INTERESTS]
