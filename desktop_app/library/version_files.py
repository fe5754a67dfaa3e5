"""New versions of photos: what their files are called, and how they come into the library."""

from __future__ import annotations

import os
import re
from pathlib import Path

from desktop_app.domain.full_picture import IfThere
from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.errors import UserError
from desktop_app.library.full_pictures import IsCancelled, NameTakenError, Scratch, Studio
from desktop_app.store.rows import NewFile
from desktop_app.store.store import Store, now_ms

WORD = "denoised"
MAX_NAME_BYTES = 255
_ENDING = re.compile(rf"(?: {WORD}(?: \d+)?)$")
_TRIES = 1000


def version_name(original: Path, suffix: str, number: int) -> str:
    """Returns 'NAME denoised.EXT', then 'NAME denoised 2.EXT' and so on; a long name is cut.

    A version of a version is not 'denoised denoised'.
    """
    stem, ending = _ENDING.sub("", original.stem), f" {WORD}" if number == 1 else f" {WORD} {number}"
    while stem and len(os.fsencode(stem + ending + suffix)) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return stem + ending + suffix


def write_version(studio: Studio, scratch: Scratch, pixels: Path, original: Path, is_cancelled: IsCancelled) -> Path:
    """Writes a new file beside the original under a name that is free. Returns its path.

    Raises:
        UserError: it cannot be written.
        CancelledError: nobody wants it any more; there is no new file.
    """
    for number in range(1, _TRIES):
        target = original.with_name(version_name(original, scratch.picture.suffix, number))
        if os.path.lexists(target):
            continue
        try:
            studio.pack(scratch, pixels, target, IfThere.REFUSE, is_cancelled)
        except NameTakenError:
            continue
        return target
    raise UserError(f"{original.name} has too many versions in its folder already.")


def add_to_library(
    store: Store, original: Photo, path: Path, label: str, into: EditId | None
) -> tuple[PhotoId, EditId]:
    """Makes a new file a photo of the library, upon the one it was made of.

    Args:
        store: the writer's.
        original: what it was made of.
        path: of the new file, in the original's folder.
        label: what the journal calls it.
        into: the act it belongs to, if that is still the last one.

    Returns:
        The new photo, and the act.
    """
    seen = path.stat()
    folder, slash, _ = original.relative_path.rpartition(b"/")
    relative = folder + slash + os.fsencode(path.name)
    file = NewFile(relative, seen.st_size, seen.st_mtime_ns)
    (version_id,) = store.photos.add_files(original.root_id, [file], now_ms())
    edit = store.edits.add_version(label, version_id, original.id, into)
    return version_id, edit.id
