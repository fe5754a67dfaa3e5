"""Above the photos of a smart album: what may be expected of it, how strict it is, and what it asks next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPainterPath, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.smart_album import Certainty, Lesson, SmartAlbum, SmartKind, at_strictness
from desktop_app.gui import icons, theme
from desktop_app.gui.smart_words import honesty_text, promise_text, strictness_text

DEBOUNCE_MS = 300
PICTURE_PX, NEXT_PX, NEXT_SHOWN = 112, 52, 3
SIDE_PX, GAP_PX = 16, 8
SLIDER_PX = 150

LoadPicture = Callable[[PhotoId, Callable[[QImage], object]], None]


class Picture(QWidget):
    """One photo asked about, its middle square."""

    def __init__(self, edge_px: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(edge_px, edge_px)
        self._pixmap: QPixmap | None = None

    def show_image(self, image: QImage | None) -> None:
        """Shows a picture, None while there is none."""
        self._pixmap = None
        if image is not None and not image.isNull():
            side, edge = min(image.width(), image.height()), round(self.width() * self.devicePixelRatioF())
            part = image.copy((image.width() - side) // 2, (image.height() - side) // 2, side, side)
            mode = Qt.TransformationMode.SmoothTransformation
            self._pixmap = QPixmap.fromImage(part.scaled(edge, edge, Qt.AspectRatioMode.IgnoreAspectRatio, mode))
        self.update()

    def paintEvent(self, event: object) -> None:
        """Qt: the picture with the corners of all pictures."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), t.metrics.radius, t.metrics.radius)
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), QColor(t.raised))
        if self._pixmap is not None:
            painter.drawPixmap(self.rect(), self._pixmap)
        else:
            edge = self.width() / 3
            icons.paint(painter, "image", QRectF(edge, edge, edge, edge), QColor(t.text_second))
        painter.end()


class TeachStrip(QWidget):
    """One photo after another, and the question whether it belongs. Y or right: yes; N or left: no; S: later."""

    answered = Signal(object, bool)  # PhotoId, whether it belongs
    left = Signal()

    def __init__(self, load: LoadPicture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._load = load
        self._waiting: list[PhotoId] = []
        self._later: set[PhotoId] = set()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture = Picture(PICTURE_PX, self)
        self.nexts = [Picture(NEXT_PX, self) for _ in range(NEXT_SHOWN)]
        self.question = QLabel(self.tr("Does this belong?"), self)
        self.question.setProperty("kind", "header")
        self.hint = QLabel(self.tr("Your answer teaches it most here. Keys: Y yes, N no, S later"), self)
        self.hint.setProperty("kind", "second")
        for label in (self.question, self.hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.yes = self._button(self.tr("This"), "primary", lambda: self.answer(is_wanted=True))
        self.no = self._button(self.tr("Not this"), "", lambda: self.answer(is_wanted=False))
        self.later = self._button(self.tr("Later"), "quiet", self.put_off)
        self._arrange()

    def _button(self, text: str, kind: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        if kind:
            button.setProperty("kind", kind)
        button.clicked.connect(lambda: act())
        return button

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP_PX)
        for button in (self.yes, self.no, self.later):
            button.setMinimumWidth(96 if button is not self.later else 0)
            buttons.addWidget(button)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self.question)
        words.addWidget(self.hint)
        words.addSpacing(8)
        words.addLayout(buttons)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIDE_PX, 4, SIDE_PX, 12)
        row.setSpacing(SIDE_PX)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        for picture in self.nexts:
            row.addWidget(picture)

    @property
    def current(self) -> PhotoId | None:
        """The photo asked about."""
        return self._waiting[0] if self._waiting else None

    def show_questions(self, photos: tuple[PhotoId, ...]) -> None:
        """Shows what is asked next; the photo that is looked at stays while it is still a question."""
        fresh = [photo for photo in photos if photo not in self._later] or list(photos)
        if self.current in fresh:
            fresh.remove(self._waiting[0])
            fresh.insert(0, self._waiting[0])
        if fresh != self._waiting:
            self._waiting = fresh
            self._show()

    def answer(self, *, is_wanted: bool) -> None:
        """Takes the answer about the photo shown and goes on to the next."""
        if self._waiting:
            photo = self._waiting.pop(0)
            self._show()
            self.answered.emit(photo, is_wanted)

    def put_off(self) -> None:
        """Asks about another photo first."""
        if self._waiting:
            self._later.add(self._waiting[0])
            self._waiting.append(self._waiting.pop(0))
            self._show()

    def _show(self) -> None:
        has_question = bool(self._waiting)
        for button in (self.yes, self.no, self.later):
            button.setEnabled(has_question)
        self.question.setText(self.tr("Does this belong?") if has_question else self.tr("Nothing to ask just now"))
        for place, picture in enumerate((self.picture, *self.nexts)):
            picture.show_image(None)
            picture.setVisible(place < len(self._waiting) or place == 0)
            if place < len(self._waiting):
                self._fill(picture, place)

    def _fill(self, picture: Picture, place: int) -> None:
        photo = self._waiting[place]

        def arrived(image: QImage) -> None:
            if place < len(self._waiting) and self._waiting[place] == photo:
                picture.show_image(image)

        self._load(photo, arrived)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: answers by key."""
        key = event.key()
        if key in (Qt.Key.Key_Y, Qt.Key.Key_Right):
            self.answer(is_wanted=True)
        elif key in (Qt.Key.Key_N, Qt.Key.Key_Left):
            self.answer(is_wanted=False)
        elif key == Qt.Key.Key_S:
            self.put_off()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event) -> bool:  # type: ignore[no-untyped-def]
        """Qt: the keys of the answers are no shortcuts of the window here."""
        if event.type() == event.Type.ShortcutOverride and event.key() in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_S):
            event.accept()
            return True
        return super().event(event)


class SmartBar(QWidget):
    """Shows one smart album and asks; changes nothing itself."""

    strictness_wanted = Signal(float)
    rules_wanted = Signal()
    answered = Signal(object, bool)  # PhotoId, whether it belongs

    def __init__(self, load: LoadPicture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lesson = Lesson()
        self.promise = QLabel(self)
        self.honesty = QLabel(self)
        self.honesty.setProperty("kind", "second")
        for label in (self.promise, self.honesty):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rules = QPushButton(self.tr("Change rules…"), self)
        self.teach = QPushButton(self.tr("Teach"), self)
        self.teach.setCheckable(True)
        self.teach.setToolTip(self.tr("Answer for a few photos it is not sure of"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, 100)
        self.slider.setSingleStep(10)
        self.slider.setPageStep(20)
        self.slider.setFixedWidth(SLIDER_PX)
        self.slider.setAccessibleName(self.tr("How sure it must be"))
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._timer.timeout.connect(lambda: self.strictness_wanted.emit(self.slider.value() / 100))
        self.slider.valueChanged.connect(self._on_slider)
        self.strip = TeachStrip(load, self)
        self.strip.answered.connect(self.answered)
        self.strip.left.connect(lambda: self.teach.setChecked(False))
        self.rules.clicked.connect(lambda: self.rules_wanted.emit())
        self.teach.toggled.connect(self._on_teach)
        self._arrange()

    def _arrange(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.promise)
        words.addWidget(self.honesty)
        self.side = QWidget(self)
        ends = QHBoxLayout()
        more, surer = QLabel(self.tr("More"), self.side), QLabel(self.tr("Surer"), self.side)
        for label in (more, surer):
            label.setProperty("kind", "second")
        ends.addWidget(more)
        ends.addStretch(1)
        ends.addWidget(surer)
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.slider)
        column.addLayout(ends)
        line = QHBoxLayout()
        line.setContentsMargins(SIDE_PX, 4, SIDE_PX, 8)
        line.setSpacing(SIDE_PX)
        line.addLayout(words, 1)
        for widget in (self.side, self.teach, self.rules):
            line.addWidget(widget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(line)
        rows.addWidget(self.strip)
        self.strip.hide()

    def show_album(self, album: SmartAlbum, lesson: Lesson | None, rules_text: str) -> None:
        """Shows an album; no lesson yet means that it is being learned."""
        is_taught = album.kind is SmartKind.EXAMPLE
        self.rules.setVisible(not is_taught)
        self._lesson = lesson or Lesson()
        has_figures = is_taught and self._lesson.certainty is not Certainty.UNTAUGHT
        self.side.setVisible(has_figures)
        self.teach.setVisible(is_taught)
        self.teach.setEnabled(bool(self._lesson.uncertain))
        self.honesty.setVisible(is_taught and bool(honesty_text(self._lesson) or self._lesson.problems))
        if not is_taught:
            self.promise.setText(rules_text)
            self.teach.setChecked(False)
            return
        self.promise.setText(self.tr("Learning…") if lesson is None else promise_text(lesson))
        self.honesty.setText(" ".join([honesty_text(self._lesson), *self._lesson.problems]).strip())
        if not self._timer.isActive() and not self.slider.isSliderDown():
            self.slider.blockSignals(True)  # noqa: FBT003 - Qt's signature
            self.slider.setValue(round(album.strictness * 100))
            self.slider.blockSignals(False)  # noqa: FBT003
        if lesson is not None:
            self.strip.show_questions(lesson.uncertain)
        self._tell_step(album.strictness)
        self.setAccessibleDescription(self.promise.text())

    def _tell_step(self, strictness: float) -> None:
        if self._lesson.steps and self._lesson.certainty is not Certainty.TOO_FEW:
            words = strictness_text(at_strictness(self._lesson.steps, strictness))
            self.slider.setToolTip(words)
            self.slider.setAccessibleDescription(words)

    def _on_slider(self, value: int) -> None:
        self._tell_step(value / 100)
        self._timer.start()

    def _on_teach(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.strip.setVisible(is_on)
        if is_on:
            self.strip.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: object) -> None:
        """Qt: a hairline below."""
        del event
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.tokens().hairline))
