"""How the map comes to rest: it glides to another view, keeping still what shall keep still."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

from desktop_app.gui.map_camera import Camera

if TYPE_CHECKING:
    from desktop_app.gui.map_view import MapView

GLIDE_MS = 220
ZOOM_MS = 140


class MapMotion(QObject):
    """Moves the camera of a map, at once when motion is reduced."""

    def __init__(self, view: MapView) -> None:
        super().__init__(view)
        self._view = view
        self.is_reduced = False
        self._start = self._end = view.camera
        self._at: tuple[float, float] | None = None
        self._glide = QVariantAnimation(self)
        self._glide.setStartValue(0.0)
        self._glide.setEndValue(1.0)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._glide.valueChanged.connect(lambda share: self._step(float(share)))

    @property
    def is_gliding(self) -> bool:
        """Whether a glide is under way."""
        return self._glide.state() == QAbstractAnimation.State.Running

    def stop(self) -> None:
        """Ends a glide where it is."""
        self._glide.stop()

    def glide_to(self, camera: Camera) -> None:
        """Goes to another view."""
        self._run(camera, None, GLIDE_MS)

    def zoom(self, factor: float, at: tuple[float, float]) -> None:
        """Zooms to a point of the view; a new turn of the wheel goes on from where the last one would end."""
        scale = (self._end.scale if self.is_gliding and self._at is not None else self._view.camera.scale) * factor
        if self._view.content is not None:
            scale = self._view.camera.zoomed(scale, at).kept_in(self._view.content.bounds).scale
        self._run(self._view.camera.zoomed(scale, at), at, ZOOM_MS)

    def _run(self, camera: Camera, at: tuple[float, float] | None, for_ms: int) -> None:
        self._glide.stop()
        self._start, self._end, self._at = self._view.camera, camera, at
        if self.is_reduced or not self._view.isVisible():
            self._view.set_camera(camera)
            return
        self._glide.setDuration(for_ms)
        self._glide.start()

    def _step(self, share: float) -> None:
        first, last = self._start, self._end
        scale = first.scale * math.exp(math.log(last.scale / first.scale) * share)
        if self._at is not None:
            self._view.set_camera(first.zoomed(scale, self._at))
            return
        middle = (first.x + (last.x - first.x) * share, first.y + (last.y - first.y) * share)
        self._view.set_camera(Camera(*middle, scale, self._view.width(), self._view.height()))
