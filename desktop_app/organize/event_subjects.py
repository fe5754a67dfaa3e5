"""What events are about: in the user's own words, the folder's, or one that the model is sure of. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

DAY_MS = 86_400_000
OWN_SHARE, WORD_SHARE, FOLDER_SHARE = 0.6, 0.6, 0.9  # of an event's photos
WORD_PHOTOS = 4  # fewer photos say too little for a word of the model
COMMON = 0.25  # a word on more of the library than this sets no event apart
FOLDER_DAYS = 60  # photos of a folder that lie farther apart are no occasion

Ints = NDArray[np.int64]

_DATES = re.compile(
    r"(?<!\d)(?:(?:18|19|20)\d{2}(?:[-_. ]?[01]\d(?:[-_. ]?[0-3]\d)?)?|[0-3]?\d[-_. ][01]?\d[-_. ](?:\d{4}|\d{2})"
    r"|[01]?\d[-_][0-3]?\d|\d{1,2})(?!\d)"
)
_NUMBERED = re.compile(r"^(?:\d{3}[A-Za-z_]{5}|(?:C?IMGP?|DSC[FN]?|PXL|PICT|VID)[_-]?\d.*)$")
_GENERIC_TEXT = """
    photo photos picture pictures image images img camera cameras roll dcim import imports imported download
    downloads screenshot screenshots whatsapp telegram new folder untitled backup export exports edited
    originals raw jpg jpeg iphone android phone mobile misc various unsorted sorted temp archive all media album
    albums scan scans my and of the from to until january february march april may june july august september
    october november december jan feb mar apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday
    friday saturday sunday spring summer autumn fall winter foto fotos bild bilder kamera handy neuer ordner
    sonstiges januar februar märz april mai juni juli oktober dezember und vom bis frühling sommer herbst
"""
_GENERIC = frozenset(_GENERIC_TEXT.split())
_EDGES = " -\N{EN DASH}.,;:()[]#"


def folder_words(name: str) -> str:
    """Returns what a folder's name tells of an occasion: without dates, camera names and words that say nothing.

    "2019-05-14 Anna's birthday" becomes "Anna's birthday", "100CANON" and "2019-05" become ''.
    """
    if _NUMBERED.match(name):
        return ""
    text = " ".join(_DATES.sub(" ", name.replace("_", " ")).split()).strip(_EDGES)
    words = [word for word in re.split(r"[^\w'&]+", text.casefold()) if word]
    if not any(sum(c.isalpha() for c in word) >= 3 and word not in _GENERIC for word in words):
        return ""
    return text[:1].upper() + text[1:]


def folder_occasions(
    taken_ms: Ints, folders: Ints, names: Mapping[int, tuple[str, int | None]]
) -> tuple[Ints, list[str]]:
    """Returns which occasion each photo's folder tells of, -1 for none, and the words of each.

    Args:
        taken_ms: (N,).
        folders: (N,) the folder of each photo.
        names: of each folder, and the folder it lies in; the words of the nearest that has some count.
    """
    numbers, back = np.unique(folders, return_inverse=True)
    back = back.reshape(-1)
    first = np.full(len(numbers), np.iinfo(np.int64).max)
    last = np.full(len(numbers), np.iinfo(np.int64).min)
    np.minimum.at(first, back, taken_ms)
    np.maximum.at(last, back, taken_ms)
    told = ["" if end - start > FOLDER_DAYS * DAY_MS else _words_of(int(number), names)
            for number, start, end in zip(numbers, first, last, strict=True)]  # fmt: skip
    words = sorted(set(told) - {""})
    places = {word: place for place, word in enumerate(words)}
    return np.array([places.get(word, -1) for word in told], np.int64)[back], words


def folder_subjects(events: Ints, occasions: Ints, words: Sequence[str], count: int) -> list[str]:
    """Returns the words of the folder that nearly all photos of an event lie in, '' for the other events.

    Args:
        events: (N,) the event of each photo, 0 to `count` - 1.
        occasions: (N,) and
        words: as `folder_occasions` gives them.
        count: how many events there are.
    """
    event, occasion, share, _ = _shares(events, occasions + 1, count)
    subjects = [""] * count
    for at in np.flatnonzero((share >= FOLDER_SHARE) & (occasion > 0)).tolist():
        subjects[event[at]] = words[occasion[at] - 1]
    return subjects


def _words_of(folder: int, names: Mapping[int, tuple[str, int | None]]) -> str:
    """Looks at a folder's own name, then at the one above: cameras make folders of their own inside."""
    for _ in range(2):
        name, parent = names.get(folder, ("", None))
        words = folder_words(name)
        if words or parent is None or not (_NUMBERED.match(name) or name.casefold() in _GENERIC):
            return words
        folder = parent
    return ""


def word_subjects(
    events: Ints, words: Ints, names: Sequence[str], sizes: Ints, *, least_share: float, least_photos: int = 1
) -> list[str]:
    """Returns for each event the rarest word that most of its photos bear, '' where there is none.

    Args:
        events: (M,) the event of each pair of photo and word.
        words: (M,) the number of the word.
        names: the words.
        sizes: (E,) photos of each event.
        least_share: of an event's photos.
        least_photos: smaller events get none.
    """
    subjects = [""] * len(sizes)
    if not len(words):
        return subjects
    common = np.bincount(words, minlength=len(names)) / max(int(sizes.sum()), 1)
    event, word, _, number = _shares(events, words, len(sizes))
    is_telling = number >= least_share * sizes[event]
    is_telling &= sizes[event] >= least_photos
    is_telling &= (common[word] <= COMMON) | (len(sizes) == 1)
    at = np.flatnonzero(is_telling)
    for pair in at[np.lexsort((word[at], -common[word[at]]))].tolist():  # the rarest comes last and stays
        text = names[word[pair]].strip()
        subjects[event[pair]] = text[:1].upper() + text[1:]
    return subjects


def _shares(events: Ints, things: Ints, count: int) -> tuple[Ints, Ints, NDArray[np.float64], Ints]:
    """Returns every pair of event and thing once: event, thing, the share of the event's lines, their number."""
    wide = int(things.max()) + 1 if len(things) else 1
    pairs, number = np.unique(events * wide + things, return_counts=True)
    event, thing = pairs // wide, pairs % wide
    lines = np.bincount(events, minlength=count)
    return event, thing, number / lines[event], number
