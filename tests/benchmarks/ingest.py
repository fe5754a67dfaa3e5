"""Indexes realistic 12-MP photos, everything included, against vipsthumbnail making only 512-px thumbnails of them.

    .venv/bin/python tests/benchmarks/ingest.py [--photos 300] [--runs 3] [--folder DIR] [--processes 2]

The photos are made first (photographs of development packages, enlarged, with texture and noise, 4 to 5 MB each), or
taken from --folder. Both sides use the same number of processes and run alternately; vipsthumbnail gets its share of
the files in one call per process. Indexing starts with an empty library and no child running: scan, decode, thumbnail,
measures, hash, metadata, models, SQLite. The bar is 1.0 times vipsthumbnail's wall time, the aim 0.75.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import common
import generate

from desktop_app.errors import ModelError
from desktop_app.imaging.content_hash import hash_file
from desktop_app.imaging.decode import DecodeOptions, decode_photo
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers.decoders import DecoderPool
from desktop_app.workers.inference import InferenceProcess

BAR, AIM = 1.0, 0.75
SAMPLE = 12


def processor_s() -> float:
    """Returns the processor seconds of this process and its ended children; other programs change them little."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in used)


def run_vips(files: Sequence[Path], processes: int, place: Path) -> float:
    """Makes thumbnails with vipsthumbnail, the files dealt out to the processes; returns seconds."""
    place.mkdir()
    began = time.perf_counter()
    running = [
        subprocess.Popen(["vipsthumbnail", "-s", "512", "-o", f"{place}/%s.jpg", *map(str, files[i::processes])])
        for i in range(processes)
    ]
    codes = [child.wait() for child in running]
    seconds = time.perf_counter() - began
    assert not any(codes), codes
    assert len(list(place.iterdir())) == len(files)
    return seconds


def run_ingest(folder: Path, count: int, processes: int, models: Path, home: Path) -> tuple[float, dict[str, float]]:
    """Indexes the folder into a new library; returns seconds, and where they went."""
    paths = LibraryPaths(home, home / "cache")
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()
    writer, reader = Store.open(paths, is_writer=True), Store.open(paths, is_writer=False)
    writer.roots.add(folder, identity_of(folder), 0)
    with DecoderPool(processes) as decoders, InferenceProcess(models, nice=0) as inference:
        ingest = Ingest(
            write=lambda work: work(writer),
            reader=reader,
            decoders=decoders,
            inference=inference,
            thumbnails=Thumbnails(paths.thumbnails, 1 << 40),
        )
        report = ingest.index()
        seconds = time.perf_counter() - began
        busy_s = inference.busy_s
        info = inference.info() if ingest.last_reading.understood else None
    after = resource.getrusage(resource.RUSAGE_SELF)
    reader.close()
    writer.close()
    assert report.added == count, report
    assert not report.problems, report.problems[:3]
    spent = ingest.last_reading.seconds
    parts = {
        "decoders (all processes)": spent.get("decode", 0.0),
        "models": busy_s,
        "model start-up": info.startup_s if info else 0.0,
        "this process, processor time": sum(after[:2]) - sum(before[:2]),
        "of it: scan and new rows": ingest.scan_seconds,
        "of it: thumbnail files": spent.get("thumbnail files", 0.0),
        "of it: SQLite, decoded": spent.get("write decoded rows", 0.0),
        "of it: SQLite, understood": spent.get("write understood rows", 0.0),
    }
    return seconds, parts


def decode_parts(files: Sequence[Path]) -> list[tuple[str, float]]:
    """Returns what parts of decoding take, in ms a photo, in this process: each measured by leaving it out."""
    bare = DecodeOptions(want_measures=False, thumbnail_quality=0)
    ways = (
        ("pixels and metadata", bare),
        ("with thumbnail", DecodeOptions(want_measures=False)),
        ("all", DecodeOptions()),
    )
    seconds = {name: 0.0 for name, _ in ways} | {"hash": 0.0}
    for file in files:
        for name, options in ways:
            with common.timed() as watch:
                decode_photo(file, options)
            seconds[name] += watch.seconds
        with common.timed() as watch:
            hash_file(file)
        seconds["hash"] += watch.seconds
    each = {name: 1000 * total / len(files) for name, total in seconds.items()}
    return [
        ("decode, resize, metadata, hash", each["pixels and metadata"]),
        ("of it: reading and hash", each["hash"]),
        ("thumbnail JPEG", each["with thumbnail"] - each["pixels and metadata"]),
        ("measures", each["all"] - each["with thumbnail"]),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=300)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--models", type=Path)
    chosen = parser.parse_args()
    if shutil.which("vipsthumbnail") is None:
        print("vipsthumbnail is not installed; there is nothing to compare with")
        return 2
    common.print_machine()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        folder = chosen.folder or place / "photos"
        if chosen.folder is None:
            generate.make_photos(folder, chosen.photos, 1, common.usable_cores())
        files = sorted(folder.rglob("*.JPG"))
        models = chosen.models or models_dir()
        try:
            print(f"Models: {', '.join(load_manifest(models).models)}")
        except ModelError as error:
            print(f"WITHOUT MODELS: {error}")
        theirs, ours, parts = [], [], {}
        processor: dict[str, list[float]] = {"vips": [], "indexing": []}
        for run in range(chosen.runs):
            before_s = processor_s()
            theirs.append(run_vips(files, chosen.processes, place / f"vips-{run}"))
            between_s = processor_s()
            seconds, parts = run_ingest(folder, len(files), chosen.processes, models, place / f"home-{run}")
            ours.append(seconds)
            processor["vips"].append(between_s - before_s)
            processor["indexing"].append(processor_s() - between_s)
            print(f"run {run + 1}: vipsthumbnail {theirs[-1]:.1f} s, indexing {seconds:.1f} s", flush=True)
        inside = decode_parts(files[:: max(1, len(files) // SAMPLE)][:SAMPLE])
    size_mb = sum(file.stat().st_size for file in files) / len(files) / 1e6 if chosen.folder else 0.0
    a_photo = [(name, 1000 * seconds / len(files)) for name, seconds in parts.items()]
    common.print_table("Where the time of the last run went (ms a photo, summed over processes)", ("", "ms"), a_photo)
    common.print_table("Inside a decoder (ms a photo, one process)", ("", "ms"), inside)
    base, mine = common.median(theirs), common.median(ours)
    theirs_s, ours_s = common.median(processor["vips"]), common.median(processor["indexing"])
    lines = [
        (f"vipsthumbnail -s 512, {chosen.processes} processes", base, len(files) / base, 1.0, theirs_s, 1.0),
        (
            f"indexing, {chosen.processes} decoders and the models",
            mine,
            len(files) / mine,
            mine / base,
            ours_s,
            ours_s / theirs_s,
        ),
    ]
    headers = ("", "s", "photos a second", "times", "processor s", "times that")
    common.print_table(f"{len(files)} photos of 12 MP", headers, lines)
    if size_mb:
        print(f"On average {size_mb:.1f} MB a photo.")
    print(f"Ratio {mine / base:.2f}, bar {BAR}: {common.verdict(mine / base, BAR)}, aim {AIM}")
    print(f"Cores in use by others: load {os.getloadavg()[0]:.1f}")
    return 0 if mine <= base * BAR else 1


if __name__ == "__main__":
    sys.exit(main())
