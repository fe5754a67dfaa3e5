"""The manifest of the models: what each file is, where it came from, how pictures are prepared for it.

A file is read once, compared with the manifest's sha256, and those very bytes go to the runtime, so what was verified
is what runs. Anything that points outside its own bytes (external data, links) is refused before the runtime sees it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop_app.errors import ModelError
from desktop_app.ml.onnx_scan import has_external_data

MANIFEST_NAME = "manifest.json"
SCHEMA = 1
MAX_MODEL_BYTES = 200_000_000
MAX_MANIFEST_BYTES = 4_000_000
REPAIR = "Install Reverie again to repair it."


@dataclass(frozen=True, slots=True)
class InputSpec:
    """How a picture becomes the tensor of one model. All sizes in pixels, all colours in 8-bit steps.

    Attributes:
        name: of the graph's input, (N, height, width, 3) uint8 RGB.
        size_px: side of the square the picture is squashed to.
        kept_share: share of each side of the picture that is looked at, around its middle.
        border_px: added on each side after resizing, in the mean colour, where the graph does not pad by itself; the
            tensor's side is size_px + 2 border_px.
        mean, std: per channel; subtracted and divided inside the graph, named here for the record.
    """

    name: str
    size_px: int
    kept_share: float
    border_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    colour_order: str
    layout: str
    resize: str


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One line of the manifest: one ONNX file.

    Attributes:
        id: stable name, e.g. 'reverie-lite2'; with `version` it names what its outputs may be compared with.
        outputs: name of each output and its width.
        calibration: named numbers that turn outputs into answers; see `ml/calibration.py`.
    """

    id: str
    name: str
    version: str
    task: str
    file: str
    sha256: str
    size_bytes: int
    licence: str
    licence_file: str
    source: str
    input: InputSpec | None
    outputs: Mapping[str, int]
    calibration: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Id and version: two vectors may be compared only when they carry the same key."""
        return f"{self.id}/{self.version}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Every model that ships, and the data files that belong to them."""

    folder: Path
    models: Mapping[str, ModelSpec]
    data: Mapping[str, str]  # file name -> sha256

    def by_task(self, task: str) -> ModelSpec:
        """Returns the one model for a task.

        Raises:
            ModelError: the manifest names none.
        """
        for spec in self.models.values():
            if spec.task == task:
                return spec
        raise ModelError(f"The manifest of the models names none for {task}.", advice=REPAIR)

    def read_model(self, spec: ModelSpec) -> bytes:
        """Returns the verified bytes of a model.

        Raises:
            ModelError: missing, damaged, a link, outside the folder, or pointing at other files.
        """
        content = read_verified(self.folder, spec.file, spec.sha256)
        if has_external_data(content):
            raise ModelError(f"The model {spec.file} points at files outside itself and was refused.", advice=REPAIR)
        return content

    def read_data(self, name: str) -> bytes:
        """Returns the verified bytes of a data file, e.g. the words of the tagger.

        Raises:
            ModelError: missing, damaged, a link, or not named in the manifest.
        """
        if name not in self.data:
            raise ModelError(f"The manifest of the models does not name {name}.", advice=REPAIR)
        return read_verified(self.folder, name, self.data[name])


def read_verified(folder: Path, name: str, sha256: str) -> bytes:
    """Reads a plain file of this folder and compares its sha256.

    Raises:
        ModelError: the name leaves the folder, the file is a link, missing, unreadable, too large or different.
    """
    if os.path.basename(name) != name or name in {"", ".", ".."} or "\\" in name:
        raise ModelError(f"The model file name {name!r} leaves its folder and was refused.")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    path = folder / name
    try:
        if path.is_symlink():
            raise ModelError(f"The model {name} is a link and was refused.", advice=REPAIR)
        descriptor = os.open(path, flags)
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_MODEL_BYTES:
                raise ModelError(f"The model {name} is not a plain file of a sensible size.", advice=REPAIR)
            content = file.read()
    except FileNotFoundError:
        raise ModelError(f"The model {name} is missing.", advice=REPAIR) from None
    except OSError as error:
        raise ModelError(f"The model {name} cannot be read: {error.strerror}.", advice=REPAIR) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelError(f"The model {name} is damaged: its checksum differs.", advice=REPAIR)
    return content


def load_manifest(folder: Path) -> Manifest:
    """Reads `manifest.json` in `folder`.

    Raises:
        ModelError: it is missing, unreadable, or not a manifest of this schema.
    """
    path = folder / MANIFEST_NAME
    try:
        if path.stat().st_size > MAX_MANIFEST_BYTES:
            raise ModelError("The manifest of the models is far too large.", advice=REPAIR)
        raw = json.loads(path.read_bytes())
        if raw["schema"] != SCHEMA:
            raise ModelError("The manifest of the models is of another version.", advice=REPAIR)
        models = [_model(line) for line in raw["models"]]
        data = {str(line["file"]): str(line["sha256"]) for line in raw["data"]}
    except FileNotFoundError:
        raise ModelError("The manifest of the models is missing.", advice=REPAIR) from None
    except OSError as error:
        raise ModelError(f"The manifest of the models cannot be read: {error.strerror}.", advice=REPAIR) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError("The manifest of the models is damaged.", advice=REPAIR) from error
    return Manifest(folder, {m.id: m for m in models}, data)


def _model(line: Mapping[str, Any]) -> ModelSpec:
    return ModelSpec(
        id=str(line["id"]),
        name=str(line["name"]),
        version=str(line["version"]),
        task=str(line["task"]),
        file=str(line["file"]),
        sha256=str(line["sha256"]),
        size_bytes=int(line["size_bytes"]),
        licence=str(line["licence"]),
        licence_file=str(line["licence_file"]),
        source=str(line["source"]["package"]),
        input=_input(line["input"]) if line["input"] else None,
        outputs={str(k): int(v) for k, v in line["outputs"].items()},
        calibration=dict(line["calibration"]),
    )


def _input(raw: Mapping[str, Any]) -> InputSpec:
    spec = InputSpec(
        name=str(raw["name"]),
        size_px=int(raw["size_px"]),
        kept_share=float(raw["kept_share"]),
        border_px=int(raw["border_px"]),
        mean=_three(raw["mean"]),
        std=_three(raw["std"]),
        colour_order=str(raw["colour_order"]),
        layout=str(raw["layout"]),
        resize=str(raw["resize"]),
    )
    if not (0 < spec.size_px <= 2048 and 0 < spec.kept_share <= 1 and 0 <= spec.border_px <= 64):
        raise ValueError("sizes out of range")
    return spec


def _three(raw: Sequence[float]) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in raw)
    return red, green, blue
