"""The allow-list, and the libraries it is safe with."""

from __future__ import annotations

import pi_heif
import PIL
import pytest
from PIL import features

from desktop_app.imaging.formats import SKIPPED, SUFFIXES, Format, is_supported, skipped_kind, sniff, suffix_of


def test_photo_suffixes_are_supported_in_any_case() -> None:
    for suffix in (".jpg", ".JPEG", ".png", ".webp", ".gif", ".tif", ".bmp", ".heic", ".HEIF", ".avif"):
        assert is_supported(suffix), suffix
    for suffix in (".cr2", ".CR3", ".nef", ".arw", ".dng", ".raf", ".orf", ".rw2", ".pef", ".srw"):
        assert SUFFIXES[suffix.lower()] is Format.RAW, suffix


def test_known_pictures_and_videos_that_are_not_read_are_named() -> None:
    for suffix in (".psd", ".jxl", ".mp4", ".MOV", ".svg", ".jp2", ".xcf", ".eps"):
        assert skipped_kind(suffix), suffix
        assert not is_supported(suffix), suffix
    assert not SKIPPED.keys() & SUFFIXES.keys()
    for suffix in (".txt", ".xmp", "", ".py"):
        assert not skipped_kind(suffix)
        assert not is_supported(suffix)


def test_suffixes_of_odd_names() -> None:
    assert suffix_of("a/b.JPG") == ".jpg"
    assert suffix_of(b"\xff.jpeg") == ".jpeg"
    assert suffix_of("archive.tar.png") == ".png"
    assert [suffix_of(name) for name in (".jpg", "..jpg", "noend", "", "a.b/c")] == ["", "", "", "", ""]
    assert suffix_of("end.") == "."


@pytest.mark.parametrize(
    ("head", "suffix", "expected"),
    [
        (b"\xff\xd8\xff\xe1", ".png", Format.JPEG),
        (b"\x89PNG\r\n\x1a\n", ".jpg", Format.PNG),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "", Format.WEBP),
        (b"II*\x00\x08\x00\x00\x00", ".tif", Format.TIFF),
        (b"II*\x00\x08\x00\x00\x00", ".NEF", Format.RAW),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", ".jpg", Format.RAW),
        (b"MM\x00*\x00\x00\x00\x08", ".dng", Format.RAW),
        (b"IIRO\x08\x00", ".orf", Format.RAW),
        (b"FUJIFILMCCD-RAW 0201", ".raf", Format.RAW),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", ".cr3", Format.RAW),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "", Format.HEIC),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "", Format.HEIC),
        (b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf", "", Format.AVIF),
        (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "", Format.AVIF),
        (b"BM" + bytes(12) + b"\x28\x00\x00\x00", "", Format.BMP),
    ],
)
def test_formats_are_told_by_their_first_bytes(head: bytes, suffix: str, expected: Format) -> None:
    assert sniff(head, suffix) == (expected, "")


@pytest.mark.parametrize(
    "head", [b"", b"\xff\xd8", b"BM but text", b"RIFF", b"\x00\x00\x00\x18ftypqt  \x00\x00\x00\x00qt  ", b"hello"]
)
def test_other_bytes_are_no_format(head: bytes) -> None:
    assert sniff(head, ".jpg")[0] is None


def numbers(version: str | None) -> tuple[int, ...]:
    return tuple(int(part) for part in (version or "0").split(".")[:3] if part.isdigit())


def test_the_decoders_are_not_older_than_is_safe() -> None:
    assert numbers(PIL.__version__) >= (13, 0, 0)
    assert numbers(pi_heif.libheif_version()) >= (1, 22)
    assert numbers(features.version("libjpeg_turbo")) >= (3, 0)
    assert numbers(features.version("webp")) >= (1, 3, 2)
    for codec in ("jpg", "webp", "avif", "littlecms2"):
        assert features.check(codec), codec
