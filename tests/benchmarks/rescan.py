"""Rescans unchanged files against a bare scandir and stat of the same folders: at most 5 times its wall time.

    .venv/bin/python tests/benchmarks/rescan.py [--files 50000] [--runs 5]

Both sides run alternately in one process, on a warm cache. The rescan is the whole survey that indexing begins with:
is the root the known one, scan, known rows from SQLite, comparison, and the note of when.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import common

from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.compare import compare
from desktop_app.pipeline.roots import identity_of
from desktop_app.pipeline.run import Listeners
from desktop_app.pipeline.scan import ExclusionRules, ScanProblems, scan_root
from desktop_app.pipeline.survey import Survey
from desktop_app.store.store import Store

BAR = 5.0
FILES_PER_FOLDER = 100
FOLDERS_PER_FOLDER = 50


def make_tree(base: Path, files: int) -> None:
    """Makes empty photos, 100 to a folder, 50 folders to a folder."""
    for number in range(files):
        folder, index = divmod(number, FILES_PER_FOLDER)
        place = base / f"{folder // FOLDERS_PER_FOLDER:03}" / f"trip {folder:05}"
        if not index:
            place.mkdir(parents=True)
        (place / f"IMG_{index:04}.JPG").touch()


def bare(folder: str) -> int:
    """Lists and stats everything, as little as Python can do."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                count += bare(entry.path)
            else:
                entry.stat(follow_symlinks=False)
                count += 1
    return count


def best_of(runs: int, *sides: Callable[[], int]) -> list[list[float]]:
    """Runs the sides alternately; returns the seconds of each."""
    seconds: list[list[float]] = [[] for _ in sides]
    for _ in range(runs):
        for place, side in enumerate(sides):
            began = time.perf_counter()
            side()
            seconds[place].append(time.perf_counter() - began)
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    common.print_machine()
    with tempfile.TemporaryDirectory() as place:
        tree = Path(place) / "photos"
        make_tree(tree, chosen.files)
        paths = LibraryPaths(Path(place) / "home", Path(place) / "home" / "cache")
        writer = Store.open(paths, is_writer=True)
        reader = Store.open(paths, is_writer=False)
        root = writer.roots.add(tree, identity_of(tree), 0)
        listeners = Listeners(lambda progress: None, lambda changes: None, lambda: False)
        survey = Survey(lambda work: work(writer), reader, ExclusionRules(), listeners)
        with common.timed() as first:
            report = survey.run(reader.roots.all(), accept_missing=False)
        assert report.added == chosen.files

        def whole() -> int:
            again = Survey(lambda work: work(writer), reader, ExclusionRules(), listeners)
            found = again.run(reader.roots.all(), accept_missing=False)
            assert found.unchanged == chosen.files
            return found.unchanged

        def scan() -> int:
            return sum(1 for _ in scan_root(tree, ExclusionRules(), ScanProblems()))

        def known() -> int:
            return sum(1 for _ in reader.photos.known_files(root.id))

        rows, files = list(reader.photos.known_files(root.id)), list(scan_root(tree, ExclusionRules(), ScanProblems()))

        def merge() -> int:
            return compare(rows, files).unchanged

        seconds = best_of(chosen.runs, lambda: bare(str(tree)), whole, scan, known, merge)
        reader.close()
        writer.close()
    base = common.median(seconds[0])
    names = ("bare scandir and stat", "whole rescan", "of it: scan", "of it: known rows", "of it: comparison")
    lines = [
        (name, 1000 * common.median(times), common.median(times) / base)
        for name, times in zip(names, seconds, strict=True)
    ]
    common.print_table(f"Rescan of {chosen.files:,} unchanged files", ("", "ms", "times bare"), lines)
    ratio = common.median(seconds[1]) / base
    print(f"First scan with {chosen.files:,} new rows: {first.seconds:.2f} s")
    print(f"Rescan / bare = {ratio:.2f}, bar {BAR}: {common.verdict(ratio, BAR)}")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
