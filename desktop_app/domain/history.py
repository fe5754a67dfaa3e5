"""The view history: one row per look at a photo, and what else the user said by doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from desktop_app.domain.ids import InterestId, PhotoId, ViewId

MAX_SEEN_MS = 60_000


class HistoryMode(StrEnum):
    """Whether views are kept. Unasked counts as off for the window, until the user has answered."""

    UNASKED = "unasked"
    ON = "on"
    PAUSED = "paused"
    OFF = "off"


class ViewSurface(StrEnum):
    """Where a photo was looked at."""

    VIEWER = "viewer"
    SLIDESHOW = "slideshow"
    COMMAND = "command"


class ViewSource(StrEnum):
    """From where the user came to the photo. Views that the program itself brought about weigh less."""

    LIBRARY = "library"
    FOLDER = "folder"
    ALBUM = "album"
    SEARCH = "search"
    SIMILAR = "similar"
    NEIGHBOUR = "neighbour"  # arrows or the filmstrip
    SLIDESHOW = "slideshow"
    FOR_YOU = "for-you"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class PhotoView:
    """One look at a photo.

    Attributes:
        started_at_ms: UTC milliseconds.
        seen_ms: how long it was visible in a focused window while the user was not idle, 0 to MAX_SEEN_MS.
        zoom: the largest magnification reached, 1.0 being the whole photo in the window.
        id: None until stored.
    """

    photo_id: PhotoId
    surface: ViewSurface
    source: ViewSource
    started_at_ms: int
    seen_ms: int
    zoom: float = 1.0
    id: ViewId | None = None


class FeedbackKind(StrEnum):
    """What the user did with a photo, beside looking at it."""

    FAVOURITE = "favourite"
    RATING = "rating"
    EXPORT = "export"
    ALBUM = "album"
    FIND_SIMILAR = "find-similar"
    HIDE = "hide"
    LESS = "less"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One act that tells about taste. `value` is the rating for RATING, else 0."""

    photo_id: PhotoId
    kind: FeedbackKind
    at_ms: int
    value: int = 0
    id: int | None = None


@dataclass(frozen=True, slots=True)
class InterestChoice:
    """What the user decided about an interest; `anchor` is the photo that stood for it then (its medoid).

    Attributes:
        name: '' for the name made from tags.
        boost: factor on the interest's strength, 1.0 for none.
    """

    anchor: InterestId
    name: str = ""
    boost: float = 1.0
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class HistoryDay:
    """How many views one local day holds."""

    day: date
    view_count: int


def local_day(at_ms: int) -> date:
    """Returns the day of a UTC time in the machine's time zone."""
    return datetime.fromtimestamp(at_ms / 1000).astimezone().date()


def day_bounds(day: date) -> tuple[int, int]:
    """Returns when a local day begins and when the next does, UTC milliseconds: 23 to 25 hours apart."""
    begin, end = (datetime.combine(one, time()).astimezone() for one in (day, day + timedelta(days=1)))
    return round(begin.timestamp() * 1000), round(end.timestamp() * 1000)
