"""Weights learned from feedback: when there is something to learn, and never otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from desktop_app.recommend.learning import LEAST_SHOWN, NOT_OPENED, Outcomes, fit, learn_weights

FIXED = np.array([1.0, 0.3, 0.1, 0.1])


def simulated(taste: np.ndarray, days: int = 40, seed: int = 1, bias: float = 0.0, sharpness: float = 3.0) -> Outcomes:
    """Someone who opens what `taste` scores high; `bias` is how fast attention fades with the place."""
    random = np.random.default_rng(seed)
    terms, opened, day, place = [], [], [], []
    for number in range(days):
        shown = random.standard_normal((20, 4))
        shown = shown[np.argsort(-(shown @ FIXED), kind="stable")]
        looked = random.random(20) < np.exp(-bias * np.arange(20))
        liked = random.random(20) < 1 / (1 + np.exp(-(sharpness * (shown @ taste) - 1)))
        terms.append(shown)
        opened.append(looked & liked)
        day += [number] * 20
        place += list(range(20))
    is_opened = np.concatenate(opened)
    return Outcomes(
        np.concatenate(terms),
        is_opened,
        np.where(is_opened, 1.0, NOT_OPENED),
        np.array(day),
        np.array(place, np.float64),
    )


def cosine(a: np.ndarray, b: np.ndarray) -> float:
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_another_taste_is_learned() -> None:
    taste = np.array([0.3, 0.0, 1.0, 0.0])
    lesson = learn_weights(simulated(taste), FIXED)
    assert lesson.is_learned
    assert lesson.gain > 0
    assert cosine(np.array(lesson.weights), taste) > cosine(FIXED, taste) + 0.2


def test_learned_weights_keep_the_length_of_the_fixed_ones() -> None:
    lesson = learn_weights(simulated(np.array([0.3, 0.0, 1.0, 0.0])), FIXED)
    assert np.linalg.norm(lesson.weights) == pytest.approx(np.linalg.norm(FIXED))


@pytest.mark.parametrize("seed", range(6))
def test_who_opens_at_random_changes_next_to_nothing(seed: int) -> None:
    outcomes = simulated(FIXED, sharpness=0.0, seed=seed)
    lesson = learn_weights(outcomes, FIXED)
    assert not lesson.is_learned or cosine(np.array(lesson.weights), FIXED) > 0.5


def test_who_likes_what_the_fixed_weights_like_keeps_them_or_much_the_same() -> None:
    close = [cosine(np.array(learn_weights(simulated(FIXED, seed=s), FIXED).weights), FIXED) for s in range(6)]
    assert min(close) > 0.95


def test_little_feedback_teaches_nothing() -> None:
    outcomes = simulated(np.array([0.0, 0.0, 1.0, 0.0]), days=LEAST_SHOWN // 20 - 1)
    lesson = learn_weights(outcomes, FIXED)
    assert not lesson.is_learned
    assert lesson.weights == tuple(FIXED)
    assert "300 are needed" in lesson.reason


def test_no_feedback_at_all_is_no_trouble() -> None:
    empty = Outcomes(np.zeros((0, 4)), np.zeros(0, bool), np.zeros(0), np.zeros(0, np.int64), np.zeros(0))
    assert learn_weights(empty, FIXED).weights == tuple(FIXED)


def test_pages_of_which_nothing_was_opened_teach_nothing() -> None:
    outcomes = simulated(np.array([0.0, 0.0, 1.0, 0.0]))
    none = Outcomes(outcomes.terms, np.zeros(len(outcomes), bool), outcomes.weight, outcomes.day, outcomes.place)
    assert not learn_weights(none, FIXED).is_learned


def test_a_taste_that_turned_lately_is_not_trusted() -> None:
    before, after = simulated(np.array([0.0, 0.0, 1.0, 0.0])), simulated(np.array([0.0, 0.0, -1.0, 0.0]), seed=2)
    both = Outcomes(
        *(
            np.concatenate([getattr(before, name), getattr(after, name) + (40 if name == "day" else 0)])
            for name in ("terms", "is_opened", "weight", "day", "place")
        )
    )
    assert not learn_weights(both, FIXED).is_learned


def test_what_lies_in_front_is_opened_more_and_is_not_taken_for_taste() -> None:
    # Fades so fast that the first few are opened whatever they show; they are first by the fixed weights.
    taste = np.array([0.0, 1.0, 0.0, 0.0])
    biased = simulated(taste, days=120, bias=0.25)
    blind = Outcomes(biased.terms, biased.is_opened, biased.weight, biased.day, np.full(len(biased), np.nan))
    knowing, unknowing = fit(biased, FIXED, 10.0), fit(blind, FIXED, 10.0)
    assert cosine(knowing, taste) > cosine(unknowing, taste)


def test_a_term_that_never_changes_keeps_its_weight_in_proportion() -> None:
    outcomes = simulated(np.array([0.3, 0.0, 1.0, 0.0]))
    outcomes.terms[:, 3] = 0.7
    weights = np.array(learn_weights(outcomes, FIXED).weights)
    assert np.isfinite(weights).all()
    assert 0 < weights[3] <= FIXED[3] * 1.5


def test_the_same_feedback_gives_the_same_weights() -> None:
    outcomes = simulated(np.array([0.3, 0.0, 1.0, 0.0]))
    assert learn_weights(outcomes, FIXED) == learn_weights(outcomes, FIXED)
