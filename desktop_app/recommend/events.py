"""Events: stretches of time in which photos belong together, found by gaps in time and jumps in place."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.gaps import apart_km, usual_logs

WINDOW = 10  # gaps on either side that say how dense photos lie here
FACTOR = 17.0  # a gap so many times the usual one ends an event (Platt et al. 2003)
LEAST_GAP_MS = 45 * 60_000  # however dense the photos lie, a shorter pause ends nothing
LONGEST_GAP_MS = 36 * 3_600_000  # a longer one always does
FAR_KM = 60.0  # moved so far, another event begins after a pause of an hour
PAUSE_MS = 3_600_000
SHORTEST_MS, WEEK_MS = 1_000, 7 * 86_400_000  # between these a gap says how dense photos lie


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Every photo that may be suggested, in the order of capture: parallel arrays, by (taken_ms, ids).

    Attributes:
        ids: (N,) int64 photo ids.
        taken_ms: (N,) int64 wall-clock milliseconds, as everywhere.
        is_dated: (N,) whether that date can be trusted (EXIF, sidecar, file name), not only a file's time.
        latitude: (N,) float degrees, NaN where unknown.
        longitude: (N,) float degrees, NaN where unknown.
        quality: (N,) float 0 to 1, a percentile of the library.
    """

    ids: NDArray[np.int64]
    taken_ms: NDArray[np.int64]
    is_dated: NDArray[np.bool_]
    latitude: NDArray[np.floating]
    longitude: NDArray[np.floating]
    quality: NDArray[np.floating]
    _by_id: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Sorts once what every look-up needs."""
        object.__setattr__(self, "_by_id", np.argsort(self.ids, kind="stable"))

    def rows_of(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        """Returns the row of each id, -1 for those that may not be suggested."""
        if not len(self.ids) or not len(ids):
            return np.full(len(ids), -1, np.int64)
        at = np.minimum(np.searchsorted(self.ids, ids, sorter=self._by_id), len(self.ids) - 1)
        rows = self._by_id[at]
        return np.where(self.ids[rows] == ids, rows, -1)


def find_events(photos: Catalogue) -> NDArray[np.int64]:
    """Numbers the events of a library, from 0 in the order of time.

    A gap ends an event when its logarithm exceeds the mean of the logarithms of the gaps round it (ten on either side)
    by log 17: PhotoTOC (Platt, Czerwinski and Field, 2003), so a busy day falls apart at pauses that a quiet year
    would not notice. Gaps shorter than 45 minutes never end one, longer than 36 hours always do; a jump of more than
    60 km does after an hour.

    Returns:
        (N,) int64 numbers; -1 for photos whose date cannot be trusted.
    """
    numbers = np.full(len(photos.ids), -1, np.int64)
    dated = np.flatnonzero(photos.is_dated)
    if not len(dated):
        return numbers
    gaps = np.diff(photos.taken_ms[dated])
    logs, usual = usual_logs(gaps, WINDOW, SHORTEST_MS, WEEK_MS)
    is_end = (logs >= usual + np.log(FACTOR)) & (gaps >= LEAST_GAP_MS)
    is_end |= gaps >= LONGEST_GAP_MS
    latitude, longitude = photos.latitude[dated], photos.longitude[dated]
    moved = np.nan_to_num(apart_km(latitude[:-1], longitude[:-1], latitude[1:], longitude[1:]), nan=0.0)
    is_end |= (moved >= FAR_KM) & (gaps >= PAUSE_MS)
    numbers[dated] = np.concatenate([[0], np.cumsum(is_end)])
    return numbers
