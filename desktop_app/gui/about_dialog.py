"""About: name, version, the one promise, and where releases are published the button that asks for a newer one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from desktop_app import LATEST_RELEASE_URL, RELEASES_URL, __version__
from desktop_app.domain.release import ReleaseAddresses
from desktop_app.gui import icons
from desktop_app.gui.dialogs import close_buttons

WIDTH_PX = 320


def published_at() -> ReleaseAddresses | None:
    """Returns where releases of Reverie are published, None while that is nowhere."""
    return ReleaseAddresses(LATEST_RELEASE_URL, RELEASES_URL) if LATEST_RELEASE_URL and RELEASES_URL else None


class AboutDialog(QDialog):
    """A small page.

    Args:
        parent: the window.
        releases: where they are published; without, there is no button that asks for a newer version.
    """

    def __init__(self, parent: QWidget | None = None, releases: ReleaseAddresses | None = None) -> None:
        super().__init__(parent)
        self.updates: QWidget | None = None
        self.setWindowTitle(self.tr("About Reverie"))
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 32, 40, 20)
        column.setSpacing(8)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
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
        words.setFixedWidth(WIDTH_PX)  # else Qt forgets how high it is when wrapped
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for label in (picture, title, number, words):
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        if releases is not None:
            from desktop_app.gui.update_row import UpdateRow  # with Qt's network, which nothing else needs

            self.updates = UpdateRow(releases, self)
            column.addWidget(self.updates, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(12)
        buttons = close_buttons(self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()  # Enter closes, it does not ask
        column.addWidget(buttons, 0, Qt.AlignmentFlag.AlignHCenter)
