"""One interest as a card: its photos, its name to change, how strong it is and where it goes, what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.domain.history import InterestChoice
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline
from desktop_app.domain.suggestion import Interest
from desktop_app.gui import for_you_words, icons, theme
from desktop_app.gui.for_you_cards import CardsView
from desktop_app.gui.for_you_evidence import Evidence
from desktop_app.gui.for_you_geometry import LeadLayout, RowLayout
from desktop_app.gui.for_you_pictures import CardPictures

COLLAGE_PX, LOOKS_PX = 212, 84
BOOST = 2.0
MAX_NAME = 80
PICTURES = 7


@dataclass(frozen=True, slots=True, eq=False)
class InterestContent:
    """An interest and the rows of its photos, the medoid first."""

    interest: Interest
    timeline: Timeline


def choice_of(interest: Interest) -> InterestChoice:
    """Returns what the user has decided about an interest so far."""
    name = interest.name if interest.is_renamed else ""
    return InterestChoice(interest.id, name, interest.boost, interest.is_muted)


class StrengthBar(QWidget):
    """A thin line: an interest's share of all looks, the strongest interest filling it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._is_muted = False
        self.setFixedSize(96, 4)

    def show_share(self, share: float, strength: float, *, is_muted: bool) -> None:
        """Shows a share of the line, and says the strength itself."""
        self._share, self._is_muted = min(max(share, 0.0), 1.0), is_muted
        percent = QLocale().toString(round(100 * strength))
        self.setAccessibleName(self.tr("{n} % of what you look at").format(n=percent))
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the line, filled from where reading begins."""
        del event
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(t.hairline))
        painter.drawRoundedRect(self.rect(), 2, 2)
        across = max(4.0, self.width() * self._share)
        x = self.width() - across if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0.0
        painter.setBrush(QColor(t.outline if self._is_muted else t.accent))
        painter.drawRoundedRect(QRectF(x, 0, across, self.height()), 2, 2)


class NameField(QLineEdit):
    """A heading that can be typed over: Enter or leaving keeps the new name, Esc the old one."""

    renamed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setMaxLength(MAX_NAME)
        self.setFont(theme.header_font(self.font()))
        self.setProperty("kind", "heading")
        self.setTextMargins(-2, 0, 0, 0)  # it stands in line with what is above and below
        self.editingFinished.connect(self._finish)

    def show_name(self, name: str) -> None:
        """Shows a name, unless the user is typing one."""
        self._name = name
        if not self.hasFocus():
            self.setText(name)
        self.setAccessibleName(self.tr("Name of this interest"))
        self.setToolTip(self.tr("Click to rename"))
        self.setCursorPosition(0)

    def _finish(self) -> None:
        name = self.text().strip()
        if name != self._name:
            self._name = name
            self.renamed.emit(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc gives the old name back."""
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._name)
            self.clearFocus()
            return
        super().keyPressEvent(event)


class TrendLabel(QWidget):
    """A small arrow and a word."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = "trend-steady"
        self.words = QLabel(self)
        self.words.setProperty("kind", "second")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 0, 0)
        row.addWidget(self.words)

    def show_trend(self, words: str, icon_name: str) -> None:
        """Shows another trend."""
        self._icon = icon_name
        self.words.setText(words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the arrow."""
        del event
        is_mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        painter = QPainter(self)
        if is_mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        ink = QColor(theme.tokens().text_second)
        icons.paint(painter, self._icon, QRectF(0, self.height() / 2 - 8, 16, 16), ink)


class InterestCard(QWidget):
    """Shows one interest; says what the user wants of it."""

    photo_opened = Signal(object, object)  # PhotoId, the ids it stands among
    menu_requested = Signal(object, object)  # ids, QPoint
    choice_made = Signal(object)  # InterestChoice
    forget_wanted = Signal(object)  # InterestId
    looks_wanted = Signal(object)  # InterestId

    def __init__(self, pictures: CardPictures, looks: CardPictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content: InterestContent | None = None
        self.collage = CardsView(pictures, LeadLayout(COLLAGE_PX, gap=4, most=PICTURES - 1, is_even=True), self)
        self.name = NameField(self)
        self.strength, self.trend, self.note = StrengthBar(self), TrendLabel(self), QLabel(self)
        self.note.setProperty("kind", "second")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.looks = CardsView(looks, RowLayout(LOOKS_PX, gap=6), self)
        self.looks.hide()
        self._make_buttons()
        self._arrange()
        for view in (self.collage, self.looks):
            view.opened.connect(lambda photo_id, view=view: self.photo_opened.emit(photo_id, view.ids))
            view.menu_requested.connect(lambda ids, at: self.menu_requested.emit(ids, at))
        self.name.renamed.connect(lambda name: self._choose(lambda choice: replace(choice, name=name)))

    def _make_buttons(self) -> None:
        self.boost = self._button(self.tr("More of this"), self._toggle_boost)
        self.boost.setCheckable(True)
        self.mute = self._button(self.tr("Mute"), self._toggle_mute)
        self.forget = self._button(self.tr("Forget…"), lambda: self.foot.setCurrentIndex(1))
        self.why = self._button(self.tr("Why?"), self._toggle_looks)
        self.why.setCheckable(True)
        self.question = QLabel(self)
        self.question.setTextFormat(Qt.TextFormat.PlainText)
        self.confirm = self._button(self.tr("Forget"), self._forget)
        self.keep = self._button(self.tr("Keep"), lambda: self.foot.setCurrentIndex(0))
        self.confirm.setProperty("kind", "")

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", "quiet")
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _arrange(self) -> None:
        self.foot = QStackedWidget(self)
        for parts in ((self.boost, self.mute, self.forget, self.why), (self.question, self.confirm, self.keep)):
            line = QWidget(self.foot)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            for part in parts:
                row.addWidget(part)
            row.addStretch(1)
            self.foot.addWidget(line)
        self.foot.setFixedHeight(32)
        facts = QHBoxLayout()
        facts.setSpacing(12)
        facts.addWidget(self.strength)
        facts.addWidget(self.trend)
        facts.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.collage)
        column.addWidget(self.name)
        column.addLayout(facts)
        column.addWidget(self.foot)
        column.addWidget(self.looks)
        column.addStretch(1)

    def show_interest(self, content: InterestContent, strongest: float) -> None:
        """Shows an interest; `strongest` is the strength that fills the bar."""
        is_other = self.content is None or self.content.interest.id != content.interest.id
        self.content = content
        interest = content.interest
        name = for_you_words.interest_name(interest)
        self.name.show_name(name)
        self.strength.show_share(
            interest.strength / strongest if strongest else 0.0, interest.strength, is_muted=interest.is_muted
        )
        self.trend.show_trend(for_you_words.trend_text(interest.trend), for_you_words.trend_icon(interest.trend))
        muted = self.tr("Muted: nothing of it is suggested")
        self.note.setText(muted if interest.is_muted else for_you_words.looks_text(interest.view_count))
        self.boost.setChecked(interest.boost > 1.0)
        self.boost.setEnabled(not interest.is_muted)
        self.mute.setText(self.tr("Unmute") if interest.is_muted else self.tr("Mute"))
        looks = for_you_words.looks_text(interest.view_count)
        self.question.setText(self.tr("Forget {looks}?").format(looks=looks))
        self._name_parts(name)
        self.collage.is_dimmed = interest.is_muted
        self.collage.photo_model.set_describe(lambda _id: name)
        self.collage.show_photos(content.timeline)
        if is_other:
            self.foot.setCurrentIndex(0)
            self.why.setChecked(False)
            self.looks.hide()

    def _name_parts(self, name: str) -> None:
        self.setAccessibleName(f"{name}, {self.trend.words.text()}, {self.note.text()}")
        self.collage.setAccessibleName(name)
        self.looks.setAccessibleName(self.tr("Looks behind {interest}").format(interest=name))
        for button, words in (
            (self.boost, self.tr("More of {interest}")),
            (self.mute, self.tr("Unmute {interest}") if self.mute_is_on else self.tr("Mute {interest}")),
            (self.forget, self.tr("Forget {interest}")),
            (self.why, self.tr("Why {interest}?")),
            (self.confirm, self.tr("Forget {interest} now")),
            (self.keep, self.tr("Keep {interest}")),
        ):
            button.setAccessibleName(words.format(interest=name))

    @property
    def mute_is_on(self) -> bool:
        """Whether the interest is muted."""
        return self.content is not None and self.content.interest.is_muted

    def show_looks(self, evidence: Evidence) -> None:
        """Shows the looks behind it, below the buttons."""
        self.looks.set_captions(evidence.details)
        self.looks.photo_model.set_describe(lambda photo_id: evidence.details.get(photo_id, ""))
        self.looks.show_photos(evidence.timeline)
        self.looks.setVisible(self.why.isChecked() and len(evidence.timeline) > 0)

    def _toggle_looks(self) -> None:
        if self.why.isChecked() and self.content is not None:
            self.looks_wanted.emit(self.content.interest.id)
        else:
            self.looks.hide()

    def _toggle_boost(self) -> None:
        boost = BOOST if self.boost.isChecked() else 1.0
        self._choose(lambda choice: replace(choice, boost=boost))

    def _toggle_mute(self) -> None:
        self._choose(lambda choice: replace(choice, is_muted=not choice.is_muted))

    def _choose(self, change: Callable[[InterestChoice], InterestChoice]) -> None:
        if self.content is not None:
            self.choice_made.emit(change(choice_of(self.content.interest)))

    def _forget(self) -> None:
        self.foot.setCurrentIndex(0)
        if self.content is not None:
            self.forget_wanted.emit(self.content.interest.id)

    @property
    def ids(self) -> list[PhotoId]:
        """The photos shown."""
        return self.collage.ids

    def sizeHint(self) -> QSize:
        """Qt: as tall as its parts."""
        return QSize(400, super().sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        """Qt: the heading's font survives another theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.name.setFont(theme.header_font(self.font()))
