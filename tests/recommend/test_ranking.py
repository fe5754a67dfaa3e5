"""From fit to a list: shares of interests, near-duplicates; and the ranking from plain arrays."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.history import ViewSource, ViewSurface
from desktop_app.recommend.collapse import Prints
from desktop_app.recommend.interests import Theme, unit
from desktop_app.recommend.profile import Affinity, profile_of, supported
from desktop_app.recommend.ranking import Pool, select, shares_of
from desktop_app.recommend.signals import tastes_of
from desktop_app.recommend.standalone import rank
from desktop_app.recommend.terms import FIXED, weights_of
from desktop_app.store.history import ViewArrays
from desktop_app.store.history_schema import SOURCES, SURFACES

NOW, DAY_MS, DIMENSION = 1_750_000_000_000, 86_400_000, 48


def library(sizes: list[int], seed: int = 0) -> tuple[NDArray[np.int64], NDArray[np.float32], NDArray[np.int64]]:
    """Ids, vectors and kinds of a library of orthogonal kinds."""
    random = np.random.default_rng(seed)
    kinds = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.eye(DIMENSION)[kinds] + random.standard_normal((len(kinds), DIMENSION)) / np.sqrt(DIMENSION)
    return np.arange(1, len(kinds) + 1) * 3, unit(rows.astype(np.float32)), kinds


def views(photos: NDArray[np.int64] | list[int], days_ago: float = 1.0) -> ViewArrays:
    count = len(photos)
    starts = NOW - int(days_ago * DAY_MS) - np.arange(count) * 10_000
    surface, source = SURFACES.index(ViewSurface.VIEWER), SOURCES.index(ViewSource.LIBRARY)
    return ViewArrays(
        np.arange(count, 0, -1), np.asarray(photos, np.int64), starts, np.full(count, 6_000), np.ones(count),
        np.full(count, surface), np.full(count, source),
    )  # fmt: skip


def pool(fits: list[float], themes: list[int], vectors: NDArray[np.float32] | None = None) -> Pool:
    rows = unit(np.random.default_rng(1).standard_normal((len(fits), 16)).astype(np.float32))
    own = np.array(fits)
    return Pool(np.arange(1, len(fits) + 1), rows if vectors is None else vectors, own, np.array(themes), own)


def theme(strength: float) -> Theme:
    return Theme(np.arange(1), np.zeros(4, np.float32), 0, strength)


def test_small_interests_get_more_than_their_share_and_muted_ones_nothing() -> None:
    shares = shares_of([theme(0.8), theme(0.1), theme(0.1)], np.array([1.0, 1.0, 0.0]))
    assert shares.sum() == pytest.approx(1)
    assert shares[0] > shares[1] > 0.2
    assert shares[2] == 0


def test_a_list_serves_every_interest_though_one_fits_better() -> None:
    fits = [1.0 - n / 100 for n in range(30)] + [0.5 - n / 100 for n in range(30)]
    chosen = select(pool(fits, [0] * 30 + [1] * 30), shares_of([theme(0.7), theme(0.3)], np.ones(2)), 20)
    counts = Counter(0 if place < 30 else 1 for place in chosen)
    assert chosen[0] == 0
    assert len(set(chosen)) == 20
    assert counts[0] > counts[1] >= 2  # by fit alone there would be none


def test_what_may_not_follow_does_not_and_what_does_not_fit_is_left_out() -> None:
    fitting = pool([0.9, 0.8, 0.7, 0.0, -0.2], [0] * 5)
    chosen = select(fitting, shares_of([theme(1.0)], np.ones(1)), 5, lambda place, chosen: place != 1)
    assert chosen == [0, 2]
    assert select(fitting, shares_of([], np.ones(0)), 0) == []


def test_equals_come_by_id() -> None:
    rows = np.tile(unit(np.ones((1, 16), np.float32)), (5, 1))
    assert select(pool([0.5] * 5, [0] * 5, rows), shares_of([theme(1.0)], np.ones(1)), 3) == [0, 1, 2]


def prints(vectors: NDArray[np.float32], hashes: list[int], taken: list[int], *, is_dated: bool = True) -> Prints:
    return Prints(vectors, np.array(hashes, np.uint64), np.array(taken, np.int64), np.full(len(hashes), is_dated))


@pytest.mark.parametrize(
    ("cosine", "hash_bits", "apart_s", "is_dated", "is_same"),
    [
        (0.99, 40, 10**6, False, True),  # a copy
        (0.85, 5, 10**6, False, True),  # resized, its hash nearly the same
        (0.6, 5, 10**6, False, False),  # a like hash alone is no sign
        (0.88, 30, 20, True, True),  # a burst
        (0.88, 30, 20, False, False),  # file times say nothing
        (0.88, 30, 3_600, True, False),  # like pictures of another time
        (0.93, 30, 300, True, True),  # a series
    ],
)
def test_what_counts_as_the_same_picture(
    cosine: float, hash_bits: int, apart_s: int, is_dated: bool, is_same: bool
) -> None:
    rows = np.array([[1, 0], [cosine, np.sqrt(1 - cosine**2)]], np.float32)
    base = 0x5A5A5A5A5A5A5A5A
    pair = prints(rows, [base, base ^ ((1 << hash_bits) - 1)], [0, apart_s * 1000], is_dated=is_dated)
    assert bool(pair.same_as(0, pair.chosen([1]))[0]) is is_same


def test_photos_without_vectors_are_told_by_a_hash_that_is_nearly_the_same() -> None:
    pair = prints(np.zeros((3, 2), np.float32), [7, 6, 0xFFFF0000], [0, 0, 0])
    assert pair.same_as(0, pair).tolist() == [True, True, False]


def test_a_chance_look_pulls_less_than_looks_that_support_each_other() -> None:
    _, vectors, _ = library([6, 1])
    weights = supported(vectors, np.ones(7), 0.55)
    assert weights[6] < 0.5 * weights[:6].min()


def test_fits_of_other_photos_compare_with_those_chosen_from() -> None:
    ids, vectors, kinds = library([40, 40, 40])
    tastes = tastes_of(views(ids[:8]), [], NOW)
    rows = vectors[np.searchsorted(ids, tastes.photo_ids)]
    affinity = Affinity(profile_of(tastes, rows, np.ones(8, bool)), vectors[::3])
    affinity.take_scale(vectors)
    fits, themes = affinity.judge(vectors)
    assert np.median(fits[kinds == 0]) > np.quantile(fits[kinds != 0], 0.98)
    assert set(themes[kinds == 0].tolist()) <= {0, -1}
    assert 0.5 < np.sort(fits)[-20:].mean() < 1.5
    assert abs(np.median(fits)) < 0.2


def test_the_ranking_from_arrays_finds_what_is_liked_and_leaves_out_what_was_seen() -> None:
    ids, vectors, kinds = library([40] * 6)
    seen = np.concatenate([ids[kinds == 0][:10], ids[kinds == 3][:5], ids[kinds == 5][:1]])
    found, fits = rank(views(seen), ids, vectors, NOW)
    own = kinds[np.searchsorted(ids, found)]
    assert len(found) == 20
    assert set(own.tolist()) == {0, 3}
    assert not set(found.tolist()) & set(seen.tolist())
    assert len(fits) == 20
    again, _ = rank(views(seen), ids, vectors, NOW)
    assert np.array_equal(found, again)


@pytest.mark.parametrize("size", [0, 1, 3])
def test_the_ranking_of_next_to_nothing(size: int) -> None:
    ids, vectors, _ = library([size])
    found, _ = rank(views(ids[:1]), ids, vectors, NOW)
    assert set(found.tolist()) <= set(ids[1:].tolist())
    assert len(rank(views([]), ids, vectors, NOW)[0]) == 0
    assert len(rank(views([999_999]), ids, vectors, NOW)[0]) == 0


def test_learned_weights_count_only_when_they_are_of_these_terms() -> None:
    assert weights_of(None) is FIXED
    assert weights_of((1.0, 2.0)) is FIXED
    assert weights_of((1.0, 2.0, float("nan"), 0.0)) is FIXED
    assert weights_of((1.0, 2.0, 3.0, 4.0)).tolist() == [1.0, 2.0, 3.0, 4.0]
