"""The noise that the denoiser is trained on is what it says it is. Training needs torch and is not tried here."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

DENOISER = Path(__file__).resolve().parents[2] / "packaging" / "models" / "denoiser"


@pytest.fixture(scope="module")
def noise():
    sys.path.insert(0, str(DENOISER))
    try:
        import noise
    finally:
        sys.path.remove(str(DENOISER))
    return noise


def grey(level: float) -> np.ndarray:
    return np.full((128, 128, 3), level, np.float32)


def neighbours_alike(residual: np.ndarray) -> float:
    """Correlation of horizontal neighbours, averaged over colours."""
    pairs = [np.corrcoef(residual[:, :-1, c].ravel(), residual[:, 1:, c].ravel())[0, 1] for c in range(3)]
    return float(np.mean(pairs))


def test_gaussian_noise_is_as_strong_as_its_map_says_and_white(noise) -> None:
    made = noise.gaussian(grey(0.5), 25 / 255, np.random.default_rng(1))
    residual = made.noisy - 0.5
    assert residual.std() == pytest.approx(25 / 255, rel=0.02)
    assert np.all(made.sigma == np.float32(25 / 255))
    assert abs(neighbours_alike(residual)) < 0.03


@pytest.mark.parametrize("level", [0.3, 0.6, 0.8])
def test_the_map_of_signal_dependent_noise_is_its_deviation_in_the_encoded_photo(noise, level) -> None:
    made = noise.poisson_gaussian(grey(level), 1e-3, 3e-3, np.random.default_rng(2))
    assert (made.noisy - level).std() == pytest.approx(float(made.sigma.mean()), rel=0.1)


def test_noise_grows_with_the_light_where_it_is_counted(noise) -> None:
    dark, light = (
        noise._linear_deviation(np.power(grey(level), np.float32(2.2)), 1e-3, 1e-3).mean() for level in (0.2, 0.9)
    )
    assert light > 3 * dark


def test_a_mosaic_spreads_noise_over_neighbours(noise) -> None:
    made = noise.through_mosaic(grey(0.6), 1e-3, 3e-3, np.random.default_rng(3))
    assert neighbours_alike(made.noisy - 0.6) > 0.3


def test_jpeg_keeps_size_and_range_and_changes_noise(noise) -> None:
    made = noise.gaussian(grey(0.5), 20 / 255, np.random.default_rng(4)).noisy
    kept = noise.as_jpeg(made, 80)
    assert kept.shape == made.shape
    assert kept.dtype == np.float32
    assert 0 <= kept.min() <= kept.max() <= 1
    assert 0 < np.abs(kept - np.clip(made, 0, 1)).mean() < 0.1


def test_the_same_seed_draws_the_same_noise_and_every_kind_comes(noise) -> None:
    clean = np.random.default_rng(5).random((32, 32, 3)).astype(np.float32)
    first, again = (noise.add_noise(clean, np.random.default_rng(6)) for _ in range(2))
    assert np.array_equal(first.noisy, again.noisy)
    random = np.random.default_rng(7)
    made = [noise.add_noise(clean, random) for _ in range(60)]
    assert any(np.ptp(one.sigma) == 0 for one in made)
    assert any(np.ptp(one.sigma) > 0 for one in made)
    assert all(np.isfinite(one.noisy).all() and (one.sigma >= 0).all() and one.sigma.max() <= 0.5 for one in made)
