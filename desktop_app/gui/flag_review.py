"""The review of a flag: one photo after the other, why it bears the flag, right or wrong, and how many are left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
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
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import facts
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.flag_words import question
from desktop_app.gui.picture_view import PictureView
from desktop_app.gui.translation import counted
from desktop_app.gui.view_loader import ViewLoader
from desktop_app.gui.viewer_controls import Curtain

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

CURTAIN_PX = (320, 140)


class ReviewPage(QWidget):
    """Shows what it is given; the desk knows the queue. Keys: R right, W wrong, Space later."""

    found_right = Signal()
    found_wrong = Signal()
    postponed = Signal()
    order_changed = Signal(bool)  # surest first
    left = Signal()  # back to the flags

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.photo: Photo | None = None
        self.is_veiling = True
        self._unveiled: set[PhotoId] = set()
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
        self.canvas = PictureView(self)
        self.curtain = Curtain(self.canvas)
        self.curtain.shown.connect(self._unveil)
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
        self._loader = ViewLoader(library, bridge, self)
        self._loader.thumbnail_ready.connect(lambda photo, pixmap: self._on_form(photo, "thumbnail", pixmap))
        self._loader.screen_ready.connect(self._on_screen)
        self._loader.full_ready.connect(lambda photo, pixmap: self._on_form(photo, "full", pixmap))
        self._loader.failed.connect(self._on_failed)
        self.canvas.full_wanted.connect(lambda: self._loader.fetch_full(self.photo.id) if self.photo else None)
        self._arrange()

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
        is_new = self.photo is None or self.photo.id != photo.id
        self.photo = photo
        self.pages.setCurrentIndex(0)
        self.question.setText(question(flag.name))
        self.left_over.setText(counted("FlagReview", "1 left", "{n} left", left))
        self.why.setText(flag.why)
        self.about.setText(facts.photo_description(photo))
        self.canvas.setAccessibleName(facts.photo_description(photo))
        if is_new:
            self.canvas.start(photo.width_px, photo.height_px)
            self._loader.set_edge(round(max(self.canvas.width(), self.canvas.height()) * self.devicePixelRatioF()))
            self._loader.show(photo.id, upcoming)
        self._cover()
        self.setAccessibleDescription(f"{self.question.text()} {flag.why} {self.left_over.text()}")

    def show_end(self, name: FlagName, *, was_any: bool) -> None:
        """Says that nothing is left."""
        self.photo = None
        self._loader.stop()
        title = self.tr("Everything is reviewed") if was_any else self.tr("Nothing to review")
        words = self.tr("No photo is flagged as “{flag}” that you have not spoken about.")
        words = words.format(flag=facts.flag_text(name))
        self.empty.say(Drawing.DONE, title, words, self.tr("Back to the flags"))
        self.pages.setCurrentIndex(1)

    def set_options(self, *, is_veiling: bool) -> None:
        """Takes over whether sensitive photos are covered."""
        self.is_veiling = is_veiling
        self._cover()

    def forget(self, ids: Sequence[PhotoId]) -> None:
        """Drops pictures whose files changed."""
        self._loader.forget(ids)

    def _cover(self) -> None:
        photo = self.photo
        if photo is None:
            return
        is_covered = self.is_veiling and is_veiled(photo.status) and photo.id not in self._unveiled
        self.canvas.set_hidden(is_hidden=is_covered)
        if is_covered:
            self.curtain.say("hide", self.tr("This photo is covered: it may be sensitive."), has_button=True)
        else:
            self.curtain.hide()
        self._place()

    def _unveil(self) -> None:
        if self.photo is not None:
            self._unveiled.add(self.photo.id)
            self._cover()
            self.setFocus()

    def _on_form(self, photo_id: PhotoId, form: str, pixmap: QPixmap) -> None:
        if self.photo is not None and photo_id == self.photo.id:
            self.canvas.show_form(form, pixmap)

    def _on_screen(self, photo_id: PhotoId, pixmap: QPixmap, width_px: int, height_px: int) -> None:
        if self.photo is not None and photo_id == self.photo.id:
            self.canvas.correct_size(width_px, height_px)
            self.canvas.show_form("screen", pixmap)
            self._cover()

    def _on_failed(self, photo_id: PhotoId, sentence: str) -> None:
        if self.photo is not None and photo_id == self.photo.id and self.canvas.is_empty:
            self.curtain.say("image-damaged", sentence, has_button=False)
            self._place()

    def _place(self) -> None:
        width, height = min(CURTAIN_PX[0], self.canvas.width() - 16), CURTAIN_PX[1]
        self.curtain.resize(width, height)
        self.curtain.move((self.canvas.width() - width) // 2, max(0, (self.canvas.height() - height) // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the curtain stays in the middle."""
        super().resizeEvent(event)
        self._place()

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
