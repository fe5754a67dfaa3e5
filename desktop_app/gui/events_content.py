"""Events as cards: a section for each trip, which begins with the trip itself, and the rest by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.domain.event import Event, EventKind
from desktop_app.gui import event_words
from desktop_app.gui.card_model import Card, covers_of

if TYPE_CHECKING:
    from desktop_app.library.queries import Queries

FEW_PHOTOS = 3  # fewer are a moment, not an event
FEW_EVENTS = 12  # so few events are shown with all moments


@dataclass(frozen=True, slots=True)
class EventsContent:
    """What the page shows.

    Attributes:
        events: all of them, in the library's order.
        cards: of those shown.
        moments: how many small events there are in all.
        is_everything: the small ones are shown.
        trips: how many trips are shown.
        shown: how many events, trips left out.
    """

    events: tuple[Event, ...]
    cards: tuple[Card, ...]
    moments: int
    is_everything: bool
    trips: int
    shown: int


def _tr(text: str) -> str:
    return QCoreApplication.translate("Events", text)


def content_of(queries: Queries, events: tuple[Event, ...], *, is_everything: bool) -> EventsContent:
    """Chooses and draws up the cards. Any lane: it reads the rows of the covers."""
    single = [event for event in events if event.kind is EventKind.EVENT]
    moments = sum(is_moment(event) for event in single)
    if len(single) - moments < FEW_EVENTS:
        moments, is_everything = 0, True
    shown = [event for event in events if is_everything or not is_moment(event)]
    photos = queries.photos([photo for event in shown for photo in event.covers])
    headings = _headings(shown)
    cards = tuple(
        Card(
            key=event.id,
            title=event_words.title_of(event),
            note=event_words.note_of(event),
            covers=covers_of(event.covers, photos),
            section=heading,
            mark=_tr("Trip") if event.kind is EventKind.TRIP else "",
        )
        for event, heading in zip(shown, headings, strict=True)
    )
    trips = sum(event.kind is EventKind.TRIP for event in shown)
    return EventsContent(events, cards, moments, is_everything, trips, sum(e.kind is EventKind.EVENT for e in shown))


def is_moment(event: Event) -> bool:
    """Says whether an event is too small for a card of its own; what the user made of photos never is."""
    return event.kind is EventKind.EVENT and len(event.photo_ids) < FEW_PHOTOS and not event.is_made


def _headings(events: Sequence[Event]) -> list[str]:
    """Returns the heading above each card: a trip's name over the trip and its events, else the year.

    The same year does not stand twice: after a trip it goes on as "Earlier in 2019".
    """
    by_id = {event.id: event for event in events}
    headings: list[str] = []
    year = 0
    for event in events:
        trip = by_id.get(event.trip) if event.trip is not None else event if event.parts else None
        own = (trip or event).days[0].year
        if trip is not None:
            heading = event_words.full_title(trip)
        elif own != year:
            heading = str(own)
        elif headings[-1] != str(own):
            heading = _tr("Earlier in {year}").replace("{year}", str(own))
        year = own
        headings.append(heading)
    return headings
