"""Measures of suggestions, as pure functions, and the replay of the user's own log.

Lists are ranked best first. "Relevant" is what the caller holds for true: labels in a benchmark, the photos opened
afterwards in a replay. Nothing here is drawn from a sample: the full library is ranked (Krichene and Rendle, KDD
2020), and no measure looks beyond what it is given, so a split by time stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.history import PhotoView
from desktop_app.domain.ids import PhotoId

TOP = 20
VALID_VIEW_MS = 1_500


def hits(ranked: Sequence[int], relevant: AbstractSet[int], top: int = TOP) -> NDArray[np.bool_]:
    """Returns (min(top, N),) whether each of the first is relevant. A photo listed twice counts once."""
    taken: set[int] = set()
    found = []
    for photo in ranked[:top]:
        found.append(photo in relevant and photo not in taken)
        taken.add(photo)
    return np.array(found, bool)


def ndcg(ranked: Sequence[int], relevant: AbstractSet[int], top: int = TOP) -> float:
    """Returns the normalised discounted cumulative gain with binary gains, 0 to 1.

    DCG = sum over hits at rank r (from 1) of 1 / log2(r + 1), divided by the DCG of the best list possible, which has
    min(top, relevant) hits in front (Järvelin and Kekäläinen, TOIS 2002). 0 where nothing is relevant.
    """
    best = min(top, len(relevant))
    if not best:
        return 0.0
    discounts = 1.0 / np.log2(np.arange(2, top + 2))
    found = hits(ranked, relevant, top)
    return float(discounts[: len(found)][found].sum() / discounts[:best].sum())


def recall(ranked: Sequence[int], relevant: AbstractSet[int], top: int = TOP) -> float:
    """Returns the share of the relevant that the first `top` hold, 0 to 1; 0 where nothing is relevant."""
    return float(hits(ranked, relevant, top).sum() / len(relevant)) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[int], relevant: AbstractSet[int], top: int = TOP) -> float:
    """Returns 1 / rank of the first hit among the first `top`, 0 where there is none. Its mean is the MRR."""
    places = np.flatnonzero(hits(ranked, relevant, top))
    return 1.0 / (int(places[0]) + 1) if len(places) else 0.0


def interest_recall(ranked: Sequence[int], interests: Sequence[AbstractSet[int]], top: int = TOP) -> float:
    """Returns the share of interests (each the photos that would serve it) that the first `top` serve, 0 to 1."""
    shown = set(ranked[:top])
    return sum(bool(shown & interest) for interest in interests) / len(interests) if interests else 0.0


def diversity(vectors: NDArray[np.floating]) -> float:
    """Returns the intra-list diversity: the mean of 1 - cosine over all pairs of a list, 0 for fewer than two.

    Smyth and McClave, ICCBR 2001. `vectors` is (N, D), rows of unit length.
    """
    count = len(vectors)
    if count < 2:
        return 0.0
    rows = vectors.astype(np.float64)
    total = rows.sum(axis=0)
    return float(1.0 - (total @ total - (rows * rows).sum()) / (count * (count - 1)))


def coverage(lists: Sequence[Sequence[int]], catalogue: int) -> float:
    """Returns the share of a catalogue of that many photos that appears in any list, 0 to 1."""
    return len({photo for ranked in lists for photo in ranked}) / catalogue if catalogue else 0.0


def entropy(kinds: Sequence[int]) -> float:
    """Returns Shannon's entropy in bits of how a list spreads over kinds (interests, classes, ...)."""
    if not kinds:
        return 0.0
    shares = np.unique(np.asarray(kinds), return_counts=True)[1] / len(kinds)
    return float(-(shares * np.log2(shares)).sum()) + 0.0


def repeat_rate(pages: Mapping[date, Collection[int]], within_days: int = 7) -> float:
    """Returns the share of slots that show a photo which a page of 1 to `within_days` days before showed too.

    The slots of days on which no page was shown before (within that time) count: the first page repeats nothing.
    """
    slots = repeated = 0
    for day, photos in pages.items():
        lately = {p for other, shown in pages.items() if 0 < (day - other).days <= within_days for p in shown}
        slots += len(photos)
        repeated += sum(photo in lately for photo in photos)
    return repeated / slots if slots else 0.0


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its bootstrap interval."""

    value: float
    low: float
    high: float


def paired_bootstrap(
    ours: Sequence[float], theirs: Sequence[float], *, seed: int = 1, samples: int = 10_000, level: float = 0.95
) -> tuple[Interval, Interval]:
    """Compares two ways over the same people, drawing people with replacement (Efron and Tibshirani 1993, percentile).

    Args:
        ours: one value a person.
        theirs: one value a person, in the same order.
        seed: of the draws.
        samples: draws.
        level: of the interval.

    Returns:
        The difference of the means, and the relative gain mean(ours) / mean(theirs) - 1 (infinite where theirs is 0).

    Raises:
        ValueError: the two are not of the same length, or empty.
    """
    a, b = np.asarray(ours, np.float64), np.asarray(theirs, np.float64)
    if a.shape != b.shape or not len(a):
        raise ValueError("a paired comparison needs the same people on both sides")
    drawn = np.random.default_rng(seed).integers(0, len(a), (samples, len(a)))
    mean_a, mean_b = a[drawn].mean(axis=1), b[drawn].mean(axis=1)
    tails = [(1 - level) / 2, (1 + level) / 2]

    def interval(value: float, values: NDArray[np.float64]) -> Interval:
        low, high = np.quantile(values, tails, method="nearest")
        return Interval(value, float(low), float(high))

    with np.errstate(divide="ignore", invalid="ignore"):
        gains = np.where(mean_b > 0, mean_a / mean_b - 1, np.where(mean_a > 0, np.inf, 0.0))
    gain = float(a.mean() / b.mean() - 1) if b.mean() > 0 else (float("inf") if a.mean() > 0 else 0.0)
    return interval(float((a - b).mean()), mean_a - mean_b), interval(gain, gains)


@dataclass(frozen=True, slots=True)
class ReplayedDay:
    """One day of the user's own log: what would have been suggested at its start, and what was opened on it.

    Attributes:
        opened: photos looked at properly that day and never before: what a suggestion could have been worth.
        again: photos looked at properly that day which had been looked at before.
        found: those of `opened` that were among the suggested, best first.
    """

    day: date
    suggested: tuple[PhotoId, ...]
    opened: frozenset[PhotoId]
    again: frozenset[PhotoId]
    found: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """The user's own log, replayed. The means are over days on which something new was opened."""

    days: tuple[ReplayedDay, ...]
    recall: float
    ndcg: float
    hit_rate: float
    repeat_rate: float


def replay(
    views: Sequence[PhotoView],
    suggest: Callable[[int], Sequence[PhotoId]],
    *,
    top: int = TOP,
    valid_ms: int = VALID_VIEW_MS,
) -> Replay:
    """Goes through the log day by day and asks each morning what would have been suggested.

    People open what they come across, not all that they would like: the values are low, and good only to compare one
    way of suggesting with another over the same log. Views that the suggestions themselves brought about count.

    Args:
        views: any order; those shorter than `valid_ms` count as seen, not as opened.
        suggest: given a moment (UTC ms, the first of a local day), the ranking made from views before it alone.
        top: how many of a ranking count.
        valid_ms: what makes a look one.
    """
    by_day: dict[date, list[PhotoView]] = {}
    for view in sorted(views, key=lambda view: (view.started_at_ms, view.photo_id)):
        by_day.setdefault(datetime.fromtimestamp(view.started_at_ms / 1000).astimezone().date(), []).append(view)
    seen: set[PhotoId] = set()
    days = []
    for day in sorted(by_day):
        morning = datetime.combine(day, time.min).astimezone()
        suggested = tuple(suggest(int(morning.timestamp() * 1000)))[:top] if seen else ()
        looked = {view.photo_id for view in by_day[day] if view.seen_ms >= valid_ms}
        opened = frozenset(looked - seen)
        found = tuple(photo for photo in suggested if photo in opened)
        days.append(ReplayedDay(day, suggested, opened, frozenset(looked & seen), found))
        seen |= {view.photo_id for view in by_day[day]}
    judged = [day for day in days if day.opened and day.suggested]

    def mean(values: list[float]) -> float:
        return float(np.mean(values)) if values else 0.0

    return Replay(
        days=tuple(days),
        recall=mean([recall(day.suggested, day.opened, top) for day in judged]),
        ndcg=mean([ndcg(day.suggested, day.opened, top) for day in judged]),
        hit_rate=mean([float(bool(day.found)) for day in judged]),
        repeat_rate=repeat_rate({day.day: day.suggested for day in days if day.suggested}),
    )
