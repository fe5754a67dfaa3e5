"""The grid's geometry: justified rows below date headers, reckoned with numpy. Pure: no Qt, no I/O, any thread.

Short sections that follow one another lie side by side in one row, each below its own header: a month of days with one
photo each would else be a column of single tiles.

Rows are found without visiting photos one by one: one binary search over the running sum of the shapes tells for every
photo where a row that began with it would end; following those pointers from row to row is the only loop. 100,000
photos take some ten milliseconds. Places within a row are reckoned when asked for, for a run of rows at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

MS_PER_DAY = 86_400_000
NARROWEST, WIDEST = 0.4, 4.0  # shapes beyond are shown cropped: a panorama would starve its row
MAX_STRETCH = 1.5  # a row that would have to grow more stays ragged
SECTION_GAP = 24  # between two sections side by side

Ints = NDArray[np.int64]


class Grouping(StrEnum):
    """What a section holds."""

    NONE = "none"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class LayoutSpec:
    """What the rows must fit. Device-independent pixels.

    Attributes:
        width: from the left edge of the first tile to the right edge of the last.
        tile_height: wished for; rows come near it. gap: between tiles and between rows.
        header_height: of a section's header, 0 for none. header_width: what a header needs at least.
        top, bottom: space above the first and below the last section.
    """

    width: int
    tile_height: int
    gap: int = 4
    header_height: int = 48
    header_width: int = 236
    top: int = 0
    bottom: int = 24


@dataclass(frozen=True, slots=True)
class Tiles:
    """The tiles of a run of rows, as parallel arrays of one length, in order of the photos. Content coordinates."""

    first: int
    left: Ints
    top: Ints
    width: Ints
    height: Ints

    def __len__(self) -> int:
        return len(self.left)


def section_starts(taken_at_ms: NDArray[np.int64], grouping: Grouping) -> Ints:
    """Returns (S,) int64: where in the order each section begins; the first is 0, and none for no photos."""
    count = len(taken_at_ms)
    if count == 0:
        return np.empty(0, np.int64)
    if grouping is Grouping.NONE:
        return np.zeros(1, np.int64)
    key = np.floor_divide(taken_at_ms, MS_PER_DAY)
    if grouping is Grouping.MONTH:
        key = key.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.concatenate(([0], np.flatnonzero(key[1:] != key[:-1]) + 1)).astype(np.int64)


class GridLayout:
    """Where every tile and header lies. Immutable; `x` grows to the right, callers mirror for right-to-left.

    Attributes:
        height: of everything, px.
        row_first: (R + 1,) int64, the first photo of each row, then N.
        row_top, row_height: (R,) int64 px.
        section_first: (S,) int64, the first photo of each section.
        section_top, section_end: (S,) int64 px, the top of each header, and where the next header below it begins.
        section_left, section_width: (S,) int64 px, 0 and the whole width but for sections side by side.
        section_row: (S + 1,) int64, the first row of each section, then R.
    """

    def __init__(self, aspects: NDArray[np.float32], starts: Ints, spec: LayoutSpec) -> None:
        """Lays out N photos.

        Args:
            aspects: (N,) width / height.
            starts: (S,) ascending section starts, the first 0; empty only when N is 0.
            spec: the measures.
        """
        self.spec = spec
        self.count = len(aspects)
        self.section_first = starts
        shapes = np.nan_to_num(aspects.astype(np.float64), nan=1.5, posinf=WIDEST, neginf=NARROWEST)
        shapes = np.clip(shapes, NARROWEST, WIDEST)
        self._sum = np.concatenate(([0.0], np.cumsum(shapes)))  # (N + 1,)
        sections = len(starts)
        self.section_left = np.zeros(sections, np.int64)
        self.section_width = np.full(sections, spec.width, np.int64)
        self._shared = self._share_rows()
        self.row_first = self._break_rows()
        self.row_height, self._is_full = self._row_heights()
        self._stack_rows()

    def _share_rows(self) -> dict[int, int]:
        """Puts short sections side by side. Returns where each shared row ends, by the photo it begins with."""
        spec, first = self.spec, self.section_first
        if spec.header_height == 0 or len(first) < 2:
            return {}
        ends = np.append(first[1:], self.count)
        across = np.rint((self._sum[ends] - self._sum[first]) * spec.tile_height).astype(np.int64)
        across += (ends - first - 1) * spec.gap
        room = np.maximum(across, spec.header_width) + SECTION_GAP
        shared: dict[int, int] = {}
        at, count, widths = 0, len(first), room.tolist()
        while at < count:
            behind, used = at + 1, widths[at]
            while behind < count and used + widths[behind] - SECTION_GAP <= spec.width:
                used += widths[behind]
                behind += 1
            if behind > at + 1:
                self.section_left[at:behind] = np.cumsum(room[at:behind]) - room[at:behind]
                self.section_width[at:behind] = room[at:behind]
                self.section_width[behind - 1] = spec.width - self.section_left[behind - 1]
                shared[int(first[at])] = int(ends[behind - 1])
            at = behind
        return shared

    def _break_rows(self) -> Ints:
        count, spec = self.count, self.spec
        if count == 0:
            return np.zeros(1, np.int64)
        position = np.arange(count + 1)
        ends = np.append(self.section_first[1:], count)
        limit = np.repeat(ends, np.diff(np.append(self.section_first, count)))  # (N,) end of each photo's section
        run = self._sum * spec.tile_height + position * spec.gap  # where each tile would begin at the wished height
        begin = position[:count]
        # over: the first end that fills or overfills a row begun here; under: one photo less
        over = np.searchsorted(run, run[:count] + spec.width + spec.gap)
        over = np.minimum(np.maximum(over, begin + 1), count)
        under = np.maximum(over - 1, begin + 1)
        # under would grow the row by a factor, over shrink it by another; the smaller factor wins
        product = self._fitting_height(begin, under) * self._fitting_height(begin, over)
        end = np.where(product < float(spec.tile_height) ** 2, under, over)
        following = np.minimum(end, limit).tolist()
        for first, behind in self._shared.items():
            following[first] = behind
        rows = []
        at = 0
        while at < count:
            rows.append(at)
            at = following[at]
        rows.append(count)
        return np.asarray(rows, np.int64)

    def _fitting_height(self, begin: Ints, end: Ints) -> NDArray[np.float64]:
        """Returns the height at which the photos [begin, end) fill the width exactly."""
        room = np.maximum(self.spec.width - (end - begin - 1) * self.spec.gap, 1)
        height: NDArray[np.float64] = np.maximum(room / (self._sum[end] - self._sum[begin]), 1.0)
        return height

    def _row_heights(self) -> tuple[Ints, NDArray[np.bool_]]:
        begin, end = self.row_first[:-1], self.row_first[1:]
        if len(begin) == 0:
            return np.empty(0, np.int64), np.empty(0, np.bool_)
        fitting = self._fitting_height(begin, end)
        wished = self.spec.tile_height
        is_last = np.isin(end, np.append(self.section_first[1:], self.count))
        # the last row of a section is not stretched, unless it is full already but for a sliver
        is_ragged = np.where(is_last, fitting > wished * 1.08, fitting > wished * MAX_STRETCH)
        is_ragged |= np.isin(begin, np.fromiter(self._shared, np.int64, len(self._shared)))
        heights = np.where(is_ragged, wished, np.rint(fitting)).astype(np.int64)
        return np.maximum(heights, 1), ~is_ragged

    def _stack_rows(self) -> None:
        spec, rows = self.spec, len(self.row_height)
        row = np.searchsorted(self.row_first[:-1], self.section_first, side="right").astype(np.int64) - 1
        heads = row[np.append(np.ones(min(len(row), 1), np.bool_), row[1:] != row[:-1])]  # rows with headers above them
        above = np.concatenate(([0], np.cumsum(self.row_height + spec.gap)))
        headers_above = np.searchsorted(heads, np.arange(rows), side="right")
        self.row_top = spec.top + above[:-1] + headers_above * spec.header_height
        end = spec.top + int(above[-1]) + len(heads) * spec.header_height
        tops = np.append(self.row_top[heads] - spec.header_height, end)
        place = np.searchsorted(heads, row)
        self.section_top, self.section_end = tops[place], tops[place + 1]
        self.section_row = np.append(row, rows)
        self.height = end + spec.bottom if self.count else 0

    @cached_property
    def row_count(self) -> int:
        """How many rows there are."""
        return len(self.row_height)

    def rows_within(self, top: int, bottom: int) -> tuple[int, int]:
        """Returns [first, last) of the rows that touch the band from `top` to `bottom`, content coordinates."""
        first = int(np.searchsorted(self.row_top + self.row_height, top, side="right"))
        last = int(np.searchsorted(self.row_top, bottom, side="left"))
        return first, max(first, last)

    def sections_within(self, top: int, bottom: int) -> tuple[int, int]:
        """Returns [first, last) of the sections that touch the band from `top` to `bottom`."""
        first = int(np.searchsorted(self.section_end, top, side="right"))
        last = int(np.searchsorted(self.section_top, bottom, side="left"))
        return first, max(first, last)

    def tiles(self, first_row: int, last_row: int) -> Tiles:
        """Returns the tiles of the rows [first_row, last_row). A full row ends exactly at the width."""
        first_row, last_row = max(first_row, 0), min(last_row, self.row_count)
        if first_row >= last_row:
            none = np.empty(0, np.int64)
            return Tiles(int(self.row_first[min(first_row, self.row_count)]), none, none, none, none)
        begin, end = self.row_first[first_row:last_row], self.row_first[first_row + 1 : last_row + 1]
        sizes = end - begin
        first, last = int(begin[0]), int(end[-1])
        start = np.repeat(begin, sizes)
        height = np.repeat(self.row_height[first_row:last_row], sizes)
        gap, photo = self.spec.gap, np.arange(first, last)
        shapes = self._sum[end] - self._sum[begin]
        room = self.spec.width - (sizes - 1) * gap
        scale = np.where(self._is_full[first_row:last_row], room / shapes, self.row_height[first_row:last_row])
        scale = np.repeat(scale, sizes)
        section = np.searchsorted(self.section_first, photo, side="right") - 1
        start = np.maximum(start, self.section_first[section])  # a section within a shared row begins anew
        base = self._sum[start]
        offset = (photo - start) * gap + self.section_left[section]
        left = np.rint((self._sum[first:last] - base) * scale).astype(np.int64) + offset
        right = np.rint((self._sum[first + 1 : last + 1] - base) * scale).astype(np.int64) + offset
        right = np.minimum(right, self.spec.width)
        top = np.repeat(self.row_top[first_row:last_row], sizes)
        return Tiles(first, left, top, np.maximum(right - left, 1), height)

    def row_of(self, photo: int) -> int:
        """Returns the row that holds the photo at this place of the order."""
        return int(np.searchsorted(self.row_first, photo, side="right")) - 1

    def section_of(self, photo: int) -> int:
        """Returns the section that holds the photo at this place of the order."""
        return int(np.searchsorted(self.section_first, photo, side="right")) - 1

    def section_range(self, section: int) -> tuple[int, int]:
        """Returns [first, last) of a section's photos."""
        last = self.section_first[section + 1] if section + 1 < len(self.section_first) else self.count
        return int(self.section_first[section]), int(last)

    def rect(self, photo: int) -> tuple[int, int, int, int]:
        """Returns left, top, width, height of one tile."""
        row = self.row_of(photo)
        tiles = self.tiles(row, row + 1)
        at = photo - tiles.first
        return int(tiles.left[at]), int(tiles.top[at]), int(tiles.width[at]), int(tiles.height[at])

    def photo_at(self, x: int, y: int) -> int:
        """Returns the photo whose tile holds the point, -1 where there is none."""
        first, last = self.rows_within(y, y + 1)
        if first >= last:
            return -1
        tiles = self.tiles(first, first + 1)
        at = int(np.searchsorted(tiles.left, x, side="right")) - 1
        return tiles.first + at if at >= 0 and x < tiles.left[at] + tiles.width[at] else -1

    def nearest(self, x: int, y: int) -> int:
        """Returns the photo whose tile is nearest to the point (rows before columns), -1 for no photos."""
        if self.count == 0:
            return -1
        row = int(np.clip(np.searchsorted(self.row_top + self.row_height, y, side="right"), 0, self.row_count - 1))
        if row > 0 and y < self.row_top[row]:
            above = y - (self.row_top[row - 1] + self.row_height[row - 1])
            row -= int(above < self.row_top[row] - y)
        return self._nearest_in_row(row, x)

    def _nearest_in_row(self, row: int, x: float) -> int:
        tiles = self.tiles(row, row + 1)
        centre = tiles.left + tiles.width / 2
        return tiles.first + int(np.argmin(np.abs(centre - x)))

    def beside(self, photo: int, rows: int) -> int:
        """Returns the photo that lies `rows` rows below (above when negative), nearest by its centre."""
        row = self.row_of(photo)
        wanted = min(max(row + rows, 0), self.row_count - 1)
        if wanted == row:
            return photo
        left, _, width, _ = self.rect(photo)
        return self._nearest_in_row(wanted, left + width / 2)

    def touching(self, left: int, top: int, right: int, bottom: int) -> Ints:
        """Returns the photos, ascending, whose tiles touch a rectangle (edges of the rectangle exclusive)."""
        tiles = self.tiles(*self.rows_within(top, bottom))
        is_hit = (tiles.left < right) & (tiles.left + tiles.width > left)
        return np.flatnonzero(is_hit) + tiles.first
