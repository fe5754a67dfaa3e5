"""How strong the noise in a photo's pixels is, learnt from many photos: a rough figure that is hardly ever far off.

`noise_level` measures by rules, exactly where they hold; but JPEG and its kin leave noise that no rule foresaw, and
some textures are noise to any rule. A ridge regression on the features of `grain` knows both. It is fitted to what
noise of known strength became after coding, which `grain`, a rank of how noisy a photo looks, is not.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.imaging.close_up import close_up_of
from desktop_app.imaging.coded_noise_weights import START, TABLE
from desktop_app.imaging.grain import features, regressed

OFFSET = 0.5  # steps; below it differences do not count
_GAIN, _POWER = 1.35, 0.8  # from what the regression says to 8-bit steps, by the medians at 5, 10, 25 and 45 steps
_MOST_LOGARITHM = 8.0


def likely_deviation(pixels: NDArray[np.integer[Any]]) -> float | None:
    """Returns the likely deviation of the noise of one colour channel, in 8-bit steps; None where nothing tells.

    Args:
        pixels: (H, W, 3) or (H, W, 1), uint8 or uint16; may be mapped from a file, a few pieces are read.
    """
    pieces = close_up_of(pixels)
    found = None if pieces is None else features(pieces)
    if found is None:
        return None
    strength = max(2.0 ** min(regressed(found, START, TABLE), _MOST_LOGARITHM) - OFFSET, 0.0)
    return float(_GAIN * strength**_POWER)
