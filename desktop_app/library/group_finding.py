"""From vectors to groups that can be kept: found, told which of the groups before they are, and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.query import Match
from desktop_app.domain.visibility import Surface
from desktop_app.errors import UserError
from desktop_app.library.group_naming import GroupWords
from desktop_app.organize import groups as organize
from desktop_app.organize.group_identity import carried_over
from desktop_app.organize.group_names import Naming, names_of
from desktop_app.organize.group_space import GroupSpace, as_unit
from desktop_app.store.group_rows import FIT_UNIT, GroupingRow, GroupRow, Snapshot, pack, unpack
from desktop_app.store.store import Store

Ids = NDArray[np.int64]
OnProgress = Callable[[float], None]

FOUND = 0.9  # of the work is done when the groups are found; names follow
LEAST_TYPICAL = 0.05  # of a group: others must be nearer to its middle than these to be like it


def find(
    store: Store,
    before: Snapshot,
    model_id: str,
    count: int | None,
    seed: int,
    next_id: GroupId,
    on_progress: OnProgress,
) -> Snapshot:
    """Finds the groups of all photos that may be in groups.

    Args:
        store: where the vectors are.
        before: the groups there were: names and numbers are taken over where a new group is one of them.
        model_id: whose vectors.
        count: how many; None lets the measure choose.
        seed: the same one, the same groups.
        next_id: from here on groups nobody had before are numbered.
        on_progress: is told the share done, 0 to 1; may raise to give up.

    Returns:
        What to keep. Without any photo it holds no groups, but says that they were looked for.
    """
    sequence = store.groups.last_sequence(model_id)
    visible = store.photos.visible_ids(Surface.GROUP)
    found = organize.find_groups(
        lambda: _visible_vectors(store, model_id, visible),
        len(visible),
        count,
        seed,
        lambda share: on_progress(FOUND * share),
    )
    if found is None:
        state = GroupingRow(count, None, 1, 1, seed, model_id, b"", 0, sequence)
        return Snapshot(state, _resting(before, set()), *(np.empty(0, np.int64) for _ in range(3)))
    chosen = before.state.chosen if count is not None and before.state is not None else found.chosen
    ends = (min(2, found.largest), found.largest)
    state = GroupingRow(count, chosen, *ends, seed, model_id, found.space.to_bytes(), len(found.ids), sequence)
    snapshot = _numbered(store, before, found, state, next_id)
    on_progress(1.0)
    return snapshot


def _visible_vectors(store: Store, model_id: str, visible: Ids) -> Iterator[tuple[Ids, NDArray[np.float16]]]:
    for ids, vectors in store.embeddings.iterate(model_id):
        is_visible = np.isin(ids, visible, assume_unique=True)
        if is_visible.any():
            yield ids[is_visible], vectors[is_visible]


def members_of(snapshot: Snapshot) -> dict[GroupId, Ids]:
    """Returns the photos of each group; those of resting groups are the ones they had when they went to rest."""
    order = np.argsort(snapshot.of, kind="stable")
    numbers, starts = np.unique(snapshot.of[order], return_index=True)
    parts = np.split(snapshot.ids[order], starts[1:]) if len(numbers) else []
    found = {GroupId(g): part for g, part in zip(numbers.tolist(), parts, strict=True) if g in snapshot.groups}
    for group, row in snapshot.groups.items():
        if row.resting is not None:
            found[group] = unpack(row.resting)
    return found


def _numbered(
    store: Store, before: Snapshot, found: organize.FoundGroups, state: GroupingRow, next_id: GroupId
) -> Snapshot:
    members: dict[int, Ids] = {}
    for label in range(len(found.centres)):
        inside = np.flatnonzero(found.labels == label)
        members[label] = found.ids[inside[np.argsort(-found.fits[inside], kind="stable")]]
    named = {group for group, row in before.groups.items() if row.name}
    carried = carried_over(members_of(before), named, members)
    numbers: dict[int, GroupId] = {}
    for label in members:
        numbers[label] = carried.get(label, next_id)
        if label not in carried:
            next_id = GroupId(next_id + 1)
    groups = _named_rows(store, before, found, members, numbers)
    groups |= _resting(before, set(groups))
    order = np.argsort(found.ids)
    lookup = np.array([*(numbers[label] for label in range(len(members))), 0], np.int64)  # the last one for label -1
    return Snapshot(
        state,
        groups,
        found.ids[order],
        lookup[found.labels[order]],
        np.round(found.fits[order] * FIT_UNIT).astype(np.int64),
    )


def _named_rows(
    store: Store,
    before: Snapshot,
    found: organize.FoundGroups,
    members: Mapping[int, Ids],
    numbers: Mapping[int, GroupId],
) -> dict[GroupId, GroupRow]:
    words = GroupWords(store)
    coherence = np.linalg.norm(found.centres.astype(np.float32), axis=1)
    earlier = [before.groups.get(numbers[label]) for label in members]
    namings = [
        Naming(
            words.words(inside),
            len(inside) * float(coherence[label]),
            row.made_name if row else "",
            words.example(inside),
        )
        for (label, inside), row in zip(members.items(), earlier, strict=True)
    ]
    own = [row.name for row in before.groups.values() if row.name]
    made = names_of(namings, own)
    return {
        numbers[label]: GroupRow(
            row.name if row else "",
            made[label],
            namings[label].words,
            float(coherence[label]),
            found.centres[label].tobytes(),
        )
        for label, row in zip(members, earlier, strict=True)
    }


def _resting(before: Snapshot, present: set[GroupId]) -> dict[GroupId, GroupRow]:
    """Returns the groups of the user's naming that no new group is, with their members, so that they may come back."""
    members = members_of(before)
    return {
        group: row._replace(resting=row.resting or pack(np.sort(members.get(group, np.empty(0, np.int64)))))
        for group, row in before.groups.items()
        if row.name and group not in present
    }


def middles_of(
    store: Store, state: GroupingRow, groups: Mapping[GroupId, GroupRow]
) -> tuple[GroupSpace, Ids, NDArray[np.float16]] | None:
    """Returns the space of groups, and every middle: (M,) the group it is of and (M, D) float16; None without groups.

    A group that was made of several has one for each.
    """
    live = {group: row.centre for group, row in groups.items() if row.resting is None and row.centre}
    dimension = store.embeddings.dimension(state.model)
    if not live or not state.space or not dimension:
        return None
    parts = {group: np.frombuffer(centre, np.float16).reshape(-1, dimension) for group, centre in live.items()}
    of = np.repeat(np.fromiter(parts, np.int64, len(parts)), [len(part) for part in parts.values()])
    return GroupSpace.from_bytes(state.space, dimension), of, np.concatenate(list(parts.values()))


def placed(
    store: Store, state: GroupingRow, groups: Mapping[GroupId, GroupRow], ids: list[PhotoId]
) -> tuple[list[PhotoId], list[GroupId], list[int]]:
    """Returns which of these photos have a vector, the nearest group of each, and how well it fits in 1/10,000."""
    known = middles_of(store, state, groups)
    found, vectors = store.embeddings.get(ids, state.model)
    photos = [PhotoId(int(i)) for i in found]
    if known is None or not photos:
        return photos, [GroupId(0)] * len(photos), [0] * len(photos)
    space, of, centres = known
    labels, _ = organize.nearest(space.place(vectors), space.place(centres))
    fits = organize.cosines_to(vectors, labels, centres)
    belongs = np.where(fits < space.least_fit, 0, of[labels])
    return photos, [GroupId(int(g)) for g in belongs], np.round(fits * FIT_UNIT).astype(int).tolist()


def typical_first(groups: Mapping[GroupId, GroupRow], ids: Ids, of: Ids, fits: Ids) -> dict[GroupId, list[PhotoId]]:
    """Returns the photos of each group, the most typical first; under 0 those that are in none."""
    order = np.lexsort((ids, -fits))
    sorted_ids, sorted_of = ids[order], of[order]
    live = [group for group, row in groups.items() if row.resting is None]
    return {group: [PhotoId(int(i)) for i in sorted_ids[sorted_of == group]] for group in [*live, GroupId(0)]}


def more_like(store: Store, group_id: GroupId, top: int) -> tuple[Match, ...]:
    """Returns photos like those of a group that are in another one or in none, most alike first.

    Only photos as near to one of its middles as all but its least typical own ones are; there may be none.

    Raises:
        UserError: the group is gone.
    """
    state, row = store.groups.state(), store.groups.row(group_id)
    if state is None or row is None:
        raise UserError("That group is not there any more.")
    known = middles_of(store, state, {group_id: row})
    ids, groups, _ = store.groups.members()
    own, others = ids[groups == group_id], ids[groups != group_id]
    if known is None or not len(own) or not len(others):
        return ()
    directions = as_unit(known[2].astype(np.float32)).T

    def scored(photos: Ids) -> Iterator[tuple[Ids, NDArray[np.float32]]]:
        for batch, vectors in _visible_vectors(store, state.model, photos):
            yield batch, (vectors.astype(np.float32) @ directions).max(axis=1)

    fits = [scores for _, scores in scored(own)]
    if not fits:
        return ()
    least = float(np.quantile(np.concatenate(fits), LEAST_TYPICAL))
    found_ids, found = [], []
    for batch, scores in scored(others):
        best = np.argsort(-scores, kind="stable")[:top]
        best = best[scores[best] >= least]
        found_ids.append(batch[best])
        found.append(scores[best])
    if not found:
        return ()
    near, scores = np.concatenate(found_ids), np.concatenate(found)
    best = np.lexsort((near, -scores))[:top]
    photos = [PhotoId(int(i)) for i in near[best]]
    paths = store.photos.paths(photos)
    return tuple(
        Match(photo, paths[photo], float(np.clip(score, 0, 1)))
        for photo, score in zip(photos, scores[best].tolist(), strict=True)
        if photo in paths
    )
