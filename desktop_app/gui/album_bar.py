"""The line above an album's photos: from when to when they are, and in which order they stand."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_app.gui.photo_model import day_of, long_date

HEIGHT_PX = 32
HINT_FROM_PX = 460  # a narrower bar has no room for advice
DASH = "\N{EN DASH}"


class AlbumBar(QWidget):
    """Dates at the left; at the right what can be done about the order."""

    date_order_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT_PX)
        self.dates = QLabel(self)
        self.hint = QLabel(self.tr("Drag photos to arrange them"), self)
        for label in (self.dates, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("kind", "second")
        self._is_hint_useful = False
        self.order = QLabel(self.tr("In your order"), self)
        self.order.setProperty("kind", "second")
        self.button = QPushButton(self.tr("Sort by date"), self)
        self.button.setProperty("kind", "link")
        self.button.setAccessibleName(self.tr("Sort album by date"))
        self.button.clicked.connect(lambda: self.date_order_wanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.dates)
        row.addStretch(1)
        for widget in (self.hint, self.order, self.button):
            row.addWidget(widget)

    def show_album(self, taken_at_ms: NDArray[np.int64], *, is_own_order: bool) -> None:
        """Shows the span of (N,) wall-clock times, N at least 1, and the order they stand in."""
        self.dates.setText(span_text(int(taken_at_ms.min()), int(taken_at_ms.max())))
        self._is_hint_useful = not is_own_order and len(taken_at_ms) > 1
        self._show_hint()
        self.order.setVisible(is_own_order)
        self.button.setVisible(is_own_order)

    def _show_hint(self) -> None:
        self.hint.setVisible(self._is_hint_useful and self.width() >= HINT_FROM_PX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the advice gives way first."""
        super().resizeEvent(event)
        self._show_hint()


def span_text(first_ms: int, last_ms: int) -> str:
    """Returns '3 to 14 June 2025', '28 May to 3 June 2025' and the like, with a dash, as the language writes dates."""
    first, last = day_of(first_ms), day_of(last_ms)
    if first == last:
        return long_date(first_ms)
    locale = QLocale()
    if first.year() == last.year() and _is_day_first(locale):
        pattern = "d" if first.month() == last.month() else "d MMMM"
        return f"{locale.toString(first, pattern)} {DASH} {long_date(last_ms)}"
    return f"{long_date(first_ms)} {DASH} {long_date(last_ms)}"


def _is_day_first(locale: QLocale) -> bool:
    """Whether dates read day, month, year, so that what two have in common can be said once, at the end."""
    shown = locale.toString(QDate(2011, 12, 25), locale.dateFormat(QLocale.FormatType.ShortFormat))
    return shown.startswith("25")
