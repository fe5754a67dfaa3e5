"""The review of a flag: one photo after the other, why it bears the flag, right or wrong, and how many are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Flag, FlagName, Photo
from desktop_app.gui import facts
from desktop_app.gui.covered_picture import CoveredPicture
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.flag_words import question
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library


class ReviewPage(QWidget):
    """Shows what it is given; the desk knows the queue. Keys: R right, W wrong, Space later."""

    found_right = Signal()
    found_wrong = Signal()
    postponed = Signal()
    order_changed = Signal(bool)  # surest first
    left = Signal()  # back to the flags

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Review of flags"))
        self.question, self.left_over, self.why, self.about = (QLabel(self) for _ in range(4))
        self.question.setProperty("kind", "header")
        for label in (self.left_over, self.about):
            label.setProperty("kind", "second")
        for label in (self.question, self.left_over, self.why, self.about):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.why.setWordWrap(True)
        self.why.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.about.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.order = QComboBox(self)
        self.order.addItems([self.tr("Surest first"), self.tr("Most doubtful first")])
        self.order.setAccessibleName(self.tr("Order"))
        self.order.currentIndexChanged.connect(lambda index: self.order_changed.emit(index == 0))
        self.canvas = CoveredPicture(library, bridge, self)
        self.canvas.unveiled.connect(self.setFocus)
        self.wrong = self._button(self.tr("Wrong"), self.tr("Wrong: the flag goes and does not come back (W)"))
        self.later = self._button(self.tr("Later"), self.tr("Later: to the end of the queue (Space)"))
        self.right = self._button(self.tr("Right"), self.tr("Right: the flag stays (R)"))
        self.later.setProperty("kind", "quiet")
        self.wrong.clicked.connect(lambda: self.found_wrong.emit())
        self.right.clicked.connect(lambda: self.found_right.emit())
        self.later.clicked.connect(lambda: self.postponed.emit())
        self.keys = QLabel(self.tr("Keys: W wrong, Space later, R right"), self)
        self.keys.setProperty("kind", "second")
        self.keys.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.empty = EmptyState(self)
        self.empty.acted.connect(self.left)
        self._arrange()

    @property
    def photo(self) -> Photo | None:
        """The photo under review."""
        return self.canvas.photo

    def _button(self, text: str, tip: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setMinimumWidth(112)
        return button

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.question)
        head.addWidget(self.left_over, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        head.addWidget(self.order)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addStretch(1)
        for button in (self.wrong, self.later, self.right):
            acts.addWidget(button)
        acts.addStretch(1)
        work = QWidget(self)
        column = QVBoxLayout(work)
        column.setContentsMargins(24, 8, 24, 16)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.why)
        column.addWidget(self.about)
        column.addSpacing(4)
        column.addLayout(acts)
        column.addWidget(self.keys)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(work)
        self.pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)

    def show_photo(self, photo: Photo, flag: Flag, left: int, upcoming: Sequence[PhotoId]) -> None:
        """Shows a photo and asks about it; those to come are fetched meanwhile."""
        self.pages.setCurrentIndex(0)
        self.question.setText(question(flag.name))
        self.left_over.setText(counted("FlagReview", "1 left", "{n} left", left))
        self.why.setText(flag.why)
        self.about.setText(facts.photo_description(photo))
        self.canvas.show_photo(photo, upcoming)
        self.setAccessibleDescription(f"{self.question.text()} {flag.why} {self.left_over.text()}")

    def show_end(self, name: FlagName, *, was_any: bool) -> None:
        """Says that nothing is left."""
        self.canvas.show_photo(None)
        title = self.tr("Everything is reviewed") if was_any else self.tr("Nothing to review")
        words = self.tr("No photo is flagged as “{flag}” that you have not spoken about.")
        words = words.format(flag=facts.flag_text(name))
        self.empty.say(Drawing.DONE, title, words, self.tr("Back to the flags"))
        self.pages.setCurrentIndex(1)

    def event(self, event: QEvent) -> bool:
        """Qt: the keys of the answers are not left to the window's actions."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and self.photo is not None
        if is_key and isinstance(event, QKeyEvent) and self._answer_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def _answer_of(self, event: QKeyEvent) -> SignalInstance | None:
        """Returns what a key means."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        match event.key():
            case Qt.Key.Key_R | Qt.Key.Key_Y:
                return self.found_right
            case Qt.Key.Key_W | Qt.Key.Key_N:
                return self.found_wrong
            case Qt.Key.Key_Space:
                return self.postponed
        return None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: R and W answer, Space puts off."""
        answer = self._answer_of(event) if self.photo is not None else None
        if answer is None:
            super().keyPressEvent(event)
        else:
            answer.emit()
