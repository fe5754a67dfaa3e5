"""What is kept of duplicates: rules in order, the first that tells photos apart decides; protected folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.duplicate import DEFAULT_KEEP_RULES, KeepRule
from desktop_app.domain.photo import display_text
from desktop_app.gui import icons
from desktop_app.gui.dialogs import close_buttons
from desktop_app.gui.duplicates_facts import rule_text

RULE_ROLE = Qt.ItemDataRole.UserRole + 1


def rules_of(names: Sequence[str]) -> list[tuple[KeepRule, bool]]:
    """Returns all rules with whether they are on: those of the settings in their order, the others after them, off.

    Settings without any rule mean the usual order.
    """
    on = [KeepRule(name) for name in dict.fromkeys(names) if name in set(KeepRule)] or list(DEFAULT_KEEP_RULES)
    return [(rule, True) for rule in on] + [(rule, False) for rule in DEFAULT_KEEP_RULES if rule not in on]


class KeepRulesDialog(QDialog):
    """Every change takes effect at once; closing needs no decision."""

    changed = Signal(object, object)  # names of the rules that are on, in order; protected folders

    def __init__(self, rules: Sequence[str], folders: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What is kept"))
        self.resize(480, 620)
        self.rules = QListWidget(self)
        self.rules.setAccessibleName(self.tr("Rules, the first decides"))
        self.rules.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rules.setMinimumHeight(300)
        self.folders = QListWidget(self)
        self.folders.setAccessibleName(self.tr("Protected folders"))
        self._fill(rules)
        for folder in folders:
            self._add_folder_line(folder)
        self.up, self.down = (
            self._arrow("chevron-up", self.tr("Earlier")),
            self._arrow("chevron-down", self.tr("Later")),
        )
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.add = QPushButton(self.tr("Add folder…"), self)
        self.add.clicked.connect(self._choose_folder)
        self.remove = QPushButton(self.tr("Remove"), self)
        self.remove.clicked.connect(self._remove_folder)
        self._arrange()
        self.rules.itemChanged.connect(lambda _item: self._emit())
        self.rules.model().rowsMoved.connect(lambda *_: self._emit())

    def _arrow(self, icon: str, words: str) -> QPushButton:
        button = QPushButton(icons.icon(icon), "", self)
        button.setToolTip(words)
        button.setAccessibleName(words)
        return button

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(_note(self.tr("Of two photos the one is kept that the first of these rules prefers.")))
        column.addWidget(self.rules, 1)
        arrows = QHBoxLayout()
        reset = QPushButton(self.tr("As they were"), self)
        reset.setAccessibleName(self.tr("Put the rules back as they were at first"))
        reset.clicked.connect(self._reset)
        for widget in (self.up, self.down):
            arrows.addWidget(widget)
        arrows.addStretch(1)
        arrows.addWidget(reset)
        column.addLayout(arrows)
        heading = QLabel(self.tr("Protected folders"), self)
        heading.setProperty("kind", "header")
        heading.setContentsMargins(0, 12, 0, 0)
        column.addWidget(heading)
        column.addWidget(_note(self.tr("Photos in them are never proposed for the trash.")))
        self.folders.setMaximumHeight(110)
        column.addWidget(self.folders)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        buttons: QDialogButtonBox = close_buttons(self)
        column.addWidget(buttons)

    def _fill(self, names: Sequence[str]) -> None:
        self.rules.clear()
        for rule, is_on in rules_of(names):
            item = QListWidgetItem(QIcon(), rule_text(rule), self.rules)
            item.setData(RULE_ROLE, rule.value)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        self.rules.setCurrentRow(0)

    def chosen_rules(self) -> tuple[str, ...]:
        """Returns the rules that are on, in order."""
        items = [self.rules.item(row) for row in range(self.rules.count())]
        return tuple(str(one.data(RULE_ROLE)) for one in items if one.checkState() is Qt.CheckState.Checked)

    def chosen_folders(self) -> tuple[str, ...]:
        """Returns the protected folders."""
        return tuple(str(self.folders.item(row).data(RULE_ROLE)) for row in range(self.folders.count()))

    def _emit(self) -> None:
        self.changed.emit(self.chosen_rules(), self.chosen_folders())

    def _move(self, step: int) -> None:
        row = self.rules.currentRow()
        if 0 <= row + step < self.rules.count():
            item = self.rules.takeItem(row)
            self.rules.insertItem(row + step, item)
            self.rules.setCurrentRow(row + step)
            self._emit()

    def _reset(self) -> None:
        self._fill([rule.value for rule in DEFAULT_KEEP_RULES])
        self._emit()

    def _add_folder_line(self, folder: str) -> None:
        item = QListWidgetItem(icons.icon("folder"), display_text(folder), self.folders)
        item.setData(RULE_ROLE, folder)

    def protect(self, folder: Path) -> None:
        """Takes a folder under protection."""
        if str(folder) not in self.chosen_folders():
            self._add_folder_line(str(folder))
            self._emit()

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Protect a folder"))
        if name:
            self.protect(Path(name))

    def _remove_folder(self) -> None:
        if self.folders.currentRow() >= 0:
            self.folders.takeItem(self.folders.currentRow())
            self._emit()


def _note(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("kind", "second")
    label.setWordWrap(True)
    return label
