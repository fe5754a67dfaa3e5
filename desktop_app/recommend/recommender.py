"""The recommender over one library: pages, interests and their evidence, likes of one photo, additions to albums."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from desktop_app.domain.history import Feedback, FeedbackKind, PhotoView, local_day
from desktop_app.domain.ids import AlbumId, InterestId, PhotoId
from desktop_app.domain.suggestion import (
    ForYouPage,
    ForYouRequest,
    Interest,
    Shelf,
    ShelfKind,
    SuggestedAlbum,
    Suggestion,
)
from desktop_app.ml.calibration import Similarity
from desktop_app.recommend import shelves
from desktop_app.recommend.album_additions import album_additions
from desktop_app.recommend.albums import Near, TownsOf, suggest_albums
from desktop_app.recommend.candidates import AROUND_A_THEME
from desktop_app.recommend.draft import SHOWN_SOFTLY_DAYS, Draft, Moment
from desktop_app.recommend.facts import Facts, FactsReader
from desktop_app.recommend.interests import Floats, Ints
from desktop_app.recommend.learned import Learned, Library, Said, favourites_said, learn, said
from desktop_app.recommend.learning import Lesson
from desktop_app.recommend.names import Broader, FolderWords
from desktop_app.recommend.one_core import on_one_core
from desktop_app.recommend.outcomes import lessons
from desktop_app.recommend.portrait import anchors_of, interests_of
from desktop_app.recommend.profile import DEFAULT_CUT
from desktop_app.recommend.signals import LEAST_VALID_MS
from desktop_app.recommend.wishes import LEAST_FACTOR
from desktop_app.store.store import Store
from desktop_app.store.vector_index import VectorIndex

log = logging.getLogger(__name__)

ALIKE_PHOTOS = 200
ALIKE_SHARE = 0.6  # of the cut: less like than this is not beside a photo
LIKENESS_WEIGHT = 0.6
_LATEST_MS = 250_000_000_000_000


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What was learned, and for which state of library, history and day it holds."""

    mark: tuple[object, ...]
    facts: Facts
    learned: Learned
    interests: tuple[Interest, ...]
    near: tuple[Near, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _KeptAlbums:
    """Albums suggested from what was learned, and for which albums and dismissals they hold."""

    learned: Learned
    existing: list[set[PhotoId]]
    dismissed: frozenset[str]
    albums: tuple[SuggestedAlbum, ...]


class Recommender:
    """Suggests photos. Lives on one lane, beside the store and the index it reads; keeps what it learned meanwhile.

    The same request over the same library and history gives the same answer.
    """

    def __init__(
        self,
        store: Store,
        index: VectorIndex | None,
        *,
        similarity: Similarity | None = None,
        broader: Broader = MappingProxyType({}),
        folder_words: FolderWords = lambda _: "",
        towns_of: TownsOf = lambda _latitude, _longitude: (),
    ) -> None:
        """Learns nothing yet.

        Args:
            store: of the calling thread.
            index: brought up to date by the caller; None while no photo has a vector.
            similarity: the calibration of the model whose vectors the index holds.
            broader: as `Vocabulary.broader`, for the names of interests.
            folder_words: what the name of a folder tells, '' for nothing, for those that no tag holds for.
            towns_of: as for `suggest_albums`.
        """
        self._library = Library(store, index)
        self._reader = FactsReader(self._library.suggestible)
        self._similarity = similarity
        self._broader = broader
        self._folder_words = folder_words
        self._towns_of = towns_of
        self._cut = similarity.calibrated_cut() if similarity else DEFAULT_CUT
        self._kept: _Kept | None = None
        self._kept_cold: _Kept | None = None
        self._kept_albums: _KeptAlbums | None = None

    @on_one_core
    def page(self, request: ForYouRequest, now_ms: int) -> ForYouPage:
        """Makes the For You page.

        Args:
            request: without a time, for now.
            now_ms: the clock, UTC.
        """
        at_ms = _within_calendar(now_ms if request.at_ms is None else request.at_ms)
        kept = self._learn(at_ms)
        day = local_day(at_ms)
        views = int((kept.learned.views.seen_ms >= LEAST_VALID_MS).sum())
        if not kept.facts.may_show.any() or request.top < 1:
            return ForYouPage((), (), kept.learned.is_cold, day, request.seed, views)
        moment = Moment(day, request, self._library.store.history.shown(day, SHOWN_SOFTLY_DAYS))
        if kept.learned.is_cold:
            cold = self._learn_cold(at_ms, kept)
            found = self._cold_shelves(Draft(self._library, kept.facts, cold.learned, moment, anchors_of(cold.learned)))
            return ForYouPage(tuple(found), (), is_cold=True, day=day, seed=request.seed, view_count=views)
        draft = Draft(self._library, kept.facts, kept.learned, moment, anchors_of(kept.learned))
        found, albums = self._shelves(draft, kept.interests), self._albums(kept)
        return ForYouPage(tuple(found), albums, is_cold=False, day=day, seed=request.seed, view_count=views)

    @on_one_core
    def prepare(self, at_ms: int) -> None:
        """Learns what the next page needs, so that the page itself comes at once."""
        kept = self._learn(_within_calendar(at_ms))
        if not kept.learned.is_cold:
            self._albums(kept)

    def _shelves(self, draft: Draft, interests: Sequence[Interest]) -> list[Shelf]:
        found: list[Shelf | None] = [shelves.for_you(draft)]
        found += shelves.because(draft)
        found += shelves.more_of(draft, interests)
        found += [shelves.on_this_day(draft), shelves.rediscover(draft), shelves.new_for_you(draft)]
        there = [shelf for shelf in found if shelf is not None]
        if not there or there[0].kind is not ShelfKind.FOR_YOU:
            last = shelves.best(draft)
        else:
            last = shelves.something_else(draft, sum(len(shelf.photos) for shelf in there))
        return [*there, last] if last is not None else there

    def _cold_shelves(self, draft: Draft) -> list[Shelf]:
        found = [shelves.like_favourites(draft), shelves.on_this_day(draft), shelves.best(draft)]
        return [shelf for shelf in found if shelf is not None]

    @on_one_core
    def interests(self, at_ms: int) -> tuple[Interest, ...]:
        """Returns what the user likes to look at, muted interests too, strongest first."""
        return self._learn(_within_calendar(at_ms)).interests

    @on_one_core
    def evidence(self, interest_id: InterestId, at_ms: int) -> tuple[list[PhotoView], list[Feedback]]:
        """Returns the looks and acts behind an interest, newest first; nothing for one that is no more."""
        kept = self._learn(_within_calendar(at_ms))
        at = next((n for n, interest in enumerate(kept.interests) if interest.id == interest_id), None)
        if at is None:
            return [], []
        profile = kept.learned.profile
        members = {PhotoId(i) for i in profile.tastes.photo_ids[profile.themes[at].members].tolist()}
        views = [view for view in self._library.store.history.views(at_ms) if view.photo_id in members]
        wishes = (FeedbackKind.LESS, FeedbackKind.NEVER, FeedbackKind.HIDE)
        acts = [item for item in kept.learned.feedback if item.photo_id in members and item.kind not in wishes]
        return views, acts

    @on_one_core
    def also_like(self, photo_id: PhotoId, top: int, at_ms: int) -> tuple[Suggestion, ...]:
        """Returns photos near this one that fit what the user likes, best first; not its near-duplicates.

        None while there is nothing to learn from: they would be those that look like it, which is another question.
        """
        at_ms = _within_calendar(at_ms)
        kept = self._learn(at_ms)
        _, vectors = self._library.vectors_of(np.array([photo_id], np.int64))
        if kept.learned.is_cold or not len(vectors) or not kept.facts.may_show.any() or top < 1:
            return ()
        moment = Moment(local_day(at_ms), ForYouRequest(at_ms, 0, top), {})
        draft = Draft(self._library, kept.facts, kept.learned, moment, anchors_of(kept.learned))
        ids, cosines = self._library.search(vectors, ALIKE_PHOTOS)
        near = ids[0][(cosines[0] >= ALIKE_SHARE * self._cut) & (ids[0] >= 0)]
        choice = draft.offer(near, is_viewed_welcome=True, is_shown_welcome=True)
        draft.bar_likes_of(photo_id)
        likeness = choice.pool.vectors @ vectors[0]
        worth = LIKENESS_WEIGHT * likeness + (1 - LIKENESS_WEIGHT) * np.clip(choice.pool.fits, 0, 1)
        order = np.lexsort((choice.pool.ids, -worth))
        order = order[choice.pool.ids[order] != photo_id]
        found = draft.take_first(choice, order, top)
        places = np.searchsorted(np.sort(choice.pool.ids), found.pool.ids)
        scores = worth[np.argsort(choice.pool.ids, kind="stable")[places]]
        return draft.suggestions(found, np.clip(scores, 0.0, 1.0))

    @on_one_core
    def album_additions(self, album_id: AlbumId, top: int, at_ms: int) -> tuple[Suggestion, ...]:
        """Returns photos that an album may be missing, best first; nothing while there is no index."""
        if self._library.index is None or self._similarity is None or top < 1:
            return ()
        facts = self._reader.read()
        refused = {f.photo_id for f in self._library.store.history.feedback(at_ms) if f.kind is FeedbackKind.NEVER}
        refused |= self._library.store.albums.refused(album_id)
        members = np.array(self._library.store.albums.photo_ids(album_id), np.int64)
        return album_additions(
            members,
            facts.catalogue,
            self._library.search,
            self._library.vectors_of,
            self._similarity,
            rejected=refused,
            top=top,
        )

    def lessons(self, at_ms: int) -> Iterator[Lesson | None]:
        """Learns from feedback how much each reason counts, a day of the page at each step, the lesson last.

        Changes nothing: whoever may write keeps the lesson's weights with `History.set_weights`.
        """
        return lessons(self._library, self._reader.read(), _within_calendar(at_ms), self._cut)

    def _learn(self, at_ms: int) -> _Kept:
        facts = self._reader.read()
        now_said = said(self._library, facts, at_ms)
        mark = self._mark(now_said)
        if self._kept is None or self._kept.mark != mark or self._kept.facts is not facts:
            self._kept = self._made(facts, now_said, mark)
        return self._kept

    def _learn_cold(self, at_ms: int, kept: _Kept) -> _Kept:
        liked = favourites_said(self._library, kept.facts, said(self._library, kept.facts, at_ms))
        mark = self._mark(liked)
        if self._kept_cold is None or self._kept_cold.mark != mark or self._kept_cold.facts is not kept.facts:
            learned = learn(self._library, kept.facts, liked, self._cut)
            self._kept_cold = _Kept(mark, kept.facts, learned, (), ())
        return self._kept_cold

    def _mark(self, what: Said) -> tuple[object, ...]:
        return (*what.mark(), self._library.store.history.generation(), self._library.generation())

    def _made(self, facts: Facts, now_said: Said, mark: tuple[object, ...]) -> _Kept:
        learned = learn(self._library, facts, now_said, self._cut)
        log.info("learned %d interests from %d looks", len(learned.profile.themes), len(learned.views))
        interests = interests_of(self._library, facts, learned, self._broader, self._folder_words)
        factors = learned.wishes.theme_factors
        wanted = [at for at, one in enumerate(interests) if not one.is_muted and factors[at] >= LEAST_FACTOR]
        near = [Near(interests[at], *self._near(learned, at)) for at in wanted]
        return _Kept(mark, facts, learned, interests, tuple(near))

    def _albums(self, kept: _Kept) -> tuple[SuggestedAlbum, ...]:
        store = self._library.store
        existing = [set(store.albums.photo_ids(album.id)) for album in store.albums.all()]
        dismissed = store.history.dismissed_albums()
        old = self._kept_albums
        if old and old.learned is kept.learned and old.existing == existing and old.dismissed == dismissed:
            return old.albums
        catalogue, events = kept.facts.catalogue, kept.facts.events
        vectors_of = self._library.vectors_of
        albums = suggest_albums(
            catalogue,
            events,
            kept.near,
            vectors_of,
            welcome=lambda ids: kept.learned.welcome(ids, vectors_of),
            towns_of=self._towns_of,
            existing=existing,
            dismissed=dismissed,
        )
        self._kept_albums = _KeptAlbums(kept.learned, existing, dismissed, albums)
        return albums

    def _near(self, learned: Learned, at: int) -> tuple[Ints, Floats]:
        """Returns the library's photos nearest to an interest, with the likelihood that they show it; none unwanted."""
        theme = learned.profile.themes[at]
        ids, cosines = self._library.search(theme.middle[None], AROUND_A_THEME)
        ids, cosines = ids[0][ids[0] >= 0], cosines[0][ids[0] >= 0]
        is_welcome = learned.welcome(ids, self._library.vectors_of)
        ids, cosines = ids[is_welcome], cosines[is_welcome]
        fits = self._similarity.probability(cosines) if self._similarity else np.clip(cosines, 0, 1)
        return ids, np.asarray(fits, np.float64)


def _within_calendar(at_ms: int) -> int:
    return min(max(at_ms, 0), _LATEST_MS)
