"""Find similar through the whole program: from a stored vector, and from a 12-MP file dropped from outside.

    similar.py HOME PHOTO [--queries 200] [--drops 12]      HOME as `generate.py library` makes it, PHOTO a 12-MP JPEG

Bars: a stored vector p95 at most 10 ms; a dropped file at most 400 ms to the first results; recall@50 against exact
search at least 0.98. Dropped files differ in a byte each, so that nothing is remembered. The first drop of a session is
told apart: the children may still be starting.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import common
import numpy as np

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.query import SimilarRequest
from desktop_app.library.library import Library
from desktop_app.paths import library_paths
from desktop_app.settings import Settings
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex, exact_search

WAIT_S = 300.0
STORED_MS, DROPPED_MS, RECALL = 10.0, 400.0, 0.98


def timed_ms(library: Library, request: SimilarRequest) -> float:
    """Returns the milliseconds from the request to its answer."""
    began = time.perf_counter()
    library.similar(request).result(WAIT_S)
    return (time.perf_counter() - began) * 1e3


def recall_at_50(home: Path, ids: list[int]) -> float:
    """Returns the share of the exact 50 nearest that the saved index finds."""
    store = Store.open(library_paths(home), is_writer=False)
    try:
        model = store.embeddings.active_model()
        assert model is not None
        index = VectorIndex(library_paths(home).index, model)
        index.load(store)
        index.catch_up(store)
        _, vectors = store.embeddings.get([PhotoId(i) for i in ids], model)
        found, right = index.search(vectors, 50)[0], exact_search(store.embeddings, model, vectors, 50)[0]
    finally:
        store.close()
    pairs = zip(found.tolist(), right.tolist(), strict=True)
    return float(np.mean([len(set(a) & set(b)) / 50 for a, b in pairs]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("photo", type=Path)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--drops", type=int, default=12)
    options = parser.parse_args()
    common.print_machine()
    library = Library.open(library_paths(options.home), Settings(), decoder_count=1)
    try:
        with tempfile.TemporaryDirectory() as place:
            data = options.photo.read_bytes()
            files = [Path(place) / f"{n}.jpg" for n in range(options.drops)]
            for number, file in enumerate(files):
                file.write_bytes(data + number.to_bytes(2, "little"))
            first = timed_ms(library, SimilarRequest(files=(files[0],)))
            dropped = [timed_ms(library, SimilarRequest(files=(file,))) for file in files[1:]]
        count = library.ask(lambda queries: queries.counts()).result(WAIT_S).library
        ids = library.ask(lambda queries: queries.vectors()[0]).result(WAIT_S)
        chosen = np.random.default_rng(0).choice(len(ids), options.queries, replace=False)
        photos = [library.ask(lambda q, p=ids[i]: q.photo_by_path(p)).result(WAIT_S) for i in chosen]
        stored = [timed_ms(library, SimilarRequest(photo_ids=(photo.id,))) for photo in photos if photo is not None]
    finally:
        library.close()
    recall = recall_at_50(options.home, [int(photo.id) for photo in photos if photo is not None])
    rows = [
        ("stored vector", common.median(stored), float(np.percentile(stored, 95)), max(stored)),
        ("dropped 12-MP file", common.median(dropped), float(np.percentile(dropped, 95)), max(dropped)),
        ("first drop, children and index not started", first, first, first),
    ]
    common.print_table(
        f"Find similar in {count:,} photos (ms to the answer)", ("from", "median", "p95", "slowest"), rows
    )
    print(f"stored vector p95: {common.verdict(rows[0][2], STORED_MS)} (bar {STORED_MS:.0f} ms)")
    print(f"dropped file p95: {common.verdict(rows[1][2], DROPPED_MS)} (bar {DROPPED_MS:.0f} ms)")
    print(f"recall@50 {recall:.4f} (bar {RECALL})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
