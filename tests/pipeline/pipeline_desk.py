"""One library and one ingest with real children, for tests to use; and pictures to index."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from desktop_app.domain.library import Changes, IndexReport, Progress, Root
from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.store import Store
from desktop_app.workers.decoders import DecoderPool
from desktop_app.workers.inference import InferenceProcess

ODD_CHILD = Path(__file__).resolve().parent.parent / "workers" / "odd_child.py"


def draw(
    path: Path, seed: int = 1, colour: tuple[int, int, int] | None = None, size: tuple[int, int] = (160, 120)
) -> Path:
    """Writes a JPEG (PNG for a plain colour) that looks as the seed says, with an old file time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if colour is None:
        cells = np.random.default_rng(seed).integers(0, 255, (6, 8, 3), np.uint8)
        Image.fromarray(cells).resize(size).save(path, "JPEG", quality=90)
    else:
        Image.new("RGB", size, colour).save(path, "PNG")
    age(path)
    return path


def age(path: Path, at_s: float = 1_600_000_000) -> None:
    """Gives a file an old time, so that nothing waits for it to settle."""
    os.utime(path, (at_s, at_s))


@dataclass
class Desk:
    """One library and one ingest, for tests to use."""

    paths: LibraryPaths
    photos: Path
    writer: Store
    reader: Store
    decoders: DecoderPool
    inference: InferenceProcess
    ingest: Ingest
    changes: list[Changes] = field(default_factory=list)
    progress: list[Progress] = field(default_factory=list)
    decode_log: Path = Path()
    model_log: Path = Path()

    def index(self, *, accept_missing: bool = False, is_cancelled: Callable[[], bool] = lambda: False) -> IndexReport:
        return self.ingest.index(
            on_changes=self.changes.append,
            on_progress=self.progress.append,
            is_cancelled=is_cancelled,
            accept_missing=accept_missing,
        )

    def add_root(self, path: Path) -> Root:
        path.mkdir(parents=True, exist_ok=True)
        return self.writer.roots.add(path, identity_of(path), 0)

    def model_calls(self) -> int:
        return len(self.model_log.read_text().splitlines()) if self.model_log.exists() else 0

    def rows(self) -> dict[str, tuple[int, str, str]]:
        """Every row: path below its root -> id, decode stage, embed stage."""
        return {
            os.fsdecode(k.relative_path): (int(k.photo_id), str(k.decode_stage), str(k.embed_stage))
            for root in self.reader.roots.all()
            for k in self.reader.photos.known_files(root.id)
        }

    def missing(self) -> set[str]:
        from desktop_app.domain.photo import Status

        return {
            os.fsdecode(k.relative_path)
            for root in self.reader.roots.all()
            for k in self.reader.photos.known_files(root.id)
            if k.status & Status.MISSING
        }
