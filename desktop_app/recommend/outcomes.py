"""What became of suggestions: the photos shown on each day, and whether they were opened from the page.

Each day is seen with the eyes of its morning: only looks before it make the fit of what was shown on it, else the look
that followed would be among its own reasons.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from desktop_app.domain.history import FeedbackKind, ViewSource, day_bounds, local_day
from desktop_app.domain.ids import PhotoId
from desktop_app.recommend.facts import Facts
from desktop_app.recommend.learned import Library, learn, said
from desktop_app.recommend.learning import LEAST_SHOWN, NOT_OPENED, REFUSED, SKIPPED, Lesson, Outcomes, learn_weights
from desktop_app.recommend.one_core import on_one_core
from desktop_app.recommend.signals import LEAST_VALID_MS
from desktop_app.recommend.terms import FIXED, terms_of

MOST_DAYS = 60
FAVOURITE_TERM = 3  # its place among the terms


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One local day of the page.

    Attributes:
        shown: photos that were on the screen.
        opened: those looked at properly from the page.
        skipped: those opened from it and left at once.
        refused: those of which the user wants less, or nothing.
    """

    day: date
    shown: tuple[PhotoId, ...]
    opened: frozenset[PhotoId]
    skipped: frozenset[PhotoId]
    refused: frozenset[PhotoId]

    @property
    def is_telling(self) -> bool:
        """Whether some were opened and some were not."""
        return 0 < len(self.opened) < len(self.shown)


def shown_days(library: Library, at_ms: int) -> list[ShownDay]:
    """Returns the days before the one of `at_ms`, of the last 60, on which the page was seen, oldest first."""
    history = library.store.history
    today = local_day(at_ms)
    first = today - timedelta(days=MOST_DAYS)
    by_day = history.shown_days(first, today)
    if sum(map(len, by_day.values())) < LEAST_SHOWN:
        return []
    looks: dict[date, dict[PhotoId, int]] = {}
    for view in history.views(at_ms, since_ms=day_bounds(first)[0]):
        if view.source is ViewSource.FOR_YOU:
            longest = looks.setdefault(local_day(view.started_at_ms), {})
            longest[view.photo_id] = max(longest.get(view.photo_id, 0), view.seen_ms)
    refused: dict[date, set[PhotoId]] = {}
    for item in history.feedback(at_ms):
        if item.kind in (FeedbackKind.LESS, FeedbackKind.NEVER):
            refused.setdefault(local_day(item.at_ms), set()).add(item.photo_id)
    found = []
    for day, shown in by_day.items():
        seen = looks.get(day, {})
        opened = frozenset(photo for photo in shown if seen.get(photo, 0) >= LEAST_VALID_MS)
        unwanted = frozenset(photo for photo in shown if photo in refused.get(day, set()))
        skipped = frozenset(photo for photo in shown if photo in seen) - opened
        found.append(ShownDay(day, tuple(shown), opened - unwanted, skipped, unwanted))
    return found


@on_one_core
def outcomes_of(library: Library, facts: Facts, shown: ShownDay, cut: float) -> Outcomes | None:
    """Returns the outcomes of one day; None where nothing was known of the user that morning, or of its photos."""
    morning_ms = day_bounds(shown.day)[0]
    then = said(library, facts, morning_ms)
    then = replace(then, feedback=tuple(item for item in then.feedback if item.at_ms < morning_ms))
    learned = learn(library, facts, then, cut)
    ids, vectors = library.vectors_of(np.array(shown.shown, np.int64))
    kept = facts.places(ids) >= 0
    ids, vectors = ids[kept], vectors[kept]
    if learned.is_cold or not len(ids):
        return None
    terms = terms_of(facts, facts.places(ids), learned.affinity.fits(vectors), morning_ms)
    terms[np.isin(ids, _favourites_since(library, morning_ms)), FAVOURITE_TERM] = 0.0
    is_opened = np.isin(ids, list(shown.opened))
    weight = np.where(is_opened, 1.0, NOT_OPENED)
    weight[np.isin(ids, list(shown.skipped))] = SKIPPED
    weight[np.isin(ids, list(shown.refused))] = REFUSED
    day = np.full(len(ids), shown.day.toordinal(), np.int64)
    return Outcomes(terms, is_opened, weight, day, np.full(len(ids), np.nan))


def _favourites_since(library: Library, at_ms: int) -> list[int]:
    """Returns photos whose heart came later: then it was no reason."""
    latest = library.store.history.feedback()
    return [int(f.photo_id) for f in latest if f.kind is FeedbackKind.FAVOURITE and f.at_ms >= at_ms]


def lessons(library: Library, facts: Facts, at_ms: int, cut: float) -> Iterator[Lesson | None]:
    """Learns the weights of the score from the last 60 days of the page, a day at a time.

    Each step takes about as long as a page after a new look, so a caller that others wait for lets them go first
    between two steps. Yields None for each day that was gone through, at last the lesson. Whoever may write keeps its
    weights with `History.set_weights`.
    """
    parts: list[Outcomes] = []
    for shown in shown_days(library, at_ms):
        if shown.is_telling:
            found = outcomes_of(library, facts, shown, cut)
            if found is not None:
                parts.append(found)
            yield None
    yield on_one_core(learn_weights)(joined(parts), FIXED)


def joined(parts: Sequence[Outcomes]) -> Outcomes:
    """Returns all outcomes as one."""
    none = Outcomes(np.zeros((0, len(FIXED))), np.zeros(0, bool), np.zeros(0), np.zeros(0, np.int64), np.zeros(0))
    every = [none, *parts]
    return Outcomes(
        np.concatenate([part.terms for part in every]),
        np.concatenate([part.is_opened for part in every]),
        np.concatenate([part.weight for part in every]),
        np.concatenate([part.day for part in every]),
        np.concatenate([part.place for part in every]),
    )
