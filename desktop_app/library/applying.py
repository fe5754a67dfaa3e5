"""Does the user's edits on the store lane, each in one durable transaction."""

from __future__ import annotations

from desktop_app.domain.library import Edit
from desktop_app.errors import UserError
from desktop_app.library.commands import (
    ALBUM_COMMANDS,
    TASTE_COMMANDS,
    AddTag,
    AddToAlbum,
    AlbumCommand,
    ChooseInterest,
    CreateAlbum,
    DeleteAlbum,
    DismissFlag,
    DismissSuggestedAlbum,
    EditCommand,
    LessLikeThis,
    MoveAlbum,
    MoveInAlbum,
    NeverSuggest,
    PhotoCommand,
    Redo,
    RefuseForAlbum,
    RemoveFromAlbum,
    RemoveTag,
    RenameAlbum,
    SetAlbumCover,
    SetFavourite,
    SetHidden,
    SetRating,
    SortAlbumByDate,
    SuppressTag,
    TasteCommand,
    Undo,
)
from desktop_app.library.flag_commands import ConfirmFlag
from desktop_app.library.group_commands import GROUP_COMMANDS
from desktop_app.library.smart_album_commands import SMART_ALBUM_COMMANDS, apply_to_smart_album
from desktop_app.library.trash_commands import FILE_COMMANDS, NotDuplicates
from desktop_app.library.version_commands import UnstackVersions
from desktop_app.store.store import Store


def apply_edit(store: Store, command: EditCommand) -> Edit | None:
    """Does an edit in one durable transaction. Returns what Undo will show, or None when nothing changed.

    Raises:
        UserError: the command asks for something that cannot be (a rating of 7, an empty tag, a name twice).
        TypeError: it moves files, which takes more than a transaction: see `trash_acts`.
    """
    from desktop_app.library.event_commands import EVENT_COMMANDS, apply_to_event  # late: no edits at start

    if isinstance(command, FILE_COMMANDS):
        raise TypeError(f"{type(command).__name__} moves files")
    if isinstance(command, ALBUM_COMMANDS):
        return _apply_to_album(store, command)
    if isinstance(command, GROUP_COMMANDS):
        from desktop_app.library.group_acts import apply_to_group  # late: it is large, and acts on groups are rare

        return apply_to_group(store, command)
    if isinstance(command, EVENT_COMMANDS):
        return apply_to_event(store, command)
    if isinstance(command, SMART_ALBUM_COMMANDS):
        return apply_to_smart_album(store, command)
    if isinstance(command, TASTE_COMMANDS):
        return _apply_to_taste(store, command)
    match command:
        case Undo():
            return store.edits.undo()
        case Redo():
            return store.edits.redo()
        case _:
            return _apply_to_photos(store, command)


def _apply_to_photos(store: Store, command: PhotoCommand) -> Edit:
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
        case ConfirmFlag(ids, flag):
            return store.edits.confirm_flag(ids, flag)
        case NotDuplicates(ids):
            return store.edits.not_duplicates(ids)
        case UnstackVersions(ids):
            return store.edits.unpile(ids)


def _apply_to_album(store: Store, command: AlbumCommand) -> Edit:
    match command:
        case CreateAlbum(name, ids):
            return store.edits.create_album(name, ids)[0]
        case RenameAlbum(album_id, name):
            return store.edits.rename_album(album_id, name)
        case AddToAlbum(album_id, ids):
            return store.edits.add_to_album(album_id, ids)
        case RemoveFromAlbum(album_id, ids):
            return store.edits.remove_from_album(album_id, ids)
        case MoveInAlbum(album_id, ids, before):
            return store.edits.move_in_album(album_id, ids, before)
        case SortAlbumByDate(album_id):
            return store.edits.sort_album_by_date(album_id)
        case RefuseForAlbum(album_id, ids):
            return store.edits.refuse_for_album(album_id, ids)
        case SetAlbumCover(album_id, photo_id):
            return store.edits.set_album_cover(album_id, photo_id)
        case MoveAlbum(album_id, position):
            return store.edits.move_album(album_id, position)
        case DeleteAlbum(album_id):
            return store.edits.delete_album(album_id)


def _apply_to_taste(store: Store, command: TasteCommand) -> Edit:
    match command:
        case LessLikeThis(ids):
            return store.edits.less_like(ids)
        case NeverSuggest(ids):
            return store.edits.never_suggest(ids)
        case ChooseInterest(choice):
            return store.edits.choose_interest(choice)
        case DismissSuggestedAlbum(key):
            return store.edits.dismiss_album(key)
