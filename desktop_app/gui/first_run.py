"""The first page: choose folders, read what happens and what never happens, start."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_app.domain.photo import display_text
from desktop_app.gui import icons, theme
from desktop_app.gui.icons import icon

COLUMN_PX = 520


def proposed_folders() -> list[Path]:
    """Returns the system's Pictures folder, where there is one."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return [Path(place)] if place and Path(place).is_dir() and Path(place) != Path.home() else []


class Promise(QWidget):
    """An icon and two lines: what happens, or what never does."""

    def __init__(self, icon_name: str, title: str, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon_name
        head = QLabel(title, self)
        font = theme.body_font(head.font())
        font.setWeight(font.Weight.DemiBold)
        head.setFont(font)
        body = QLabel(text, self)
        body.setProperty("kind", "second")
        body.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(36, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(head)
        column.addWidget(body)

    def paintEvent(self, event: object) -> None:
        """Qt: the icon."""
        del event
        painter = QPainter(self)
        x = self.width() - 22 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        icons.paint(painter, self._icon, QRectF(x, 2, 22, 22), QColor(theme.tokens().accent))


class FolderRow(QFrame):
    """One folder chosen, and the button that takes it out again."""

    removed = Signal(object)  # Path

    def __init__(self, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.setFixedHeight(44)
        self.path = path
        name = QLabel(display_text(str(path)), self)
        name.setTextFormat(Qt.TextFormat.PlainText)
        self.remove = QToolButton(self)
        self.remove.setIcon(icon("close", "text_second"))
        self.remove.setFixedSize(28, 28)
        self.remove.setAccessibleName(self.tr("Leave out {folder}").format(folder=display_text(str(path))))
        self.remove.setToolTip(self.tr("Leave out"))
        self.remove.clicked.connect(lambda: self.removed.emit(path))
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 0, 8, 0)
        row.addWidget(name, 1)
        row.addWidget(self.remove)

    def paintEvent(self, event: object) -> None:
        """Qt: the card, and the folder's icon on it."""
        super().paintEvent(event)  # type: ignore[arg-type]
        painter = QPainter(self)
        x = self.width() - 30 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 12
        icons.paint(painter, "folder", QRectF(x, self.height() / 2 - 9, 18, 18), QColor(theme.tokens().text_second))


class FirstRunPage(QWidget):
    """Fills the window until the library has a folder."""

    started = Signal(object)  # list of Path

    def __init__(self, parent: QWidget | None = None, *, folders: Sequence[Path] | None = None) -> None:
        super().__init__(parent)
        self._folders: list[Path] = []
        column = QVBoxLayout()
        column.setContentsMargins(0, 24, 0, 24)
        column.setSpacing(0)
        title = QLabel(self.tr("Welcome to Reverie"), self)
        title.setProperty("kind", "title")
        lead = QLabel(self.tr("Which folders hold your photos? Reverie only reads them."), self)
        lead.setWordWrap(True)
        column.addStretch(1)
        column.addWidget(title)
        column.addSpacing(8)
        column.addWidget(lead)
        column.addSpacing(20)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.none = QLabel(self.tr("No folder chosen yet."), self)
        self.none.setProperty("kind", "second")
        column.addWidget(self.none)
        column.addSpacing(12)
        self.add = QPushButton(icon("plus"), self.tr("Add a folder…"), self)
        self.add.clicked.connect(self._choose)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeading)
        column.addSpacing(32)
        for promise in self._promises():
            column.addWidget(promise)
            column.addSpacing(16)
        column.addSpacing(16)
        self.start = QPushButton(self.tr("Start"), self)
        self.start.setProperty("kind", "primary")
        self.start.setDefault(True)
        self.start.setMinimumWidth(140)
        self.start.setMinimumHeight(36)
        self.start.clicked.connect(lambda: self.started.emit(list(self._folders)))
        column.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(2)
        holder = QWidget(self)
        holder.setFixedWidth(COLUMN_PX)
        holder.setLayout(column)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(holder)
        row.addStretch(1)
        for button in (self.add, self.start):
            button.setAccessibleName(button.text().rstrip("…"))
        self.add_folders(proposed_folders() if folders is None else folders)

    def _promises(self) -> list[Promise]:
        return [
            Promise(
                "library",
                self.tr("Photos appear at once"),
                self.tr("Reverie then looks at what is in them, quietly. Pause it at any time."),
                self,
            ),
            Promise(
                "shield",
                self.tr("Nothing leaves this computer"),
                self.tr("No account, no upload, no connection. What it learns stays here."),
                self,
            ),
            Promise(
                "tick-circle",
                self.tr("Your originals are never changed"),
                self.tr("Ratings and tags are kept in its own library. Every edit can be undone."),
                self,
            ),
        ]

    @property
    def folders(self) -> list[Path]:
        """The folders chosen, in order."""
        return list(self._folders)

    def add_folders(self, folders: Sequence[Path]) -> None:
        """Adds folders to the list; one that is there already is not added twice."""
        for path in folders:
            if path not in self._folders:
                self._folders.append(path)
                row = FolderRow(path, self)
                row.removed.connect(self._remove)
                self._rows.addWidget(row)
        self._refresh()

    def _remove(self, path: Path) -> None:
        self._folders.remove(path)
        for i in range(self._rows.count()):
            item = self._rows.itemAt(i)
            row = item.widget() if item is not None else None
            if isinstance(row, FolderRow) and row.path == path:
                self._rows.removeWidget(row)
                row.hide()
                row.deleteLater()
                break
        self._refresh()

    def _refresh(self) -> None:
        self.start.setEnabled(bool(self._folders))
        self.none.setVisible(not self._folders)

    def _choose(self) -> None:
        start = str(self._folders[-1].parent if self._folders else Path.home())
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder with photos"), start)
        if chosen:
            self.add_folders([Path(chosen)])
