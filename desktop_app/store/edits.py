"""What the user says about photos: each act in its own small tables, on the disk before it returns, and undoable."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from functools import cached_property, partial
from typing import TYPE_CHECKING

from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.library import Edit, UndoState
from desktop_app.domain.photo import FlagName
from desktop_app.errors import UserError
from desktop_app.store import not_duplicates, tiles, versions
from desktop_app.store.album_edits import AlbumEdits
from desktop_app.store.albums import ALBUM, ALBUM_PHOTO, ALBUM_REFUSAL, write_albums, write_places, write_refusals
from desktop_app.store.database import Database, type_row
from desktop_app.store.group_edits import (
    GROUP,
    GROUP_PHOTO,
    GROUPING,
    GroupEdits,
    write_groupings,
    write_groups,
    write_members,
)
from desktop_app.store.journal import EVENT_CORRECTION, HISTORY, Change
from desktop_app.store.smart_album_edits import SmartAlbumEdits
from desktop_app.store.smart_albums import SMART_ALBUM, SMART_EXAMPLE, write_smart_albums, write_smart_examples
from desktop_app.store.tags import tidy_name
from desktop_app.store.taste_edits import TasteEdits
from desktop_app.store.trash import TRASH, write_trash
from desktop_app.store.version_edits import VersionEdits

if TYPE_CHECKING:
    from desktop_app.store.event_edits import EventEdits
    from desktop_app.store.history import History

KEPT_EDITS = 500
_FIELDS = ("rating", "is_favourite", "is_hidden")
_SETS = ("user_tag", "tag_suppression", "flag_dismissal", "flag_confirmation")
_EVERYWHERE = "tag_suppression_everywhere"
_ON_TILES = (*_FIELDS, *_SETS, TRASH)


class Edits(AlbumEdits, GroupEdits, SmartAlbumEdits, TasteEdits, VersionEdits):
    """The user's acts, and the journal that undoes them, across restarts too."""

    def __init__(self, db: Database, history: Callable[[], History], clock: Callable[[], int]) -> None:
        self._db = db
        self._history = history
        self._clock = clock
        self._writers: dict[str, Callable[[Sequence[Change]], None]] = {
            **{field: partial(self._write_field, field) for field in _FIELDS},
            **{table: partial(self._write_members, table) for table in _SETS},
            _EVERYWHERE: self._write_everywhere,
            ALBUM: partial(write_albums, db),
            ALBUM_PHOTO: partial(write_places, db),
            ALBUM_REFUSAL: partial(write_refusals, db),
            EVENT_CORRECTION: partial(_write_event_corrections, db),
            GROUP: partial(write_groups, db),
            GROUP_PHOTO: partial(write_members, db),
            GROUPING: partial(write_groupings, db),
            HISTORY: self._replay_history,
            SMART_ALBUM: partial(write_smart_albums, db),
            SMART_EXAMPLE: partial(write_smart_examples, db),
            TRASH: partial(write_trash, db),
            not_duplicates.NOT_DUPLICATE: partial(not_duplicates.write, db),
            versions.VERSION: partial(versions.write, db),
        }

    def _now_ms(self) -> int:
        return self._clock()

    @cached_property
    def events(self) -> EventEdits:
        """Acts on events. Nothing of them is loaded before somebody asks."""
        from desktop_app.store.event_edits import EventEdits

        return EventEdits(self._db, self._apply)

    def set_rating(self, ids: Sequence[PhotoId], rating: int) -> Edit:
        """Gives photos 0 to 5 stars."""
        if not 0 <= rating <= 5:
            raise ValueError(f"a rating is 0 to 5, not {rating}")
        label = "Remove rating" if rating == 0 else f"Rate {rating} star{'s' if rating > 1 else ''}"
        return self._apply(label, self._set_field("rating", ids, rating))

    def set_favourite(self, ids: Sequence[PhotoId], is_favourite: bool) -> Edit:  # noqa: FBT001 - the value to set
        """Makes photos favourites, or not."""
        label = "Add to favourites" if is_favourite else "Remove from favourites"
        return self._apply(label, self._set_field("is_favourite", ids, int(is_favourite)))

    def set_hidden(self, ids: Sequence[PhotoId], is_hidden: bool) -> Edit:  # noqa: FBT001 - the value to set
        """Hides photos from everywhere but their own page, or shows them again; with all that lies on their piles.

        Else the original of a hidden version would come to light as soon as the version is gone.
        """
        whole = self._whole_piles(ids)
        return self._apply("Hide" if is_hidden else "Unhide", self._set_field("is_hidden", whole, int(is_hidden)))

    def add_tag(self, ids: Sequence[PhotoId], name: str) -> Edit:
        """Puts the user's own word on photos; a word removed earlier from them may come again.

        Raises:
            UserError: the word is empty.
        """
        name = _checked(name)
        changes = self._set_member("user_tag", ids, name, 1) + self._set_member("tag_suppression", ids, name, None)
        return self._apply(f"Add tag “{name}”", changes)

    def remove_tag(self, ids: Sequence[PhotoId], name: str) -> Edit:
        """Takes a word off photos, whoever said it; the model's does not come back."""
        name = _checked(name)
        changes = self._set_member("user_tag", ids, name, None) + self._set_member("tag_suppression", ids, name, 1)
        return self._apply(f"Remove tag “{name}”", changes)

    def suppress_tag(self, name: str) -> Edit:
        """Takes a word of the model's off all photos, now and later. The user's own and the files' own stay."""
        name = _checked(name)
        before = self._db.value("SELECT 1 FROM tag_suppression_everywhere WHERE name = ?", (name,))
        return self._apply(f"Never use tag “{name}”", [Change(_EVERYWHERE, None, name, before, 1)])

    def dismiss_flag(self, ids: Sequence[PhotoId], flag: FlagName) -> Edit:
        """Says that photos are not what a flag says; it stays so when they are understood again.

        What may be sensitive is said of whole piles, as hiding is.
        """
        ids = self._whole_piles(ids) if flag is FlagName.SENSITIVE else ids
        changes = self._set_member("flag_dismissal", ids, str(flag), 1)
        return self._apply(f"Not {flag}", changes + self._set_member("flag_confirmation", ids, str(flag), None))

    def confirm_flag(self, ids: Sequence[PhotoId], flag: FlagName) -> Edit:
        """Says that photos are what a flag says, whether or not anybody saw it; it stays so whatever is found.

        What may be sensitive is said of whole piles, as hiding is.
        """
        ids = self._whole_piles(ids) if flag is FlagName.SENSITIVE else ids
        changes = self._set_member("flag_confirmation", ids, str(flag), 1)
        return self._apply(f"Mark as {flag}", changes + self._set_member("flag_dismissal", ids, str(flag), None))

    def undo(self) -> Edit | None:
        """Takes the last act back; None when there is none."""
        return self._replay(self._next(is_undo=True), is_undo=True)

    def redo(self) -> Edit | None:
        """Does the act again that was taken back last; None when there is none."""
        return self._replay(self._next(is_undo=False), is_undo=False)

    def state(self) -> UndoState:
        """Returns what Undo and Redo would do now."""
        return UndoState(self._edit(self._next(is_undo=True)), self._edit(self._next(is_undo=False)))

    def _next(self, *, is_undo: bool) -> EditId | None:
        which = "max(id) FROM journal WHERE NOT is_undone" if is_undo else "min(id) FROM journal WHERE is_undone"
        found: EditId | None = self._db.value(f"SELECT {which}")
        return found

    def _whole_piles(self, ids: Sequence[PhotoId]) -> list[PhotoId]:
        return list(dict.fromkeys([*ids, *versions.piles(self._db, ids)]))

    def _set_field(self, field: str, ids: Sequence[PhotoId], value: int) -> list[Change]:
        known: dict[PhotoId, int | None] = dict(
            self._db.rows(
                f"""SELECT p.id, e.{field} FROM photo AS p LEFT JOIN photo_edit AS e ON e.photo_id = p.id
                    WHERE p.id IN (SELECT value FROM json_each(?))""",  # noqa: S608
                (tiles.id_list(ids),),
            )
        )
        return [Change(field, photo, "", known[photo], value) for photo in dict.fromkeys(ids) if photo in known]

    def _set_member(self, table: str, ids: Sequence[PhotoId], name: str, after: int | None) -> list[Change]:
        known: dict[PhotoId, int | None] = dict(
            self._db.rows(
                f"""SELECT p.id, CASE WHEN t.photo_id IS NULL THEN NULL ELSE 1 END
                    FROM photo AS p LEFT JOIN {table} AS t ON t.photo_id = p.id AND t.name = ?
                    WHERE p.id IN (SELECT value FROM json_each(?))""",  # noqa: S608
                (name, tiles.id_list(ids)),
            )
        )
        return [Change(table, photo, name, known[photo], after) for photo in dict.fromkeys(ids) if photo in known]

    def _apply(self, label: str, changes: list[Change]) -> Edit:
        """Does an act and writes it down. One that changes nothing leaves the journal as it is."""
        at_ms = self._clock()
        real = [change for change in changes if change.is_real()]
        photos = tuple(dict.fromkeys(change.photo_id for change in changes if change.photo_id is not None))
        if not real:
            return Edit(EditId(0), label, at_ms, photos)
        with self._lasting():
            self._db.execute("DELETE FROM journal WHERE is_undone")
            edit = EditId(
                self._db.value("INSERT INTO journal (label, at_ms) VALUES (?, ?) RETURNING id", (label, at_ms))
            )
            self._note(edit, real)
            self._write(real)
            self._db.execute("DELETE FROM journal WHERE id <= ? - ?", (edit, KEPT_EDITS))
        return Edit(edit, label, at_ms, photos)

    def _extend(self, edit_id: EditId, changes: list[Change]) -> bool:
        """Adds to the last act what belongs to it; not where another came since, or it was, or is being, taken back."""
        real = [change for change in changes if change.is_real()]
        with self._lasting():
            is_last = self._db.value("SELECT max(id) FROM journal WHERE NOT is_undone") == edit_id
            if not is_last or self._db.value("SELECT 1 FROM file_act WHERE edit_id = ?", (edit_id,)):
                return False
            self._db.execute("DELETE FROM journal WHERE is_undone")
            self._note(edit_id, real)
            self._write(real)
        return True

    def _lasting(self) -> AbstractContextManager[None]:
        """Returns a transaction that is on the disk when it ends; a part of the one that is open already."""
        return self._db.atomic() if self._db.connection.in_transaction else self._db.durable()

    def _note(self, edit_id: EditId, changes: Sequence[Change]) -> None:
        first = self._db.value(
            "SELECT coalesce(max(position), -1) + 1 FROM journal_change WHERE edit_id = ?", (edit_id,)
        )
        self._db.execute_many(
            """INSERT INTO journal_change
               (edit_id, position, kind, photo_id, name, before, after, before_text, after_text)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            [(edit_id, first + number, *change) for number, change in enumerate(changes)],
        )

    def _replay(self, edit_id: EditId | None, *, is_undo: bool, stayed: Collection[PhotoId] = ()) -> Edit | None:
        """Takes an act back, or does it again; None when it is not there, or not as it has to be for that."""
        with self._db.durable():
            edit = self._edit(edit_id)
            if (
                edit is None
                or bool(self._db.value("SELECT is_undone FROM journal WHERE id = ?", (edit_id,))) is is_undo
            ):
                return None
            rows = self._db.rows(
                """SELECT kind, photo_id, name, before, after, before_text, after_text FROM journal_change
                   WHERE edit_id = ? ORDER BY position""",
                (edit.id,),
            )
            changes = [change for change in (Change(*row) for row in rows) if change.photo_id not in stayed]
            if is_undo:
                changes = [change.reversed() for change in reversed(changes)]
            self._write(changes)
            self._db.execute("UPDATE journal SET is_undone = ? WHERE id = ?", (is_undo, edit.id))
        return self._with_wished(edit, changes)

    def _write(self, changes: Sequence[Change]) -> None:
        for kind in dict.fromkeys(change.kind for change in changes):
            self._writers[kind]([change for change in changes if change.kind == kind])
        seen = {change.photo_id for change in changes if change.kind in _ON_TILES and change.photo_id is not None}
        tiles.refresh(self._db, seen)

    def _write_field(self, field: str, changes: Sequence[Change]) -> None:
        ids = tiles.id_list(change.photo_id for change in changes if change.photo_id is not None)
        self._db.execute(
            "INSERT OR IGNORE INTO photo_edit (photo_id, checksum) SELECT value, 0 FROM json_each(?)",
            (ids,),
        )
        self._db.execute_many(
            f"UPDATE photo_edit SET {field} = ? WHERE photo_id = ?",  # noqa: S608 - one of three names
            [(change.after, change.photo_id) for change in changes],
        )
        self._db.execute(
            """UPDATE photo_edit SET checksum = row_checksum(photo_id, rating, is_favourite, is_hidden)
               WHERE photo_id IN (SELECT value FROM json_each(?))""",
            (ids,),
        )

    def _write_members(self, table: str, changes: Sequence[Change]) -> None:
        self._db.execute_many(
            f"REPLACE INTO {table} (photo_id, name, checksum) VALUES (?1, ?2, row_checksum(?1, ?2))",  # noqa: S608
            [(change.photo_id, change.name) for change in changes if change.after is not None],
        )
        self._db.execute_many(
            f"DELETE FROM {table} WHERE photo_id = ? AND name = ?",  # noqa: S608 - one of three names
            [(change.photo_id, change.name) for change in changes if change.after is None],
        )

    def _write_everywhere(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.after is None:
                self._db.execute("DELETE FROM tag_suppression_everywhere WHERE name = ?", (change.name,))
            else:
                self._db.execute(
                    "REPLACE INTO tag_suppression_everywhere VALUES (?1, row_checksum(?1))", (change.name,)
                )

    def _edit(self, edit_id: int | None) -> Edit | None:
        row: type_row | None = self._db.row("SELECT id, label, at_ms FROM journal WHERE id = ?", (edit_id,))
        if row is None:
            return None
        photos = self._db.rows(
            "SELECT DISTINCT photo_id FROM journal_change WHERE edit_id = ? AND photo_id IS NOT NULL ORDER BY photo_id",
            (row[0],),
        )
        return Edit(EditId(row[0]), row[1], row[2], tuple(PhotoId(photo[0]) for photo in photos))


def _write_event_corrections(db: Database, changes: Sequence[Change]) -> None:
    from desktop_app.store import event_corrections  # late: acts on events are rare

    event_corrections.write(db, changes)


def _checked(name: str) -> str:
    tidy = tidy_name(name)
    if not tidy:
        raise UserError("A tag needs at least one letter.")
    return tidy
