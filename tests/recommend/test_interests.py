"""Photos sorted into kinds: which become interests, and what stands for them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.recommend.interests import MOST_CLUSTERED, MOST_INTERESTS, labels_of, themes_of, unit, ward

CUT, DIMENSION = 0.55, 64


def kinds(sizes: list[int], spread: float = 0.9, seed: int = 0) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """Photos of orthogonal kinds, and the kind of each."""
    random = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    rows = np.eye(DIMENSION)[truth] + random.standard_normal((len(truth), DIMENSION)) * spread / np.sqrt(DIMENSION)
    return unit(rows.astype(np.float32)), truth


def made(sizes: list[int], **changes: NDArray[np.generic]) -> list:  # type: ignore[type-arg]
    vectors, _ = kinds(sizes)
    ones = np.ones(len(vectors))
    values = {"weights": ones, "strengths": ones, "signs": np.ones(len(vectors), int), "may_show": ones > 0} | changes
    return themes_of(vectors, labels=labels_of(vectors, values["weights"], CUT), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize("sizes", [[30, 30], [60, 12, 5], [8, 7, 6, 5, 4, 3]])
def test_kinds_are_told_apart_whatever_their_sizes(sizes: list[int]) -> None:
    vectors, truth = kinds(sizes)
    labels = labels_of(vectors, np.ones(len(vectors)), CUT)
    pure = sum(np.bincount(truth[labels == label]).max() for label in np.unique(labels))
    assert pure >= 0.97 * len(vectors)
    largest = [np.bincount(labels[truth == kind]).max() / size for kind, size in enumerate(sizes)]
    assert np.mean(largest) > 0.8


def test_more_photos_than_are_clustered_join_the_nearest_interest() -> None:
    vectors, truth = kinds([MOST_CLUSTERED // 2 + 200, MOST_CLUSTERED // 2 + 200])
    order = np.random.default_rng(1).permutation(len(vectors))
    labels = labels_of(vectors[order], np.ones(len(vectors)), CUT)
    assert len(labels) == len(vectors)
    assert np.bincount(labels[truth[order] == 0]).max() > 0.9 * (truth == 0).sum()


def test_strongest_first_and_the_medoid_is_the_most_typical() -> None:
    themes = made([20, 10, 5])
    assert [len(theme.members) for theme in themes] == sorted((len(t.members) for t in themes), reverse=True)
    assert all(theme.medoid == theme.members[0] for theme in themes)
    assert sum(theme.strength for theme in themes) == pytest.approx(1.0, abs=0.1)


def test_a_photo_that_may_not_be_shown_stands_for_nothing() -> None:
    free = made([20, 10])
    may_show = np.ones(30, bool)
    may_show[free[0].medoid] = False
    themes = made([20, 10], may_show=may_show)
    assert free[0].medoid not in [theme.medoid for theme in themes]
    assert made([20, 10], may_show=np.zeros(30, bool)) == []


def test_a_chance_look_is_no_interest_unless_it_comes_again() -> None:
    assert len(made([20, 1])) == 1
    signs = np.ones(21, int)
    signs[20] = 4
    assert len(made([20, 1], signs=signs)) == 2


def test_few_photos_are_an_interest_each() -> None:
    assert len(made([1, 1, 1])) == 3
    assert len(made([1])) == 1


def test_no_more_than_twelve() -> None:
    assert len(made([4] * 20)) == MOST_INTERESTS


def test_ward_joins_two_photos_by_their_distance() -> None:
    vectors = unit(np.array([[1, 0], [1, 0.2], [0, 1]], np.float32))
    assert len(set(ward(vectors, 0.5).tolist())) == 2
    assert len(set(ward(vectors, 0.01).tolist())) == 3
    assert ward(vectors[:0], 1.0).tolist() == []
    assert ward(vectors[:1], 1.0).tolist() == [0]
