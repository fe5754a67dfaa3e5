"""The denoiser's model and its tiles: every pixel once, no seams, only what was asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.denoising import CURVE_POINTS, NoiseLevel, PixelRegion
from desktop_app.errors import ModelError
from desktop_app.ml.denoiser import MULTIPLE, DenoiseModel, Tile, Wish, noise_map, strips, tiles

Floats = NDArray[np.float32]
TWENTY_FIVE = NoiseLevel.even(25.0)


def picture(height: int, width: int) -> Floats:
    """Waves and edges, (H, W, 3) in 0..1."""
    y, x = np.mgrid[:height, :width]
    planes = [0.5 + 0.3 * np.sin(x / 30), 0.5 + 0.3 * np.cos(y / 25), 0.3 + 0.4 * ((x // 40 + y // 56) % 2)]
    return np.stack(planes, axis=2).astype(np.float32)


def with_noise(clean: Floats, sigma: float, seed: int = 1) -> Floats:
    return clean + np.random.default_rng(seed).standard_normal(clean.shape, np.float32) * np.float32(sigma / 255)


def psnr(found: Floats, clean: Floats) -> float:
    return float(-10 * np.log10(np.mean((found - clean) ** 2)))


@pytest.fixture(scope="module")
def model(models: Path) -> DenoiseModel:
    return DenoiseModel.load(models, threads=1)


def in_tiles(model: DenoiseModel, pixels: Floats, wish: Wish, tile_px: int, overlap_px: int) -> Floats:
    height, width = pixels.shape[:2]
    out = np.full_like(pixels, np.nan)
    for tile in tiles(PixelRegion(0, 0, width, height), width, height, tile_px, overlap_px):
        cut, kept = tile.cut, tile.kept
        found = model.clean(pixels[cut.top : cut.top + cut.height, cut.left : cut.left + cut.width], wish)
        top, left = kept.top - cut.top, kept.left - cut.left
        out[kept.top : kept.top + kept.height, kept.left : kept.left + kept.width] = found[
            top : top + kept.height, left : left + kept.width
        ]
    return out


@pytest.mark.parametrize("region", [(0, 0, 1000, 700), (13, 5, 600, 600), (511, 512, 1, 1), (900, 0, 100, 700)])
@pytest.mark.parametrize(("tile_px", "overlap_px"), [(512, 48), (64, 32), (1 << 20, 48), (8, 0)])
def test_tiles_cover_every_pixel_of_a_region_once_and_see_only_the_photo(
    region: tuple[int, int, int, int], tile_px: int, overlap_px: int
) -> None:
    wanted = PixelRegion(*region)
    assert_covered(wanted, list(tiles(wanted, 1000, 700, tile_px, overlap_px)), overlap_px)


@pytest.mark.parametrize("region", [(0, 0, 1000, 700), (13, 5, 300, 600), (511, 512, 1, 1), (900, 0, 100, 7)])
@pytest.mark.parametrize("most_px", [400_000, 5_000, 1])
def test_strips_cover_every_pixel_of_a_region_once_and_are_no_larger_than_asked(
    region: tuple[int, int, int, int], most_px: int
) -> None:
    wanted = PixelRegion(*region)
    found = list(strips(wanted, 1000, 700, most_px, 24))
    assert_covered(wanted, found, 24)
    least = MULTIPLE * min(wanted.width, wanted.height)
    assert all(t.kept.width * t.kept.height <= max(most_px * 1.1, least) for t in found)


def assert_covered(wanted: PixelRegion, found: list[Tile], overlap_px: int) -> None:
    seen = np.zeros((700, 1000), int)
    for tile in found:
        cut, kept = tile.cut, tile.kept
        seen[kept.top : kept.top + kept.height, kept.left : kept.left + kept.width] += 1
        assert cut.left % MULTIPLE == cut.top % MULTIPLE == 0
        assert 0 <= cut.left <= kept.left
        assert 0 <= cut.top <= kept.top
        assert kept.left + kept.width <= cut.left + cut.width <= 1000
        assert kept.top + kept.height <= cut.top + cut.height <= 700
        for gap, end in ((kept.left - cut.left, kept.left), (kept.top - cut.top, kept.top)):
            assert gap >= min(overlap_px, end)
    inside = np.zeros_like(seen)
    inside[wanted.top : wanted.top + wanted.height, wanted.left : wanted.left + wanted.width] = 1
    assert np.array_equal(seen, inside)


@pytest.mark.parametrize("sigma", [10.0, 50.0])
def test_tiles_give_what_the_whole_photo_gives_within_half_a_step(model: DenoiseModel, sigma: float) -> None:
    pixels = with_noise(picture(420, 452), sigma)
    wish = Wish(NoiseLevel.even(sigma))
    whole = model.clean(pixels, wish)
    tiled = in_tiles(model, pixels, wish, 160, model.overlap_px)
    assert np.abs(tiled - whole).max() * 255 < 0.5


def test_without_an_overlap_there_would_be_seams(model: DenoiseModel) -> None:
    pixels = with_noise(picture(320, 320), 50)
    wish = Wish(NoiseLevel.even(50))
    apart = np.abs(in_tiles(model, pixels, wish, 160, 0) - model.clean(pixels, wish)) * 255
    assert apart.max() > 2


@pytest.mark.parametrize("sigma", [15.0, 25.0, 50.0])
def test_noise_goes_and_the_picture_stays(model: DenoiseModel, sigma: float) -> None:
    clean = picture(256, 264)
    pixels = with_noise(clean, sigma)
    found = model.clean(pixels, Wish(NoiseLevel.even(sigma)))
    assert psnr(found, clean) > psnr(pixels, clean) + 9


@pytest.mark.parametrize("shape", [(1, 1), (7, 5), (8, 8), (9, 31), (65, 130)])
def test_every_size_comes_out_whole_and_finite(model: DenoiseModel, shape: tuple[int, int]) -> None:
    pixels = with_noise(picture(*shape), 25)
    for found in (model.clean(pixels, Wish(TWENTY_FIVE)), model.draft(pixels, Wish(TWENTY_FIVE))):
        assert found.shape == pixels.shape
        assert found.dtype == np.float32
        assert np.isfinite(found).all()


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_plain_pictures_stay_plain_at_both_ends_of_the_range(model: DenoiseModel, value: float) -> None:
    pixels = np.full((96, 96, 3), value, np.float32)
    found = model.clean(pixels, Wish(TWENTY_FIVE))
    assert np.abs(found - pixels).max() * 255 < 12
    assert np.abs(found - pixels).mean() * 255 < 2


def test_strength_goes_from_nothing_to_more_than_was_measured(model: DenoiseModel) -> None:
    clean = picture(128, 128)
    pixels = with_noise(clean, 25)
    moved = [float(np.abs(model.clean(pixels, Wish(TWENTY_FIVE, s)) - pixels).mean()) for s in (0, 0.25, 0.5, 1, 2)]
    assert moved[0] == 0
    assert moved == sorted(moved)
    assert len(set(moved)) == 5


def test_no_strength_goes_beyond_what_was_trained(model: DenoiseModel) -> None:
    pixels = with_noise(picture(64, 64), 50)
    most = model.clean(pixels, Wish(NoiseLevel.even(60)))
    assert np.array_equal(model.clean(pixels, Wish(NoiseLevel.even(60), 2.0)), most)


def test_brightness_and_colours_are_cleaned_each_for_itself(model: DenoiseModel) -> None:
    pixels = with_noise(picture(128, 128), 25)
    luma = np.array([0.299, 0.587, 0.114], np.float32)

    def left(wish: Wish) -> tuple[float, float]:
        moved = model.clean(pixels, wish) - pixels
        bright = (moved @ luma)[..., None]
        return float(np.abs(bright).mean()), float(np.abs(moved - bright).mean())

    both, bright_only = left(Wish(TWENTY_FIVE)), left(Wish(TWENTY_FIVE, colour=0))
    colour_only, half = left(Wish(TWENTY_FIVE, luminance=0)), left(Wish(TWENTY_FIVE, luminance=0.5, colour=0.5))
    assert bright_only == pytest.approx((both[0], 0), abs=1e-5)
    assert colour_only == pytest.approx((0, both[1]), abs=1e-5)
    assert half == pytest.approx((both[0] / 2, both[1] / 2), rel=0.01)


def test_a_grey_picture_stays_grey(model: DenoiseModel) -> None:
    plane = with_noise(picture(96, 104)[..., :1], 20)
    level = NoiseLevel(20, 35, 0, (35.0,) * CURVE_POINTS, is_grey=True)
    found = model.clean(np.repeat(plane, 3, axis=2), Wish(level))
    assert np.ptp(found, axis=2).max() < 1e-6


def test_the_same_pixels_give_the_same_result(model: DenoiseModel) -> None:
    pixels = with_noise(picture(120, 100), 30)
    assert np.array_equal(model.clean(pixels, Wish(TWENTY_FIVE)), model.clean(pixels.copy(), Wish(TWENTY_FIVE)))


def test_what_was_given_is_not_changed(model: DenoiseModel) -> None:
    pixels = with_noise(picture(64, 64), 30)
    before = pixels.copy()
    model.clean(pixels, Wish(TWENTY_FIVE, 0.5, 0.5, 0.5))
    model.draft(pixels, Wish(TWENTY_FIVE))
    assert np.array_equal(pixels, before)


def test_the_map_follows_the_curve_over_brightness() -> None:
    pixels = np.zeros((16, 256, 3), np.float32) + np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    curve = tuple(np.linspace(20, 4, CURVE_POINTS))
    found = noise_map(pixels, NoiseLevel(10, 10, 10, curve)) * 255
    assert found.shape == (16, 256)
    assert found[0, 4] == pytest.approx(20, abs=0.5)
    assert found[0, -4] == pytest.approx(4, abs=0.5)
    assert (np.diff(found[0]) <= 0).all()


def test_a_draft_is_the_same_picture_less_sharp(model: DenoiseModel) -> None:
    clean = picture(200, 201)
    pixels = with_noise(clean, 25)
    draft = model.draft(pixels, Wish(TWENTY_FIVE))
    assert psnr(draft, clean) > psnr(pixels, clean) + 2


def test_a_damaged_model_is_a_sentence(copied: Path) -> None:
    content = bytearray((copied / "denoiser.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (copied / "denoiser.onnx").write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        DenoiseModel.load(copied, threads=1)


def test_the_tiles_are_those_the_manifest_names(model: DenoiseModel) -> None:
    assert model.tile_px % MULTIPLE == model.overlap_px % MULTIPLE == 0
    assert model.tile_px > 4 * model.overlap_px > 0


def test_no_more_is_taken_out_than_noise_of_that_strength_could_be(model: DenoiseModel) -> None:
    """Detail that the network never saw is not noise, however sure it is."""
    random = np.random.default_rng(3)
    stripes = np.where(random.random((64, 96, 1)) < 0.5, 0.1, 0.9).astype(np.float32) * np.ones(3, np.float32)
    for sigma, most in ((0.1, 1.2), (3.0, 1.6), (10.0, 3.0), (40.0, 3.0)):
        change = np.abs(model.clean(stripes, Wish(NoiseLevel.even(sigma))) - stripes) * 255
        assert change.max() <= most * sigma * 1.001
