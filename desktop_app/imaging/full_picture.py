"""A whole picture as raw rows in files: every pixel, upright, in its own colour space and depth.

Meant for the decoder children. One Pillow image is held in memory at a time; rows are turned, resolved and written band
by band. Where Pillow keeps only the upper byte of 16-bit colours, the picture is decoded a second time for the lower.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
from PIL import Image

from desktop_app.domain.full_picture import ALPHA_NAME, PIXELS_NAME, Loss, UnpackedPicture
from desktop_app.errors import DecodeError
from desktop_app.imaging.colour import hdr_to_sdr, to_8_bit, to_srgb
from desktop_app.imaging.content_hash import open_regular
from desktop_app.imaging.formats import HEAD_BYTES, Format, sniff, suffix_of
from desktop_app.imaging.kept_values import coding, has_date, kept_values
from desktop_app.imaging.limits import PixelLimits
from desktop_app.imaging.raster import Raster, guarded, load, upright
from desktop_app.imaging.raw_rows import BAND_PIXELS, Pixels
from desktop_app.imaging.sixteen_bits import GREY_WITH_ALPHA, has_lower_bytes, joined, lower_bytes, raw_mode

_SUFFIXES = {Format.HEIC: ".jpg", Format.GIF: ".png", Format.BMP: ".png"}
_OWN_SUFFIXES = {
    Format.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif", ".jif"),
    Format.PNG: (".png",),
    Format.TIFF: (".tif", ".tiff"),
    Format.WEBP: (".webp",),
    Format.AVIF: (".avif",),
}
_MP_ENTRIES = 0xB002
MAX_AVIF_PIXELS = 40_000_000  # encoding takes 38 bytes a pixel
_WIDE_PRIMARIES, _WIDE_TRANSFERS = (9, 11, 12), (16, 18)


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """A loaded picture and how its bands become pixels.

    Attributes:
        low: the lower bytes of 16-bit colours, as an image like `raster.image`; None when that holds all there is.
        is_doubled: `low` holds upper and lower bytes of grey and alpha.
    """

    raster: Raster
    low: Image.Image | None = None
    is_doubled: bool = False


def unpack(path: Path, folder: Path, limits: PixelLimits | None = None) -> UnpackedPicture:
    """Writes a picture's pixels into a folder as raw rows; the file itself is only read.

    Args:
        path: any format but RAW; a single picture.
        folder: exists, empty; still so after a failure.
        limits: other limits than the usual ones.

    Raises:
        DecodeError: it cannot be read whole, is an animation, or there is no room for its pixels.
    """
    limits = limits or PixelLimits()
    if any(folder.iterdir()):
        raise ValueError("the folder for raw rows is not empty")
    try:
        with open_regular(path) as stream:
            facts = os.fstat(stream.fileno())
            if facts.st_size > limits.file_bytes:
                raise DecodeError("the file is too large")
            return _unpack(stream, facts, path, folder, limits)
    except (MemoryError, OSError, ValueError, SystemError, Image.DecompressionBombError) as error:
        _forget(folder)
        raise DecodeError(_reason(error)) from error
    except BaseException:
        _forget(folder)
        raise


def _forget(folder: Path) -> None:
    for name in (PIXELS_NAME, ALPHA_NAME):
        (folder / name).unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "the picture needs more memory than is allowed"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "there is no room on the disk for working on its pixels"
    if isinstance(error, OSError):
        return f"the file cannot be read: {error.strerror or error}"
    return "the file is damaged, or its colours are of a kind that cannot be read"


def _unpack(stream: BinaryIO, facts: os.stat_result, path: Path, folder: Path, limits: PixelLimits) -> UnpackedPicture:
    kind = _format_of(stream, facts.st_size, path)
    raster = load(stream, kind, facts.st_size, None, limits, salvage=False)
    if raster.is_animated:
        raise DecodeError("it is an animation, and only single pictures can be worked on")
    if sorted(raster.image.size) != sorted((raster.width_px, raster.height_px)):
        raise DecodeError(f"the picture is too large: {raster.width_px} x {raster.height_px} pixels")
    source, losses = _source(raster, kind, stream)
    is_turned = raster.metadata.orientation >= 5
    channels, bits, has_alpha = _write(source, folder)
    kept, lost = kept_values(stream, kind, raster, channels, is_turned=is_turned)
    kept = replace(
        kept,
        icc=b"" if raster.image.mode in ("CMYK", "LAB", "YCbCr") or _is_beyond_srgb(raster) else kept.icc,
        permissions=stat.S_IMODE(facts.st_mode) & 0o777,
        modified_ns=0 if has_date(raster) else facts.st_mtime_ns,
    )
    width, height = _upright_size(raster)
    return UnpackedPicture(
        pixels=folder / PIXELS_NAME,
        alpha=folder / ALPHA_NAME if has_alpha else None,
        width=width,
        height=height,
        channels=channels,
        bits=bits,
        format=kind.value,
        suffix=_suffix(path, kind, width * height),
        kept=kept,
        losses=tuple(dict.fromkeys([*losses, *lost])),
    )


def _format_of(stream: BinaryIO, size_bytes: int, path: Path) -> Format:
    if size_bytes == 0:
        raise DecodeError("the file is empty")
    kind, instead = sniff(stream.read(HEAD_BYTES), suffix_of(path))
    if kind is None:
        raise DecodeError(f"not a photo but {instead}" if instead else "not a picture in a known format")
    if kind is Format.RAW:
        raise DecodeError("it is a RAW file, which only its own developer can change: export it as JPEG or TIFF first")
    return kind


def _suffix(path: Path, kind: Format, pixels: int) -> str:
    own = _OWN_SUFFIXES.get(kind)
    if own is None or (kind is Format.AVIF and pixels > MAX_AVIF_PIXELS):
        return _SUFFIXES.get(kind, ".jpg")
    return path.suffix if path.suffix.lower() in own else own[0]


def _upright_size(raster: Raster) -> tuple[int, int]:
    width, height = raster.image.size
    return (height, width) if raster.orientation >= 5 else (width, height)


def _is_beyond_srgb(raster: Raster) -> bool:
    return raster.nclx is not None and (raster.nclx[0] in _WIDE_PRIMARIES or raster.nclx[1] in _WIDE_TRANSFERS)


def _source(raster: Raster, kind: Format, stream: BinaryIO) -> tuple[_Source, list[Loss]]:
    """Finds the lower bytes where there are some, and says what cannot be had."""
    losses = _losses_of(raster, kind, stream)
    mode = guarded(lambda: raw_mode(stream, kind))
    if has_lower_bytes(mode) and "transparency" not in raster.image.info:
        low = guarded(lambda: lower_bytes(stream, kind))
        if low is not None:
            return _Source(raster, low, is_doubled=mode == GREY_WITH_ALPHA), losses
    if ";16" in mode and not mode.startswith("I;16"):
        losses.append(Loss.DEPTH)
    return _Source(raster), losses


def _losses_of(raster: Raster, kind: Format, stream: BinaryIO) -> list[Loss]:
    image, losses = raster.image, []
    if image.mode == "CMYK":
        losses.append(Loss.CMYK)
    if image.mode in ("I", "F") or coding(stream, kind, image.info)[0] > 8:
        losses.append(Loss.DEPTH)
    if _is_beyond_srgb(raster):
        losses.append(Loss.HDR)
    if kind in _SUFFIXES or (kind is Format.AVIF and raster.width_px * raster.height_px > MAX_AVIF_PIXELS):
        losses.append(Loss.FORMAT)
    if _has_further_pictures(image, kind):
        losses.append(Loss.EXTRA_PICTURES)
    return losses


def _has_further_pictures(image: Image.Image, kind: Format) -> bool:
    """Says whether pages, or pictures of CIPA DC-007 but for larger thumbnails, follow the first picture."""
    if kind is Format.TIFF:
        return bool(getattr(image, "n_frames", 1) > 1)
    if kind is not Format.JPEG or "mp" not in image.info:
        return False
    entries = (getattr(image, "mpinfo", None) or {}).get(_MP_ENTRIES)
    if not isinstance(entries, list):
        return True  # a brightness map for HDR screens, which Pillow leaves out
    kinds = [str(entry.get("Attribute", {}).get("MPType")) for entry in entries[1:] if isinstance(entry, dict)]
    return any(not each.startswith("Large Thumbnail") for each in kinds)


# --- bands -----------------------------------------------------------------------------------------------------------


def _write(source: _Source, folder: Path) -> tuple[int, int, bool]:
    """Writes the rows. Returns channels, bits and whether some pixel is transparent."""
    channels = bits = 0
    is_opaque = True
    alpha_path = folder / ALPHA_NAME
    with open(folder / PIXELS_NAME, "xb") as pixels, open(alpha_path, "xb") as alpha:
        for colours, transparency in _bands(source):
            channels, bits = colours.shape[2], colours.itemsize * 8
            pixels.write(np.ascontiguousarray(colours).data)
            if transparency is not None:
                is_opaque = is_opaque and int(transparency.min()) == np.iinfo(transparency.dtype).max
                alpha.write(np.ascontiguousarray(transparency).data)
        is_opaque = is_opaque or alpha.tell() == 0
    if is_opaque:
        alpha_path.unlink()
    return channels, bits, not is_opaque


def _bands(source: _Source) -> Iterator[tuple[Pixels, Pixels | None]]:
    """Yields (rows, W, channels) and (rows, W) from top to bottom, upright, every band but the last of one height."""
    raster = source.raster
    image = to_8_bit(raster.image) if raster.image.mode in ("I", "F") else raster.image
    width, height = _upright_size(raster)
    rows = max(1, BAND_PIXELS // width)
    for top in range(0, height, rows):
        box = _box_before_turning(raster, (0, top, width, min(top + rows, height)))
        band = upright(image.crop(box), raster.orientation)
        if source.low is None:
            yield _plain(band, raster)
        else:
            yield _sixteen(band, upright(source.low.crop(box), raster.orientation), source)


def _box_before_turning(raster: Raster, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Returns where a box of the upright picture lies in the stored one."""
    left, top, right, bottom = box
    width, height = raster.image.size
    if raster.orientation >= 5:
        left, top, right, bottom = top, left, bottom, right
    if raster.orientation in (2, 3, 7, 8):
        left, right = width - right, width - left
    if raster.orientation in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    return left, top, right, bottom


def _plain(band: Image.Image, raster: Raster) -> tuple[Pixels, Pixels | None]:
    if band.mode.startswith("I;16"):
        return np.asarray(band).astype(np.uint16)[:, :, None], None
    if band.mode == "1":
        band = band.convert("L")
    elif band.mode in ("P", "PA", "La", "RGBa") or band.info.get("transparency") is not None:
        band = to_srgb(band, None)
    elif band.mode not in ("L", "LA", "RGB", "RGBA"):
        band = to_srgb(band, raster.icc)
    values = np.asarray(band)
    if values.ndim == 2:
        return values[:, :, None], None
    if _is_beyond_srgb(raster):
        assert raster.nclx is not None
        colours = hdr_to_sdr(np.ascontiguousarray(values[:, :, :3]), *raster.nclx)
        return colours, values[:, :, 3] if values.shape[2] == 4 else None
    if values.shape[2] in (2, 4):
        return values[:, :, :-1], values[:, :, -1]
    return values, None


def _sixteen(band: Image.Image, low: Image.Image, source: _Source) -> tuple[Pixels, Pixels | None]:
    lower = np.asarray(low)
    if source.is_doubled:
        return joined(lower[:, :, 0:1], lower[:, :, 1:2]), joined(lower[:, :, 2], lower[:, :, 3])
    values = joined(np.asarray(band), lower)
    return (values[:, :, :3], values[:, :, 3]) if values.shape[2] == 4 else (values, None)
