"""The small bar at the bottom: says what was done and offers to undo it for eight seconds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QEnterEvent, QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.gui import theme

MARGIN_PX = 20


class Toast(QWidget):
    """One sentence and one button, floating over the page. The mouse over it or the focus in it holds it."""

    undone = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = parent
        self._ground = ""
        self.area: Callable[[], QRect] = parent.rect  # where it floats, in the parent's coordinates
        self.setAccessibleName(self.tr("Message"))
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton(self.tr("Undo"), self)
        self.button.setProperty("kind", "link")
        self.button.setAccessibleName(self.tr("Undo"))
        self.button.clicked.connect(self._undo)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self.words)
        row.addWidget(self.button)
        self._timer = QTimer(self, singleShot=True, interval=theme.tokens().metrics.undo_bar_ms)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def remaining_ms(self) -> int:
        """How long it stays when nothing holds it; -1 when it is held or hidden."""
        return self._timer.remainingTime() if self._timer.isActive() else -1

    def offer_undo(self, sentence: str) -> None:
        """Says what was done, with the Undo button."""
        self._show(sentence, has_button=True)

    def say(self, sentence: str) -> None:
        """Says something that cannot be undone."""
        self._show(sentence, has_button=False)

    def _show(self, sentence: str, *, has_button: bool) -> None:
        t = theme.tokens()
        ground, ink = (t.raised, t.text) if t.is_dark else (t.text, t.ground)
        self.setStyleSheet(
            f"QLabel {{ color: {ink}; }} QPushButton {{ color: {t.accent if t.is_dark else '#B7BEFF'}; }}"
        )
        self._ground = ground
        self.words.setText(sentence)
        self.setAccessibleDescription(sentence)
        self.button.setVisible(has_button)
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _undo(self) -> None:
        self.hide()
        self._timer.stop()
        self.undone.emit()

    def place(self) -> None:
        """Goes to the bottom middle of the area it floats over."""
        parent = self._window
        room = parent.width() - 2 * MARGIN_PX
        self.resize(min(self.sizeHint().width(), room), max(40, self.sizeHint().height()))
        area = self.area()
        self.move(area.center().x() - self.width() // 2, area.bottom() - self.height() - MARGIN_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stays at the bottom when the window grows."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: the pointer holds it."""
        super().enterEvent(event)
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: let go, the eight seconds begin anew."""
        super().leaveEvent(event)
        if self.isVisible():
            self._timer.start()

    def paintEvent(self, event: object) -> None:
        """Qt: a dark rounded bar, in the dark theme a raised one with a hairline."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self._ground))
        painter.setPen(QPen(QColor(t.outline)) if t.is_dark else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
