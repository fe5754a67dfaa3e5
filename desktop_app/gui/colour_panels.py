"""Histogram and palette of one photo."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from desktop_app.gui import theme

BINS = 64


def histogram_of(image: QImage) -> NDArray[np.float32]:
    """Returns (4, 64) float32 of red, green, blue and luma (Rec. 709), each peak 1. Any thread."""
    rgb = image.convertToFormat(QImage.Format.Format_RGB888)
    height, width, stride = rgb.height(), rgb.width(), rgb.bytesPerLine()
    if not height or not width:
        return np.zeros((4, BINS), np.float32)
    rows = np.frombuffer(rgb.constBits(), np.uint8, height * stride).reshape(height, stride)
    pixels = rows[:, : width * 3].reshape(-1, 3)
    luma = (pixels @ np.array([0.2126, 0.7152, 0.0722], np.float32)).astype(np.uint8)
    planes = [*pixels.T, luma]
    counts = np.stack([np.bincount(plane >> 2, minlength=BINS) for plane in planes]).astype(np.float32)
    # A few clipped pixels at the ends must not flatten the rest: the scale comes from the 97th percentile up.
    top = np.maximum(np.percentile(counts, 97, axis=1), counts.mean(axis=1) * 2).reshape(4, 1)
    scaled: NDArray[np.float32] = np.minimum(counts / np.maximum(top, 1), 1.0)
    return scaled


class Histogram(QWidget):
    """Three soft curves and the luma above them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Histogram"))
        self._curves: NDArray[np.float32] | None = None

    def show_curves(self, curves: NDArray[np.float32] | None) -> None:
        """Shows the curves of `histogram_of`, or nothing."""
        self._curves = curves
        if curves is not None:
            middle = float((curves[3] * np.arange(BINS)).sum() / max(float(curves[3].sum()), 1e-6)) / BINS
            words = (
                self.tr("mostly dark")
                if middle < 0.33
                else self.tr("mostly light")
                if middle > 0.66
                else self.tr("balanced")
            )
            self.setAccessibleDescription(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: the inspector's width, 72 px high."""
        return QSize(200, 72)

    def paintEvent(self, event: object) -> None:
        """Qt: curves on a quiet ground."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), t.metrics.radius, t.metrics.radius)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), QColor(t.raised))
        if self._curves is None:
            return
        inks = ("#E5484D", "#30A46C", "#3E63DD") if not t.is_dark else ("#FF6369", "#4CC38A", "#849DFF")
        for curve, ink in zip(self._curves[:3], inks, strict=True):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(ink, 0.38))
            painter.drawPolygon(self._outline(curve))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(t.text, 0.55), 1.25))
        painter.drawPolyline(QPolygonF(self._points(self._curves[3])))

    def _outline(self, curve: NDArray[np.float32]) -> QPolygonF:
        height, width = float(self.height()), float(self.width())
        return QPolygonF([QPointF(0, height), *self._points(curve), QPointF(width, height)])

    def _points(self, curve: NDArray[np.float32]) -> list[QPointF]:
        smooth = np.convolve(np.pad(curve, 1, mode="edge"), (0.25, 0.5, 0.25), mode="valid")
        width, height = float(self.width()), float(self.height())
        return [QPointF(i * width / (BINS - 1), height - 2 - float(v) * (height - 10)) for i, v in enumerate(smooth)]


class Swatch(QAbstractButton):
    """One colour of the palette; a click copies its hex code."""

    def __init__(self, rgb: int, share: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hex = f"#{rgb:06X}"
        self.share = share
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        said = self.tr("{hex}, {percent} % of the picture. Click to copy.").format(
            hex=self.hex, percent=round(share * 100)
        )
        self.setToolTip(said)
        self.setAccessibleName(said)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Qt: 28 px high; the width is the share."""
        return QSize(28, 28)

    def paintEvent(self, event: object) -> None:
        """Qt: the colour, with a hairline so that white is seen on white."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(self.hex))
        is_marked = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(t.accent), 2) if is_marked else QPen(theme.colour(t.text, 0.14), 1))
        inset = 1.0 if is_marked else 0.5
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), 5, 5)


class Palette(QWidget):
    """Up to five colours, wider the more of the picture they cover."""

    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._shown: tuple[tuple[int, float], ...] = ()

    @property
    def swatches(self) -> list[Swatch]:
        """The colours shown, largest first."""
        items = (self._row.itemAt(i) for i in range(self._row.count()))
        return [w for item in items if item is not None and isinstance(w := item.widget(), Swatch)]

    def show_colours(self, colours: Sequence[tuple[int, float]]) -> None:
        """Shows (0xRRGGBB, share) pairs."""
        if tuple(colours) == self._shown:
            return
        self._shown = tuple(colours)
        while (item := self._row.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for rgb, share in self._shown:
            swatch = Swatch(rgb, share, self)
            swatch.clicked.connect(lambda _checked=False, code=swatch.hex: self.copied.emit(code))
            self._row.addWidget(swatch, max(12, round(share * 100)))
