"""What goes with a photo the user never wants to see again: all that shows the same picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from desktop_app.recommend.candidates import Search
from desktop_app.recommend.collapse import ALIKE, HASH_BITS, Prints
from desktop_app.recommend.facts import Facts
from desktop_app.recommend.interests import Ints, Rows

NEIGHBOURS = 100  # of a refused photo that are compared with it
ROUNDING = 0.01  # by which the index may be wrong about a cosine

VectorsOf = Callable[[Ints], tuple[Ints, Rows]]


class Copies:
    """Finds copies, near-duplicates and the rest of a burst. Keeps what it found while the library is the same."""

    def __init__(self, search: Search, vectors_of: VectorsOf) -> None:
        self._search, self._vectors_of = search, vectors_of
        self._state: tuple[Facts, int] | None = None
        self._found: dict[int, Ints] = {}

    def of(self, ids: Ints, facts: Facts, generation: int) -> Ints:
        """Returns some photos and all that show the same picture as one of them, ascending.

        Args:
            ids: (N,) of photos, in the library or not.
            facts: of the library now.
            generation: moves with every vector.
        """
        if self._state is None or self._state[0] is not facts or self._state[1] != generation:
            self._state, self._found = (facts, generation), {}
        for photo in ids.tolist():
            if photo not in self._found:
                self._found[photo] = self._copies_of(photo, facts)
        return np.unique(np.concatenate([ids, *(self._found[photo] for photo in ids.tolist())]))

    def _copies_of(self, photo: int, facts: Facts) -> Ints:
        at = int(facts.places(np.array([photo]))[0])
        if at < 0:
            return np.empty(0, np.int64)
        _, vector = self._vectors_of(np.array([photo], np.int64))
        likes = np.empty(0, np.int64)
        if len(vector):
            ids, cosines = self._search(vector, NEIGHBOURS)
            likes = ids[0][(cosines[0] >= ALIKE - ROUNDING) & (ids[0] >= 0)]
        if facts.phash[at]:
            is_near = np.bitwise_count(facts.phash ^ facts.phash[at]) <= HASH_BITS
            likes = np.union1d(likes, facts.ids[is_near & (facts.phash != 0)])
        places = facts.places(np.append(likes[likes != photo], photo))
        places = places[places >= 0]
        known, rows = self._vectors_of(facts.ids[places])
        vectors = np.zeros((len(places), rows.shape[1]), np.float32)
        vectors[np.isin(facts.ids[places], known)] = rows
        prints = Prints(vectors, facts.phash[places], facts.taken_ms[places], facts.is_dated[places])
        return facts.ids[places[prints.same_as(len(places) - 1, prints)]]
