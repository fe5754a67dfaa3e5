"""What Reverie suggests: interests learned from views, shelves of photos, albums; each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from desktop_app.domain.ids import InterestId, PhotoId
from desktop_app.domain.locality import Locality


class ShelfKind(StrEnum):
    """Why a shelf exists."""

    FOR_YOU = "for-you"  # the ranking over all interests
    BECAUSE = "because"  # likes of one photo looked at lately
    INTEREST = "interest"  # more of one interest
    REDISCOVER = "rediscover"  # a loved kind, not opened for long
    ON_THIS_DAY = "on-this-day"
    NEW = "new"  # added lately, fits the interests
    FAVOURITES = "favourites"  # cold start: likes of favourites
    BEST = "best"  # cold start: the best of the library
    DIFFERENT = "different"  # kinds not looked at, to learn something new


class ShelfBasis(StrEnum):
    """What a shelf was chosen by, where its kind leaves that open."""

    OPENED = "opened"  # Rediscover: each of its photos was opened before
    UNOPENED = "unopened"  # none of them was
    HEARTS = "hearts"  # Favourites: likes of photos with a heart
    STARS = "stars"  # likes of photos rated 4 stars or more, by the user or in their files
    BOTH = "both"  # some the one, some the other


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One photo on a shelf.

    Attributes:
        score: 0 to 1, comparable over all shelves of a page; higher is surer.
        interest_id: the interest that brought it; None for exploration and cold start.
        because: the photo looked at that it is most like, for "why".
        is_exploration: it was chosen to learn something new, not because it fits.
    """

    photo_id: PhotoId
    score: float
    interest_id: InterestId | None = None
    because: PhotoId | None = None
    is_exploration: bool = False


@dataclass(frozen=True, slots=True)
class Shelf:
    """One row of the page.

    Attributes:
        title, reason: English sentences for the command line; the window words them anew from the other fields.
        subject: the interest's name ('' where it has none), or the years of On this day ("2019, 2021"), else ''.
        because: the photo the reason names.
        basis: of Rediscover and Favourites.
    """

    kind: ShelfKind
    title: str
    reason: str
    photos: tuple[Suggestion, ...] = ()
    subject: str = ""
    because: PhotoId | None = None
    interest_id: InterestId | None = None
    basis: ShelfBasis | None = None


class AlbumReason(StrEnum):
    """What holds a suggested album together."""

    EVENT = "event"  # one stretch of time (and place)
    THEME = "theme"  # one interest over the years


@dataclass(frozen=True, slots=True)
class SuggestedAlbum:
    """An album the user may accept.

    Attributes:
        key: stable over runs while the album means the same; a dismissal is kept under it.
        title, reason: English sentences for the command line; the window words them anew from the other fields.
        score: 0 to 1.
        subject: the name of the interest it is of, '' where that has none.
        span_ms: wall-clock times of its first and last photo of which the day is known.
        towns: that stand for an event whose interest has no name.
    """

    key: str
    title: str
    reason: str
    kind: AlbumReason
    cover: PhotoId
    photo_ids: tuple[PhotoId, ...]
    score: float
    subject: str = ""
    interest_id: InterestId | None = None
    span_ms: tuple[int, int] | None = None
    towns: tuple[Locality, ...] = ()


@dataclass(frozen=True, slots=True)
class ForYouRequest:
    """What page to make. The same request over the same library and history gives the same page.

    Attributes:
        at_ms: the present, UTC milliseconds; views after it do not count. None is the clock's.
        seed: turns exploration and sampling; Refresh counts it up.
        top: photos a shelf.
        left_out: photos not wanted again now (those on screen when Refresh was pressed).
    """

    at_ms: int | None = None
    seed: int = 0
    top: int = 20
    left_out: frozenset[PhotoId] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class ForYouPage:
    """The page: shelves in order, the first being the ranking over everything.

    Attributes:
        is_cold: there is no history to learn from yet.
        day: the local day the page was made for.
    """

    shelves: tuple[Shelf, ...]
    albums: tuple[SuggestedAlbum, ...]
    is_cold: bool
    day: date
    seed: int
    view_count: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Interest:
    """One thing the user likes to look at.

    Attributes:
        id: the photo id of its medoid, the photo nearest to all it holds.
        name: the user's, else a word that holds for it; '' where there is none.
        strength: its share of all time-decayed weight, 0 to 1, before boost.
        trend: -1 (fading) to 1 (growing): the last 14 days against the time before.
        photo_ids: photos looked at that belong to it, most typical first.
        view_count: looks behind it.
    """

    id: InterestId
    name: str
    medoid: PhotoId
    strength: float
    trend: float
    photo_ids: tuple[PhotoId, ...]
    view_count: int
    last_viewed_at_ms: int
    tags: tuple[str, ...] = ()
    boost: float = 1.0
    is_muted: bool = False
    is_renamed: bool = False
