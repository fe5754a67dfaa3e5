"""Bytes to everything the library wants from a photo, in one pass: pixels, thumbnail, metadata, measures, hash.

Meant for the decoder children, one call at a time; nothing here makes threads or processes. Every failure is a
`DecodeError` with a plain reason.
"""

from __future__ import annotations

import io
import logging
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_app.domain.photo import Measures, Metadata
from desktop_app.errors import DecodeError
from desktop_app.imaging.close_up import close_up, jpeg_close_up
from desktop_app.imaging.colour import hdr_to_sdr, on_neutral_ground, to_8_bit, to_srgb
from desktop_app.imaging.content_hash import hash_bytes, hash_stream, open_regular
from desktop_app.imaging.formats import HEAD_BYTES, Format, sniff, suffix_of
from desktop_app.imaging.likeness import SourceClues, with_source
from desktop_app.imaging.limits import PixelLimits
from desktop_app.imaging.measures import measure
from desktop_app.imaging.metadata import read_metadata
from desktop_app.imaging.raster import Raster, load, upright
from desktop_app.imaging.raw import load_raw
from desktop_app.imaging.xmp import SidecarMetadata, read_sidecar

_LOG = logging.getLogger(__name__)
_READ_WHOLE_BYTES = 64 << 20  # smaller files are read once and hashed and decoded from the same bytes

_SCREENSHOT_NAME = re.compile(
    r"(?i)screen[-_ ]?(?:shot|grab|cap)|bildschirm(?:foto|aufnahme)|capture d.?.cran|captura de (?:pantalla|tela)"
    r"|schermafbeelding|istantanea schermo|zrzut ekranu|sk.rmbild|snímek obrazovky|снимок экрана"
    r"|截屏|截图|屏幕截图|スクリーンショット"
)
_SCREEN_SHORT_EDGES = frozenset(
    (
        640,
        720,
        750,
        768,
        800,
        828,
        900,
        1024,
        1050,
        1080,
        1125,
        1170,
        1179,
        1200,
        1206,
        1242,
        1284,
        1290,
        1320,
        1440,
        1536,
        1600,
        1620,
        1668,
        1800,
        2048,
        2160,
    )
)


@dataclass(frozen=True, slots=True)
class DecodeOptions:
    """What to make of a file.

    Attributes:
        thumbnail_edge_px: longest edge of `rgb` and of the thumbnail; pictures are never enlarged.
        want_measures: off where only pixels matter, as for a picture that is dropped to search with.
        allow_truncated: decode damaged files as far as they go.
        thumbnail_quality: JPEG quality; 0 makes no thumbnail.
    """

    thumbnail_edge_px: int = 512
    want_measures: bool = True
    allow_truncated: bool = True
    thumbnail_quality: int = 82
    limits: PixelLimits = field(default_factory=PixelLimits)


@dataclass(frozen=True, slots=True, eq=False)
class DecodedPhoto:
    """One decoded photo.

    Attributes:
        rgb: (H, W, 3) uint8 sRGB, oriented, long edge at most `thumbnail_edge_px`, C-contiguous.
        width_px, height_px: of the whole picture, oriented.
        format: a `Format` value, such as 'JPEG' or 'RAW'.
        metadata: `taken_at_ms` is None when neither file, sidecar nor name says when.
        measures: None when they were not asked for.
        thumbnail: the same pixels as JPEG, without metadata; b'' when not asked for.
        is_damaged: pixels are missing; good for a tile, not for the models.
        content_hash: 32 bytes, see `content_hash`.
    """

    rgb: NDArray[np.uint8]
    width_px: int
    height_px: int
    format: str
    metadata: Metadata
    measures: Measures | None
    thumbnail: bytes
    is_damaged: bool
    is_animated: bool
    is_raw: bool
    content_hash: bytes


def decode_photo(path: Path, options: DecodeOptions | None = None) -> DecodedPhoto:
    """Decodes a file on disk, with its XMP sidecar when there is one.

    Raises:
        DecodeError: not a regular file, not a format on the allow-list, too large, damaged beyond use.
    """
    options = options or DecodeOptions()
    try:
        with open_regular(path) as stream:
            size_bytes = os.fstat(stream.fileno()).st_size
            if size_bytes > options.limits.file_bytes:
                raise DecodeError("the file is too large")
            if size_bytes <= _READ_WHOLE_BYTES:
                return decode_picture(stream.read(), options, file_name=path.name, sidecar=read_sidecar(path))
            content_hash = hash_stream(stream, size_bytes)
            return _decode(stream, size_bytes, content_hash, options, path.name, read_sidecar(path))
    except OSError as error:
        raise DecodeError(f"the file cannot be read: {error.strerror or error}") from error


def decode_picture(
    data: bytes,
    options: DecodeOptions | None = None,
    *,
    file_name: str = "",
    sidecar: SidecarMetadata | None = None,
) -> DecodedPhoto:
    """Decodes an encoded picture in memory, such as one dropped from a browser.

    Raises:
        DecodeError: as `decode_photo`.
    """
    return _decode(io.BytesIO(data), len(data), hash_bytes(data), options or DecodeOptions(), file_name, sidecar)


def decode_view(path: Path, max_edge_px: int | None = None, limits: PixelLimits | None = None) -> NDArray[np.uint8]:
    """Decodes a file for the viewer.

    Args:
        path: the file.
        max_edge_px: longest edge wanted, or None for every pixel (JPEGs beyond the limits come at a reduced scale).
        limits: other limits than the usual ones.

    Returns:
        (H, W, 3) uint8, or (H, W, 4) when some pixel is transparent; oriented, sRGB, C-contiguous.

    Raises:
        DecodeError: as `decode_photo`.
    """
    limits = limits or PixelLimits()
    try:
        with open_regular(path) as stream:
            size_bytes = os.fstat(stream.fileno()).st_size
            raster, _ = _load(stream, size_bytes, path.name, max_edge_px, limits, salvage=True)
    except OSError as error:
        raise DecodeError(f"the file cannot be read: {error.strerror or error}") from error
    picture = _finish(raster, max_edge_px)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    return np.array(picture)


def _decode(
    stream: BinaryIO,
    size_bytes: int,
    content_hash: bytes,
    options: DecodeOptions,
    file_name: str,
    sidecar: SidecarMetadata | None,
) -> DecodedPhoto:
    edge = options.thumbnail_edge_px
    raster, kind = _load(stream, size_bytes, file_name, edge, options.limits, salvage=options.allow_truncated)
    picture = on_neutral_ground(_finish(raster, edge))
    rgb = np.array(picture)
    metadata = read_metadata(raster.metadata, file_name=file_name, sidecar=sidecar)
    width, height = raster.width_px, raster.height_px
    if raster.orientation >= 5:
        width, height = height, width
    measures = None
    if options.want_measures:
        measured = measure(rgb, _close_up(raster, kind, stream, size_bytes))
        measures = _with_source(measured, metadata, kind, max(width, height), min(width, height), file_name)
    return DecodedPhoto(
        rgb=rgb,
        width_px=width,
        height_px=height,
        format=kind.value,
        metadata=metadata,
        measures=measures,
        thumbnail=_encode(picture, options.thumbnail_quality) if options.thumbnail_quality else b"",
        is_damaged=raster.is_damaged,
        is_animated=raster.is_animated,
        is_raw=kind is Format.RAW,
        content_hash=content_hash,
    )


def _close_up(raster: Raster, kind: Format, stream: BinaryIO, size_bytes: int) -> NDArray[np.uint8] | None:
    """Returns pieces of the photo at its full size, as far as they can be had for little."""
    if raster.image.size == (raster.width_px, raster.height_px):
        return close_up(raster.image)
    return jpeg_close_up(stream, size_bytes) if kind is Format.JPEG and not raster.is_damaged else None


def _with_source(
    measured: Measures, metadata: Metadata, kind: Format, long_px: int, short_px: int, file_name: str
) -> Measures:
    clues = SourceClues(
        is_named_screenshot=bool(_SCREENSHOT_NAME.search(file_name) or metadata.caption.casefold() == "screenshot"),
        is_screen_sized=kind in (Format.PNG, Format.WEBP)
        and short_px in _SCREEN_SHORT_EDGES
        and long_px <= short_px * 3,
        has_exposure=metadata.exposure_s is not None or metadata.f_number is not None or metadata.iso is not None,
    )
    return replace(measured, screenshot=with_source(measured.screenshot, clues))


def _load(
    stream: BinaryIO, size_bytes: int, file_name: str, target_px: int | None, limits: PixelLimits, *, salvage: bool
) -> tuple[Raster, Format]:
    if size_bytes == 0:
        raise DecodeError("the file is empty")
    stream.seek(0)
    kind, instead = sniff(stream.read(HEAD_BYTES), suffix_of(file_name))
    if kind is None:
        raise DecodeError(f"not a photo but {instead}" if instead else "not a picture in a known format")
    if kind is Format.RAW:
        return load_raw(stream, target_px, limits), kind
    return load(stream, kind, size_bytes, target_px, limits, salvage=salvage), kind


def _finish(raster: Raster, max_edge_px: int | None) -> Image.Image:
    """Scales down, turns upright and brings to sRGB, each where it costs least. Returns mode RGB or RGBA."""
    try:
        image = to_8_bit(raster.image)
        image = to_srgb_scaled(image, raster.icc, max_edge_px)
        if raster.nclx is not None:
            image = _map_nclx(image, raster.nclx)
        return upright(image, raster.orientation)
    except MemoryError as error:
        raise DecodeError("the picture needs more memory than is allowed") from error
    except (ValueError, OSError, SystemError) as error:
        _LOG.debug("finishing failed: %s: %s", type(error).__name__, error)
        raise DecodeError("the file is damaged") from error


def to_srgb_scaled(image: Image.Image, icc: bytes | None, max_edge_px: int | None) -> Image.Image:
    """Scales to at most `max_edge_px` and converts to sRGB; palettes are resolved first, profiles applied last."""
    is_palette = image.mode in ("P", "PA", "1") or image.info.get("transparency") is not None
    if is_palette:
        image = to_srgb(image, None)
    size = fitted(image.size, max_edge_px)
    if size != image.size:
        # Hamming keeps edges as crisp as bicubic at the price of bilinear; the gap bounds the reducing by boxes.
        image = image.resize(size, Image.Resampling.HAMMING, reducing_gap=3.0)
    return to_srgb(image, icc)


def fitted(size: tuple[int, int], max_edge_px: int | None) -> tuple[int, int]:
    """Returns the size with its long edge at most `max_edge_px`, the shape kept, at least one pixel each way."""
    width, height = size
    long_edge = max(width, height)
    if max_edge_px is None or long_edge <= max_edge_px:
        return size
    return max(1, round(width * max_edge_px / long_edge)), max(1, round(height * max_edge_px / long_edge))


def _map_nclx(image: Image.Image, nclx: tuple[int, int]) -> Image.Image:
    colours = hdr_to_sdr(np.asarray(image.convert("RGB")), *nclx)
    mapped = Image.fromarray(colours)
    if image.mode == "RGBA":
        mapped.putalpha(image.getchannel("A"))
    return mapped


def _encode(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
