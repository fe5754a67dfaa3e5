"""The small pictures of a question: each can be taken out, and a dashed one adds another."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QImage, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

from desktop_app.gui import icons, theme

TILE_PX = 64


class QueryTile(QAbstractButton):
    """A picture asked about. A click, Delete or Backspace takes it out of the question."""

    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap: QPixmap | None = None
        self.is_removable = True
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setAccessibleName(self.tr("Picture asked about: {name}").format(name=name))
        self.setToolTip(name)
        self.clicked.connect(self._remove)

    def show_image(self, image: QImage | None) -> None:
        """Shows the picture's middle square."""
        if image is None or image.isNull():
            return
        side = min(image.width(), image.height())
        part = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
        edge = TILE_PX * 2
        mode = Qt.TransformationMode.SmoothTransformation
        self._pixmap = QPixmap.fromImage(part.scaled(edge, edge, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
        self.update()

    def _remove(self) -> None:
        if self.is_removable:
            self.removed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Delete removes."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: shows the cross."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: hides the cross."""
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: the picture; the cross when it is about to be used."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        clip = QPainterPath()
        clip.addRoundedRect(box, t.metrics.radius, t.metrics.radius)
        painter.save()
        painter.setClipPath(clip)
        painter.fillRect(box, QColor(t.raised))
        if self._pixmap is not None:
            painter.drawPixmap(box, self._pixmap, QRectF(self._pixmap.rect()))
        else:
            icons.paint(painter, "image", box.adjusted(20, 20, -20, -20), QColor(t.text_second))
        painter.restore()
        painter.setPen(QPen(theme.colour(t.text, 0.1), 1))  # so that a white picture ends somewhere
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), t.metrics.radius, t.metrics.radius)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
        if self.is_removable and (self.underMouse() or self.hasFocus()):
            seal = QRectF(self.width() - 24, 4, 20, 20)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(t.scrim, 0.6))
            painter.drawEllipse(seal)
            icons.paint(painter, "close", seal.adjusted(4, 4, -4, -4), QColor(t.on_scrim))


class AddTile(QAbstractButton):
    """The dashed tile that adds another picture to the question."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(TILE_PX, TILE_PX)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.tr("Add another picture"))
        self.setToolTip(self.tr("Add another picture: photos like all of them together"))

    def paintEvent(self, event: object) -> None:
        """Qt: dashes and a plus."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_on = self.hasFocus() or self.underMouse()
        painter.setPen(QPen(QColor(t.accent if is_on else t.outline), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(t.hover) if self.underMouse() else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), t.metrics.radius, t.metrics.radius)
        ink = QColor(t.accent if is_on else t.text_second)
        icons.paint(painter, "plus", QRectF(self.width() / 2 - 10, self.height() / 2 - 10, 20, 20), ink)
