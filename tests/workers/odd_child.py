"""A child like the real one, with stand-ins where a test needs them: a model that is no model, files that kill.

Run in place of `python -m desktop_app.workers.child`; the environment variable ODD names what is odd, comma separated:
`model` a stand-in for the models; files and images with certain contents then misbehave, see below.
"""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import time
import types
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIMENSION = 64
MODEL_ID = "stand-in-1"
ODD = os.environ.get("ODD", "").split(",")
NAN_COLOUR, DEADLY_COLOUR, FAILING_COLOUR, SLOW_COLOUR = (255, 0, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255)
ENDLESS_COLOUR = (0, 255, 255)


@dataclass
class Understanding:
    vector: NDArray[np.float32] | None
    tags: tuple[tuple[str, float], ...] = ()
    sensitivity: float | None = None
    concepts: tuple[tuple[str, float], ...] = ()
    problem: str = ""


def colour_of(image: NDArray[np.uint8]) -> tuple[int, ...]:
    """The image's one colour, or () when it has several; JPEG's rounding is taken off."""
    low, high = image.min(axis=(0, 1)), image.max(axis=(0, 1))
    return tuple(255 if c > 127 else 0 for c in low) if (high - low < 8).all() and _is_pure(low) else ()


def _is_pure(colour: NDArray[np.uint8]) -> bool:
    return bool(((colour < 6) | (colour > 249)).all())


def vector_of(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A unit vector that depends on the picture's coarse look alone, so that it stands JPEG."""
    rows = np.array_split(image.astype(np.float32), 4, axis=0)
    cells = [part.mean(axis=(0, 1)) for row in rows for part in np.array_split(row, 5, axis=1)]
    vector = np.concatenate([*cells, [1, 1, 1, 1]]).astype(np.float32)
    return vector / np.linalg.norm(vector)


class Understander:
    model_id, dimension, problems = MODEL_ID, DIMENSION, ()

    def __init__(self, models_dir: Path, threads: int) -> None:
        if "no-model" in ODD:
            self.model_id, self.dimension, self.problems = "", 0, ("The model is missing.",)
        self.is_sensitivity_on = "no-model" not in ODD
        self.is_sensitivity_on &= "no-sensitivity" not in ODD
        if "no-embedder" in ODD:
            self.model_id, self.dimension, self.problems = "", 0, ("Finding similar photos is off.",)
        if "dies-at-start" in ODD:
            os.kill(os.getpid(), signal.SIGKILL)
        if "loads-for-ever" in ODD:
            time.sleep(600)
        self.ballast: list[bytes] = []

    def understand(self, images: Sequence[NDArray[np.uint8]]) -> list[Understanding]:
        colours = [colour_of(image) for image in images]
        if log := os.environ.get("ODD_LOG"):
            with Path(log).open("a") as out:
                out.writelines(f"{hashlib.sha256(i.tobytes()).hexdigest()}\n" for i in images)
        if DEADLY_COLOUR in colours:
            os.kill(os.getpid(), signal.SIGKILL)
        if FAILING_COLOUR in colours and "takes-all" not in ODD:
            raise RuntimeError("no such picture")
        if "fails-on-black" in ODD and (0, 0, 0) in colours:
            raise RuntimeError("no such picture")
        if ENDLESS_COLOUR in colours:
            time.sleep(600)
        if SLOW_COLOUR in colours:
            time.sleep(0.4)
        if "patient" in ODD:
            time.sleep(0.03 * len(images))
        if "grows" in ODD:
            self.ballast.append(b"1" * (60 << 20))
        found = []
        for image, colour in zip(images, colours, strict=True):
            if "no-embedder" in ODD:
                found.append(Understanding(None, sensitivity=0.97 if colour == SLOW_COLOUR else 0.01))
                continue
            vector = np.full(DIMENSION, np.nan, np.float32) if colour == NAN_COLOUR else vector_of(image)
            sensitivity = None if "no-sensitivity" in ODD else 0.97 if colour == SLOW_COLOUR else 0.01
            found.append(Understanding(vector, (("thing", 0.9), ("other", 0.5)), sensitivity, (("rifle", 0.001),)))
        return found

    def embed(self, images: Sequence[NDArray[np.uint8]]) -> list[Understanding]:
        if log := os.environ.get("ODD_LOG"):
            with Path(log).open("a") as out:
                out.write("query\n")
        return [Understanding(vector_of(image)) for image in images]


def make_odd() -> None:
    if "model" in ODD:
        module = types.ModuleType("desktop_app.ml.understand")
        module.Understander, module.Understanding = Understander, Understanding  # type: ignore[attr-defined]
        sys.modules["desktop_app.ml.understand"] = module
    if "files" in ODD:
        from desktop_app.imaging import decode

        real = decode.decode_photo

        def odd_decode(path: Path, options: decode.DecodeOptions | None = None) -> decode.DecodedPhoto:
            if "kill" in path.name:
                os.kill(os.getpid(), signal.SIGSEGV)
            if "hang" in path.name:
                os.kill(os.getpid(), signal.SIGSTOP)
            if "spin" in path.name:
                time.sleep(60)
            if "liar" in path.name:
                os.write(int(sys.argv[-1]), b"this is no message" * 100)
            if "eater" in path.name:
                block = bytearray(8 << 30)
                block[:: 1 << 12] = b"x" * len(block[:: 1 << 12])
            if log := os.environ.get("ODD_DECODE_LOG"):
                with Path(log).open("a", errors="replace") as out:
                    out.write(f"{path.name}\n")
            return real(path, options)

        decode.decode_photo = odd_decode


if __name__ == "__main__":
    make_odd()
    from desktop_app.workers import child

    child.main(sys.argv[1:])
