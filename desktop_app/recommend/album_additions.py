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
SPAN_BONUS, OCCASION_BONUS = 0.05, 0.6  # chosen on albums of one half of the labelled classes
BACKGROUND = 800  # photos of the library that members are told from
RIDGE = 0.01
LEAST_CONTRAST = 0.1  # where the whole library looks the same, its small differences are not blown up
BEST = 20  # the mean of so many best ratings counts as 1, the middle of the library as 0
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

    Half of a photo's rating is how near it is to its five nearest members, half how far it lies on the members' side
    of the straight line that best tells them from the rest of the library (ridge regression). It rises a little inside
    the album's span of time, and more when the photo was taken on the same occasion as a member it resembles: of
    members held back at random this finds far more than the nearest to the centroid, and where whole events are held
    back, so that time tells nothing, as many.

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
    pool = _pool(photos, photos.rows_of(known), vectors, search)
    unwanted = np.array(sorted({int(i) for i in member_ids} | {int(i) for i in rejected}), np.int64)
    ids, candidates = vectors_of(pool[~np.isin(pool, unwanted)])
    if not len(ids):
        return ()
    return _best(photos, (known, vectors), (ids, candidates), vectors_of, similarity.calibrated_cut(1.0), top)


def _best(
    photos: Catalogue,
    members: tuple[Ids, Vectors],
    others: tuple[Ids, Vectors],
    vectors_of: VectorsOf,
    same: float,
    top: int,
) -> tuple[Suggestion, ...]:
    (known, vectors), (ids, candidates) = members, others
    at, member_rows = photos.rows_of(ids), photos.rows_of(known)
    cosines = candidates.astype(np.float32) @ vectors.astype(np.float32).T
    background = vectors_of(np.sort(photos.ids)[:: max(1, len(photos.ids) // BACKGROUND)])[1]
    scores = rate_looks(candidates, vectors, background)
    scores += rate_times(cosines, _days(photos, at), _days(photos, member_rows))
    is_same = _show_the_same(cosines, photos.taken_ms[at], photos.taken_ms[member_rows], same)
    order = np.lexsort((ids, -scores))
    order = order[~is_same[order]]
    chosen = _without_copies(order, candidates, photos.taken_ms[at], same, top)
    nearest = known[np.argmax(cosines[chosen], axis=1)]
    return tuple(
        Suggestion(PhotoId(int(ids[row])), _sureness(float(scores[row])), because=PhotoId(int(member)))
        for row, member in zip(chosen, nearest, strict=True)
    )


def _sureness(score: float) -> float:
    return max(score, 0.0) / (max(score, 0.0) + 0.5)


def rate_looks(vectors: Vectors, members: Vectors, background: Vectors) -> NDArray[np.float64]:
    """Rates (C, D) candidates by what they show: 0 is the middle of the library, 1 about the best there is.

    Args:
        vectors: the candidates.
        members: (M, D) of the album.
        background: (B, D) a sample of the library.
    """
    rows, known, others = (each.astype(np.float32) for each in (vectors, members, background))
    count = min(NEAREST, len(known))

    def nearest(some: Vectors) -> NDArray[np.float64]:
        cosines = some @ known.T
        return np.asarray(np.partition(cosines, len(known) - count, axis=1)[:, -count:].mean(axis=1), np.float64)

    line = _line(known, others)
    rated = [(nearest(rows), nearest(others)), ((rows @ line).astype(np.float64), (others @ line).astype(np.float64))]
    return np.asarray(sum(_scaled(*pair) for pair in rated) / len(rated), np.float64)


def _scaled(scores: NDArray[np.float64], usual: NDArray[np.float64]) -> NDArray[np.float64]:
    middle = float(np.median(usual)) if len(usual) else 0.0
    best = float(np.sort(scores)[-BEST:].mean())
    return (scores - middle) / max(best - middle, LEAST_CONTRAST)


def _line(members: Vectors, background: Vectors) -> Vectors:
    """Returns the direction that tells members from the library: ridge regression, both sides weighing the same."""
    both = np.concatenate([members, background])
    sides = [(len(members), 1.0), (len(background), 0.0)]
    target = np.concatenate([np.full(count, side, np.float32) for count, side in sides])
    share = np.concatenate([np.full(count, 0.5 / max(count, 1), np.float32) for count, _ in sides])
    centred = both - share @ both
    spread = (centred * share[:, None]).T @ centred
    spread[np.diag_indices(len(spread))] += RIDGE
    return np.asarray(np.linalg.solve(spread, centred.T @ (share * (target - 0.5))), np.float32)


def rate_times(
    cosines: NDArray[np.float32], taken: NDArray[np.float64], member_taken: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Returns (C,) what the capture time adds to the rating of each candidate, from 0.

    Args:
        cosines: (C, M) of each candidate to each member.
        taken: (C,) capture times of the candidates in days, NaN where not to be trusted.
        member_taken: (M,) the same of the members.
    """
    apart = np.abs(taken[:, None] - member_taken[None])
    soon = np.nan_to_num(np.exp(-apart / (SOON_MS / 86_400_000)), nan=0.0)
    occasion = (soon * np.clip(cosines, 0, 1)).max(axis=1)
    dated = member_taken[np.isfinite(member_taken)]
    if not len(dated):
        return np.zeros(len(taken))
    margin = max(1.0, 0.05 * float(np.ptp(dated)))
    is_inside = (taken >= dated.min() - margin) & (taken <= dated.max() + margin)
    return np.asarray(SPAN_BONUS * is_inside + OCCASION_BONUS * occasion, np.float64)


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


def _show_the_same(cosines: NDArray[np.float32], taken_ms: Ids, other_ms: Ids, same: float) -> NDArray[np.bool_]:
    """Returns (C,) whether each row is a near-duplicate of any column: alike within minutes, or all but equal."""
    is_beside = np.abs(taken_ms[:, None] - other_ms[None]) <= BURST_MS
    return np.asarray(((cosines >= same) & is_beside).any(axis=1) | (cosines >= (1 + same) / 2).any(axis=1))


def _without_copies(order: Ids, vectors: Vectors, taken_ms: Ids, same: float, top: int) -> list[int]:
    chosen: list[int] = []
    for row in order.tolist():
        if len(chosen) == top:
            break
        cosines = vectors[[row]].astype(np.float32) @ vectors[chosen].astype(np.float32).T
        if not _show_the_same(cosines, taken_ms[[row]], taken_ms[chosen], same)[0]:
            chosen.append(row)
    return chosen
