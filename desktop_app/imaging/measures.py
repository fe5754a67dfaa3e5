"""Numbers measured from a small upright picture without a network, in a few milliseconds for 512 px.

They describe the picture at the size it is given, as a viewer sees it on a screen: a blur that cannot be seen at that
size is not counted. Noise alone is measured at the photo's full size, where there is a close-up of it: it vanishes when
12 megapixels become 512 pixels, and is what one sees first when looking closely.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from desktop_app.domain.photo import Measures
from desktop_app.imaging.close_up import close_up
from desktop_app.imaging.grain import grain
from desktop_app.imaging.likeness import likenesses

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_TILE = 32
_BAND = 128
_NOISE_TILE = 16
_MIN_EDGE = 48
_CALM_SHARE = 0.08
_WHITE = 0.6
_LEAST_OF_WHITE = 1.65  # white noise has by chance so much less variance in the calmest tiles than in all
_DEAD_VARIANCE, _DEAD_FEW, _DEAD_MANY = 0.05, 0.35, 0.7
_PRESENT, _PRESENT_FROM = 4.0, 0.3
_BACKDROP_RIM = 0.7
_PALETTE_SIDE = 48
_PALETTE_COLOURS = 5
_HASH_SIDE, _HASH_LOW = 32, 8

Floats = NDArray[np.float32]


def measure(rgb: NDArray[np.uint8], pieces: NDArray[np.uint8] | None = None) -> Measures:
    """Measures one picture.

    Args:
        rgb: (H, W, 3) uint8 sRGB, any size from one pixel up; 512 px is what the thresholds were chosen for.
        pieces: a close-up of the picture at its full size; None to judge its noise by `rgb` too.
    """
    luma = luma_of(rgb)
    padded = _padded(luma)
    noise = noise_sigma(padded)
    half = np.ascontiguousarray(rgb[::2, ::2].transpose(2, 0, 1))  # (3, h, w) bytes: whole planes are quicker to read
    screenshot, document = likenesses(rgb, luma, noise, half)
    sample = half.astype(np.float32)
    pieces = close_up(Image.fromarray(rgb)) if pieces is None else pieces
    return Measures(
        sharpness=sharpness(padded, noise),
        brightness=float(luma.mean() / 255.0),
        clipped_dark=float(np.count_nonzero(luma < 6.0) / luma.size),
        clipped_light=burnt_out(half, luma),
        noise_sigma=0.0 if pieces is None else grain(pieces) * _presence(noise),
        colourfulness=colourfulness(sample),
        average_rgb=_packed(sample.reshape(3, -1).mean(axis=1)),
        palette=palette(rgb),
        phash=perceptual_hash(luma),
        screenshot=screenshot,
        document=document,
    )


def _presence(noise: float) -> float:
    """Returns 1 where there is any noise in the small picture's calmest tiles, down to 0.45 where there is none.

    Faint noise that a camera has smoothed is told from fine texture by that.
    """
    return (1.0 + _PRESENT * min(noise, _PRESENT_FROM)) / (1.0 + _PRESENT * _PRESENT_FROM)


def burnt_out(half: NDArray[np.uint8], luma: Floats) -> float:
    """Returns the share of pixels that are burnt out: white, or bright with a channel at its end.

    A white backdrop, as behind drawings and things for sale, is no mistake of exposure and does not count: it is told
    by the picture's rim, most of which is white.

    Args:
        half: (3, h, w) uint8, the planes of every other pixel each way.
        luma: (H, W) of all pixels, 0 to 255.
    """
    rim = np.concatenate((luma[:2].ravel(), luma[-2:].ravel(), luma[:, :2].ravel(), luma[:, -2:].ravel()))
    bright = luma[::2, ::2]
    is_white = bright > 250.0
    is_at_end = np.maximum(np.maximum(half[0], half[1]), half[2]) >= 254
    burnt = int(np.count_nonzero(is_at_end & (bright > 190.0) & ~is_white))
    if np.count_nonzero(rim > 245.0) < _BACKDROP_RIM * rim.size:
        burnt += int(np.count_nonzero(is_white))
    return burnt / bright.size


def luma_of(rgb: NDArray[np.uint8]) -> Floats:
    """Returns (H, W) float32 luma by ITU-R BT.601, 0 to 255."""
    channels = rgb.astype(np.float32)
    return np.asarray(channels @ _LUMA, dtype=np.float32)


def sharpness(luma: Floats, noise: float = 0.0) -> float:
    """Returns how crisp the crispest parts are, 0 to 1, whatever their contrast.

    In each tile the energy of second differences is compared with that of first differences, along x, y and both
    diagonals: an edge one pixel wide gives 1/2 or more, one spread over n pixels about 1/n^2. The energy that noise
    alone would give is taken off both. A tile is as crisp as its softest direction, so that motion blur shows; the
    crispest tenth of the tiles with edges counts, so a blurred background costs nothing.

    Args:
        luma: (H, W) float32, 0 to 255, at least 34 px each way.
        noise: standard deviation of the noise in the same steps.
    """
    variance = noise * noise
    gradient, curvature = _edge_energies(luma)
    gradient = gradient - 2.0 * variance
    curvature = np.maximum(curvature - 6.0 * variance, 0.0)
    strength = gradient.max(axis=0)
    least = max(2.0 * variance, 0.1 * float(np.quantile(strength, 0.9)))
    # Prefer tiles with edges in every direction, stripes have not; and plain edges to the faint ones of a strong blur.
    for faintest, weakest in ((3.0, 0.25), (3.0, 0.02), (3.0, -1.0), (0.5, 0.25), (0.5, -1.0)):
        is_told = (strength > max(faintest, least)) & (gradient.min(axis=0) > weakest * strength)
        if np.count_nonzero(is_told) >= 3:
            break
    else:
        return 0.0
    ratios = curvature[:, is_told] / np.maximum(gradient[:, is_told], 0.02 * strength[is_told] + 1e-6)
    crispness = ratios.min(axis=0) / 2.0
    best = np.sort(crispness)[-max(3, len(crispness) // 10) :]
    return float(min(1.0, np.median(best)))


def _edge_energies(luma: Floats) -> tuple[Floats, Floats]:
    """Returns mean squares of first and second differences, (4 directions, tiles) each; by bands, to stay in cache."""
    columns = (luma.shape[1] - 2) // _TILE
    bands = []
    for top in range(0, luma.shape[0] - _TILE - 1, _BAND):
        band = luma[top : top + _BAND + 2, : columns * _TILE + 2]
        rows = (band.shape[0] - 2) // _TILE
        sums = np.empty((4, 2, rows, columns * _TILE), dtype=np.float32)
        for direction, pair in enumerate(_differences(band[: rows * _TILE + 2])):
            for order, values in enumerate(pair):
                np.add.reduce(np.square(values).reshape(rows, _TILE, -1), axis=1, out=sums[direction, order])
        tiles = np.add.reduce(sums.reshape(4, 2, rows, columns, _TILE), axis=4)
        bands.append((tiles / np.float32(_TILE * _TILE)).reshape(4, 2, -1))
    energies = np.concatenate(bands, axis=2)
    return energies[:, 0], energies[:, 1]


def _differences(luma: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yields first and second differences along x, y and the two diagonals, all of shape (H - 2, W - 2)."""
    across = luma[2:, 1:] - luma[2:, :-1]
    yield across[:, 1:], across[:, 1:] - across[:, :-1]
    down = luma[1:, 2:] - luma[:-1, 2:]
    yield down[1:], down[1:] - down[:-1]
    falling = luma[1:, 1:] - luma[:-1, :-1]
    yield falling[1:, 1:], falling[1:, 1:] - falling[:-1, :-1]
    rising = luma[1:, :-1] - luma[:-1, 1:]
    yield rising[1:, :-1], rising[1:, :-1] - rising[:-1, 1:]


def noise_sigma(luma: Floats) -> float:
    """Estimates the standard deviation of the luma's noise in 8-bit steps from the calmest tiles.

    The operator is Immerkaer's (1996), which is blind to edges and ramps. In white noise first differences hold just
    twice the noise's variance; where they hold much more, what is left is texture, and the estimate is taken back. So
    it is in a picture most of which is perfectly flat: what is drawn has hatching, and no noise.
    Tiles at the ends of the range, where noise is cut off, do not count.
    """
    parts = [_calm_parts(luma[top : top + _BAND + 2]) for top in range(0, luma.shape[0] - _NOISE_TILE - 1, _BAND)]
    variance, gradient, level = (np.concatenate(values) for values in zip(*parts, strict=True))
    dead = float(np.mean(gradient < _DEAD_VARIANCE))
    alive = float(np.clip((_DEAD_MANY - dead) / (_DEAD_MANY - _DEAD_FEW), 0.0, 1.0))
    is_usable = (level > 12.0) & (level < 243.0)
    variance, gradient = variance[is_usable], gradient[is_usable]
    if variance.size < 4 or alive == 0.0:
        return 0.0
    count = max(4, int(variance.size * _CALM_SHARE))
    calmest = np.argsort(gradient)[:count]
    noise, change = float(variance[calmest].mean()), float(gradient[calmest].mean())
    whiteness = noise / change if change > 0.01 else 0.0
    least = _LEAST_OF_WHITE * float(np.partition(variance, count - 1)[:count].mean())
    calm = np.sqrt(noise) * min(1.0, whiteness / _WHITE)
    return float(np.sqrt(calm * np.sqrt(least))) * alive


def _response(plane: Floats) -> Floats:
    """Returns Immerkaer's operator, (H - 2, W - 2); white noise of variance v gives 36 v."""
    across = plane[:, 1:] - plane[:, :-1]
    curved = across[:, 1:] - across[:, :-1]
    down = curved[1:] - curved[:-1]
    return np.asarray(down[1:] - down[:-1], dtype=np.float32)


def _calm_parts(luma: Floats) -> tuple[Floats, Floats, Floats]:
    """Returns variance by the operator, variance by first differences, and mean level of each tile, (tiles,) each."""
    across = luma[:, 1:] - luma[:, :-1]
    variance = _tile_energy(_response(luma), _NOISE_TILE) / 36.0
    gradient = _tile_energy(across[1:-1, :-1], _NOISE_TILE) / 2.0
    return variance.ravel(), gradient.ravel(), _tile_means(luma[1:-1, 1:-1], _NOISE_TILE).ravel()


def colourfulness(channels: Floats) -> float:
    """Returns the measure of Hasler and Suesstrunk (2003) of (3, H, W) channels: 0 for grey, above 60 vivid."""
    red, green, blue = channels
    red_green = red - green
    yellow_blue = 0.5 * (red + green) - blue
    spread = float(np.hypot(red_green.std(), yellow_blue.std()))
    shift = float(np.hypot(red_green.mean(), yellow_blue.mean()))
    return spread + 0.3 * shift


def perceptual_hash(luma: Floats) -> int:
    """Returns the 64-bit DCT hash: area-average to 32 x 32, DCT-II, the 8 x 8 lowest frequencies against their median.

    Bits run row by row, vertical frequency first, the constant term is the most significant bit.
    """
    small = np.asarray(Image.fromarray(luma).resize((_HASH_SIDE, _HASH_SIDE), Image.Resampling.BOX))
    basis = _cosines()
    low = (basis @ small @ basis.T).ravel()
    bits = low > np.median(low)
    return int.from_bytes(np.packbits(bits).tobytes(), "big")


def palette(rgb: NDArray[np.uint8]) -> tuple[tuple[int, float], ...]:
    """Returns up to five colours that stand for the picture as (0xRRGGBB, share), largest first.

    K-means over a coarse copy, started from the fullest cells of a 4 x 4 x 4 grid, so the answer never varies. Colours
    that hold less than two per cent, or hardly differ from a larger one, are merged away.
    """
    height, width = rgb.shape[:2]
    rows = np.linspace(0, height - 1, min(height, _PALETTE_SIDE)).astype(np.intp)
    columns = np.linspace(0, width - 1, min(width, _PALETTE_SIDE)).astype(np.intp)
    pixels = rgb[np.ix_(rows, columns)].reshape(-1, 3)
    cells = (pixels[:, 0] >> 6).astype(np.intp) * 16 + (pixels[:, 1] >> 6) * 4 + (pixels[:, 2] >> 6)
    fullest = np.argsort(-np.bincount(cells, minlength=64), kind="stable")[:_PALETTE_COLOURS]
    values = pixels.astype(np.float32)
    centres = np.stack([values[is_in].mean(axis=0) for cell in fullest if np.any(is_in := cells == cell)])
    nearest, kinds = np.zeros(len(values), dtype=np.intp), np.arange(_PALETTE_COLOURS)
    for _ in range(4):
        nearest = np.argmin((centres**2).sum(axis=1) - 2.0 * (values @ centres.T), axis=1)
        counts = np.bincount(nearest, minlength=len(centres))
        sums = np.equal.outer(kinds[: len(centres)], nearest).astype(np.float32) @ values  # whole numbers, so exact
        filled = counts > 0
        centres[filled] = (sums[filled].astype(np.float64) / counts[filled, None]).astype(np.float32)
    counts = np.bincount(nearest, minlength=len(centres))
    return _merged(centres, counts / len(values))


def _merged(centres: Floats, shares: NDArray[np.float64]) -> tuple[tuple[int, float], ...]:
    kept: list[tuple[Floats, float]] = []
    for index in np.argsort(-shares, kind="stable"):
        share = float(shares[index])
        twin = next((i for i, (c, _) in enumerate(kept) if float(np.abs(c - centres[index]).max()) < 20.0), None)
        if twin is not None:
            kept[twin] = (kept[twin][0], kept[twin][1] + share)
        elif share >= 0.02 or not kept:
            kept.append((centres[index], share))
    kept.sort(key=lambda colour: -colour[1])
    return tuple((_packed(centre), round(min(1.0, share), 4)) for centre, share in kept)


def _tile_energy(values: Floats, tile: int) -> Floats:
    """Returns the mean square of each whole tile, (rows, columns)."""
    rows, columns = values.shape[0] // tile, values.shape[1] // tile
    return _tile_means(np.square(values[: rows * tile, : columns * tile]), tile)


def _tile_means(values: Floats, tile: int) -> Floats:
    """Returns the mean of each whole tile, (rows, columns)."""
    rows, columns = values.shape[0] // tile, values.shape[1] // tile
    cut = values[: rows * tile, : columns * tile]
    bands = np.add.reduce(cut.reshape(rows, tile, -1), axis=1)  # down the columns first: whole rows are added at a time
    sums = np.add.reduce(bands.reshape(rows, columns, tile), axis=2)
    return np.asarray(sums / np.float32(tile * tile), dtype=np.float32)


def _padded(luma: Floats) -> Floats:
    """Repeats the border of pictures too small to measure."""
    height, width = luma.shape
    if height >= _MIN_EDGE and width >= _MIN_EDGE:
        return luma
    return np.pad(luma, ((0, max(0, _MIN_EDGE - height)), (0, max(0, _MIN_EDGE - width))), mode="edge")


@functools.cache
def _cosines() -> Floats:
    """Returns the (8, 32) lowest rows of the DCT-II."""
    frequency = np.arange(_HASH_LOW)[:, None]
    sample = np.arange(_HASH_SIDE)[None, :]
    return np.asarray(2.0 * np.cos(np.pi * frequency * (2 * sample + 1) / (2 * _HASH_SIDE)), dtype=np.float32)


def _packed(colour: Floats) -> int:
    red, green, blue = (int(min(255, max(0, round(float(c))))) for c in colour)
    return red << 16 | green << 8 | blue
