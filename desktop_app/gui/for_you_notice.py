"""The card above the shelves that tells how things stand: asked or not, paused, private, still learning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QLocale, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_app.domain.history import HistoryMode
from desktop_app.domain.library import Counts
from desktop_app.gui import icons, theme


class NoticeAct(StrEnum):
    """What a notice's button asks for."""

    NOTHING = ""
    BROWSE = "browse"
    TURN_ON = "turn-on"
    RESUME = "resume"
    END_PRIVATE = "end-private"


@dataclass(frozen=True, slots=True)
class Notice:
    """One card: an icon, a heading, a sentence, at most one button; a share done where something is under way."""

    icon: str
    title: str
    sentence: str
    button: str = ""
    act: NoticeAct = NoticeAct.NOTHING
    share: float | None = None


def _tr(text: str) -> str:
    return QCoreApplication.translate("ForYou", text)


def notice_for(mode: HistoryMode, counts: Counts, *, is_private: bool, has_looks: bool) -> Notice | None:
    """Returns what the page has to say before its shelves, None when all is as it should be.

    While the history question waits for its answer the question itself says enough.
    """
    if is_private:
        return Notice(
            "shield",
            _tr("Private session"),
            _tr("Nothing you look at now is remembered, and it changes nothing here."),
            _tr("End private session"),
            NoticeAct.END_PRIVATE,
        )
    earlier = _tr("New looks are not remembered. This page still uses those from before.")
    if mode is HistoryMode.PAUSED:
        return Notice("pause", _tr("Paused"), earlier, _tr("Resume"), NoticeAct.RESUME)
    if mode is HistoryMode.OFF:
        nothing = _tr("So this page shows memories, favourites and the best of your events, and learns nothing.")
        title, turn_on = _tr("Your looks are not remembered"), _tr("Remember what I look at")
        return Notice("history", title, earlier if has_looks else nothing, turn_on, NoticeAct.TURN_ON)
    if counts.not_understood:
        known = max(0, counts.library - counts.not_understood)
        sentence = _tr("{done} of {total} photos are understood. Suggestions get better as this goes on.")
        shown = sentence.format(done=QLocale().toString(known), total=QLocale().toString(counts.library))
        share = known / counts.library if counts.library else 0.0
        return Notice("for-you", _tr("Getting to know your photos"), shown, share=share)
    if mode is HistoryMode.ON and not has_looks:
        return Notice(
            "eye",
            _tr("This page learns from what you look at"),
            _tr("Open a few photos you like, and more of their kind appear here. Until then: memories and favourites."),
            _tr("Browse the library"),
            NoticeAct.BROWSE,
        )
    return None


class NoticeCard(QFrame):
    """Shows a notice."""

    acted = Signal(str)  # NoticeAct

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice: Notice | None = None
        self.setProperty("kind", "card")
        self.title = QLabel(self)
        font = theme.body_font(self.title.font())
        font.setWeight(font.Weight.DemiBold)
        self.title.setFont(font)
        self.sentence = QLabel(self)
        self.sentence.setProperty("kind", "second")
        self.sentence.setWordWrap(True)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(self.tr("Photos understood"))
        self.button = QPushButton(self)
        self.button.setAccessibleName(self.tr("Nothing to do"))
        self.button.clicked.connect(lambda: self.acted.emit(self.notice.act.value if self.notice else ""))
        for label in (self.title, self.sentence):
            label.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.sentence)
        words.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 16, 12)
        row.setSpacing(0)
        row.addSpacing(52)
        row.addLayout(words, 1)
        row.addSpacing(16)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Shows another notice, or none."""
        self.notice = notice
        self.setVisible(notice is not None)
        if notice is None:
            return
        self.title.setText(notice.title)
        self.sentence.setText(notice.sentence)
        self.button.setText(notice.button)
        self.button.setAccessibleName(notice.button or self.tr("Nothing to do"))
        self.button.setVisible(bool(notice.button))
        self.progress.setVisible(notice.share is not None)
        self.progress.setValue(round(1000 * (notice.share or 0.0)))
        self.setAccessibleName(f"{notice.title}. {notice.sentence}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the frame, and the icon where reading begins."""
        super().paintEvent(event)
        if self.notice is None:
            return
        painter = QPainter(self)
        x = self.width() - 36 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 16
        ink = QColor(theme.tokens().accent)
        icons.paint(painter, self.notice.icon, QRectF(x, self.height() / 2 - 10, 20, 20), ink)
