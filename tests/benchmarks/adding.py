"""What a photo costs to add, everything included, in a library of 1,000 and in one of 500,000. Bar: within 1.2 times.

    adding.py PHOTOS [--count 40] [--rounds 4] [--large 500000]      PHOTOS: a folder of JPEGs

The same photos (each told apart by a byte at its end) are indexed into both in turn: scan, decode, models, thumbnail,
SQLite with its indexes and words. Children are started before the clock. `store.py growth` tells the store's share.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

import common
import store as store_benchmark

from desktop_app.domain.ids import PhotoId
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers.decoders import DecoderPool
from desktop_app.workers.inference import InferenceProcess

BAR = 1.2


def seconds_to_add(
    paths: LibraryPaths, folder: Path, count: int, decoders: DecoderPool, inference: InferenceProcess
) -> tuple[float, int]:
    """Indexes a folder as a new root. Returns seconds a photo, and how many photos were there before."""
    writer, reader = Store.open(paths, is_writer=True), Store.open(paths, is_writer=False)
    try:
        before = int(writer.db.value("SELECT count(*) FROM photo"))
        root = writer.roots.add(folder, identity_of(folder), 0)
        ingest = Ingest(
            write=lambda work: work(writer),
            reader=reader,
            decoders=decoders,
            inference=inference,
            thumbnails=Thumbnails(paths.thumbnails, 1 << 40),
            settle_s=0.0,
        )
        began = time.perf_counter()
        report = ingest.index((root.id,))
        seconds = time.perf_counter() - began
        assert report.added == count, report
        ids = [PhotoId(row[0]) for row in writer.db.rows("SELECT id FROM photo WHERE root_id = ?", (root.id,))]
        assert len(writer.embeddings.get(ids, inference.info().model_id)[0]) == count
    finally:
        reader.close()
        writer.close()
    return seconds / count, before


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--large", type=int, default=500_000)
    options = parser.parse_args()
    common.print_machine()
    originals = sorted(p for p in options.photos.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))[: options.count]
    costs: dict[str, list[float]] = {"small": [], "large": []}
    sizes: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as place:
        small = store_benchmark.library(str(Path(place) / "small"), 1_000)
        large = store_benchmark.library(str(Path(place) / "large"), options.large)
        with DecoderPool(2) as decoders, InferenceProcess(models_dir(), nice=0) as inference:
            decoders.start()
            inference.info()
            for number in range(options.rounds):
                folder = Path(place) / f"photos-{number}"
                folder.mkdir()
                for file in originals:
                    (folder / file.name).write_bytes(file.read_bytes() + number.to_bytes(2, "little"))
                fresh = Path(place) / f"fresh-{number}"
                fresh.mkdir()
                shutil.copy(small.database, fresh / small.database.name)
                for name, paths in (("small", store_benchmark.paths_in(str(fresh))), ("large", large)):
                    cost, sizes[name] = seconds_to_add(paths, folder, len(originals), decoders, inference)
                    costs[name].append(cost * 1e3)
    rows = [(f"{sizes[name]:,} photos", common.median(found), min(found), max(found)) for name, found in costs.items()]
    title = f"Adding {len(originals)} photos, {options.rounds} rounds (ms a photo, 2 decoders)"
    common.print_table(title, ("to a library of", "median", "least", "most"), rows)
    ratio = common.median(costs["large"]) / common.median(costs["small"])
    print(f"Ratio {ratio:.2f}, bar {BAR}: {common.verdict(ratio, BAR)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
