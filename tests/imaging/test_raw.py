"""Camera RAW: the preview comes first, developing second, and orientation is applied once."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
import pytest

from desktop_app.errors import DecodeError
from desktop_app.imaging.decode import DecodeOptions, decode_picture
from tests.imaging.pictures import Pixels, difference, encode, scene

_BYTES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 10: 8}


@dataclass(frozen=True)
class Tag:
    number: int
    kind: int
    values: tuple[object, ...]

    def body(self) -> bytes:
        if self.kind in (1, 2, 7):
            return bytes(self.values)  # type: ignore[arg-type]
        if self.kind in (5, 10):
            return b"".join(struct.pack("<ii", *pair) for pair in self.values)  # type: ignore[misc]
        return b"".join(struct.pack("<H" if self.kind == 3 else "<I", value) for value in self.values)


def directory(tags: list[Tag], start: int) -> bytes:
    """One TIFF directory at offset `start`, its long values behind it."""
    tags = sorted(tags, key=lambda tag: tag.number)
    entries, tail = b"", b""
    tail_at = start + 2 + 12 * len(tags) + 4
    for tag in tags:
        body = tag.body()
        count = len(body) // _BYTES.get(tag.kind, 1)
        entries += struct.pack("<HHI", tag.number, tag.kind, count)
        if len(body) <= 4:
            entries += body.ljust(4, b"\x00")
        else:
            entries += struct.pack("<I", tail_at + len(tail))
            tail += body + b"\x00" * (len(body) % 2)
    return struct.pack("<H", len(tags)) + entries + struct.pack("<I", 0) + tail


def dng(pixels: Pixels, *, orientation: int = 1, preview: bytes = b"") -> bytes:
    """A small DNG: 16-bit Bayer data in a sub-directory, and a JPEG preview in the first when given."""
    height, width = pixels.shape[:2]
    mosaic = np.empty((height, width), np.uint16)
    linear = ((pixels.astype(np.float64) / 255) ** 2.2 * 60_000).astype(np.uint16)
    mosaic[0::2, 0::2], mosaic[0::2, 1::2] = linear[0::2, 0::2, 0], linear[0::2, 1::2, 1]
    mosaic[1::2, 0::2], mosaic[1::2, 1::2] = linear[1::2, 0::2, 1], linear[1::2, 1::2, 2]
    raw_at = 8
    preview_at = raw_at + mosaic.nbytes
    sub_at = preview_at + len(preview) + len(preview) % 2
    raw_tags = [
        Tag(254, 4, (0,)),
        Tag(256, 4, (width,)),
        Tag(257, 4, (height,)),
        Tag(258, 3, (16,)),
        Tag(259, 3, (1,)),
        Tag(262, 3, (32803,)),
        Tag(273, 4, (raw_at,)),
        Tag(277, 3, (1,)),
        Tag(278, 4, (height,)),
        Tag(279, 4, (mosaic.nbytes,)),
        Tag(33421, 3, (2, 2)),
        Tag(33422, 1, (0, 1, 1, 2)),
        Tag(50714, 3, (0,)),
        Tag(50717, 4, (60_000,)),
    ]
    sub = directory(raw_tags, sub_at)
    identity = ((1, 1), (0, 1), (0, 1), (0, 1), (1, 1), (0, 1), (0, 1), (0, 1), (1, 1))
    main = [
        Tag(271, 2, tuple(b"Reverie\x00")),
        Tag(272, 2, tuple(b"Test Camera\x00")),
        Tag(274, 3, (orientation,)),
        Tag(306, 2, tuple(b"2024:06:14 15:30:12\x00")),
        Tag(330, 4, (sub_at,)),
        Tag(50706, 1, (1, 4, 0, 0)),
        Tag(50708, 2, tuple(b"Reverie Test Camera\x00")),
        Tag(50721, 10, identity),
        Tag(50728, 5, ((1, 1), (1, 1), (1, 1))),
        Tag(50778, 3, (21,)),
        Tag(254, 4, (1,)),
    ]
    if preview:
        main += [
            Tag(256, 4, (width,)),
            Tag(257, 4, (height,)),
            Tag(258, 3, (8, 8, 8)),
            Tag(259, 3, (7,)),
            Tag(262, 3, (6,)),
            Tag(273, 4, (preview_at,)),
            Tag(277, 3, (3,)),
            Tag(278, 4, (height,)),
            Tag(279, 4, (len(preview),)),
        ]
    main_at = sub_at + len(sub)
    head = b"II*\x00" + struct.pack("<I", main_at)
    return head + mosaic.tobytes() + preview.ljust(sub_at - preview_at, b"\x00") + sub + directory(main, main_at)


def turned(pixels: Pixels, orientation: int) -> Pixels:
    return {1: pixels, 3: np.rot90(pixels, 2), 6: np.rot90(pixels, -1), 8: np.rot90(pixels, 1)}[orientation]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_preview_is_used_and_turned_once(orientation: int) -> None:
    pixels = scene(640, 480)
    photo = decode_picture(dng(pixels, orientation=orientation, preview=encode(pixels, quality=95)), file_name="a.dng")
    assert (photo.format, photo.is_raw) == ("RAW", True)
    expected = turned(decode_picture(encode(pixels, quality=95)).rgb, orientation)
    assert difference(photo.rgb, np.ascontiguousarray(expected)) < 2.0
    assert (photo.width_px, photo.height_px) == ((640, 480) if orientation in (1, 3) else (480, 640))


def test_metadata_comes_from_the_container() -> None:
    pixels = scene(640, 480)
    found = decode_picture(dng(pixels, orientation=6, preview=encode(pixels)), file_name="a.dng").metadata
    assert (found.camera_make, found.camera_model) == ("Reverie", "Test Camera")
    assert found.orientation == 6
    assert found.taken_at_ms is not None


@pytest.mark.parametrize("orientation", [1, 6])
def test_without_a_preview_the_raw_data_are_developed(orientation: int) -> None:
    pixels = scene(640, 480)
    photo = decode_picture(dng(pixels, orientation=orientation), file_name="a.dng")
    assert photo.is_raw
    expected = turned(decode_picture(encode(pixels, "PNG"), DecodeOptions(thumbnail_edge_px=320)).rgb, orientation)
    assert photo.rgb.shape == expected.shape, "developed at half size"
    luma_a, luma_b = photo.rgb.mean(axis=2).ravel(), expected.mean(axis=2).ravel()
    assert np.corrcoef(luma_a, luma_b)[0, 1] > 0.9
    assert (photo.width_px, photo.height_px) == ((640, 480) if orientation == 1 else (480, 640))


def test_a_damaged_preview_falls_back_to_developing() -> None:
    pixels = scene(640, 480)
    preview = encode(pixels)
    photo = decode_picture(dng(pixels, preview=preview[: len(preview) // 3] + bytes(500)), file_name="a.dng")
    assert photo.is_raw
    assert photo.rgb.std() > 10


def test_damaged_raw_files_raise_decode_error() -> None:
    whole = dng(scene(128, 96), preview=encode(scene(128, 96)))
    refused = 0
    for cut in range(8, len(whole), max(1, len(whole) // 40)):
        try:
            decode_picture(whole[:cut], file_name="a.dng")
        except DecodeError:
            refused += 1
    assert refused > 10
    for head in (
        b"FUJIFILMCCD-RAW",
        b"IIRO\x08\x00",
        b"IIU\x00",
        b"FOVb",
        b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom",
    ):
        with pytest.raises(DecodeError, match="RAW"):
            decode_picture(head + bytes(3000))
