"""Five stars to click or to set with the keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.gui import icons, theme

STAR_PX, STEP_PX, STARS = 18, 24, 5


class RatingStars(QWidget):
    """Shows 0 to 5 stars; a click on the star already given takes the rating away."""

    rated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._rating = 0
        self._hover = 0
        self.set_rating(0)

    @property
    def rating(self) -> int:
        """The rating shown, 0 to 5."""
        return self._rating

    def set_rating(self, rating: int) -> None:
        """Shows a rating without emitting."""
        self._rating = max(0, min(STARS, rating))
        self.setAccessibleName(self.tr("Rating"))
        self.setAccessibleDescription(self.tr("{n} of 5 stars").format(n=self._rating))
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: five stars and the room for the focus ring."""
        return QSize(STARS * STEP_PX + 4, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows change by one, digits set."""
        key = event.key()
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Plus):
            self._choose(min(STARS, self._rating + 1))
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Minus):
            self._choose(max(0, self._rating - 1))
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_5:
            self._choose(int(key) - int(Qt.Key.Key_0))
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: previews the rating under the pointer."""
        self._hover = self._star_at(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: back to the rating given."""
        super().leaveEvent(event)
        self._hover = 0
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: gives the star; the same star again takes the rating away."""
        if event.button() == Qt.MouseButton.LeftButton:
            star = self._star_at(event.position().x())
            self._choose(0 if star == self._rating else star)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: shows the ring."""
        super().focusInEvent(event)
        self.update()

    def _star_at(self, x: float) -> int:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = self.width() - x
        return max(1, min(STARS, int((x - 2) // STEP_PX) + 1))

    def _choose(self, rating: int) -> None:
        if rating != self._rating:
            self.set_rating(rating)
            self.rated.emit(rating)

    def paintEvent(self, event: object) -> None:
        """Qt: filled stars up to the rating (or the pointer), outlines after."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = self._hover or self._rating
        for star in range(1, STARS + 1):
            x = 2 + (star - 1) * STEP_PX + (STEP_PX - STAR_PX) / 2
            if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
                x = self.width() - x - STAR_PX
            is_on = star <= shown
            ink = theme.colour(t.star, 0.6 if self._hover and star > self._rating else 1.0)
            box = QRectF(x, (self.height() - STAR_PX) / 2, STAR_PX, STAR_PX)
            icons.paint(painter, "star-filled" if is_on else "star", box, ink if is_on else QColor(t.text_second))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.accent), 1.5))
            painter.drawRoundedRect(self.rect().toRectF().adjusted(1, 1, -1, -1), 5, 5)
