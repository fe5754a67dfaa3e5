"""Albums the user may like to have: events that show what they look at, and themes over the years.

Pure functions of arrays: the caller reads the store and keeps what does not change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.locality import Locality
from desktop_app.domain.suggestion import AlbumReason, Interest, SuggestedAlbum
from desktop_app.recommend.events import Catalogue

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]
VectorsOf = Callable[[Ids], tuple[Ids, Vectors]]
Welcome = Callable[[Ids], NDArray[np.bool_]]
Degrees = NDArray[np.floating]
TownsOf = Callable[[Degrees, Degrees], tuple[Locality, ...]]

TOP_PHOTOS = 5  # an album is as good as its best few
FITS = 0.5  # a photo fits an interest from this probability on
LEAST_PHOTOS, LEAST_FITTING, MOST_PHOTOS = 6, 4, 300
LOOKED_INTO = 16  # events whose pictures are looked at, the most promising
MOST_LOOKED_INTO = 1_000  # photos; no album comes of a longer event
BESIDE_PAUSE = 8  # photos on either side that are compared
PART_GAP_MS = 15 * 60_000  # an event may fall into parts at a pause so long
PART_COSINE = 0.45  # ... if the pictures before and after are less alike than this
LEAST_YEARS_MS = 300 * 86_400_000  # a theme spans at least this
COVERED = 0.6  # an album that holds this share of a suggestion covers it
PER_INTEREST = 2  # events an interest may bring


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """An interest and the photos of the library nearest to it. `fit` is (K,) the probability of showing it, 0 to 1."""

    interest: Interest
    ids: Ids
    fit: NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class _Fits:
    """Beside each photo of the catalogue: how well it fits the profile, and the interest it fits best (-1: none)."""

    fit: NDArray[np.float64]
    affinity: NDArray[np.float64]
    owner: Ids


def suggest_albums(
    photos: Catalogue,
    events: Ids,
    near: Sequence[Near],
    vectors_of: VectorsOf,
    *,
    welcome: Welcome = lambda ids: np.ones(len(ids), bool),
    towns_of: TownsOf = lambda _latitude, _longitude: (),
    existing: Sequence[AbstractSet[PhotoId]] = (),
    dismissed: AbstractSet[str] = frozenset(),
    top: int = 6,
) -> tuple[SuggestedAlbum, ...]:
    """Suggests albums, best first: events rich in what the user looks at, and interests over the years.

    An album's score is the mean affinity of its five best photos times the square root of the share of photos that
    fit: the mean over all would punish large albums, the best alone would praise one lucky shot among hundreds.

    Args:
        photos: all that may be suggested.
        events: (N,) from `find_events`, beside them.
        near: interests that are wanted, each with its welcome neighbours in the library (a few hundred).
        vectors_of: returns ids and (M, D) unit vectors of those it knows, in any order.
        welcome: says of photos whether the user wants to see them: an event is suggested without the others.
        towns_of: from (K,) latitudes and longitudes, NaN where unknown, returns the towns that stand for such an event.
        existing: photos of each album there is.
        dismissed: keys the user said no to. An album is taken for the same while it holds the photo its key names.
        top: how many at most.
    """
    if not near or not len(photos.ids):
        return ()
    fits = _fit_photos(photos, near)
    found = _event_albums(photos, events, near, fits, vectors_of, welcome, towns_of) + _theme_albums(photos, near)
    found.sort(key=lambda album: (-album.score, album.key))
    chosen: list[SuggestedAlbum] = []
    taken: list[frozenset[PhotoId]] = []
    for album in found:
        if len(chosen) == top:
            break
        photo_ids = frozenset(album.photo_ids)
        own = sum(other.interest_id == album.interest_id and other.kind is album.kind for other in chosen)
        limit = PER_INTEREST if album.kind is AlbumReason.EVENT else 1
        is_known = is_covered(photo_ids, existing) or is_dismissed(album, dismissed)
        if own < limit and not is_known and not is_covered(photo_ids, taken):
            chosen.append(album)
            taken.append(photo_ids)
    return tuple(chosen)


def is_covered(photo_ids: AbstractSet[PhotoId], existing: Sequence[AbstractSet[PhotoId]]) -> bool:
    """Says whether one album holds most of these photos already."""
    return any(len(photo_ids & album) >= COVERED * len(photo_ids) for album in existing)


def is_dismissed(album: SuggestedAlbum, dismissed: AbstractSet[str]) -> bool:
    """Says whether the user said no to this album, by the photo that a key names: the rest may have changed since."""
    members = {int(photo) for photo in album.photo_ids}
    for key in dismissed:
        kind, _, anchor = key.partition(":")
        if kind == album.kind and anchor.isdecimal() and int(anchor) in members:
            return True
    return False


def _fit_photos(photos: Catalogue, near: Sequence[Near]) -> _Fits:
    strongest = max(group.interest.strength * group.interest.boost for group in near) or 1.0
    fit, affinity = np.zeros(len(photos.ids)), np.zeros(len(photos.ids))
    owner = np.full(len(photos.ids), -1, np.int64)
    for number, group in enumerate(near):
        rows = photos.rows_of(group.ids)
        known = rows >= 0
        rows, values = rows[known], group.fit[known].astype(np.float64)
        weight = (max(group.interest.strength * group.interest.boost, 0.0) / strongest) ** 0.5
        better = values * weight > affinity[rows]
        rows, values = rows[better], values[better]
        fit[rows], affinity[rows], owner[rows] = values, values * weight, number
    return _Fits(fit, affinity, owner)


def _event_albums(
    photos: Catalogue,
    events: Ids,
    near: Sequence[Near],
    fits: _Fits,
    vectors_of: VectorsOf,
    welcome: Welcome,
    towns_of: TownsOf,
) -> list[SuggestedAlbum]:
    fitting = np.flatnonzero((fits.fit >= FITS) & (events >= 0))
    if not len(fitting):
        return []
    numbers = np.bincount(events[fitting], fits.affinity[fitting])
    numbers[np.bincount(events[fitting]) < LEAST_FITTING] = 0
    promising = np.argsort(-numbers, kind="stable")[:LOOKED_INTO]
    promising = promising[numbers[promising] > 0]
    dated = np.flatnonzero(events >= 0)
    firsts, lasts = (np.searchsorted(events[dated], promising, side) for side in ("left", "right"))
    stretches = [dated[first:last] for first, last in zip(firsts, lasts, strict=True)]
    stretches = [rows[welcome(photos.ids[rows])] for rows in stretches if len(rows) <= MOST_LOOKED_INTO]
    parts = [part for rows in stretches for part in _parts(photos, rows, vectors_of)]
    albums = [_event_album(photos, part, near, fits, towns_of) for part in parts]
    return [album for album in albums if album is not None]


def _parts(photos: Catalogue, rows: Ids, vectors_of: VectorsOf) -> list[Ids]:
    """Splits an event where a pause and a change of what is seen fall together."""
    pauses = np.flatnonzero(np.diff(photos.taken_ms[rows]) >= PART_GAP_MS) + 1
    if not len(pauses):
        return [rows]
    known, vectors = vectors_of(photos.ids[rows])
    at = np.searchsorted(rows, np.sort(photos.rows_of(known)))
    order = np.argsort(photos.rows_of(known), kind="stable")
    sums = np.zeros((len(rows) + 1, vectors.shape[1]), np.float32)
    sums[at + 1] = vectors[order]
    np.cumsum(sums, axis=0, out=sums)
    before = sums[pauses] - sums[np.maximum(pauses - BESIDE_PAUSE, 0)]
    after = sums[np.minimum(pauses + BESIDE_PAUSE, len(rows))] - sums[pauses]
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    is_cut = (lengths > 0) & ((before * after).sum(axis=1) < PART_COSINE * lengths)
    return np.split(rows, pauses[is_cut])


def _event_album(
    photos: Catalogue, rows: Ids, near: Sequence[Near], fits: _Fits, towns_of: TownsOf
) -> SuggestedAlbum | None:
    fitting = rows[fits.fit[rows] >= FITS]
    if len(fitting) < LEAST_FITTING or not LEAST_PHOTOS <= len(rows) <= MOST_PHOTOS:
        return None
    interest = near[int(np.bincount(fits.owner[fitting], fits.affinity[fitting]).argmax())].interest
    score = _score(fits.affinity[rows], len(fitting) / len(rows))
    span = (int(photos.taken_ms[rows[0]]), int(photos.taken_ms[rows[-1]]))
    days = said_days(*span)
    towns = () if interest.name else towns_of(photos.latitude[rows], photos.longitude[rows])
    name = interest.name or " and ".join(f"near {town.name}" if town.is_near else town.name for town in towns)
    return SuggestedAlbum(
        key=f"{AlbumReason.EVENT}:{int(photos.ids[rows].min())}",
        title=f"{_capital(name)}, {days}" if name else days,
        reason=f"{len(fitting)} of these {len(rows)} photos show what you often look at{_named(interest)}.",
        kind=AlbumReason.EVENT,
        cover=_cover(photos, rows, fits.fit[rows]),
        photo_ids=tuple(PhotoId(int(photo)) for photo in photos.ids[rows]),
        score=score,
        subject=interest.name,
        interest_id=interest.id,
        span_ms=span,
        towns=towns,
    )


def _named(interest: Interest) -> str:
    return f": {interest.name}" if interest.name else ""


def _theme_albums(photos: Catalogue, near: Sequence[Near]) -> list[SuggestedAlbum]:
    found = []
    strongest = max(group.interest.strength * group.interest.boost for group in near) or 1.0
    for group in near:
        rows = photos.rows_of(group.ids)
        keep = (rows >= 0) & (group.fit >= FITS)
        rows, fit = rows[keep], group.fit[keep].astype(np.float64)
        order = np.argsort(-fit, kind="stable")[:MOST_PHOTOS]
        rows, fit = rows[order], fit[order]
        taken = photos.taken_ms[rows[photos.is_dated[rows]]]
        if len(rows) < 2 * LEAST_FITTING or not len(taken) or int(np.ptp(taken)) < LEAST_YEARS_MS:
            continue
        span = (int(taken.min()), int(taken.max()))
        years = (_day(span[0]).year, _day(span[1]).year)
        weight = (max(group.interest.strength * group.interest.boost, 0.0) / strongest) ** 0.5
        name, told = group.interest.name or "photos like these", _named(group.interest)
        by_time = np.argsort(-photos.taken_ms[rows], kind="stable")
        found.append(
            SuggestedAlbum(
                key=f"{AlbumReason.THEME}:{int(group.interest.medoid)}",
                title=f"{_capital(name)} over the years",
                reason=f"{len(rows)} photos from {years[0]} to {years[1]} of what you often look at{told}.",
                kind=AlbumReason.THEME,
                cover=_cover(photos, rows, fit),
                photo_ids=tuple(PhotoId(int(photo)) for photo in photos.ids[rows[by_time]]),
                score=_score(fit * weight, min(1.0, len(rows) / 20)),
                subject=group.interest.name,
                interest_id=group.interest.id,
                span_ms=span,
            )
        )
    return found


def _score(affinity: NDArray[np.float64], coverage: float) -> float:
    best = np.sort(affinity)[::-1][:TOP_PHOTOS]
    return float(best.mean() * coverage**0.5)


def _cover(photos: Catalogue, rows: Ids, fit: NDArray[np.floating]) -> PhotoId:
    """Returns the photo that shows best what the album is of."""
    worth = fit * (0.3 + 0.7 * photos.quality[rows])
    return PhotoId(int(photos.ids[rows[int(np.argmax(worth))]]))


def _day(taken_ms: int) -> date:
    return datetime.fromtimestamp(taken_ms / 1000, UTC).date()  # wall-clock milliseconds are read as UTC


def said_days(first_ms: int, last_ms: int) -> str:
    """Returns the days of a stretch in words: '12 July 2021', '12-14 July 2021', '30 July to 2 August 2021'."""
    first, last = _day(first_ms), _day(last_ms)
    if first == last:
        return f"{first.day} {first:%B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}\N{EN DASH}{last.day} {last:%B %Y}"
    start = f"{first.day} {first:%B}" if first.year == last.year else f"{first.day} {first:%B %Y}"
    return f"{start} to {last.day} {last:%B %Y}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
