"""Made-up vectors in kinds, as an embedder would give them: photos of one kind near each other, kinds apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

DIMENSION = 64

Ids = NDArray[np.int64]
Vectors = NDArray[np.float16]


def unit(rows: NDArray[np.floating]) -> Vectors:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)


def middles(count: int, seed: int = 0) -> NDArray[np.float32]:
    return unit(np.random.default_rng([seed, 1]).standard_normal((count, DIMENSION))).astype(np.float32)


def of_kinds(sizes: Sequence[int], seed: int = 0, spread: float = 0.6) -> tuple[Vectors, NDArray[np.intp]]:
    """Returns vectors of so many photos of each kind, and the kind of each, shuffled."""
    chance = np.random.default_rng([seed, 2])
    kinds = np.repeat(np.arange(len(sizes)), sizes)
    chance.shuffle(kinds)
    noise = chance.standard_normal((len(kinds), DIMENSION)) / np.sqrt(DIMENSION)
    return unit(middles(len(sizes), seed)[kinds] + spread * noise), kinds


def reader(ids: Ids, vectors: Vectors, batch: int = 300) -> Callable[[], Iterator[tuple[Ids, Vectors]]]:
    def read() -> Iterator[tuple[Ids, Vectors]]:
        for start in range(0, len(ids), batch):
            yield ids[start : start + batch], vectors[start : start + batch]

    return read
