"""Events and trips of a library, found in the background and kept while nothing they depend on changes."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.event import Event
from desktop_app.domain.event_correction import Correction
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.visibility import Surface
from desktop_app.library.jobs import Lane
from desktop_app.organize.events import is_reset_clock
from desktop_app.organize.occasions import Roll, Words, find_occasions
from desktop_app.organize.places import place_names
from desktop_app.store import tiles
from desktop_app.store.event_facts import EventFacts
from desktop_app.store.store import Store
from desktop_app.store.suggestible import NOWHERE, PhotoLooks, Suggestible

log = logging.getLogger(__name__)

SUREST = 0.6  # the least confidence of the model's words in titles
UNFIT_COVER = 1e9  # an unfit photo is a cover only when the whole event is unfit


class EventFinder:
    """Answers with events on a lane of its own, so that they wait for no grouping.

    Args:
        make_lane: opens a lane with a reading store.
    """

    def __init__(self, make_lane: Callable[[str], Lane[Store]]) -> None:
        self._lane = make_lane("events")
        self._state: object = None
        self._looks: PhotoLooks | None = None
        self._edit: object = None
        self._events: tuple[Event, ...] = ()

    def events(self) -> Future[tuple[Event, ...]]:
        """Returns events and trips, newest first; the events of a trip follow it.

        Photos without a date that can be trusted (only their file's time, or a camera's forgotten clock) are in none.
        """
        return self._lane.submit(self._find)

    def close(self, timeout_s: float) -> None:
        """Ends the lane; what waits is given up."""
        self._lane.close(timeout_s)

    def _find(self, store: Store) -> tuple[Event, ...]:
        suggestible, facts = Suggestible(store.db), EventFacts(store.db)
        state = suggestible.state()
        if self._looks is not None and state == self._state:
            return self._events
        looks, edit = suggestible.looks(), facts.latest_edit()
        if self._looks is None or edit != self._edit or not _are_same(looks, self._looks):
            began = time.perf_counter()
            self._events = find_events_of(store, looks)
            log.info("%d events and trips found in %.2f s", len(self._events), time.perf_counter() - began)
        self._looks, self._edit, self._state = looks, edit, state
        return self._events


def find_events_of(store: Store, looks: PhotoLooks | None = None) -> tuple[Event, ...]:
    """Finds the events of a library as it is now; `looks` are read where they are not at hand."""
    suggestible = Suggestible(store.db)
    said = tuple(store.event_corrections.current().values())
    roll = read_roll(looks or suggestible.looks(), suggestible, EventFacts(store.db), said)
    return find_occasions(roll, place_names(), lambda ids: _looks_of(store, ids))


def _are_same(one: PhotoLooks, other: PhotoLooks) -> bool:
    return (
        np.array_equal(one.ids, other.ids)
        and np.array_equal(one.taken_at_ms, other.taken_at_ms)
        and np.array_equal(one.tiles, other.tiles)
    )


def read_roll(
    looks: PhotoLooks, suggestible: Suggestible, facts: EventFacts, corrections: Sequence[Correction] = ()
) -> Roll:
    """Reads what events are made of: photos that may be seen in groups, with a date to trust."""
    details = suggestible.details()
    mask, wanted = tiles.visible_bits(Surface.GROUP)
    cover_mask, cover_wanted = tiles.visible_bits(Surface.COVER)
    kept = np.flatnonzero((looks.tiles & mask == wanted) & np.isin(looks.ids, details.ids))
    at = np.searchsorted(details.ids, looks.ids[kept])
    is_dated = (details.is_dated[at] == 1) & ~is_reset_clock(looks.taken_at_ms[kept])
    kept, at = kept[is_dated], at[is_dated]
    order = np.lexsort((looks.ids[kept], looks.taken_at_ms[kept]))
    kept, at = kept[order], at[order]
    ids = looks.ids[kept]
    quality = details.quality[at] - UNFIT_COVER * np.isin(ids, facts.unfit_for_covers())
    quality[(looks.tiles[kept] & cover_mask) != cover_wanted] = -np.inf
    in_folders, folders = facts.folders()
    folder_at = np.minimum(np.searchsorted(in_folders, ids), max(len(in_folders) - 1, 0))
    return Roll(
        ids=ids,
        taken_ms=looks.taken_at_ms[kept],
        latitude=_degrees(details.latitude[at]),
        longitude=_degrees(details.longitude[at]),
        quality=quality,
        folders=folders[folder_at],
        folder_names=facts.folder_names(),
        own_words=Words(*facts.own_words()),
        sure_words=Words(*facts.words(SUREST)),
        corrections=corrections,
    )


def _degrees(micro: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(micro == NOWHERE, np.nan, micro / 1e6)


def _looks_of(store: Store, ids: NDArray[np.int64]) -> NDArray[np.float32]:
    """Returns (K, D) vectors of K photos, zero where there is none; (0, 0) while no model has understood any."""
    model_id = store.embeddings.active_model()
    if not model_id or not len(ids):
        return np.empty((0, 0), np.float32)
    known, rows = store.embeddings.get([PhotoId(photo) for photo in ids.tolist()], model_id)
    if not len(known):
        return np.empty((0, 0), np.float32)
    vectors = np.zeros((len(ids), rows.shape[1]), np.float32)
    order = np.argsort(ids, kind="stable")
    vectors[order[np.searchsorted(ids, known, sorter=order)]] = rows
    return vectors
