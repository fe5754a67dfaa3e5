"""From the map to the screen and back: which part of the library's picture is seen, and how large. Pure numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

FIT_MARGIN_PX = 48
LARGEST_PX = 320.0  # of one tile
LOOSE = 0.35  # of the view may be empty beyond the edge of the map

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The edges of everything on the map, in units of one tile."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From the left edge to the right one, at least 1."""
        return max(1.0, self.right - self.left)

    @property
    def height(self) -> float:
        """From the top edge to the bottom one, at least 1."""
        return max(1.0, self.bottom - self.top)


def bounds_of(x: Floats, y: Floats) -> Bounds:
    """Returns the edges of (N,) places, half a tile beyond the outermost ones."""
    if not len(x):
        return Bounds(0.0, 0.0, 1.0, 1.0)
    return Bounds(float(x.min()) - 0.5, float(y.min()) - 0.5, float(x.max()) + 0.5, float(y.max()) + 0.5)


@dataclass(frozen=True, slots=True)
class Camera:
    """One view of the map.

    Attributes:
        x, y: what lies in the middle of the view, in units of one tile.
        scale: pixels of one tile.
        width, height: of the view in px.
    """

    x: float
    y: float
    scale: float
    width: int
    height: int

    @property
    def offset(self) -> tuple[float, float]:
        """What is added to a place times `scale`; whole pixels, so that nothing trembles while it is moved."""
        return float(round(self.width / 2 - self.x * self.scale)), float(round(self.height / 2 - self.y * self.scale))

    def to_view(self, x: float, y: float) -> tuple[float, float]:
        """Returns where a place lies in the view."""
        left, top = self.offset
        return x * self.scale + left, y * self.scale + top

    def to_map(self, x_px: float, y_px: float) -> tuple[float, float]:
        """Returns the place under a point of the view."""
        left, top = self.offset
        return (x_px - left) / self.scale, (y_px - top) / self.scale

    def seen(self, margin_px: float = 0.0) -> Bounds:
        """Returns the part of the map that is seen, and so much around it."""
        left, top = self.to_map(-margin_px, -margin_px)
        right, bottom = self.to_map(self.width + margin_px, self.height + margin_px)
        return Bounds(left, top, right, bottom)

    def moved(self, dx_px: float, dy_px: float) -> Camera:
        """Returns the view after the map was pushed by so many pixels."""
        return replace(self, x=self.x - dx_px / self.scale, y=self.y - dy_px / self.scale)

    def centred(self, x: float, y: float) -> Camera:
        """Returns the view with a place in its middle."""
        return replace(self, x=x, y=y)

    def zoomed(self, scale: float, at: tuple[float, float]) -> Camera:
        """Returns the view at another scale; what lies under a point of the view stays there."""
        x = self.x + (at[0] - self.width / 2) * (1 / self.scale - 1 / scale)
        y = self.y + (at[1] - self.height / 2) * (1 / self.scale - 1 / scale)
        return replace(self, x=x, y=y, scale=scale)

    def resized(self, width: int, height: int) -> Camera:
        """Returns the same middle and scale in a view of another size."""
        return replace(self, width=width, height=height)

    def kept_in(self, bounds: Bounds) -> Camera:
        """Returns the nearest view that does not lose the map: not too far out, not too near, not beside it."""
        scale = min(max(self.scale, smallest_scale(bounds, self.width, self.height)), largest_scale(bounds, self))
        camera = self if scale == self.scale else replace(self, scale=scale)
        loose_x, loose_y = LOOSE * self.width / scale, LOOSE * self.height / scale
        return replace(
            camera,
            x=min(max(camera.x, bounds.left - loose_x + min(loose_x, bounds.width / 2)), bounds.right),
            y=min(max(camera.y, bounds.top - loose_y + min(loose_y, bounds.height / 2)), bounds.bottom),
        )


def fitting(bounds: Bounds, width: int, height: int) -> Camera:
    """Returns the view that shows everything, with a margin."""
    scale = min((width - 2 * FIT_MARGIN_PX) / bounds.width, (height - 2 * FIT_MARGIN_PX) / bounds.height)
    middle = ((bounds.left + bounds.right) / 2, (bounds.top + bounds.bottom) / 2)
    return Camera(middle[0], middle[1], min(max(scale, 0.01), LARGEST_PX / 2), width, height)


def smallest_scale(bounds: Bounds, width: int, height: int) -> float:
    """Returns how far out one can go: a little beyond seeing everything."""
    return fitting(bounds, width, height).scale * 0.7


def largest_scale(bounds: Bounds, camera: Camera) -> float:
    """Returns how near one can go."""
    return max(LARGEST_PX, smallest_scale(bounds, camera.width, camera.height))


def towards(x: Floats, y: Floats, start: int, step: tuple[int, int]) -> int:
    """Returns the photo that an arrow key leads to: the nearest one that lies more in its direction than beside it.

    Args:
        x: (N,) places.
        y: likewise.
        start: the photo to go from.
        step: (1, 0) to the right, (0, 1) down, and so on.

    Returns:
        Its row, or `start` where there is nothing in this direction.
    """
    dx, dy = x - x[start], y - y[start]
    along = dx * step[0] + dy * step[1]
    beside = np.abs(dx * step[1] + dy * step[0])
    cost = np.where((along > 0.05) & (beside <= along * 1.2), along + 2.0 * beside, np.inf)
    best = int(np.argmin(cost))
    return best if np.isfinite(cost[best]) else start
