"""What the user does with smart albums, as acts that the journal can take back. No act touches a photo."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Edit
from desktop_app.domain.smart_album import RuleSet, SmartKind
from desktop_app.errors import UserError
from desktop_app.store import tiles
from desktop_app.store.album_edits import MAX_NAME, same_name
from desktop_app.store.database import Database
from desktop_app.store.journal import Change
from desktop_app.store.smart_albums import SMART_ALBUM, SMART_EXAMPLE, SmartAlbumRow, load_smart_row
from desktop_app.store.smart_rules import definition_of
from desktop_app.store.tags import one_line

BALANCED = 0.5


class SmartAlbumEdits(ABC):
    """The part of `Edits` that is about smart albums. One that is gone is a UserError in each of them."""

    _db: Database

    @abstractmethod
    def _apply(self, label: str, changes: list[Change]) -> Edit:
        """Does an act and writes it down."""

    @abstractmethod
    def _now_ms(self) -> int:
        """Returns the clock."""

    def create_smart_album(
        self, name: str, rules: RuleSet | None, spoken: Mapping[PhotoId, bool]
    ) -> tuple[Edit, SmartAlbumId]:
        """Makes a smart album behind the others: by rules, or by examples (None), "this" as True.

        Raises:
            UserError: the name is empty, too long, or taken; or the rules ask for nothing that can be.
        """
        name = self._free_smart_name(name, None)
        kind = SmartKind.EXAMPLE if rules is None else SmartKind.RULES
        last = self._db.value("SELECT max(seq) FROM sqlite_sequence WHERE name = 'smart_album'") or 0
        highest = self._db.value("SELECT max(id) FROM smart_album") or 0
        album = SmartAlbumId(max(last, highest) + 1)
        position = self._db.value("SELECT coalesce(max(position), -1) + 1 FROM smart_album")
        definition = definition_of(_checked(rules), BALANCED)
        row = SmartAlbumRow(name, kind.value, self._now_ms(), position, definition)
        changes = [_smart_change(album, None, row), *self._spoken_changes(album, spoken)]
        return self._apply(f"Create smart album “{name}”", changes), album

    def rename_smart_album(self, album_id: SmartAlbumId, name: str) -> Edit:
        """Gives a smart album another name.

        Raises:
            UserError: the name is empty, too long, or taken.
        """
        before = self._smart_row(album_id)
        name = self._free_smart_name(name, album_id)
        change = _smart_change(album_id, before, before._replace(name=name))
        return self._apply(f"Rename smart album to “{name}”", [change])

    def set_smart_rules(self, album_id: SmartAlbumId, rules: RuleSet) -> Edit:
        """Gives an album by rules other rules.

        Raises:
            UserError: they ask for nothing that can be, or the album goes by examples.
        """
        before = self._smart_row(album_id)
        if before.kind != SmartKind.RULES:
            raise UserError("This smart album goes by examples; it has no rules.")
        after = before._replace(definition=definition_of(_checked(rules), BALANCED))
        return self._apply(f"Change rules of “{before.name}”", [_smart_change(album_id, before, after)])

    def set_smart_strictness(self, album_id: SmartAlbumId, strictness: float) -> Edit:
        """Chooses how sure an album by example has to be of its photos, 0 to 1."""
        before = self._taught_row(album_id)
        after = before._replace(definition=definition_of(None, round(min(max(strictness, 0.0), 1.0), 3)))
        return self._apply(f"Change strictness of “{before.name}”", [_smart_change(album_id, before, after)])

    def teach_smart_album(self, album_id: SmartAlbumId, spoken: Mapping[PhotoId, bool | None]) -> Edit:
        """Says of photos that they belong (True), do not (False), or takes that back (None)."""
        row = self._taught_row(album_id)
        said = list(spoken.values())
        if all(one is True for one in said):
            label = f"Add examples to “{row.name}”"
        elif all(one is False for one in said):
            label = f"Not in “{row.name}”"
        else:
            label = f"Teach “{row.name}”"
        return self._apply(label, self._spoken_changes(album_id, spoken))

    def move_smart_album(self, album_id: SmartAlbumId, position: int) -> Edit:
        """Puts a smart album at another place among them, counted from 0 without itself."""
        self._smart_row(album_id)
        order = [SmartAlbumId(row[0]) for row in self._db.rows("SELECT id FROM smart_album ORDER BY position, id")]
        order.remove(album_id)
        order.insert(min(max(position, 0), len(order)), album_id)
        changes = []
        for number, album in enumerate(order):
            row = self._smart_row(album)
            changes.append(_smart_change(album, row, row._replace(position=number)))
        return self._apply("Move smart album", changes)

    def delete_smart_album(self, album_id: SmartAlbumId) -> Edit:
        """Removes a smart album; its photos stay in the library."""
        row = self._smart_row(album_id)
        changes = [Change(SMART_EXAMPLE, p, str(album_id), said, None) for p, said in self._spoken(album_id).items()]
        return self._apply(f"Delete smart album “{row.name}”", [*changes, _smart_change(album_id, row, None)])

    def _smart_row(self, album_id: SmartAlbumId) -> SmartAlbumRow:
        row = load_smart_row(self._db, album_id)
        if row is None:
            raise UserError("That smart album is not there any more.")
        return row

    def _taught_row(self, album_id: SmartAlbumId) -> SmartAlbumRow:
        row = self._smart_row(album_id)
        if row.kind != SmartKind.EXAMPLE:
            raise UserError("This smart album goes by rules; change its rules instead.")
        return row

    def _free_smart_name(self, name: str, album_id: SmartAlbumId | None) -> str:
        tidy = one_line(name)
        if not tidy:
            raise UserError("A smart album needs a name.")
        if len(tidy) > MAX_NAME:
            raise UserError(f"The name of a smart album may have at most {MAX_NAME} characters.")
        for other, taken in self._db.rows("SELECT id, name FROM smart_album"):
            if other != album_id and same_name(taken) == same_name(tidy):
                raise UserError(f"There is a smart album “{taken}” already.", advice="Choose another name.")
        return tidy

    def _spoken(self, album_id: SmartAlbumId) -> dict[PhotoId, int]:
        return dict(
            self._db.rows("SELECT photo_id, is_wanted FROM smart_album_example WHERE smart_album_id = ?", (album_id,))
        )

    def _spoken_changes(self, album_id: SmartAlbumId, spoken: Mapping[PhotoId, bool | None]) -> list[Change]:
        before = self._spoken(album_id)
        rows = self._db.rows(
            "SELECT id FROM photo WHERE id IN (SELECT value FROM json_each(?))", (tiles.id_list(spoken),)
        )
        known = {row[0] for row in rows}
        return [
            Change(SMART_EXAMPLE, photo, str(album_id), before.get(photo), None if said is None else int(said))
            for photo, said in spoken.items()
            if photo in known
        ]


def _checked(rules: RuleSet | None) -> RuleSet | None:
    if rules is not None and not rules.is_complete():
        raise UserError("A smart album needs at least one rule, and every rule needs a value.")
    return rules


def _smart_change(album_id: SmartAlbumId, before: SmartAlbumRow | None, after: SmartAlbumRow | None) -> Change:
    texts = [None if row is None else row.as_text() for row in (before, after)]
    return Change(SMART_ALBUM, None, str(album_id), None, None, texts[0], texts[1])


def spoken_of(wanted: Sequence[PhotoId], refused: Sequence[PhotoId]) -> dict[PhotoId, bool]:
    """Returns what is said of photos; one that is in both does not belong."""
    return {**dict.fromkeys(wanted, True), **dict.fromkeys(refused, False)}
