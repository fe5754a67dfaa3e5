"""Every photo of the library at a glance: who may be suggested, when it was taken, how good it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.photo import Badge, Status
from desktop_app.domain.visibility import Surface
from desktop_app.recommend.events import Catalogue, find_events
from desktop_app.recommend.interests import Floats, Ints
from desktop_app.store import tiles
from desktop_app.store.suggestible import NOWHERE, PhotoDetails, PhotoLooks, Suggestible

Bools = NDArray[np.bool_]

PRIVATE = int(Status.HIDDEN | Status.SENSITIVE)
_FLAGGED = int(Badge.FLAGGED) << tiles.BADGE_SHIFT
_FAVOURITE = int(Badge.FAVOURITE) << tiles.BADGE_SHIFT
FLAGGED_QUALITY = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All N photos as parallel arrays, by rising id.

    Attributes:
        ids: (N,) int64.
        taken_ms: (N,) int64 wall-clock milliseconds.
        added_ms: (N,) int64, UTC.
        is_dated: (N,) whether the capture time can be trusted.
        may_show: (N,) whether the photo may be suggested at all.
        is_private: (N,) hidden or sensitive: looking at it teaches nothing.
        is_favourite: (N,).
        quality: (N,) 0 to 1: the percentile among those that may be suggested, halved for flagged ones.
        phash: (N,) uint64, 0 for unknown.
        catalogue, events: those that may be suggested in the order of capture, and the event of each.
    """

    ids: Ints
    taken_ms: Ints
    added_ms: Ints
    is_dated: Bools
    may_show: Bools
    is_private: Bools
    is_favourite: Bools
    quality: Floats
    phash: NDArray[np.uint64]
    catalogue: Catalogue
    events: Ints

    def __len__(self) -> int:
        return len(self.ids)

    def places(self, ids: Ints) -> Ints:
        """Returns the place of each id, -1 for photos that are not in the library."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        at = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[at] == ids, at, -1)

    def showable(self, ids: Ints) -> Bools:
        """Returns (K,) whether each photo may be suggested."""
        at = self.places(ids)
        return np.asarray((at >= 0) & self.may_show[at]) if len(self.ids) else np.zeros(len(ids), bool)


class FactsReader:
    """Reads the facts and keeps them while they hold. For the thread of its store."""

    def __init__(self, suggestible: Suggestible) -> None:
        self._suggestible = suggestible
        self._state: object = None
        self._looks: PhotoLooks | None = None
        self._details: PhotoDetails | None = None
        self._unfit: Ints = np.empty(0, np.int64)
        self._facts: Facts | None = None

    def read(self) -> Facts:
        """Returns the facts as they are now; the same object while nothing that matters has changed."""
        state = self._suggestible.state()
        if self._facts is not None and state == self._state:
            return self._facts
        looks, unfit, old = self._suggestible.looks(), self._suggestible.unfit(), self._looks
        is_same = old is not None and _are_same_pictures(looks, old)
        if not is_same or self._details is None:
            self._details = self._suggestible.details()
        is_all_same = (
            is_same
            and old is not None
            and np.array_equal(looks.tiles, old.tiles)
            and np.array_equal(unfit, self._unfit)
        )
        if self._facts is None or not is_all_same:
            self._facts = facts_of(looks, self._details, unfit)
        self._looks, self._unfit, self._state = looks, unfit, state
        return self._facts


def _are_same_pictures(one: PhotoLooks, other: PhotoLooks) -> bool:
    """Says whether ids, times, shapes, colours and stages are as they were: what was read from the files, too."""
    still = ~np.int64(tiles.STATUS_MASK | _FAVOURITE | _FLAGGED)
    return (
        np.array_equal(one.ids, other.ids)
        and np.array_equal(one.taken_at_ms, other.taken_at_ms)
        and np.array_equal(one.tiles & still, other.tiles & still)
    )


def facts_of(looks: PhotoLooks, details: PhotoDetails, unfit: Ints) -> Facts:
    """Puts together what the store tells."""
    known = np.isin(looks.ids, details.ids)  # a photo that came between the two questions waits for the next
    ids, taken, tile = looks.ids[known], looks.taken_at_ms[known], looks.tiles[known]
    at = np.searchsorted(details.ids, ids)
    mask, wanted = tiles.visible_bits(Surface.FOR_YOU)
    quality = details.quality[at]
    may_show = ((tile & mask) == wanted) & ~np.isin(ids, unfit) & (quality > -10_000)
    percentile = _percentiles(quality, may_show) * np.where(tile & _FLAGGED, FLAGGED_QUALITY, 1.0)
    is_dated = details.is_dated[at] == 1
    shown = np.flatnonzero(may_show)
    shown = shown[np.lexsort((ids[shown], taken[shown]))]
    catalogue = Catalogue(
        ids[shown],
        taken[shown],
        is_dated[shown],
        _degrees(details.latitude[at][shown]),
        _degrees(details.longitude[at][shown]),
        percentile[shown],
    )
    return Facts(
        ids,
        taken,
        details.added_at_ms[at],
        is_dated,
        may_show,
        (tile & PRIVATE) != 0,
        (tile & _FAVOURITE) != 0,
        percentile,
        details.phash[at].view(np.uint64),
        catalogue,
        find_events(catalogue),
    )


def _percentiles(quality: Ints, counted: Bools) -> Floats:
    scale = np.sort(quality[counted])
    if not len(scale):
        return np.zeros(len(quality))
    middle = np.searchsorted(scale, quality, "left") + np.searchsorted(scale, quality, "right")
    return np.asarray(middle / (2.0 * len(scale)))


def _degrees(micro: Ints) -> Floats:
    return np.where(micro == NOWHERE, np.nan, micro / 1e6)
