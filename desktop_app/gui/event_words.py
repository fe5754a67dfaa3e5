"""Events in the user's words: names, days, second lines. The English twin is organize/event_titles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop_app.domain.event import Event, EventKind, Naming, Precision
from desktop_app.domain.locality import Locality
from desktop_app.gui import facts
from desktop_app.gui.translation import counted

DASH = "\N{EN DASH}"
DOT = " \N{MIDDLE DOT} "


def _tr(text: str) -> str:
    return QCoreApplication.translate("Events", text)


def place_text(town: Locality) -> str:
    """Returns "Rome" or "near Rome"."""
    return _tr("near {town}").replace("{town}", town.name) if town.is_near else town.name


def joined(names: Sequence[str]) -> str:
    """Returns "Rome", "Rome and Florence", "Rome, Florence and Pisa"."""
    if len(names) < 2:
        return "".join(names)
    first, last = ", ".join(names[:-1]), names[-1]
    return _tr("{first} and {last}").replace("{first}", first).replace("{last}", last)


def places_text(event: Event) -> str:
    """Returns where it was: towns, else countries, else ''."""
    return joined([place_text(town) for town in event.places]) or joined(event.countries)


def name_of(event: Event) -> str:
    """Returns what it is called, '' where the days alone are its name."""
    match event.naming:
        case Naming.NAME:
            return event.name
        case Naming.SUBJECT:
            return event.subject
        case Naming.COUNTRIES:
            return joined(event.countries)
        case Naming.DATE:
            return ""
    where = places_text(event)
    if event.is_weekend:
        words = _tr("Weekend {place}") if event.places[0].is_near else _tr("Weekend in {place}")
        return words.replace("{place}", where)
    return where[:1].upper() + where[1:] if event.places[0].is_near else where


def days_text(event: Event, *, with_weekday: bool = False) -> str:
    """Returns "Saturday, 14 June 2025", "3-14 June 2025", "14 June 2025, 10:15", "1985", by the locale."""
    first, last = event.days
    if event.precision is Precision.YEAR:
        return str(first.year)
    days = _day(first, with_weekday=with_weekday) if first == last else _span(first, last)
    return f"{days}, {facts.time_text(event.start_ms)}" if event.precision is Precision.TIME else days


def _day(day: date, *, with_weekday: bool = False, with_year: bool = True) -> str:
    pattern = QLocale().dateFormat(QLocale.FormatType.LongFormat)
    left_out = [] if with_weekday else ["dddd, ", "dddd ", ", dddd", " dddd", "dddd"]
    for part in left_out if with_year else [*left_out, ", yyyy", " yyyy", "yyyy"]:
        pattern = pattern.replace(part, "")
    return QLocale().toString(QDate(day.year, day.month, day.day), pattern.strip(" ,"))


def _span(first: date, last: date) -> str:
    """Returns first and last day; what they have in common is said once, where the language writes the day first."""
    pattern = QLocale().dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "").lstrip(" ,")
    if first.year != last.year or not pattern.startswith("d"):
        return f"{_day(first)} {DASH} {_day(last)}"
    if first.month != last.month:
        return f"{_day(first, with_year=False)} {DASH} {_day(last)}"
    return f"{first.day}{'.' if pattern.startswith('d.') else ''}{DASH}{_day(last)}"


def title_of(event: Event) -> str:
    """Returns the card's first line: the name, else the days with the weekday. At home the town's name says nothing."""
    is_telling = event.naming is not Naming.PLACES or not event.is_at_home
    return (name_of(event) if is_telling else "") or days_text(event, with_weekday=True)


def note_of(event: Event) -> str:
    """Returns the card's second line: days and place where they are not the title, and how many photos."""
    title = title_of(event)
    parts = [days_text(event)] if title == name_of(event) else []
    if event.places and (event.naming is not Naming.PLACES or event.is_at_home):
        parts.append(places_text(event))
    if event.kind is not EventKind.EVENT:
        parts.append(counted("Events", "1 event", "{n} events", len(event.parts)))
    return DOT.join([*parts, facts.count_text(len(event.photo_ids))])


def full_title(event: Event) -> str:
    """Returns name and days in one line: the heading of a trip, and the name of an album made of an event."""
    name, days = name_of(event), days_text(event)
    return f"{name}, {days}" if name else days
