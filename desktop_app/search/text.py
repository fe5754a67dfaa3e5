"""Search by words: tags, names, folders, what files say, dates and cameras, ranked by how plainly they answer.

A photo must answer every term. Its score is the mean over the terms: the very tag (1, less for an unsure model) before
the file name, place, album, title and caption, folder, a tag that only holds or begins with the word, date and camera.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Badge, FlagName, Status
from desktop_app.domain.query import Match, SearchResult
from desktop_app.domain.visibility import Surface
from desktop_app.search.query_language import Key, Part, SearchQuery, Term, Trait, parse_query
from desktop_app.store.store import Store

Ids = NDArray[np.int64]
Scores = NDArray[np.float64]
Places: TypeAlias = Callable[[], Sequence[tuple[str, Ids]]]  # towns and countries by name, each with its photos

AI_FLOOR = 0.88  # the very tag from a model that hardly believes it still comes before a file name
PLACE_WEIGHT = 0.85  # the file itself says so: after the file name, whose words somebody chose
ALBUM_WEIGHT = 0.82  # the user chose these photos one by one: after the file name, before title and folder
WORD_IN_TAG, START_OF_TAG = 0.7, 0.5
_TRAITS: dict[str, Badge | Status] = {
    Trait.FAVOURITE: Badge.FAVOURITE,
    Trait.RAW: Badge.RAW,
    Trait.DAMAGED: Badge.DAMAGED,
    Trait.ANIMATED: Badge.ANIMATED,
    Trait.FLAGGED: Badge.FLAGGED,
    Trait.HIDDEN: Status.HIDDEN,
    Trait.MISSING: Status.MISSING,
    Trait.OFFLINE: Status.OFFLINE,
    Trait.SENSITIVE: Status.SENSITIVE,
}
_COLUMNS = {Key.NAME: "name", Key.FOLDER: "folders", Key.CAMERA: "camera", Key.LENS: "lens"}


@dataclass(frozen=True, slots=True, eq=False)
class _Evidence:
    """Photos that one fact is true of: ids (N,), scores (N,) or one for all, and what to say."""

    ids: Ids
    scores: Scores | float
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class _Hits:
    """The best evidence for each photo: ids (N,) ascending, scores (N,), which sentence (N,), and the sentences."""

    ids: Ids
    scores: Scores
    reasons: NDArray[np.int64]
    sentences: tuple[str, ...]

    def at(self, wanted: Ids) -> NDArray[np.int64]:
        """Returns the positions of ids that are all there."""
        return np.searchsorted(self.ids, wanted)


def search(
    store: Store,
    text: str,
    top: int = 500,
    surface: Surface = Surface.SEARCH,
    *,
    places: Places = tuple,
    are_ai_tags_used: bool = True,
) -> SearchResult:
    """Finds the photos that answer a text, best first, the newest first among equals.

    Hidden or missing photos answer only a query that says `is:hidden` or `is:missing`. `places` is asked only where a
    term may name one.

    Returns:
        Matches with scores of 0 to 1; none for a text without a term.
    """
    start = time.perf_counter()
    query = parse_query(text)
    if not query.terms or top < 1:
        return SearchResult((), time.perf_counter() - start)
    candidates = store.photos.visible_newest_first(_surface(query, surface))
    answered: list[_Hits] = []
    for term in query.terms:
        hits = _best(_evidence(store, term, places, are_ai_tags_used=are_ai_tags_used))
        candidates = candidates[np.isin(candidates, hits.ids, invert=term.is_negated)]
        if not term.is_negated:
            answered.append(hits)
    if len(query.words.split()) > 1:
        whole = Term(Key.PHRASE, query.words)
        lift = _best(_tagged(store, whole, are_ai_tags_used=are_ai_tags_used))
    else:
        lift = _best([])
    scores = _scores(candidates, answered, lift)
    order = np.argsort(-scores, kind="stable")[:top]
    return SearchResult(_matches(store, candidates[order], scores[order], answered), time.perf_counter() - start)


def _surface(query: SearchQuery, surface: Surface) -> Surface:
    if query.asks_for(Trait.HIDDEN):
        return Surface.HIDDEN_PAGE
    if query.asks_for(Trait.MISSING):
        return Surface.MISSING_PAGE
    return surface


def _scores(candidates: Ids, answered: list[_Hits], lift: _Hits) -> Scores:
    """The mean over the terms, or the tag that is all words: 'golden retriever' means that before its parts."""
    scores = np.zeros(len(candidates))
    for hits in answered:
        scores += hits.scores[hits.at(candidates)]
    scores /= max(len(answered), 1)
    lifted = np.isin(candidates, lift.ids)
    scores[lifted] = np.maximum(scores[lifted], lift.scores[lift.at(candidates[lifted])])
    return scores


def _matches(store: Store, ids: Ids, scores: Scores, answered: list[_Hits]) -> tuple[Match, ...]:
    photos = [PhotoId(photo) for photo in ids.tolist()]
    paths = store.photos.paths(photos)
    said = [[hits.sentences[reason] for reason in hits.reasons[hits.at(ids)].tolist()] for hits in answered]
    return tuple(
        Match(
            photo,
            paths[photo],
            min(max(float(scores[row]), 0.0), 1.0),
            ", ".join(dict.fromkeys(column[row] for column in said)),
        )
        for row, photo in enumerate(photos)
        if photo in paths
    )


def _best(evidence: Iterable[_Evidence]) -> _Hits:
    """Keeps the best evidence for each photo; the earlier one among equals."""
    found = [item for item in evidence if len(item.ids)]
    if not found:
        return _Hits(np.empty(0, np.int64), np.empty(0), np.empty(0, np.int64), ())
    ids = np.concatenate([item.ids for item in found])
    scores = np.concatenate([np.broadcast_to(item.scores, len(item.ids)) for item in found])
    reasons = np.repeat(np.arange(len(found)), [len(item.ids) for item in found])
    order = np.lexsort((reasons, -scores, ids))
    first = np.unique(ids[order], return_index=True)[1]
    chosen = order[first]
    return _Hits(ids[chosen], scores[chosen], reasons[chosen], tuple(item.why for item in found))


def _evidence(store: Store, term: Term, places: Places, *, are_ai_tags_used: bool) -> Iterable[_Evidence]:
    """Everything one term is true of, seen or not."""
    match term.key:
        case Key.WORD | Key.PHRASE:
            found = store.search_text.find(term.text, is_prefix=term.key is Key.WORD)
            tagged = _tagged(store, term, are_ai_tags_used=are_ai_tags_used)
            told = [_Evidence(ids, weight, why) for ids, weight, why in found]
            return [*tagged, *_taken_in(places(), term, PLACE_WEIGHT), *_in_albums(store, term, ALBUM_WEIGHT), *told]
        case Key.TAG:
            return _tagged(store, term, are_ai_tags_used=are_ai_tags_used)
        case Key.ALBUM:
            return _in_albums(store, term, 1.0)
        case Key.PLACE:
            return _taken_in(places(), term, 1.0)
        case Key.NAME | Key.FOLDER | Key.CAMERA | Key.LENS:
            found = store.search_text.find(term.text, columns=(_COLUMNS[term.key],))
            return [_Evidence(ids, 1.0, why) for ids, _, why in found]
        case _:
            why = term.text if term.key in (Key.IS, Key.HAS, Key.FLAG) else str(term.key)
            return [_Evidence(_facts(store, term), 1.0, why)]


def _facts(store: Store, term: Term) -> Ids:
    filters = store.filters
    match term.key:
        case Key.DATE:
            return filters.taken_between(term.low, term.high)
        case Key.RATING:
            return filters.rated(term.low, term.high)
        case Key.FORMAT:
            return filters.with_format(term.text)
        case Key.FLAG:
            return filters.with_flag(FlagName(term.text))
        case Key.IS:
            trait = _TRAITS[term.text]
            return filters.with_badge(trait) if isinstance(trait, Badge) else filters.with_status(trait)
        case _:
            return _having(store, Part(term.text))


def _having(store: Store, part: Part) -> Ids:
    match part:
        case Part.GPS:
            return store.filters.located()
        case Part.TAG:
            return store.filters.tagged()
        case Part.CAPTION:
            return store.filters.described()
        case Part.ALBUM:
            return store.albums.members(store.albums.names())
        case Part.RATING:
            return store.filters.rated(1, 5)


def _tagged(store: Store, term: Term, *, are_ai_tags_used: bool) -> list[_Evidence]:
    """Photos with a tag that is the text, holds it as a word, or has a word that begins with it (unless quoted)."""
    wanted = plain(term.text)
    found: list[_Evidence] = []
    if not wanted:
        return found
    for name in store.tags.names():
        likeness = _likeness(plain(name), wanted, is_prefix=term.key is not Key.PHRASE)
        if not likeness:
            continue
        ids, _ = store.tags.photos_with(name, is_ai=False)
        found.append(_Evidence(ids, likeness, f"tag {name}"))
        if are_ai_tags_used:
            ids, confidences = store.tags.photos_with(name, is_ai=True)
            sure = likeness * (AI_FLOOR + (1 - AI_FLOOR) * confidences)
            percent = np.rint(confidences * 100).astype(np.int64)
            found += [
                _Evidence(ids[percent == step], sure[percent == step], f"tag {name} {step} %")
                for step in np.unique(percent)
            ]
    return found


def _in_albums(store: Store, term: Term, weight: float) -> list[_Evidence]:
    """Photos in an album whose name is the text, holds it as a word, or has a word that begins with it."""
    wanted = plain(term.text)
    if not wanted:
        return []
    likenesses = [
        (album, name, _likeness(plain(name), wanted, is_prefix=term.key is not Key.PHRASE))
        for album, name in store.albums.names().items()
    ]
    return [
        _Evidence(store.albums.members([album]), likeness * weight, f"album {name}")
        for album, name, likeness in likenesses
        if likeness
    ]


def _taken_in(places: Sequence[tuple[str, Ids]], term: Term, weight: float) -> list[_Evidence]:
    """Photos taken in a town or country whose name is the text, holds it as a word, or has a word begin with it."""
    wanted = plain(term.text)
    if not wanted:
        return []
    likenesses = [
        (name, ids, _likeness(plain(name), wanted, is_prefix=term.key is not Key.PHRASE)) for name, ids in places
    ]
    return [_Evidence(ids, likeness * weight, f"taken in {name}") for name, ids, likeness in likenesses if likeness]


def _likeness(name: str, wanted: str, *, is_prefix: bool) -> float:
    if name == wanted:
        return 1.0
    if f" {wanted} " in f" {name} ":
        return WORD_IN_TAG
    return START_OF_TAG if is_prefix and f" {wanted}" in f" {name}" else 0.0


def plain(text: str) -> str:
    """Returns a text's words in small letters without accents, parted by single spaces: how words are compared."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in folded if not unicodedata.combining(c))
    return " ".join(kept.split())
