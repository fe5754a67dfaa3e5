"""The small window that asks into which group photos go: type to filter, Enter chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.domain.group import Group
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.gui import facts

WIDTH_PX, LIST_PX, PICTURE_PX = 400, 320, 36
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1


class GroupChooser(QDialog):
    """Asks for one of several groups.

    Args:
        lead: what is asked.
        groups: to choose from, the likeliest first.
        parent: the window.
        cover_of: a group's picture from memory, None where there is none.
    """

    group_chosen = Signal(object)  # GroupId

    def __init__(
        self,
        lead: str,
        groups: Sequence[Group],
        parent: QWidget | None = None,
        *,
        cover_of: Callable[[PhotoId], QPixmap | None] = lambda _photo: None,
    ) -> None:
        super().__init__(parent)
        self._groups, self._cover_of = list(groups), cover_of
        self.setWindowTitle(self.tr("Merge groups"))
        self.lead = QLabel(lead, self)
        self.lead.setTextFormat(Qt.TextFormat.PlainText)
        self.lead.setWordWrap(True)
        self.lead.setProperty("kind", "header")
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("Find a group"))
        self.field.setAccessibleName(self.tr("Find a group"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Groups"))
        self.list.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        self.list.setSpacing(1)
        self.list.setMouseTracking(True)
        self.list.setFixedHeight(LIST_PX)
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.list.itemClicked.connect(lambda _item: self.accept())
        self.button = QPushButton(self.tr("Merge"), self)
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        self.button.clicked.connect(self.accept)
        self.cancel = QPushButton(self.tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        self._arrange()
        self._fill("")
        self.resize(WIDTH_PX, self.sizeHint().height())
        self.field.setFocus()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        for widget in (self.lead, self.field, self.list):
            column.addWidget(widget)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.button)
        column.addLayout(foot)

    def _fill(self, text: str) -> None:
        key = " ".join(text.split()).casefold()
        self.list.clear()
        for group in self._groups:
            if key in group.name.casefold():
                count = facts.count_text(group.photo_count)
                item = QListWidgetItem(f"{group.name}  ·  {count}")
                cover = self._cover_of(group.cover) if group.cover is not None else None
                if cover is not None:
                    item.setIcon(QIcon(_square(cover)))
                item.setData(GROUP_ROLE, group.id)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{group.name}, {count}")
                item.setSizeHint(QSize(120, PICTURE_PX + 8))
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.button.setEnabled(bool(self.list.count()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: up and down in the field walk through the list."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(min(max(self.list.currentRow() + step, 0), self.list.count() - 1))
                return True
        return super().eventFilter(watched, event)

    def accept(self) -> None:
        """Qt: the group of the line chosen."""
        item = self.list.currentItem()
        if item is not None:
            super().accept()
            self.group_chosen.emit(GroupId(item.data(GROUP_ROLE)))


def _square(pixmap: QPixmap) -> QPixmap:
    """Returns the middle of a picture."""
    edge = min(pixmap.width(), pixmap.height())
    return pixmap.copy((pixmap.width() - edge) // 2, (pixmap.height() - edge) // 2, edge, edge)
