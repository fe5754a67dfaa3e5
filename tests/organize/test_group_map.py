from __future__ import annotations

import numpy as np
import pytest
from kinds import of_kinds

from desktop_app.organize.group_space import GroupSpace, as_unit
from desktop_app.organize.library_map import arranged, disc, laid_out, lay_out, radius_of


def mapped(sizes, extra: int = 0):
    vectors, kinds = of_kinds(sizes)
    space = GroupSpace.fit(vectors)
    places = space.place(vectors)
    middles = {k + 1: as_unit(places[kinds == k].mean(axis=0, keepdims=True))[0] for k in range(len(sizes))}
    groups = kinds + 1
    groups[:extra] = 0
    return places, groups, *lay_out(places, groups, middles)


def test_no_two_photos_share_a_place_and_no_two_groups_overlap() -> None:
    _, groups, points, labels = mapped([5, 300, 40, 1, 80, 120, 33], extra=6)
    assert len(set(map(tuple, points.tolist()))) == len(points)
    assert np.array_equal(points, np.round(points))
    where = np.array(list(labels.values()))
    apart = np.linalg.norm(where[:, None, :2] - where[None, :, :2], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert np.all(apart > where[:, None, 2] + where[None, :, 2])
    for group, (x, y, radius) in labels.items():
        inside = points[groups == group]
        assert np.all(np.hypot(inside[:, 0] - x, inside[:, 1] - y) <= radius)
        others = points[groups != group]
        assert np.all(np.hypot(others[:, 0] - x, others[:, 1] - y) > radius)


def test_photos_of_no_group_lie_below_all_others() -> None:
    _, groups, points, _ = mapped([40, 40, 40], extra=9)
    assert points[groups == 0, 1].min() > points[groups != 0, 1].max()


def test_neighbours_on_the_map_look_more_alike_than_photos_of_the_group_do() -> None:
    vectors, _ = of_kinds([300], spread=1.0)
    turn = np.linspace(-1, 1, 300)[:, None] * np.eye(1, vectors.shape[1], 3)
    places = as_unit((vectors.astype(np.float32) * 0.3 + turn).astype(np.float32))
    points = laid_out(places)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    near = (apart > 0) & (apart < 1.5)
    alike = places @ places.T
    assert alike[near].mean() > alike[apart > 0].mean() + 0.2


def test_like_groups_lie_nearer_than_unlike_ones() -> None:
    angles = np.linspace(0, np.pi, 9)
    middles = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    points = arranged(middles, np.full(9, 4.0))
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    steps = np.abs(np.subtract.outer(np.arange(9), np.arange(9)))
    assert apart[steps == 1].mean() < 0.7 * apart[steps > 3].mean()


def test_the_same_library_gives_the_same_map_and_one_more_photo_moves_others_little() -> None:
    sizes = [60, 90, 40]
    vectors, kinds = of_kinds(sizes)
    space = GroupSpace.fit(vectors)
    places = space.place(vectors)
    middles = {k + 1: as_unit(places[kinds == k].mean(axis=0, keepdims=True))[0] for k in range(3)}
    whole, _ = lay_out(places, kinds + 1, middles)
    again, _ = lay_out(places, kinds + 1, middles)
    assert np.array_equal(whole, again)
    fewer, _ = lay_out(places[:-1], kinds[:-1] + 1, middles)
    moved = np.linalg.norm(whole[:-1] - fewer, axis=1)
    assert np.median(moved) <= 2.0
    assert moved.max() < 15


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10])
def test_small_and_empty_groups_have_places(count: int) -> None:
    assert len(disc(count)) == count
    assert len(laid_out(np.zeros((count, 5), np.float32))) == count
    assert len(set(map(tuple, laid_out(np.zeros((count, 0), np.float32)).tolist()))) == count
    assert (radius_of(count) > 0) == (count > 0)
    points, labels = lay_out(np.zeros((count, 5), np.float32), np.zeros(count, np.int64), {})
    assert len(points) == count
    assert labels == {}


def test_groups_with_the_same_middle_still_part() -> None:
    points = arranged(np.repeat(np.eye(1, 4, dtype=np.float32), 6, axis=0), np.full(6, 3.0))
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    np.fill_diagonal(apart, np.inf)
    assert apart.min() > 6.0
