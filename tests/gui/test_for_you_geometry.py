"""The shelves' geometry: edges are met to the pixel, shapes are kept, nothing overlaps."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_app.gui.for_you_geometry import LeadLayout, PageLayout, Placement, RowLayout, fitted_into, shapes_of


def aspects(*values: float) -> np.ndarray:
    return np.asarray(values, np.float32)


def mixed(count: int, seed: int) -> np.ndarray:
    shapes = np.random.default_rng(seed).choice([1.5, 0.667, 1.0, 1.333, 1.778], count)
    return shapes.astype(np.float32)


def overlaps(placement: Placement) -> list[tuple[int, int]]:
    boxes = list(zip(placement.left, placement.top, placement.width, placement.height, strict=True))
    return [
        (i, j)
        for i, (x, y, w, h) in enumerate(boxes)
        for j, (a, b, c, d) in enumerate(boxes[:i])
        if x < a + c and a < x + w and y < b + d and b < y + h
    ]


def test_a_row_keeps_shapes_and_gaps() -> None:
    placement = RowLayout(100, 8)(aspects(1.5, 1.0, 0.5), 400)
    assert placement.left.tolist() == [0, 158, 266]
    assert placement.width.tolist() == [150, 100, 50]
    assert (placement.across, placement.down) == (316, 100)


@pytest.mark.parametrize("across", [620, 1016, 1180, 1656])
@pytest.mark.parametrize("seed", range(12))
def test_the_large_card_and_those_beside_it_fill_the_width_to_the_pixel(across: int, seed: int) -> None:
    shapes = mixed(20, seed)
    placement = LeadLayout(380, 8)(shapes, across)
    assert overlaps(placement) == []
    ends = placement.left + placement.width
    seen = placement.left < across
    assert int(ends[seen].max()) == across
    assert int((placement.top + placement.height)[seen].max()) == placement.down == placement.height[0]
    upper, lower = seen & (placement.top == 0), seen & (placement.top > 0)
    assert int(ends[upper].max()) == int(ends[lower].max()) == across
    assert 0.6 * 380 <= placement.down <= 1.35 * 380 + 1


@pytest.mark.parametrize("seed", range(12))
def test_every_card_has_its_photos_shape(seed: int) -> None:
    shapes = mixed(20, seed)
    placement = LeadLayout(400, 8)(shapes, 1180)
    wanted = shapes_of(shapes)
    wanted[0] = min(max(wanted[0], 0.72), 1.6)
    made = placement.width / placement.height
    assert np.all(np.abs(made / wanted - 1) < 0.03)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_few_photos_have_places_too(count: int) -> None:
    placement = LeadLayout(380, 8)(mixed(count, 1), 1180)
    assert len(placement) == count
    assert overlaps(placement) == []


@pytest.mark.parametrize("count", [2, 3, 5, 7])
@pytest.mark.parametrize("seed", range(6))
def test_collages_are_of_one_height_and_fill_their_width(count: int, seed: int) -> None:
    placement = LeadLayout(212, 4, most=6, is_even=True)(mixed(count, seed), 486)
    assert placement.down == 212
    seen = placement.left < 486
    assert int((placement.left + placement.width)[seen].max()) == 486
    assert overlaps(placement) == []


def test_shapes_no_camera_makes_are_cropped() -> None:
    placement = RowLayout(100, 8)(aspects(20.0, 0.01, np.nan), 400)
    assert placement.width.tolist() == [240, 50, 150]


def test_a_page_of_rows_fills_the_width() -> None:
    placement = PageLayout(120, 4)(mixed(30, 3), 700)
    assert overlaps(placement) == []
    assert placement.across == 700
    assert placement.down > 240


def test_the_card_below_is_the_one_straight_below() -> None:
    placement = LeadLayout(380, 8)(mixed(20, 4), 1180)
    above = int(np.flatnonzero((placement.top == 0) & (placement.left > 0))[0])
    below = placement.vertical_neighbour(above, 1)
    assert placement.top[below] > 0
    assert placement.vertical_neighbour(0, 1) == -1
    assert placement.vertical_neighbour(below, 1) == -1
    assert placement.top[placement.vertical_neighbour(below, -1)] == 0


def test_points_and_areas_find_their_cards() -> None:
    placement = RowLayout(100, 8)(aspects(1.5, 1.0, 0.5), 400)
    assert [placement.at(x, 50) for x in (0, 149, 150, 158, 315, 316)] == [0, 0, -1, 1, 2, -1]
    assert placement.at(10, 100) == -1
    assert placement.within(140, 0, 170, 100) == [0, 1]


def test_places_can_be_kept_for_other_photos() -> None:
    placement = RowLayout(100, 8)(aspects(1.5, 1.0, 0.5), 400)
    kept = fitted_into(placement, aspects(1.33, 1.2))
    assert kept is not None
    assert kept.left.tolist() == [0, 158]
    assert fitted_into(placement, aspects(0.6, 1.0, 0.5)) is None  # more than a third of it would not be seen
    assert fitted_into(placement, aspects(1.5, 1.0, 0.5, 1.0)) is None
    assert fitted_into(placement, aspects()) is None
