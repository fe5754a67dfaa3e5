"""The pages that open over the window: choosing folders and files, settings, properties of the keys, about.

Each is imported when it is first opened: the window's first tiles do not wait for them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from desktop_app.domain.query import SimilarRequest

if TYPE_CHECKING:
    from desktop_app.gui.settings_dialog import SettingsDialog
    from desktop_app.gui.window import MainWindow


class SmallPages(QObject):
    """Opens them; what is chosen goes back to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def choose_folders(self) -> None:
        """Lets the user choose a folder to add."""
        title = self.tr("Choose a folder with photos")
        chosen = QFileDialog.getExistingDirectory(self._window, title, str(Path.home()))
        if chosen:
            self._window.add_folders([Path(chosen)])

    def choose_similar_files(self) -> None:
        """Lets the user choose files to find the likes of."""
        names, _kind = QFileDialog.getOpenFileNames(self._window, self.tr("Find photos like…"))
        self._window.find_similar(SimilarRequest(files=tuple(Path(name) for name in names)))

    def show_settings(self) -> SettingsDialog:
        """Opens the settings."""
        from desktop_app.gui.settings_dialog import SettingsDialog

        window = self._window
        dialog = SettingsDialog(window.settings, window.navigator.roots or (), window)
        dialog.add_lock(window.library.lock, window.bridge)
        dialog.changed.connect(window.change_settings)
        dialog.root_removed.connect(window.edits.remove_root)
        dialog.folder_wanted.connect(self.choose_folders)
        dialog.history.clear_wanted.connect(lambda: window.history_desk.ask_clear(dialog))
        dialog.history.page_wanted.connect(dialog.accept)
        dialog.history.page_wanted.connect(window.actions_table["go-history"].trigger)
        self._open(dialog)
        return dialog

    def show_shortcuts(self) -> None:
        """Opens the page of keys."""
        from desktop_app.gui.shortcuts_page import ShortcutsPage

        self._open(ShortcutsPage(self._window))

    def show_about(self) -> None:
        """Opens the page about the program."""
        from desktop_app.gui.about_dialog import AboutDialog, published_at

        self._open(AboutDialog(self._window, published_at()))

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
