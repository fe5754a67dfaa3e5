"""Where a photo was taken, checked: what no place on Earth can be is no place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from desktop_app.imaging.dates import Taken, parse_date

_LATITUDE_REF, _LATITUDE, _LONGITUDE_REF, _LONGITUDE, _ALTITUDE_REF, _ALTITUDE = 1, 2, 3, 4, 5, 6
_TIME, _DATE = 7, 29


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees (WGS 84) and metres above the sea where known."""

    latitude: float
    longitude: float
    altitude_m: float | None = None


def place(latitude: float | None, longitude: float | None, altitude_m: float | None = None) -> Place | None:
    """Returns a place, or None when a coordinate is missing, not finite, out of range, or both are exactly zero.

    A zero pair is what cameras without a fix write. An altitude outside -500 m to 100 km is left out.
    """
    if latitude is None or longitude is None or not (math.isfinite(latitude) and math.isfinite(longitude)):
        return None
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude == 0 and longitude == 0):
        return None
    if altitude_m is not None and not (math.isfinite(altitude_m) and -500 <= altitude_m <= 100_000):
        altitude_m = None
    return Place(latitude, longitude, altitude_m)


def place_of_exif(tags: Mapping[int, object]) -> Place | None:
    """Reads the EXIF GPS directory (tag number to value as Pillow gives it)."""
    latitude = _degrees(tags.get(_LATITUDE), tags.get(_LATITUDE_REF), "N", "S")
    longitude = _degrees(tags.get(_LONGITUDE), tags.get(_LONGITUDE_REF), "E", "W")
    altitude = number(tags.get(_ALTITUDE))
    below = tags.get(_ALTITUDE_REF)
    if altitude is not None and below in (1, b"\x01", (1,)):
        altitude = -altitude
    return place(latitude, longitude, altitude)


def moment_of_exif(tags: Mapping[int, object]) -> Taken | None:
    """Reads the satellites' date and time, which are UTC; None when either is missing or no real moment."""
    parts = tags.get(_TIME)
    numbers = [number(part) for part in parts[:3]] if isinstance(parts, tuple) else []
    if len(numbers) < 3 or any(n is None or not 0 <= n < 61 for n in numbers):
        return None
    hour, minute, second = (int(n) for n in numbers if n is not None)
    return parse_date(f"{_text(tags.get(_DATE))} {hour:02}:{minute:02}:{second:02}Z")


def number(value: object) -> float | None:
    """Returns an EXIF number (integer, float, rational) as a finite float, else None."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool) or value is None or isinstance(value, str | bytes | tuple):
        return None
    try:
        result = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return result if math.isfinite(result) else None


def _degrees(value: object, half: object, positive: str, negative: str) -> float | None:
    parts = value if isinstance(value, tuple) else (value,)
    numbers = [number(part) for part in parts[:3]]
    if not numbers or numbers[0] is None or any(n is None and i == 1 for i, n in enumerate(numbers)):
        return None
    degrees, minutes, seconds = ([n or 0.0 for n in numbers] + [0.0, 0.0])[:3]
    if minutes < 0 or seconds < 0 or minutes >= 60.001 or seconds >= 60.001:
        return None
    total = abs(degrees) + minutes / 60 + seconds / 3600
    letter = _text(half).upper()[:1]
    if letter == negative or (letter != positive and degrees < 0):
        return -total
    return total if letter == positive or degrees < 0 else None


def _text(value: object) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")
    return text.strip("\x00 ")
