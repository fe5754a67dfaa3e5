"""What the models say about pictures: an embedding, words with their confidence, sensitivity, and concepts for flags.

Whatever model is missing or damaged is off, with a sentence in `problems`; the others work. One bad picture never
spoils the others of its batch.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import ModelError
from desktop_app.ml.manifest import InputSpec, Manifest, ModelSpec, load_manifest
from desktop_app.ml.preprocess import Image, prepare
from desktop_app.ml.session import OrtSession, Session, Tensors
from desktop_app.ml.words import WORDS_FILE, Vocabulary

log = logging.getLogger(__name__)

EMBED, SENSITIVITY, SCREEN = "embedding", "sensitivity", "sensitivity-screen"
BATCH = 8  # beyond this a photo costs no less and the memory grows


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the models said about one picture.

    Attributes:
        vector: (D,) float32 of unit length, or None when the embedder is off or the picture gave none.
        tags: words and the probability that they are right, 0 to 1, surest first, at most eight.
        sensitivity: probability of a picture one would not show at work, 0 to 1, or None when that model is off.
        concepts: named probabilities for flags, e.g. ('weapon', 0.93).
        problem: why this picture was not understood, in plain words, else ''.
    """

    vector: NDArray[np.float32] | None = None
    tags: tuple[tuple[str, float], ...] = ()
    sensitivity: float | None = None
    concepts: tuple[tuple[str, float], ...] = ()
    problem: str = ""


@dataclass(slots=True)
class _Part:
    """One loaded model and how pictures are prepared for it."""

    spec: ModelSpec
    input: InputSpec
    session: Session


class Understander:
    """The models of one process. One thread at a time.

    Attributes:
        model_id: names the vectors, e.g. 'reverie-lite2/1'; '' when the embedder is off.
        dimension: of the vectors; 0 when the embedder is off.
        problems: one sentence for each part that is off.
    """

    def __init__(self, models_dir: Path, threads: int = 1) -> None:
        """Loads what can be loaded. Raises nothing: what cannot be loaded is named in `problems`."""
        self.problems: list[str] = []
        self.model_id, self.dimension = "", 0
        self._embedder: _Part | None = None
        self._screen: _Part | None = None
        self._sensitivity: _Part | None = None
        self._vocabulary: Vocabulary | None = None
        try:
            manifest = load_manifest(models_dir)
        except ModelError as error:
            self._off("Understanding photos is off", error)
            return
        self._embedder = self._load(manifest, EMBED, threads, "Finding similar photos and tags are off")
        self._sensitivity = self._load(manifest, SENSITIVITY, threads, "Finding sensitive photos is off")
        if self._sensitivity:
            self._screen = self._load(manifest, SCREEN, threads, "Finding sensitive photos is slower than it could be")
        if self._embedder:
            self.model_id = self._embedder.spec.key
            self.dimension = self._embedder.spec.outputs["embedding"]
            try:
                self._vocabulary = Vocabulary.from_bytes(manifest.read_data(WORDS_FILE))
            except ModelError as error:
                self._off("Tags are off", error)

    @property
    def is_sensitivity_on(self) -> bool:
        """Whether pictures are judged for sensitivity; they are even while the embedder is off."""
        return self._sensitivity is not None

    def _off(self, what: str, error: ModelError) -> None:
        self.problems.append(f"{what}: {error.sentence()}")
        log.warning("%s: %s", what, error)

    def _load(self, manifest: Manifest, task: str, threads: int, what: str) -> _Part | None:
        try:
            spec = manifest.by_task(task)
            if spec.input is None:
                raise ModelError(f"The manifest does not say how pictures are prepared for {spec.id}.")
            session = OrtSession(manifest.read_model(spec), spec.file, threads=threads)
        except ModelError as error:
            self._off(what, error)
            return None
        return _Part(spec, spec.input, session)

    def understand(self, images: Sequence[Image]) -> list[Understanding]:
        """Returns one answer per picture, in order.

        Args:
            images: (H, W, 3) uint8 RGB each, any sizes; a long edge near 512 px is what the speed was measured with.
        """
        answers = self._vectors_and_tags(images, has_tags=True)
        for position, found in enumerate(self._sensitivities(images)):
            if isinstance(found, str):
                answers[position] = replace(answers[position], problem=answers[position].problem or found)
            else:
                answers[position] = replace(answers[position], sensitivity=found)
        return answers

    def _sensitivities(self, images: Sequence[Image]) -> list[float | str | None]:
        """Returns, by position, the probability, None when the model is off, or what is wrong with the picture.

        The quantised screen clears most pictures; the exact model is asked about the others, and its answer counts.
        """
        if self._sensitivity is None:
            return [None for _ in images]
        answers: list[float | str | None] = [None for _ in images]
        open_positions = list(range(len(images)))
        if self._screen:
            cleared_below = float(self._screen.spec.calibration["cleared_below"])
            for position, result in enumerate(_run(self._screen, images)):
                answers[position] = result if isinstance(result, str) else float(result["sensitive"][1])
            # `not (x < limit)` also holds for NaN: what the screen cannot judge is looked at again.
            open_positions = [i for i, a in enumerate(answers) if isinstance(a, float) and not (a < cleared_below)]
        for position, result in zip(
            open_positions, _run(self._sensitivity, [images[i] for i in open_positions]), strict=True
        ):
            value = result if isinstance(result, str) else float(result["sensitive"][1])
            answers[position] = None if isinstance(value, float) and not np.isfinite(value) else value
        return answers

    def embed(self, images: Sequence[Image]) -> list[Understanding]:
        """Returns vectors alone, for queries: half the cost of `understand`."""
        return self._vectors_and_tags(images, has_tags=False)

    def _vectors_and_tags(self, images: Sequence[Image], *, has_tags: bool) -> list[Understanding]:
        part = self._embedder
        if part is None:
            return [Understanding() for _ in images]
        answers = []
        for result in _run(part, images):
            if isinstance(result, str):
                answers.append(Understanding(problem=result))
                continue
            vector, problem = unit(result["embedding"])
            answer = Understanding(vector=vector, problem=problem)
            if has_tags and self._vocabulary and not problem:
                tags, concepts = self._vocabulary.read(result["logits"])
                answer = replace(answer, tags=tags, concepts=concepts)
            answers.append(answer)
        return answers


def unit(vector: NDArray[np.float32]) -> tuple[NDArray[np.float32] | None, str]:
    """Returns the vector at unit length and '', or None and the reason when it has no direction (NaN, Inf, zero)."""
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length):
        return None, "the model gave numbers that are not finite"
    if length < 1e-6:
        return None, "the model gave a vector of no length"
    return (vector / length).astype(np.float32), ""


def _run(part: _Part, images: Sequence[Image]) -> list[Tensors | str]:
    """Returns, by position, the outputs of one picture (without the batch axis) or what went wrong with it."""
    results: list[Tensors | str] = ["" for _ in images]
    for start in range(0, len(images), BATCH):
        ready: list[tuple[int, Image]] = []
        for position in range(start, min(start + BATCH, len(images))):
            try:
                ready.append((position, prepare(images[position], part.input)))
            except ValueError as error:
                results[position] = f"the picture cannot be used: {error}"
        if ready:
            outputs = part.session.run({part.input.name: np.stack([tensor for _, tensor in ready])})
            for row, (position, _) in enumerate(ready):
                results[position] = {name: values[row] for name, values in outputs.items()}
    return results
