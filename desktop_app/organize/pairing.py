"""Pairs of photos that show one picture: near hashes and near vectors are looked at, pixels decide."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.imaging.small_luma import luma_square
from desktop_app.organize.alignment import FINE_SIDE
from desktop_app.organize.linking import Apart, Pair, neighbours, ordered
from desktop_app.organize.prints import bits_apart, near_pairs
from desktop_app.organize.same_picture import likenesses
from desktop_app.store.compared import Compared
from desktop_app.store.store import Store

METHOD = 3  # raised with every change of what is compared or found the same: what was compared before is let go of

NEIGHBOURS = 12
ALIKE_COSINE = 0.75  # crops stay above it; turned pictures, which do not, are found by their hashes
ALIKE_COSINE_OF_FEW = 0.35  # where there is time for it, also for those that were turned and cropped
FEW = 6_000  # photos
FAR_BITS, SURE_COSINE = 28, 0.9  # hashes so far apart need so near vectors to be worth a look

_VECTORS_AT_ONCE = 512  # a question to the index that lets others through
_PAIRS_AT_ONCE = 256
_READERS = 2
_ROUNDS = 8  # in which pairs wait for what is found of others
_KEPT_PICTURES = 8_192  # of 16 KB each

Neighbours = tuple[NDArray[np.int64], NDArray[np.float32]]
Squares = list[NDArray[np.uint8] | None]
Run = Callable[[Callable[[], Squares]], Future[Squares]]
_Loading = tuple[Sequence[bytes], Future[Squares]]
Check = Callable[[float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Units:
    """Distinct pictures, by rising id: one photo for each content. Parallel arrays of N.

    Attributes:
        ids: (N,) int64.
        contents: content hashes.
        hashes: (N,) uint64 perceptual hashes.
        is_graphic: (N,) bool, screenshots and pages.
        copies: by id, all photos of the same content where there is more than one.
    """

    ids: NDArray[np.int64]
    contents: tuple[bytes, ...]
    hashes: NDArray[np.uint64]
    is_graphic: NDArray[np.bool_]
    copies: dict[int, tuple[int, ...]] = field(default_factory=dict)


class Pairing:
    """Finds and confirms pairs; remembers by content what was compared.

    Args:
        memory: what was compared until now; kept up to date.
        thumbnail: gives the JPEG of a content hash, None where there is none; called on other threads.
        run: does a piece of work on another thread.
        nearest: gives the nearest of each of (Q, D) vectors, ids and cosines (Q, k); None while there is no index.

    Attributes:
        without_picture: how many photos could not be compared for want of a thumbnail, in the last run.
    """

    def __init__(
        self,
        memory: Compared,
        thumbnail: Callable[[bytes], bytes | None],
        run: Run,
        nearest: Callable[[NDArray[np.float16], int], Neighbours | None],
    ) -> None:
        self._memory = memory
        self._thumbnail = thumbnail
        self._run = run
        self._nearest = nearest
        self._blank: set[bytes] = set()
        self._pictures: OrderedDict[bytes, NDArray[np.uint8]] = OrderedDict()
        self.without_picture = 0

    def confirmed(self, store: Store, units: Units, is_apart: Apart, check: Check) -> dict[Pair, float]:
        """Returns the pairs of ids that show one picture, with their likeness, half to 1.

        Args:
            store: a reading store.
            units: what to compare.
            is_apart: says of two ids whether they are known to be two pictures, so that nobody looks at them.
            check: told the share that is done; may raise to end it.
        """
        memory = self._memory
        self._forget_changed(store, units)
        self._blank = {content for content in self._blank if self._thumbnail(content) is None}
        done = memory.known.keys() | self._blank
        is_new = np.array([content not in done for content in units.contents], np.bool_)
        rows = near_pairs(units.hashes, is_new, lambda share: check(0.15 * share))
        pairs = {(int(units.ids[a]), int(units.ids[b])) for a, b in rows}
        near, searched = self._near_by_vector(store, units, lambda share: check(0.15 + 0.3 * share))
        pairs |= near | self._no_longer_spared(units, is_apart)
        self._compare_sparingly(units, sorted(pairs), is_apart, lambda share: check(0.45 + 0.55 * share))
        here = _states(units)
        self.without_picture = sum(content in self._blank for content in here)
        memory.known = {content: state for content, state in here.items() if content not in self._blank}
        memory.searched = (memory.searched | searched) & memory.known.keys()
        memory.same = {pair: value for pair, value in memory.same.items() if here.keys() >= set(pair)}
        memory.spared = {pair for pair in memory.spared if here.keys() >= set(pair)}
        memory.different = {pair for pair in memory.different if here.keys() >= set(pair)}
        return self._remembered(units, is_apart)

    def _forget_changed(self, store: Store, units: Units) -> None:
        """Forgets what was compared of contents that are told otherwise now; those that were gone are new again."""
        memory, here = self._memory, _states(units)
        model = store.embeddings.active_model() or ""
        if model != memory.model:
            memory.model = model
            memory.searched = set()
        changed = {content for content, state in memory.known.items() if here.get(content, state) != state}
        memory.same = {pair: value for pair, value in memory.same.items() if changed.isdisjoint(pair)}
        memory.different = {pair for pair in memory.different if changed.isdisjoint(pair)}
        memory.known = {c: state for c, state in memory.known.items() if c in here and c not in changed}
        memory.searched &= memory.known.keys()

    def _compare_sparingly(self, units: Units, pairs: Sequence[Pair], is_apart: Apart, check: Check) -> None:
        """Looks at pairs of ids, but not at those of which both are found to show the picture of a third one."""
        content = dict(zip(units.ids.tolist(), units.contents, strict=True))
        near = defaultdict(set, neighbours(self._remembered(units, is_apart)))
        waiting, rounds = list(pairs), 0
        while waiting:
            now: list[Pair] = []
            later: list[Pair] = []
            busy: set[int] = set()
            for one, other in waiting:
                if is_apart(one, other) or not near[one].isdisjoint(near[other]):
                    self._memory.spared.add(_content_pair(content[one], content[other]))
                elif one in busy and rounds < _ROUNDS:
                    later.append((one, other))
                else:
                    busy.add(other)
                    now.append((one, other))
            done = 1 - len(waiting) / len(pairs)
            share = len(now) / len(pairs)
            for one, other in self.compared(units, now, lambda part, d=done, s=share: check(d + s * part)):  # type: ignore[misc]
                near[one].add(other)
                near[other].add(one)
            waiting, rounds = later, rounds + 1

    def _no_longer_spared(self, units: Units, is_apart: Apart) -> set[Pair]:
        """Returns pairs that were not looked at for the sake of a third photo which is gone, or that stood apart."""
        near = defaultdict(set, neighbours(self._remembered(units, is_apart)))
        ids = dict(zip(units.contents, units.ids.tolist(), strict=True))
        spared = {(one, other) for one, other in self._memory.spared if one in ids and other in ids}
        gone = {pair for pair in spared if near[ids[pair[0]]].isdisjoint(near[ids[pair[1]]])}
        self._memory.spared -= gone
        return {ordered(ids[one], ids[other]) for one, other in gone}

    def settled(self, units: Units, pairs: Sequence[Pair], check: Check) -> dict[Pair, float]:
        """Returns which pairs of ids show one picture; those that do not are remembered, too."""
        content = dict(zip(units.ids.tolist(), units.contents, strict=True))
        by_content = {pair: _content_pair(content[pair[0]], content[pair[1]]) for pair in pairs}
        found = self.compared(units, [p for p in pairs if by_content[p] not in self._memory.different], check)
        different = {by_content[pair] for pair in pairs if pair not in found}
        self._memory.different |= {pair for pair in different if self._blank.isdisjoint(pair)}
        return found

    def compared(self, units: Units, pairs: Sequence[Pair], check: Check) -> dict[Pair, float]:
        """Looks at pairs of ids; returns those that show one picture. Pictures are kept for a while."""
        row = {photo: at for at, photo in enumerate(units.ids.tolist())}
        rows = np.array([(row[one], row[other]) for one, other in pairs], np.int64).reshape(-1, 2)
        lots = [rows[begin : begin + _PAIRS_AT_ONCE] for begin in range(0, len(rows), _PAIRS_AT_ONCE)]
        found: dict[Pair, float] = {}
        waiting = self._ask_for(units, lots[0]) if lots else []
        for number, lot in enumerate(lots):
            check(number / len(lots))
            self._take(waiting)
            waiting = self._ask_for(units, lots[number + 1]) if number + 1 < len(lots) else []
            found.update(self._compared_lot(units, lot))
            self._let_go(kept=lots[number + 1 : number + 2], units=units)
        return found

    def _compared_lot(self, units: Units, lot: NDArray[np.int64]) -> dict[Pair, float]:
        """Compares rows of units whose pictures are at hand; those without a picture are left out."""
        content = units.contents
        lot = lot[[content[a] in self._pictures and content[b] in self._pictures for a, b in lot.tolist()]]
        if not len(lot):
            return {}
        first, second = (
            np.stack([self._pictures[content[at]] for at in lot[:, side].tolist()]).astype(np.float32)
            for side in (0, 1)
        )
        values = likenesses(first, second, np.asarray(units.is_graphic[lot].all(axis=1), np.bool_))
        found: dict[Pair, float] = {}
        for (a, b), value in zip(lot.tolist(), values.tolist(), strict=True):
            if value > 0:
                found[ordered(int(units.ids[a]), int(units.ids[b]))] = value
                self._memory.same[_content_pair(content[a], content[b])] = value
        return found

    def _ask_for(self, units: Units, lot: NDArray[np.int64]) -> list[_Loading]:
        """Has the pictures of some rows read ahead that are not at hand."""
        missing = []
        for row in np.unique(lot).tolist():
            content = units.contents[row]
            if content in self._pictures:
                self._pictures.move_to_end(content)
            elif content not in self._blank:
                missing.append(content)
        parts = [missing[begin::_READERS] for begin in range(min(_READERS, len(missing)))]
        return [(part, self._run(lambda part=part: self._read(part))) for part in parts]  # type: ignore[misc]

    def _read(self, contents: Sequence[bytes]) -> Squares:
        """Reads pictures; on any thread, touches nothing of this object but its reader of thumbnails."""
        squares: Squares = []
        for content in contents:
            jpeg = self._thumbnail(content)
            square = luma_square(jpeg, FINE_SIDE) if jpeg is not None else None
            squares.append(None if square is None else np.rint(square).astype(np.uint8))
        return squares

    def _take(self, waiting: Sequence[_Loading]) -> None:
        """Takes over the pictures that were read ahead."""
        for contents, job in waiting:
            for content, square in zip(contents, job.result(), strict=True):
                if square is None:
                    self._blank.add(content)
                else:
                    self._pictures[content] = square

    def _let_go(self, kept: Sequence[NDArray[np.int64]], units: Units) -> None:
        """Lets the pictures go that were used longest ago, none of those needed next."""
        needed = {units.contents[row] for lot in kept for row in np.unique(lot).tolist()}
        for content in list(self._pictures)[: max(0, len(self._pictures) - _KEPT_PICTURES)]:
            if content not in needed:
                del self._pictures[content]

    def alike(self, store: Store, units: Units, cosine: float) -> dict[Pair, float]:
        """Returns pairs of ids whose vectors are so near, for browsing."""
        found: dict[Pair, float] = {}
        for ids, others, cosines in self._asked(store, units, units.ids, lambda _: None):
            near = cosines >= cosine
            for one, other, value in zip(
                ids[near].tolist(), others[near].tolist(), cosines[near].tolist(), strict=True
            ):
                found[ordered(one, other)] = min(1.0, float(value))
        return found

    def _near_by_vector(self, store: Store, units: Units, check: Check) -> tuple[set[Pair], set[bytes]]:
        """Returns pairs of near vectors of which one is new, and the contents that were asked for."""
        row = {photo: at for at, photo in enumerate(units.ids.tolist())}
        done = self._memory.searched | self._blank
        new = np.array([content not in done for content in units.contents], np.bool_)
        pairs: set[Pair] = set()
        searched: set[bytes] = set()
        for ids, others, cosines in self._asked(store, units, units.ids[new], check):
            searched.update(units.contents[row[photo]] for photo in np.unique(ids).tolist())
            near = cosines >= (ALIKE_COSINE_OF_FEW if len(units.ids) <= FEW else ALIKE_COSINE)
            ids, others, cosines = ids[near], others[near], cosines[near]
            a, b = ([row[photo] for photo in side.tolist()] for side in (ids, others))
            keep = (bits_apart(units.hashes[a], units.hashes[b]) <= FAR_BITS) | (cosines >= SURE_COSINE)
            pairs.update(
                ordered(one, other) for one, other in zip(ids[keep].tolist(), others[keep].tolist(), strict=True)
            )
        return pairs, searched

    def _asked(
        self, store: Store, units: Units, ids: NDArray[np.int64], check: Check
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]]:
        """Yields (M,) photos, their neighbours and cosines; neighbours are told as the photo that stands for copies."""
        model = store.embeddings.active_model()
        standing = {photo: unit for unit, group in units.copies.items() for photo in group}
        known = np.sort(units.ids)
        for begin in range(0, len(ids) if model is not None else 0, _VECTORS_AT_ONCE):
            check(begin / len(ids))
            wanted = [PhotoId(photo) for photo in ids[begin : begin + _VECTORS_AT_ONCE].tolist()]
            asked, vectors = store.embeddings.get(wanted, model or "")
            answer = self._nearest(vectors, NEIGHBOURS) if len(asked) else None
            if answer is None:
                continue
            others = np.array([standing.get(photo, photo) for photo in answer[0].ravel().tolist()], np.int64)
            repeated = np.repeat(asked, answer[0].shape[1])
            keep = (others != repeated) & np.isin(others, known)
            yield repeated[keep], others[keep], answer[1].ravel()[keep]

    def _remembered(self, units: Units, is_apart: Apart) -> dict[Pair, float]:
        ids = dict(zip(units.contents, units.ids.tolist(), strict=True))
        return {
            ordered(ids[one], ids[other]): value
            for (one, other), value in self._memory.same.items()
            if one in ids and other in ids and not is_apart(ids[one], ids[other])
        }


def _states(units: Units) -> dict[bytes, tuple[int, bool]]:
    """Returns by content what comparing goes by."""
    states = zip(units.hashes.tolist(), units.is_graphic.tolist(), strict=True)
    return dict(zip(units.contents, states, strict=True))


def _content_pair(one: bytes, other: bytes) -> tuple[bytes, bytes]:
    return (one, other) if one < other else (other, one)
