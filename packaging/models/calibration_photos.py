"""Photos to measure activation ranges on, from packages any build machine can install: scikit-image, scikit-learn."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# How often each photo is drawn from: colour photos of things and people more often than textures and pages.
SKIMAGE = {
    "astronaut.png": 3.0, "chelsea.png": 3.0, "coffee.png": 3.0, "rocket.jpg": 3.0, "motorcycle_left.png": 3.0,
    "motorcycle_right.png": 3.0, "hubble_deep_field.jpg": 1.0, "retina.jpg": 1.0, "ihc.png": 1.0, "brick.png": 0.6,
    "camera.png": 0.6, "clock_motion.png": 0.6, "coins.png": 0.6, "grass.png": 0.6, "gravel.png": 0.6, "page.png": 0.6,
    "text.png": 0.6, "moon.png": 0.6, "color.png": 0.6,
}  # fmt: skip
SKLEARN = {"china.jpg": 3.0, "flower.jpg": 3.0}


def _folder(package: str, below: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise FileNotFoundError(f"install {package} for its photos")
    return Path(spec.origin).parent / below


def photos() -> list[tuple[NDArray[np.uint8], float]]:
    """Returns the photos as (H, W, 3) uint8 with the weight each is drawn with."""
    from PIL import Image

    places = [(_folder("skimage", "data") / name, w) for name, w in SKIMAGE.items()]
    places += [(_folder("sklearn", "datasets/images") / name, w) for name, w in SKLEARN.items()]
    return [(np.asarray(Image.open(path).convert("RGB")), weight) for path, weight in places]


def crops(count: int, size_px: int, seed: int = 7) -> NDArray[np.uint8]:
    """Returns (count, size_px, size_px, 3) crops, mirrored, brightened and tinted at random, the same every time."""
    from PIL import Image

    rng, sources, made = np.random.default_rng(seed), photos(), []
    chances = np.array([weight for _, weight in sources])
    chances /= chances.sum()
    for _ in range(count):
        photo = sources[rng.choice(len(sources), p=chances)][0]
        height, width = (max(32, int(side * rng.uniform(0.35, 1))) for side in photo.shape[:2])
        top, left = (int(rng.integers(0, s - c + 1)) for s, c in zip(photo.shape, (height, width), strict=False))
        part = photo[top : top + height, left : left + width]
        part = part[:, ::-1] if rng.random() < 0.5 else part
        small = Image.fromarray(np.ascontiguousarray(part)).resize((size_px, size_px), Image.Resampling.BILINEAR)
        pixels = np.asarray(small, np.float64)
        pixels = pixels * rng.uniform(0.6, 1.3) if rng.random() < 0.5 else pixels
        pixels = pixels * rng.uniform(0.8, 1.2, 3) if rng.random() < 0.5 else pixels
        made.append(np.clip(pixels, 0, 255).astype(np.uint8))
    return np.stack(made)
