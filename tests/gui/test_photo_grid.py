"""The grid as a person uses it: mouse, keyboard, rubber band, zoom, drag; place and selection go by photo."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPointingDevice,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline, empty_timeline
from desktop_app.domain.photo import Badge, Status
from desktop_app.gui import grid_painting, theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.photo_delegate import UNKNOWN_COLOUR, Part, TileLook, TilePainter, eye_rect, heart_rect, tick_rect
from desktop_app.gui.photo_grid import PhotoGrid
from desktop_app.gui.photo_model import decode_ids
from desktop_app.gui.thumbnail_loader import ThumbnailLoader
from desktop_app.gui.tokens import DARK, LIGHT

DAY_MS = 86_400_000
NEWEST = 20_253  # 14 June 2025
PER_DAY = 12
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def timeline(
    ids: list[int] | range, *, badges: dict[int, int] | None = None, status: dict[int, int] | None = None
) -> Timeline:
    """Photo n was taken on the day of its block of twelve, whatever its place in the list."""
    numbers = np.asarray(list(ids), np.int64)
    days = NEWEST - numbers // PER_DAY
    shapes = np.asarray([1.5, 0.75, 1.333, 1.0], np.float32)
    return Timeline(
        numbers,
        days * DAY_MS + 3_600_000,
        shapes[numbers % 4],
        np.full(len(numbers), 0x2060A0, np.uint32),
        np.asarray([(badges or {}).get(int(i), 0) for i in numbers], np.uint16),
        np.asarray([(status or {}).get(int(i), 0) for i in numbers], np.uint8),
    )


def jpeg(colour: tuple[int, int, int]) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(out, "JPEG", quality=90)
    return out.getvalue()


class ReadyLibrary:
    """Answers every thumbnail at once: red, with the library's signature."""

    picture = jpeg((210, 40, 30))

    def __init__(self) -> None:
        self.asked: list[int] = []

    def thumbnail(self, photo_id: PhotoId, convert: Callable[[bytes], object]) -> Future:
        self.asked.append(photo_id)
        future: Future = Future()
        future.set_result(convert(self.picture))
        return future


@pytest.fixture
def library() -> ReadyLibrary:
    return ReadyLibrary()


@pytest.fixture
def grid(qtbot: QtBot, qapp: QApplication, library: ReadyLibrary) -> Iterator[PhotoGrid]:
    QLocale.setDefault(QLocale("en_GB"))
    theme.apply(qapp, "light")
    bridge = Bridge()
    made = PhotoGrid(ThumbnailLoader(library, bridge))
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.set_motion_reduced(is_reduced=True)
    made.set_timeline(timeline(range(600)))
    made.show()
    qtbot.waitExposed(made)
    yield made
    bridge.close()


def centre(grid: PhotoGrid, row: int) -> QPoint:
    return grid.tile_rect(row).center()


def click(
    qtbot: QtBot, grid: PhotoGrid, row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    qtbot.mouseClick(grid.viewport(), LEFT, modifier, centre(grid, row))


def drag_to(grid: PhotoGrid, point: QPoint) -> None:
    """Moves the pointer with the left button held."""
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, LEFT, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(grid.viewport(), event)


def wheel(grid: PhotoGrid, at: QPoint, turned: int, modifiers: Qt.KeyboardModifier = CTRL) -> None:
    event = QWheelEvent(
        QPointF(at), QPointF(grid.viewport().mapToGlobal(at)), QPoint(), QPoint(0, turned), Qt.MouseButton.NoButton,
        modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(grid.viewport(), event)


# choosing with the mouse


def test_a_click_chooses_one_and_ctrl_and_shift_choose_more(grid: PhotoGrid, qtbot: QtBot) -> None:
    click(qtbot, grid, 2)
    assert grid.selected_ids() == [2]
    assert grid.current_id() == 2
    click(qtbot, grid, 5, CTRL)
    assert grid.selected_ids() == [2, 5]
    click(qtbot, grid, 2, CTRL)
    assert grid.selected_ids() == [5]
    click(qtbot, grid, 5)
    click(qtbot, grid, 8, SHIFT)
    assert grid.selected_ids() == [5, 6, 7, 8]
    click(qtbot, grid, 3, SHIFT)
    assert grid.selected_ids() == [3, 4, 5]


def test_a_click_into_a_selection_chooses_that_one_only_when_the_button_goes_up(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.select_ids([PhotoId(1), PhotoId(2), PhotoId(3)])
    qtbot.mousePress(grid.viewport(), LEFT, pos=centre(grid, 2))
    assert grid.selected_ids() == [1, 2, 3]
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=centre(grid, 2))
    assert grid.selected_ids() == [2]


def test_a_click_beside_the_photos_lets_go(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.select_ids([PhotoId(1)])
    qtbot.mouseClick(grid.viewport(), LEFT, pos=QPoint(4, 300))
    assert grid.selected_ids() == []


def test_the_tick_of_a_tile_adds_it(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.select_ids([PhotoId(0)])
    spot = tick_rect(grid.tile_rect(3), is_mirrored=False).center()
    assert grid.part_at(spot) == (Part.TICK, 3)
    qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert grid.selected_ids() == [0, 3]


def test_the_heart_asks_for_the_photo_or_for_the_selection_it_belongs_to(grid: PhotoGrid, qtbot: QtBot) -> None:
    spot = heart_rect(grid.tile_rect(3), is_mirrored=False).center()
    with qtbot.waitSignal(grid.favourite_toggled) as told:
        qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert told.args == [[3]]
    assert grid.selected_ids() == []
    grid.select_ids([PhotoId(3), PhotoId(4)])
    with qtbot.waitSignal(grid.favourite_toggled) as told:
        qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert told.args == [[3, 4]]


def test_the_tick_of_a_date_chooses_the_day_and_lets_go_of_it(grid: PhotoGrid, qtbot: QtBot) -> None:
    strip = grid.painting.header_strip(0)
    title, note = grid.painting.title(0), grid.painting.section_note(0, PER_DAY)
    assert title == "Sat, 14 June 2025"
    spot = grid.painting.look.header_tick_rect(strip, title, note, is_mirrored=False).center()
    grid.select_ids([PhotoId(100)])
    qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert grid.selected_ids() == [*range(PER_DAY), 100]
    qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert grid.selected_ids() == [100]


def test_a_rubber_band_chooses_what_it_touches(grid: PhotoGrid, qtbot: QtBot) -> None:
    qtbot.mousePress(grid.viewport(), LEFT, pos=QPoint(4, 60))
    drag_to(grid, grid.tile_rect(1).center())
    assert grid.band is not None
    assert grid.selected_ids() == [0, 1]
    drag_to(grid, grid.tile_rect(0).center())
    assert grid.selected_ids() == [0], "drawing back gives free again"
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=QPoint(20, 80))
    assert grid.band is None
    assert grid.selected_ids() == [0]


def test_a_rubber_band_with_ctrl_turns_over_what_was_chosen(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.select_ids([PhotoId(1), PhotoId(50)])
    qtbot.mousePress(grid.viewport(), LEFT, CTRL, QPoint(4, 60))
    drag_to(grid, grid.tile_rect(1).center())
    qtbot.mouseRelease(grid.viewport(), LEFT, CTRL, QPoint(4, 60))
    assert grid.selected_ids() == [0, 50]


def test_a_rubber_band_at_the_edge_scrolls_on(grid: PhotoGrid, qtbot: QtBot) -> None:
    qtbot.mousePress(grid.viewport(), LEFT, pos=QPoint(4, 60))
    drag_to(grid, QPoint(500, grid.viewport().height() + 40))
    first = len(grid.selected_ids())
    qtbot.waitUntil(lambda: grid.verticalOffset() > 300)
    assert len(grid.selected_ids()) > first
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=QPoint(500, 300))
    assert grid.band is None


def test_double_click_and_enter_open(grid: PhotoGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.photo_activated) as told:
        qtbot.mouseDClick(grid.viewport(), LEFT, pos=centre(grid, 4))
    assert told.args == [4]
    click(qtbot, grid, 6)
    with qtbot.waitSignal(grid.photo_activated) as told:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert told.args == [6]


@pytest.mark.parametrize(("chosen", "wanted"), [([], [3]), ([3, 4], [3, 4]), ([8], [3])])
def test_the_menu_is_about_the_selection_when_the_photo_belongs_to_it(
    grid: PhotoGrid, qtbot: QtBot, chosen: list[int], wanted: list[int]
) -> None:
    grid.select_ids([PhotoId(i) for i in chosen])
    spot = centre(grid, 3)
    with qtbot.waitSignal(grid.menu_requested) as told:
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, grid.viewport().mapToGlobal(spot))
        QApplication.sendEvent(grid.viewport(), event)
    assert told.args[0] == wanted


# keyboard


def test_arrows_move_by_place_and_shift_extends(grid: PhotoGrid, qtbot: QtBot) -> None:
    click(qtbot, grid, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.selected_ids() == [2]
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    below = grid.current_id()
    assert below is not None
    upper, lower = grid.tile_rect(2), grid.tile_rect(grid.photo_model.row_of(below))
    assert lower.top() > upper.bottom()
    assert lower.left() < upper.right()
    assert lower.right() > upper.left()
    qtbot.keyClick(grid, Qt.Key.Key_Left, SHIFT)
    assert grid.selected_ids() == [below - 1, below]
    qtbot.keyClick(grid, Qt.Key.Key_Home)
    assert grid.selected_ids() == [0]
    qtbot.keyClick(grid, Qt.Key.Key_End)
    assert grid.selected_ids() == [599]
    assert grid.viewport().rect().contains(grid.tile_rect(599))


def test_page_down_and_up_go_about_a_screen(grid: PhotoGrid, qtbot: QtBot) -> None:
    click(qtbot, grid, 1)
    top = grid.grid_layout.rect(1)[1]
    qtbot.keyClick(grid, Qt.Key.Key_PageDown)
    moved = grid.grid_layout.rect(grid.photo_model.row_of(grid.current_id()))[1] - top
    assert 0.4 * grid.viewport().height() < moved <= grid.viewport().height()
    qtbot.keyClick(grid, Qt.Key.Key_PageUp)
    assert abs(grid.grid_layout.rect(grid.photo_model.row_of(grid.current_id()))[1] - top) < grid.viewport().height()


def test_ctrl_moves_without_choosing_and_ctrl_space_chooses(grid: PhotoGrid, qtbot: QtBot) -> None:
    click(qtbot, grid, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Right, CTRL)
    qtbot.keyClick(grid, Qt.Key.Key_Right, CTRL)
    assert grid.selected_ids() == [1]
    qtbot.keyClick(grid, Qt.Key.Key_Space, CTRL)
    assert grid.selected_ids() == [1, 3]


def test_ctrl_a_chooses_all_and_escape_none(grid: PhotoGrid, qtbot: QtBot) -> None:
    with qtbot.waitSignal(grid.selection_changed) as told:
        qtbot.keyClick(grid, Qt.Key.Key_A, CTRL)
    assert len(told.args[0]) == 600
    qtbot.keyClick(grid, Qt.Key.Key_Escape)
    assert grid.selected_ids() == []


@pytest.mark.parametrize("key", [Qt.Key.Key_F, Qt.Key.Key_S, Qt.Key.Key_1, Qt.Key.Key_Slash, Qt.Key.Key_Delete])
def test_other_keys_are_left_to_the_window(grid: PhotoGrid, qtbot: QtBot, key: Qt.Key) -> None:
    click(qtbot, grid, 1)
    before = grid.current_id()
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, chr(key) if key < 128 else "")
    grid.keyPressEvent(event)
    assert not event.isAccepted()
    assert grid.current_id() == before


def test_keys_bring_what_they_reach_out_from_under_the_pinned_header(grid: PhotoGrid, qtbot: QtBot) -> None:
    click(qtbot, grid, 0)
    for _ in range(40):
        qtbot.keyClick(grid, Qt.Key.Key_Down)
    for _ in range(12):
        qtbot.keyClick(grid, Qt.Key.Key_Up)
        rect = grid.tile_rect(grid.photo_model.row_of(grid.current_id()))
        assert rect.top() >= 48
        assert rect.bottom() <= grid.viewport().height()


def test_in_a_right_to_left_layout_everything_is_mirrored(grid: PhotoGrid, qtbot: QtBot) -> None:
    left = grid.tile_rect(0)
    grid.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    grid.set_timeline(timeline(range(590)))
    right = grid.tile_rect(0)
    assert left.left() < 40
    assert right.right() > grid.viewport().width() - 40
    assert grid.row_at(right.center()) == 0
    assert grid.scrubber.geometry().left() == 0
    click(qtbot, grid, 1)
    qtbot.keyClick(grid, Qt.Key.Key_Left)
    assert grid.current_id() == 2


# place and selection


def test_at_the_top_new_photos_push_in(grid: PhotoGrid) -> None:
    grid.set_timeline(timeline([*range(600, 606), *range(600)]))
    assert grid.verticalOffset() == 0
    assert grid.viewport().rect().contains(grid.tile_rect(0))


def test_elsewhere_the_photo_on_screen_stays_where_it_is_when_others_come_or_go(grid: PhotoGrid) -> None:
    grid.scroll_to(PhotoId(300))
    held = grid.tile_rect(grid.first_visible_row()).top()
    photo = grid.photo_model.id_at(grid.first_visible_row())
    grid.select_ids([PhotoId(300), PhotoId(2)])
    for ids in ([*range(600, 640), *range(600)], list(range(30, 600)), list(range(0, 600, 2)), list(range(600))):
        if photo not in ids:
            continue
        grid.set_timeline(timeline(ids))
        assert abs(grid.tile_rect(grid.photo_model.row_of(photo)).top() - held) <= 1
    assert 300 in grid.selected_ids()


def test_a_reset_keeps_selection_and_current_photo(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.set_current_id(PhotoId(40))
    grid.select_ids([PhotoId(40), PhotoId(44), PhotoId(46)])
    with qtbot.waitSignal(grid.photo_model.modelReset):
        grid.set_timeline(timeline(range(0, 600, 4)))
    assert grid.selected_ids() == [40, 44]
    assert grid.current_id() == 40
    assert {index.row() for index in grid.selectedIndexes()} == {10, 11}


def test_resizing_keeps_the_first_photo_and_coming_back_keeps_it_too(grid: PhotoGrid) -> None:
    grid.scroll_to(PhotoId(300))
    photo = grid.photo_model.id_at(grid.first_visible_row())
    top = grid.tile_rect(grid.photo_model.row_of(photo)).top()
    for width in (640, 1100, 700, 900):
        grid.resize(width, 640)
        assert abs(grid.tile_rect(grid.photo_model.row_of(photo)).top() - top) <= 1


def test_zooming_with_the_wheel_keeps_the_photo_under_the_pointer(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.scroll_to(PhotoId(300))
    spot = QPoint(400, 300)
    row = grid.row_at(spot)
    assert row >= 0
    photo = grid.photo_model.id_at(row)
    for turned in (120, 120, -120, -120, -120):
        with qtbot.waitSignal(grid.tile_height_changed):
            wheel(grid, spot, turned)
        rect = grid.tile_rect(grid.photo_model.row_of(photo))
        assert rect.top() <= spot.y() <= rect.bottom() + 1


def test_zoom_has_ends_and_groups_by_month_when_far_out(grid: PhotoGrid, qtbot: QtBot) -> None:
    for _ in range(20):
        grid.zoom_out()
    assert grid.tile_height == 96
    assert grid.painting.title(0) == "June 2025"
    for _ in range(20):
        qtbot.keyClick(grid, Qt.Key.Key_Plus, CTRL)
    assert grid.tile_height == 420
    assert grid.painting.title(0) == "Sat, 14 June 2025"


def test_an_anchor_leads_back(grid: PhotoGrid) -> None:
    grid.verticalScrollBar().setValue(2345)
    place = grid.anchor()
    grid.verticalScrollBar().setValue(0)
    grid.set_anchor(place)
    assert grid.verticalOffset() == 2345


def test_the_wheel_glides_and_a_second_notch_goes_farther(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.set_motion_reduced(is_reduced=False)
    wheel(grid, QPoint(300, 300), -120, Qt.KeyboardModifier.NoModifier)
    wheel(grid, QPoint(300, 300), -120, Qt.KeyboardModifier.NoModifier)
    assert grid.scroll_motion.is_gliding
    qtbot.waitUntil(lambda: not grid.scroll_motion.is_gliding)
    assert grid.verticalOffset() == 2 * grid.scroll_motion.pixels_per_notch


# drag


def test_a_drag_carries_the_selection_as_a_copy(
    grid: PhotoGrid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grid.photo_model.set_file_urls(lambda ids: [tmp_path / f"{i}.jpg" for i in ids])
    grid.select_ids([PhotoId(1), PhotoId(2)])
    seen: list[tuple[list[int], list[str], Qt.DropAction]] = []

    def run(drag: object, actions: Qt.DropAction) -> Qt.DropAction:
        mime = drag.mimeData()
        seen.append((decode_ids(mime), [url.fileName() for url in mime.urls()], actions))
        return Qt.DropAction.CopyAction

    monkeypatch.setattr("desktop_app.gui.photo_grid.QDrag.exec", run)
    qtbot.mousePress(grid.viewport(), LEFT, pos=centre(grid, 2))
    drag_to(grid, centre(grid, 2) + QPoint(2, 0))
    assert seen == [], "a trembling hand drags nothing"
    drag_to(grid, centre(grid, 2) + QPoint(60, 0))
    assert seen == [([1, 2], ["1.jpg", "2.jpg"], Qt.DropAction.CopyAction)]
    qtbot.mouseRelease(grid.viewport(), LEFT, pos=centre(grid, 2))
    assert grid.selected_ids() == [1, 2]


# painting


def colour_at(grid: PhotoGrid, point: QPoint) -> QColor:
    return grid.viewport().grab().toImage().pixelColor(point)


def test_a_placeholder_comes_first_and_the_picture_follows(grid: PhotoGrid, qtbot: QtBot) -> None:
    assert colour_at(grid, centre(grid, 1)).blue() > colour_at(grid, centre(grid, 1)).red()
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(1)) is not None)
    assert colour_at(grid, centre(grid, 1)).red() > 180


def test_only_what_is_near_is_asked_for_and_visible_photos_first(
    grid: PhotoGrid, library: ReadyLibrary, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: len(library.asked) > 10)
    screens = grid.grid_layout.touching(0, 0, 5000, 2 * grid.viewport().height() + 60)
    assert set(library.asked) <= set(screens.tolist())
    assert library.asked[:4] == [0, 1, 2, 3]


def test_pictures_fade_in_unless_motion_is_reduced(
    grid: PhotoGrid, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now_s = [time.monotonic()]
    monkeypatch.setattr(grid_painting, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    monkeypatch.setattr(grid.painting._loader, "age_s", lambda _photo: 0.0)
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(1)) is not None)
    assert not grid.painting.is_fading
    grid.set_motion_reduced(is_reduced=False)
    grid.set_timeline(timeline(range(1000, 1100)))
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(1001)) is not None)
    assert grid.painting.is_fading
    assert colour_at(grid, centre(grid, 1)).red() < 180

    def is_over() -> bool:
        now_s[0] += 0.05
        return not grid.painting.is_fading

    qtbot.waitUntil(is_over)
    assert colour_at(grid, centre(grid, 1)).red() > 180


def test_a_selected_tile_wears_the_accent_ring_and_no_tint(grid: PhotoGrid, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(1)) is not None)
    plain = colour_at(grid, centre(grid, 1))
    grid.select_ids([PhotoId(1)])
    rect = grid.tile_rect(1)
    assert colour_at(grid, QPoint(rect.left() + 1, rect.center().y())).name().upper() == LIGHT.accent
    assert colour_at(grid, centre(grid, 1)) == plain


def test_the_focus_is_seen_after_a_key_and_not_after_a_click(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.activateWindow()
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    click(qtbot, grid, 1)
    rect = grid.tile_rect(1)
    outside = QPoint(rect.left() - 1, rect.center().y())
    assert colour_at(grid, outside).name().upper() == LIGHT.ground
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    rect = grid.tile_rect(2)
    seen = colour_at(grid, QPoint(rect.center().x(), rect.top() - 2))
    assert seen.lightness() < 120


def test_hovering_shows_the_controls_and_leaving_hides_them(grid: PhotoGrid, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(1)) is not None)
    spot = heart_rect(grid.tile_rect(1), is_mirrored=False).center()
    before = colour_at(grid, spot)
    grid.hover(centre(grid, 1))
    assert colour_at(grid, spot) != before
    grid.hover(spot)
    assert grid.viewport().cursor().shape() == Qt.CursorShape.PointingHandCursor
    QApplication.sendEvent(grid.viewport(), QEvent(QEvent.Type.Leave))
    assert colour_at(grid, spot) == before


def test_badges_are_painted_only_when_they_matter(grid: PhotoGrid, qtbot: QtBot) -> None:
    grid.set_timeline(timeline(range(50), badges={1: int(Badge.RAW | Badge.DAMAGED), 2: int(Badge.PENDING)}))
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(2)) is not None)
    for row, is_marked in ((1, True), (2, False)):
        rect = grid.tile_rect(row)
        spot = QPoint(rect.left() + 10, rect.bottom() - 9)
        assert (colour_at(grid, spot).red() < 150) is is_marked


def test_a_sensitive_photo_is_veiled_until_its_eye_is_clicked(
    grid: PhotoGrid, library: ReadyLibrary, qtbot: QtBot
) -> None:
    grid.set_timeline(timeline(range(50), status={1: int(Status.SENSITIVE)}))
    assert grid.is_veiled(PhotoId(1), int(Status.SENSITIVE))
    assert grid.tile_pixmap(PhotoId(1)) is None, "the clear picture is not even given to the viewer's animation"
    spot = eye_rect(grid.tile_rect(1)).center()
    assert grid.part_at(spot) == (Part.EYE, 1)
    qtbot.mouseClick(grid.viewport(), LEFT, pos=spot)
    assert not grid.is_veiled(PhotoId(1), int(Status.SENSITIVE))
    qtbot.waitUntil(lambda: grid.tile_pixmap(PhotoId(1)) is not None)
    assert grid.part_at(spot) == (Part.TILE, 1)
    grid.set_veiling(is_veiling=True)
    assert grid.is_veiled(PhotoId(1), int(Status.SENSITIVE))
    grid.set_veiling(is_veiling=False)
    assert not grid.is_veiled(PhotoId(1), int(Status.SENSITIVE))


def test_the_header_is_pinned_while_its_photos_pass(grid: PhotoGrid) -> None:
    grid.verticalScrollBar().setValue(150)
    assert grid.painting.header_strip(0).top() == 0
    end = int(grid.grid_layout.section_top[1])
    grid.verticalScrollBar().setValue(end - 20)
    assert grid.painting.header_strip(0).top() == 20 - 48, "the next header pushes it out"
    assert grid.painting.header_strip(1).top() == 20


def test_results_have_scores_and_no_headers(grid: PhotoGrid) -> None:
    grid.set_headers(are_shown=False)
    grid.set_timeline(timeline([30, 2, 500]), np.asarray([0.9, 0.8, 0.4], np.float32))
    assert grid.grid_layout.spec.header_height == 0
    assert not grid.scrubber.isVisible()
    assert grid.tile_rect(0).top() < 20
    assert grid.photo_model.accessible_text(0).endswith("90 % alike")


def test_an_empty_page_shows_its_widget(grid: PhotoGrid) -> None:
    words = QLabel("Nothing here yet")
    grid.set_empty_widget(words)
    assert not words.isVisible()
    grid.set_timeline(empty_timeline())
    grid.viewport().repaint()
    assert words.isVisible()
    assert words.geometry() == grid.viewport().rect()
    grid.set_timeline(timeline(range(10)))
    grid.viewport().repaint()
    assert not words.isVisible()


def test_the_theme_is_followed_while_it_is_shown(grid: PhotoGrid, qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert colour_at(grid, QPoint(4, 300)).name().upper() == DARK.ground
    theme.apply(qapp, "light")
    assert colour_at(grid, QPoint(4, 300)).name().upper() == LIGHT.ground


def test_a_screen_reader_finds_a_list_and_every_photo_in_it(grid: PhotoGrid) -> None:
    grid.photo_model.set_describe(lambda _: "dog")
    face = QAccessible.queryAccessibleInterface(grid)
    assert face.text(QAccessible.Text.Name) == "Photos"
    assert face.role() == QAccessible.Role.List
    assert face.childCount() == 600
    item = face.child(3)
    assert item.role() == QAccessible.Role.ListItem
    assert item.text(QAccessible.Text.Name) == "Photo, 14 June 2025, dog"
    assert item.rect().size() == grid.tile_rect(3).size()


@pytest.mark.parametrize("scale", ["1", "1.5", "2"])
def test_tiles_keep_to_their_places_on_dense_screens(scale: str) -> None:
    """The scale is fixed when a process starts, so another one paints, and says what lies beside and on the tiles."""
    environment = os.environ | {"QT_SCALE_FACTOR": scale, "QT_QPA_PLATFORM": "offscreen"}
    answer = subprocess.run(
        [sys.executable, "-c", DENSE],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
        cwd=PROJECT,
    )
    assert answer.stdout.split() == [scale, "picture", "ground", "picture", "full"], answer.stderr


PROJECT = Path(__file__).resolve().parents[2]
DENSE = """
import io, numpy as np
from concurrent.futures import Future
from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QTimer
from PySide6.QtWidgets import QApplication
from desktop_app.domain.library import Timeline
from desktop_app.gui import grid_painting, theme
from desktop_app.gui.bridge import Bridge
from desktop_app.gui.photo_grid import PhotoGrid
from desktop_app.gui.thumbnail_loader import ThumbnailLoader
app = QApplication([])
theme.apply(app, "light")
out = io.BytesIO()
Image.new("RGB", (512, 384), (210, 40, 30)).save(out, "JPEG")
class Library:
    def thumbnail(self, photo_id, convert):
        future = Future()
        future.set_result(convert(out.getvalue()))
        return future
bridge = Bridge()
loader = ThumbnailLoader(Library(), bridge)
grid = PhotoGrid(loader)
grid.set_motion_reduced(is_reduced=True)
grid.resize(900, 600)
zeros = np.zeros(3, np.int64)
grid.set_timeline(Timeline(np.arange(3), zeros, np.full(3, 1.5, np.float32), zeros, zeros, zeros))
grid.show()
loop = QEventLoop()
loader.arrived.connect(lambda photo: loop.quit() if photo == 2 else None)
QTimer.singleShot(20_000, loop.quit)
loop.exec()
shot = grid.viewport().grab().toImage()
ratio = shot.devicePixelRatio()
def at(point):
    colour = shot.pixelColor(round(point.x() * ratio), round(point.y() * ratio))
    return "ground" if colour.name().upper() == theme.tokens().ground else "picture" if colour.red() > 180 else "?"
rect, last = grid.tile_rect(0), grid.tile_rect(2)
size = grid.tile_pixmap(0).width() == round(rect.width() * ratio)
beside = QPoint(rect.right() + 3, rect.center().y())
print(f"{ratio:g}", at(rect.center()), at(beside), at(last.center()), "full" if size else "coarse")
"""


def test_a_photo_that_is_not_read_yet_is_a_quiet_place_not_a_grey_slab(theme_app: QApplication) -> None:
    image = QImage(120, 90, QImage.Format.Format_RGB32)
    for tokens in (LIGHT, DARK):
        image.fill(QColor(tokens.ground))
        painter = QPainter(image)
        look = TileLook(UNKNOWN_COLOUR, 0, 0)
        TilePainter(tokens, theme_app.font(), 1.0).tile(painter, image.rect(), look, None, is_mirrored=False)
        painter.end()
        assert image.pixelColor(60, 45) == QColor(tokens.raised)


def test_a_page_that_fits_has_no_handle_to_scroll_with(qtbot: QtBot, qapp: QApplication, library: ReadyLibrary) -> None:
    made = PhotoGrid(ThumbnailLoader(library, Bridge()))
    qtbot.addWidget(made)
    assert made.verticalScrollBar().maximum() == 0
    assert made.scrubber.maximum() == 0


def pinch(widget: QWidget, at: QPointF, value: float) -> None:
    """A pinch of two fingers on a touch pad; `value` is the change of scale, as systems send it."""
    zoom, device = Qt.NativeGestureType.ZoomNativeGesture, QPointingDevice.primaryPointingDevice()
    everywhere = (at, at, QPointF(widget.mapToGlobal(at)))
    QApplication.sendEvent(widget, QNativeGestureEvent(zoom, device, 2, *everywhere, value, QPointF()))


def test_a_slow_pinch_zooms_as_far_as_a_fast_one(grid: PhotoGrid) -> None:
    at = QPointF(200, 200)
    grid.set_tile_height(160)
    pinch(grid.viewport(), at, 0.25)
    assert grid.tile_height == 200
    grid.set_tile_height(160)
    for _ in range(223):  # each far below a pixel: 1.001 to the 223rd is 1.25
        pinch(grid.viewport(), at, 0.001)
    assert abs(grid.tile_height - 200) <= 3
    for _ in range(223):
        pinch(grid.viewport(), at, -0.001)
    assert abs(grid.tile_height - 160) <= 4
