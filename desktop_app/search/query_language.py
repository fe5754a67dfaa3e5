"""What people type into the search box, as terms. Any text is a query: what is not understood is a word to look for.

beach "old town" -dog tag:cat camera:canon lens:50mm folder:2024 name:IMG_20 date:2024-06 date:2019..2021-03
rating:>=3 is:favourite flag:blurry has:gps format:heic album:summer -has:album place:rome place:"New York City"
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from desktop_app.domain.photo import FlagName

MAX_TEXT = 1_000
MAX_TERMS = 32
FAR_PAST_MS = -(1 << 60)
FAR_FUTURE_MS = 1 << 60


class Key(StrEnum):
    """What a term looks at."""

    WORD = "word"
    PHRASE = "phrase"
    TAG = "tag"
    NAME = "name"
    FOLDER = "folder"
    CAMERA = "camera"
    LENS = "lens"
    FORMAT = "format"
    DATE = "date"
    RATING = "rating"
    IS = "is"
    HAS = "has"
    FLAG = "flag"
    ALBUM = "album"
    PLACE = "place"


class Trait(StrEnum):
    """What a photo can be, after `is:`."""

    FAVOURITE = "favourite"
    HIDDEN = "hidden"
    MISSING = "missing"
    OFFLINE = "offline"
    SENSITIVE = "sensitive"
    RAW = "raw"
    DAMAGED = "damaged"
    ANIMATED = "animated"
    FLAGGED = "flagged"


class Part(StrEnum):
    """What a photo can have, after `has:`."""

    GPS = "gps"
    TAG = "tag"
    RATING = "rating"
    CAPTION = "caption"
    ALBUM = "album"


_SYNONYMS = {
    "favorite": "favourite", "star": "favourite", "starred": "favourite", "location": "gps", "place": "gps",
    "tags": "tag", "title": "caption", "nsfw": "sensitive", "gif": "animated",
}  # fmt: skip
_KEYS = {
    "tag": Key.TAG, "keyword": Key.TAG, "name": Key.NAME, "file": Key.NAME, "folder": Key.FOLDER, "in": Key.FOLDER,
    "camera": Key.CAMERA, "lens": Key.LENS, "format": Key.FORMAT, "type": Key.FORMAT, "date": Key.DATE,
    "rating": Key.RATING, "stars": Key.RATING, "is": Key.IS, "has": Key.HAS, "flag": Key.FLAG,
    "album": Key.ALBUM, "place": Key.PLACE, "town": Key.PLACE, "country": Key.PLACE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        text: the word, phrase or value; for IS a `Trait`, for HAS a `Part`, for FLAG a `FlagName`.
        is_negated: it must not hold.
        low, high: DATE: wall-clock milliseconds, high excluded; RATING: stars, both included; else 0.
    """

    key: Key
    text: str
    is_negated: bool = False
    low: int = 0
    high: int = 0


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """All conditions, which must hold together."""

    terms: tuple[Term, ...]

    @property
    def words(self) -> str:
        """The plain words in a row, as one phrase."""
        return " ".join(term.text for term in self.terms if term.key is Key.WORD and not term.is_negated)

    def asks_for(self, trait: Trait) -> bool:
        """Says whether the query asks for photos of this kind, which may not be shown otherwise."""
        return any(term.key is Key.IS and term.text == trait and not term.is_negated for term in self.terms)


_TOKEN = re.compile(r'(?P<not>-?)(?:(?P<key>[^\W\d_]+):)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]*))')


def parse_query(text: str) -> SearchQuery:
    """Returns the terms of a text. Never fails; text beyond 1,000 characters or 32 terms is left out."""
    text = text[:MAX_TEXT]
    terms: list[Term] = []
    position = 0
    while position < len(text) and len(terms) < MAX_TERMS:
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            position += 1
            continue
        position = match.end()
        term = _term(match)
        if term is not None:
            terms.append(term)
    return SearchQuery(tuple(terms))


def _term(match: re.Match[str]) -> Term | None:
    is_negated = bool(match["not"])
    phrase = match["phrase"]
    value = (phrase if phrase is not None else match["word"]).strip()
    name = match["key"] or ""
    key = _KEYS.get(name.casefold())
    if key is not None and value:
        known = _valued(key, value, is_negated=is_negated)
        if known is not None:
            return known
    text = f"{name}:{value}" if name else value
    if not any(c.isalnum() for c in text):
        return None
    return Term(Key.WORD if phrase is None else Key.PHRASE, text, is_negated)


def _valued(key: Key, value: str, *, is_negated: bool) -> Term | None:
    """Returns the term of a key and its value, None where the value means nothing to it."""
    if key is Key.DATE:
        span = date_range(value)
        return None if span is None else Term(key, value, is_negated, *span)
    if key is Key.RATING:
        stars = rating_range(value)
        return None if stars is None else Term(key, value, is_negated, *stars)
    kinds: dict[Key, type[StrEnum]] = {Key.IS: Trait, Key.HAS: Part, Key.FLAG: FlagName}
    if key in kinds:
        plain = value.casefold()
        plain = _SYNONYMS.get(plain, plain)
        return Term(key, plain, is_negated) if plain in set(kinds[key]) else None
    return Term(key, value, is_negated) if any(c.isalnum() for c in value) else None


_DATE = r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?"


def date_range(text: str) -> tuple[int, int] | None:
    """Returns [from, to) in wall-clock milliseconds of '2024', '2024-06', '2024-06-14', 'A..B', '>=A', '<A'."""
    if ".." in text:
        first, _, last = text.partition("..")
        start = _span(first) if first else (FAR_PAST_MS, FAR_PAST_MS)
        end = _span(last) if last else (FAR_FUTURE_MS, FAR_FUTURE_MS)
        if start is None or end is None or not (first or last):
            return None
        return (start[0], end[1]) if start[0] <= end[1] else (end[0], start[1])
    sign = re.match(r"[<>]=?", text)
    span = _span(text[sign.end() :] if sign else text)
    if span is None or sign is None:
        return span
    return {
        ">=": (span[0], FAR_FUTURE_MS),
        ">": (span[1], FAR_FUTURE_MS),
        "<=": (FAR_PAST_MS, span[1]),
        "<": (FAR_PAST_MS, span[0]),
    }[sign.group()]


def _span(text: str) -> tuple[int, int] | None:
    match = re.fullmatch(_DATE, text, re.ASCII)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        start = datetime(year, 1 if month is None else month, 1 if day is None else day, tzinfo=UTC)
    except ValueError:
        return None
    begin = int(start.timestamp()) * 1000
    if day:
        return begin, begin + 86_400_000
    years, months = (year, month + 1) if month else (year + 1, 1)
    if months > 12:
        years, months = years + 1, 1
    if years > 9999:
        return begin, FAR_FUTURE_MS
    return begin, int(datetime(years, months, 1, tzinfo=UTC).timestamp()) * 1000


def rating_range(text: str) -> tuple[int, int] | None:
    """Returns (lowest, highest) stars of '3', '>=3', '<2', '2..4' and the like."""
    match = re.fullmatch(r"([<>]=?|=)?([0-5])|([0-5])\.\.([0-5])", text, re.ASCII)
    if match is None:
        return None
    if match[3]:
        first, last = sorted((int(match[3]), int(match[4])))
        return first, last
    stars = int(match[2])
    return {
        ">=": (stars, 5),
        ">": (stars + 1, 5),
        "<=": (0, stars),
        "<": (0, stars - 1),
    }.get(match[1] or "", (stars, stars))
