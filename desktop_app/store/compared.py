"""What the search for duplicates has compared: a cache file, so that the next search of a large library takes seconds.

Everything in it goes by content, so it holds for whatever library the contents are in. It may be deleted at any time:
then all is compared anew. A damaged file, and one of another way of comparing, counts as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

_MAGIC = b"reverie compared\n"
_HASH_BYTES = 32

ContentPair = tuple[bytes, bytes]
FileState = tuple[int, int, int, bytes]  # photo id, size in bytes, time in ns, content hash


@dataclass(slots=True)
class Compared:
    """What was compared. Lives on one lane.

    Attributes:
        method: the number of the way of comparing.
        model: whose vectors were asked; '' for none.
        known: contents whose hash was compared with all others here: perceptual hash, and whether it is graphic.
        searched: contents whose vector was asked for its neighbours.
        same: pairs of contents that show one picture, the lower first, with their likeness.
        spared: pairs that were not looked at because both show the picture of a third one.
        different: pairs that hang together by others, and were found not to show one picture.
        digests: sha256 of whole large files.
    """

    method: int
    model: str = ""
    known: dict[bytes, tuple[int, bool]] = field(default_factory=dict)
    searched: set[bytes] = field(default_factory=set)
    same: dict[ContentPair, float] = field(default_factory=dict)
    spared: set[ContentPair] = field(default_factory=set)
    different: set[ContentPair] = field(default_factory=set)
    digests: dict[FileState, bytes] = field(default_factory=dict)


def load_compared(file: Path, method: int) -> Compared:
    """Reads what was compared by this method; nothing, where there is no such file or it is not whole."""
    try:
        head, digest, content = _parts(file.read_bytes())
        if head != _MAGIC or hashlib.sha256(content).digest() != digest:
            raise ValueError("not whole")
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return _unpacked(arrays) if int(arrays["method"]) == method else Compared(method)
    except FileNotFoundError:
        return Compared(method)
    except (OSError, ValueError, KeyError) as error:
        log.info("what was compared before could not be read, all is compared anew: %s", error)
        return Compared(method)


def save_compared(file: Path, compared: Compared) -> None:
    """Writes what was compared, whole or not at all. A disk that is full only means to compare again."""
    buffer = io.BytesIO()
    np.savez(buffer, **_packed(compared))  # type: ignore[arg-type]  # no array is called allow_pickle
    content = buffer.getvalue()
    temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(_MAGIC + hashlib.sha256(content).digest() + content)
        temporary.replace(file)
    except OSError as error:
        log.warning("what was compared could not be kept: %s", error)
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def _parts(data: bytes) -> tuple[bytes, bytes, bytes]:
    end = len(_MAGIC) + _HASH_BYTES
    return data[: len(_MAGIC)], data[len(_MAGIC) : end], data[end:]


def _packed(compared: Compared) -> dict[str, NDArray[Any]]:
    pairs = (*compared.same, *compared.spared, *compared.different)
    contents = sorted({*compared.known, *compared.searched, *(one for pair in pairs for one in pair)})
    row = {content: at for at, content in enumerate(contents)}
    known, states = list(compared.known), list(compared.digests)
    return {
        "method": np.array(compared.method),
        "model": np.array(compared.model),
        **_texts("contents", contents),
        "known": np.array([row[content] for content in known], np.int64),
        "hashes": np.array([compared.known[content][0] for content in known], np.uint64),
        "is_graphic": np.array([compared.known[content][1] for content in known], np.bool_),
        "searched": np.array(sorted(row[content] for content in compared.searched), np.int64),
        "same": _rows(compared.same, row),
        "likeness": np.array(list(compared.same.values()), np.float64),
        "spared": _rows(sorted(compared.spared), row),
        "different": _rows(sorted(compared.different), row),
        "states": np.array([state[:3] for state in states], np.int64).reshape(-1, 3),
        **_texts("state_contents", [state[3] for state in states]),
        **_texts("digests", list(compared.digests.values())),
    }


def _unpacked(arrays: Mapping[str, NDArray[Any]]) -> Compared:
    contents = _read_texts("contents", arrays)
    known = zip(arrays["hashes"].tolist(), arrays["is_graphic"].tolist(), strict=True)
    same = [(contents[one], contents[other]) for one, other in arrays["same"].tolist()]
    states = zip(arrays["states"].tolist(), _read_texts("state_contents", arrays), strict=True)
    digests = _read_texts("digests", arrays)
    return Compared(
        method=int(arrays["method"]),
        model=str(arrays["model"]),
        known={contents[at]: value for at, value in zip(arrays["known"].tolist(), known, strict=True)},
        searched={contents[at] for at in arrays["searched"].tolist()},
        same=dict(zip(same, arrays["likeness"].tolist(), strict=True)),
        spared={(contents[one], contents[other]) for one, other in arrays["spared"].tolist()},
        different={(contents[one], contents[other]) for one, other in arrays["different"].tolist()},
        digests={(*numbers, content): digest for (numbers, content), digest in zip(states, digests, strict=True)},
    )


def _rows(pairs: Collection[ContentPair], row: Mapping[bytes, int]) -> NDArray[np.int64]:
    return np.array([(row[one], row[other]) for one, other in pairs], np.int64).reshape(-1, 2)


def _texts(name: str, texts: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    joined = np.frombuffer(b"".join(texts), np.uint8)
    return {name: joined, f"{name}_ends": np.cumsum([len(text) for text in texts], dtype=np.int64)}


def _read_texts(name: str, arrays: Mapping[str, NDArray[Any]]) -> list[bytes]:
    joined, ends = arrays[name].tobytes(), arrays[f"{name}_ends"].tolist()
    return [joined[begin:end] for begin, end in pairwise([0, *ends])]
