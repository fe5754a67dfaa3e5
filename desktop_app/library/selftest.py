"""Proves an installation part by part, with the real parts: children, models, SQLite, file events, trash, window."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from desktop_app.domain.denoising import DenoiseSettings
from desktop_app.domain.full_picture import IfThere
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import WorkerError
from desktop_app.imaging import samples
from desktop_app.library.checks import Check, CheckFailedError, Part, run_parts
from desktop_app.library.denoising_outside import denoise_file
from desktop_app.library.library import Library
from desktop_app.library.trash_system import TrashRefusedError, sight_of, system_trash
from desktop_app.ml.understand import Understander
from desktop_app.paths import LibraryPaths, models_dir, resources_dir
from desktop_app.settings import Settings
from desktop_app.store import selftest as store_selftest
from desktop_app.workers.decoders import DecodeReply, DecodeRequest, DecoderPool, ViewRequest
from desktop_app.workers.process import run_again

WAIT_S = 60.0
MEAN_ERROR = 12.0  # of 255, what lossy formats may differ by
LIKENESS_OF_MIRRORED = 0.7
CLOCK_PROBABILITY = 0.8  # 0.98 where it was measured
CLEARED_SENSITIVITY = 0.1
WAVES_SENSITIVITY, SENSITIVITY_ERROR = 0.22, 0.05  # of the exact model; the screen alone says 0.14
NOISE, NOISE_LEFT = 20.0, 0.3  # in 8-bit steps, and the share that may be left of it
RESCAN_S = 3600  # so that only the watcher can have noticed
WINDOW_MARK = "--reverie-window-check"  # told to `__main__`, which alone sees this room and the window's
TRASH_VARIABLE = "XDG_DATA_HOME"  # of freedesktop.org's trash; the others do not look


def run_all() -> list[Check]:
    """Runs every check, in order; one that fails stops none of the others. The window's come from its own process."""
    parts: list[Part] = [
        ("store", _check_store),
        ("formats", _check_formats),
        ("models", _check_models),
        ("denoiser", _check_denoiser),
        ("library", _check_library),
        ("watcher", _check_watcher),
        ("trash", _check_trash),
    ]
    return [*run_parts(parts), *_window_checks()]


def as_json(checks: list[Check]) -> dict[str, object]:
    """Returns the JSON answer of `self-test`."""
    return {
        "ok": all(check.is_ok for check in checks),
        "python": sys.version.split()[0],
        "platform": sys.platform,
        "checks": [check.as_json() for check in checks],
    }


def _check_store() -> str:
    return f"{store_selftest.sqlite_works()}, {store_selftest.vector_index_works()}"


def _check_formats() -> str:
    with tempfile.TemporaryDirectory(prefix="reverie-self-test-") as place:
        return _decode_all(Path(place))


def _decode_all(place: Path) -> str:
    pictures = samples.encoded(resources_dir() / "selftest" / "sample.heic")
    expected = samples.gradient().astype(np.float32)
    names = list(pictures)
    wrong: list[str] = []
    with DecoderPool(1) as pool:
        for key, name in enumerate(names):
            suffix = ".dng" if name == "RAW" else f".{name.lower()}"
            pool.submit(DecodeRequest(key, path=_written(place, f"sample{suffix}", pictures[name])))
        seen: set[int] = set()
        for reply in _replies(pool, len(names)):
            seen.add(reply.key)
            if reply.decoded is None:
                wrong.append(f"{names[reply.key]}: {reply.error}")
            elif reply.decoded.rgb.shape != expected.shape:
                wrong.append(f"{names[reply.key]}: wrong size")
            elif np.abs(reply.decoded.rgb - expected).mean() > MEAN_ERROR:
                wrong.append(f"{names[reply.key]}: wrong colours")
    wrong += [f"{name}: no answer" for key, name in enumerate(names) if key not in seen]
    if wrong:
        raise CheckFailedError("; ".join(wrong))
    return "decoded in a child process: " + ", ".join(names)


def _written(place: Path, name: str, content: bytes) -> Path:
    path = place / name
    path.write_bytes(content)
    return path


def _replies(pool: DecoderPool, count: int) -> Iterator[DecodeReply]:
    """Yields so many replies of a pool, or fewer when it takes too long."""
    deadline = time.monotonic() + WAIT_S
    while count > 0 and time.monotonic() < deadline:
        for reply in pool.poll(1.0):
            count -= 1
            yield reply


def _check_models() -> str:
    models = Understander(models_dir(), threads=1)
    if models.problems:
        raise CheckFailedError(" ".join(models.problems))
    first, other = samples.scene(0), samples.scene(1)
    found = models.understand([first, other, first[:, ::-1].copy(), samples.clock(), samples.warm_waves()])
    vectors = [understood.vector for understood in found if understood.vector is not None]
    if len(vectors) < len(found):
        raise CheckFailedError("; ".join(understood.problem for understood in found if understood.vector is None))
    same, different = float(vectors[0] @ vectors[2]), float(vectors[0] @ vectors[1])
    if not same > LIKENESS_OF_MIRRORED > different:
        raise CheckFailedError(f"a mirrored picture is {same:.2f} alike, another one {different:.2f}")
    tags = {name: round(probability, 2) for name, probability in found[3].tags}
    if tags.get("clock", 0) < CLOCK_PROBABILITY:
        raise CheckFailedError(f"the drawing of a clock is tagged {tags}")
    sensitivity = [-1.0 if each.sensitivity is None else each.sensitivity for each in found]
    if not all(0 <= value < CLEARED_SENSITIVITY for value in sensitivity[:4]):
        raise CheckFailedError(f"harmless pictures are judged sensitive: {sensitivity[:4]}")
    if abs(sensitivity[4] - WAVES_SENSITIVITY) > SENSITIVITY_ERROR:
        raise CheckFailedError(f"warm waves are {sensitivity[4]:.2f} sensitive, not {WAVES_SENSITIVITY}")
    return (
        f"{models.model_id}, {models.dimension} numbers; mirrored {same:.2f} alike, another picture {different:.2f};"
        f" a clock is tagged {tags['clock']:.2f}; sensitivity {max(sensitivity[:4]):.2f} and {sensitivity[4]:.2f}"
    )


def _check_denoiser() -> str:
    """Takes the noise out of a file, as `reverie denoise` does: unpacked, cleaned and packed in child processes."""
    clean = samples.scene(0).astype(np.float64)
    noisy = clean + np.random.default_rng(0).normal(0, NOISE, clean.shape)
    with tempfile.TemporaryDirectory(prefix="reverie-self-test-") as place:
        source, target = Path(place) / "noisy.png", Path(place) / "clean.png"
        source.write_bytes(samples.as_png(noisy.clip(0, 255).astype(np.uint8)))
        denoise_file(source, target, DenoiseSettings(), IfThere.REFUSE, lambda _share, _left: None)
        with DecoderPool(1) as pool:
            pool.submit(ViewRequest(0, target))
            pixels = next((reply.pixels for reply in _replies(pool, 1)), None)
    if pixels is None:
        raise CheckFailedError("the clean picture cannot be read")
    error = float(np.sqrt(((pixels[..., :3] - clean) ** 2).mean()))
    if error > NOISE * NOISE_LEFT:
        raise CheckFailedError(f"of a noise of {NOISE:.0f} steps {error:.1f} are left")
    return f"of a noise of {NOISE:.0f} steps {error:.1f} are left"


@contextlib.contextmanager
def _library_of(count: int) -> Iterator[tuple[Library, Path]]:
    """Opens a library of its own for a moment, with a folder of so many photos in it that are indexed."""
    with tempfile.TemporaryDirectory(prefix="reverie-self-test-") as place:
        folder, home = Path(place) / "photos", Path(place) / "home"
        folder.mkdir()
        for number in range(count):
            _written(folder, f"{number}.jpg", samples.recompressed(samples.scene(number), 1.0, 90))
        settings = Settings(settle_s=0.2, rescan_interval_s=RESCAN_S)
        library = Library.open(LibraryPaths(home, home / "cache"), settings, decoder_count=1)
        try:
            report = library.index([library.add_root(folder)]).result(WAIT_S)
            if report.added != count or report.problems:
                raise CheckFailedError(f"indexed {report.added} of {count} photos, {len(report.problems)} problems")
            yield library, folder
        finally:
            library.close()


def _check_library() -> str:
    with _library_of(2) as (library, _folder):
        request = SimilarRequest(pictures=(samples.recompressed(samples.scene(0), 0.5, 60),))
        matches = library.similar(request).result(WAIT_S).matches
        if not matches or matches[0].path.name != "0.jpg":
            raise CheckFailedError("a smaller copy of a photo does not find it")
    return "2 photos indexed, a smaller copy found its original"


def _check_watcher() -> str:
    with _library_of(1) as (library, folder):
        library.start_watching()
        began = time.monotonic()
        new = _written(folder, "new.jpg", samples.recompressed(samples.scene(1), 0.8, 80))
        while time.monotonic() - began < WAIT_S:
            if library.ask(lambda queries: queries.photo_by_path(new)).result(WAIT_S) is not None:
                return f"a new file was noticed after {time.monotonic() - began:.1f} s"
        raise CheckFailedError("a new file was not noticed")


def _check_trash() -> str:
    """Puts a file of its own into the trash and takes it out; on Linux into one of its own beside it."""
    with tempfile.TemporaryDirectory(prefix="reverie-self-test-") as place, _trash_beside(Path(place)):
        file = _written(Path(place), "reverie self-test.jpg", b"a photo")
        trash, sight = system_trash(), sight_of(file)
        try:
            trash.check(file.parent)
            planned = trash.put(file, trash.plan(file))
        except TrashRefusedError as error:
            raise CheckFailedError(f"files here cannot go to the trash ({error.refusal})") from error
        resting = trash.find(file, planned, sight)
        if file.exists() or resting is None:
            raise CheckFailedError("a file did not get into the trash")
        trash.take_out(resting, file)
        if file.read_bytes() != b"a photo":
            raise CheckFailedError("a file came out of the trash as another")
    return f"a file went there and came back ({type(trash).__name__})"


@contextlib.contextmanager
def _trash_beside(place: Path) -> Iterator[None]:
    before = os.environ.get(TRASH_VARIABLE)
    os.environ[TRASH_VARIABLE] = str(place / "data")
    try:
        yield
    finally:
        if before is None:
            del os.environ[TRASH_VARIABLE]
        else:
            os.environ[TRASH_VARIABLE] = before


def _window_checks() -> list[Check]:
    """Has the program paint a window in a process of its own: Qt ends its process where it finds no screen."""
    began = time.perf_counter()
    try:
        ended = run_again([WINDOW_MARK], WAIT_S)
        found = [Check(c["name"], c["ok"], c["detail"], c["seconds"]) for c in json.loads(ended.out or "[]")]
        problem = "" if found else f"it ended with code {ended.code}: {' '.join(ended.err.split()[-60:])}"
    except (WorkerError, ValueError, KeyError) as error:
        found, problem = [], str(error)
    return found or [Check("window", is_ok=False, detail=problem, seconds=time.perf_counter() - began)]
