"""A slideshow in the real window: keys and buttons, a clock that stands still until told, and what is remembered."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from desktop_app.domain.history import ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import RootState
from desktop_app.domain.photo import Flag, FlagName, Status
from desktop_app.errors import UserError
from desktop_app.gui import places
from desktop_app.gui.settings_dialog import SettingsDialog
from desktop_app.gui.slideshow import Slideshow, interval_beside
from desktop_app.gui.slideshow_desk import row_of
from desktop_app.gui.slideshow_fade import FADE_MS
from desktop_app.gui.view_tracker import ViewTracker
from desktop_app.settings import SLIDESHOW_INTERVALS_S, Settings, load_settings, save_settings
from desktop_app.store.rows import UnderstoodRow

Key = Qt.Key
MODEL = "test-colours"


class Playing:
    """The slideshow of a window, its clock, and what was shown."""

    def __init__(self, window, qtbot) -> None:
        self.window, self.qtbot, self.now_ms = window, qtbot, 50_000.0
        self.desk, self.viewer = window.slideshow_desk, window.space.viewer
        self.show: Slideshow = window.slideshow_desk.show
        self.show.clock = lambda: self.now_ms
        self.viewer._fading._timer.setInterval(3_600_000)  # the controls go when a test says so
        self.show.rng = np.random.default_rng(3)

    def start(self) -> None:
        QTest.keyClick(self.window.space.grid, Key.Key_F9)
        self.settle()

    def settle(self) -> None:
        """Waits until the photo wanted is up and the ones to come are there."""
        self.qtbot.waitUntil(lambda: self.show.is_on and not self.show._is_pending and self.is_next_ready)

    @property
    def is_next_ready(self) -> bool:
        return all(self.show._ahead.is_ready(photo) for photo in self.show._upcoming()[:1])

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.viewer, key)
        if self.show.is_on:
            self.settle()

    def wait_s(self, seconds: float) -> None:
        """Lets time go by and the timer ring."""
        self.now_ms += seconds * 1000
        self.show.tick()
        self.settle()

    @property
    def shown(self) -> PhotoId:
        return self.viewer.current_id


@pytest.fixture
def playing(window, qtbot) -> Playing:
    return Playing(window, qtbot)


def test_it_begins_at_the_current_photo_and_fills_the_screen_with_it(playing: Playing, ids) -> None:
    window = playing.window
    window.space.grid.set_current_id(ids[4])
    playing.start()
    assert playing.shown == ids[4]
    assert window.isFullScreen()
    assert window.space.is_viewing
    assert not window.space.inspector.isVisible()
    assert not playing.viewer.strip.isVisible()
    assert playing.show.bar.isVisible()
    canvas = playing.viewer.canvas
    assert max(canvas.picture_rect().width() / canvas.width(), canvas.picture_rect().height() / canvas.height()) > 0.99
    assert set(canvas._forms) == {"screen"}  # whole from the first moment, never a small picture first


def test_the_clock_and_nothing_else_brings_the_next_one(playing: Playing, ids) -> None:
    playing.start()
    for wait_s, wanted in ((4.9, 0), (0.2, 1), (4.9, 1), (0.2, 2)):
        playing.wait_s(wait_s)
        assert playing.shown == ids[wanted]
    assert playing.show._timer.isActive()
    assert 4_000 < playing.show._timer.interval() <= 5_010


def test_it_goes_round_and_leaves_out_what_cannot_be_read_without_a_word(playing: Playing, ids) -> None:
    playing.window.space.grid.set_current_id(ids[-2])  # the last one is no picture
    playing.start()
    playing.wait_s(5)
    assert playing.shown == ids[0]
    assert not playing.viewer.curtain.isVisible()
    assert not playing.window.toast.isVisible()
    playing.press(Key.Key_Left)
    assert playing.shown == ids[-2]


def test_a_photo_that_cannot_be_read_is_not_even_the_first(playing: Playing, ids) -> None:
    playing.window.space.grid.set_current_id(ids[-1])
    seen: list[PhotoId] = []
    playing.viewer.current_changed.connect(seen.append)
    playing.start()
    assert seen == [ids[0]]


def test_space_waits_and_goes_on(playing: Playing, ids) -> None:
    playing.start()
    playing.press(Key.Key_Space)
    assert playing.show.note.words.text() == "Paused"
    playing.wait_s(60)
    assert playing.shown == ids[0]
    assert not playing.show._timer.isActive()
    playing.press(Key.Key_Right)
    assert playing.shown == ids[1]
    playing.wait_s(60)
    assert playing.shown == ids[1]
    playing.press(Key.Key_Space)
    playing.wait_s(5)
    assert playing.shown == ids[2]
    assert playing.viewer.canvas.is_fit  # the viewer's own meaning of the key rests


def test_arrows_step_and_give_a_whole_interval(playing: Playing, ids) -> None:
    playing.start()
    playing.wait_s(4)
    playing.press(Key.Key_Right)
    playing.press(Key.Key_Down)
    playing.press(Key.Key_Left)
    assert playing.shown == ids[1]
    playing.wait_s(4)
    assert playing.shown == ids[1]
    playing.wait_s(1)
    assert playing.shown == ids[2]
    for key in (Key.Key_Home, Key.Key_End):
        playing.press(key)
        assert playing.shown == ids[2]


def test_escape_returns_to_where_one_was(playing: Playing, ids) -> None:
    window, grid = playing.window, playing.window.space.grid
    grid.set_current_id(ids[12])
    grid.scroll_to(ids[12])
    before = grid.verticalScrollBar().value()
    grid.setFocus()
    playing.start()
    for _ in range(5):
        playing.press(Key.Key_Right)
    playing.press(Key.Key_Escape)
    assert not playing.show.is_on
    assert not window.space.is_viewing
    assert not window.isFullScreen()
    assert window.menuBar().isVisible()
    assert window.space.inspector.isVisible()
    assert (grid.selected_ids(), grid.current_id()) == ([ids[12]], ids[12])
    assert grid.verticalScrollBar().value() == before
    assert not playing.show._timer.isActive()
    assert playing.viewer.canvas.cursor().shape() is Qt.CursorShape.ArrowCursor


def test_the_screen_is_kept_on_from_the_beginning_to_any_end(playing: Playing, ids, monkeypatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(playing.desk._waking, "hold", told.append)
    monkeypatch.setattr(playing.desk._waking, "release", lambda: told.append("end"))
    for end in (Key.Key_Escape, Key.Key_Return, Key.Key_S):
        told.clear()
        playing.start()
        assert told == ["A slideshow is playing"]
        QTest.keyClick(playing.viewer, end)
        assert told[-1] == "end"
        if playing.window.space.is_viewing:
            playing.viewer.close_viewer()


def test_several_selected_are_the_ones_played_and_stay_selected(playing: Playing, ids) -> None:
    grid = playing.window.space.grid
    grid.select_ids([ids[9], ids[2], ids[5]])
    playing.start()
    seen = [playing.shown]
    for _ in range(3):
        playing.wait_s(5)
        seen.append(playing.shown)
    assert seen == [ids[2], ids[5], ids[9], ids[2]]
    playing.press(Key.Key_Escape)
    assert sorted(grid.selected_ids()) == sorted([ids[9], ids[2], ids[5]])


def test_an_album_plays_in_its_own_order(playing: Playing, album_page, ids, qtbot) -> None:
    window = playing.window
    window.library.store.edits.move_in_album(album_page, [ids[7]], before=ids[0])
    window.navigator.refresh()
    qtbot.waitUntil(lambda: window.space.model.id_at(0) == ids[7])
    playing.start()
    seen = [playing.shown]
    for _ in range(2):
        playing.wait_s(5)
        seen.append(playing.shown)
    assert seen == [int(i) for i in window.space.model.timeline.ids[:3]]
    assert seen[0] == ids[7]


def test_from_the_viewer_it_goes_on_there_and_back_there(playing: Playing, ids) -> None:
    window, viewer = playing.window, playing.viewer
    window.open_photo(ids[3])
    window.actions_table["slideshow"].trigger()
    playing.settle()
    assert (playing.shown, viewer.surface, viewer.opened_from) == (ids[3], ViewSurface.SLIDESHOW, ViewSource.SLIDESHOW)
    playing.press(Key.Key_Right)
    playing.press(Key.Key_Escape)
    assert window.space.is_viewing
    assert (viewer.current_id, viewer.surface, viewer.opened_from) == (ids[3], ViewSurface.VIEWER, ViewSource.LIBRARY)
    assert viewer.strip.isVisible()
    assert not playing.show.bar.isVisible()
    assert not window.isFullScreen()
    QTest.keyClick(viewer, Key.Key_Escape)
    assert not window.space.is_viewing


def test_enter_stays_with_the_photo_shown(playing: Playing, ids) -> None:
    playing.start()
    playing.press(Key.Key_Right)
    playing.press(Key.Key_Return)
    assert not playing.show.is_on
    assert playing.window.space.is_viewing
    assert (playing.shown, playing.viewer.surface) == (ids[1], ViewSurface.VIEWER)
    QTest.keyClick(playing.viewer, Key.Key_Escape)
    assert playing.window.space.grid.selected_ids() == [ids[1]]


def test_plus_and_minus_change_the_interval_and_say_so(playing: Playing, ids) -> None:
    playing.start()
    playing.press(Key.Key_Minus)
    assert playing.show.note.words.text() == "4 seconds a photo"
    assert playing.show.bar.interval.text() == "4 seconds a photo"
    playing.wait_s(4)
    assert playing.shown == ids[1]
    for _ in range(20):
        playing.press(Key.Key_Plus)
    assert playing.window.settings.slideshow_interval_s == 30
    assert playing.window.saved[-1].slideshow_interval_s == 30
    playing.wait_s(29)
    assert playing.shown == ids[1]
    for _ in range(20):
        playing.press(Key.Key_Minus)
    assert playing.window.settings.slideshow_interval_s == 2


def test_every_interval_is_reached_from_any_number_and_within_the_range() -> None:
    assert (SLIDESHOW_INTERVALS_S[0], SLIDESHOW_INTERVALS_S[-1]) == (2, 30)
    for now in range(2, 31):
        assert interval_beside(now, 1) > now or now == 30
        assert interval_beside(now, -1) < now or now == 2
    assert (interval_beside(6, 1), interval_beside(6, -1)) == (7, 5)


def test_an_interval_from_elsewhere_is_kept_within_the_range(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, Settings(is_motion_reduced=True, slideshow_interval_s=0))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    playing = Playing(window, qtbot)
    playing.start()
    assert 1_000 < playing.show._timer.interval() <= 2_010


def test_settings_from_before_there_were_slideshows_mean_five_seconds(tmp_path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"schema": 1, "theme": "dark"}')
    assert load_settings(file) == Settings(theme="dark", slideshow_interval_s=5, is_slideshow_shuffled=False)
    save_settings(file, Settings(slideshow_interval_s=9, is_slideshow_shuffled=True))
    assert load_settings(file) == Settings(slideshow_interval_s=9, is_slideshow_shuffled=True)


def test_the_settings_dialog_changes_both(qtbot, theme_app) -> None:
    dialog = SettingsDialog(Settings(), [])
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.changed):
        dialog.slide_interval.setCurrentText("30 seconds")
    dialog.shuffle.click()
    assert (dialog.settings.slideshow_interval_s, dialog.settings.is_slideshow_shuffled) == (30, True)


def test_shuffled_all_are_shown_before_one_comes_again(playing: Playing, ids) -> None:
    playing.window.change_settings(replace(playing.window.settings, is_slideshow_shuffled=True))
    playing.start()
    seen = [playing.shown]
    for _ in range(23):
        playing.wait_s(5)
        seen.append(playing.shown)
    assert sorted(seen) == sorted(ids[:-1])  # the last one is no picture
    assert seen != ids[:-1]
    playing.wait_s(5)
    assert playing.shown != seen[-1]


def test_the_button_shuffles_and_is_remembered(playing: Playing, ids) -> None:
    playing.start()
    QTest.mouseClick(playing.show.bar.shuffle, Qt.MouseButton.LeftButton)
    playing.settle()
    assert playing.shown == ids[0]
    assert playing.show.bar.shuffle.isChecked()
    assert playing.window.saved[-1].is_slideshow_shuffled
    QTest.mouseClick(playing.show.bar.shuffle, Qt.MouseButton.LeftButton)
    playing.settle()
    assert not playing.show.bar.shuffle.isChecked()
    playing.wait_s(5)
    assert playing.shown == ids[1]


def test_the_bar_does_what_the_keys_do(playing: Playing, ids) -> None:
    playing.start()
    bar = playing.show.bar
    for button in (bar.forward, bar.forward, bar.back):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        playing.settle()
    assert playing.shown == ids[1]
    QTest.mouseClick(bar.longer, Qt.MouseButton.LeftButton)
    assert bar.interval.text() == "7 seconds a photo"
    QTest.mouseClick(bar.shorter, Qt.MouseButton.LeftButton)
    QTest.mouseClick(bar.pause, Qt.MouseButton.LeftButton)
    assert (playing.show.is_paused, bar.pause.icon_name) == (True, "play")
    QTest.mouseClick(bar.end, Qt.MouseButton.LeftButton)
    assert not playing.window.space.is_viewing


def test_sensitive_photos_are_left_out_while_they_are_covered(
    make_window, empty_library, tmp_path, draw_photo, qtbot
) -> None:
    for number, name in enumerate(("private-0", "beach-1", "private-2", "beach-4", "beach-5")):
        draw_photo(tmp_path / f"{name}.jpg", 0, number)
    empty_library.index(tmp_path)
    window = make_window(empty_library)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 5)
    playing = Playing(window, qtbot)

    def played() -> list[str]:
        seen = []
        for _ in range(5):
            seen.append(playing.shown)
            playing.wait_s(5)
        names = window.library.ask(lambda queries: queries.paths(seen)).result()
        return [names[photo].stem for photo in seen]

    playing.start()
    assert played() == ["beach-5", "beach-4", "beach-1", "beach-5", "beach-4"]
    playing.press(Key.Key_Escape)
    window.change_settings(replace(window.settings, is_veiling_sensitive=False))
    playing.start()
    assert sorted(played()) == ["beach-1", "beach-4", "beach-5", "private-0", "private-2"]


def test_a_photo_flagged_while_it_plays_is_left_out_too(playing: Playing, ids) -> None:
    playing.start()
    store = playing.window.library.store
    vector = np.eye(1, 48, dtype=np.float16)[0]
    flags = (Flag(FlagName.SENSITIVE, 0.9, "It looks private."),)
    with store.db.atomic():
        store.understanding.save([UnderstoodRow(ids[3], MODEL, vector, (), flags)], 1_750_000_000_000)
    assert [playing.wait_s(5) or playing.shown for _ in range(3)] == [ids[1], ids[2], ids[4]]


def test_when_nothing_can_be_shown_it_says_so_and_goes_back(playing: Playing, ids, qtbot) -> None:
    window = playing.window
    window.space.grid.set_current_id(ids[-1])
    window.open_photo(ids[-1])
    window.space.viewer.open_photos([ids[-1]], 0)
    window.actions_table["slideshow"].trigger()
    qtbot.waitUntil(lambda: not playing.show.is_on)
    assert window.space.is_viewing
    assert window.toast.words.text() == "None of these photos can be shown just now."
    assert not window.isFullScreen()


def test_a_page_that_cannot_be_shown_is_left_at_once(playing: Playing, qtbot, monkeypatch) -> None:
    window = playing.window
    unreadable: Future = Future()
    unreadable.set_exception(UserError("This file cannot be read."))
    monkeypatch.setattr(window.library, "view_image", lambda *_args: unreadable)
    QTest.keyClick(window.space.grid, Key.Key_F9)
    qtbot.waitUntil(lambda: not playing.show.is_on and not window.space.is_viewing)
    assert not window.isFullScreen()
    assert window.toast.words.text() == "None of these photos can be shown just now."


def test_looks_are_those_of_a_slideshow(playing: Playing, ids) -> None:
    batches: list = []
    clock = [0.0]
    window = playing.window
    window.activateWindow()
    playing.qtbot.waitUntil(window.isActiveWindow)
    tracker = ViewTracker(
        playing.viewer, batches.append, lambda: True, clock=lambda: clock[0], wall_clock=lambda: 1_772_000_000_000
    )
    playing.start()
    for _ in range(2):
        clock[0] += 4_000
        tracker.reckon()
        playing.wait_s(5)
    playing.press(Key.Key_Escape)
    looks = [look for batch in batches for look in batch]
    assert [look.photo_id for look in looks] == ids[:3]
    assert {(look.surface, look.source) for look in looks} == {(ViewSurface.SLIDESHOW, ViewSource.SLIDESHOW)}
    assert [look.seen_ms for look in looks] == [4_000, 4_000, 0]
    batches.clear()
    window.open_photo(ids[0])
    playing.qtbot.waitUntil(lambda: playing.viewer.is_picture_shown)
    window.space.viewer.close_viewer()
    assert [(look.surface, look.source) for batch in batches for look in batch] == [
        (ViewSurface.VIEWER, ViewSource.LIBRARY)
    ]


def test_the_pointer_goes_and_comes_back_with_the_controls(playing: Playing, qtbot) -> None:
    playing.start()
    viewer = playing.viewer
    QTest.mouseMove(viewer.canvas, QPoint(300, 300))
    assert playing.show._pointer.interval() == 2_000
    assert playing.show._pointer.isActive()
    playing.show._pointer.timeout.emit()
    assert viewer.canvas.cursor().shape() is Qt.CursorShape.BlankCursor
    viewer._fading._timer.timeout.emit()
    assert not playing.show.bar.isVisible()
    QTest.mouseMove(viewer.canvas, QPoint(340, 320))
    assert viewer.canvas.cursor().shape() is Qt.CursorShape.ArrowCursor
    assert playing.show.bar.isVisible()


def test_going_nearer_and_looking_at_details_wait(playing: Playing, ids) -> None:
    playing.start()
    playing.viewer.canvas.zoom_by(3)
    assert playing.show.is_paused
    playing.press(Key.Key_Right)
    assert playing.viewer.canvas.is_fit
    playing.press(Key.Key_Space)
    QTest.keyClick(playing.viewer, Key.Key_I)
    assert playing.window.space.inspector.isVisible()
    assert playing.show.is_paused
    assert playing.window.actions_table["inspector"].isChecked()
    QTest.keyClick(playing.viewer, Key.Key_I)
    assert not playing.window.space.inspector.isVisible()
    assert not playing.show.is_paused
    note = playing.show.note
    assert abs(note.geometry().center().x() - playing.viewer.rect().center().x()) <= 1
    assert playing.window.settings.is_inspector_visible  # what one wants beside the pages is as it was


def test_what_the_viewer_can_do_works_and_a_question_ends_it(playing: Playing, ids, qtbot) -> None:
    playing.start()
    QTest.keyClick(playing.viewer, Key.Key_F)
    qtbot.waitUntil(lambda: playing.window.library.store.photos.get(ids[0]).is_favourite)
    assert playing.show.is_on
    QTest.keyClick(playing.viewer, Key.Key_S)
    assert not playing.show.is_on
    assert not playing.window.space.is_viewing
    assert playing.window.navigator.place.kind is places.Kind.SIMILAR
    qtbot.waitUntil(lambda: playing.window.bridge.waiting == 0)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_an_open_menu_keeps_the_photo(playing: Playing, ids) -> None:
    playing.start()
    menu = QMenu(playing.window)
    menu.addAction("x")
    menu.popup(QPoint(10, 10))
    playing.wait_s(9)
    assert playing.shown == ids[0]
    menu.close()
    menu.deleteLater()
    playing.wait_s(0)
    assert playing.shown == ids[1]


def test_a_late_photo_is_waited_for(playing: Playing, ids, monkeypatch) -> None:
    playing.start()
    held: list[Future] = []
    loader, library = playing.viewer.loader, playing.window.library
    real = library.view_image

    def later(*args) -> Future:
        held.append(Future())
        asked.append(args)
        return held[-1]

    asked: list[tuple] = []
    monkeypatch.setattr(library, "view_image", later)
    loader.forget()
    playing.now_ms += 6_000
    playing.show.tick()
    assert playing.show._is_pending
    assert playing.shown == ids[0]
    assert not playing.viewer.canvas.is_empty
    for future, args in zip(held, asked, strict=True):
        future.set_result(real(*args).result())
    playing.qtbot.waitUntil(lambda: playing.shown == ids[1])
    assert set(playing.viewer.canvas._forms) == {"screen"}


def test_shuffling_while_a_photo_is_late_still_shows_it(playing: Playing, ids) -> None:
    QTest.keyClick(playing.window.space.grid, Key.Key_F9)
    assert playing.show._is_pending
    playing.show.toggle_shuffle()
    playing.settle()
    assert playing.shown == ids[0]


def test_photos_on_a_disk_that_is_away_are_not_tried_one_by_one(playing: Playing, qtbot, monkeypatch) -> None:
    window = playing.window
    root = window.navigator.roots[0]
    window.library.store.roots.set_state(root.id, RootState.OFFLINE)
    window.navigator.refresh()
    qtbot.waitUntil(lambda: bool((window.space.model.timeline.status & int(Status.OFFLINE)).all()))
    asked: list[object] = []
    monkeypatch.setattr(window.library, "view_image", lambda *args: asked.append(args))
    QTest.keyClick(window.space.grid, Key.Key_F9)
    assert not playing.desk.is_on
    assert not window.space.is_viewing
    assert window.toast.words.text() == "None of these photos can be shown just now."
    assert asked == []


def test_one_picture_fades_into_the_next_unless_motion_is_reduced(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, Settings(theme="light"))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    playing = Playing(window, qtbot)
    playing.start()
    fade = playing.show.fade
    animation = fade._animation
    assert animation.duration() == FADE_MS
    animation.setDuration(3_600_000)  # as long as one looks at it
    before = playing.viewer.canvas.grab().toImage()
    playing.press(Key.Key_Right)
    assert fade.is_running
    animation.pause()
    looks = {}
    for share in (0.0, 0.5, 0.999):
        animation.setCurrentTime(round(share * animation.duration()))
        looks[share] = fade.grab().toImage()
    at = playing.viewer.canvas.rect().center()
    fade.stop()
    after = playing.viewer.canvas.grab().toImage()
    first, middle, last = (looks[share].pixelColor(at) for share in looks)
    assert first == before.pixelColor(at)
    assert abs(last.red() - after.pixelColor(at).red()) <= 2
    for one, two, half in zip(first.getRgb()[:3], last.getRgb()[:3], middle.getRgb()[:3], strict=True):
        assert abs(half - (one + two) / 2) <= 3
    show = playing.show
    show.is_motion_reduced = True
    playing.press(Key.Key_Right)
    assert not fade.is_running
    assert not fade.isVisible()


def test_a_row_is_played_without_repeats_and_without_what_is_left_out() -> None:
    a, b, c, d = (PhotoId(i) for i in (1, 2, 3, 4))
    assert row_of([a, b, a, c], 2, frozenset()) == ((a, b, c), 0)
    assert row_of([a, b, c, d], 1, frozenset({b, c})) == ((a, d), 1)
    assert row_of([a, b], 1, frozenset({b})) == ((a,), 0)
    assert row_of([a], 0, frozenset({a})) == ((), 0)
