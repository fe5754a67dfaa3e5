"""What a user can ask the library to do with photos, albums, taste and roots: plain values; `applying` does them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from desktop_app.domain.history import InterestChoice
from desktop_app.domain.ids import AlbumId, InterestId, PhotoId, RootId
from desktop_app.domain.photo import FlagName
from desktop_app.library.flag_commands import ConfirmFlag
from desktop_app.library.group_commands import GroupCommand
from desktop_app.library.smart_album_commands import SmartAlbumCommand
from desktop_app.library.trash_commands import FileCommand, NotDuplicates
from desktop_app.library.version_commands import UnstackVersions

if TYPE_CHECKING:
    from desktop_app.library.event_commands import EventCommand  # loaded with the first edit


@dataclass(frozen=True, slots=True)
class SetRating:
    """Gives photos 0 to 5 stars."""

    ids: tuple[PhotoId, ...]
    rating: int


@dataclass(frozen=True, slots=True)
class SetFavourite:
    """Marks or unmarks photos as favourites."""

    ids: tuple[PhotoId, ...]
    is_favourite: bool


@dataclass(frozen=True, slots=True)
class SetHidden:
    """Hides photos from every page but Hidden, or shows them again."""

    ids: tuple[PhotoId, ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class AddTag:
    """Adds a tag of the user's own."""

    ids: tuple[PhotoId, ...]
    name: str


@dataclass(frozen=True, slots=True)
class RemoveTag:
    """Removes a tag from these photos; an AI tag so removed never returns to them."""

    ids: tuple[PhotoId, ...]
    name: str


@dataclass(frozen=True, slots=True)
class SuppressTag:
    """Removes an AI tag everywhere, for good."""

    name: str


@dataclass(frozen=True, slots=True)
class DismissFlag:
    """Says that a flag is wrong for these photos; it does not come back."""

    ids: tuple[PhotoId, ...]
    flag: FlagName


@dataclass(frozen=True, slots=True)
class CreateAlbum:
    """Makes an album of these photos, in this order."""

    name: str
    ids: tuple[PhotoId, ...] = ()


@dataclass(frozen=True, slots=True)
class RenameAlbum:
    """Gives an album another name."""

    album_id: AlbumId
    name: str


@dataclass(frozen=True, slots=True)
class AddToAlbum:
    """Puts photos into an album; those already there stay where they are."""

    album_id: AlbumId
    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class RemoveFromAlbum:
    """Takes photos out of an album. The photos themselves stay."""

    album_id: AlbumId
    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class MoveInAlbum:
    """Arranges photos of an album before another of its photos, or at its end when `before` is None."""

    album_id: AlbumId
    ids: tuple[PhotoId, ...]
    before: PhotoId | None = None


@dataclass(frozen=True, slots=True)
class SortAlbumByDate:
    """Shows an album newest first again, instead of in the user's own order."""

    album_id: AlbumId


@dataclass(frozen=True, slots=True)
class RefuseForAlbum:
    """Says that photos do not belong in an album; they are not suggested for it again."""

    album_id: AlbumId
    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class SetAlbumCover:
    """Chooses an album's cover; None leaves the choice to the program."""

    album_id: AlbumId
    photo_id: PhotoId | None


@dataclass(frozen=True, slots=True)
class MoveAlbum:
    """Puts an album to another place among the albums, 0 being the first."""

    album_id: AlbumId
    position: int


@dataclass(frozen=True, slots=True)
class DeleteAlbum:
    """Deletes an album. Its photos stay."""

    album_id: AlbumId


@dataclass(frozen=True, slots=True)
class LessLikeThis:
    """Asks for fewer suggestions of this kind."""

    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class NeverSuggest:
    """Keeps photos, and what is nearly the same picture, out of all suggestions."""

    ids: tuple[PhotoId, ...]


@dataclass(frozen=True, slots=True)
class ChooseInterest:
    """Renames, boosts or mutes an interest: the whole choice as it shall be."""

    choice: InterestChoice


@dataclass(frozen=True, slots=True)
class ForgetInterest:
    """Forgets the looks and acts behind an interest."""

    interest_id: InterestId


@dataclass(frozen=True, slots=True)
class DismissSuggestedAlbum:
    """Says no to a suggested album; it does not come again."""

    key: str


@dataclass(frozen=True, slots=True)
class Undo:
    """Takes back the last edit."""


@dataclass(frozen=True, slots=True)
class Redo:
    """Does again what was taken back."""


@dataclass(frozen=True, slots=True)
class AddRoot:
    """Watches a folder."""

    path: Path


@dataclass(frozen=True, slots=True)
class RemoveRoot:
    """Stops watching a folder and forgets its photos' rows. Touches no file."""

    root_id: RootId


AlbumCommand: TypeAlias = (
    CreateAlbum
    | RenameAlbum
    | AddToAlbum
    | RemoveFromAlbum
    | MoveInAlbum
    | SortAlbumByDate
    | RefuseForAlbum
    | SetAlbumCover
    | MoveAlbum
    | DeleteAlbum
)
TasteCommand: TypeAlias = LessLikeThis | NeverSuggest | ChooseInterest | DismissSuggestedAlbum
PhotoCommand: TypeAlias = (
    SetRating
    | SetFavourite
    | SetHidden
    | AddTag
    | RemoveTag
    | SuppressTag
    | DismissFlag
    | ConfirmFlag
    | NotDuplicates
    | UnstackVersions
)
EditCommand: TypeAlias = Union[
    PhotoCommand, AlbumCommand, SmartAlbumCommand, GroupCommand, "EventCommand", TasteCommand, FileCommand, Undo, Redo
]
Command: TypeAlias = EditCommand | ForgetInterest | AddRoot | RemoveRoot
ALBUM_COMMANDS = (
    CreateAlbum,
    RenameAlbum,
    AddToAlbum,
    RemoveFromAlbum,
    MoveInAlbum,
    SortAlbumByDate,
    RefuseForAlbum,
    SetAlbumCover,
    MoveAlbum,
    DeleteAlbum,
)
TASTE_COMMANDS = (LessLikeThis, NeverSuggest, ChooseInterest, DismissSuggestedAlbum)
