"""Pictures of 16 bits, and pictures taken apart into rows, for tests."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_app.domain.full_picture import UnpackedPicture
from desktop_app.imaging.full_picture import unpack
from tests.imaging.pictures import encode, png_chunk, scene

MAKER_NOTE = b"MAKER\x00" + bytes(range(256))
Wide = NDArray[np.uint16]


def wide_scene(height: int, width: int, channels: int, seed: int = 1) -> Wide:
    return np.random.default_rng(seed).integers(0, 65_536, (height, width, channels), np.uint16)


def wide_png(values: Wide, *, is_interlaced: bool = False) -> bytes:
    """A 16-bit PNG without filters, interlaced by Adam7 when wanted."""
    height, width, channels = values.shape
    passes = ((0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1))
    parts = [values[y::dy, x::dx] for y, x, dy, dx in passes] if is_interlaced else [values]
    body = b"".join(b"\0" + row.astype(">u2").tobytes() for part in parts if part.shape[1] for row in part)
    header = struct.pack(">IIBBBBB", width, height, 16, {1: 0, 2: 4, 3: 2, 4: 6}[channels], 0, 0, is_interlaced)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(body)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(name, content) for name, content in chunks)


def rows_of(picture: UnpackedPicture) -> NDArray[Any]:
    """All pixels, transparency last."""
    kind = np.uint16 if picture.bits == 16 else np.uint8
    colours: NDArray[Any] = np.fromfile(picture.pixels, kind).reshape(picture.height, picture.width, picture.channels)
    if picture.alpha is None:
        return colours
    alpha = np.fromfile(picture.alpha, kind).reshape(picture.height, picture.width, 1)
    return np.concatenate((colours, alpha), axis=2)


def taken_apart(tmp_path: Path, data: bytes, name: str) -> UnpackedPicture:
    path, folder = tmp_path / name, tmp_path / f"{name} rows"
    path.write_bytes(data)
    folder.mkdir()
    return unpack(path, folder)


def camera_exif(*, orientation: int = 1) -> bytes:
    """EXIF as cameras write it, a thumbnail at its end."""
    exif = Image.Exif()
    exif[0x10F], exif[0x110], exif[0x112], exif[0x131] = "Maker", "Model", orientation, "Firmware 1.0"
    exif.get_ifd(0x8769).update({0x9003: "2024:06:14 15:30:12", 0x927C: MAKER_NOTE, 0x8827: 3200})
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 30.0), 3: "E", 4: (8.0, 32.0, 0.0)})
    block = bytearray(exif.tobytes().removeprefix(b"Exif\x00\x00"))
    order = "<" if block[:2] == b"II" else ">"
    first = struct.unpack_from(order + "I", block, 4)[0]
    link = first + 2 + struct.unpack_from(order + "H", block, first)[0] * 12
    thumbnail = encode(scene(32, 24))
    struct.pack_into(order + "I", block, link, len(block))
    at = len(block)
    block += struct.pack(order + "H", 2)
    block += struct.pack(order + "HHII", 0x201, 4, 1, at + 30) + struct.pack(
        order + "HHII", 0x202, 4, 1, len(thumbnail)
    )
    return b"Exif\x00\x00" + bytes(block) + bytes(4) + thumbnail
