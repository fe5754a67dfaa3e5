"""The page of the view history: everything that is remembered, how long it is kept, and how to be rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.history import HistoryMode
from desktop_app.gui import history_words
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.history_list import HistoryList
from desktop_app.gui.history_model import HistoryPart

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

WIDEST_PX = 920  # a longer row is hard to read


class HistoryPage(QWidget):
    """Shows and asks; deletes nothing itself. GUI thread."""

    mode_wanted = Signal(object)  # HistoryMode
    private_end_wanted = Signal()
    kept_days_chosen = Signal(int)
    export_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode, self._is_private = HistoryMode.UNASKED, False
        self.lead = QLabel(self)
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        self.lead.setWordWrap(True)
        self.lead.setProperty("kind", "second")
        self.switch = QPushButton(self)
        self.switch.clicked.connect(self._on_switch)
        self.kept = retention_choice(self)
        self.kept.currentIndexChanged.connect(lambda _index: self.kept_days_chosen.emit(self.kept.currentData()))
        self.export = QPushButton(self.tr("Export…"), self)
        self.export.setToolTip(self.tr("Writes everything that is remembered into a JSON file."))
        self.export.clicked.connect(lambda: self.export_wanted.emit())
        self.clear = QPushButton(self.tr("Delete all…"), self)
        self.clear.clicked.connect(lambda: self.clear_wanted.emit())
        for button in (self.export, self.clear):
            button.setAccessibleName(button.text().rstrip("…"))
        self.list = HistoryList(library, bridge)
        self.empty = EmptyState(self)
        self.empty.acted.connect(self._on_switch)
        self._arrange()
        self.set_state(self._mode, is_private=False)

    def _arrange(self) -> None:
        label = QLabel(self.tr("Keep looks for"), self)
        label.setBuddy(self.kept)
        self.kept.setAccessibleName(label.text())
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(label)
        tools.addWidget(self.kept)
        tools.addStretch(1)
        for button in (self.switch, self.export, self.clear):
            tools.addWidget(button)
        head = QVBoxLayout()
        head.setContentsMargins(16, 16, 16, 8)
        head.setSpacing(12)
        head.addWidget(self.lead)
        head.addLayout(tools)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        middle = QWidget(self)
        middle.setMaximumWidth(WIDEST_PX)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(middle, 1000)
        row.addStretch(1)

    def set_state(self, mode: HistoryMode, *, is_private: bool) -> None:
        """Says whether looks are remembered now."""
        self._mode, self._is_private = mode, is_private
        self.lead.setText(history_words.state_text(mode, is_private=is_private))
        if is_private:
            words = self.tr("End private session")
        else:
            words = {
                HistoryMode.ON: self.tr("Pause"),
                HistoryMode.PAUSED: self.tr("Resume"),
            }.get(mode, self.tr("Remember what I look at"))
        self.switch.setText(words)
        self.switch.setAccessibleName(words)
        self._say_empty()

    def set_kept_days(self, days: int) -> None:
        """Shows how long looks are kept, without saying so."""
        self.kept.blockSignals(True)  # noqa: FBT003 - Qt's signature
        choose_retention(self.kept, days)
        self.kept.blockSignals(False)  # noqa: FBT003

    def show_part(self, part: HistoryPart) -> None:
        """Shows the first days anew; the place in the list stays where it can."""
        bar, current = self.list.verticalScrollBar(), self.list.current_view_id()
        value = bar.value()
        self.list.rows.show(part)
        place = self.list.rows.row_of(current)
        if place >= 0:
            self.list.set_current_row(place)
        bar.setValue(value)
        self.follow_rows()

    def follow_rows(self) -> None:
        """Shows the list, or that it is empty."""
        has_looks = self.list.rows.rowCount() > 0
        self._stack.setCurrentIndex(0 if has_looks else 1)
        self.clear.setEnabled(True)
        self._say_empty()

    def _say_empty(self) -> None:
        if self._mode is HistoryMode.ON and not self._is_private:
            words = self.tr("Photos you open in the viewer appear here, with the time and for how long.")
            self.empty.say(Drawing.HISTORY, self.tr("Nothing remembered yet"), words)
        else:
            words = history_words.state_text(self._mode, is_private=self._is_private)
            self.empty.say(Drawing.HISTORY, self.tr("Nothing is remembered"), words)

    def _on_switch(self) -> None:
        if self._is_private:
            self.private_end_wanted.emit()
        else:
            self.mode_wanted.emit(HistoryMode.PAUSED if self._mode is HistoryMode.ON else HistoryMode.ON)


def retention_choice(parent: QWidget) -> QComboBox:
    """Returns a box to choose how long looks are kept; its data are days, 0 for ever."""
    box = QComboBox(parent)
    box.setMinimumWidth(180)
    for days in history_words.RETENTION_DAYS:
        box.addItem(history_words.retention_text(days), days)
    return box


def choose_retention(box: QComboBox, days: int) -> None:
    """Chooses a length of time, which need not be among those offered."""
    place = box.findData(days)
    if place < 0:
        box.insertItem(0, history_words.retention_text(days), days)
        place = 0
    box.setCurrentIndex(place)
