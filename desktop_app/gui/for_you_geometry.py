"""Where the cards of a shelf lie: one row, a large card beside justified smaller ones, or rows below one another.

Pure: no Qt, no I/O. `left` grows with reading; callers mirror it for right-to-left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.gui.grid_layout import GridLayout, Grouping, LayoutSpec, section_starts

NARROWEST, WIDEST = 0.5, 2.4  # shapes beyond are shown cropped
LEAD_NARROWEST, LEAD_WIDEST = 0.72, 1.6
MOST_CROPPED = 1.6  # how far a photo's shape may be from the place it takes over
MOST_BESIDE = 9  # small cards beside the large one, before the row goes on out of sight

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Placement:
    """The cards' places as parallel arrays in order of the photos, and the size of the whole. Content pixels."""

    left: Ints
    top: Ints
    width: Ints
    height: Ints
    across: int
    down: int

    def __len__(self) -> int:
        return len(self.left)

    def at(self, x: int, y: int) -> int:
        """Returns the card that holds a point, -1 for none."""
        is_hit = (self.left <= x) & (x < self.left + self.width) & (self.top <= y) & (y < self.top + self.height)
        found = np.flatnonzero(is_hit)
        return int(found[0]) if len(found) else -1

    def within(self, left: int, top: int, right: int, bottom: int) -> list[int]:
        """Returns the cards that touch an area, in order."""
        touches = (self.left < right) & (self.left + self.width > left)
        touches &= (self.top < bottom) & (self.top + self.height > top)
        return [int(row) for row in np.flatnonzero(touches)]

    def vertical_neighbour(self, row: int, step: int) -> int:
        """Returns the nearest card below (1) or above (-1) another within the shelf, -1 when there is none."""
        middle = self.left + self.width / 2
        own_top, own_end = int(self.top[row]), int(self.top[row] + self.height[row])
        beyond = self.top >= own_end if step > 0 else self.top + self.height <= own_top
        found = np.flatnonzero(beyond)
        if not len(found):
            return -1
        # what lies straight above or below comes before what is only near
        apart = np.abs(middle[found] - middle[row])
        reach = np.abs(self.top[found] - own_top)
        return int(found[np.argmin(apart + reach * 0.01)])


class ShelfLayout(Protocol):
    """How a shelf's cards are placed: (N,) width / height and the room across give their places."""

    def __call__(self, aspects: NDArray[np.float32], across: int) -> Placement:
        """Returns where the cards lie when `across` pixels are to be seen at once."""
        ...


def shapes_of(aspects: NDArray[np.float32]) -> Floats:
    """Returns (N,) shapes as they are shown: unknown ones 1.5, extreme ones cropped."""
    known = np.nan_to_num(aspects.astype(np.float64), nan=1.5, posinf=WIDEST, neginf=NARROWEST)
    return np.clip(known, NARROWEST, WIDEST)


def _placement(left: Ints, top: Ints, width: Ints, height: Ints) -> Placement:
    across = int((left + width).max()) if len(left) else 0
    down = int((top + height).max()) if len(left) else 0
    return Placement(left, top, width, height, across, down)


def _ints(values: list[int]) -> Ints:
    return np.asarray(values, np.int64)


@dataclass(frozen=True, slots=True)
class RowLayout:
    """Cards of one height side by side, going on out of sight."""

    height: int
    gap: int = 8

    def __call__(self, aspects: NDArray[np.float32], across: int) -> Placement:
        """See ShelfLayout."""
        del across
        width = np.rint(shapes_of(aspects) * self.height).astype(np.int64)
        left = np.cumsum(width + self.gap) - width - self.gap
        count = len(width)
        return _placement(left, np.zeros(count, np.int64), width, np.full(count, self.height, np.int64))


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Justified rows below one another."""

    height: int
    gap: int = 4

    def __call__(self, aspects: NDArray[np.float32], across: int) -> Placement:
        """See ShelfLayout."""
        count = len(aspects)
        starts = section_starts(np.zeros(count, np.int64), Grouping.NONE)
        spec = LayoutSpec(max(across, 1), self.height, gap=self.gap, header_height=0, bottom=0)
        layout = GridLayout(aspects, starts, spec)
        tiles = layout.tiles(0, len(layout.row_top))
        return _placement(tiles.left, tiles.top, tiles.width, tiles.height)


@dataclass(frozen=True, slots=True)
class LeadLayout:
    """The first card large; beside it two rows that end where the view does; what is left follows in two rows.

    Every shape is kept and both edges are met exactly: the height is what the shapes ask for. With W the width, a the
    large card's shape, S1 and S2 the sums of the shapes of the two rows and g the gap, the three heights must agree,
    H = h1 + g + h2 with h = (W - g - aH - gaps) / S, which is linear in H. Of all ways to share the photos out over
    the rows the one whose height comes nearest to the wished one is taken.
    """

    wished: int
    gap: int = 8
    most: int = MOST_BESIDE
    is_even: bool = False  # the wished height exactly, at the price of a little cropping: collages side by side

    def __call__(self, aspects: NDArray[np.float32], across: int) -> Placement:
        """See ShelfLayout."""
        shapes = shapes_of(aspects)
        if len(shapes) < 3:
            return self._few(aspects, shapes, across)
        shapes[0] = min(max(shapes[0], LEAD_NARROWEST), LEAD_WIDEST)
        best = self._best_share(shapes, across)
        if best is None:
            return self._loose(shapes, self.wished)
        height, first, second = best
        made = self._exact(shapes, across, height, first, second)
        return _stretched(made, self.wished) if self.is_even else made

    def _few(self, aspects: NDArray[np.float32], shapes: Floats, across: int) -> Placement:
        """One or two cards: side by side, to both edges where that is wanted."""
        row = RowLayout(self.wished, self.gap)(aspects, across)
        if not self.is_even or len(shapes) < 2:
            return row
        left, width = self._justified(shapes, 0, across)
        return _placement(_ints(left), row.top, _ints(width), row.height)

    def _best_share(self, shapes: Floats, across: int) -> tuple[float, int, int] | None:
        """Returns the height and how many cards the two rows beside the large one hold; None when nothing fits."""
        best: tuple[float, float, int, int] | None = None
        lowest, highest = (0.35, 2.6) if self.is_even else (0.6, 1.35)  # a collage is cropped to its height anyway
        for first in range(1, min(self.most, len(shapes) - 1)):
            for second in range(1, min(self.most - first, len(shapes) - 1 - first) + 1):
                height = self._height(shapes, across, first, second)
                beside = across - self.gap - shapes[0] * height
                tops = [
                    (beside - (count - 1) * self.gap) / total
                    for count, total in (
                        (first, shapes[1 : 1 + first].sum()),
                        (second, shapes[1 + first : 1 + first + second].sum()),
                    )
                ]
                if min(tops) < 40 or not lowest * self.wished <= height <= highest * self.wished:
                    continue
                cost = abs(math.log(height / self.wished)) + 0.7 * abs(math.log(tops[0] / tops[1]))
                if best is None or cost < best[0]:
                    best = (cost, height, first, second)
        return None if best is None else best[1:]

    def _height(self, shapes: Floats, across: int, first: int, second: int) -> float:
        one, two = shapes[1 : 1 + first].sum(), shapes[1 + first : 1 + first + second].sum()
        share = 1 / one + 1 / two
        room = (across - self.gap) * share - self.gap * ((first - 1) / one + (second - 1) / two) + self.gap
        return float(room / (1 + shapes[0] * share))

    def _exact(self, shapes: Floats, across: int, wanted: float, first: int, second: int) -> Placement:
        gap, height = self.gap, round(wanted)
        lead = round(shapes[0] * wanted)
        begin = lead + gap
        upper = self._justified(shapes[1 : 1 + first], begin, across)
        lower = self._justified(shapes[1 + first : 1 + first + second], begin, across)
        total = shapes[1 : 1 + first].sum()
        upper_height = round((across - begin - (first - 1) * gap) / total)
        left, width = [0, *upper[0], *lower[0]], [lead, *upper[1], *lower[1]]
        top = [0] + [0] * first + [upper_height + gap] * second
        tall = [height] + [upper_height] * first + [height - upper_height - gap] * second
        rest = self._two_rows(shapes[1 + first + second :], across + gap, height)
        columns = zip((left, top, width, tall), rest, strict=True)
        return _placement(*(_ints(near + far) for near, far in columns))

    def _justified(self, shapes: Floats, begin: int, end: int) -> tuple[list[int], list[int]]:
        """Returns lefts and widths of cards that fill [begin, end) to the pixel."""
        room = end - begin - (len(shapes) - 1) * self.gap
        edges = np.rint(np.concatenate(([0.0], np.cumsum(shapes))) / shapes.sum() * room).astype(np.int64)
        left = begin + edges[:-1] + np.arange(len(shapes)) * self.gap
        return left.tolist(), np.diff(edges).tolist()

    def _two_rows(self, shapes: Floats, begin: int, height: int) -> tuple[list[int], list[int], list[int], list[int]]:
        """Returns lefts, tops, widths, heights of cards in two rows, each card put where there is more room."""
        upper = (height - self.gap) // 2
        rows = ((0, upper), (upper + self.gap, height - self.gap - upper))
        ends = [begin, begin]
        made: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
        for shape in shapes:
            row = 0 if ends[0] <= ends[1] else 1
            top, tall = rows[row]
            width = round(float(shape) * tall)
            for column, value in zip(made, (ends[row], top, width, tall), strict=True):
                column.append(value)
            ends[row] += width + self.gap
        return made

    def _loose(self, shapes: Floats, height: int) -> Placement:
        """The large card, then two rows that end where they end: few photos in a wide window."""
        lead = round(float(shapes[0]) * height)
        rest = self._two_rows(shapes[1:], lead + self.gap, height)
        columns = zip(([0], [0], [lead], [height]), rest, strict=True)
        return _placement(*(_ints(near + far) for near, far in columns))


def _stretched(placement: Placement, down: int) -> Placement:
    """Returns the places with another height of the whole."""
    share = down / placement.down
    top = np.rint(placement.top * share).astype(np.int64)
    end = np.rint((placement.top + placement.height) * share).astype(np.int64)
    return _placement(placement.left, top, placement.width, end - top)


def fitted_into(
    placement: Placement, aspects: NDArray[np.float32], most_cropped: float = MOST_CROPPED
) -> Placement | None:
    """Returns the same places for other photos, None when they are too many or one would lose too much of itself."""
    kept = len(aspects)
    if not 0 < kept <= len(placement):
        return None
    crops = shapes_of(aspects) / (placement.width[:kept] / placement.height[:kept])
    if float(np.maximum(crops, 1 / crops).max()) > most_cropped:
        return None
    left, top, width, height = (c[:kept] for c in (placement.left, placement.top, placement.width, placement.height))
    return Placement(left, top, width, height, placement.across, placement.down)
