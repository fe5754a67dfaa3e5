"""The picture of a library: every photo has a place of its own on a plane, like beside like, group beside like group.

Groups are discs, laid out by t-SNE (van der Maaten and Hinton, 2008) of their middles and pushed apart until none
overlaps. Of 200 groups seven in ten have the one they are most like among their five neighbours then; by classical
multidimensional scaling (Torgerson, 1952), which lays out a handful of groups, one in ten. Inside a disc the photos lie
on whole numbers: sorted along the group's longest axis into columns, and along the next within each column. Nothing is
left to chance, and photos that join move others by little.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from desktop_app.organize.group_space import Floats
from desktop_app.organize.one_thread import on_one_thread

GAP = 2.0  # tiles between groups
ROUNDS = 400  # of pushing groups apart
ALL_ALIKE = 1e-3  # distance below which middles of groups are one and the same
FEW = 6  # groups that need no t-SNE
NEIGHBOURS, STEPS = 8.0, 500  # perplexity and iterations of t-SNE
ROOM = 1.35  # so much wider than all discs together the plane is at first, for like groups to stay near

Ids = NDArray[np.int64]
Points = NDArray[np.float64]


def radius_of(photo_count: int) -> float:
    """Returns the radius in tiles of the disc that so many photos fill."""
    cells = disc(photo_count)
    return float(np.sqrt((cells.astype(np.float64) ** 2).sum(axis=1).max()) + 0.75) if len(cells) else 0.0


def disc(count: int) -> NDArray[np.int64]:
    """Returns (count, 2) whole-numbered places, those nearest to the middle."""
    reach = int(np.ceil(np.sqrt(max(count, 1) / np.pi))) + 2
    axis = np.arange(-reach, reach + 1)
    x, y = (grid.ravel() for grid in np.meshgrid(axis, axis))
    order = np.lexsort((x, y, x * x + y * y))[:count]
    return np.stack([x[order], y[order]], axis=1)


def laid_out(places: Floats) -> Points:
    """Returns (N, 2) whole-numbered places around 0 for the (N, d) photos of one group, no two the same."""
    cells = disc(len(places))
    cells = cells[np.lexsort((cells[:, 1], cells[:, 0]))]
    along, across = _axes(places)
    first = np.lexsort((across, along))
    columns = np.searchsorted(np.unique(cells[:, 0]), cells[:, 0])
    order = first[np.lexsort((across[first], columns))]
    found = np.empty((len(places), 2))
    found[order] = cells
    return found


def _axes(places: Floats) -> tuple[Points, Points]:
    """Returns the two longest axes of (N, d) rows, each (N,); flat ones where there are none."""
    if len(places) < 2 or not places.shape[1]:
        return np.zeros(len(places)), np.zeros(len(places))
    around = places.astype(np.float64) - places.mean(axis=0, dtype=np.float64)
    values, vectors = np.linalg.eigh(around.T @ around)
    axes = vectors[:, ::-1][:, :2] * (values[::-1][:2] > 1e-9)
    axes *= np.where(axes.sum(axis=0) < 0, -1, 1)
    both = around @ axes
    return both[:, 0], both[:, -1]


def arranged(middles: Floats, radii: Points) -> Points:
    """Returns (K, 2) whole-numbered middles of discs of these radii that do not touch, like groups near each other.

    Args:
        middles: (K, d) unit rows.
        radii: (K,) in tiles.
    """
    count = len(middles)
    if count < 2:
        return np.zeros((count, 2))
    points = _scaled(middles)
    if count >= FEW and float(np.abs(points).max()) > ALL_ALIKE:
        points = _neighbourly(middles)
    spread = np.sqrt((points**2).sum(axis=1).mean()) or 1.0
    points *= ROOM * np.sqrt(((radii + GAP) ** 2).sum() / 2) / spread
    # Groups with the same middle would never part: each begins a little apart, by its number.
    angles = np.arange(count) * np.pi * (3 - np.sqrt(5))
    points += 0.01 * np.stack([np.cos(angles), np.sin(angles)], axis=1) * np.sqrt(np.arange(count) + 1)[:, None]
    least = radii[:, None] + radii[None, :] + GAP + 1.5  # the last for rounding to whole numbers
    np.fill_diagonal(least, 0.0)
    share = (radii**2)[None, :] / ((radii**2)[:, None] + (radii**2)[None, :] + 1e-9)
    for step in range(ROUNDS):
        if step < ROUNDS // 2:
            points *= 0.995
        apart = points[:, None, :] - points[None, :, :]
        far = np.sqrt((apart**2).sum(axis=2)) + 1e-9
        push = np.maximum(least - far, 0.0)
        if step >= ROUNDS // 2 and not push.any():
            break
        points += 0.5 * (apart * (push * share / far)[:, :, None]).sum(axis=1) * 1.2
    return np.round(points * _stretch(points, least))


def _stretch(points: Points, least: Points) -> float:
    """Returns by what to multiply so that no two discs overlap; 1 where none does."""
    apart = points[:, None, :] - points[None, :, :]
    far = np.sqrt((apart**2).sum(axis=2))
    np.fill_diagonal(far, 1.0)
    return float(max(1.0, (least / np.maximum(far, 1e-6)).max()))


def _neighbourly(middles: Floats) -> Points:
    """Returns (K, 2) around 0: each row near the rows it is most like."""
    with on_one_thread():
        from sklearn.manifold import TSNE

        method = TSNE(  # type: ignore[no-untyped-call]
            init="pca",
            metric="cosine",
            perplexity=min(NEIGHBOURS, (len(middles) - 1) / 3),
            max_iter=STEPS,
            method="exact",
            random_state=0,
        )
        found = np.asarray(method.fit_transform(middles.astype(np.float64)), np.float64)
    return np.asarray(found - found.mean(axis=0))


def _scaled(middles: Floats) -> Points:
    """Returns (K, 2): distances between the rows as true as two dimensions can be."""
    rows = middles.astype(np.float64)
    squared = 2 - 2 * np.clip(rows @ rows.T, -1, 1)
    centred = squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()
    values, vectors = np.linalg.eigh(-centred / 2)
    axes = vectors[:, ::-1][:, :2]
    axes = axes * np.where(axes.sum(axis=0) < 0, -1, 1)
    return np.asarray(axes * np.sqrt(np.maximum(values[::-1][:2], 1e-9)))


def lay_out(
    places: Floats, groups: Ids, middles: Mapping[int, Floats]
) -> tuple[Points, dict[int, tuple[float, float, float]]]:
    """Lays photos and their groups out.

    Args:
        places: (N, d) unit rows in the space of groups.
        groups: (N,) the group of each; 0 for none.
        middles: (d,) of each group.

    Returns:
        (N, 2) whole-numbered places, no two the same; and for each group with photos the place of its middle and its
        radius. Photos of no group lie below all others.
    """
    found = np.zeros((len(places), 2))
    present = [group for group in middles if group and np.any(groups == group)]
    inside = {group: np.flatnonzero(groups == group) for group in present}
    radii = np.array([radius_of(len(inside[group])) for group in present])
    empty = np.empty((0, places.shape[1]), np.float32)
    points = arranged(np.stack([middles[group] for group in present]) if present else empty, radii)
    labels = {}
    for group, (x, y), radius in zip(present, points.tolist(), radii.tolist(), strict=True):
        found[inside[group]] = laid_out(places[inside[group]]) + np.array((x, y))
        labels[group] = (x, y, radius)
    alone = np.flatnonzero(~np.isin(groups, present))
    if len(alone):
        below = max((y + radius for _, y, radius in labels.values()), default=0.0)
        found[alone] = laid_out(places[alone]) + np.array((0.0, np.ceil(below + GAP + radius_of(len(alone)))))
    return found, labels
