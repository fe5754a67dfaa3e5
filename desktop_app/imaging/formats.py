"""Which files are photos: an allow-list by suffix for scanning, and by leading bytes for decoding."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

HEAD_BYTES = 64
"""How many leading bytes `sniff` needs."""


class Format(StrEnum):
    """Every format that is decoded. RAW stands for the camera makers' own formats."""

    JPEG = "JPEG"
    PNG = "PNG"
    WEBP = "WebP"
    GIF = "GIF"
    TIFF = "TIFF"
    BMP = "BMP"
    HEIC = "HEIC"
    AVIF = "AVIF"
    RAW = "RAW"


RAW_SUFFIXES = frozenset(
    f".{name}"
    for name in (
        *("3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "iiq", "k25", "kdc", "mef", "mos", "mrw"),
        *("nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw", "x3f"),
    )
)

SUFFIXES: MappingProxyType[str, Format] = MappingProxyType(
    {
        **dict.fromkeys((".jpg", ".jpeg", ".jpe", ".jfif", ".jif", ".mpo"), Format.JPEG),
        **dict.fromkeys((".png", ".apng"), Format.PNG),
        ".webp": Format.WEBP,
        ".gif": Format.GIF,
        **dict.fromkeys((".tif", ".tiff"), Format.TIFF),
        **dict.fromkeys((".bmp", ".dib"), Format.BMP),
        **dict.fromkeys((".heic", ".heif", ".hif"), Format.HEIC),
        ".avif": Format.AVIF,
        **dict.fromkeys(RAW_SUFFIXES, Format.RAW),
    }
)

SKIPPED: MappingProxyType[str, str] = MappingProxyType(
    {
        **dict.fromkeys((".psd", ".psb"), "Photoshop document"),
        ".jxl": "JPEG XL picture",
        **dict.fromkeys((".jp2", ".j2k", ".jpf", ".jpx", ".jpm"), "JPEG 2000 picture"),
        **dict.fromkeys((".svg", ".svgz", ".eps", ".ai", ".cdr", ".wmf", ".emf"), "vector drawing"),
        **dict.fromkeys((".xcf", ".kra", ".ora", ".afphoto", ".procreate", ".clip"), "drawing program document"),
        **dict.fromkeys((".exr", ".hdr", ".pfm", ".fits", ".fit"), "high dynamic range picture"),
        **dict.fromkeys((".ico", ".cur", ".icns"), "icon"),
        **dict.fromkeys((".tga", ".pcx", ".ppm", ".pgm", ".pbm", ".pnm", ".dds", ".sgi", ".qoi"), "picture"),
        **dict.fromkeys((".heics", ".heifs", ".avifs"), "picture sequence"),
        **dict.fromkeys(
            (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".mts", ".m2ts", ".3gp", ".wmv", ".flv"),
            "video",
        ),
        **dict.fromkeys((".insv", ".insp", ".lrv", ".gpr", ".braw", ".r3d"), "camera file"),
    }
)
"""Suffixes of pictures and videos that are known and not read: counted and shown, never passed over in silence."""

PILLOW_NAMES: MappingProxyType[Format, str] = MappingProxyType(
    {
        Format.JPEG: "JPEG",
        Format.PNG: "PNG",
        Format.WEBP: "WEBP",
        Format.GIF: "GIF",
        Format.TIFF: "TIFF",
        Format.BMP: "BMP",
        Format.AVIF: "AVIF",
    }
)
"""The name to give to `Image.open(formats=[...])`; the formats missing here have decoders of their own."""

_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"%!PS", "an EPS drawing"),
    (b"\xc5\xd0\xd3\xc6", "an EPS drawing"),
    (b"%PDF", "a PDF document"),
    (b"SIMPLE  =", "a FITS file"),
    (b"8BPS", "a Photoshop document"),
    (b"\x00\x00\x00\x0cJXL ", "a JPEG XL picture"),
    (b"\xff\x0a", "a JPEG XL picture"),
    (b"\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture"),
    (b"\xff\x4f\xff\x51", "a JPEG 2000 picture"),
    (b"gimp xcf", "a GIMP document"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "a compressed archive"),
    (b"\x1a\x45\xdf\xa3", "a video"),
    (b"\x00\x00\x01\xba", "a video"),
    (b"\x00\x00\x01\xb3", "a video"),
    (b"FLV\x01", "a video"),
    (b"DDS ", "a DirectDraw texture"),
    (b"qoif", "a QOI picture"),
    (b"v/1\x01", "an OpenEXR picture"),
    (b"\x00\x00\x01\x00", "an icon"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
)
_RAW_MAGIC: tuple[bytes, ...] = (
    b"FUJIFILMCCD-RAW",
    b"IIRO",
    b"IIRS",
    b"MMOR",
    b"IIU\x00",
    b"FOVb",
    b"\x00MRM",
    b"II\x1a\x00\x00\x00HEAPCCDR",
)
_TIFF_MAGIC: tuple[bytes, ...] = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
_HEIC_BRANDS = frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"mif2"))
_AVIF_BRANDS = frozenset((b"avif", b"avis"))


def suffix_of(path: str | bytes | os.PathLike[str]) -> str:
    """Returns the file name's last suffix in lower case with its dot, or ''."""
    stem, dot, suffix = os.path.basename(os.fsdecode(path)).rpartition(".")
    return (dot + suffix).lower() if stem.strip(".") else ""


def is_supported(suffix: str) -> bool:
    """Says whether files with this suffix (with its dot, any case) are photos to index."""
    return suffix.lower() in SUFFIXES


def skipped_kind(suffix: str) -> str:
    """Returns what a known picture or video suffix that is not read stands for, or ''."""
    return SKIPPED.get(suffix.lower(), "")


def sniff(head: bytes, suffix: str = "") -> tuple[Format | None, str]:
    """Tells the format from the first `HEAD_BYTES` bytes; the suffix only separates RAW files from TIFF.

    Returns:
        (format, ''), or (None, what it is instead as a noun phrase such as 'a PDF document', '' if unknown).
    """
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG, ""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG, ""
    if head.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF, ""
    if head.startswith(b"RIFF") and len(head) >= 12:
        return (Format.WEBP, "") if head[8:12] == b"WEBP" else (None, "a video or sound file")
    if head.startswith(_RAW_MAGIC):
        return Format.RAW, ""
    if head.startswith(_TIFF_MAGIC):
        is_raw = suffix.lower() in RAW_SUFFIXES or head[8:10] == b"CR"
        return (Format.RAW if is_raw else Format.TIFF), ""
    if head[4:8] == b"ftyp":
        return _sniff_iso_media(head)
    if head.startswith(b"BM") and _is_bitmap(head):
        return Format.BMP, ""
    for magic, kind in _REFUSED:
        if head.startswith(magic):
            return None, kind
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<svg", b"<?xml", b"<!doctype", b"<html")):
        return None, "a web page or SVG drawing"
    return None, ""


def _sniff_iso_media(head: bytes) -> tuple[Format | None, str]:
    """HEIC, AVIF and CR3 share the container of MP4; the brands in its first box tell them apart."""
    size = int.from_bytes(head[:4], "big")
    box = head[8 : min(max(size, 16), len(head))]
    brands = [box[0:4], *(box[i : i + 4] for i in range(8, len(box) - 3, 4))]
    if brands[0] == b"crx ":
        return Format.RAW, ""
    if brands[0] in _AVIF_BRANDS:
        return Format.AVIF, ""
    if brands[0] in _HEIC_BRANDS:
        is_avif = any(b in _AVIF_BRANDS for b in brands) and not any(b[:3] in (b"hei", b"hev") for b in brands)
        return (Format.AVIF if is_avif else Format.HEIC), ""
    for brand in brands[1:]:
        if brand in _AVIF_BRANDS:
            return Format.AVIF, ""
        if brand in _HEIC_BRANDS and brand != b"mif2":
            return Format.HEIC, ""
    return None, "a video"


def _is_bitmap(head: bytes) -> bool:
    return len(head) >= 18 and int.from_bytes(head[14:18], "little") in {12, 16, 40, 52, 56, 64, 108, 124}


def sidecar_names(photo: Path) -> tuple[str, ...]:
    """Returns the paths where a photo's sidecar may lie, the most specific first."""
    whole = os.fspath(photo)
    stem = whole.removesuffix(photo.suffix)
    return tuple(dict.fromkeys((f"{whole}.xmp", f"{whole}.XMP", f"{stem}.xmp", f"{stem}.XMP")))
