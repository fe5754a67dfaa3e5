"""The For You page with 12 shelves of 20 photos and 4 albums: what it costs the window's thread. Prints a table.

    python tests/benchmarks/for_you_page.py [--size WxH]

Pictures are ready at once and pages are made up: what is measured is the page's own share. For each act the longest
time the GUI thread was held at a stretch is told, in its CPU time: on an idle machine that is what the user would feel.
The bar is 16 ms, one frame.
"""

from __future__ import annotations

import argparse
import functools
import os
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import numpy.ma  # as the window does while idle: set operations need it
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.domain.history import HistoryMode
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.library import Counts, Timeline
from desktop_app.domain.suggestion import AlbumReason, ForYouPage, Shelf, ShelfKind, SuggestedAlbum, Suggestion
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.for_you_content import AlbumContent, PageContent, ShelfContent, settled
from desktop_app.gui.for_you_page import ForYouPage as Page

SHELVES, PHOTOS, ALBUMS = 12, 20, 4
SHAPES = (1.5, 2 / 3, 4 / 3, 3 / 4, 16 / 9)
BAR_MS = 16.0


class ReadyPictures:
    """Answers at once with a picture of one colour."""

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], QImage]) -> Future[QImage]:
        """Returns a future that is done."""
        wanted = convert.keywords["wanted"]  # type: ignore[attr-defined]
        future: Future[QImage] = Future()
        future.set_result(painted(wanted.width_px, wanted.height_px, photo_id * 37 % 360 // 40))
        return future

    def view_image(self, photo_id: PhotoId, max_edge_px: int | None = None) -> Future[object]:
        """Returns a future that never comes: large pictures are scaled elsewhere."""
        del photo_id, max_edge_px
        return Future()


@functools.cache
def painted(width_px: int, height_px: int, hue: int) -> QImage:
    """Returns a picture of one colour; made once, for decoding is not the window's share."""
    image = QImage(width_px, height_px, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor.fromHsv(hue * 40, 120, 200))
    return image


def rows(ids: list[PhotoId], rng: np.random.Generator) -> Timeline:
    """Returns made-up rows of photos."""
    count = len(ids)
    return Timeline(
        ids=np.asarray(ids, np.int64),
        taken_at_ms=np.full(count, 1_750_000_000_000, np.int64),
        aspects=rng.choice(SHAPES, count).astype(np.float32),
        colours=rng.integers(0, 1 << 24, count).astype(np.uint32),
        badges=np.zeros(count, np.uint16),
        status=np.zeros(count, np.uint8),
    )


def content(seed: int, changed: int = 0) -> PageContent:
    """Returns a page; of each shelf the first `changed` photos are others than on the page of the seed."""
    rng = np.random.default_rng(seed)
    shelves = []
    for at in range(SHELVES):
        first = seed * 1000 + at * PHOTOS
        ids = [PhotoId(first + i + (500 if i < changed else 0)) for i in range(PHOTOS)]
        suggestions = tuple(Suggestion(i, 0.5, InterestId(at)) for i in ids)
        kind = ShelfKind.FOR_YOU if at == 0 else ShelfKind.INTEREST
        shelf = Shelf(kind, "", "", suggestions, subject=f"thing {at}", interest_id=InterestId(at))
        shelves.append(ShelfContent(shelf, rows(ids, rng), {s.photo_id: s for s in suggestions}, None))
    albums = []
    for at in range(ALBUMS):
        members = tuple(PhotoId(seed * 1000 + 900 + at * 10 + i) for i in range(10))
        album = SuggestedAlbum(f"{at}", f"Album {at}", "", AlbumReason.EVENT, members[0], members, 0.5)
        albums.append(AlbumContent(album, rows(list(members[:3]), rng)))
    page = ForYouPage((), (), is_cold=False, day=date(2026, 6, 14), seed=seed, view_count=9)
    return PageContent(page, tuple(shelves), tuple(albums))


class Watch:
    """Tells for how long the GUI thread was held at a stretch, in its CPU time."""

    def __init__(self) -> None:
        self._gaps: list[float] = []
        self._last = 0.0
        self._beat = QTimer()
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._tick)

    def _tick(self) -> None:
        now = time.thread_time()
        self._gaps.append((now - self._last) * 1000)
        self._last = now

    def over(self, act: Callable[[], object], for_ms: int) -> float:
        """Returns the longest stretch in ms while and after an act."""
        self._gaps.clear()
        self._last = time.thread_time()
        self._beat.start(0)
        QTimer.singleShot(0, act)
        loop = QEventLoop()
        QTimer.singleShot(for_ms, loop.quit)
        loop.exec()
        self._beat.stop()
        return max(self._gaps)


def glide(page: Page) -> Callable[[], None]:
    """Returns what scrolls a page to its end, sixty pixels a frame."""
    bar = page.verticalScrollBar()

    def step() -> None:
        if bar.value() < bar.maximum():
            bar.setValue(bar.value() + 60)
            QTimer.singleShot(16, step)

    return step


def main() -> int:
    """Runs the acts and prints the table; fails when one held the thread longer than a frame."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--size", default="1280x800")
    width, height = (int(part) for part in parser.parse_args().size.split("x"))
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light")
    bridge = Bridge()
    page = Page(ReadyPictures(), bridge)  # type: ignore[arg-type]
    page.resize(width, height)
    page.set_counts(Counts(library=100_000))
    page.set_history(mode=HistoryMode.ON, is_private=False)
    page.show()
    watch = Watch()
    watch.over(lambda: None, 300)
    first, other = content(1), content(2)
    after = settled(first, content(1, 1))
    acts: list[tuple[str, Callable[[], object], int]] = [
        ("first page", lambda: page.show_content(first, is_kept=False), 1500),
        ("scroll to the end", glide(page), 2500),
        ("refresh: another page", lambda: page.show_content(other, is_kept=False), 1000),
        ("refresh again", lambda: page.show_content(first, is_kept=False), 1000),
        ("one photo of each shelf goes", lambda: page.show_content(after, is_kept=True), 800),
        ("turn a shelf", lambda: page.shelves[1].cards.turn(1), 600),
        ("another width", lambda: page.resize(width - 120, height), 600),
    ]
    print(f"{SHELVES} shelves of {PHOTOS} photos, {ALBUMS} albums, {width}x{height}; longest hold of the GUI thread")
    held = [(name, watch.over(act, for_ms)) for name, act, for_ms in acts]
    for name, longest in held:
        print(f"  {name:32} {longest:6.1f} ms{'' if longest <= BAR_MS else '  above the bar'}")
    page.close()
    bridge.close()
    return 0 if all(longest <= BAR_MS for _name, longest in held) else 1


if __name__ == "__main__":
    sys.exit(main())
