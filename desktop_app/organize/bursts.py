"""Bursts: photos of one camera taken within moments of each other that also look alike. Time alone stacks strangers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.organize.linking import Pair, ordered
from desktop_app.organize.prints import bits_apart

GAP_MS = 1_500  # a camera's slowest series; a whole second where the clock tells no more
LONGEST_MS = 60_000
ALIKE_COSINE = 0.62
ALIKE_BITS = 14  # where there is no vector
_REACH = 12  # photos of a series looked at after each one

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Shots:
    """Photos with a time that a camera wrote, as parallel arrays of N.

    Attributes:
        ids: (N,) int64.
        taken_at_ms: (N,) int64 with the fraction of the second where the camera wrote it.
        cameras: (N,) int64, one number for each make and model.
        hashes: (N,) uint64 perceptual hashes.
    """

    ids: Ids
    taken_at_ms: Ids
    cameras: Ids
    hashes: NDArray[np.uint64]


Vectors = Callable[[Sequence[int]], dict[int, NDArray[np.float32]]]


def burst_pairs(shots: Shots, vectors: Vectors) -> dict[Pair, float]:
    """Returns pairs of ids that belong to one burst, with their likeness (0 to 1).

    Photos follow each other within `GAP_MS`, one after the other; those of one such series that look alike are paired.

    Args:
        shots: one for each distinct picture: copies are no burst.
        vectors: gives the unit vectors there are of some ids.
    """
    order = np.lexsort((shots.ids, shots.taken_at_ms, shots.cameras))
    cameras, taken = shots.cameras[order], shots.taken_at_ms[order]
    follows = (np.diff(cameras) == 0) & (np.diff(taken) <= GAP_MS)
    series = np.concatenate(([0], np.cumsum(~follows))) if len(order) else np.empty(0, np.int64)
    found: dict[Pair, float] = {}
    sizes = np.bincount(series) if len(order) else np.empty(0, np.int64)
    in_series = np.flatnonzero(sizes[series] > 1)
    known = vectors([int(shots.ids[order[at]]) for at in in_series])
    for step in range(1, _REACH + 1):
        here, there = in_series, in_series + step
        fits = there < len(order)
        here, there = here[fits], there[fits]
        fits = (series[here] == series[there]) & (taken[there] - taken[here] <= LONGEST_MS)
        here, there = order[here[fits]], order[there[fits]]
        if not len(here):
            break
        apart = bits_apart(shots.hashes[here], shots.hashes[there])
        for one, other, bits in zip(shots.ids[here].tolist(), shots.ids[there].tolist(), apart.tolist(), strict=True):
            likeness = _likeness(known.get(one), known.get(other), bits)
            if likeness:
                found[ordered(one, other)] = likeness
    return found


def _likeness(one: NDArray[np.float32] | None, other: NDArray[np.float32] | None, bits: int) -> float:
    """Returns how alike two are, 0 where not alike enough."""
    if one is None or other is None:
        return max(0.0, 1.0 - bits / 32) if bits <= ALIKE_BITS else 0.0
    cosine = float(one @ other)
    return min(1.0, cosine) if cosine >= ALIKE_COSINE else 0.0
