"""What the user does with groups, as acts that the journal can take back. No act touches a photo or an album."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence

from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.errors import UserError
from desktop_app.store.album_edits import MAX_NAME, same_name
from desktop_app.store.database import Database
from desktop_app.store.group_rows import GroupRow, Snapshot
from desktop_app.store.groups import Groups, next_id, write_row, write_snapshot
from desktop_app.store.journal import Change
from desktop_app.store.tags import one_line

GROUP = "photo_group"
GROUP_PHOTO = "group_photo"
GROUPING = "grouping"
KEPT_REGROUPINGS = 20  # that Undo reaches back over: each holds which group every photo was in


class GroupEdits(ABC):
    """The part of `Edits` that is about groups. A group that is gone is a UserError in each of them."""

    _db: Database

    @abstractmethod
    def _apply(self, label: str, changes: list[Change]) -> Edit:
        """Does an act and writes it down."""

    def rename_group(self, group_id: GroupId, name: str) -> Edit:
        """Gives a group the user's own name; new groupings keep it.

        Raises:
            UserError: the name is empty, too long, or taken.
        """
        row = self._group(group_id)
        tidy = self._free_group_name(name, group_id)
        return self._apply(f"Rename group to “{tidy}”", [_group_change(group_id, row, row._replace(name=tidy))])

    def merge_groups(self, ids: Sequence[GroupId]) -> Edit:
        """Makes one group of several. It keeps the first name the user gave to one of them, else the largest's.

        Raises:
            UserError: they are fewer than two.
        """
        chosen = list(dict.fromkeys(ids))
        if len(chosen) < 2:
            raise UserError("Choose at least two groups to merge.")
        rows = {group: self._group(group) for group in chosen}
        members = {group: self._group_members(group) for group in chosen}
        named = [group for group in chosen if rows[group].name]
        kept = named[0] if named else max(chosen, key=lambda group: len(members[group]))
        others = [group for group in chosen if group != kept]
        count = max(sum(len(found) for found in members.values()), 1)
        merged = rows[kept]._replace(
            centre=b"".join(rows[group].centre for group in [kept, *others]),
            coherence=sum(rows[group].coherence * len(members[group]) for group in chosen) / count,
        )
        changes = [_member_change(photo, group, kept) for group in others for photo in members[group]]
        changes.append(_group_change(kept, rows[kept], merged))
        changes += [_group_change(group, rows[group], None) for group in others]
        return self._apply(f"Merge groups into “{merged.name or merged.made_name}”", changes)

    def split_group(self, group_id: GroupId, first: GroupRow, second: GroupRow, moved: Sequence[PhotoId]) -> Edit:
        """Makes two groups of one.

        Args:
            group_id: the group; it becomes `first`.
            first: what it is from now on.
            second: the new group beside it.
            moved: its photos that go there.
        """
        row = self._group(group_id)
        inside = set(self._group_members(group_id))
        new = next_id(self._db)
        changes = [_group_change(new, None, second), _group_change(group_id, row, first)]
        changes += [_member_change(photo, group_id, new) for photo in moved if photo in inside]
        return self._apply(f"Split group “{row.name or row.made_name}”", changes)

    def regroup(self, before: Snapshot, after: Snapshot) -> Edit:
        """Puts other groups in the place of those there are; `before` is what the others were made from."""
        edit = self._apply(
            "Find groups anew", [Change(GROUPING, None, "", None, None, before.as_text(), after.as_text())]
        )
        with self._db.durable():
            self._db.execute(
                """DELETE FROM journal WHERE id <= (SELECT edit_id FROM journal_change WHERE kind = ?
                   ORDER BY edit_id DESC LIMIT 1 OFFSET ?)""",
                (GROUPING, KEPT_REGROUPINGS),
            )
        return edit

    def _group(self, group_id: GroupId) -> GroupRow:
        row = Groups(self._db).row(group_id)
        if row is None:
            raise UserError("That group is not there any more.")
        return row

    def _group_members(self, group_id: GroupId) -> list[PhotoId]:
        return Groups(self._db).photo_ids(group_id)

    def _free_group_name(self, name: str, group_id: GroupId) -> str:
        tidy = one_line(name)
        if not tidy:
            raise UserError("A group needs a name.")
        if len(tidy) > MAX_NAME:
            raise UserError(f"The name of a group may have at most {MAX_NAME} characters.")
        for other, row in Groups(self._db).rows().items():
            taken = row.name or row.made_name
            if other != group_id and row.resting is None and same_name(taken) == same_name(tidy):
                raise UserError(f"There is a group “{taken}” already.", advice="Choose another name, or merge the two.")
        return tidy


def write_groups(db: Database, changes: Sequence[Change]) -> None:
    """Writes changed groups; call it inside a transaction."""
    for change in changes:
        if change.after_text is None:
            db.execute("DELETE FROM photo_group WHERE id = ?", (int(change.name),))
        else:
            write_row(db, GroupId(int(change.name)), GroupRow.from_text(change.after_text))


def write_members(db: Database, changes: Sequence[Change]) -> None:
    """Writes which groups photos are in; a photo whose group is gone waits to be put into another."""
    db.execute_many(
        """UPDATE group_photo SET group_id = ?1 WHERE photo_id = ?2
           AND EXISTS (SELECT 1 FROM photo_group WHERE id = ?1)""",
        [(change.after, change.photo_id) for change in changes],
    )


def write_groupings(db: Database, changes: Sequence[Change]) -> None:
    """Writes all groups anew; call it inside a transaction."""
    for change in changes:
        assert change.after_text is not None
        write_snapshot(db, Snapshot.from_text(change.after_text))


def _group_change(group_id: GroupId, before: GroupRow | None, after: GroupRow | None) -> Change:
    texts = [None if row is None else row.as_text() for row in (before, after)]
    return Change(GROUP, None, str(group_id), None, None, texts[0], texts[1])


def _member_change(photo: PhotoId, before: GroupId, after: GroupId) -> Change:
    return Change(GROUP_PHOTO, photo, "", before, after)
