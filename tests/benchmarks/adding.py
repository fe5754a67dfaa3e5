"""What photos cost to add, everything included, in a library of 1,000 and in one of 500,000. Bar: within 1.2 times.

    adding.py [--folder DIR] [--count 200] [--few 10] [--rounds 5] [--large 500000] [--home DIR]

Two costs, told apart: what a run costs before and after its photos (a run that finds nothing new, and a run of a few),
and what each photo of a long run costs. The clock runs from the request until the new photos are in the vector index
and the index is saved where the program would: scan, decode, models, thumbnails, SQLite with its indexes and words.
Children are started, the libraries opened and the index loaded before. Decoders and models do not know how large the
library is: the processor time of this process, which does the rest, shows growth where the wall time is noisy.
`store.py growth` tells the store's share alone.

In each round the same files (each told apart from other rounds by bytes at its end), in folders of their own, are
indexed into both libraries, in turns that change places, so that what else the machine does hits both. What it costs to
look through a folder that itself holds very many files is another question: `rescan.py --files 500000`.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import common
import generate
import store as store_benchmark

from desktop_app.domain.ids import RootId
from desktop_app.paths import LibraryPaths, models_dir
from desktop_app.pipeline.ingest import Ingest
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.store.vector_index import VectorIndex
from desktop_app.workers.decoders import DecoderPool
from desktop_app.workers.inference import InferenceProcess

BAR = 1.2
NOTHING, FEW, MANY = "nothing", "few", "many"


@dataclass
class Subject:
    """One open library, and the milliseconds that each kind of run took in it."""

    writer: Store
    ingest: Ingest
    index: VectorIndex
    size: int = 0
    run_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    own_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    index_ms: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    save_ms: list[float] = field(default_factory=list)

    def measure(self, kind: str, root: RootId, expected: int) -> None:
        """Runs once over a root as the program does, with what follows a run."""
        began, own_s = time.perf_counter(), time.process_time()
        report = self.ingest.index((root,))
        indexed = time.perf_counter()
        self.index.catch_up(self.writer)
        ended, own_s = time.perf_counter(), time.process_time() - own_s
        if self.index.is_worth_saving:
            self.index.save(self.writer)
            self.save_ms.append((time.perf_counter() - ended) * 1e3)
        assert report.added == expected, report
        assert self.index.is_current(self.writer.embeddings)
        self.run_ms[kind].append((ended - began) * 1e3)
        self.own_ms[kind].append(own_s * 1e3)
        self.index_ms[kind].append((ended - indexed) * 1e3)

    def add_root(self, folder: Path) -> RootId:
        """Adds a folder, not counted."""
        return self.writer.roots.add(folder, identity_of(folder), 0).id


@contextlib.contextmanager
def opened(paths: LibraryPaths, decoders: DecoderPool, inference: InferenceProcess) -> Iterator[Subject]:
    """Opens a library with its index, as it is while the program runs."""
    model_id = inference.info().model_id
    with (
        contextlib.closing(Store.open(paths, is_writer=True)) as writer,
        contextlib.closing(Store.open(paths, is_writer=False)) as reader,
    ):
        index = VectorIndex(paths.index, model_id)
        index.load(writer)
        index.catch_up(writer)
        if index.is_worth_saving:
            index.save(writer)
        ingest = Ingest(
            write=lambda work: work(writer),
            reader=reader,
            decoders=decoders,
            inference=inference,
            thumbnails=Thumbnails(paths.thumbnails, 1 << 40),
            settle_s=0.0,
        )
        yield Subject(writer, ingest, index, int(writer.db.value("SELECT count(*) FROM photo")))


def prepare(place: Path, number: int, originals: Sequence[Path], few: int) -> dict[str, Path]:
    """Copies the photos of a round into three new folders, none of them seen before."""
    folders = {kind: place / f"{kind}-{number}" for kind in (NOTHING, FEW, MANY)}
    salt = time.time_ns().to_bytes(8, "little")
    for kind, files in ((NOTHING, []), (FEW, originals[:few]), (MANY, originals[few:])):
        folders[kind].mkdir()
        for position, file in enumerate(files):
            (folders[kind] / f"{position:04}.jpg").write_bytes(file.read_bytes() + salt)
    return folders


def play(place: Path, number: int, originals: Sequence[Path], few: int, subjects: Sequence[Subject]) -> None:
    """One round: each kind of run in each library, the libraries in turn."""
    folders = prepare(place, number, originals, few)
    counts = {NOTHING: 0, FEW: few, MANY: len(originals) - few}
    for turn, (kind, folder) in enumerate(folders.items()):
        for subject in subjects if (number + turn) % 2 else tuple(reversed(subjects)):
            subject.measure(kind, subject.add_root(folder), counts[kind])
    for folder in folders.values():
        shutil.rmtree(folder)


def report(few: int, many: int, small: Subject, large: Subject) -> float:
    """Prints what was found; returns how many times as much a photo of a long run costs in the large library."""
    print(
        f"Libraries of {small.size:,} and {large.size:,} photos, {len(small.run_ms[MANY])} rounds; median (least-most)"
    )
    lines = []
    for title, kind, count in (
        ("a run that finds nothing new", NOTHING, 1),
        (f"a run of {few} photos", FEW, 1),
        (f"a photo of a run of {many}", MANY, many),
    ):
        for what in ("wall", "this process"):
            times = [
                [ms / count for ms in (one.run_ms if what == "wall" else one.own_ms)[kind]] for one in (small, large)
            ]
            middle = [common.median(values) for values in times]
            spans = [f"{m:.2f} ({min(v):.2f}-{max(v):.2f})" for m, v in zip(middle, times, strict=True)]
            pairs = sorted(b / a for a, b in zip(*times, strict=True))
            more = f"{middle[1] - middle[0]:+.2f}"
            lines.append((f"{title}, {what}", *spans, more, common.median(pairs), pairs[0], pairs[-1]))
    common.print_table(
        "Adding photos (2 decoders)",
        ("ms", "to the small one", "to the large one", "more", "times", "least", "most"),
        lines,
    )
    for name, subject in (("small", small), ("large", large)):
        each = common.median(subject.index_ms[MANY]) / many
        saves = f"; {len(subject.save_ms)} saves" + (
            f" of {common.median(subject.save_ms):,.0f} ms" if subject.save_ms else " came due"
        )
        print(f"Vector index of the {name} library: {each:.2f} ms a photo of it{saves}.")
    return common.median([b / a for a, b in zip(small.run_ms[MANY], large.run_ms[MANY], strict=True)])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, help="JPEGs to add; made when none is named")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--large", type=int, default=500_000)
    parser.add_argument("--home", type=Path, help="keep or reuse the generated libraries here")
    options = parser.parse_args()
    common.print_machine()
    with tempfile.TemporaryDirectory() as scratch:
        place = Path(scratch)
        source = options.folder or place / "photos"
        if options.folder is None:
            generate.make_photos(source, options.count + options.few, 1, common.usable_cores())
        originals = sorted(p for p in source.rglob("*") if p.suffix.lower() in (".jpg", ".jpeg"))
        originals = originals[: options.count + options.few]
        home = options.home or place
        small = store_benchmark.library(str(home / "1000"), 1_000)
        large = store_benchmark.library(str(home / str(options.large)), options.large)
        shutil.copytree(small.home, place / "small")
        with (
            DecoderPool(2) as decoders,
            InferenceProcess(models_dir(), nice=0) as inference,
            opened(store_benchmark.paths_in(str(place / "small")), decoders, inference) as little,
            opened(large, decoders, inference) as much,
        ):
            decoders.start()
            for number in range(options.rounds):
                play(place, number, originals, options.few, (little, much))
                print(f"round {number + 1}: {little.run_ms[MANY][-1]:,.0f} ms and {much.run_ms[MANY][-1]:,.0f} ms")
            ratio = report(options.few, len(originals) - options.few, little, much)
    print(f"A photo costs {ratio:.2f} times as much in the large library, bar {BAR}: {common.verdict(ratio, BAR)}")
    return 0 if ratio <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
