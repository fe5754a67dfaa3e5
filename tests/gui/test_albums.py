"""Albums in the window: the sidebar's lines, drops, the page, its order, the chooser, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId
from desktop_app.gui import drops, menus, places
from desktop_app.gui.album_chooser import AlbumChooser
from desktop_app.gui.album_menu import AlbumMenu, add_albums
from desktop_app.gui.sidebar_delegate import plus_rect
from desktop_app.gui.sidebar_model import ALBUM_MIME, ALBUMS_KEY, Role, SidebarModel, build_lines

COPY, MOVE = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def send(widget: QWidget, kind: type, point: QPoint, mime: QMimeData, actions: Qt.DropAction = COPY):
    """Sends one event of a drag and returns it."""
    where = QPointF(point) if kind is QDropEvent else point
    event = kind(where, actions, mime, LEFT, NO_KEYS)
    QCoreApplication.sendEvent(widget, event)
    return event


def drag(widget: QWidget, point: QPoint, mime: QMimeData) -> tuple[QDragMoveEvent, QDropEvent]:
    """Drags over a widget and lets go at a point."""
    send(widget, QDragEnterEvent, point, mime)
    move = send(widget, QDragMoveEvent, point, mime)
    return move, send(widget, QDropEvent, point, mime)


def photos_mime(ids) -> QMimeData:
    mime = QMimeData()
    drops.write_photo_ids(mime, ids)
    return mime


def line(window, album_id: AlbumId):
    return window.space.sidebar.tree.places.find_key(f"album:{album_id}")


def middle(window, key: str) -> QPoint:
    tree = window.space.sidebar.tree
    return tree.visualRect(tree.places.find_key(key)).center()


def shown(window) -> list[int]:
    return [int(photo) for photo in window.space.model.timeline.ids]


def names(window) -> list[str]:
    return [album.name for album in window.library.store.albums.all()]


def test_albums_stand_in_the_sidebar_with_their_counts(window, qtbot, make_album, ids) -> None:
    first, second = make_album("Rome", ids[:3]), make_album("Paris")
    tree = window.space.sidebar.tree
    heading = tree.places.find_key(ALBUMS_KEY)
    assert [tree.places.index(row, 0, heading).data() for row in range(tree.places.rowCount(heading))] == [
        "Rome",
        "Paris",
    ]
    assert line(window, first).data(Role.COUNT) == 3
    assert line(window, second).data(Role.COUNT) == 0
    assert line(window, first).data(Qt.ItemDataRole.AccessibleTextRole) == "Rome, 3"
    window.library.store.edits.set_hidden(ids[:1], True)
    window.navigator.refresh_sides()
    qtbot.waitUntil(lambda: line(window, first).data(Role.COUNT) == 2)


def test_the_model_of_albums_passes_qts_tests(qtmodeltester, qtbot) -> None:
    del qtbot
    from desktop_app.domain.library import Counts, Root, RootIdentity, RootState

    root = Root(1, None, RootIdentity(1, 2), RootState.ONLINE)  # type: ignore[arg-type]
    albums = [Album(AlbumId(n), f"Album {n}", n, None, 0, n) for n in range(1, 4)]
    model = SidebarModel()
    model.show(Counts(), [root], [], albums)
    qtmodeltester.check(model)
    model.show(Counts(), [root], [], albums[1:])
    qtmodeltester.check(model)
    assert model.album_ids() == [2, 3]
    assert not any(one.key == ALBUMS_KEY for one in build_lines(Counts(), [], [], []).walk())


def test_photos_dropped_on_an_album_are_added_as_copies(window, qtbot, make_album, ids) -> None:
    album_id = make_album("Rome", ids[:1])
    tree = window.space.sidebar.tree
    point = middle(window, f"album:{album_id}")
    viewport = tree.viewport()
    send(viewport, QDragEnterEvent, point, photos_mime(ids[:3]), COPY | MOVE)
    move = send(viewport, QDragMoveEvent, point, photos_mime(ids[:3]), COPY | MOVE)
    assert move.isAccepted()
    assert move.dropAction() == COPY
    assert tree.drops.target == f"album:{album_id}"
    drop = send(viewport, QDropEvent, point, photos_mime(ids[:3]), COPY | MOVE)
    assert drop.dropAction() == COPY
    assert tree.drops.target == ""
    qtbot.waitUntil(lambda: line(window, album_id).data(Role.COUNT) == 3)
    assert window.toast.words.text() == "Added 2 photos to “Rome”"
    window.toast.button.click()
    qtbot.waitUntil(lambda: line(window, album_id).data(Role.COUNT) == 1)


def test_a_drag_that_only_moves_and_a_drop_elsewhere_are_refused(window, make_album, ids) -> None:
    album_id = make_album("Rome")
    viewport = window.space.sidebar.tree.viewport()
    point = middle(window, f"album:{album_id}")
    assert not send(viewport, QDragEnterEvent, point, photos_mime(ids[:1]), MOVE).isAccepted()
    folder = next(key for key in window.space.sidebar.tree._keys() if key.startswith("folder:"))
    for key in (folder, "library"):
        move, drop = drag(viewport, middle(window, key), photos_mime(ids[:1]))
        assert not move.isAccepted()
        assert not drop.isAccepted()
    text = QMimeData()
    text.setText("hello")
    assert not send(viewport, QDragEnterEvent, point, text).isAccepted()
    assert window.library.store.albums.photo_ids(album_id) == []


def test_photos_dropped_on_the_heading_make_a_new_album_to_be_named(window, qtbot, ids) -> None:
    tree = window.space.sidebar.tree
    drag(tree.viewport(), middle(window, ALBUMS_KEY), photos_mime(ids[:2]))
    qtbot.waitUntil(lambda: tree.findChild(QLineEdit) is not None)
    field = tree.findChild(QLineEdit)
    assert field.accessibleName() == "Name of the album"
    assert field.text() == "New album"
    qtbot.keyClicks(field, "Summer")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Summer"])
    assert len(window.library.store.albums.photo_ids(AlbumId(1))) == 2


def test_a_drag_that_leaves_leaves_no_trace(window, make_album, ids) -> None:
    album_id = make_album("Rome")
    tree = window.space.sidebar.tree
    send(tree.viewport(), QDragEnterEvent, middle(window, f"album:{album_id}"), photos_mime(ids[:1]))
    send(tree.viewport(), QDragMoveEvent, middle(window, f"album:{album_id}"), photos_mime(ids[:1]))
    assert all(target.isVisible() for target in window.drop_targets)
    QCoreApplication.sendEvent(tree.viewport(), QDragLeaveEvent())
    assert tree.drops.target == ""
    assert not tree.drops.is_entered
    assert window.library.store.albums.photo_ids(album_id) == []


@pytest.mark.parametrize(("target", "share", "wanted"), [(2, 0.9, "BCA"), (1, 0.9, "BAC"), (1, 0.1, "ABC")])
def test_albums_are_dragged_into_order(window, qtbot, make_album, target: int, share: float, wanted: str) -> None:
    albums = [make_album(name) for name in "ABC"]
    tree = window.space.sidebar.tree
    mime = tree.places.mimeData([line(window, albums[0])])
    assert bytes(mime.data(ALBUM_MIME).data()) == b"%d" % albums[0]
    rect = tree.visualRect(line(window, albums[target]))
    point = QPoint(rect.center().x(), rect.top() + round(rect.height() * share))
    send(tree.viewport(), QDragEnterEvent, point, mime)
    assert send(tree.viewport(), QDragMoveEvent, point, mime).isAccepted()
    assert tree.drops.mark_y == (rect.top() if share < 0.5 else rect.bottom() + 1)
    send(tree.viewport(), QDropEvent, point, mime)
    qtbot.waitUntil(lambda: "".join(names(window)) == wanted)
    assert tree.drops.mark_y is None


def test_f2_renames_the_album_shown_and_esc_keeps_the_name(window, qtbot, album_page) -> None:
    tree = window.space.sidebar.tree
    window.actions_table["rename-album"].trigger()
    field = tree.findChild(QLineEdit)
    qtbot.keyClicks(field, "Roma")
    window.navigator.refresh_sides()
    qtbot.waitUntil(lambda: tree._waiting is not None)
    assert field.text() == "Roma"
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: names(window) == ["Roma"])
    qtbot.waitUntil(lambda: window.space.header.title.text() == "Roma")
    window.actions_table["rename-album"].trigger()
    qtbot.waitUntil(lambda: tree.findChild(QLineEdit) is not None)
    field = tree.findChild(QLineEdit)
    qtbot.keyClicks(field, "Nothing")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert names(window) == ["Roma"]


def test_a_name_that_is_taken_is_refused_in_words_and_the_old_one_stays(window, qtbot, make_album) -> None:
    make_album("Rome")
    other = make_album("Paris")
    window.albums.give_name(other, "rome")
    qtbot.waitUntil(lambda: "already" in window.toast.words.text())
    qtbot.waitUntil(lambda: line(window, other).data() == "Paris")
    assert names(window) == ["Rome", "Paris"]


def test_the_plus_makes_an_album_with_a_free_name(window, qtbot, make_album) -> None:
    make_album("New album")
    tree = window.space.sidebar.tree
    heading = tree.places.find_key(ALBUMS_KEY)
    at = plus_rect(tree.visualRect(heading), tree.layoutDirection()).center()
    qtbot.mouseClick(tree.viewport(), LEFT, pos=at)
    qtbot.waitUntil(lambda: names(window) == ["New album", "New album 2"])
    qtbot.waitUntil(lambda: tree.findChild(QLineEdit) is not None)


def test_ctrl_n_makes_an_album_of_the_selection(window, qtbot, ids) -> None:
    window.space.grid.select_ids(ids[:4])
    window.actions_table["new-album"].trigger()
    qtbot.waitUntil(lambda: names(window) == ["New album"])
    qtbot.waitUntil(lambda: window.toast.words.text() == "Made “New album” with 4 photos")
    assert sorted(window.library.store.albums.photo_ids(AlbumId(1))) == sorted(ids[:4])


def test_an_albums_page_has_its_name_its_count_and_its_actions(window, qtbot, album_page, ids) -> None:
    assert window.space.header.title.text() == "Rome"
    assert window.space.header.count.text().startswith("10 photos")
    table = window.actions_table
    assert table["delete-album"].isEnabled()
    assert not table["remove-from-album"].isEnabled()
    assert not table["sort-album-by-date"].isEnabled()
    window.space.grid.select_ids(ids[:2])
    assert table["remove-from-album"].isEnabled()
    assert not table["set-album-cover"].isEnabled()
    window.navigator.go(places.timeline())
    qtbot.waitUntil(lambda: len(shown(window)) == 25)
    assert not table["delete-album"].isEnabled()
    assert not table["remove-from-album"].isEnabled()


def test_delete_on_an_albums_line_deletes_it_with_undo(window, qtbot, make_album, ids) -> None:
    album_id = make_album("Rome", ids[:2])
    tree = window.space.sidebar.tree
    tree.setFocus()
    tree.setCurrentIndex(tree.places.find(places.timeline()))
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert names(window) == ["Rome"]
    tree.setCurrentIndex(line(window, album_id))
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(window) == [])
    qtbot.waitUntil(lambda: "Deleted “Rome”" in window.toast.words.text())
    window.toast.button.click()
    qtbot.waitUntil(lambda: names(window) == ["Rome"])


def test_delete_takes_photos_out_of_the_album_alone(window, qtbot, album_page, ids) -> None:
    window.space.grid.setFocus()
    window.space.grid.select_ids(ids[:3])
    qtbot.keyClick(window.space.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(shown(window)) == 7)
    assert window.toast.words.text() == "Removed 3 photos from “Rome”"
    assert window.library.store.photos.counts().library == 25
    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: len(shown(window)) == 10)


def test_a_chosen_cover_can_be_left_to_the_program_again(window, qtbot, album_page, ids) -> None:
    window.space.grid.select_ids(ids[4:5])
    window.actions_table["set-album-cover"].trigger()
    qtbot.waitUntil(lambda: window.library.store.albums.get(album_page).cover == ids[4])
    window.albums.set_cover(album_page, None)
    qtbot.waitUntil(lambda: window.library.store.albums.get(album_page).cover != ids[4])


def test_a_deleted_album_gives_way_to_the_library_and_undo_brings_it_back(window, qtbot, album_page) -> None:
    window.actions_table["delete-album"].trigger()
    qtbot.waitUntil(lambda: names(window) == [])
    qtbot.waitUntil(lambda: len(shown(window)) == 25)
    assert window.toast.words.text() == "Deleted “Rome”. Its photos stay in the library."
    window.toast.button.click()
    qtbot.waitUntil(lambda: line(window, album_page).isValid())
    assert len(window.library.store.albums.photo_ids(album_page)) == 10


def test_going_back_to_a_deleted_album_says_so(window, qtbot, album_page) -> None:
    window.navigator.go(places.timeline())
    window.albums.delete(album_page)
    qtbot.waitUntil(lambda: names(window) == [])
    window.navigator.back()
    qtbot.waitUntil(lambda: window.space.pages.currentWidget() is window.space.empty)
    assert window.space.empty.title.text() == "This album is not here any more"


def test_an_empty_album_says_what_to_do(window, qtbot, make_album) -> None:
    window.albums.show(make_album("Rome"))
    qtbot.waitUntil(lambda: window.space.pages.currentWidget() is window.space.empty)
    assert window.space.empty.title.text() == "This album is empty"
    assert "press A" in window.space.empty.sentence.text()


def gap(window, row: int) -> QPoint:
    """The point just before the middle of a tile: photos let go there stand before it."""
    rect = window.space.grid.tile_rect(row)
    return QPoint(rect.left() + 4, rect.center().y())


def test_photos_dragged_inside_an_album_go_where_the_mark_is(window, qtbot, album_page) -> None:
    grid, before = window.space.grid, shown(window)
    mime = photos_mime([before[5], before[7]])
    send(grid.viewport(), QDragEnterEvent, gap(window, 1), mime, COPY | MOVE)
    move = send(grid.viewport(), QDragMoveEvent, gap(window, 1), mime, COPY | MOVE)
    assert move.isAccepted()
    assert move.dropAction() == COPY
    tile = grid.tile_rect(1)
    assert grid.painting.mark is not None
    assert grid.painting.mark.right() < tile.left() + 1
    assert grid.painting.mark.height() == tile.height()
    send(grid.viewport(), QDropEvent, gap(window, 1), mime, COPY | MOVE)
    wanted = [before[0], before[5], before[7], *before[1:5], before[6], *before[8:]]
    qtbot.waitUntil(lambda: shown(window) == wanted)
    assert grid.painting.mark is None
    assert window.actions_table["sort-album-by-date"].isEnabled()
    window.actions_table["sort-album-by-date"].trigger()
    qtbot.waitUntil(lambda: shown(window) == before)
    window.actions_table["undo"].trigger()
    qtbot.waitUntil(lambda: shown(window) == wanted)


def test_photos_let_go_behind_the_last_stand_at_the_end(window, qtbot, album_page) -> None:
    grid, before = window.space.grid, shown(window)
    last = grid.tile_rect(9)
    mime = photos_mime(before[:1])
    drag(grid.viewport(), QPoint(last.right() - 4, last.center().y()), mime)
    qtbot.waitUntil(lambda: shown(window) == [*before[1:], before[0]])


def test_a_drag_inside_the_library_arranges_nothing(window, ids) -> None:
    grid = window.space.grid
    drag(grid.viewport(), gap(window, 1), photos_mime(ids[3:4]))
    assert not window.space.grid_arranging.is_entered
    assert grid.painting.mark is None
    assert shown(window) == ids


def test_a_drag_inside_an_album_shows_the_targets_and_hides_them_when_it_ends(window, qtbot, album_page) -> None:
    grid = window.space.grid
    mime = photos_mime(shown(window)[:1])
    send(grid.viewport(), QDragEnterEvent, gap(window, 1), mime)
    assert all(target.isVisible() for target in window.drop_targets)
    send(grid.viewport(), QDropEvent, gap(window, 0), mime)
    qtbot.waitUntil(lambda: not any(target.isVisible() for target in window.drop_targets))


OFFSCREEN = pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen platform, of any dialog


@OFFSCREEN
def test_a_adds_the_selection_to_the_album_chosen(window, qtbot, make_album, ids) -> None:
    album_id = make_album("Rome")
    window.space.grid.select_ids(ids[:2])
    window.actions_table["add-to-album"].trigger()
    dialog = window.findChild(AlbumChooser)
    dialog.accept()
    qtbot.waitUntil(lambda: line(window, album_id).data(Role.COUNT) == 2)
    window.actions_table["add-to-album"].trigger()
    window.findChildren(AlbumChooser)[-1].accept()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Already in “Rome”")


def test_the_menu_of_photos_lists_the_albums(window, qtbot, make_album, ids) -> None:
    album_id = make_album("Rome && “more”")
    window.space.grid.select_ids(ids[:2])
    menu = menus.context_menu(menus.PHOTO_MENU, window.actions_table, window)
    add_albums(menu, window)
    submenu = next(entry.menu() for entry in menu.actions() if isinstance(entry.menu(), QMenu) and "al" in entry.text())
    submenu.actions()[0].trigger()
    qtbot.waitUntil(lambda: line(window, album_id).data(Role.COUNT) == 2)
    menu.deleteLater()


def test_the_menu_of_an_album_does_what_it_says(window, qtbot, album_page, ids) -> None:
    window.space.grid.select_ids(ids[3:4])
    menu = window.findChild(AlbumMenu).menu_of(album_page)
    entries = {action.text(): action for action in menu.actions() if action.text()}
    assert list(entries) == [
        "Show",
        "Rename",
        "Use the selected photo as cover",
        "Choose cover automatically",
        "Sort by date",
        "Move up",
        "Move down",
        "Delete album",
    ]
    assert not entries["Sort by date"].isEnabled()
    entries["Use the selected photo as cover"].trigger()
    qtbot.waitUntil(lambda: window.library.store.albums.get(album_page).cover == ids[3])
    entries["Delete album"].trigger()
    qtbot.waitUntil(lambda: names(window) == [])
    menu.deleteLater()
    qtbot.waitUntil(lambda: not window.navigator.albums)
    assert window.findChild(AlbumMenu).menu_of(album_page) is None


def test_albums_and_photos_are_put_in_order_by_keys_too(window, qtbot, album_page, make_album) -> None:
    other = make_album("Paris")
    menu = window.findChild(AlbumMenu).menu_of(other)
    entries = {action.text(): action for action in menu.actions()}
    assert not entries["Move down"].isEnabled()
    entries["Move up"].trigger()
    menu.deleteLater()
    qtbot.waitUntil(lambda: names(window) == ["Paris", "Rome"])
    before = shown(window)
    window.space.grid.setFocus()
    window.space.grid.select_ids([before[2], before[4]])
    window.actions_table["move-later"].trigger()
    moved = [before[0], before[1], before[3], before[2], before[4], *before[5:]]
    qtbot.waitUntil(lambda: shown(window) == moved)
    assert window.space.grid.selected_ids() == [before[2], before[4]]
    window.actions_table["move-earlier"].trigger()
    qtbot.waitUntil(lambda: shown(window) == [before[0], before[1], before[2], before[4], before[3], *before[5:]])
    window.space.grid.select_ids([before[0]])
    window.toast.hide()
    window.actions_table["move-earlier"].trigger()
    window.actions_table["select-all"].trigger()
    window.actions_table["move-later"].trigger()
    qtbot.waitUntil(lambda: window.bridge.waiting == 0)
    assert not window.toast.isVisible()


def test_delete_in_the_viewer_takes_the_photo_out_and_goes_on(window, qtbot, album_page) -> None:
    before = shown(window)
    window.open_photo(before[3])
    qtbot.keyClick(window.space.viewer, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(shown(window)) == 9)
    assert before[3] not in shown(window)
    qtbot.waitUntil(lambda: window.space.viewer.current_id == before[4])
    window.space.viewer.close_viewer()
