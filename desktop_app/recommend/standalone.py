"""The ranking alone, from plain arrays: for benchmarks, and for asking what would be suggested without a library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.recommend import candidates, ranking
from desktop_app.recommend.interests import Floats, Ints, Rows, unit
from desktop_app.recommend.one_core import on_one_core
from desktop_app.recommend.profile import DEFAULT_CUT, Affinity, profile_of
from desktop_app.recommend.signals import Act, tastes_of
from desktop_app.store.history import ViewArrays

BACKGROUND_PHOTOS = 800


@on_one_core
def rank(
    views: ViewArrays,
    ids: Ints,
    vectors: NDArray[np.floating[Any]],
    at_ms: int,
    *,
    acts: Sequence[Act] = (),
    seed: int = 0,
    top: int = 20,
    cut: float = DEFAULT_CUT,
) -> tuple[Ints, Floats]:
    """Ranks photos that were never looked at by how well they fit what was.

    Args:
        views: newest first, none begun after `at_ms`.
        ids: (N,) of the library's photos, ascending.
        vectors: (N, D) their vectors, unit length.
        at_ms: the present, UTC.
        acts: favourites and the like.
        seed: of the sample that stands for the library.
        top: how many at most.
        cut: the calibrated cosine from which photos are alike.

    Returns:
        ids (K,), the best first, and their fits (K,). Empty when nothing was looked at.
    """
    rows = unit(np.asarray(vectors, np.float32))
    tastes = tastes_of(views, acts, at_ms)
    places = np.minimum(np.searchsorted(ids, tastes.photo_ids), max(len(ids) - 1, 0))
    known = ids[places] == tastes.photo_ids if len(ids) else np.zeros(len(tastes), bool)
    tastes, own = tastes.chosen(known), rows[places[known]] if len(ids) else rows[:0]
    profile = profile_of(tastes, own, np.ones(len(own), bool), cut)
    random = np.random.default_rng(seed)
    sample = np.sort(random.permutation(len(ids))[:BACKGROUND_PHOTOS])
    affinity = Affinity(profile, rows[sample])
    if affinity.is_empty:
        return np.empty(0, np.int64), np.empty(0)
    pool = fitting(affinity, ids, rows)
    pool = pool.chosen(~np.isin(pool.ids, views.photo_ids))
    shares = ranking.shares_of(profile.themes, np.ones(len(profile.themes)))
    chosen = ranking.select(pool, shares, top)
    return pool.ids[chosen], pool.fits[chosen]


def fitting(affinity: Affinity, ids: Ints, rows: Rows) -> ranking.Pool:
    """Returns those of (N,) photos that lie near what is liked, with their fits; worth is fit."""
    kept = candidates.trimmed(affinity, rows)
    fits, theme_of = affinity.take_scale(rows[kept])
    return ranking.Pool(ids[kept], rows[kept], fits, theme_of, np.maximum(fits, 0.0))
