"""The looks of the view history as rows: a heading for each day, then its looks; loaded as one scrolls."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from desktop_app.domain.history import HistoryDay, PhotoView, day_bounds, local_day
from desktop_app.domain.ids import PhotoId, ViewId
from desktop_app.domain.photo import display_text
from desktop_app.domain.visibility import is_veiled
from desktop_app.gui import history_words

if TYPE_CHECKING:
    from desktop_app.library.queries import Queries

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole + 1
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class DayRow:
    """The heading of one day, with how many looks stand below it."""

    day: date
    count: int
    text: str


@dataclass(frozen=True, slots=True)
class LookRow:
    """One look, and what the photo is called."""

    view: PhotoView
    name: str
    path: str
    is_sensitive: bool


Row = DayRow | LookRow


@dataclass(frozen=True, slots=True)
class HistoryPart:
    """The rows of some days, and the days that come after them."""

    rows: tuple[Row, ...]
    rest: tuple[HistoryDay, ...]


def load_part(queries: Queries, days: Sequence[HistoryDay], until_ms: int, wanted: int, today: date) -> HistoryPart:
    """Reads the looks of the first days until there are `wanted` of them. Any lane."""
    taken, expected = 0, 0
    while taken < len(days) and expected < wanted:
        expected += days[taken].view_count
        taken += 1
    if not taken:
        return HistoryPart((), ())
    since_ms, end_ms = day_bounds(days[taken - 1].day)[0], day_bounds(days[0].day)[1] - 1
    views = queries.views(min(until_ms, end_ms), since_ms)
    photos = queries.photos(list({view.photo_id for view in views}))
    by_day: dict[date, list[LookRow]] = {}
    for view in views:
        photo = photos.get(view.photo_id)
        if photo is not None:
            name, path = display_text(photo.name), display_text(str(photo.path))
            row = LookRow(view, name, path, is_veiled(photo.status))
            by_day.setdefault(local_day(view.started_at_ms), []).append(row)
    rows: list[Row] = []
    for day, looks in by_day.items():
        rows += [DayRow(day, len(looks), history_words.day_text(day, today)), *looks]
    return HistoryPart(tuple(rows), tuple(days[taken:]))


class HistoryModel(QAbstractListModel):
    """Rows in memory; asks for more when the view comes to their end."""

    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Row] = []
        self.rest: tuple[HistoryDay, ...] = ()
        self._is_loading = False

    @property
    def look_count(self) -> int:
        """How many looks are loaded."""
        return sum(isinstance(row, LookRow) for row in self._rows)

    def show(self, part: HistoryPart) -> None:
        """Begins anew with these rows."""
        self._is_loading = False
        if tuple(self._rows) == part.rows and self.rest == part.rest:
            return
        self.beginResetModel()
        self._rows, self.rest = list(part.rows), part.rest
        self.endResetModel()

    def append(self, part: HistoryPart) -> None:
        """Takes the rows that follow."""
        self._is_loading = False
        self.rest = part.rest
        if part.rows:
            first = len(self._rows)
            self.beginInsertRows(QModelIndex(), first, first + len(part.rows) - 1)
            self._rows += part.rows
            self.endInsertRows()

    def remove(self, views: Collection[ViewId]) -> None:
        """Takes looks away, and the headings of days that have none left."""
        kept = [row for row in self._rows if not (isinstance(row, LookRow) and row.view.id in views)]
        left: list[Row] = []
        for row in kept:
            if isinstance(row, DayRow) and left and isinstance(left[-1], DayRow):
                left.pop()
            left.append(row)
        if left and isinstance(left[-1], DayRow):
            left.pop()
        self.beginResetModel()
        counts: dict[date, int] = {}
        day: date | None = None
        for row in left:
            if isinstance(row, DayRow):
                day = row.day
            elif day is not None:
                counts[day] = counts.get(day, 0) + 1
        self._rows = [DayRow(row.day, counts[row.day], row.text) if isinstance(row, DayRow) else row for row in left]
        self.endResetModel()

    def looks_of(self, day: date) -> list[PhotoId]:
        """Returns the photos looked at on a loaded day, each once, newest first."""
        found: dict[PhotoId, None] = {}
        now: date | None = None
        for row in self._rows:
            if isinstance(row, DayRow):
                now = row.day
            elif now == day:
                found.setdefault(row.view.photo_id)
        return list(found)

    def sensitive_ids(self) -> set[PhotoId]:
        """Returns the loaded photos that are flagged as sensitive."""
        return {row.view.photo_id for row in self._rows if isinstance(row, LookRow) and row.is_sensitive}

    def day_of(self, row_number: int) -> DayRow | None:
        """Returns the heading that a row stands below."""
        for row in reversed(self._rows[: row_number + 1]):
            if isinstance(row, DayRow):
                return row
        return None

    def row_of(self, view_id: ViewId | None) -> int:
        """Returns where a look stands, -1 when it is not here."""
        for number, row in enumerate(self._rows):
            if isinstance(row, LookRow) and row.view.id == view_id:
                return number
        return -1

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Qt: how many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: texts; reads memory only."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if isinstance(row, DayRow):
            words = f"{row.text}, {history_words.looks_text(row.count)}"
            return {Qt.ItemDataRole.DisplayRole: row.text, Qt.ItemDataRole.AccessibleTextRole: words}.get(
                Qt.ItemDataRole(role)
            )
        answers = {
            Qt.ItemDataRole.DisplayRole: row.name,
            Qt.ItemDataRole.ToolTipRole: row.path,
            Qt.ItemDataRole.AccessibleTextRole: f"{row.name}, {history_words.look_text(row.view)}",
        }
        return answers.get(Qt.ItemDataRole(role))

    def canFetchMore(self, parent: Index = _NOWHERE) -> bool:
        """Qt: whether there are further days."""
        return not parent.isValid() and bool(self.rest) and not self._is_loading

    def fetchMore(self, parent: Index = _NOWHERE) -> None:
        """Qt: asks for them."""
        if self.canFetchMore(parent):
            self._is_loading = True
            self.more_wanted.emit()
