"""The door to hidden photos: a field for the passcode, and honest words about what it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.gui import icons, theme

WORDS_PX, FIELD_PX = 420, 220


def _wrapped(label: QLabel) -> QHBoxLayout:
    """Puts words in the middle that take what room there is, and wrap."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(label, WORDS_PX)
    row.addStretch(1)
    return row


class _Sign(QWidget):
    """A lock in a circle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(64, 64)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the sign in the theme's colours."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.raised))
        painter.drawEllipse(self.rect())
        icons.paint(painter, "lock", QRectF(20, 20, 24, 24), QColor(t.text_second))


class LockPage(QWidget):
    """Nothing of the hidden photos is on this page, not even how many they are."""

    tried = Signal(str)  # what was typed

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Hidden photos are locked"))
        self.title = self._label(self.tr("Hidden photos are locked"), "header")
        self.trouble = self._label("", "danger")
        self.trouble.hide()
        self.honesty = self._label(
            self.tr(
                "This is a lock on the screen, not encryption: the files lie in their folders as ever, and other"
                " programs can open them."
            ),
            "second",
        )
        self.field = QLineEdit(self)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(self.tr("Passcode"))
        self.field.setAccessibleName(self.tr("Passcode"))
        self.field.setFixedWidth(FIELD_PX)
        self.field.returnPressed.connect(self._try)
        self.button = QPushButton(self.tr("Unlock"), self)
        self.button.setProperty("kind", "primary")
        self.button.setAccessibleName(self.tr("Unlock hidden photos"))
        self.button.clicked.connect(self._try)
        self.forgot = QPushButton(self.tr("Forgot the passcode?"), self)
        self.forgot.setProperty("kind", "link")
        self.forgot.setAccessibleName(self.forgot.text())
        self.forgot.clicked.connect(self._tell_of_forgetting)
        self.advice = self._label(
            self.tr(
                "Nobody can look the passcode up, and Reverie has no second way in. Your photos are not lost: they lie"
                " in their folders, where a file manager shows them. A library made afresh from the same folders has"
                " no lock, and none of your ratings, tags and albums."
            ),
            "second",
        )
        self.advice.hide()
        self._arrange()

    def _label(self, text: str, kind: str) -> QLabel:
        label = QLabel(text, self)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setWordWrap(True)
        label.setMaximumWidth(WORDS_PX)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return label

    def _arrange(self) -> None:
        middle = Qt.AlignmentFlag.AlignHCenter
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.field)
        line.addWidget(self.button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 48)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(_Sign(self), 0, middle)
        column.addSpacing(4)
        column.addLayout(_wrapped(self.title))
        column.addLayout(line)
        column.addLayout(_wrapped(self.trouble))
        column.addLayout(_wrapped(self.honesty))
        column.addWidget(self.forgot, 0, middle)
        column.addLayout(_wrapped(self.advice))
        column.addStretch(1)

    def _try(self) -> None:
        text = self.field.text()
        self.field.clear()
        if text:
            self._show_trouble("")
            self.tried.emit(text)

    def say(self, trouble: str) -> None:
        """Says why it did not open."""
        self._show_trouble(trouble)
        self.field.setFocus()

    def _show_trouble(self, words: str) -> None:
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def _tell_of_forgetting(self) -> None:
        self.advice.show()
        self.forgot.hide()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: ready to type, and nothing left from before."""
        super().showEvent(event)
        self.field.clear()
        self._show_trouble("")
        self.field.setFocus()
