"""What the user does with albums, as acts that the journal can take back. No act touches a photo."""

from __future__ import annotations

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Sequence

from desktop_app.domain.ids import AlbumId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.errors import UserError
from desktop_app.store import tiles
from desktop_app.store.albums import ALBUM, ALBUM_PHOTO, ALBUM_REFUSAL, AlbumRow, load_row, order_sql
from desktop_app.store.database import Database
from desktop_app.store.journal import Change
from desktop_app.store.tags import one_line

MAX_NAME = 200
GAP = 1 << 20  # between the places of neighbours, so that a photo put between them moves no other


class AlbumEdits(ABC):
    """The part of `Edits` that is about albums. An album that is gone is a UserError in each of them."""

    _db: Database

    @abstractmethod
    def _apply(self, label: str, changes: list[Change]) -> Edit:
        """Does an act and writes it down."""

    @abstractmethod
    def _now_ms(self) -> int:
        """Returns the clock."""

    def create_album(self, name: str, ids: Sequence[PhotoId]) -> tuple[Edit, AlbumId]:
        """Makes an album, behind the others, of these photos.

        Raises:
            UserError: the name is empty, too long, or taken.
        """
        name = self._free_name(name, None)
        last = self._db.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'album'") or 0
        highest = self._db.value("SELECT max(id) FROM album") or 0
        album = AlbumId(max(last, highest) + 1)
        position = self._db.value("SELECT coalesce(max(position), -1) + 1 FROM album")
        row = AlbumRow(name, self._now_ms(), position)
        changes = [_album_change(album, None, row), *self._additions(album, ids)]
        return self._apply(f"Create album “{name}”", changes), album

    def rename_album(self, album_id: AlbumId, name: str) -> Edit:
        """Gives an album another name.

        Raises:
            UserError: the name is empty, too long, or taken.
        """
        before = self._row(album_id)
        name = self._free_name(name, album_id)
        return self._apply(f"Rename album to “{name}”", [_album_change(album_id, before, before._replace(name=name))])

    def add_to_album(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> Edit:
        """Puts photos into an album, at the end; those that are in it already stay where they are."""
        row = self._row(album_id)
        return self._apply(f"Add to album “{row.name}”", self._additions(album_id, ids))

    def remove_from_album(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> Edit:
        """Takes photos out of an album; they stay in the library."""
        row = self._row(album_id)
        places = self._places(album_id)
        changes = [
            _place_change(album_id, photo, places[photo], None) for photo in dict.fromkeys(ids) if photo in places
        ]
        return self._apply(f"Remove from album “{row.name}”", changes)

    def move_in_album(self, album_id: AlbumId, ids: Sequence[PhotoId], before: PhotoId | None) -> Edit:
        """Puts photos of an album, in the order given, before one of its photos, or at the end (None).

        The album is in the user's own order from then on; what was not moved stays as it was seen.

        Raises:
            UserError: `before` is not in the album any more.
        """
        row = self._row(album_id)
        places = self._places(album_id)
        if before is not None and before not in places:
            raise UserError("The photo it was to stand before is not in the album any more.")
        moved = [photo for photo in dict.fromkeys(ids) if photo in places]
        present = self._ordered(album_id)
        chosen = set(moved)
        rest = [photo for photo in present if photo not in chosen]
        at = _position_after_removal(present, chosen, before)
        wanted = [*rest[:at], *moved, *rest[at:]]
        if wanted == present:
            return self._apply("Arrange album", [])
        if row.is_own_order:
            changes = self._between(album_id, places, rest, moved, at)
        else:
            changes = [_album_change(album_id, row, row._replace(is_own_order=1))]
            changes += _numbered(album_id, places, wanted)
        return self._apply("Arrange album", changes)

    def sort_album_by_date(self, album_id: AlbumId) -> Edit:
        """Shows an album newest first again. Undo brings the user's own order back."""
        row = self._row(album_id)
        return self._apply("Sort album by date", [_album_change(album_id, row, row._replace(is_own_order=0))])

    def set_album_cover(self, album_id: AlbumId, photo_id: PhotoId | None) -> Edit:
        """Chooses the photo that stands for an album; None leaves it to the program again.

        Raises:
            UserError: the photo is not in the album.
        """
        row = self._row(album_id)
        if photo_id is not None and photo_id not in self._places(album_id):
            raise UserError("Only a photo of the album can be its cover.")
        label = "Set album cover" if photo_id is not None else "Choose album cover automatically"
        return self._apply(label, [_album_change(album_id, row, row._replace(cover=photo_id))])

    def refuse_for_album(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> Edit:
        """Says that photos do not belong in an album; they are not suggested for it again."""
        row = self._row(album_id)
        refused = self._refused(album_id)
        known = self._known(ids)
        changes = [
            Change(ALBUM_REFUSAL, photo, str(album_id), None, 1)
            for photo in dict.fromkeys(ids)
            if photo in known and photo not in refused
        ]
        return self._apply(f"Do not suggest for album “{row.name}”", changes)

    def delete_album(self, album_id: AlbumId) -> Edit:
        """Removes an album; its photos stay in the library."""
        row = self._row(album_id)
        changes = [_place_change(album_id, photo, place, None) for photo, place in self._places(album_id).items()]
        changes += [Change(ALBUM_REFUSAL, photo, str(album_id), 1, None) for photo in sorted(self._refused(album_id))]
        return self._apply(f"Delete album “{row.name}”", [*changes, _album_change(album_id, row, None)])

    def move_album(self, album_id: AlbumId, position: int) -> Edit:
        """Puts an album at another place among the albums, counted from 0 without itself."""
        self._row(album_id)
        order = [AlbumId(row[0]) for row in self._db.rows("SELECT id FROM album ORDER BY position, id")]
        order.remove(album_id)
        order.insert(min(max(position, 0), len(order)), album_id)
        changes = []
        for number, album in enumerate(order):
            row = self._row(album)
            changes.append(_album_change(album, row, row._replace(position=number)))
        return self._apply("Move album", changes)

    def _row(self, album_id: AlbumId) -> AlbumRow:
        row = load_row(self._db, album_id)
        if row is None:
            raise UserError("That album is not there any more.")
        return row

    def _free_name(self, name: str, album_id: AlbumId | None) -> str:
        tidy = one_line(name)
        if not tidy:
            raise UserError("An album needs a name.")
        if len(tidy) > MAX_NAME:
            raise UserError(f"The name of an album may have at most {MAX_NAME} characters.")
        for other, taken in self._db.rows("SELECT id, name FROM album"):
            if other != album_id and same_name(taken) == same_name(tidy):
                raise UserError(f"There is an album “{taken}” already.", advice="Choose another name.")
        return tidy

    def _places(self, album_id: AlbumId) -> dict[PhotoId, int]:
        return dict(self._db.rows("SELECT photo_id, place FROM album_photo WHERE album_id = ?", (album_id,)))

    def _refused(self, album_id: AlbumId) -> set[PhotoId]:
        return {row[0] for row in self._db.rows("SELECT photo_id FROM album_refusal WHERE album_id = ?", (album_id,))}

    def _known(self, ids: Sequence[PhotoId]) -> set[PhotoId]:
        rows = self._db.rows("SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?))", (tiles.id_list(ids),))
        return {row[0] for row in rows}

    def _ordered(self, album_id: AlbumId) -> list[PhotoId]:
        rows = self._db.rows(
            f"""SELECT p.id FROM album_photo AS m JOIN photo AS p ON p.id = m.photo_id
                WHERE m.album_id = ? ORDER BY {order_sql(self._db, album_id)}""",  # noqa: S608
            (album_id,),
        )
        return [PhotoId(row[0]) for row in rows]

    def _additions(self, album_id: AlbumId, ids: Sequence[PhotoId]) -> list[Change]:
        known = self._known(ids)
        places = self._places(album_id)
        end = max(places.values(), default=0)
        new = [photo for photo in dict.fromkeys(ids) if photo in known and photo not in places]
        return [_place_change(album_id, photo, None, end + GAP * (n + 1)) for n, photo in enumerate(new)]

    def _between(
        self, album_id: AlbumId, places: dict[PhotoId, int], rest: list[PhotoId], moved: list[PhotoId], at: int
    ) -> list[Change]:
        """Places `moved` in the gap before rest[at]; numbers the whole album anew where the gap is too small."""
        high = places[rest[at]] if at < len(rest) else None
        low = places[rest[at - 1]] if at else None
        if low is None and high is None:
            low = 0
        if low is None:
            assert high is not None
            low = high - GAP * (len(moved) + 1)
        if high is None:
            high = low + GAP * (len(moved) + 1)
        step = (high - low) // (len(moved) + 1)
        if step < 1:
            return _numbered(album_id, places, [*rest[:at], *moved, *rest[at:]])
        return [
            _place_change(album_id, photo, places[photo], low + step * (number + 1))
            for number, photo in enumerate(moved)
        ]


def same_name(name: str) -> str:
    """Returns what two names have in common that people would call the same: letter case and form do not count."""
    return unicodedata.normalize("NFKC", name).casefold()


def _album_change(album_id: AlbumId, before: AlbumRow | None, after: AlbumRow | None) -> Change:
    texts = [None if row is None else row.as_text() for row in (before, after)]
    return Change(ALBUM, None, str(album_id), None, None, texts[0], texts[1])


def _place_change(album_id: AlbumId, photo: PhotoId, before: int | None, after: int | None) -> Change:
    return Change(ALBUM_PHOTO, photo, str(album_id), before, after)


def _numbered(album_id: AlbumId, places: dict[PhotoId, int], order: Sequence[PhotoId]) -> list[Change]:
    return [_place_change(album_id, photo, places[photo], GAP * (number + 1)) for number, photo in enumerate(order)]


def _position_after_removal(present: Sequence[PhotoId], moved: set[PhotoId], before: PhotoId | None) -> int:
    """Returns where in what is left the moved photos go. One of the moved as `before` means the next that stays."""
    at = 0
    for photo in present:
        if photo == before:
            return at
        at += photo not in moved
    return at
