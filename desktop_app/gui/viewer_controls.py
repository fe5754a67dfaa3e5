"""The viewer's controls: flat buttons on dark ground, the bar above, the curtain that stands in a photo's place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_app.gui import icons, theme
from desktop_app.gui.actions import Actions

BAR_PX = 52


class ViewerButton(QToolButton):
    """A flat button on dark ground."""

    def __init__(self, icon_name: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.icon_name = icon_name
        self.is_marked = False
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFixedSize(36, 36)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def paintEvent(self, event: object) -> None:
        """Qt: the icon in the viewer's own colours, the same in both themes."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(t.viewer_text, 0.22 if self.isDown() else 0.14))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
        if self.hasFocus():
            painter.setPen(QColor(t.viewer_text))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 6, 6)
        ink = QColor(t.favourite if self.is_marked else t.viewer_text)
        icons.paint(painter, self.icon_name, QRectF(self.width() / 2 - 10, self.height() / 2 - 10, 20, 20), ink)

    def show_icon(self, icon_name: str, name: str, *, is_marked: bool = False) -> None:
        """Changes icon, name and mark."""
        self.icon_name, self.is_marked = icon_name, is_marked
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()


class ViewerBar(QWidget):
    """Back, where one is, and what can be done; text is legible on any photo by a soft shade."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(BAR_PX)
        self.back = ViewerButton("arrow-left", self.tr("Back to the photos (Esc)"), self)
        self.title = QLabel(self)
        self.second = QLabel(self)
        for label, token, size in ((self.title, "viewer_text", 13), (self.second, "viewer_second", 12)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setStyleSheet(f"QLabel {{ color: {getattr(theme.tokens(), token)}; font-size: {size}px; }}")
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = QFont(self.title.font())
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.zoom = QLabel(self)
        self.zoom.setTextFormat(Qt.TextFormat.PlainText)
        self.zoom.setStyleSheet(f"QLabel {{ color: {theme.tokens().viewer_second}; font-size: 12px; }}")
        self.zoom.setAccessibleName(self.tr("Zoom"))
        self.heart = ViewerButton("heart", self.tr("Favourite"), self)
        self.similar = ViewerButton("similar", self.tr("Find similar (S)"), self)
        self.denoise = ViewerButton("denoise", self.tr("Denoise (D)"), self)
        self.inspector = ViewerButton("inspector", self.tr("Inspector (I)"), self)
        self.full = ViewerButton("fullscreen", self.tr("Full screen (F11)"), self)
        for button, action_id in (
            (self.heart, "favourite"),
            (self.similar, "find-similar"),
            (self.denoise, "denoise"),
            (self.inspector, "inspector"),
            (self.full, "full-screen"),
        ):
            button.clicked.connect(actions[action_id].trigger)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.second)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(4)
        row.addWidget(self.back)
        row.addSpacing(4)
        row.addLayout(words, 1)
        row.addWidget(self.zoom)
        row.addSpacing(8)
        for button in (self.heart, self.similar, self.denoise, self.inspector, self.full):
            row.addWidget(button)

    def paintEvent(self, event: object) -> None:
        """Qt: a shade that lets go of the photo toward its lower edge."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour(theme.tokens().viewer, 0.72))


class Curtain(QWidget):
    """Stands in the photo's place: a sentence, and for covered photos the button that shows them."""

    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = "hide"
        t = theme.tokens()
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setStyleSheet(f"QLabel {{ color: {t.viewer_second}; }}")
        self.button = QPushButton(self.tr("Show"), self)
        self.button.setAccessibleName(self.tr("Show this photo"))
        self.button.clicked.connect(lambda: self.shown.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 56, 24, 8)
        column.setSpacing(16)
        column.addWidget(self.words)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.hide()

    def say(self, icon_name: str, words: str, *, has_button: bool) -> None:
        """Shows a sentence, with or without the Show button."""
        self._icon = icon_name
        self.words.setText(words)
        self.setAccessibleName(words)
        self.button.setVisible(has_button)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: the icon above the words."""
        del event
        painter = QPainter(self)
        ink = QColor(theme.tokens().viewer_second)
        icons.paint(painter, self._icon, QRectF(self.width() / 2 - 16, 12, 32, 32), ink)
