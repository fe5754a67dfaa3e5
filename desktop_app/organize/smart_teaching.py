"""A smart album by example from end to end: learned, calibrated, the library judged, and what to ask next."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.smart_album import Certainty, Expectation, at_strictness
from desktop_app.organize.smart_calibration import Calibration, calibrate, expectations
from desktop_app.organize.smart_learning import Classifier, Evidence, Held, learn

Ids = NDArray[np.int64]
Probabilities = NDArray[np.float64]
Batches = Callable[[], Iterable[tuple[Ids, NDArray[np.floating[Any]]]]]

BACKGROUND = 2_000  # photos nobody spoke about that are learned from: more takes longer and tells little more
FLOOR = 0.01  # less likely photos are no match at any strictness, and not kept
SEEN_TO_UNSEEN = 0.3  # of the score of a single example, which nothing can be held back of (measured)
ROUGH_BELOW = 5
TOO_FEW_BELOW = 3
QUESTIONS = 24
_NEAR_THE_CUT = 160  # candidates among which the questions are chosen
_BALANCED = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Machine:
    """What judges photos: a classifier and the probabilities of its scores."""

    classifier: Classifier
    calibration: Calibration

    def probabilities(self, ids: Ids, vectors: NDArray[np.floating[Any]]) -> Probabilities:
        """Returns (N,) how likely photos belong, for (N,) ids and (N, D) vectors of unit length."""
        return self.calibration.probabilities(self.classifier.scores(ids, vectors))

    def to_bytes(self) -> bytes:
        """Returns the machine for the store."""
        file = io.BytesIO()
        own = self.classifier
        numbers = np.array([own.centre, own.spread, own.strength])
        np.savez(
            file, weights=own.weights, offsets=own.offsets, ids=own.background_ids, folds=own.folds, numbers=numbers,
            places=self.calibration.places, values=self.calibration.values,
        )  # fmt: skip
        return file.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> Machine:
        """Returns the machine of `to_bytes`.

        Raises:
            ValueError: the bytes are damaged.
        """
        try:
            with np.load(io.BytesIO(data), allow_pickle=False) as found:
                centre, spread, strength = found["numbers"].tolist()
                classifier = Classifier(
                    found["weights"], found["offsets"], found["ids"], found["folds"], centre, spread, strength
                )
                return cls(classifier, Calibration(found["places"], found["values"]))
        except (KeyError, OSError, EOFError, TypeError, ValueError, zipfile.BadZipFile) as error:
            raise ValueError("what was learned is damaged") from error


@dataclass(frozen=True, slots=True, eq=False)
class Taught:
    """The outcome of a lesson.

    Attributes:
        ids, probabilities: (N,) photos that may be matches at some strictness, ids ascending.
        steps: what each strictness promises.
        trained_precision, trained_recall: the same at the balanced cut, on the photos that were learned from.
        seen: how many photos of the library were judged.
    """

    machine: Machine
    certainty: Certainty
    ids: Ids
    probabilities: Probabilities
    steps: tuple[Expectation, ...]
    trained_precision: float
    trained_recall: float
    seen: int


def choose_background(ids: Ids, ruled: Ids, seed: int, size: int = BACKGROUND) -> Ids:
    """Returns up to `size` of the ids that are not ruled on, ascending, the same for the same seed and ids."""
    free = np.setdiff1d(ids, ruled)
    if len(free) <= size:
        return free
    chosen = np.random.default_rng(seed).choice(len(free), size, replace=False)
    return np.asarray(free[np.sort(chosen)])


def teach(evidence: Evidence, background_ids: Ids, ruled: Ids, library: Batches, seed: int = 0) -> Taught:
    """Learns from examples and judges the whole library. The same arguments give the same answer.

    Args:
        evidence: the examples and a background, with at least one photo each.
        background_ids: of the background's rows, ascending.
        ruled: the photos that the user ruled on, ascending; they are left out of the answer.
        library: called to go through all vectors in batches; each photo once.
        seed: of everything that is drawn by lot.

    Raises:
        ValueError: see `learn`.
    """
    classifier, held = learn(evidence, background_ids, seed)
    parts = [(ids, classifier.scores(ids, rows)) for ids, rows in _unruled(library(), ruled)]
    ids = np.concatenate([part[0] for part in parts]) if parts else np.empty(0, np.int64)
    scores = np.concatenate([part[1] for part in parts]) if parts else np.empty(0)
    wanted = held.wanted if len(held.wanted) else held.trained_wanted * SEEN_TO_UNSEEN
    machine = Machine(classifier, calibrate(scores, wanted, held.refused))
    probabilities = machine.calibration.probabilities(scores)
    steps = expectations(probabilities)
    precision, recall = _trained(machine, held, at_strictness(steps, _BALANCED).cut)
    kept = np.flatnonzero(probabilities >= FLOOR)
    kept = kept[np.argsort(ids[kept], kind="stable")]
    return Taught(
        machine, certainty_of(len(evidence.wanted)), ids[kept], probabilities[kept], steps, precision, recall, len(ids)
    )


def certainty_of(wanted: int) -> Certainty:
    """Returns how much the figures are worth that were found with so many examples."""
    if not wanted:
        return Certainty.UNTAUGHT
    if wanted < TOO_FEW_BELOW:
        return Certainty.TOO_FEW
    return Certainty.ROUGH if wanted < ROUGH_BELOW else Certainty.MEASURED


def _unruled(
    batches: Iterable[tuple[Ids, NDArray[np.floating[Any]]]], ruled: Ids
) -> Iterator[tuple[Ids, NDArray[np.floating[Any]]]]:
    for ids, rows in batches:
        free = ~np.isin(ids, ruled)
        yield ids[free], rows[free]


def _trained(machine: Machine, held: Held, cut: float) -> tuple[float, float]:
    """Returns precision and recall on the photos that were learned from: examples as wanted, the background as not."""
    hits = int((machine.calibration.probabilities(held.trained_wanted) >= cut).sum())
    wrong = int((machine.calibration.probabilities(held.trained_background) >= cut).sum())
    return hits / max(hits + wrong, 1), hits / max(len(held.trained_wanted), 1)


def choose_questions(
    ids: Ids, probabilities: Probabilities, vectors: NDArray[np.floating[Any]], cut: float, number: int = QUESTIONS
) -> list[int]:
    """Returns the photos whose answer would teach most, first the most useful: unsure ones that differ from each other.

    Args:
        ids: (N,) photos that may be asked about.
        probabilities: (N,) how likely each belongs.
        vectors: (N, D) of unit length.
        cut: the probability that matches begin at; photos near it are unsure.
        number: how many at most.
    """
    if not len(ids):
        return []
    doubt = -np.abs(_logit(probabilities) - _logit(np.array([cut])))
    order = np.lexsort((ids, -doubt))[:_NEAR_THE_CUT]
    rows = np.asarray(vectors[order], np.float32)
    worth = doubt[order] - doubt[order].max()
    nearest = np.zeros(len(order))
    chosen: list[int] = []
    for _ in range(min(number, len(order))):
        gain = worth - 3.0 * np.maximum(nearest, 0.0)
        gain[chosen] = -np.inf
        best = int(np.argmax(gain))
        chosen.append(best)
        nearest = np.maximum(nearest, rows @ rows[best])
    return [int(ids[order[at]]) for at in chosen]


def _logit(probabilities: Probabilities) -> Probabilities:
    inside = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(inside / (1 - inside)))
