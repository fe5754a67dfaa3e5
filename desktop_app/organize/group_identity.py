"""Which of the groups there were a new group is, so that numbers and the user's names outlive a new grouping."""

from __future__ import annotations

from collections.abc import Mapping, Set

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import GroupId

SAME_SHARE = 0.3  # of all photos in either of two groups are in both: they are one group
NAMED_SHARE = 0.5  # of the photos a name was given to, and that a group is made of: the name still says what they are

Ids = NDArray[np.int64]


def carried_over(before: Mapping[GroupId, Ids], named: Set[GroupId], after: Mapping[int, Ids]) -> dict[int, GroupId]:
    """Returns which of the new groups are groups there were; each is so at most once, the surest first.

    Args:
        before: the photos of the groups there were.
        named: those the user named: such a group is kept only where its name holds for most of the new one, and more
            readily than one nobody named.
        after: the photos of the new groups.
    """
    ids, of = _flat(before)
    new_ids, new_of = _flat(after)
    order = np.argsort(new_ids)
    at = np.searchsorted(new_ids[order], ids) % max(len(new_ids), 1)
    # Photos that came or went meanwhile say nothing.
    is_there = new_ids[order][at] == ids if len(new_ids) else np.zeros(len(ids), bool)
    olds, news = of[is_there], new_of[order][at[is_there]]
    old_sizes = dict(zip(*_counts(olds), strict=True))
    _, once = np.unique(ids[is_there], return_index=True)  # a photo of a resting group is in another one too
    new_sizes = dict(zip(*_counts(news[once]), strict=True))
    pairs, shared = np.unique(np.stack([olds, news]), axis=1, return_counts=True)
    scored = []
    for old, new, both in zip(*pairs.tolist(), shared.tolist(), strict=True):
        share = both / (old_sizes[old] + new_sizes[new] - both)
        if old in named:
            is_same = both >= NAMED_SHARE * new_sizes[new] and 2 * both >= NAMED_SHARE * old_sizes[old]
        else:
            is_same = share >= SAME_SHARE
        if is_same:
            scored.append((old not in named, -share, old, new))
    found: dict[int, GroupId] = {}
    taken: set[int] = set()
    for _, _, old, new in sorted(scored):
        if new not in found and old not in taken:
            found[new] = GroupId(old)
            taken.add(old)
    return found


def _flat(groups: Mapping[GroupId, Ids] | Mapping[int, Ids]) -> tuple[Ids, Ids]:
    """Returns photos and their groups."""
    if not groups:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    ids = np.concatenate([np.asarray(members, np.int64) for members in groups.values()])
    of = np.repeat(np.fromiter(groups, np.int64, len(groups)), [len(members) for members in groups.values()])
    return ids, of


def _counts(numbers: Ids) -> tuple[list[int], list[int]]:
    values, counts = np.unique(numbers, return_counts=True)
    return values.tolist(), counts.tolist()
