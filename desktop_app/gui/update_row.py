"""The button that asks for a newer version, what it will do, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.domain.release import ReleaseAddresses, UpdateAnswer, UpdateOutcome
from desktop_app.gui.system import open_address
from desktop_app.gui.update_check import UpdateCheck

WIDTH_PX = 320


class UpdateRow(QWidget):
    """Says whom it asks before it is pressed; nothing is asked before.

    Args:
        addresses: where releases are published.
        parent: the page it stands on.
        check: asks; made from the addresses unless given.
    """

    def __init__(self, addresses: ReleaseAddresses, parent: QWidget, check: UpdateCheck | None = None) -> None:
        super().__init__(parent)
        self._page = addresses.page
        self.check = check or UpdateCheck(addresses.latest, __version__, self)
        self.check.answered.connect(self._tell)
        self.button = QPushButton(self.tr("Check for updates"), self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._ask)
        self.words = QLabel(
            self.tr("Only when you press this, {host} is asked for the newest version. Nothing else is sent.").format(
                host=self.check.host
            ),
            self,
        )
        self.words.setProperty("kind", "second")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.words.setFixedWidth(WIDTH_PX)
        self.page_button = QPushButton(self.tr("Open the download page"), self)
        self.page_button.setProperty("kind", "link")
        self.page_button.setAutoDefault(False)
        self.page_button.clicked.connect(lambda: open_address(self._page))
        self.page_button.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.button, self.words, self.page_button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)

    def _ask(self) -> None:
        if self.check.is_asking:
            return
        self.page_button.hide()
        self.words.setText(self.tr("Asking {host}…").format(host=self.check.host))
        self.check.ask()

    def _tell(self, answer: UpdateAnswer) -> None:
        self.words.setText(self._words(answer))
        self.page_button.setVisible(answer.outcome is UpdateOutcome.NEWER)

    def _words(self, answer: UpdateAnswer) -> str:
        words = {
            UpdateOutcome.NEWEST: self.tr("You have the newest version."),
            UpdateOutcome.NEWER: self.tr("Version {number} is out."),
            UpdateOutcome.UNREACHABLE: self.tr(
                "{host} could not be reached. Is this computer connected to the internet?"
            ),
            UpdateOutcome.TIMED_OUT: self.tr("{host} did not answer in time. Try again later."),
            UpdateOutcome.UNSAFE: self.tr("No safe connection to {host} could be made, so nothing was asked."),
            UpdateOutcome.ELSEWHERE: self.tr("{host} pointed to another address, which was not followed."),
            UpdateOutcome.REFUSED: self.tr("{host} does not tell of a newest version at present."),
            UpdateOutcome.NOT_UNDERSTOOD: self.tr("The answer of {host} could not be understood."),
        }
        return words[answer.outcome].format(host=self.check.host, number=answer.version)
