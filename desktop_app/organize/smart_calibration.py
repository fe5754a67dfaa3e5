"""From scores to probabilities, and what the user may expect of them: honest without a labelled library.

The library's scores are taken for a mixture of three normal distributions: everything else, near misses, and what is
wanted. The last one is anchored by the held-out scores of the user's own examples; how large it is in the library is
estimated with it (expectation maximisation), because among the photos nobody spoke about some are wanted. A photo's
probability is its share of the third (for two normal distributions of one width that is Platt's sigmoid), made
monotone. Precision and recall are what these probabilities promise: they rest on held-out scores alone.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.smart_album import Expectation

Scores = NDArray[np.float64]

USUAL_PLACE = 8.5  # where wanted photos stand, in spreads of the background (measured; see the benchmark)
USUAL_WIDTH = 0.22  # their own spread as a share of that
PLACE_TRUST, WIDTH_TRUST = 0.3, 6.0  # how many examples the usual values are worth
EXAMPLE_WEIGHT = 2.0  # how many photos of the library an example counts for
NEAR_PLACE, NEAR_WIDTH, NEAR_TRUST = 2.8, 1.4, 10.0  # of near misses: what shares a trait with what is wanted
_ROOT = math.sqrt(2 * math.pi)
_BINS = 512
_ROUNDS = 200
_GRID = 512
FIRST_WANTED = 4.0  # photos that are taken to be wanted before the library is looked at, or a hundredth of it
LEAST_WANTED = 0.5  # photos that are expected to be wanted: with fewer there is most likely nothing to find
STEPS = 11  # of the strictness slider, 0 to 1
_WIDEST = 2.0  # strictness 0 weighs recall, strictness 1 precision, by this factor (the beta of F-beta)


@dataclass(frozen=True, slots=True)
class Part:
    """One normal distribution of the mixture."""

    share: float
    place: float
    width: float

    def density(self, scores: Scores) -> Scores:
        """Returns the share-weighted density at scores."""
        steps = (scores - self.place) / self.width
        return np.asarray(self.share * np.exp(-0.5 * steps * steps) / (self.width * _ROOT), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """The probabilities of scores: `places` and `values` (G,) both rise; beyond them the ends hold."""

    places: Scores
    values: Scores

    def probabilities(self, scores: Scores) -> Scores:
        """Returns (N,) probabilities, 0 to 1, rising with the scores."""
        return np.asarray(np.interp(scores, self.places, self.values), np.float64)


def calibrate(library: Scores, wanted: Scores, refused: Scores) -> Calibration:
    """Fits probabilities.

    Args:
        library: (N,) held-out scores of the photos nobody spoke about.
        wanted: (P,) held-out scores of the examples; may be empty.
        refused: (Q,) held-out scores of what was ruled out; may be empty.
    """
    counts, edges = np.histogram(library, _BINS) if len(library) else (np.zeros(1), np.array([-1.0, 1.0]))
    middles = (edges[:-1] + edges[1:]) / 2
    parts = _fit(middles, counts.astype(np.float64), wanted, refused)
    low = min(float(middles[0]), -4.0)
    high = max(float(middles[-1]), parts[2].place + 2 * parts[2].width)
    grid = np.linspace(low, high, _GRID)
    densities = np.stack([part.density(grid) for part in parts])
    odds = densities[2] / np.maximum(densities.sum(axis=0), 1e-300)
    odds[grid < parts[0].place] = 0.0
    return Calibration(grid, np.maximum.accumulate(odds))


def _fit(middles: Scores, counts: Scores, wanted: Scores, refused: Scores) -> list[Part]:
    """Expectation maximisation on the histogram of the library; examples are certain members of their part."""
    total = max(counts.sum(), 1.0)
    place = float((wanted.sum() + PLACE_TRUST * USUAL_PLACE) / (len(wanted) + PLACE_TRUST))
    width, near_place = USUAL_WIDTH * max(place, 1.0), min(NEAR_PLACE, place / 2)
    parts = [
        Part(0.97, 0.0, 1.0),
        Part(0.02, near_place, NEAR_WIDTH),
        Part(min(max(0.01, FIRST_WANTED / total), 0.2), place, width),
    ]
    for _ in range(_ROUNDS):
        densities = np.stack([part.density(middles) for part in parts])
        owned = counts * densities / np.maximum(densities.sum(axis=0), 1e-300)
        amounts = owned.sum(axis=1)
        bulk = _part(amounts[0] / total, middles, owned[0], 0.0, 0.0, 1.0, 5.0)
        near_weights = np.concatenate([owned[1], np.full(len(refused), 1.0)])
        near = _part(
            amounts[1] / total, np.concatenate([middles, refused]), near_weights,
            NEAR_TRUST, NEAR_PLACE, NEAR_WIDTH, NEAR_TRUST,
        )  # fmt: skip
        weights = np.concatenate([owned[2], np.full(len(wanted), EXAMPLE_WEIGHT)])
        values = np.concatenate([middles, wanted])
        aim = _part(amounts[2] / total, values, weights, PLACE_TRUST, USUAL_PLACE, width, WIDTH_TRUST)
        moved = abs(aim.place - parts[2].place) + abs(aim.share - parts[2].share)
        parts = [bulk, near, aim]
        if moved < 1e-6:
            break
    return parts


def _part(
    share: float, values: Scores, weights: Scores, trust: float, place: float, width: float, width_trust: float
) -> Part:
    """Returns the most likely normal distribution, leaning to a usual place and width by some trust."""
    amount = weights.sum()
    middle = (float(weights @ values) + trust * place) / max(amount + trust, 1e-12)
    squares = float(weights @ (values - middle) ** 2) + width_trust * width * width
    return Part(max(share, 1e-9), middle, max(float(np.sqrt(squares / (amount + width_trust))), 0.05))


def expectations(probabilities: Scores, number: int = STEPS) -> tuple[Expectation, ...]:
    """Returns what each strictness promises: the cut of each has the best expected F-beta.

    Args:
        probabilities: (N,) of the photos nobody spoke about.
        number: of steps, from strictness 0 to 1.
    """
    falling = np.sort(probabilities)[::-1]
    gained = np.cumsum(falling)
    wanted = float(gained[-1]) if len(gained) else 0.0
    found: list[Expectation] = []
    for strictness in np.linspace(0.0, 1.0, number).tolist():
        square = _WIDEST ** (4.0 * (0.5 - strictness))
        taken = np.arange(1, len(falling) + 1)
        measure = (1 + square) * gained / (taken + square * max(wanted, 1e-12)) if len(falling) else np.zeros(0)
        best = int(np.argmax(measure)) + 1 if len(measure) and measure.max() > 0 else 0
        if best == 0 or wanted < LEAST_WANTED:
            found.append(Expectation(strictness, 1.0, 0, 0.0, 0.0))
            continue
        cut = float(falling[best - 1])
        if best < len(falling):
            cut = (cut + float(falling[best])) / 2
        got = float(gained[best - 1])
        found.append(Expectation(strictness, cut, best, got / best, got / max(wanted, 1e-12)))
    return tuple(found)
