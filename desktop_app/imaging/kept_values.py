"""What a new version takes over from its original besides the pixels: EXIF, profile, XMP, IPTC, texts, resolution."""

from __future__ import annotations

import logging
import math
import re
from typing import BinaryIO
from xml.etree.ElementTree import Element, register_namespace, tostring

from defusedxml.ElementTree import fromstring
from PIL import Image, JpegImagePlugin

from desktop_app.domain.full_picture import KeptValues, Loss
from desktop_app.imaging.exif_block import ReadAt, block_of_tiff, upright_block
from desktop_app.imaging.formats import Format
from desktop_app.imaging.jpeg_quality import quality_of_tables
from desktop_app.imaging.metadata import read_metadata
from desktop_app.imaging.raster import Raster
from desktop_app.imaging.xmp import MAX_PACKET_BYTES, parse_packet, upright_packet

Info = dict[str | tuple[int, int], object]
_LOG = logging.getLogger(__name__)
_EXIF_PREFIX = b"Exif\x00\x00"
_MAX_PROFILE_BYTES = 4 << 20
_BOXES_BYTES = 64 << 10
_MAX_TEXT_CHARACTERS, _MAX_TEXTS = 20_000, 100
_PROFILE_SPACES = {3: b"RGB ", 1: b"GRAY"}
_SUBSAMPLINGS = {0: "4:4:4", 1: "4:2:2", 2: "4:2:0"}
_HEIF_SAMPLINGS: dict[object, str] = {420: "4:2:0", 422: "4:2:2", 444: "4:4:4"}
_AV1_SAMPLINGS = ("4:4:4", "", "4:2:2", "4:2:0")
_COLOUR_CHUNKS = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
# Properties that speak of further data in the same file (a video, a gain map, a depth picture), which stays behind.
_BOUND_TO_THE_FILE = (
    "http://ns.google.com/photos/1.0/",
    "http://ns.adobe.com/hdr-gain-map/",
    "http://ns.apple.com/HDRGainMap/",
    "http://ns.adobe.com/xmp/note/",
)
_MOTION = re.compile(rb"MotionPhoto|MicroVideo")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIXES = {
    "x": "adobe:ns:meta/",
    "rdf": _RDF,
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "exif": "http://ns.adobe.com/exif/1.0/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
}


def kept_values(
    stream: BinaryIO, kind: Format, raster: Raster, channels: int, *, is_turned: bool
) -> tuple[KeptValues, list[Loss]]:
    """Gathers what goes along with the pixels.

    Args:
        stream: the original, open for reading; its place is not kept.
        kind: its format.
        raster: loaded from it.
        channels: of the unpacked pixels, 3 or 1.
        is_turned: unpacking makes width and height change places.

    Returns:
        The values, permissions and time left out, and what could not be taken over.
    """
    losses: list[Loss] = []
    info = raster.image.info
    quality, subsampling = _jpeg_facts(raster.image)
    values = KeptValues(
        exif=_exif(stream, kind, info, losses, is_turned=is_turned),
        icc=_fitting_profile(raster.icc, channels),
        xmp=_packet(raster.metadata.xmp, losses),
        iptc=raster.metadata.iptc,
        comment=_short_bytes(info.get("comment")) if kind is Format.JPEG else b"",
        texts=_texts(raster.image) if kind is Format.PNG else (),
        colour_chunks=_colour_chunks(stream) if kind is Format.PNG else b"",
        dpi=_resolution(info),
        quality=quality,
        subsampling=subsampling or coding(stream, kind, info)[1],
        is_lossless=kind in (Format.PNG, Format.TIFF, Format.BMP, Format.GIF) or _is_lossless_webp(stream, kind),
    )
    return values, losses


def has_date(raster: Raster) -> bool:
    """Says whether the file itself tells when it was taken."""
    return read_metadata(raster.metadata).taken_at_ms is not None


def _exif(stream: BinaryIO, kind: Format, info: Info, losses: list[Loss], *, is_turned: bool) -> bytes:
    block = info.get("exif")
    profile = info.get("Raw profile type exif")
    try:
        if kind is Format.TIFF:
            block = block_of_tiff(_reader(stream))
        elif not block and isinstance(profile, str):
            block = bytes.fromhex("".join(profile.split("\n")[3:]))  # as ImageMagick put it into PNG
        if not isinstance(block, bytes) or not block.removeprefix(_EXIF_PREFIX):
            return b""
        return upright_block(block.removeprefix(_EXIF_PREFIX), is_turned=is_turned)
    except ValueError as error:
        _LOG.debug("an EXIF block is not taken over: %s", error)
        losses.append(Loss.EXIF)
        return b""


def _reader(stream: BinaryIO) -> ReadAt:
    def read_at(at: int, length: int) -> bytes:
        if not 0 <= at < 1 << 62:
            return b""
        stream.seek(at)
        return stream.read(length)

    return read_at


def _fitting_profile(profile: bytes | None, channels: int) -> bytes:
    """Returns the profile when it is one for pixels of this kind: others would only make a new file wrong."""
    if not profile or not 128 <= len(profile) <= _MAX_PROFILE_BYTES or profile[16:20] != _PROFILE_SPACES[channels]:
        return b""
    return profile


def _packet(packet: bytes | str | None, losses: list[Loss]) -> bytes:
    """Returns the XMP packet, upright and free of what speaks of data that stays with the original."""
    if not packet:
        return b""
    content = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet
    content = content.rstrip(b"\x00")
    if len(content) > MAX_PACKET_BYTES or parse_packet(content) is None:
        losses.append(Loss.XMP)
        return b""
    if _MOTION.search(content):
        losses.append(Loss.MOTION)
    content = upright_packet(content)
    return _free_packet(content) if any(name.encode() in content for name in _BOUND_TO_THE_FILE) else content


def _free_packet(content: bytes) -> bytes:
    """Takes the properties away that belong to the file and not to the photo."""
    root = fromstring(content.strip(b"\x00 \t\r\n"), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    for element in list(root.iter()):
        for name in [name for name in element.attrib if _is_bound(name)]:
            del element.attrib[name]
        for child in [child for child in element if _is_bound(child.tag)]:
            element.remove(child)
    for prefix, name in _PREFIXES.items():
        register_namespace(prefix, name)
    begin, end = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n', b'\n<?xpacket end="w"?>'
    return begin + _serialised(root) + end


def _serialised(root: Element) -> bytes:
    return bytes(tostring(root, encoding="utf-8", xml_declaration=False))


def _is_bound(name: object) -> bool:
    return isinstance(name, str) and name.startswith("{") and name[1:].startswith(_BOUND_TO_THE_FILE)


def _short_bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) and len(value) <= 65_000 else b""


def _texts(image: Image.Image) -> tuple[tuple[str, str], ...]:
    found = getattr(image, "text", None)
    if not isinstance(found, dict):
        return ()
    return tuple(
        (key, str(value))
        for key, value in list(found.items())[:_MAX_TEXTS]
        if key.isascii() and key.isprintable() and 0 < len(key) < 80 and len(value) <= _MAX_TEXT_CHARACTERS
        and not key.startswith("Raw profile") and key != "XML:com.adobe.xmp" and "\x00" not in value
    )  # fmt: skip


def _colour_chunks(stream: BinaryIO) -> bytes:
    """Returns the chunks that say how a PNG's numbers mean colours, as they are, each of the length it must have."""
    found, at = b"", 8
    for _ in range(64):
        stream.seek(at)
        head = stream.read(8)
        length, name = int.from_bytes(head[:4], "big"), head[4:]
        if len(head) < 8 or name in (b"IDAT", b"IEND"):
            break
        if _COLOUR_CHUNKS.get(name) == length:
            found += head + stream.read(length + 4)
        at += 12 + length
    return found


def _resolution(info: Info) -> tuple[float, float]:
    dpi = info.get("dpi")
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return 0.0, 0.0
    try:
        across, down = float(dpi[0]), float(dpi[1])
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return 0.0, 0.0
    is_sound = all(math.isfinite(value) and 1 <= value <= 65_000 for value in (across, down))
    return (across, down) if is_sound else (0.0, 0.0)


def _jpeg_facts(image: Image.Image) -> tuple[int, str]:
    if not isinstance(image, JpegImagePlugin.JpegImageFile):
        return 0, ""
    sampling = _SUBSAMPLINGS.get(JpegImagePlugin.get_sampling(image), "") if image.layers == 3 else ""
    return quality_of_tables(image.quantization), sampling


def _is_lossless_webp(stream: BinaryIO, kind: Format) -> bool:
    if kind is not Format.WEBP:
        return False
    at = 12
    for _ in range(16):
        stream.seek(at)
        head = stream.read(8)
        if len(head) < 8 or head[:4] in (b"VP8 ", b"VP8L"):
            return head[:4] == b"VP8L"
        length = int.from_bytes(head[4:], "little")
        at += 8 + length + length % 2
    return False


def coding(stream: BinaryIO, kind: Format, info: Info) -> tuple[int, str]:
    """Returns bits a colour and subsampling of a HEIC or AVIF; (8, '') for others.

    libheif tells them; of an AVIF the decoder's box does (av1C, AV1 ISOBMFF binding), the deepest of several pictures.
    """
    if kind is Format.HEIC:
        bits = info.get("bit_depth")
        return (bits if isinstance(bits, int) else 8), _HEIF_SAMPLINGS.get(info.get("chroma"), "")
    if kind is not Format.AVIF:
        return 8, ""
    stream.seek(0)
    head = stream.read(_BOXES_BYTES)
    deepest, sampling, at = 8, "", 0
    while (at := head.find(b"av1C", at) + 4) >= 4 and at + 2 < len(head):
        flags = head[at + 2]
        deepest = max(deepest, (12 if flags & 0x20 else 10) if flags & 0x40 else 8)
        sampling = sampling or _AV1_SAMPLINGS[flags >> 2 & 3]
    return deepest, sampling
