"""The small window that asks for an album."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId
from desktop_app.gui.album_chooser import AlbumChooser

OFFSCREEN = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any dialog


@pytest.fixture
def chooser(qtbot, theme_app) -> AlbumChooser:
    del theme_app
    albums = [Album(AlbumId(n), name, n, None, 0, n) for n, name in enumerate(("Old Rome", "Rome", "Paris"), start=1)]
    dialog = AlbumChooser(albums, 3)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def rows(chooser: AlbumChooser) -> list[str]:
    return [chooser.list.item(row).text() for row in range(chooser.list.count())]


@OFFSCREEN
def test_the_chooser_filters_and_enter_adds(qtbot, chooser) -> None:
    assert chooser.lead.text() == "Add 3 photos to"
    assert rows(chooser) == ["Old Rome", "Rome", "Paris"]
    qtbot.keyClicks(chooser.field, "ro")
    assert rows(chooser) == ["Rome", "Old Rome", "New album “ro”"]
    qtbot.keyClick(chooser.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(chooser.album_chosen) as chosen:
        qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    assert chosen.args == [1]
    assert chooser.result() == QDialog.DialogCode.Accepted


@OFFSCREEN
def test_the_chooser_makes_an_album_of_a_name_that_is_not_there(qtbot, chooser) -> None:
    qtbot.keyClicks(chooser.field, "Lisbon ")
    assert rows(chooser) == ["New album “Lisbon”"]
    assert chooser.button.text() == "Create and add"
    with qtbot.waitSignal(chooser.name_chosen) as named:
        qtbot.keyClick(chooser.field, Qt.Key.Key_Return)
    assert named.args == ["Lisbon"]


@OFFSCREEN
def test_a_name_that_is_there_makes_no_second_album(qtbot, chooser) -> None:
    qtbot.keyClicks(chooser.field, "ROME")
    assert rows(chooser) == ["Rome", "Old Rome"]


@OFFSCREEN
def test_without_albums_the_chooser_waits_for_a_name(qtbot, theme_app) -> None:
    del theme_app
    dialog = AlbumChooser([], 1)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.lead.text() == "Add 1 photo to"
    assert not dialog.button.isEnabled()
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.result() == 0
