"""Files that could not be read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.domain.library import Problem
from desktop_app.gui import system
from desktop_app.gui.problems_page import ProblemsModel, ProblemsPage


def test_the_model_keeps_qts_rules(qtmodeltester) -> None:
    model = ProblemsModel()
    model.show([Problem(Path("/a/b.jpg"), "It is cut short.", 1), Problem(Path("/a/c\n.jpg"), "x", 2)])
    qtmodeltester.check(model)
    assert "\n" not in str(model.index(1, 0).data())


def test_the_status_line_counts_and_leads_there(window, qtbot) -> None:
    qtbot.waitUntil(lambda: window.space.status.problems.isVisible())
    assert window.space.status.problems.text().strip() == "1 problem"
    qtbot.mouseClick(window.space.status.problems, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.space.problems.model.rowCount() == 1)
    assert "broken.jpg" in str(window.space.problems.model.index(0, 0).data())
    assert window.space.problems.isVisible()


def test_no_problems_is_said_kindly(qtbot, theme_app) -> None:
    page = ProblemsPage()
    qtbot.addWidget(page)
    assert page.empty.isVisibleTo(page)
    page.show_problems([Problem(Path("/a/b.jpg"), "x", 1)])
    assert not page.empty.isVisibleTo(page)
    assert page.lead.text().startswith("One file")


def test_trying_again_asks_for_a_run(window, qtbot) -> None:
    before = window.library.indexing_requests
    window.space.problems.retry.click()
    assert window.library.indexing_requests == before + 1


def test_enter_shows_the_folder(qtbot, theme_app) -> None:
    page = ProblemsPage()
    qtbot.addWidget(page)
    page.show_problems([Problem(Path("/a/b.jpg"), "x", 1)])
    page.list.setCurrentIndex(page.model.index(0, 0))
    with qtbot.waitSignal(page.folder_wanted) as asked:
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert asked.args == [Path("/a/b.jpg")]


def test_every_system_selects_the_file_its_own_way() -> None:
    path = Path("/p/a b,c.jpg")
    assert system.reveal_command(path, "darwin") == ("open", ["-R", str(path)])
    assert system.reveal_command(path, "win32")[0] == "explorer"
    program, arguments = system.reveal_command(path, "linux")
    assert program == "dbus-send"
    assert "array:string:file:///p/a%20b%2Cc.jpg" in arguments
