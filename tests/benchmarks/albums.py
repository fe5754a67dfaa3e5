"""How fast albums are. Run by hand: `python tests/benchmarks/albums.py`. Numbers from a busy machine are noisy."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from desktop_app.domain.library import Page, RootIdentity, Scope  # noqa: E402
from desktop_app.paths import LibraryPaths  # noqa: E402
from desktop_app.store.rows import NewFile  # noqa: E402
from desktop_app.store.store import Store  # noqa: E402

PHOTOS, ALBUMS, IN_ALBUM, IN_LARGE, ROUNDS = 100_000, 100, 1_000, 10_000, 5


def timed(what: str, work: Callable[[], object], rounds: int = 1) -> None:
    """Prints the median time of a work."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    print(f"{what:58} {sorted(times)[len(times) // 2] * 1000:9.1f} ms")


def main() -> None:
    """Fills a library in a temporary folder and measures every act and question."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
        root = store.roots.add(Path("/photos"), RootIdentity(1, 2, "volume"), 1)
        ids = []
        for first in range(0, PHOTOS, 10_000):
            numbers = range(first, first + 10_000)
            files = [NewFile(b"a/%06d.jpg" % n, 1_000 + n, 10**18 + n * 10**9) for n in numbers]
            ids += store.photos.add_files(root.id, files, 1)
        edits, large = store.edits, store.edits.create_album("Large", [])[1]
        print(f"{PHOTOS:,} photos, seed 0")
        timed(f"add {IN_LARGE:,} photos in one act, on the disk", lambda: edits.add_to_album(large, ids[:IN_LARGE]))
        timed("undo that", edits.undo)
        timed("redo that", edits.redo)
        timed("first move, which numbers all", lambda: edits.move_in_album(large, ids[:3], ids[50]))
        timed("each later move", lambda: edits.move_in_album(large, ids[7:9], ids[150]))
        timed(f"page of {IN_LARGE:,}", lambda: store.photos.timeline(Page(Scope.ALBUM, album_id=large)), ROUNDS)
        timed(f"delete the album of {IN_LARGE:,}", lambda: edits.delete_album(large))
        edits.undo()
        random = np.random.default_rng(0)
        for number in range(ALBUMS):
            chosen = random.choice(PHOTOS, IN_ALBUM, replace=False)
            album = edits.create_album(f"Album {number}", [ids[n] for n in chosen])[1]
        timed(f"all {ALBUMS} albums of {IN_ALBUM:,} with counts and covers", store.albums.all, ROUNDS)
        timed("one album", lambda: store.albums.get(album), ROUNDS)
        timed(f"page of {IN_ALBUM:,}", lambda: store.photos.timeline(Page(Scope.ALBUM, album_id=album)), ROUNDS)
        timed("albums of one photo", lambda: store.albums.containing(ids[5]), ROUNDS)
        timed("move an album", lambda: edits.move_album(album, 50))
        store.close()


if __name__ == "__main__":
    main()
