"""The space groups are found in: what all photos share taken away, and the few directions in which they differ.

Embeddings lie in a narrow cone, and their last directions are noise. Less their mean, on the first 48 principal axes,
each divided by a root of its spread, and brought to unit length, K-means finds kinds of things better than on the
embeddings as they are (`tests/benchmarks/organize_groups.py` measures both, side by side).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 48
WHITENING = 0.25  # each axis is divided by its spread to this power: 0 leaves it, 1 makes all axes alike
_EPSILON = 1e-6

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class GroupSpace:
    """A linear map and a projection onto the unit sphere.

    Attributes:
        mean: (D,) float32 of the vectors it was made from.
        axes: (D, d) float32, d at most `DIMENSIONS`; 0 where all vectors were the same.
        least_fit: cosine to the middle of the nearest group below which a photo is like none of them.
    """

    mean: Floats
    axes: Floats
    least_fit: float = -1.0

    @classmethod
    def fit(cls, vectors: NDArray[np.floating[Any]]) -> Self:
        """Makes the space of (N, D) unit vectors, N at least 1.

        Kept to what float16 can hold, so that one read back from the library is the same to the last bit.
        """
        sample = vectors.astype(np.float32)
        mean = sample.mean(axis=0)
        _, spread, axes = np.linalg.svd(sample - mean, full_matrices=False)
        spread = spread / np.sqrt(len(sample))
        kept = min(DIMENSIONS, int(np.count_nonzero(spread > 1e-3 * max(float(spread[0]), 1e-2))))
        # An axis may point either way; which is left to the arithmetic unless it is fixed here.
        axes = axes[:kept] * np.where(axes[:kept].sum(axis=1, keepdims=True) < 0, -1, 1)
        scaled = axes.T / spread[:kept] ** WHITENING
        return cls(_rounded(mean), _rounded(scaled))

    def place(self, vectors: NDArray[np.floating[Any]]) -> Floats:
        """Returns (N, d) float32, rows of unit length (or 0) for (N, D) embeddings."""
        placed = (vectors.astype(np.float32) - self.mean) @ self.axes
        return as_unit(np.asarray(placed, np.float32))

    def to_bytes(self) -> bytes:
        """Returns what `from_bytes` reads: float16, the least fit, the mean, then the axes."""
        return np.concatenate([[self.least_fit], self.mean, self.axes.ravel()]).astype(np.float16).tobytes()

    @classmethod
    def from_bytes(cls, content: bytes, dimension: int) -> Self:
        """Reads a space of vectors of this length.

        Raises:
            ValueError: the content is none.
        """
        numbers = np.frombuffer(content, np.float16).astype(np.float32)
        if dimension <= 0 or len(numbers) <= dimension or len(numbers) % dimension != 1:
            raise ValueError("no space of groups")
        return cls(numbers[1 : dimension + 1], numbers[dimension + 1 :].reshape(dimension, -1), float(numbers[0]))


def as_unit(rows: Floats) -> Floats:
    """Returns rows divided by their length; rows of length 0 stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, _EPSILON), np.float32)


def _rounded(numbers: Floats) -> Floats:
    return numbers.astype(np.float16).astype(np.float32)
