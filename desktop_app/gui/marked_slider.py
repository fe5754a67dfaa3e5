"""A slider with one marked place: what would be chosen by itself. The knob comes to the pointer, and is held there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSignalBlocker, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from desktop_app.gui import theme

KNOB_PX = 16


class MarkedSlider(QSlider):
    """Horizontal. Which place is marked, and how near it means the same, is for each slider to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.is_held = False

    @property
    def mark(self) -> int | None:
        """The value that is marked; None for none."""
        return None

    @property
    def is_at_mark(self) -> bool:
        """Whether the knob stands for the marked value."""
        return self.value() == self.mark

    def let_go(self) -> None:
        """The knob was let go, by the mouse; it stands on the mark when it was near."""

    def set_silently(self, value: int) -> None:
        """Moves the knob and says nothing of it."""
        with QSignalBlocker(self):
            self.setValue(value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the knob comes to the pointer, and is held."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.is_held = True
            self._go_to(event)
            self.setSliderDown(True)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the knob follows."""
        if self.is_held:
            self._go_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: let go near the mark it goes there."""
        if event.button() != Qt.MouseButton.LeftButton or not self.is_held:
            return
        is_marked, mark = self.is_at_mark, self.mark
        self.is_held = False
        self.setSliderDown(False)
        if is_marked and mark is not None:
            self.set_silently(mark)
        self.let_go()

    def _go_to(self, event: QMouseEvent) -> None:
        x = round(event.position().x()) - KNOB_PX // 2
        is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        room = self.width() - KNOB_PX
        self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), x, room, is_turned))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the groove, the marked place on it, the knob."""
        mark = self.mark
        if mark is not None and self.isEnabled():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens().text_second))
            is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            room = self.width() - KNOB_PX
            at = QStyle.sliderPositionFromValue(self.minimum(), self.maximum(), mark, room, is_turned)
            painter.drawEllipse(QPointF(KNOB_PX / 2 + at, self.height() / 2 + 9.5), 1.75, 1.75)
            painter.end()
        super().paintEvent(event)
