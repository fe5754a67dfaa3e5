"""The estimate of noise: right on noise of a known strength, nothing on what is clean, from every kind of pixels."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from desktop_app.domain.denoising import CURVE_POINTS
from desktop_app.imaging.noise_level import MAX_PATCHES, PATCH_PX, measure_noise
from tests.imaging.pictures import scene

Pixels = NDArray[np.uint8]


def hills(height: int = 384, width: int = 512) -> NDArray[np.float64]:
    """A smooth picture with a few edges, (H, W, 3), away from both ends of the range."""
    y, x = np.mgrid[:height, :width]
    wave = np.sin(x / 40) * np.cos(y / 55)
    planes = [128 + 60 * wave, 120 + 50 * np.sin(x / 90 + 1), 110 + 40 * np.cos(y / 70) + 20 * (x > width // 2)]
    return np.stack(planes, axis=2)


def with_noise(clean: NDArray[np.float64], sigma: float | NDArray[np.float64], seed: int = 1) -> Pixels:
    noise = np.random.default_rng(seed).standard_normal(clean.shape)
    return np.clip(clean + sigma * noise + 0.5, 0, 255).astype(np.uint8)


def as_jpeg(pixels: Pixels, quality: int) -> Pixels:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))


@pytest.mark.parametrize("sigma", [3, 5, 10, 15, 25, 40])
def test_white_noise_is_measured_within_a_twentieth(sigma: float) -> None:
    level = measure_noise(with_noise(hills(), sigma))
    assert level.sigma == pytest.approx(sigma, rel=0.05, abs=0.15)
    assert level.luminance == pytest.approx(sigma, rel=0.1)
    assert level.colour == pytest.approx(sigma, rel=0.1)
    told = sigma * np.interp(sigma, (4, 8), (0.6, 1))  # little of what is faint
    assert level.curve == pytest.approx([told] * CURVE_POINTS, rel=0.2)
    assert not level.is_grey


@pytest.mark.parametrize("quality", [None, 95, 90, 80])
def test_what_is_clean_has_no_noise_as_it_is_and_well_compressed(quality: int | None) -> None:
    for clean in (with_noise(hills(), 0), np.asarray(scene())):
        level = measure_noise(clean if quality is None else as_jpeg(clean, quality))
        assert level.sigma < 2.5
        assert max(level.curve) < 4


def test_noise_that_grows_with_darkness_gives_a_curve_that_falls() -> None:
    ramp = np.repeat(np.tile(np.linspace(20, 235, 768), (512, 1))[..., None], 3, axis=2)
    level = measure_noise(with_noise(ramp, 16 - ramp / 20))
    at = np.linspace(0, 256, CURVE_POINTS)
    assert level.curve[2] > 1.5 * level.curve[6]
    assert level.curve[2] == pytest.approx(16 - at[2] / 20, rel=0.2)
    assert level.curve[6] == pytest.approx(16 - at[6] / 20, rel=0.35)


def test_noise_that_a_camera_smoothed_and_compressed_is_still_seen() -> None:
    noise = np.random.default_rng(3).standard_normal((384, 512, 3)) * 24
    for axis in (0, 1):
        noise = (np.roll(noise, 1, axis) + 2 * noise + np.roll(noise, -1, axis)) / 4
    pixels = as_jpeg(np.clip(hills() + noise, 0, 255).astype(np.uint8), 85)
    assert 4 < measure_noise(pixels).sigma < 18
    assert measure_noise(pixels).sigma > 3 * measure_noise(as_jpeg(with_noise(hills(), 0), 85)).sigma


@pytest.mark.parametrize("sigma", [15, 25])
def test_where_jpeg_thinned_out_the_colours_the_brightness_tells_at_every_level(sigma: float) -> None:
    clean, pixels = hills(512, 768), as_jpeg(with_noise(hills(512, 768), sigma), 93)
    level = measure_noise(pixels)
    assert level.luminance == pytest.approx(sigma, rel=0.2)
    assert level.sigma == pytest.approx(float(np.std(pixels - clean)), rel=0.25)
    assert level.colour < 0.6 * sigma
    assert min(level.curve) > 0.75 * max(level.curve)


@pytest.mark.parametrize("is_coarse", [True, False])
def test_texture_in_the_brightness_is_not_taken_for_noise_where_the_colours_tell(*, is_coarse: bool) -> None:
    """Grass and gravel: every block is rough, and in no colour; white noise is as strong in all planes."""
    texture = np.random.default_rng(5).standard_normal(hills().shape[:2])
    if is_coarse:
        texture += sum(np.roll(texture, step, axis) for axis in (0, 1) for step in (-1, 1)) / 4
    y, x = np.mgrid[:384, :512]
    unevenly = 20 * (1 + 0.5 * np.sin(x / 13) * np.sin(y / 11)) / texture.std() if is_coarse else 10
    level = measure_noise(with_noise(hills() + (texture * unevenly)[..., None], 15))
    assert level.colour == pytest.approx(15, rel=0.05)
    assert level.luminance < 1.1 * 15
    assert max(level.curve) < 1.2 * 15


def test_drawings_on_white_are_not_taken_for_noise() -> None:
    drawing = np.full((300, 400, 3), 255, np.uint8)
    drawing[60:160, 80:200] = np.random.default_rng(1).choice([0, 255], (100, 120, 1)).astype(np.uint8)
    drawing[60:160, 80:200, 0] //= 2
    assert measure_noise(drawing).sigma < 12


def test_clipped_noise_is_not_taken_for_none() -> None:
    level = measure_noise(with_noise(np.full((256, 256, 3), 20.0), 40))
    assert 15 < level.sigma < 45


def test_sixteen_bits_measure_what_eight_do() -> None:
    pixels = with_noise(hills(), 12)
    deep = measure_noise(pixels.astype(np.uint16) * 257)
    assert deep.sigma == pytest.approx(measure_noise(pixels).sigma, rel=1e-4)


def test_one_channel_and_three_equal_ones_are_grey_and_measure_the_same() -> None:
    plane = with_noise(hills()[..., :1], 10)
    one, three = measure_noise(plane), measure_noise(np.repeat(plane, 3, axis=2))
    assert one == three
    assert one.is_grey
    assert one.sigma == pytest.approx(10, rel=0.06)
    assert one.colour == 0


def test_one_coloured_pixel_far_from_what_is_measured_makes_a_photo_coloured() -> None:
    plane = with_noise(np.full((PATCH_PX * 16, PATCH_PX * 16, 1), 128.0), 4)
    pixels = np.repeat(plane, 3, axis=2)
    assert len(range(0, pixels.shape[0], PATCH_PX)) ** 2 > MAX_PATCHES
    assert measure_noise(pixels).is_grey
    pixels[-1, -1] = (200, 10, 10)
    assert not measure_noise(pixels).is_grey


@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (8, 8), (9, 4000), (40, 40), (33, 129)])
def test_any_size_gives_finite_numbers(shape: tuple[int, int]) -> None:
    level = measure_noise(np.random.default_rng(1).integers(0, 255, (*shape, 3), np.uint8))
    assert np.isfinite([level.sigma, level.luminance, level.colour, *level.curve]).all()


@pytest.mark.parametrize("value", [0, 7, 255])
def test_a_plain_picture_has_no_noise(value: int) -> None:
    assert measure_noise(np.full((200, 300, 3), value, np.uint8)).sigma == 0


def test_the_same_pixels_measure_the_same() -> None:
    pixels = with_noise(hills(), 9)
    assert measure_noise(pixels) == measure_noise(pixels.copy())


@pytest.mark.parametrize("sigma", [5, 15, 25])
def test_on_photos_the_median_error_is_small(data_dir: Path, sigma: float) -> None:
    photos = sorted((data_dir / "clean" / "bsds500" / "test").glob("*.jpg"))[::20]
    errors = []
    for number, path in enumerate(photos):
        with Image.open(path) as image:
            clean = np.asarray(image.convert("RGB"), np.float64)
        errors.append(abs(measure_noise(with_noise(clean, sigma, number)).sigma - sigma) / sigma)
    assert np.median(errors) < 0.05


def test_the_noise_of_cameras_is_seen_and_their_averages_are_nearly_clean(data_dir: Path) -> None:
    noisy, calm = [], []
    for path in sorted((data_dir / "noisy-real" / "polyu").rglob("*_real.JPG"))[::4]:
        for name, found in ((path, noisy), (path.with_name(path.name.replace("_real", "_mean")), calm)):
            with Image.open(name) as image:
                found.append(measure_noise(np.asarray(image.convert("RGB"))).sigma)
    assert noisy
    assert np.mean(noisy) > 1.8
    assert np.median(calm) < 1.5
