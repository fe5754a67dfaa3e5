"""About: name, version, and the one promise."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.gui import icons
from desktop_app.gui.dialogs import close_buttons


class AboutDialog(QDialog):
    """A small page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Reverie"))
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 32, 40, 20)
        column.setSpacing(8)
        picture = QLabel(self)
        picture.setPixmap(icons.app_icon().pixmap(72, 72))
        picture.setAccessibleName(self.tr("Reverie"))
        title = QLabel(self.tr("Reverie"), self)
        title.setProperty("kind", "title")
        number = QLabel(self.tr("Version {number}").format(number=__version__), self)
        number.setProperty("kind", "second")
        words = QLabel(
            self.tr("A private photo organizer. Everything it learns about your photos stays on this computer."), self
        )
        words.setWordWrap(True)
        words.setMaximumWidth(320)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (picture, title, number, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        buttons = close_buttons(self)
        column.addWidget(buttons, 0, Qt.AlignmentFlag.AlignHCenter)
