"""Finding duplicates: who may be one (hashes and nearest vectors), who is one (pixels), and the sets to review.

No photo is compared with every other one: near hashes come out of tables, near vectors out of the index, and only such
pairs are looked at. What was compared is remembered, so that after a few new photos only those are compared.
"""

from __future__ import annotations

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.duplicate import DuplicateReport, DuplicateSet, KeepRule, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.organize.bursts import Shots, burst_pairs
from desktop_app.organize.identical import Comparer, Copies, present_file
from desktop_app.organize.keeper import Candidate, is_protected, keeper
from desktop_app.organize.linking import Pair, left_to_compare, ordered, stars
from desktop_app.organize.pairing import METHOD, Neighbours, Pairing, Run, Units
from desktop_app.store.compared import load_compared, save_compared
from desktop_app.store.duplicates import CameraTimes, DuplicateReads, ReadPhotos
from desktop_app.store.store import Store

LOOK_ALIKE_COSINE = 0.8
MOST_LOOK_ALIKES = 500  # sets
_ALL_PAIRS_OF = 50  # identical files
_DAY_MS, _ZONE_STEP_MS = 86_400_000, 1_800_000

_ORDER = {tier: number for number, tier in enumerate(Tier)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        tiers: the tiers to find.
        rules: what decides which photo to keep, in order.
        protected_folders: absolute paths.
    """

    tiers: frozenset[Tier]
    rules: tuple[KeepRule, ...]
    protected_folders: tuple[str, ...] = ()


class DuplicateSearch:
    """Finds duplicates of one library and remembers what it compared. Lives on one lane.

    Args:
        file: where it is remembered until the next start, too.
        thumbnail: gives the JPEG of a content hash, None where there is none; called on other threads.
        run: does a piece of work on another thread.
        nearest: asks the vector index; None while there is none.
    """

    def __init__(
        self,
        file: Path,
        thumbnail: Callable[[bytes], bytes | None],
        run: Run,
        nearest: Callable[[NDArray[np.float16], int], Neighbours | None],
    ) -> None:
        self._file = file
        self._memory = load_compared(file, METHOD)
        self._pairing = Pairing(self._memory, thumbnail, run, nearest)
        self._comparer = Comparer(self._memory.digests)

    def find(
        self,
        store: Store,
        wanted: Wanted,
        check: Callable[[float], None] = lambda share: None,
        on_found: Callable[[tuple[DuplicateSet, ...]], None] = lambda sets: None,
    ) -> DuplicateReport:
        """Finds the sets of the tiers asked for.

        Args:
            store: a reading store.
            wanted: see `Wanted`.
            check: told the share that is done, 0 to 1; may raise to end it.
            on_found: given the sets of each tier as soon as they are known.
        """
        began = time.perf_counter()
        round_ = _Round(store, wanted, self._pairing, self._comparer, _rising(check), on_found)
        sets = round_.run()
        save_compared(self._file, self._memory)
        return DuplicateReport(
            tuple(sets), len(round_.photos.ids), tuple(round_.not_compared()), time.perf_counter() - began
        )


class _Round:
    """One run over the library as it is now."""

    def __init__(
        self,
        store: Store,
        wanted: Wanted,
        pairing: Pairing,
        comparer: Comparer,
        check: Callable[[float], None],
        on_found: Callable[[tuple[DuplicateSet, ...]], None],
    ) -> None:
        self._store = store
        self._reads = DuplicateReads(store.db)
        self._wanted = wanted
        self._pairing = pairing
        self._check = check
        self._on_found = on_found
        self._taken_apart = self._reads.not_duplicates()
        self.photos: ReadPhotos = self._reads.photos()
        self._copies = self._find_copies(comparer)
        self._without_picture = 0
        self._gone: set[PhotoId] = set()

    def run(self) -> list[DuplicateSet]:
        tiers = self._wanted.tiers
        found: list[DuplicateSet] = []
        if Tier.IDENTICAL in tiers:
            likeness = {pair: 1.0 for group in self._copies.groups for pair in _all_pairs(group)}
            found += self._tell(Tier.IDENTICAL, [(group, likeness) for group in stars(likeness, self._is_apart)])
        self._check(0.1)
        if tiers & {Tier.SAME_PICTURE, Tier.BURST, Tier.LOOK_ALIKE}:
            found += self._by_picture()
        self._check(1.0)
        return found

    def _find_copies(self, comparer: Comparer) -> Copies:
        by_content: dict[bytes, list[PhotoId]] = defaultdict(list)
        for photo, content in zip(self.photos.ids.tolist(), self.photos.contents, strict=True):
            by_content[content].append(PhotoId(photo))
        groups = [group for group in by_content.values() if len(group) > 1]
        known = self._store.photos.get_many([photo for group in groups for photo in group])
        return comparer.copies(groups, known, lambda share: self._check(share * 0.1))

    def _by_picture(self) -> list[DuplicateSet]:
        raws = self._reads.developed_raws()
        units = _units(self.photos, self._copies, raws)
        times = self._reads.camera_times()
        moments = Moments(times)
        confirmed = self._pairing.confirmed(
            self._store, units, moments.differ, lambda share: self._check(0.1 + 0.8 * share)
        )
        self._without_picture = self._pairing.without_picture
        standing = {photo: unit for unit, group in units.copies.items() for photo in group}
        taken_apart = {ordered(standing.get(one, one), standing.get(other, other)) for one, other in self._taken_apart}
        same = self._closed(units, confirmed, moments)
        groups = stars(same, lambda one, other: ordered(one, other) in taken_apart or moments.differ(one, other))
        found: list[DuplicateSet] = []
        if Tier.SAME_PICTURE in self._wanted.tiers:
            spread = [(self._with_copies(group, units), _spread(group, same, units)) for group in groups]
            found += self._tell(Tier.SAME_PICTURE, spread)
        self._check(0.93)
        if Tier.BURST in self._wanted.tiers:
            found += self._bursts(units, times, groups)
        if Tier.LOOK_ALIKE in self._wanted.tiers:
            found += self._look_alikes(units, same)
        return found

    def _is_apart(self, one: int, other: int) -> bool:
        return ordered(one, other) in self._taken_apart

    def _with_copies(self, group: tuple[int, ...], units: Units) -> tuple[int, ...]:
        """Returns a set of pictures with all their identical files."""
        found: list[int] = []
        for unit in group:
            for photo in units.copies.get(unit, (unit,)):
                if not any(self._is_apart(photo, other) for other in found):
                    found.append(photo)
        return tuple(found)

    def _closed(self, units: Units, same: dict[Pair, float], moments: Moments) -> dict[Pair, float]:
        """Compares those that hang together by others, so that a set holds all of its picture."""
        missing = [pair for pair in left_to_compare(same) if not moments.differ(*pair)]
        return {**same, **self._pairing.settled(units, missing, lambda share: self._check(0.9 + 0.03 * share))}

    def _bursts(self, units: Units, times: CameraTimes, groups: Sequence[tuple[int, ...]]) -> list[DuplicateSet]:
        """Finds bursts of distinct pictures: copies of a shot stand behind the one of them that a camera wrote."""
        dated = set(times.ids.tolist())
        behind = set()
        for group in groups:
            stands = next((one for one in sorted(group) if one in dated), group[0])
            behind |= set(group) - {stands}
        row = {photo: at for at, photo in enumerate(units.ids.tolist())}
        at = np.array(
            [n for n, photo in enumerate(times.ids.tolist()) if photo in row and photo not in behind], np.int64
        )
        shots = Shots(
            times.ids[at],
            times.taken_at_ms[at],
            times.cameras[at],
            units.hashes[[row[photo] for photo in times.ids[at].tolist()]],
        )
        likeness = burst_pairs(shots, lambda ids: vectors_of(self._store, ids))
        return self._tell(Tier.BURST, [(group, likeness) for group in stars(likeness, self._is_apart)])

    def _look_alikes(self, units: Units, same: Mapping[Pair, float]) -> list[DuplicateSet]:
        likeness = self._pairing.alike(self._store, units, LOOK_ALIKE_COSINE)
        likeness = {pair: value for pair, value in likeness.items() if pair not in same}
        groups = sorted(
            stars(likeness, self._is_apart), key=lambda group: (-_least(group, likeness), len(group), group)
        )
        return self._tell(Tier.LOOK_ALIKE, [(group, likeness) for group in groups[:MOST_LOOK_ALIKES]])

    def _tell(self, tier: Tier, groups: Iterable[tuple[tuple[int, ...], Mapping[Pair, float]]]) -> list[DuplicateSet]:
        groups = list(groups)
        members = sorted({PhotoId(photo) for group, _ in groups for photo in group})
        photos = self._store.photos.get_many(members)
        self._gone |= {photo for photo, row in photos.items() if present_file(row) is None}
        albums = self._reads.album_counts(members)
        found = []
        for group, likeness in groups:
            there = [PhotoId(photo) for photo in group if photo in photos and photo not in self._gone]
            if len(there) > 1:
                found.append(self._made(tier, [photos[photo] for photo in there], albums, likeness))
        found.sort(key=lambda one: (-round(one.likeness, 2), len(one.photo_ids), one.photo_ids))
        self._on_found(tuple(found))
        return found

    def _made(
        self, tier: Tier, photos: Sequence[Photo], albums: Mapping[PhotoId, int], likeness: Mapping[Pair, float]
    ) -> DuplicateSet:
        candidates = [
            Candidate(photo, albums.get(photo.id, 0), is_protected(photo.path, self._wanted.protected_folders))
            for photo in photos
        ]
        verdict = keeper(candidates, self._wanted.rules, tier)
        is_proposing = tier is not Tier.LOOK_ALIKE
        protected = frozenset(one.photo.id for one in candidates if one.is_protected)
        keep = verdict.photo_ids[0]
        content = {photo.id: photo.content_hash or b"" for photo in photos}
        return DuplicateSet(
            key=_key(tier, verdict.photo_ids),
            tier=tier,
            photo_ids=verdict.photo_ids,
            keep=keep if is_proposing else None,
            reasons=verdict.reasons if is_proposing else (),
            likeness=_least(tuple(photo.id for photo in photos), likeness),
            protected=protected,
            wasted_bytes=sum(photo.size_bytes for photo in photos if photo.id != keep and photo.id not in protected),
            contents=tuple(content[photo] for photo in verdict.photo_ids),
        )

    def not_compared(self) -> list[tuple[str, int]]:
        """Returns what was left out, in plain words."""
        waiting, failed = self._reads.unread()
        reasons = [
            ("not read yet", waiting),
            *((f"{ending.upper()} files that could not be read", count) for ending, count in failed.items()),
            ("without a thumbnail yet", self._without_picture),
            ("gone or changed since they were read", len(self._copies.absent | self._gone)),
            ("other names of the same file", len(self._copies.same_file)),
            ("alike but for the middle of the file", len(self._copies.mixed)),
        ]
        return [(reason, count) for reason, count in reasons if count]


def vectors_of(store: Store, ids: Sequence[int]) -> dict[int, NDArray[np.float32]]:
    """Returns the unit vectors there are of these photos."""
    model = store.embeddings.active_model()
    if model is None or not ids:
        return {}
    found, vectors = store.embeddings.get([PhotoId(one) for one in ids], model)
    return dict(zip(found.tolist(), vectors.astype(np.float32), strict=True))


def _rising(check: Callable[[float], None]) -> Callable[[float], None]:
    """Returns a check that never goes back; a negative share only asks whether to go on."""
    highest = 0.0

    def rise(share: float) -> None:
        nonlocal highest
        highest = max(highest, share)
        check(highest)

    return rise


def _all_pairs(group: Sequence[int]) -> list[Pair]:
    """Returns the pairs of a group; of a large one, those with its first."""
    if len(group) > _ALL_PAIRS_OF:
        return [ordered(group[0], other) for other in group[1:]]
    return [ordered(one, other) for number, one in enumerate(group) for other in group[number + 1 :]]


def _units(photos: ReadPhotos, copies: Copies, raws: set[PhotoId]) -> Units:
    """Returns the distinct pictures: one photo for each content, raws with a developed photo beside them left out."""
    left_out = copies.same_file | copies.absent | copies.mixed | raws  # thumbnails go by the content hash
    standing: dict[PhotoId, PhotoId] = {photo: group[0] for group in copies.groups for photo in group}
    groups: dict[int, tuple[int, ...]] = {}
    rows = []
    for at, number in enumerate(photos.ids.tolist()):
        photo = PhotoId(number)
        if photo in left_out or standing.get(photo, photo) != photo:
            continue
        rows.append(at)
    for group in copies.groups:
        groups[group[0]] = tuple(photo for photo in group if photo not in left_out)
    chosen = np.array(rows, np.int64)
    return Units(
        ids=photos.ids[chosen],
        contents=tuple(photos.contents[at] for at in rows),
        hashes=photos.hashes[chosen],
        is_graphic=photos.is_graphic[chosen],
        copies={unit: group for unit, group in groups.items() if len(group) > 1},
    )


class Moments:
    """Tells of two shots of one camera: at different moments they are two pictures, however alike."""

    def __init__(self, times: CameraTimes) -> None:
        moments = zip(times.cameras.tolist(), times.taken_at_ms.tolist(), strict=True)
        self._moments: dict[int, tuple[int, int]] = dict(zip(times.ids.tolist(), moments, strict=True))

    def differ(self, one: int, other: int) -> bool:
        """Says whether one camera took both at different moments of a day, as from a tripod.

        Whole half hours apart may be one moment: clocks are put right by the zone, and of one copy alone.
        """
        if one not in self._moments or other not in self._moments:
            return False
        (camera, at_ms), (other_camera, other_at_ms) = self._moments[one], self._moments[other]
        apart_ms = abs(at_ms - other_at_ms)
        return camera == other_camera and apart_ms <= _DAY_MS and apart_ms % _ZONE_STEP_MS != 0


def _spread(group: tuple[int, ...], likeness: Mapping[Pair, float], units: Units) -> dict[Pair, float]:
    """Returns the likeness of a set's pictures told of all their identical files."""
    found: dict[Pair, float] = {}
    for number, one in enumerate(group):
        for other in group[number:]:
            value = 1.0 if one == other else likeness.get(ordered(one, other))
            if value is None:
                continue
            for a in units.copies.get(one, (one,)):
                for b in units.copies.get(other, (other,)):
                    if a != b:
                        found[ordered(a, b)] = value
    return found


def _least(group: Sequence[int], likeness: Mapping[Pair, float]) -> float:
    """Returns how alike the least alike pair is, of the pairs that were compared."""
    values = [
        likeness[pair]
        for number, one in enumerate(group)
        for other in group[number + 1 :]
        if (pair := ordered(one, other)) in likeness
    ]
    return min(values, default=0.0)


def _key(tier: Tier, ids: Sequence[PhotoId]) -> str:
    members = ",".join(str(photo) for photo in sorted(ids))
    return f"{tier.value}-{hashlib.sha256(members.encode()).hexdigest()[:16]}"
