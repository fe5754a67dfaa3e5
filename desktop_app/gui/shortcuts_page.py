"""The page behind '?': every key, out of the table of actions."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.gui import theme
from desktop_app.gui.action_table import ACTIONS, Group
from desktop_app.gui.translation import QT_TRANSLATE_NOOP

FIXED_KEYS: tuple[tuple[Group, str, str], ...] = (
    (
        Group.PHOTO,
        QT_TRANSLATE_NOOP("Actions", "Arrow keys, Home, End, Page Up, Page Down"),
        QT_TRANSLATE_NOOP("Actions", "Move between photos"),
    ),
    (
        Group.PHOTO,
        QT_TRANSLATE_NOOP("Actions", "Shift + arrow keys"),
        QT_TRANSLATE_NOOP("Actions", "Extend the selection"),
    ),
    (
        Group.PHOTO,
        QT_TRANSLATE_NOOP("Actions", "Ctrl + click, Shift + click"),
        QT_TRANSLATE_NOOP("Actions", "Add one photo, add a range"),
    ),
    (
        Group.VIEW,
        QT_TRANSLATE_NOOP("Actions", "Space"),
        QT_TRANSLATE_NOOP("Actions", "In the viewer: 100 % and back to fit"),
    ),
    (
        Group.VIEW,
        QT_TRANSLATE_NOOP("Actions", "Mouse wheel"),
        QT_TRANSLATE_NOOP("Actions", "In the viewer: zoom to the pointer"),
    ),
    (
        Group.VIEW,
        QT_TRANSLATE_NOOP("Actions", "Space, arrow keys, + and -"),
        QT_TRANSLATE_NOOP("Actions", "In a slideshow: pause, step, change how long each photo is shown"),
    ),
    (
        Group.GO,
        QT_TRANSLATE_NOOP("Actions", "Esc"),
        QT_TRANSLATE_NOOP("Actions", "Close the viewer, clear the search, go back"),
    ),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Actions", text)


def rows(group: Group) -> list[tuple[list[str], str]]:
    """Returns (keys as the system writes them, what they do) for a heading, in the table's order."""
    native = QKeySequence.SequenceFormat.NativeText
    found = [
        ([QKeySequence(key).toString(native) for key in spec.keys], _tr(spec.text).replace("&", "").rstrip("…"))
        for spec in ACTIONS
        if spec.group is group and spec.keys
    ]
    return found + [([_tr(keys)], _tr(words)) for where, keys, words in FIXED_KEYS if where is group]


LABEL_PX = 168


class KeyCap(QLabel):
    """One key."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.second_font(self.font()))
        self.setContentsMargins(7, 2, 7, 2)

    def paintEvent(self, event: object) -> None:
        """Qt: a small raised cap."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(t.outline))
        painter.setBrush(QColor(t.surface))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type]


class ShortcutsPage(QDialog):
    """Two columns of headings with their keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.resize(860, 720)
        body = QWidget()
        columns = QHBoxLayout(body)
        columns.setContentsMargins(32, 24, 32, 24)
        columns.setSpacing(48)
        for groups in ((Group.PHOTO, Group.EDIT), (Group.VIEW, Group.GO, Group.LIBRARY)):
            column = QVBoxLayout()
            column.setSpacing(8)
            for group in groups:
                title = QLabel(_tr(group), body)
                title.setProperty("kind", "header")
                title.setContentsMargins(0, 8, 0, 4)
                column.addWidget(title)
                column.addLayout(self._table(group, body))
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea(self)
        scroll.setAccessibleName(self.tr("Keyboard shortcuts"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _table(self, group: Group, body: QWidget) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, LABEL_PX)
        for row, (keys, words) in enumerate(rows(group)):
            label = QLabel(words, body)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            caps = QHBoxLayout()
            caps.setSpacing(4)
            caps.addStretch(1)
            for key in keys[:2]:
                cap = KeyCap(key, body)
                cap.setWordWrap(len(key) > 28)
                caps.addWidget(cap, 0, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, row, 0)
            grid.addLayout(caps, row, 1)
        return grid
