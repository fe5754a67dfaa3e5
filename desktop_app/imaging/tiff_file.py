"""TIFF 6.0 written strip by strip: 8 and 16 bits, grey or colour, deflated without loss, with EXIF, ICC, XMP, IPTC."""

from __future__ import annotations

import struct
import zlib
from typing import BinaryIO

from desktop_app.domain.full_picture import KeptValues
from desktop_app.errors import DecodeError
from desktop_app.imaging.exif_block import Directory, Entry, header, long, rational, raw, short, telling_tree, written
from desktop_app.imaging.png_file import DEFLATE_LEVEL, best_strategy
from desktop_app.imaging.raw_rows import BAND_PIXELS, Pixels, RawRows

_MAX_BYTES = (1 << 32) - (1 << 20)
_X_RESOLUTION, _Y_RESOLUTION, _UNIT, _INCH = 282, 283, 296, 2


def write_tiff(stream: BinaryIO, rows: RawRows, kept: KeptValues) -> None:
    """Writes a picture with what is kept, in the byte order of its EXIF; memory does not grow with the picture.

    Raises:
        DecodeError: it would be larger than a TIFF can be (4 GB).
        OSError: of the stream.
    """
    order, tree = telling_tree(kept.exif) if kept.exif else ("<", Directory())
    stream.write(header(order, 0))
    places, lengths, strategy = [], [], -1
    for band in rows.bands():
        content = _differences(_readable(band)).astype(f"{order}u{rows.bits // 8}").tobytes()
        strategy = best_strategy(content) if strategy < 0 else strategy
        packer = zlib.compressobj(DEFLATE_LEVEL, strategy=strategy)
        strip = packer.compress(content) + packer.flush()
        places.append(stream.tell())
        lengths.append(len(strip))
        stream.write(strip + bytes(len(strip) % 2))
        if stream.tell() > _MAX_BYTES:
            raise DecodeError("the picture is too large for a TIFF")
    for entry in (*_layout(order, rows, places, lengths), *_described(order, kept)):
        tree.entries[entry.tag] = entry
    first = stream.tell()
    stream.write(written(tree, order, first))
    stream.seek(4)
    stream.write(struct.pack(order + "I", first))


def _readable(band: Pixels) -> Pixels:
    """Returns grey with transparency in 16 bits as colours, for most programs read no such TIFF."""
    return band[:, :, (0, 0, 0, 1)] if band.shape[2] == 2 and band.itemsize == 2 else band


def _differences(band: Pixels) -> Pixels:
    """Returns every value less the one to its left (predictor 2)."""
    changed = band.copy()
    changed[:, 1:] -= band[:, :-1]
    return changed


def _layout(order: str, rows: RawRows, places: list[int], lengths: list[int]) -> list[Entry]:
    is_coloured = rows.channels == 3 or (rows.alpha is not None and rows.bits == 16)  # see `_readable`
    depth = (3 if is_coloured else 1) + (rows.alpha is not None)
    entries = [
        long(order, 256, rows.width),
        long(order, 257, rows.height),
        short(order, 258, *[rows.bits] * depth),
        short(order, 259, 8),  # deflate
        short(order, 262, 2 if is_coloured else 1),
        long(order, 273, *places),
        short(order, 274, 1),
        short(order, 277, depth),
        long(order, 278, max(1, BAND_PIXELS // rows.width)),
        long(order, 279, *lengths),
        short(order, 284, 1),
        short(order, 317, 2),
    ]
    return entries if rows.alpha is None else [*entries, short(order, 338, 2)]  # straight transparency


def _described(order: str, kept: KeptValues) -> list[Entry]:
    entries = [raw(tag, data) for tag, data in ((700, kept.xmp), (33723, kept.iptc), (34675, kept.icc)) if data]
    if kept.dpi != (0.0, 0.0):
        entries.append(rational(order, _X_RESOLUTION, kept.dpi[0]))
        entries.append(rational(order, _Y_RESOLUTION, kept.dpi[1]))
        entries.append(short(order, _UNIT, _INCH))
    return entries
