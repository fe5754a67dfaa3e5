"""Does what the user asks of groups, on the store lane."""

from __future__ import annotations

import numpy as np

from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.errors import UserError
from desktop_app.library.group_commands import GroupCommand, MergeGroups, RenameGroup, SplitGroup
from desktop_app.library.group_finding import middles_of
from desktop_app.library.group_naming import GroupWords
from desktop_app.organize.group_names import Naming, names_of
from desktop_app.organize.groups import halves
from desktop_app.store.group_rows import GroupRow
from desktop_app.store.store import Store

TOO_ALIKE = "The photos of this group are too much alike to split it."


def apply_to_group(store: Store, command: GroupCommand) -> Edit:
    """Does an act with groups.

    Raises:
        UserError: a group is gone, a name is taken, or there is nothing to split.
    """
    match command:
        case RenameGroup(group_id, name):
            return store.edits.rename_group(group_id, name)
        case MergeGroups(ids):
            return store.edits.merge_groups(ids)
        case SplitGroup(group_id):
            return _split(store, group_id)


def _split(store: Store, group_id: GroupId) -> Edit:
    """Makes two groups of the two kinds of photos in one; the larger keeps its number and the user's name.

    Vectors and tags of the group's own photos alone are read: some tenths of a second for thousands of photos.
    """
    state, row = store.groups.state(), store.groups.row(group_id)
    if state is None or row is None:
        raise UserError("That group is not there any more.")
    known = middles_of(store, state, {group_id: row})
    ids, vectors = store.embeddings.get(store.groups.photo_ids(group_id), state.model)
    moves = None if known is None or len(ids) < 2 else halves(vectors, known[0])
    if moves is None:
        raise UserError(TOO_ALIKE)
    words = GroupWords(store)
    parts = [(ids[~moves], vectors[~moves]), (ids[moves], vectors[moves])]
    told = [words.words(members) for members, _ in parts]
    taken = [other.name or other.made_name for number, other in store.groups.rows().items() if number != group_id]
    names = names_of(
        [
            Naming(told[0], 2.0, row.made_name, words.example(parts[0][0])),
            Naming(_telling_apart(told[1], told[0]), 1.0, "", words.example(parts[1][0])),
        ],
        [*taken, *([row.name] if row.name else [])],
    )
    rows = []
    for (_, part), name, tags in zip(parts, names, told, strict=True):
        centre = part.astype(np.float32).mean(axis=0)
        rows.append(GroupRow("", name, tags, float(np.linalg.norm(centre)), centre.astype(np.float16).tobytes()))
    moved = [PhotoId(int(i)) for i in parts[1][0]]
    return store.edits.split_group(group_id, rows[0]._replace(name=row.name), rows[1], moved)


def _telling_apart(words: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the words with those first that the other half does not have."""
    return tuple(sorted(words, key=lambda word: word in others))
