"""Learning what "this" means from a few photos: linear SVMs on their vectors, against photos nobody spoke about.

The photos nobody spoke about are mostly something else, but some of them are what the user wants and has not found yet
(learning from positive and unlabelled examples). Three things keep that from doing harm: they weigh little each, those
that look like the examples are taken out of the counter-examples in a second round (two-step learning, Liu et al.
2002), and no photo is ever judged by a machine that was trained on it as a counter-example (bagging for PU learning,
Mordelet and Vert 2014). All views of one photo stay in one fold.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Scores = NDArray[np.float64]

FOLDS = 5
STRENGTHS = (0.05, 0.15, 0.4, 0.9)  # C, for examples and counter-examples of equal weight together
USUAL_STRENGTH = 0.0016  # C, times the square of how many examples there are: few leave a machine too much freedom
LEANING = 2.0  # what a factor e away from the usual strength costs with one example, in the measure below
CLEANED_ABOVE = 0.0  # of the decision: what lies on the examples' side is no counter-example in the second round
REFUSAL_WEIGHT = 8.0  # how many photos nobody spoke about a photo that the user ruled out stands for
MIN_SPREAD = 1e-3
_MAX_ITERATIONS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What there is to learn from; rows of unit length.

    Attributes:
        wanted: (P, V, D) float32, the views of each photo the user ruled in, the photo itself first.
        refused: (Q, W, D) float32, the same of those ruled out; Q may be 0.
        background: (B, D) float32 of photos nobody spoke about, B at least 1.
    """

    wanted: Vectors
    refused: Vectors
    background: Vectors


@dataclass(frozen=True, slots=True, eq=False)
class Classifier:
    """What was learned. Scores are in spreads above the middle of the background: about 0 +- 1 for anything else.

    Attributes:
        weights: (K, D) float32, one row for each fold of the background; `offsets`: (K,).
        background_ids: (B,) int64 ascending, and `folds`: (B,) uint8, by which machine each of them is judged.
        centre, spread: of the background's raw scores.
        strength: the C that was chosen.
    """

    weights: Vectors
    offsets: Vectors
    background_ids: NDArray[np.int64]
    folds: NDArray[np.uint8]
    centre: float
    spread: float
    strength: float

    def scores(self, ids: NDArray[np.int64], vectors: NDArray[np.floating[Any]]) -> Scores:
        """Returns the (N,) scores of photos; those of the background by the machine that has not seen them."""
        raw = np.asarray(vectors, np.float32) @ self.weights.T + self.offsets
        result = raw.mean(axis=1, dtype=np.float64)
        if len(self.background_ids):
            at = np.minimum(np.searchsorted(self.background_ids, ids), len(self.background_ids) - 1)
            seen = np.flatnonzero(self.background_ids[at] == ids)
            result[seen] = raw[seen, self.folds[at[seen]]]
        return np.asarray((result - self.centre) / self.spread)


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Scores of photos by machines that had not seen them, and by machines that had.

    Attributes:
        wanted, refused: (P,) and (Q,), each photo by a machine trained without any view of it. With one wanted photo
            there is no such machine and `wanted` is empty.
        trained_wanted, trained_background: (P,) and (B',), by machines trained on them, the latter of those that served
            as counter-examples to the end: what must not be believed.
    """

    wanted: Scores
    refused: Scores
    trained_wanted: Scores
    trained_background: Scores


@dataclass(frozen=True, slots=True, eq=False)
class _Task:
    """Rows to train on: which photo, fold and side each row is of, and its weight before the sides are balanced."""

    evidence: Evidence
    wanted_folds: NDArray[np.int64]
    refused_folds: NDArray[np.int64]
    background_folds: NDArray[np.int64]

    def train(
        self, strength: float, kept: NDArray[np.bool_], without: int, *, with_all_wanted: bool
    ) -> tuple[Vectors, float]:
        """Returns the weights (D,) and offset of one machine that has not seen the background of one fold.

        Both sides weigh the same together, however many they are (class weights for the imbalance).
        """
        from sklearn.svm import LinearSVC  # late: a second to import

        evidence = self.evidence
        dimension = evidence.background.shape[1]
        chosen = np.ones(len(evidence.wanted), bool) if with_all_wanted else self.wanted_folds != without
        wanted = evidence.wanted[chosen].reshape(-1, dimension)
        refusing = np.ones(len(evidence.refused), bool) if with_all_wanted else self.refused_folds != without
        refused = evidence.refused[refusing].reshape(-1, dimension)
        other = evidence.background[kept & (self.background_folds != without)]
        against = np.concatenate([other, refused])
        views = max(evidence.refused.shape[1], 1)
        weights = np.concatenate([np.ones(len(other)), np.full(len(refused), REFUSAL_WEIGHT / views)])
        rows = np.concatenate([wanted, against])
        total = len(self.background_folds)
        balanced = np.concatenate([np.full(len(wanted), total / len(wanted)), weights * (total / weights.sum())])
        truth = np.concatenate([np.ones(len(wanted)), np.zeros(len(against))])
        machine = LinearSVC(C=strength, dual=False, tol=1e-3, max_iter=_MAX_ITERATIONS)  # type: ignore[no-untyped-call]
        machine.fit(rows, truth, sample_weight=balanced)
        return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])


def learn(evidence: Evidence, background_ids: NDArray[np.int64], seed: int = 0) -> tuple[Classifier, Held]:
    """Learns from examples. The same evidence and seed give the same answer.

    Args:
        evidence: see there; at least one wanted photo.
        background_ids: (B,) ids of the background, ascending, in the order of its rows.
        seed: of the folds.

    Raises:
        ValueError: there is nothing wanted, or no background.
    """
    if not len(evidence.wanted) or not len(evidence.background):
        raise ValueError("learning needs a wanted photo and a background")
    task = _task(evidence, seed)
    everything = np.ones(len(evidence.background), bool)
    strength = _choose_strength(task, everything)
    _, first = _held_background(task, strength, everything)
    kept = first <= CLEANED_ABOVE
    if not kept.any():
        kept = everything
    machines, raw = _held_background(task, strength, kept)
    centre = float(np.median(raw))
    spread = max(float(np.median(np.abs(raw - centre))) * 1.4826, MIN_SPREAD)
    classifier = Classifier(
        np.stack([weights for weights, _ in machines]),
        np.array([offset for _, offset in machines], np.float32),
        np.asarray(background_ids, np.int64),
        task.background_folds.astype(np.uint8),
        centre,
        spread,
        strength,
    )
    wanted, refused, _ = _held_out(task, strength, kept)
    own = evidence.wanted[:, 0] @ classifier.weights.T + classifier.offsets
    seen = evidence.background @ classifier.weights.T + classifier.offsets
    others = np.arange(len(machines))[None] != task.background_folds[:, None]
    trained = ((seen * others).sum(axis=1) / np.maximum(others.sum(axis=1), 1))[kept]
    scaled = [(part - centre) / spread for part in (wanted, refused, own.mean(axis=1), trained)]
    return classifier, Held(*(np.asarray(part, np.float64) for part in scaled))


def _task(evidence: Evidence, seed: int) -> _Task:
    chance = np.random.default_rng(seed)
    return _Task(
        evidence,
        chance.permutation(len(evidence.wanted)) % FOLDS,
        chance.permutation(len(evidence.refused)) % FOLDS,
        chance.permutation(len(evidence.background)) % min(FOLDS, len(evidence.background)),
    )


def _folds_of_background(task: _Task) -> range:
    return range(int(task.background_folds.max()) + 1)


def _held_background(
    task: _Task, strength: float, kept: NDArray[np.bool_]
) -> tuple[list[tuple[Vectors, float]], Scores]:
    """Returns one machine for each fold of the background, trained on all examples, and the raw (B,) scores."""
    scores = np.empty(len(task.background_folds))
    machines = []
    for fold in _folds_of_background(task):
        weights, offset = _train(task, strength, kept, fold, with_all_wanted=True)
        machines.append((weights, offset))
        mine = task.background_folds == fold
        scores[mine] = task.evidence.background[mine] @ weights + offset
    return machines, scores


def _train(
    task: _Task, strength: float, kept: NDArray[np.bool_], fold: int, *, with_all_wanted: bool
) -> tuple[Vectors, float]:
    """A background of one fold alone, or one all cleaned away, is used as it is: nothing else is there."""
    if not (kept & (task.background_folds != fold)).any():
        kept = np.ones_like(kept)
        if not (task.background_folds != fold).any():
            fold = -1
    return task.train(strength, kept, fold, with_all_wanted=with_all_wanted)


def _held_out(task: _Task, strength: float, kept: NDArray[np.bool_]) -> tuple[Scores, Scores, Scores]:
    """Returns raw scores of wanted (P,), refused (Q,) and background (B,), each by a machine that saw none of them."""
    evidence = task.evidence
    wanted, refused = np.empty(len(evidence.wanted)), np.empty(len(evidence.refused))
    background = np.full(len(evidence.background), np.nan)
    if len(wanted) < 2:
        refused[:] = 0.0
        return np.empty(0), np.empty(0), background
    for fold in range(FOLDS):
        mine = task.wanted_folds == fold, task.refused_folds == fold, task.background_folds == fold
        if not (mine[0].any() or mine[1].any()) or mine[0].all():
            continue
        weights, offset = _train(task, strength, kept, fold, with_all_wanted=False)
        wanted[mine[0]] = evidence.wanted[mine[0], 0] @ weights + offset
        refused[mine[1]] = evidence.refused[mine[1], 0] @ weights + offset
        background[mine[2]] = evidence.background[mine[2]] @ weights + offset
    return wanted, refused, background


def _choose_strength(task: _Task, kept: NDArray[np.bool_]) -> float:
    """Chooses C by cross-validation: how high the held-out examples stand among the held-out background.

    A few examples cannot tell much; then the choice leans to what is usual for so many.
    """
    number = len(task.evidence.wanted)
    usual = min(USUAL_STRENGTH * number * number, STRENGTHS[-1])
    if number < 3:
        return min(STRENGTHS, key=lambda strength: abs(np.log(strength / usual)))
    best, chosen = -np.inf, STRENGTHS[0]
    for strength in STRENGTHS:
        wanted, _, background = _held_out(task, strength, kept)
        rest = np.sort(background[~np.isnan(background)])
        above = len(rest) - np.searchsorted(rest, wanted)
        measure = float(-np.log1p(above).mean()) - LEANING / number * abs(np.log(strength / usual))
        if measure > best:
            best, chosen = measure, strength
    return chosen
