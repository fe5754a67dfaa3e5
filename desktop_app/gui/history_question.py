"""The one question about looks: what would be kept, where, and how to stop. Both answers weigh the same."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.domain.history import HistoryMode
from desktop_app.domain.photo import display_text
from desktop_app.gui import facts, icons, theme


class HistoryQuestion(QFrame):
    """A card that asks once; it blocks nothing and can be left alone."""

    answered = Signal(object)  # HistoryMode

    def __init__(self, file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        title = QLabel(self.tr("May Reverie learn from what you look at?"), self)
        title.setProperty("kind", "header")
        self.setAccessibleName(title.text())
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addWidget(title)
        self._signs: list[tuple[QLabel, str]] = []
        for icon, sentence in self._points(file):
            column.addLayout(self._point(icon, sentence))
        self.learn = QPushButton(self.tr("Learn from what I look at"), self)
        self.not_now = QPushButton(self.tr("Not now"), self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button, mode in ((self.learn, HistoryMode.ON), (self.not_now, HistoryMode.OFF)):
            button.setAccessibleName(button.text())
            button.clicked.connect(lambda _checked=False, m=mode: self.answered.emit(m))
            buttons.addWidget(button)
        after = QLabel(self.tr("You can change this in the settings."), self)
        after.setProperty("kind", "second")
        buttons.addSpacing(8)
        buttons.addWidget(after, 1)
        column.addSpacing(6)
        column.addLayout(buttons)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addLayout(column, 1)

    def _points(self, file: Path) -> list[tuple[str, str]]:
        """What would be kept, where, and how to stop."""
        what = self.tr(
            "It would remember which photos you open, and for how long, to show you others you would love to see again."
        )
        where = self.tr("That stays in one file on this computer, {file}. Nothing is sent anywhere.")
        stop = self.tr(
            "You can see all of it, pause, look in private, and delete one look, a day or everything, at any time."
        )
        name = facts.left_to_right(display_text(str(_shortened(file))))
        return [("eye", what), ("shield", where.format(file=name)), ("history", stop)]

    def _point(self, icon: str, sentence: str) -> QHBoxLayout:
        sign = QLabel(self)
        sign.setFixedSize(QSize(20, 20))
        sign.setPixmap(icons.icon(icon, "text_second").pixmap(QSize(18, 18)))
        words = QLabel(sentence, self)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(words, 1)
        self._signs.append((sign, icon))
        return row

    def changeEvent(self, event: object) -> None:
        """Qt: the signs follow light and dark."""
        for sign, name in getattr(self, "_signs", []):
            sign.setPixmap(icons.pixmap(name, 18, theme.colour(theme.tokens().text_second), self.devicePixelRatioF()))
        super().changeEvent(event)  # type: ignore[arg-type]


def _shortened(file: Path) -> Path:
    """The user's own folder reads as ~."""
    try:
        return Path("~") / file.relative_to(Path.home())
    except ValueError:
        return file
