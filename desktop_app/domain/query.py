"""Questions and answers: find similar and search."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.ids import PhotoId


@dataclass(frozen=True, slots=True)
class SimilarRequest:
    """Photos to find likes of: of the library by id, or files or encoded pictures from outside (never added to it).

    Attributes:
        photo_ids, files, pictures: together one query; pictures are encoded bytes from a drop or paste.
        top: how many matches at most.
        strictness: 0 (anything remotely alike) to 1 (nearly the same picture); 0.5 is the calibrated cut.
    """

    photo_ids: tuple[PhotoId, ...] = ()
    files: tuple[Path, ...] = ()
    pictures: tuple[bytes, ...] = ()
    top: int = 200
    strictness: float = 0.5


@dataclass(frozen=True, slots=True)
class Match:
    """One photo of an answer. `score` is 0 to 1; `why` is a short phrase or ''."""

    photo_id: PhotoId
    path: Path
    score: float
    why: str = ""


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """The answer, most alike first.

    Attributes:
        is_good_match: False when nothing is above the calibrated cut; `matches` then holds the nearest three.
        problems: sentences about query pictures that could not be read.
        seconds: from request to answer.
    """

    matches: tuple[Match, ...]
    is_good_match: bool
    problems: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Photos whose tags, names, dates or camera answer the words; best first."""

    matches: tuple[Match, ...]
    seconds: float = 0.0
