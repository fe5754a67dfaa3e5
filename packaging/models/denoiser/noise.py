"""Noise as cameras make it, on clean patches: Gaussian, signal-dependent, through a mosaic, and then JPEG.

Poisson-Gaussian: Foi et al., "Practical Poissonian-Gaussian Noise Modeling and Fitting", TIP 2008. Noise
that demosaicing has spread over neighbours: Brooks et al., "Unprocessing Images for Learned Raw Denoising", CVPR 2019.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.float32]

MAX_SIGMA = 55 / 255
GAMMA = 2.2


@dataclass(frozen=True, slots=True)
class NoisyPatch:
    """A noisy patch and how noisy it is.

    Attributes:
        noisy: (H, W, 3) float32, unclipped where no 8-bit file came between.
        sigma: (H, W) float32, standard deviation at each pixel, in units of the range 0..1.
    """

    noisy: Pixels
    sigma: Pixels


def add_noise(clean: Pixels, random: np.random.Generator) -> NoisyPatch:
    """Returns a patch (H, W, 3) in 0..1 with noise of a kind and strength drawn at random."""
    kind = random.random()
    if kind < 0.6:
        return gaussian(clean, random.uniform(0, MAX_SIGMA), random)
    if kind < 0.8:
        return poisson_gaussian(clean, _gain(random), _read(random), random)
    patch = through_mosaic(clean, _gain(random), _read(random), random)
    if random.random() < 0.6:
        patch = NoisyPatch(as_jpeg(patch.noisy, int(random.integers(75, 99))), patch.sigma)
    return patch


def _gain(random: np.random.Generator) -> float:
    return float(10 ** random.uniform(-4.3, -1.9))


def _read(random: np.random.Generator) -> float:
    return float(10 ** random.uniform(-3.2, -1.7))


def gaussian(clean: Pixels, sigma: float, random: np.random.Generator) -> NoisyPatch:
    """White Gaussian noise, the same everywhere."""
    noise = random.standard_normal(clean.shape, np.float32) * np.float32(sigma)
    return NoisyPatch(clean + noise, np.full(clean.shape[:2], sigma, np.float32))


def _linear_deviation(linear: Pixels, gain: float, read: float) -> Pixels:
    deviation: Pixels = np.sqrt(gain * linear + read * read).astype(np.float32)
    return deviation


def _encoded_deviation(linear: Pixels, deviation: Pixels) -> Pixels:
    """Carries a deviation in linear light to the encoded scale by the tone curve's slope, averaged over colours."""
    slope = np.power(np.maximum(linear, 2e-3), 1 / GAMMA - 1) / GAMMA
    encoded: Pixels = np.minimum(np.sqrt(np.mean((slope * deviation) ** 2, 2)), 0.5).astype(np.float32)
    return encoded


def poisson_gaussian(clean: Pixels, gain: float, read: float, random: np.random.Generator) -> NoisyPatch:
    """Noise in linear light whose variance grows with the light: gain x light + read^2."""
    linear = np.power(clean, np.float32(GAMMA))
    deviation = _linear_deviation(linear, gain, read)
    noisy = linear + random.standard_normal(clean.shape, np.float32) * deviation
    encoded = np.power(np.clip(noisy, 0, 1), np.float32(1 / GAMMA))
    return NoisyPatch(encoded, _encoded_deviation(linear, deviation))


def through_mosaic(clean: Pixels, gain: float, read: float, random: np.random.Generator) -> NoisyPatch:
    """The same behind a Bayer filter: each pixel sees one colour, the others are filled in from its neighbours."""
    linear = np.power(clean, np.float32(GAMMA))
    deviation = _linear_deviation(linear, gain, read)
    noise = random.standard_normal(clean.shape, np.float32) * deviation
    spread = _demosaic_noise(noise)
    encoded = np.power(np.clip(linear + spread, 0, 1), np.float32(1 / GAMMA))
    return NoisyPatch(encoded, _encoded_deviation(linear, deviation))


def _demosaic_noise(noise: Pixels) -> Pixels:
    """Interpolates the noise alone bilinearly (the picture itself stays sharp): it becomes correlated and weaker."""
    out = np.empty_like(noise)
    rows, columns = np.indices(noise.shape[:2])
    for channel, seen in enumerate(
        ((rows % 2 == 0) & (columns % 2 == 0), (rows + columns) % 2 == 1, (rows % 2 == 1) & (columns % 2 == 1))
    ):
        mask = seen.astype(np.float32)
        out[..., channel] = _blur(noise[..., channel] * mask) / _blur(mask)
        out[..., channel][seen] = noise[..., channel][seen]
    return out


def _blur(plane: Pixels) -> Pixels:
    """The 3x3 kernel (1 2 1)/4 in both directions, edges repeated."""
    padded = np.pad(plane, 1, mode="edge")
    across = padded[:, :-2] + 2 * padded[:, 1:-1] + padded[:, 2:]
    down: Pixels = ((across[:-2] + 2 * across[1:-1] + across[2:]) / 16).astype(np.float32)
    return down


def as_jpeg(pixels: Pixels, quality: int) -> Pixels:
    """Returns what is left after saving as JPEG, (H, W, 3) float32 in 0..1."""
    buffer = io.BytesIO()
    Image.fromarray((np.clip(pixels, 0, 1) * 255 + 0.5).astype(np.uint8)).save(buffer, "JPEG", quality=quality)
    kept: Pixels = (np.asarray(Image.open(buffer)) / 255).astype(np.float32)
    return kept
