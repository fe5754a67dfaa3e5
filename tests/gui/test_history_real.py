"""Looks in a window on a library as it ships: kept in their own file, and nowhere else."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from desktop_app.domain.history import FeedbackKind, ViewSource
from desktop_app.domain.query import SimilarRequest
from desktop_app.gui import places
from desktop_app.gui.history_model import ROW_ROLE, LookRow
from desktop_app.gui.window import MainWindow
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.store.store import Store

WAIT_MS = 250_000
EVER = 10**14
ON = Settings(is_motion_reduced=True, history_mode="on")


def look_at(window: MainWindow, qtbot, row: int) -> int:
    photo = window.space.model.id_at(row)
    window.open_photo(photo)
    qtbot.waitUntil(lambda: window.space.viewer.is_picture_shown, timeout=WAIT_MS)
    window.space.viewer.close_viewer()
    return photo


@pytest.mark.slow
def test_what_is_looked_at_in_the_window_is_kept_and_nothing_else_knows(
    qtbot, theme_app, draw_photo, tmp_path: Path, caplog
) -> None:
    folder = tmp_path / "Pictures"
    folder.mkdir()
    for number in range(4):
        draw_photo(folder / f"photo-{number}.jpg", number, number * 7)
    paths = LibraryPaths(tmp_path / "home", tmp_path / "cache")
    library = Library.open(paths, ON, decoder_count=1)
    try:
        library.index([library.add_root(folder)]).result(WAIT_MS / 1000)
        window = MainWindow(library, ON, lambda _s: None)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        qtbot.waitUntil(lambda: len(window.space.model.timeline) == 4, timeout=WAIT_MS)
        with caplog.at_level(logging.DEBUG):
            first = look_at(window, qtbot, 0)
            window.find_similar(SimilarRequest(photo_ids=(first,)))
            window.navigator.go(places.timeline())
            qtbot.waitUntil(lambda: len(window.space.model.timeline) == 4, timeout=WAIT_MS)
            window.history_desk.set_private(is_private=True)
            look_at(window, qtbot, 1)
            window.history_desk.set_private(is_private=False)
            third = look_at(window, qtbot, 2)
        window.navigator.go(places.HISTORY)
        listed = window.history_desk.make_page().list.rows
        qtbot.waitUntil(lambda: listed.look_count == 2, timeout=WAIT_MS)
        shown = [listed.index(number).data(ROW_ROLE) for number in range(listed.rowCount())]
        assert [row.view.photo_id for row in shown if isinstance(row, LookRow)] == [third, first]
        window.close()
    finally:
        library.close()
    store = Store.open(paths, is_writer=True)
    try:
        views = store.history.views(EVER)
        assert [(view.photo_id, view.source) for view in views] == [
            (third, ViewSource.LIBRARY),
            (first, ViewSource.LIBRARY),
        ]
        assert [(one.kind, one.photo_id) for one in store.history.feedback()] == [(FeedbackKind.FIND_SIMILAR, first)]
    finally:
        store.close()
    others = [file for file in paths.home.rglob("*") if file.is_file() and not file.name.startswith("history")]
    assert paths.database in others
    for view in views:
        started = str(view.started_at_ms)
        assert started not in caplog.text
        assert all(started.encode() not in file.read_bytes() for file in others)
    assert sorted(file.name for file in folder.iterdir()) == [f"photo-{number}.jpg" for number in range(4)]
