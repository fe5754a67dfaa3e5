"""What noise of known strength has become after coding is told roughly, and hardly ever far off."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from desktop_app.imaging.close_up import close_up, close_up_of
from desktop_app.imaging.coded_noise import likely_deviation
from desktop_app.imaging.noise_level import measure_noise

Pixels = NDArray[np.uint8]


def scene(seed: int = 0, shape: tuple[int, int] = (320, 400)) -> Pixels:
    """Returns slopes, edges and soft blobs."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    random = np.random.default_rng(seed)
    picture = np.stack([60 + 0.2 * x, 90 + 0.15 * y, 170 - 0.2 * x], -1)
    for _ in range(12):
        top, left, radius = random.uniform(0, shape[0]), random.uniform(0, shape[1]), random.uniform(15, 60)
        inside = np.clip(radius - np.hypot(y - top, x - left), 0, 1)[..., None]
        picture += inside * (random.uniform(20, 230, 3) - picture)
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def noisy(pixels: Pixels, sigma: float, seed: int = 1) -> Pixels:
    noise = np.random.default_rng(seed).normal(0, sigma, pixels.shape)
    return np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8)


def coded(pixels: Pixels, quality: int, subsampling: int = 2) -> Pixels:
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=quality, subsampling=subsampling)
    return np.asarray(Image.open(file))


@pytest.mark.parametrize("sigma", [8, 15, 25, 40])
@pytest.mark.parametrize("quality", [None, 95, 85])
def test_it_is_within_a_factor_of_two(sigma: float, quality: int | None) -> None:
    clean, spoilt = scene(), noisy(scene(), sigma)
    if quality is not None:
        clean, spoilt = coded(clean, quality), coded(spoilt, quality)
    left = float(np.sqrt(np.mean((spoilt.astype(float) - clean) ** 2)))
    found = likely_deviation(spoilt)
    assert found is not None
    assert left / 2 < found < 2 * left


def test_a_clean_picture_has_next_to_none_and_too_small_a_one_tells_nothing() -> None:
    found = likely_deviation(scene())
    assert found is not None
    assert found < 2.5
    assert likely_deviation(np.zeros((12, 300, 3), np.uint8)) is None


def test_depth_and_a_single_channel_make_no_difference() -> None:
    pixels = noisy(scene(), 20)
    assert likely_deviation(pixels.astype(np.uint16) * 257) == likely_deviation(pixels)
    grey = pixels[..., :1]
    assert likely_deviation(grey) == likely_deviation(np.repeat(grey, 3, axis=2))


@pytest.mark.parametrize("shape", [(320, 400), (700, 900), (20, 5000)])
def test_pieces_of_pixels_are_those_of_the_picture(shape: tuple[int, int]) -> None:
    pixels = noisy(scene(shape=shape), 5)
    expected, found = close_up(Image.fromarray(pixels)), close_up_of(pixels)
    assert expected is not None
    assert found is not None
    assert np.array_equal(expected, found)


@pytest.mark.parametrize("quality", [95, 85])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_noise_behind_jpeg_is_measured_where_a_channel_is_dark_everywhere(quality: int, seed: int) -> None:
    """As on yellow flowers and at sunset: noise that is cut off at black is not white any more."""
    pixels = scene(seed)
    pixels[..., 2] //= 60
    clean, spoilt = coded(pixels, quality), coded(noisy(pixels, 25, seed), quality)
    left = float(np.sqrt(np.mean((spoilt.astype(float) - clean) ** 2)))
    assert measure_noise(spoilt).sigma > 0.5 * left


def test_photos_read_as_they_are_clean_by_the_rules_stay_measured_by_them(data_dir: Path) -> None:
    """Files as they came, from a set that nothing was fitted on: hardly any is thought to be noisy."""
    found = []
    for path in sorted((data_dir / "clean" / "bsds500" / "test").glob("*.jpg"))[1::4]:
        with Image.open(path) as image:
            found.append(measure_noise(np.asarray(image.convert("RGB"))).sigma)
    assert np.median(found) < 2
    assert max(found) < 7
