"""The simple ways that a recommender has to beat, each as good as we know how to make it.

Every way ranks the whole library that may be shown, gets the same looks, hearts and queries, and leaves out what was
looked at before when asked for new photos ("explore"). Where a way runs out of opinion, the rest follows newest first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from taste_people import DAY_MS, VALID_MS
from taste_world import Indices, World
from threadpoolctl import threadpool_limits

from desktop_app.domain.history import PhotoView

Scores = NDArray[np.float64]
HALF_LIFE_DAYS = 14.0
SESSION_GAP_MS = 30 * 60_000


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What anyone may know at one moment.

    Attributes:
        photos, at_ms, seen_ms: (L,) the looks before it, oldest first; photos are indices into the world.
        favourites: hearts given before it, oldest first.
        random: for those that draw; the same for the same case.
        is_explore: whether photos looked at before are left out.
    """

    world: World
    now_ms: int
    photos: Indices
    at_ms: Indices
    seen_ms: Indices
    favourites: Indices
    random: np.random.Generator
    is_explore: bool = True

    @property
    def liked(self) -> NDArray[np.bool_]:
        """Returns (L,) which looks were long enough to count."""
        return self.seen_ms >= VALID_MS

    def decay(self, half_life_days: float = HALF_LIFE_DAYS) -> Scores:
        """Returns (L,) the weight of each look by its age."""
        return np.asarray(0.5 ** ((self.now_ms - self.at_ms) / (half_life_days * DAY_MS)), np.float64)

    def session(self) -> NDArray[np.bool_]:
        """Returns (L,) which looks belong to the last sitting."""
        if not len(self.at_ms):
            return np.zeros(0, bool)
        is_new = np.diff(self.at_ms, prepend=self.at_ms[0]) > SESSION_GAP_MS
        number = np.cumsum(is_new)
        return np.asarray(number == number[-1])


def make_case(
    world: World, now_ms: int, looks: Sequence[PhotoView], favourites: Sequence[tuple[int, int]], seed: int
) -> Case:
    """Gathers what was known at a moment; later looks and hearts are dropped."""
    known = [look for look in looks if look.started_at_ms < now_ms]
    return Case(
        world=world,
        now_ms=now_ms,
        photos=np.array([look.photo_id for look in known], np.int64),
        at_ms=np.array([look.started_at_ms for look in known], np.int64),
        seen_ms=np.array([look.seen_ms for look in known], np.int64),
        favourites=np.array([photo for photo, at in favourites if at < now_ms], np.int64),
        random=np.random.default_rng((seed, now_ms // DAY_MS)),
    )


def newest(case: Case) -> Scores:
    """Newest capture first; also what every other way falls back to."""
    return np.argsort(np.argsort(case.world.taken_ms, kind="stable"), kind="stable").astype(np.float64)


def at_random(case: Case) -> Scores:
    """Any order."""
    return case.random.random(len(case.world.ids))


def most_viewed(case: Case) -> Scores:
    """Looks, decayed; a photo never looked at takes a little from its event's."""
    own = np.bincount(case.photos, case.decay() * case.liked, len(case.world.ids))
    by_event = np.bincount(case.world.events, own)
    return own + by_event[case.world.events] * 1e-3


def on_this_day(case: Case) -> Scores:
    """Captured on this day of the year, the nearest days first, earlier years only."""
    day = (case.world.taken_ms / DAY_MS) % 365.2425
    today = (case.now_ms / DAY_MS) % 365.2425
    apart = np.abs(day - today)
    return -np.floor(np.minimum(apart, 365.2425 - apart))


def same_event(case: Case) -> Scores:
    """The event of the last look, the nearest in time first; then the events of the looks before."""
    scores = np.full(len(case.world.ids), -np.inf)
    liked = case.photos[case.liked]
    rank = 0
    for photo in reversed(liked.tolist()):
        event = case.world.events[photo]
        members = np.flatnonzero(case.world.events == event)
        if np.isfinite(scores[members[0]]):
            continue
        apart = np.abs(case.world.taken_ms[members] - case.world.taken_ms[photo]) / DAY_MS
        scores[members] = -rank * 1_000 - apart
        rank += 1
    return scores


def nearest_last(case: Case) -> Scores:
    """The nearest to the last photo looked at properly."""
    liked = case.photos[case.liked]
    if not len(liked):
        return np.full(len(case.world.ids), -np.inf)
    return (case.world.vectors @ case.world.vectors[liked[-1]]).astype(np.float64)


def _nearest_mean(case: Case, weights: Scores) -> Scores:
    if not weights.sum() > 0:
        return np.full(len(case.world.ids), -np.inf)
    mean = weights @ case.world.vectors[case.photos].astype(np.float64)
    return np.asarray(case.world.vectors @ mean, np.float64)


def mean_vector(case: Case) -> Scores:
    """The nearest to the mean of all looks that counted."""
    return _nearest_mean(case, case.liked.astype(np.float64))


def decayed_mean(case: Case) -> Scores:
    """The nearest to the mean, recent looks weighing more (half-life 14 days)."""
    return _nearest_mean(case, case.liked * case.decay())


def k_means(case: Case) -> Scores:
    """Five interests by k-means over the looks that counted; each gives its nearest in turn, as often as it weighs.

    Slots are dealt by D'Hondt's method over the decayed weights, so a large interest has more and none is forgotten.
    """
    keep = case.liked
    photos = np.unique(case.photos[keep])
    if not len(photos):
        return np.full(len(case.world.ids), -np.inf)
    weights = np.bincount(case.photos[keep], case.decay()[keep], len(case.world.ids))[photos]
    with threadpool_limits(1):  # so few points take longer with two
        groups = KMeans(min(5, len(photos)), n_init=4, random_state=0).fit(
            case.world.vectors[photos], sample_weight=np.maximum(weights, 1e-6)
        )
    centres = groups.cluster_centers_ / np.linalg.norm(groups.cluster_centers_, axis=1, keepdims=True)
    shares = np.bincount(groups.labels_, weights, len(centres))
    return _dealt(case, centres.astype(np.float32), shares)


def _dealt(case: Case, centres: NDArray[np.float32], shares: Scores) -> Scores:
    """Ranks by dealing slots to centres, each giving its nearest candidate that is not taken yet."""
    near = case.world.vectors @ centres.T
    fit = candidates(case)
    queues = [iter(fit[np.argsort(-near[fit, c], kind="stable")].tolist()) for c in range(len(centres))]
    scores = np.full(len(case.world.ids), -np.inf)
    given = np.zeros(len(centres))
    for rank in range(min(200, len(fit))):
        centre = int(np.argmax(shares / (given + 1)))
        given[centre] += 1
        photo = next(at for at in queues[centre] if not np.isfinite(scores[at]))
        scores[photo] = -rank
    return scores


def session_neighbours(case: Case) -> Scores:
    """Nearest neighbours of the session: each look of the last sitting votes for its 100 nearest by cosine, later
    looks more (linear decay, as VSKNN: Ludewig and Jannach 2018, with photos' vectors in place of other people)."""
    keep = case.liked & case.session()
    if not keep.any():
        keep = case.liked
    photos = case.photos[keep][-20:]
    scores = np.zeros(len(case.world.ids))
    for rank, photo in enumerate(photos.tolist(), 1):
        near = (case.world.vectors @ case.world.vectors[photo]).astype(np.float64)
        cut = np.partition(near, -100)[-100]
        scores += np.where(near >= cut, near, 0.0) * rank / len(photos)
    return np.where(scores > 0, scores, -np.inf)


def favourites_centroid(case: Case) -> Scores:
    """The nearest to the mean of the favourites; while there is none, to the mean of the looks."""
    if not len(case.favourites):
        return mean_vector(case)
    centre = case.world.vectors[case.favourites].sum(axis=0)
    return (case.world.vectors @ centre).astype(np.float64)


Way = Callable[[Case], Scores]
BASELINES: dict[str, Way] = {
    "random": at_random,
    "newest": newest,
    "most viewed, decayed": most_viewed,
    "on this day": on_this_day,
    "same event": same_event,
    "last-item kNN": nearest_last,
    "mean vector": mean_vector,
    "decayed mean": decayed_mean,
    "k-means-5": k_means,
    "session kNN": session_neighbours,
    "favourites centroid": favourites_centroid,
}


def candidates(case: Case) -> Indices:
    """Returns what may be ranked: all that may be shown, without what was looked at before when exploring."""
    fit = case.world.is_shown.copy()
    if case.is_explore:
        fit[case.photos] = False
    return np.flatnonzero(fit)


def ranking(way: Way, case: Case) -> list[int]:
    """Returns all candidates, best first; ties and photos without a score newest first."""
    fit = candidates(case)
    order = np.lexsort((-newest(case)[fit], -way(case)[fit]))
    return [int(at) for at in fit[order]]
