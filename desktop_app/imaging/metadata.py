"""What the file says about itself: EXIF (IFD0, Exif, GPS), IPTC and XMP, in one `Metadata`.

Where they disagree: a sidecar wins over the file, EXIF over XMP, XMP over IPTC; a date in the file name comes after all
of them, and before EXIF's date of the last change.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from desktop_app.domain.photo import DateSource, Metadata
from desktop_app.imaging.dates import Taken, date_in_file_name, parse_date
from desktop_app.imaging.gps import moment_of_exif, number, place_of_exif
from desktop_app.imaging.iptc import IptcMetadata, parse_iptc
from desktop_app.imaging.text import clean_keywords, clean_line, clean_text, decode_user_comment, decode_utf16
from desktop_app.imaging.xmp import SidecarMetadata, parse_packet, stars_of_percent

_LOG = logging.getLogger(__name__)

# EXIF 2.32 and TIFF 6.0 tag numbers; 0x4746, 0x4749 and 0x9c9b-0x9c9f are Microsoft's.
_DESCRIPTION, _MAKE, _MODEL, _ORIENTATION, _SOFTWARE, _CHANGED = 0x10E, 0x10F, 0x110, 0x112, 0x131, 0x132
_RATING, _RATING_PERCENT = 0x4746, 0x4749
_XP_TITLE, _XP_COMMENT, _XP_KEYWORDS, _XP_SUBJECT = 0x9C9B, 0x9C9C, 0x9C9E, 0x9C9F
_EXIF_IFD, _GPS_IFD = 0x8769, 0x8825
_EXPOSURE, _F_NUMBER, _ISO, _ISO_SPEED = 0x829A, 0x829D, 0x8827, 0x8833
_ORIGINAL, _DIGITISED = 0x9003, 0x9004
_OFFSET, _OFFSET_ORIGINAL, _OFFSET_DIGITISED = 0x9010, 0x9011, 0x9012
_FRACTION, _FRACTION_ORIGINAL, _FRACTION_DIGITISED = 0x9290, 0x9291, 0x9292
_FOCAL, _FOCAL_35MM, _USER_COMMENT = 0x920A, 0xA405, 0x9286
_LENS_MAKE, _LENS_MODEL = 0xA433, 0xA434

_COMPANY = re.compile(
    r"\s*(?:corporation|corp\.?|co\.?,?\s*ltd\.?|company|inc\.?|ltd\.?|gmbh|ag|camera|imaging|optical|electric"
    r"|technologies|electronics|computer|mobile communications|techwin|\(?c\)?\s*\d{4})[.,\s]*$",
    re.IGNORECASE,
)
_MAKES = {
    "asahi": "Pentax",
    "canon": "Canon",
    "casio": "Casio",
    "eastman kodak": "Kodak",
    "fujifilm": "Fujifilm",
    "fuji": "Fujifilm",
    "google": "Google",
    "hewlett-packard": "HP",
    "huawei": "Huawei",
    "kodak": "Kodak",
    "konica minolta": "Konica Minolta",
    "leica": "Leica",
    "lge": "LG",
    "lg": "LG",
    "minolta": "Minolta",
    "motorola": "Motorola",
    "nikon": "Nikon",
    "olympus": "Olympus",
    "om digital solutions": "OM System",
    "oneplus": "OnePlus",
    "oppo": "Oppo",
    "panasonic": "Panasonic",
    "pentax": "Pentax",
    "ricoh": "Ricoh",
    "samsung": "Samsung",
    "sanyo": "Sanyo",
    "seiko epson": "Epson",
    "sigma": "Sigma",
    "sony": "Sony",
    "xiaomi": "Xiaomi",
}
_EMPTY_CAPTION = re.compile(  # what cameras write into every picture
    r"(?i)(?:[\w ]*digital (?:still )?camera|sony dsc|dcim\b.*|dsc\w*|samsung camera pictures|exif[_ ]jpeg[_ ]\w*"
    r"|camera|default|untitled|my beautiful picture|samsung|general imaging|\W*)"
)


Tags = Mapping[int, object]


@dataclass(frozen=True, slots=True)
class Source:
    """Everything a decoder found in a file that may hold metadata.

    Attributes:
        exif: Pillow's reader, or None.
        xmp: the embedded packet, or None.
        iptc: the IPTC-IIM block, or b''.
        orientation: as the file says, valid (1 to 8).
    """

    exif: Image.Exif | None = None
    xmp: bytes | str | None = None
    iptc: bytes = b""
    orientation: int = 1


def read_metadata(source: Source, *, file_name: str = "", sidecar: SidecarMetadata | None = None) -> Metadata:
    """Puts together what a file, its sidecar and its name say. Never raises: what cannot be read is left out.

    `taken_at_ms` is None when neither says when; the file time is then the caller's to use.
    """
    main, exif, gps = _directories(source.exif)
    packet = (parse_packet(source.xmp) if source.xmp else None) or SidecarMetadata()
    beside = sidecar or SidecarMetadata()
    iptc = parse_iptc(source.iptc) if source.iptc else IptcMetadata()
    inside = _inside(main, exif, packet, iptc)
    taken, date_source = _taken(inside, beside.taken, file_name, _less_trusted(main, exif, gps, packet))
    where = beside.place or place_of_exif(gps) or packet.place
    make, model = clean_camera(
        main.get(_MAKE) or packet.camera_make or beside.camera_make,
        main.get(_MODEL) or packet.camera_model or beside.camera_model,
    )
    rating = beside.rating if beside.rating is not None else _rating(main, packet)
    return Metadata(
        taken_at_ms=taken.at_ms if taken else None,
        taken_offset_min=taken.offset_min if taken else None,
        date_source=date_source,
        orientation=source.orientation,
        camera_make=make,
        camera_model=model,
        lens=_lens(exif) or packet.lens or beside.lens,
        f_number=_within(exif.get(_F_NUMBER), 0.3, 200),
        exposure_s=_within(exif.get(_EXPOSURE), 1e-7, 100_000),
        iso=_iso(exif),
        focal_length_mm=_within(exif.get(_FOCAL), 0.5, 20_000),
        focal_length_35mm=_within(exif.get(_FOCAL_35MM), 1, 50_000),
        latitude=where.latitude if where else None,
        longitude=where.longitude if where else None,
        altitude_m=where.altitude_m if where else None,
        title=beside.title or packet.title or decode_utf16(main.get(_XP_TITLE))[:300] or iptc.title,
        caption=_caption(main, exif, packet, beside, iptc, {make.casefold(), model.casefold()}),
        keywords=beside.keywords or _keywords(packet, iptc, main),
        rating=rating,
        software=clean_line(main.get(_SOFTWARE)) or packet.software,
    )


def valid_orientation(value: object) -> int:
    """Returns an EXIF orientation from 1 to 8; anything else (0, 9, text, lists) counts as upright."""
    if isinstance(value, tuple) and len(value) == 1:
        value = value[0]
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 8 else 1


def clean_camera(make: object, model: object) -> tuple[str, str]:
    """Returns (make, model) as people say them: ('Nikon', 'D70') for 'NIKON CORPORATION', 'NIKON D70'."""
    maker = clean_line(make, 80)
    name = clean_line(model, 120)
    short = maker
    while (trimmed := _COMPANY.sub("", short)) not in ("", short):
        short = trimmed
    key = short.casefold()
    known = next(
        (nice for start, nice in _MAKES.items() if key == start or key.startswith((start + " ", start + "_"))), ""
    )
    pretty = known or (short.capitalize() if short.isupper() and len(short) > 4 else short)
    for prefix in sorted({maker, short, pretty, pretty.upper()}, key=len, reverse=True):
        if prefix and name.casefold().startswith(prefix.casefold() + " "):
            name = name[len(prefix) :].strip(" -_,")
            break
    return pretty, name


def _directories(reader: Image.Exif | None) -> tuple[Tags, Tags, Tags]:
    """Reads IFD0, Exif and GPS. Cameras and editors write them in every broken way: each is read on its own."""
    if reader is None:
        return {}, {}, {}
    found: list[dict[int, object]] = []
    for directory in (None, _EXIF_IFD, _GPS_IFD):
        try:
            tags = reader if directory is None else reader.get_ifd(directory)
            found.append({key: _tag(tags, key) for key in list(tags.keys())[:500]})
        except Exception as error:  # noqa: BLE001 - any broken directory of a stranger's file; logged
            _LOG.debug("EXIF directory %s cannot be read: %s", directory, type(error).__name__)
            found.append({})
    return found[0], found[1], found[2]


def _tag(tags: Tags, key: int) -> object:
    try:
        return tags[key]
    except Exception as error:  # noqa: BLE001 - one broken value must not hide the others; logged
        _LOG.debug("EXIF tag %s cannot be read: %s", key, type(error).__name__)
        return None


def _inside(main: Tags, exif: Tags, packet: SidecarMetadata, iptc: IptcMetadata) -> Taken | None:
    """Returns the capture time the file itself vouches for."""
    original = parse_date(
        exif.get(_ORIGINAL) or main.get(_ORIGINAL),
        offset=exif.get(_OFFSET_ORIGINAL) or exif.get(_OFFSET),
        fraction=exif.get(_FRACTION_ORIGINAL),
    )
    digitised = parse_date(
        exif.get(_DIGITISED),
        offset=exif.get(_OFFSET_DIGITISED) or exif.get(_OFFSET),
        fraction=exif.get(_FRACTION_DIGITISED),
    )
    return original or digitised or packet.taken or iptc.taken


def _less_trusted(main: Tags, exif: Tags, gps: Tags, packet: SidecarMetadata) -> Taken | None:
    """Returns the satellites' time (UTC, so perhaps the day before or after), or else that of the last change."""
    satellite = moment_of_exif(gps) or packet.satellite_time
    return satellite or parse_date(main.get(_CHANGED), offset=exif.get(_OFFSET), fraction=exif.get(_FRACTION))


def _taken(
    inside: Taken | None, beside: Taken | None, file_name: str, less_trusted: Taken | None
) -> tuple[Taken | None, DateSource]:
    if beside is not None:
        if inside is not None and inside.at_ms // 1000 == beside.at_ms // 1000:
            return inside, DateSource.EXIF  # the same moment, told more exactly
        return beside, DateSource.SIDECAR
    if inside is not None:
        return inside, DateSource.EXIF
    named = date_in_file_name(file_name) if file_name else None
    if named is not None:
        return named, DateSource.FILE_NAME
    return (less_trusted, DateSource.EXIF) if less_trusted else (None, DateSource.FILE_TIME)


def _rating(main: Tags, packet: SidecarMetadata) -> int | None:
    if packet.rating is not None:
        return packet.rating
    stars = number(main.get(_RATING))
    if stars is not None and 0 <= stars <= 5:
        return round(stars)
    percent = number(main.get(_RATING_PERCENT))
    return None if percent is None else stars_of_percent(percent)


def _keywords(packet: SidecarMetadata, iptc: IptcMetadata, main: Tags) -> tuple[str, ...]:
    windows = decode_utf16(main.get(_XP_KEYWORDS)).replace(",", ";").split(";")
    return clean_keywords([*packet.keywords, *iptc.keywords, *windows])


def _caption(
    main: Tags, exif: Tags, packet: SidecarMetadata, beside: SidecarMetadata, iptc: IptcMetadata, camera: set[str]
) -> str:
    """Returns the first caption that a person may have written."""
    for text in (
        beside.caption,
        packet.caption,
        clean_text(main.get(_DESCRIPTION)),
        iptc.caption,
        decode_utf16(main.get(_XP_COMMENT)) or decode_utf16(main.get(_XP_SUBJECT)),
        decode_user_comment(exif.get(_USER_COMMENT)),
    ):
        if text and not _EMPTY_CAPTION.fullmatch(text) and text.casefold() not in camera:
            return text
    return ""


def _lens(exif: Tags) -> str:
    model = clean_line(exif.get(_LENS_MODEL), 160)
    if not any(character.isalnum() for character in model) or model.casefold() in {"unknown", "n/a", "none"}:
        return ""
    maker = clean_line(exif.get(_LENS_MAKE), 60)
    return (
        model if not maker or model.casefold().startswith(maker.casefold()) or len(model) > 20 else f"{maker} {model}"
    )


def _iso(exif: Tags) -> int | None:
    for tag in (_ISO, _ISO_SPEED):
        value = exif.get(tag)
        value = value[0] if isinstance(value, tuple) and value else value
        speed = _within(value, 1, 10_000_000)
        if speed is not None and speed != 65535:
            return round(speed)
    return None


def _within(value: object, low: float, high: float) -> float | None:
    result = number(value)
    return round(result, 9) if result is not None and low <= result <= high else None
