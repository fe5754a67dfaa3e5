"""What a slideshow shows beside the photo: buttons when the pointer moves, a word when a key was pressed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop_app.gui import theme
from desktop_app.gui.translation import counted
from desktop_app.gui.viewer_controls import ViewerButton

MARGIN_PX = 24
NOTE_MS = 1500


def interval_text(interval_s: int) -> str:
    """Returns how long each photo is shown, in words."""
    return counted("SlideshowBar", "1 second a photo", "{n} seconds a photo", interval_s)


class _Pill(QWidget):
    """A rounded piece of the viewer's dark shade, in the middle of the viewer's lower edge."""

    above_px = 0

    def place(self) -> None:
        """Goes there, as large as it needs to be."""
        room = self.parentWidget()
        assert room is not None  # made with the viewer as its parent
        self.adjustSize()
        left, top = (room.width() - self.width()) // 2, room.height() - self.height() - MARGIN_PX - self.above_px
        self.move(left, top)

    def paintEvent(self, event: object) -> None:
        """Qt: the shade, legible on any photo."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.tokens().viewer, 0.78))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)


def _label(parent: QWidget) -> QLabel:
    t = theme.tokens()
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setStyleSheet(f"QLabel {{ color: {t.viewer_text}; font-size: {t.metrics.font_body}px; }}")
    return label


class _Switch(ViewerButton):
    """A button that stays lit while what it stands for is on."""

    def __init__(self, icon_name: str, name: str, parent: QWidget) -> None:
        super().__init__(icon_name, name, parent)
        self.setCheckable(True)

    def nextCheckState(self) -> None:
        """Qt: a click only asks; `show_state` lights it."""

    def paintEvent(self, event: object) -> None:
        """Qt: lit below the icon."""
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.tokens().viewer_text, 0.26))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 6, 6)
            painter.end()
        super().paintEvent(event)


class SlideshowBar(_Pill):
    """Back, pause, on; shuffle; how long each photo is shown; the end."""

    step_wanted = Signal(int)
    pause_wanted = Signal()
    shuffle_wanted = Signal()
    interval_wanted = Signal(int)  # one longer (1) or shorter (-1)
    end_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Slideshow"))
        self.back = ViewerButton("chevron-left", self.tr("Previous photo"), self)
        self.pause = ViewerButton("pause", self.tr("Pause (Space)"), self)
        self.forward = ViewerButton("chevron-right", self.tr("Next photo"), self)
        self.shuffle = _Switch("shuffle", self.tr("Shuffle"), self)
        self.shorter = ViewerButton("minus", self.tr("Show each photo for less time (-)"), self)
        self.longer = ViewerButton("plus", self.tr("Show each photo for more time (+)"), self)
        self.end = ViewerButton("close", self.tr("End the slideshow (Esc)"), self)
        self.interval = _label(self)
        self.interval.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.back.clicked.connect(lambda: self.step_wanted.emit(-1))
        self.forward.clicked.connect(lambda: self.step_wanted.emit(1))
        self.pause.clicked.connect(self.pause_wanted)
        self.shuffle.clicked.connect(self.shuffle_wanted)
        self.shorter.clicked.connect(lambda: self.interval_wanted.emit(-1))
        self.longer.clicked.connect(lambda: self.interval_wanted.emit(1))
        self.end.clicked.connect(self.end_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        groups = (
            (self.back, self.pause, self.forward),
            (self.shuffle,),
            (self.shorter, self.interval, self.longer),
            (self.end,),
        )
        for number, group in enumerate(groups):
            if number:
                row.addSpacing(12)
            for widget in group:
                row.addWidget(widget)

    def show_state(self, *, is_paused: bool, is_shuffled: bool, interval_s: int) -> None:
        """Shows how the slideshow stands."""
        if is_paused:
            self.pause.show_icon("play", self.tr("Go on (Space)"))
        else:
            self.pause.show_icon("pause", self.tr("Pause (Space)"))
        self.shuffle.setChecked(is_shuffled)
        self.interval.setText(interval_text(interval_s))
        self.place()


class SlideNote(_Pill):
    """A word about what a key did. Goes by itself."""

    above_px = 72  # clear of the bar

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words = _label(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.addWidget(self.words)
        self._timer = QTimer(self, singleShot=True, interval=NOTE_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        """Shows a few words for a moment."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
