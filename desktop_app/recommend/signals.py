"""From looks and acts to how much each photo counts: a look is weak evidence, a skip weaker, an act strong.

Times of looking are judged against the user's own median, as people and screens differ (Yi et al., "Beyond Clicks",
RecSys 2014); looks that the program brought about itself count less, so that it does not feed on its own suggestions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.history import Feedback, FeedbackKind, ViewSource, ViewSurface
from desktop_app.store.history import ViewArrays
from desktop_app.store.history_schema import SOURCES, SURFACES

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

DAY_MS = 86_400_000
LEAST_VALID_MS = 1_500
SURE_VALID_MS = 4_000  # whoever looks long at everything still looks at something after this long
SKIP = -0.06  # a fast step over a photo says little: people skip what they love too
SHORT = 0.4  # longer than a skip, shorter than is usual
VALID, LONG = 1.0, 1.5
ZOOMED, ZOOM_FROM = 0.5, 1.5
SHORT_HALF_LIFE_DAYS, LONG_HALF_LIFE_DAYS = 10.0, 120.0
LATELY_DAYS = 14.0
SHORT_SHARE = 0.85  # of the weight follows the short half-life
SESSION_LOOKS = 10
SESSION_GAP_MS = 2 * 3_600_000
MOST_PHOTOS = 800  # the heaviest; more change nothing that can be seen
MOST_LOOKS = 20_000  # the latest; older ones have all but faded

SOURCE_WEIGHTS: Mapping[ViewSource, float] = {
    ViewSource.SLIDESHOW: 0.3,
    ViewSource.FOR_YOU: 0.6,
    ViewSource.NEIGHBOUR: 0.8,
    ViewSource.SEARCH: 1.2,
    ViewSource.SIMILAR: 1.2,
}
ACT_WEIGHTS: Mapping[FeedbackKind, float] = {
    FeedbackKind.FAVOURITE: 3.0,
    FeedbackKind.RATING: 3.0,
    FeedbackKind.EXPORT: 3.0,
    FeedbackKind.ALBUM: 2.0,
    FeedbackKind.FIND_SIMILAR: 2.0,
}
_SOURCE_WEIGHTS = np.array([SOURCE_WEIGHTS.get(source, 1.0) for source in SOURCES])
_SLIDESHOW = SURFACES.index(ViewSurface.SLIDESHOW)


@dataclass(frozen=True, slots=True, eq=False)
class Tastes:
    """How much each photo the user met counts, as parallel arrays over M photos, by falling weight, then by id.

    Attributes:
        photo_ids: (M,) int64.
        weights: (M,) from 0, decayed and damped: looking ten times does not count ten times.
        dislikes: (M,) from 0: how often it was skipped, less how often it was looked at.
        strengths: (M,) from 0, decayed but not damped: for shares and trends.
        lately: (M,) the part of `strengths` that the last 14 days of looking gave.
        looks: (M,) how many looks that were no skips.
        last_at_ms: (M,) the last of them, UTC; 0 for none.
        signs: (M,) how many looks that were no skips, and acts.
        session: photo ids of the latest sitting's looks, the latest first.
    """

    photo_ids: Ints
    weights: Floats
    dislikes: Floats
    strengths: Floats
    lately: Floats
    looks: Ints
    last_at_ms: Ints
    signs: Ints
    session: Ints

    def __len__(self) -> int:
        return len(self.photo_ids)

    def chosen(self, which: NDArray[np.bool_] | Ints) -> Tastes:
        """Returns the photos at some places; the session stays."""
        return Tastes(
            self.photo_ids[which],
            self.weights[which],
            self.dislikes[which],
            self.strengths[which],
            self.lately[which],
            self.looks[which],
            self.last_at_ms[which],
            self.signs[which],
            self.session,
        )


@dataclass(frozen=True, slots=True)
class Act:
    """One thing the user did with a photo that tells of liking it. `weight` is in looks."""

    photo_id: int
    at_ms: int
    weight: float


def acts_of(feedback: Sequence[Feedback]) -> list[Act]:
    """Returns the acts that tell of liking; the rest of the feedback is no sign of it.

    A rating counts from 4 stars, and only the last of several. Whether it still holds is the caller's to know.
    """
    acts: list[Act] = []
    rated: set[int] = set()
    for item in feedback:
        weight = ACT_WEIGHTS.get(item.kind)
        if item.kind is FeedbackKind.RATING:
            if item.photo_id in rated or item.value < 4:
                weight = None
            rated.add(item.photo_id)
        if weight is not None:
            acts.append(Act(int(item.photo_id), item.at_ms, weight))
    return acts


def valid_from_ms(seen_ms: Ints) -> float:
    """Returns from how long on a look counts in full for a user who looks this long."""
    real = seen_ms[seen_ms >= LEAST_VALID_MS]
    return max(LEAST_VALID_MS, min(0.5 * float(np.median(real)), SURE_VALID_MS)) if len(real) else LEAST_VALID_MS


def long_from_ms(seen_ms: Ints) -> float:
    """Returns from how long on a look is a long one."""
    real = seen_ms[seen_ms >= LEAST_VALID_MS]
    return max(SURE_VALID_MS, 2.0 * float(np.median(real))) if len(real) else SURE_VALID_MS


def lingered(seen_ms: Ints) -> NDArray[np.bool_]:
    """Returns (N,) whether a look took a while: no less than is usual for the user, and no mere glance."""
    real = seen_ms[seen_ms >= LEAST_VALID_MS]
    least = max(SURE_VALID_MS, float(np.median(real))) if len(real) else SURE_VALID_MS
    return np.asarray(seen_ms >= least)


def look_weights(views: ViewArrays) -> Floats:
    """Returns (N,) what each look says, before it fades: below 0 for skips."""
    seen = views.seen_ms
    weights = np.full(len(views), SHORT)
    weights[seen >= valid_from_ms(seen)] = VALID
    weights[seen >= long_from_ms(seen)] = LONG
    weights += ZOOMED * ((views.zoom >= ZOOM_FROM) & (seen >= LEAST_VALID_MS))
    weights *= _SOURCE_WEIGHTS[views.sources]
    skipped = seen < LEAST_VALID_MS
    weights[skipped] = SKIP
    weights[skipped & (views.surfaces == _SLIDESHOW)] = 0.0
    return np.asarray(weights)


def fading(ages_days: Floats) -> Floats:
    """Returns (N,) how much is left after so many days, 0 to 1: most goes soon, some stays for months."""
    ages = np.maximum(ages_days, 0.0)
    short, long = np.exp2(-ages / SHORT_HALF_LIFE_DAYS), np.exp2(-ages / LONG_HALF_LIFE_DAYS)
    return np.asarray(SHORT_SHARE * short + (1 - SHORT_SHARE) * long)


def tastes_of(views: ViewArrays, acts: Sequence[Act], at_ms: int) -> Tastes:
    """Weighs what the user looked at and did.

    Args:
        views: newest first, none begun after `at_ms`.
        acts: what `acts_of` found, those that still hold.
        at_ms: the present, UTC.
    """
    views = views.chosen(slice(MOST_LOOKS))
    weights = look_weights(views)
    photos = np.concatenate([views.photo_ids, np.array([act.photo_id for act in acts], np.int64)])
    times = np.concatenate([views.started_at_ms, np.array([act.at_ms for act in acts], np.int64)])
    raw = np.concatenate([weights, np.array([act.weight for act in acts], np.float64)])
    ages = (at_ms - times) / DAY_MS
    ids, place = np.unique(photos, return_inverse=True)
    count = len(ids)
    faded = raw * fading(ages)
    sums = np.bincount(place, faded, count)
    liked = np.bincount(place, np.maximum(faded, 0), count).astype(np.float64)
    lately = np.bincount(place, np.maximum(faded, 0) * (ages <= LATELY_DAYS), count).astype(np.float64)
    is_look = (raw > 0) & (np.arange(len(raw)) < len(views))
    last = np.zeros(count, np.int64)
    np.maximum.at(last, place[is_look], times[is_look])
    order = np.lexsort((ids, -np.abs(sums)))[:MOST_PHOTOS]
    return Tastes(
        ids[order],
        np.log1p(np.maximum(sums, 0))[order],
        np.log1p(np.maximum(-sums, 0))[order],
        liked[order],
        lately[order],
        np.bincount(place, is_look, count).astype(np.int64)[order],
        last[order],
        np.bincount(place, raw > 0, count).astype(np.int64)[order],
        _session(views, weights),
    )


def _session(views: ViewArrays, weights: Floats) -> Ints:
    """Returns the photos of the latest sitting: looks without a long pause between them, the latest first."""
    real = views.chosen(weights >= SHORT * min(SOURCE_WEIGHTS.values()))
    pauses = np.flatnonzero(real.started_at_ms[:-1] - real.started_at_ms[1:] > SESSION_GAP_MS)
    end = min(SESSION_LOOKS, int(pauses[0]) + 1 if len(pauses) else len(real))
    return real.photo_ids[:end]
