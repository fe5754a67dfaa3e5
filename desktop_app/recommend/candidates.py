"""Candidates: the few hundred photos of the library that are worth a closer look."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.recommend.interests import Floats, Ints, Rows
from desktop_app.recommend.profile import Affinity, Profile

ALL_BELOW = 3_000  # photos in a library that is looked at whole
PER_QUERY = 100
AROUND_A_THEME = 400  # nearest to its middle; asked for once, for all who want to know
QUERIES_A_THEME = 2  # its medoid, and a member far from it and from the middle
LOOSE_QUERIES = 8  # heaviest photos of no interest
MOST = 1_500
MOST_PASSED_OVER = 200
HEAVIEST = 300  # photos looked at by which candidates are told apart at first
LEAST_A_THEME = 60


class Search(Protocol):
    """The vector index, or anything that searches like it."""

    def __call__(self, vectors: NDArray[np.floating[Any]], k: int, /) -> tuple[Ints, NDArray[np.float32]]:
        """Returns ids (Q, k), negative where there are fewer, and cosines (Q, k), nearest first."""
        ...


def queries_of(profile: Profile, affinity: Affinity) -> list[tuple[Rows, int]]:
    """Returns what to search for: vectors (Q, D) and how many neighbours of each, for every interest and the rest.

    More are asked for where many photos of the interest were looked at, since those come first and are not new.
    """
    found: list[tuple[Rows, int]] = []
    for at, theme in enumerate(profile.themes):
        if not (affinity.weights[affinity.theme_of == at] > 0).any():
            continue
        rows = profile.vectors[theme.members]
        chosen = [profile.vectors[theme.medoid]]
        while len(chosen) < min(QUERIES_A_THEME, len(rows)):
            farthest = int((rows @ np.stack([theme.middle, *chosen]).T).max(axis=1).argmin())
            chosen.append(rows[farthest])
        found.append((theme.middle[None], AROUND_A_THEME))
        found.append((np.stack(chosen), PER_QUERY + min(len(rows), MOST_PASSED_OVER)))
    loose = np.flatnonzero((affinity.theme_of < 0) & (affinity.weights > 0))
    heaviest = loose[np.argsort(-affinity.weights[loose], kind="stable")][:LOOSE_QUERIES]
    if len(heaviest):
        found.append((affinity.vectors[heaviest], PER_QUERY // 2))
    return found


def gather(profile: Profile, affinity: Affinity, search: Search) -> Ints:
    """Returns the ids of photos near what the user likes, ascending; photos looked at are among them."""
    parts = [search(vectors, k)[0].ravel() for vectors, k in queries_of(profile, affinity)]
    ids = np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64)
    return ids[ids >= 0]


def trimmed(affinity: Affinity, vectors: Rows) -> Ints:
    """Returns the places of the (N, D) photos nearest to what is liked, ascending: at most about `MOST`.

    The nearest to each interest are among them, however strong the others are.
    """
    if len(vectors) <= MOST:
        return np.arange(len(vectors))
    heaviest = _largest(affinity.weights, HEAVIEST)
    pulls = np.exp((vectors @ affinity.vectors[heaviest].T - 1.0) / affinity.width)
    pulls *= affinity.weights[heaviest].astype(np.float32)
    kept = [_largest(pulls.sum(axis=1), MOST)]
    for at in range(affinity.theme_count):
        kept.append(_largest(pulls[:, affinity.theme_of[heaviest] == at].sum(axis=1), LEAST_A_THEME))
    return np.unique(np.concatenate(kept))


def _largest(values: NDArray[np.floating[Any]] | Floats, count: int) -> Ints:
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(-values, count - 1)[:count].astype(np.int64)
