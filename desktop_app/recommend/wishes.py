"""What the user asked for in so many words: less of this, never that, more or none of an interest. It is obeyed.

A look does not take a word back, however many there are and whatever comes after it. People meet photos of the kind
they asked less of in the timeline, in searches and in shows, and a button that wears off by mere looking would be one
that does not work (of Mozilla's "Does This Button Work?", 2022, the buttons on video suggestions that were found
wanting hid 11 to 43 % of what they were to hide). "Less" ends by undoing it, by clearing the history, and fades in
years; "never" by undoing or clearing it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from desktop_app.domain.history import Feedback, FeedbackKind, InterestChoice
from desktop_app.recommend.interests import MEMBER_SHARE, Floats, Rows, unit
from desktop_app.recommend.profile import Profile
from desktop_app.recommend.signals import DAY_MS

LESS_HALF_LIFE_DAYS = 180.0
AVERSION_FROM, AVERSION_FULL = 0.45, 0.68  # of the cut, for the cosine to a theme's middle: begins here, is whole there
REFUSED = 0.5  # a photo averted so far is not suggested at all
LEAST_FACTOR = 0.5  # an interest lessened beyond this has no shelf and no album of its own
LEAST_BOOST, MOST_BOOST = 0.1, 10.0

Neighbours = Callable[[Rows], Rows]


@dataclass(frozen=True, slots=True, eq=False)
class Aversions:
    """Kinds of photos that are not wanted.

    Attributes:
        middles: (A, D) float32 of unit length.
        strengths: (A,) 0 to 1.
        span: cosines to a middle from which aversion begins, and from which it is whole.
    """

    middles: Rows
    strengths: Floats
    span: tuple[float, float]

    def of(self, vectors: Rows) -> Floats:
        """Returns (N,) how unwanted photos are, 0 to 1."""
        if not len(self.strengths) or not len(vectors):
            return np.zeros(len(vectors))
        start, full = self.span
        near = np.clip((vectors @ self.middles.T - start) / (full - start), 0.0, 1.0)
        return np.asarray((near * self.strengths).max(axis=1), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """What follows from the wishes.

    Attributes:
        factors: (M,) on the weights of the profile's photos.
        theme_factors: (T,) on the strengths of its themes.
        aversions: what is kept from every shelf.
        choices: the choice that holds for each theme, by its place.
    """

    factors: Floats
    theme_factors: Floats
    aversions: Aversions
    choices: Mapping[int, InterestChoice]


def wishes_of(
    profile: Profile,
    feedback: Sequence[Feedback],
    choices: Sequence[InterestChoice],
    vectors: Mapping[int, Rows],
    neighbours: Neighbours,
    at_ms: int,
) -> Wishes:
    """Works out what the user's words mean for a profile.

    Args:
        profile: what was learned from looks.
        feedback: of any kind; only "less" counts here.
        choices: what was decided about interests.
        vectors: (D,) unit vectors by photo id, of the photos named in both, where there are.
        neighbours: returns the vectors of the library's photos alike to one.
        at_ms: the present; a wish fades, one from the future has not begun to.
    """
    chosen = _match(profile, choices, vectors)
    theme_factors = np.ones(len(profile.themes))
    averted: list[tuple[Rows, float]] = []

    def avert(photo_id: int, strength: float) -> None:
        """Averts the theme of a photo, and what is alike to it, be it of a theme or not."""
        vector = vectors[photo_id]
        theme = _theme_of(profile, photo_id, vector)
        if theme >= 0:
            averted.append((profile.themes[theme].middle, strength))
            theme_factors[theme] *= 1.0 - strength
        averted.append((unit(np.vstack([vector[None], neighbours(vector)]).sum(axis=0)), strength))

    for item in feedback:
        if item.kind is FeedbackKind.LESS and int(item.photo_id) in vectors:
            age_days = max(at_ms - item.at_ms, 0) / DAY_MS
            avert(int(item.photo_id), float(np.exp2(-age_days / LESS_HALF_LIFE_DAYS)))
    for at, choice in chosen.items():
        if choice.is_muted:
            averted.append((profile.themes[at].middle, 1.0))
        theme_factors[at] *= 0.0 if choice.is_muted else float(np.clip(choice.boost, LEAST_BOOST, MOST_BOOST))
    for choice in choices:
        anchor = int(choice.anchor)
        if choice.is_muted and anchor in vectors and _theme_of(profile, anchor, vectors[anchor]) < 0:
            avert(anchor, 1.0)
    rows = np.stack([row for row, _ in averted]) if averted else np.zeros((0, profile.vectors.shape[1]), np.float32)
    span = (AVERSION_FROM * profile.cut, AVERSION_FULL * profile.cut)
    aversions = Aversions(rows, np.array([strength for _, strength in averted]), span)
    factors = 1.0 - aversions.of(profile.vectors)
    for at, theme in enumerate(profile.themes):
        factors[theme.members] *= theme_factors[at]
    return Wishes(factors, theme_factors, aversions, chosen)


def _theme_of(profile: Profile, photo_id: int, vector: Rows) -> int:
    """Returns the place of the theme a photo belongs to, or is nearest to and near enough; else -1."""
    for at, theme in enumerate(profile.themes):
        if photo_id in profile.tastes.photo_ids[theme.members]:
            return at
    if not profile.themes:
        return -1
    near = np.array([float(theme.middle @ vector) for theme in profile.themes])
    return int(near.argmax()) if near.max() >= MEMBER_SHARE * profile.cut else -1


def _match(
    profile: Profile, choices: Sequence[InterestChoice], vectors: Mapping[int, Rows]
) -> dict[int, InterestChoice]:
    """Returns the choice for each theme: of several, the one whose anchor is nearest to its middle."""
    found: dict[int, tuple[float, InterestChoice]] = {}
    for choice in choices:
        vector = vectors.get(int(choice.anchor))
        theme = -1 if vector is None else _theme_of(profile, int(choice.anchor), vector)
        if vector is None or theme < 0:
            continue
        near = float(profile.themes[theme].middle @ vector)
        if theme not in found or (near, int(choice.anchor)) > (found[theme][0], int(found[theme][1].anchor)):
            found[theme] = (near, choice)
    return {at: choice for at, (_, choice) in sorted(found.items())}
