"""Close-ups: pieces at full size, whole blocks of the photo, found in a JPEG without decoding the rest of it."""

from __future__ import annotations

import functools
import io

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, JpegImagePlugin

from desktop_app.imaging.close_up import close_up, jpeg_close_up
from tests.imaging.pictures import Pixels, scene


@functools.cache
def large(seed: int = 1) -> Pixels:
    """A picture too large to be its own close-up, with a little grain so that no two blocks are alike."""
    grain = np.random.default_rng(seed).normal(0, 6, (1152, 1536, 3))
    return np.clip(np.asarray(Image.fromarray(scene(512, 384)).resize((1536, 1152))) + grain, 0, 255).astype(np.uint8)


def jpeg(pixels: Pixels, **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", **({"quality": 85} | options))  # type: ignore[arg-type]
    return buffer.getvalue()


def steps_of(luma: Pixels, table: list[int]) -> list[bytes]:
    """Returns the whole numbers that JPEG kept of each 8 x 8 block, without its mean."""
    n = np.arange(8)
    wave = 0.5 * np.cos(np.pi * n[:, None] * (2 * n[None] + 1) / 16)
    wave[0] /= np.sqrt(2)
    rows, columns = luma.shape[0] // 8, luma.shape[1] // 8
    blocks = luma.astype(np.float64).reshape(rows, 8, columns, 8).transpose(0, 2, 1, 3)
    steps = np.rint((wave @ blocks @ wave.T) / np.array(table).reshape(8, 8)).astype(np.int16).reshape(-1, 64)
    return [block[1:].tobytes() for block in steps]


def share_found(data: bytes, pieces: Pixels) -> float:
    """Returns the share of the pieces' blocks that are blocks of the picture."""
    with Image.open(io.BytesIO(data)) as image:
        assert isinstance(image, JpegImagePlugin.JpegImageFile)
        table = list(image.quantization[0])
        image.draft("YCbCr" if image.mode == "RGB" else "L", image.size)
        known = set(steps_of(np.atleast_3d(np.asarray(image))[..., 0], table))
    found = steps_of(pieces[..., 0], table)
    return sum(block in known for block in found) / len(found)


def pieces_of(data: bytes) -> NDArray[np.uint8] | None:
    return jpeg_close_up(io.BytesIO(data), len(data))


def test_a_small_picture_is_its_own_close_up() -> None:
    pixels = scene(160, 96)
    found = close_up(Image.fromarray(pixels))
    assert found is not None
    assert np.array_equal(found, np.asarray(Image.fromarray(pixels).convert("YCbCr")))


def test_a_close_up_is_made_of_whole_blocks_from_all_over_the_picture() -> None:
    rows, columns = np.mgrid[0:1200, 0:1000] // 8
    found = close_up(Image.fromarray(((rows * 7 + columns * 13) % 251).astype(np.uint8)))
    assert found is not None
    assert found.shape[0] % 16 == found.shape[1] % 16 == 0
    blocks = found[..., 0].reshape(found.shape[0] // 8, 8, found.shape[1] // 8, 8)
    assert (blocks == blocks[:, :1, :, :1]).all()
    assert found.size < 3 * (1 << 17)


@pytest.mark.parametrize("mode", ["L", "LA", "RGBA", "CMYK", "P"])
def test_pictures_of_every_kind_have_a_close_up(mode: str) -> None:
    picture = Image.fromarray(large())
    expected, found = (
        close_up(picture.convert("L") if mode in ("L", "LA") else picture),
        close_up(picture.convert(mode)),
    )
    assert expected is not None
    assert found is not None
    assert found.shape == expected.shape
    assert np.abs(found.mean(axis=(0, 1)) - expected.mean(axis=(0, 1))).max() < 3


@pytest.mark.parametrize("size", [(1, 1), (15, 400), (400, 15)])
def test_what_is_too_small_has_none(size: tuple[int, int]) -> None:
    assert close_up(Image.new("RGB", size)) is None


@pytest.mark.parametrize(
    "options",
    [{}, {"subsampling": 0}, {"subsampling": 1}, {"quality": 92}, {"optimize": True}, {"restart_marker_rows": 1}],
)
def test_pieces_of_a_jpeg_are_blocks_of_the_photo(options: dict[str, object]) -> None:
    data = jpeg(large(), **options)
    found = pieces_of(data)
    assert found is not None
    assert found.size > 3 * 40_000
    assert share_found(data, found) > (
        0.85 if options.get("quality") != 96 else 0.5
    )  # steps of one are lost in rounding


def test_pieces_of_a_grey_jpeg_are_grey() -> None:
    data = jpeg(large()[..., 0])
    found = pieces_of(data)
    assert found is not None
    assert (found[..., 1:] == 128).all()
    assert share_found(data, found) > 0.85


def test_a_film_behind_the_photo_is_left_out() -> None:
    data = jpeg(large())
    film = np.random.default_rng(3).integers(0, 256, 6 * len(data), np.uint8).tobytes()
    found = pieces_of(data + film)
    assert found is not None
    assert share_found(data, found) > 0.85


def test_a_progressive_jpeg_has_none() -> None:
    assert pieces_of(jpeg(large(), progressive=True)) is None


def test_damage_is_no_error() -> None:
    data = bytearray(jpeg(large()))
    for end in (0, 1, 3, 20, 159, 400, 623, 700, 2_000):
        assert pieces_of(bytes(data[:end])) is None
    random = np.random.default_rng(4)
    for _ in range(40):
        broken = data.copy()
        for at in random.integers(2, 800, 4):
            broken[at] = random.integers(0, 256)
        found = pieces_of(bytes(broken))
        assert found is None or (found.shape[2] == 3 and found.shape[0] % 8 == 0)
