"""Bytes that mean harm, or are merely broken: DecodeError and nothing else, in bounded time and memory."""

from __future__ import annotations

import io
import json
import os
import random
import resource
import stat
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.errors import DecodeError
from desktop_app.imaging.decode import DecodedPhoto, DecodeOptions, decode_photo, decode_picture, decode_view
from tests.imaging.pictures import difference, encode, mutated, png_bomb, png_chunk, png_claiming, scene, write

FUZZED = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "HEIF", "AVIF")
MUTATIONS = int(os.environ.get("REVERIE_FUZZ", "60"))
MOST_SECONDS = 60.0  # far above what any of it takes: a hang, not a slow machine, fails here


def attempt(data: bytes) -> DecodedPhoto | str:
    """Returns the photo, or the reason why there is none; whatever else is raised fails the test."""
    try:
        return decode_picture(data, file_name="IMG_20240614_153012.jpg")
    except DecodeError as error:
        return str(error)


@pytest.mark.parametrize("kind", FUZZED)
def test_mutated_files_decode_or_raise_decode_error(kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker", 6
    exif.get_ifd(0x8825)[2] = (1.0, 2.0, 3.0)
    options = {} if kind in ("GIF", "BMP") else {"exif": exif.tobytes()}
    data = encode(scene(120, 90), kind, **options)
    outcomes = {"decoded": 0, "refused": 0}
    for seed in range(MUTATIONS):
        sample = mutated(data, random.Random(seed))
        began = time.monotonic()
        found = attempt(sample)
        assert found
        outcomes["refused" if isinstance(found, str) else "decoded"] += 1
        assert time.monotonic() - began < MOST_SECONDS, f"seed {seed}"
    assert outcomes["refused"] > 0
    capfd.readouterr()  # libtiff speaks to stderr by itself


CHILD = """
import json, resource, sys, time
from pathlib import Path
from desktop_app.errors import DecodeError
from desktop_app.imaging.decode import decode_photo
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize() + (int(sys.argv[1]) << 20)
resource.setrlimit(resource.RLIMIT_AS, (size, size))
found = {}
for line in sys.stdin:
    name = line.rstrip("\\n")
    began = time.monotonic()
    try:
        decode_photo(Path(name))
        found[name] = ["ok", time.monotonic() - began]
    except DecodeError as error:
        found[name] = [str(error), time.monotonic() - began]
print(json.dumps({"files": found, "peak_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def decode_in_child(paths: list[Path], room_mb: int = 700) -> dict[str, tuple[str, float]]:
    """Decodes files in a child with so much room for them; a crash of the child fails the test."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(room_mb)],
        input="\n".join(str(path) for path in paths),
        capture_output=True,
        text=True,
        timeout=280,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    files = json.loads(done.stdout)["files"]
    return {name: (str(outcome), float(seconds)) for name, (outcome, seconds) in files.items()}


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["hostile", "camera", "near-duplicates"])
def test_every_shared_file_decodes_or_is_refused(folder: str, data_dir: Path) -> None:
    paths = [path for path in sorted((data_dir / folder).rglob("*")) if path.is_file()]
    outcomes = decode_in_child(paths)
    assert len(outcomes) == len(paths)
    slow = {name: seconds for name, (_, seconds) in outcomes.items() if seconds > MOST_SECONDS}
    assert not slow
    decoded = sum(outcome == "ok" for outcome, _ in outcomes.values())
    assert decoded > 20 or folder == "near-duplicates"


def test_claims_are_refused_before_anything_is_decoded(tmp_path: Path) -> None:
    for data in (
        png_claiming(27_000, 27_000),
        png_claiming(100_000, 2),
        b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x02\x44\x01\x00;",
        b"BM" + struct.pack("<IHHIIiiHHIIiiII", 60, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0),
    ):
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with pytest.raises(DecodeError, match="large"):
            decode_picture(data)
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_jpeg_that_claims_far_more_than_it_holds_is_refused() -> None:
    data = bytearray(encode(scene(64, 64)))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", 30_000, 30_000)
    with pytest.raises(DecodeError, match="claims"):
        decode_picture(bytes(data))


def test_a_small_file_of_169_megapixels_is_refused() -> None:
    bomb = png_bomb(13_000, 13_000)
    assert len(bomb) < 300_000
    with pytest.raises(DecodeError, match="too large"):
        decode_picture(bomb)


def test_a_picture_that_outgrows_the_childs_memory_is_refused_and_the_next_one_decodes(tmp_path: Path) -> None:
    limit = DecodeOptions().limits.full
    bomb = tmp_path / "a.png"
    bomb.write_bytes(png_bomb(13_000, 9_600))
    assert limit > 13_000 * 9_600
    good = write(tmp_path / "b.jpg", scene(64, 48))
    outcomes = decode_in_child([bomb, good], room_mb=100)
    assert "memory" in outcomes[str(bomb)][0]
    assert outcomes[str(good)][0] == "ok"


REFUSED = {
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\nshowpage\n", "EPS"),
    "dos-eps": (b"\xc5\xd0\xd3\xc6" + bytes(60), "EPS"),
    "pdf": (b"%PDF-1.7\n1 0 obj\n", "PDF"),
    "fits": (b"SIMPLE  =                    T" + b" " * 2900, "FITS"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>", "SVG"),
    "svg-xml": (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", "SVG"),
    "html": (b"<!DOCTYPE html><html></html>", "web page"),
    "psd": (b"8BPS\x00\x01" + bytes(60), "Photoshop"),
    "jxl": (b"\xff\x0a" + bytes(60), "JPEG XL"),
    "jp2": (b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(60), "JPEG 2000"),
    "mp4": (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "video"),
    "webm": (b"\x1a\x45\xdf\xa3" + bytes(60), "video"),
    "zip": (b"PK\x03\x04" + bytes(60), "ZIP"),
    "text": (b"just some words", "not a picture"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_other_formats_under_a_photo_suffix_are_refused_by_name(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = tmp_path / "called"
    shim = tmp_path / "bin" / "gs"
    shim.parent.mkdir()
    shim.write_text(f"#!/bin/sh\ntouch {witness}\n")
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{shim.parent}:{os.environ['PATH']}")
    content, reason = REFUSED[kind]
    for suffix in ("jpg", "tif", "png"):
        path = tmp_path / f"a.{suffix}"
        path.write_bytes(content)
        with pytest.raises(DecodeError, match=reason):
            decode_photo(path)
        with pytest.raises(DecodeError, match=reason):
            decode_view(path)
    assert not witness.exists()


def test_a_jpeg_with_something_else_behind_it_is_just_a_jpeg(tmp_path: Path) -> None:
    pixels = scene(64, 48)
    path = tmp_path / "a.jpg"
    path.write_bytes(encode(pixels, quality=95) + b"PK\x03\x04" + b"%!PS\n" + os.urandom(5000))
    assert difference(decode_photo(path).rgb, pixels) < 12.0


@pytest.mark.parametrize("percent", [5, 10, 20, 35, 50, 65, 80, 90, 95])
def test_a_truncated_jpeg_shows_what_is_there_and_is_marked(percent: int) -> None:
    pixels = scene(640, 480)
    data = encode(pixels, quality=90)
    whole = decode_picture(data)
    cut = data[: len(data) * percent // 100]
    photo = decode_picture(cut)
    assert photo.is_damaged
    assert (photo.width_px, photo.height_px) == (640, 480)
    rows = int(384 * percent / 100 * 0.5)  # at least half of what one would hope for
    assert difference(photo.rgb[:rows], whole.rgb[:rows]) < 3.0
    with pytest.raises(DecodeError):
        decode_picture(cut, DecodeOptions(allow_truncated=False))
    assert not decode_picture(data).is_damaged, "salvaging one file must not make the next one lenient"


@pytest.mark.parametrize("kind", ["PNG", "GIF", "TIFF", "BMP"])
def test_other_truncated_formats_are_marked_or_refused(kind: str) -> None:
    data = encode(scene(320, 240), kind)
    for percent in (2, 30, 60, 90):
        found = attempt(data[: len(data) * percent // 100])
        if isinstance(found, str):
            assert "damaged" in found or "incomplete" in found
        else:
            assert found.is_damaged


def test_only_the_first_of_many_frames_is_read() -> None:
    frame = b"!\xf9\x04\x00\x01\x00\x00\x00,\x00\x00\x00\x00\x04\x00\x04\x00\x00\x02\x05\x84\x8f\xa9\xcb\x05\x00"
    data = b"GIF89a\x04\x00\x04\x00\x80\x00\x00\x10\x20\x30\xf0\xf0\xf0" + frame * 100_000 + b";"
    began = time.monotonic()
    photo = decode_picture(data)
    assert photo.is_animated
    assert photo.rgb.shape == (4, 4, 3)
    assert time.monotonic() - began < MOST_SECONDS


def test_a_hundred_thousand_text_chunks_are_survived() -> None:
    data = encode(scene(64, 48), "PNG")
    at = data.index(b"IDAT") - 4
    chunks = b"".join(png_chunk(b"tEXt", b"k%d\x00v" % i) for i in range(100_000))
    began = time.monotonic()
    photo = decode_picture(data[:at] + chunks + data[at:])
    assert photo.width_px == 64
    assert time.monotonic() - began < MOST_SECONDS


def test_a_text_chunk_that_inflates_without_end_is_refused_or_ignored() -> None:
    data = encode(scene(64, 48), "PNG")
    at = data.index(b"IDAT") - 4
    bomb = png_chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80 << 20), 9))
    for sample in (data[:at] + bomb + data[at:], data[:at] + bomb * 40 + data[at:]):
        found = attempt(sample)
        assert found if isinstance(found, str) else found.rgb.shape == (48, 64, 3)


def exif_loop() -> bytes:
    """A directory whose EXIF pointer and next-directory pointer both lead back to itself."""
    entries = struct.pack("<HHHII", 2, 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    return b"Exif\x00\x00II*\x00\x08\x00\x00\x00" + entries + struct.pack("<I", 8)


def exif_deep() -> bytes:
    """Five thousand directories, one behind the other."""
    body = bytearray(b"II*\x00\x08\x00\x00\x00")
    for _ in range(5000):
        here = len(body)
        body += struct.pack("<HHHIII", 1, 0x8769, 4, 1, here + 18, here + 18)
    return b"Exif\x00\x00" + bytes(body[:60_000])


@pytest.mark.parametrize("block", [exif_loop(), exif_deep(), b"Exif\x00\x00", b"Exif\x00\x00II*\x00\xff\xff\xff\xff"])
def test_exif_that_leads_nowhere_costs_nothing(block: bytes) -> None:
    pixels = scene(64, 48)
    began = time.monotonic()
    photo = decode_picture(encode(pixels, exif=block, quality=95))
    assert difference(photo.rgb, pixels) < 12.0
    assert time.monotonic() - began < MOST_SECONDS


def test_a_zero_filled_file_is_refused() -> None:
    for data in (b"", bytes(10), bytes(100_000), b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x00\x00\x00\x00WEBP"):
        with pytest.raises(DecodeError):
            decode_picture(data)


def test_tiff_tiles_and_strips_that_lie_about_their_size_are_refused() -> None:
    buffer = io.BytesIO()
    Image.fromarray(scene(64, 48)).save(buffer, "TIFF", compression="tiff_lzw")
    data = bytearray(buffer.getvalue())
    directory = int.from_bytes(data[4:8], "little")
    count = int.from_bytes(data[directory : directory + 2], "little")
    for entry in range(count):
        at = directory + 2 + entry * 12
        if int.from_bytes(data[at : at + 2], "little") == 279:
            data[at + 8 : at + 12] = b"\xff\xff\xff\x7f"
    found = attempt(bytes(data))
    assert found if isinstance(found, str) else found.rgb.shape == (48, 64, 3)


def test_every_pixel_of_a_salvaged_picture_is_defined() -> None:
    data = encode(np.full((480, 640, 3), 200, np.uint8), quality=90)
    first = decode_picture(data[: len(data) // 2]).rgb
    assert np.array_equal(first, decode_picture(data[: len(data) // 2]).rgb)
