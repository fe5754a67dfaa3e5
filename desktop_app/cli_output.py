"""What the command line writes: JSON, names fit for a terminal, and the progress bar."""

from __future__ import annotations

import json
import queue
import sys
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from desktop_app.domain.library import Activity, Progress
from desktop_app.domain.photo import display_text

T = TypeVar("T")

BAR_WIDTH = 28
VERBS = {
    Activity.SCANNING: "Looking through folders",
    Activity.READING: "Reading photos",
    Activity.UNDERSTANDING: "Understanding photos",
    Activity.INDEXING: "Building the index",
}


def print_json(value: object) -> None:
    """Writes one JSON value to standard output; undecodable path bytes stay as escaped surrogates."""
    json.dump(value, sys.stdout, indent=1)
    sys.stdout.write("\n")


def shown(path: Path | str) -> str:
    """Returns a path fit for a terminal: no control characters, no undecodable bytes."""
    return display_text(str(path))


def plural(number: int, word: str) -> str:
    """Returns '1 photo', '2 photos', '40,000 photos'."""
    return f"{number:,} {word}" + ("" if number == 1 else "s")


def duration(seconds: float) -> str:
    """Returns '40 s', '3 min', '2 h 05 min'."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d} min"


def bar_line(progress: Progress) -> str:
    """Returns the one line that a progress bar shows."""
    verb = VERBS.get(progress.activity, "")
    if not progress.total:
        return f"{verb}  {progress.done:,}"
    share = min(1.0, progress.done / progress.total)
    filled = round(share * BAR_WIDTH)
    line = f"{verb}  [{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {progress.done:,} of {progress.total:,}"
    if progress.rate:
        line += f"  {progress.rate:.0f}/s"
    if progress.left_s is not None:
        line += f"  {duration(progress.left_s)} left"
    return line


class ProgressBar:
    """One line on standard error that is rewritten; silent when that is no terminal or quiet was asked for."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self._is_live = not is_quiet and sys.stderr.isatty()
        self._news: queue.SimpleQueue[Progress] = queue.SimpleQueue()
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._width:
            sys.stderr.write("\r" + " " * self._width + "\r")
            sys.stderr.flush()

    def show(self, progress: Progress | None) -> None:
        """Takes news from any thread; drawn by the thread that waits."""
        if progress is not None and self._is_live:
            self._news.put(progress)

    def wait(self, job: Future[T]) -> T:
        """Draws until the job is done. Returns its result or raises its exception."""
        while True:
            try:
                return job.result(0.1)
            except FutureTimeoutError:
                if job.done():
                    raise
                self._draw()

    def _draw(self) -> None:
        latest: Progress | None = None
        while not self._news.empty():
            latest = self._news.get()
        if latest is None:
            return
        line = bar_line(latest)
        sys.stderr.write("\r" + line.ljust(self._width))
        sys.stderr.flush()
        self._width = max(self._width, len(line))
