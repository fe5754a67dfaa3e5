"""The small window that asks for one of several things: a field that filters, a list, Enter chooses."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


class ListChooser(QDialog):
    """What the choosers have in common. Each says what it lists for the words in the field, and what was chosen.

    Args:
        lead: what is asked.
        hint: what can be typed into the field.
        name: of the list.
        yes: on the button that chooses.
        size_px: width of the window and height of the list.
        parent: the window.
    """

    def __init__(
        self, lead: str, hint: str, name: str, yes: str, size_px: tuple[int, int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._width_px = size_px[0]
        self.lead = QLabel(lead, self)
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        self.lead.setWordWrap(True)
        self.lead.setProperty("kind", "header")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(name)
        self.list.setMouseTracking(True)
        self.list.setFixedHeight(size_px[1])
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.itemClicked.connect(lambda _item: self.accept())
        self.button = QPushButton(yes, self)
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        self.button.clicked.connect(self.accept)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._arrange()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.lead, self.field, self.list):
            column.addWidget(widget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def begin(self) -> None:
        """Lists everything; to be called once what is listed is known."""
        self._on_text("")
        self.resize(self._width_px, self.sizeHint().height())
        self.field.setFocus()

    def _on_text(self, text: str) -> None:
        self.list.clear()
        self.fill(" ".join(text.split()))
        self.list.setCurrentRow(0)
        self.button.setEnabled(bool(self.list.count()))

    def fill(self, wanted: str) -> None:
        """Adds the lines that hold the words, the first of them to be chosen by Enter."""
        raise NotImplementedError

    def choose(self, item: QListWidgetItem) -> None:
        """Says that a line was chosen."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: up and down in the field walk through the list."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Qt: chooses the current line; without one it stays open."""
        item = self.list.currentItem()
        if item is not None:
            super().accept()
            self.choose(item)
