"""Find similar: from query vectors to the photos a person would call alike, or to "nothing here looks like this".

Several pictures are one query. A photo scores by how close it is to their middle and to the nearest of them, so that it
must fit the whole and resemble one. A cut that holds for every query does not exist: a match must be above the
calibrated cut and stand out from the library's background, which for a plain grey picture is close to everything.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.query import Match, SimilarResult
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.store.store import Store
from desktop_app.store.timeline import Glance

NEAREST = 3  # shown when nothing is alike
BACKGROUND_PHOTOS = 256
BACKGROUND_QUANTILE = 0.1
MIN_BACKGROUND_PHOTOS = 20  # a smaller library has no background to stand out from
MIN_GAP = 0.25  # how much of the way from the background to the same picture a match must have come
_PAGE = 64
_WIDER = 4


class Calibration(Protocol):
    """What cosines of the present model mean."""

    def calibrated_cut(self, strictness: float, /) -> float:
        """Returns the cosine from which photos are called alike, for a strictness of 0 to 1."""
        ...

    def probability(self, cosines: NDArray[np.float64], /) -> NDArray[np.float64]:
        """Returns how likely a person calls two photos of these cosines alike, 0 to 1."""
        ...


class Index(Protocol):
    """The vector index, or anything that searches like it."""

    @property
    def model_id(self) -> str:
        """Whose vectors it holds."""
        ...

    def search(self, vectors: NDArray[np.floating[Any]], k: int, /) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Returns ids (Q, k), negative where there are fewer, and cosines (Q, k), nearest first."""
        ...


@dataclass(frozen=True, slots=True)
class _Near:
    photo_id: PhotoId
    cosine: float


def find(
    vectors: NDArray[np.floating[Any]],
    index: Index,
    store: Store,
    calibration: Calibration,
    *,
    query_ids: Collection[PhotoId] = (),
    query_hashes: Collection[bytes] = (),
    top: int = 200,
    strictness: float = 0.5,
) -> SimilarResult:
    """Finds the photos of the library that are like the query.

    Args:
        vectors: (Q, D), one for each picture of the query; rows need not be unit length.
        index: of the library's vectors.
        store: a reader of the calling thread.
        calibration: of the model that made the vectors.
        query_ids: photos of the query; never among the matches.
        query_hashes: content hashes of the query's pictures; exact copies of them are left out.
        top: how many matches at most.
        strictness: 0 (anything remotely alike) to 1 (nearly the same picture).

    Returns:
        Matches by falling score, then by id; `problems` and `seconds` are left to the caller.

    Raises:
        ValueError: there is no query vector, or one is no vector (NaN, zero).
    """
    queries = _unit_rows(vectors)
    own = frozenset(query_ids)
    cut = calibration.calibrated_cut(strictness)
    background = _background(queries, index.model_id, store)
    if background is not None:
        gap = MIN_GAP * min(1.0, 2.0 * strictness)  # who asks for anything remotely alike gets it
        cut = max(cut, background + gap * (1.0 - background))
    number = top + len(own) + _PAGE
    while True:
        ranked = _ranked(queries, index, store, number)
        nearest = [near for near in ranked if near.photo_id not in own]
        alike = [near for near in nearest if near.cosine >= cut]
        matches = _matches(alike, store, calibration, query_hashes, top)
        is_all = len(ranked) < number
        if matches and (len(matches) == top or len(alike) < len(nearest) or is_all):
            return SimilarResult(matches, is_good_match=True)
        least = min(NEAREST, top)
        others = () if matches else _matches(nearest, store, calibration, query_hashes, least)
        if is_all or len(others) == least:
            return SimilarResult(others, is_good_match=False)
        number *= _WIDER  # hidden photos and copies of the query crowd out those that may be shown


def _unit_rows(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
    rows = np.atleast_2d(np.asarray(vectors, np.float32))
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    if not rows.size or not np.isfinite(lengths).all() or not (lengths > 0).all():
        raise ValueError("a query needs vectors of some length")
    return np.asarray(rows / lengths, np.float32)


def _ranked(queries: NDArray[np.float32], index: Index, store: Store, k: int) -> list[_Near]:
    """Returns the nearest photos, best first; for several pictures by the mean of the two cosines stated above."""
    if len(queries) == 1:
        ids, cosines = index.search(queries, k)
        found = [_Near(PhotoId(int(i)), float(c)) for i, c in zip(ids[0], cosines[0], strict=True) if i >= 0]
    else:
        middle = queries.mean(axis=0)
        length = float(np.linalg.norm(middle))
        middle = middle / length if length > 1e-6 else queries[0]  # opposite pictures have no middle
        ids, _ = index.search(np.vstack([queries, middle[None]]), k)
        candidates = sorted({PhotoId(int(i)) for i in ids.ravel() if i >= 0})
        kept, rows = store.embeddings.get(candidates, index.model_id)
        own = rows.astype(np.float32)
        scores = (own @ middle + (own @ queries.T).max(axis=1, initial=-1.0)) / 2
        found = [_Near(PhotoId(int(i)), float(s)) for i, s in zip(kept, scores, strict=True)]
    return sorted(found, key=lambda near: (-near.cosine, near.photo_id))


def _background(queries: NDArray[np.float32], model_id: str, store: Store) -> float | None:
    """Returns how close the query is to photos that have nothing to do with it; None in a small library.

    The lower tenth of a sample, not its middle: of one journey's photos most may well be alike.
    """
    rows = next((rows for _, rows in islice(store.embeddings.iterate(model_id, BACKGROUND_PHOTOS), 1)), None)
    if rows is None or len(rows) < MIN_BACKGROUND_PHOTOS:
        return None
    return float(np.quantile((rows.astype(np.float32) @ queries.T).max(axis=1), BACKGROUND_QUANTILE))


def _matches(
    nearest: Sequence[_Near], store: Store, calibration: Calibration, hashes: Collection[bytes], top: int
) -> tuple[Match, ...]:
    """Returns the first `top` that may be seen and are no copies of the query; looks no further down than needed."""
    matches: list[Match] = []
    for at in range(0, len(nearest), _PAGE):
        page = nearest[at : at + _PAGE]
        photos = store.photos.glances([near.photo_id for near in page])
        scores = _scores(np.array([near.cosine for near in page]), calibration)
        for near, score in zip(page, scores.tolist(), strict=True):
            photo = photos.get(near.photo_id)
            if photo is not None and _may_match(photo, hashes):
                matches.append(Match(near.photo_id, photo.path, score))
                if len(matches) == top:
                    return tuple(matches)
    return tuple(matches)


def _scores(cosines: NDArray[np.float64], calibration: Calibration) -> NDArray[np.float64]:
    """Returns the likelihoods shown to people, 0 to 1: one half at the calibrated cut, so that words and numbers agree.

    The calibration's probability holds where as many pairs are alike as not; among the nearest of a whole library few
    are, which moves the odds. That prior is set where the cut lies.
    """
    likely = np.clip(calibration.probability(cosines), 1e-9, 1 - 1e-9)
    at_cut = np.clip(calibration.probability(np.array(calibration.calibrated_cut(0.5))), 1e-9, 1 - 1e-9)
    odds = likely / (1 - likely) * (1 - at_cut) / at_cut
    return np.asarray(odds / (1 + odds), np.float64)


def _may_match(photo: Glance, hashes: Collection[bytes]) -> bool:
    is_copy = photo.content_hash is not None and photo.content_hash in hashes
    return not is_copy and is_visible(photo.status, Surface.SIMILAR)
