"""The terms a photo's worth is made of, and their weights before anything was learned from feedback.

log worth = terms @ weights, so that a term multiplies: training sees exactly what ranking sees.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desktop_app.recommend.facts import Facts
from desktop_app.recommend.interests import Floats, Ints
from desktop_app.recommend.signals import DAY_MS

NEW_DAYS = 30
LEAST_FIT = 1e-3
FIXED = np.array([1.0, 0.1, 0.03, 0.03])  # fit, quality, newness, being a favourite


def terms_of(facts: Facts, places: Ints, fits: Floats, at_ms: int) -> Floats:
    """Returns (N, 4) the terms of photos.

    Args:
        facts: of the library.
        places: (N,) where the photos stand in the facts.
        fits: (N,) as `Affinity` gives them.
        at_ms: when the local day begins, UTC: terms are the same all day.
    """
    return np.column_stack(
        [
            np.log(np.maximum(fits, LEAST_FIT)),
            facts.quality[places] - 0.5,
            facts.added_ms[places] >= at_ms - NEW_DAYS * DAY_MS,
            facts.is_favourite[places],
        ]
    ).astype(np.float64)


def weights_of(learned: Sequence[float] | None) -> Floats:
    """Returns the weights to rank by: learned ones where they are of this program's terms, else the fixed ones."""
    if learned is None or len(learned) != len(FIXED) or not np.isfinite(learned).all():
        return FIXED
    return np.asarray(learned, np.float64)
