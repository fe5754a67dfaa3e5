"""Small grey squares out of our own thumbnails, for comparing their pixels. Foreign bytes never come here."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def luma_square(jpeg: bytes, side_px: int) -> NDArray[np.float32] | None:
    """Returns (side, side) luma, 0 to 255, of a thumbnail stretched to a square; None where it cannot be decoded.

    The JPEG is decoded at the smallest scale that still has every pixel asked for, without its colours.
    """
    try:
        with Image.open(io.BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.draft("L", (side_px, side_px))
            grey = picture.convert("L").resize((side_px, side_px), Image.Resampling.BOX)
    except (OSError, SyntaxError, ValueError):
        return None
    return np.asarray(grey, np.float32)
