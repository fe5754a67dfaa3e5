"""IPTC-IIM blocks (Information Interchange Model 4.2), as picture programs wrote them into JPEG and TIFF."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.imaging.dates import Taken, parse_date
from desktop_app.imaging.text import clean_keywords, clean_line, clean_text

_MAX_DATASETS = 2000
_CHARACTER_SET, _TITLE, _KEYWORD, _DATE, _TIME, _CAPTION = (1, 90), (2, 5), (2, 25), (2, 55), (2, 60), (2, 120)


@dataclass(frozen=True, slots=True)
class IptcMetadata:
    """What an IPTC block says; '' or () or None where it is silent."""

    title: str = ""
    caption: str = ""
    keywords: tuple[str, ...] = ()
    taken: Taken | None = None


def parse_iptc(block: bytes) -> IptcMetadata:
    """Reads a block as far as it is sound. Never raises."""
    values: dict[tuple[int, int], list[bytes]] = {}
    at = 0
    for _ in range(_MAX_DATASETS):
        if at + 5 > len(block) or block[at] != 0x1C:
            break
        key = (block[at + 1], block[at + 2])
        size = int.from_bytes(block[at + 3 : at + 5], "big")
        at += 5
        if size & 0x8000 or at + size > len(block):
            break
        values.setdefault(key, []).append(block[at : at + size])
        at += size
    is_utf8 = b"\x1b%G" in values.get(_CHARACTER_SET, [b""])[0]

    def text(raw: bytes) -> str:
        return raw.decode("utf-8", "replace") if is_utf8 else _either(raw)

    date = values.get(_DATE, [b""])[0].decode("ascii", "replace").strip("\x00 ")
    time = values.get(_TIME, [b""])[0].decode("ascii", "replace").strip("\x00 ")
    return IptcMetadata(
        title=clean_line(text(values.get(_TITLE, [b""])[0])),
        caption=clean_text(text(values.get(_CAPTION, [b""])[0])),
        keywords=clean_keywords([text(raw) for raw in values.get(_KEYWORD, [])]),
        taken=_taken(date, time),
    )


def _taken(date: str, time: str) -> Taken | None:
    """CCYYMMDD and HHMMSS+HHMM; a date alone stands for its noon."""
    if len(date) != 8 or not date.isdigit():
        return None
    clock = f"{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:11]}" if len(time) >= 6 and time[:6].isdigit() else "12:00:00"
    return parse_date(f"{date[:4]}:{date[4:6]}:{date[6:]} {clock}")


def _either(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")
