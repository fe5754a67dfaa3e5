"""decode_photo: what comes out of every format, orientation, mode and profile."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import hash_bytes, hash_file
from desktop_app.imaging.decode import DecodeOptions, decode_photo, decode_picture, decode_view, fitted
from tests.imaging.pictures import difference, encode, scene, write

FORMATS = {
    "JPEG": ("JPEG", {"quality": 92}, 6.0),
    "PNG": ("PNG", {}, 0.0),
    "WEBP": ("WebP", {"quality": 92}, 7.0),
    "TIFF": ("TIFF", {}, 0.0),
    "BMP": ("BMP", {}, 0.0),
    "AVIF": ("AVIF", {"quality": 90}, 7.0),
    "HEIF": ("HEIC", {"quality": 90}, 7.0),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_comes_out_as_the_pixels_that_went_in(kind: str, tmp_path: Path) -> None:
    name, options, tolerance = FORMATS[kind]
    pixels = scene(320, 240)
    photo = decode_photo(write(tmp_path / "a.bin", pixels, kind, **options))
    assert (photo.format, photo.width_px, photo.height_px) == (name, 320, 240)
    assert difference(photo.rgb, pixels) <= tolerance
    assert (photo.is_damaged, photo.is_animated, photo.is_raw) == (False, False, False)
    assert photo.rgb.flags.c_contiguous
    assert photo.rgb.dtype == np.uint8


def test_gif_comes_out_in_its_256_colours(tmp_path: Path) -> None:
    pixels = scene(320, 240)
    photo = decode_photo(write(tmp_path / "a.gif", pixels, "GIF"))
    expected = np.asarray(Image.open(io.BytesIO(encode(pixels, "GIF"))).convert("RGB"))
    assert photo.format == "GIF"
    assert difference(photo.rgb, expected) == 0.0


@pytest.mark.parametrize(
    ("size", "expected"), [((4000, 3000), 500), ((3000, 4000), 500), ((2200, 1650), 512), ((700, 500), 512)]
)
def test_large_pictures_are_reduced_and_small_ones_never_enlarged(
    size: tuple[int, int], expected: int, tmp_path: Path
) -> None:
    pixels = scene(800, 600)
    image = Image.fromarray(pixels).resize(size)
    path = tmp_path / "a.jpg"
    image.save(path, quality=90)
    photo = decode_photo(path)
    assert max(photo.rgb.shape[:2]) == expected
    assert (photo.width_px, photo.height_px) == size
    reference = np.asarray(image.resize(photo.rgb.shape[1::-1], Image.Resampling.BOX))
    assert difference(photo.rgb, reference) < 4.0
    small = decode_photo(write(tmp_path / "b.jpg", scene(100, 60)))
    assert small.rgb.shape == (60, 100, 3)


def test_thumbnail_is_a_jpeg_of_the_same_pixels_without_metadata(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Canon"
    photo = decode_photo(write(tmp_path / "a.jpg", scene(1000, 700), exif=exif.tobytes()))
    thumbnail = Image.open(io.BytesIO(photo.thumbnail))
    assert difference(np.asarray(thumbnail), photo.rgb) < 5.0
    assert not thumbnail.getexif()
    assert photo.metadata.camera_make == "Canon"


def test_options_leave_out_what_is_not_wanted() -> None:
    photo = decode_picture(
        encode(scene()), DecodeOptions(thumbnail_edge_px=64, want_measures=False, thumbnail_quality=0)
    )
    assert photo.measures is None
    assert photo.thumbnail == b""
    assert max(photo.rgb.shape) == 64


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIF"])
@pytest.mark.parametrize("orientation", range(10))
def test_orientation_is_applied_exactly_once(kind: str, orientation: int, tmp_path: Path) -> None:
    pixels = scene(96, 64)
    stored = Image.fromarray(pixels)
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = io.BytesIO()
    if kind == "HEIF":
        data.write(encode(pixels, "HEIF", quality=95, exif=exif.tobytes()))
    else:
        stored.save(data, kind, exif=exif, **({"quality": 95} if kind != "PNG" and kind != "TIFF" else {}))
    photo = decode_picture(data.getvalue())
    stored.getexif()[0x0112] = orientation
    upright = np.asarray(ImageOps.exif_transpose(stored))
    assert difference(photo.rgb, upright) < 12.0
    assert (photo.width_px, photo.height_px) == (upright.shape[1], upright.shape[0])
    path = tmp_path / "a"
    path.write_bytes(data.getvalue())
    assert difference(decode_view(path), upright) < 12.0


def test_all_example_orientations_equal_the_upright_one(data_dir: Path) -> None:
    for shape in ("Landscape", "Portrait"):
        folder = data_dir / "camera" / "exif-orientation"
        upright = decode_photo(folder / f"{shape}_1.jpg").rgb
        for number in range(9):
            photo = decode_photo(folder / f"{shape}_{number}.jpg")
            # the pictures differ in the number written on them, so most of the picture must agree
            close = np.abs(photo.rgb.astype(int) - upright.astype(int)).max(axis=2) < 24
            assert close.mean() > 0.9, (shape, number)


def test_modes_become_rgb(tmp_path: Path) -> None:
    grey = Image.fromarray(scene(96, 64)).convert("L")
    wide = Image.fromarray((np.asarray(grey).astype(np.uint16) << 8) | 7)
    cases = {
        "grey.png": grey,
        "bits.png": grey.convert("1"),
        "wide.png": wide,
        "wide.tif": wide,
        "float.tif": Image.fromarray(np.asarray(grey).astype(np.float32) / 255.0),
        "integers.tif": Image.fromarray(np.asarray(grey).astype(np.int32)),
        "cmyk.jpg": grey.convert("RGB").convert("CMYK"),
        "cmyk.tif": grey.convert("RGB").convert("CMYK"),
        "palette.png": grey.convert("RGB").quantize(64),
        "lab.tif": ImageCms.applyTransform(
            grey.convert("RGB"),
            ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"),
        ),
    }
    for name, image in cases.items():
        image.save(tmp_path / name)
        photo = decode_photo(tmp_path / name)
        expected = np.asarray(grey.convert("RGB"))
        if name == "bits.png":  # dithered: the same on average
            assert abs(float(photo.rgb.mean()) - float(expected.mean())) < 4.0
        else:
            assert difference(photo.rgb, expected) < 6.0, name


def test_transparency_stands_on_neutral_ground(tmp_path: Path) -> None:
    for ink, ground in ((20, 255), (250, 48)):
        pixels = np.full((64, 64, 4), ink, np.uint8)
        pixels[:, :32, 3] = 0
        pixels[:, 32:, 3] = 255
        path = write(tmp_path / "a.png", pixels, "PNG")
        photo = decode_photo(path)
        assert photo.rgb[10, 5].tolist() == [ground] * 3
        assert photo.rgb[10, 60].tolist() == [ink] * 3
        view = decode_view(path)
        assert view.shape == (64, 64, 4)
        assert view[10, 5, 3] == 0
    assert decode_view(write(tmp_path / "b.png", np.full((8, 8, 4), 255, np.uint8), "PNG")).shape == (8, 8, 3)


def test_a_transparent_palette_colour_is_transparent(tmp_path: Path) -> None:
    image = Image.new("P", (32, 32), 1)
    image.putpalette([10, 200, 10, 10, 10, 10])
    image.paste(0, (0, 0, 16, 32))
    for name in ("a.gif", "a.png"):
        image.save(tmp_path / name, transparency=0)
        photo = decode_photo(tmp_path / name)
        assert photo.rgb[5, 5].tolist() == [255, 255, 255], name
        assert photo.rgb[5, 30].tolist() == [10, 10, 10], name


def _wide_profile() -> bytes:
    """A profile with sRGB's red and green swapped: easy to see whether it was applied."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(profile[128:132], "big")
    entries = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


def test_colour_profiles_are_applied(tmp_path: Path) -> None:
    pixels = np.zeros((64, 64, 3), np.uint8)
    pixels[..., 0] = 200
    plain = decode_photo(write(tmp_path / "a.png", pixels, "PNG"))
    swapped = decode_photo(write(tmp_path / "b.png", pixels, "PNG", icc_profile=_wide_profile()))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    same = decode_photo(write(tmp_path / "c.png", pixels, "PNG", icc_profile=srgb))
    assert plain.rgb[9, 9].tolist() == [200, 0, 0]
    assert same.rgb[9, 9].tolist() == [200, 0, 0]
    assert swapped.rgb[9, 9, 1] > 190
    assert swapped.rgb[9, 9, 0] < 10


def test_a_profile_that_does_not_fit_is_passed_over(tmp_path: Path) -> None:
    pixels = scene(64, 64)
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for junk in (lab, b"junk" * 100, bytes(200)):
        assert difference(decode_photo(write(tmp_path / "a.png", pixels, "PNG", icc_profile=junk)).rgb, pixels) == 0.0


def test_animations_show_their_first_frame(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    for name, options in (("a.gif", {}), ("a.webp", {"lossless": True}), ("a.png", {}), ("a.avif", {"quality": 95})):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=50, **options)
        photo = decode_photo(tmp_path / name)
        assert photo.is_animated, name
        assert np.abs(photo.rgb[15, 20].astype(int) - (255, 0, 0)).max() < 12, name


def test_a_wrong_suffix_of_an_allowed_format_is_fine(tmp_path: Path) -> None:
    assert decode_photo(write(tmp_path / "a.jpg", scene(64, 48), "PNG")).format == "PNG"
    assert decode_photo(write(tmp_path / "a.heic", scene(64, 48), "JPEG")).format == "JPEG"


def test_a_panorama_beyond_the_full_limit_is_read_at_a_reduced_scale(tmp_path: Path) -> None:
    pixels = np.tile(scene(1000, 500), (7, 20, 1))[:3400, :19000]
    path = write(tmp_path / "pano.jpg", pixels, quality=60)
    limits = DecodeOptions().limits
    small = type(limits)(full=20_000_000)
    photo = decode_photo(path, DecodeOptions(limits=small))
    assert (photo.width_px, photo.height_px) == (19000, 3400)
    view = decode_view(path, None, small)
    assert view.shape[0] * view.shape[1] <= 20_000_000
    with pytest.raises(DecodeError, match="too large"):
        decode_photo(
            write(tmp_path / "pano.png", pixels[:, :8000], "PNG", compress_level=1), DecodeOptions(limits=small)
        )


def test_views_are_as_large_as_asked(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jpg", scene(1200, 800), quality=95)
    assert decode_view(path).shape == (800, 1200, 3)
    assert decode_view(path, 600).shape == (400, 600, 3)
    assert decode_view(path, 5000).shape == (800, 1200, 3)


def test_sizes_keep_their_shape() -> None:
    assert fitted((4000, 3000), 512) == (512, 384)
    assert fitted((3, 60000), 512) == (1, 512)
    assert fitted((10, 10), None) == (10, 10)


def test_content_hash_is_head_tail_and_size(tmp_path: Path) -> None:
    for size in (0, 1, 70_000, (1 << 20) - 1, (1 << 20) + 3, (1 << 20) + (64 << 10), 3_000_000):
        data = os.urandom(size)
        path = tmp_path / "a"
        path.write_bytes(data)
        head, tail = data[: 1 << 20], data[max(1 << 20, size - (64 << 10)) :]
        expected = hashlib.sha256(head + tail + size.to_bytes(8, "little")).digest()
        assert hash_bytes(data) == hash_file(path) == expected
    path = write(tmp_path / "a.jpg", scene(64, 64))
    assert decode_photo(path).content_hash == hash_file(path)


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jpg"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero"), tmp_path):
        for act in (decode_photo, decode_view, hash_file):
            with pytest.raises(DecodeError):
                act(path)
    with pytest.raises(DecodeError, match="cannot be read"):
        decode_photo(tmp_path / "absent.jpg")


@pytest.mark.parametrize(
    "name", [b"\xff\xfe.jpg", "ü\n'\"-%😀‮.jpg".encode(), b"-rf.jpg", b"a" * 251 + b".jpg", b"CON.jpg"]
)
def test_names_of_any_bytes_open(name: bytes, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))
    assert decode_photo(write(path, scene(64, 48))).format == "JPEG"
