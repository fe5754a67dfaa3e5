"""Looks at photos, and which photos were on the For You page: written in batches, read as arrays."""

from __future__ import annotations

import logging
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.history import MAX_SEEN_MS, HistoryDay, PhotoView, local_day
from desktop_app.domain.ids import PhotoId, ViewId
from desktop_app.store.database import Database
from desktop_app.store.history_file import HistoryFile
from desktop_app.store.history_schema import SOURCES, SURFACES

log = logging.getLogger(__name__)

MAX_ZOOM = 1_000.0
_LATEST_MS = 250_000_000_000_000  # the year 9892: what calendars can hold
_QUARTER_MS = 900_000  # offsets of time zones are whole quarters of an hour: one has one local day


@dataclass(frozen=True, slots=True, eq=False)
class ViewArrays:
    """Looks as parallel arrays of one length N, newest first.

    Attributes:
        ids: (N,) int64 ViewId.
        photo_ids: (N,) int64 PhotoId, all of them in the library now.
        started_at_ms: (N,) int64, UTC.
        seen_ms: (N,) int64, 0 to MAX_SEEN_MS.
        zoom: (N,) float64, from 1.0.
        surfaces: (N,) int64, places in `history_schema.SURFACES`.
        sources: (N,) int64, places in `history_schema.SOURCES`.
    """

    ids: NDArray[np.int64]
    photo_ids: NDArray[np.int64]
    started_at_ms: NDArray[np.int64]
    seen_ms: NDArray[np.int64]
    zoom: NDArray[np.float64]
    surfaces: NDArray[np.int64]
    sources: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def chosen(self, which: slice | NDArray[np.bool_] | NDArray[np.int64]) -> ViewArrays:
        """Returns the looks at some places."""
        return ViewArrays(*(column[which] for column in self.columns()))

    def joined(self, other: ViewArrays) -> ViewArrays:
        """Returns both, newest first; of two begun at the same time the one stored later."""
        both = ViewArrays(*map(np.concatenate, zip(self.columns(), other.columns(), strict=True)))
        return both.chosen(np.lexsort((-both.ids, -both.started_at_ms)))

    def columns(self) -> tuple[NDArray[Any], ...]:
        """Returns the arrays in their order above."""
        return (
            self.ids,
            self.photo_ids,
            self.started_at_ms,
            self.seen_ms,
            self.zoom,
            self.surfaces,
            self.sources,
        )


def _no_views() -> ViewArrays:
    none = np.empty(0, np.int64)
    return ViewArrays(none, none, none, none, np.empty(0, np.float64), none, none)


class HistoryViews(HistoryFile):
    """The part of the history that the program writes by itself."""

    _state: object = None
    _last = 0
    _views = _no_views()

    def close(self) -> None:
        """Closes the connection and lets go of what was read."""
        super().close()
        self._state = None

    def add_views(self, views: Sequence[PhotoView]) -> list[ViewId]:
        """Keeps looks; those at photos that are not in the library are dropped.

        Raises:
            UserError: the history cannot be written; nothing was kept.
        """
        if not views:
            return []

        def add(db: Database) -> list[ViewId]:
            subjects = self._photos.intern(db, (view.photo_id for view in views))
            rows = [(subjects[view.photo_id], *_columns(view)) for view in views if view.photo_id in subjects]
            before = int(db.value("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'view'"))
            db.execute_many(
                """INSERT INTO view (subject, surface, source, started_at_ms, seen_ms, zoom_permille)
                   VALUES (?, ?, ?, ?, ?, ?)""",
                rows,
            )
            return [ViewId(before + number) for number in range(1, len(rows) + 1)]

        kept = self._write(add, is_adding=True)
        if len(kept) < len(views):
            log.info("%d looks at photos that are not in the library were dropped", len(views) - len(kept))
        return kept

    def views(self, until_ms: int, limit: int | None = None, since_ms: int | None = None) -> list[PhotoView]:
        """Returns the looks begun from since_ms to until_ms, newest first, at photos that are in the library now."""
        found = self.view_arrays(until_ms, limit, since_ms)
        columns = (
            found.photo_ids.tolist(),
            found.surfaces.tolist(),
            found.sources.tolist(),
            found.started_at_ms.tolist(),
            found.seen_ms.tolist(),
            found.zoom.tolist(),
            found.ids.tolist(),
        )
        return [
            PhotoView(PhotoId(photo), SURFACES[surface], SOURCES[source], started, seen, zoom, ViewId(number))
            for photo, surface, source, started, seen, zoom, number in zip(*columns, strict=True)
        ]

    def view_arrays(self, until_ms: int, limit: int | None = None, since_ms: int | None = None) -> ViewArrays:
        """Like `views`, as arrays. Kept until either file changes, so that asking again costs next to nothing."""
        found = self._read(self._all_views, _no_views())
        begin = int(np.searchsorted(-found.started_at_ms, -until_ms, side="left"))
        end = len(found)
        if since_ms is not None:
            end = int(np.searchsorted(-found.started_at_ms, -since_ms, side="right"))
        if limit is not None:
            end = min(end, begin + limit)
        return found.chosen(slice(begin, max(begin, end)))

    def _all_views(self, db: Database) -> ViewArrays:
        """The looks read before, and those added since."""
        state = self._photos.state(db)
        if self._state != state:
            self._state, self._last, self._views = state, 0, _no_views()
        sql = """SELECT id, subject, started_at_ms, seen_ms, zoom_permille, surface, source FROM view
                 WHERE id > ? AND NOT is_forgotten"""
        names = ("id", "subject", "started_at_ms", "seen_ms", "zoom_permille", "surface", "source")
        ids, subjects, started, seen, zoom, surfaces, sources = db.columns(sql, names, (self._last,))
        if len(ids):
            photos = self._photos.resolve(db)  # after the looks: their subjects were there before them
            of_subject = np.zeros(max([*photos, int(subjects.max())]) + 1, np.int64)
            of_subject[list(photos)] = list(photos.values())
            photo_ids = of_subject[subjects]
            added = ViewArrays(ids, photo_ids, started, seen, zoom / 1000, surfaces, sources).chosen(photo_ids > 0)
            self._views = added.joined(self._views)
            self._last = int(ids.max())
        return self._views

    def days(self, until_ms: int) -> list[HistoryDay]:
        """Returns the local days that hold looks at photos of the library, newest first."""
        started = self.view_arrays(until_ms).started_at_ms
        quarters, numbers = np.unique(started // _QUARTER_MS, return_counts=True)
        days: Counter[date] = Counter()
        for quarter, number in zip(quarters.tolist(), numbers.tolist(), strict=True):
            days[local_day(quarter * _QUARTER_MS)] += number
        return [HistoryDay(day, days[day]) for day in sorted(days, reverse=True)]

    def count(self) -> int:
        """Returns how many looks are kept, whether or not their photos are in the library now."""
        return self._read(lambda db: int(db.value("SELECT count(*) FROM view")), 0)

    def add_shown(self, photo_ids: Sequence[PhotoId], day: date) -> None:
        """Keeps that photos were on the For You page on a local day.

        Raises:
            UserError: the history cannot be written; nothing was kept.
        """
        if not photo_ids:
            return

        def add(db: Database) -> None:
            subjects = self._photos.intern(db, photo_ids).values()
            db.execute_many(
                "INSERT OR IGNORE INTO shown VALUES (?, ?)", [(subject, day.isoformat()) for subject in subjects]
            )

        self._write(add, is_adding=True)

    def shown(self, before: date, within_days: int) -> dict[PhotoId, date]:
        """Returns the last day before `before` on which each photo was shown, not more than within_days days ago."""

        def ask(db: Database) -> dict[PhotoId, date]:
            photos = self._photos.resolve(db)
            rows = db.rows(
                "SELECT subject, max(day) FROM shown WHERE day < ? AND day >= ? GROUP BY subject ORDER BY max(day)",
                (before.isoformat(), (before - timedelta(days=within_days)).isoformat()),
            )
            return {photos[subject]: date.fromisoformat(day) for subject, day in rows if subject in photos}

        return self._read(ask, {})

    def shown_days(self, since: date, until: date) -> dict[date, list[PhotoId]]:
        """Returns the photos shown on each local day from `since` to before `until`, oldest day first, by rising id."""

        def ask(db: Database) -> dict[date, list[PhotoId]]:
            photos = self._photos.resolve(db)
            sql = "SELECT day, subject FROM shown WHERE day >= ? AND day < ? ORDER BY day"
            found: dict[date, set[PhotoId]] = {}
            for day, subject in db.rows(sql, (since.isoformat(), until.isoformat())):
                if subject in photos:
                    found.setdefault(date.fromisoformat(day), set()).add(photos[subject])
            return {day: sorted(ids) for day, ids in found.items()}

        return self._read(ask, {})


def _columns(view: PhotoView) -> tuple[int, ...]:
    zoom = view.zoom if math.isfinite(view.zoom) else 1.0
    return (
        SURFACES.index(view.surface),
        SOURCES.index(view.source),
        min(max(view.started_at_ms, 0), _LATEST_MS),
        min(max(view.seen_ms, 0), MAX_SEEN_MS),
        round(min(max(zoom, 1.0), MAX_ZOOM) * 1000),
    )
