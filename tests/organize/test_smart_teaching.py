"""Learning from examples, on made-up vectors whose truth is known."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop_app.domain.smart_album import Certainty, Expectation, at_strictness
from desktop_app.organize import smart_teaching
from desktop_app.organize.smart_calibration import calibrate, expectations
from desktop_app.organize.smart_learning import Evidence, learn
from desktop_app.organize.smart_teaching import Machine, choose_background, choose_questions, teach
from desktop_app.organize.smart_views import VIEWS, views_of

DIMENSION = 48
Vectors = NDArray[np.float32]


class World:
    """A library of some kinds of photos: ids, (N, D) unit vectors and the kind of each; kind 0 is what is wanted."""

    def __init__(self, seed: int = 0, kinds: int = 12, each: int = 30, noise: float = 0.8) -> None:
        chance = np.random.default_rng(seed)
        centres = chance.standard_normal((kinds, DIMENSION))
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
        self.kinds = np.repeat(np.arange(kinds), each)
        self.noise = noise
        rows = centres[self.kinds] + noise * chance.standard_normal((len(self.kinds), DIMENSION)) / np.sqrt(DIMENSION)
        self.vectors = unit(rows)
        self.ids = np.arange(1, len(rows) + 1) * 3

    def evidence(self, wanted: int, refused: tuple[int, ...] = ()) -> tuple[Evidence, NDArray[np.int64], Vectors]:
        """The first photos of kind 0 as examples, with two views each; the rows of all others; and the ids ruled on."""
        chosen = np.flatnonzero(self.kinds == 0)[:wanted]
        spoken = np.array(sorted([*chosen, *refused]))
        free = np.setdiff1d(np.arange(len(self.ids)), spoken)
        chance = np.random.default_rng(9)
        views = [unit(self.vectors[chosen] + 0.03 * chance.standard_normal((wanted, DIMENSION))) for _ in range(2)]
        positives = np.stack([self.vectors[chosen], *views], axis=1)
        evidence = Evidence(positives, self.vectors[list(refused)][:, None], self.vectors[free])
        return evidence, self.ids[free], self.ids[spoken]

    def library(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float16]]]:
        for at in range(0, len(self.ids), 100):
            yield self.ids[at : at + 100], self.vectors[at : at + 100].astype(np.float16)

    def taught(self, wanted: int, refused: tuple[int, ...] = ()) -> smart_teaching.Taught:
        evidence, background, ruled = self.evidence(wanted, refused)
        return teach(evidence, background, ruled, self.library)

    def is_wanted(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        return self.kinds[ids // 3 - 1] == 0


def unit(rows: NDArray[np.floating]) -> Vectors:  # type: ignore[type-arg]
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), np.float32)


def balanced(taught: smart_teaching.Taught) -> Expectation:
    return at_strictness(taught.steps, 0.5)


@pytest.mark.parametrize("wanted", [5, 12])
def test_the_wanted_kind_is_found_and_the_promised_figures_hold(wanted: int) -> None:
    world = World()
    taught = world.taught(wanted)
    step = balanced(taught)
    found = taught.ids[taught.probabilities >= step.cut]
    precision, recall = world.is_wanted(found).mean(), world.is_wanted(found).sum() / (30 - wanted)
    assert precision > 0.85
    assert recall > 0.85
    assert abs(step.precision - precision) < 0.15
    assert abs(step.recall - recall) < 0.15
    assert step.matches == len(found)
    assert taught.certainty is Certainty.MEASURED


def test_the_same_examples_and_seed_give_the_same_answer_bit_for_bit() -> None:
    first, second = World().taught(6), World().taught(6)
    assert np.array_equal(first.ids, second.ids)
    assert np.array_equal(first.probabilities, second.probabilities)
    assert first.machine.to_bytes() == second.machine.to_bytes()
    assert first.steps == second.steps


def test_what_cannot_be_learned_is_not_promised() -> None:
    """Examples that have nothing in common: training says all is well, cross-validation must not."""
    world = World(noise=0.3)
    mixed = np.flatnonzero(np.isin(np.arange(len(world.ids)) % 30, [0]))[:8]  # one photo of eight kinds each
    free = np.setdiff1d(np.arange(len(world.ids)), mixed)
    evidence = Evidence(world.vectors[mixed][:, None], np.zeros((0, 1, DIMENSION), np.float32), world.vectors[free])
    _, held = learn(evidence, world.ids[free])
    assert held.wanted.mean() < 0 < held.trained_wanted.min()
    taught = teach(evidence, world.ids[free], world.ids[mixed], world.library)
    assert balanced(taught).matches == 0 or balanced(taught).precision < 0.5


@pytest.mark.parametrize(
    ("wanted", "certainty"), [(1, Certainty.TOO_FEW), (2, Certainty.TOO_FEW), (3, Certainty.ROUGH)]
)
def test_one_two_or_three_examples_work_and_say_that_they_are_few(wanted: int, certainty: Certainty) -> None:
    world = World(noise=0.5)
    taught = world.taught(wanted)
    found = taught.ids[taught.probabilities >= balanced(taught).cut]
    assert taught.certainty is certainty
    assert len(found)
    assert world.is_wanted(found).mean() > 0.6


def test_a_refused_kind_leaves_the_matches() -> None:
    """Two kinds wanted alike at first; ruling out photos of one takes the rest of that kind out too."""
    world = World(seed=3, noise=0.6)
    near = np.flatnonzero(world.kinds == 1)
    world.vectors[near] = unit(0.75 * world.vectors[world.kinds == 0].mean(axis=0) + 0.65 * world.vectors[near])

    def share_near(taught: smart_teaching.Taught, ruled: int) -> float:
        likely = dict(zip(taught.ids.tolist(), taught.probabilities.tolist(), strict=True))
        return float(np.mean([likely.get(int(world.ids[at]), 0.0) for at in near[ruled:]]))

    before = share_near(world.taught(6), 6)
    after = share_near(world.taught(6, tuple(near[:6].tolist())), 6)
    assert after < max(before * 0.5, 0.05)


def test_photos_ruled_on_are_no_matches_and_no_background() -> None:
    world = World()
    evidence, background, ruled = world.evidence(5, (40, 41))
    taught = teach(evidence, background, ruled, world.library)
    assert not np.isin(taught.ids, ruled).any()
    assert taught.seen == len(world.ids) - 7
    chosen = choose_background(world.ids, ruled, seed=1, size=50)
    assert len(chosen) == 50
    assert not np.isin(chosen, ruled).any()
    assert np.array_equal(chosen, choose_background(world.ids, ruled, seed=1, size=50))
    assert not np.array_equal(chosen, choose_background(world.ids, ruled, seed=2, size=50))


def test_the_machine_comes_back_from_its_bytes_and_damage_is_told() -> None:
    world = World()
    machine = world.taught(5).machine
    again = Machine.from_bytes(machine.to_bytes())
    assert np.array_equal(
        again.probabilities(world.ids, world.vectors), machine.probabilities(world.ids, world.vectors)
    )
    for damaged in (b"", b"rubbish", machine.to_bytes()[:200]):
        with pytest.raises(ValueError, match="damaged"):
            Machine.from_bytes(damaged)


def test_no_photo_is_judged_by_a_machine_trained_on_it() -> None:
    world = World(noise=1.6)
    evidence, background, _ = world.evidence(6)
    classifier, _ = learn(evidence, background)
    held = classifier.scores(background, evidence.background)
    alone = (evidence.background @ classifier.weights.T + classifier.offsets - classifier.centre) / classifier.spread
    assert held == pytest.approx(alone[np.arange(len(alone)), classifier.folds], abs=1e-5)
    strange = classifier.scores(background + 1, evidence.background)  # ids nobody knows: all machines together
    assert strange == pytest.approx(alone.mean(axis=1), abs=1e-4)


def test_probabilities_rise_with_scores_and_strictness_trades_recall_for_precision() -> None:
    chance = np.random.default_rng(5)
    library = np.concatenate([chance.standard_normal(900), chance.normal(4.0, 1.5, 60)])
    calibration = calibrate(library, chance.normal(4.0, 1.5, 8), np.empty(0))
    probabilities = calibration.probabilities(np.linspace(-6, 12, 200))
    assert (np.diff(probabilities) >= 0).all()
    assert 0 <= probabilities[0] < 0.01
    assert probabilities[-1] > 0.95
    steps = expectations(calibration.probabilities(library))
    assert [step.matches for step in steps] == sorted((step.matches for step in steps), reverse=True)
    assert steps[0].recall > steps[-1].recall
    assert steps[-1].precision > steps[0].precision


def test_a_library_without_a_single_match_promises_nothing_much() -> None:
    library = np.random.default_rng(1).standard_normal(800)
    calibration = calibrate(library, np.array([8.0, 8.5, 9.0, 8.2, 7.9]), np.empty(0))
    assert at_strictness(expectations(calibration.probabilities(library)), 0.5).matches <= 2
    assert expectations(np.empty(0))[5].matches == 0


def test_questions_are_unsure_and_differ_from_each_other() -> None:
    chance = np.random.default_rng(2)
    twins = np.repeat(unit(chance.standard_normal((1, DIMENSION))), 20, axis=0)
    others = unit(chance.standard_normal((20, DIMENSION)))
    vectors = np.concatenate([twins, others])
    ids = np.arange(40)
    probabilities = np.concatenate([np.full(20, 0.5), np.full(20, 0.42)])
    asked = choose_questions(ids, probabilities, vectors, 0.5, 6)
    assert len(set(asked)) == 6
    assert sum(photo < 20 for photo in asked) <= 2
    assert choose_questions(ids, np.linspace(0, 1, 40), others.repeat(2, axis=0), 0.5, 1)[0] in (19, 20)
    assert choose_questions(ids[:0], probabilities[:0], vectors[:0], 0.5) == []


def test_views_are_of_the_picture_and_named() -> None:
    picture = np.arange(40 * 60 * 3, dtype=np.uint8).reshape(40, 60, 3)
    views = views_of(picture)
    assert set(views) == set(VIEWS)
    assert np.array_equal(views["mirrored"], picture[:, ::-1])
    assert np.array_equal(views["top-right"], picture[:32, 12:])
    assert views_of(picture[:1, :1])["middle"].shape == (1, 1, 3)


def test_learning_without_examples_or_without_anything_else_is_refused() -> None:
    world = World()
    evidence, background, _ = world.evidence(5)
    for broken in (
        Evidence(evidence.wanted[:0], evidence.refused, evidence.background),
        Evidence(evidence.wanted, evidence.refused, evidence.background[:0]),
    ):
        with pytest.raises(ValueError, match="learning needs"):
            learn(broken, background[: len(broken.background)])
