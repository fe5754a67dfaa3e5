"""Taking the noise out in the window: what is asked of the library and when, both sides, keys, saving and its end."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from PySide6.QtCore import QElapsedTimer, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QColor, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from desktop_app.domain.denoising import (
    DenoiseProgress,
    DenoiseSettings,
    DenoiseSummary,
    NoiseLevel,
    PixelRegion,
    PreviewPixels,
)
from desktop_app.domain.flagging import FLAGS
from desktop_app.domain.library import Changes
from desktop_app.domain.photo import FlagName
from desktop_app.errors import UserError
from desktop_app.gui import places, theme
from desktop_app.gui.denoise_panel import AUTOMATIC
from desktop_app.gui.denoise_preview import BUSY_AFTER_MS
from desktop_app.gui.denoise_words import level_text
from desktop_app.gui.view_loader import to_image
from desktop_app.library.flag_commands import ConfirmFlag

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
GREEN = QColor(20, 200, 40)


@dataclass
class Asked:
    """A preview that was asked for, to be answered by the test."""

    photo_id: int
    region: PixelRegion
    settings: DenoiseSettings
    generation: int
    on_draft: object
    future: Future = field(default_factory=Future)

    def pixels(self, *, is_final: bool) -> PreviewPixels:
        shade = np.zeros((self.region.height, self.region.width, 3), np.uint8) + np.array(GREEN.getRgb()[:3], np.uint8)
        level = NoiseLevel.even(12)
        return PreviewPixels(self.photo_id, self.generation, self.region, shade, is_final, level)

    def draft(self) -> None:
        self.on_draft(self.pixels(is_final=False))

    def answer(self) -> None:
        self.future.set_result(self.pixels(is_final=True))


@dataclass
class Job:
    """New versions that were asked for."""

    ids: tuple
    settings: DenoiseSettings
    on_progress: object
    done: Future = field(default_factory=Future)
    is_cancelled: bool = False

    def cancel(self) -> None:
        self.is_cancelled = True


class Denoising:
    """Stands where the network's process is: keeps what is asked until the test answers."""

    def __init__(self) -> None:
        self.level: NoiseLevel | UserError = NoiseLevel.even(12)
        self.previews: list[Asked] = []
        self.jobs: list[Job] = []
        self.was_let_go = 0

    def estimate(self, photo_id):
        del photo_id
        future: Future = Future()
        if isinstance(self.level, UserError):
            future.set_exception(self.level)
        else:
            future.set_result(self.level)
        return future

    def preview(self, photo_id, region, settings, generation, on_draft):
        self.previews.append(Asked(photo_id, region, settings, generation, on_draft))
        return self.previews[-1].future

    def let_go(self) -> None:
        self.was_let_go += 1

    def save(self, ids, settings, on_progress):
        self.jobs.append(Job(tuple(ids), settings, on_progress))
        return self.jobs[-1]


@pytest.fixture
def network(inline_library) -> Denoising:
    inline_library.denoising = Denoising()
    return inline_library.denoising


@pytest.fixture
def big(window, inline_library, draw_photo, tmp_path):
    """A library with one photo that is far larger than the window."""
    folder = tmp_path / "Big"
    folder.mkdir()
    draw_photo(folder / "night-1.jpg", 3, 5, (3000, 2250))
    inline_library.index(folder)


@pytest.fixture
def open_page(network, window, qtbot):
    """Opens the page on photos, as the action does, and waits for the first question."""

    def opened(ids):
        window.space.grid.setFocus()
        window.space.grid.select_ids(ids)
        window.actions_table["denoise"].trigger()
        page = window.denoise_desk.shown
        qtbot.waitUntil(lambda: len(network.previews) > 0 and not page.canvas.is_empty)
        return page

    return opened


@pytest.fixture
def page(open_page, ids):
    return open_page(ids[:1])


def colour_at(page, x: float) -> QColor:
    """Returns what is painted on the canvas at a share of what is shown of the picture, at three quarters down."""
    seen = page.canvas.picture_rect().intersected(page.canvas.rect().toRectF())
    spot = QPoint(round(seen.left() + seen.width() * x), round(seen.top() + seen.height() * 0.75))
    return page.canvas.grab().toImage().pixelColor(spot)


def is_green(colour: QColor) -> bool:
    return max(abs(a - b) for a, b in zip(colour.getRgb()[:3], GREEN.getRgb()[:3], strict=True)) < 8


# what is asked


def test_the_page_fills_the_window_and_asks_for_what_is_seen(page, network, window, ids) -> None:
    (asked,) = network.previews
    assert window.space.scenes.currentWidget() is page
    assert not window.space.inspector.isVisible()
    assert asked.photo_id == ids[0]
    assert asked.settings == DenoiseSettings()
    assert asked.region == page.canvas.region()
    assert page.panel.level.text() == "Strong noise"
    assert page.panel.save.text() == "Save as new version"


def test_a_large_photo_begins_at_its_pixels_and_only_the_part_seen_is_asked_for(big, open_page, network, window, qtbot):
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 26)
    chosen = next(p for p in map(int, window.space.model.timeline.ids) if _width(window, p) == 3000)
    page = open_page([chosen])
    region = network.previews[-1].region
    assert page.canvas.zoom == pytest.approx(1.0)
    assert (region.width, region.height) == (page.canvas.width(), page.canvas.height())
    assert region.left + region.width / 2 == pytest.approx(1500, abs=2)
    network.previews[-1].answer()
    before = len(network.previews)
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: len(network.previews) > before)
    assert network.previews[-1].region.left == region.left + 64
    page.canvas.fit()
    qtbot.waitUntil(lambda: "Zoom in" in page.canvas.note.text())
    assert page.canvas.note.isVisible()
    assert not page.canvas.divider.isVisible()
    QTest.keyClick(page.canvas, Qt.Key.Key_Space)
    assert not page.canvas.note.isVisible()


def _width(window, photo_id) -> int:
    return window.library.ask(lambda queries: queries.photo(photo_id)).result().width_px


def test_the_newest_wish_is_asked_when_the_first_answer_came_and_those_between_never(page, network, qtbot) -> None:
    for value in (120, 130, 140):
        page.panel.strength.setValue(value)
    first = network.previews[0]
    assert len(network.previews) == 1
    first.draft()
    qtbot.waitUntil(lambda: len(network.previews) == 2)
    assert network.previews[1].settings.strength == pytest.approx(1.4)
    assert network.previews[1].generation > first.generation
    after = page.canvas._after
    first.answer()  # too late
    qtbot.waitUntil(lambda: page._bridge.waiting == 0)
    assert page.canvas._after is after


def test_nothing_is_said_to_be_busy_before_300_ms_nor_after_the_answer(page, network, qtbot) -> None:
    network.previews[0].answer()
    qtbot.waitUntil(lambda: page.canvas.has_after)
    assert not page.canvas.note.isVisible()
    clock = QElapsedTimer()
    clock.start()
    page.panel.colour.setValue(40)
    qtbot.waitUntil(page.canvas.note.isVisible)
    assert clock.elapsed() >= BUSY_AFTER_MS
    assert page.canvas.note.text() == "Working on the preview…"
    network.previews[-1].draft()
    qtbot.waitUntil(lambda: not page.canvas.note.isVisible())
    qtbot.waitUntil(page.canvas.note.isVisible)
    assert page.canvas.note.text() == "The preview is getting finer…"
    network.previews[-1].answer()
    qtbot.waitUntil(lambda: not page.canvas.note.isVisible())


def test_a_failure_is_told_in_words_and_can_be_tried_again(page, network, qtbot) -> None:
    network.previews[0].future.set_exception(UserError("The disk is full.", advice="Make some room."))
    qtbot.waitUntil(page.panel.trouble.isVisible)
    assert page.panel.trouble.text() == "The disk is full. Make some room."
    page.panel.again.click()
    qtbot.waitUntil(lambda: len(network.previews) == 2)
    network.previews[1].answer()
    qtbot.waitUntil(lambda: not page.panel.trouble.isVisible())


@pytest.mark.expects_log("no preview of a photo without its noise")
def test_a_bug_is_told_in_words_too(page, network, qtbot) -> None:
    network.previews[0].future.set_exception(ZeroDivisionError("tiles"))
    qtbot.waitUntil(page.panel.trouble.isVisible)
    assert page.panel.trouble.text() == "The preview cannot be made just now."


def test_a_photo_that_cannot_be_denoised_says_why_and_is_not_saved(network, window, ids, qtbot) -> None:
    network.level = UserError("IMG_1.CR3: it is a RAW file: export it as JPEG or TIFF first, and denoise that.")
    window.denoise_desk.open(ids[:1])
    page = window.denoise_desk.shown
    qtbot.waitUntil(page.panel.trouble.isVisible)
    assert "RAW" in page.panel.trouble.text()
    assert not page.panel.save.isEnabled()
    window.denoise_desk.open(ids[:2])  # the other one may do
    qtbot.waitUntil(lambda: page.panel.trouble.isVisible() and page.panel.save.text() == "Save 2 new versions")
    assert page.panel.save.isEnabled()


def test_a_sensitive_photo_is_covered_and_nothing_is_asked_until_it_is_shown(network, window, ids, qtbot) -> None:
    window.library.run(ConfirmFlag((ids[0],), FlagName.SENSITIVE)).result()
    window.denoise_desk.open(ids[:1])
    page = window.denoise_desk.shown
    qtbot.waitUntil(page.canvas.curtain.isVisible)
    assert network.previews == []
    page.canvas.curtain.button.click()
    qtbot.waitUntil(lambda: len(network.previews) == 1)


def test_a_photo_is_looked_at_anew_when_its_file_changed_and_only_then(page, network, window, ids, qtbot) -> None:
    network.previews[0].answer()
    qtbot.waitUntil(lambda: page.canvas.has_after)
    page.canvas.zoom_to(5.0)
    window.denoise_desk.take_news(Changes(updated=frozenset(ids[:2])))  # its tags came
    qtbot.waitUntil(lambda: window.bridge.waiting == 0)
    assert page.canvas.has_after
    assert page.canvas.zoom == pytest.approx(5.0)
    page.canvas.photo = replace(page.canvas.photo, content_hash=b"another file")
    window.denoise_desk.take_news(Changes(updated=frozenset(ids[:2])))
    qtbot.waitUntil(lambda: not page.canvas.has_after)


# both sides


def test_before_stands_at_the_left_of_the_line_and_after_at_the_right(page, network, qtbot) -> None:
    assert not page.canvas.divider.isVisible()
    network.previews[0].answer()
    qtbot.waitUntil(page.canvas.divider.isVisible)
    assert not is_green(colour_at(page, 0.4))
    assert is_green(colour_at(page, 0.6))
    page.canvas.divider.put(0.8)
    assert not is_green(colour_at(page, 0.6))
    assert is_green(colour_at(page, 0.9))


def test_the_line_is_dragged_with_the_mouse_and_moved_with_keys(page, network, qtbot) -> None:
    network.previews[0].answer()
    qtbot.waitUntil(page.canvas.divider.isVisible)
    divider, canvas = page.canvas.divider, page.canvas
    seen = canvas.picture_rect().intersected(canvas.rect().toRectF())
    goal = canvas.mapTo(canvas, QPoint(round(seen.left() + seen.width() * 0.25), round(seen.center().y())))
    QTest.mousePress(divider, LEFT, NONE, divider.rect().center())
    QTest.mouseMove(divider, divider.mapFrom(canvas, goal))
    QTest.mouseRelease(divider, LEFT, NONE, divider.mapFrom(canvas, goal))
    assert divider.share == pytest.approx(0.25, abs=0.01)
    assert divider.geometry().center().x() == pytest.approx(goal.x(), abs=2)
    divider.put(0.5)
    QTest.keyClick(divider, Qt.Key.Key_Right)
    assert divider.share == pytest.approx(0.52)
    QTest.keyClick(divider, Qt.Key.Key_Home)
    assert divider.share == 0
    assert len(network.previews) == 1  # the line asks for nothing


def test_a_screen_reader_hears_a_slider_with_a_name_and_both_shares(page) -> None:
    page.canvas.divider.put(0.3)
    interface = QAccessible.queryAccessibleInterface(page.canvas.divider)
    assert interface.role() == QAccessible.Role.Slider
    assert interface.text(QAccessible.Text.Name) == "Line between before and after"
    assert page.canvas.divider.accessibleDescription() == "30 percent before, 70 percent after"
    assert page.panel.strength.accessibleDescription() == "Automatic"


def test_both_sides_are_mirrored_where_reading_runs_from_right_to_left(page, network, qtbot) -> None:
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    network.previews[-1].answer()
    qtbot.waitUntil(page.canvas.divider.isVisible)
    page.canvas.divider.put(0.3)
    assert is_green(colour_at(page, 0.5))
    assert not is_green(colour_at(page, 0.85))
    assert page.panel.geometry().right() < page.canvas.geometry().left()
    said = page.panel._said[page.panel.strength]
    assert said.geometry().left() == page.panel.strength.geometry().left()


def test_whoever_works_by_keys_sees_where_the_focus_is(page, network, qtbot) -> None:
    network.previews[0].answer()
    qtbot.waitUntil(page.canvas.divider.isVisible)
    accent = QColor(theme.tokens().accent)

    def has_ring(widget) -> bool:
        image = widget.grab().toImage()
        return any(image.pixelColor(x, y) == accent for x in range(image.width()) for y in range(0, image.height(), 7))

    page.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    assert not has_ring(page.canvas)
    page.canvas.divider.setFocus(Qt.FocusReason.TabFocusReason)
    assert has_ring(page.canvas.divider)
    page.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    assert has_ring(page.canvas)
    assert not has_ring(page.canvas.divider)


def test_every_control_has_a_name_and_tab_goes_from_the_picture_to_saving(page, network, qtbot) -> None:
    network.previews[0].answer()
    qtbot.waitUntil(page.canvas.divider.isVisible)
    page.canvas.setFocus()
    reached = []
    while page.focusWidget() not in reached:
        reached.append(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    panel = page.panel
    wanted = [page.canvas, page.canvas.divider, panel.strength, panel.luminance, panel.colour]
    wanted += [panel.original, panel.save, panel.cancel]
    assert [widget for widget in reached if widget in wanted] == wanted
    names = [QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name) for widget in reached]
    assert all(names)


def test_b_shows_the_original_as_long_as_it_is_held(page, network, qtbot) -> None:
    network.previews[0].answer()
    qtbot.waitUntil(page.canvas.divider.isVisible)
    divider = page.canvas.divider
    divider.setFocus()
    QTest.keyPress(divider, Qt.Key.Key_B)
    assert not is_green(colour_at(page, 0.6))
    assert colour_at(page, 0.5) != QColor(theme.tokens().on_scrim)  # no line
    QTest.keyRelease(divider, Qt.Key.Key_B)
    assert is_green(colour_at(page, 0.6))
    assert divider.hasFocus()
    page.canvas.clear_after()
    assert page.canvas.hasFocus()
    page.canvas.show_after(QPixmap(4, 4), page.canvas.region())
    QTest.mousePress(page.panel.original, LEFT)
    assert page.canvas.is_original
    QTest.mouseRelease(page.panel.original, LEFT)
    assert not page.canvas.is_original


def test_the_viewers_zoom_and_place_are_taken_along_and_esc_leads_back(network, window, ids, qtbot) -> None:
    window.open_photo(ids[0])
    viewer = window.space.viewer
    qtbot.waitUntil(lambda: not viewer.canvas.is_empty and viewer.photo is not None)
    viewer.canvas.zoom_to(6.0, QPointF(0, 0))
    looked_at = viewer.canvas.to_picture(QPointF(viewer.canvas.rect().center()))
    viewer.bar.denoise.click()
    page = window.denoise_desk.shown
    qtbot.waitUntil(lambda: not page.canvas.is_empty)
    assert page.canvas.zoom == pytest.approx(6.0, rel=0.01)
    middle = page.canvas.to_picture(QPointF(page.canvas.rect().center()))
    assert middle.y() == pytest.approx(looked_at.y(), abs=30)
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_Escape)
    assert window.denoise_desk.shown is None
    assert window.space.is_viewing
    assert viewer.current_id == ids[0]
    assert network.was_let_go == 1


# what is wished


def test_near_automatic_the_mouse_comes_to_rest_there_and_keys_leave_it(page, network, qtbot) -> None:
    slider = page.panel.strength
    assert page.panel.settings.strength is None
    middle = slider.height() // 2
    QTest.mousePress(slider, LEFT, NONE, QPoint(slider.width() - 8, middle))
    assert page.panel.settings.strength == pytest.approx(2.0)
    QTest.mouseMove(slider, QPoint(slider.width() // 2 + 4, middle))
    QTest.mouseRelease(slider, LEFT, NONE, QPoint(slider.width() // 2 + 4, middle))
    assert slider.value() == AUTOMATIC
    assert page.panel.settings.strength is None
    QTest.keyClick(slider, Qt.Key.Key_Left)
    assert page.panel.settings.strength == pytest.approx(0.95)
    page.panel.luminance.setValue(60)
    page.panel.colour.setValue(80)
    assert page.panel.settings == DenoiseSettings(0.95, 0.6, 0.8)
    page.panel.reset.click()
    assert page.panel.settings == DenoiseSettings()
    assert not page.panel.reset.isEnabled()


def test_a_grey_photo_has_no_colour_to_set(page) -> None:
    page.panel.show_level(replace(NoiseLevel.even(12), is_grey=True))
    assert not page.panel.colour.isEnabled()
    page.panel.show_level(NoiseLevel.even(12))
    assert page.panel.colour.isEnabled()


def test_a_clean_photo_is_told_to_have_little_to_gain(page) -> None:
    page.panel.show_level(NoiseLevel.even(0.4))
    assert page.panel.level.text() == "Hardly any noise: there is little to gain."
    words = [level_text(NoiseLevel.even(sigma)) for sigma in (0.4, 3, 8, 15, 30)]
    assert len(set(words)) == 5


def test_a_selection_is_gone_through_and_saved_as_one(open_page, network, window, ids, qtbot) -> None:
    page = open_page(ids[:3])
    assert page.bar.position.text() == "1 of 3"
    assert not page.bar.previous.isEnabled()
    page.canvas.setFocus()
    QTest.keyClick(page.canvas, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: network.previews[-1].photo_id == ids[1])
    assert page.bar.position.text() == "2 of 3"
    QTest.keyClick(page.canvas, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    (job,) = network.jobs
    assert job.ids == tuple(ids[:3])


# the window around it


def test_actions_on_photos_are_off_and_going_elsewhere_leaves_the_page(page, window) -> None:
    for action_id in ("favourite", "rate-3", "trash", "denoise", "search", "slideshow"):
        assert not window.actions_table[action_id].isEnabled()
    window.actions_table["go-favourites"].trigger()
    assert window.denoise_desk.shown is None
    assert window.space.scenes.currentIndex() == 0
    assert window.navigator.place == places.timeline(places.Scope.FAVOURITES)


def test_back_leads_from_the_page_to_where_one_was(page, window, ids) -> None:
    window.actions_table["back"].trigger()
    assert window.denoise_desk.shown is None
    assert window.space.is_grid_shown
    assert list(window.chosen_ids) == ids[:1]


def test_ctrl_plus_zooms_the_page(page, window) -> None:
    zoom = page.canvas.zoom
    window.actions_table["zoom-in"].trigger()
    assert page.canvas.zoom > zoom


def test_denoise_is_off_in_the_trash_and_without_a_photo(window) -> None:
    state = window.actions_table
    from desktop_app.gui.actions import ActionState

    state.update(ActionState(selected=1))
    assert state["denoise"].isEnabled()
    state.update(ActionState(selected=1, is_trash=True))
    assert not state["denoise"].isEnabled()
    state.update(ActionState(selected=0))
    assert not state["denoise"].isEnabled()


def test_the_page_of_flags_offers_it_for_noisy_photos(network, window, ids, qtbot) -> None:
    window.library.run(ConfirmFlag(tuple(ids[:4]), FlagName.NOISY)).result()
    window.navigator.go(places.FLAGS)
    qtbot.waitUntil(lambda: window.flag_desk.page.rows[FlagName.NOISY].denoise.isEnabled())
    rows = window.flag_desk.page.rows
    assert [name for name in FLAGS if rows[name].denoise.isVisible()] == [FlagName.NOISY]
    rows[FlagName.NOISY].denoise.click()
    qtbot.waitUntil(lambda: window.denoise_desk.shown is not None)
    assert set(window.denoise_desk.shown.ids) == set(ids[:4])


# saving


def test_saving_goes_on_below_the_page_one_came_from(page, network, window, ids, qtbot) -> None:
    page.panel.strength.setValue(150)
    page.panel.save.click()
    (job,) = network.jobs
    assert (job.ids, job.settings) == ((ids[0],), DenoiseSettings(1.5))
    assert window.denoise_desk.shown is None
    work = window.denoise_desk.work
    assert work.isVisible()
    job.on_progress(DenoiseProgress(0, 1, 0.4, 130.0))
    qtbot.waitUntil(lambda: work.progress.value() == 400)
    assert work.words.text() == "Taking out noise · 2 minutes left"
    job.done.set_result(DenoiseSummary((ids[5],), (), 3.0))
    qtbot.waitUntil(lambda: not work.isVisible())
    assert window.toast.words.text() == "Saved 1 new version"
    assert window.toast.button.isVisible()


def test_cancelling_says_what_was_saved_until_then(open_page, network, window, ids, qtbot) -> None:
    open_page(ids[:5]).panel.save.click()
    (job,) = network.jobs
    work = window.denoise_desk.work
    job.on_progress(DenoiseProgress(2, 5, 0.5, 40.0))
    qtbot.waitUntil(lambda: work.words.text() == "Taking out noise · 3 of 5 · 1 minute left")
    work.cancel.click()
    assert job.is_cancelled
    assert work.words.text() == "Stopping…"
    job.done.set_result(DenoiseSummary(tuple(ids[6:8]), (), 3.0))
    qtbot.waitUntil(lambda: not work.isVisible())
    assert window.toast.words.text() == "Stopped. Saved 2 new versions."


def test_a_second_wish_waits_for_the_first(open_page, network, window, ids, qtbot) -> None:
    open_page(ids[:2]).panel.save.click()
    window.denoise_desk.save(ids[4:5], DenoiseSettings(0.5))
    assert len(network.jobs) == 1
    network.jobs[0].on_progress(DenoiseProgress(1, 2))
    qtbot.waitUntil(lambda: "2 of 3" in window.denoise_desk.work.words.text())
    network.jobs[0].done.set_result(DenoiseSummary((ids[6], ids[7]), (), 3.0))
    qtbot.waitUntil(lambda: len(network.jobs) == 2)
    assert window.denoise_desk.work.isVisible()
    network.jobs[1].done.set_result(DenoiseSummary((ids[8],), (), 3.0))
    qtbot.waitUntil(lambda: not window.denoise_desk.is_saving)


def test_what_was_left_out_is_told(open_page, network, window, ids, qtbot) -> None:
    open_page(ids[:3]).panel.save.click()
    network.jobs[0].done.set_result(DenoiseSummary((ids[6], ids[7]), ("c.cr3: it is a RAW file.",), 3.0))
    qtbot.waitUntil(lambda: not window.denoise_desk.is_saving)
    assert window.toast.words.text() == "Saved 2 new versions. c.cr3: it is a RAW file."


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any dialog
def test_much_that_was_left_out_is_listed(open_page, network, window, ids, qtbot) -> None:
    open_page(ids[:3]).panel.save.click()
    sentences = tuple(f"{n}.cr3: it is a RAW file." for n in range(10))
    network.jobs[0].done.set_result(DenoiseSummary((), sentences, 3.0))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert box.text() == "10 photos were left out"
    assert "0.cr3" in box.informativeText()
    assert "and 2 more" in box.informativeText()
    assert not window.toast.isVisible()
    box.close()


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_who_quits_while_photos_are_saved_is_asked(page, network, window, qtbot) -> None:
    assert window.denoise_desk.may_close()
    page.panel.save.click()
    window.actions_table["quit"].trigger()
    box = window.findChild(QMessageBox)
    assert window.isVisible()
    assert box.defaultButton().text() == "Keep saving"
    box.defaultButton().click()
    assert not network.jobs[0].is_cancelled
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    window.actions_table["quit"].trigger()
    box = window.findChild(QMessageBox)
    next(button for button in box.buttons() if button is not box.defaultButton()).click()
    assert network.jobs[0].is_cancelled
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_job_that_fails_says_so(page, network, window, qtbot) -> None:
    page.panel.save.click()
    network.jobs[0].done.set_exception(UserError("The disk is full."))
    qtbot.waitUntil(lambda: not window.denoise_desk.is_saving)
    assert window.toast.words.text() == "The disk is full."
    assert not window.denoise_desk.work.isVisible()


def test_a_canvas_without_a_photo_paints_and_asks_nothing(network, window, qtbot) -> None:
    page = window.denoise_desk.make_page()
    window.space.show_foreground(page)
    assert page.canvas.region().width == 0
    page.canvas.show_after(QPixmap(), PixelRegion(0, 0, 4, 4))
    page.canvas.repaint()
    assert network.previews == []
    window.denoise_desk.leave()


@pytest.mark.parametrize("zoom", [1.0, 0.7, 1.37, 3.0])
def test_both_sides_lie_on_each_other_to_the_pixel(network, window, zoom: float) -> None:
    canvas = window.denoise_desk.make_page().canvas
    window.space.show_foreground(window.denoise_desk.page)
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (1501, 2001, 3), np.uint8)
    canvas.start(2001, 1501)
    canvas.show_form("full", QPixmap.fromImage(to_image(pixels)))
    canvas.zoom_to(zoom, QPointF(33, 17))
    canvas.pan_by(QPointF(0.4, 0.7))
    region = canvas.region()
    canvas.show_original(is_original=True)
    before = as_pixels(canvas)
    part = pixels[region.top : region.top + region.height, region.left : region.left + region.width]
    canvas.show_after(QPixmap.fromImage(to_image(part)), region)
    canvas.divider.put(0.0)
    canvas.show_original(is_original=False)
    after = as_pixels(canvas)
    inner = np.s_[60:-60, 60:-60]  # without the names of the sides and the line
    shift = np.abs(before[inner].astype(int) - np.roll(before, 1, axis=1)[inner]).mean()
    assert np.abs(before[inner].astype(int) - after[inner]).mean() < 0.05 * shift
    window.denoise_desk.leave()


def as_pixels(widget) -> np.ndarray:
    """Returns what a widget shows, (H, W, 4) uint8."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).copy()
