"""Pictures to tensors, as pure functions of the picture and the model's input specification.

Resizing is the triangle filter of Pillow's BILINEAR (each output pixel weighs every input pixel its footprint covers),
the filter the published preprocessing of these models uses, in 16-bit fixed point as Pillow does it in 32.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from desktop_app.ml.manifest import InputSpec

Image = NDArray[np.uint8]

ONE = 256  # the sum of the weights of one output pixel; 255 x 256 still fits 16 bits with the rounding added


def check_image(image: Image) -> str:
    """Returns what is wrong with a picture in plain words, or '' when it is (H, W, 3) uint8 with pixels in it."""
    if not isinstance(image, np.ndarray) or image.dtype != np.uint8:
        return "not an array of bytes"
    if image.ndim != 3 or image.shape[2] != 3:
        return f"not an RGB picture: shape {image.shape}"
    if 0 in image.shape:
        return "a picture without pixels"
    return ""


def prepare(image: Image, spec: InputSpec) -> Image:
    """Returns the tensor of one picture, (S, S, 3) uint8 RGB with S = size_px + 2 border_px.

    The middle `kept_share` of the picture is squashed to a square, whatever its shape, and framed in the mean colour;
    mean and standard deviation are taken off inside the graph.

    Raises:
        ValueError: the picture is not (H, W, 3) uint8 with pixels in it.
    """
    wrong = check_image(image)
    if wrong:
        raise ValueError(wrong)
    size, border = spec.size_px, spec.border_px
    square = resize(image, size, size, kept_share=spec.kept_share)
    if border == 0:
        return square
    framed = np.empty((size + 2 * border, size + 2 * border, 3), np.uint8)
    framed[:] = np.array(spec.mean, np.uint8)
    framed[border:-border, border:-border] = square
    return framed


def resize(image: Image, height: int, width: int, *, kept_share: float = 1.0) -> Image:
    """Returns the middle of the picture as (height, width, 3) uint8, antialiased, within 2 steps of Pillow."""
    rows = _weigh(image, *_taps(image.shape[0], height, kept_share))
    turned = np.ascontiguousarray(rows.transpose(1, 0, 2))
    result = _weigh(turned, *_taps(image.shape[1], width, kept_share))
    return np.ascontiguousarray(result.transpose(1, 0, 2))


def _weigh(source: Image, index: NDArray[np.intp], weights: NDArray[np.uint16]) -> Image:
    """Returns, for each output row, the weighted mean of the input rows its taps name."""
    wide = source.astype(np.uint16)
    total = np.full((len(index), *source.shape[1:]), ONE // 2, np.uint16)
    term = np.empty_like(total)
    for tap in range(index.shape[1]):
        np.take(wide, index[:, tap], axis=0, out=term, mode="clip")
        term *= weights[:, tap, None, None]
        total += term
    total >>= 8
    return total.astype(np.uint8)


@lru_cache(maxsize=256)
def _taps(source: int, target: int, kept_share: float) -> tuple[NDArray[np.intp], NDArray[np.uint16]]:
    """Returns (target, T) input positions and their weights, which sum to ONE, of a triangle filter."""
    scale = source * kept_share / target
    reach = max(scale, 1.0)
    centres = source * (1 - kept_share) / 2 + (np.arange(target) + 0.5) * scale
    count = min(source, int(np.ceil(2 * reach)))
    first = np.clip(np.ceil(centres - reach - 0.5).astype(np.intp), 0, source - count)
    index = first[:, None] + np.arange(count)
    weights = np.maximum(0.0, 1.0 - np.abs(index + 0.5 - centres[:, None]) / reach)
    whole = np.rint(weights / weights.sum(1, keepdims=True) * ONE).astype(np.int64)
    whole[np.arange(target), whole.argmax(1)] += ONE - whole.sum(1)
    return index, whole.astype(np.uint16)
