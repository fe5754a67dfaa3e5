"""Smart albums by example: how well they find, whether what they promise holds, and how fast they follow a library.

    organize_smart.py [--part quality] [--folder FOLDER] [--seeds 20] [--classes other|tuned|all] [--positives 5 10 20]
    organize_smart.py --part speed [--photos 100000] [--home HOME]      HOME is copied, in place of a made-up library

FOLDER (the shared labelled photos) holds one folder of photos for each class. Each run takes some photos of one class
as examples; the rest of the class is what should be found among all other photos. The constants of the program were
chosen on every second class ("tuned"); by default the other half is measured. All methods see the same examples in the
same run; each chooses its own cut, the peers by leaving out examples and taking the cut with the best F1.

Bars: average precision and F1 above every peer; the promised precision at most 0.1 from the true one, in the mean.
"""

from __future__ import annotations

import argparse
import contextlib
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import common
import library_home
import numpy as np
from numpy.typing import NDArray
from retrieval import data_dir

from desktop_app.domain.library import Page
from desktop_app.domain.smart_album import at_strictness
from desktop_app.library.library import Library
from desktop_app.ml.understand import Understander
from desktop_app.organize import smart_teaching
from desktop_app.organize.smart_learning import Evidence
from desktop_app.organize.smart_views import VIEWS, views_of
from desktop_app.paths import LibraryPaths, library_paths, models_dir
from desktop_app.settings import Settings
from desktop_app.store.store import Store
from desktop_app.workers.decoders import DecodeRequest, DecoderPool

Vectors = NDArray[np.float32]
Scores = NDArray[np.float64]
BATCH = 8
BAR_GAP, BAR_REFRESH_S = 0.1, 2.0
OURS = "Reverie"
PARTS = ("quality", "speed")
_ALL = Page()


@dataclass(frozen=True, eq=False)
class Photos:
    """(N, D) vectors of photos, (N, V, D) of their views, and (N,) names of classes."""

    vectors: Vectors
    views: Vectors
    classes: NDArray[np.str_]


def load(folder: Path, cache: Path | None) -> Photos:
    """Reads all photos through the program's decoder and model, or what an earlier run kept."""
    if cache is not None and cache.exists():
        with np.load(cache) as kept:
            return Photos(kept["vectors"], kept["views"], kept["classes"])
    files = sorted(file for file in folder.glob("*/*") if file.is_file())
    understander = Understander(models_dir(), 1)
    rows: list[Vectors] = []
    with contextlib.closing(DecoderPool(1)) as decoders:
        for file in files:
            decoders.submit(DecodeRequest(0, path=file))
            reply = next(iter(decoders.poll(60.0)))
            assert reply.decoded is not None, file
            pictures = [reply.decoded.rgb, *views_of(reply.decoded.rgb).values()]
            rows.append(np.stack([found.vector for found in understander.embed(pictures) if found.vector is not None]))
    whole = np.stack(rows).astype(np.float32)
    photos = Photos(whole[:, 0], whole[:, 1:], np.array([file.parent.name for file in files]))
    if cache is not None:
        np.savez(cache, vectors=photos.vectors, views=photos.views, classes=photos.classes)
    return photos


@dataclass(frozen=True)
class Outcome:
    """One method on one task: average precision, F1, precision and recall at its cut; and what it promised, if so."""

    average_precision: float
    f1: float
    precision: float
    recall: float
    promised_precision: float = float("nan")
    promised_recall: float = float("nan")


def outcome(truth: NDArray[np.bool_], scores: Scores, cut: float, promised: tuple[float, float] | None) -> Outcome:
    """Returns the figures of (N,) scores against the truth; what reaches the cut is found."""
    order = np.argsort(-scores, kind="stable")
    hits = truth[order]
    ranks = np.flatnonzero(hits) + 1
    found = scores >= cut
    right = int((found & truth).sum())
    return Outcome(
        float(np.mean(np.arange(1, len(ranks) + 1) / ranks)),
        2 * right / max(int(found.sum()) + int(truth.sum()), 1),
        right / max(int(found.sum()), 1),
        right / max(int(truth.sum()), 1),
        *(promised or ()),
    )


def best_cut(wanted: Scores, others: Scores) -> float:
    """Returns the cut with the best F1 on held-out examples against all other photos."""
    cuts = np.unique(wanted)
    hits = np.array([(wanted >= cut).sum() for cut in cuts])
    found = hits + np.array([(others >= cut).sum() for cut in cuts])
    return float(cuts[int(np.argmax(2 * hits / (found + len(wanted))))])


Scorer = Callable[[Vectors, Vectors, Vectors], Scores]


def centroid(examples: Vectors, _others: Vectors, rows: Vectors) -> Scores:
    """Cosine to the middle of the examples."""
    return np.asarray(rows @ examples.mean(axis=0), np.float64)


def nearest(examples: Vectors, _others: Vectors, rows: Vectors) -> Scores:
    """Mean cosine to the three nearest examples."""
    return np.asarray(np.sort(rows @ examples.T, axis=1)[:, -3:].mean(axis=1), np.float64)


def plain_svm(examples: Vectors, others: Vectors, rows: Vectors) -> Scores:
    """A linear SVM as it comes: C = 1, no class weights, no views, all other photos as counter-examples."""
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=1.0, dual=False)
    machine.fit(np.concatenate([examples, others]), np.repeat([1, 0], [len(examples), len(others)]))
    return np.asarray(machine.decision_function(rows), np.float64)


PEERS: dict[str, Scorer] = {"nearest centroid": centroid, "kNN (3)": nearest, "plain SVM": plain_svm}


def try_peer(scorer: Scorer, photos: Photos, chosen: NDArray[np.int64], free: NDArray[np.int64]) -> Scores:
    """Returns the scores of the free photos, then the held-out scores of the examples (at most five are left out)."""
    rows = photos.vectors
    scores = scorer(rows[chosen], rows[free], rows[free])
    folds = np.arange(len(chosen)) % min(5, len(chosen))
    held = np.empty(len(chosen))
    for fold in range(int(folds.max()) + 1):
        mine = folds == fold
        held[mine] = scorer(rows[chosen[~mine]], rows[free], rows[chosen[mine]])
    return np.concatenate([scores, held])


def run(photos: Photos, name: str, number: int, seed: int) -> dict[str, Outcome]:
    """Tries all methods on one task."""
    chance = np.random.default_rng(seed)
    mine = np.flatnonzero(photos.classes == name)
    chosen = np.sort(chance.choice(mine, number, replace=False))
    ids = np.arange(len(photos.classes))
    free = np.setdiff1d(ids, chosen)
    truth = photos.classes[free] == name
    found = {}
    for peer, scorer in PEERS.items():
        scores = try_peer(scorer, photos, chosen, free)
        own, held = scores[: len(free)], scores[len(free) :]
        found[peer] = outcome(truth, own, best_cut(held, own), None)
    wanted = np.concatenate([photos.vectors[chosen][:, None], photos.views[chosen]], axis=1)
    background = smart_teaching.choose_background(ids, chosen, smart_seed(seed))
    evidence = Evidence(wanted, np.zeros((0, 1, wanted.shape[2]), np.float32), photos.vectors[background])

    def library() -> Iterable[tuple[NDArray[np.int64], NDArray[Any]]]:
        return [(ids, photos.vectors)]

    taught = smart_teaching.teach(evidence, background, chosen, library, smart_seed(seed))
    step = at_strictness(taught.steps, 0.5)
    scores = taught.machine.classifier.scores(free, photos.vectors[free])
    likely = taught.machine.probabilities(free, photos.vectors[free])
    cut = float(scores[likely >= step.cut].min()) if (likely >= step.cut).any() else float("inf")
    found[OURS] = outcome(truth, scores, cut, (step.precision, step.recall))
    return found


def smart_seed(seed: int) -> int:
    """Returns the seed of the program's own lots, apart from that of the examples."""
    return 1_000 + seed


def interval(differences: Sequence[float]) -> str:
    """Returns the mean difference with its 95 % interval (bootstrap over runs, 2,000 draws)."""
    values = np.array(differences)
    draws = np.random.default_rng(0).choice(values, (2_000, len(values))).mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return f"{values.mean():+.4f} [{low:+.4f}, {high:+.4f}]"


def report(number: int, runs: Sequence[dict[str, Outcome]]) -> None:
    """Prints the tables for one number of examples."""
    rows: list[tuple[common.Cell, ...]] = []
    for method in [OURS, *PEERS]:
        own = [found[method] for found in runs]
        rows.append(
            (
                method,
                *(
                    round(float(np.mean([getattr(one, name) for one in own])), 4)
                    for name in ("average_precision", "f1", "precision", "recall")
                ),
                *(
                    "" if method == OURS else interval([getattr(r[OURS], n) - getattr(r[method], n) for r in runs])
                    for n in ("average_precision", "f1")
                ),
            )
        )
    common.print_table(
        f"{number} examples, {len(runs)} runs",
        ("method", "average precision", "F1", "precision", "recall", "Reverie over it, AP [95 %]", "F1 [95 %]"),
        rows,
    )
    own = [found[OURS] for found in runs]
    lines = []
    for what in ("precision", "recall"):
        promised = np.array([getattr(one, f"promised_{what}") for one in own])
        true = np.array([getattr(one, what) for one in own])
        gap = float(np.abs(promised - true).mean())
        lines.append((what, float(promised.mean()), float(true.mean()), gap, common.verdict(gap, BAR_GAP)))
    common.print_table("Promised by cross-validation against true", ("", "promised", "true", "mean gap", "bar"), lines)


def speed(count: int, home: Path | None) -> None:
    """Measures learning and following in a copy of a large library's database, or in one made up for it."""
    with tempfile.TemporaryDirectory() as place:
        paths = LibraryPaths(Path(place) / "home", Path(place) / "home" / "cache")
        if home is None:
            library_home.make_library(paths.home, count, 0, 3, is_indexed=False)
        else:
            _copy(home, paths)
        library = Library.open(paths, Settings(), decoder_count=1)
        try:
            _speed(library)
        finally:
            library.close()


def _copy(home: Path, paths: LibraryPaths) -> None:
    paths.home.mkdir()
    source = sqlite3.connect(f"{library_paths(home).database.as_uri()}?mode=ro", uri=True)
    with contextlib.closing(source):
        source.execute("VACUUM INTO ?", (str(paths.database),))


def _speed(library: Library) -> None:
    before = common.resident_bytes()
    ids = library.ask(lambda queries: queries.timeline(_ALL).ids).result(600)
    album = library.order.smart_albums.create("Speed", None, tuple(ids[:10].tolist())).result(600)
    with common.timed() as learning:
        library.order.smart_albums.lesson(album).result(600)
    with common.timed() as idle:
        library.order.smart_albums.refresh().result(600)
    library._store_lane.submit(_forget_progress).result(600)  # every photo is as if it had just come
    with common.timed() as whole:
        library.order.smart_albums.refresh().result(600)
    grown = (common.resident_bytes() - before) / 1e6
    common.print_table(
        f"{len(ids):,} photos, one album of 10 examples",
        ("", "s", "bar"),
        [
            ("learning, and judging all photos", learning.seconds, ""),
            ("refresh: all photos judged anew", whole.seconds, common.verdict(whole.seconds, BAR_REFRESH_S)),
            ("refresh: nothing new", idle.seconds, ""),
        ],
    )
    print(f"memory of this process grew by {grown:.0f} MB, to {common.resident_bytes() / 1e6:.0f} MB")


def _forget_progress(store: Store) -> None:
    with store.db.atomic():
        store.db.execute("UPDATE smart_album_learned SET last_sequence = 0, generation = -1")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=PARTS, action="append")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--classes", choices=("tuned", "other", "all"), default="other")
    parser.add_argument("--positives", type=int, nargs="+", default=[5, 10, 20])
    parser.add_argument("--cache", type=Path, help="an .npz that keeps the vectors for the next run")
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    common.print_machine()
    parts = options.part or PARTS
    folder = options.folder or data_dir() / "labelled" / "caltech101"
    if "speed" in parts:
        speed(options.photos, options.home)
    if "quality" not in parts:
        return 0
    if not folder.is_dir():
        print(f"no labelled photos at {folder}: quality is not measured")
        return 0
    warnings.filterwarnings("ignore", module="sklearn")
    photos = load(folder, options.cache)
    names = sorted(set(photos.classes.tolist()))
    names = {"tuned": names[0::2], "other": names[1::2], "all": names}[options.classes]
    print(
        f"{len(photos.classes):,} photos, {len(names)} classes ({options.classes}), {len(VIEWS)} views of an example\n"
    )
    began = time.perf_counter()
    for number in options.positives:
        usable = [name for name in names if (photos.classes == name).sum() >= number + 3]
        report(number, [run(photos, name, number, seed) for name in usable for seed in range(options.seeds)])
    print(f"took {time.perf_counter() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
