"""The picture of the library with 100,000 photos: what a frame costs while it is moved and zoomed. Prints a table.

    python tests/benchmarks/map.py [--photos N] [--size WxH] [--ratio R]

Places are made up as the library makes them: groups like islands, one photo a place. Pictures are ready at once, so
what is measured is the map's own share: the wall time and the CPU time of painting one frame. The bar is 16 ms.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, QTimer
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from desktop_app.domain.group import LibraryMap
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.gui import theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.map_content import MapContent, content_of
from desktop_app.gui.map_view import MapView

BAR_MS = 16.0
GROUPS = 120


class ReadyPictures:
    """Answers at once with a picture of one colour."""

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], QImage]) -> Future[QImage]:
        """Returns a future that is done."""
        wanted = convert.keywords["wanted"]  # type: ignore[attr-defined]
        image = QImage(wanted.width_px, wanted.height_px, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(QColor.fromHsv(photo_id * 37 % 360, 120, 200))
        future: Future[QImage] = Future()
        future.set_result(image)
        return future

    def ask(self, question: object) -> Future[object]:
        """Returns a future that never comes."""
        del question
        return Future()


def generated(count: int, seed: int = 1) -> tuple[LibraryMap, Timeline]:
    """Returns a map of islands, each photo on a place of its own, and the library of its photos."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.full(GROUPS, 1.2))
    group = np.sort(rng.choice(GROUPS, count, p=share))
    span = 1.5 * np.sqrt(count)
    middles = rng.uniform(0, span, (GROUPS, 2))
    spread = np.sqrt(np.bincount(group, minlength=GROUPS)) * 0.35
    wished = middles[group] + rng.normal(size=(count, 2)) * spread[group, None]
    cells = np.round(wished).astype(np.int64)
    taken: set[tuple[int, int]] = set()
    for at in range(count):  # spirals outward to the nearest free place
        x, y = (int(v) for v in cells[at])
        ring = 0
        while (x, y) in taken:
            ring += 1
            x, y = (int(v) for v in cells[at] + rng.integers(-ring // 3 - 1, ring // 3 + 2, 2))
        taken.add((x, y))
        cells[at] = x, y
    ids = np.arange(1, count + 1, dtype=np.int64)
    hue = rng.integers(0, 255, (GROUPS, 3))[group]
    rgb = np.clip(hue + rng.normal(0, 30, (count, 3)), 0, 255).astype(np.uint32)
    labels = tuple(
        (GroupId(g + 1), f"Group {g + 1}", float(middles[g, 0]), float(middles[g, 1]), float(spread[g] * 2))
        for g in range(GROUPS)
    )
    places = cells.astype(np.float32)
    found = LibraryMap(ids, places[:, 0].copy(), places[:, 1].copy(), group.astype(np.int64) + 1, labels)
    timeline = Timeline(
        ids=ids[::-1].copy(),
        taken_at_ms=np.sort(rng.integers(0, 1_700_000_000_000, count))[::-1].copy(),
        aspects=np.full(count, 1.5, np.float32),
        colours=((rgb[:, 0] << 16) | (rgb[:, 1] << 8) | rgb[:, 2])[::-1].copy(),
        badges=np.zeros(count, np.uint16),
        status=np.zeros(count, np.uint8),
    )
    return found, timeline


class Frames:
    """Paints frames of a view and tells what each cost."""

    def __init__(self, view: MapView) -> None:
        self._view = view

    def over(self, step: Callable[[int], object], frames: int) -> tuple[float, float, float]:
        """Returns the median and the longest frame in ms of wall time, and the median in ms of CPU time."""
        walls, cpus = [], []
        for number in range(frames):
            step(number)
            wall, cpu = time.perf_counter(), time.thread_time()
            self._view.repaint()
            walls.append((time.perf_counter() - wall) * 1000)
            cpus.append((time.thread_time() - cpu) * 1000)
        return statistics.median(walls), max(walls), statistics.median(cpus)


def rest(view: MapView, for_ms: int = 1500) -> None:
    """Lets the map come to rest and fetch its pictures."""
    loop = QEventLoop()
    QTimer.singleShot(for_ms, loop.quit)
    loop.exec()
    view.repaint()


def acts(view: MapView, content: MapContent) -> list[tuple[str, float | None, Callable[[int], object]]]:
    """Returns what is measured: a name, the scale to begin at (None: everything), and what each frame does."""

    def pan(number: int) -> None:
        way = 1 if number % 40 < 20 else -1
        view.set_camera(view.camera.moved(-9.0 * way, 5.0 * way))

    def zoom(number: int) -> None:
        factor = 1.06 if number % 60 < 30 else 1 / 1.06
        middle = (view.width() / 2, view.height() / 2)
        view.set_camera(view.camera.zoomed(view.camera.scale * factor, middle))

    def hover(number: int) -> None:
        view.hover(QPointF(200 + number * 9 % 600, 150 + number * 7 % 400))

    del content
    return [
        ("everything: move", None, pan),
        ("everything: zoom in and out", None, zoom),
        ("everything: pointer moves", None, hover),
        ("dots of 6 px: move", 6.0, pan),
        ("dots of 18 px: move", 18.0, pan),
        ("pictures of 30 px: move", 30.0, pan),
        ("pictures of 64 px: move", 64.0, pan),
        ("pictures of 64 px: zoom", 64.0, zoom),
        ("pictures of 200 px: move", 200.0, pan),
    ]


def main() -> int:
    """Runs the acts and prints the table; fails when the median frame of one is above the bar."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--size", default="1064x700")
    parser.add_argument("--frames", type=int, default=60)
    chosen = parser.parse_args()
    width, height = (int(part) for part in chosen.size.split("x"))
    app = QApplication(sys.argv[:1])
    theme.apply(app, "light")
    library_map, timeline = generated(chosen.photos)
    begun = time.perf_counter()
    content = content_of(library_map, timeline)
    made_ms = (time.perf_counter() - begun) * 1000
    bridge = Bridge()
    view = MapView(ReadyPictures(), bridge)  # type: ignore[arg-type]
    view.motion.is_reduced = True
    view.resize(width, height)
    view.show()
    view.show_content(content)
    rest(view, 200)
    frames, is_met = Frames(view), True
    print(f"{chosen.photos:,} photos, {GROUPS} groups, {width}x{height}, {platform.processor() or platform.machine()}")
    print(f"  made ready off the window's thread in {made_ms:.0f} ms")
    print(f"  {'act':30} {'median':>9} {'longest':>9} {'CPU':>9}")
    for name, scale, step in acts(view, content):
        view.show_all(is_gliding=False)
        if scale is not None:
            view.set_camera(view.camera.zoomed(scale, (width / 2, height / 2)))
            rest(view)
        median, longest, cpu = frames.over(step, chosen.frames)
        is_met &= cpu <= BAR_MS
        print(f"  {name:30} {median:6.1f} ms {longest:6.1f} ms {cpu:6.1f} ms")
    view.close()
    bridge.close()
    return 0 if is_met else 1


if __name__ == "__main__":
    sys.exit(main())
