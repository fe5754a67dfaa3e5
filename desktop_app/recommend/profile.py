"""The profile: what the user likes, as vectors and weights, and how well any photo fits it.

Three views of fit are put together. How near a photo is to the photos looked at, each counting as much as others of
its kind support it, so that a chance look pulls little. Where it lies on the straight line that best tells the photos
looked at from the rest of the library (ridge regression), which knows what all photos share. And how well the photos
around it fit, because kinds lie together in the library too (one step of label spreading, Zhou et al., NIPS 2003).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.recommend.interests import Floats, Ints, Rows, Theme, labels_of, themes_of
from desktop_app.recommend.signals import Tastes

DEFAULT_CUT = 0.55
WIDTH_SHARE = 1 / 3  # of the way from the cut to the same picture: how fast nearness stops counting
SUPPORT_FROM = 0.55  # of the cut: photos this alike support each other
SUPPORT_FLOOR, SUPPORT_HALF = 0.1, 0.3
DISLIKE = 0.3
SESSION_GAIN = 0.5
RIDGE = 0.003
LINE_SHARE = 0.5
SPREAD_SHARE = 0.5
SPREAD_NEIGHBOURS = 12
SPREAD_WIDTH = 0.7  # of the width: the nearest of the neighbours count most
SPREAD_MEMBERS = 400  # photos looked at that spread their fit too
BEST = 20  # the mean of so many best fits counts as 1


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What the user likes.

    Attributes:
        tastes: M photos met, those with a vector.
        vectors: (M, D) float32 of unit length.
        weights: (M,) from 0: the photos' weights less what chance looks would add.
        labels: (M,) kinds, from 0.
        themes: the kinds that are interests, strongest first.
        theme_of: (M,) place in `themes` of each photo, -1 for none.
        cut: the calibrated cosine from which photos are alike.
    """

    tastes: Tastes
    vectors: Rows
    weights: Floats
    labels: Ints
    themes: tuple[Theme, ...]
    theme_of: Ints
    cut: float

    def __len__(self) -> int:
        return len(self.tastes)


def profile_of(tastes: Tastes, vectors: Rows, may_show: NDArray[np.bool_], cut: float = DEFAULT_CUT) -> Profile:
    """Sorts weighed photos into interests.

    Args:
        tastes: of M photos, by falling weight.
        vectors: (M, D) float32 of unit length, in the same order.
        may_show: (M,) whether a photo may appear anywhere.
        cut: the calibrated cosine from which photos are alike.
    """
    weights = _rounded(supported(vectors, tastes.weights, cut))
    labels = labels_of(vectors, weights, cut)
    themes = tuple(themes_of(vectors, weights, tastes.strengths, tastes.signs, may_show, labels))
    theme_of = np.full(len(tastes), -1, np.int64)
    for at, theme in enumerate(themes):
        theme_of[theme.members] = at
    return Profile(tastes, vectors, weights, labels, themes, theme_of, cut)


def supported(vectors: Rows, weights: Floats, cut: float) -> Floats:
    """Returns (M,) weights in which a photo counts fully only when others like it were looked at too."""
    if not len(weights) or weights.max() <= 0:
        return weights
    start = SUPPORT_FROM * cut
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, 0.0)
    alike -= start
    alike /= 1.0 - start
    np.clip(alike, 0.0, 1.0, out=alike)
    support = alike @ (weights / weights.max()).astype(np.float32)
    return np.asarray(weights * (SUPPORT_FLOOR + support) / (SUPPORT_FLOOR + SUPPORT_HALF + support), np.float64)


def _rounded(weights: Floats) -> Floats:
    """Returns weights to 12 binary digits: a new look then leaves interests it is not of exactly as they were."""
    fractions, exponents = np.frexp(weights)
    return np.asarray(np.ldexp(np.rint(fractions * 4096) / 4096, exponents), np.float64)


class Affinity:
    """How well photos fit a profile, given what the user wished about its interests."""

    def __init__(self, profile: Profile, background: Rows, factors: Floats | None = None) -> None:
        """Prepares for scoring.

        Args:
            profile: what the user likes.
            background: (B, D) float32, a sample of the library.
            factors: (M,) on the weights of the profile's photos: boosts, and 0 for what is not wanted.
        """
        weights = profile.weights if factors is None else profile.weights * factors
        weights = weights * (1 + SESSION_GAIN * np.isin(profile.tastes.photo_ids, profile.tastes.session))
        kept = (weights > 0) | (profile.tastes.dislikes > 0)
        self.width = (1.0 - profile.cut) * WIDTH_SHARE
        self.vectors = profile.vectors[kept]
        self.weights = weights[kept]
        self.theme_of = profile.theme_of[kept]
        self.theme_count = len(profile.themes)
        self._pull = (self.weights - DISLIKE * profile.tastes.dislikes[kept]).astype(np.float32)
        self._line = _line(self.vectors, self.weights, background)
        self._scales = ((0.0, 1.0), (0.0, 1.0))
        self._by_theme = np.zeros((len(self.weights), self.theme_count + 1), np.float32)  # the first is of no theme
        self._by_theme[np.arange(len(self.weights)), self.theme_of + 1] = np.maximum(self.weights, 0.0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is liked."""
        return not bool((self.weights > 0).any())

    def take_scale(self, vectors: Rows) -> tuple[Floats, Ints]:
        """Sets what counts as a good fit by the (N, D) photos to choose from; returns what `judge` does of them.

        Afterwards fits of other photos can be compared with these.
        """
        pulls = self._pulls(vectors)
        self._scales = (_scale(pulls @ self._pull), _scale(self._along(vectors)))
        return self._spread(vectors, self._fits(vectors, pulls)), self._themes(pulls)

    def fits(self, vectors: Rows) -> Floats:
        """Returns (N,) how well photos fit, about 0 to 1 and above for the very best. After `take_scale`."""
        return self._fits(vectors, self._pulls(vectors))

    def judge(self, vectors: Rows) -> tuple[Floats, Ints]:
        """Returns, for (N, D) photos, `fits` and the theme that pulls each most, -1 for none: both (N,)."""
        pulls = self._pulls(vectors)
        return self._fits(vectors, pulls), self._themes(pulls)

    def _themes(self, pulls: Rows) -> Ints:
        return np.asarray((pulls @ self._by_theme).argmax(axis=1) - 1)

    def _pulls(self, vectors: Rows) -> Rows:
        return np.asarray(np.exp((vectors @ self.vectors.T - 1.0) / self.width), np.float32)

    def _along(self, vectors: Rows) -> Rows:
        return np.zeros(len(vectors), np.float32) if self._line is None else vectors @ self._line

    def _fits(self, vectors: Rows, pulls: Rows) -> Floats:
        near, line = self._scales
        fits = (pulls @ self._pull - near[0]) / near[1]
        if self._line is not None:
            fits = (1 - LINE_SHARE) * fits + LINE_SHARE * (self._along(vectors) - line[0]) / line[1]
        return np.asarray(fits, np.float64)

    def _spread(self, vectors: Rows, own: Floats) -> Floats:
        """Mixes each photo's own fit with that of the photos around it, photos looked at among them."""
        heavy = np.argsort(-self.weights, kind="stable")[:SPREAD_MEMBERS]
        heavy = heavy[self.weights[heavy] > 0]
        beside = self.vectors[heavy]
        values = np.concatenate([own, self.fits(beside)])
        number, count = len(vectors), min(SPREAD_NEIGHBOURS, len(values) - 1)
        if count < 1 or not number:
            return own
        alike = np.empty((number, len(values)), np.float32)
        np.matmul(vectors, vectors.T, out=alike[:, :number])  # apart: a product with itself takes half the time
        np.matmul(vectors, beside.T, out=alike[:, number:])
        np.fill_diagonal(alike, -2.0)
        places = np.argpartition(alike, -count, axis=1)[:, -count:]
        shares = np.exp((np.take_along_axis(alike, places, 1) - 1.0) / (SPREAD_WIDTH * self.width))
        around = (shares * values[places]).sum(axis=1) / np.maximum(shares.sum(axis=1), 1e-9)
        return np.asarray((1 - SPREAD_SHARE) * own + SPREAD_SHARE * around)


def _scale(scores: Rows) -> tuple[float, float]:
    """Returns what to take away and to divide by, so that the middle comes to 0 and the mean of the best to 1."""
    if not len(scores):
        return 0.0, 1.0
    ordered = np.sort(scores.astype(np.float64))
    best = float(ordered[-BEST:].mean())
    middle = float(np.median(ordered)) if len(ordered) > 2 * BEST else min(float(ordered[0]), 0.0)
    return middle, max(best - middle, 1e-9)


def _line(vectors: Rows, weights: Floats, background: Rows) -> Rows | None:
    """Fits the line that tells photos looked at from the library: weighted ridge regression in closed form."""
    if not len(background) or weights.sum() <= 0:
        return None
    rows = np.concatenate([vectors, background])
    share = np.concatenate([weights / weights.sum(), np.full(len(background), 1.0 / len(background))])
    share = (share / 2).astype(np.float32)
    target = np.concatenate([np.ones(len(vectors)), np.zeros(len(background))]).astype(np.float32)
    mean = share @ rows
    centred = rows - mean
    spread = (centred * share[:, None]).T @ centred
    spread[np.diag_indices(len(spread))] += RIDGE / 2
    return np.asarray(np.linalg.solve(spread, centred.T @ (share * (target - 0.5))), np.float32)
