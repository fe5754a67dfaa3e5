"""The line above the photos in the trash: where they are, what became of others, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.domain.trash import TrashContents
from desktop_app.gui.translation import counted

HEIGHT_PX = 36


class TrashBar(QWidget):
    """Shows and asks; moves nothing itself."""

    restore_wanted = Signal()  # the selected photos, or all when none is

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT_PX)
        self._text = ""
        self.words = QLabel(self)
        self.words.setProperty("kind", "second")
        self.words.setMinimumWidth(1)
        self.button = QPushButton(self.tr("Restore all"), self)
        self.button.setProperty("kind", "link")
        self.button.clicked.connect(lambda: self.restore_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 4)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self.show_contents(TrashContents())
        self.show_selected(0)

    def show_contents(self, contents: TrashContents) -> None:
        """Says where the photos are, and which cannot be brought back."""
        parts = [self.tr("These photos are in your system's trash, with all you said of them.")]
        if contents.emptied:
            parts.append(
                counted(
                    "TrashBar",
                    "1 more is gone since the trash was emptied.",
                    "{n} more are gone since the trash was emptied.",
                    len(contents.emptied),
                )
            )
        if contents.away:
            parts.append(
                counted(
                    "TrashBar",
                    "1 lies on a drive that is not connected.",
                    "{n} lie on a drive that is not connected.",
                    len(contents.away),
                )
            )
        self._text = " ".join(parts)
        self.words.setToolTip(self._text)
        self.words.setAccessibleName(self._text)
        self._fit()

    def show_selected(self, count: int) -> None:
        """Names the button after what it would bring back."""
        words = counted("TrashBar", "Restore 1 photo", "Restore {n} photos", count) if count else self.tr("Restore all")
        self.button.setText(words)
        self.button.setAccessibleName(words)

    def _fit(self) -> None:
        room = max(self.words.width(), 1)
        self.words.setText(self.words.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what does not fit is in the tool tip."""
        super().resizeEvent(event)
        self._fit()
