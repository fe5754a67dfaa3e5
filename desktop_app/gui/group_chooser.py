"""The small window that asks into which group photos go: type to filter, Enter chooses."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QListWidgetItem, QWidget

from desktop_app.domain.group import Group
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.gui import facts
from desktop_app.gui.list_chooser import ListChooser

WIDTH_PX, LIST_PX, PICTURE_PX = 400, 320, 36
GROUP_ROLE = Qt.ItemDataRole.UserRole + 1


class GroupChooser(ListChooser):
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
        super().__init__(
            lead, self.tr("Find a group"), self.tr("Groups"), self.tr("Merge"), (WIDTH_PX, LIST_PX), parent
        )
        self._groups, self._cover_of = list(groups), cover_of
        self.setWindowTitle(self.tr("Merge groups"))
        self.list.setIconSize(QSize(PICTURE_PX, PICTURE_PX))
        self.list.setSpacing(1)
        self.begin()

    def fill(self, wanted: str) -> None:
        """Adds the groups whose name holds the words."""
        for group in self._groups:
            if wanted.casefold() in group.name.casefold():
                count = facts.count_text(group.photo_count)
                item = QListWidgetItem(f"{group.name}  ·  {count}")
                cover = self._cover_of(group.cover) if group.cover is not None else None
                if cover is not None:
                    item.setIcon(QIcon(_square(cover)))
                item.setData(GROUP_ROLE, group.id)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{group.name}, {count}")
                item.setSizeHint(QSize(120, PICTURE_PX + 8))
                self.list.addItem(item)

    def choose(self, item: QListWidgetItem) -> None:
        """Says which group was chosen."""
        self.group_chosen.emit(GroupId(item.data(GROUP_ROLE)))


def _square(pixmap: QPixmap) -> QPixmap:
    """Returns the middle of a picture."""
    edge = min(pixmap.width(), pixmap.height())
    return pixmap.copy((pixmap.width() - edge) // 2, (pixmap.height() - edge) // 2, edge, edge)
