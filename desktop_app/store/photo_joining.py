"""When two rows want one path: one was a trace of the other and they are joined, or one is trashed and steps aside."""

from __future__ import annotations

import os
from collections.abc import Sequence

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.store import not_duplicates, photo_rows, tiles, versions
from desktop_app.store.albums import take_over_cover
from desktop_app.store.database import Database
from desktop_app.store.search_text import SearchText

ASIDE = b".reverie-trashed-"  # a folder that no scan enters: there stands a row whose place another file has taken
_TABLES = (
    "user_tag",
    "tag_suppression",
    "flag_dismissal",
    "flag_confirmation",
    "album_photo",
    "album_refusal",
    "smart_album_example",
    "journal_change",
)


def make_room(db: Database, photo_id: PhotoId, root_id: RootId, relative_path: bytes) -> None:
    """Sees to it that a photo's row can take a path; call it inside a transaction.

    Another row there stood for the same file: what the user said of it goes over to the photo, and the row goes. One
    whose own file is in the trash stays a photo of its own.
    """
    other = db.value(
        "SELECT id FROM photo WHERE root_id = ? AND relative_path = ? AND id <> ?", (root_id, relative_path, photo_id)
    )
    if other is None:
        return
    if db.value("SELECT 1 FROM trash_file WHERE photo_id = ?", (other,)):
        step_aside(db, [other])
        return
    # The row that goes stood for the file where it lies now, so what the user said of it was said later.
    db.execute(
        """INSERT INTO photo_edit (photo_id, rating, is_favourite, is_hidden, checksum)
           SELECT ?, rating, is_favourite, is_hidden, 0 FROM photo_edit WHERE photo_id = ?
           ON CONFLICT (photo_id) DO UPDATE SET rating = coalesce(excluded.rating, rating),
               is_favourite = coalesce(excluded.is_favourite, is_favourite),
               is_hidden = coalesce(excluded.is_hidden, is_hidden)""",
        (photo_id, other),
    )
    for table in _TABLES:
        db.execute(f"UPDATE OR IGNORE {table} SET photo_id = ? WHERE photo_id = ?", (photo_id, other))  # noqa: S608
    take_over_cover(db, photo_id, other)
    not_duplicates.take_over(db, photo_id, other)
    if db.value("SELECT 1 FROM event_correction"):
        from desktop_app.store import event_corrections  # late: few correct events

        event_corrections.take_over(db, photo_id, other)
    versions.take_over(db, photo_id, other)
    photo_rows.seal_user_rows(db, photo_id)
    SearchText(db).remove([other])
    db.execute("DELETE FROM photo WHERE id = ?", (other,))


def step_aside(db: Database, ids: Sequence[PhotoId]) -> None:
    """Moves the rows of trashed photos out of the way of files that took their places; call it in a transaction."""
    rows = db.rows(
        """SELECT id, relative_path FROM photo WHERE id IN (SELECT value FROM json_each(?))
           AND id IN (SELECT photo_id FROM trash_file)""",
        (tiles.id_list(ids),),
    )
    for photo, path in rows:
        folder, slash, name = path.rpartition(b"/")
        if not os.path.basename(folder).startswith(ASIDE):
            aside = folder + slash + ASIDE + str(photo).encode() + b"/" + name
            db.execute("UPDATE photo SET relative_path = ? WHERE id = ?", (aside, photo))


def home_folder(relative_path: bytes) -> bytes:
    """Returns the folder, below the root, in which a photo lay whose row may have stepped aside."""
    folder = os.path.dirname(relative_path)
    return os.path.dirname(folder) if os.path.basename(folder).startswith(ASIDE) else folder
