"""The window on a library as it ships: lanes, decoder children, models and all."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_app.gui.places import Kind
from desktop_app.gui.window import MainWindow
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

WAIT_MS = 250_000


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library.open(LibraryPaths(tmp_path / "home", tmp_path / "cache"), Settings(), decoder_count=1)
    yield opened
    opened.close()


@pytest.mark.slow
def test_from_the_first_run_to_photos_like_a_dropped_one(
    qtbot, theme_app, library: Library, draw_photo, tmp_path: Path
) -> None:
    folder = tmp_path / "Pictures"
    folder.mkdir()
    for number in range(8):
        draw_photo(folder / f"photo-{number}.jpg", number % 2, number * 7)
    outside = tmp_path / "outside.jpg"
    draw_photo(outside, 0, 99)
    window = MainWindow(library, Settings(is_motion_reduced=True, similar_strictness=0.0), lambda _s: None)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.space.is_first_run, timeout=WAIT_MS)

    window.space.first_run.started.emit([folder])
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 8, timeout=WAIT_MS)
    first = window.space.model.id_at(0)
    window.space.grid.set_current_id(first)
    qtbot.waitUntil(lambda: window.space.inspector.camera.first.text() == "Fujifilm X-T5", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.space.grid.tile_pixmap(first) is not None, timeout=WAIT_MS)

    window.open_photo(first)
    loader = window.space.viewer._loader
    qtbot.waitUntil(lambda: first in loader._screens, timeout=WAIT_MS)
    QTest.keyClick(window.space.viewer, Qt.Key.Key_Escape)

    window.edits.rate([first], 5)
    qtbot.waitUntil(lambda: window.edits.undo_state.undo is not None, timeout=WAIT_MS)
    window.edits.undo()
    qtbot.waitUntil(lambda: window.edits.undo_state.redo is not None, timeout=WAIT_MS)

    qtbot.waitUntil(lambda: library.ask(lambda q: q.counts()).result(250).not_understood == 0, timeout=WAIT_MS)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(outside))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(window, QDragEnterEvent(QPoint(400, 300), copy, mime, left, none))
    QApplication.sendEvent(window.overlay, QDragEnterEvent(QPoint(400, 300), copy, mime, left, none))
    QApplication.sendEvent(window.overlay, QDropEvent(QPointF(400, 300), copy, mime, left, none))
    assert window.navigator.place.kind is Kind.SIMILAR
    qtbot.waitUntil(lambda: window.space.model.scores is not None, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: window.space.similar_bar.tiles[0]._pixmap is not None, timeout=WAIT_MS)
    assert len(window.space.model.timeline) >= 1
    assert outside.exists()
    assert library.ask(lambda q: q.counts()).result(250).library == 8
    window.close()
