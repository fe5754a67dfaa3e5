"""Acts that moved files, as the journal knows them; and what a photo that goes leaves to the one that is kept.

The files move elsewhere (`library.trash_acts`); here is written what came of it, in one transaction with the journal.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Sequence

from desktop_app.domain.ids import AlbumId, EditId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.domain.trash import FileActKind, TrashState
from desktop_app.store import not_duplicates, tiles
from desktop_app.store.albums import ALBUM, ALBUM_PHOTO, load_row
from desktop_app.store.database import Database
from desktop_app.store.journal import Change
from desktop_app.store.trash import TRASH, FileAct, TrashFile


class TrashEdits(ABC):
    """The part of `Edits` that is about the trash and duplicates."""

    _db: Database

    @abstractmethod
    def _apply(self, label: str, changes: list[Change]) -> Edit:
        """Does an act and writes it down."""

    @abstractmethod
    def _replay(self, edit_id: EditId | None, *, is_undo: bool, stayed: Collection[PhotoId] = ()) -> Edit | None:
        """Takes an act back, or does it again, but for what it said of photos that stayed as they are."""

    @abstractmethod
    def _set_field(self, field: str, ids: Sequence[PhotoId], value: int) -> list[Change]:
        """Returns what is to be written so that a field of photos has a value."""

    def not_duplicates(self, ids: Sequence[PhotoId]) -> Edit:
        """Says that no two of these photos are duplicates, for ever."""
        return self._apply("Not duplicates", not_duplicates.changes(self._db, ids))

    def finish(self, act: FileAct, files: Iterable[TrashFile]) -> Edit | None:
        """Writes down what an act has come to, after its files have moved, and ends it.

        Args:
            act: the act.
            files: those photos' own files of it that have moved.
        """
        moved = list(files)
        if act.kind in (FileActKind.UNDO, FileActKind.REDO):
            is_undo = act.kind is FileActKind.UNDO
            edit = self._replay(act.edit_id, is_undo=is_undo, stayed=self._stayed(act.edit_id, is_undo=is_undo))
            if edit is not None:
                return edit
        changes = self._merges(moved) if act.kind is FileActKind.RESOLVE else []
        return self._apply(act.label, [*changes, *(_file_change(file) for file in moved)])

    def _stayed(self, edit_id: EditId | None, *, is_undo: bool) -> set[PhotoId]:
        """Returns the photos that were to go to the trash and did not: a hidden one must stay so, too."""
        if edit_id is None:
            return set()
        going, _ = self.file_changes(edit_id, is_undo=is_undo)
        sql = "SELECT photo_id FROM trash_file WHERE photo_id IN (SELECT value FROM json_each(?))"
        return set(going).difference(row[0] for row in self._db.rows(sql, (tiles.id_list(going),)))

    def file_changes(self, edit_id: EditId, *, is_undo: bool) -> tuple[dict[PhotoId, PhotoId | None], list[PhotoId]]:
        """Returns which photos taking an act back, or doing it again, moves.

        Returns:
            Those that go to the trash, each with the photo that is kept instead of it, and those that come back.
        """
        rows = self._db.rows(
            """SELECT photo_id, name, before, after FROM journal_change
               WHERE edit_id = ? AND kind = ? AND photo_id IS NOT NULL ORDER BY position""",
            (edit_id, TRASH),
        )
        going: dict[PhotoId, PhotoId | None] = {}
        returning: list[PhotoId] = []
        for photo, name, before, after in rows:
            if (before if is_undo else after) is None:
                returning.append(PhotoId(photo))
            else:
                going[PhotoId(photo)] = PhotoId(int(name)) if name else None
        return going, returning

    def forget(self, edit_id: EditId) -> None:
        """Takes an act out of the journal that cannot be taken back any more."""
        with self._db.durable():
            self._db.execute("DELETE FROM journal WHERE id = ?", (edit_id,))

    def _merges(self, files: Sequence[TrashFile]) -> list[Change]:
        heirs: dict[PhotoId, list[PhotoId]] = {}
        for file in files:
            if file.keep_id is not None:
                heirs.setdefault(file.keep_id, []).append(file.photo_id)
        changes: list[Change] = []
        covers: dict[AlbumId, PhotoId] = {}
        for keep, others in heirs.items():
            changes += [*self._merged_fields(keep, others), *self._merged_tags(keep, others)]
            changes += self._merged_places(keep, others)
            covers |= dict.fromkeys(self._albums_with_cover(others), keep)
        for album_id, keep in covers.items():
            row = load_row(self._db, album_id)
            assert row is not None
            texts = row.as_text(), row._replace(cover=keep).as_text()
            changes.append(Change(ALBUM, None, str(album_id), None, None, *texts))
        return changes

    def _merged_fields(self, keep: PhotoId, others: Sequence[PhotoId]) -> list[Change]:
        """The best rating of all; a favourite when one of them was. A hidden copy does not hide what is kept."""
        sql = """SELECT coalesce(max(p.rating), 0), coalesce(max(e.is_favourite), 0) FROM photo AS p
                 LEFT JOIN photo_edit AS e ON e.photo_id = p.id WHERE p.id IN (SELECT value FROM json_each(?))"""
        mine = self._db.row(sql, (tiles.id_list([keep]),))
        theirs = self._db.row(sql, (tiles.id_list(others),))
        assert mine is not None
        assert theirs is not None
        changes = self._set_field("rating", [keep], theirs[0]) if theirs[0] > mine[0] else []
        return changes + (self._set_field("is_favourite", [keep], 1) if theirs[1] > mine[1] else [])

    def _merged_tags(self, keep: PhotoId, others: Sequence[PhotoId]) -> list[Change]:
        """The user's own words, but for those they took off the photo that is kept."""
        rows = self._db.rows(
            """SELECT DISTINCT name FROM user_tag WHERE photo_id IN (SELECT value FROM json_each(?))
               AND name NOT IN (SELECT name FROM user_tag WHERE photo_id = ?)
               AND name NOT IN (SELECT name FROM tag_suppression WHERE photo_id = ?) ORDER BY name""",
            (tiles.id_list(others), keep, keep),
        )
        return [Change("user_tag", keep, row[0], None, 1) for row in rows]

    def _merged_places(self, keep: PhotoId, others: Sequence[PhotoId]) -> list[Change]:
        """In albums that hold the others alone the kept photo stands where the first of them stood."""
        rows = self._db.rows(
            """SELECT album_id, min(place) FROM album_photo WHERE photo_id IN (SELECT value FROM json_each(?))
               AND album_id NOT IN (SELECT album_id FROM album_photo WHERE photo_id = ?)
               GROUP BY album_id ORDER BY album_id""",
            (tiles.id_list(others), keep),
        )
        return [Change(ALBUM_PHOTO, keep, str(album), None, place) for album, place in rows]

    def _albums_with_cover(self, photos: Sequence[PhotoId]) -> list[AlbumId]:
        sql = "SELECT id FROM album WHERE cover IN (SELECT value FROM json_each(?)) ORDER BY id"
        return [AlbumId(row[0]) for row in self._db.rows(sql, (tiles.id_list(photos),))]


def _file_change(file: TrashFile) -> Change:
    keep = "" if file.keep_id is None else str(file.keep_id)
    if file.state is TrashState.RETURNING:
        return Change(TRASH, file.photo_id, keep, 1, None)
    return Change(TRASH, file.photo_id, keep, None, 1)
