"""How noisy a photo is, from its pixels alone: how strong in brightness and colours, and at which brightness.

The photo is cut into 8x8 blocks as JPEG cuts it, and each block into frequencies (DCT), in one luma and two chroma
planes that keep variances (an orthonormal opponent transform). Only the calmest blocks are asked: those whose mean
differs least from their neighbours', which says nothing about the noise inside them. What their frequencies hold is
noise or fine texture:

- The highest frequencies hold white noise and hardly any texture (Pyatykh et al., "Image Noise Level Estimation by
  Principal Component Analysis", TIP 2013, use the same fact in another basis).
- Cameras interpolate, smooth and compress: their noise lives in the middle frequencies, and the highest are empty.
  There texture is told from noise by its spectrum: it differs from block to block far more than within a block, and its
  low frequencies hold far more than the middle ones. Noise is about as strong in all three.

What is found by these rules is checked against what `coded_noise` learnt: far from that it is a mistake.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.denoising import CURVE_POINTS, MAX_SIGMA, NoiseLevel
from desktop_app.imaging.coded_noise import likely_deviation

Floats = NDArray[np.float32]
Pixels = NDArray[np.uint8] | NDArray[np.uint16]

BLOCK = 8
PATCH_PX = 128
MAX_PATCHES = 96
_LEAST_BLOCKS = 24  # fewer say nothing
_CALM_SHARE = 0.08
_CALM_LEAST = 40
_CLIPPED_SHARE = 0.04  # of a block's values at an end of the range: more bias what is measured
_LEAST_UNCLIPPED, _MOST_CLIPPED = 0.1, 0.5  # unless less than a tenth of the photo is left
_LUMA_WEIGHT = 0.7  # in what the network is told where the colours hold more noise than the brightness
NEIGHBOURS = 8
_QUANTILE, _QUANTILE_Z = 0.25, -0.6745  # of the high frequencies over blocks: noise is in all of them, texture in some
_CALM_RATIO = (1.4, 2.2)  # unrest between blocks over what is within: noise alone has 1, texture more
_LEVEL_RATIO = (1.25, 1.9)  # low over middle frequencies: likewise
_JPEG_ADDS = np.float32(1.1)  # coarse steps of JPEG make the high frequencies stronger than the noise was; variance
_WIDE = 0.4  # share of a photo that must not be clipped for noise without colour to be believed
_MOST_WITHOUT_COLOUR = 22.0  # deviation of the luma's high frequencies where the colours have none
_FLAT_RATIO, _VERY_FLAT_RATIO = (2.5, 6.0), (1.4, 2.0)  # unrest over high frequencies: noise alone has 1 to 2
_WHITE_RATIO = (0.35, 0.6)  # high over middle frequencies: noise that was interpolated has little of them left
# Where the high frequencies are empty: the largest deviation that is read into the middle ones, by that unrest.
_CALM_LIMITS, _MIDDLE_LIMITS = (1.1, 1.35), (13.0, 8.5)
_TIMES_WHITE, _TIMES_COLOUR = 8.0, 6.0
_LOW_LIMIT = 3.0
_TELLING_COLOUR, _MOST_OVER_COLOUR = 1.5, 1.5
# Middle over high frequencies of the colours: white noise alone has 1, and is as strong in the luma then.
_MOST_OVER_TELLING = 1.3  # and all that is read into the luma over all that is found in telling colours
_COLOUR_RATIO, _MOST_OVER_WHITE_COLOUR = (1.25, 1.6), 1.04
_TELLING_SHARE = 0.6  # of the luma's noise that is in the colours too unless they were thinned out
_MOST_CHANGE, _MOST_UNTOLD_CHANGE = 3.0, 1.6  # from the whole photo's level to that at one brightness
_PRIOR_BLOCKS = 4.0  # what the level of the whole photo weighs at one brightness
# Camera noise is coarse and looks like little to `coded_noise`; so up to some strength more than that is believed.
_MOST_LIKELY, _UNLIKELY = 1.5, 0.8
_COARSE = (6.5, 9.0)  # from the first on what is far above the likely is doubted, from the second on wholly
_LEAST_LIKELY, _GUESS_FROM, _MOSTLY = (0.5, 0.75), 5.0, 0.5  # likewise for shares of it
_THINNED_COLOUR = 0.62  # of the noise is left in the colours where JPEG halved them; the brightness holds the rest
_ROUNDING = 1 / 12  # variance of rounding to whole steps
# Of faint noise only so much is told, all of it from the second deviation on: fine texture is easily taken for it, and
# what is smeared shows more than what is left.
_FAINT, _FAINT_SHARE = (4.0, 8.0), 0.6

_ORTHONORMAL = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]], np.float32)
_ORTHONORMAL /= np.linalg.norm(_ORTHONORMAL, axis=1, keepdims=True)
_ORDER = np.add.outer(np.arange(BLOCK), np.arange(BLOCK))
_LOW, _MIDDLE, _HIGH = (_ORDER >= 1) & (_ORDER <= 2), (_ORDER >= 3) & (_ORDER <= 4), _ORDER >= 8


def _cosines() -> Floats:
    n = np.arange(BLOCK)
    basis = np.sqrt(2 / BLOCK) * np.cos(np.pi * (2 * n[None] + 1) * n[:, None] / (2 * BLOCK))
    basis[0] /= np.sqrt(2)
    return np.asarray(basis, np.float32)


_DCT = _cosines()


@dataclass(frozen=True, slots=True, eq=False)
class _Blocks:
    """What is known of N blocks.

    Attributes:
        low, middle, high: (N, 3) mean energy of a coefficient in each band and plane, in squared 8-bit steps.
        unrest: (N,) how much a block's mean differs from its neighbours'.
        brightness: (N,) mean of the block, 0 to 255.
        clipped: (N,) share of the values that lie at an end of the range, where noise is cut off.
    """

    low: Floats
    middle: Floats
    high: Floats
    unrest: Floats
    brightness: Floats
    clipped: Floats

    def of(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> _Blocks:
        """Returns some of the blocks."""
        return _Blocks(*(getattr(self, name)[chosen] for name in self.__slots__))

    def calmest(self, share: float, least: int) -> _Blocks:
        """Returns the share (at least so many, as far as there are) that differs least from its neighbours."""
        return self._least(self.unrest, share, least)

    def smoothest(self, share: float, least: int) -> _Blocks:
        """Returns the share with the least in all but the highest frequencies."""
        below = self.low * _LOW.sum() + self.middle * _MIDDLE.sum()
        return self._least(self.unrest / (2 * NEIGHBOURS) + below.sum(axis=1), share, least)

    def _least(self, score: Floats, share: float, least: int) -> _Blocks:
        count = min(len(score), max(least, int(len(score) * share)))
        return self.of(np.argpartition(score, count - 1)[:count])


def measure_noise(pixels: Pixels) -> NoiseLevel:
    """Returns how noisy a photo is; nothing (0) where it is too small to tell.

    Args:
        pixels: (H, W, 3) or (H, W, 1), uint8 or uint16; may be mapped from a file, large photos are read in parts.
    """
    patches = _patches(pixels)
    if sum(patch.shape[0] * patch.shape[1] for patch in patches) < _LEAST_BLOCKS * BLOCK**2:
        return NoiseLevel.even(0.0)
    parts = [_blocks(patch) for patch in patches]
    blocks = _unclipped(parts)
    if len(blocks.unrest) < _LEAST_BLOCKS:
        return NoiseLevel.even(0.0)
    is_grey = all(np.ptp(patch, axis=2).max() == 0 for patch in patches) and _is_grey(pixels)
    deviations, surely_white = _deviations(blocks, _CALM_LEAST)
    if not _is_told_by_colour(deviations):  # drawings on white, and what else is mostly clipped, have few calm blocks
        deviations = deviations * np.float32(min(1.0, len(blocks.unrest) / sum(len(p.unrest) for p in parts) / _WIDE))
    deviations, is_guessed = _checked(deviations, surely_white, likely_deviation(pixels), is_grey=is_grey)
    sigma = float(np.sqrt(np.mean(deviations**2)))
    colour = float(np.sqrt(np.mean(deviations[1:] ** 2)))
    told = min(_told(deviations, is_grey=is_grey), MAX_SIGMA)
    curve = (told,) * CURVE_POINTS if is_guessed else _curve(blocks, deviations, is_grey=is_grey)
    return NoiseLevel(min(sigma, MAX_SIGMA), float(deviations[0]), colour, _cautious(curve), is_grey)


def _checked(deviations: Floats, surely_white: float, likely: float | None, *, is_grey: bool) -> tuple[Floats, bool]:
    """Returns deviations that are not far from the likely one, and whether they are mostly guessed.

    Args:
        deviations: (3,) as measured.
        surely_white: 0 to 1; white noise is never measured as less than it is.
        likely: of one colour channel; None where nothing tells.
        is_grey: all colours are the same.
    """
    measured = float(np.sqrt(np.mean(deviations**2)))
    if likely is None:
        return deviations, False
    most = _MOST_LIKELY * likely + _UNLIKELY
    if measured > max(most, _COARSE[0]):  # texture that no rule told from noise
        coarse, never = _COARSE
        doubt = min((measured - coarse) / (never - coarse), 1.0)
        if doubt > _MOSTLY:
            return np.full(3, measured + doubt * (likely - measured), np.float32), True
        return deviations * np.float32(1 + doubt * (likely / measured - 1)), False
    sure, never = _LEAST_LIKELY[1], _LEAST_LIKELY[0]
    if likely <= _GUESS_FROM or measured >= sure * likely:
        return deviations, False
    doubt = min((sure - measured / likely) / (sure - never), 1.0) * min(2 * (likely / _GUESS_FROM - 1), 1.0)
    doubt *= 1 - surely_white
    wanted = measured + doubt * (likely - measured)
    colour = 0.0 if is_grey else max(float(np.sqrt(np.mean(deviations[1:] ** 2))), _THINNED_COLOUR * wanted)
    colour = min(colour, wanted)
    return np.array([np.sqrt(3 * wanted**2 - 2 * colour**2), colour, colour], np.float32), doubt > _MOSTLY


def _patches(pixels: Pixels) -> list[Floats]:
    """Returns parts of the photo, (h, w, 3) in 8-bit steps, sides whole blocks, spread evenly; all of a small photo."""
    height, width = pixels.shape[0] // BLOCK * BLOCK, pixels.shape[1] // BLOCK * BLOCK
    if not height or not width:
        return []
    tops, lefts = list(range(0, height, PATCH_PX)), list(range(0, width, PATCH_PX))
    while len(tops) * len(lefts) > MAX_PATCHES:
        longer = tops if len(tops) * width >= len(lefts) * height and len(tops) > 1 else lefts
        del longer[1::2]
    scale = np.float32(1 if pixels.dtype == np.uint8 else 1 / 257)
    parts = []
    for top in tops:
        for left in lefts:
            cut = pixels[top : min(top + PATCH_PX, height), left : min(left + PATCH_PX, width)]
            part = np.asarray(cut, np.float32) * scale
            parts.append(np.repeat(part, 3, axis=2) if part.shape[2] == 1 else part)
    return parts


def _is_grey(pixels: Pixels) -> bool:
    """Says whether all three colours are the same everywhere; reads the photo in bands, until one differs."""
    for top in range(0, pixels.shape[0], PATCH_PX):
        band = np.asarray(pixels[top : top + PATCH_PX])
        if band.shape[2] == 3 and ((band[..., 0] != band[..., 1]) | (band[..., 0] != band[..., 2])).any():
            return False
    return True


def _blocks(patch: Floats) -> _Blocks:
    """Measures every block of a patch."""
    rows, columns = patch.shape[0] // BLOCK, patch.shape[1] // BLOCK
    cells = patch.reshape(rows, BLOCK, columns, BLOCK, 3).transpose(0, 2, 4, 1, 3)
    clipped = ((cells <= 0) | (cells >= 255)).mean(axis=(2, 3, 4))
    planes = (patch @ _ORTHONORMAL.T).reshape(rows, BLOCK, columns, BLOCK, 3).transpose(0, 2, 4, 1, 3)
    squares = (_DCT @ planes @ _DCT.T) ** 2
    means = planes[:, :, 0].mean(axis=(2, 3)) * BLOCK
    padded = np.pad(means, 1, mode="reflect" if min(rows, columns) > 1 else "edge")
    around = [padded[1 + y : 1 + y + rows, 1 + x : 1 + x + columns] for y in (-1, 0, 1) for x in (-1, 0, 1)]
    unrest = np.sum([(other - means) ** 2 for other in around], axis=0)
    low, middle, high = (squares[..., band].mean(axis=-1).reshape(-1, 3) for band in (_LOW, _MIDDLE, _HIGH))
    return _Blocks(low, middle, high, unrest.ravel(), cells.mean(axis=(2, 3, 4)).ravel(), clipped.ravel())


def _unclipped(parts: list[_Blocks]) -> _Blocks:
    """Puts the blocks together and leaves out those where noise is cut off, as far as there are others."""
    low, middle, high, unrest, brightness, clipped = (
        np.concatenate([getattr(part, name) for part in parts]) for name in _Blocks.__slots__
    )
    blocks = _Blocks(low, middle, high, unrest, brightness, clipped)
    limit = max(_CLIPPED_SHARE, min(float(np.quantile(blocks.clipped, _LEAST_UNCLIPPED)), _MOST_CLIPPED))
    return blocks.of(blocks.clipped <= limit)


def _deviations(blocks: _Blocks, least: int) -> tuple[Floats, float]:
    """Returns the noise's deviation in each plane, (3,), and how surely it is white, 0 to 1, as the colours tell.

    Args:
        blocks: of the photo, or of one brightness; the calm ones are asked.
        least: how many of them, if there are.
    """
    calm, smooth = blocks.calmest(_CALM_SHARE, least), blocks.smoothest(_CALM_SHARE, least)
    white = np.quantile(smooth.high, _QUANTILE, axis=0).astype(np.float32) / _quantile_of_mean(
        int(_HIGH.sum()), _QUANTILE_Z
    )
    low, middle = (
        np.median(band, axis=0) / _quantile_of_mean(int(kept.sum()), 0)
        for band, kept in ((calm.low, _LOW), (calm.middle, _MIDDLE))
    )
    colour = float(white[1:].mean())
    is_white = float(_trust(middle[1:].mean() / np.maximum(np.float32(colour), _ROUNDING), _COLOUR_RATIO))
    most_over = _MOST_OVER_COLOUR + is_white * (_MOST_OVER_WHITE_COLOUR - _MOST_OVER_COLOUR)
    white[0] = _likely_white(white, float(np.median(smooth.unrest)) / (2 * NEIGHBOURS), most_over)
    white = np.minimum(white, _JPEG_ADDS * middle)
    unrest = np.median(calm.unrest) - 2 * NEIGHBOURS * white[0]
    unrest_each = np.float32(
        max(float(unrest), 0.0) / (2 * NEIGHBOURS)
    )  # what it would be in one coefficient if it were noise
    beyond_middle, beyond_low = np.maximum(middle - white, 0), np.maximum(low - white, 0)
    flat = _trust(unrest_each / np.maximum(beyond_middle[:1], _ROUNDING), _CALM_RATIO)
    level = _trust(beyond_low / np.maximum(beyond_middle, _ROUNDING), _LEVEL_RATIO)
    grain = _trust(white / np.maximum(middle, _ROUNDING), _WHITE_RATIO)
    # Where high frequencies survived, so did the colours', and coloured noise is in them too.
    is_told_by_colour = white[1:].mean() > _TELLING_COLOUR**2
    most = np.interp(np.sqrt(unrest_each / np.maximum(beyond_middle[0], _ROUNDING)), _CALM_LIMITS, _MIDDLE_LIMITS)
    limit = np.maximum(most**2 - _TIMES_WHITE * white, _TIMES_COLOUR * beyond_middle[1:].mean() * is_told_by_colour)
    likely = np.clip(2 - np.sqrt(beyond_middle / np.maximum(limit, _ROUNDING)), 0, 1)  # far beyond it is texture
    from_middle = flat * level * grain * likely * np.minimum(beyond_middle, limit)
    # Strong JPEG compression leaves nothing but the lowest frequencies; little is read into those.
    from_low = _trust(unrest_each / np.maximum(beyond_low[:1], _ROUNDING), _CALM_RATIO) * np.minimum(
        beyond_low, np.maximum(_LOW_LIMIT**2 - _TIMES_WHITE * white, 0)
    )
    found = white + np.maximum(from_middle, from_low)
    if is_told_by_colour:
        found[0] = min(found[0], _MOST_OVER_TELLING**2 * float(found[1:].mean()))
    deviations = np.asarray(np.sqrt(np.maximum(found - _ROUNDING, 0)), np.float32)
    return deviations, is_white if is_told_by_colour else 0.0


def _likely_white(white: Floats, unrest: float, most_over: float) -> float:
    """Returns how much of what the high frequencies of the luma hold is noise and not texture.

    Args:
        white: (3,) what they hold in each plane.
        unrest: between the smoothest blocks, as it would be in one coefficient.
        most_over: so many times as strong as in the colours it may be where these tell.
    """
    luma, colour = float(white[0]), float(white[1:].mean())
    if colour > _TELLING_COLOUR**2:  # luma that holds far more than the colours is texture
        return min(luma, most_over**2 * colour)
    # Noise whose colours were thinned out (or a grey photo) is as strong where it is flat; texture has nothing flat.
    ratio = np.array(unrest / max(luma, _ROUNDING))
    common = luma if colour == 0 else min(luma, _MOST_WITHOUT_COLOUR**2)
    return float(_trust(ratio, _FLAT_RATIO)) * common + float(_trust(ratio, _VERY_FLAT_RATIO)) * (luma - common)


def _trust(ratio: NDArray[np.floating[Any]], limits: tuple[float, float]) -> Floats:
    """Returns 1 where a ratio of deviations (given squared) is below the limits, 0 above, and a line between."""
    sure, never = limits
    return np.asarray(np.clip((never - np.sqrt(ratio)) / (never - sure), 0, 1), np.float32)


def _quantile_of_mean(degrees: int, z: float) -> float:
    """Quantile of the mean of so many squared normal values of variance 1 (Wilson and Hilferty, 1931).

    Args:
        degrees: how many values.
        z: of the normal law: 0 is the median.
    """
    part = 2 / (9 * degrees)
    return float((1 - part + z * np.sqrt(part)) ** 3)


def _told(deviations: Floats, *, is_grey: bool) -> float:
    """Returns the one deviation that the network is told."""
    if is_grey:  # the same noise in all channels looks sqrt(3) times as strong
        return float(deviations[0])
    luma, colour = float(deviations[0]) ** 2, float(np.mean(deviations[1:] ** 2))
    return float(np.sqrt(max(luma, _LUMA_WEIGHT * luma + (1 - _LUMA_WEIGHT) * colour)))


def _curve(blocks: _Blocks, whole: Floats, *, is_grey: bool) -> tuple[float, ...]:
    """Returns what the network is told at each brightness: the whole photo's level where a brightness is rare."""
    told = _told(whole, is_grey=is_grey)
    if told <= 0:
        return (0.0,) * CURVE_POINTS
    at = np.linspace(0, 256, CURVE_POINTS)
    levels, weights = np.full(CURVE_POINTS, told), np.zeros(CURVE_POINTS)
    for point, brightness in enumerate(at):
        near = blocks.of(np.abs(blocks.brightness - brightness) < 0.6 * at[1])
        if len(near.unrest) >= _CALM_LEAST:
            levels[point] = _told(_likely_here(_deviations(near, _LEAST_BLOCKS)[0], whole), is_grey=is_grey)
            weights[point] = len(near.unrest) * _CALM_SHARE
    kernel = (0.25, 0.5, 0.25)
    total = np.convolve(weights, kernel, mode="same") + _PRIOR_BLOCKS
    logs = np.convolve(weights * np.log(levels), kernel, mode="same") + _PRIOR_BLOCKS * np.log(told)
    return tuple(float(min(v, MAX_SIGMA)) for v in np.exp(logs / total))


def _cautious(curve: tuple[float, ...]) -> tuple[float, ...]:
    """Returns less of what is faint."""
    return tuple(v * float(np.interp(v, _FAINT, (_FAINT_SHARE, 1.0))) for v in curve)


def _is_told_by_colour(whole: Floats) -> bool:
    """Says whether the noise is in the colours, where hardly any texture is, as it is until JPEG has thinned them."""
    return bool(np.sqrt(np.mean(whole[1:] ** 2)) >= max(_TELLING_COLOUR, _TELLING_SHARE * whole[0]))


def _likely_here(found: Floats, whole: Floats) -> Floats:
    """Bounds what was found at one brightness, where all the blocks may be textured.

    Colours hold hardly any texture: where the noise is in them, the luma's changes with the brightness as theirs does.
    """
    colour_here, colour = (np.sqrt(np.mean(d[1:] ** 2)) for d in (found, whole))
    is_told_by_colour = _is_told_by_colour(whole)
    ratio = np.clip(colour_here / colour, 1 / _MOST_CHANGE, _MOST_CHANGE) if is_told_by_colour else 1.0
    low, high = (0.85, 1.15) if is_told_by_colour else (1 / _MOST_CHANGE, _MOST_UNTOLD_CHANGE)
    return np.concatenate([np.clip(found[:1], low * ratio * whole[0], high * ratio * whole[0]), ratio * whole[1:]])
