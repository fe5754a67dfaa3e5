"""One of each: of a burst, of copies and of near-duplicates only one may stand on a page.

Likeness of vectors alone is not duplication (two sunsets); it counts with a like perceptual hash or the same moment.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.recommend.interests import Ints, Rows

SAME_PICTURE = 0.96  # cosine: a copy, resized or recompressed
ALIKE = 0.8  # cosine from which a like hash makes it the same picture
HASH_BITS = 8
BURST_COSINE, BURST_MS = 0.85, 60_000
SERIES_COSINE, SERIES_MS = 0.92, 600_000


@dataclass(frozen=True, slots=True, eq=False)
class Prints:
    """What tells copies and bursts apart, as parallel arrays over N photos.

    Attributes:
        vectors: (N, D) float32 of unit length, or zero where there is none.
        phash: (N,) uint64, 0 for unknown.
        taken_ms: (N,) int64.
        is_dated: (N,) whether that time can be trusted.
    """

    vectors: Rows
    phash: NDArray[np.uint64]
    taken_ms: Ints
    is_dated: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.phash)

    def chosen(self, which: Ints | list[int], vectors: Rows | None = None) -> Prints:
        """Returns the photos at some places; their vectors, where the caller has them already, are not copied again."""
        at = np.asarray(which, np.int64)
        return Prints(
            self.vectors[at] if vectors is None else vectors, self.phash[at], self.taken_ms[at], self.is_dated[at]
        )

    def joined(self, other: Prints) -> Prints:
        """Returns both, one after the other."""
        return Prints(
            np.concatenate([self.vectors, other.vectors]),
            np.concatenate([self.phash, other.phash]),
            np.concatenate([self.taken_ms, other.taken_ms]),
            np.concatenate([self.is_dated, other.is_dated]),
        )

    def same_as(self, place: int, others: Prints) -> NDArray[np.bool_]:
        """Returns (K,) whether each of the others shows the same picture, or the same moment, as the one at a place."""
        alike = others.vectors @ self.vectors[place]
        apart = np.abs(others.taken_ms - self.taken_ms[place])
        timed = others.is_dated & bool(self.is_dated[place])
        bits = np.bitwise_count(others.phash ^ self.phash[place])
        is_hashed = (others.phash != 0) & bool(self.phash[place])
        is_blank = ~others.vectors.any(axis=1) | (not self.vectors[place].any())
        return np.asarray(
            (alike >= SAME_PICTURE)
            | (is_hashed & (bits <= HASH_BITS) & ((alike >= ALIKE) | (is_blank & (bits <= HASH_BITS // 2))))
            | (timed & (apart <= BURST_MS) & (alike >= BURST_COSINE))
            | (timed & (apart <= SERIES_MS) & (alike >= SERIES_COSINE))
        )
