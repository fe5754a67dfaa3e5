"""The sets under review: which tier is shown, which set is current, and what was settled since they were found."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.domain.duplicate import DuplicateSet, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.gui.duplicates_facts import set_text, tier_text

Index = QModelIndex | QPersistentModelIndex
SET_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


class SetsModel(QAbstractListModel):
    """The sets of one tier, as a list. GUI thread.

    A set that was settled leaves at once; a new report from the library takes over as it is.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: list[DuplicateSet] = []
        self._rows: list[DuplicateSet] = []
        self.tier = Tier.IDENTICAL

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: the sets of the tier."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: a set, and its words for a screen reader."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        found = self._rows[index.row()]
        if role == SET_ROLE:
            return found
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{tier_text(found.tier)}, {set_text(found)}"
        return None

    @property
    def sets(self) -> tuple[DuplicateSet, ...]:
        """Every set, of all tiers."""
        return tuple(self._all)

    def count(self, tier: Tier) -> int:
        """Returns how many sets a tier has."""
        return sum(found.tier is tier for found in self._all)

    def row_of(self, key: str) -> int:
        """Returns the row of a set, -1 when it is not among those shown."""
        return next((row for row, found in enumerate(self._rows) if found.key == key), -1)

    def at(self, row: int) -> DuplicateSet | None:
        """Returns the set of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def show_sets(self, sets: tuple[DuplicateSet, ...]) -> None:
        """Takes over what was found."""
        self._all = list(sets)
        self._reset()

    def show_tier(self, tier: Tier) -> None:
        """Shows another tier."""
        self.tier = tier
        self._reset()

    def _reset(self) -> None:
        self.beginResetModel()
        self._rows = [found for found in self._all if found.tier is self.tier]
        self.endResetModel()

    def settle(self, key: str, gone: frozenset[PhotoId]) -> None:
        """Takes photos out of a set, and the set away once fewer than two are left of it."""
        row = self.row_of(key)
        if row < 0:
            return
        found = self._rows[row]
        left = tuple(photo for photo in found.photo_ids if photo not in gone)
        place = self._all.index(found)
        if len(left) < 2:
            self.beginRemoveRows(_NOWHERE, row, row)
            del self._rows[row], self._all[place]
            self.endRemoveRows()
            return
        keep = found.keep if found.keep in left else left[0]
        self._rows[row] = self._all[place] = replace(found, photo_ids=left, keep=keep, reasons=())
        self.dataChanged.emit(self.index(row), self.index(row))
