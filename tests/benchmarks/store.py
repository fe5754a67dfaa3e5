"""How fast the store is. Run by hand: `python tests/benchmarks/store.py [what ...]`; prints units and machine.

What: timeline, growth, known, similar, search. Without a name: all. Numbers from a busy machine are noisy.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from desktop_app.domain.ids import PhotoId  # noqa: E402
from desktop_app.domain.library import Page, RootIdentity, Scope  # noqa: E402
from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata, Tag, TagSource  # noqa: E402
from desktop_app.domain.visibility import Surface  # noqa: E402
from desktop_app.ml.manifest import load_manifest  # noqa: E402
from desktop_app.paths import LibraryPaths, models_dir  # noqa: E402
from desktop_app.pipeline.moves import ROWS_PER_WRITE  # noqa: E402
from desktop_app.search.text import search  # noqa: E402
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow  # noqa: E402
from desktop_app.store.store import Store  # noqa: E402
from desktop_app.store.vector_index import VectorIndex, exact_search  # noqa: E402

MODEL = load_manifest(models_dir()).by_task("embedding").key  # so that no other model has to look at the photos
DIMENSION = 384
DECODED_ROWS = 8  # how many of each come together in a quarter of a second, and in a second, at 30 photos a second
UNDERSTOOD_ROWS = 32
BLURRED = (Flag(FlagName.BLURRY, 0.6, "blurred"),)
WORDS = [f"word{i}" for i in range(400)]
DAY_MS = 86_400_000
TRIP = 250  # photos of one folder were taken one after another; the trips lie anywhere in twenty years


def paths_in(folder: str) -> LibraryPaths:
    home = Path(folder)
    return LibraryPaths(home, home / "cache")


def files(first: int, count: int) -> list[NewFile]:
    return [
        NewFile(
            f"{2005 + i // 5000 % 20}/trip {i // TRIP:04d}/IMG_{i:06d}.jpg".encode(),
            3_000_000 + i,
            (1_200_000_000 + i * 977) * 10**9,
        )
        for i in range(first, first + count)
    ]


def decoded(photo: PhotoId, rng: np.random.Generator, file: NewFile) -> DecodedRow:
    number = int(file.relative_path[-10:-4])
    trip = int(np.random.default_rng(number // TRIP).integers(0, 20 * 365))
    taken = 1_100_000_000_000 + trip * DAY_MS + number % TRIP * 60_000
    metadata = Metadata(
        taken_at_ms=taken,
        camera_make="Canon",
        camera_model=f"EOS {photo % 17}D",
        lens=f"EF {photo % 9 * 10}mm",
        iso=200,
    )
    measures = Measures(
        0.6,
        0.5,
        0.01,
        0.02,
        2.0,
        40.0,
        int(rng.integers(0, 1 << 24)),
        ((0x112233, 0.5), (0x445566, 0.3)),
        photo * 7919,
        0,
        0,
    )
    content = rng.bytes(32)
    return DecodedRow(
        photo, content, "JPEG", 4000, 3000, metadata, measures, False, False, False, file.mtime_ns, file.size_bytes
    )


def vectors(rng: np.random.Generator, count: int, centres: NDArray[np.float32]) -> NDArray[np.float16]:
    """Clustered unit vectors of about 64 true dimensions, as picture embeddings are."""
    basis = np.random.default_rng(7).standard_normal((centres.shape[1], DIMENSION)).astype(np.float32)
    mixed = centres[rng.integers(0, len(centres), count)] + 0.7 * rng.standard_normal((count, centres.shape[1]))
    spread = mixed.astype(np.float32) @ basis + 2.0 * rng.standard_normal((count, DIMENSION)).astype(np.float32)
    return (spread / np.linalg.norm(spread, axis=1, keepdims=True)).astype(np.float16)


def tag_numbers(rng: np.random.Generator) -> list[int]:
    """Five words of a photo; a few are on most photos and many on few, as words are (Zipf)."""
    return sorted({int(n) % len(WORDS) for n in rng.zipf(1.3, 5)})


def grow(
    store: Store,
    count: int,
    rng: np.random.Generator,
    first: int = 0,
    rows_per_write: tuple[int, int] = (DECODED_ROWS, UNDERSTOOD_ROWS),
) -> Iterator[tuple[float, float]]:
    """Adds photos as indexing does, each stage in its own batches; yields wall and CPU seconds of each 500 photos."""
    root = store.roots.add(Path("/photos"), RootIdentity(1, 2), 0)
    centres = np.random.default_rng(3).standard_normal((1000, 64)).astype(np.float32)
    decoded_rows, understood_rows = rows_per_write
    for start in range(first, first + count, ROWS_PER_WRITE):
        batch = files(start, min(ROWS_PER_WRITE, first + count - start))
        found = vectors(rng, len(batch), centres)
        words_of = [tuple(Tag(WORDS[n], TagSource.AI, 0.7) for n in tag_numbers(rng)) for _ in batch]
        rows = [decoded(PhotoId(start + n + 1), rng, file) for n, file in enumerate(batch)]
        begin, cpu = time.perf_counter(), time.process_time()
        ids = store.photos.add_files(root.id, batch, start)
        shown = [replace(row, photo_id=photo) for photo, row in zip(ids, rows, strict=True)]
        for at in range(0, len(ids), decoded_rows):
            store.photos.save_decoded(shown[at : at + decoded_rows])
        understood = [
            UnderstoodRow(photo, MODEL, vector, words, BLURRED if photo % 20 == 0 else ())
            for photo, vector, words in zip(ids, found, words_of, strict=True)
        ]
        for at in range(0, len(ids), understood_rows):
            store.save_understood(understood[at : at + understood_rows])
        yield time.perf_counter() - begin, time.process_time() - cpu


def ms(call: Callable[[], object], times: int = 9) -> str:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begin) * 1000)
    return f"median {np.median(taken):8.1f} ms   worst {max(taken):8.1f} ms"


def timeline(paths: LibraryPaths) -> None:
    begin = time.perf_counter()
    store = Store.open(paths, is_writer=False)
    opened = time.perf_counter()
    page = store.photos.timeline(Page())
    print(f"open a reader: {(opened - begin) * 1000:.1f} ms, first timeline of {len(page)}: "
          f"{(time.perf_counter() - opened) * 1000:.1f} ms")  # fmt: skip
    print("timeline, warm           ", ms(lambda: store.photos.timeline(Page())))
    print("folder page (root)       ", ms(lambda: store.photos.timeline(Page(Scope.FOLDER, store.folders.all()[0].id))))
    print("flag page                ", ms(lambda: store.photos.timeline(Page(Scope.FLAG, flag=FlagName.BLURRY))))
    print("tag page                 ", ms(lambda: store.photos.timeline(Page(Scope.TAG, tag=WORDS[3]))))
    print("counts                   ", ms(store.photos.counts))
    print("folders                  ", ms(store.folders.all))
    print("roots                    ", ms(store.roots.all))
    print("vocabulary               ", ms(store.tags.vocabulary))
    print("visible ids              ", ms(lambda: store.photos.visible_newest_first(Surface.SEARCH)))
    ids = [PhotoId(int(i)) for i in page.ids[:500]]
    print("500 whole photos         ", ms(lambda: store.photos.get_many(ids)))
    print("one whole photo          ", ms(lambda: store.photos.get(ids[7])))
    store.close()


def words(paths: LibraryPaths) -> None:
    store = Store.open(paths, is_writer=False)
    for text in (
        "word7",
        "trip",
        "2015",
        "canon",
        "june 2012",
        "word3 canon",
        "date:2010..2012 rating:0",
        "-word5",
        "img_0123",
    ):
        found = search(store, text)
        print(f"search {text!r:32} {len(found.matches):5d} shown ", ms(lambda text=text: search(store, text), 5))
    store.close()


def known(paths: LibraryPaths) -> None:
    store = Store.open(paths, is_writer=False)
    root = store.roots.all()[0].id
    print("known_files, all photos  ", ms(lambda: sum(1 for _ in store.photos.known_files(root)), 5))
    store.close()


def similar(paths: LibraryPaths) -> None:
    store = Store.open(paths, is_writer=True)
    index = VectorIndex(paths.index, MODEL)
    begin = time.perf_counter()
    index.catch_up(store)
    print(f"index built: {len(index)} vectors of {DIMENSION} in {time.perf_counter() - begin:.1f} s")
    begin = time.perf_counter()
    index.save(store)
    saved = time.perf_counter()
    index = VectorIndex(paths.index, MODEL)
    assert index.load(store)
    loaded = time.perf_counter()
    print(f"saved in {(saved - begin) * 1000:.0f} ms, verified and loaded in {(loaded - saved) * 1000:.0f} ms")
    rng = np.random.default_rng(5)
    chosen = [PhotoId(int(i)) for i in rng.choice(store.embeddings.photo_ids(MODEL), 200, replace=False)]
    _, queries = store.embeddings.get(chosen, MODEL)
    exact, _ = exact_search(store.embeddings, MODEL, queries, 50)
    taken, hits = [], 0
    for photo, right in zip(chosen, exact, strict=True):
        begin = time.perf_counter()
        _, vector = store.embeddings.get([photo], MODEL)
        found, _ = index.search(vector, 50)
        taken.append((time.perf_counter() - begin) * 1000)
        hits += len(set(found[0].tolist()) & set(right.tolist()))
    p50, p95 = np.percentile(taken, (50, 95))
    print(f"similar from a stored vector: p50 {p50:.2f} ms  p95 {p95:.2f} ms  recall@50 {hits / 50 / len(chosen):.4f}")
    print("exact search, one query  ", ms(lambda: exact_search(store.embeddings, MODEL, queries[:1], 50), 3))
    store.close()


def growth(small: LibraryPaths, large: LibraryPaths, rounds: int = 8, measured: int = 1_600) -> None:
    """The cost of adding a photo, in turn to a small library (a fresh copy each round) and to a large one.

    Taking turns keeps what else the machine does out of the ratio; CPU time is given too. Moving the write-ahead log
    into the file at the end of each turn is part of the cost.
    """
    rng = np.random.default_rng(11)
    costs: dict[str, list[tuple[float, float]]] = {"small": [], "large": []}
    sizes = {}
    big = Store.open(large, is_writer=True)
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(small.database, folder)
            little = Store.open(paths_in(folder), is_writer=True)
            for name, store in (("small", little), ("large", big)):
                sizes[name] = int(store.db.value("SELECT count(*) FROM photo"))
                taken = list(grow(store, measured, rng, int(store.db.value("SELECT max(id) FROM photo"))))
                begin, cpu = time.perf_counter(), time.process_time()
                store.db.checkpoint()
                taken.append((time.perf_counter() - begin, time.process_time() - cpu))
                costs[name].append(tuple(np.sum(taken, axis=0) / measured * 1e6))  # type: ignore[arg-type]
            little.close()
    big.close()
    for name, found in costs.items():
        wall, cpu = np.median(found, axis=0)
        print(f"adding to {sizes[name]:7d} photos: {wall:7.1f} us a photo, {cpu:7.1f} us of CPU (medians of {rounds})")
    ratio = np.median(np.array(costs["large"]), axis=0) / np.median(np.array(costs["small"]), axis=0)
    total = np.sum(costs["large"], axis=0) / np.sum(costs["small"], axis=0)
    print(
        f"ratio of medians: wall {ratio[0]:.2f}, CPU {ratio[1]:.2f}; of sums: wall {total[0]:.2f}, CPU {total[1]:.2f}"
    )


def library(folder: str, count: int) -> LibraryPaths:
    """Returns a library of generated photos, made when it is not there."""
    paths = paths_in(folder)
    if not paths.database.exists():
        begin = time.perf_counter()
        store = Store.open(paths, is_writer=True)
        for _ in grow(store, count, np.random.default_rng(1), rows_per_write=(ROWS_PER_WRITE, ROWS_PER_WRITE)):
            pass
        store.close()
        print(f"{count} photos generated and stored in {time.perf_counter() - begin:.1f} s", flush=True)
    return paths


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="*", choices=[[], "timeline", "growth", "known", "similar", "search"])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--home", help="keep or reuse the generated libraries here")
    chosen = parser.parse_args()
    what = set(chosen.what) or {"timeline", "growth", "known", "similar", "search"}
    print(f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, Python "
          f"{platform.python_version()}")  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        base = Path(chosen.home or folder)
        if what != {"growth"}:
            paths = library(str(base / str(chosen.photos)), chosen.photos)
        if "timeline" in what:
            timeline(paths)
        if "known" in what:
            known(paths)
        if "search" in what:
            words(paths)
        if "similar" in what:
            similar(paths)
        if "growth" in what:
            growth(library(str(base / "1000"), 1_000), library(str(base / "500000"), 500_000))


if __name__ == "__main__":
    main()
