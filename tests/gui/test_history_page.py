"""Privacy in the window: asked once, seen, paused, private, deleted; and what is remembered is what was looked at."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton

from desktop_app.domain.history import FeedbackKind, HistoryMode, PhotoView, ViewSource, ViewSurface, local_day
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Page
from desktop_app.domain.query import SimilarRequest
from desktop_app.errors import UserError
from desktop_app.gui import history_words, places
from desktop_app.gui.history_list import BIN_PX, bin_rect
from desktop_app.gui.history_model import ROW_ROLE, DayRow, LookRow
from desktop_app.gui.history_question import HistoryQuestion
from desktop_app.library.commands import SetHidden
from desktop_app.settings import Settings

ON = Settings(theme="light", is_motion_reduced=True, history_mode="on")
DAY_MS = 86_400_000
EVER = 10**14


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def photo_ids(library) -> list[PhotoId]:
    return [PhotoId(int(i)) for i in library.ask(lambda q: q.timeline(Page())).result().ids]


@pytest.fixture
def looked_at(inline_library):
    """Three looks today, two on an earlier day; the newest first."""
    ids = photo_ids(inline_library)
    noon = now_ms()
    looks = [
        PhotoView(ids[number], ViewSurface.VIEWER, ViewSource.SEARCH, noon - ago, 12_000, 2.0)
        for number, ago in enumerate((1, 2, 3, 40 * DAY_MS, 40 * DAY_MS + 1))
    ]
    inline_library.store.history.add_views(looks)
    return ids


@pytest.fixture
def shown(make_window, inline_library, looked_at, qtbot):
    """A window on the page of the history."""
    window = make_window(inline_library, ON)
    window.navigator.go(places.HISTORY)
    qtbot.waitUntil(lambda: rows_of(window) != [])
    return window


def page_of(window):
    return window.history_desk.make_page()


def rows_of(window) -> list[object]:
    model = page_of(window).list.rows
    return [model.index(number).data(ROW_ROLE) for number in range(model.rowCount())]


def kept(window) -> list[PhotoId]:
    return [view.photo_id for view in window.library.store.history.views(EVER)]


def answer(qtbot, text: str) -> None:
    """Presses a button of the open question."""
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
    qtbot.mouseClick(next(b for b in box.buttons() if b.text() == text), Qt.MouseButton.LeftButton)


def test_the_page_lists_days_and_their_looks(shown) -> None:
    rows = rows_of(shown)
    assert [type(row) for row in rows] == [DayRow, LookRow, LookRow, LookRow, DayRow, LookRow, LookRow]
    today = rows[0]
    assert (today.text, today.count, today.day) == ("Today", 3, local_day(now_ms()))
    assert rows[1].name.endswith(".jpg")
    assert history_words.look_text(rows[1].view).endswith(
        "12 seconds · from a search · zoomed in 2.0 \N{MULTIPLICATION SIGN}"
    )
    assert shown.space.header.title.accessibleName() == "What you looked at"
    index = page_of(shown).list.rows.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).startswith(f"{rows[1].name}, ")


def test_photos_that_may_not_be_seen_are_not_listed(shown, qtbot) -> None:
    hidden = rows_of(shown)[1].view.photo_id
    shown.library.run(SetHidden((hidden,), is_hidden=True))
    qtbot.waitUntil(lambda: rows_of(shown)[0].count == 2)
    assert hidden not in [row.view.photo_id for row in rows_of(shown) if isinstance(row, LookRow)]


def test_a_sensitive_photo_is_covered_in_the_list(make_window, inline_library, tmp_path, draw_photo, qtbot) -> None:
    folder = tmp_path / "More"
    folder.mkdir()
    draw_photo(folder / "private-1.jpg", 0, 5)
    before = set(photo_ids(inline_library))
    inline_library.index(folder)
    (photo,) = set(photo_ids(inline_library)) - before
    inline_library.store.history.add_views([PhotoView(photo, ViewSurface.VIEWER, ViewSource.LIBRARY, now_ms(), 9)])
    window = make_window(inline_library, ON)
    window.navigator.go(places.HISTORY)
    listed = page_of(window).list
    qtbot.waitUntil(lambda: listed.thumbnails.pixmap(photo, is_veiled=True) is not None)
    assert listed.is_covered(rows_of(window)[1])
    window.change_settings(replace(window.settings, is_veiling_sensitive=False))
    assert not listed.is_covered(rows_of(window)[1])


def test_one_look_is_deleted_with_the_delete_key(shown, qtbot) -> None:
    listed, before = page_of(shown).list, kept(shown)
    listed.setCurrentIndex(listed.rows.index(2))
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    assert kept(shown) == before[:1] + before[2:]
    qtbot.waitUntil(lambda: rows_of(shown)[0].count == 2)
    qtbot.waitUntil(lambda: shown.toast.words.text() == "Deleted: 1 look")


def test_one_look_is_deleted_with_its_bin(shown) -> None:
    listed, before = page_of(shown).list, kept(shown)
    place = listed.visualRect(listed.rows.index(1))
    spot = bin_rect(QRectF(place), rows_of(shown)[1], is_mirrored=False).center().toPoint()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    assert kept(shown) == before[1:]
    QTest.mouseClick(
        listed.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(60, place.center().y())
    )
    assert kept(shown) == before[1:], "elsewhere a click deletes nothing"


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_several_looks_are_deleted_only_after_a_question(shown, qtbot) -> None:
    listed, before = page_of(shown).list, kept(shown)
    listed.selectAll()
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    answer(qtbot, "Keep")
    assert kept(shown) == before
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    answer(qtbot, "Delete")
    assert kept(shown) == []
    qtbot.waitUntil(lambda: page_of(shown).empty.isVisible())


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_day_is_deleted_only_after_a_question(shown, qtbot) -> None:
    listed, before = page_of(shown).list, kept(shown)
    listed.setCurrentIndex(listed.rows.index(4))
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    answer(qtbot, "Keep")
    assert kept(shown) == before
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    answer(qtbot, "Delete day")
    assert kept(shown) == before[:3]
    qtbot.waitUntil(lambda: len(rows_of(shown)) == 4)


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_everything_is_deleted_only_after_a_question(shown, qtbot) -> None:
    shown.library.store.edits.less_like([PhotoId(1)])
    page_of(shown).clear.click()
    answer(qtbot, "Keep")
    assert len(kept(shown)) == 5
    page_of(shown).clear.click()
    answer(qtbot, "Delete all")
    assert not any(shown.library.store.history.export().values())
    qtbot.waitUntil(lambda: page_of(shown).empty.isVisible())
    assert shown.edits.undo_state.undo is None


def test_the_menu_of_a_look(shown) -> None:
    listed = page_of(shown).list
    words = [action.text() for action in listed.menu(listed.rows.index(1)).actions() if action.text()]
    assert words == ["Open", "Show on the timeline", "Delete this look", "Delete this day…"]
    assert [action.text() for action in listed.menu(listed.rows.index(0)).actions()] == ["Delete this day…"]


def test_a_look_opens_with_the_others_of_its_day(shown, qtbot) -> None:
    listed, ids = page_of(shown).list, kept(shown)
    listed.setFocus()
    listed.setCurrentIndex(listed.rows.index(2))
    QTest.keyClick(listed, Qt.Key.Key_Return)
    viewer = shown.space.viewer
    assert (viewer.current_id, list(viewer._ids)) == (ids[1], ids[:3])
    viewer.close_viewer()
    assert shown.space.pages.currentWidget() is page_of(shown)


def test_days_are_read_as_one_scrolls(make_window, inline_library, qtbot) -> None:
    ids = photo_ids(inline_library)
    looks = [
        PhotoView(ids[n % len(ids)], ViewSurface.VIEWER, ViewSource.LIBRARY, now_ms() - day * DAY_MS - n, 2_000)
        for day in range(40)
        for n in range(50)
    ]
    inline_library.store.history.add_views(looks)
    window = make_window(inline_library, ON)
    window.navigator.go(places.HISTORY)
    listed = page_of(window).list
    qtbot.waitUntil(lambda: listed.rows.rowCount() > 0)
    first = listed.rows.look_count
    assert 300 <= first < 700

    def scrolled() -> bool:
        listed.scrollToBottom()
        return listed.rows.look_count == 2_000

    qtbot.waitUntil(scrolled)
    days = [row.day for row in rows_of(window) if isinstance(row, DayRow)]
    assert days == sorted(days, reverse=True)
    assert len(days) == len(set(days))


def test_a_new_look_comes_without_moving_the_list(shown, qtbot) -> None:
    listed = page_of(shown).list
    listed.setCurrentIndex(listed.rows.index(3))
    current = listed.current_view_id()
    shown.library.record_views([PhotoView(kept(shown)[4], ViewSurface.VIEWER, ViewSource.LIBRARY, now_ms(), 3_000)])
    qtbot.waitUntil(lambda: len(rows_of(shown)) == 8)
    assert listed.current_view_id() == current


def test_how_long_looks_are_kept_is_chosen_on_the_page(shown, qtbot) -> None:
    kept_for = page_of(shown).kept
    assert kept_for.currentText() == "2 years"
    kept_for.setCurrentIndex(kept_for.findData(30))
    assert shown.settings.history_kept_days == shown.saved[-1].history_kept_days == 30
    assert len(kept(shown)) == 3, "a shorter time forgets at once"


def test_an_unusual_length_of_time_is_shown(make_window, inline_library) -> None:
    window = make_window(inline_library, replace(ON, history_kept_days=100))
    assert page_of(window).kept.currentText() == "100 days"
    assert window.settings.history_kept_days == 100


def test_the_history_is_written_to_a_file(shown, tmp_path: Path, qtbot) -> None:
    target = tmp_path / "looks.json"
    shown.history_desk.export_to(target)
    qtbot.waitUntil(lambda: shown.toast.words.text() == "5 looks written to looks.json")
    assert len(json.loads(target.read_text("utf-8"))["views"]) == 5


def test_what_cannot_be_done_is_said(shown, tmp_path: Path, qtbot, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise UserError("The disk is full.")

    shown.history_desk.export_to(tmp_path / "nowhere" / "looks.json")
    qtbot.waitUntil(lambda: "could not be written" in shown.toast.words.text())
    monkeypatch.setattr(shown.library.store.history, "delete_views", refuse)
    listed = page_of(shown).list
    listed.setCurrentIndex(listed.rows.index(1))
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown.toast.words.text() == "The disk is full.")
    qtbot.waitUntil(lambda: len(rows_of(shown)) == 7)


# asked, paused, private


def test_until_the_question_is_answered_nothing_is_remembered(window, qtbot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    look_at(window, qtbot, 0)
    window.acts.copy_image([window.space.model.timeline.ids[0]])
    window.find_similar(SimilarRequest(photo_ids=(PhotoId(1),)))
    assert not any(window.library.store.history.export().values())
    assert not window.library.paths.history.exists()


def look_at(window, qtbot, at: int) -> PhotoId:
    """Opens a photo and closes it again."""
    photo = PhotoId(int(window.space.model.timeline.ids[at]))
    window.open_photo(photo)
    qtbot.waitUntil(lambda: window.space.viewer.is_picture_shown)
    window.space.viewer.close_viewer()
    return photo


@pytest.mark.parametrize(
    ("button", "mode"), [("learn", HistoryMode.ON), ("not_now", HistoryMode.OFF)], ids=["learn", "not now"]
)
def test_the_question_takes_either_answer_and_does_not_come_again(
    window, qtbot, button: str, mode: HistoryMode
) -> None:
    question = window.history_desk.make_question()
    qtbot.addWidget(question)
    getattr(question, button).click()
    assert window.settings.history_mode == window.saved[-1].history_mode == mode.value
    assert window.library.history.mode is mode
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    photo = look_at(window, qtbot, 2)
    assert kept(window) == ([photo] if mode is HistoryMode.ON else [])


def test_the_question_says_what_where_and_how_to_stop_and_favours_no_answer(window, qtbot) -> None:
    question = window.history_desk.make_question()
    qtbot.addWidget(question)
    assert isinstance(question, HistoryQuestion)
    words = " ".join(label.text() for label in question.findChildren(QLabel))
    for told in ("which photos you open", "how long", "history.db", "Nothing is sent", "pause", "delete"):
        assert told in words
    buttons = question.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["Learn from what I look at", "Not now"]
    assert {str(button.property("kind") or "") for button in buttons} == {""}
    assert {button.focusPolicy() for button in buttons} == {Qt.FocusPolicy.StrongFocus}


def test_pausing_stops_remembering_and_keeps_what_is_there(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, ON)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    action = window.actions_table["pause-history"]
    first = look_at(window, qtbot, 0)
    action.trigger()
    assert (window.settings.history_mode, action.isChecked()) == ("paused", True)
    look_at(window, qtbot, 1)
    assert kept(window) == [first]
    action.trigger()
    second = look_at(window, qtbot, 2)
    assert (window.settings.history_mode, kept(window)) == ("on", [second, first])


def test_a_private_session_is_seen_keeps_nothing_and_ends_with_the_window(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, ON)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    before = look_at(window, qtbot, 0)
    window.actions_table["private-session"].trigger()
    assert window.library.is_private_session
    assert window.space.status.private.isVisible()
    assert "private session" in window.windowTitle()
    assert window.actions_table["private-session"].isChecked()
    look_at(window, qtbot, 1)
    window.acts.copy_image([before])
    window.edits.set_favourite([before], is_favourite=True)
    assert kept(window) == [before]
    assert window.library.store.history.feedback() == []
    window.space.status.private.click()
    assert not window.library.is_private_session
    assert not window.space.status.private.isVisible()
    assert window.windowTitle() == "Reverie"
    window.history_desk.set_private(is_private=True)
    window.close()
    assert not window.library.is_private_session


def test_a_look_under_way_when_the_window_closes_is_kept(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, ON)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    photo = PhotoId(int(window.space.model.timeline.ids[3]))
    window.open_photo(photo)
    qtbot.waitUntil(lambda: window.space.viewer.is_picture_shown)
    window.close()
    assert [view.photo_id for view in inline_library.store.history.views(EVER)] == [photo]


def test_what_one_does_with_photos_is_remembered(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, ON)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    a, b, c, d, e = (PhotoId(int(i)) for i in window.space.model.timeline.ids[:5])
    window.find_similar(SimilarRequest(photo_ids=(a, b)))
    window.navigator.back()
    window.navigator.forward()
    window.acts.copy_image([c])
    qtbot.waitUntil(lambda: window.bridge.waiting == 0 and "Copied" in window.toast.words.text())
    window.space.grid.dragged_out.emit([d])
    window.edits.set_favourite([e], is_favourite=True)
    found = {(one.kind, one.photo_id) for one in inline_library.store.history.feedback()}
    similar, export = FeedbackKind.FIND_SIMILAR, FeedbackKind.EXPORT
    assert found == {(similar, a), (similar, b), (export, c), (export, d), (FeedbackKind.FAVOURITE, e)}


@pytest.mark.parametrize(
    ("mode", "button", "lead"),
    [
        (HistoryMode.ON, "Pause", "None of it leaves this computer."),
        (HistoryMode.PAUSED, "Resume", "Paused"),
        (HistoryMode.OFF, "Remember what I look at", "not remembered"),
        (HistoryMode.UNASKED, "Remember what I look at", "until you say so"),
    ],
)
def test_the_page_says_how_things_stand(make_window, inline_library, mode: HistoryMode, button: str, lead: str) -> None:
    window = make_window(inline_library, replace(ON, history_mode=mode.value))
    page = page_of(window)
    assert page.switch.text() == button
    assert lead in page.lead.text()
    page.switch.click()
    wanted = HistoryMode.PAUSED if mode is HistoryMode.ON else HistoryMode.ON
    assert window.settings.history_mode == wanted.value


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_the_settings_hold_all_of_it(make_window, inline_library, looked_at, qtbot) -> None:
    window = make_window(inline_library, ON)
    dialog = window.pages.show_settings()
    part = dialog.history
    part.kept.setCurrentIndex(part.kept.findData(365))
    part.in_backups.setChecked(True)
    part.mode.setCurrentIndex(part.mode.findData("off"))
    settings = window.settings
    assert (settings.history_kept_days, settings.is_history_in_backups, settings.history_mode) == (365, True, "off")
    dialog.theme_choice.setCurrentIndex(2)
    assert window.settings.history_mode == "off", "one part of the settings does not undo the other"
    part.clear.click()
    answer(qtbot, "Delete all")
    assert kept(window) == []
    part.show_page.click()
    qtbot.waitUntil(lambda: window.navigator.place == places.HISTORY)


def test_the_page_is_reached_and_used_by_keyboard_alone(shown, qtbot) -> None:
    shown.navigator.go(places.timeline())
    QTest.keyClick(shown, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert shown.navigator.place == places.HISTORY
    page = page_of(shown)
    for widget in (page.kept, page.switch, page.export, page.clear, page.list):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert widget.accessibleName()
        assert QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_it_paints_in_both_lights_and_both_directions(
    make_window, inline_library, looked_at, qtbot, theme: str, is_mirrored: bool
) -> None:
    window = make_window(inline_library, replace(ON, theme=theme))
    if is_mirrored:
        window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    window.navigator.go(places.HISTORY)
    listed = page_of(window).list
    qtbot.waitUntil(lambda: listed.rows.rowCount() == 7 and listed.thumbnails.is_idle)
    picture = listed.viewport().grab().toImage()
    row = listed.visualRect(listed.rows.index(1))
    x = row.right() - 40 if is_mirrored else row.left() + 40
    ratio = picture.devicePixelRatio()
    photo = picture.pixelColor(int(x * ratio), int(row.center().y() * ratio))
    blank = picture.pixelColor(int(row.center().x() * ratio), int(row.center().y() * ratio))
    assert photo != blank
    bin_at = bin_rect(QRectF(row), None, is_mirrored=is_mirrored)
    assert QRectF(row).contains(bin_at)
    assert bin_at.contains(QPointF(row.left() + 16 + BIN_PX / 2 if is_mirrored else row.right() - 16, row.center().y()))


def test_models(shown, qtmodeltester) -> None:
    qtmodeltester.check(page_of(shown).list.rows)


def test_words() -> None:
    today = date(2026, 5, 14)
    say: Callable[[int], str] = lambda ago: history_words.day_text(today - timedelta(days=ago), today)  # noqa: E731
    assert (say(0), say(1)) == ("Today", "Yesterday")
    assert "2026" in say(2)
    assert [history_words.seconds_text(ms) for ms in (300, 1_200, 60_000)] == ["passed by", "1 second", "60 seconds"]
    assert history_words.looks_text(1) == "1 look"
    assert all(history_words.source_text(source) is not None for source in ViewSource)


def test_a_slideshow_plays_the_photos_looked_at_each_once(shown, qtbot) -> None:
    expected = list(dict.fromkeys(row.view.photo_id for row in rows_of(shown) if isinstance(row, LookRow)))
    page_of(shown).list.set_current_row(2)
    shown.actions_table["slideshow"].trigger()
    viewer, show = shown.space.viewer, shown.slideshow_desk.show
    qtbot.waitUntil(lambda: viewer.is_open and viewer.is_picture_shown)
    assert [int(photo) for photo in viewer.row[0]] == [int(photo) for photo in expected]
    assert viewer.current_id == expected[1]
    show.end(None)
    assert not shown.space.is_viewing
    assert shown.navigator.place == places.HISTORY
