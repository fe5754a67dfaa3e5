"""Words for pictures: class scores summed up to the nouns people use, kept where they are sure enough to be said."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import ModelError

SCHEMA = 1
WORDS_FILE = "words.json"
LEAST_SUM = 0.02  # below this no word is worth a look
NO_KIND = ("container", "tool")  # to WordNet a bus is a container and a coffeepot a tool
Named = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Turns a summed probability p into a confidence, sigmoid(slope * logit(p) + offset), as measured on photos."""

    slope: float
    offset: float

    def confidence(self, probability: float) -> float:
        """Returns the probability, 0 to 1, that a word with this sum is right."""
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return 1.0 / (1.0 + math.exp(-(self.slope * math.log(p / (1 - p)) + self.offset)))


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """The words the tagger knows.

    Attributes:
        words: (W,) of every candidate: the groups, then the single classes.
        levels: (W,) 'everyday', 'broad' or 'single'.
        members: class indices of every word, one word after another; `starts` (W,) says where each begins.
        lines, thresholds: by level.
        concepts: names and the classes that count for them.
        temperature: the class scores are divided by it before the softmax.
        most: how many words one picture gets at most.
    """

    words: tuple[str, ...]
    levels: tuple[str, ...]
    members: NDArray[np.intp]
    starts: NDArray[np.intp]
    lines: Mapping[str, Line]
    thresholds: Mapping[str, float]
    concepts: Mapping[str, NDArray[np.intp]]
    temperature: float
    most: int

    @classmethod
    def from_bytes(cls, content: bytes) -> Vocabulary:
        """Reads `words.json`.

        Raises:
            ModelError: it is not a vocabulary of this schema.
        """
        try:
            raw = json.loads(content)
            if raw["schema"] != SCHEMA:
                raise ModelError("The words of the tagger are of another version.")
            return cls._from_json(raw)
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise ModelError("The words of the tagger are damaged.") from error

    @classmethod
    def _from_json(cls, raw: Mapping[str, Any]) -> Vocabulary:
        candidates = [(str(g["word"]), str(g["level"]), list(g["classes"])) for g in raw["groups"]]
        count = len(raw["classes"])
        single: dict[str, list[int]] = {}
        for index, name in enumerate(raw["classes"]):
            if name:
                single.setdefault(str(name), []).append(index)
        said = {word for word, _, _ in candidates}
        candidates += [(word, "single", members) for word, members in single.items() if word not in said]
        sizes = [len(members) for _, _, members in candidates]
        members = np.array([m for _, _, inside in candidates for m in inside], np.intp)
        if min(sizes) < 1 or members.min() < 0 or members.max() >= count:
            raise ValueError("a word stands for no class")
        calibration = raw["calibration"]
        return cls(
            words=tuple(word for word, _, _ in candidates),
            levels=tuple(level for _, level, _ in candidates),
            members=members,
            starts=np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp),
            lines={k: Line(float(v[0]), float(v[1])) for k, v in calibration["lines"].items()},
            thresholds={k: float(v) for k, v in calibration["thresholds"].items()},
            concepts={str(k): np.array(v, np.intp) for k, v in raw["concepts"].items()},
            temperature=float(calibration["temperature"]),
            most=int(calibration["most"]),
        )

    def read(self, logits: NDArray[np.float32]) -> tuple[Named, Named]:
        """Returns the words of one picture with their confidence, surest first, and the concepts' probabilities.

        A word is said when it is sure enough for its level; a broad one only when no narrower word is said.

        Args:
            logits: (1000,) float32 class scores. Scores that are not finite give no words.
        """
        if not np.isfinite(logits).all():
            return (), ()
        probabilities = softmax(logits / self.temperature)
        scores = np.add.reduceat(probabilities[self.members], self.starts)
        said: list[tuple[int, float]] = []
        for column in np.flatnonzero(scores >= LEAST_SUM):
            level = self.levels[column]
            confidence = self.lines[level].confidence(float(scores[column]))
            if confidence >= self.thresholds[level]:
                said.append((int(column), confidence))
        inside = {c: self.classes_of(c) for c, _ in said}
        narrow = [(c, p) for c, p in said if not (self.levels[c] == "broad" and _is_covered(c, inside))]
        words = sorted(((self.words[c], round(p, 4)) for c, p in narrow), key=lambda item: (-item[1], item[0]))
        concepts = tuple((name, round(float(probabilities[m].sum()), 5)) for name, m in self.concepts.items())
        return tuple(words[: self.most]), concepts

    def classes_of(self, column: int) -> frozenset[int]:
        """Returns the classes that count for a word, by its position in `words`."""
        end = self.starts[column + 1] if column + 1 < len(self.starts) else len(self.members)
        return frozenset(int(m) for m in self.members[self.starts[column] : end])

    def narrower(self, word: str) -> tuple[str, ...]:
        """Returns the words whose pictures are all pictures of `word` ('animal': 'dog', 'cat', ...), for searching."""
        if word not in self.words:
            return ()
        wide = self.classes_of(self.words.index(word))
        return tuple(other for column, other in enumerate(self.words) if self.classes_of(column) < wide)

    def broader(self) -> dict[str, tuple[str, ...]]:
        """Returns the broad words that hold wherever a word does ('dog': 'animal'), for naming kinds of photos.

        A broad word is not said of a picture where a narrower one is. It holds for a word half of whose classes it
        covers: WordNet's horse is an animal and a cart. Words that name no kind of thing are left out.
        """
        found: dict[str, list[str]] = {}
        inside = [self.classes_of(column) for column in range(len(self.words))]
        for wide, level, classes in zip(self.words, self.levels, inside, strict=True):
            if level != "broad" or wide in NO_KIND:
                continue
            for word, own in zip(self.words, inside, strict=True):
                if len(own) < len(classes) and 2 * len(own & classes) >= len(own):
                    found.setdefault(word, []).append(wide)
        return {word: tuple(wide) for word, wide in found.items()}


def _is_covered(broad: int, inside: Mapping[int, frozenset[int]]) -> bool:
    """Says whether a narrower word than this broad one is among the words said."""
    wide = inside[broad]
    return any(other != broad and len(narrow) < len(wide) and narrow & wide for other, narrow in inside.items())


def softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    """Returns probabilities that sum to one."""
    raised = np.exp(logits - logits.max())
    return np.asarray(raised / raised.sum(), np.float32)
