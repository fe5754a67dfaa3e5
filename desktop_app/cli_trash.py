"""Commands that move files to the system's trash, and that take the last act back."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from desktop_app.cli_commands import WAIT_S, opened
from desktop_app.cli_output import plural, print_json, shown
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Edit
from desktop_app.domain.photo import Photo, display_text
from desktop_app.errors import UserError
from desktop_app.library.commands import Undo
from desktop_app.library.library import Library
from desktop_app.library.trash_commands import TrashPhotos
from desktop_app.paths import LibraryPaths

MOST_NAMED = 6


def trash(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Moves photos of the library to the trash: all of them, or, where one cannot go, none.

    All exact copies of a photo go only where that was said.
    """
    with opened(paths, is_reading=False) as library:
        photos = {photo.id: photo.path for photo in (_photo(library, file) for file in options.files)}
        if not options.last_copy:
            _refuse_last_copies(library, photos)
        edit = library.run(TrashPhotos(tuple(photos))).result(WAIT_S)
    assert edit is not None
    moved = [str(path) for photo, path in photos.items() if photo in edit.photo_ids]
    left = [str(path) for photo, path in photos.items() if photo not in edit.photo_ids]
    if options.json:
        print_json({"trashed": moved, "left": left, "problems": list(edit.problems)})
    else:
        print(f"{plural(len(moved), 'photo')} moved to the trash. 'reverie undo' brings back what was done last.")
        _tell(edit)
    return 1 if left else 0


def undo(options: argparse.Namespace, paths: LibraryPaths) -> int:
    """Takes back the last act, whatever it was and whenever it was done."""
    with opened(paths, is_reading=False) as library:
        edit = library.run(Undo()).result(WAIT_S)
        moved = library.ask(lambda queries: queries.paths(edit.photo_ids if edit else ())).result(WAIT_S)
    if options.json:
        print_json(
            {
                "undone": edit.label if edit else None,
                "photos": sorted(str(path) for path in moved.values()),
                "problems": list(edit.problems) if edit else [],
            }
        )
    elif edit is None:
        print("There is nothing to undo.")
    else:
        print(f"Undone: {edit.label} ({plural(len(moved), 'photo')})." if moved else f"Undone: {edit.label}.")
        _tell(edit)
    return 1 if edit and edit.problems else 0


def _refuse_last_copies(library: Library, photos: Mapping[PhotoId, Path]) -> None:
    last = library.ask(lambda queries: queries.without_copy_left(tuple(photos))).result(WAIT_S)
    if last:
        names = ", ".join(shown(photos[photo]) for photo in last[:MOST_NAMED])
        names += f" and {len(last) - MOST_NAMED} more" if len(last) > MOST_NAMED else ""
        raise UserError(
            f"These are all the copies there are of what they show: {names}. Nothing was moved.",
            advice="Leave one of each out, or add --last-copy to let all of them go.",
        )


def _photo(library: Library, file: Path) -> Photo:
    """Returns the photo of a file. A link is not followed: what it leads to was not named.

    Raises:
        UserError: the library does not hold it.
    """
    absolute, real = file.absolute(), Path(os.path.realpath(file.parent)) / file.name
    photo = library.ask(lambda queries: queries.photo_by_path(absolute) or queries.photo_by_path(real)).result(WAIT_S)
    if photo is None:
        raise UserError(f"{shown(file)} is not in the library. Nothing was moved.")
    return photo


def _tell(edit: Edit) -> None:
    for sentence in edit.problems:
        print(f"reverie: {display_text(sentence)}", file=sys.stderr)
