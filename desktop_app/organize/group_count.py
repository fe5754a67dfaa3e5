"""How many groups there are, by the silhouette: how much nearer photos are to their own group than to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.organize.group_space import Floats

MOST_GROUPS = 200
LEAST_PHOTOS = 4  # for each group, on average
STEPS = 28
PLATEAU = 0.015  # silhouettes so near each other tell little apart
LEAST_SILHOUETTE = 0.12  # below it no number of groups says more than one group of everything

Labels = NDArray[np.intp]
Cluster = Callable[[int], Labels]


def most_groups(photo_count: int) -> int:
    """Returns the fine end of the slider for so many photos that differ."""
    return max(1, min(MOST_GROUPS, photo_count // LEAST_PHOTOS))


def counts_to_try(most: int) -> list[int]:
    """Returns numbers of groups from 2 to the most, each some 18 % above the one before."""
    if most < 2:
        return []
    return sorted({round(float(number)) for number in np.geomspace(2, most, STEPS)})


def silhouette(places: Floats, labels: Labels) -> float:
    """Returns the mean silhouette (Rousseeuw, 1987) by cosine distance, -1 to 1.

    For rows of unit length the mean distance to a group follows from the sum of its rows, so this costs N x K x d and
    no matrix of distances, and all photos are looked at, not a sample.

    Args:
        places: (N, d) unit rows.
        labels: (N,) from 0; a group of one counts 0, as usual.
    """
    sizes = np.bincount(labels)
    if np.count_nonzero(sizes) < 2:
        return 0.0
    sums = np.zeros((len(sizes), places.shape[1]), np.float32)
    np.add.at(sums, labels, places)
    rows = np.arange(len(places))
    nearness = places @ (sums / np.maximum(sizes, 1)[:, None]).T
    nearness[:, sizes == 0] = -np.inf
    own_size = sizes[labels]
    own = 1 - (np.einsum("ij,ij->i", places, sums[labels]) - 1) / np.maximum(own_size - 1, 1)
    nearness[rows, labels] = -np.inf
    other = 1 - nearness.max(axis=1)
    widths = (other - own) / np.maximum(np.maximum(own, other), 1e-9)
    return float(np.where(own_size > 1, widths, 0.0).mean())


def best_count(places: Floats, cluster: Cluster, most: int, on_step: Callable[[float], None]) -> int:
    """Returns the middle of the numbers of groups with the best silhouettes, 1 where none is convincing.

    Where groups differ much in size the curve is flat and jagged, and which number is best of all is chance.

    Args:
        places: (N, d) unit rows that differ from each other.
        cluster: makes so many groups of them.
        most: no more than this.
        on_step: is told the share done, 0 to 1; may raise to give up.
    """
    scores: dict[int, float] = {}

    def measure(numbers: Sequence[int], begun: float, share: float) -> None:
        for step, number in enumerate(numbers):
            if number not in scores:
                scores[number] = silhouette(places, cluster(number))
            on_step(begun + share * (step + 1) / len(numbers))

    def best() -> int:
        return max(scores, key=lambda number: (scores[number], -number))

    measure(counts_to_try(most), 0.0, 0.8)
    if not scores:
        return 1
    near = best()
    reach = max(1, round(0.15 * near))
    between = np.unique(np.linspace(max(2, near - reach), min(most, near + reach), 7).round().astype(int))
    measure([int(number) for number in between], 0.8, 0.2)
    return _middle(scores) if scores[best()] >= LEAST_SILHOUETTE else 1


def _middle(scores: Mapping[int, float]) -> int:
    """Returns the mean of log K, each K by how near it comes to the best and by the stretch of log K it stands for."""
    numbers = np.array(sorted(scores))
    found = np.array([scores[int(number)] for number in numbers])
    places = np.log(numbers)
    between = (places[1:] + places[:-1]) / 2
    stretch = np.diff(np.concatenate([places[:1], between, places[-1:]])) if len(places) > 1 else np.ones(1)
    return round(float(np.exp(np.average(places, weights=stretch * np.exp((found - found.max()) / PLATEAU)))))
