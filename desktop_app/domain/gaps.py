"""Pauses and moves between photos in the order of capture: what every finder of events measures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

EARTH_KM = 6_371.0

Floats = NDArray[np.floating]


def usual_logs(
    gaps_ms: NDArray[np.int64], window: int, shortest_ms: int, longest_ms: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Returns the logarithm of each gap, and the mean of those of the gaps round it: how densely photos lie there.

    After PhotoTOC (Platt, Czerwinski and Field, 2003).

    Args:
        gaps_ms: (N,) from each photo to the next.
        window: how many gaps on either side count.
        shortest_ms: a shorter gap counts as this, in the logarithm and in the mean.
        longest_ms: so does a longer one as this: a pause of a year says nothing of how dense photos lie.

    Returns:
        Two (N,) arrays, natural logarithms of milliseconds.
    """
    logs = np.log(np.clip(gaps_ms, shortest_ms, longest_ms).astype(np.float64))
    sums = np.concatenate([[0.0], np.cumsum(logs)])
    at = np.arange(len(logs))
    low, high = np.maximum(at - window, 0), np.minimum(at + window + 1, len(logs))
    return logs, (sums[high] - sums[low]) / np.maximum(high - low, 1)


def apart_km(from_latitude: Floats, from_longitude: Floats, latitude: Floats, longitude: Floats) -> NDArray[np.float64]:
    """Returns the distances between positions in degrees, NaN where one is (equirectangular, across the date line)."""
    north, other_north = (np.radians(np.asarray(values, np.float64)) for values in (from_latitude, latitude))
    across = np.radians(np.asarray(longitude, np.float64) - np.asarray(from_longitude, np.float64))
    across = (across + np.pi) % (2 * np.pi) - np.pi
    return np.asarray(np.hypot(other_north - north, across * np.cos((north + other_north) / 2)) * EARTH_KM)
