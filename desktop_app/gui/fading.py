"""Controls that come when the pointer moves and fade when it rests."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, QVariantAnimation
from PySide6.QtWidgets import QApplication, QGraphicsOpacityEffect, QWidget

from desktop_app.gui import theme


class Fading(QObject):
    """Shows and fades a set of widgets together. The focus or the pointer in one of them keeps them all."""

    def __init__(self, widgets: Sequence[QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._widgets: tuple[QWidget, ...] = ()
        self._effects: list[QGraphicsOpacityEffect] = []
        metrics = theme.tokens().metrics
        self._timer = QTimer(self, singleShot=True, interval=metrics.controls_fade_ms)
        self._timer.timeout.connect(self._fade)
        self._animation = QVariantAnimation(self, duration=metrics.fade_ms * 2, startValue=1.0, endValue=0.0)
        self._animation.valueChanged.connect(self._set_opacity)
        self._animation.finished.connect(self._hide)
        self._is_motion_reduced = False
        self.use(widgets)

    def use(self, widgets: Sequence[QWidget]) -> None:
        """Takes these widgets; those of before that are not among them are hidden."""
        self.stop()
        for widget in set(self._widgets) - set(widgets):
            widget.hide()
        self._widgets, self._effects = tuple(widgets), []
        for widget in self._widgets:
            effect = QGraphicsOpacityEffect(widget)
            effect.setOpacity(1.0)
            effect.setEnabled(False)
            widget.setGraphicsEffect(effect)
            self._effects.append(effect)

    @property
    def are_shown(self) -> bool:
        """Whether the controls are there."""
        return not self._widgets[0].isHidden()

    def set_motion_reduced(self, *, is_motion_reduced: bool) -> None:
        """Goes at once instead of fading."""
        self._is_motion_reduced = is_motion_reduced

    def wake(self) -> None:
        """Shows the controls and counts the two seconds anew."""
        self._animation.stop()
        for widget, effect in zip(self._widgets, self._effects, strict=True):
            effect.setEnabled(False)
            widget.show()
        self._timer.start()

    def stop(self) -> None:
        """Stays as it is."""
        self._timer.stop()
        self._animation.stop()

    def _is_held(self) -> bool:
        focus = QApplication.focusWidget()
        return any(w.underMouse() or (focus is not None and w.isAncestorOf(focus)) or w is focus for w in self._widgets)

    def _fade(self) -> None:
        if self._is_held():
            self._timer.start()
        elif self._is_motion_reduced:
            self._hide()
        else:
            for effect in self._effects:
                effect.setEnabled(True)
            self._animation.start()

    def _set_opacity(self, value: float) -> None:
        for effect in self._effects:
            effect.setOpacity(value)

    def _hide(self) -> None:
        for widget in self._widgets:
            widget.hide()
