"""Fits what the noise flag goes by: photos with noise of known strength added, a ridge regression on its logarithm.

Fitted on every fourth photo of BSDS500 (100), every other one of Flickr8k (110) and every fifth of about half of the
classes of Caltech-101 (110), the classes chosen by a digest of their names; the rest is for measuring, see `fitted_on`.
Of each, two crops at different scales are saved as they are and as JPEG of different quality, clean and with five kinds
of noise.

    .venv/bin/python packaging/models/grain.py FOLDER_OF_PHOTOS      writes desktop_app/imaging/grain_weights.py
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import numpy as np
from noise_regression import Row, write_fit
from numpy.typing import NDArray
from PIL import Image

from desktop_app.imaging.close_up import close_up
from desktop_app.imaging.grain import features

Pixels = NDArray[np.uint8]

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
CROP_PX = (384, 256)
MOST_OF_A_SET = 110
OFFSET = 0.3  # steps; below it differences do not count
CLEAN_WEIGHT, FAINT_PX = 5.0, 6.0
COLOUR_SHARE = 0.6  # how much noise of the colours alone counts


def fitted_on(data: Path) -> list[Path]:
    """Returns the photos that the weights are fitted on; no other may be."""
    sets = [
        sorted((data / "captioned" / "flickr8k").glob("*.jpg"))[::2],
        sorted((data / "clean" / "bsds500").rglob("*.jpg"))[::4],
        [f for f in sorted((data / "labelled" / "caltech101").glob("*/*.jpg"))[::5] if is_fitted_class(f.parent.name)],
    ]
    return [file for files in sets for file in files[:MOST_OF_A_SET]]


def is_fitted_class(name: str) -> bool:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


def noisy(pixels: Pixels, kind: str, sigma: float, random: np.random.Generator) -> Pixels:
    """Returns pixels with Gaussian noise: 'white', 'luma', 'chroma', 'shot' (grows with the light) or 'soft'."""
    shape = (*pixels.shape[:2], 1) if kind == "luma" else pixels.shape
    noise: NDArray[np.floating] = random.normal(0, sigma, shape).astype(np.float32)
    if kind == "chroma":
        noise -= (noise @ LUMA)[..., None]
    elif kind == "shot":
        noise *= np.sqrt((pixels + np.float32(8)) / 136)
    elif kind == "soft":  # as after interpolating
        noise = (noise + np.roll(noise, 1, 0) + np.roll(noise, 1, 1) + np.roll(noise, (1, 1), (0, 1))) / 2
    levels: Pixels = np.clip(np.rint(pixels + noise), 0, 255).astype(np.uint8)
    return levels


def row(pixels: Pixels, quality: int | None, subsampling: int, strength: float) -> Row | None:
    image = Image.fromarray(pixels)
    if quality is not None:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
        image = Image.open(buffer)
    pieces = close_up(image)
    found = None if pieces is None else features(pieces)
    return None if found is None else (strength, found)


def rows_of(file: Path, seed: int) -> list[Row]:
    """Returns the strength of the noise and the features of every variant of one photo."""
    random, found = np.random.default_rng(seed), list[Row | None]()
    with Image.open(file) as opened:
        photo = opened.convert("RGB")
    for scale in (1.0, float(np.exp(random.uniform(np.log(0.5), np.log(2.5))))):
        size = [max(64, round(side * scale)) for side in photo.size]
        image = photo if scale == 1 else photo.resize((size[0], size[1]), Image.Resampling.BICUBIC)
        width, height = (min(side, most) for side, most in zip(image.size, CROP_PX, strict=True))
        left, top = (int(random.integers(0, a - b + 1)) for a, b in zip(image.size, (width, height), strict=True))
        pixels = np.asarray(image.crop((left, top, left + width, top + height)))
        if random.random() < 0.15:  # overexposed
            pixels = np.clip(pixels * 1.6, 0, 255).astype(np.uint8)
        for quality in (None, int(random.integers(78, 98)), int(random.choice([90, 92, 95]))):
            subsampling = int(random.choice([0, 2, 2]))
            found.append(row(pixels, quality, subsampling, 0.0))
            for kind in ("white", "luma", "chroma", "shot", "soft"):
                if kind == "soft" and random.random() < 0.5:
                    continue
                faintest = 6.0 if kind == "chroma" else 3.5
                sigma = float(np.exp(random.uniform(np.log(faintest), np.log(35))))
                strength = COLOUR_SHARE * sigma if kind == "chroma" else sigma
                found.append(row(noisy(pixels, kind, sigma, random), quality, subsampling, strength))
    return [one for one in found if one is not None]


def weights_of(strengths: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(strengths == 0, CLEAN_WEIGHT, np.sqrt(FAINT_PX / (strengths + 3)))


if __name__ == "__main__":
    write_fit("grain", __doc__, fitted_on, rows_of, weights_of, OFFSET)
