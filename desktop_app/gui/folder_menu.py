"""What can be done with a folder of the sidebar: open it in the system, scan it again, take it out of the library."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from desktop_app.domain.ids import FolderId
from desktop_app.domain.library import Folder, Root, RootState
from desktop_app.gui import icons, system

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow


class FolderMenu(QObject):
    """Shows the menu of a folder, and asks before a root leaves the library."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.space.sidebar.tree.menu_requested.connect(self._show)

    def menu_of(self, folder_id: FolderId) -> QMenu | None:
        """Returns the menu of a folder, None when it has gone meanwhile. The caller shows it; closed, it is deleted."""
        folder = self._window.navigator.folder(folder_id)
        root = next((r for r in self._window.navigator.roots or () if folder and r.id == folder.root_id), None)
        if folder is None or root is None:
            return None
        menu = QMenu(self._window)
        menu.aboutToHide.connect(menu.deleteLater)
        is_here = root.state is not RootState.OFFLINE
        show = menu.addAction(icons.icon("folder"), self.tr("Open folder"), lambda: self._open(root, folder))
        scan = menu.addAction(self.tr("Look for changes"), lambda: self._window.library.start_indexing([root.id]))
        for action in (show, scan):
            action.setEnabled(is_here)
        if folder.parent_id is None:
            accept = menu.addAction(self.tr("Accept missing photos"), lambda: self._accept_missing(root))
            accept.setEnabled(is_here)
            menu.addSeparator()
            menu.addAction(self.tr("Remove from library…"), lambda: self._ask_removal(root))
        return menu

    def _show(self, folder_id: FolderId, at: QPoint) -> None:
        menu = self.menu_of(folder_id)
        if menu is not None:
            menu.popup(at)

    def _open(self, root: Root, folder: Folder) -> None:
        path = root.path / os.fsdecode(folder.relative_path)
        if not system.open_with_system(path):
            self._window.toast.say(self.tr("The folder could not be opened."))

    def _accept_missing(self, root: Root) -> None:
        """Scans without the guard that holds back when many photos are gone; they go to Missing and can come back."""
        self._window.library.index([root.id], accept_missing=True)

    def _ask_removal(self, root: Root) -> None:
        from desktop_app.gui.dialogs import ask_root_removal  # late: only for who takes a folder away

        ask_root_removal(self._window, root, lambda: self._window.edits.remove_root(root.id))
