"""The part of the settings about the lock on hidden photos: set, change and remove the passcode, and when it shuts."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.errors import UserError
from desktop_app.gui.translation import counted
from desktop_app.settings import Settings

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.screen_lock import ScreenLock

MINUTES = (1, 2, 5, 10, 30)


class PasscodeDialog(QDialog):
    """Asks for a passcode: the old one where there is one, the new one twice where one is set.

    Args:
        lock: does it.
        bridge: to hear of it.
        is_removing: the lock is taken off.
        parent: the window.
    """

    def __init__(self, lock: ScreenLock, bridge: Bridge, parent: QWidget, *, is_removing: bool = False) -> None:
        super().__init__(parent)
        self._lock, self._bridge, self._is_removing = lock, bridge, is_removing
        is_set = lock.state.is_set
        title = self.tr("Remove the passcode") if is_removing else self.tr("Change the passcode")
        self.setWindowTitle(title if is_set else self.tr("Lock hidden photos"))
        self.old, self.new, self.again = (self._field() for _ in range(3))
        form = QFormLayout()
        form.setSpacing(8)
        if is_set:
            form.addRow(self.tr("Present passcode"), self.old)
        if not is_removing:
            form.addRow(self.tr("New passcode"), self.new)
            form.addRow(self.tr("Once more"), self.again)
        for row, field in ((self.old, is_set), (self.new, not is_removing), (self.again, not is_removing)):
            row.setVisible(field)
            label = form.labelForField(row)
            if isinstance(label, QLabel):
                row.setAccessibleName(label.text())
        note = QLabel(
            self.tr(
                "Hidden photos are shown only after the passcode. It is a lock on the screen, not encryption: other"
                " programs can still open the files. Nobody can look the passcode up for you."
            ),
            self,
        )
        note.setProperty("kind", "second")
        note.setWordWrap(True)
        self.trouble = QLabel(self)
        self.trouble.setProperty("kind", "danger")
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        words = self.tr("Remove") if is_removing else self.tr("Set passcode")
        self.done_button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.done_button.setProperty("kind", "primary")
        buttons.rejected.connect(self.reject)
        buttons.accepted.connect(self._do)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(note)
        column.addLayout(form)
        column.addWidget(self.trouble)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    def _field(self) -> QLineEdit:
        field = QLineEdit(self)
        field.setEchoMode(QLineEdit.EchoMode.Password)
        return field

    def _do(self) -> None:
        if not self._is_removing and self.new.text() != self.again.text():
            self._say(self.tr("The two passcodes are not the same."))
            return
        job: Callable[[], Future[None]] = lambda: self._lock.set_passcode(self.new.text(), self.old.text())  # noqa: E731
        if self._is_removing:
            job = lambda: self._lock.remove_passcode(self.old.text())  # noqa: E731
        self._bridge.when_done(job(), lambda _none: self.accept(), self._on_failed, receiver=self)

    def _on_failed(self, error: BaseException) -> None:
        self.old.clear()
        if isinstance(error, UserError):
            self._say(error.sentence())
        else:
            self._say(self.tr("The passcode could not be kept."))
            raise error

    def _say(self, words: str) -> None:
        self.trouble.setText(words)


class LockSettings(QWidget):
    """Every change takes effect at once."""

    changed = Signal(object)  # Settings

    def __init__(self, settings: Settings, lock: ScreenLock, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings, self._lock, self._bridge = settings, lock, bridge
        self.set_button = QPushButton(self)
        self.remove_button = QPushButton(self.tr("Remove…"), self)
        self.remove_button.setAccessibleName(self.tr("Remove the passcode"))
        self.set_button.clicked.connect(lambda: self._open(is_removing=False))
        self.remove_button.clicked.connect(lambda: self._open(is_removing=True))
        self.minutes = QComboBox(self)
        self.minutes.setMinimumWidth(160)
        choices = sorted({*MINUTES, settings.lock_idle_minutes})
        self.minutes.addItems([counted("LockSettings", "1 minute", "{n} minutes", n) for n in choices])
        self.minutes.setCurrentIndex(choices.index(settings.lock_idle_minutes))
        self.minutes.currentIndexChanged.connect(lambda index: self._take(choices[index]))
        self.state, self.wait = QLabel(self), QLabel(self.tr("Lock again when nothing is done for"), self)
        self.wait.setBuddy(self.minutes)
        self.minutes.setAccessibleName(self.wait.text())
        first = QHBoxLayout()
        first.addWidget(self.state, 1)
        first.addWidget(self.set_button)
        first.addWidget(self.remove_button)
        second = QHBoxLayout()
        second.addWidget(self.wait, 1)
        second.addWidget(self.minutes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(first)
        column.addLayout(second)
        self._show()

    def _show(self) -> None:
        is_set = self._lock.state.is_set
        self.state.setText(
            self.tr("Hidden photos have a passcode") if is_set else self.tr("Lock hidden photos with a passcode")
        )
        self.set_button.setText(self.tr("Change…") if is_set else self.tr("Set passcode…"))
        self.set_button.setAccessibleName(self.set_button.text())
        for widget in (self.remove_button, self.wait, self.minutes):
            widget.setVisible(is_set)

    def _open(self, *, is_removing: bool) -> None:
        dialog = PasscodeDialog(self._lock, self._bridge, self, is_removing=is_removing)
        dialog.finished.connect(lambda _code: self._show())
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def follow(self, settings: Settings) -> None:
        """Takes over what was changed elsewhere."""
        self._settings = settings

    def _take(self, minutes: int) -> None:
        self._settings = replace(self._settings, lock_idle_minutes=minutes)
        self.changed.emit(self._settings)
