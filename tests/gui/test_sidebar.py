"""The sidebar: its lines, its model, where a click leads."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton

from desktop_app.domain.ids import FolderId, RootId
from desktop_app.domain.library import Counts, Folder, Root, RootIdentity, RootState, Scope
from desktop_app.domain.photo import FlagName
from desktop_app.gui import places
from desktop_app.gui.folder_menu import FolderMenu
from desktop_app.gui.places import Kind
from desktop_app.gui.sidebar import SidebarTree
from desktop_app.gui.sidebar_model import Role, SidebarModel, build_lines

ROOT = Root(RootId(1), Path("/photos"), RootIdentity(1, 2), RootState.ONLINE)
FOLDERS = [
    Folder(FolderId(1), RootId(1), None, b"", "photos", 9),
    Folder(FolderId(2), RootId(1), FolderId(1), b"b", "b", 4),
    Folder(FolderId(3), RootId(1), FolderId(2), b"b/c", "c", 2),
]
COUNTS = Counts(library=9, favourites=2, recent=9, problems=1, flags=((FlagName.BLURRY, 3), (FlagName.DARK, 0)))


def keys(line) -> list[str]:
    return [one.key for one in line.walk()][1:]


def test_there_are_no_dead_entries() -> None:
    assert keys(build_lines(Counts(), (), ())) == ["library", "for-you", "favourites", "recent"]
    full = keys(build_lines(COUNTS, [ROOT], FOLDERS))
    assert "flag:blurry" in full
    assert "flag:dark" not in full
    assert "hidden" not in full
    assert full[-1] == "problems"


def test_folders_lie_below_their_parents() -> None:
    top = build_lines(COUNTS, [ROOT], list(reversed(FOLDERS)))
    heading = next(line for line in top.children if line.key == "folders")
    assert [line.key for line in heading.walk()] == ["folders", "folder:1", "folder:2", "folder:3"]
    assert heading.children[0].children[0].children[0].text == "c"


def test_the_model_keeps_qts_rules(qtmodeltester) -> None:
    model = SidebarModel()
    model.show(COUNTS, [ROOT], FOLDERS)
    qtmodeltester.check(model)
    model.show(Counts(library=3), [ROOT], FOLDERS[:1])
    qtmodeltester.check(model)


def test_counts_that_move_keep_the_tree(qtbot) -> None:
    model = SidebarModel()
    model.show(COUNTS, [ROOT], FOLDERS)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.show(Counts(library=10, favourites=2, recent=9, problems=1, flags=COUNTS.flags), [ROOT], FOLDERS)
    assert model.find_key("library").data(Role.COUNT) == 10


def test_a_line_is_found_by_its_key_after_any_change_and_no_more_once_it_went(qtbot) -> None:
    model = SidebarModel()
    for counts, folders in ((COUNTS, FOLDERS), (Counts(library=3), FOLDERS), (Counts(hidden=1), FOLDERS[:2])):
        model.show(counts, [ROOT], folders)
        for key in keys(build_lines(counts, [ROOT], folders)):
            assert model.find_key(key).data(Role.KEY) == key
    assert not model.find_key("folder:3").isValid()
    assert not model.find_key("top").isValid()


def test_open_folders_and_the_choice_survive_another_shape(qtbot, theme_app) -> None:
    tree = SidebarTree()
    qtbot.addWidget(tree)
    tree.show_lines(COUNTS, [ROOT], FOLDERS)
    model = tree.model()
    tree.setExpanded(model.find_key("folder:1"), True)
    tree.setCurrentIndex(model.find_key("folder:2"))
    tree.show_lines(Counts(library=9, hidden=1), [ROOT], FOLDERS)
    assert tree.isExpanded(model.find_key("folder:1"))
    assert tree.currentIndex().data(Role.KEY) == "folder:2"


def test_screen_readers_hear_name_and_count() -> None:
    from PySide6.QtCore import Qt

    model = SidebarModel()
    model.show(Counts(library=1204), (), ())
    assert model.find_key("library").data(Qt.ItemDataRole.AccessibleTextRole).startswith("Library, 1")


def test_a_folder_that_is_away_says_why() -> None:
    away = Root(RootId(1), Path("/photos"), RootIdentity(1, 2), RootState.OFFLINE, offline_reason="The drive is away.")
    line = next(one for one in build_lines(COUNTS, [away], FOLDERS).walk() if one.key == "folder:1")
    assert line.is_offline
    assert "The drive is away." in line.tip


@pytest.mark.parametrize("scope", [Scope.FAVOURITES, Scope.RECENT])
def test_a_line_leads_to_its_page(window, qtbot, scope: Scope) -> None:
    tree = window.space.sidebar.tree
    tree.activated.emit(tree.model().find(places.timeline(scope)))
    assert window.navigator.place == places.timeline(scope)
    qtbot.waitUntil(lambda: window.bridge.waiting == 0)
    assert len(window.space.model.timeline) == (25 if scope is Scope.RECENT else 0)


def test_a_folder_shows_its_photos_and_the_tree_marks_it(window, qtbot) -> None:
    tree = window.space.sidebar.tree
    index = next(tree.model().find_key(k) for k in tree._keys() if str(tree.model().find_key(k).data()) == "Holiday")
    tree.chosen.emit(index.data(Role.PLACE))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 12)
    assert tree.currentIndex().data() == "Holiday"
    assert window.space.header.title.text() == "Holiday"


def test_flags_have_their_pages(window, qtbot) -> None:
    index = window.space.sidebar.tree.model().find_key("flag:blurry")
    window.space.sidebar.tree.chosen.emit(index.data(Role.PLACE))
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 1)
    assert window.navigator.place.kind is Kind.TIMELINE


def root_line(window):
    return window.space.sidebar.tree._model.find_key(
        next(key for key in window.space.sidebar.tree._keys() if key.startswith("folder:"))
    )


def test_a_folder_has_a_menu_and_only_a_root_can_be_removed(window) -> None:
    tree = window.space.sidebar.tree
    asked: list[object] = []
    tree.menu_requested.disconnect()
    tree.menu_requested.connect(lambda folder, _at: asked.append(folder))
    index = root_line(window)
    at = tree.visualRect(index).center()
    for spot in (at, QPoint(40, 12)):
        there = tree.viewport().mapToGlobal(spot)
        QApplication.sendEvent(tree.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, there))
    assert asked == [index.data(Role.PLACE).page.folder_id]  # the library's line has none
    folders = window.findChild(FolderMenu)
    root = folders.menu_of(asked[0])
    below = folders.menu_of(index.model().index(0, 0, index).data(Role.PLACE).page.folder_id)
    names = [[action.text() for action in menu.actions() if action.text()] for menu in (root, below)]
    assert names == [
        ["Open folder", "Look for changes", "Accept missing photos", "Remove from library…"],
        ["Open folder", "Look for changes"],
    ]
    root.actions()[1].trigger()
    assert window.library.indexing_requests == 1
    root.deleteLater()
    below.deleteLater()


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any message box
@pytest.mark.parametrize(("answer", "left"), [("Keep", 25), ("Remove from library", 0)])
def test_a_root_leaves_the_library_only_after_a_yes(window, qtbot, answer: str, left: int) -> None:
    folder = root_line(window).data(Role.PLACE).page.folder_id
    menu = window.findChild(FolderMenu).menu_of(folder)
    menu.actions()[-1].trigger()
    menu.deleteLater()
    box = window.findChild(QMessageBox)
    assert "not touched" in box.informativeText()
    next(button for button in box.buttons() if button.text() == answer).click()
    qtbot.waitUntil(lambda: window.bridge.waiting == 0 and not window.news._timer.isActive())
    qtbot.waitUntil(lambda: window.navigator.counts.library == left)


def test_the_right_button_chooses_nothing(window, qtbot) -> None:
    tree = window.space.sidebar.tree
    tree.menu_requested.disconnect()
    before = tree.currentIndex().data(Role.KEY)
    at = tree.visualRect(root_line(window)).center()
    qtbot.mouseClick(tree.viewport(), Qt.MouseButton.RightButton, pos=at)
    assert tree.currentIndex().data(Role.KEY) == before == "library"


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any message box
def test_the_settings_ask_too_before_a_folder_is_removed(window, qtbot) -> None:
    dialog = window.pages.show_settings()
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Remove…")
    for answer, is_left in (("Keep", True), ("Remove from library", False)):
        button.click()
        box = dialog.findChildren(QMessageBox)[-1]
        next(b for b in box.buttons() if b.text() == answer).click()
        assert button.isEnabled() is is_left
    qtbot.waitUntil(lambda: window.navigator.counts.library == 0)
    dialog.close()
