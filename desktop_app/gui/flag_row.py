"""One flag on the page of flags: what it looks for, how many photos bear it, its slider, and some of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QVBoxLayout, QWidget

from desktop_app.domain.flagging import MANY, OFF, USUAL, FlagSurvey
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import FlagName
from desktop_app.gui import facts, icons, theme
from desktop_app.gui.flag_words import purpose
from desktop_app.gui.sidebar_model import FLAG_ICONS
from desktop_app.gui.thumbnail_loader import ThumbnailLoader, Wanted
from desktop_app.gui.translation import counted

if TYPE_CHECKING:
    from desktop_app.gui.bridge import Bridge
    from desktop_app.library.library import Library

SAMPLES, SAMPLE_PX, GAP_PX, RADIUS_PX = 5, 64, 4, 3
SETTLE_MS = 250  # keys move a slider step by step: what they come to is followed, not every step
BUDGET_BYTES = 3_000_000


class FlagIcon(QWidget):
    """A flag's sign in the second text's colour."""

    def __init__(self, name: FlagName, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = FLAG_ICONS[name]
        self.setFixedSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the sign."""
        del event
        painter = QPainter(self)
        ink = QColor(theme.tokens().text_second if self.isEnabled() else theme.tokens().text_disabled)
        icons.paint(painter, self._icon, QRectF(self.rect()), ink)


class FlagSamples(QWidget):
    """A few photos that bear a flag, the surest first. A click opens all of them."""

    opened = Signal()

    def __init__(self, library: Library, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._ids: tuple[PhotoId, ...] = ()
        self._covered: frozenset[PhotoId] = frozenset()
        self._loader = ThumbnailLoader(library, bridge, self, budget_bytes=BUDGET_BYTES)
        self._loader.arrived.connect(lambda _photo: self.update())
        self.setFixedHeight(SAMPLE_PX)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Qt: room for all of them."""
        return QSize(SAMPLES * (SAMPLE_PX + GAP_PX) - GAP_PX, SAMPLE_PX)

    def show_photos(self, ids: Sequence[PhotoId], covered: frozenset[PhotoId]) -> None:
        """Shows other photos; covered ones are blurred."""
        self._ids, self._covered = tuple(ids[:SAMPLES]), covered
        self._ask()
        self.update()

    def _ask(self) -> None:
        ratio = self.devicePixelRatioF()
        edge = round(SAMPLE_PX * ratio)
        self._loader.want([Wanted(i, edge, edge, RADIUS_PX * ratio, i in self._covered) for i in self._ids])

    def forget(self, ids: Sequence[PhotoId]) -> None:
        """Has pictures fetched again whose photos changed."""
        self._loader.forget(ids)
        self._ask()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: as many as there is room for, from the end where the line ends."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = (self.width() + GAP_PX) // (SAMPLE_PX + GAP_PX)
        shown = self._ids[:room]
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for place, photo in enumerate(reversed(shown)):
            offset = place * (SAMPLE_PX + GAP_PX)
            x = offset if is_mirrored else self.width() - SAMPLE_PX - offset
            pixmap = self._loader.pixmap(photo, is_veiled=photo in self._covered)
            if pixmap is not None:
                painter.drawPixmap(QRectF(x, 0, SAMPLE_PX, SAMPLE_PX), pixmap, QRectF(pixmap.rect()))
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(theme.tokens().raised))
                painter.drawRoundedRect(QRectF(x, 0, SAMPLE_PX, SAMPLE_PX), RADIUS_PX, RADIUS_PX)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: all of them."""
        is_inside = self.rect().contains(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._ids and is_inside:
            self.opened.emit()


class FlagRow(QWidget):
    """Name, purpose and slider at the left, photos in the middle, what can be done at the right."""

    placed = Signal(object, int)  # FlagName, the slider's place or OFF: to be followed
    review_wanted = Signal(object)  # FlagName
    opened = Signal(object)  # FlagName
    denoise_wanted = Signal()  # of the photos that bear it

    def __init__(self, name: FlagName, library: Library, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = name
        self._survey: FlagSurvey | None = None
        self._place = USUAL
        text = facts.flag_text(name)
        self.sign = FlagIcon(name, self)
        self.title, self.count, self.purpose = QLabel(text, self), QLabel(self), QLabel(purpose(name), self)
        self.title.setProperty("kind", "header")
        for label in (self.count, self.purpose):
            label.setProperty("kind", "second")
        self.purpose.setWordWrap(True)
        for label in (self.title, self.count, self.purpose):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, MANY)
        self.slider.setPageStep(10)
        self.slider.setSingleStep(2)
        self.slider.setAccessibleName(self.tr("{flag}: how many photos to flag").format(flag=text))
        self.few, self.many = QLabel(self.tr("Few"), self), QLabel(self.tr("Many"), self)
        for label in (self.few, self.many):
            label.setProperty("kind", "second")
        self.switch = QCheckBox(self.tr("Look for these"), self)
        self.switch.setAccessibleName(self.tr("Look for photos: {flag}").format(flag=text))
        self.samples = FlagSamples(library, bridge, self)
        self.samples.setAccessibleName(self.tr("Photos flagged: {flag}").format(flag=text))
        self.review = QPushButton(self.tr("Review"), self)
        self.review.setAccessibleName(self.tr("Review: {flag}").format(flag=text))
        self.show_all = QPushButton(self.tr("Show all"), self)
        self.show_all.setProperty("kind", "quiet")
        self.show_all.setAccessibleName(self.tr("Show all photos: {flag}").format(flag=text))
        self.denoise = QPushButton(self.tr("Denoise…"), self)
        self.denoise.setProperty("kind", "quiet")
        self.denoise.setAccessibleName(self.tr("Take the noise out of these photos"))
        self.denoise.setVisible(name is FlagName.NOISY)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._follow)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.few)
        line.addWidget(self.slider, 1)
        line.addWidget(self.many)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addLayout(head)
        words.addWidget(self.purpose)
        words.addSpacing(4)
        words.addLayout(line)
        words.addStretch(1)
        acts = QVBoxLayout()
        acts.setSpacing(4)
        acts.addWidget(self.review)
        acts.addWidget(self.show_all)
        acts.addWidget(self.denoise)
        acts.addWidget(self.switch)
        acts.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(16)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 3)
        row.addWidget(self.samples, 2, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(acts)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderReleased.connect(self._follow)
        self.switch.toggled.connect(self._on_switched)
        self.review.clicked.connect(lambda: self.review_wanted.emit(self.name))
        self.show_all.clicked.connect(lambda: self.opened.emit(self.name))
        self.denoise.clicked.connect(lambda: self.denoise_wanted.emit())
        self.samples.opened.connect(lambda: self.opened.emit(self.name))

    @property
    def is_moving(self) -> bool:
        """Whether the user is at the slider and what it comes to is not followed yet."""
        return self.slider.isSliderDown() or self._settle.isActive()

    def show_survey(self, survey: FlagSurvey, place: int) -> None:
        """Shows what the flag gives; a slider that is being moved is left alone."""
        self._survey = survey
        if not self.is_moving:
            self._place = place
            for control in (self.slider, self.switch):
                control.blockSignals(True)  # noqa: FBT003 - Qt's way of speaking
            self.slider.setValue(USUAL if place == OFF else place)
            self.switch.setChecked(place != OFF)
            for control in (self.slider, self.switch):
                control.blockSignals(False)  # noqa: FBT003 - Qt's way of speaking
        self._say()

    def _say(self) -> None:
        survey, place = self._survey, self._place
        if survey is None:
            return
        is_on = place != OFF
        for widget in (self.slider, self.few, self.many, self.purpose, self.sign):
            widget.setEnabled(is_on)
        count, waiting = survey.count(place), survey.to_review(place)
        parts = [facts.count_text(count)] if is_on or count else [self.tr("Off")]
        if is_on and survey.unknown:
            parts.append(counted("FlagRow", "1 not looked at yet", "{n} not looked at yet", survey.unknown))
        self.count.setText(" · ".join(parts))
        self.review.setText(counted("FlagRow", "Review 1", "Review {n}", waiting) if waiting else self.tr("Review"))
        self.review.setEnabled(bool(waiting))
        self.show_all.setEnabled(bool(count))
        self.denoise.setEnabled(bool(count))
        self.slider.setAccessibleDescription(self.count.text())

    def _on_moved(self, value: int) -> None:
        self._place = value
        self._say()
        if not self.slider.isSliderDown():
            self._settle.start()

    def _on_switched(self, is_on: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._place = self.slider.value() if is_on else OFF
        self._follow()
        self._say()

    def _follow(self) -> None:
        self._settle.stop()
        self.placed.emit(self.name, self._place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: a hairline below."""
        del event
        painter = QPainter(self)
        painter.setPen(QColor(theme.tokens().hairline))
        painter.drawLine(24, self.height() - 1, self.width() - 24, self.height() - 1)

    def changeEvent(self, event: object) -> None:
        """Qt: another palette, other lines."""
        super().changeEvent(event)  # type: ignore[arg-type]
        self.update()
