"""Photo-like pictures for tests of duplicates: drawn, seeded, with detail, never two alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter


def shot(seed: int, size: tuple[int, int] = (480, 360), things: int = 60) -> Image.Image:
    """A soft ground with many things on it; another seed is another scene."""
    random = np.random.default_rng(seed)
    ground = random.integers(60, 190, (4, 5, 3)).astype(np.uint8)
    picture = Image.fromarray(ground).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(things):
        x, y = random.uniform(0, size[0]), random.uniform(0, size[1])
        a, b = random.uniform(6, 46, 2)
        colour = tuple(int(value) for value in random.integers(0, 255, 3))
        (draw.ellipse if random.random() < 0.6 else draw.rectangle)((x - a, y - b, x + a, y + b), fill=colour)
    grain = random.normal(0, 3, (size[1], size[0], 1))
    pixels = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.6)), np.float32) + grain
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def square(picture: Image.Image, side: int = 128) -> NDArray[np.float32]:
    """The luma square that the search compares."""
    return np.asarray(picture.convert("L").resize((side, side), Image.Resampling.BOX), np.float32)
