"""Vectors that were read before, so that a page reads only those of photos it has not met."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from desktop_app.recommend.interests import Ints, Rows

MOST_HELD = 12_000  # 18 MB of 384 numbers each


class KnownVectors:
    """Holds vectors while the library is the same. For one thread.

    Args:
        read: tells of (N,) ids, each given once, those that have a vector, in their order, and the (K, D) vectors.
    """

    def __init__(self, read: Callable[[Ints], tuple[Ints, Rows]]) -> None:
        self._read = read
        self._state: object = None
        self._ids, self._slots = np.empty(0, np.int64), np.empty(0, np.int64)
        self._rows = np.empty((0, 0), np.float32)

    def of(self, ids: Ints, state: object) -> tuple[Ints, Rows]:
        """Returns the ids that have a vector, in their order, each once, and the vectors: (K,) and (K, D) float32.

        Args:
            ids: (N,).
            state: the same as long as no vector changes.
        """
        firsts = np.unique(ids, return_index=True)[1]
        ids = ids[np.sort(firsts)]
        if len(ids) > MOST_HELD:
            return self._read(ids)
        if state != self._state:
            self._state = state
            self._forget()
        is_held, _ = self._places(ids)
        if not is_held.all():
            missing = ids[~is_held]
            if len(self._ids) + len(missing) > MOST_HELD:
                self._forget()
                missing = ids
            self._hold(*self._read(missing))
        is_held, places = self._places(ids)
        return ids[is_held], self._rows[self._slots[places[is_held]]]

    def _forget(self) -> None:
        self._ids, self._slots = self._ids[:0], self._slots[:0]

    def _places(self, ids: Ints) -> tuple[np.ndarray, Ints]:
        if not len(self._ids):
            return np.zeros(len(ids), bool), np.zeros(len(ids), np.int64)
        places = np.minimum(np.searchsorted(self._ids, ids), len(self._ids) - 1)
        return self._ids[places] == ids, places

    def _hold(self, ids: Ints, rows: Rows) -> None:
        if self._rows.shape[1] != rows.shape[1]:
            self._rows = np.empty((MOST_HELD, rows.shape[1]), np.float32)
        first = len(self._ids)
        self._rows[first : first + len(ids)] = rows
        ids, slots = np.append(self._ids, ids), np.append(self._slots, np.arange(first, first + len(ids)))
        order = np.argsort(ids, kind="stable")
        self._ids, self._slots = ids[order], slots[order]
