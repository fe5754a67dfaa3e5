"""The map of a library, made once for each state of its groups."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.group import LibraryMap
from desktop_app.domain.ids import GroupId
from desktop_app.library import group_finding
from desktop_app.organize.group_space import Floats, GroupSpace, as_unit
from desktop_app.organize.library_map import lay_out
from desktop_app.store.store import Store

Ids = NDArray[np.int64]


class MapMaker:
    """Makes maps; the last one is kept until groups or photos change. Belongs to one lane."""

    def __init__(self) -> None:
        self._map: LibraryMap | None = None
        self._state: tuple[object, ...] = ()

    def of(self, store: Store) -> LibraryMap:
        """Returns the map of all photos that may be seen in groups."""
        ids, groups, _ = store.groups.members()
        rows = store.groups.rows()
        state = (ids.tobytes(), groups.tobytes(), {group: row.name or row.made_name for group, row in rows.items()})
        if self._map is None or state != self._state:
            self._map, self._state = _make(store, ids, groups), state
        return self._map


def _make(store: Store, ids: Ids, groups: Ids) -> LibraryMap:
    state = store.groups.state()
    rows = store.groups.rows()
    known = None if state is None else group_finding.middles_of(store, state, rows)
    if state is None or known is None or not len(ids):
        nothing = np.empty(0, np.float32)
        return LibraryMap(np.empty(0, np.int64), nothing, nothing, np.empty(0, np.int64), ())
    space, of, centres = known
    placed = space.place(centres)
    middles = {int(g): as_unit(placed[of == g].mean(axis=0, keepdims=True))[0] for g in np.unique(of)}
    places = _places(store, state.model, ids, space)
    points, labels = lay_out(places, np.where(np.isin(groups, of), groups, 0), middles)
    return LibraryMap(
        ids,
        points[:, 0].astype(np.float32),
        points[:, 1].astype(np.float32),
        groups,
        tuple((GroupId(g), rows[GroupId(g)].name or rows[GroupId(g)].made_name, *where) for g, where in labels.items()),
    )


def _places(store: Store, model_id: str, ids: Ids, space: GroupSpace) -> Floats:
    """Returns (N, d) where photos lie in the space of groups; the middle of everything for one whose vector is gone."""
    places = np.zeros((len(ids), space.axes.shape[1]), np.float32)
    for found, vectors in store.embeddings.iterate(model_id):
        at = np.minimum(np.searchsorted(ids, found), len(ids) - 1)
        is_shown = ids[at] == found
        places[at[is_shown]] = space.place(vectors[is_shown])
    return places
