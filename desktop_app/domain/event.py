"""Events: stretches of time whose photos belong together; and the trips they lie in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from desktop_app.domain.ids import EventId, PhotoId
from desktop_app.domain.locality import Locality

DAY_MS = 86_400_000
EARLY_MS = 6 * 3_600_000  # a party that ends before 6 in the morning is of the evening before
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class EventKind(StrEnum):
    """What holds its photos together."""

    EVENT = "event"  # one occasion
    TRIP = "trip"  # days away from home
    DAYS = "days"  # days in a row with far more photos than usual, nobody knows where


class Precision(StrEnum):
    """How exactly a title has to tell, or may tell, when it was."""

    YEAR = "year"  # scans that bear a year only
    MONTH = "month"  # trips
    DAY = "day"
    TIME = "time"  # another event of the same name is on the same day


class Naming(StrEnum):
    """What an event is best called by."""

    NAME = "name"  # the user gave it one
    SUBJECT = "subject"
    PLACES = "places"
    COUNTRIES = "countries"
    DATE = "date"  # nothing else is known of it


@dataclass(frozen=True, slots=True)
class Event:
    """One event, or one trip with the events in it.

    Attributes:
        id: positive for an event, negative for a trip; the same while its first photo is.
        start_ms, end_ms: capture time of the first and the last photo, wall-clock milliseconds.
        photo_ids: in the order of capture, through the visibility policy of groups; a trip holds those of its events.
        covers: up to three of its best photos that may be covers, from different parts of it, the best first.
        subject: what it is about in the user's own words (tag, folder) or in one the model is sure of; '' for unknown.
        places: the towns that most photos were taken in, most first; for trips in the order they were come to.
        countries: of a trip through more towns than a title can name, by most photos.
        is_subject_guessed: the subject is a word of the model; where it was is then more telling, away from home.
        is_weekend: a trip from a Friday or Saturday to the Sunday or Monday after it.
        is_at_home: its place is where most of the year's photos were taken.
        title: in English, with its date unless the user named it; no two are the same.
        parts: of a trip, its events in the order of time.
        trip: the trip an event lies in.
        name: the user's own, '' while there is none.
        is_made: the user named it, merged it of several, or had it begin where it does.
    """

    id: EventId
    kind: EventKind
    start_ms: int
    end_ms: int
    photo_ids: tuple[PhotoId, ...]
    covers: tuple[PhotoId, ...] = ()
    subject: str = ""
    places: tuple[Locality, ...] = ()
    countries: tuple[str, ...] = ()
    is_subject_guessed: bool = False
    is_weekend: bool = False
    is_at_home: bool = False
    precision: Precision = Precision.DAY
    title: str = ""
    parts: tuple[EventId, ...] = ()
    trip: EventId | None = None
    name: str = ""
    is_made: bool = False

    @property
    def naming(self) -> Naming:
        """The user's own words first; then where it was, unless that was at home; then what the model is sure of."""
        if self.name:
            return Naming.NAME
        if self.subject and not self.is_subject_guessed:
            return Naming.SUBJECT
        if self.places and not (self.is_at_home and self.subject):
            return Naming.PLACES
        if self.countries:
            return Naming.COUNTRIES
        return Naming.SUBJECT if self.subject else Naming.DATE

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day; the small hours of a night count to the day before."""
        first, last = moment(self.start_ms).date(), moment(self.end_ms).date()
        if self.end_ms % DAY_MS < EARLY_MS and last > first:
            last -= timedelta(days=1)
        return first, last


def moment(at_ms: int) -> datetime:
    """Returns wall-clock milliseconds as a time; its zone means nothing."""
    return EPOCH + timedelta(milliseconds=at_ms)


def is_weekend(first: date, last: date) -> bool:
    """Says whether days away from home went from a Friday or Saturday to the Sunday or Monday after it."""
    return first.weekday() in {4, 5} and last.weekday() in {6, 0} and (last - first).days <= 3
