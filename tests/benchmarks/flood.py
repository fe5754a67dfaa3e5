"""A long import as the window hears of it: how long a user's question waits, what is asked, how old the page gets.

    flood.py HOME [--seconds 30]      HOME as `generate.py library` makes it

A real window on a real library; the news of an import is published at its pace, the rows stay as they are. What counts
is the time from a click to its answer (the row of one photo) and the time from news to a page that holds it.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import common
from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Activity, Changes, Progress
from desktop_app.gui import theme
from desktop_app.gui.page_loader import PageLoader
from desktop_app.gui.window import MainWindow
from desktop_app.library.library import Library
from desktop_app.library.queries import Queries
from desktop_app.paths import library_paths
from desktop_app.settings import Settings

T = TypeVar("T")
NEWS_EVERY_MS = 100
CLICK_EVERY_MS = 350
BATCH = 16
PATIENCE_MS = 120_000


class Watched(Library):
    """A library that counts the questions it has not answered yet."""

    outstanding = 0
    asked = 0

    def ask(self, question: Callable[[Queries], T]) -> Future[T]:
        """Counts, and asks."""
        return self._counted(super().ask(question))

    def ask_in_background(self, question: Callable[[Queries], T]) -> Future[T]:
        """Counts, and asks."""
        return self._counted(super().ask_in_background(question))

    def _counted(self, future: Future[T]) -> Future[T]:
        self.outstanding += 1
        self.asked += 1
        future.add_done_callback(lambda _done: self._answered())
        return future

    def _answered(self) -> None:
        self.outstanding -= 1


class Import(QObject):
    """Publishes what an import publishes, clicks now and then, and notes how long everything took."""

    def __init__(self, library: Watched, window: MainWindow) -> None:
        super().__init__()
        self._library, self._window = library, window
        self._number = 0
        self._first_unseen_s: float | None = None
        self.click_ms: list[float] = []
        self.page_ms: list[float] = []
        self.queue: list[int] = []
        window.findChild(PageLoader).answered.connect(lambda _answer: self._on_page())
        self._news = QTimer(self, interval=NEWS_EVERY_MS)
        self._news.timeout.connect(self._publish)
        self._clicks = QTimer(self, interval=CLICK_EVERY_MS)
        self._clicks.timeout.connect(self._click)

    def start(self) -> None:
        """Begins."""
        self._news.start()
        self._clicks.start()

    def stop(self) -> None:
        """Ends, as a run ends."""
        self._news.stop()
        self._clicks.stop()
        self._library._stream.publish(Changes(progress=Progress(Activity.IDLE), are_problems_changed=True))

    @property
    def is_page_stale(self) -> bool:
        """Whether news came that no page has shown yet."""
        return self._first_unseen_s is not None

    def _publish(self) -> None:
        self._number += 1
        ids = frozenset(PhotoId(self._number * BATCH + i) for i in range(BATCH))
        publish = self._library._stream.publish
        if self._number % 2:
            publish(Changes(updated=ids, is_membership_changed=True))
            if self._first_unseen_s is None:
                self._first_unseen_s = time.perf_counter()
        else:
            publish(Changes(updated=ids, are_tags_changed=True))
        publish(Changes(progress=Progress(Activity.READING, self._number * BATCH, 1_000_000)))

    def _on_page(self) -> None:
        if self._first_unseen_s is not None:
            self.page_ms.append((time.perf_counter() - self._first_unseen_s) * 1000)
            self._first_unseen_s = None

    def _click(self) -> None:
        self.queue.append(self._library.outstanding)
        begun = time.perf_counter()
        future = self._library.ask(lambda queries: queries.photo(PhotoId(1)))
        future.add_done_callback(lambda _done: self.click_ms.append((time.perf_counter() - begun) * 1000))


def wait(until: Callable[[], bool], limit_ms: int) -> None:
    """Runs the event loop until something is so, or the time is over."""
    loop, clock = QEventLoop(), QElapsedTimer()
    clock.start()
    timer = QTimer(interval=20)
    timer.timeout.connect(lambda: loop.quit() if until() or clock.elapsed() > limit_ms else None)
    timer.start()
    loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    common.print_machine()
    app = QApplication([])
    theme.apply(app, "light")
    library = Watched.open(library_paths(options.home), Settings(), decoder_count=1)
    assert isinstance(library, Watched)
    window = MainWindow(library, Settings(is_motion_reduced=True), lambda _settings: None)
    window.show()
    wait(lambda: bool(window.navigator.roots) and not library.outstanding, PATIENCE_MS)
    flood = Import(library, window)
    asked, cpu_s = library.asked, time.process_time()
    flood.start()
    wait(lambda: False, int(options.seconds * 1000))
    asked, cpu_s = library.asked - asked - len(flood.queue), time.process_time() - cpu_s
    flood.stop()
    with common.timed() as rest:
        wait(lambda: not library.outstanding and not flood.is_page_stale, PATIENCE_MS)
    clicks, pages, queue = flood.click_ms, flood.page_ms or [float("inf")], flood.queue
    rows = [
        ("a click's answer, median ms", common.median(clicks)),
        ("a click's answer, 95 % ms", common.percentile(clicks, 0.95)),
        ("a click's answer, longest ms", max(clicks)),
        ("questions unanswered, median", common.median(queue)),
        ("questions unanswered, most", max(queue)),
        ("news to page, median ms", common.median(pages)),
        ("news to page, longest ms", max(pages)),
        ("pages shown", len(flood.page_ms)),
        ("questions of the window", asked),
        ("processor time of the window, s", cpu_s),
        ("all answered after the end, s", rest.seconds),
    ]
    photos = len(window.space.model.timeline)
    common.print_table(f"{options.seconds:.0f} s of an import into {photos:,} photos", ("what", "value"), rows)
    window.close()
    library.close()


if __name__ == "__main__":
    main()
