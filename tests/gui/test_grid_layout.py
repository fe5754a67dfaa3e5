"""The geometry of the grid, as properties over any shapes, widths and sections."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.gui.grid_layout import MS_PER_DAY, SECTION_GAP, GridLayout, Grouping, LayoutSpec, section_starts


@st.composite
def layouts(draw: st.DrawFn) -> GridLayout:
    aspects = draw(st.lists(st.floats(0.0625, 12.0, width=32), min_size=1, max_size=120))
    cuts = draw(st.sets(st.integers(1, max(1, len(aspects) - 1)), max_size=8))
    starts = np.asarray(sorted({0} | {c for c in cuts if c < len(aspects)}), np.int64)
    spec = LayoutSpec(
        width=draw(st.integers(120, 2600)),
        tile_height=draw(st.integers(96, 420)),
        gap=draw(st.sampled_from([0, 4, 8])),
        header_height=draw(st.sampled_from([0, 48])),
        header_width=draw(st.integers(0, 300)),
        top=draw(st.sampled_from([0, 8])),
    )
    return GridLayout(np.asarray(aspects, np.float32), starts, spec)


@given(layouts())
def test_every_photo_lies_exactly_once_in_order_and_inside_the_width(layout: GridLayout) -> None:
    tiles = layout.tiles(0, layout.row_count)
    assert tiles.first == 0
    assert len(tiles) == layout.count
    assert (tiles.left >= 0).all()
    assert (tiles.left + tiles.width <= layout.spec.width).all()
    assert (tiles.width >= 1).all()
    assert (tiles.top + tiles.height <= layout.height).all()
    order = tiles.top * 10_000 + tiles.left
    assert (np.diff(order) > 0).all()


@given(layouts())
def test_no_two_tiles_overlap_and_the_gap_is_kept(layout: GridLayout) -> None:
    for row in range(layout.row_count):
        tiles = layout.tiles(row, row + 1)
        between = tiles.left[1:] - (tiles.left + tiles.width)[:-1]
        is_new = np.isin(np.arange(tiles.first + 1, tiles.first + len(tiles)), layout.section_first)
        assert (between[~is_new] == layout.spec.gap).all()
        assert (between[is_new] >= SECTION_GAP).all()
    bottoms = layout.row_top + layout.row_height
    assert (layout.row_top[1:] - bottoms[:-1] >= layout.spec.gap).all()


@given(layouts())
def test_rows_are_justified_and_stay_near_the_wished_height(layout: GridLayout) -> None:
    ends = {int(layout.section_range(s)[1]) for s in range(len(layout.section_first))}
    for row in range(layout.row_count):
        tiles = layout.tiles(row, row + 1)
        right = int(tiles.left[-1] + tiles.width[-1])
        assert layout.row_height[row] <= round(layout.spec.tile_height * 1.5) + 1
        if int(layout.row_first[row + 1]) not in ends and layout.row_height[row] != layout.spec.tile_height:
            assert right == layout.spec.width


@given(layouts())
def test_a_row_holds_parts_of_one_section_or_several_whole_ones(layout: GridLayout) -> None:
    for row in range(layout.row_count):
        first, last = int(layout.row_first[row]), int(layout.row_first[row + 1])
        held = range(layout.section_of(first), layout.section_of(last - 1) + 1)
        if len(held) > 1:
            assert layout.section_range(held[0])[0] == first
            assert layout.section_range(held[-1])[1] == last


@given(layouts())
def test_a_section_lies_below_its_header_and_as_wide_as_it(layout: GridLayout) -> None:
    for section in range(len(layout.section_first)):
        first, last = layout.section_range(section)
        assert layout.section_of(first) == section
        assert layout.section_of(last - 1) == section
        row = int(layout.section_row[section])
        assert layout.row_of(first) == row
        assert layout.row_top[row] - layout.section_top[section] == layout.spec.header_height
        left, width = int(layout.section_left[section]), int(layout.section_width[section])
        assert layout.rect(first)[0] == left
        for photo in (first, last - 1):
            x, y, across, down = layout.rect(photo)
            assert left <= x
            assert x + across <= left + width <= layout.spec.width
            assert y + down <= layout.section_end[section]


@given(layouts())
def test_headers_side_by_side_do_not_overlap_and_have_room(layout: GridLayout) -> None:
    for one in range(len(layout.section_first) - 1):
        if layout.section_top[one] == layout.section_top[one + 1] and layout.spec.header_height:
            assert layout.section_left[one] + layout.section_width[one] == layout.section_left[one + 1]
            assert layout.section_width[one] >= layout.spec.header_width
            assert layout.section_end[one] == layout.section_end[one + 1]
        else:
            assert layout.section_end[one] == layout.section_top[one + 1]


def test_days_with_one_photo_share_a_row_and_a_long_day_does_not() -> None:
    aspects = np.full(13, 1.5, np.float32)
    layout = GridLayout(aspects, np.asarray([0, 1, 2, 12]), LayoutSpec(width=1000, tile_height=200))
    assert layout.row_first.tolist()[:2] == [0, 2]
    assert layout.rect(0) == (0, 48, 300, 200)
    assert layout.rect(1) == (324, 48, 300, 200)
    assert layout.section_left.tolist() == [0, 324, 0, 0]
    assert layout.section_top[0] == layout.section_top[1] == 0
    assert layout.section_top[2] == layout.section_end[0] == 252


@given(layouts(), st.data())
def test_a_point_finds_the_tile_it_lies_in(layout: GridLayout, data: st.DataObject) -> None:
    photo = data.draw(st.integers(0, layout.count - 1))
    left, top, width, height = layout.rect(photo)
    for x, y in ((left, top), (left + width - 1, top + height - 1), (left + width // 2, top + height // 2)):
        assert layout.photo_at(x, y) == photo
    assert layout.nearest(left + width // 2, top + height // 2) == photo
    assert layout.photo_at(layout.spec.width + 5, top) == -1
    assert layout.photo_at(-3, top) == -1


@given(layouts(), st.data())
def test_a_rectangle_finds_what_it_touches(layout: GridLayout, data: st.DataObject) -> None:
    x0, x1 = sorted(data.draw(st.tuples(st.integers(-50, 3000), st.integers(-50, 3000))))
    y0, y1 = sorted(data.draw(st.tuples(st.integers(-50, 20000), st.integers(-50, 20000))))
    tiles = layout.tiles(0, layout.row_count)
    touched = (tiles.left < x1) & (tiles.left + tiles.width > x0) & (tiles.top < y1) & (tiles.top + tiles.height > y0)
    assert layout.touching(x0, y0, x1, y1).tolist() == np.flatnonzero(touched).tolist()


@given(layouts(), st.integers(-3, 3))
def test_moving_by_rows_lands_in_that_row(layout: GridLayout, rows: int) -> None:
    photo = layout.count // 2
    row = layout.row_of(photo)
    there = layout.beside(photo, rows)
    assert layout.row_of(there) == min(max(row + rows, 0), layout.row_count - 1)


@given(layouts(), st.integers(0, 5000), st.integers(1, 2000))
def test_a_band_shows_the_rows_and_sections_that_touch_it(layout: GridLayout, top: int, tall: int) -> None:
    first, last = layout.rows_within(top, top + tall)
    wanted = [
        r
        for r in range(layout.row_count)
        if layout.row_top[r] < top + tall and layout.row_top[r] + layout.row_height[r] > top
    ]
    assert list(range(first, last)) == wanted
    begin, end = layout.sections_within(top, top + tall)
    shown = [
        s
        for s in range(len(layout.section_first))
        if layout.section_top[s] < top + tall and layout.section_end[s] > top
    ]
    assert list(range(begin, end)) == shown


def test_a_short_last_row_is_not_stretched() -> None:
    layout = GridLayout(np.full(2, 1.5, np.float32), np.zeros(1, np.int64), LayoutSpec(width=1000, tile_height=200))
    assert layout.rect(0) == (0, 48, 300, 200)
    assert layout.rect(1) == (304, 48, 300, 200)


def test_no_photos_need_no_room() -> None:
    layout = GridLayout(np.empty(0, np.float32), np.empty(0, np.int64), LayoutSpec(width=800, tile_height=184))
    assert layout.height == 0
    assert layout.nearest(5, 5) == -1
    assert layout.photo_at(5, 5) == -1
    assert layout.rows_within(0, 500) == (0, 0)
    assert len(layout.touching(0, 0, 500, 500)) == 0


def test_shapes_that_are_no_numbers_do_no_harm() -> None:
    aspects = np.asarray([np.nan, np.inf, 0.0, -2.0, 1.0], np.float32)
    layout = GridLayout(aspects, np.zeros(1, np.int64), LayoutSpec(width=900, tile_height=184))
    assert len(layout.tiles(0, layout.row_count)) == 5
    assert layout.height > 0


@pytest.mark.parametrize(
    ("grouping", "wanted"), [(Grouping.NONE, [0]), (Grouping.DAY, [0, 2, 3, 4]), (Grouping.MONTH, [0, 3, 4])]
)
def test_sections_begin_where_the_date_changes(grouping: Grouping, wanted: list[int]) -> None:
    days = np.asarray(["2025-06-14", "2025-06-14", "2025-06-13", "2025-05-31", "1969-12-31"], "datetime64[D]")
    taken = days.astype(np.int64) * MS_PER_DAY + np.asarray([5, 4, 3, 2, 1])
    assert section_starts(taken, grouping).tolist() == wanted


def test_no_photos_make_no_sections() -> None:
    assert len(section_starts(np.empty(0, np.int64), Grouping.DAY)) == 0
