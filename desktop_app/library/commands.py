"""What a user can ask the library to do: plain values, each with the one function that does it on the store lane."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.library import Edit
from desktop_app.domain.photo import FlagName
from desktop_app.errors import UserError
from desktop_app.store.store import Store


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


EditCommand: TypeAlias = (
    SetRating | SetFavourite | SetHidden | AddTag | RemoveTag | SuppressTag | DismissFlag | Undo | Redo
)
Command: TypeAlias = EditCommand | AddRoot | RemoveRoot


def apply_edit(store: Store, command: EditCommand) -> Edit | None:
    """Does an edit in one durable transaction. Returns what Undo will show, or None when nothing changed.

    Raises:
        UserError: the command asks for something that cannot be (a rating of 7, an empty tag).
    """
    match command:
        case SetRating(ids, rating):
            if not 0 <= rating <= 5:
                raise UserError("A rating is 0 to 5 stars.")
            return store.edits.set_rating(ids, rating)
        case SetFavourite(ids, is_favourite):
            return store.edits.set_favourite(ids, is_favourite)
        case SetHidden(ids, is_hidden):
            return store.edits.set_hidden(ids, is_hidden)
        case AddTag(ids, name):
            return store.edits.add_tag(ids, name)
        case RemoveTag(ids, name):
            return store.edits.remove_tag(ids, name)
        case SuppressTag(name):
            return store.edits.suppress_tag(name)
        case DismissFlag(ids, flag):
            return store.edits.dismiss_flag(ids, flag)
        case Undo():
            return store.edits.undo()
        case Redo():
            return store.edits.redo()
