"""Ranking: from fit to a list that serves every interest, repeats nothing and now and then tries something new.

Greedy, as maximal marginal relevance is (Carbonell and Goldstein, SIGIR 1998), with a share of the places for each
interest (PinnerSage; ComiRec): a photo loses worth as its interest uses up its share, and for likeness to what is
already on the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.recommend.interests import Floats, Ints, Rows, Theme

QUOTA_POWER = 0.35  # of an interest's strength: small interests get more than their share
QUOTA_PULL = 0.35
LIKENESS_PULL = 0.15
LEAST_FIT = 1e-3
LOOSE_STRENGTH = 0.02  # the share of all that belongs to no interest


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Photos that may be chosen, as parallel arrays over N, by rising id.

    Attributes:
        ids: (N,) int64.
        vectors: (N, D) float32 of unit length.
        fits: (N,) how well each fits, about 0 to 1.
        theme_of: (N,) place of the interest that brought it, -1 for none.
        worth: (N,) from 0: fit with quality, freshness and the like; what is ranked by.
    """

    ids: Ints
    vectors: Rows
    fits: Floats
    theme_of: Ints
    worth: Floats

    def __len__(self) -> int:
        return len(self.ids)

    def chosen(self, which: NDArray[np.bool_] | Ints) -> Pool:
        """Returns the photos at some places."""
        return Pool(
            self.ids[which],
            self.vectors[which],
            self.fits[which],
            self.theme_of[which],
            self.worth[which],
        )


def shares_of(themes: Sequence[Theme], factors: Floats) -> Floats:
    """Returns (T + 1,) the share of the places each interest should have; the last is for what belongs to none."""
    strengths = np.array([theme.strength for theme in themes]) * factors
    shares = np.append(np.maximum(strengths, 0.0) ** QUOTA_POWER * (strengths > 0), LOOSE_STRENGTH)
    return np.asarray(shares / shares.sum())


def select(
    pool: Pool, shares: Floats, top: int, may_follow: Callable[[int, Sequence[int]], bool] = lambda place, chosen: True
) -> list[int]:
    """Chooses the best list.

    Args:
        pool: photos to choose from.
        shares: as `shares_of`.
        top: how many at most.
        may_follow: says whether the photo at a place may join those chosen (no near-duplicate of them).

    Returns:
        Places in the pool, the best first.
    """
    worth = np.log(np.maximum(pool.worth, LEAST_FIT))
    worth[pool.worth <= 0] = -np.inf
    quota = np.maximum(shares * top, 1e-6)
    used = np.zeros(len(quota))
    likeness = np.zeros(len(pool), np.float32)
    chosen: list[int] = []
    while len(chosen) < top and len(pool):
        value = worth - QUOTA_PULL * np.minimum((used / quota)[pool.theme_of], 8.0) - LIKENESS_PULL * likeness
        best = int(value.argmax())
        if not np.isfinite(value[best]):
            break
        worth[best] = -np.inf
        if may_follow(best, chosen):
            chosen.append(best)
            used[pool.theme_of[best]] += 1
            likeness = np.maximum(likeness, pool.vectors @ pool.vectors[best])
    return chosen
