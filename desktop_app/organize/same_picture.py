"""Whether two photos show one picture: laid over each other, detail by detail. Likeness of vectors alone never says so.

Two photos of one scene agree in the large and differ in the small, so what counts is how fine detail correlates and in
how many places; a picture without detail cannot be told from another (flat images) and is never called the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.duplicate import SURE_LIKENESS
from desktop_app.organize.alignment import (
    FINE_SIDE,
    MIDDLE,
    SIDE,
    Alignment,
    Floats,
    guess,
    laid_over,
    masked_correlation,
    refined,
    shrunk,
)

_COARSE_ALIKE, _MIDDLE_ALIKE = 0.7, 0.35
_DETAIL, _WHOLE, _PLACES, _FINE_PLACES = 0.5, 0.8, 0.5, 0.6
_OVERLAP = 0.5
_STRETCH, _TURN = 1.45, 0.12  # at most: a scale either way, and the sine of a slight turn
_BLOCK = 8
_TEXTURE = 4.0  # deviation in 8-bit steps from which a block shows anything
_FINE_TEXTURE = 1.5  # the same for what is left when the coarse is taken away
_TEXTURED_BLOCKS = 6
_PASSED_BY = 0.2  # share of the places that may differ: a watermark, a date, a face made unknown
# What is laid over a picture leaves most of it as it was; where things moved, little of it stays quite the same.
_FEW_BY, _FEW_PLACES = 0.1, 0.5
_MOST_BY, _MOST_PLACES = 0.35, 0.75
_OTHER, _OTHER_BY = 0.5, 0.06  # agreement below which a place shows something else; share of such that is nothing
_ONE_SIDED = 0.8  # of what differs: writing makes a picture lighter, or darker; who has moved leaves both behind
_PASSED_BY_FINE = 0.05
_PASSED_BY_SURE = 0.01  # a watermark or a date makes it unsure; what changed may be what the picture was taken for
_UNSURE = np.float32(SURE_LIKENESS - 0.01)  # at most

Bools = NDArray[np.bool_]
T = TypeVar("T", np.float32, np.bool_)


def likenesses(first: Floats, second: Floats, is_graphic: Bools) -> Floats:
    """Compares N pairs of pictures.

    Args:
        first: (N, 128, 128) luma, 0 to 255, each stretched to a square.
        second: the same, of the others.
        is_graphic: (N,) screenshots and pages, where a word makes another picture: nearly every place must agree.

    Returns:
        (N,) 0 where it is not the same picture, else from a half to 1; from `SURE_LIKENESS` on in every place.
    """
    found, is_promising = _one_way(first, second, is_graphic)
    again = np.flatnonzero(is_promising & (found == 0))
    if len(again):  # a border misleads one way round
        found[again] = _one_way(second[again], first[again], is_graphic[again])[0]
    return found


def _one_way(first: Floats, second: Floats, is_graphic: Bools) -> tuple[Floats, Bools]:
    """Returns the likenesses as far as the second picture can be laid over the first, and which are worth trying."""
    found = np.zeros(len(first), np.float32)
    if not len(first):
        return found, np.zeros(0, np.bool_)
    a, b = shrunk(first, SIDE), shrunk(second, SIDE)
    alignment, fits = guess(a, b)
    is_promising = np.asarray(fits > -1, np.bool_)
    rows, alignment = _kept(np.arange(len(first)), alignment, fits >= _COARSE_ALIKE)
    if not len(rows):
        return found, is_promising
    alignment = refined(a[rows], b[rows], alignment, MIDDLE)
    warped, inside = laid_over(shrunk(b[rows], MIDDLE), alignment)
    detail = _detail(shrunk(a[rows], MIDDLE), warped, inside)
    rows, alignment = _kept(rows, alignment, (detail >= _MIDDLE_ALIKE) & _is_plausible(alignment, inside))
    if not len(rows):
        return found, is_promising
    alignment = refined(a[rows], b[rows], alignment, SIDE)
    warped, inside = laid_over(b[rows], alignment)
    whole, detail = masked_correlation(a[rows], warped, inside), _detail(a[rows], warped, inside)
    places, few, most = _worst_places(a[rows], warped, inside, (_PASSED_BY, _FEW_BY, _MOST_BY))
    is_same = (whole >= _WHOLE) & (detail >= _DETAIL) & (places >= _PLACES) & _is_plausible(alignment, inside)
    is_same &= (few >= _FEW_PLACES) | (most >= _MOST_PLACES)
    is_same &= _is_written_over(a[rows], warped, inside)
    is_same &= _has_detail(a[rows]) & _has_detail(b[rows])
    same = np.flatnonzero(is_same)
    is_sure = _agrees_everywhere(first, second, rows[same], alignment.chosen(same))
    half = np.minimum(detail[same], 1.0).astype(np.float32) / np.float32(2)
    unsure = np.minimum(half + np.float32(0.25), _UNSURE)
    found[rows[same]] = np.where(is_sure, half + np.float32(SURE_LIKENESS - 0.25), unsure)
    graphic = np.flatnonzero(is_same & is_graphic[rows])
    if len(graphic):
        found[rows[graphic[_differs_finely(first, second, rows[graphic], alignment.chosen(graphic))]]] = 0
    return found, is_promising


def _differs_finely(first: Floats, second: Floats, rows: NDArray[np.int64], alignment: Alignment) -> Bools:
    """Says which pairs of rows hold other words, at the full 128 pixels. One other line does not show at that size."""
    alignment = refined(first[rows], second[rows], alignment, FINE_SIDE)
    warped, inside = laid_over(second[rows], alignment)
    (worst,) = _worst_places(_blurred(first[rows]), _blurred(warped), inside, (_PASSED_BY_FINE,))
    return np.asarray(worst < _FINE_PLACES, np.bool_)


def _agrees_everywhere(first: Floats, second: Floats, rows: NDArray[np.int64], alignment: Alignment) -> Bools:
    """Says of which pairs of rows no place differs at the full 128 pixels: nobody came, no caption is another."""
    if not len(rows):
        return np.zeros(0, np.bool_)
    warped, inside = laid_over(second[rows], alignment)
    (worst,) = _worst_places(_blurred(first[rows]), _blurred(warped), inside, (_PASSED_BY_SURE,))
    return np.asarray(worst >= _FINE_PLACES, np.bool_)


def _kept(rows: NDArray[np.int64], alignment: Alignment, keep: Bools) -> tuple[NDArray[np.int64], Alignment]:
    which = np.flatnonzero(keep)
    return rows[which], alignment.chosen(which)


def _is_plausible(alignment: Alignment, inside: Bools) -> Bools:
    """Says which maps a crop or a resize could be: little stretched, hardly turned, much in common."""
    linear = alignment.affine[:, :, :2]
    across = np.hypot(linear[:, 0, 0], linear[:, 1, 0])
    down = np.hypot(linear[:, 0, 1], linear[:, 1, 1])
    slant = np.maximum(np.abs(linear[:, 0, 1]) / down, np.abs(linear[:, 1, 0]) / across)
    fits = (np.minimum(across, down) > 1 / _STRETCH) & (np.maximum(across, down) < _STRETCH) & (slant < _TURN)
    return np.asarray(fits & (inside.mean(axis=(1, 2)) >= _OVERLAP), np.bool_)


def _detail(first: Floats, second: Floats, inside: Bools) -> Floats:
    """Returns (N,) how the fine detail correlates."""
    return masked_correlation(first - _blurred(first), second - _blurred(second), inside)


def _has_detail(pictures: Floats) -> Bools:
    """Says which pictures hold more than soft ramps, as clear skies do: those are all alike."""
    fine = _blocks(pictures - _blurred(pictures)).std(axis=2)
    return np.asarray((fine > _FINE_TEXTURE).sum(axis=1) >= _TEXTURED_BLOCKS, np.bool_)


def _blurred(pictures: Floats) -> Floats:
    size = pictures.shape[1]
    padded = np.pad(pictures, ((0, 0), (2, 2), (2, 2)), "edge")
    weights = np.array([1, 4, 6, 4, 1], np.float32) / 16
    rows = sum(weight * padded[:, at : at + size] for at, weight in enumerate(weights))
    return np.asarray(sum(weight * rows[:, :, at : at + size] for at, weight in enumerate(weights)), np.float32)


def _worst_places(first: Floats, second: Floats, inside: Bools, passed_by: tuple[float, ...]) -> Iterator[Floats]:
    """Yields (N,) the correlation that textured blocks reach but for each share of them; -1 where few have texture."""
    agreement, is_told, _ = _agreement(_blocks(first), _blocks(second), inside)
    count = is_told.sum(axis=1)
    ranked = np.sort(np.where(is_told, agreement, 2.0), axis=1)
    for share in passed_by:
        place = np.minimum((count * share).astype(np.intp), ranked.shape[1] - 1)
        worst = np.take_along_axis(ranked, place[:, None], axis=1)[:, 0]
        yield np.asarray(np.where(count >= _TEXTURED_BLOCKS, worst, -1.0), np.float32)


def _is_written_over(first: Floats, second: Floats, inside: Bools) -> Bools:
    """Says which pairs differ in hardly a place, or all one way as by a watermark, as they are or at one brightness."""
    a, b = _blocks(first), _blocks(second)
    agreement, is_told, is_reached = _agreement(a, b, inside)
    is_other = is_told & (agreement < _OTHER)
    rest = (is_reached & ~is_other).astype(np.float32)
    count = np.maximum(rest.sum(axis=1), 1)
    (mean_a, spread_a), (mean_b, spread_b) = (_moments(blocks, rest, count) for blocks in (a, b))
    gain = (spread_a / spread_b)[:, None, None]
    matched = gain * (b - mean_b[:, None, None]) + mean_a[:, None, None]
    is_one_sided = _is_one_sided(b - a, is_other) | _is_one_sided(matched - a, is_other)
    return np.asarray((is_other.sum(axis=1) <= _OTHER_BY * is_told.sum(axis=1)) | is_one_sided, np.bool_)


def _is_one_sided(difference: Floats, where: Bools) -> Bools:
    """Says of which pairs nearly all that differs in some blocks is lighter, or nearly all darker."""
    lighter = (np.maximum(difference, 0).sum(axis=2) * where).sum(axis=1)
    darker = (np.maximum(-difference, 0).sum(axis=2) * where).sum(axis=1)
    return np.asarray(np.maximum(lighter, darker) >= _ONE_SIDED * (lighter + darker), np.bool_)


def _moments(blocks: Floats, weight: Floats, count: Floats) -> tuple[Floats, Floats]:
    """Returns (N,) mean and deviation of the pixels of weighted blocks."""
    mean = (blocks.mean(axis=2) * weight).sum(axis=1) / count
    power = (np.square(blocks - mean[:, None, None]).mean(axis=2) * weight).sum(axis=1) / count
    return mean, np.sqrt(np.maximum(power, np.float32(1e-3)))


def _agreement(a: Floats, b: Floats, inside: Bools) -> tuple[Floats, Bools, Bools]:
    """Returns of (N, blocks) the correlation, which show anything, and which both pictures reach."""
    reached = np.asarray(_blocks(inside).all(axis=2), np.bool_)
    a, b = (p - p.mean(axis=2, keepdims=True) for p in (a, b))
    spread_a, spread_b = (np.sqrt(np.square(p).mean(axis=2)) for p in (a, b))
    agreement = np.asarray((a * b).mean(axis=2) / np.maximum(spread_a * spread_b, 1.0), np.float32)
    return agreement, reached & (np.maximum(spread_a, spread_b) > _TEXTURE), reached


def _blocks(pictures: NDArray[T]) -> NDArray[T]:
    """Returns (N, blocks, 64) of 8 x 8 pixels each."""
    count, side, _ = pictures.shape
    blocks = side // _BLOCK
    cut = pictures.reshape(count, blocks, _BLOCK, blocks, _BLOCK).transpose(0, 1, 3, 2, 4)
    return cut.reshape(count, blocks * blocks, _BLOCK * _BLOCK)
