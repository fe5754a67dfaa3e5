"""The part of the settings about looks: remembered or not, how long, in backups or not, and the way to see them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.history import HistoryMode
from desktop_app.gui.history_page import choose_retention, retention_choice
from desktop_app.settings import Settings

MODES = (HistoryMode.ON, HistoryMode.PAUSED, HistoryMode.OFF)


class HistorySettings(QWidget):
    """Every change takes effect at once."""

    changed = Signal(object)  # Settings
    page_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.mode = QComboBox(self)
        self.mode.setMinimumWidth(180)
        words = {HistoryMode.ON: self.tr("Yes"), HistoryMode.PAUSED: self.tr("Paused"), HistoryMode.OFF: self.tr("No")}
        for mode in MODES:
            self.mode.addItem(words[mode], mode.value)
        chosen = HistoryMode.OFF.value if settings.history_mode == HistoryMode.UNASKED else settings.history_mode
        self.mode.setCurrentIndex(max(0, self.mode.findData(chosen)))
        self.mode.currentIndexChanged.connect(
            lambda _index: self._take(replace(self._settings, history_mode=self.mode.currentData()))
        )
        self.kept = retention_choice(self)
        choose_retention(self.kept, settings.history_kept_days)
        self.kept.currentIndexChanged.connect(
            lambda _index: self._take(replace(self._settings, history_kept_days=self.kept.currentData()))
        )
        self.in_backups = QCheckBox(self.tr("Keep them in the library's backups too"), self)
        self.in_backups.setAccessibleName(self.in_backups.text())
        self.in_backups.setChecked(settings.is_history_in_backups)
        self.in_backups.toggled.connect(lambda is_on: self._take(replace(self._settings, is_history_in_backups=is_on)))
        self.show_page = QPushButton(self.tr("Show what is remembered"), self)
        self.clear = QPushButton(self.tr("Delete all…"), self)
        self.show_page.clicked.connect(lambda: self.page_wanted.emit())
        self.clear.clicked.connect(lambda: self.clear_wanted.emit())
        self.show_page.setAccessibleName(self.show_page.text())
        self.clear.setAccessibleName(self.tr("Delete everything that is remembered"))
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._row(column, self.tr("Remember the photos I look at"), self.mode)
        note = QLabel(
            self.tr("To suggest others on For You. Looks stay in a file of their own on this computer."), self
        )
        note.setProperty("kind", "second")
        note.setWordWrap(True)
        note.setContentsMargins(0, 0, 0, 8)
        column.addWidget(note)
        self._row(column, self.tr("Keep looks for"), self.kept)
        column.addWidget(self.in_backups)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.setContentsMargins(0, 6, 0, 0)
        buttons.addWidget(self.show_page)
        buttons.addWidget(self.clear)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _row(self, column: QVBoxLayout, text: str, widget: QWidget) -> None:
        row = QHBoxLayout()
        label = QLabel(text, self)
        label.setBuddy(widget)
        row.addWidget(label, 1)
        row.addWidget(widget)
        widget.setAccessibleName(text)
        column.addLayout(row)

    def follow(self, settings: Settings) -> None:
        """Takes over what was changed elsewhere."""
        self._settings = settings

    def _take(self, settings: Settings) -> None:
        if settings != self._settings:
            self._settings = settings
            self.changed.emit(settings)
