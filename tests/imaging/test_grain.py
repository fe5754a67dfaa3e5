"""Grain: noise is found at a photo's full size, whatever it was saved as, and texture, drawings and blur are none."""

from __future__ import annotations

import functools
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from desktop_app.domain.flagging import USUAL, cut_at
from desktop_app.domain.photo import FlagName
from desktop_app.imaging.close_up import close_up
from desktop_app.imaging.decode import decode_picture
from desktop_app.imaging.grain import features, grain
from desktop_app.imaging.grain_weights import TABLE
from tests.imaging.pictures import Pixels, scene

CUT = (cut_at(FlagName.NOISY, USUAL) or 0) / 100


@functools.cache
def photo(sigma: float = 0.0, width: int = 512, height: int = 384, seed: int = 1) -> Pixels:
    """A soft scene, as lenses draw it, with white noise."""
    base = Image.fromarray(scene(512, 384)).resize((width, height), Image.Resampling.BICUBIC)
    soft = np.asarray(base.filter(ImageFilter.GaussianBlur(0.7)), np.float32)
    noise = np.random.default_rng(seed).standard_normal(soft.shape, np.float32)
    made = np.clip(soft + noise * np.float32(sigma), 0, 255).astype(np.uint8)
    made.flags.writeable = False  # it serves several tests
    return made


def strength(pixels: Pixels) -> float:
    found = close_up(Image.fromarray(pixels))
    assert found is not None
    return grain(found)


def measured(pixels: Pixels, form: str = "JPEG", **options: object) -> float:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, form, **options)  # type: ignore[arg-type]
    found = decode_picture(buffer.getvalue()).measures
    assert found is not None
    return found.noise_sigma


def test_more_noise_is_more_grain() -> None:
    found = [strength(photo(sigma)) for sigma in (0, 3, 6, 12, 25, 50)]
    assert found == sorted(found)
    assert found[0] < 3 < CUT < found[3]


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {"compress_level": 1}),
        ("JPEG", {"quality": 95}),
        ("JPEG", {"quality": 90}),
        ("JPEG", {"quality": 95, "subsampling": 0}),
    ],
)
def test_noise_of_single_pixels_shows_in_a_large_photo(form: str, options: dict[str, object]) -> None:
    clean, faint, strong = (measured(photo(sigma, 3000, 2000), form, **options) for sigma in (1.5, 10, 25))
    assert clean < CUT / 2
    assert faint > 2 * clean
    assert strong > max(CUT, faint)


def test_it_is_gone_in_the_scaled_down_picture() -> None:
    scaled = np.asarray(Image.fromarray(photo(10, 3000, 2000)).resize((512, 341), Image.Resampling.HAMMING))
    assert strength(scaled) < CUT


def test_noise_of_the_colours_alone_counts() -> None:
    noise = np.random.default_rng(5).normal(0, 25, (384, 512, 3))
    colours = photo() + noise - (noise @ [0.299, 0.587, 0.114])[..., None]
    assert strength(np.clip(colours, 0, 255).astype(np.uint8)) > CUT


def test_a_drawing_on_an_even_ground_has_none() -> None:
    image = Image.new("RGB", (480, 360), (250, 250, 250))
    draw = ImageDraw.Draw(image)
    for line in range(12):
        draw.line((100, 100 + line * 3, 220, 100 + line * 3), fill=(0, 0, 0))
    assert strength(np.asarray(image)) == 0.0
    assert strength(np.full((64, 64, 3), 128, np.uint8)) == 0.0


def test_stripes_and_checks_are_not_noise() -> None:
    y, x = np.mgrid[0:384, 0:512]
    cloth = 128 + 50 * np.sin(x * 0.9) * np.sin(y * 0.8)
    assert strength(np.repeat(cloth[..., None], 3, axis=2).astype(np.uint8)) < CUT


def test_noise_is_found_in_an_overexposed_photo() -> None:
    burnt = photo().astype(np.float32) * 1.8
    noise = np.random.default_rng(2).normal(0, 20, burnt.shape)
    assert strength(np.clip(burnt + noise, 0, 255).astype(np.uint8)) > CUT


@pytest.mark.parametrize("shape", [(16, 16), (16, 512), (512, 16), (48, 64)])
def test_every_size_and_content_gives_a_number(shape: tuple[int, int]) -> None:
    for fill in (np.zeros((*shape, 3), np.uint8), np.random.default_rng(0).integers(0, 256, (*shape, 3), np.uint8)):
        assert 0.0 <= strength(fill) <= 255.0


def test_the_weights_are_those_of_the_features() -> None:
    pieces = close_up(Image.fromarray(photo(5)))
    assert pieces is not None
    found = features(pieces)
    assert found is not None
    assert np.array(TABLE).shape == (len(found), 4)
    again = features(pieces.copy())
    assert again is not None
    assert np.array_equal(found, again)
