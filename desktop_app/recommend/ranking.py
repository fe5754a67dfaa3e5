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
QUOTA_PULL = 0.27
LIKENESS_PULL = 0.15
LIFT = 0.15  # of how far the best photos of an interest lie behind those of the strongest
MOST_BEHIND = 2.0  # in logarithms
BEST_OF_THEME = 5
LEAST_OF_QUOTA = 0.4  # an interest has at least this part of its share, at the end of the list if need be
SURE_WORTH = 0.1  # of photos that fit so well
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
    worth = np.log(np.maximum(pool.worth, LEAST_FIT)) + LIFT * _behind(pool, shares)[pool.theme_of]
    worth[pool.worth <= 0] = -np.inf
    quota = np.maximum(shares * top, 1e-6)
    used = np.zeros(len(quota))
    least = _least(pool, quota)
    likeness = np.zeros(len(pool), np.float32)
    chosen: list[int] = []
    while len(chosen) < top and len(pool):
        value = worth - QUOTA_PULL * np.minimum((used / quota)[pool.theme_of], 8.0) - LIKENESS_PULL * likeness
        wanting = np.maximum(least - used, 0.0)
        if wanting.sum() >= top - len(chosen):
            is_wanting = (wanting > 0)[pool.theme_of] & np.isfinite(worth)
            value = np.where(is_wanting, value, -np.inf) if is_wanting.any() else value
        best = int(value.argmax())
        if not np.isfinite(value[best]):
            break
        worth[best] = -np.inf
        if may_follow(best, chosen):
            chosen.append(best)
            used[pool.theme_of[best]] += 1
            likeness = np.maximum(likeness, pool.vectors @ pool.vectors[best])
    return chosen


def _least(pool: Pool, quota: Floats) -> Floats:
    """Returns (T + 1,) how many photos each interest must have in the end, where it has as many that fit."""
    least = np.floor(LEAST_OF_QUOTA * quota)
    least[-1] = 0.0
    for at in range(len(quota) - 1):
        least[at] = min(least[at], int(((pool.theme_of == at) & (pool.worth >= SURE_WORTH)).sum()))
    return least


def _behind(pool: Pool, shares: Floats) -> Floats:
    """Returns (T + 1,) how far the best of each interest lie behind the best of all, in logarithms of worth.

    A photo in the midst of a small interest is as sure as one in the midst of a large one, though less pulls it. What
    belongs to no interest is not lifted.
    """
    best = np.zeros(len(shares))
    for at in range(len(shares) - 1):
        own = np.sort(pool.worth[pool.theme_of == at])[-BEST_OF_THEME:]
        best[at] = max(float(own.mean()), 0.0) if len(own) and shares[at] > 0 else 0.0
    if not best.any():
        return best
    behind = np.log(best.max()) - np.log(np.maximum(best, LEAST_FIT))
    return np.asarray(np.where(best > 0, np.minimum(behind, MOST_BEHIND), 0.0))
