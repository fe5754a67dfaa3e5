from __future__ import annotations

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest

from desktop_app.domain.history import MAX_SEEN_MS, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.gui.view_meter import IDLE_MS, LONGEST_STEP_MS, ViewMeter
from desktop_app.gui.view_tracker import BATCH_EVERY_MS, BATCH_SIZE, ViewTracker

NOON_MS = 1_772_000_000_000
A = PhotoId(1)


class Clocks:
    """Two clocks that stand still until told."""

    def __init__(self) -> None:
        self.monotonic_ms = 5_000.0
        self.wall_ms = NOON_MS

    def step(self, by_ms: float) -> None:
        self.monotonic_ms += by_ms
        self.wall_ms += round(by_ms)


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def meter(clocks: Clocks) -> ViewMeter:
    return ViewMeter(lambda: clocks.monotonic_ms, lambda: clocks.wall_ms)


def begin(meter: ViewMeter, surface: ViewSurface = ViewSurface.VIEWER) -> None:
    meter.begin(A, surface, ViewSource.LIBRARY)
    meter.watch(is_watched=True)


def run(meter: ViewMeter, clocks: Clocks, for_ms: float, *, is_touched: bool = False) -> None:
    """Time goes by in steps of a second, as the tracker reckons."""
    while for_ms > 0:
        clocks.step(min(1000, for_ms))
        for_ms -= 1000
        meter.watch(is_watched=True)
        if is_touched:
            meter.touch()


def test_a_look_lasts_as_long_as_the_photo_is_watched(meter: ViewMeter, clocks: Clocks) -> None:
    begin(meter)
    run(meter, clocks, 4_000)
    meter.watch(is_watched=False)
    clocks.step(3_000)
    meter.watch(is_watched=True)
    clocks.step(1_500)
    assert meter.end() == PhotoView(A, ViewSurface.VIEWER, ViewSource.LIBRARY, NOON_MS, 5_500, 1.0)
    assert meter.end() is None


def test_who_touches_nothing_for_half_a_minute_has_gone(meter: ViewMeter, clocks: Clocks) -> None:
    begin(meter)
    run(meter, clocks, IDLE_MS + 20_000)
    meter.touch()
    run(meter, clocks, 2_000)
    assert meter.end().seen_ms == IDLE_MS + 2_000


def test_a_slideshow_runs_without_being_touched(meter: ViewMeter, clocks: Clocks) -> None:
    begin(meter, ViewSurface.SLIDESHOW)
    run(meter, clocks, IDLE_MS + 20_000)
    assert meter.end().seen_ms == IDLE_MS + 20_000


def test_no_look_is_longer_than_a_minute(meter: ViewMeter, clocks: Clocks) -> None:
    begin(meter)
    run(meter, clocks, 3 * MAX_SEEN_MS, is_touched=True)
    assert meter.end().seen_ms == MAX_SEEN_MS


def test_a_quick_skip_is_a_look_too(meter: ViewMeter, clocks: Clocks) -> None:
    begin(meter)
    clocks.step(180)
    assert meter.end().seen_ms == 180


def test_a_photo_that_was_never_to_be_seen_was_not_looked_at(meter: ViewMeter, clocks: Clocks) -> None:
    meter.begin(A, ViewSurface.VIEWER, ViewSource.LIBRARY)
    meter.watch(is_watched=False)
    clocks.step(4_000)
    assert meter.end() is None


def test_sleep_does_not_count(meter: ViewMeter, clocks: Clocks) -> None:
    begin(meter)
    run(meter, clocks, 2_000)
    clocks.step(8 * 3_600_000)  # the lid was closed, with a clock that goes on meanwhile
    meter.touch()
    run(meter, clocks, 1_000)
    assert meter.end().seen_ms == 2_000 + LONGEST_STEP_MS + 1_000


@pytest.mark.parametrize("jump_ms", [-86_400_000, 86_400_000])
def test_a_clock_that_is_set_changes_no_duration(meter: ViewMeter, clocks: Clocks, jump_ms: int) -> None:
    begin(meter)
    run(meter, clocks, 2_000)
    clocks.wall_ms += jump_ms
    run(meter, clocks, 2_000)
    look = meter.end()
    assert (look.started_at_ms, look.seen_ms) == (NOON_MS, 4_000)


def test_the_largest_zoom_counts(meter: ViewMeter) -> None:
    begin(meter)
    for zoom in (1.0, 3.5, 0.5):
        meter.zoom(zoom)
    assert meter.end().zoom == 3.5


class Desk:
    """A tracker on the window's real viewer, with its clocks and what it recorded."""

    def __init__(self, window, clocks: Clocks, qtbot) -> None:
        self.window, self.clocks, self.qtbot, self.is_recording = window, clocks, qtbot, True
        self.viewer = window.space.viewer
        self.batches: list[Sequence[PhotoView]] = []
        self.tracker = ViewTracker(
            self.viewer,
            self.batches.append,
            lambda: self.is_recording,
            clock=lambda: clocks.monotonic_ms,
            wall_clock=lambda: clocks.wall_ms,
        )
        self.ids = [PhotoId(int(i)) for i in window.space.model.timeline.ids]

    def open(self, photo_id: PhotoId) -> None:
        self.window.open_photo(photo_id)
        self.qtbot.waitUntil(lambda: self.viewer.is_picture_shown)

    def go(self, at: int) -> None:
        self.viewer.go(at)
        self.qtbot.waitUntil(lambda: self.viewer.is_picture_shown)

    def look(self, for_ms: float) -> None:
        self.clocks.step(for_ms)
        self.tracker.reckon()

    @property
    def looks(self) -> list[tuple[PhotoId, str, int]]:
        return [(look.photo_id, look.source.value, look.seen_ms) for batch in self.batches for look in batch]


@pytest.fixture
def desk(window, clocks: Clocks, qtbot) -> Desk:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Desk(window, clocks, qtbot)


def test_looks_in_the_viewer_with_where_they_came_from(desk: Desk) -> None:
    ids = desk.ids
    desk.open(ids[2])
    desk.look(3_000)
    desk.go(3)
    desk.look(200)
    desk.go(4)
    desk.look(2_000)
    assert desk.batches == []
    desk.viewer.close_viewer()
    assert desk.looks == [(ids[2], "library", 3_000), (ids[3], "neighbour", 200), (ids[4], "neighbour", 2_000)]
    starts = [look.started_at_ms - NOON_MS for look in desk.batches[0]]
    assert starts == [0, 3_000, 3_200]
    desk.look(5_000)
    desk.tracker.flush()
    assert len(desk.looks) == 3


def test_another_row_opened_over_the_first_begins_with_its_own_source(desk: Desk) -> None:
    ids = desk.ids
    desk.open(ids[0])
    desk.look(1_000)
    desk.viewer.open_photos(ids[5:8], 0, source=ViewSource.SIMILAR)
    desk.qtbot.waitUntil(lambda: desk.viewer.is_picture_shown)
    desk.look(1_000)
    desk.go(1)
    desk.look(1_000)
    desk.viewer.close_viewer()
    assert [source for _, source, _ in desk.looks] == ["library", "similar", "neighbour"]


def test_the_largest_magnification_is_kept_in_sizes_of_the_window(desk: Desk) -> None:
    desk.open(desk.ids[0])
    canvas = desk.viewer.canvas
    canvas.zoom_to(canvas.fit_zoom() * 2)
    desk.look(1_000)
    canvas.fit()
    desk.go(1)
    desk.look(1_000)
    desk.viewer.close_viewer()
    assert [round(look.zoom, 3) for look in desk.batches[0]] == [2.0, 1.0]


def test_another_window_in_front_stops_the_clock(desk: Desk, qtbot) -> None:
    desk.open(desk.ids[0])
    desk.look(2_000)
    other = QWindow()
    other.show()
    other.requestActivate()
    qtbot.waitUntil(lambda: not desk.window.isActiveWindow())
    desk.tracker.reckon()
    desk.look(9_000)
    desk.viewer.close_viewer()
    other.destroy()
    assert [seen for *_, seen in desk.looks] == [2_000]


def test_a_key_or_the_pointer_says_that_somebody_is_there(desk: Desk, qtbot) -> None:
    desk.open(desk.ids[0])
    for _ in range(IDLE_MS // 1000 + 10):
        desk.look(1_000)
    QTest.keyClick(desk.window.windowHandle(), Qt.Key.Key_Shift)
    desk.look(1_000)
    desk.go(1)
    for _ in range(IDLE_MS // 1000 + 10):
        desk.look(1_000)
    QTest.mouseMove(desk.window.windowHandle(), QPoint(400, 300))
    desk.look(2_000)
    desk.viewer.close_viewer()
    assert [seen for *_, seen in desk.looks] == [IDLE_MS + 1_000, IDLE_MS + 2_000]


def test_a_covered_photo_is_not_looked_at_until_asked_for(desk: Desk) -> None:
    ids = desk.ids
    desk.viewer.open_photos(ids, 0, sensitive=frozenset({ids[0], ids[1]}))
    desk.window.space.show_viewer(is_shown=True)
    desk.look(4_000)
    desk.viewer.go(1)
    desk.qtbot.waitUntil(lambda: not desk.viewer.canvas.is_empty)
    desk.look(4_000)
    desk.viewer.curtain.shown.emit()
    desk.look(1_000)
    desk.go(2)
    desk.viewer.close_viewer()
    assert [(photo, seen) for photo, _, seen in desk.looks] == [(ids[1], 1_000), (ids[2], 0)]


def test_a_photo_that_cannot_be_read_is_not_looked_at(desk: Desk, qtbot) -> None:
    desk.window.open_photo(desk.ids[-1])
    qtbot.waitUntil(lambda: desk.viewer.curtain.isVisible())
    desk.look(4_000)
    desk.viewer.close_viewer()
    assert desk.looks == []


def test_a_photo_skipped_before_it_came_was_not_looked_at(desk: Desk) -> None:
    desk.open(desk.ids[0])
    desk.look(1_000)
    desk.viewer.go(10)
    desk.viewer.go(18)
    desk.viewer.close_viewer()
    assert [photo for photo, *_ in desk.looks] == desk.ids[:1]


def test_the_window_is_listened_to_only_while_the_viewer_is_open(desk: Desk) -> None:
    tracker = desk.tracker
    assert tracker._watched_window is None
    desk.open(desk.ids[0])
    assert tracker._watched_window is desk.window.windowHandle()
    desk.viewer.close_viewer()
    assert tracker._watched_window is None
    assert not tracker._reckoning.isActive()


def test_batches_go_when_full_and_when_time_is_up(desk: Desk, qtbot) -> None:
    assert desk.tracker._sending.interval() == BATCH_EVERY_MS
    desk.tracker._sending.setInterval(3_600_000)  # time is up when this test says so
    desk.open(desk.ids[0])
    for at in range(1, BATCH_SIZE + 1):
        desk.look(1_000)
        desk.go(at)
    assert [len(batch) for batch in desk.batches] == [BATCH_SIZE]
    desk.look(1_000)
    desk.go(0)
    assert len(desk.batches) == 1
    desk.tracker._sending.setInterval(1)
    desk.tracker._sending.start()
    qtbot.waitUntil(lambda: len(desk.batches) == 2)
    assert [len(batch) for batch in desk.batches] == [BATCH_SIZE, 1]


def test_while_looks_are_not_remembered_nothing_is_measured(desk: Desk) -> None:
    desk.is_recording = False
    desk.open(desk.ids[0])
    desk.look(4_000)
    desk.go(1)
    assert not desk.tracker._reckoning.isActive()
    desk.viewer.close_viewer()
    desk.tracker.close()
    assert desk.batches == []


def test_a_look_begun_before_a_private_session_leaves_no_trace(desk: Desk) -> None:
    ids = desk.ids
    desk.open(ids[0])
    desk.look(2_000)
    desk.go(1)
    desk.look(2_000)
    desk.tracker.flush()
    desk.is_recording = False
    desk.tracker.follow_mode()
    desk.look(2_000)
    desk.is_recording = True
    desk.tracker.follow_mode()
    desk.look(700)
    desk.viewer.close_viewer()
    assert [(photo, seen) for photo, _, seen in desk.looks] == [(ids[0], 2_000), (ids[1], 700)]


def test_the_look_under_way_is_kept_when_the_window_closes(desk: Desk) -> None:
    desk.open(desk.ids[0])
    desk.look(2_500)
    desk.tracker.close()
    assert desk.looks == [(desk.ids[0], "library", 2_500)]
