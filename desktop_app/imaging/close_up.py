"""Close-ups: small pieces of a photo at its full size, where noise shows that is gone once the photo is scaled down.

Where a decoder has every pixel anyway, pieces are cut out. A large JPEG is decoded at a fraction of its size, though,
and decoding all of it would take three times as long. Its pieces are decoded on their own: JPEG's Huffman codes find
their beat again within a few blocks when reading starts anywhere in the coded picture (Klein and Wiseman, "Parallel
Huffman Decoding with Applications to JPEG Files", 2003). So what stands in the middle of a file is put behind the
file's own header, with a small size written in. What comes out is true but for two things: where it lies in the photo
is not known, nor how bright and of what colour each block is, since JPEG codes that as steps from block to block. All
blocks are made to be grey on the whole, and what is in them is as it should be.
"""

from __future__ import annotations

import io
import itertools
import logging
import re
import struct
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_LOG = logging.getLogger(__name__)

Pixels = NDArray[np.uint8]

STEP_PX = 16  # blocks of JPEG are 8 px, or 16 px where the colours are thinned out
_TILE_PX = 64
_ROWS, _COLUMNS = 5, 6
_WHOLE_PX = 1 << 17  # smaller pictures are their own close-up
_MODES = frozenset(("RGB", "RGBA", "RGBX", "L", "LA", "YCbCr", "CMYK", "P", "PA"))

_PIECES = 3
_PIECE_WIDTH_PX, _PIECE_HEIGHT_PX = 256, 96
_PIECE_BYTES, _LEAST_BYTES = 32 << 10, 4 << 10
_HALVINGS = 6
_START, _FRAMES, _SCAN, _STEPS = b"\xff\xd8", (0xC0, 0xC1), 0xDA, 0xDB
_NEEDED = frozenset((0xC0, 0xC1, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0, 0xEE))  # frame, tables, scan, colour model
_OTHER_FRAMES = frozenset(range(0xC2, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NO_CODE = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")  # a marker that stands in no coded picture
_LAST_RESTART = b"\xff\xd7"  # behind it the numbers of restarts begin anew


def close_up(image: Image.Image) -> Pixels | None:
    """Returns pieces of a picture, set side by side, from all over it; all of it where it is small.

    Args:
        image: at its full size, in any mode.

    Returns:
        (H, W, 3) uint8, luma, Cb and Cr as in JPEG, both sides multiples of 16; every 8 x 8 block is one of the
        picture, whole and on the same grid. None where the picture is too small or of another kind of pixels.
    """
    if min(image.size) < STEP_PX or image.mode not in _MODES:
        return None
    lefts, tops, (wide, high) = _tiles(*image.size)
    pieces = Image.new(image.mode, (len(lefts) * wide, len(tops) * high))
    if image.mode in ("P", "PA"):
        pieces.putpalette(image.getpalette() or [])
    for (row, top), (column, left) in itertools.product(enumerate(tops), enumerate(lefts)):
        pieces.paste(image.crop((left, top, left + wide, top + high)), (column * wide, row * high))
    return _ycc(pieces)


def close_up_of(pixels: NDArray[np.integer[Any]]) -> Pixels | None:
    """Returns the same of pixels that may lie in a file: (H, W, 3) or (H, W, 1), uint8 or uint16."""
    height, width = pixels.shape[:2]
    if min(width, height) < STEP_PX:
        return None
    lefts, tops, (wide, high) = _tiles(width, height)
    rows = [[pixels[top : top + high, left : left + wide] for left in lefts] for top in tops]
    pieces = np.concatenate([np.concatenate(row, axis=1) for row in rows])
    if pieces.dtype == np.uint16:
        pieces = np.rint(pieces / np.float32(257)).astype(np.uint8)
    if pieces.shape[2] == 1:
        pieces = np.repeat(pieces, 3, axis=2)
    return _ycc(Image.fromarray(np.ascontiguousarray(pieces)))


def jpeg_close_up(stream: BinaryIO, size_bytes: int) -> Pixels | None:
    """Returns pieces of a JPEG file without decoding the rest; as `close_up`, but all blocks are grey on the whole.

    Args:
        stream: the file; read in a few places and left anywhere.
        size_bytes: of the stream; what follows the picture, as films of moving photos do, is noticed and left out.

    Returns:
        None where a file is not coded in one pass from top to bottom, is damaged, or holds too little.
    """
    try:
        found = _header(stream)
        if found is None:
            return None
        header, start = found
        pieces = [_piece(header, code) for code in _codes(stream, start, size_bytes - start)]
    except Exception as error:  # noqa: BLE001 - a stranger's bytes in someone else's decoder; it is a bonus; logged
        _LOG.debug("no close-up: %s: %s", type(error).__name__, error)
        return None
    if sum(map(len, pieces)) < _PIECE_HEIGHT_PX:  # too little to judge by
        return None
    return np.concatenate(pieces)


def _tiles(width: int, height: int) -> tuple[list[int], list[int], tuple[int, int]]:
    """Returns where pieces of a picture begin, left and top, and their width and height: one of a small picture."""
    wide, high = (side // STEP_PX * STEP_PX for side in (width, height))
    if width * height <= _WHOLE_PX:
        return [0], [0], (wide, high)
    wide, high = min(_TILE_PX, wide), min(_TILE_PX, high)
    return _starts(width, wide, _COLUMNS), _starts(height, high, _ROWS), (wide, high)


def _starts(length: int, tile: int, most: int) -> list[int]:
    count = min(most, length // tile)
    return [int(start) // STEP_PX * STEP_PX for start in np.linspace(0, length - tile, count)]


def _ycc(image: Image.Image) -> Pixels:
    if image.mode != "YCbCr":
        image = (image if image.mode == "RGB" else image.convert("RGB")).convert("YCbCr")
    return np.asarray(image)


def _header(stream: BinaryIO) -> tuple[bytes, int] | None:
    """Returns all that is needed to decode a piece, and where the coded picture begins (ITU-T T.81 annex B)."""
    stream.seek(0)
    parts, has_frame = [_START], False
    if stream.read(2) != _START:
        return None
    while len(marker := stream.read(4)) == 4 and marker[0] == 0xFF:
        kind, length = marker[1], struct.unpack(">H", marker[2:])[0] - 2
        if kind in _OTHER_FRAMES or length < 0:
            return None
        if kind not in _NEEDED:
            stream.seek(length, io.SEEK_CUR)
            continue
        body = stream.read(length)
        if kind in _FRAMES:
            body = body[:1] + struct.pack(">HH", _PIECE_HEIGHT_PX, _PIECE_WIDTH_PX) + body[5:]
            has_frame = True
        if kind == _STEPS:
            body = _without_means(body)
        parts += [marker, body]
        if kind == _SCAN:
            return (b"".join(parts), stream.tell()) if has_frame else None
    return None


def _without_means(tables: bytes) -> bytes:
    """Returns tables of quantising steps by which the mean of every block becomes nought: grey."""
    changed, at = bytearray(tables), 0
    while at < len(changed):
        width = 2 if changed[at] >> 4 else 1
        changed[at + 1 : at + 1 + width] = bytes(width)
        at += 1 + 64 * width
    return bytes(changed[: len(tables)])


def _codes(stream: BinaryIO, start: int, length: int) -> list[bytes]:
    """Returns pieces of the coded picture, spread over it."""
    for _ in range(_HALVINGS):  # what follows the picture may be several times as long
        middle = _code(stream, start + length // 2)
        if middle:
            others = (_code(stream, start + length * part // (2 * _PIECES)) for part in (1, 2 * _PIECES - 1))
            return [code for code in (middle, *others) if code]
        length //= 2
    return []


def _code(stream: BinaryIO, at: int) -> bytes:
    """Returns what stands in one place of the coded picture; b'' where there is something else."""
    stream.seek(at)
    code = stream.read(_PIECE_BYTES)
    end = _NO_CODE.search(code)
    if end is not None:  # the end of the picture, unless it comes at once
        code = code[: end.start()] if end.start() >= _LEAST_BYTES else b""
    restart = code.find(_LAST_RESTART, 0, len(code) // 2)
    if restart >= 0:
        code = code[restart + 2 :]
    return code.lstrip(b"\x00").removesuffix(b"\xff")


def _piece(header: bytes, code: bytes) -> Pixels:
    """Decodes one piece, without the rows for which there was no code."""
    with Image.open(io.BytesIO(header + code + b"\xff\xd9"), formats=("JPEG",)) as image:
        if image.mode == "RGB":
            image.draft("YCbCr", image.size)
        pixels = _ycc(image)
    is_empty = (pixels[..., 0] == pixels[:, :1, 0]).all(axis=1)
    filled = 0 if is_empty.all() else len(is_empty) - int(np.argmin(is_empty[::-1]))
    if filled < len(is_empty):  # the last row of blocks may be filled in part
        filled = max(0, filled - 1) // STEP_PX * STEP_PX
    return pixels[:filled]
