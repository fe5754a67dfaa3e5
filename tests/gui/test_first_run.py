"""The first page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.gui.first_run import FirstRunPage, FolderRow, proposed_folders
from desktop_app.gui.places import Kind


def test_the_systems_pictures_folder_is_proposed(monkeypatch, tmp_path: Path) -> None:
    from PySide6.QtCore import QStandardPaths

    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path))
    assert proposed_folders() == [tmp_path]
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _kind: str(tmp_path / "absent"))
    assert proposed_folders() == []


def test_it_starts_only_with_a_folder(qtbot, theme_app, tmp_path: Path) -> None:
    page = FirstRunPage(folders=[])
    qtbot.addWidget(page)
    assert not page.start.isEnabled()
    page.add_folders([tmp_path, tmp_path])
    assert page.folders == [tmp_path]
    row = page.findChild(FolderRow)
    qtbot.mouseClick(row.remove, Qt.MouseButton.LeftButton)
    assert page.folders == []
    assert not page.start.isEnabled()


def test_it_says_what_never_happens(qtbot, theme_app) -> None:
    page = FirstRunPage(folders=[])
    qtbot.addWidget(page)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Nothing leaves this computer" in said
    assert "originals are never changed" in said


def test_an_empty_library_begins_with_it_and_start_shows_the_photos(
    make_window, empty_library, photo_folder, qtbot
) -> None:
    window = make_window(empty_library)
    qtbot.waitUntil(lambda: window.space.is_first_run)
    assert not window.space.sidebar.isVisible()
    assert not window.space.header.isVisible()
    window.space.first_run.add_folders([photo_folder])
    qtbot.mouseClick(window.space.first_run.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 25)
    assert window.navigator.place.kind is Kind.TIMELINE
    assert window.space.sidebar.isVisible()
    assert empty_library.indexing_requests >= 1


def test_a_folder_that_is_gone_is_said_in_words(make_window, empty_library, tmp_path, qtbot) -> None:
    window = make_window(empty_library)
    window.add_folders([tmp_path / "gone"])
    qtbot.waitUntil(lambda: window.toast.isVisible())
    assert "There is no folder" in window.toast.words.text()
