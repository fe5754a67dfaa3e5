"""What can be done with a folder of the sidebar: open it in the system, scan it again, take it out of the library."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QMessageBox

from desktop_app.domain.ids import FolderId
from desktop_app.domain.library import Folder, Root, RootState
from desktop_app.gui import facts, icons, system

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
            menu.addSeparator()
            menu.addAction(self.tr("Remove from library…"), lambda: self.ask_removal(root, folder))
        return menu

    def _show(self, folder_id: FolderId, at: QPoint) -> None:
        menu = self.menu_of(folder_id)
        if menu is not None:
            menu.popup(at)

    def _open(self, root: Root, folder: Folder) -> None:
        path = root.path / os.fsdecode(folder.relative_path)
        if not system.open_with_system(path):
            self._window.toast.say(self.tr("The folder could not be opened."))

    def ask_removal(self, root: Root, folder: Folder) -> QMessageBox:
        """Asks whether a folder shall leave the library; removes it when the answer is yes."""
        title = self.tr("Remove “{name}” from the library?").format(name=root.path.name or str(root.path))
        box = QMessageBox(QMessageBox.Icon.NoIcon, self.tr("Remove folder"), title, parent=self._window)
        words = self.tr(
            "Its {photos} leave Reverie, with the ratings, favourites and tags you gave them here. "
            "The files themselves are not touched."
        )
        box.setInformativeText(words.format(photos=facts.count_text(folder.photo_count)))
        remove = box.addButton(self.tr("Remove from library"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        remove.clicked.connect(lambda: self._window.edits.remove_root(root.id))
        box.finished.connect(box.deleteLater)
        box.open()
        return box
