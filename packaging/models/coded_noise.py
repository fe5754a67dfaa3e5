"""Fits how strong the noise in a photo's pixels is after coding: what `noise_level` checks its own measure against.

Fitted on the photos that the noise flag's weights are fitted on (see `grain.fitted_on`) and on no other. Of each, two
crops at different scales, some dark, overexposed or grey, are saved as they are, as JPEG with and without thinned-out
colours and as WebP, clean and with five kinds of noise. The target is what the noise has become: the deviation between
the coded noisy picture and the coded clean one.

    .venv/bin/python packaging/models/coded_noise.py FOLDER_OF_PHOTOS  writes desktop_app/imaging/coded_noise_weights.py
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from grain import Pixels, fitted_on, noisy
from noise_regression import Row, write_fit
from numpy.typing import NDArray
from PIL import Image

from desktop_app.imaging.close_up import close_up
from desktop_app.imaging.coded_noise import OFFSET
from desktop_app.imaging.grain import features

CROP_PX = (512, 384)
FAINTEST, STRONGEST = 3.0, 50.0
OVEREXPOSED, DARK, GREY = 0.15, 0.25, 0.12  # shares of the crops
CLEAN_WEIGHT = 3.0

Coding = tuple[str, int, int] | None  # format, quality, thinning of the colours (0 or 2)


def coded(pixels: Pixels, coding: Coding) -> Image.Image:
    """Returns a picture as it comes back from its file."""
    image = Image.fromarray(pixels)
    if coding is None:
        return image
    name, quality, subsampling = coding
    buffer = io.BytesIO()
    image.save(buffer, name, quality=quality, **({"subsampling": subsampling} if name == "JPEG" else {}))
    return Image.open(buffer)


def codings(random: np.random.Generator) -> list[Coding]:
    return [
        None,
        ("JPEG", int(random.integers(72, 99)), 2),
        ("JPEG", int(random.choice([85, 90, 92, 95])), 2),
        ("JPEG", int(random.integers(75, 98)), 0),
        ("WEBP", int(random.integers(75, 95)), 2),
    ]


def crop(photo: Image.Image, scale: float, random: np.random.Generator) -> Pixels:
    width, height = (max(96, round(side * scale)) for side in photo.size)
    image = photo if scale == 1 else photo.resize((width, height), Image.Resampling.BICUBIC)
    wide, high = (min(side, most) for side, most in zip(image.size, CROP_PX, strict=True))
    left, top = (int(random.integers(0, a - b + 1)) for a, b in zip(image.size, (wide, high), strict=True))
    pixels = np.asarray(image.crop((left, top, left + wide, top + high)))
    light = random.random()
    if light < OVEREXPOSED:
        pixels = np.clip(pixels * 1.6, 0, 255).astype(np.uint8)
    elif light < OVEREXPOSED + DARK:
        pixels = (pixels * random.uniform(0.12, 0.5)).astype(np.uint8)
    if random.random() < GREY:
        pixels = np.repeat(np.asarray(Image.fromarray(pixels).convert("L"))[..., None], 3, axis=2)
    return pixels


def rows_of(file: Path, seed: int) -> list[Row]:
    """Returns what is left of the noise, and the features, of every variant of one photo."""
    random, found = np.random.default_rng(seed), list[Row]()
    with Image.open(file) as opened:
        photo = opened.convert("RGB")
    for scale in (1.0, float(np.exp(random.uniform(np.log(0.5), np.log(2.5))))):
        pixels = crop(photo, scale, random)
        is_grey = bool((pixels == pixels[..., :1]).all())
        for coding in codings(random):
            clean = np.asarray(coded(pixels, coding).convert("RGB"), np.float32)
            for kind in ("none", "white", "white", "luma", "shot", "soft", "chroma"):
                if kind in ("chroma", "soft") and random.random() < 0.5:
                    continue
                if is_grey and kind != "none":
                    kind = "luma"  # a grey photo has no other
                sigma = float(np.exp(random.uniform(np.log(FAINTEST), np.log(STRONGEST))))
                image = coded(pixels if kind == "none" else noisy(pixels, kind, sigma, random), coding)
                left = float(np.sqrt(np.mean((np.asarray(image.convert("RGB"), np.float32) - clean) ** 2)))
                pieces = close_up(image)
                measured = None if pieces is None else features(pieces)
                if measured is not None:
                    found.append((0.0 if kind == "none" else left, measured))
    return found


def weights_of(left: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.where(left == 0, CLEAN_WEIGHT, 1.0)


if __name__ == "__main__":
    write_fit("coded_noise", __doc__, fitted_on, rows_of, weights_of, OFFSET)
