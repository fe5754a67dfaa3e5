"""The grid with 100,000 photos: first show, insertion, scrolling, resizing, zooming, memory. Prints a table.

    python tests/benchmarks/grid.py [--photos N] [--size WxH]

Runs on whatever platform plug-in Qt is told (QT_QPA_PLATFORM=offscreen, or xcb under xvfb-run). The library is
generated and its thumbnails are ready at once: what is measured is the window's own share. Wall time counts; on a busy
machine the CPU time of the GUI thread tells what the wall time would be on an idle one.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.photo_grid import PhotoGrid
from desktop_app.gui.thumbnail_loader import ThumbnailLoader

T = TypeVar("T")
DAY_MS = 86_400_000
SHAPES = (1.5, 2 / 3, 4 / 3, 3 / 4, 16 / 9)


class ReadyThumbnails:
    """Answers at once with a picture of one colour: decoding happens on the library's lanes, not in the grid."""

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], T]) -> Future[T | None]:
        """Returns a future that is done."""
        wanted = convert.keywords["wanted"]  # type: ignore[attr-defined]
        image = QImage(wanted.width_px, wanted.height_px, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor.fromHsv(photo_id * 37 % 360, 120, 200))
        future: Future[T | None] = Future()
        future.set_result(image)  # type: ignore[arg-type]
        return future


def generated(count: int, seed: int = 1) -> Timeline:
    """Returns a library over twelve years, some days full and most with a few photos."""
    rng = np.random.default_rng(seed)
    days = np.sort(20_300 - rng.integers(0, 12 * 365, count))[::-1]
    return Timeline(
        ids=np.arange(count, 0, -1, dtype=np.int64),
        taken_at_ms=days * DAY_MS + rng.integers(0, DAY_MS, count),
        aspects=rng.choice(SHAPES, count).astype(np.float32),
        colours=rng.integers(0, 1 << 24, count).astype(np.uint32),
        badges=rng.choice([0, 0, 0, 0, 0, 0, 1, 2, 16], count).astype(np.uint16),
        status=np.zeros(count, np.uint8),
    )


def with_more(timeline: Timeline, count: int, *, scattered: bool) -> Timeline:
    """Returns the timeline and `count` new photos: at one place, or anywhere."""
    rng = np.random.default_rng(2)
    total = len(timeline)
    places = np.sort(rng.integers(0, total, count)) if scattered else np.full(count, total // 3)
    taken = timeline.taken_at_ms[np.minimum(places, total - 1)]
    new = generated(count, 3)
    return Timeline(
        ids=np.insert(timeline.ids, places, np.arange(total + 1, total + 1 + count)),
        taken_at_ms=np.insert(timeline.taken_at_ms, places, taken),
        aspects=np.insert(timeline.aspects, places, new.aspects),
        colours=np.insert(timeline.colours, places, new.colours),
        badges=np.insert(timeline.badges, places, new.badges),
        status=np.insert(timeline.status, places, new.status),
    )


class Stalls:
    """Measures the longest time the event loop did not come round."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._tick)
        self._clock = QElapsedTimer()
        self._cpu_s = 0.0
        self.worst_ms = self.worst_cpu_ms = 0.0

    def _tick(self) -> None:
        self.worst_ms = max(self.worst_ms, self._clock.nsecsElapsed() / 1e6)
        self.worst_cpu_ms = max(self.worst_cpu_ms, (time.thread_time() - self._cpu_s) * 1000)
        self._restart()

    def _restart(self) -> None:
        self._clock.start()
        self._cpu_s = time.thread_time()

    def during(self, act: Callable[[], object], settle_ms: int = 400) -> tuple[float, float]:
        """Runs an act from within the loop and returns the longest stall until it has settled: (wall, CPU) ms."""
        spin(50)
        self.worst_ms = self.worst_cpu_ms = 0.0
        self._restart()
        self._timer.start()
        QTimer.singleShot(0, act)
        spin(settle_ms)
        self._timer.stop()
        return self.worst_ms, self.worst_cpu_ms


def spin(duration_ms: int) -> None:
    """Lets the event loop run."""
    loop = QEventLoop()
    QTimer.singleShot(duration_ms, loop.quit)
    loop.exec()


def frame_times(grid: PhotoGrid, step: int, frames: int) -> list[tuple[float, float]]:
    """Scrolls by `step` px a frame and returns what each frame costs: moving, laying out, painting; (wall, CPU) ms."""
    bar, times = grid.verticalScrollBar(), []
    for _ in range(frames):
        began, cpu = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + step)
        grid.viewport().repaint()
        times.append(((time.perf_counter() - began) * 1000, (time.thread_time() - cpu) * 1000))
        spin(0)
    return times


def percentile(values: list[float], share: float) -> float:
    """Returns the value below which `share` of the values lie."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def worst_of(stalls: list[tuple[float, float]]) -> str:
    """Returns the worst of several stalls in words."""
    return f"{max(s[0] for s in stalls):.1f} ms (CPU {max(s[1] for s in stalls):.1f})"


def resident_mb() -> float:
    """Returns the memory this process holds now, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--size", default="1280x800")
    chosen = parser.parse_args()
    width, height = (int(part) for part in chosen.size.split("x"))
    app = QApplication(sys.argv)
    theme.apply(app, "light")
    rows: list[tuple[str, str, str]] = []
    base_mb = resident_mb()
    timeline = generated(chosen.photos)
    bridge = Bridge()
    loader = ThumbnailLoader(ReadyThumbnails(), bridge)

    began = time.perf_counter()
    grid = PhotoGrid(loader)
    grid.resize(width, height)
    grid.set_timeline(timeline)
    grid.show()
    grid.viewport().repaint()
    rows.append(("first show, with placeholders", f"{(time.perf_counter() - began) * 1000:.1f} ms", ""))
    spin(500)

    stalls = Stalls()
    rows.append(("nothing happens: longest stall", worst_of([stalls.during(lambda: None)]), ""))
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    grid.select_ids(timeline.ids[40_000 % len(timeline) : 40_000 % len(timeline) + 300].tolist())
    for name, scattered in (("500 inserted at one place", False), ("500 inserted anywhere", True)):
        worst = []
        for _ in range(5):
            grid.set_timeline(timeline)
            more = with_more(timeline, 500, scattered=scattered)
            worst.append(stalls.during(lambda more=more: grid.set_timeline(more)))
        rows.append((f"{name}: longest GUI stall of 5", worst_of(worst), "50 ms"))
    for tile in (96, 184, 420):
        grid.set_tile_height(tile)
        spin(300)
        for step, word in ((37, "slow"), (height, "a page a frame")):
            grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 3)
            spin(200)
            times = frame_times(grid, step, 400)
            wall, cpu = [t[0] for t in times], [t[1] for t in times]
            value = f"{statistics.median(wall):.1f} / {percentile(wall, 0.99):.1f} ms"
            value += f" (CPU {statistics.median(cpu):.1f} / {percentile(cpu, 0.99):.1f})"
            rows.append((f"scrolling, tiles {tile} px, {word}: frame median / p99", value, "16 ms"))
    grid.set_tile_height(184)
    spin(300)
    worst = [stalls.during(lambda w=w: grid.resize(width - w, height), 250) for w in (10, 80, 200, 0)]
    rows.append(("resize: longest stall", worst_of(worst), ""))
    worst = [stalls.during(grid.zoom_in, 250) for _ in range(3)]
    rows.append(("zoom by a step: longest stall", worst_of(worst), ""))
    rows.append(("select all: longest stall", worst_of([stalls.during(grid.selectAll)]), ""))
    grid.clearSelection()
    memory = f"{resident_mb():.0f} MB ({base_mb:.0f} before the grid; pictures {loader.kept_bytes / 1e6:.0f})"
    rows.append(("memory of the process", memory, "400 MB"))

    machine = f"{app.platformName()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{chosen.photos:,} photos, {width}x{height}, {machine}")
    wide = max(len(row[0]) for row in rows)
    for name, value, bar in rows:
        print(f"{name:<{wide}}  {value:<44}  {('bar ' + bar) if bar else ''}")
    grid.close()
    bridge.close()


if __name__ == "__main__":
    main()
