"""In which order a slideshow goes through its photos: as they stand, or shuffled from a bag that is emptied first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class SlideOrder:
    """Goes round and round through the positions of a row. Pure reckoning.

    Shuffled, every round is a new permutation: no photo comes again until all were shown, nor first after having been
    the last. Steps back go through the round before, and no further.

    Args:
        count: how many photos, at least 1.
        first: the position to begin with.
        is_shuffled: whether the order is a shuffled one.
        rng: shuffles.
    """

    def __init__(self, count: int, first: int, *, is_shuffled: bool, rng: np.random.Generator) -> None:
        self._rng, self._is_shuffled = rng, is_shuffled
        self._round: Ints = np.arange(count, dtype=np.int64)
        self._gone: Ints | None = None
        self._coming: Ints | None = None
        self._at = first
        if is_shuffled:
            self._deal_from(first)

    def __len__(self) -> int:
        return len(self._round)

    @property
    def is_shuffled(self) -> bool:
        """Whether the order is a shuffled one."""
        return self._is_shuffled

    @property
    def current(self) -> int:
        """The position one is at. Only to be asked while anything is left."""
        return int(self._round[self._at])

    def upcoming(self) -> list[int]:
        """Returns the positions worth fetching now: the next, the one after, the one before; never the current."""
        found = [self._peek(step) for step in (1, 2, -1)]
        return [position for position in dict.fromkeys(found) if position is not None and position != self.current]

    def go(self, step: int) -> None:
        """Goes one on (1) or one back (-1), over the end of a round into the next one.

        Shuffled, there is no way back beyond the round before: there it stays where it is.
        """
        at = self._at + step
        if 0 <= at < len(self._round):
            self._at = at
        elif step > 0:
            self._gone, self._round, self._coming, self._at = self._round, self._next_round(), None, 0
        elif not self._is_shuffled:
            self._at = len(self._round) - 1
        elif self._gone is not None:
            self._coming, self._round, self._gone = self._round, self._gone, None
            self._at = len(self._round) - 1

    def discard(self, position: int, step: int = 1) -> None:
        """Takes a position out for good; when it is the current one, the one after (or before, with -1) follows it."""
        if len(self._round) == 1:
            self._round, self._gone, self._coming = self._round[:0], None, None
            return
        if position == self.current:
            self.go(step)
            if position == self.current:  # no way back
                self.go(1)
        now = self.current
        for name in ("_round", "_gone", "_coming"):
            members: Ints | None = getattr(self, name)
            if members is not None:
                setattr(self, name, members[members != position])
        self._at = int(np.flatnonzero(self._round == now)[0])

    def set_shuffled(self, *, is_shuffled: bool) -> None:
        """Changes between shuffled and not; the photo one is at stays, and a new round begins with it."""
        now = self.current
        self._is_shuffled, self._gone, self._coming = is_shuffled, None, None
        self._round = np.sort(self._round)
        self._at = int(np.flatnonzero(self._round == now)[0])
        if is_shuffled:
            self._deal_from(now)

    def _peek(self, step: int) -> int | None:
        at, count = self._at + step, len(self._round)
        if 0 <= at < count:
            return int(self._round[at])
        if at >= count:
            following = self._next_round()
            return int(following[at - count]) if at - count < count else None
        before = self._gone if self._is_shuffled else self._round
        return None if before is None else int(before[-1])

    def _next_round(self) -> Ints:
        if not self._is_shuffled:
            return self._round
        if self._coming is None:
            dealt = self._rng.permutation(np.sort(self._round))
            if len(dealt) > 1 and dealt[0] == self._round[-1]:
                other = int(self._rng.integers(1, len(dealt)))
                dealt[[0, other]] = dealt[[other, 0]]
            self._coming = dealt
        return self._coming

    def _deal_from(self, first: int) -> None:
        rest = self._rng.permutation(self._round[self._round != first])
        self._round, self._at = np.concatenate([np.array([first], np.int64), rest]), 0
