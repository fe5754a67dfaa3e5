"""Sizes of what was built, and how long the frozen program takes to its first tiles against the source run."""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import bundle

MARK = "first-tiles "
PATIENCE_S = 60.0
PHOTOS = 40
WARM_RUNS = 5
# By part of the frozen folder; what is left out stands in bundle.py, what is stripped in tree.py.
DONE_ABOUT = {
    "_internal/PySide6": "QML, PDF, SQL, tests, virtual keyboards left out; 32 MB are ICU's tables, which Qt needs",
    "_internal/scipy": "for scikit-learn (smart albums, groups); tests and data sets left out",
    "_internal/scipy.libs": "its own BLAS with 32-bit numbers, for which numpy's cannot stand in",
    "_internal/onnxruntime": "tools, converters, data sets left out",
    "_internal/resources": "the models, in 8 bits where that keeps their answers",
    "_internal/numpy.libs": "BLAS as the wheel has it: it cannot be loaded once stripped",
    "_internal/numpy": "f2py and tests left out",
    "_internal/sklearn": "data sets and tests left out",
    "_internal/pillow.libs": "the decoders, nothing else",
    "_internal/usearch": "names for debuggers taken out",
    "_internal/numkong": "names for debuggers taken out",
    "_internal/libpython3.11.so.1.0": "names for debuggers taken out",
    "reverie": "every Python module, compressed",
}


def megabytes(path: Path) -> float:
    """Returns the size of a file, or of all files below a folder, in 10^6 bytes."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
    return sum(file.stat().st_size for file in files) / 1e6


def largest(program: Path, count: int = 10) -> list[tuple[str, float]]:
    """Returns the largest parts of the frozen folder: folders and files directly in it, and their megabytes."""
    parts = [*(program / "_internal").iterdir(), *(path for path in program.iterdir() if path.is_file())]
    sizes = [(str(part.relative_to(program)), megabytes(part)) for part in parts if not part.is_symlink()]
    return sorted(sizes, key=lambda part: -part[1])[:count]


def make_library(program: Path, place: Path) -> Path:
    """Indexes a few made-up photos with the frozen program. Returns the library's folder."""
    from desktop_app.imaging import samples

    photos, home = place / "photos", place / "home"
    photos.mkdir(parents=True, exist_ok=True)
    for number in range(PHOTOS):
        file = photos / f"{number:03}.jpg"
        file.write_bytes(samples.recompressed(samples.scene(number % 2), 1.0 - number / 100, 90))
    command = [str(program / bundle.NAME), "--home", str(home), "index", str(photos)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return home


def seconds_to_tiles(command: Sequence[str]) -> float:
    """Starts the program, waits until its first tiles are painted, and ends it."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "REVERIE_TRACE_FIRST_PAINT": "1"}
    began = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=bundle.PROJECT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert child.stderr is not None
    try:
        for line in child.stderr:
            if line.startswith(MARK):
                return time.perf_counter() - began
            if time.perf_counter() - began > PATIENCE_S:
                break
        raise bundle.BundleError("The program painted no tiles.")
    finally:
        os.killpg(child.pid, signal.SIGTERM)  # dev.py has started the program
        child.stderr.read()  # ends when all have ended, and so have let go of the library
        child.stderr.close()
        child.wait(PATIENCE_S)


def forget(places: Sequence[Path]) -> None:
    """Asks the system to drop what it keeps of these files in memory; what another process uses stays."""
    os.sync()
    for place in places:
        for file in place.rglob("*"):
            if file.is_file() and not file.is_symlink():
                descriptor = os.open(file, os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def starts(program: Path, place: Path) -> list[tuple[str, float, float]]:
    """Measures cold and warm starts, of the source also as a developer starts it.

    Returns:
        Which, seconds cold, seconds warm as the median of five.
    """
    home = make_library(program, place)
    ways = {
        "installed program": ([str(program / bundle.NAME)], [program]),
        "source run": (
            [sys.executable, "-m", "desktop_app"],
            [bundle.PROJECT / "desktop_app", bundle.PROJECT / "resources", Path(sys.prefix), Path(sys.base_prefix)],
        ),
    }
    if (bundle.PROJECT / ".venv").is_dir():  # else it would be made first
        parts = [bundle.PROJECT / name for name in ("desktop_app", "packaging", "resources", ".venv")]
        ways["dev.py run"] = (["python3", str(bundle.PROJECT / "packaging" / "dev.py"), "run"], parts)
    found = []
    for name, (command, files) in ways.items():
        words = [*command, "--home", str(home)]
        seconds_to_tiles(words)  # bytecode is written, the library is read once
        forget(files)
        cold = seconds_to_tiles(words)
        warm = statistics.median(seconds_to_tiles(words) for _ in range(WARM_RUNS))
        found.append((name, cold, warm))
    return found
