"""Views of one photo to learn from: turned round and cut, as another photo of the same thing might have been framed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

# name: whether mirrored, the share of each edge that is kept, and where the cut lies, 0 to 1 down and across.
VIEWS: dict[str, tuple[bool, float, float, float]] = {
    "mirrored": (True, 1.0, 0.5, 0.5),
    "middle": (False, 0.85, 0.5, 0.5),
    "top-left": (True, 0.8, 0.0, 0.0),
    "top-right": (False, 0.8, 0.0, 1.0),
    "bottom-left": (True, 0.8, 1.0, 0.0),
    "bottom-right": (False, 0.8, 1.0, 1.0),
}


def views_of(rgb: Pixels) -> dict[str, Pixels]:
    """Returns the views of an (H, W, 3) uint8 picture by name; the picture itself is none of them."""
    height, width = rgb.shape[:2]
    found: dict[str, Pixels] = {}
    for name, (is_mirrored, kept, down, across) in VIEWS.items():
        source = rgb[:, ::-1] if is_mirrored else rgb
        tall, wide = max(1, round(height * kept)), max(1, round(width * kept))
        top, left = round((height - tall) * down), round((width - wide) * across)
        found[name] = np.ascontiguousarray(source[top : top + tall, left : left + wide])
    return found
