"""What the map shows, as arrays: where each photo lies, its colour and date, and the clouds of the groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from desktop_app.domain.group import LibraryMap
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.gui.map_camera import Bounds, bounds_of
from desktop_app.gui.photo_delegate import UNKNOWN_COLOUR

NO_GROUP = 0  # of photos that are like no group
CLOUD_EDGE = 360  # pixels of the cloud picture along its longer side
FINEST_CELL = 0.2  # tiles: a small library needs no finer cloud
CLOUD_BLURS = 3
CLOUD_ALPHA = 0.5
CLOUD_VIVID = 2.2


@dataclass(frozen=True, slots=True)
class MapLabel:
    """A group's name and where it stands. `count` photos of it are on the map; lengths in units of one tile."""

    group_id: GroupId
    name: str
    x: float
    y: float
    radius: float
    count: int


@dataclass(frozen=True, slots=True, eq=False)
class MapContent:
    """Everything the map paints from. Parallel arrays of length N; made off the GUI thread.

    Attributes:
        ids: (N,) int64 PhotoId. x, y: (N,) float32 places. groups: (N,) int64 GroupId.
        colours: (N,) uint32 0xFFRRGGBB.
        taken_at_ms: (N,) int64 wall-clock milliseconds.
        order: (N,) int64: rows in the order of the timeline, newest first.
        labels: the groups, the largest first.
        bounds: of the places.
        cloud: the groups as soft clouds of their mean colour. cloud_place: where it lies on the map.
    """

    ids: NDArray[np.int64]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    groups: NDArray[np.int64]
    colours: NDArray[np.uint32]
    taken_at_ms: NDArray[np.int64]
    order: NDArray[np.int64]
    labels: tuple[MapLabel, ...]
    bounds: Bounds
    cloud: QImage
    cloud_place: Bounds

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, photo_id: PhotoId) -> int:
        """Returns the row of a photo, -1 when it is not on the map."""
        rows = np.flatnonzero(self.ids == photo_id)
        return int(rows[0]) if len(rows) else -1

    def name_of(self, row: int) -> str:
        """Returns the name of the group that holds a row."""
        group = int(self.groups[row])
        return next((label.name for label in self.labels if label.group_id == group), "")

    def row_ids(self, row: int) -> list[PhotoId]:
        """Returns the photos of a row's group in the order of the timeline."""
        same = self.order[self.groups[self.order] == self.groups[row]]
        return [PhotoId(int(i)) for i in self.ids[same]]


def content_of(library_map: LibraryMap, timeline: Timeline) -> MapContent:
    """Returns what the map shows. Any thread.

    Args:
        library_map: where photos lie.
        timeline: of the library; photos that are not in it are left out.
    """
    by_id = np.argsort(timeline.ids)
    at = np.minimum(np.searchsorted(timeline.ids[by_id], library_map.ids), max(0, len(by_id) - 1))
    rows = by_id[at] if len(by_id) else np.zeros(len(library_map.ids), np.int64)
    is_known = timeline.ids[rows] == library_map.ids if len(by_id) else np.zeros(len(library_map.ids), np.bool_)
    rows, kept = rows[is_known], np.flatnonzero(is_known)
    x, y = library_map.x[kept].astype(np.float32), library_map.y[kept].astype(np.float32)
    groups = library_map.groups[kept]
    colours = timeline.colours[rows].astype(np.uint32)
    bounds = bounds_of(x, y)
    counts = dict(zip(*(part.tolist() for part in np.unique(groups, return_counts=True)), strict=True))
    labels = [
        MapLabel(group_id, name, cx, cy, radius, counts.get(int(group_id), 0))
        for group_id, name, cx, cy, radius in library_map.labels
        if counts.get(int(group_id), 0)
    ]
    labels.sort(key=lambda label: -label.count)
    cloud, place = cloud_of(x, y, groups, colours, bounds)
    return MapContent(
        ids=library_map.ids[kept],
        x=x,
        y=y,
        groups=groups,
        colours=colours | np.uint32(0xFF000000),
        taken_at_ms=timeline.taken_at_ms[rows],
        order=np.argsort(rows, kind="stable"),
        labels=tuple(labels),
        bounds=bounds,
        cloud=cloud,
        cloud_place=place,
    )


def cloud_of(
    x: NDArray[np.float32],
    y: NDArray[np.float32],
    groups: NDArray[np.int64],
    colours: NDArray[np.uint32],
    bounds: Bounds,
) -> tuple[QImage, Bounds]:
    """Returns the groups as soft clouds, and where the picture lies on the map.

    Each photo adds its group's mean colour where it lies; box blurs after each other make a soft edge of it. Photos
    that are like no group add nothing.
    """
    cell = max(max(bounds.width, bounds.height) / CLOUD_EDGE, FINEST_CELL)
    reach = max(1, round(1.6 / cell), CLOUD_EDGE // 60)  # of one blur, in cells
    pad = CLOUD_BLURS * reach
    across, down = int(bounds.width / cell) + 1 + 2 * pad, int(bounds.height / cell) + 1 + 2 * pad
    column = ((x - bounds.left) / cell).astype(np.int64) + pad
    row = ((y - bounds.top) / cell).astype(np.int64) + pad
    place = row * across + column
    is_grouped = (groups != NO_GROUP).astype(np.float64)
    parts = [part * is_grouped for part in _mean_colours(groups, colours)] + [is_grouped]
    layers = [np.bincount(place, weights=part, minlength=across * down).astype(np.float64) for part in parts]
    soft = [_blurred(layer.reshape(down, across), reach) for layer in layers]
    amount = soft[3]
    per_cell = max(float(np.quantile(amount[amount > 0], 0.5)), 1e-9) if np.any(amount > 0) else 1.0
    alpha = np.clip(amount / per_cell, 0.0, 1.0) ** 0.8 * CLOUD_ALPHA
    made = np.zeros((down, across, 4), np.uint8)
    colour = np.stack(soft[:3], -1) / np.maximum(amount, 1e-9)[..., None]
    grey = colour.mean(axis=-1, keepdims=True)
    vivid = np.clip(grey + (colour - grey) * CLOUD_VIVID, 0, 255)  # means of many colours are greyer than any of them
    for channel, at in zip((2, 1, 0), range(3), strict=True):
        made[..., channel] = vivid[..., at] * alpha
    made[..., 3] = (alpha * 255).clip(0, 255)
    image = QImage(made.data, across, down, across * 4, QImage.Format.Format_ARGB32_Premultiplied)
    left, top = bounds.left - pad * cell, bounds.top - pad * cell
    return image.copy(), Bounds(left, top, left + across * cell, top + down * cell)


def _mean_colours(groups: NDArray[np.int64], colours: NDArray[np.uint32]) -> list[NDArray[np.float64]]:
    """Returns red, green and blue of each photo's group, (N,) each; photos not read yet do not count."""
    _names, of = np.unique(groups, return_inverse=True)
    weight = (colours != UNKNOWN_COLOUR).astype(np.float64) + 1e-6
    total = np.bincount(of, weights=weight) if len(of) else np.zeros(0)
    parts = []
    for shift in (16, 8, 0):
        channel = ((colours >> np.uint32(shift)) & np.uint32(255)).astype(np.float64)
        parts.append((np.bincount(of, weights=channel * weight) / total)[of] if len(of) else np.zeros(0))
    return parts


def _blurred(layer: NDArray[np.float64], reach: int) -> NDArray[np.float64]:
    """Returns a box blur of 2 `reach` + 1 cells, run several times along both axes: nearly a bell."""
    for _ in range(CLOUD_BLURS):
        for axis in (0, 1):
            padded = np.concatenate(
                [
                    np.zeros_like(layer.take(range(reach + 1), axis)),
                    layer,
                    np.zeros_like(layer.take(range(reach), axis)),
                ],
                axis,
            ).cumsum(axis)
            length, wide = layer.shape[axis], 2 * reach + 1
            layer = (padded.take(range(wide, length + wide), axis) - padded.take(range(length), axis)) / wide
    return layer
