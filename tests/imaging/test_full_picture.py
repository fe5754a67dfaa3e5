"""Taking pictures apart into raw rows: every pixel, upright, in its depth, and what goes along."""

from __future__ import annotations

import errno
import io
import struct
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pillow_heif
import pytest
import tifffile
from PIL import Image, ImageCms

from desktop_app.domain.full_picture import Loss
from desktop_app.errors import DecodeError
from desktop_app.imaging import full_picture
from desktop_app.imaging.full_picture import unpack
from desktop_app.imaging.limits import PixelLimits
from tests.imaging.pictures import difference, encode, png_chunk, scene, write
from tests.imaging.rows import rows_of, taken_apart, wide_png, wide_scene

SIDEWAYS_AS_TAKEN = {  # how to lay an upright picture so that this orientation turns it upright again
    1: (),
    2: ("FLIP_LEFT_RIGHT",),
    3: ("ROTATE_180",),
    4: ("FLIP_TOP_BOTTOM",),
    5: ("TRANSPOSE",),
    6: ("ROTATE_90",),
    7: ("TRANSVERSE",),
    8: ("ROTATE_270",),
}


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
@pytest.mark.parametrize("is_interlaced", [False, True])
def test_all_sixteen_bits_of_a_png_are_there(tmp_path: Path, channels: int, is_interlaced: bool) -> None:
    values = wide_scene(37, 53, channels)
    picture = taken_apart(tmp_path, wide_png(values, is_interlaced=is_interlaced), "a.png")
    assert (picture.bits, picture.channels, picture.alpha is None) == (16, channels - (channels % 2 == 0), channels % 2)
    assert np.array_equal(rows_of(picture), values)
    assert picture.losses == ()
    assert picture.kept.is_lossless


@pytest.mark.parametrize("channels", [1, 3, 4])
@pytest.mark.parametrize("compression", [None, "zlib", "lzma"])
@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("tile", [None, (16, 32)])
def test_all_sixteen_bits_of_a_tiff_are_there(
    tmp_path: Path, channels: int, compression: str | None, order: Literal["<", ">"], tile: tuple[int, int] | None
) -> None:
    values = wide_scene(37, 53, channels)
    stored = io.BytesIO()
    tifffile.imwrite(
        stored, values if channels > 1 else values[:, :, 0], compression=compression, byteorder=order, tile=tile,
        predictor=compression is not None, photometric="rgb" if channels > 2 else "minisblack",
        extrasamples=["unassalpha"] if channels == 4 else None,
    )  # fmt: skip
    picture = taken_apart(tmp_path, stored.getvalue(), "a.tif")
    assert picture.bits == 16
    assert np.array_equal(rows_of(picture), values)
    assert picture.losses == ()


def test_colours_in_planes_of_their_own_come_with_eight_bits_and_that_is_said(tmp_path: Path) -> None:
    values = wide_scene(20, 30, 3)
    stored = io.BytesIO()
    tifffile.imwrite(stored, np.moveaxis(values, 2, 0), photometric="rgb", planarconfig="separate", compression="zlib")
    picture = taken_apart(tmp_path, stored.getvalue(), "a.tif")
    assert picture.bits == 8
    assert Loss.DEPTH in picture.losses
    assert np.array_equal(rows_of(picture), (values >> 8).astype(np.uint8))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_pixels_without_loss_are_the_files_own(tmp_path: Path, kind: str, mode: str) -> None:
    pixels = np.asarray(Image.fromarray(scene(70, 50)).convert(mode))
    picture = taken_apart(tmp_path, encode(pixels, kind), f"a.{kind.lower()}")
    assert (picture.width, picture.height, picture.channels) == (70, 50, len(mode))
    assert np.array_equal(rows_of(picture), pixels.reshape(50, 70, -1))


@pytest.mark.parametrize("orientation", SIDEWAYS_AS_TAKEN)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF"])
def test_rows_are_upright_and_what_goes_along_says_so(
    tmp_path: Path, kind: str, orientation: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_picture, "BAND_PIXELS", 700)  # many bands
    upright = scene(70, 50)
    image = Image.fromarray(upright)
    for method in SIDEWAYS_AS_TAKEN[orientation]:
        image = image.transpose(Image.Transpose[method])
    exif = Image.Exif()
    exif[0x112], exif[0x110] = orientation, "Model"
    exif.get_ifd(0x8769).update({0xA002: image.width, 0xA003: image.height})
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" tiff:Orientation="{orientation}"/></rdf:RDF></x:xmpmeta>'  # noqa: E501
    xmp = {} if kind in ("PNG", "TIFF") else {"xmp": packet.encode()}
    fine = {"quality": 100, "subsampling": "4:4:4"}
    lossless = {"lossless": True} if kind == "WEBP" else {} if kind in ("PNG", "TIFF") else fine
    picture = taken_apart(tmp_path, encode(np.asarray(image), kind, exif=exif.tobytes(), **xmp, **lossless), "a.x")
    assert (picture.width, picture.height) == (70, 50)
    rows = rows_of(picture)
    assert difference(rows, upright) < (0.01 if kind in ("PNG", "TIFF", "WEBP") else 4)
    kept = Image.Exif()
    kept.load(picture.kept.exif)
    assert kept.get(0x112, 1) == 1
    assert kept[0x110] == "Model"
    if kind != "AVIF":  # Pillow, which wrote this one, leaves the size as it was but for the tag
        assert (kept.get_ifd(0x8769)[0xA002], kept.get_ifd(0x8769)[0xA003]) == (70, 50)
    if xmp:
        assert picture.kept.xmp == packet.replace(f'Orientation="{orientation}"', 'Orientation="1"').encode()


def test_transparency_is_kept_and_forgotten_when_there_is_none(tmp_path: Path) -> None:
    pixels = np.dstack((scene(40, 30), np.full((30, 40), 255, np.uint8)))
    assert taken_apart(tmp_path, encode(pixels, "PNG"), "opaque.png").alpha is None
    assert not (tmp_path / "opaque.png rows" / "alpha.raw").exists()
    pixels[3, 4, 3] = 7
    picture = taken_apart(tmp_path, encode(pixels, "PNG"), "clear.png")
    assert picture.alpha is not None
    assert np.array_equal(rows_of(picture), pixels)


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_a_palette_becomes_its_colours(tmp_path: Path, kind: str) -> None:
    indexed = Image.fromarray(scene(60, 40)).quantize(32)
    stored = io.BytesIO()
    indexed.save(stored, kind, transparency=int(np.asarray(indexed)[0, 0]))
    picture = taken_apart(tmp_path, stored.getvalue(), f"a.{kind.lower()}")
    rows = rows_of(picture)
    assert rows.shape == (40, 60, 4)
    seen = rows[:, :, 3] == 255
    assert 0 < seen.sum() < seen.size
    assert np.array_equal(rows[seen][:, :3], np.asarray(indexed.convert("RGB"))[seen])
    assert picture.suffix == ".png"


def test_print_colours_become_screen_colours_and_that_is_said(tmp_path: Path) -> None:
    pixels = scene(64, 48)
    stored = io.BytesIO()
    Image.fromarray(pixels).convert("CMYK").save(stored, "JPEG", quality=98)
    picture = taken_apart(tmp_path, stored.getvalue(), "a.jpg")
    assert picture.losses == (Loss.CMYK,)
    assert (picture.channels, picture.kept.icc) == (3, b"")
    assert difference(rows_of(picture), pixels) < 5


def test_heic_is_told_as_something_that_will_be_a_jpeg(tmp_path: Path) -> None:
    data = encode(scene(64, 48), "HEIF", quality=90)
    picture = taken_apart(tmp_path, data, "a.HEIC")
    assert (picture.format, picture.suffix, picture.bits) == ("HEIC", ".jpg", 8)
    assert picture.losses == (Loss.FORMAT,)
    assert picture.kept.subsampling == "4:2:0"
    assert np.array_equal(rows_of(picture), np.asarray(pillow_heif.open_heif(io.BytesIO(data)).to_pillow()))


def test_ten_bits_come_as_eight_and_that_is_said(tmp_path: Path) -> None:
    values = wide_scene(64, 64, 3)
    stored = io.BytesIO()
    pillow_heif.from_bytes(mode="RGB;16", size=(64, 64), data=values.tobytes()).save(stored, quality=90)
    picture = taken_apart(tmp_path, stored.getvalue(), "a.heic")
    assert picture.bits == 8
    assert Loss.DEPTH in picture.losses


def test_a_profile_goes_along_when_it_is_one_for_the_pixels(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    coloured = taken_apart(tmp_path, encode(scene(64, 48), "PNG", icc_profile=profile), "a.png")
    assert coloured.kept.icc == profile
    grey = encode(scene(64, 48)[:, :, 0], "JPEG", icc_profile=profile)
    assert taken_apart(tmp_path, grey, "b.jpg").kept.icc == b""


def test_what_speaks_of_a_video_in_the_file_stays_behind(tmp_path: Path) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        b'<rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" GCamera:MotionPhoto="1"'
        b' xmlns:Container="http://ns.google.com/photos/1.0/container/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"'
        b' xmp:Rating="4"><Container:Directory><rdf:Seq><rdf:li/></rdf:Seq></Container:Directory></rdf:Description>'
        b"</rdf:RDF></x:xmpmeta>"
    )
    picture = taken_apart(tmp_path, encode(scene(64, 48), xmp=packet) + bytes(2000), "a.jpg")
    assert picture.losses == (Loss.MOTION,)
    assert b"MotionPhoto" not in picture.kept.xmp
    assert b"Directory" not in picture.kept.xmp
    assert b'xmp:Rating="4"' in picture.kept.xmp
    assert b"rdf:RDF" in picture.kept.xmp


def test_the_time_of_the_file_goes_along_where_no_date_is_inside(tmp_path: Path) -> None:
    picture = taken_apart(tmp_path, encode(scene(64, 48)), "a.jpg")
    assert picture.kept.modified_ns == (tmp_path / "a.jpg").stat().st_mtime_ns
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:06:14 15:30:12"
    assert taken_apart(tmp_path, encode(scene(64, 48), exif=exif), "b.jpg").kept.modified_ns == 0


def test_texts_and_the_meaning_of_colours_of_a_png_go_along(tmp_path: Path) -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Title", "Käse")
    data = encode(scene(64, 48), "PNG", pnginfo=info, dpi=(300, 300))
    gamma = png_chunk(b"gAMA", struct.pack(">I", 100_000))
    at = data.index(b"pHYs") - 4
    picture = taken_apart(tmp_path, data[:at] + gamma + png_chunk(b"sRGB", b"too long") + data[at:], "a.png")
    assert picture.kept.texts == (("Title", "Käse"),)
    assert picture.kept.colour_chunks == gamma
    assert picture.kept.dpi == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_is_refused(tmp_path: Path, kind: str) -> None:
    first, second = Image.fromarray(scene(32, 24)), Image.fromarray(scene(32, 24, seed=2))
    stored = io.BytesIO()
    first.save(stored, kind, save_all=True, append_images=[second])
    with pytest.raises(DecodeError, match="animation"):
        taken_apart(tmp_path, stored.getvalue(), f"a.{kind.lower()}")


def test_a_raw_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match="export it as JPEG or TIFF"):
        taken_apart(tmp_path, encode(scene(32, 24), "TIFF"), "a.nef")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "HEIF"])
def test_half_a_file_is_refused(tmp_path: Path, kind: str) -> None:
    data = encode(scene(320, 240), kind)
    with pytest.raises(DecodeError, match=r"damaged|incomplete"):
        taken_apart(tmp_path, data[: len(data) // 2], "a.x")


def test_a_picture_beyond_the_limits_is_refused_not_reduced(tmp_path: Path) -> None:
    path, folder = write(tmp_path / "a.jpg", scene(320, 240)), tmp_path / "rows"
    folder.mkdir()
    with pytest.raises(DecodeError, match="too large: 320 x 240"):
        unpack(path, folder, PixelLimits(full=70_000))
    assert not list(folder.iterdir())


def test_no_room_for_the_rows_is_said_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = full_picture._plain

    def full(*given: Any) -> Any:
        if (tmp_path / "a.jpg rows" / "pixels.raw").stat().st_size:
            raise OSError(errno.ENOSPC, "No space left on device")
        return plain(*given)

    monkeypatch.setattr(full_picture, "_plain", full)
    monkeypatch.setattr(full_picture, "BAND_PIXELS", 20_000)
    with pytest.raises(DecodeError, match="no room on the disk"):
        taken_apart(tmp_path, encode(scene(320, 240)), "a.jpg")
    assert not list((tmp_path / "a.jpg rows").iterdir())


def test_a_folder_that_holds_something_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "pixels.raw").write_bytes(b"somebody's")
    with pytest.raises(ValueError, match="not empty"):
        unpack(write(tmp_path / "a.jpg", scene(64, 48)), tmp_path)
    assert (tmp_path / "pixels.raw").read_bytes() == b"somebody's"


def test_a_huge_header_in_a_small_file_costs_nothing(tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 16, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + png_chunk(b"IDAT", b"") + png_chunk(b"IEND", b"")
    with pytest.raises(DecodeError, match="too large"):
        taken_apart(tmp_path, data, "a.png")


@pytest.mark.parametrize("kind", ["MPO", "TIFF"])
def test_further_pictures_in_a_file_stay_behind_and_that_is_said(tmp_path: Path, kind: str) -> None:
    stored = io.BytesIO()
    first, second = (Image.fromarray(scene(64, 48, seed=seed)) for seed in (1, 2))
    first.save(stored, kind, save_all=True, append_images=[second])
    picture = taken_apart(tmp_path, stored.getvalue(), "a.x")
    assert picture.losses == (Loss.EXTRA_PICTURES,)
    rows = rows_of(picture)
    assert 2 * difference(rows, scene(64, 48)) < difference(rows, scene(64, 48, seed=2))
