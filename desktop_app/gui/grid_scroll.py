"""Smooth scrolling of one scroll bar: a wheel's notches glide, a trackpad's pixels are followed as they come."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QScrollBar

GLIDE_MS = 160
NOTCH = 120  # eighths of a degree, as Qt counts one click of a wheel


class SmoothScroll(QObject):
    """Moves a scroll bar. A new notch extends the glide that runs, so quick turning goes far."""

    def __init__(self, bar: QScrollBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._glide = QVariantAnimation(self)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(lambda value: self._bar.setValue(round(value)))
        self.is_motion_reduced = False
        self.pixels_per_notch = 120

    @property
    def is_gliding(self) -> bool:
        """Whether an animation is under way."""
        return self._glide.state() == QAbstractAnimation.State.Running

    def wheel(self, event: QWheelEvent) -> None:
        """Scrolls as a wheel or trackpad asks."""
        pixels = event.pixelDelta().y()
        if pixels:
            self.stop()
            self._bar.setValue(self._bar.value() - pixels)
            return
        turned = event.angleDelta().y()
        if turned:
            self.by(-round(turned / NOTCH * self.pixels_per_notch))

    def by(self, pixels: int) -> None:
        """Glides by a distance, from where a running glide would end."""
        start = round(self._glide.endValue()) if self.is_gliding else self._bar.value()
        self.to(start + pixels)

    def to(self, value: int) -> None:
        """Glides to a place; jumps when motion is reduced."""
        value = min(max(value, self._bar.minimum()), self._bar.maximum())
        self.stop()
        if self.is_motion_reduced or not self._bar.window().isVisible():
            self._bar.setValue(value)
            return
        self._glide.setStartValue(float(self._bar.value()))
        self._glide.setEndValue(float(value))
        self._glide.setDuration(GLIDE_MS)
        self._glide.start()

    def stop(self) -> None:
        """Ends a glide where it is."""
        self._glide.stop()


class TurnedHeight:
    """Turns a height by factors, of a wheel or of two fingers; what is less than a pixel is kept for the next turn."""

    def __init__(self) -> None:
        self._rest = 1.0

    def turned(self, height_px: int, factor: float) -> int:
        """Returns the height after a turn, at least 1 px."""
        exact_px = max(1.0, height_px * self._rest * factor)
        self._rest = exact_px / round(exact_px)
        return round(exact_px)
