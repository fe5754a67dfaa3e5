"""XMP packets, embedded and as sidecar files: rating, keywords, title, caption, date, place (ISO 16684-1).

Read with defusedxml: document types and entities are refused, nothing outside the packet is ever opened, and a packet
longer than `MAX_PACKET_BYTES` is not read at all.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import open_regular
from desktop_app.imaging.dates import Taken, parse_date
from desktop_app.imaging.formats import sidecar_names
from desktop_app.imaging.gps import Place, place
from desktop_app.imaging.text import LINE_CHARACTERS, clean_keywords, clean_line, clean_text

MAX_PACKET_BYTES = 1 << 20

_LOG = logging.getLogger(__name__)
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_XMP = "{http://ns.adobe.com/xap/1.0/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_EXIF = "{http://ns.adobe.com/exif/1.0/}"
_EXIF_EX = "{http://cipa.jp/exif/1.0/}"
_TIFF = "{http://ns.adobe.com/tiff/1.0/}"
_AUX = "{http://ns.adobe.com/exif/1.0/aux/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_LIGHTROOM = "{http://ns.adobe.com/lightroom/1.0/}"
_DIGIKAM = "{http://www.digikam.org/ns/1.0/}"
_MICROSOFT = ("{http://ns.microsoft.com/photo/1.0/}", "{http://ns.microsoft.com/photo/1.0}")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_COORDINATE = re.compile(r"\s*(\d{1,3})[,\s](\d{1,3}(?:\.\d+)?)(?:[,\s](\d{1,3}(?:\.\d+)?))?\s*([NSEWnsew])\s*$")
_ORIENTATION = re.compile(rb"""(tiff:Orientation\s*(?:=\s*["']|>)\s*)[1-8](\s*["'<])""")
_MICROSOFT_STARS = ((1, 12, 1), (13, 37, 2), (38, 62, 3), (63, 87, 4), (88, 100, 5))


@dataclass(frozen=True, slots=True)
class SidecarMetadata:
    """What one XMP packet says, texts already clean; None, '' or () where it is silent.

    Attributes:
        rating: 0 to 5, -1 for rejected.
    """

    rating: int | None = None
    title: str = ""
    caption: str = ""
    keywords: tuple[str, ...] = ()
    taken: Taken | None = None
    satellite_time: Taken | None = None
    place: Place | None = None
    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    software: str = ""


def read_sidecar(photo: Path) -> SidecarMetadata | None:
    """Reads the sidecar beside a photo: `IMG.jpg.xmp`, or else `IMG.xmp`; None when there is none that can be read."""
    packet = sidecar_packet(photo)
    return None if packet is None else parse_packet(packet)


def sidecar_packet(photo: Path) -> bytes | None:
    """Returns the sidecar beside a photo as it is, cut where it is too long; None when there is none to be read."""
    for name in sidecar_names(photo):
        try:
            with open_regular(Path(name)) as stream:
                return stream.read(MAX_PACKET_BYTES + 1)
        except FileNotFoundError:
            continue
        except (OSError, DecodeError, ValueError):
            _LOG.info("an XMP sidecar could not be opened")
    return None


def upright_packet(packet: bytes) -> bytes:
    """Returns a packet for a picture whose pixels were turned upright."""
    return _ORIENTATION.sub(rb"\g<1>1\g<2>", packet)


def parse_packet(packet: bytes | str) -> SidecarMetadata | None:
    """Reads a packet; None when it is too long, hostile or no XMP. Never raises, never opens anything."""
    if len(packet) > MAX_PACKET_BYTES:
        _LOG.info("an XMP packet of %d bytes was passed over: longer than %d", len(packet), MAX_PACKET_BYTES)
        return None
    raw = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet
    root = _parse(raw)
    if root is None:
        return None
    values = _Values(root)
    return SidecarMetadata(
        rating=_rating(values),
        title=clean_line(values.text(_DC + "title") or values.text(_PHOTOSHOP + "Headline")),
        caption=clean_text(values.text(_DC + "description")),
        keywords=_keywords(values),
        taken=_taken(values),
        satellite_time=parse_date(values.text(_EXIF + "GPSTimeStamp"), offset="Z"),
        place=_place(values),
        camera_make=clean_line(values.text(_TIFF + "Make"), LINE_CHARACTERS),
        camera_model=clean_line(values.text(_TIFF + "Model"), LINE_CHARACTERS),
        lens=clean_line(values.text(_EXIF_EX + "LensModel") or values.text(_AUX + "Lens")),
        software=clean_line(values.text(_XMP + "CreatorTool")),
    )


def _parse(raw: bytes) -> Element | None:
    """Parses UTF-8 or UTF-16; text in another encoding that claims to be UTF-8 is read as latin-1."""
    trimmed = raw.strip(b"\x00 \t\r\n") if raw[:2] not in (b"\xff\xfe", b"\xfe\xff") else raw
    for attempt in (trimmed, None):
        try:
            root = fromstring(
                trimmed.decode("latin-1").encode("utf-8") if attempt is None else attempt,
                forbid_dtd=True,
                forbid_entities=True,
                forbid_external=True,
            )
        except (ParseError, UnicodeError):
            continue
        except (DefusedXmlException, ValueError, LookupError) as error:
            _LOG.info("an XMP packet was refused: %s", type(error).__name__)
            return None
        return root if isinstance(root, Element) else None
    _LOG.info("an XMP packet is not well-formed")
    return None


class _Values:
    """The properties of all top-level descriptions, whether written as attributes or as elements."""

    def __init__(self, root: Element) -> None:
        rdf = root if root.tag == _RDF + "RDF" else root.find(_RDF + "RDF")
        self._descriptions = [] if rdf is None else rdf.findall(_RDF + "Description")[:200]

    def text(self, name: str) -> str:
        """Returns a simple value, the default language of an alternative, or the first item of a list."""
        for description in self._descriptions:
            attribute = description.get(name)
            if attribute is not None and attribute.strip():
                return attribute
            element = description.find(name)
            if element is None:
                continue
            items = list(_items(element))
            chosen = next(
                (item for item in items if item.get(_LANGUAGE) == "x-default"), items[0] if items else element
            )
            if chosen.text and chosen.text.strip():
                return chosen.text
        return ""

    def texts(self, name: str) -> list[str]:
        """Returns all items of a list, in order."""
        found: list[str] = []
        for description in self._descriptions:
            attribute = description.get(name)
            if attribute:
                found.append(attribute)
            for element in description.findall(name):
                items = list(_items(element))
                found.extend(item.text for item in items if item.text)
                if not items and element.text:
                    found.append(element.text)
        return found


def _items(element: Element) -> Iterator[Element]:
    for container in element:
        if container.tag in (_RDF + "Bag", _RDF + "Seq", _RDF + "Alt"):
            yield from container.findall(_RDF + "li")[:1000]


def _rating(values: _Values) -> int | None:
    number = _number(values.text(_XMP + "Rating"))
    if number is not None:
        if number < 0:
            return -1
        return round(number) if number <= 5.5 else None
    percent = next((n for n in (_number(values.text(space + "Rating")) for space in _MICROSOFT) if n is not None), None)
    return None if percent is None else stars_of_percent(percent)


def stars_of_percent(percent: float) -> int | None:
    """Turns Microsoft's rating in percent (1, 25, 50, 75, 99) into stars; None out of range."""
    if percent == 0:
        return 0
    return next((stars for low, high, stars in _MICROSOFT_STARS if low <= percent <= high), None)


def _keywords(values: _Values) -> tuple[str, ...]:
    words = values.texts(_DC + "subject")
    for path in values.texts(_LIGHTROOM + "hierarchicalSubject"):
        words.extend(reversed(path.split("|")))
    for path in values.texts(_DIGIKAM + "TagsList"):
        words.extend(reversed(path.split("/")))
    return clean_keywords(words)


def _taken(values: _Values) -> Taken | None:
    for name in (_EXIF + "DateTimeOriginal", _PHOTOSHOP + "DateCreated", _XMP + "CreateDate"):
        taken = parse_date(values.text(name))
        if taken is not None:
            return taken
    return None


def _place(values: _Values) -> Place | None:
    latitude = _degrees(values.text(_EXIF + "GPSLatitude"), "NS")
    longitude = _degrees(values.text(_EXIF + "GPSLongitude"), "EW")
    altitude = _number(values.text(_EXIF + "GPSAltitude"))
    if altitude is not None and values.text(_EXIF + "GPSAltitudeRef").strip() == "1":
        altitude = -altitude
    return place(latitude, longitude, altitude)


def _degrees(text: str, halves: str) -> float | None:
    match = _COORDINATE.match(text[:60])
    if match is None:
        return None
    degrees, minutes, seconds, half = match.groups()
    if half.upper() not in halves or float(minutes) >= 60 or (seconds and float(seconds) >= 60):
        return None
    value = int(degrees) + float(minutes) / 60 + float(seconds or 0) / 3600
    return -value if half.upper() == halves[1] else value


def _number(text: str) -> float | None:
    """Reads a decimal number or a fraction; None for anything else, infinities and zero denominators."""
    above, _, below = text.strip()[:40].partition("/")
    try:
        value = float(above) / (float(below) if below else 1.0)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return value if math.isfinite(value) else None
