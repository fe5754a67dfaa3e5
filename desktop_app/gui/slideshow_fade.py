"""One picture fading into the next: both as they were painted, one over the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

FADE_MS = 600


class CrossFade(QWidget):
    """Lies over a widget while what it showed fades into what it shows.

    Paints two ready pictures instead of the widget itself: scaling a photo smoothly at every step is too slow for a
    large screen. It is opaque, so Qt leaves out what lies below, and lets every event through.
    """

    def __init__(self, below: QWidget) -> None:
        super().__init__(below)
        self._below = below
        self._old, self._new = QPixmap(), QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._animation = QVariantAnimation(self, duration=FADE_MS, startValue=0.0, endValue=1.0)
        self._animation.valueChanged.connect(lambda _share: self.update())
        self._animation.finished.connect(self.stop)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether a fade is under way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def hold(self) -> None:
        """Keeps what is to be seen now; `run` fades from it. A fade under way is kept as it stands."""
        self._old = self.grab() if self.is_running else self._below.grab()

    def run(self) -> None:
        """Fades from what was held to what the widget below shows now."""
        self.stop()
        self._new = self._below.grab()
        if self._old.isNull() or self._old.size() != self._new.size():
            return
        self.setGeometry(self._below.rect())
        self.show()
        self._animation.start()

    def stop(self) -> None:
        """Shows the widget below as it is."""
        self._animation.stop()
        self.hide()

    def paintEvent(self, event: object) -> None:
        """Qt: the new picture over the old one, as far as it has come."""
        del event
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._old)
        painter.setOpacity(float(self._animation.currentValue() or 0.0))
        painter.drawPixmap(0, 0, self._new)
