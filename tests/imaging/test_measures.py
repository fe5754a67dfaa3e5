"""Measures: each number does what its docstring says, on pictures whose truth is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from desktop_app.imaging.likeness import SourceClues, with_source
from desktop_app.imaging.measures import Floats, luma_of, measure, noise_sigma, palette, perceptual_hash, sharpness
from tests.imaging.pictures import Pixels, scene


def blurred(pixels: Pixels, radius: float) -> Pixels:
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(radius)))


def dragged(pixels: Pixels, length: int, axis: int) -> Pixels:
    """Motion blur by a straight drag."""
    wide = pixels.astype(np.float32)
    return np.mean([np.roll(wide, step, axis=axis) for step in range(length)], axis=0).astype(np.uint8)


def noisy(pixels: Pixels, sigma: float) -> Pixels:
    grain = np.random.default_rng(5).normal(0, sigma, pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8)


def screen() -> Pixels:
    """A settings window, drawn."""
    image = Image.new("RGB", (1280, 800), (243, 244, 246))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1280, 50), fill=(52, 58, 70))
    draw.rectangle((0, 50, 260, 800), fill=(228, 231, 235))
    for row in range(20):
        draw.text((20, 70 + row * 35), f"Section {row} of the list", font=ImageFont.load_default(16), fill=(40, 40, 40))
        draw.rectangle((290, 70 + row * 35, 1240, 98 + row * 35), fill=(255, 255, 255), outline=(200, 200, 205))
        draw.text(
            (300, 74 + row * 35),
            "Choose what is shown and how often",
            font=ImageFont.load_default(15),
            fill=(20, 20, 20),
        )
    return np.asarray(image.resize((512, 320), Image.Resampling.HAMMING))


def page() -> Pixels:
    """A page of type, scanned: slightly turned, a little grain."""
    image = Image.new("RGB", (1240, 1754), (250, 249, 246))
    draw = ImageDraw.Draw(image)
    for row in range(55):
        words = " ".join(("river", "light", "the", "of", "winter")[(row + i) % 5] for i in range(18))
        draw.text((120, 110 + row * 28), words[: 60 + row * 7 % 30], font=ImageFont.load_default(19), fill=(25, 25, 30))
    turned = image.rotate(0.8, Image.Resampling.BICUBIC, fillcolor=(240, 240, 240))
    return noisy(np.asarray(turned.resize((362, 512), Image.Resampling.HAMMING)), 2.0)


def test_more_blur_is_less_sharp() -> None:
    found = [measure(blurred(scene(512, 384), radius)).sharpness for radius in (0, 0.7, 1, 1.5, 2, 3)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.6
    assert found[-1] < 0.25


@pytest.mark.parametrize("axis", [0, 1])
def test_motion_blur_shows_though_one_direction_stays_crisp(axis: int) -> None:
    crisp = measure(scene(512, 384)).sharpness
    assert measure(dragged(scene(512, 384), 15, axis)).sharpness < 0.6 * crisp


def test_d13_a_blurred_background_is_not_punished() -> None:
    pixels = scene(512, 384)
    portrait = blurred(pixels, 6).copy()
    portrait[100:300, 180:340] = pixels[100:300, 180:340]
    assert measure(portrait).sharpness > 0.7 * measure(pixels).sharpness


@pytest.mark.parametrize("gain", [0.3, 0.6])
def test_sharpness_does_not_depend_on_contrast(gain: float) -> None:
    pixels = scene(512, 384)
    faint = (pixels * gain + 60).astype(np.uint8)
    assert abs(measure(faint).sharpness - measure(pixels).sharpness) < 0.15


def test_noise_does_not_make_a_blurred_picture_sharp() -> None:
    assert measure(noisy(blurred(scene(512, 384), 3), 5)).sharpness < 0.6


def test_a_picture_without_edges_has_no_sharpness() -> None:
    assert measure(np.full((300, 400, 3), 120, np.uint8)).sharpness == 0.0


@pytest.mark.parametrize("sigma", [4.0, 8.0, 15.0, 25.0])
def test_noise_is_estimated_close_to_the_truth(sigma: float) -> None:
    grain = np.random.default_rng(2).normal(0, sigma, (384, 512)).astype(np.float32)
    flat: Floats = 128 + grain
    assert noise_sigma(flat) == pytest.approx(sigma, rel=0.12)
    busy = luma_of(blurred(scene(512, 384), 1)) * 0.6 + 50 + grain
    assert noise_sigma(busy) == pytest.approx(sigma, rel=0.3)


def test_more_noise_measures_as_more_noise() -> None:
    found = [measure(noisy(scene(512, 384), sigma)).noise_sigma for sigma in (0, 5, 10, 20, 30)]
    assert found == sorted(found)


def test_noise_of_the_colours_alone_counts_too() -> None:
    pixels = scene(512, 384)
    grain = np.random.default_rng(5).normal(0, 20, pixels.shape).astype(np.float32)
    colours = np.clip(pixels + grain - luma_of_grain(grain)[..., None], 0, 255).astype(np.uint8)
    assert measure(pixels).noise_sigma < 3.0
    assert measure(colours).noise_sigma > 2.0 * measure(pixels).noise_sigma
    assert measure(colours).noise_sigma > 6.5


def luma_of_grain(grain: Floats) -> Floats:
    return grain @ np.array([0.299, 0.587, 0.114], np.float32)


def test_a_drawing_on_an_even_ground_has_no_noise() -> None:
    drawn = np.full((384, 512), 255, np.float32)
    drawn[100:200, 100:200] = np.where(np.random.default_rng(3).random((100, 100)) < 0.5, 0.0, 255.0)
    assert noise_sigma(drawn) == 0.0


def test_texture_is_not_noise() -> None:
    y, x = np.mgrid[0:384, 0:512]
    cloth = (128 + 50 * np.sin(x * 0.9) * np.sin(y * 0.8)).astype(np.float32)
    assert noise_sigma(cloth) < 12.0
    assert noise_sigma((x / 2).astype(np.float32)) < 0.5


def test_exposure() -> None:
    pixels = scene(512, 384)
    brightness = [measure((pixels * gain).astype(np.uint8)).brightness for gain in (0.1, 0.4, 1.0)]
    assert brightness == sorted(brightness)
    assert brightness[2] == pytest.approx(float(luma_of(pixels).mean()) / 255, abs=1e-4)
    burnt = measure(np.clip(pixels.astype(np.float32) * 2.5, 0, 255).astype(np.uint8))
    assert burnt.clipped_light > 0.3 > measure(pixels).clipped_light
    assert measure(np.zeros((64, 64, 3), np.uint8)).clipped_dark == 1.0


def test_a_white_backdrop_is_not_burnt_out() -> None:
    thing = np.full((384, 512, 3), 255, np.uint8)
    thing[120:260, 180:330] = scene(150, 140)
    assert measure(thing).clipped_light < 0.05


def test_colourfulness_follows_its_paper() -> None:
    pixels = scene(512, 384)
    grey = np.repeat(luma_of(pixels)[..., None].astype(np.uint8), 3, axis=2)
    assert measure(grey).colourfulness < 1.0
    half = (0.5 * pixels + 0.5 * grey).astype(np.uint8)
    assert measure(grey).colourfulness < measure(half).colourfulness < measure(pixels).colourfulness
    r, g, b = (pixels[::2, ::2, c].astype(np.float64) for c in range(3))
    rg, yb = r - g, (r + g) / 2 - b
    expected = np.hypot(rg.std(), yb.std()) + 0.3 * np.hypot(rg.mean(), yb.mean())
    assert measure(pixels).colourfulness == pytest.approx(expected, rel=1e-3)


def test_palette_and_average() -> None:
    pixels = np.zeros((100, 100, 3), np.uint8)
    pixels[:60] = (250, 10, 10)
    pixels[60:90] = (10, 10, 250)
    pixels[90:] = (250, 250, 250)
    found = palette(pixels)
    assert [colour for colour, _ in found] == [0xFA0A0A, 0x0A0AFA, 0xFAFAFA]
    assert [share for _, share in found] == pytest.approx([0.6, 0.3, 0.1], abs=0.03)
    average = measure(pixels).average_rgb
    assert abs((average >> 16) - 178) <= 2
    assert 1 <= len(palette(scene())) <= 5
    assert sum(share for _, share in palette(scene())) <= 1.001
    assert palette(np.full((1, 1, 3), 7, np.uint8)) == ((0x070707, 1.0),)


def reference_hash(luma: Floats) -> int:
    """The definition, written out: area averages by exact overlap, the DCT-II sum by sum, bits against the median."""
    height, width = luma.shape

    def averaging(out: int, size: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        edges = np.arange(out + 1) * size / out
        cover = np.minimum(edges[1:, None], np.arange(size) + 1) - np.maximum(edges[:-1, None], np.arange(size))
        return np.clip(cover, 0, None) * out / size

    small = averaging(32, height) @ luma.astype(np.float64) @ averaging(32, width).T
    low = np.zeros((8, 8))
    n = np.arange(32)
    for v in range(8):
        for u in range(8):
            waves = np.outer(np.cos(np.pi * v * (2 * n + 1) / 64), np.cos(np.pi * u * (2 * n + 1) / 64))
            low[v, u] = 4 * (small * waves).sum()
    median = np.median(low)
    return int("".join("1" if value > median else "0" for value in low.ravel()), 2)


@pytest.mark.parametrize("size", [(512, 384), (333, 512), (512, 512), (64, 40)])
def test_the_perceptual_hash_is_its_definition(size: tuple[int, int]) -> None:
    luma = luma_of(scene(*size, seed=size[0]))
    assert (perceptual_hash(luma) ^ reference_hash(luma)).bit_count() <= 1
    assert 0 <= perceptual_hash(luma) < 1 << 64


def test_the_perceptual_hash_survives_edits_and_tells_pictures_apart() -> None:
    pixels = scene(512, 384)
    mine = measure(pixels).phash
    small = np.asarray(Image.fromarray(pixels).resize((200, 150), Image.Resampling.BICUBIC))
    for edit in (small, blurred(pixels, 2), noisy(pixels, 8), (pixels * 0.8).astype(np.uint8)):
        assert (mine ^ measure(edit).phash).bit_count() <= 8
    for seed in range(2, 8):
        assert (mine ^ measure(scene(512, 384, seed)).phash).bit_count() > 12


def test_screens_and_pages_are_told_from_photos() -> None:
    photo, shown, read = measure(scene(512, 384)), measure(screen()), measure(page())
    assert shown.screenshot > 0.8 > 0.3 > photo.screenshot
    assert read.document > 0.8 > 0.3 > photo.document
    assert measure(blurred(scene(512, 384), 3)).screenshot < 0.5


def test_what_the_file_says_moves_the_likelihood_of_a_screenshot() -> None:
    assert with_source(0.3, SourceClues(is_named_screenshot=True)) > 0.9
    assert with_source(0.9, SourceClues(has_exposure=True)) < 0.3
    assert with_source(0.4, SourceClues()) == pytest.approx(0.4)
    assert 0.0 <= with_source(0.0, SourceClues(has_exposure=True)) < with_source(1.0, SourceClues()) <= 1.0


@pytest.mark.parametrize("shape", [(1, 1), (1, 512), (512, 1), (2, 2), (7, 300), (33, 33), (63, 65)])
@pytest.mark.parametrize(
    "fill", [lambda s: np.zeros(s, np.uint8), lambda s: np.random.default_rng(0).integers(0, 256, s, np.uint8)]
)
def test_every_size_can_be_measured(shape: tuple[int, int], fill: Callable[[tuple[int, ...]], Pixels]) -> None:
    found = measure(fill((*shape, 3)))
    numbers = (
        found.sharpness,
        found.brightness,
        found.clipped_dark,
        found.clipped_light,
        found.screenshot,
        found.document,
    )
    assert all(0.0 <= number <= 1.0 for number in numbers)
    assert np.isfinite(found.noise_sigma)
    assert np.isfinite(found.colourfulness)


def test_measuring_twice_gives_the_same() -> None:
    assert measure(scene()) == measure(scene().copy())
    assert sharpness(luma_of(scene())) == sharpness(luma_of(scene()))
