"""The order of a slideshow: round and round, or out of a bag that is emptied before it is filled again."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from desktop_app.gui.slideshow_order import SlideOrder


def made(count: int, first: int = 0, *, is_shuffled: bool, seed: int = 7) -> SlideOrder:
    return SlideOrder(count, first, is_shuffled=is_shuffled, rng=np.random.default_rng(seed))


def walk(order: SlideOrder, steps: int) -> list[int]:
    found = []
    for _ in range(steps):
        found.append(order.current)
        order.go(1)
    return found


def test_in_order_it_begins_where_one_is_and_goes_round() -> None:
    order = made(5, 3, is_shuffled=False)
    assert walk(order, 8) == [3, 4, 0, 1, 2, 3, 4, 0]
    order.go(-1)
    order.go(-1)
    assert order.current == 4


@pytest.mark.parametrize("seed", range(20))
def test_shuffled_nothing_comes_again_before_everything_was_shown(seed: int) -> None:
    order = made(12, 4, is_shuffled=True, seed=seed)
    shown = walk(order, 12 * 5)
    assert shown[0] == 4
    for start in range(0, len(shown), 12):
        assert sorted(shown[start : start + 12]) == list(range(12))
    assert all(one != other for one, other in itertools.pairwise(shown))
    assert shown[:12] != sorted(shown[:12])


def test_the_same_seed_gives_the_same_order() -> None:
    assert walk(made(30, is_shuffled=True), 90) == walk(made(30, is_shuffled=True), 90)
    assert walk(made(30, is_shuffled=True), 30) != walk(made(30, is_shuffled=True, seed=8), 30)


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_what_was_announced_is_what_comes_over_the_end_of_a_round_too(is_shuffled: bool) -> None:
    order = made(4, is_shuffled=is_shuffled)
    for _ in range(20):
        now, announced = order.current, order.upcoming()
        order.go(1)
        assert announced[0] == order.current
        order.go(-1)
        assert order.current == now
        order.go(1)


def test_back_over_the_beginning_of_a_shuffled_round_and_no_further_than_the_round_before() -> None:
    order = made(5, is_shuffled=True)
    shown = walk(order, 7)
    back = []
    for _ in range(9):
        order.go(-1)
        back.append(order.current)
    assert back[:7] == shown[::-1]
    assert back[7:] == [shown[0]] * 2
    assert walk(order, 7) == shown


@pytest.mark.parametrize("is_shuffled", [False, True])
def test_what_was_taken_out_never_comes_again(is_shuffled: bool) -> None:
    order = made(6, 2, is_shuffled=is_shuffled)
    order.go(1)
    announced = order.upcoming()
    order.discard(announced[0])
    assert order.upcoming()[0] == announced[1]
    gone = {announced[0], order.current}
    order.discard(order.current)
    assert order.current == announced[1]
    assert len(order) == 4
    assert set(walk(order, 12)) == set(range(6)) - gone


def test_stepping_back_onto_one_that_is_taken_out_goes_further_back() -> None:
    order = made(6, 3, is_shuffled=False)
    order.go(-1)
    order.discard(order.current, -1)
    assert order.current == 1


def test_one_photo_stays_and_none_is_none() -> None:
    order = made(2, is_shuffled=True)
    order.discard(1)
    assert order.upcoming() == []
    assert walk(order, 3) == [0, 0, 0]
    order.discard(0)
    assert len(order) == 0


def test_shuffling_midway_keeps_the_photo_shown_and_order_comes_back() -> None:
    order = made(20, 9, is_shuffled=False)
    order.set_shuffled(is_shuffled=True)
    shown = walk(order, 20)
    assert shown[0] == 9
    assert sorted(shown) == list(range(20))
    now = order.current
    order.set_shuffled(is_shuffled=False)
    assert walk(order, 3) == [now, (now + 1) % 20, (now + 2) % 20]
