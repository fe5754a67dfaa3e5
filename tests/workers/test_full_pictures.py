from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.denoising import PixelRegion
from desktop_app.domain.full_picture import IfThere, KeptValues, Loss, UnpackedPicture
from desktop_app.workers.decoders import FULL_PICTURE_LIMITS, DecodeLimits, DecodeReply, DecoderPool, Request
from desktop_app.workers.full_wire import (
    PackRequest,
    RegionRequest,
    UnpackRequest,
    full_message,
    pack_from,
    unpacked_from,
    unpacked_message,
)
from desktop_app.workers.wire import Message, WireError


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


def test_every_kept_value_survives_the_way_to_the_child_and_back(tmp_path: Path) -> None:
    kept = KeptValues(
        exif=b"II*\x00", icc=b"i" * 200, xmp=b"<x/>", iptc=b"\x1c", comment=b"c", texts=(("Title", "K\u00e4se"),),
        colour_chunks=b"gAMA", dpi=(300.0, 299.5), quality=97, subsampling="4:2:2", is_lossless=True,
        permissions=0o640, modified_ns=1_500_000_000_123_456_789,
    )  # fmt: skip
    pixels, alpha = tmp_path / "pixels.raw", tmp_path / "alpha.raw"
    pixels.write_bytes(bytes(5 * 4 * 6))
    alpha.write_bytes(bytes(5 * 4 * 2))
    picture = UnpackedPicture(pixels, alpha, 5, 4, 3, 16, "PNG", ".png", kept, (Loss.DEPTH, Loss.MOTION))
    request = PackRequest(1, picture, tmp_path / "new.raw", tmp_path / "\udcff.png", IfThere.REPLACE)
    taken_over = replace(picture, pixels=request.pixels)
    assert pack_from(full_message(7, request)) == (taken_over, request.pixels, request.target, IfThere.REPLACE)
    assert unpacked_from(UnpackRequest(1, tmp_path / "a.png", tmp_path), unpacked_message(picture)) == picture


@pytest.mark.parametrize(
    "wrong", [{"width": 6}, {"channels": 1}, {"bits": 8}, {"bits": 12}, {"channels": 2}, {"dpi": [1]}]
)
def test_a_reply_that_does_not_fit_its_files_is_nonsense(tmp_path: Path, wrong: dict[str, object]) -> None:
    (tmp_path / "pixels.raw").write_bytes(bytes(5 * 4 * 6))
    message = unpacked_message(UnpackedPicture(tmp_path, None, 5, 4, 3, 16, "PNG", ".png"))
    request = UnpackRequest(1, tmp_path / "a.png", tmp_path)
    assert unpacked_from(request, message).width == 5
    with pytest.raises(WireError):
        unpacked_from(request, Message(message.kind, {**message.header, **wrong}, message.buffers))


class _Stalled:
    """A picture that is being saved and waits for its second half."""

    def __init__(self, pool: DecoderPool, tmp_path: Path, folder: Path) -> None:
        original = tmp_path / "a.png"
        soft(2000, 1500).save(original)
        self.picture = unpacked(pool, original, folder)
        self.pixels, self.target = tmp_path / "new.raw", tmp_path / "a denoised.png"
        os.mkfifo(self.pixels)
        pool.submit(PackRequest(5, self.picture, self.pixels, self.target))
        self._writer = open(self.pixels, "wb")  # noqa: SIM115 - the child has opened its end when this returns
        self._writer.write(bytes(2_000_000))
        self._writer.flush()
        self.names = sorted(path.name for path in tmp_path.iterdir())

    def let_go(self) -> None:
        with contextlib.suppress(BrokenPipeError):
            self._writer.close()


def test_a_child_killed_while_saving_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    with DecoderPool(1, FULL_PICTURE_LIMITS) as pool:
        stalled = _Stalled(pool, tmp_path, folder)
        os.kill(pool.pids[0], signal.SIGKILL)
        [reply] = pool.poll(30)
        stalled.let_go()
        assert reply.has_killed_child
        assert "writing it ended the decoder" in reply.error
        assert not stalled.target.exists()
        assert ask(pool, PackRequest(6, stalled.picture, stalled.picture.pixels, stalled.target)).packed is not None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a denoised.png", "a.png", "new.raw", "scratch"]


def test_a_pool_closed_while_saving_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    with DecoderPool(1, FULL_PICTURE_LIMITS) as pool:
        stalled = _Stalled(pool, tmp_path, folder)
        began = time.monotonic()
        pool.close()
        assert time.monotonic() - began < 60
        stalled.let_go()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "new.raw", "scratch"]


def test_saving_that_takes_too_long_is_ended_and_said(tmp_path: Path, folder: Path) -> None:
    with DecoderPool(1, DecodeLimits(timeout_s=5.0)) as pool:
        stalled = _Stalled(pool, tmp_path, folder)
        [reply] = pool.poll(200)
        stalled.let_go()
    assert "writing it took longer than 5 seconds" in reply.error
    assert not stalled.target.exists()


def test_a_folder_that_is_gone_is_told(pool: DecoderPool, tmp_path: Path, folder: Path) -> None:
    original = tmp_path / "a.jpg"
    soft(64, 48).save(original)
    picture = unpacked(pool, original, folder)
    reply = ask(pool, PackRequest(2, picture, picture.pixels, tmp_path / "gone" / "b.jpg"))
    assert reply.error == "the folder is not there"
    assert ask(pool, UnpackRequest(3, tmp_path / "gone.jpg", folder)).error


@pytest.mark.slow
def test_every_hostile_file_is_taken_apart_or_refused_in_words(data_dir: Path, tmp_path: Path) -> None:
    paths = [path for path in sorted((data_dir / "hostile").rglob("*")) if path.is_file()]
    outcomes = {"saved": 0, "refused": 0}
    with DecoderPool(1, FULL_PICTURE_LIMITS) as pool:
        for number, path in enumerate(paths):
            folder = tmp_path / str(number)
            folder.mkdir()
            reply = ask(pool, UnpackRequest(1, path, folder))
            assert not reply.has_killed_child, (path.name, reply.error)
            if reply.unpacked is None:
                assert reply.error, path.name
                assert not list(folder.iterdir()), path.name
                outcomes["refused"] += 1
                continue
            target = folder / f"new{reply.unpacked.suffix}"
            packed = ask(pool, PackRequest(2, reply.unpacked, reply.unpacked.pixels, target))
            assert packed.packed is not None, (path.name, packed.error)
            with Image.open(target) as image:
                image.load()
                assert sorted(image.size) == sorted((reply.unpacked.width, reply.unpacked.height)), path.name
            outcomes["saved"] += 1
            shutil.rmtree(folder)
    assert min(outcomes.values()) > 10, outcomes


@pytest.mark.slow
def test_a_hundred_megapixels_stay_within_a_gigabyte(tmp_path: Path, folder: Path) -> None:
    original = tmp_path / "a.jpg"
    whole = Image.linear_gradient("L").resize((12_500, 8_000))
    Image.merge("RGB", (whole, whole, whole)).save(original, quality=90, exif=camera_exif(6))
    with DecoderPool(1, DecodeLimits(memory_bytes=1 << 30, timeout_s=240)) as pool:
        picture = unpacked(pool, original, folder)
        assert (picture.width, picture.height) == (8_000, 12_500)
        assert picture.pixels.stat().st_size == 300_000_000
        for suffix in (".jpg", ".tif"):
            reply = ask(pool, PackRequest(2, picture, picture.pixels, tmp_path / f"b{suffix}"), limit_s=240)
            assert reply.packed is not None, reply.error
