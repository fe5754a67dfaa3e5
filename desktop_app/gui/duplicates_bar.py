"""The line below two duplicates: why one is proposed to be kept, and the buttons that settle the set."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui import duplicates_facts as words
from desktop_app.gui.duplicates_choice import PRECHOSEN, Choice, is_prechosen
from desktop_app.gui.translation import counted


class DecisionBar(QWidget):
    """Says what would happen and emits what is wanted. GUI thread."""

    resolve_wanted = Signal()
    keep_all_wanted = Signal()
    hide_wanted = Signal()
    only_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reasons = QLabel(self)
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setProperty("kind", "second")
        self.reasons.setWordWrap(True)
        self.reasons.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.merge = QCheckBox(self.tr("Merge what you gave them"), self)
        self.merge.setToolTip(self.tr("Albums, tags, rating and heart of those that go pass to the photo that is kept"))
        self.merge.setChecked(True)
        self.hide_others = QPushButton(self.tr("Hide instead"), self)
        self.hide_others.setProperty("kind", "quiet")
        self.hide_others.setToolTip(
            self.tr("The files stay where they are; the photos are seen on the page Hidden only")
        )
        self.hide_others.clicked.connect(lambda: self.hide_wanted.emit())
        self.only = QPushButton(self.tr("Keep only the left one"), self)
        self.only.clicked.connect(lambda: self.only_wanted.emit())
        self.keep_all = QPushButton(self.tr("Keep all"), self)
        self.keep_all.setToolTip(self.tr("These are no duplicates; they are not asked about again (K)"))
        self.keep_all.clicked.connect(lambda: self.keep_all_wanted.emit())
        self.go = QPushButton(self)
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(lambda: self.resolve_wanted.emit())
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.merge, 1)
        for button in (self.hide_others, self.only, self.keep_all, self.go):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.reasons)
        column.addLayout(buttons)

    def say(self, choice: Choice) -> None:
        """Shows a decision as it stands."""
        why = words.reasons_text(choice.found.reasons) if choice.is_as_proposed else ""
        doubt = self.tr("These differ somewhere, so nothing is chosen to go. Look before you decide.")
        is_doubtful = choice.found.tier in PRECHOSEN and not is_prechosen(choice.found)
        parts = [doubt] if is_doubtful else []
        if why:
            parts.append(self.tr("Proposed to keep: {why}").format(why=why))
        self.reasons.setText(" ".join(parts))
        count = len(choice.going)
        text = counted("DecisionBar", "Move 1 to the trash", "Move {n} to the trash", count)
        self.go.setText(text if count else self.tr("Move to the trash"))
        self.go.setAccessibleName(self.go.text())
        self.only.setVisible(not is_prechosen(choice.found))
        for button in (self.go, self.hide_others):
            button.setEnabled(count > 0)
