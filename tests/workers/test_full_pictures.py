from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.denoising import PixelRegion
from desktop_app.domain.full_picture import IfThere, UnpackedPicture
from desktop_app.workers.decoders import FULL_PICTURE_LIMITS, DecodeReply, DecoderPool, Request
from desktop_app.workers.full_wire import PackRequest, RegionRequest, UnpackRequest


@pytest.fixture(scope="module")
def pool() -> Iterator[DecoderPool]:
    with DecoderPool(1, FULL_PICTURE_LIMITS) as made:
        yield made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for raw rows."""
    made = tmp_path / "scratch"
    made.mkdir()
    return made


def ask(pool: DecoderPool, request: Request, limit_s: float = 60) -> DecodeReply:
    pool.submit(request)
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        for reply in pool.poll(0.5):
            assert reply.key == request.key
            return reply
    raise AssertionError("no reply")


def unpacked(pool: DecoderPool, path: Path, folder: Path) -> UnpackedPicture:
    reply = ask(pool, UnpackRequest(1, path, folder))
    assert reply.unpacked is not None, reply.error
    return reply.unpacked


def soft(width: int, height: int) -> Image.Image:
    """A picture without symmetry that JPEG hardly changes."""
    y, x = np.mgrid[0:height, 0:width]
    colours = np.stack([x * 200 / width, y * 200 / height, (x + y) * 200 / (width + height)], axis=-1)
    return Image.fromarray((colours + 20).astype(np.uint8))


def camera_exif(orientation: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x10F], exif[0x110], exif[0x112] = "Maker", "Model", orientation
    exif.get_ifd(0x8769)[0x9003] = "2024:06:14 15:30:12"
    return exif


def test_a_jpeg_becomes_rows_and_a_jpeg_again(pool: DecoderPool, tmp_path: Path, folder: Path) -> None:
    original = tmp_path / "a.JPG"
    soft(320, 200).save(original, "JPEG", quality=95, exif=camera_exif(6), dpi=(300, 300))
    before = hashlib.sha256(original.read_bytes()).digest()
    picture = unpacked(pool, original, folder)
    assert (picture.width, picture.height, picture.channels, picture.bits) == (200, 320, 3, 8)
    assert (picture.format, picture.suffix, picture.losses) == ("JPEG", ".JPG", ())
    rows = np.fromfile(picture.pixels, np.uint8).reshape(320, 200, 3)
    with Image.open(original) as image:
        assert np.array_equal(rows, np.asarray(image.transpose(Image.Transpose.ROTATE_270)))

    changed = folder / "changed.raw"
    changed.write_bytes((255 - rows).tobytes())
    target = tmp_path / "a denoised.JPG"
    reply = ask(pool, PackRequest(2, picture, changed, target))
    assert reply.packed is not None, reply.error
    assert reply.packed.size_bytes == target.stat().st_size
    with Image.open(target) as image:
        image.load()
        exif = image.getexif()
        assert image.size == (200, 320)
        assert (exif[0x10F], exif[0x110], exif[0x112]) == ("Maker", "Model", 1)
        assert exif.get_ifd(0x8769)[0x9003] == "2024:06:14 15:30:12"
        assert image.info["dpi"] == (300, 300)
        assert np.abs(np.asarray(image).astype(int) - (255 - rows)).mean() < 1.5
    assert hashlib.sha256(original.read_bytes()).digest() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a denoised.JPG", "a.JPG", "scratch"]


def test_a_name_that_is_taken_is_told_apart_and_left_alone(pool: DecoderPool, tmp_path: Path, folder: Path) -> None:
    original, target = tmp_path / "a.jpg", tmp_path / "b.jpg"
    soft(64, 48).save(original)
    target.write_bytes(b"somebody's")
    picture = unpacked(pool, original, folder)
    reply = ask(pool, PackRequest(2, picture, picture.pixels, target))
    assert reply.is_taken
    assert reply.packed is None
    assert target.read_bytes() == b"somebody's"
    reply = ask(pool, PackRequest(3, picture, picture.pixels, target, IfThere.REPLACE))
    assert reply.packed is not None
    assert not reply.is_taken
    with Image.open(target) as image:
        assert image.size == (64, 48)


def test_a_region_is_shown_as_it_is(pool: DecoderPool, tmp_path: Path, folder: Path) -> None:
    original = tmp_path / "a.png"
    soft(90, 70).save(original)
    picture = unpacked(pool, original, folder)
    region = PixelRegion(10, 20, 30, 500)
    reply = ask(pool, RegionRequest(1, picture.pixels, 90, 70, 3, 8, picture.kept.icc, region))
    assert reply.pixels is not None, reply.error
    assert np.array_equal(reply.pixels, np.asarray(soft(90, 70))[20:, 10:40])


def test_a_file_that_is_no_picture_is_refused_with_a_reason(pool: DecoderPool, tmp_path: Path, folder: Path) -> None:
    bad = tmp_path / "a.jpg"
    bad.write_bytes(b"%PDF-1.4 nonsense")
    reply = ask(pool, UnpackRequest(1, bad, folder))
    assert reply.unpacked is None
    assert "PDF" in reply.error
    assert not list(folder.iterdir())
