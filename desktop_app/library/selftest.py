"""Proves an installation part by part, with the real parts: children, models, SQLite, the index, file events."""

from __future__ import annotations

import logging
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import UserError
from desktop_app.imaging import samples
from desktop_app.library.library import Library
from desktop_app.ml.understand import Understander
from desktop_app.paths import LibraryPaths, models_dir, resources_dir
from desktop_app.settings import Settings
from desktop_app.store import selftest as store_selftest
from desktop_app.workers.decoders import DecodeRequest, DecoderPool

log = logging.getLogger(__name__)

WAIT_S = 60.0
MEAN_ERROR = 12.0  # of 255, what lossy formats may differ by
LIKENESS_OF_MIRRORED = 0.7
MAX_SENSITIVITY = 0.5


@dataclass(frozen=True, slots=True)
class Check:
    """One part: whether it works, and what was seen."""

    name: str
    is_ok: bool
    detail: str
    seconds: float


class _FailedError(Exception):
    """A part answered, but not what it should."""


def run_all() -> list[Check]:
    """Runs every check, in order; one that fails stops none of the others."""
    parts: list[tuple[str, Callable[[], str]]] = [
        ("store", _check_store),
        ("formats", _check_formats),
        ("models", _check_models),
        ("library", _check_library),
    ]
    return [_run(name, part) for name, part in parts]


def _run(name: str, part: Callable[[], str]) -> Check:
    began = time.perf_counter()
    try:
        detail, is_ok = part(), True
    except (_FailedError, UserError, RuntimeError) as error:
        detail, is_ok = str(error), False
    except Exception as error:
        log.exception("self-test of %s failed", name)
        detail, is_ok = f"{type(error).__name__}: {error}", False
    return Check(name, is_ok, detail, time.perf_counter() - began)


def as_json(checks: list[Check]) -> dict[str, object]:
    """Returns the JSON answer of `self-test`."""
    return {
        "ok": all(check.is_ok for check in checks),
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "checks": [{"name": c.name, "ok": c.is_ok, "detail": c.detail, "seconds": round(c.seconds, 3)} for c in checks],
    }


def _check_store() -> str:
    return f"{store_selftest.sqlite_works()}, {store_selftest.vector_index_works()}"


def _check_formats() -> str:
    pictures = samples.encoded(resources_dir() / "selftest" / "sample.heic")
    expected = samples.gradient().astype(np.float32)
    names = list(pictures)
    wrong: list[str] = []
    with DecoderPool(1) as pool:
        for key, name in enumerate(names):
            pool.submit(DecodeRequest(key, data=pictures[name]))
        seen: set[int] = set()
        deadline = time.monotonic() + WAIT_S
        while len(seen) < len(names) and time.monotonic() < deadline:
            for reply in pool.poll(1.0):
                seen.add(reply.key)
                if reply.decoded is None:
                    wrong.append(f"{names[reply.key]}: {reply.error}")
                elif reply.decoded.rgb.shape != expected.shape:
                    wrong.append(f"{names[reply.key]}: wrong size")
                elif np.abs(reply.decoded.rgb - expected).mean() > MEAN_ERROR:
                    wrong.append(f"{names[reply.key]}: wrong colours")
    wrong += [f"{name}: no answer" for key, name in enumerate(names) if key not in seen]
    if wrong:
        raise _FailedError("; ".join(wrong))
    return "decoded in a child process: " + ", ".join(names)


def _check_models() -> str:
    models = Understander(models_dir(), threads=1)
    if models.problems:
        raise _FailedError(" ".join(models.problems))
    first, other = samples.scene(0), samples.scene(1)
    found = models.understand([first, other, first[:, ::-1].copy()])
    vectors = [understood.vector for understood in found if understood.vector is not None]
    if len(vectors) < len(found):
        raise _FailedError("; ".join(understood.problem for understood in found if understood.vector is None))
    same, different = float(vectors[0] @ vectors[2]), float(vectors[0] @ vectors[1])
    if not same > LIKENESS_OF_MIRRORED > different:
        raise _FailedError(f"a mirrored picture is {same:.2f} alike, another one {different:.2f}")
    if any(u.sensitivity is None or u.sensitivity > MAX_SENSITIVITY for u in found):
        raise _FailedError("a harmless picture is judged sensitive")
    return f"{models.model_id}, {models.dimension} numbers; mirrored {same:.2f} alike, another picture {different:.2f}"


def _check_library() -> str:
    with tempfile.TemporaryDirectory(prefix="reverie-self-test-") as place:
        folder, home = Path(place) / "photos", Path(place) / "home"
        folder.mkdir()
        for number in range(2):
            (folder / f"{number}.jpg").write_bytes(samples.recompressed(samples.scene(number), 1.0, 90))
        settings = Settings(settle_s=0.2, rescan_interval_s=5)
        library = Library.open(LibraryPaths(home, home / "cache"), settings, decoder_count=1)
        try:
            report = library.index([library.add_root(folder)]).result(WAIT_S)
            if report.added != 2 or report.problems:
                raise _FailedError(f"indexed {report.added} of 2 photos, {len(report.problems)} problems")
            request = SimilarRequest(pictures=(samples.recompressed(samples.scene(0), 0.5, 60),))
            matches = library.similar(request).result(WAIT_S).matches
            if not matches or matches[0].path.name != "0.jpg":
                raise _FailedError("a smaller copy of a photo does not find it")
            seconds = _seconds_until_seen(library, folder)
        finally:
            library.close()
    return f"2 photos indexed, a smaller copy found its original, a new file was noticed after {seconds:.1f} s"


def _seconds_until_seen(library: Library, folder: Path) -> float:
    library.start_watching()
    began = time.monotonic()
    new = folder / "new.jpg"
    new.write_bytes(samples.recompressed(samples.scene(0), 0.8, 80))
    while time.monotonic() - began < WAIT_S:
        if library.ask(lambda queries: queries.photo_by_path(new)).result(WAIT_S) is not None:
            return time.monotonic() - began
    raise _FailedError("a new file was not noticed")
