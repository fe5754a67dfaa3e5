"""New versions of photos, as the journal knows them: what they take over, and what undo does to their files."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.domain.photo import FlagName
from desktop_app.store import versions
from desktop_app.store.albums import ALBUM, load_row
from desktop_app.store.journal import Change
from desktop_app.store.trash import TRASH
from desktop_app.store.trash_edits import TrashEdits

_WORDS = ("user_tag", "tag_suppression", "flag_dismissal", "flag_confirmation")


class VersionEdits(TrashEdits):
    """The part of `Edits` that is about versions."""

    @abstractmethod
    def _extend(self, edit_id: EditId, changes: list[Change]) -> bool:
        """Adds to the last act. Says whether it could."""

    def add_version(self, label: str, version_id: PhotoId, original_id: PhotoId, into: EditId | None) -> Edit:
        """Lays a new file upon the photo it was made of, with all that the user said of that one.

        Taking it back moves the file to the trash, doing it again brings it back.

        Args:
            label: what the journal calls it.
            version_id: the new file, which nobody has said anything about.
            original_id: what it was made of.
            into: the act it belongs to, if that is still the last one; else it is an act of its own.
        """
        changes = [
            Change(versions.VERSION, version_id, "", None, versions.bottom_of(self._db, original_id)),
            *self._words(version_id, original_id),
            *self._merged_places(version_id, [original_id]),
            *self._covers(version_id, original_id),
            Change(TRASH, version_id, "", 1, None),
        ]
        if into is not None and self._extend(into, changes):
            return Edit(into, label, self._now_ms(), (version_id, original_id))
        return self._apply(label, changes)

    def unpile(self, ids: Sequence[PhotoId]) -> Edit:
        """Makes versions and their originals photos of their own."""
        return self._apply("Unstack versions", versions.unpile(self._db, ids))

    @abstractmethod
    def _now_ms(self) -> int:
        """Tells the time."""

    def _words(self, version_id: PhotoId, original_id: PhotoId) -> list[Change]:
        """Stars, heart, hiding, tags and answers about flags; but that it is noisy is no longer so."""
        changes: list[Change] = []
        row = self._db.row(
            "SELECT rating, is_favourite, is_hidden FROM photo_edit WHERE photo_id = ?", (original_id,)
        ) or (None, None, None)
        for field, value in zip(("rating", "is_favourite", "is_hidden"), row, strict=True):
            if value is not None:
                changes += self._set_field(field, [version_id], value)
        for table in _WORDS:
            names = self._db.rows(
                f"SELECT name FROM {table} WHERE photo_id = ? AND name <> ? ORDER BY name",  # noqa: S608 - of four
                (original_id, str(FlagName.NOISY) if table.startswith("flag") else ""),
            )
            changes += [Change(table, version_id, name, None, 1) for (name,) in names]
        return changes

    def _covers(self, version_id: PhotoId, original_id: PhotoId) -> list[Change]:
        changes = []
        for album_id in self._albums_with_cover([original_id]):
            row = load_row(self._db, album_id)
            assert row is not None
            texts = row.as_text(), row._replace(cover=version_id).as_text()
            changes.append(Change(ALBUM, None, str(album_id), None, None, *texts))
        return changes
