"""Keeps the Tab key in reading order where the parts of a panel come and go: chips, swatches, buttons of lines."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QWidget

LINE_PX = 8  # parts whose tops differ by less stand in one line


class ReadingOrder(QObject):
    """Chains what can have the focus inside a panel, top to bottom, after each change of its layout."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.chain)
        panel.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: a new layout is a new order."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._timer.start()
        return super().eventFilter(watched, event)

    def parts(self) -> list[QWidget]:
        """Returns what Tab reaches inside the panel, as it is read."""
        found = [
            part
            for part in self._panel.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisibleTo(self._panel)
        ]
        return sorted(found, key=self._place)

    def _place(self, part: QWidget) -> tuple[int, int]:
        at = part.mapTo(self._panel, QPoint())
        is_mirrored = self._panel.layoutDirection() == Qt.LayoutDirection.RightToLeft
        return at.y() // LINE_PX, -at.x() if is_mirrored else at.x()

    def chain(self) -> None:
        """Sets the order."""
        for before, after in pairwise(self.parts()):
            QWidget.setTabOrder(before, after)
