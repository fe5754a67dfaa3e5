"""The photos of one page for the grid: a timeline's arrays, addressed by id. Everything it answers lies in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QCoreApplication,
    QDate,
    QLocale,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QUrl,
)

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline, empty_timeline
from desktop_app.domain.photo import Badge, Photo, Status
from desktop_app.gui.grid_layout import MS_PER_DAY
from desktop_app.gui.translation import QT_TRANSLATE_NOOP

PHOTO_IDS_MIME = "application/x-reverie-photo-ids"
MAX_RUNS = 8  # more separate runs of change than this are told as a reset, which costs one layout

Index = QModelIndex | QPersistentModelIndex
Ints = NDArray[np.int64]


class Role(IntEnum):
    """What a photo's row can be asked for, beside the accessible text."""

    ID = Qt.ItemDataRole.UserRole + 1  # int
    BADGES = Qt.ItemDataRole.UserRole + 2  # int, bits of Badge
    STATUS = Qt.ItemDataRole.UserRole + 3  # int, bits of Status
    COLOUR = Qt.ItemDataRole.UserRole + 4  # int, 0xRRGGBB
    ASPECT = Qt.ItemDataRole.UserRole + 5  # float, width / height
    TAKEN_AT_MS = Qt.ItemDataRole.UserRole + 6  # int, wall clock
    SCORE = Qt.ItemDataRole.UserRole + 7  # float 0..1, None outside results


@dataclass(frozen=True, slots=True)
class Run:
    """One run of rows that came or went, in the coordinates of the list at that moment."""

    first: int
    count: int
    is_insert: bool


class PhotoModel(QAbstractListModel):
    """One row for each photo. GUI thread.

    `set_describe` and `set_file_urls` plug in what the model does not hold: words for the screen reader (answered from
    memory) and the files for a drag that leaves the window.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timeline = empty_timeline()
        self._scores: NDArray[np.float32] | None = None
        self._order: tuple[Ints, Ints] | None = None  # (sorted ids, their rows), made when first needed
        self._describe: Callable[[PhotoId], str] = lambda _: ""
        self._file_paths: Callable[[Sequence[PhotoId]], Sequence[Path]] = lambda _: ()

    @property
    def timeline(self) -> Timeline:
        """The arrays shown now, by row. Not to be written to."""
        return self._timeline

    @property
    def scores(self) -> NDArray[np.float32] | None:
        """(N,) likeness 0 to 1 by row, None when the page is no answer to a question."""
        return self._scores

    def set_describe(self, describe: Callable[[PhotoId], str]) -> None:
        """Sets who adds words to the accessible text, such as tags: 'dog, beach'. Must answer from memory."""
        self._describe = describe

    def set_file_urls(self, paths: Callable[[Sequence[PhotoId]], Sequence[Path]]) -> None:
        """Sets who knows the files of photos, asked once when a drag begins."""
        self._file_paths = paths

    def id_at(self, row: int) -> PhotoId:
        """Returns the photo of a row."""
        return PhotoId(int(self._timeline.ids[row]))

    def ids_at(self, rows: Iterable[int] | Ints) -> list[PhotoId]:
        """Returns the photos of rows, in the order given."""
        wanted = np.fromiter(rows, np.int64) if not isinstance(rows, np.ndarray) else rows
        return cast("list[PhotoId]", self._timeline.ids[wanted].tolist())

    def row_of(self, photo_id: PhotoId) -> int:
        """Returns the row of a photo, -1 when it is not on this page."""
        rows = self.rows_of([photo_id])
        return int(rows[0]) if len(rows) else -1

    def rows_of(self, photo_ids: Iterable[PhotoId]) -> Ints:
        """Returns the rows of those photos that are on this page, ascending."""
        wanted = np.fromiter(photo_ids, np.int64)
        if len(self._timeline) == 0 or len(wanted) == 0:
            return np.empty(0, np.int64)
        if self._order is None:
            by_id = np.argsort(self._timeline.ids, kind="stable")
            self._order = (self._timeline.ids[by_id], by_id)
        ids, rows = self._order
        at = np.minimum(np.searchsorted(ids, wanted), len(ids) - 1)
        return np.sort(rows[at[ids[at] == wanted]])

    def set_timeline(self, timeline: Timeline, scores: NDArray[np.float32] | None = None) -> None:
        """Shows another timeline, telling views as little as possible.

        The same photos in the same order: data changed. Photos that came or went in a few runs: rows inserted and
        removed, so selection and current photo stay by themselves. Anything else: a reset (the grid restores
        selection and place by id).
        """
        runs = _runs(self._timeline.ids, timeline.ids)
        if runs is None or len(runs) > MAX_RUNS:
            self.beginResetModel()
            self._adopt(timeline, scores)
            self.endResetModel()
            return
        for run in runs:
            self._apply(run, timeline)
        self._adopt(timeline, scores)
        if len(timeline):
            self.dataChanged.emit(self.index(0), self.index(len(timeline) - 1))

    def _apply(self, run: Run, target: Timeline) -> None:
        last = run.first + run.count - 1
        shown = self._timeline
        if run.is_insert:  # runs are applied from the front, so what lies before has its final place already
            self.beginInsertRows(QModelIndex(), run.first, last)
            self._adopt(_spliced(shown, run.first, 0, _cut(target, run.first, run.count)), None)
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), run.first, last)
            self._adopt(_spliced(shown, run.first, run.count, empty_timeline()), None)
            self.endRemoveRows()

    def _adopt(self, timeline: Timeline, scores: NDArray[np.float32] | None) -> None:
        self._timeline, self._scores, self._order = timeline, scores, None

    def update_badges(self, badges: dict[PhotoId, Badge]) -> None:
        """Shows other badges on some photos at once, before the library has answered (a heart that was clicked)."""
        rows = self.rows_of(badges)
        if not len(rows):
            return
        changed = self._timeline.badges.copy()
        changed[rows] = [int(badges[i]) for i in self.ids_at(rows)]
        known = self._timeline
        self._timeline = Timeline(known.ids, known.taken_at_ms, known.aspects, known.colours, changed, known.status)
        self._tell(rows)

    def touch(self, photo_ids: Iterable[PhotoId]) -> None:
        """Has views paint these photos again."""
        self._tell(self.rows_of(photo_ids))

    def _tell(self, rows: Ints) -> None:
        for part in np.split(rows, np.flatnonzero(np.diff(rows) != 1) + 1):
            if len(part):
                self.dataChanged.emit(self.index(int(part[0])), self.index(int(part[-1])))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """Qt: how many photos."""
        return 0 if parent.isValid() else len(self._timeline)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt: one value of a photo; see `Role`."""
        if not index.isValid() or index.row() >= len(self._timeline):
            return None
        row, shown = index.row(), self._timeline
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.accessible_text(row)
        if role == Role.SCORE:
            return None if self._scores is None else float(self._scores[row])
        if role == Role.ASPECT:
            return float(shown.aspects[row])
        name = _COLUMNS.get(int(role))
        return None if name is None else int(getattr(shown, name)[row])

    def accessible_text(self, row: int) -> str:
        """Returns what a screen reader says: 'Photo, 14 June 2025, dog, favourite'. No path, no file name."""
        shown = self._timeline
        badges, status = Badge(int(shown.badges[row])), Status(int(shown.status[row]))
        parts = [_tr("Photo"), long_date(int(shown.taken_at_ms[row])), self._describe(self.id_at(row))]
        parts += [_tr(word) for bit, word in _BADGE_WORDS if badges & bit]
        if status & Status.OFFLINE:
            parts.append(_tr("offline"))
        if self._scores is not None:
            parts.append(_tr("{n} % alike").format(n=percent(float(self._scores[row]))))
        return ", ".join(part for part in parts if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: a photo can be selected and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsDragEnabled | flag.ItemNeverHasChildren

    def supportedDragActions(self) -> Qt.DropAction:
        """Qt: a drag only ever copies."""
        return Qt.DropAction.CopyAction  # never move: a drop elsewhere must not cost the user a file

    def mimeTypes(self) -> list[str]:
        """Qt: ids for this window, files for others."""
        return [PHOTO_IDS_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Qt: what a drag of these rows carries."""
        return self.mime_of(self.ids_at(sorted({index.row() for index in indexes if index.isValid()})))

    def mime_of(self, photo_ids: Sequence[PhotoId]) -> QMimeData:
        """Returns what a drag or the clipboard carries: ids for this window, files for every other program."""
        mime = QMimeData()
        mime.setData(PHOTO_IDS_MIME, encode_ids(photo_ids))
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in self._file_paths(photo_ids)])
        return mime


_COLUMNS: dict[int, str] = {
    Role.ID: "ids",
    Role.BADGES: "badges",
    Role.STATUS: "status",
    Role.COLOUR: "colours",
    Role.TAKEN_AT_MS: "taken_at_ms",
}
_BADGE_WORDS = (
    (Badge.FAVOURITE, QT_TRANSLATE_NOOP("PhotoModel", "favourite")),
    (Badge.RAW, QT_TRANSLATE_NOOP("PhotoModel", "raw")),
    (Badge.ANIMATED, QT_TRANSLATE_NOOP("PhotoModel", "animated")),
    (Badge.DAMAGED, QT_TRANSLATE_NOOP("PhotoModel", "damaged")),
    (Badge.FLAGGED, QT_TRANSLATE_NOOP("PhotoModel", "flagged")),
    (Badge.VERSION, QT_TRANSLATE_NOOP("PhotoModel", "with its original behind it")),
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("PhotoModel", text)


def long_date(taken_at_ms: int) -> str:
    """Returns the day of a wall-clock time in the user's language, as '14 June 2025'."""
    locale = QLocale()
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
    return locale.toString(day_of(taken_at_ms), pattern.replace("dddd, ", "").replace("dddd ", "").strip())


def day_of(taken_at_ms: int) -> QDate:
    """Returns the day of a wall-clock time."""
    return QDate(1970, 1, 1).addDays(taken_at_ms // MS_PER_DAY)


def percent(score: float) -> int:
    """Returns a score of 0 to 1 as a whole percentage; 100 is kept for what is wholly alike."""
    return 100 if score >= 1.0 else min(round(100 * max(score, 0.0)), 99)


def encode_ids(photo_ids: Iterable[PhotoId]) -> QByteArray:
    """Returns ids as the drag format carries them: decimal numbers in ASCII with commas between."""
    return QByteArray(",".join(str(int(i)) for i in photo_ids).encode("ascii"))


def decode_ids(mime: QMimeData) -> list[PhotoId]:
    """Returns the ids a drag of this window carries; empty for anything else, and for numbers that are none."""
    raw = bytes(mime.data(PHOTO_IDS_MIME).data())[:4_000_000]
    parts = raw.split(b",") if raw else []
    return [PhotoId(int(part)) for part in parts if part.isdigit() and len(part) < 20 and int(part) < 2**63]


def timeline_of(photos: Sequence[Photo]) -> Timeline:
    """Returns photos, in the order given, as the arrays a model shows: for results of search and Find similar."""
    sizes = [(p.width_px, p.height_px) for p in photos]
    return Timeline(
        ids=np.asarray([p.id for p in photos], np.int64),
        taken_at_ms=np.asarray([p.taken_at_ms for p in photos], np.int64),
        aspects=np.asarray([w / h if w > 0 and h > 0 else 1.5 for w, h in sizes], np.float32),
        colours=np.asarray([p.measures.average_rgb if p.measures else 0x808080 for p in photos], np.uint32),
        badges=np.asarray([int(p.badges) for p in photos], np.uint16),
        status=np.asarray([int(p.status) for p in photos], np.uint8),
    )


def _runs(old: Ints, new: Ints) -> list[Run] | None:
    """Returns the removals, then the insertions that lead from old to new; None when what stays changed its order."""
    if np.array_equal(old, new):
        return []
    if len(old) == 0 or len(new) == 0:
        return None
    stays_old, stays_new = np.isin(old, new), np.isin(new, old)
    if not np.array_equal(old[stays_old], new[stays_new]) or not stays_old.any():
        return None
    removed = [Run(first, count, is_insert=False) for first, count in reversed(_stretches(~stays_old))]
    return removed + [Run(first, count, is_insert=True) for first, count in _stretches(~stays_new)]


def _stretches(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Returns (first, count) of each run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], mask.view(np.int8), [0]))))
    return [(int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _cut(timeline: Timeline, first: int, count: int) -> Timeline:
    return Timeline(*(getattr(timeline, f.name)[first : first + count] for f in fields(Timeline)))


def _spliced(timeline: Timeline, first: int, drop: int, put: Timeline) -> Timeline:
    """Returns the timeline with `drop` photos at `first` replaced by those of `put`."""

    def column(name: str) -> NDArray[np.generic]:
        old = getattr(timeline, name)
        return np.concatenate((old[:first], getattr(put, name), old[first + drop :]))

    return Timeline(*(column(f.name) for f in fields(Timeline)))  # type: ignore[arg-type]
