"""Groups: how well they are the classes people would make, how well they are counted, and how long they take.

    organize_groups.py [--part quality|count|strangers|speed] [--seeds 5] [--photos 100000] [--home HOME]

Quality: the labelled photos at as many groups as there are classes; NMI, ARI and purity, the median over seeds, against
K-means on colour histograms and on the embeddings as they are, in the same run. Count: random choices of classes, even
and uneven, and whether the number chosen is within a factor of 1.5. Strangers: one photo each of classes that are not
there, which should be in no group. Speed: a library of made-up photos (or a copy of HOME) through the library's door.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import common
import library_home
import numpy as np
from numpy.typing import NDArray
from retrieval import colour_histogram, data_dir, labelled, shipped, unit
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from desktop_app.library.library import Library
from desktop_app.organize.groups import FoundGroups, find_groups
from desktop_app.paths import library_paths
from desktop_app.settings import Settings

NMI_BAR, ARI_BAR, COUNT_BAR, SPEED_BAR_S = 0.90, 0.78, 1.5, 60.0
PARTS = ("quality", "count", "strangers", "speed")

Labels = NDArray[np.int64]
Vectors = NDArray[np.float16]


def found_in(vectors: Vectors, count: int | None, seed: int) -> FoundGroups:
    """Returns the groups of these vectors."""
    ids = np.arange(1, len(vectors) + 1)

    def read() -> Iterator[tuple[NDArray[np.int64], Vectors]]:
        yield ids, vectors

    found = find_groups(read, len(ids), count, seed, lambda _: None)
    assert found is not None
    return found


def scores(truth: Labels, labels: NDArray[np.intp]) -> tuple[float, float, float]:
    """Returns NMI, ARI and purity; photos in no group count as one group more."""
    right = sum(int(np.bincount(truth[labels == group]).max()) for group in np.unique(labels))
    nmi = float(normalized_mutual_info_score(truth, labels))
    return nmi, float(adjusted_rand_score(truth, labels)), right / len(truth)


def plain(vectors: NDArray[np.float32], count: int, seed: int) -> NDArray[np.intp]:
    """Returns K-means as it comes, ten starts."""
    return np.asarray(KMeans(count, n_init=10, random_state=seed).fit_predict(vectors), np.intp)


def quality(vectors: Vectors, histograms: NDArray[np.float32], truth: Labels, seeds: int) -> None:
    """Prints how well groups are the classes, at as many groups."""
    count = int(truth.max()) + 1
    raw = unit(vectors.astype(np.float32))
    ways = {
        "Reverie": lambda seed: found_in(vectors, count, seed).labels,
        "K-means on the embeddings as they are": lambda seed: plain(raw, count, seed),
        "K-means on colour histograms (8 x 8 x 8)": lambda seed: plain(histograms, count, seed),
    }
    rows = []
    for name, make in ways.items():
        found = np.array([scores(truth, make(seed)) for seed in range(seeds)])
        middle, least = np.median(found, axis=0), found.min(axis=0)
        rows.append((name, *(f"{m:.3f} ({w:.3f})" for m, w in zip(middle, least, strict=True))))
        if name == "Reverie":
            is_met = middle[0] >= NMI_BAR and middle[1] >= ARI_BAR
    title = f"{len(truth):,} photos of {count} classes in {count} groups, median of {seeds} seeds (worst)"
    common.print_table(title, ("groups by", "NMI", "ARI", "purity"), rows)
    print(f"bar (NMI {NMI_BAR}, ARI {ARI_BAR}): {'met' if is_met else 'NOT met'}\n")


def count_chosen(vectors: Vectors, truth: Labels, seeds: int) -> None:
    """Prints the numbers chosen for random choices of classes."""
    chance = np.random.default_rng(7)
    classes = int(truth.max()) + 1
    rows = []
    for number, is_even in ((5, True), (10, True), (20, True), (classes, True), (12, False), (20, False), (30, False)):
        chosen = []
        for seed in range(seeds):
            picked = chance.choice(classes, number, replace=False)
            sizes = np.full(number, 10**6) if is_even else np.geomspace(25, 3, number).round().astype(int)
            photos = np.concatenate(
                [chance.permutation(np.flatnonzero(truth == c))[:n] for c, n in zip(picked, sizes, strict=True)]
            )
            chosen.append(int(found_in(vectors[photos], None, seed).chosen or 1))
        factor = max(max(number / k, k / number) for k in chosen)
        sizes_text = "all photos" if is_even else "25 down to 3 photos"
        verdict = "within" if factor <= COUNT_BAR else "OUTSIDE"
        rows.append((f"{number} classes, {sizes_text}", ", ".join(map(str, chosen)), f"{factor:.2f} {verdict}"))
    title = f"Number of groups chosen ({seeds} random choices each; bar: a factor of {COUNT_BAR})"
    common.print_table(title, ("truth", "chosen", "worst factor"), rows)


def strangers(vectors: Vectors, truth: Labels, seeds: int) -> None:
    """Prints who is left out of groups."""
    chance = np.random.default_rng(1)
    classes = int(truth.max()) + 1
    rows = []
    for number in (10, 20, 30):
        members, others = [], []
        for seed in range(seeds):
            picked = chance.choice(classes, number, replace=False)
            rest = np.setdiff1d(np.arange(classes), picked)
            inside = np.flatnonzero(np.isin(truth, picked))
            outside = np.array([chance.choice(np.flatnonzero(truth == c)) for c in rest])
            is_alone = found_in(vectors[np.concatenate([inside, outside])], None, seed).labels < 0
            members.append(is_alone[: len(inside)].mean())
            others.append(is_alone[len(inside) :].mean())
        rows.append((number, classes - number, 100 * float(np.mean(members)), 100 * float(np.mean(others))))
    headers = ("classes", "strangers, one of each other class", "members left out %", "strangers left out %")
    common.print_table("Photos that are like no group", headers, rows)


def speed(count: int, source: Path | None) -> None:
    """Prints how long groups, their names, an answer and the map take through the library's door."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch).resolve() / "home"
        if source is None:
            library_home.make_library(home, count, 0, 3, is_indexed=False)
        else:
            home.mkdir()
            shutil.copy(source / "library.db", home)
        library = Library.open(library_paths(home), Settings())
        try:
            before = common.resident_bytes()
            steps = {
                "groups, their number chosen": lambda: library.order.groups.grouping(),
                "the page of groups again": lambda: library.order.groups.grouping(),
                "groups, 40 asked for, undoable": lambda: library.order.groups.regroup(40),
                "the map": lambda: library.order.groups.library_map(),
                "the map again": lambda: library.order.groups.library_map(),
                "more like a group": lambda: library.order.groups.more_like(
                    library.order.groups.grouping().result().groups[0].id
                ),
            }
            rows: list[tuple[str, float, float]] = []
            for name, ask in steps.items():
                began = time.process_time()
                with common.timed() as watch:
                    ask().result()
                rows.append((name, watch.seconds, time.process_time() - began))
            found = library.order.groups.grouping().result()
        finally:
            library.close()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before) / 1e6
    total = sum(group.photo_count for group in found.groups) + found.alone
    common.print_table(f"{total:,} photos, {found.chosen} groups chosen", ("what", "wall s", "processor s"), rows)
    print(
        f"bar ({SPEED_BAR_S:.0f} s): {'met' if rows[0][1] <= SPEED_BAR_S else 'NOT met'};"
        f" at most {grown:,.0f} MB more memory\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--home", type=Path, help="a library to copy, in place of a made-up one")
    options = parser.parse_args()
    common.print_machine()
    parts = options.part or PARTS
    if set(parts) - {"speed"}:
        if data_dir().is_dir():
            pictures, truth, _ = labelled(1)
            vectors = shipped(pictures).astype(np.float16)
            if "quality" in parts:
                quality(vectors, colour_histogram(pictures), truth, options.seeds)
            if "count" in parts:
                count_chosen(vectors, truth, options.seeds)
            if "strangers" in parts:
                strangers(vectors, truth, options.seeds)
        else:
            print(f"no shared photos at {data_dir()}: quality is not measured")
    if "speed" in parts:
        speed(options.photos, options.home)


if __name__ == "__main__":
    main()
