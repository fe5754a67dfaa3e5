"""The lower bytes of 16-bit colours, which Pillow drops: the file is decoded once more, its rows read the other way.

Pillow unpacks a row of 16-bit colours by taking one byte of each two. Named as if it were of the other byte order, it
takes the other byte; so two passes give all 16 bits without another library, for every compression Pillow knows.
"""

from __future__ import annotations

import logging
import sys
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile

from desktop_app.imaging.formats import PILLOW_NAMES, Format

_LOG = logging.getLogger(__name__)
_OPPOSITE = {"L": "B", "B": "L", "N": "B" if sys.byteorder == "little" else "L"}
_PLANAR, _SEPARATE = 284, 2
GREY_WITH_ALPHA = "LA;16B"


def raw_mode(stream: BinaryIO, kind: Format) -> str:
    """Returns how the rows of a PNG or TIFF lie, in Pillow's words: 'RGB;16B'; '' for other formats.

    The file has been opened before and is known to be sound so far.
    """
    return "" if kind not in (Format.PNG, Format.TIFF) else _raw_mode_of(_opened(stream, kind))


def has_lower_bytes(mode: str) -> bool:
    """Says whether rows that lie so have lower bytes that can be had."""
    return mode == GREY_WITH_ALPHA or mode[:-1] in ("RGB;16", "RGBA;16")


def lower_bytes(stream: BinaryIO, kind: Format) -> Image.Image | None:
    """Returns the picture made of the lower bytes, like the one Pillow makes of the upper ones.

    For grey with alpha (`GREY_WITH_ALPHA`) all four bytes of a pixel come as RGBA: grey, its lower byte, alpha, its
    lower byte. None for a file whose colours lie in separate planes.
    """
    image = _opened(stream, kind)
    tags = getattr(image, "tag_v2", {})
    if tags.get(_PLANAR) == _SEPARATE:
        return None
    mode = _raw_mode_of(image)
    other = "RGBA" if mode == GREY_WITH_ALPHA else mode[:-1] + _OPPOSITE[mode[-1]]
    image.tile = [
        tile._replace(args=(other, *tile.args[1:]) if isinstance(tile.args, tuple) else other) for tile in image.tile
    ]
    image.load()
    return image


def joined(upper: NDArray[np.uint8], lower: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Returns uint16 values of two arrays of one shape."""
    values = upper.astype(np.uint16)
    values <<= 8
    values |= lower
    return values


def _opened(stream: BinaryIO, kind: Format) -> ImageFile.ImageFile:
    stream.seek(0)
    return Image.open(stream, formats=[PILLOW_NAMES[kind]])


def _raw_mode_of(image: ImageFile.ImageFile) -> str:
    args = image.tile[0].args if image.tile else ""
    first = args[0] if isinstance(args, tuple) and args else args
    return first if isinstance(first, str) else ""
