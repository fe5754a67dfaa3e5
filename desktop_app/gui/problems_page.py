"""The problems page: files that could not be read, in plain words, and what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.library import Problem
from desktop_app.domain.photo import display_text
from desktop_app.gui import icons, theme
from desktop_app.gui.empty_state import Drawing, EmptyState
from desktop_app.gui.facts import left_to_right
from desktop_app.gui.translation import counted

Index = QModelIndex | QPersistentModelIndex
PROBLEM_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_PX = 64
_NOWHERE = QModelIndex()


class ProblemsModel(QAbstractListModel):
    """Problems, newest first."""

    def __init__(self) -> None:
        super().__init__()
        self._problems: tuple[Problem, ...] = ()

    def show(self, problems: Sequence[Problem]) -> None:
        """Takes over another list."""
        if tuple(problems) != self._problems:
            self.beginResetModel()
            self._problems = tuple(problems)
            self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: how many."""
        return 0 if parent.isValid() else len(self._problems)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: texts; reads memory only."""
        if not index.isValid() or not 0 <= index.row() < len(self._problems):
            return None
        problem = self._problems[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return display_text(problem.path.name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return display_text(str(problem.path))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{display_text(problem.path.name)}: {display_text(problem.reason)}"
        if role == PROBLEM_ROLE:
            return problem
        return None


class ProblemDelegate(QStyledItemDelegate):
    """Name, folder and reason in three quiet lines of one row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Qt: fixed height."""
        del option, index
        return QSize(200, ROW_PX)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Qt: one row."""
        problem = index.data(PROBLEM_ROLE)
        if not isinstance(problem, Problem):
            return
        t = theme.tokens()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(option.rect).adjusted(8, 2, -8, -2)
        state = option.state
        fill = (
            t.selected
            if state & QStyle.StateFlag.State_Selected
            else t.hover
            if state & QStyle.StateFlag.State_MouseOver
            else ""
        )
        if fill:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(fill))
            painter.drawRoundedRect(card, t.metrics.radius, t.metrics.radius)
        is_mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        x = card.right() - 32 if is_mirrored else card.left() + 12
        icons.paint(painter, "image-damaged", QRectF(x, card.center().y() - 10, 20, 20), QColor(t.warning))
        text = card.adjusted(12, 8, -44, -8) if is_mirrored else card.adjusted(44, 8, -12, -8)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(t.text))
        line = QRectF(text.x(), text.y(), text.width(), 20)
        name = painter.fontMetrics().elidedText(
            display_text(problem.path.name), Qt.TextElideMode.ElideMiddle, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, name)
        used = painter.fontMetrics().horizontalAdvance(name) + 12
        painter.setFont(theme.second_font(option.font))
        painter.setPen(QColor(t.text_second))
        folder = line.adjusted(0, 0, -used, 0) if is_mirrored else line.adjusted(used, 0, 0, 0)
        words = painter.fontMetrics().elidedText(
            display_text(str(problem.path.parent)), Qt.TextElideMode.ElideMiddle, max(0, int(folder.width()))
        )
        words = left_to_right(words)
        painter.drawText(folder, Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter, words)
        line.translate(0, 22)
        words = painter.fontMetrics().elidedText(
            _sentence(problem.reason), Qt.TextElideMode.ElideRight, int(line.width())
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


def _sentence(reason: str) -> str:
    words = display_text(reason)
    return words[:1].upper() + words[1:]


class ProblemsPage(QWidget):
    """The list, a sentence about what it means, and 'Try again'."""

    retry_wanted = Signal()
    folder_wanted = Signal(object)  # Path
    path_copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ProblemsModel()
        self.lead = QLabel(self)
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        self.lead.setWordWrap(True)
        self.lead.setProperty("kind", "second")
        self.retry = QPushButton(self.tr("Try again"), self)
        self.retry.setAccessibleName(self.tr("Try to read these files again"))
        self.retry.clicked.connect(lambda: self.retry_wanted.emit())
        self.list = QListView(self)
        self.list.setAccessibleName(self.tr("Problems"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(ProblemDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.activated.connect(lambda index: self._show(index.data(PROBLEM_ROLE)))
        self.empty = EmptyState(self)
        self.empty.say(Drawing.DONE, self.tr("No problems"), self.tr("Every file in your folders could be read."))
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(8, 12, 8, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(16)
        row.addWidget(self.lead, 1)
        row.addWidget(self.retry)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(self.empty)
        self.show_problems(())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows these problems, or that there are none."""
        self.model.show(problems)
        self._stack.setCurrentIndex(0 if problems else 1)
        words = counted("ProblemsPage", "One file could not be read.", "{n} files could not be read.", len(problems))
        self.lead.setText(
            self.tr("{what} The files themselves are untouched; when one changes it is tried again.").format(what=words)
        )

    def _problem(self) -> Problem | None:
        problem = self.list.currentIndex().data(PROBLEM_ROLE)
        return problem if isinstance(problem, Problem) else None

    def _show(self, problem: object) -> None:
        if isinstance(problem, Problem):
            self.folder_wanted.emit(problem.path)

    def menu(self, path: Path) -> QMenu:
        """Returns the context menu of one problem."""
        menu = QMenu(self)
        menu.addAction(self.tr("Show in folder"), lambda: self.folder_wanted.emit(path))
        menu.addAction(self.tr("Copy path"), lambda: self.path_copied.emit(display_text(str(path))))
        return menu

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        problem = index.data(PROBLEM_ROLE)
        if isinstance(problem, Problem):
            menu = self.menu(problem.path)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.list.viewport().mapToGlobal(at))
