"""Raw rows become files again: pixels, depth, what goes along, and clear words when it cannot be."""

from __future__ import annotations

import hashlib
import io
import os
import resource
import signal
import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageCms, IptcImagePlugin, JpegImagePlugin

from desktop_app.domain.full_picture import IfThere, Loss, PackedPicture, UnpackedPicture
from desktop_app.errors import DecodeError
from desktop_app.imaging import full_picture, new_picture
from desktop_app.imaging.decode import decode_photo, decode_view
from desktop_app.imaging.full_picture import unpack
from desktop_app.imaging.jpeg_quality import quality_of_tables
from desktop_app.imaging.new_picture import pack, region_as_srgb
from desktop_app.imaging.raw_rows import RawRows
from tests.imaging.pictures import difference, encode, scene
from tests.imaging.rows import MAKER_NOTE, camera_exif, rows_of, taken_apart, wide_png, wide_scene

PACKET = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    b' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
    b' xmp:Rating="4"/></rdf:RDF></x:xmpmeta>\n\n\n<?xpacket end="w"?>'
)
FORMATS = {".jpg": "JPEG", ".png": "PNG", ".tif": "TIFF", ".webp": "WEBP", ".avif": "AVIF"}


def made(
    tmp_path: Path, data: bytes, name: str, target: str, change: int = 0
) -> tuple[Path, UnpackedPicture, PackedPicture]:
    """Takes a picture apart and saves it under another name."""
    picture = taken_apart(tmp_path, data, name)
    path = tmp_path / target
    return path, picture, pack(picture, picture.pixels, path)


def plain_png(data: bytes) -> NDArray[np.uint8]:
    """A PNG's bytes by pixel, unpacked as the standard says and no faster: (H, W, bytes of a pixel)."""
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert zlib.crc32(name + body) == int.from_bytes(data[at + 8 + length : at + 12 + length], "big")
        chunks[name] = chunks.get(name, b"") + body
        at += 12 + length
    width, height, bits, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    step = {0: 1, 4: 2, 2: 3, 6: 4}[kind] * bits // 8
    content, length = zlib.decompress(chunks[b"IDAT"]), width * step
    above, lines = bytearray(length), []
    for top in range(height):
        start = top * (length + 1)
        line = bytearray(content[start + 1 : start + 1 + length])
        for i in range(length):
            a, b, c = (line[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            line[i] = (line[i] + (0, a, b, (a + b) // 2, paeth)[content[start]]) & 255
        lines.append(bytes(line))
        above = line
    return np.frombuffer(b"".join(lines), np.uint8).reshape(height, width, step)


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("target", ["b.png", "b.tif"])
def test_sixteen_bits_are_written_exactly(tmp_path: Path, channels: int, target: str) -> None:
    values = wide_scene(41, 53, channels)
    path, _, packed = made(tmp_path, wide_png(values), "a.png", target)
    assert packed.losses == ()
    stored: NDArray[Any]
    if target == "b.png":
        stored = plain_png(path.read_bytes()).reshape(41, -1).view(">u2").reshape(41, 53, channels)
    else:
        stored = tifffile.imread(path).reshape(41, 53, -1)
        stored = stored[:, :, [0, 3]] if channels == 2 else stored
    assert np.array_equal(stored, values)


@pytest.mark.parametrize("order", [b"II", b"MM"])
def test_a_tiff_is_written_in_the_byte_order_of_its_exif(tmp_path: Path, order: bytes) -> None:
    values = wide_scene(41, 53, 3)
    picture = taken_apart(tmp_path, wide_png(values), "a.png")
    exif = Image.Exif()
    exif.endian = "<" if order == b"II" else ">"
    exif[0x110] = "A model with a long name"
    block = exif.tobytes().removeprefix(b"Exif\x00\x00")
    assert block[:2] == order
    path = tmp_path / "b.tif"
    pack(replace(picture, kept=replace(picture.kept, exif=block)), picture.pixels, path)
    assert path.read_bytes()[:2] == order
    assert np.array_equal(tifffile.imread(path), values)
    with Image.open(path) as image:
        assert image.getexif()[0x110] == "A model with a long name"


@pytest.mark.parametrize("depth", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("target", ["b.png", "b.tif"])
def test_eight_bits_are_written_exactly(
    tmp_path: Path, depth: str, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop_app.imaging.raw_rows.BAND_PIXELS", 600)
    monkeypatch.setattr("desktop_app.imaging.tiff_file.BAND_PIXELS", 600)
    pixels = np.dstack((scene(70, 50), scene(70, 50, seed=3)[:, :, :1]))
    image = Image.fromarray(pixels).convert(depth)
    stored = io.BytesIO()
    image.save(stored, "PNG")
    path, _, _ = made(tmp_path, stored.getvalue(), "a.png", target)
    with Image.open(path) as written:
        assert written.mode == depth
        assert np.array_equal(np.asarray(written), np.asarray(image))
    if target == "b.png":
        assert np.array_equal(plain_png(path.read_bytes()).reshape(np.asarray(image).shape), np.asarray(image))


@pytest.mark.parametrize("target", FORMATS)
@pytest.mark.parametrize("source", ["JPEG", "TIFF", "PNG", "WEBP"])
def test_what_the_camera_wrote_goes_along(tmp_path: Path, source: str, target: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options: dict[str, Any] = {"exif": camera_exif(orientation=6), "icc_profile": profile}
    if source in ("JPEG", "WEBP"):
        options["xmp"] = PACKET
    if source in ("JPEG", "PNG", "TIFF"):
        options["dpi"] = (300, 300)
    data = encode(scene(70, 50), source, **options)
    path, picture, packed = made(tmp_path, data, "a.x", f"b{target}")
    assert packed.losses == ()
    assert (packed.format.upper(), packed.size_bytes) == (FORMATS[target], path.stat().st_size)
    with Image.open(path) as image:
        image.load()
        assert image.size == (50, 70)
        exif = image.getexif()
        assert (exif[0x10F], exif[0x110], exif[0x131], exif.get(0x112, 1)) == ("Maker", "Model", "Firmware 1.0", 1)
        assert exif.get_ifd(0x8769)[0x9003] == "2024:06:14 15:30:12"
        assert exif.get_ifd(0x8769)[0x927C] == MAKER_NOTE
        assert exif.get_ifd(0x8825)[2] == (47.0, 22.0, 30.0)
        assert not exif.get_ifd(1)
        assert image.info["icc_profile"] == profile
        if target in (".jpg", ".png", ".tif") and "dpi" in options:
            assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    before, after = decode_photo(tmp_path / "a.x").metadata, decode_photo(path).metadata
    assert after.taken_at_ms == before.taken_at_ms is not None
    assert (after.latitude, after.longitude, after.iso) == (before.latitude, before.longitude, 3200)
    assert after.rating == (4 if "xmp" in options else None)
    assert difference(decode_view(path), decode_view(tmp_path / "a.x")) < 12
    assert encode(scene(32, 24)) not in path.read_bytes(), "the noisy thumbnail is gone"
    assert picture.kept.xmp == (PACKET if "xmp" in options else b"")


def test_the_makers_note_stays_at_its_offset(tmp_path: Path) -> None:
    block = camera_exif()
    path, _, _ = made(tmp_path, encode(scene(64, 48), exif=block), "a.jpg", "b.jpg")
    with Image.open(path) as image:
        assert image.info["exif"].index(MAKER_NOTE) == block.index(MAKER_NOTE)
        assert len(image.info["exif"]) < len(block)


@pytest.mark.parametrize(("quality", "least"), [(50, 95), (95, 95), (97, 97), (100, 100)])
@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_a_jpeg_is_never_coded_worse_than_its_original(
    tmp_path: Path, quality: int, least: int, subsampling: str
) -> None:
    data = encode(scene(70, 50), quality=quality, subsampling=subsampling)
    path, picture, _ = made(tmp_path, data, "a.jpg", "b.jpg")
    assert picture.kept.quality == quality
    with Image.open(path) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        assert quality_of_tables(image.quantization) == least
        assert JpegImagePlugin.get_sampling(image) == ("4:4:4", "4:2:2", "4:2:0").index(subsampling)


def test_a_grey_jpeg_stays_grey(tmp_path: Path) -> None:
    path, _, _ = made(tmp_path, encode(scene(70, 50)[:, :, 1]), "a.jpg", "b.jpg")
    with Image.open(path) as image:
        assert image.mode == "L"


def test_iptc_and_comment_of_a_jpeg_go_along(tmp_path: Path) -> None:
    iptc = b"\x1c\x02\x05\x00\x05Title\x1c\x02\x19\x00\x04Word"
    resource = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc)) + iptc
    segment = b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource
    data = encode(scene(64, 48), extra=segment, comment=b"a comment")
    path, picture, packed = made(tmp_path, data, "a.jpg", "b.jpg")
    assert picture.kept.iptc == iptc
    with Image.open(path) as image:
        assert IptcImagePlugin.getiptcinfo(image) == {(2, 5): b"Title", (2, 25): b"Word"}
        assert image.info["comment"] == b"a comment"
    assert decode_photo(path).metadata.keywords == ("Word",)
    assert packed.losses == ()
    assert pack(picture, picture.pixels, tmp_path / "b.webp").losses == (Loss.IPTC,)
    pack(picture, picture.pixels, tmp_path / "b.tif")
    assert decode_photo(tmp_path / "b.tif").metadata.title == "Title"


def test_a_webp_without_loss_is_written_without_loss(tmp_path: Path) -> None:
    pixels = np.dstack((scene(64, 48), scene(64, 48, seed=2)[:, :, 0]))
    path, picture, _ = made(tmp_path, encode(pixels, "WEBP", lossless=True, exact=True), "a.webp", "b.webp")
    assert picture.kept.is_lossless
    with Image.open(path) as image:
        assert np.array_equal(np.asarray(image), pixels)


def test_depth_and_transparency_that_a_format_lacks_are_told(tmp_path: Path) -> None:
    values = wide_scene(20, 30, 4)
    path, _, packed = made(tmp_path, wide_png(values), "a.png", "b.jpg")
    assert packed.losses == (Loss.DEPTH, Loss.ALPHA)
    share = values[:, :, 3:] / 65535
    with Image.open(path) as image:
        assert np.abs(np.asarray(image) - (values[:, :, :3] / 257 * share + 255 * (1 - share))).mean() < 12


def test_a_profile_of_other_colours_is_shown_right_in_a_region(tmp_path: Path) -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    at_red, at_green = (swapped.index(name, 128) for name in (b"rXYZ", b"gXYZ"))
    profile = bytearray(swapped)
    profile[at_red : at_red + 4], profile[at_green : at_green + 4] = b"gXYZ", b"rXYZ"
    data = encode(scene(64, 48), "PNG", icc_profile=bytes(profile))
    picture = taken_apart(tmp_path, data, "a.png")
    assert picture.kept.icc == bytes(profile)
    rows = RawRows(picture.pixels, None, 64, 48, 3, 8)
    shown = region_as_srgb(rows, picture.kept.icc, (10, 5, 50, 40))
    assert difference(shown, decode_view(tmp_path / "a.png")[5:40, 10:50]) < 1
    assert difference(shown, scene(64, 48)[5:40, 10:50]) > 20
    path = tmp_path / "b.png"
    pack(picture, picture.pixels, path)
    assert np.array_equal(decode_view(path), decode_view(tmp_path / "a.png"))


def test_xmp_and_exif_too_long_for_a_jpeg_are_left_out_and_told(tmp_path: Path) -> None:
    long_packet = PACKET.replace(b'xmp:Rating="4"', b'xmp:Rating="4" xmp:Label="' + b"x" * 70_000 + b'"')
    data = encode(scene(64, 48), "WEBP", xmp=long_packet)
    _, _, packed = made(tmp_path, data, "a.webp", "b.jpg")
    assert packed.losses == (Loss.XMP,)


def test_padding_does_not_make_a_packet_too_long(tmp_path: Path) -> None:
    padded = PACKET.replace(b"\n\n\n", b" " * 70_000)
    path, _, packed = made(tmp_path, encode(scene(64, 48), "WEBP", xmp=padded), "a.webp", "b.jpg")
    assert packed.losses == ()
    assert decode_photo(path).metadata.rating == 4


@pytest.mark.parametrize("name", ["b.gif", "b.heic", "b.bmp", "b", "b.nef", "b.txt"])
def test_a_format_that_is_not_written_is_refused_before_anything_is_done(tmp_path: Path, name: str) -> None:
    picture = taken_apart(tmp_path, encode(scene(64, 48)), "a.jpg")
    with pytest.raises(DecodeError, match="JPEG, PNG, TIFF, WebP or AVIF"):
        pack(picture, picture.pixels, tmp_path / name)
    assert not (tmp_path / name).exists()


def test_rows_that_are_not_all_there_make_no_file(tmp_path: Path) -> None:
    picture = taken_apart(tmp_path, encode(scene(64, 48)), "a.jpg")
    picture.pixels.write_bytes(bytes(1000))
    for suffix in FORMATS:
        with pytest.raises(DecodeError, match="not all there"):
            pack(picture, picture.pixels, tmp_path / f"b{suffix}")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jpg", "a.jpg rows"]


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_leaves_nothing_and_is_told(tmp_path: Path, suffix: str) -> None:
    picture = taken_apart(tmp_path, encode(np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)), "a.jpg")
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        with pytest.raises(DecodeError, match="too large for this disk"):
            pack(picture, picture.pixels, tmp_path / f"b{suffix}")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jpg", "a.jpg rows"]


def test_every_reason_is_a_clause(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = taken_apart(tmp_path, encode(scene(64, 48)), "a.jpg")
    for number, words in new_picture._REASONS.items():

        def fail(*_: object, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(new_picture, "new_file", fail)
        with pytest.raises(DecodeError, match=f"^{words}$"):
            pack(picture, picture.pixels, tmp_path / "b.jpg")


def test_the_original_is_read_and_nothing_else(tmp_path: Path) -> None:
    data = encode(scene(64, 48), exif=camera_exif(orientation=3))
    original = tmp_path / "a.jpg"
    original.write_bytes(data)
    original.chmod(0o440)
    folder = tmp_path / "rows"
    folder.mkdir()
    facts = original.stat()
    picture = unpack(original, folder)
    pack(picture, picture.pixels, tmp_path / "b.jpg", IfThere.REFUSE)
    after = original.stat()
    assert (after.st_mtime_ns, after.st_ctime_ns, after.st_ino) == (facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino)
    assert hashlib.sha256(original.read_bytes()).digest() == hashlib.sha256(data).digest()
    assert (tmp_path / "b.jpg").stat().st_mode & 0o777 == 0o640
    assert (rows_of(picture) == decode_view(original)).all()


@pytest.mark.parametrize(("limit", "suffix", "losses"), [(70 * 50, ".avif", ()), (70 * 50 - 1, ".jpg", (Loss.FORMAT,))])
def test_an_avif_too_large_to_be_encoded_becomes_a_jpeg(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: int, suffix: str, losses: tuple[Loss, ...]
) -> None:
    for module in (full_picture, new_picture):
        monkeypatch.setattr(module, "MAX_AVIF_PIXELS", limit)
    path, picture, packed = made(tmp_path, encode(scene(70, 50), "AVIF"), "a.avif", f"b{suffix}")
    assert (picture.suffix, picture.losses, packed.losses) == (suffix, losses, losses)
    assert path.stat().st_size == packed.size_bytes
    if losses:
        with pytest.raises(DecodeError, match="too large for AVIF"):
            pack(picture, picture.pixels, tmp_path / "c.avif")
        assert not (tmp_path / "c.avif").exists()


@pytest.mark.expects_log("could not be encoded")
def test_an_encoder_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Failed to encode image: Out of memory")

    picture = taken_apart(tmp_path, encode(scene(64, 48)), "a.jpg")
    monkeypatch.setattr(Image.Image, "save", fail)
    with pytest.raises(DecodeError, match="it cannot be written as AVIF"):
        pack(picture, picture.pixels, tmp_path / "b.avif")
    assert not (tmp_path / "b.avif").exists()


@pytest.mark.parametrize("channels", [1, 3])
def test_a_region_of_sixteen_bits_is_shown_in_eight(tmp_path: Path, channels: int) -> None:
    values = wide_scene(40, 60, channels)
    picture = taken_apart(tmp_path, wide_png(values), "a.png")
    rows = RawRows(picture.pixels, None, 60, 40, channels, 16)
    shown = region_as_srgb(rows, b"", (7, 11, 31, 40))
    assert shown.shape == (29, 24, 3)
    assert np.abs(shown - values[11:, 7:31].astype(float) / 257).max() <= 0.51
