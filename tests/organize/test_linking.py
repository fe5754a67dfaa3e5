from __future__ import annotations

from itertools import pairwise

import numpy as np

from desktop_app.organize.linking import components, left_to_compare, stars


def test_a_chain_does_not_drift_into_one_set() -> None:
    chain = dict.fromkeys(pairwise(range(10)), 0.9)
    sets = stars(chain)
    assert len(sets) > 1
    for middle, *others in sets:
        assert all((min(middle, other), max(middle, other)) in chain for other in others)


def test_everybody_is_alike_with_the_middle_which_comes_first_then_the_most_alike() -> None:
    likeness = {(1, 5): 0.7, (2, 5): 0.9, (3, 5): 0.8, (1, 2): 0.6}
    assert stars(likeness) == [(5, 2, 3, 1)]


def test_b2_two_that_the_user_took_apart_are_in_no_set_together() -> None:
    likeness = {(1, 2): 0.9, (1, 3): 0.8, (2, 3): 0.7}
    assert stars(likeness, lambda one, other: {one, other} == {2, 3}) == [(1, 2)]
    assert stars(likeness, lambda one, other: True) == []


def test_b17_the_order_of_the_pairs_does_not_matter() -> None:
    random = np.random.default_rng(4)
    pairs = {tuple(sorted(random.choice(60, 2, replace=False).tolist())): 0.5 + k % 7 / 20 for k in range(150)}
    expected = stars(pairs)
    for _ in range(5):
        keys = list(pairs)
        random.shuffle(keys)
        assert stars({(a, b): pairs[a, b] for a, b in keys}) == expected


def test_b15_no_set_is_smaller_than_two_and_nobody_is_in_two() -> None:
    random = np.random.default_rng(5)
    pairs = {tuple(sorted(random.choice(40, 2, replace=False).tolist())): 0.9 for _ in range(80)}
    sets = stars(pairs)
    members = [one for found in sets for one in found]
    assert min(map(len, sets)) >= 2
    assert len(members) == len(set(members))


def test_components_hang_together_by_others() -> None:
    assert components([(4, 5), (1, 2), (2, 9)]) == [[1, 2, 9], [4, 5]]


def test_only_what_could_tell_more_is_left_to_compare() -> None:
    assert left_to_compare([(1, 2), (1, 3), (1, 4)]) == []  # 1 is alike with all
    assert left_to_compare([(1, 2), (2, 3), (3, 4)]) == [(1, 3), (1, 4), (2, 4)]
    long_chain = list(pairwise(range(100)))
    assert len(left_to_compare(long_chain)) < 500
