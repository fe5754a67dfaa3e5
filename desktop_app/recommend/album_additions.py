"""What an album may be missing: photos like those in it, taken at the same time, that are not there yet."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from typing import Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.suggestion import Suggestion
from desktop_app.ml.calibration import Similarity
from desktop_app.recommend.events import Catalogue

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
Search = Callable[[NDArray[np.floating[Any]], int], tuple[Ids, NDArray[np.float32]]]
VectorsOf = Callable[[Ids], tuple[Ids, Vectors]]

REPRESENTATIVES = 8  # members whose neighbours are looked at
NEIGHBOURS = 150  # of each
SOON_MS = 6 * 3_600_000  # the scale on which photos belong to one occasion
BESIDE = 1_000  # photos taken near a member that are looked at
NEAREST = 5  # members a photo is compared with
MOST_MEMBERS = 600  # of a larger album the newest count
SPAN_BONUS, OCCASION_BONUS = 0.02, 0.3  # in cosines; chosen on albums of one half of the labelled classes
BURST_MS = 10 * 60_000


def album_additions(
    member_ids: Ids,
    photos: Catalogue,
    search: Search,
    vectors_of: VectorsOf,
    similarity: Similarity,
    *,
    rejected: AbstractSet[PhotoId] = frozenset(),
    top: int = 20,
) -> tuple[Suggestion, ...]:
    """Suggests photos for an album, best first.

    A photo's score is the mean cosine to its five nearest members, a little more inside the album's span of time, and
    more when it was taken on the same occasion as a member it resembles: on albums whose members were held back at
    random this found far more than the nearest to the centroid, and it loses little where whole events are held back.

    Args:
        member_ids: the album's photos; those the catalogue lacks (hidden, missing) are not learned from.
        photos: all that may be suggested.
        search: the vector index: ids and cosines of the k nearest of each query.
        vectors_of: returns ids and (M, D) unit vectors of those it knows.
        similarity: the model's calibration, for scores and for what counts as the same picture.
        rejected: never suggested.
        top: how many at most.

    Returns:
        Suggestions whose `because` is the member each resembles most. Near-duplicates of members, and of better
        suggestions, are left out.
    """
    rows = photos.rows_of(member_ids)
    known, vectors = vectors_of(photos.ids[np.sort(rows[rows >= 0])[-MOST_MEMBERS:]])
    if not len(known):
        return ()
    member_rows = photos.rows_of(known)
    pool = _pool(photos, member_rows, vectors, search)
    unwanted = np.array(sorted({int(i) for i in member_ids} | {int(i) for i in rejected}), np.int64)
    ids, candidates = vectors_of(pool[~np.isin(pool, unwanted)])
    if not len(ids):
        return ()
    at = photos.rows_of(ids)
    cosines = candidates.astype(np.float32) @ vectors.astype(np.float32).T
    scores, is_same = rate(
        cosines,
        _days(photos, at),
        _days(photos, member_rows),
        similarity.calibrated_cut(1.0),
    )
    order = np.lexsort((ids, -scores))
    order = order[~is_same[order]]
    chosen = _without_copies(order, candidates, photos.taken_ms[at], similarity.calibrated_cut(1.0), top)
    sure = similarity.probability(np.minimum(scores[chosen], 1.0))
    nearest = known[np.argmax(cosines[chosen], axis=1)]
    return tuple(
        Suggestion(PhotoId(int(ids[row])), float(score), because=PhotoId(int(member)))
        for row, score, member in zip(chosen, sure, nearest, strict=True)
    )


def rate(
    cosines: NDArray[np.float32], taken: NDArray[np.float64], member_taken: NDArray[np.float64], same: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Rates candidates against members.

    Args:
        cosines: (C, M) of each candidate to each member.
        taken: (C,) capture times of the candidates in days, NaN where not to be trusted.
        member_taken: (M,) the same of the members.
        same: the cosine from which two photos taken minutes apart are the same picture.

    Returns:
        (C,) scores in cosines with bonuses, higher is better; and (C,) whether a candidate is a member's
        near-duplicate.
    """
    count = min(NEAREST, cosines.shape[1])
    best = np.partition(cosines, cosines.shape[1] - count, axis=1)[:, -count:].mean(axis=1).astype(np.float64)
    apart = np.abs(taken[:, None] - member_taken[None])
    soon = np.nan_to_num(np.exp(-apart / (SOON_MS / 86_400_000)), nan=0.0)
    occasion = (soon * np.clip(cosines, 0, 1)).max(axis=1)
    is_inside = np.zeros(len(taken), bool)
    dated = member_taken[np.isfinite(member_taken)]
    if len(dated):
        margin = max(1.0, 0.05 * float(np.ptp(dated)))
        is_inside = (taken >= dated.min() - margin) & (taken <= dated.max() + margin)
    beside = np.nan_to_num(apart, nan=np.inf) <= BURST_MS / 86_400_000
    is_same = np.asarray(((cosines >= same) & beside).any(axis=1) | (cosines >= (1 + same) / 2).any(axis=1))
    return np.asarray(best + SPAN_BONUS * is_inside + OCCASION_BONUS * occasion, np.float64), is_same


def representatives(vectors: Vectors, count: int) -> Ids:
    """Returns rows that together stand for all: each next one is that which brings the others nearest to some row.

    Greedy facility location (Nemhauser, Wolsey and Fisher 1978): several kinds of photos in an album each get theirs,
    the commonest first, where a mean would lie between them.
    """
    cosines = vectors.astype(np.float32) @ vectors.astype(np.float32).T
    covered = np.full(len(vectors), -1.0, np.float32)
    chosen: list[int] = []
    for _ in range(min(count, len(vectors))):
        gains = np.maximum(cosines, covered[None]).sum(axis=1)
        if chosen:
            gains[chosen] = -np.inf
        chosen.append(int(np.argmax(gains)))
        covered = np.maximum(covered, cosines[chosen[-1]])
    return np.array(chosen, np.int64)


def _pool(photos: Catalogue, member_rows: Ids, vectors: Vectors, search: Search) -> Ids:
    """Returns the ids worth rating: neighbours of representatives, and photos taken near a member."""
    queries = vectors[representatives(vectors, REPRESENTATIVES)]
    found = search(queries, NEIGHBOURS)[0].ravel()
    rows = photos.rows_of(np.unique(found))
    rows = rows[rows >= 0]
    dated = np.sort(photos.taken_ms[member_rows[photos.is_dated[member_rows]]])
    if len(dated):
        after = np.minimum(np.searchsorted(dated, photos.taken_ms), len(dated) - 1)
        before = np.maximum(after - 1, 0)
        apart = np.minimum(np.abs(dated[after] - photos.taken_ms), np.abs(dated[before] - photos.taken_ms))
        beside = np.flatnonzero((apart <= 2 * SOON_MS) & photos.is_dated)
        beside = beside[np.argsort(apart[beside], kind="stable")[:BESIDE]]
        rows = np.union1d(rows, beside)
    return photos.ids[rows]


def _days(photos: Catalogue, rows: Ids) -> NDArray[np.float64]:
    return np.where(photos.is_dated[rows], photos.taken_ms[rows] / 86_400_000, np.nan)


def _without_copies(order: Ids, vectors: Vectors, taken_ms: Ids, same: float, top: int) -> list[int]:
    chosen: list[int] = []
    for row in order.tolist():
        if len(chosen) == top:
            break
        cosines = vectors[chosen].astype(np.float32) @ vectors[row].astype(np.float32) if chosen else np.zeros(0)
        beside = np.abs(taken_ms[chosen] - taken_ms[row]) <= BURST_MS if chosen else np.zeros(0, bool)
        if not ((cosines >= same) & beside).any() and not (cosines >= (1 + same) / 2).any():
            chosen.append(row)
    return chosen
