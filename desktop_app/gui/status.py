"""The status line: one sentence for what runs, how long it takes, pause, and how many problems there are."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop_app.domain.library import Activity, Counts, Progress
from desktop_app.gui import theme
from desktop_app.gui.facts import duration_text
from desktop_app.gui.icons import icon
from desktop_app.gui.translation import counted

LONG_S = 2.0


def _tr(text: str) -> str:
    return QCoreApplication.translate("Status", text)


def sentence(progress: Progress) -> str:
    """Returns what runs in plain words, with the time left once it is known to be longer than two seconds."""
    words = {
        Activity.IDLE: "",
        Activity.SCANNING: _tr("Looking for photos"),
        Activity.READING: _tr("Reading photos"),
        Activity.UNDERSTANDING: _tr("Looking at what is in the photos"),
        Activity.INDEXING: _tr("Preparing Find similar"),
        Activity.PAUSED: _tr("Paused"),
    }[progress.activity]
    if progress.activity in (Activity.IDLE, Activity.PAUSED):
        return words
    locale = QLocale()
    parts = [words]
    if progress.total:
        parts.append(
            _tr("{done} of {total}").format(done=locale.toString(progress.done), total=locale.toString(progress.total))
        )
    elif progress.done:
        parts.append(_tr("{done} found").format(done=locale.toString(progress.done)))
    if progress.left_s is not None and progress.left_s > LONG_S:
        parts.append(_tr("{time} left").format(time=duration_text(progress.left_s)))
    return " · ".join(parts)


def rest_sentence(counts: Counts) -> str:
    """Returns what is said when nothing runs: that all is done, or what still waits."""
    if counts.pending or counts.not_understood:
        waiting = counts.pending + counts.not_understood
        return counted("Status", "1 photo waits to be looked at", "{n} photos wait to be looked at", waiting)
    return _tr("Up to date") if counts.library else ""


class StatusLine(QWidget):
    """28 px at the foot of the page."""

    pause_toggled = Signal()
    problems_wanted = Signal()
    private_end_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(theme.tokens().metrics.status_height)
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setProperty("kind", "second")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words.setAccessibleName(self.tr("What runs"))
        self.pause = QToolButton(self)
        self.pause.setIconSize(QSize(14, 14))
        self.pause.setFixedSize(24, 24)
        self.pause.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pause.clicked.connect(lambda: self.pause_toggled.emit())
        self.problems = QPushButton(self)
        self.problems.setProperty("kind", "quiet")
        self.problems.setFixedHeight(24)
        self.problems.setIcon(icon("warning", "warning"))
        self.problems.setIconSize(QSize(14, 14))
        self.problems.setStyleSheet(
            f"QPushButton {{ font-size: {theme.tokens().metrics.font_second}px; min-height: 20px; }}"
        )
        self.problems.clicked.connect(lambda: self.problems_wanted.emit())
        self.private = QPushButton(f"\N{NO-BREAK SPACE}{self.tr('Private session')}", self)
        self.private.setProperty("kind", "quiet")
        self.private.setFixedHeight(24)
        self.private.setIcon(icon("shield", "accent"))
        self.private.setIconSize(QSize(14, 14))
        self.private.setStyleSheet(self.problems.styleSheet())
        self.private.setToolTip(self.tr("Nothing you look at is remembered. Click to end it."))
        self.private.setAccessibleName(self.tr("Private session: end it"))
        self.private.clicked.connect(lambda: self.private_end_wanted.emit())
        self.private.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 12, 1)
        row.setSpacing(4)
        row.addWidget(self.pause)
        row.addWidget(self.words, 1)
        row.addWidget(self.private)
        row.addWidget(self.problems)
        self._progress, self._counts, self._notice = Progress(), Counts(), ""
        self._refresh()

    def show_progress(self, progress: Progress) -> None:
        """Shows what runs."""
        self._progress = progress
        if progress.activity is not Activity.IDLE:
            self._notice = ""
        self._refresh()

    def show_counts(self, counts: Counts) -> None:
        """Shows how many problems there are, and what waits."""
        self._counts = counts
        self._refresh()

    def show_notice(self, notice: str) -> None:
        """Shows a sentence of the library (a folder went away ...) until something else runs."""
        self._notice = notice
        self._refresh()

    def show_private(self, *, is_private: bool) -> None:
        """Shows, as long as it lasts, that this is a private session."""
        self.private.setVisible(is_private)

    def _refresh(self) -> None:
        is_paused = self._progress.activity is Activity.PAUSED
        is_idle = self._progress.activity is Activity.IDLE
        words = self._notice or sentence(self._progress) or rest_sentence(self._counts)
        self.words.setText(words)
        self.words.setToolTip(self._progress.detail)
        self.words.setAccessibleDescription(words)
        self.pause.setVisible(not is_idle)
        self.pause.setIcon(icon("play" if is_paused else "pause", "text_second"))
        name = self.tr("Go on") if is_paused else self.tr("Pause background work")
        self.pause.setAccessibleName(name)
        self.pause.setToolTip(name)
        n = self._counts.problems
        self.problems.setVisible(n > 0)
        text = counted("StatusLine", "1 problem", "{n} problems", n)
        self.problems.setText(f"\N{NO-BREAK SPACE}{text}")  # the style leaves no air behind the icon
        self.problems.setAccessibleName(text)

    def paintEvent(self, event: object) -> None:
        """Qt: a hairline above."""
        del event
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(theme.tokens().hairline))
