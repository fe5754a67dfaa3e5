"""A page being made: what may still be put on it, and what is on it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.history import day_bounds
from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.suggestion import ForYouRequest, Suggestion
from desktop_app.recommend.collapse import Prints
from desktop_app.recommend.facts import Facts
from desktop_app.recommend.interests import Floats, Ints, Rows
from desktop_app.recommend.learned import Learned, Library
from desktop_app.recommend.ranking import Pool, select
from desktop_app.recommend.signals import DAY_MS
from desktop_app.recommend.terms import terms_of
from desktop_app.recommend.wishes import REFUSED

SHOWN_DAYS, SHOWN_SOFTLY_DAYS = 7, 14
VIEWED_DAYS = 30
TINY = 60  # photos; so small a library may repeat itself
SHAKE = 0.12  # how much a refresh stirs the order


@dataclass(frozen=True, slots=True)
class Moment:
    """The day on which, and the request for which, a page is made: it is the same all day.

    Attributes:
        day: local; it lasts from `begins_ms` to `ends_ms`, UTC.
        shown: the last earlier day on which each photo was on the page.
    """

    day: date
    request: ForYouRequest
    shown: Mapping[PhotoId, date]

    @property
    def begins_ms(self) -> int:
        """When its local day begins, UTC."""
        return day_bounds(self.day)[0]

    @property
    def ends_ms(self) -> int:
        """When the next one does."""
        return day_bounds(self.day)[1]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Photos that may be put on the page now, as parallel arrays.

    Attributes:
        pool: with worth as they are ranked by.
        prints: of the same photos.
        places: where they stand in the facts.
    """

    pool: Pool
    prints: Prints
    places: Ints

    def __len__(self) -> int:
        return len(self.pool)

    def chosen(self, which: NDArray[np.bool_] | Ints) -> Choice:
        """Returns the photos at some places."""
        at = np.arange(len(self.pool))[which]
        pool = self.pool.chosen(at)
        return Choice(pool, self.prints.chosen(at, pool.vectors), self.places[at])


class Draft:
    """One page in the making. The library must hold photos.

    Attributes:
        known: photos looked at, marked, rated or put into albums, ascending: they are no news.
    """

    def __init__(
        self, library: Library, facts: Facts, learned: Learned, moment: Moment, anchors: Sequence[InterestId]
    ) -> None:
        """Begins an empty page; `anchors` are the ids that the profile's themes go by."""
        self.library = library
        self.facts = facts
        self.learned = learned
        self.moment = moment
        self.anchors = anchors
        self.random = np.random.default_rng([abs(moment.request.seed), moment.day.toordinal()])
        self.is_tiny = int(facts.may_show.sum()) <= TINY
        views = learned.views
        recent = views.started_at_ms >= moment.begins_ms - VIEWED_DAYS * DAY_MS
        self.known = np.union1d(views.photo_ids, learned.profile.tastes.photo_ids)
        self._is_known = self._marked(self.known)
        self._is_viewed_lately = self._marked(views.photo_ids[recent])
        self._shown_days = np.full(len(facts), 1_000_000, np.int64)
        at = facts.places(np.array(list(moment.shown), np.int64))
        days = np.array([(moment.day - shown).days for shown in moment.shown.values()], np.int64)
        self._shown_days[at[at >= 0]] = days[at >= 0]
        self._barred = np.union1d(learned.refused, np.array(sorted(moment.request.left_out), np.int64))
        self._taken: list[int] = []
        self._fitting: Choice | None = None
        refused = learned.refused[facts.places(learned.refused) >= 0]
        self._seen_prints = self._prints(refused, self._vectors(refused))

    def _marked(self, ids: Ints) -> NDArray[np.bool_]:
        """Returns for every photo of the library whether it is one of these."""
        marks = np.zeros(len(self.facts), bool)
        at = self.facts.places(ids)
        marks[at[at >= 0]] = True
        return marks

    def is_known(self, choice: Choice) -> NDArray[np.bool_]:
        """Returns (N,) whether each photo is one of `known`."""
        return self._is_known[choice.places]

    @property
    def top(self) -> int:
        """How many photos a shelf may have."""
        return max(self.moment.request.top, 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is on the page yet."""
        return not self._taken

    def _vectors(self, ids: Ints) -> Rows:
        """Returns (K, D) vectors, zero where a photo has none."""
        known, rows = self.library.vectors_of(ids)
        if len(known) == len(ids):
            return rows
        vectors = np.zeros((len(ids), self.library.dimension), np.float32)
        vectors[np.isin(ids, known)] = rows
        return vectors

    def _prints(self, ids: Ints, vectors: Rows) -> Prints:
        at = self.facts.places(ids)
        return Prints(vectors, self.facts.phash[at], self.facts.taken_ms[at], self.facts.is_dated[at])

    def offer(self, ids: Ints, *, is_viewed_welcome: bool = False, is_shown_welcome: bool = False) -> Choice:
        """Returns those of some photos that may be put on the page now, in their order.

        Args:
            ids: each at most once.
            is_viewed_welcome: photos looked at within the last 30 days may come.
            is_shown_welcome: photos that were on the page within the last 7 days may come.
        """
        ids = ids[self._may_come(ids, is_viewed_welcome=is_viewed_welcome, is_shown_welcome=is_shown_welcome)]
        vectors = self._vectors(ids)
        affinity = self.learned.affinity
        has_vector = vectors.any(axis=1)
        fits, themes = np.zeros(len(ids)), np.full(len(ids), -1, np.int64)
        if not affinity.is_empty and has_vector.any():
            fits[has_vector], themes[has_vector] = affinity.judge(vectors[has_vector])
        return self._choice(Pool(ids, vectors, fits, themes, np.maximum(fits, 0.0)))

    def offer_fitting(self, *, is_viewed_welcome: bool = False, is_shown_welcome: bool = False) -> Choice:
        """Returns the photos near what the user likes that may be put on the page now, by rising id."""
        if self._fitting is not None and not is_viewed_welcome and not is_shown_welcome:
            return self._fitting.chosen(~np.isin(self._fitting.pool.ids, self._taken))
        pool = self.learned.pool
        may_come = self._may_come(pool.ids, is_viewed_welcome=is_viewed_welcome, is_shown_welcome=is_shown_welcome)
        found = self._choice(pool.chosen(may_come))
        if not is_viewed_welcome and not is_shown_welcome and not self._taken:
            self._fitting = found
        return found

    def _may_come(self, ids: Ints, *, is_viewed_welcome: bool, is_shown_welcome: bool) -> NDArray[np.bool_]:
        at = self.facts.places(ids)
        allowed = (at >= 0) & self.facts.may_show[at] & ~np.isin(ids, self._barred) & ~np.isin(ids, self._taken)
        if not is_viewed_welcome:
            allowed &= ~self._is_viewed_lately[at]
        if not is_shown_welcome:
            allowed &= self._shown_days[at] > SHOWN_DAYS
        return np.asarray(allowed)

    def _choice(self, pool: Pool) -> Choice:
        unwanted = self.learned.wishes.aversions.of(pool.vectors)
        kept = np.flatnonzero(unwanted < REFUSED)
        if len(kept) < len(pool):
            pool, unwanted = pool.chosen(kept), unwanted[kept]
        at = self.facts.places(pool.ids)
        days = self._shown_days[at]
        rest = np.clip((days - SHOWN_DAYS) / (SHOWN_SOFTLY_DAYS - SHOWN_DAYS), 0.1, 1.0)
        worth = np.exp(terms_of(self.facts, at, pool.fits, self.moment.begins_ms) @ self.learned.weights)
        worth *= (1 - unwanted) * rest * (pool.fits > 0)
        if self.moment.request.seed:
            worth *= np.exp(
                SHAKE * np.random.default_rng([abs(self.moment.request.seed), 7]).standard_normal(len(pool))
            )
        pool = Pool(pool.ids, pool.vectors, pool.fits, pool.theme_of, worth)
        return Choice(pool, self._prints(pool.ids, pool.vectors), at)

    def days_since_shown(self, choice: Choice) -> Ints:
        """Returns (N,) how many days ago each photo was on the page, a very large number for never."""
        return self._shown_days[choice.places]

    def take_diverse(self, choice: Choice, top: int, *, beside: Ints | None = None) -> Choice:
        """Puts the best list on the page: every interest has its share, nothing is on it twice.

        Args:
            choice: to choose from.
            top: how many at most.
            beside: photos that are not chosen here, nor what shows the same pictures; they may come elsewhere.
        """
        barred = np.empty(0, np.int64) if beside is None else beside[self.facts.places(beside) >= 0]
        prints = self._prints(barred, self._vectors(barred))
        choice = choice.chosen(~np.isin(choice.pool.ids, barred))

        def may_follow(place: int, chosen: Sequence[int]) -> bool:
            is_barred = bool(len(prints)) and bool(choice.prints.same_as(place, prints).any())
            return not is_barred and self._is_new(choice, place, list(chosen))

        return self._put(choice, select(choice.pool, self.learned.shares, top, may_follow))

    def take_first(self, choice: Choice, order: Ints, top: int) -> Choice:
        """Puts the first of an order of places on the page that show something new."""
        taken: list[int] = []
        for place in order.tolist():
            if len(taken) == top:
                break
            if self._is_new(choice, place, taken):
                taken.append(place)
        return self._put(choice, taken)

    def _is_new(self, choice: Choice, place: int, taken: list[int]) -> bool:
        """Says whether nothing on the page, nothing chosen, and nothing refused shows the same picture."""
        prints = choice.prints
        if len(self._seen_prints) and prints.same_as(place, self._seen_prints).any():
            return False
        return not taken or not bool(prints.same_as(place, prints.chosen(taken)).any())

    def _put(self, choice: Choice, taken: list[int]) -> Choice:
        found = choice.chosen(np.array(taken, np.int64))
        self._taken += found.pool.ids.tolist()
        self._seen_prints = self._seen_prints.joined(found.prints)
        return found

    def bar_likes_of(self, photo: PhotoId) -> None:
        """Keeps a photo and what shows the same picture from what is chosen next."""
        ids = np.array([photo], np.int64)
        ids = ids[self.facts.places(ids) >= 0]
        self._barred = np.union1d(self._barred, ids)
        self._seen_prints = self._seen_prints.joined(self._prints(ids, self._vectors(ids)))

    def take_back(self, count: int) -> None:
        """Takes the photos put last off the page again, as their shelf is too short."""
        if count:
            del self._taken[-count:]
            self._seen_prints = self._seen_prints.chosen(np.arange(len(self._seen_prints) - count))

    def suggestions(self, found: Choice, scores: Floats, *, is_exploration: bool = False) -> tuple[Suggestion, ...]:
        """Returns the photos of a shelf as they are handed out: with a score 0 to 1, the interest and the reason."""
        pool, affinity = found.pool, self.learned.affinity
        nearest = np.full(len(pool), -1, np.int64)
        if len(pool) and not affinity.is_empty and not is_exploration:
            nearest = self.learned.looked_at(pool.vectors)
        return tuple(
            Suggestion(
                PhotoId(photo),
                round(float(score), 6),
                self.anchors[theme] if theme >= 0 and not is_exploration else None,
                PhotoId(because) if because > 0 else None,
                is_exploration,
            )
            for photo, score, theme, because in zip(
                pool.ids.tolist(), scores.tolist(), pool.theme_of.tolist(), nearest.tolist(), strict=True
            )
        )
