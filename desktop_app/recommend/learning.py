"""Learns, on the device, how much each reason for a suggestion should count, from what became of suggestions.

A logistic regression over the terms of the score. It starts from the fixed weights: what is penalised is the distance
from them, so little feedback changes little. Weights that were learned replace the fixed ones only when they order
feedback held back from learning better than those, with some certainty; else the fixed weights stay.

That people open what lies in front is accounted for twice. Only photos that were on the screen count as shown. And the
place on the page, where it is known, is a term of its own while learning, and left out when ranking (position as a
feature: Guo et al., PAL, RecSys 2019). Days on which nothing or everything was opened tell nothing about order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

LEAST_SHOWN = 300  # shown photos, below which nothing is learned
LEAST_OPENED, LEAST_DAYS = 25, 10  # ... opened ones, and days on which some were opened and some were not
HELD_BACK = 0.3  # of the days, the latest: they judge, they do not teach
FOLDS = 5
PENALTIES = (3.0, 10.0, 30.0, 100.0, 300.0, 1_000.0)
NOT_OPENED, SKIPPED, REFUSED = 0.4, 0.7, 1.5  # how much a photo passed over, opened but left at once, "less" weighs
STEPS = 30
CERTAINTY = 0.9  # that the learned order is no worse, by a bootstrap over days
DRAWS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """What became of S photos that were shown.

    Attributes:
        terms: (S, F) the terms of the score each had then; score = terms @ weights.
        is_opened: (S,) whether it was looked at properly from the page.
        weight: (S,) from 0, how sure the outcome is: 1 for opened, `NOT_OPENED`, `SKIPPED` or `REFUSED`.
        day: (S,) number of the day.
        place: (S,) from 0, where it stood on the page; NaN where unknown.
    """

    terms: Floats
    is_opened: NDArray[np.bool_]
    weight: Floats
    day: NDArray[np.int64]
    place: Floats

    def __len__(self) -> int:
        return len(self.is_opened)

    def chosen(self, which: NDArray[np.bool_]) -> Outcomes:
        """Returns some of them."""
        return Outcomes(
            self.terms[which], self.is_opened[which], self.weight[which], self.day[which], self.place[which]
        )


@dataclass(frozen=True, slots=True)
class Lesson:
    """What learning came to.

    Attributes:
        weights: (F,) to rank by: learned ones, or the fixed ones.
        is_learned: which of the two.
        reason: one sentence for the log and for doctor.
        gain: held-back feedback: how much more often the learned weights order a pair rightly; 0 where not asked.
        shown: how many outcomes there were.
    """

    weights: tuple[float, ...]
    is_learned: bool
    reason: str
    gain: float = 0.0
    shown: int = 0


def learn_weights(outcomes: Outcomes, fixed: Floats) -> Lesson:
    """Learns weights for the terms of the score, or leaves the fixed ones as they are.

    Args:
        outcomes: any order; the same outcomes give the same weights.
        fixed: (F,) the weights used without feedback; not all 0.

    Returns:
        Learned weights of about the length of the fixed ones, so that scores stay on their scale.
    """

    def stay(reason: str, gain: float = 0.0) -> Lesson:
        return Lesson(tuple(map(float, fixed)), is_learned=False, reason=reason, gain=gain, shown=len(outcomes))

    telling = outcomes.chosen(np.isin(outcomes.day, _telling_days(outcomes)))
    days = np.unique(telling.day)
    if len(outcomes) < LEAST_SHOWN:
        return stay(f"{len(outcomes)} suggestions were shown, {LEAST_SHOWN} are needed to learn from")
    if int(telling.is_opened.sum()) < LEAST_OPENED or len(days) < LEAST_DAYS:
        return stay("too few suggestions were opened to learn from")
    latest = days[-max(2, int(len(days) * HELD_BACK)) :]
    is_held = np.isin(telling.day, latest)
    early, held = telling.chosen(~is_held), telling.chosen(is_held)
    penalty = _best_penalty(early, fixed)
    tried = fit(early, fixed, penalty)
    differences = _rightness(held, held.terms @ tried) - _rightness(held, held.terms @ fixed)
    gain, low = float(differences.mean()), _low(differences)
    if gain <= 0 or low < 0:
        return stay("learned weights did not order the latest feedback better", gain)
    learned = fit(telling, fixed, _best_penalty(telling, fixed))
    reason = f"learned from {len(telling)} suggestions"
    return Lesson(tuple(learned.tolist()), is_learned=True, reason=reason, gain=gain, shown=len(outcomes))


def fit(outcomes: Outcomes, fixed: Floats, penalty: float) -> Floats:
    """Fits the regression and returns weights scaled to the length of the fixed ones.

    log-odds of opening = offset + scale * (terms @ fixed) + terms @ change + by place, with `penalty` on the squares of
    the change (in standard deviations of each term) and next to none on the rest; Newton's method.

    Returns:
        (F,) scale * fixed + change, so scaled that its length is that of `fixed`; `fixed` itself where the feedback
        says the opposite of it.
    """
    spread = outcomes.terms.std(axis=0)
    spread[spread < 1e-9] = np.inf  # a term that never changes cannot be learned
    base = outcomes.terms @ fixed
    places = np.nan_to_num(np.log1p(outcomes.place), nan=0.0)
    has_place = np.isfinite(outcomes.place).astype(np.float64)
    columns = np.column_stack([np.ones(len(outcomes)), base, places, has_place, outcomes.terms / spread])
    penalties = np.concatenate([[1e-6, 1e-3, 1e-3, 1e-3], np.full(len(fixed), penalty)])
    start = np.zeros(columns.shape[1])
    start[1] = 1.0
    found = _newton(columns, outcomes.is_opened.astype(np.float64), outcomes.weight, penalties, start)
    if found[1] <= 0:
        return fixed.copy()
    learned = found[1] * fixed + found[4:] / spread
    length = float(np.linalg.norm(learned))
    return learned * float(np.linalg.norm(fixed)) / length if length > 0 else fixed.copy()


def _newton(rows: Floats, target: Floats, weight: Floats, penalties: Floats, centre: Floats) -> Floats:
    """Minimises the weighted logistic loss plus the penalties on the squared distance from `centre`."""
    found = centre.copy()
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ found, -30, 30)))
        slope = rows.T @ (weight * (chance - target)) + penalties * (found - centre)
        curve = rows.T @ (rows * (weight * chance * (1 - chance))[:, None])
        curve[np.diag_indices(len(curve))] += penalties + 1e-9
        step = np.linalg.solve(curve, slope)
        found = found - step * min(1.0, 5.0 / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-8:
            break
    return found


def _telling_days(outcomes: Outcomes) -> NDArray[np.int64]:
    opened, passed = outcomes.day[outcomes.is_opened], outcomes.day[~outcomes.is_opened]
    return np.intersect1d(opened, passed)


def _best_penalty(outcomes: Outcomes, fixed: Floats) -> float:
    """Chooses the penalty whose weights order days left out best: folds are of whole days, in turn.

    Of those within a standard error of the best it takes the strongest, as small gains are chance.
    """
    days = np.unique(outcomes.day)
    results = []
    for penalty in PENALTIES:
        parts = []
        for fold in range(min(FOLDS, len(days))):
            is_out = np.isin(outcomes.day, days[fold::FOLDS])
            out = outcomes.chosen(is_out)
            parts.append(_rightness(out, out.terms @ fit(outcomes.chosen(~is_out), fixed, penalty)))
        results.append(np.concatenate(parts))
    means = [float(result.mean()) for result in results]
    best = int(np.argmax(means))
    error = float(results[best].std() / max(len(results[best]), 1) ** 0.5)
    return max(penalty for penalty, mean in zip(PENALTIES, means, strict=True) if mean >= means[best] - error)


def _rightness(outcomes: Outcomes, scores: Floats) -> Floats:
    """Returns, for each day, the share of its pairs of an opened and a passed photo that scores put in order.

    Pairs count by the weight of the passed photo and by how little the place explains: one passed over far down says
    less against it than one passed over in front, so a pair whose opened photo lay in front of the other counts half.
    """
    shares = []
    for day in np.unique(outcomes.day):
        on_day = outcomes.day == day
        is_open = outcomes.is_opened[on_day]
        if not is_open.any() or is_open.all():
            continue
        own, places, weight = scores[on_day], outcomes.place[on_day], outcomes.weight[on_day]
        gaps = own[is_open][:, None] - own[~is_open][None]
        is_easy = places[is_open][:, None] < places[~is_open][None]  # False where unknown
        worth = weight[~is_open][None] * np.where(is_easy, 0.5, 1.0)
        shares.append(
            float((((gaps > 0) + 0.5 * (gaps == 0)) * worth).sum() / np.broadcast_to(worth, gaps.shape).sum())
        )
    return np.array(shares)


def _low(differences: Floats) -> float:
    drawn = np.random.default_rng(1).integers(0, len(differences), (DRAWS, len(differences)))
    return float(np.quantile(differences[drawn].mean(axis=1), 1 - CERTAINTY))
