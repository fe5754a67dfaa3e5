"""A library in tmp_path, folders of real pictures, and ingest with real children (the models are a stand-in)."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.scan import ExclusionRules
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers import process
from desktop_app.workers.decoders import DecodeLimits, DecoderPool
from desktop_app.workers.inference import InferenceProcess

sys.path.append(str(Path(__file__).resolve().parent))

from pipeline_desk import ODD_CHILD, Desk


@dataclass
class Children:
    """Children that many tests share: starting them takes longer than most tests."""

    decoders: DecoderPool
    inference: InferenceProcess
    model_log: Path
    decode_log: Path


def make_odd(monkeypatch: pytest.MonkeyPatch, folder: Path, *odd: str) -> tuple[Path, Path]:
    """Makes children that start from now on odd; returns the files in which they note what they did."""
    logs = folder / "model.log", folder / "decode.log"
    monkeypatch.setattr(process, "_program", lambda: [sys.executable, "-P", str(ODD_CHILD)])
    monkeypatch.setenv("ODD", ",".join(("model", *odd)))
    monkeypatch.setenv("ODD_LOG", str(logs[0]))
    monkeypatch.setenv("ODD_DECODE_LOG", str(logs[1]))
    return logs


@pytest.fixture(scope="session")
def shared_children(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Children]:
    with DecoderPool(2) as decoders, InferenceProcess(Path("models")) as inference:
        with pytest.MonkeyPatch.context() as patch:  # undone before the tests run: others must get real children
            logs = make_odd(patch, tmp_path_factory.mktemp("children"), "files")
            decoders.start()
            inference.info()
        yield Children(decoders, inference, *logs)


@pytest.fixture
def make_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Desk]]:
    """Opens libraries; the first arguments name what is odd about the children, none means the shared ones."""
    with ExitStack() as stack:

        def make(
            *odd: str, settle_s: float = 0.3, timeout_s: float = 20.0, rules: ExclusionRules | None = None
        ) -> Desk:
            if odd:
                logs = make_odd(monkeypatch, tmp_path, *odd)
                decoders = stack.enter_context(DecoderPool(2, DecodeLimits(timeout_s=timeout_s)))
                inference = stack.enter_context(InferenceProcess(tmp_path / "models"))
                children = Children(decoders, inference, *logs)
            else:
                children = request.getfixturevalue("shared_children")
                make_odd(monkeypatch, children.model_log.parent, "files")  # should one have to be replaced
                for log in (children.model_log, children.decode_log):
                    log.write_text("")
            paths = LibraryPaths(tmp_path / "home", tmp_path / "home" / "cache")
            writer = Store.open(paths, is_writer=True)
            stack.callback(writer.close)
            reader = Store.open(paths, is_writer=False)
            stack.callback(reader.close)
            ingest = Ingest(
                write=lambda work: work(writer),
                reader=reader,
                decoders=children.decoders,
                inference=children.inference,
                thumbnails=Thumbnails(paths.thumbnails, 1 << 30),
                rules=rules,
                settle_s=settle_s,
            )
            desk = Desk(paths, tmp_path / "photos", writer, reader, children.decoders, children.inference, ingest)
            desk.decode_log, desk.model_log = children.decode_log, children.model_log
            if not writer.roots.all():
                desk.add_root(desk.photos)
            return desk

        yield make


@pytest.fixture
def desk(make_desk: Callable[..., Desk]) -> Desk:
    return make_desk()


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
