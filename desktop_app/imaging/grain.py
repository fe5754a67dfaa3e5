"""How noisy a photo looks at its full size, from a close-up: one number that ranks photos, in 8-bit steps.

The close-up is cut into the blocks of JPEG's own grid and each block into frequencies (DCT). White noise is alike in
all frequencies and in all blocks; texture falls off towards high frequencies and is strong in some blocks only; JPEG's
quantising empties the high frequencies of calm blocks first. So energies of a few bands, in the calmest and the usual
blocks, for the brightness at full scale and for the colours at half, are what noise is told by. No rule written by hand
weighs them as well as one that was fitted: `grain_weights` holds a ridge regression with squares on the logarithm of
noise of known strength.

`noise_level` measures more exactly what a denoiser needs to know, at many times the cost; this is for every photo.
"""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from desktop_app.imaging.grain_weights import START, TABLE

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8]
Table = tuple[tuple[float, float, float, float], ...]

_BLOCK, _COLOUR_BLOCK = 8, 4
_BANDS = ((1, 1), (2, 2), (3, 4), (5, 6), (7, 9), (10, 14))  # sums of both frequencies
_COLOUR_BANDS = ((1, 1), (2, 3), (4, 6))
_SHARES, _COLOUR_SHARES = (0.03, 0.1, 0.25, 0.5), (0.05, 0.15, 0.3, 0.5)
_CALM = 0.1
_LUMA_RANGE = (10, 245)  # beyond it noise is cut off
_DEAD = 0.02
_DEAD_FEW, _DEAD_MANY = 0.6, 0.9
_LEAST_BLOCKS = 32
_FLOOR = 0.05
_GAIN, _POWER = 2.55, 0.57  # from what the regression says to 8-bit steps, by the medians at 5, 10 and 25 steps
USUAL_RANGE = 3.0  # standard deviations: features further off say no more
_MOST, _MOST_LOGARITHM = 255.0, 13.0


def grain(close_up: Pixels) -> float:
    """Returns the strength of a photo's noise, 0 to 255, about its standard deviation in 8-bit steps.

    Noise that is alike in all three colours counts whole, noise of the colours alone six tenths. A picture most of
    which is perfectly even is drawn or burnt out, and has none.

    Args:
        close_up: (H, W, 3) uint8, luma, Cb and Cr, both sides multiples of 16, as `close_up` gives it.
    """
    found = features(close_up)
    if found is None:
        return 0.0
    logarithm = regressed(found, START, TABLE)
    alive = float(np.clip((_DEAD_MANY - found[-1]) / (_DEAD_MANY - _DEAD_FEW), 0.0, 1.0))
    strength = 2.0 ** min(logarithm, _MOST_LOGARITHM)  # never nought: among the cleanest, too, some are cleaner
    return min(_GAIN * float(strength**_POWER), _MOST) * alive


def regressed(found: Floats, start: float, table: Table) -> float:
    """Returns what a ridge regression with squares says of features: a logarithm.

    Args:
        found: (F,) as `features` gives them.
        start: the constant.
        table: (F, 4): mean, standard deviation, weight and weight of the square of each feature.
    """
    means, spreads, weights, of_squares = _columns(table)
    deviations = np.clip((found - means) / spreads, -USUAL_RANGE, USUAL_RANGE)
    return start + float(deviations @ weights + np.square(deviations) @ of_squares)


def features(close_up: Pixels) -> Floats | None:
    """Returns what the strength is made of, (46,) float32; None where too few blocks can be judged.

    First come logarithms of the energies of the luma's bands in its calm and usual blocks, then those of the colours at
    half scale, and last the share of dead blocks, which hold one level or none. The means of blocks do not count.
    """
    luma, blue, red = (close_up[..., channel] for channel in range(3))
    energies, level = _energies(luma, _BLOCK, _BANDS)
    is_within = (level > _LUMA_RANGE[0]) & (level < _LUMA_RANGE[1])
    is_alive = (energies[2:].sum(axis=0) > _DEAD) & is_within
    if np.count_nonzero(is_alive) < _LEAST_BLOCKS:
        return None
    of_luma = _summary(energies[:, is_alive], _SHARES)
    of_blue, _ = _energies(_halved(blue), _COLOUR_BLOCK, _COLOUR_BANDS)
    of_red, _ = _energies(_halved(red), _COLOUR_BLOCK, _COLOUR_BANDS)
    of_colours = _summary((of_blue + of_red)[:, is_within], _COLOUR_SHARES)
    logarithms = np.log2(np.concatenate((of_luma, of_colours)) + np.float32(_FLOOR))
    return np.append(logarithms, np.float32(1.0 - is_alive.mean())).astype(np.float32)


def _energies(
    plane: NDArray[np.uint8] | Floats, block: int, bands: tuple[tuple[int, int], ...]
) -> tuple[Floats, Floats]:
    """Returns the mean energy of a coefficient in each band, (bands, N), and the mean level, (N,), of N blocks."""
    rows, columns = plane.shape[0] // block, plane.shape[1] // block
    blocks = plane.reshape(rows, block, columns, block).transpose(0, 2, 1, 3).reshape(-1, block * block)
    values = blocks.astype(np.float32)
    waves, shares = _basis(block, bands)
    coefficients = values @ waves
    np.square(coefficients, out=coefficients)
    return shares @ coefficients.T, values.mean(axis=1)


def _summary(energies: Floats, shares: tuple[float, ...]) -> Floats:
    """Returns quantiles over the blocks, and the mean of the blocks with the least structure, for each band."""
    last = energies.shape[1] - 1
    quantiles = np.sort(energies, axis=1)[:, [int(share * last) for share in shares]]
    calmest = np.argpartition(energies[0] + energies[1], int(_CALM * last))[: max(1, int(_CALM * (last + 1)))]
    return np.concatenate((quantiles.ravel(), energies[:, calmest].mean(axis=1)))


def _halved(plane: Pixels) -> Floats:
    """Returns means of 2 x 2 pixels."""
    pairs = plane[::2].astype(np.float32)
    pairs += plane[1::2]
    return (pairs[:, ::2] + pairs[:, 1::2]) * np.float32(0.25)


@functools.cache
def _basis(block: int, bands: tuple[tuple[int, int], ...]) -> tuple[Floats, Floats]:
    """Returns the DCT-II of flat blocks without the constant, (P, P - 1) for P pixels, and the means over each band."""
    n = np.arange(block)
    wave = np.sqrt(2 / block) * np.cos(np.pi * n[:, None] * (2 * n[None] + 1) / (2 * block))
    wave[0] /= np.sqrt(2)
    sums = np.add.outer(n, n).ravel()[1:]
    is_in = np.array([(sums >= low) & (sums <= high) for low, high in bands])
    waves = np.ascontiguousarray(np.kron(wave, wave)[1:].T, np.float32)
    return waves, (is_in / is_in.sum(axis=1, keepdims=True)).astype(np.float32)


@functools.cache
def _columns(table: Table) -> NDArray[np.float64]:
    return np.array(table).T
