"""Where the files of trashed photos are, and which acts that move files have not ended yet.

A file moves in three steps: it is written down here, on the disk, that it is about to; it moves; the journal learns of
it and the row says so. What is cut off in between is found by `open_acts` and settled by where the files really are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop_app.domain.ids import EditId, PhotoId, RootId
from desktop_app.domain.trash import FileActKind, TrashState
from desktop_app.store import tiles
from desktop_app.store.database import Database, type_row
from desktop_app.store.folders import Folders
from desktop_app.store.journal import Change
from desktop_app.store.photo_joining import home_folder, make_room, step_aside
from desktop_app.store.search_text import SearchText

TRASH = "trash"  # the kind of change in the journal; its name is the id of the photo that is kept instead, or ''
SEAL = "row_checksum(photo_id, part, state, name, kept, info, size_bytes, mtime_ns, at_ms)"
_COLUMNS = "photo_id, part, state, name, kept, info, size_bytes, mtime_ns, at_ms, keep_id, target"
STILL_THERE = f"""SELECT photo_id FROM trash_file WHERE part = 0
    AND state IN ({int(TrashState.IN_TRASH)}, {int(TrashState.RETURNING)})"""  # noqa: S608
_IDS = "(SELECT value FROM json_each(?))"


class TrashFile(NamedTuple):
    """One file of a trashed photo: part 0 is the photo, the others go with it.

    Attributes:
        name: what it is called in the photo's folder.
        kept, info: whole paths in the system's trash; b'' where not known, or where there is no such file.
        size_bytes, mtime_ns: by which it is known again.
        keep_id: the photo that is kept instead of it.
        target: what it shall be called when it comes back, None unless it is about to.
    """

    photo_id: PhotoId
    part: int
    state: TrashState
    name: bytes
    kept: bytes
    info: bytes
    size_bytes: int
    mtime_ns: int
    at_ms: int
    keep_id: PhotoId | None = None
    target: bytes | None = None


class FileAct(NamedTuple):
    """One act that moves files and has not ended. `edit_id` is what an undo or redo takes back."""

    id: int
    kind: FileActKind
    label: str
    edit_id: EditId | None
    at_ms: int


class Trash:
    """The table of trashed files."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def begin(
        self,
        kind: FileActKind,
        label: str,
        at_ms: int,
        *,
        going: Sequence[TrashFile] = (),
        returning: Mapping[PhotoId, Sequence[bytes]] | None = None,
        edit_id: EditId | None = None,
    ) -> FileAct:
        """Writes down, on the disk, that files are about to move. The photos that go count as trashed from here on.

        Args:
            kind: what for.
            label: what the journal will call it.
            at_ms: now.
            going: the files that go to the trash.
            returning: photos that come back, and what each of their files shall be called then, by part.
            edit_id: the edit that is taken back, or done again.
        """
        back = returning or {}
        with self._db.durable():
            act_id = self._db.value(
                "INSERT INTO file_act (kind, label, edit_id, at_ms) VALUES (?, ?, ?, ?) RETURNING id",
                (str(kind), label, edit_id, at_ms),
            )
            ids = {file.photo_id for file in going}
            self._db.execute(f"DELETE FROM trash_file WHERE photo_id IN {_IDS}", (tiles.id_list(ids),))  # noqa: S608
            self._db.execute_many(
                f"""INSERT INTO trash_file ({_COLUMNS}, act_id, checksum)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)""",  # noqa: S608
                [(*file, act_id) for file in going],
            )
            self._db.execute_many(
                "UPDATE trash_file SET state = ?, act_id = ?, target = ? WHERE photo_id = ? AND part = ?",
                [
                    (int(TrashState.RETURNING), act_id, target, photo, part)
                    for photo, targets in back.items()
                    for part, target in enumerate(targets)
                ],
            )
            self._seal([*ids, *back])
        return FileAct(act_id, kind, label, edit_id, at_ms)

    def put_elsewhere(self, file: TrashFile) -> None:
        """Writes down, on the disk, that a file goes to another place in the trash than was planned."""
        with self._db.durable():
            self._db.execute(
                "UPDATE trash_file SET kept = ?, info = ? WHERE photo_id = ? AND part = ?",
                (file.kept, file.info, file.photo_id, file.part),
            )
            self._seal([file.photo_id])

    def leave_out(self, files: Sequence[TrashFile]) -> None:
        """Writes down that these files, no photos but what goes with them, stayed where they are."""
        with self._db.durable():
            self._db.execute_many(
                "DELETE FROM trash_file WHERE photo_id = ? AND part = ?", [(f.photo_id, f.part) for f in files]
            )

    def give_up(self, ids: Iterable[PhotoId]) -> None:
        """Writes down, on the disk, that none of the files of these photos has moved, or will in this act."""
        listed = tiles.id_list(ids)
        with self._db.durable():
            self._db.execute(
                f"DELETE FROM trash_file WHERE state = ? AND photo_id IN {_IDS}",  # noqa: S608
                (int(TrashState.GOING), listed),
            )
            self._db.execute(
                f"""UPDATE trash_file SET state = ?, act_id = NULL, target = NULL
                    WHERE state = ? AND photo_id IN {_IDS}""",  # noqa: S608
                (int(TrashState.IN_TRASH), int(TrashState.RETURNING), listed),
            )
            self._seal(ids)
            end_acts(self._db)

    def open_acts(self) -> list[FileAct]:
        """Returns the acts that have not ended, in their order."""
        rows = self._db.rows("SELECT id, kind, label, edit_id, at_ms FROM file_act ORDER BY id")
        return [FileAct(row[0], FileActKind(row[1]), *row[2:]) for row in rows]

    def files_of_act(self, act: FileAct) -> dict[PhotoId, list[TrashFile]]:
        """Returns the files that an open act is about, by photo, the photo's own first."""
        return _by_photo(
            self._db.rows(
                f"SELECT {_COLUMNS} FROM trash_file WHERE act_id = ? ORDER BY photo_id, part",  # noqa: S608
                (act.id,),
            )
        )

    def files(self, ids: Iterable[PhotoId]) -> dict[PhotoId, list[TrashFile]]:
        """Returns the files of those of these photos that are trashed, the photo's own first."""
        sql = f"SELECT {_COLUMNS} FROM trash_file WHERE photo_id IN {_IDS} ORDER BY photo_id, part"  # noqa: S608
        return _by_photo(self._db.rows(sql, (tiles.id_list(ids),)))

    def resting(self) -> list[TrashFile]:
        """Returns the photos' own files that are in the trash, or were until it was emptied."""
        states = f"({int(TrashState.IN_TRASH)}, {int(TrashState.EMPTIED)})"
        sql = f"SELECT {_COLUMNS} FROM trash_file WHERE part = 0 AND state IN {states} ORDER BY photo_id"  # noqa: S608
        return [_file(row) for row in self._db.rows(sql)]

    def displaced(self) -> frozenset[PhotoId]:
        """Returns the photos whose place in the trash was taken by one that went later: the trash was emptied since."""
        sql = """SELECT DISTINCT older.photo_id FROM trash_file AS older JOIN trash_file AS newer
                 ON newer.kept = older.kept AND newer.photo_id <> older.photo_id AND newer.at_ms > older.at_ms
                 WHERE older.part = 0 AND older.kept <> x''"""
        return frozenset(PhotoId(row[0]) for row in self._db.rows(sql))

    def note_emptied(self, gone: Sequence[PhotoId], found: Sequence[PhotoId]) -> None:
        """Notes which photos' files are gone from the trash, and which were found in it again."""
        with self._db.atomic():
            for ids, before, after in (
                (gone, TrashState.IN_TRASH, TrashState.EMPTIED),
                (found, TrashState.EMPTIED, TrashState.IN_TRASH),
            ):
                self._db.execute(
                    f"UPDATE trash_file SET state = ? WHERE state = ? AND photo_id IN {_IDS}",  # noqa: S608
                    (int(after), int(before), tiles.id_list(ids)),
                )
            self._seal([*gone, *found])

    def came_back(self, ids: Sequence[PhotoId]) -> None:
        """Notes that the files of trashed photos stand at their places again, by the user's own hand."""
        with self._db.atomic():
            at_rest = self._at_rest(ids)
            for sql in ("DELETE FROM trash_file WHERE photo_id", "UPDATE photo SET missing_since_ms = NULL WHERE id"):
                self._db.execute(f"{sql} IN {_IDS}", (tiles.id_list(at_rest),))
            tiles.refresh(self._db, at_rest)

    def make_way(self, ids: Sequence[PhotoId]) -> None:
        """Moves the rows of trashed photos out of the way: other files stand where theirs lay."""
        with self._db.atomic():
            step_aside(self._db, self._at_rest(ids))

    def _at_rest(self, ids: Sequence[PhotoId]) -> list[PhotoId]:
        """Leaves out what is on its way: the act that moves it knows better than who saw it."""
        states = f"({int(TrashState.IN_TRASH)}, {int(TrashState.EMPTIED)})"
        sql = f"SELECT photo_id FROM trash_file WHERE part = 0 AND state IN {states} AND photo_id IN {_IDS}"  # noqa: S608
        return [PhotoId(row[0]) for row in self._db.rows(sql, (tiles.id_list(ids),))]

    def _seal(self, ids: Iterable[PhotoId]) -> None:
        listed = tiles.id_list(ids)
        self._db.execute(f"UPDATE trash_file SET checksum = {SEAL} WHERE photo_id IN {_IDS}", (listed,))  # noqa: S608
        tiles.refresh(self._db, ids)


def write_trash(db: Database, changes: Sequence[Change]) -> None:
    """Writes what became of the files of an act; call it inside a transaction.

    What is written follows the rows, not the wish: a photo whose files could not be moved stays as it is.
    """
    ids = tiles.id_list(change.photo_id for change in changes if change.photo_id is not None)
    db.execute(
        f"UPDATE trash_file SET state = ?, act_id = NULL WHERE state = ? AND photo_id IN {_IDS}",  # noqa: S608
        (int(TrashState.IN_TRASH), int(TrashState.GOING), ids),
    )
    db.execute(f"UPDATE trash_file SET checksum = {SEAL} WHERE photo_id IN {_IDS}", (ids,))  # noqa: S608
    back = db.rows(
        f"""SELECT p.id, p.root_id, p.relative_path, t.target FROM trash_file AS t JOIN photo AS p ON p.id = t.photo_id
            WHERE t.part = 0 AND t.state = ? AND t.photo_id IN {_IDS}""",  # noqa: S608
        (int(TrashState.RETURNING), ids),
    )
    for photo, root, path, target in back:
        place = b"/".join(part for part in (home_folder(path), target) if part)
        make_room(db, PhotoId(photo), RootId(root), place)
        folder = Folders(db).ensure(RootId(root), home_folder(path))
        db.execute(
            "UPDATE photo SET relative_path = ?, folder_id = ?, missing_since_ms = NULL WHERE id = ?",
            (place, folder, photo),
        )
    db.execute(
        f"DELETE FROM trash_file WHERE state = ? AND photo_id IN {_IDS}",  # noqa: S608
        (int(TrashState.RETURNING), ids),
    )
    SearchText(db).refresh([PhotoId(row[0]) for row in back])
    end_acts(db)


def end_acts(db: Database) -> None:
    """Forgets the acts of which no file is on its way any more; call it inside a transaction."""
    db.execute("DELETE FROM file_act WHERE id NOT IN (SELECT act_id FROM trash_file WHERE act_id IS NOT NULL)")


def _file(row: type_row) -> TrashFile:
    return TrashFile(row[0], row[1], TrashState(row[2]), *row[3:])


def _by_photo(rows: Sequence[type_row]) -> dict[PhotoId, list[TrashFile]]:
    found: dict[PhotoId, list[TrashFile]] = {}
    for row in rows:
        found.setdefault(PhotoId(row[0]), []).append(_file(row))
    return found
