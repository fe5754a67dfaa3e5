"""What a user can ask of groups: plain values; `group_acts` does them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from desktop_app.domain.ids import GroupId


@dataclass(frozen=True, slots=True)
class RenameGroup:
    """Gives a group the user's own name."""

    group_id: GroupId
    name: str


@dataclass(frozen=True, slots=True)
class MergeGroups:
    """Makes one group of several."""

    ids: tuple[GroupId, ...]


@dataclass(frozen=True, slots=True)
class SplitGroup:
    """Makes two groups of one, by the two kinds of photos in it."""

    group_id: GroupId


GroupCommand: TypeAlias = RenameGroup | MergeGroups | SplitGroup
GROUP_COMMANDS = (RenameGroup, MergeGroups, SplitGroup)
