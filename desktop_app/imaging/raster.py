"""Opening encoded pictures and loading no more pixels than are needed, behind one shape for Pillow and pi_heif."""

from __future__ import annotations

import io
import logging
import struct
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO, TypeVar

import pi_heif.heif
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

from desktop_app.errors import DecodeError
from desktop_app.imaging.formats import PILLOW_NAMES, Format
from desktop_app.imaging.limits import PixelLimits, check_claim
from desktop_app.imaging.metadata import Source, valid_orientation

_LOG = logging.getLogger(__name__)
Decoded = TypeVar("Decoded")
_PLUGINS = (  # imported by name, so that opening never falls back to trying every format Pillow knows
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
# The limits in `limits.py` are checked first and name the numbers; Pillow's own stays as a second net.
Image.MAX_IMAGE_PIXELS = 1_000_000_000
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
pi_heif.options.DECODE_THREADS = 1
pi_heif.options.THUMBNAILS = False
pi_heif.options.DEPTH_IMAGES = False
pi_heif.options.AUX_IMAGES = False

_CLOSE_ENOUGH = 0.97
"""A reduced JPEG this near below the wanted edge is taken as it is: 12 megapixels (4000 or 4032 px) at 1/8 give 500 or
504 px, and neither reading them at 1/4 nor scaling that down again is worth a fifth of the whole time."""
_ORIENTATION = 0x112
_IPTC_TAG, _XMP_TAG = 33723, 700
_IPTC_RESOURCE = 0x0404
_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """Loaded pixels in the file's own mode and orientation, and what came with them.

    Attributes:
        image: loaded, perhaps already reduced.
        width_px, height_px: of the whole picture as stored, before orientation.
        orientation: EXIF number still to be applied to `image` (1 when the decoder has done it).
        icc: embedded colour profile or None.
        nclx: (primaries, transfer) by ITU-T H.273 when given instead of a profile.
    """

    image: Image.Image
    width_px: int
    height_px: int
    orientation: int
    metadata: Source
    icc: bytes | None = None
    nclx: tuple[int, int] | None = None
    is_damaged: bool = False
    is_animated: bool = False


def load(
    stream: BinaryIO, kind: Format, size_bytes: int, target_px: int | None, limits: PixelLimits, *, salvage: bool
) -> Raster:
    """Decodes the first picture of a stream.

    Args:
        stream: positioned anywhere; it is read from its start.
        kind: as sniffed; any but RAW.
        size_bytes: of the stream.
        target_px: the long edge wanted; a decoder that can reduce while decoding keeps about that many pixels or
            more. None asks for every pixel that the limits allow.
        limits: checked before any pixel is decoded.
        salvage: decode damaged files as far as they go, and mark them.

    Raises:
        DecodeError: with a plain reason. Nothing else, whatever the bytes.
    """
    stream.seek(0)
    if kind is Format.HEIC:
        return guarded(lambda: _load_heif(stream, limits))
    try:
        return guarded(lambda: _load_pillow(stream, kind, size_bytes, target_px, limits))
    except _TruncatedError:
        if not salvage:
            raise
    stream.seek(0)
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        raster = guarded(lambda: _load_pillow(stream, kind, size_bytes, target_px, limits))
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    return replace(raster, is_damaged=True)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Applies an EXIF orientation; values without meaning change nothing."""
    method = _TRANSPOSE.get(orientation)
    return image if method is None else image.transpose(method)


class _TruncatedError(DecodeError):
    """The header is sound, the pixels are not all there."""


def guarded(decode: Callable[[], Decoded]) -> Decoded:
    """Runs a third-party decoder and turns everything it may throw into DecodeError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return decode()
    except DecodeError:
        raise
    except MemoryError as error:
        raise DecodeError("the picture needs more memory than is allowed") from error
    except Image.DecompressionBombError as error:
        raise DecodeError("the picture is too large") from error
    except UnidentifiedImageError as error:
        raise DecodeError("the file is damaged: its header makes no sense") from error
    except Exception as error:  # a stranger's bytes in someone else's decoder; logged
        _LOG.debug("decoding failed: %s: %s", type(error).__name__, error)
        if "truncated" in str(error) or isinstance(error, EOFError | struct.error):
            raise _TruncatedError("the file is incomplete") from error
        raise _TruncatedError("the file is damaged") from error


def _load_pillow(stream: BinaryIO, kind: Format, size_bytes: int, target_px: int | None, limits: PixelLimits) -> Raster:
    image = Image.open(stream, formats=[PILLOW_NAMES[kind]])
    width, height = image.size
    is_scalable = isinstance(image, JpegImagePlugin.JpegImageFile) and len(image.tile) == 1
    is_progressive = bool(image.info.get("progressive"))
    check_claim(width, height, limits, scaled_bytes=size_bytes if is_scalable and not is_progressive else None)
    is_animated = kind in (Format.GIF, Format.PNG, Format.WEBP, Format.AVIF) and bool(
        getattr(image, "is_animated", False)
    )
    if is_scalable:
        reduce_jpeg(image, target_px, limits)
    early = None
    if kind is Format.TIFF:  # Pillow turns TIFF upright while loading and then forgets the tag
        early = valid_orientation(image.getexif().get(_ORIENTATION))
    image.load()
    exif = image.getexif()
    orientation = early if early is not None else valid_orientation(exif.get(_ORIENTATION))
    if early is not None and early >= 5 and image.size == (height, width):
        width, height = image.size
    info = image.info
    return Raster(
        image=image,
        width_px=width,
        height_px=height,
        orientation=1 if early is not None else orientation,
        metadata=Source(exif=exif, xmp=_xmp(image, exif), iptc=_iptc(image, exif), orientation=orientation),
        icc=_bytes(info.get("icc_profile")),
        nclx=_avif_nclx(stream) if kind is Format.AVIF and not info.get("icc_profile") else None,
        is_animated=is_animated,
    )


def reduce_jpeg(image: Image.Image, target_px: int | None, limits: PixelLimits) -> None:
    """Asks libjpeg for the smallest scale (1/1 to 1/8) that keeps the long edge at `target_px` or more (or 3 % less).

    Without a target the scale is the largest that stays within the limits.
    """
    width, height = image.size
    long_edge, short_edge = max(width, height), min(width, height)
    scale = 1
    if target_px is not None:
        while scale < 8 and long_edge >= target_px * scale * 2 * _CLOSE_ENOUGH:
            scale *= 2
    while scale < 8 and (width // scale) * (height // scale) > limits.full:
        scale *= 2
    if scale > 1 and short_edge >= scale:
        image.draft(None, (width // scale, height // scale))


def _load_heif(stream: BinaryIO, limits: PixelLimits) -> Raster:
    opened = pi_heif.heif.HeifFile(stream, convert_hdr_to_8bit=True)  # type: ignore[no-untyped-call]
    width, height = opened.size
    check_claim(width, height, limits)
    image = opened.to_pillow()
    info = image.info
    original = info.get("original_orientation")
    profile = info.get("nclx_profile")
    nclx = None
    if isinstance(profile, dict):
        nclx = (int(profile.get("color_primaries", 1)), int(profile.get("transfer_characteristics", 13)))
    xmp = info.get("xmp")
    return Raster(
        image=image.convert("RGBA") if image.mode == "RGBa" else image,
        width_px=image.width,
        height_px=image.height,
        orientation=1,  # libheif applies irot and imir; EXIF must not turn the picture a second time
        metadata=Source(exif=image.getexif(), xmp=xmp, orientation=valid_orientation(original)),
        icc=_bytes(info.get("icc_profile")),
        nclx=nclx,
    )


def _avif_nclx(stream: BinaryIO) -> tuple[int, int] | None:
    """Finds the colour box of the primary item; Pillow decodes the matrix but tells neither primaries nor transfer."""
    stream.seek(0)
    head = stream.read(64 << 10)
    at = head.find(b"colrnclx")
    if at < 0 or at + 14 > len(head):
        return None
    return int.from_bytes(head[at + 8 : at + 10], "big"), int.from_bytes(head[at + 10 : at + 12], "big")


def _xmp(image: Image.Image, exif: Image.Exif) -> bytes | str | None:
    for key in ("xmp", "XML:com.adobe.xmp"):
        value = image.info.get(key)
        if isinstance(value, bytes | str) and value:
            return value
    value = exif.get(_XMP_TAG)
    return value if isinstance(value, bytes) else None


def _iptc(image: Image.Image, exif: Image.Exif) -> bytes:
    resources = image.info.get("photoshop")
    if isinstance(resources, dict):
        return _bytes(resources.get(_IPTC_RESOURCE)) or b""
    return _bytes(exif.get(_IPTC_TAG)) or b""


def _bytes(value: object) -> bytes | None:
    return value if isinstance(value, bytes) and value else None


def stream_of(data: bytes) -> BinaryIO:
    """Returns bytes as a stream."""
    return io.BytesIO(data)
