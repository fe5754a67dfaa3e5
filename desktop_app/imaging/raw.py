"""Camera RAW: the embedded preview first, which takes milliseconds; developing at half size where there is none."""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from typing import BinaryIO

import numpy as np
import rawpy
from PIL import Image

from desktop_app.errors import DecodeError
from desktop_app.imaging.formats import HEAD_BYTES, Format, sniff
from desktop_app.imaging.limits import PixelLimits, check_claim
from desktop_app.imaging.metadata import Source
from desktop_app.imaging.raster import Raster, guarded, load

_LOG = logging.getLogger(__name__)
_MAX_RAW_BYTES = 1 << 30
_EXIF_OF_FLIP = {0: 1, 3: 3, 5: 8, 6: 6}
_TIFF_LIKE = {b"II": b"II*\x00", b"MM": b"MM\x00*"}
_SMALL_PREVIEW = 0.5  # a preview below this share of the wanted edge is not used


def load_raw(stream: BinaryIO, target_px: int | None, limits: PixelLimits) -> Raster:
    """Loads a RAW file's preview, or develops it at half size (at full size for `target_px` None).

    Raises:
        DecodeError: with a plain reason, and nothing else.
    """
    stream.seek(0)
    data = stream.read(_MAX_RAW_BYTES + 1)
    if len(data) > _MAX_RAW_BYTES:
        raise DecodeError("the file is too large")
    return guarded(lambda: _load(data, target_px, limits))


def _load(data: bytes, target_px: int | None, limits: PixelLimits) -> Raster:
    try:
        opened = rawpy.imread(io.BytesIO(data))
    except rawpy.LibRawError as error:
        _LOG.debug("LibRaw cannot open a file: %s", error)
        raise DecodeError("the RAW file is damaged or of a camera that is not known yet") from error
    with opened as raw:
        sizes = raw.sizes
        width, height = int(sizes.width), int(sizes.height)
        check_claim(width, height, limits)
        orientation = _EXIF_OF_FLIP.get(int(sizes.flip), 1)
        exif = _container_exif(data)
        preview = _preview(raw, target_px, limits)
        if preview is None or _is_too_small(preview, target_px, max(width, height)):
            developed = _develop(raw, target_px)
            preview = preview if developed is None else Raster(developed, width, height, 1, Source())
            orientation = orientation if developed is None else 1
            if preview is None:
                raise DecodeError("the RAW file holds no picture that can be read")
            if developed is not None:
                turned = _EXIF_OF_FLIP.get(int(sizes.flip), 1) >= 5
                width, height = (height, width) if turned else (width, height)
                source = Source(exif=exif, orientation=_EXIF_OF_FLIP.get(int(sizes.flip), 1))
                return replace(preview, width_px=width, height_px=height, metadata=source)
    orientation = _still_to_apply(preview, orientation, is_landscape=width >= height)
    source = preview.metadata if exif is None else replace(preview.metadata, exif=exif)
    return replace(
        preview,
        width_px=width,
        height_px=height,
        orientation=orientation,
        metadata=replace(source, orientation=orientation),
    )


def _preview(raw: rawpy.RawPy, target_px: int | None, limits: PixelLimits) -> Raster | None:
    try:
        thumbnail = raw.extract_thumb()
    except rawpy.LibRawError as error:
        _LOG.debug("no preview: %s", error)
        return None
    if thumbnail.format == rawpy.ThumbFormat.BITMAP:
        image = Image.fromarray(np.ascontiguousarray(thumbnail.data))
        return Raster(image, image.width, image.height, 1, Source())
    content = bytes(thumbnail.data)
    if sniff(content[:HEAD_BYTES])[0] is not Format.JPEG:
        return None
    try:
        return load(io.BytesIO(content), Format.JPEG, len(content), target_px, limits, salvage=False)
    except DecodeError as error:
        _LOG.debug("the preview cannot be read: %s", error)
        return None


def _develop(raw: rawpy.RawPy, target_px: int | None) -> Image.Image | None:
    """Demosaics with the camera's white balance; LibRaw turns the result upright."""
    try:
        pixels = raw.postprocess(
            use_camera_wb=True, half_size=target_px is not None, output_bps=8, no_auto_bright=False
        )
    except rawpy.LibRawError as error:
        _LOG.debug("cannot be developed: %s", error)
        return None
    return Image.fromarray(np.ascontiguousarray(pixels))


def _is_too_small(preview: Raster, target_px: int | None, long_edge: int) -> bool:
    wanted = long_edge if target_px is None else min(target_px, long_edge)
    return max(preview.width_px, preview.height_px) < wanted * _SMALL_PREVIEW


def _still_to_apply(preview: Raster, orientation: int, *, is_landscape: bool) -> int:
    """Previews come as the sensor saw them, already turned, or with an orientation of their own; all three occur."""
    if preview.orientation != 1:
        return preview.orientation
    if orientation >= 5 and preview.width_px != preview.height_px:
        is_preview_landscape = preview.width_px > preview.height_px
        return orientation if is_preview_landscape == is_landscape else 1
    return orientation


def _container_exif(data: bytes) -> Image.Exif | None:
    """Reads IFD0 of the many RAW formats that are TIFF underneath; others keep their EXIF in the preview."""
    magic = _TIFF_LIKE.get(data[:2])
    if magic is None or data[2:4] == b"\x1a\x00":
        return None
    exif = Image.Exif()
    try:
        exif.load(b"Exif\x00\x00" + magic + data[4 : 4 << 20])
    except Exception as error:  # noqa: BLE001 - a stranger's directory; the preview may know more; logged
        _LOG.debug("the RAW container's EXIF cannot be read: %s", type(error).__name__)
        return None
    return exif if len(exif) else None
