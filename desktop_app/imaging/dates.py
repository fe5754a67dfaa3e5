"""When a photo was taken: EXIF and XMP date texts, and dates in file names.

Times are wall-clock milliseconds: the camera's local time read as if it were UTC.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EARLIEST_YEAR = 1826  # the oldest photograph that is left
LATEST_YEAR = 2105
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Taken:
    """A moment as the photographer's clock showed it; `offset_min` is minutes east of UTC when known."""

    at_ms: int
    offset_min: int | None = None


_DATE_TIME = re.compile(
    r"(?P<year>\d{4})[-:/. ](?P<month>\d{1,2})[-:/. ](?P<day>\d{1,2})"
    r"(?:[T ]\s*(?P<hour>\d{1,2})[:.](?P<minute>\d{1,2})(?:[:.](?P<second>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?)?)?"
    r"\s*(?P<zone>Z|[+-]\d{2}:?\d{2})?",
    re.ASCII,
)
_ZONE = re.compile(r"([+-])(\d{2}):?(\d{2})$", re.ASCII)


def parse_date(text: object, *, offset: object = None, fraction: object = None) -> Taken | None:
    """Reads an EXIF ('2024:06:14 15:30:12') or ISO 8601 date text; None for anything that is no real date.

    Args:
        text: the date, with or without a time and a zone.
        offset: the separate EXIF OffsetTime text ('+02:00'), used when the date itself names no zone.
        fraction: the separate EXIF SubSecTime digits, used when the time itself has none.
    """
    if isinstance(text, bytes):
        text = text.decode("ascii", "replace")
    if not isinstance(text, str):
        return None
    match = _DATE_TIME.match(text.strip("\x00 \t\r\n")[:40])
    if match is None:
        return None
    parts = match.groupdict()
    at_ms = moment_ms(
        int(parts["year"]),
        int(parts["month"]),
        int(parts["day"]),
        int(parts["hour"] or 0),
        int(parts["minute"] or 0),
        int(parts["second"] or 0),
    )
    if at_ms is None:
        return None
    digits = parts["fraction"] or _digits(fraction)
    if digits:
        at_ms += int(f"{digits:0<3}"[:3])
    return Taken(at_ms, parse_offset(parts["zone"] or offset))


def parse_offset(text: object) -> int | None:
    """Returns minutes east of UTC for 'Z', '+02:00' or '-0330'; None outside -12:00 to +14:00."""
    if isinstance(text, bytes):
        text = text.decode("ascii", "replace")
    if not isinstance(text, str):
        return None
    text = text.strip("\x00 ")
    if text == "Z":
        return 0
    match = _ZONE.match(text)
    if match is None:
        return None
    minutes = int(match[2]) * 60 + int(match[3])
    if int(match[3]) >= 60:
        return None
    minutes = -minutes if match[1] == "-" else minutes
    return minutes if -720 <= minutes <= 840 else None


def moment_ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> int | None:
    """Returns wall-clock milliseconds, or None when the calendar or the clock knows no such moment.

    A leap second (60) counts as 59; 24:00 is the next midnight.
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR or hour > 24 or (hour == 24 and (minute or second)):
        return None
    try:
        moment = datetime(year, month, day, hour % 24, minute, min(second, 59) if second == 60 else second, tzinfo=UTC)
    except ValueError:
        return None
    return (moment - _EPOCH) // timedelta(milliseconds=1) + (86_400_000 if hour == 24 else 0)


_SEPARATED = r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<s>[-_.:])(?P<m>\d\d)(?P=s)(?P<d>\d\d)(?!\d)"
_COMPACT = r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
_CLOCK = r"(?P<H>[01]\d|2[0-3])[-_.:h]?(?P<M>[0-5]\d)[-_.:m]?(?P<S>[0-5]\d)(?:[-_.]?(?P<f>\d{3}))?(?!\d)"
_FILE_NAMES = (
    # 2024-06-14 15.30.12, Screenshot 2024-06-14 at 15.30.12, Screenshot_2024-06-14-15-30-12, photo_2024-06-14_15-30-12
    re.compile(_SEPARATED + r"(?:\s+at\s+|\s+um\s+|[ T_.,-]{1,3})" + _CLOCK + r"(?:\s*(?P<p>[AaPp][Mm]))?"),
    # IMG_20240614_153012, PXL_20240614_153012345, 20240614_153012, Screenshot_20240614-153012, 20240614153012
    re.compile(_COMPACT + r"[-_ T]?" + _CLOCK),
    # 2024-06-14 holiday
    re.compile(_SEPARATED),
    # IMG-20240614-WA0001, VID20240614
    re.compile(_COMPACT + r"(?!\d)"),
)
_MAC_CLOCK_12H = re.compile(
    _SEPARATED + r"\s+at\s+(?P<H>\d{1,2})[.:](?P<M>[0-5]\d)[.:](?P<S>[0-5]\d)\s*(?P<p>[AaPp][Mm])"
)
_EPOCH_MS = re.compile(r"(?:^|FB_IMG_|IMG_|received_|mmexport|wx_camera_|[_-])(1[0-9]{12})(?!\d)")


def date_in_file_name(name: str) -> Taken | None:
    """Finds the moment that phones, messengers and screenshot programs write into file names.

    A bare day stands for its noon, so that it stays on its day in every time zone. Numbers that only look like dates
    (year before 1970 or after 2105, month 13) are passed over.
    """
    name = name[:255].replace("\u202f", " ").replace("\u00a0", " ")
    for pattern in (_MAC_CLOCK_12H, *_FILE_NAMES):
        for match in pattern.finditer(name):
            parts = match.groupdict()
            hour = _hour(parts.get("H"), parts.get("p"))
            if hour is None or int(parts["y"]) < 1970:
                continue
            at_ms = moment_ms(
                int(parts["y"]),
                int(parts["m"]),
                int(parts["d"]),
                hour,
                int(parts.get("M") or 0),
                int(parts.get("S") or 0),
            )
            if at_ms is not None:
                return Taken(at_ms + int(parts.get("f") or 0))
    counted = _EPOCH_MS.search(name)
    return Taken(int(counted[1]), 0) if counted else None


def _hour(digits: str | None, half: str | None) -> int | None:
    if digits is None:
        return 12
    hour = int(digits)
    if not half:
        return hour
    if not 1 <= hour <= 12:
        return hour if hour < 24 else None
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _digits(value: object) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    text = str(value).strip("\x00 ") if isinstance(value, str | int) else ""
    return text if text.isascii() and text.isdigit() else ""
