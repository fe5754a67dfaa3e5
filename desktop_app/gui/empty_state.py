"""Empty pages: a drawing, one sentence, one button."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui import icons, theme

WORDS_PX = 420  # a longer line is hard to read


class Drawing(StrEnum):
    """What the drawing is about."""

    PHOTOS = "photos"
    SEARCH = "search"
    HEART = "heart"
    DONE = "done"
    FOLDER = "folder"
    ALBUM = "album"
    HISTORY = "history"


class EmptyDrawing(QWidget):
    """Three prints on a table, and a sign that says what this page is for. Lines only, in the theme's greys."""

    def __init__(self, drawing: Drawing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = drawing
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Qt: fixed."""
        return QSize(224, 148)

    def paintEvent(self, event: object) -> None:
        """Qt: back prints tilted, the front one upright with a landscape, the sign in the accent."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for angle, dx, dy in ((-10.0, -42.0, 6.0), (9.0, 42.0, 4.0)):
            painter.save()
            painter.translate(self.width() / 2 + dx, self.height() / 2 + dy)
            painter.rotate(angle)
            _print(painter, QRectF(-46, -38, 92, 76), is_front=False)
            painter.restore()
        painter.save()
        painter.translate(self.width() / 2, self.height() / 2)
        _print(painter, QRectF(-56, -44, 112, 88), is_front=True)
        painter.restore()
        name = {
            Drawing.PHOTOS: "library",
            Drawing.SEARCH: "search",
            Drawing.HEART: "heart",
            Drawing.DONE: "tick",
            Drawing.FOLDER: "folder-add",
            Drawing.ALBUM: "album",
            Drawing.HISTORY: "history",
        }[self.drawing]
        seal = QRectF(self.width() / 2 + 32, self.height() / 2 + 18, 44, 44)
        painter.setPen(QPen(QColor(t.ground), 4))
        painter.setBrush(QColor(t.accent))
        painter.drawEllipse(seal)
        icons.paint(painter, name, seal.adjusted(11, 11, -11, -11), QColor(t.on_accent))


def _print(painter: QPainter, card: QRectF, *, is_front: bool) -> None:
    t = theme.tokens()
    painter.setPen(QPen(QColor(t.outline), 1.5))
    painter.setBrush(QColor(t.surface))
    painter.drawRoundedRect(card, 6, 6)
    inner = card.adjusted(8, 8, -8, -8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(t.raised))
    painter.drawRoundedRect(inner, 3, 3)
    if not is_front:
        return
    clip = QPainterPath()
    clip.addRoundedRect(inner, 3, 3)
    painter.setClipPath(clip)
    painter.setBrush(QColor(t.pressed))
    painter.drawEllipse(QPointF(inner.right() - 22, inner.top() + 20), 9, 9)
    low, left, right = inner.bottom(), inner.left(), inner.right()
    hills = [(left, low), (left, low - 22), (left + 26, low - 46), (left + 52, low - 18), (right, low)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in hills]))
    painter.setBrush(QColor(t.outline))
    hills = [(left + 30, low), (left + 62, low - 34), (right, low - 6), (right, low)]
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in hills]))
    painter.setClipping(False)


class EmptyState(QWidget):
    """The drawing, a title, one sentence and at most one button, in the middle of the page."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.drawing = EmptyDrawing(Drawing.PHOTOS, self)
        self.title = QLabel(self)
        self.title.setProperty("kind", "header")
        self.sentence = QLabel(self)
        self.sentence.setProperty("kind", "second")
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setMaximumWidth(WORDS_PX)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton(self)
        self.button.setProperty("kind", "primary")
        self.button.setAccessibleName(self.tr("Go on"))
        self.button.clicked.connect(lambda: self.acted.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 48)
        column.setSpacing(8)
        column.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self.drawing, 0, middle)
        column.addSpacing(8)
        for label in (self.title, self.sentence):
            row = QHBoxLayout()  # the words take what there is, and wrap
            row.addStretch(1)
            row.addWidget(label, WORDS_PX)
            row.addStretch(1)
            column.addLayout(row)
        column.addSpacing(12)
        column.addWidget(self.button, 0, middle)
        column.addStretch(1)

    def say(self, drawing: Drawing, title: str, sentence: str, button: str = "") -> None:
        """Shows this state; without words for it there is no button."""
        self.drawing.drawing = drawing
        self.drawing.update()
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.button.setText(button)
        self.button.setAccessibleName(button or self.tr("Go on"))
        self.button.setVisible(bool(button))
        self.setAccessibleName(f"{title} {sentence}")
