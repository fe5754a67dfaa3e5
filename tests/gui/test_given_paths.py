"""What the program is started with, or is handed later: folders are added, of files the likes are shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QUrl
from PySide6.QtGui import QFileOpenEvent

from desktop_app.gui.application import FileOpenings
from desktop_app.gui.places import Kind
from desktop_app.gui.window import MainWindow
from desktop_app.settings import Settings


@pytest.fixture
def outside(tmp_path, draw_photo) -> Path:
    path = tmp_path / "from elsewhere ü.jpg"
    draw_photo(path, 1, 99, (300, 200))
    return path


def test_a_file_given_at_the_start_shows_its_likes_although_the_first_page_is_still_on_its_way(
    inline_library, qtbot, outside
) -> None:
    window = MainWindow(inline_library, Settings(theme="light", is_motion_reduced=True), lambda _settings: None)
    qtbot.addWidget(window)
    qtbot.windows.append(window)
    window.open_paths([outside])
    window.show()
    qtbot.waitUntil(lambda: window.space.model.scores is not None)
    assert window.navigator.place.kind is Kind.SIMILAR
    assert inline_library.similar_requests[-1].files == (outside,)
    assert len(window.space.similar_bar.tiles) == 1


def test_before_any_folder_is_known_a_file_given_leads_to_the_welcome(empty_library, qtbot, outside) -> None:
    window = MainWindow(empty_library, Settings(theme="light", is_motion_reduced=True), lambda _settings: None)
    qtbot.addWidget(window)
    qtbot.windows.append(window)
    window.open_paths([outside])
    window.show()
    qtbot.waitUntil(lambda: window.navigator.roots is not None)
    assert window.space.first_run.isVisible()
    assert not window.space.similar_bar.isVisible()


def test_files_and_folders_given_together_each_get_their_own(window, qtbot, outside, tmp_path) -> None:
    folder = tmp_path / "more"
    folder.mkdir()
    window.open_paths([folder, outside])
    qtbot.waitUntil(lambda: window.navigator.place.kind is Kind.SIMILAR)
    roots = window.library.ask(lambda queries: queries.roots()).result()
    assert folder in [Path(root.path) for root in roots]


def test_what_is_not_there_is_said(window, qtbot, tmp_path) -> None:
    window.open_paths([tmp_path / "gone.jpg"])
    qtbot.waitUntil(lambda: window.toast.isVisible())
    assert "gone.jpg" in window.toast.words.text()
    assert window.navigator.place.kind is not Kind.SIMILAR


def test_nothing_given_changes_nothing(window) -> None:
    before = window.navigator.place
    window.open_paths([])
    assert window.navigator.place == before


def test_files_that_macos_opens_together_are_one_question(qapp, qtbot, tmp_path) -> None:
    watched, openings = QObject(), FileOpenings()
    watched.installEventFilter(openings)
    heard: list[list[str]] = []
    openings.opened.connect(heard.append)
    chosen = [str(tmp_path / "a.jpg"), str(tmp_path / "b ü.jpg")]
    for path in chosen:
        assert QCoreApplication.sendEvent(watched, QFileOpenEvent(path))
    QCoreApplication.sendEvent(watched, QFileOpenEvent(QUrl("https://example.org/a.jpg")))  # no file
    assert heard == []
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [chosen]
