"""Small pictures that the program makes itself, to prove on any machine that each format is really decoded."""

from __future__ import annotations

import io
import math
import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

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


def clock() -> NDArray[np.uint8]:
    """Returns the drawing of a clock, (384, 512, 3) uint8: plain enough that a tagger names it."""
    picture = Image.new("RGB", (512, 384), (200, 190, 170))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((90, 20, 430, 360), fill=(250, 250, 245), outline=(30, 30, 30), width=10)
    for minute in range(60):
        across, up = math.sin(minute * math.pi / 30), math.cos(minute * math.pi / 30)
        inner, width = (150, 2) if minute % 5 else (130, 6)
        ends = (260 + inner * across, 190 - inner * up, 260 + 158 * across, 190 - 158 * up)
        draw.line(ends, fill=(20, 20, 20), width=width)
    draw.line((260, 190, 260, 80), fill=(10, 10, 10), width=7)
    draw.line((260, 190, 340, 240), fill=(10, 10, 10), width=10)
    return np.asarray(picture)


def warm_waves() -> NDArray[np.uint8]:
    """Returns soft waves in warm colours, (384, 512, 3) uint8: harmless, but not so plainly that a screen clears it."""
    rows, columns = np.mgrid[0:384, 0:512].astype(np.float64)
    wave = np.sin(columns / 90 + rows / 140)[..., None]
    painted: NDArray[np.float64] = np.array([205, 150, 120]) + wave * np.array([40, 40, 38])
    return painted.clip(0, 255).astype(np.uint8)


def encoded(heic: Path) -> dict[str, bytes]:
    """Returns the gradient in every format, by name; HEIC, which this program cannot write, from a shipped file.

    RAW is a DNG of the smallest kind, whose picture is the preview in it.

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
    found["RAW"] = _dng(found["JPEG"])
    return found


def _dng(preview: bytes) -> bytes:
    """Returns a DNG (Adobe's specification 1.4) of an even grey sensor with a JPEG as its preview."""
    sensor = np.full((HEIGHT_PX, WIDTH_PX), 20_000, "<u2").tobytes()
    preview += b"\0" * (len(preview) % 2)
    sensor_at, preview_at = 8, 8 + len(sensor)
    below_at = preview_at + len(preview)
    size = [(256, "I", (WIDTH_PX,)), (257, "I", (HEIGHT_PX,))]
    below = _directory(
        [
            *((254, "I", (0,)), *size, (258, "H", (16,)), (259, "H", (1,)), (262, "H", (32803,))),
            *((273, "I", (sensor_at,)), (277, "H", (1,)), (278, "I", (HEIGHT_PX,)), (279, "I", (len(sensor),))),
            *((33421, "H", (2, 2)), (33422, "B", (0, 1, 1, 2)), (50717, "I", (60_000,))),
        ],
        below_at,
    )
    identity = (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1)
    main_at = below_at + len(below)
    main = _directory(
        [
            *((254, "I", (1,)), *size, (258, "H", (8, 8, 8)), (259, "H", (7,)), (262, "H", (6,))),
            *((271, "s", b"Reverie\0"), (272, "s", b"Sample\0"), (273, "I", (preview_at,)), (274, "H", (1,))),
            *((277, "H", (3,)), (278, "I", (HEIGHT_PX,)), (279, "I", (len(preview),)), (330, "I", (below_at,))),
            *((50706, "B", (1, 4, 0, 0)), (50708, "s", b"Reverie Sample\0"), (50721, "i", identity)),
            *((50728, "R", (1, 1, 1, 1, 1, 1)), (50778, "H", (21,))),
        ],
        main_at,
    )
    return b"II*\0" + struct.pack("<I", main_at) + sensor + preview + below + main


_TIFF_KINDS = {"B": 1, "s": 2, "H": 3, "I": 4, "R": 5, "i": 10}  # "R" and "i": pairs, a numerator and a denominator


def _directory(tags: list[tuple[int, str, tuple[int, ...] | bytes]], at: int) -> bytes:
    """Returns a TIFF directory that lies `at` bytes from the start, with its longer values behind it."""
    entries, tail = b"", b""
    for number, kind, values in sorted(tags):
        letter = {"R": "I", "s": "B"}.get(kind, kind)
        body = struct.pack(f"<{len(values)}{letter}", *values)
        count = len(values) // 2 if kind in "Ri" else len(values)
        tail_at = at + 2 + 12 * len(tags) + 4 + len(tail)
        entries += struct.pack("<HHI", number, _TIFF_KINDS[kind], count)
        entries += body.ljust(4, b"\0") if len(body) <= 4 else struct.pack("<I", tail_at)
        tail += b"" if len(body) <= 4 else body + b"\0" * (len(body) % 2)
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0) + tail


def recompressed(picture: NDArray[np.uint8], scale: float, quality: int) -> bytes:
    """Returns the picture as a JPEG of another size and quality."""
    small = Image.fromarray(picture).resize((int(picture.shape[1] * scale), int(picture.shape[0] * scale)))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=quality)
    return out.getvalue()


def as_png(picture: NDArray[np.uint8]) -> bytes:
    """Returns the picture as a PNG, every pixel as it is."""
    out = io.BytesIO()
    Image.fromarray(picture).save(out, "PNG")
    return out.getvalue()
