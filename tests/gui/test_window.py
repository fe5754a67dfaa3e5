"""The window as a whole: what it remembers, how it hears of changes, what it does with photos."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_app.domain.library import Activity, Changes, Counts, Progress, Scope
from desktop_app.errors import UserError
from desktop_app.gui import places, status, system
from desktop_app.gui import window as window_module
from desktop_app.gui.history import History
from desktop_app.gui.news import LONGEST_MS, merged
from desktop_app.gui.places import Kind
from desktop_app.settings import Settings


def quiet(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.bridge.waiting == 0 and not window.news._timer.isActive())


def test_it_opens_on_the_library_and_counts(window) -> None:
    assert window.space.header.title.text() == "Library"
    assert window.space.header.count.text() == "25 photos"
    assert window.space.grid.isVisible()


def test_place_and_size_are_remembered(make_window, inline_library, qtbot) -> None:
    first = make_window(inline_library)
    first.resize(900, 650)  # within the small screen that tests have
    first.close()
    kept = first.saved[-1]
    assert kept.window_geometry
    second = make_window(inline_library, kept)
    assert second.size() == first.size()


def test_a_damaged_geometry_gives_the_usual_size(make_window, inline_library) -> None:
    window = make_window(inline_library, Settings(window_geometry="not base64 at all ü", is_motion_reduced=True))
    assert window.width() >= 900


def test_everything_fits_the_smallest_window(window, qtbot) -> None:
    window.resize(900, 600)
    assert (window.width(), window.height()) == (900, 600)
    header = window.space.header
    for widget in (header.search, header.options, header.inspector_button):
        right = widget.mapTo(header, widget.rect().bottomRight()).x()
        assert right <= header.width()


def test_a_flood_of_changes_costs_few_refreshes(window, qtbot, monkeypatch) -> None:
    quiet(window, qtbot)
    asked: list[int] = []
    monkeypatch.setattr(window.navigator, "refresh_in_background", lambda: asked.append(1))
    took = QElapsedTimer()
    took.start()
    for _ in range(500):
        window.library.publish(Changes(is_membership_changed=True))
    qtbot.waitUntil(lambda: len(asked) >= 1)
    quiet(window, qtbot)
    assert len(asked) <= 2 + took.elapsed() // LONGEST_MS


def test_progress_is_one_line_of_words_and_a_share(window, qtbot) -> None:
    window.library.publish(Changes(progress=Progress(Activity.READING, 30, 120, 10.0, 90.0)))
    qtbot.waitUntil(lambda: "30 of 120" in window.space.status.words.text())
    assert "2 minutes left" in window.space.status.words.text()
    assert window.space.header.progress._share == 0.25
    assert window.space.status.pause.isVisible()
    window.library.publish(Changes(progress=Progress()))
    qtbot.waitUntil(lambda: window.space.status.words.text() == "Up to date")


def test_progress_alone_asks_the_library_nothing(window, qtbot, monkeypatch) -> None:
    quiet(window, qtbot)
    monkeypatch.setattr(window.library, "ask", lambda _q: pytest.fail("asked"))
    window.library.publish(Changes(progress=Progress(Activity.SCANNING, 3)))
    qtbot.waitUntil(lambda: "3 found" in window.space.status.words.text())


@pytest.mark.parametrize("activity", list(Activity))
def test_every_activity_has_its_words(activity: Activity, qapp) -> None:
    words = status.sentence(Progress(activity))
    assert bool(words) is (activity is not Activity.IDLE)


def test_what_waits_is_said_when_nothing_runs(qapp) -> None:
    assert "12" in status.rest_sentence(Counts(library=20, pending=2, not_understood=10))


def test_pausing_pauses(window, qtbot) -> None:
    window.space.status.pause_toggled.emit()
    assert window.library.is_paused
    assert window.actions_table["pause"].isChecked()
    window.actions_table["pause"].trigger()
    assert not window.library.is_paused


def test_news_of_two_batches_are_those_of_both() -> None:
    one = Changes(added=frozenset({1}), is_undo_changed=True, notices=("a",))
    both = merged(one, Changes(updated=frozenset({2}), progress=Progress(done=3), notices=("b",)))
    assert (both.added, both.updated, both.notices) == (frozenset({1}), frozenset({2}), ("a", "b"))
    assert both.is_undo_changed
    assert both.progress == Progress(done=3)


def test_history_is_a_browsers() -> None:
    history = History("a")
    history.go("b")
    history.go("b")
    history.go("c")
    assert history.back() == "b"
    history.go("d")
    assert history.forward() is None
    assert history.back() == "b"
    assert history.back() == "a"
    assert history.back() is None


def test_hiding_takes_photos_away_and_undo_brings_them_back(window, qtbot) -> None:
    ids = [window.space.model.id_at(0), window.space.model.id_at(1)]
    window.space.grid.select_ids(ids)
    window.actions_table["hide"].trigger()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 23)
    qtbot.waitUntil(lambda: window.toast.isVisible() and window.actions_table["undo"].isEnabled())
    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)


def test_on_the_hidden_page_hide_shows_again(window, qtbot) -> None:
    window.space.grid.set_current_id(window.space.model.id_at(0))
    window.actions_table["hide"].trigger()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 24)
    window.navigator.go(places.timeline(Scope.HIDDEN))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 1)
    window.space.grid.set_current_id(window.space.model.id_at(0))
    assert "gain" in window.actions_table["hide"].text()
    window.actions_table["hide"].trigger()
    qtbot.waitUntil(lambda: window.navigator.counts.hidden == 0)


def test_a_favourite_is_found_among_the_favourites(window, qtbot) -> None:
    first = window.space.model.id_at(0)
    window.space.grid.set_current_id(first)
    window.actions_table["favourite"].trigger()
    qtbot.waitUntil(lambda: window.actions_table["favourite"].isChecked())
    window.actions_table["go-favourites"].trigger()
    qtbot.waitUntil(lambda: [int(i) for i in window.space.model.timeline.ids] == [first])


def test_copying_a_photo_puts_file_pixels_and_path_on_the_clipboard(window, qtbot) -> None:
    first = window.space.model.id_at(0)
    path = window.library.store.photos.get(first).path
    window.space.grid.set_current_id(first)
    board = QApplication.clipboard()
    board.clear()
    window.actions_table["copy-image"].trigger()
    qtbot.waitUntil(lambda: (mime := board.mimeData()) is not None and mime.hasUrls())
    assert [Path(url.toLocalFile()) for url in board.mimeData().urls()] == [path]
    assert isinstance(board.image(), QImage)
    assert board.image().width() > 100
    window.actions_table["copy-path"].trigger()
    qtbot.waitUntil(lambda: board.text() == str(path))


def test_show_in_folder_and_open_with_name_the_file(window, qtbot, monkeypatch) -> None:
    seen: list[tuple[str, Path]] = []
    monkeypatch.setattr(system, "show_in_folder", lambda path: bool(seen.append(("folder", path)) or True))
    monkeypatch.setattr(system, "open_with_system", lambda path: bool(seen.append(("open", path)) or True))
    first = window.space.model.id_at(0)
    path = window.library.store.photos.get(first).path
    window.space.grid.set_current_id(first)
    window.actions_table["show-in-folder"].trigger()
    window.actions_table["open-with"].trigger()
    qtbot.waitUntil(lambda: seen == [("folder", path), ("open", path)])


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_settings_take_effect_at_once_and_are_saved(window, qtbot) -> None:
    dialog = window.pages.show_settings()
    dialog.theme_choice.setCurrentIndex(2)
    assert window.theme.is_dark
    dialog.excluded.setPlainText("raw\n\n *.tmp ")
    assert window.saved[-1].excluded_names == ("raw", "*.tmp")
    dialog.veil.setChecked(False)
    assert window.saved[-1].is_veiling_sensitive is False
    dialog.theme_choice.setCurrentIndex(1)
    assert not window.theme.is_dark
    dialog.close()


def test_settings_that_cannot_be_saved_are_said_and_still_work(window, qtbot) -> None:
    def refuse(_settings) -> None:
        raise UserError("The settings could not be saved: disk full.")

    window._save_settings = refuse
    window.change_settings(replace(window.settings, is_sidebar_visible=False))
    assert not window.space.sidebar.isVisible()
    assert "disk full" in window.toast.words.text()


@pytest.mark.expects_log("an edit failed")
def test_a_bug_in_an_edit_is_logged_and_said_once(window, qtbot, monkeypatch, caplog) -> None:
    broken: Future = Future()
    broken.set_exception(RuntimeError("bug"))
    monkeypatch.setattr(window.library, "run", lambda _command: broken)
    window.space.grid.set_current_id(window.space.model.id_at(0))
    with caplog.at_level(logging.ERROR):
        window.actions_table["rate-3"].trigger()
        qtbot.waitUntil(lambda: "Nothing was changed" in window.toast.words.text())
    assert "an edit failed" in caplog.text


def test_each_page_keeps_its_place(make_window, inline_library, qtbot) -> None:
    window = make_window(inline_library, Settings(tile_height_px=400, is_motion_reduced=True))
    qtbot.waitUntil(lambda: window.space.grid.verticalScrollBar().maximum() > 800)
    bar = window.space.grid.verticalScrollBar()
    bar.setValue(700)
    window.actions_table["go-recent"].trigger()
    qtbot.waitUntil(lambda: window.navigator._shown == places.timeline(Scope.RECENT))
    window.actions_table["back"].trigger()
    qtbot.waitUntil(lambda: window.navigator._shown == places.timeline())
    qtbot.waitUntil(lambda: abs(bar.value() - 700) <= 4)


def test_closing_stops_listening_and_leaves_the_library_open(window) -> None:
    window.close()
    assert window.library._listeners == []
    assert window.library.ask(lambda queries: queries.counts().library).result() == 25


def test_full_screen_and_back(window, qtbot) -> None:
    window.actions_table["full-screen"].trigger()
    assert window.isFullScreen()
    assert not window.menuBar().isVisible()
    window.actions_table["full-screen"].trigger()
    assert not window.isFullScreen()


def test_the_window_mirrors_for_right_to_left(window, qtbot) -> None:
    window.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    qtbot.waitUntil(lambda: window.space.sidebar.mapTo(window, window.space.sidebar.rect().topLeft()).x() > 900)
    window.open_photo(window.space.model.id_at(2))
    assert window.navigator.place.kind is Kind.TIMELINE


def test_the_first_page_is_asked_for_before_anything_else(make_window, inline_library, qtbot, monkeypatch) -> None:
    asked: list[str] = []
    ask = inline_library.ask

    def named(question):
        class Spy:
            def __init__(self, queries):
                self._queries = queries

            def __getattr__(self, name):
                asked.append(name)
                return getattr(self._queries, name)

        return ask(lambda queries: question(Spy(queries)))

    monkeypatch.setattr(inline_library, "ask", named)
    window = make_window(inline_library)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    assert asked[0] == "timeline"
    assert {"counts", "folders", "roots", "undo_state", "vocabulary"} <= set(asked[1:])
    assert asked.count("timeline") == 1  # the sides' answer does not ask for the page again


def test_the_first_page_is_asked_for_before_the_widgets_are_made(make_window, inline_library, monkeypatch) -> None:
    asked: list[object] = []
    asked_before: list[int] = []
    ask, make = inline_library.ask, window_module.Workspace

    def note(question):
        asked.append(question)
        return ask(question)

    def make_noting(*arguments):
        asked_before.append(len(asked))
        return make(*arguments)

    monkeypatch.setattr(inline_library, "ask", note)
    monkeypatch.setattr(window_module, "Workspace", make_noting)
    make_window(inline_library)
    assert asked_before == [1]


def test_without_folders_the_first_page_is_the_first_run(make_window, empty_library) -> None:
    window = make_window(empty_library)
    assert window.space.is_first_run
