"""Perceptual hashes: the eight of a picture however it is turned, and near ones among many without comparing all pairs.

Near hashes are found by multi-index hashing (Norouzi, Punjani and Fleet, 2012): hashes within r bits agree in one of
four parts up to about r / 4 bits, so only photos that share such a part are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

# Up to so many photos so many bits may differ: where there is time for it, more that were turned and cropped are found.
ALL_UP_TO, ALL_RADIUS_BITS = 6_000, 16  # all are compared with all, in less time than by tables
WIDE_UP_TO, WIDE_RADIUS_BITS = 20_000, 11
RADIUS_BITS = 8
_SIDE, _BITS = 8, 64
_PARTS, _PART_BITS = 4, 16
_CHUNK = 250_000  # comparisons at a time: their arrays stay near the processor
_SAME_HASH_REACH = 4  # photos of one and the same hash are compared with so many after them
_MOST_EACH = 30  # near ones of each photo, on average
_ODD = np.arange(_SIDE) % 2 == 1

Hashes = NDArray[np.uint64]
Rows = NDArray[np.int64]


def eight_hashes(hashes: Hashes) -> Hashes:
    """Returns (N, 8) uint64, what each hash would be of the picture under the eight symmetries of the square.

    Mirroring negates the odd frequencies along one axis and a quarter turn swaps the axes. The bits compare with a
    median near 0, so negating a frequency turns its bit; a few bits at the median come out wrong.
    """
    grids = np.unpackbits(hashes.astype(">u8").view(np.uint8).reshape(-1, 8), axis=1).reshape(-1, _SIDE, _SIDE)
    found = []
    for is_swapped in (False, True):
        axes = grids.transpose(0, 2, 1) if is_swapped else grids
        for is_mirrored in (False, True):
            for is_upside_down in (False, True):
                flips = (_ODD[None, :] & is_mirrored) ^ (_ODD[:, None] & is_upside_down)
                bits = (axes ^ flips.astype(np.uint8)).reshape(-1, _BITS)
                found.append(np.packbits(bits, axis=1).view(">u8").astype(np.uint64).ravel())
    return np.stack(found, axis=1)


def bits_apart(first: Hashes, second: Hashes) -> NDArray[np.uint8]:
    """Returns (N,) in how many bits each pair differs at least, however one of the two is turned."""
    return np.asarray(np.bitwise_count(eight_hashes(first) ^ second[:, None]).min(axis=1), np.uint8)


def near_pairs(
    hashes: Hashes,
    is_new: NDArray[np.bool_],
    check: Callable[[float], None] = lambda share: None,
    radius_bits: int | None = None,
) -> Rows:
    """Finds pairs whose hashes are near however one of them is turned.

    Args:
        hashes: (N,) uint64.
        is_new: (N,) which of them are asked for; the others are only answers.
        check: told the share that is done; may raise to end it.
        radius_bits: how many bits may differ; by default as many as there is time for with so many photos.

    Returns:
        (M, 2) int64 rows of `hashes`, the lower row first, without repeats. Of photos that share one hash only
        neighbours are paired, so that ten thousand black frames do not make fifty million pairs.
    """
    if len(hashes) < 2 or not is_new.any():
        return np.empty((0, 2), np.int64)
    if radius_bits is None:
        radius_bits = _reach(len(hashes))
    distinct, first, group = np.unique(hashes, return_index=True, return_inverse=True)
    asked = np.unique(group[is_new])
    found = [_within_groups(group, is_new)]
    queries = eight_hashes(distinct[asked])
    if radius_bits >= ALL_RADIUS_BITS:
        pairs = _by_comparing_all(distinct, asked, queries, radius_bits, check)
    else:
        pairs = _by_tables(distinct, asked, queries, radius_bits, check)
    if pairs:
        joined = np.concatenate(pairs)
        joined.sort(axis=1)
        joined = np.unique(joined[joined[:, 0] != joined[:, 1]], axis=0)
        found.append(np.sort(first[joined], axis=1))
    return np.unique(np.concatenate(found), axis=0)


def _reach(count: int) -> int:
    if count <= ALL_UP_TO:
        return ALL_RADIUS_BITS
    return WIDE_RADIUS_BITS if count <= WIDE_UP_TO else RADIUS_BITS


def _by_comparing_all(
    distinct: Hashes, asked: Rows, queries: Hashes, radius_bits: int, check: Callable[[float], None]
) -> list[Rows]:
    """Returns (M, 2) rows of what was asked and what is near; less far where that would be too many to look at."""
    lot = max(1, _CHUNK // max(1, len(distinct)))
    pairs, apart = [np.empty((0, 2), np.int64)], [np.empty(0, np.uint8)]
    for begin in range(0, len(asked), lot):
        check(begin / len(asked))
        part = queries[begin : begin + lot]
        bits = np.full((len(part), len(distinct)), _BITS, np.uint8)
        for column in range(queries.shape[1]):
            np.minimum(bits, np.bitwise_count(part[:, column, None] ^ distinct[None]), out=bits)
        at, answer = np.nonzero(bits <= radius_bits)
        pairs.append(np.stack([asked[begin + at], answer], axis=1))
        apart.append(bits[at, answer])
    found, distances = np.concatenate(pairs), np.concatenate(apart)
    while radius_bits > RADIUS_BITS and np.count_nonzero(distances <= radius_bits) > _MOST_EACH * len(asked):
        radius_bits -= 1
    return [found[distances <= radius_bits]]


def _by_tables(
    distinct: Hashes, asked: Rows, queries: Hashes, radius_bits: int, check: Callable[[float], None]
) -> list[Rows]:
    """Returns the same, without comparing all pairs."""
    pairs: list[Rows] = []
    jobs = [(part, column) for part in range(_PARTS) for column in range(queries.shape[1])]
    for done, (part, column) in enumerate(jobs):
        check(done / len(jobs))
        table = _Table(distinct, part)
        for at, answer in table.matches(queries[:, column], radius_bits):
            pairs.append(np.stack([asked[at], answer], axis=1))
    return pairs


def _within_groups(group: Rows, is_new: NDArray[np.bool_]) -> Rows:
    """Pairs each row with the few that follow it among those of the same hash."""
    order = np.argsort(group, kind="stable")
    pairs = [np.empty((0, 2), np.int64)]
    for step in range(1, _SAME_HASH_REACH + 1):
        a, b = order[:-step], order[step:]
        keep = (group[a] == group[b]) & (is_new[a] | is_new[b])
        pairs.append(np.sort(np.stack([a[keep], b[keep]], axis=1), axis=1))
    return np.concatenate(pairs)


class _Table:
    """Hashes in the order of one of their four parts."""

    def __init__(self, hashes: Hashes, part: int) -> None:
        self._part = part
        keys = self._keys(hashes)
        self._order = np.argsort(keys, kind="stable")
        self._hashes = hashes[self._order]
        counts = np.bincount(keys, minlength=1 << _PART_BITS)
        self._counts = counts
        self._starts = np.concatenate(([0], np.cumsum(counts)[:-1]))

    def _keys(self, hashes: Hashes) -> Rows:
        mask = np.uint64((1 << _PART_BITS) - 1)
        return ((hashes >> np.uint64(self._part * _PART_BITS)) & mask).astype(np.int64)

    def matches(self, queries: Hashes, radius_bits: int) -> Iterator[tuple[Rows, Rows]]:
        """Yields which queries are within reach of which hashes, as far as this part tells: two (M,) int64."""
        share, rest = divmod(radius_bits, _PARTS)
        reach = share if self._part <= rest else share - 1
        keys = self._keys(queries)
        for mask in _masks(reach):
            touched = keys ^ mask
            counts = self._counts[touched]
            for chunk in _chunks(counts):
                yield self._compared(queries, touched, counts, chunk, radius_bits)

    def _compared(self, queries: Hashes, keys: Rows, counts: Rows, chunk: slice, radius_bits: int) -> tuple[Rows, Rows]:
        counts = counts[chunk]
        at = np.repeat(np.arange(chunk.start, chunk.stop), counts)
        offset = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
        place = self._starts[keys[at]] + offset
        is_near = np.bitwise_count(queries[at] ^ self._hashes[place]) <= radius_bits
        return at[is_near], self._order[place[is_near]]


def _masks(reach: int) -> list[int]:
    """Returns every part-wide mask of at most `reach` bits."""
    return [
        sum(1 << bit for bit in bits) for number in range(reach + 1) for bits in combinations(range(_PART_BITS), number)
    ]


def _chunks(counts: Rows) -> Iterator[slice]:
    """Yields stretches of queries that mean at most about `_CHUNK` comparisons each."""
    total = np.cumsum(counts)
    begin = 0
    while begin < len(counts):
        before = total[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(total, before + _CHUNK, side="right")))
        yield slice(begin, end)
        begin = end
