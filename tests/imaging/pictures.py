"""Pictures that tests draw themselves: photo-like texture, edited, encoded in every format."""

from __future__ import annotations

import io
import random
import struct
import zlib
from pathlib import Path

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]


def scene(width: int = 640, height: int = 480, seed: int = 1) -> Pixels:
    """A photo-like picture: soft light, crisp things of many colours and sizes, a little grain; no symmetry."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    picture = np.stack([90 + 60 * x / width, 100 + 50 * y / height, 140 - 50 * x / width], axis=-1)
    for _ in range(90):
        cx, cy = rng.uniform(0, width), rng.uniform(0, height)
        a, b = rng.uniform(0.01, 0.12, 2) * width
        angle = rng.uniform(0, np.pi)
        u = (x - cx) * np.cos(angle) + (y - cy) * np.sin(angle)
        v = (y - cy) * np.cos(angle) - (x - cx) * np.sin(angle)
        inside = (u / a) ** 2 + (v / b) ** 2 < 1
        picture[inside] = rng.uniform(20, 235, 3) + 12 * np.sin(u[inside] * rng.uniform(0.2, 1.2))[:, None]
    picture += rng.normal(0, 1.5, picture.shape)
    return np.clip(picture, 0, 255).astype(np.uint8)


def encode(pixels: Pixels, kind: str = "JPEG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image = Image.fromarray(pixels)
    if kind == "HEIF":
        pillow_heif.from_pillow(image).save(buffer, **options)
    else:
        image.save(buffer, kind, **options)
    return buffer.getvalue()


def write(path: Path, pixels: Pixels, kind: str = "JPEG", **options: object) -> Path:
    path.write_bytes(encode(pixels, kind, **options))
    return path


def difference(a: Pixels, b: Pixels) -> float:
    """Mean absolute difference in 8-bit steps; a different shape is an error of the test."""
    assert a.shape == b.shape, (a.shape, b.shape)
    return float(np.abs(a.astype(np.int16) - b.astype(np.int16)).mean())


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_claiming(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG whose header claims any size over hardly any data."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", body or zlib.compress(bytes(1000)))
        + png_chunk(b"IEND", b"")
    )


def png_bomb(width: int, height: int) -> bytes:
    """A sound PNG of all zeros, small on disk and huge in memory."""
    rows = zlib.compressobj(9)
    body = b"".join(rows.compress(bytes(width + 1) * 64) for _ in range(height // 64)) + rows.flush()
    return png_claiming(width, height // 64 * 64, body)


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Flips, overwrites, cuts, repeats or drops bytes, a few times over."""
    changed = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        at = rng.randrange(max(1, len(changed)))
        kind = rng.randrange(6)
        if kind == 0:
            changed[at : at + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            changed[at : at + 4] = rng.choice([b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff", b"\x80\x00\x00\x00"])
        elif kind == 2:
            del changed[at : at + rng.randrange(1, 40)]
        elif kind == 3:
            changed[at:at] = changed[at : at + rng.randrange(1, 40)]
        elif kind == 4:
            del changed[max(20, at) :]
        else:
            early = rng.randrange(min(64, max(1, len(changed))))
            changed[early : early + 1] = bytes([rng.randrange(256)])
    return bytes(changed)
