"""Small pictures that the program makes itself, to prove on any machine that each format is really decoded."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

WIDTH_PX, HEIGHT_PX = 128, 96
WRITTEN = {
    "JPEG": {"quality": 90},
    "PNG": {},
    "WEBP": {"quality": 90},
    "GIF": {},
    "TIFF": {},
    "BMP": {},
    "AVIF": {"quality": 80},
}


def gradient() -> NDArray[np.uint8]:
    """Returns the sample picture: (96, 128, 3) uint8, red grows to the right, green downwards, blue to the left."""
    rows, columns = np.mgrid[0:HEIGHT_PX, 0:WIDTH_PX]
    return np.stack([columns * 2, rows * 2, 255 - columns * 2], -1).astype(np.uint8)


def scene(kind: int) -> NDArray[np.uint8]:
    """Returns one of two made-up pictures, (384, 512, 3) uint8: 0 a sun over hills, 1 a board of bright squares."""
    rows, columns = np.mgrid[0:384, 0:512].astype(np.float64)
    if kind:
        board = ((rows // 48 + columns // 64) % 2)[..., None]
        squares: NDArray[np.float64] = board * [250, 40, 60] + (1 - board) * [20, 40, 120]
        return squares.astype(np.uint8)
    sky = np.stack([120 + rows / 4, 160 + rows / 6, 230 - rows / 8], -1)
    sun = ((rows - 110) ** 2 + (columns - 360) ** 2 < 55**2)[..., None]
    hills = (rows > 260 + 40 * np.sin(columns / 70))[..., None]
    picture = np.where(sun, [250.0, 220.0, 90.0], sky)
    painted: NDArray[np.float64] = np.where(hills, [50.0, 110.0, 45.0], picture)
    return painted.clip(0, 255).astype(np.uint8)


def encoded(heic: Path) -> dict[str, bytes]:
    """Returns the gradient in every format, by name; HEIC, which this program cannot write, from a shipped file.

    Raises:
        OSError: the installation cannot write one of the formats, or the HEIC sample is gone.
    """
    picture = Image.fromarray(gradient())
    found: dict[str, bytes] = {}
    for name, options in WRITTEN.items():
        out = io.BytesIO()
        picture.save(out, name, **options)
        found[name] = out.getvalue()
    found["HEIC"] = heic.read_bytes()
    return found


def recompressed(picture: NDArray[np.uint8], scale: float, quality: int) -> bytes:
    """Returns the picture as a JPEG of another size and quality."""
    small = Image.fromarray(picture).resize((int(picture.shape[1] * scale), int(picture.shape[0] * scale)))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()
