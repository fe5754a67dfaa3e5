"""What the inference child says, as checked values. Nothing of a message is believed before it is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import WorkerError
from desktop_app.workers.inference_child import MAX_IMAGES
from desktop_app.workers.wire import Message, checked_integer, checked_number, checked_text

_MAX_DIMENSION = 4096
_MAX_WORDS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class UnderstoodImage:
    """What the models say of one image.

    Attributes:
        vector: (D,) float32, unit length as the model gave it; not checked for NaN. D is 0 while that model is off.
        tags: (name, confidence 0-1).
        sensitivity: 0 to 1, None when the model for it is off.
        concepts: (name, probability) of the raw classes that flags need.
    """

    vector: NDArray[np.float32]
    tags: tuple[tuple[str, float], ...]
    sensitivity: float | None
    concepts: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True, eq=False)
class InferenceReply:
    """What became of one image of the bulk side: `understood`, or the reason why not."""

    key: int
    understood: UnderstoodImage | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FastAnswer:
    """What the models say of a query's images, in order.

    Attributes:
        model_id: whose vectors they are; only vectors of one model can be compared.
        found: one for each image.
    """

    model_id: str
    found: list[UnderstoodImage]

    @property
    def vectors(self) -> NDArray[np.float32]:
        """The vectors, (N, D) float32."""
        return np.stack([understood.vector for understood in self.found])


@dataclass(frozen=True, slots=True)
class InferenceInfo:
    """What the running child said when it was ready.

    Attributes:
        model_id: of the embedding, '' when there is no usable model.
        dimension: of the vectors.
        problems: sentences about models that are absent or damaged.
        startup_s: from loading the runtime to ready.
        can_flag: the model for sensitivity works, whether or not there is one for vectors.
    """

    model_id: str
    dimension: int
    problems: tuple[str, ...]
    startup_s: float
    can_flag: bool = False


def info_from(message: Message) -> InferenceInfo:
    """Returns what a child said of itself when ready. Raises WireError."""
    return InferenceInfo(
        model_id=message.text("model_id", 200),
        dimension=message.integer("dimension", 0, _MAX_DIMENSION),
        problems=tuple(checked_text(p, "problem", 500) for p in message.items("problems", 50)),
        startup_s=message.number("seconds", 0.0, 1e6),
        can_flag=bool(message.integer("can_flag", 0, 1)),
    )


def replies_from(message: Message, keys: Sequence[int]) -> list[InferenceReply]:
    """Returns one reply per key; each result says itself which key it belongs to. Raises WireError otherwise."""
    results, shape = message.items("results", MAX_IMAGES), message.items("shape", 2)
    rows = checked_integer(shape[0], "rows", 0, MAX_IMAGES)
    columns = checked_integer(shape[1], "columns", 0, _MAX_DIMENSION)
    raw = message.buffer(0)
    if rows != len(results) or len(raw) != rows * columns * 4:
        raise WorkerError("vectors and results do not match")
    vectors = np.frombuffer(raw, np.float32).reshape(rows, columns)
    replies = []
    for row, result in zip(vectors, results, strict=True):
        if not isinstance(result, dict):
            raise WorkerError("a result is no record")
        key = checked_integer(result.get("key"), "key", -(1 << 62), 1 << 62)
        if "error" in result:
            replies.append(InferenceReply(key, error=checked_text(result["error"], "error", 300)))
            continue
        understood = UnderstoodImage(
            row.copy(),
            _pairs(result.get("tags"), "tags"),
            _optional_share(result.get("sensitivity"), "sensitivity"),
            _pairs(result.get("concepts"), "concepts"),
        )
        replies.append(InferenceReply(key, understood))
    if sorted(r.key for r in replies) != sorted(keys):
        raise WorkerError("the results are for other images than asked")
    return replies


def _optional_share(value: object, name: str) -> float | None:
    return None if value is None else checked_number(value, name, 0.0, 1.0)


def _pairs(value: object, name: str) -> tuple[tuple[str, float], ...]:
    if not isinstance(value, list) or len(value) > _MAX_WORDS:
        raise WorkerError(f"{name} are no list")
    pairs = []
    for pair in value:
        if not isinstance(pair, list) or len(pair) != 2:
            raise WorkerError(f"{name} are no pairs")
        pairs.append((checked_text(pair[0], name, 100), checked_number(pair[1], name, 0.0, 1.0)))
    return tuple(pairs)
