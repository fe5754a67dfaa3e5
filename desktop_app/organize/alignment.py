"""Laying one small picture over another: which of the eight symmetries, and what crop, shift, stretch or slight turn.

Pictures are (S, S) float32 luma, stretched to a square, so that a symmetry is a turn of the array and a crop an affine
map. The map is found by the inverse compositional method (Baker and Matthews, 2004) from coarse to fine, for many pairs
at once; brightness and contrast are taken out by comparing each picture with mean 0 and deviation 1.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

SIDE = 64
COARSE, MIDDLE, FINE_SIDE = 16, 32, 128
SYMMETRIES = 8

Floats = NDArray[np.float32]

_CUT = 0.87  # of the sides: what is tried at first is the whole, and five such cuts of either picture
_CORNERS = ((0, 0), (-1, -1), (1, -1), (-1, 1), (1, 1))  # where a cut lies: in the middle, upper left, ...
_FOLLOWED = 2  # first guesses that are followed up
_PROMISING = 0.53  # correlation of the best first guess below which nothing better was ever found
_ITERATIONS = {COARSE: 10, MIDDLE: 6, SIDE: 3, FINE_SIDE: 3}
_CACHED = {
    COARSE: 256,
    MIDDLE: 96,
    SIDE: 24,
    2 * SIDE: 8,
}  # pairs at a time, so that their arrays stay in the processor's cache
_EPSILON = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """How N second pictures lie over N first ones.

    Attributes:
        affine: (N, 2, 3) from places in the first to places in the turned second, in sides from the centre.
        symmetry: (N,) which of the eight, as `turned` numbers them.
    """

    affine: Floats
    symmetry: NDArray[np.int8]

    def chosen(self, which: NDArray[np.int64]) -> Alignment:
        """Returns the alignments of some pairs."""
        return Alignment(self.affine[which], self.symmetry[which])


def turned(pictures: Floats, symmetry: int) -> Floats:
    """Returns (N, S, S) pictures under one of the eight symmetries of the square: 4 to 7 are mirrored first."""
    if symmetry >= 4:
        pictures = pictures[:, :, ::-1]
    return np.asarray(np.rot90(pictures, symmetry % 4, axes=(1, 2)), np.float32)


def shrunk(pictures: Floats, side: int) -> Floats:
    """Returns (N, side, side) by averaging two by two; S is `side` doubled some times."""
    while pictures.shape[1] > side:
        rows = pictures[:, ::2] + pictures[:, 1::2]
        pictures = (rows[:, :, ::2] + rows[:, :, 1::2]) * np.float32(0.25)
    return pictures


def normalised(pictures: Floats) -> Floats:
    """Returns each picture with mean 0 and deviation 1; flat ones stay flat."""
    flat = pictures.reshape(len(pictures), -1)
    centred = flat - flat.mean(axis=1, keepdims=True)
    spread = np.sqrt(np.einsum("ij,ij->i", centred, centred) / np.float32(flat.shape[1]))
    return np.asarray(centred / (spread + np.float32(1e-3))[:, None], np.float32).reshape(pictures.shape)


def guess(first: Floats, second: Floats) -> tuple[Alignment, Floats]:
    """Finds how each second picture lies over its first as far as 16 x 16 pixels tell; (N, 64, 64) each.

    Returns the alignments and (N,) the correlations of what both show, -1 where no first guess was worth following.
    """
    a, b = shrunk(first, COARSE), shrunk(second, COARSE)
    score = np.full(len(a), -1.0, np.float32)
    affine, symmetry = _identity(len(a)), np.zeros(len(a), np.int8)
    promise, symmetries, maps = _first_guesses(a, b)
    rows = np.flatnonzero(promise >= _PROMISING)
    if not len(rows):
        return Alignment(affine, symmetry), score
    a, b = normalised(a[rows]), b[rows]
    for guessed, start in zip(symmetries[rows].T, maps[rows].swapaxes(0, 1), strict=True):
        candidate = turned_each(b, guessed)
        found = _descend(a, candidate, start, COARSE)
        warped, inside = warp(candidate, found)
        fits = masked_correlation(a, warped, inside)
        better = fits > score[rows]
        score[rows[better]], affine[rows[better]] = fits[better], found[better]
        symmetry[rows[better]] = guessed[better]
    return Alignment(affine, symmetry), score


def refined(first: Floats, second: Floats, alignment: Alignment, side: int) -> Alignment:
    """Improves alignments as far as `side` pixels tell; (N, S, S) each."""
    a, b = normalised(shrunk(first, side)), turned_each(shrunk(second, side), alignment.symmetry)
    return Alignment(_descend(a, b, alignment.affine, side), alignment.symmetry)


def laid_over(second: Floats, alignment: Alignment) -> tuple[Floats, NDArray[np.bool_]]:
    """Returns (N, S, S) the second pictures as they lie over the first, and where they reach."""
    return warp(turned_each(second, alignment.symmetry), alignment.affine)


def _first_guesses(first: Floats, second: Floats) -> tuple[Floats, NDArray[np.int8], Floats]:
    """Finds what fits best unrefined: of each symmetry the best cut, the best symmetries first; (N, 16, 16) each.

    Returns (N,) the best correlations, (N, F) symmetries and (N, F, 2, 3) maps.
    """
    places, maps = _turns()
    a, b = _flattened(first[:, None])[:, 0], _flattened(second[:, None])[:, 0]
    scores = np.empty((len(a), SYMMETRIES, 1 + 2 * len(_CORNERS)), np.float32)
    whole = np.concatenate([a[:, None], _flattened(_cuts(first))], axis=1)
    scores[:, :, : 1 + len(_CORNERS)] = b[:, places] @ whole.swapaxes(1, 2)
    back = np.argsort(places, axis=1)  # a turned cut over the whole is the cut over the whole turned back
    scores[:, :, 1 + len(_CORNERS) :] = a[:, back] @ _flattened(_cuts(second)).swapaxes(1, 2)
    cut = scores.argmax(axis=2)
    best = np.take_along_axis(scores, cut[:, :, None], axis=2)[:, :, 0]
    symmetries = np.argsort(-best, axis=1, kind="stable")[:, :_FOLLOWED]
    chosen = np.take_along_axis(cut, symmetries, axis=1)
    return best.max(axis=1, initial=-1.0), symmetries.astype(np.int8), maps[symmetries, chosen]


def _cuts(pictures: Floats) -> Floats:
    """Returns (N, cuts, S, S), each cut of a (N, 16, 16) picture at the size of the whole."""
    count, side, _ = pictures.shape
    cuts = pictures.reshape(count, side * side) @ _cut_weights()
    return np.asarray(cuts.reshape(count, len(_CORNERS), side, side), np.float32)


@functools.cache
def _cut_weights() -> Floats:
    """Returns (256, cuts * 256): how much each pixel has of each pixel of each cut; one product, in place of warps."""
    rest = np.float32((1 - _CUT) / 2)
    pixels = np.eye(COARSE * COARSE, dtype=np.float32).reshape(-1, COARSE, COARSE)
    cuts = []
    for x, y in _CORNERS:
        cut = np.array([[_CUT, 0, x * rest], [0, _CUT, y * rest]], np.float32)
        cuts.append(warp(pictures=pixels, affine=np.tile(cut, (len(pixels), 1, 1)))[0])
    return np.stack(cuts, axis=1).reshape(len(pixels), -1)


def _flattened(pictures: Floats) -> Floats:
    """Returns (N, M, S * S) rows of mean 0 and length 1."""
    flat = pictures.reshape(*pictures.shape[:2], pictures.shape[2] * pictures.shape[3])
    flat = flat - flat.mean(axis=2, keepdims=True)
    return np.asarray(flat / np.maximum(np.linalg.norm(flat, axis=2, keepdims=True), 1e-3), np.float32)


@functools.cache
def _turns() -> tuple[NDArray[np.int64], Floats]:
    """Returns (8, 256) where the pixels of each symmetry come from, and (8, 11, 2, 3) the maps of first guesses.

    The maps are of the whole, of the cuts of the first picture, and of those of the second as they lie when turned.
    """
    grid = np.arange(COARSE * COARSE, dtype=np.float32).reshape(1, COARSE, COARSE)
    places = np.stack([turned(grid, number).astype(np.int64).ravel() for number in range(SYMMETRIES)])
    rest, scale = (1 - _CUT) / 2, 1 / _CUT
    maps = np.empty((SYMMETRIES, 1 + 2 * len(_CORNERS), 2, 3), np.float32)
    maps[:, 0] = [[1, 0, 0], [0, 1, 0]]
    corners = np.array([[1, 2], [3, 4]], np.float32)[None]  # numbers in _CORNERS
    for number in range(SYMMETRIES):
        now = turned(corners, number)[0]
        for cut, (x, y) in enumerate(_CORNERS):
            maps[number, 1 + cut] = [[scale, 0, -x * rest * scale], [0, scale, -y * rest * scale]]
            row, column = np.argwhere(now == cut)[0] if cut else (0.5, 0.5)
            lies = ((2 * column - 1) * rest, (2 * row - 1) * rest)
            maps[number, 1 + len(_CORNERS) + cut] = [[_CUT, 0, lies[0]], [0, _CUT, lies[1]]]
    return places, maps


def turned_each(pictures: Floats, symmetry: NDArray[np.int8]) -> Floats:
    """Returns (N, S, S) pictures, each under its own symmetry."""
    result = np.empty_like(pictures)
    for number in range(SYMMETRIES):
        chosen = symmetry == number
        if chosen.any():
            result[chosen] = turned(pictures[chosen], number)
    return result


def _identity(count: int) -> Floats:
    return np.tile(np.array([[1, 0, 0], [0, 1, 0]], np.float32), (count, 1, 1))


@functools.cache
def _grid(side: int) -> Floats:
    """Returns (3, side * side): x, y from -0.5 to 0.5 and ones, pixel centres."""
    line = (np.arange(side, dtype=np.float32) + 0.5) / side - 0.5
    y, x = np.meshgrid(line, line, indexing="ij")
    return np.stack([x.ravel(), y.ravel(), np.ones(side * side, np.float32)])


def warp(pictures: Floats, affine: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Samples pictures through affine maps, bilinear; outside is the edge and marked so."""
    count, side, _ = pictures.shape
    parts = [
        _warp_part(pictures[at : at + _CACHED[side]], affine[at : at + _CACHED[side]])
        for at in range(0, count, _CACHED[side])
    ]
    if len(parts) == 1:
        return parts[0]
    sampled = np.concatenate([part for part, _ in parts]) if parts else np.empty_like(pictures)
    inside = np.concatenate([part for _, part in parts]) if parts else np.empty(pictures.shape, np.bool_)
    return sampled, inside


def _warp_part(pictures: Floats, affine: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    count, side, _ = pictures.shape
    to_pixels = affine * np.float32(side)
    to_pixels[:, :, 2] += np.float32(0.5 * side - 0.5)
    places = to_pixels @ _grid(side)
    limited = np.clip(places, np.float32(0), np.float32(side - 1.001))
    inside = (np.abs(places - limited) < np.float32(0.51)).all(axis=1)
    whole = limited.astype(np.int32)
    limited -= whole
    x, y = limited[:, 0], limited[:, 1]
    at = whole[:, 1] * np.int32(side)
    at += whole[:, 0]
    at += (np.arange(count, dtype=np.int32) * (side * side))[:, None]
    flat = pictures.ravel()
    upper, lower = flat.take(at), flat.take(at + side)
    at += 1
    upper += (flat.take(at) - upper) * x
    at += side
    lower += (flat.take(at) - lower) * x
    upper += (lower - upper) * y
    return upper.reshape(count, side, side), inside.reshape(count, side, side)


def _descend(template: Floats, moving: Floats, affine: Floats, side: int) -> Floats:
    parts = [
        _descend_part(
            template[at : at + _CACHED[side]], moving[at : at + _CACHED[side]], affine[at : at + _CACHED[side]]
        )
        for at in range(0, len(template), _CACHED[side])
    ]
    return np.concatenate(parts) if parts else affine


def _descend_part(template: Floats, moving: Floats, affine: Floats) -> Floats:
    count, side, _ = template.shape
    steepest = _steepest(template)  # (N, 6, pixels)
    hessian = steepest @ np.swapaxes(steepest, 1, 2)
    hessian[:, range(6), range(6)] += 1e-3 * np.trace(hessian, axis1=1, axis2=2)[:, None] / 6 + 1e-3
    inverse = np.linalg.inv(hessian.astype(np.float64)).astype(np.float32)
    for _ in range(_ITERATIONS[side]):
        warped, inside = warp(moving, affine)
        error = _standardised(warped, inside, template) - template
        error *= inside
        step = (inverse @ (steepest @ error.reshape(count, -1, 1)))[:, :, 0]
        affine = _composed(affine, np.clip(step, -0.08, 0.08))
    return affine


def _standardised(warped: Floats, inside: NDArray[np.bool_], template: Floats) -> Floats:
    """Brings the warped picture to the template's mean and deviation over what both show."""
    weight = inside.reshape(len(inside), -1).astype(np.float32)
    count = np.maximum(weight.sum(axis=1), 1)
    (mean, spread), (goal, wanted) = (_moments(p.reshape(len(p), -1), weight, count) for p in (warped, template))
    factor = wanted / spread
    return np.asarray(warped * factor[:, None, None] + (goal - mean * factor)[:, None, None], np.float32)


def _moments(pictures: Floats, weight: Floats, count: Floats) -> tuple[Floats, Floats]:
    weighted = pictures * weight
    mean = weighted.sum(axis=1) / count
    power = np.einsum("ij,ij->i", weighted, pictures) / count
    return mean, np.sqrt(np.maximum(power - mean * mean, _EPSILON))


def _steepest(template: Floats) -> Floats:
    count, side, _ = template.shape
    down, across = np.gradient(template, axis=(1, 2))
    across, down = (g.reshape(count, -1) * side for g in (across, down))
    x, y, _ = _grid(side)
    rows = [across * x, across * y, across, down * x, down * y, down]
    return np.asarray(np.stack(rows, axis=1), np.float32)


def _composed(affine: Floats, step: Floats) -> Floats:
    """Returns affine o step^-1."""
    inner = np.zeros((len(step), 3, 3), np.float32)
    inner[:, :2] = step.reshape(-1, 2, 3)
    inner += np.eye(3, dtype=np.float32)
    outer = np.zeros((len(step), 3, 3), np.float32)
    outer[:, :2], outer[:, 2, 2] = affine, 1
    return np.asarray((outer @ np.linalg.inv(inner))[:, :2], np.float32)


def masked_correlation(first: Floats, second: Floats, inside: NDArray[np.bool_]) -> Floats:
    """Returns (N,) normalised correlation over the pixels that both show."""
    weight = inside.reshape(len(inside), -1).astype(np.float32)
    count = np.maximum(weight.sum(axis=1), 1)[:, None]
    a, b = (p.reshape(len(p), -1) * weight for p in (first, second))
    a -= (a.sum(axis=1, keepdims=True) / count) * weight
    b -= (b.sum(axis=1, keepdims=True) / count) * weight
    power = np.sqrt(np.einsum("ij,ij->i", a, a) * np.einsum("ij,ij->i", b, b))
    return np.asarray(np.einsum("ij,ij->i", a, b) / np.maximum(power, _EPSILON), np.float32)
