"""The line at the foot of the window while photos are saved without their noise: how far, how long, and Cancel."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from desktop_app.domain.denoising import DenoiseProgress
from desktop_app.gui import theme
from desktop_app.gui.denoise_words import progress_text

HEIGHT_PX, BAR_PX = 40, 200
STEPS = 1000


class DenoiseWork(QWidget):
    """Stands below whatever is shown, for as long as something is saved."""

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT_PX)
        self.setAccessibleName(self.tr("Taking out noise"))
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(BAR_PX)
        self.progress.setRange(0, STEPS)
        self.progress.setAccessibleName(self.tr("How far saving has come"))
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setProperty("kind", "quiet")
        self.cancel.setAccessibleName(self.tr("Stop taking out noise"))
        self.cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 12, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.progress)
        row.addWidget(self.cancel)

    def show_progress(self, progress: DenoiseProgress) -> None:
        """Shows how far it has come; a cancelled run says so until it has come to rest."""
        share = (progress.done + progress.share) / max(1, progress.total)
        self.progress.setValue(round(min(1.0, share) * STEPS))
        if self.cancel.isEnabled():
            self.words.setText(progress_text(progress))
            self.words.setAccessibleDescription(self.words.text())

    def begin(self) -> None:
        """Starts anew."""
        self.cancel.setEnabled(True)
        self.progress.setValue(0)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.words.setText(self.tr("Stopping…"))
        self.cancelled.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the ground, and a hairline above."""
        del event
        painter, t = QPainter(self), theme.tokens()
        painter.fillRect(self.rect(), theme.colour(t.ground))
        painter.fillRect(0, 0, self.width(), 1, theme.colour(t.hairline))
