"""The slider from few large groups to many small ones. What the measure would choose is marked, and holds the knob."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSlider, QStyle, QWidget

from desktop_app.domain.group import Grouping
from desktop_app.gui import theme

STEPS = 1000
HOLD = 28  # steps beside the automatic place that mean automatic
KEYS_REST_MS = 700
WIDTH_PX = 200


class CoarsenessSlider(QSlider):
    """Says what is wanted when the knob is let go, or a moment after the last key."""

    count_wanted = Signal(object)  # int, or None: the measure chooses
    count_shown = Signal(object)  # the same, while it moves

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 25)
        self.setPageStep(STEPS // 8)
        self.setStyleSheet(f"QSlider {{ min-width: {WIDTH_PX}px; max-width: {WIDTH_PX}px; }}")
        self.setAccessibleName(self.tr("How many groups"))
        self.setToolTip(self.tr("From few large groups to many small ones"))
        self._grouping = Grouping(())
        self._next: Grouping | None = None
        self._is_pressed = False
        self._keys = QTimer(self, singleShot=True, interval=KEYS_REST_MS)
        self._keys.timeout.connect(self._say)
        self.valueChanged.connect(self._on_moved)

    def show_grouping(self, grouping: Grouping) -> None:
        """Shows where a grouping stands; says nothing of it."""
        if self._is_pressed or self._keys.isActive():
            self._next = grouping  # its ends would move under the hand
            return
        self._grouping, self._next = grouping, None
        wanted = grouping.asked if grouping.asked is not None else grouping.chosen or len(grouping.groups)
        self.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self.setValue(self._step_of(wanted))
        self.blockSignals(False)  # noqa: FBT003
        self.setEnabled(grouping.largest > grouping.smallest)
        self._describe()
        self.update()

    @property
    def count(self) -> int | None:
        """How many groups the knob stands for; None: as many as the measure chooses."""
        automatic = self.automatic_step
        if automatic is not None and abs(self.value() - automatic) <= HOLD:
            return None
        return self._count_of(self.value())

    @property
    def automatic_step(self) -> int | None:
        """Where the measure's choice lies; None while it is not known."""
        return None if self._grouping.chosen is None else self._step_of(self._grouping.chosen)

    def _step_of(self, count: int) -> int:
        low, high = max(1, self._grouping.smallest), max(2, self._grouping.largest)
        if high <= low:
            return 0
        share = math.log(min(max(count, low), high) / low) / math.log(high / low)
        return round(share * STEPS)

    def _count_of(self, step: int) -> int:
        low, high = max(1, self._grouping.smallest), max(2, self._grouping.largest)
        return round(low * (high / low) ** (step / STEPS)) if high > low else low

    def _on_moved(self) -> None:
        self._describe()
        self.count_shown.emit(self.count)
        if not self._is_pressed:
            self._keys.start()

    def _describe(self) -> None:
        count = self.count
        self.setAccessibleDescription(self.tr("Automatic") if count is None else str(count))

    def _say(self) -> None:
        asked = self._grouping.asked
        if self.count != asked or (self.count is None and asked is not None):
            self.count_wanted.emit(self.count)
        elif self._next is not None:
            self.show_grouping(self._next)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: the knob comes to the pointer, and is held."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._is_pressed = True
            self._go_to(event)
            self.setSliderDown(True)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: the knob follows."""
        if self._is_pressed:
            self._go_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: let go near the automatic place it goes there."""
        if event.button() != Qt.MouseButton.LeftButton or not self._is_pressed:
            return
        self._is_pressed = False
        self.setSliderDown(False)
        automatic = self.automatic_step
        if self.count is None and automatic is not None:
            self._keys.stop()
            self.blockSignals(True)  # noqa: FBT003
            self.setValue(automatic)
            self.blockSignals(False)  # noqa: FBT003
        self._say()

    def _go_to(self, event: QMouseEvent) -> None:
        room = self.width() - 16
        x = round(event.position().x()) - 8
        is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.setValue(QStyle.sliderValueFromPosition(0, STEPS, x, room, is_turned))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the groove, the automatic place on it, the knob."""
        automatic = self.automatic_step
        if automatic is not None and self.isEnabled():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.tokens().text_second))
            is_turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            x = 8 + QStyle.sliderPositionFromValue(0, STEPS, automatic, self.width() - 16, is_turned)
            painter.drawEllipse(QPointF(x, self.height() / 2 + 9.5), 1.75, 1.75)
            painter.end()
        super().paintEvent(event)
