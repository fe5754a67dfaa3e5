"""A library in tmp_path, folders of real pictures, and ingest with real children (the models are a stand-in)."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.domain.library import Changes, IndexReport, Progress, Root
from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.roots import identity_of
from desktop_app.pipeline.scan import ExclusionRules
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers import process
from desktop_app.workers.decoders import DecodeLimits, DecoderPool
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


@pytest.fixture
def make_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    """Opens libraries; the first argument names what is odd about the children."""
    with ExitStack() as stack:

        def make(
            *odd: str, settle_s: float = 0.3, timeout_s: float = 20.0, rules: ExclusionRules | None = None
        ) -> Desk:
            monkeypatch.setattr(process, "_program", lambda: [sys.executable, "-P", str(ODD_CHILD)])
            monkeypatch.setenv("ODD", ",".join(("model", *odd)))
            monkeypatch.setenv("ODD_LOG", str(tmp_path / "model.log"))
            monkeypatch.setenv("ODD_DECODE_LOG", str(tmp_path / "decode.log"))
            paths = LibraryPaths(tmp_path / "home", tmp_path / "home" / "cache")
            writer = Store.open(paths, is_writer=True)
            stack.callback(writer.close)
            reader = Store.open(paths, is_writer=False)
            stack.callback(reader.close)
            decoders = stack.enter_context(DecoderPool(2, DecodeLimits(timeout_s=timeout_s)))
            inference = stack.enter_context(InferenceProcess(tmp_path / "models"))
            ingest = Ingest(
                write=lambda work: work(writer),
                reader=reader,
                decoders=decoders,
                inference=inference,
                thumbnails=Thumbnails(paths.thumbnails, 1 << 30),
                rules=rules,
                settle_s=settle_s,
            )
            photos = tmp_path / "photos"
            desk = Desk(paths, photos, writer, reader, decoders, inference, ingest)
            desk.decode_log, desk.model_log = tmp_path / "decode.log", tmp_path / "model.log"
            if not writer.roots.all():
                desk.add_root(photos)
            return desk

        yield make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk("files")


@pytest.fixture(scope="session")
def odd_child() -> object:
    """The module of the stand-in, to compute what it would answer."""
    spec = importlib.util.spec_from_file_location("odd_child", ODD_CHILD)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["odd_child"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def fail_to_list(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    """Makes listing the folders of a name fail as a bad disk would (root reads whatever the rights say)."""
    import errno

    from desktop_app.pipeline import scan

    def fail(name: bytes) -> None:
        real = os.scandir

        def failing(path: bytes) -> object:
            if os.path.basename(path) == name:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return real(path)

        monkeypatch.setattr(scan.os, "scandir", failing)

    return fail
