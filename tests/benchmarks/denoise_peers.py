"""Other denoisers to compare with: whichever of them can be imported here. Each is told the true level of the noise.

OpenCV's non-local means (its strength tuned on photos that are not measured), scikit-image's wavelets (BayesShrink),
and CBM3D where the package `bm3d` is installed (free for research only: it is never part of Reverie).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Clean = Callable[[Floats, float], Floats]  # (H, W, 3) in 8-bit steps, deviation -> the same without noise

NLM_FACTORS = (0.5, 0.65, 0.8, 1.0, 1.25)
NLM, WAVELET, BM3D = "OpenCV NLM, tuned", "wavelets, BayesShrink", "CBM3D"


def is_usable(name: str) -> bool:
    """Says whether a module can be imported, and prints a line when it cannot."""
    try:
        import_module(name)
    except ImportError as error:
        print(f"{name} cannot be used here and is left out: {error}", file=sys.stderr)
        return False
    return True


def as_bytes(pixels: Floats) -> Pixels:
    """Returns what an 8-bit file holds of it."""
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


def nlm(pixels: Floats, strength: float) -> Floats:
    """OpenCV's fastNlMeansDenoisingColored with its usual windows."""
    import cv2

    return cv2.fastNlMeansDenoisingColored(as_bytes(pixels), None, strength, strength, 7, 21).astype(np.float32)


def tuned_nlm(training: Sequence[tuple[Floats, Floats]], sigma: float) -> float:
    """Returns which multiple of the deviation serves best on pairs of clean and noisy photos."""
    errors = [float(np.mean([np.mean((nlm(n, f * sigma) - c) ** 2) for c, n in training])) for f in NLM_FACTORS]
    return NLM_FACTORS[int(np.argmin(errors))]


def wavelets(pixels: Floats, sigma: float) -> Floats:
    """BayesShrink in YCbCr, as scikit-image advises for colours."""
    from skimage.restoration import denoise_wavelet

    found = denoise_wavelet(
        pixels / 255, sigma=sigma / 255, method="BayesShrink", mode="soft", convert2ycbcr=True, channel_axis=-1
    )
    return np.asarray(found * 255, np.float32)


def cbm3d(pixels: Floats, sigma: float) -> Floats:
    """BM3D in the opponent colour space, normal profile."""
    from bm3d import bm3d_rgb

    return np.asarray(bm3d_rgb(pixels / 255.0, sigma / 255) * 255, np.float32)


def usable(training: Callable[[float], Sequence[tuple[Floats, Floats]]]) -> dict[str, Clean]:
    """Returns the peers by name.

    Args:
        training: gives pairs of clean and noisy photos of a deviation, to tune on.
    """
    found: dict[str, Clean] = {}
    if is_usable("cv2"):
        factors: dict[float, float] = {}

        def by_nlm(pixels: Floats, sigma: float) -> Floats:
            if sigma not in factors:
                factors[sigma] = tuned_nlm(training(sigma), sigma)
            return nlm(pixels, factors[sigma] * sigma)

        found[NLM] = by_nlm
    if is_usable("skimage.restoration") and is_usable("pywt"):
        found[WAVELET] = wavelets
    if is_usable("bm3d"):
        found[BM3D] = cbm3d
    return found
