"""The menus of albums: of one in the sidebar, and the albums that photos can be added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from desktop_app.domain.album import Album
from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.gui import icons, menus

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow

LISTED = 12  # albums of a submenu; the chooser knows them all


class AlbumMenu(QObject):
    """Shows the menu of an album of the sidebar, and of the heading above them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.space.sidebar.tree.album_menu_requested.connect(self._show)

    def menu_of(self, album_id: AlbumId | None) -> QMenu | None:
        """Returns the menu of an album (None: of the heading); None when it has gone meanwhile."""
        acts = self._window.albums
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        if album_id is None:
            menu.addAction(icons.icon("plus"), self.tr("New album"), lambda: acts.create(()))
            table = self._window.actions_table
            menu.addActions([table["new-smart-rules"], table["new-smart-example"]])
            return menu
        album = self._window.navigator.albums.get(album_id)
        if album is None:
            return None
        menu.addAction(icons.icon("album"), self.tr("Show"), lambda: acts.show(album_id))
        menu.addSeparator()
        menu.addAction(icons.icon("pencil"), self.tr("Rename"), lambda: acts.rename(album_id))
        self._add_cover(menu, album)
        menu.addSeparator()
        place, last = album.position, len(acts.all) - 1
        up = menu.addAction(icons.icon("chevron-up"), self.tr("Move up"), lambda: acts.move_album(album_id, place - 1))
        down = menu.addAction(
            icons.icon("chevron-down"), self.tr("Move down"), lambda: acts.move_album(album_id, place + 1)
        )
        up.setEnabled(place > 0)
        down.setEnabled(place < last)
        menu.addSeparator()
        menu.addAction(icons.icon("trash"), self.tr("Delete album"), lambda: acts.delete(album_id))
        return menu

    def _add_cover(self, menu: QMenu, album: Album) -> None:
        window, chosen = self._window, self._window.chosen_ids
        is_here = window.navigator.place.page.album_id == album.id and len(chosen) == 1
        acts = window.albums
        cover = menu.addAction(self.tr("Use the selected photo as cover"), lambda: acts.set_cover(album.id, chosen[0]))
        cover.setEnabled(is_here)
        automatic = menu.addAction(self.tr("Choose cover automatically"), lambda: acts.set_cover(album.id, None))
        automatic.setEnabled(album.photo_count > 0)
        sort = menu.addAction(self.tr("Sort by date"), lambda: acts.sort_by_date(album.id))
        sort.setEnabled(album.is_own_order)

    def _show(self, album_id: AlbumId | None, at: QPoint) -> None:
        menu = self.menu_of(album_id)
        if menu is not None:
            menu.popup(at)


def photo_menu(window: MainWindow, ids: Sequence[PhotoId]) -> QMenu:
    """Returns the menu of these photos, or of the page when there are none, as it is in an album or elsewhere."""
    if window.trash_desk.is_trash and ids:
        entries = menus.TRASH_MENU
    elif window.albums.current is None:
        entries = menus.PHOTO_MENU if ids else menus.PAGE_MENU
    else:
        entries = menus.ALBUM_PHOTO_MENU if ids else menus.ALBUM_PAGE_MENU
    menu = menus.context_menu(entries, window.actions_table, window)
    add_albums(menu, window)
    window.smart_desk.add_to_photo_menu(menu, ids)
    window.events_desk.add_to_photo_menu(menu, ids)
    return menu


def add_albums(menu: QMenu, window: MainWindow) -> None:
    """Puts the albums into the submenu 'Add to album', before what it holds already; the page's own is left out."""
    add, ids = window.actions_table["add-to-album"], list(window.chosen_ids)
    for entry in menu.actions():
        submenu = entry.menu()
        if isinstance(submenu, QMenu) and add in submenu.actions():
            first, current = submenu.actions()[0], window.albums.current
            shown = [album for album in window.albums.all if album != current][:LISTED]
            for album in shown:
                title = album.name if len(album.name) <= 60 else f"{album.name[:59]}…"
                action = submenu.addAction(title.replace("&", "&&"))
                action.triggered.connect(lambda _checked=False, to=album.id: window.albums.add(to, ids))
                submenu.insertAction(first, action)
            if shown:
                submenu.insertSeparator(first)
