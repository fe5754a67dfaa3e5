"""The shelves of the page, each with its reason. A shelf of fewer than three photos is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.suggestion import Interest, Shelf, ShelfBasis, ShelfKind, Suggestion
from desktop_app.recommend.draft import Choice, Draft
from desktop_app.recommend.interests import Floats, Ints
from desktop_app.recommend.learned import REASON_FACTOR
from desktop_app.recommend.portrait import file_names
from desktop_app.recommend.signals import DAY_MS, LEAST_VALID_MS, lingered
from desktop_app.recommend.wishes import LEAST_FACTOR

LEAST_PHOTOS = 3
EXPLORED = 0.1  # of the places of the ranking, once it was refreshed
UNTRIED, UNTRIED_SCORE = 0.1, 0.1  # of all places
EXPLORED_FROM = 10  # places
TRIED = 60  # photos exploration chooses among
STRANGE = 0.4  # less fit than this is new ground
BECAUSE_SHELVES, BECAUSE_DAYS, BECAUSE_SHARE = 2, 14, 0.8
INTEREST_SHELVES, INTEREST_FIT = 3, 0.2
INTEREST_SHARE = 0.75  # of the cut, to an interest's middle: what is less like it is not of it, however well it fits
REDISCOVER_FIT, REDISCOVER_AGE_DAYS, UNOPENED_DAYS = 0.3, 365, 180
NEW_DAYS, NEW_SHARE, NEW_MOST, NEW_FIT = 14, 0.3, 2_000, 0.25
MOST_YEARS = 100
EVENTS_A_PLACE = 3
STEP = 2e-4  # between scores of neighbours in the ranking, so that sorting by score keeps its order
OTHER_SHELVES = 0.5  # their scores end where those of the overall ranking begin

REDISCOVERED = {
    ShelfBasis.OPENED: "You have not opened these for a while",
    ShelfBasis.UNOPENED: "Older photos that you have not opened yet",
    ShelfBasis.BOTH: "You have not opened these for a while, or not yet",
}
LIKED = {
    ShelfBasis.HEARTS: ("Like your favourites", "Photos like those you marked"),
    ShelfBasis.STARS: ("Like your well rated photos", "Like photos rated 4 stars or more"),
    ShelfBasis.BOTH: ("Like your favourites", "Like photos you marked, or rated 4 stars or more"),
}

_DAY0 = date(1970, 1, 1).toordinal()


def _least(draft: Draft) -> int:
    return 1 if draft.is_tiny else LEAST_PHOTOS


def _filled(draft: Draft, found: Choice, empty: Shelf, scores: Floats | None = None) -> Shelf | None:
    """Returns a shelf with its photos, by their fits unless there are scores; None, and they are free, if too few."""
    if len(found) < min(_least(draft), max(draft.top, 1)):
        draft.take_back(len(found))
        return None
    if scores is None:
        scores = np.asarray(OTHER_SHELVES * np.clip(found.pool.fits, 0.0, 1.0))
    return replace(empty, photos=draft.suggestions(found, scores))


def for_you(draft: Draft) -> Shelf | None:
    """The ranking over everything: what fits best, each interest with its share; after a refresh, some new ground.

    Photos never looked at nor marked come first; when these run out, those looked at long ago, longest first. A tiny
    library repeats itself rather than showing nothing: what was shown lately, else what was looked at lately.
    """
    top = draft.top
    is_refreshed = draft.moment.request.seed != 0 and top >= EXPLORED_FROM and not draft.is_tiny
    explored = max(1, round(top * EXPLORED)) if is_refreshed else 0
    fitting = draft.offer_fitting()
    is_unseen = ~draft.is_known(fitting)
    found = draft.take_diverse(fitting.chosen(is_unseen), top - explored)
    suggestions = _ranked(draft, found)
    if len(suggestions) < top - explored:
        suggestions += _again(draft, draft.offer_fitting(), top - explored - len(suggestions))
    if not suggestions and draft.is_tiny:
        suggestions = _again(draft, draft.offer_fitting(is_shown_welcome=True), top)
    if not suggestions and draft.is_tiny:
        suggestions = _again(draft, draft.offer_fitting(is_shown_welcome=True, is_viewed_welcome=True), top)
    suggestions += _untried(draft, explored, OTHER_SHELVES)
    if len(suggestions) < min(_least(draft), max(top, 1)):
        draft.take_back(len(suggestions))
        return None
    return Shelf(ShelfKind.FOR_YOU, "For you", "Close to what you like to look at", suggestions)


def something_else(draft: Draft, slots: int) -> Shelf | None:
    """A tenth of the page for kinds and years the user has not looked at: how else would anything new be learned.

    A shelf of its own, last, so that it takes no place from what fits.
    """
    if draft.is_tiny:
        return None
    suggestions = _untried(draft, min(max(LEAST_PHOTOS, round(UNTRIED * slots)), draft.top), UNTRIED_SCORE)
    if len(suggestions) < LEAST_PHOTOS:
        draft.take_back(len(suggestions))
        return None
    return Shelf(ShelfKind.DIFFERENT, "Something different", "Good photos of kinds you have not looked at", suggestions)


def _ranked(draft: Draft, found: Choice) -> tuple[Suggestion, ...]:
    """Scores that fall along the list and stay above those of other shelves: the list is the answer, in its order."""
    fits = np.clip(found.pool.fits, 0.0, None)
    falling = np.minimum.accumulate(fits / max(float(fits.max(initial=0.0)), 1.0))
    falling = np.maximum(falling - STEP * np.arange(len(found)), 0.0)
    return draft.suggestions(found, OTHER_SHELVES + (1 - OTHER_SHELVES) * falling)


def _again(draft: Draft, choice: Choice, count: int) -> tuple[Suggestion, ...]:
    """Photos opened before: those not shown for longest first, then those not opened for longest."""
    choice = choice.chosen(choice.pool.worth > 0)
    if not len(choice):
        return ()
    last = _last_opened(draft, choice.pool.ids)
    order = np.lexsort((choice.pool.ids, -choice.pool.worth, last // DAY_MS, -draft.days_since_shown(choice)))
    found = draft.take_first(choice, order, count)
    return draft.suggestions(found, np.full(len(found), OTHER_SHELVES))


def _untried(draft: Draft, count: int, score: float) -> tuple[Suggestion, ...]:
    """Good photos of kinds and years the user has not looked at, drawn by lot."""
    if count < 1:
        return ()
    shown = draft.facts.ids[draft.facts.may_show]
    drawn = np.sort(draft.random.choice(shown, min(TRIED, len(shown)), replace=False))
    choice = draft.offer(drawn)
    is_strange = (choice.pool.fits < STRANGE) & (draft.learned.looked_at(choice.pool.vectors) < 0)
    choice = choice.chosen(is_strange & ~draft.is_known(choice))
    age = np.argsort(np.argsort(-choice.prints.taken_ms, kind="stable"), kind="stable") / max(len(choice), 1)
    order = np.argsort(-(draft.facts.quality[choice.places] + 0.3 * age), kind="stable")
    found = draft.take_first(choice, order, count)
    return draft.suggestions(found, np.full(len(found), score), is_exploration=True)


def _last_opened(draft: Draft, ids: Ints) -> Ints:
    """Returns when each photo was last looked at, UTC milliseconds, 0 for never."""
    views = draft.learned.views
    last = np.zeros(len(ids), np.int64)
    if len(ids):
        order = np.argsort(ids)
        at = np.minimum(np.searchsorted(ids, views.photo_ids, sorter=order), len(ids) - 1)
        hits = ids[order[at]] == views.photo_ids
        np.maximum.at(last, order[at[hits]], views.started_at_ms[hits])
    return last


def because(draft: Draft) -> list[Shelf]:
    """Photos like those lingered on lately, each of another interest."""
    views, facts, learned = draft.learned.views, draft.facts, draft.learned
    real = views.seen_ms >= LEAST_VALID_MS
    if not real.any():
        return []
    since = int(views.started_at_ms[real].max()) - BECAUSE_DAYS * DAY_MS
    is_told = real & (views.started_at_ms >= since) & lingered(views.seen_ms)
    photos = np.array(list(dict.fromkeys(views.photo_ids[is_told].tolist())), np.int64)
    photos = photos[facts.showable(photos) & ~np.isin(photos, learned.kept_away)]
    at_taste = {int(photo): at for at, photo in enumerate(learned.profile.tastes.photo_ids)}
    shelves: list[Shelf] = []
    used: set[int] = set()
    for photo in photos.tolist():
        at = at_taste.get(photo)
        if len(shelves) == BECAUSE_SHELVES or at is None or learned.wishes.factors[at] < LEAST_FACTOR:
            continue
        kind = int(learned.profile.labels[at])
        if kind in used or learned.profile.theme_of[at] < 0:
            continue
        shelf = _likes_of(draft, PhotoId(photo), at)
        if shelf is not None:
            used.add(kind)
            shelves.append(shelf)
    return shelves


def _likes_of(draft: Draft, photo: PhotoId, at: int) -> Shelf | None:
    vector = draft.learned.profile.vectors[at]
    ids, cosines = draft.library.search(vector[None], 4 * max(draft.top, 10) + 60)
    near = ids[0][(cosines[0] >= BECAUSE_SHARE * draft.learned.profile.cut) & (ids[0] >= 0) & (ids[0] != photo)]
    choice = draft.offer(near)
    choice = choice.chosen(~draft.is_known(choice))
    order = np.argsort(-(choice.pool.vectors @ vector + 0.3 * choice.pool.worth), kind="stable")
    found = draft.take_first(choice, order, draft.top)
    name = file_names(draft.library, [photo]).get(photo, "a photo")
    title, reason = f"Because you looked at {name}", f"Like {name}, which you looked at for a while"
    return _filled(draft, found, Shelf(ShelfKind.BECAUSE, title, reason, because=photo))


def more_of(draft: Draft, interests: Sequence[Interest]) -> list[Shelf]:
    """More of the strongest interests."""
    learned = draft.learned
    factors = learned.wishes.theme_factors
    wanted = [(at, interest) for at, interest in enumerate(interests) if factors[at] >= LEAST_FACTOR]
    wanted.sort(key=lambda pair: -pair[1].strength * factors[pair[0]])
    shelves: list[Shelf] = []
    for at, interest in wanted[:INTEREST_SHELVES]:
        choice = draft.offer_fitting()
        alike = choice.pool.vectors @ learned.profile.themes[at].middle
        is_of_it = (choice.pool.theme_of == at) & (choice.pool.fits >= INTEREST_FIT)
        is_of_it &= alike >= INTEREST_SHARE * learned.profile.cut
        choice = choice.chosen(is_of_it & ~draft.is_known(choice))
        found = draft.take_first(choice, np.argsort(-choice.pool.worth, kind="stable"), draft.top)
        medoid = learned.profile.themes[at].medoid
        example = file_names(draft.library, [interest.medoid]).get(interest.medoid, "these")
        empty = Shelf(
            ShelfKind.INTEREST,
            f"More of {interest.name}" if interest.name else f"More photos like {example}",
            "You often look at photos like these",
            subject=interest.name,
            because=interest.medoid if learned.wishes.factors[medoid] > REASON_FACTOR else None,
            interest_id=interest.id,
        )
        if (shelf := _filled(draft, found, empty)) is not None:
            shelves.append(shelf)
    return shelves


def rediscover(draft: Draft) -> Shelf | None:
    """Older photos of the kinds the user likes that were not opened, nor marked, for half a year, or never."""
    choice = draft.offer_fitting()
    at_ms = draft.moment.begins_ms
    since = at_ms - UNOPENED_DAYS * DAY_MS
    last = _last_opened(draft, choice.pool.ids)
    is_old = draft.facts.taken_ms[choice.places] < at_ms - REDISCOVER_AGE_DAYS * DAY_MS
    told = [item.photo_id for item in draft.learned.feedback if item.at_ms >= since]
    is_rested = (last < since) & ~np.isin(choice.pool.ids, np.array(told, np.int64))
    fits = is_old & is_rested & (choice.pool.fits >= REDISCOVER_FIT) & (choice.pool.theme_of >= 0)
    choice, opened = choice.chosen(fits), last[fits] > 0
    order = np.argsort(-(choice.pool.worth + 0.5 * opened), kind="stable")
    found = draft.take_first(choice, order, draft.top)
    is_opened = _last_opened(draft, found.pool.ids) > 0
    basis = _basis(is_opened, ShelfBasis.OPENED, ShelfBasis.UNOPENED)
    return _filled(draft, found, Shelf(ShelfKind.REDISCOVER, "Rediscover", REDISCOVERED[basis], basis=basis))


def _basis(which: NDArray[np.bool_], all_of_them: ShelfBasis, none_of_them: ShelfBasis) -> ShelfBasis:
    if which.all():
        return all_of_them
    return ShelfBasis.BOTH if which.any() else none_of_them


def new_for_you(draft: Draft) -> Shelf | None:
    """What came into the library lately and fits. In a library that is all new this says nothing."""
    facts = draft.facts
    shown = np.flatnonzero(facts.may_show)
    if not len(shown):
        return None
    fresh = shown[facts.added_ms[shown] >= facts.added_ms[shown].max() - NEW_DAYS * DAY_MS]
    if len(fresh) > NEW_SHARE * len(shown) or facts.added_ms[fresh].min() >= draft.moment.ends_ms:
        return None
    choice = draft.offer(facts.ids[fresh[-NEW_MOST:]])
    choice = choice.chosen(choice.pool.fits >= NEW_FIT)
    found = draft.take_first(choice, np.argsort(-choice.pool.worth, kind="stable"), draft.top)
    return _filled(draft, found, Shelf(ShelfKind.NEW, "New for you", "Added lately, and close to what you like"))


def on_this_day(draft: Draft) -> Shelf | None:
    """Photos of this day in earlier years, the best of each first. On 28 February and 1 March those of the 29th, too.

    Only where the capture time can be trusted; photos looked at lately are welcome.
    """
    catalogue, day = draft.facts.catalogue, draft.moment.day
    dated = np.flatnonzero(catalogue.is_dated)
    taken = catalogue.taken_ms[dated]
    rows: list[Ints] = []
    for year in range(day.year - 1, max(day.year - MOST_YEARS, 1), -1):
        for one in days_in_year(day, year):
            start = (one.toordinal() - _DAY0) * DAY_MS
            begin, end = np.searchsorted(taken, [start, start + DAY_MS])
            rows.append(dated[begin:end])
    chosen = np.concatenate(rows) if rows else np.empty(0, np.int64)
    choice = draft.offer(catalogue.ids[chosen], is_viewed_welcome=True)
    years = np.array([_year(ms) for ms in choice.prints.taken_ms.tolist()], np.int64)
    quality = draft.facts.quality[choice.places] + 0.5 * np.clip(choice.pool.fits, 0, 1)
    order = np.lexsort((choice.pool.ids, -years, _ranks_within(years, quality)))
    found = draft.take_first(choice, order, draft.top)
    told = sorted({_year(ms) for ms in found.prints.taken_ms.tolist()})
    subject = ", ".join(map(str, told))
    empty = Shelf(ShelfKind.ON_THIS_DAY, "On this day", f"Taken on this day in {subject}", subject=subject)
    return _filled(draft, found, empty)


def days_in_year(day: date, year: int) -> list[date]:
    """Returns the days of a year that are "this day": its namesake, and 29 February where this year has none.

    Then it goes to 28 February and 1 March alike. On 29 February itself, a year without one gives 28 February.
    """
    try:
        found = [day.replace(year=year)]
    except ValueError:
        return [date(year, 2, 28)]
    beside = (day.month, day.day) in ((2, 28), (3, 1))
    if beside and not _is_leap(day.year) and _is_leap(year):
        found.append(date(year, 2, 29))
    return sorted(found)


def _is_leap(year: int) -> bool:
    return (date(year, 3, 1) - timedelta(days=1)).day == 29


def _year(wall_clock_ms: int) -> int:
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=wall_clock_ms)).year


def _ranks_within(groups: Ints, values: Floats) -> Ints:
    """Returns (N,) the rank of each value within its group, the highest 0."""
    order = np.lexsort((-values, groups))
    ranks = np.empty(len(groups), np.int64)
    first = np.concatenate([[True], groups[order][1:] != groups[order][:-1]]) if len(groups) else np.zeros(0, bool)
    starts = np.flatnonzero(first)
    ranks[order] = np.arange(len(groups)) - np.repeat(starts, np.diff(np.append(starts, len(groups))))
    return ranks


def best(draft: Draft) -> Shelf | None:
    """One good photo from each of many occasions: for who has not looked at anything yet."""
    catalogue, events = draft.facts.catalogue, draft.facts.events
    if not len(catalogue.ids):
        return None
    is_event = events >= 0
    sizes = np.bincount(events[is_event]) if is_event.any() else np.zeros(0)
    keys = draft.random.random(len(sizes)) ** (1.0 / np.log1p(np.maximum(sizes, 1)))
    wanted = np.sort(np.argsort(-keys, kind="stable")[: EVENTS_A_PLACE * max(draft.top, 1)])
    rows = np.flatnonzero(np.isin(events, wanted)) if len(wanted) >= draft.top else np.arange(len(events))
    if len(rows) > NEW_MOST:
        rows = np.sort(draft.random.choice(rows, NEW_MOST, replace=False))
    ids = catalogue.ids[rows]
    choice = draft.offer(ids)
    may_repeat = draft.is_tiny and draft.is_empty
    if not len(choice) and may_repeat:
        choice = draft.offer(ids, is_shown_welcome=True)
    if not len(choice) and may_repeat:
        choice = draft.offer(ids, is_shown_welcome=True, is_viewed_welcome=True)
    group = events[catalogue.rows_of(choice.pool.ids)]
    quality = draft.facts.quality[choice.places] + 0.2 * draft.facts.is_favourite[choice.places]
    unshown = -draft.days_since_shown(choice) if draft.is_tiny else np.zeros(len(choice))
    order = np.lexsort((choice.pool.ids, -quality, _ranks_within(group, quality), unshown))
    found = draft.take_first(choice, order, draft.top)
    empty = Shelf(ShelfKind.BEST, "The best of your library", "Good photos from many occasions")
    return _filled(draft, found, empty, 0.3 * np.asarray(draft.facts.quality[found.places]))


def like_favourites(draft: Draft) -> Shelf | None:
    """Photos like the favourites and the well rated, these left out; for who has not looked at anything yet."""
    found = draft.take_diverse(draft.offer_fitting(), draft.top, beside=draft.known)
    if not len(found) and draft.is_tiny:
        found = draft.take_diverse(draft.offer_fitting(is_shown_welcome=True), draft.top, beside=draft.known)
    facts = draft.facts
    has_heart = np.isin(draft.learned.profile.tastes.photo_ids, facts.ids[facts.is_favourite])
    basis = _basis(has_heart, ShelfBasis.HEARTS, ShelfBasis.STARS)
    return _filled(draft, found, Shelf(ShelfKind.FAVOURITES, *LIKED[basis], basis=basis))
