"""Titles in English: a name and a date, no two the same. The window says the same in the user's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from desktop_app.domain.event import Event, Naming, Precision, moment

DASH = "\N{EN DASH}"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def joined(names: Sequence[str]) -> str:
    """Returns "Rome", "Rome and Florence", "Rome, Florence and Pisa"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def name_of(event: Event) -> str:
    """Returns the title without its date, '' where the date alone is the title."""
    match event.naming:
        case Naming.SUBJECT:
            return event.subject
        case Naming.COUNTRIES:
            return joined(event.countries)
        case Naming.DATE:
            return ""
    places = joined([f"near {town.name}" if town.is_near else town.name for town in event.places])
    if event.is_weekend:
        return f"Weekend {places}" if event.places[0].is_near else f"Weekend in {places}"
    return places[:1].upper() + places[1:] if event.places[0].is_near else places


def date_of(event: Event) -> str:
    """Returns when it was, as exactly as its precision says."""
    first, last = event.days
    if event.precision is Precision.YEAR:
        return str(first.year)
    if event.precision is Precision.MONTH:
        if (first.year, first.month) == (last.year, last.month):
            return f"{_month(first)} {first.year}"
        if first.year == last.year:
            return f"{_month(first)}{DASH}{_month(last)} {first.year}"
        return f"{_month(first)} {first.year} {DASH} {_month(last)} {last.year}"
    if first == last:
        days = f"{first.day} {_month(first)} {first.year}"
    elif (first.year, first.month) == (last.year, last.month):
        days = f"{first.day}{DASH}{last.day} {_month(first)} {first.year}"
    else:
        year = "" if first.year == last.year else f" {first.year}"
        days = f"{first.day} {_month(first)}{year} {DASH} {last.day} {_month(last)} {last.year}"
    return f"{days}, {moment(event.start_ms):%H:%M}" if event.precision is Precision.TIME else days


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def title_of(event: Event) -> str:
    """Returns "Rome and Florence, May 2019", "14 June 2025"."""
    name = name_of(event)
    return f"{name}, {date_of(event)}" if name else date_of(event)


def titled(events: Sequence[Event]) -> list[Event]:
    """Gives each event its title; dates are told more exactly where two would be the same."""
    named = list(events)
    for finer in (None, Precision.DAY, Precision.TIME):
        titles = Counter(title_of(event) for event in named)
        if finer is not None:
            named = [replace(event, precision=finer) if titles[title_of(event)] > 1 else event for event in named]
    return [replace(event, title=title_of(event)) for event in named]
