"""What a user can ask of smart albums: plain values, and how each is done on the store lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from desktop_app.domain.ids import PhotoId, SmartAlbumId
from desktop_app.domain.library import Edit
from desktop_app.domain.smart_album import RuleSet
from desktop_app.store.smart_album_edits import spoken_of
from desktop_app.store.store import Store


@dataclass(frozen=True, slots=True)
class CreateSmartAlbum:
    """Makes a smart album by rules, or by examples when there are none."""

    name: str
    rules: RuleSet | None = None
    wanted: tuple[PhotoId, ...] = ()
    refused: tuple[PhotoId, ...] = ()


@dataclass(frozen=True, slots=True)
class RenameSmartAlbum:
    """Gives a smart album another name."""

    album_id: SmartAlbumId
    name: str


@dataclass(frozen=True, slots=True)
class SetSmartRules:
    """Gives a smart album by rules other rules."""

    album_id: SmartAlbumId
    rules: RuleSet


@dataclass(frozen=True, slots=True)
class SetSmartStrictness:
    """Chooses how sure a smart album by example has to be, 0 (rather too many photos) to 1 (only the surest)."""

    album_id: SmartAlbumId
    strictness: float


@dataclass(frozen=True, slots=True)
class TeachSmartAlbum:
    """Says of photos that they belong ("this"), do not ("not this"), or takes back what was said.

    What was ruled in stays in and what was ruled out stays out, whatever the machine thinks.
    """

    album_id: SmartAlbumId
    wanted: tuple[PhotoId, ...] = ()
    refused: tuple[PhotoId, ...] = ()
    taken_back: tuple[PhotoId, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveSmartAlbum:
    """Puts a smart album to another place among them, 0 being the first."""

    album_id: SmartAlbumId
    position: int


@dataclass(frozen=True, slots=True)
class DeleteSmartAlbum:
    """Deletes a smart album. Its photos stay."""

    album_id: SmartAlbumId


SmartAlbumCommand: TypeAlias = (
    CreateSmartAlbum
    | RenameSmartAlbum
    | SetSmartRules
    | SetSmartStrictness
    | TeachSmartAlbum
    | MoveSmartAlbum
    | DeleteSmartAlbum
)
SMART_ALBUM_COMMANDS = (
    CreateSmartAlbum,
    RenameSmartAlbum,
    SetSmartRules,
    SetSmartStrictness,
    TeachSmartAlbum,
    MoveSmartAlbum,
    DeleteSmartAlbum,
)


def apply_to_smart_album(store: Store, command: SmartAlbumCommand) -> Edit:
    """Does an act with smart albums in one durable transaction.

    Raises:
        UserError: the album is gone, of the other kind, or its name is taken; or the rules ask for nothing.
    """
    edits = store.edits
    match command:
        case CreateSmartAlbum(name, rules, wanted, refused):
            return edits.create_smart_album(name, rules, spoken_of(wanted, refused))[0]
        case RenameSmartAlbum(album_id, name):
            return edits.rename_smart_album(album_id, name)
        case SetSmartRules(album_id, rules):
            return edits.set_smart_rules(album_id, rules)
        case SetSmartStrictness(album_id, strictness):
            return edits.set_smart_strictness(album_id, strictness)
        case TeachSmartAlbum(album_id, wanted, refused, taken_back):
            return edits.teach_smart_album(album_id, {**dict.fromkeys(taken_back), **spoken_of(wanted, refused)})
        case MoveSmartAlbum(album_id, position):
            return edits.move_smart_album(album_id, position)
        case DeleteSmartAlbum(album_id):
            return edits.delete_smart_album(album_id)
