"""The slider from few large groups to many small ones. What the measure would choose is marked, and holds the knob."""

from __future__ import annotations

import math

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.domain.group import Grouping
from desktop_app.gui.marked_slider import MarkedSlider

STEPS = 1000
HOLD = 28  # steps beside the automatic place that mean automatic
KEYS_REST_MS = 700
WIDTH_PX = 200


class CoarsenessSlider(MarkedSlider):
    """Says what is wanted when the knob is let go, or a moment after the last key."""

    count_wanted = Signal(object)  # int, or None: the measure chooses
    count_shown = Signal(object)  # the same, while it moves

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 25)
        self.setPageStep(STEPS // 8)
        self.setStyleSheet(f"QSlider {{ min-width: {WIDTH_PX}px; max-width: {WIDTH_PX}px; }}")
        self.setAccessibleName(self.tr("How many groups"))
        self.setToolTip(self.tr("From few large groups to many small ones"))
        self._grouping = Grouping(())
        self._next: Grouping | None = None
        self._keys = QTimer(self, singleShot=True, interval=KEYS_REST_MS)
        self._keys.timeout.connect(self._say)
        self.valueChanged.connect(self._on_moved)

    def show_grouping(self, grouping: Grouping) -> None:
        """Shows where a grouping stands; says nothing of it."""
        if self.is_held or self._keys.isActive():
            self._next = grouping  # its ends would move under the hand
            return
        self._grouping, self._next = grouping, None
        wanted = grouping.asked if grouping.asked is not None else grouping.chosen or len(grouping.groups)
        self.set_silently(self._step_of(wanted))
        self.setEnabled(grouping.largest > grouping.smallest)
        self._describe()
        self.update()

    @property
    def count(self) -> int | None:
        """How many groups the knob stands for; None: as many as the measure chooses."""
        return None if self.is_at_mark else self._count_of(self.value())

    @property
    def is_at_mark(self) -> bool:
        """Whether the knob is near enough to the automatic place to mean it."""
        return self.mark is not None and abs(self.value() - self.mark) <= HOLD

    @property
    def mark(self) -> int | None:
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
        if not self.is_held:
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

    def let_go(self) -> None:
        """Says what is wanted."""
        if self.is_at_mark:
            self._keys.stop()
        self._say()
