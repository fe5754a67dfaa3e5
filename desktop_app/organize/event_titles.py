"""Titles in English: a name and a date, no two the same. The window says the same in the user's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
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
        case Naming.NAME:
            return event.name
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


def date_of(event: Event, precision: Precision) -> str:
    """Returns when it was, so exactly."""
    first, last = event.days
    if precision is Precision.YEAR:
        return str(first.year)
    if precision is Precision.MONTH:
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
    return f"{days}, {moment(event.start_ms):%H:%M}" if precision is Precision.TIME else days


def _month(day: date) -> str:
    return MONTHS[day.month - 1]


def titles_of(events: Sequence[Event]) -> list[tuple[Precision, str]]:
    """Returns "Rome and Florence, May 2019" or "14 June 2025" for each event, no two the same.

    The user's own names stand alone. Dates are told, and more exactly, where two titles would be the same; how exactly
    comes with each.
    """
    names = [name_of(event) for event in events]
    precisions = [event.precision for event in events]
    titles = [_titled(name, event) for name, event in zip(names, events, strict=True)]
    for finer in (Precision.DAY, Precision.TIME):
        seen = Counter(titles)
        for at, title in enumerate(titles):
            if seen[title] > 1:
                precisions[at] = finer
                titles[at] = _titled(names[at], events[at], finer)
    seen = Counter()
    for at, title in enumerate(titles):
        seen[title] += 1
        if seen[title] > 1:  # begun in one minute: parted by the user
            titles[at] = f"{title} ({seen[title]})"
    return list(zip(precisions, titles, strict=True))


def _titled(name: str, event: Event, precision: Precision | None = None) -> str:
    if event.name and precision is None:
        return name
    when = date_of(event, precision or event.precision)
    return f"{name}, {when}" if name else when
