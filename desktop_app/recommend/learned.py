"""All that is learned from one state of library and history, kept while neither changes and the day is the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.history import Feedback, FeedbackKind, InterestChoice, day_bounds, local_day
from desktop_app.domain.ids import PhotoId
from desktop_app.recommend import candidates
from desktop_app.recommend.facts import Facts
from desktop_app.recommend.interests import Floats, Ints, Rows, unit
from desktop_app.recommend.known_vectors import KnownVectors
from desktop_app.recommend.names import Broader, Wording, wording_of
from desktop_app.recommend.profile import Affinity, Profile, profile_of
from desktop_app.recommend.ranking import Pool, shares_of
from desktop_app.recommend.refusals import Copies, VectorsOf
from desktop_app.recommend.signals import Tastes, acts_of, tastes_of
from desktop_app.recommend.terms import weights_of
from desktop_app.recommend.wishes import REFUSED, Wishes, wishes_of
from desktop_app.store.history import ViewArrays
from desktop_app.store.store import Store
from desktop_app.store.suggestible import Suggestible
from desktop_app.store.vector_index import VectorIndex

OF_ANY_TIME = (FeedbackKind.LESS, FeedbackKind.NEVER, FeedbackKind.FAVOURITE)
BACKGROUND_PHOTOS = 800
MOST_FAVOURITES = 1_000
REASON_SHARE = 0.5  # of the cut: less like than this, a photo is no reason
REASON_FACTOR = 0.5  # nor is one of a kind the user wants less of
MOST_KEPT = 200  # answers of the index
ALIKE = 10  # neighbours that stand for the kind of one photo


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What is known of the user at one time.

    Attributes:
        views: all looks there are until then, newest first.
        feedback: newest first.
        refused: photos never to be suggested, ascending.
        kept_away: these and all that shows the same picture, ascending: nowhere to be seen, not even as a reason.
        profile, wishes, affinity: what is liked, and what was said about it.
        shares: (T + 1,) the share of a list each theme should have.
        pool: photos that may be suggested for fitting, by rising id; worth is fit.
        weights: of the terms of a photo's worth.
        shown_members: places in the profile of photos looked at that may be named as a reason.
    """

    views: ViewArrays
    feedback: tuple[Feedback, ...]
    refused: Ints
    kept_away: Ints
    profile: Profile
    wishes: Wishes
    affinity: Affinity
    shares: Floats
    pool: Pool
    weights: Floats
    shown_members: Ints

    def looked_at(self, vectors: Rows) -> Ints:
        """Returns (N,) the photo looked at that each is most like, among those that may be shown; -1 for none."""
        near = vectors @ self.profile.vectors[self.shown_members].T
        if not near.shape[1]:
            return np.full(len(vectors), -1, np.int64)
        found = self.profile.tastes.photo_ids[self.shown_members[near.argmax(axis=1)]]
        return np.where(near.max(axis=1) >= REASON_SHARE * self.profile.cut, found, -1)

    def welcome(self, ids: Ints, vectors_of: VectorsOf) -> NDArray[np.bool_]:
        """Returns (N,) whether nothing the user said keeps each photo away; one without a vector is of no kind."""
        is_welcome = ~np.isin(ids, self.kept_away)
        if len(self.wishes.aversions.strengths) and len(ids):
            known, vectors = vectors_of(ids)
            is_welcome &= ~np.isin(ids, known[self.wishes.aversions.of(vectors) >= REFUSED])
        return np.asarray(is_welcome)

    @property
    def is_cold(self) -> bool:
        """Whether there is nothing to learn from yet."""
        return self.affinity.is_empty


class Library:
    """The library as learning reads it: vectors, neighbours, a sample. For the thread of its store."""

    def __init__(self, store: Store, index: VectorIndex | None) -> None:
        self.store = store
        self.index = index
        self.suggestible = Suggestible(store.db)
        self._found: dict[tuple[bytes, int], tuple[Ints, Rows]] = {}
        self._found_in = -1
        self._known = KnownVectors(self._read_vectors)
        self.copies = Copies(self.search, self.vectors_of)
        self._sample: tuple[Facts, int, Ints, Rows] | None = None
        self._wordings: dict[bytes, Wording] = {}
        self._wordings_in: object = None

    @property
    def dimension(self) -> int:
        """The length of vectors, 0 while there are none."""
        return 0 if self.index is None else self.store.embeddings.dimension(self.index.model_id)

    def vectors_of(self, ids: Ints) -> tuple[Ints, Rows]:
        """Returns the ids that have a vector, in their order, and the vectors: (K,) and (K, D) float32, unit length."""
        if self.index is None or not len(ids):
            return np.empty(0, np.int64), np.zeros((0, self.dimension), np.float32)
        return self._known.of(ids, self.generation())

    def _read_vectors(self, ids: Ints) -> tuple[Ints, Rows]:
        assert self.index is not None
        found, rows = self.store.embeddings.get([PhotoId(i) for i in ids.tolist()], self.index.model_id)
        return found, unit(rows.astype(np.float32))

    def search(self, vectors: Rows, k: int) -> tuple[Ints, Rows]:
        """Returns as `VectorIndex.search`; what was asked before is answered from memory. Not to be changed."""
        if self.index is None or len(vectors) > MOST_KEPT:
            return self._ask_index(vectors, k)
        keys = [(vector.tobytes(), k) for vector in vectors]
        if self._found_in != self.generation() or len(self._found) + len(keys) > MOST_KEPT:
            self._found, self._found_in = {}, self.generation()
        new = [at for at, key in enumerate(keys) if key not in self._found]
        if new:
            ids, cosines = self._ask_index(vectors[new], k)
            for row, at in enumerate(new):
                self._found[keys[at]] = ids[row : row + 1], cosines[row : row + 1]
        if len(keys) == 1:
            return self._found[keys[0]]
        found = [self._found[key] for key in keys]
        return np.concatenate([ids for ids, _ in found]), np.concatenate([cosines for _, cosines in found])

    def _ask_index(self, vectors: Rows, k: int) -> tuple[Ints, Rows]:
        if self.index is None:
            return np.full((len(vectors), k), -1, np.int64), np.full((len(vectors), k), -1.0, np.float32)
        return self.index.search(vectors, k)

    def sample(self, facts: Facts) -> tuple[Ints, Rows]:
        """Returns photos that stand for the library, by rising id, with their vectors; the same while it is."""
        kept = self._sample
        if kept is None or kept[0] is not facts or kept[1] != self.generation():
            shown = facts.ids[facts.may_show]
            chosen = np.sort(np.random.default_rng(1).permutation(len(shown))[:BACKGROUND_PHOTOS])
            kept = self._sample = (facts, self.generation(), *self.vectors_of(shown[chosen]))
        return kept[2], kept[3]

    def wording(self, photos: Ints, broader: Broader) -> Wording:
        """Returns what is said of photos; what was asked before, always with the same `broader`, from memory."""
        state = self.suggestible.state()
        if state != self._wordings_in or len(self._wordings) > MOST_KEPT:
            self._wordings, self._wordings_in = {}, state
        key = photos.tobytes()
        if key not in self._wordings:
            ids = [PhotoId(photo) for photo in photos.tolist()]
            tags = self.store.tags.for_photos(ids)
            self._wordings[key] = wording_of([tags.get(photo, ()) for photo in ids], broader)
        return self._wordings[key]

    def generation(self) -> int:
        """Returns a number that moves with every vector."""
        return 0 if self.index is None else self.store.embeddings.generation(self.index.model_id)


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """What the history holds at a time: all looks and acts until then, and the choices that hold.

    Attributes:
        views, feedback: newest first; of the feedback what still holds.
        ends_ms: when the local day ends; fading goes by it, so that a page stays the same all day.
    """

    views: ViewArrays
    feedback: tuple[Feedback, ...]
    choices: tuple[InterestChoice, ...]
    ends_ms: int

    def mark(self) -> tuple[object, ...]:
        """Returns what is the same while the same was said, as long as nothing was written."""
        return len(self.views), tuple((f.photo_id, f.kind, f.at_ms) for f in self.feedback), self.choices, self.ends_ms


def said(library: Library, facts: Facts, at_ms: int) -> Said:
    """Reads the history. Cheap while neither it nor the library changes.

    A favourite counts whatever its time, as long as it is one: it is said of the photo, not of a moment.
    """
    history = library.store.history
    known = [f for f in history.feedback() if f.at_ms <= at_ms or f.kind in OF_ANY_TIME]
    feedback = still_true(library, facts, known)
    return Said(history.view_arrays(at_ms), tuple(feedback), tuple(history.choices()), day_bounds(local_day(at_ms))[1])


def favourites_said(library: Library, facts: Facts, known: Said) -> Said:
    """Returns favourites and good ratings as if just given: the next best thing while nothing was looked at."""
    liked = np.union1d(facts.ids[facts.is_favourite], library.suggestible.rated(4))
    liked = liked[facts.showable(liked)][-MOST_FAVOURITES:]
    acts = [Feedback(PhotoId(photo), FeedbackKind.FAVOURITE, known.ends_ms) for photo in liked.tolist()]
    wishes = [item for item in known.feedback if item.kind in (FeedbackKind.LESS, FeedbackKind.NEVER)]
    return Said(known.views.chosen(slice(0)), (*wishes, *acts), (), known.ends_ms)


def learn(library: Library, facts: Facts, said: Said, cut: float) -> Learned:
    """Learns from what was said.

    Args:
        library: where to read.
        facts: of the library now.
        said: what the history holds.
        cut: the calibrated cosine from which photos are alike.
    """
    views, feedback, choices, at_ms = said.views, said.feedback, said.choices, said.ends_ms
    tastes = _public(tastes_of(views, acts_of(feedback), at_ms), facts)
    tastes, vectors = _with_vectors(tastes, library)
    refused = np.unique(np.array([f.photo_id for f in feedback if f.kind is FeedbackKind.NEVER], np.int64))
    kept_away = library.copies.of(refused, facts, library.generation())
    may_show = facts.showable(tastes.photo_ids) & ~np.isin(tastes.photo_ids, kept_away)
    profile = profile_of(tastes, vectors, may_show, cut)
    wishes = _wishes(library, profile, feedback, choices, at_ms)
    affinity = Affinity(profile, library.sample(facts)[1], wishes.factors)
    return Learned(
        views,
        feedback,
        refused,
        kept_away,
        profile,
        wishes,
        affinity,
        shares_of(profile.themes, wishes.theme_factors),
        _pool(library, facts, profile, affinity),
        weights_of(library.store.history.get_weights()),
        np.flatnonzero(may_show & (profile.weights > 0) & (wishes.factors > REASON_FACTOR)),
    )


def _wishes(
    library: Library, profile: Profile, feedback: Sequence[Feedback], choices: Sequence[InterestChoice], at_ms: int
) -> Wishes:
    named = {int(f.photo_id) for f in feedback if f.kind is FeedbackKind.LESS} | {int(c.anchor) for c in choices}
    known, rows = library.vectors_of(np.array(sorted(named), np.int64))

    def neighbours(vector: Rows) -> Rows:
        ids, cosines = library.search(vector[None], ALIKE)
        return library.vectors_of(ids[0][(cosines[0] >= profile.cut) & (ids[0] >= 0)])[1]

    return wishes_of(profile, feedback, choices, dict(zip(known.tolist(), rows, strict=True)), neighbours, at_ms)


def _public(tastes: Tastes, facts: Facts) -> Tastes:
    """Leaves out photos that are hidden or sensitive now: nothing is learned, named or pictured from them."""
    at = facts.places(tastes.photo_ids)
    kept = at >= 0
    kept[kept] = ~facts.is_private[at[kept]]
    return replace(tastes.chosen(kept), session=tastes.session[np.isin(tastes.session, tastes.photo_ids[kept])])


def _with_vectors(tastes: Tastes, library: Library) -> tuple[Tastes, Rows]:
    found, rows = library.vectors_of(tastes.photo_ids)
    if len(found) == len(tastes):
        return tastes, rows
    return tastes.chosen(np.isin(tastes.photo_ids, found)), rows


def still_true(library: Library, facts: Facts, feedback: Sequence[Feedback]) -> list[Feedback]:
    """Leaves out favourites, ratings and albums that were taken back: undoing them needs no second record."""
    rated = [item.photo_id for item in feedback if item.kind is FeedbackKind.RATING]
    ratings = library.suggestible.ratings(rated) if rated else {}
    placed = [item.photo_id for item in feedback if item.kind is FeedbackKind.ALBUM]
    in_albums = library.suggestible.in_albums(placed) if placed else set()
    favourites = set(facts.ids[facts.is_favourite].tolist())

    def holds(item: Feedback) -> bool:
        match item.kind:
            case FeedbackKind.FAVOURITE:
                return int(item.photo_id) in favourites
            case FeedbackKind.RATING:
                return ratings.get(item.photo_id) == item.value
            case FeedbackKind.ALBUM:
                return item.photo_id in in_albums
            case _:
                return True

    return [item for item in feedback if holds(item)]


def _pool(library: Library, facts: Facts, profile: Profile, affinity: Affinity) -> Pool:
    if affinity.is_empty:
        none = np.empty(0, np.int64)
        return Pool(none, np.zeros((0, library.dimension), np.float32), np.empty(0), none, np.empty(0))
    if int(facts.may_show.sum()) <= candidates.ALL_BELOW:
        ids = facts.ids[facts.may_show]
    else:
        ids = candidates.gather(profile, affinity, library.search)
        ids = ids[facts.showable(ids)]
    ids, rows = library.vectors_of(ids)
    kept = candidates.trimmed(affinity, rows)
    ids, rows = ids[kept], rows[kept]
    fits, themes = affinity.take_scale(rows)
    return Pool(ids, rows, fits, themes, np.maximum(fits, 0.0))
