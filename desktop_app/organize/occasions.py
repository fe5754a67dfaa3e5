"""A library's photos to its events, trips and titles: finder, places and words put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.event import DAY_MS, Event, EventKind, Precision, is_weekend, moment
from desktop_app.domain.event_correction import Correction, Level
from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.organize.event_corrections import Corrections, Run
from desktop_app.organize.event_places import Whereabouts, countries_of, towns_of_event, towns_of_trip, whereabouts
from desktop_app.organize.event_subjects import (
    OWN_SHARE,
    WORD_PHOTOS,
    WORD_SHARE,
    folder_occasions,
    folder_subjects,
    word_subjects,
)
from desktop_app.organize.event_titles import titles_of
from desktop_app.organize.events import LooksOf, Shots, find_events
from desktop_app.organize.homes import USUAL_KM, find_homes
from desktop_app.organize.places import PlaceNames
from desktop_app.organize.trips import Spans, find_dense_days, find_trips

COVERS, MANY = 3, 6  # pictures of an event; fewer photos than that show one

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words on photos: M pairs.

    Attributes:
        photos: (M,) int64 photo ids.
        numbers: (M,) int64 places in `names`.
        names: the words.
    """

    photos: Ints
    numbers: Ints
    names: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class Roll:
    """The photos events are made of, in the order of capture (taken_ms, then id): parallel arrays of length N.

    Only photos that may be seen in groups, with a date that can be trusted.

    Attributes:
        ids, taken_ms: int64; wall-clock milliseconds.
        latitude, longitude: degrees, NaN where unknown.
        quality: higher is better; the lowest is no cover.
        folders: int64 folder ids.
        folder_names: of each folder, with the folder it lies in.
        own_words, sure_words: what people wrote, and what the model is sure of.
        corrections: what the user said of events, with the times of now.
    """

    ids: Ints
    taken_ms: Ints
    latitude: Floats
    longitude: Floats
    quality: Floats
    folders: Ints
    folder_names: Mapping[int, tuple[str, int | None]]
    own_words: Words
    sure_words: Words
    corrections: Sequence[Correction] = ()


def find_occasions(roll: Roll, table: PlaceNames, looks_of: LooksOf | None = None) -> tuple[Event, ...]:
    """Finds events and trips, as far as the user has not said otherwise.

    Returns:
        Newest first by start; a trip's own events follow it. Every photo is in exactly one event.
    """
    if not len(roll.ids):
        return ()
    homes = find_homes(roll.taken_ms, roll.latitude, roll.longitude)
    home = homes.of(roll.taken_ms)
    occasions, occasion_words = folder_occasions(roll.taken_ms, roll.folders, roll.folder_names)
    shots = Shots(roll.ids, roll.taken_ms, roll.latitude, roll.longitude, *home, occasions)
    corrections = Corrections(roll.corrections, roll.ids, roll.taken_ms)
    numbers = corrections.bounded(find_events(shots, looks_of))
    firsts = np.flatnonzero(np.diff(numbers, prepend=-1))
    count = len(firsts)
    where = whereabouts(numbers, roll.latitude, roll.longitude, count, table)
    away = _middle(numbers, homes.away_km(roll.taken_ms, roll.latitude, roll.longitude), count)
    spans = Spans(
        roll.taken_ms[firsts],
        np.maximum.reduceat(roll.taken_ms, firsts),
        np.diff(np.append(firsts, len(roll.ids))),
        away,
    )
    folders = folder_subjects(numbers, occasions, occasion_words, count)
    events = _events(roll, numbers, firsts, spans, where, folders)
    for at in corrections.begun(numbers) | corrections.merged(numbers):
        events[at] = replace(events[at], is_made=True)
    event_names = corrections.names(Level.EVENT, numbers, spans, {at: at for at in range(count)})
    runs = corrections.travelled(_runs(spans), numbers, spans)
    trip_of = {event: trip for trip, (run, _) in enumerate(runs) for event in run}
    names = corrections.names(Level.TRIP, numbers, spans, trip_of)
    merged = corrections.merged(numbers)  # alone it is no trip: the user has made one event of all there was of one
    trips = [
        replace(_trip(events, run, where, kind), name=names.get(at, ""), is_made=at in names)
        for at, (run, kind) in enumerate(runs)
        if len(run) > 1 or run.start not in merged or at in names
    ]
    return _in_order(_named(events, event_names), trips)


def _runs(spans: Spans) -> list[Run]:
    """Returns journeys, and dense days that are in none."""
    trips = find_trips(spans)
    taken = {event for run in trips for event in run}
    days = [run for run in find_dense_days(spans) if taken.isdisjoint(run)]
    return [*((run, EventKind.TRIP) for run in trips), *((run, EventKind.DAYS) for run in days)]


def _named(events: list[Event], names: Mapping[int, str]) -> list[Event]:
    for at, name in names.items():
        events[at] = replace(events[at], name=name, is_made=True)
    return events


def _middle(numbers: Ints, values: Floats, count: int) -> Floats:
    """Returns (E,) the median of each event's known values, NaN where none is known."""
    middle = np.full(count, np.nan)
    known = np.flatnonzero(~np.isnan(values))
    order = known[np.lexsort((values[known], numbers[known]))]
    found, first, number = np.unique(numbers[order], return_index=True, return_counts=True)
    middle[found] = values[order[first + number // 2]]
    return middle


def _events(
    roll: Roll, numbers: Ints, firsts: Ints, spans: Spans, where: Sequence[Whereabouts], folder: Sequence[str]
) -> list[Event]:
    own = _word_subjects(roll, roll.own_words, numbers, spans.counts, OWN_SHARE, 1)
    sure = _word_subjects(roll, roll.sure_words, numbers, spans.counts, WORD_SHARE, WORD_PHOTOS)
    covers = _covers(numbers, firsts, roll.quality)
    ids = roll.ids.tolist()
    ends = [*firsts[1:].tolist(), len(ids)]
    starts_ms, ends_ms = spans.start_ms.tolist(), spans.end_ms.tolist()
    return [
        Event(
            id=EventId(ids[first]),
            kind=EventKind.EVENT,
            start_ms=starts_ms[at],
            end_ms=ends_ms[at],
            photo_ids=tuple(ids[first : ends[at]]),
            covers=tuple(PhotoId(ids[row]) for row in covers[at]),
            subject=own[at] or folder[at] or sure[at],
            is_subject_guessed=not own[at] and not folder[at] and bool(sure[at]),
            places=towns_of_event(where[at]),
            is_at_home=bool(spans.away_km[at] < USUAL_KM),
            precision=Precision.YEAR if _is_year_only(starts_ms[at], ends_ms[at]) else Precision.DAY,
        )
        for at, first in enumerate(firsts.tolist())
    ]


def _word_subjects(
    roll: Roll, words: Words, numbers: Ints, sizes: Ints, least_share: float, least_photos: int
) -> list[str]:
    by_id = np.argsort(roll.ids, kind="stable")
    at = np.minimum(np.searchsorted(roll.ids, words.photos, sorter=by_id), len(roll.ids) - 1)
    rows = by_id[at]
    is_here = roll.ids[rows] == words.photos
    return word_subjects(
        numbers[rows[is_here]],
        words.numbers[is_here],
        words.names,
        sizes,
        least_share=least_share,
        least_photos=least_photos,
    )


def _covers(numbers: Ints, firsts: Ints, quality: Floats) -> list[list[int]]:
    """Returns the rows of each event's covers: the best photo of each third of it, of a small event the best alone."""
    counts = np.diff(np.append(firsts, len(numbers)))
    place, count = np.arange(len(numbers)) - firsts[numbers], counts[numbers]
    parts = numbers * COVERS + np.where(count >= MANY, place * COVERS // count, 0)
    order = np.lexsort((-np.arange(len(quality)), quality, parts))
    best = order[np.append(np.flatnonzero(np.diff(parts[order])), len(order) - 1)]
    best = best[quality[best] > -np.inf]
    covers: list[list[int]] = [[] for _ in firsts]
    for row in best[np.argsort(-quality[best], kind="stable")].tolist():
        covers[numbers[row]].append(row)
    return covers


def _is_year_only(start_ms: int, end_ms: int) -> bool:
    """Says whether a date is the first midnight of a year: how people write down that they know no more."""
    first = moment(start_ms)
    return start_ms == end_ms and start_ms % DAY_MS == 0 and (first.month, first.day) == (1, 1)


def _trip(events: list[Event], run: range, where: Sequence[Whereabouts], kind: EventKind) -> Event:
    parts = [events[at] for at in run]
    subjects = {part.subject for part in parts if not part.is_subject_guessed}
    towns, countries = towns_of_trip([where[at] for at in run]) if kind is EventKind.TRIP else ((), ())
    if not towns and not countries and kind is EventKind.TRIP:
        countries = countries_of([where[at] for at in run])
    largest = sorted(parts, key=lambda part: -len(part.photo_ids))
    covers = [part.covers[0] for part in largest if part.covers][:COVERS]
    trip = Event(
        id=EventId(-parts[0].id),
        kind=kind,
        start_ms=parts[0].start_ms,
        end_ms=parts[-1].end_ms,
        photo_ids=tuple(photo for part in parts for photo in part.photo_ids),
        covers=tuple(covers),
        subject=subjects.pop() if len(subjects) == 1 else "",
        places=towns,
        countries=countries,
        precision=Precision.MONTH,
        parts=tuple(part.id for part in parts),
    )
    return trip if kind is EventKind.DAYS else _with_weekend(trip)


def _with_weekend(trip: Event) -> Event:
    return replace(trip, is_weekend=is_weekend(*trip.days))


def _in_order(events: Sequence[Event], trips: Sequence[Event]) -> tuple[Event, ...]:
    trip_of = {part: trip.id for trip in trips for part in trip.parts}
    inside = {event.id: event for event in events if event.id in trip_of}
    heads = [*(event for event in reversed(events) if event.id not in trip_of), *trips]
    heads.sort(key=lambda event: -event.start_ms)  # of one moment, too, the later comes first
    everything = [one for head in heads for one in (head, *(inside[part] for part in reversed(head.parts)))]
    return tuple(
        replace(event, precision=precision, title=title, trip=trip_of.get(event.id))
        for event, (precision, title) in zip(everything, titles_of(everything), strict=True)
    )
