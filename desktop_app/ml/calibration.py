"""From cosine similarity to "alike or not": a probability to show, and a cut below which nothing counts as a match.

A flat cut was compared with one normalised by each query's own background (mean and deviation of its cosines
against the library): over 1,351 labelled queries the flat cosine told "its kind is in the library" from "it is not"
better (area under the curve 0.894 against 0.866): the projection already takes away what all photos share.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import ModelError
from desktop_app.ml.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Similarity:
    """The calibration of one embedding model.

    Attributes:
        model_key: the vectors it holds for.
        slope, offset: probability of "the same kind of thing" = sigmoid(slope * cosine + offset).
        cuts: (strictness, cosine) points, both rising; strictness 0.5 is the calibrated cut.
    """

    model_key: str
    slope: float
    offset: float
    cuts: tuple[tuple[float, float], ...]

    @classmethod
    def from_manifest(cls, manifest: Manifest) -> Similarity:
        """Reads the values of the embedding model.

        Raises:
            ModelError: the manifest names no embedder, or its calibration is damaged.
        """
        spec = manifest.by_task("embedding")
        try:
            return cls._from_values(spec.key, spec.calibration)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError("The calibration of the embedding model is damaged.") from error

    @classmethod
    def _from_values(cls, key: str, values: Mapping[str, Any]) -> Similarity:
        cuts = tuple((float(s), float(c)) for s, c in values["cuts"])
        rises = all(a < b and c < d for (a, c), (b, d) in pairwise(cuts))
        if len(cuts) < 2 or not rises:
            raise ValueError("cuts must rise")
        return cls(key, float(values["slope"]), float(values["offset"]), cuts)

    def probability(self, cosines: NDArray[np.floating[Any]] | float) -> NDArray[np.float64]:
        """Returns, for cosines of unit vectors, the probability 0 to 1 that both show the same kind of thing."""
        return np.asarray(1.0 / (1.0 + np.exp(-(self.slope * np.asarray(cosines, np.float64) + self.offset))))

    def calibrated_cut(self, strictness: float = 0.5) -> float:
        """Returns the least cosine of a match, for a strictness of 0 (remotely alike) to 1 (the same picture)."""
        points, cosines = zip(*self.cuts, strict=True)
        return float(np.interp(strictness, points, cosines))
