"""Raw rows and kept values become a file again: JPEG, PNG, TIFF, WebP or AVIF, no worse coded than the original.

Meant for the decoder children. PNG and TIFF are written row by row and keep 16 bits; the other three, which have 8,
go through one Pillow image.
"""

from __future__ import annotations

import errno
import io
import logging
import os
import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import AvifImagePlugin, Image, JpegImagePlugin, WebPImagePlugin

from desktop_app.domain.full_picture import IfThere, KeptValues, Loss, PackedPicture, UnpackedPicture
from desktop_app.errors import DecodeError
from desktop_app.imaging.colour import to_srgb
from desktop_app.imaging.exif_block import without_orientation
from desktop_app.imaging.formats import SUFFIXES, Format, suffix_of
from desktop_app.imaging.full_picture import MAX_AVIF_PIXELS
from desktop_app.imaging.new_file import new_file
from desktop_app.imaging.png_file import write_png
from desktop_app.imaging.raw_rows import Pixels, RawRows
from desktop_app.imaging.tiff_file import write_tiff

if TYPE_CHECKING:
    from typing_extensions import Buffer

_LOG = logging.getLogger(__name__)
LEAST_JPEG_QUALITY = 95  # what coding anew alone changes stays 41 dB or more from the original; at 92 it was 38
_WEBP_QUALITY, _AVIF_QUALITY = 95, 92
_AVIF_SPEED = 9  # 0.11 s a megapixel; 6 takes nine times as long for 3 % smaller files of the same error
_WEBP_EDGE_PX, _JPEG_EDGE_PX = 16_383, 65_500
_SEGMENT_BYTES = 65_000  # of the 65,533 a JPEG segment holds, its name taken off
_PADDING = re.compile(rb"\s+(<\?xpacket end=)")
_ENCODERS = (AvifImagePlugin, JpegImagePlugin, WebPImagePlugin)  # loaded by name, as in raster.py
_REASONS = {
    errno.ENOSPC: "there is no room left on the disk",
    errno.EDQUOT: "there is no room left on the disk for this user",
    errno.EFBIG: "the picture is too large for this disk",
    errno.EROFS: "the disk is write-protected",
    errno.EACCES: "the folder may not be written to",
    errno.EPERM: "the folder may not be written to",
    errno.ENOENT: "the folder is not there",
    errno.ENOTDIR: "the folder is not there",
    errno.ENAMETOOLONG: "its name would be too long",
}


@dataclass(frozen=True, slots=True)
class _Job:
    """What is written: rows, values that go along, and what turned out to be lost."""

    rows: RawRows
    kept: KeptValues
    losses: list[Loss]


def pack(picture: UnpackedPicture, pixels: Path, target: Path, if_there: IfThere = IfThere.REFUSE) -> PackedPicture:
    """Writes pixels as a picture, whole or not at all.

    Args:
        picture: what unpacking gave; its transparency and kept values go along.
        pixels: raw rows of the picture's size, channels and depth.
        target: its suffix decides the format.
        if_there: what becomes of a file of that name.

    Raises:
        FileExistsError: there is one, and it is not to be replaced.
        DecodeError: the format cannot be written, or not so large, there is no room or no permission; nothing is left.
    """
    kind = SUFFIXES.get(suffix_of(target))
    write = _WRITERS.get(kind) if kind else None
    if kind is None or write is None:
        raise DecodeError("pictures are written as JPEG, PNG, TIFF, WebP or AVIF, not as this")
    rows = RawRows(pixels, picture.alpha, picture.width, picture.height, picture.channels, picture.bits)
    job = _Job(rows, picture.kept, [*picture.losses])
    if kind.value == picture.format and Loss.FORMAT in job.losses:
        job.losses.remove(Loss.FORMAT)
    try:
        with new_file(target, if_there, picture.kept.permissions, picture.kept.modified_ns) as stream:
            write(stream, job)
            size_bytes = stream.seek(0, os.SEEK_END)
    except FileExistsError:
        raise
    except MemoryError as error:
        raise DecodeError("the picture needs more memory than is allowed") from error
    except (RuntimeError, ValueError, SystemError, struct.error) as error:
        _LOG.warning("%s could not be encoded: %s: %s", kind.value, type(error).__name__, error)
        raise DecodeError(f"it cannot be written as {kind.value}") from error
    except OSError as error:
        raise DecodeError(_REASONS.get(error.errno or 0, error.strerror or type(error).__name__)) from error
    return PackedPicture(size_bytes, kind.value, tuple(dict.fromkeys(job.losses)))


def region_as_srgb(rows: RawRows, icc: bytes, box: tuple[int, int, int, int]) -> NDArray[np.uint8]:
    """Returns a part of raw rows as it is shown.

    Args:
        rows: of a whole picture.
        icc: the rows' colour profile, b'' for sRGB.
        box: left, top, right, bottom, inside the picture.

    Returns:
        (H, W, 3) uint8 sRGB, C-contiguous.

    Raises:
        DecodeError: the file is shorter than the picture, or cannot be read.
    """
    left, top, right, bottom = box
    shown = to_srgb(_as_image(_in_8_bits(rows.part(left, top, right, bottom))), icc or None)
    return np.array(shown.convert("RGB"))


# --- formats ---------------------------------------------------------------------------------------------------------


def _write_png(stream: BinaryIO, job: _Job) -> None:
    _leave_out_iptc(job)
    write_png(stream, job.rows, job.kept)


def _write_tiff(stream: BinaryIO, job: _Job) -> None:
    write_tiff(stream, job.rows, job.kept)


def _write_jpeg(stream: BinaryIO, job: _Job) -> None:
    kept = job.kept
    _refuse_larger(job, _JPEG_EDGE_PX, "JPEG")
    options: dict[str, object] = {
        "quality": max(LEAST_JPEG_QUALITY, kept.quality),
        "subsampling": kept.subsampling or "4:4:4",
        "icc_profile": kept.icc,
        "extra": _photoshop_segment(kept.iptc) if len(kept.iptc) <= _SEGMENT_BYTES else b"",
        "exif": _segment(b"Exif\x00\x00" + kept.exif if kept.exif else b"", Loss.EXIF, job),
        "xmp": _segment(_PADDING.sub(rb"\n\1", kept.xmp), Loss.XMP, job),
    }
    if kept.dpi != (0.0, 0.0):
        options["dpi"] = kept.dpi
    if kept.comment:
        options["comment"] = kept.comment
    _image(job, has_alpha=False).save(_Sink(stream), "JPEG", **options)


def _write_webp(stream: BinaryIO, job: _Job) -> None:
    _leave_out_iptc(job)
    _refuse_larger(job, _WEBP_EDGE_PX, "WebP")
    kept = job.kept
    _image(job).save(
        _Sink(stream), "WEBP", lossless=kept.is_lossless, quality=_WEBP_QUALITY, method=4, exact=True,
        icc_profile=kept.icc, exif=kept.exif, xmp=kept.xmp,
    )  # fmt: skip


def _write_avif(stream: BinaryIO, job: _Job) -> None:
    _leave_out_iptc(job)
    if job.rows.width * job.rows.height > MAX_AVIF_PIXELS:
        raise DecodeError("the picture is too large for AVIF")
    kept = job.kept
    image = _image(job)
    image.save(
        _Sink(stream), "AVIF", quality=_AVIF_QUALITY, speed=_AVIF_SPEED, max_threads=1,
        subsampling="4:0:0" if image.mode == "L" else kept.subsampling or "4:4:4",
        icc_profile=kept.icc, exif=without_orientation(kept.exif) if kept.exif else b"", xmp=kept.xmp,
    )  # fmt: skip


_WRITERS: dict[Format, Callable[[BinaryIO, _Job], None]] = {
    Format.JPEG: _write_jpeg,
    Format.PNG: _write_png,
    Format.TIFF: _write_tiff,
    Format.WEBP: _write_webp,
    Format.AVIF: _write_avif,
}


class _Sink(io.BytesIO):
    """A stream without a descriptor: Pillow then writes through Python, which says why a write failed."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream

    def write(self, data: Buffer) -> int:
        """Writes, or raises OSError with its number."""
        return self._stream.write(data)

    def flush(self) -> None:
        """Writes what is still held back."""
        self._stream.flush()


def _refuse_larger(job: _Job, edge_px: int, name: str) -> None:
    if max(job.rows.width, job.rows.height) > edge_px:
        raise DecodeError(f"the picture is too large for {name}")


def _leave_out_iptc(job: _Job) -> None:
    if job.kept.iptc:
        job.losses.append(Loss.IPTC)


def _segment(content: bytes, loss: Loss, job: _Job) -> bytes:
    if len(content) <= _SEGMENT_BYTES:
        return content
    job.losses.append(loss)
    return b""


def _photoshop_segment(iptc: bytes) -> bytes:
    """Returns the JPEG segment that holds an IPTC block, as Photoshop writes it; b'' for none."""
    if not iptc:
        return b""
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc + bytes(len(iptc) % 2)
    body = b"Photoshop 3.0\x00" + resource
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


# --- pixels ----------------------------------------------------------------------------------------------------------


def _image(job: _Job, *, has_alpha: bool = True) -> Image.Image:
    """Returns all rows as one image of 8 bits; what is transparent comes onto white where alpha is not wanted."""
    rows = job.rows
    if rows.bits == 16:
        job.losses.append(Loss.DEPTH)
    if rows.alpha is not None and not has_alpha:
        job.losses.append(Loss.ALPHA)
    image, top = None, 0
    for band in rows.bands():
        piece = _as_image(_in_8_bits(band) if has_alpha or rows.alpha is None else _on_white(_in_8_bits(band)))
        image = image or Image.new(piece.mode, (rows.width, rows.height))
        image.paste(piece, (0, top))
        top += len(band)
    assert image is not None
    return image


def _as_image(values: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(values[:, :, 0] if values.shape[2] == 1 else values))


def _in_8_bits(values: Pixels) -> NDArray[np.uint8]:
    """Returns the nearest of 256 steps for values of either depth."""
    if values.dtype == np.uint8:
        return values.astype(np.uint8, copy=False)
    wide = values.astype(np.uint16, copy=False)
    return ((wide - (wide >> 8) + 128) >> 8).astype(np.uint8)


def _on_white(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = values[:, :, -1:].astype(np.uint16)
    mixed = values[:, :, :-1] * alpha + 255 * (255 - alpha) + 127
    return (mixed // 255).astype(np.uint8)
