"""New versions of photos: what their files are called, and how they come into the library."""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from desktop_app.domain.full_picture import IfThere
from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.photo import Photo
from desktop_app.errors import CancelledError, StorageFullError, UserError
from desktop_app.imaging.formats import sidecar_names
from desktop_app.imaging.xmp import MAX_PACKET_BYTES, sidecar_packet, upright_packet
from desktop_app.library.full_pictures import IsCancelled, NameTakenError, Scratch, Studio
from desktop_app.paths import VERSION_NOTE
from desktop_app.store.rows import NewFile
from desktop_app.store.store import Store, now_ms

log = logging.getLogger(__name__)

LABEL = "Denoise"
WORD = "denoised"
MAX_NAME_BYTES = 255
SIDECAR_SUFFIX = ".xmp"
_ENDING = re.compile(rf"(?: {WORD}(?: \d+)?)$")
_TRIES = 1000
_CLOCK_STEP_S = 2.0  # of FAT


def version_name(original: Path, suffix: str, number: int) -> str:
    """Returns 'NAME denoised.EXT', then 'NAME denoised 2.EXT' and so on; a long name is cut.

    A version of a version is not 'denoised denoised'.
    """
    stem, ending = _ENDING.sub("", original.stem), f" {WORD}" if number == 1 else f" {WORD} {number}"
    while stem and len(os.fsencode(stem + ending + suffix + SIDECAR_SUFFIX)) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return stem + ending + suffix


def write_version(studio: Studio, scratch: Scratch, pixels: Path, original: Photo, is_cancelled: IsCancelled) -> Path:
    """Writes a new file beside the original under a name that is free, with a copy of its sidecar. Returns its path.

    A note of it stands in the scratch folder: should the program be killed before the library knows of the file,
    `settle_versions` makes up for that.

    Raises:
        UserError: it cannot be written.
        CancelledError: nobody wants it any more; there is no new file. One that was whole already is returned.
    """
    for number in range(1, _TRIES):
        target = original.path.with_name(version_name(original.path, scratch.picture.suffix, number))
        if any(os.path.lexists(name) for name in (os.fspath(target), *sidecar_names(target))):
            continue
        _note(scratch.folder / VERSION_NOTE, target, original.id)
        try:
            studio.pack(scratch, pixels, target, IfThere.REFUSE, is_cancelled)
        except NameTakenError:
            continue
        except CancelledError:
            if not os.path.lexists(target):
                raise
            log.info("a new version was cancelled when it had its name already")
        _copy_sidecar(original.path, target)
        return target
    raise UserError(f"{original.name} has too many versions in its folder already.")


def remove_version(path: Path) -> None:
    """Removes a file that was just written, and the sidecar that was made with it."""
    path.unlink(missing_ok=True)
    _sidecar_of(path).unlink(missing_ok=True)


def _sidecar_of(path: Path) -> Path:
    return path.with_name(path.name + SIDECAR_SUFFIX)


def _copy_sidecar(original: Path, target: Path) -> None:
    packet = sidecar_packet(original)
    if packet is None or len(packet) > MAX_PACKET_BYTES:
        return
    try:
        with _sidecar_of(target).open("xb") as file:
            file.write(upright_packet(packet))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        log.info("a new version has a sidecar already")
    except OSError as error:
        remove_version(target)
        raise UserError(f"{target.name} could not be saved: its sidecar file cannot be written.") from error


def _note(note: Path, target: Path, original_id: PhotoId) -> None:
    try:
        with note.open("w", encoding="ascii") as file:
            json.dump([os.fsencode(target).hex(), original_id], file)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise StorageFullError(f"{target.name} could not be saved: {note.parent} cannot be written.") from error


def settle_versions(store: Store, notes: Iterable[Path]) -> None:
    """Makes files versions that were whole when the program was killed; removes what else it left of them.

    Args:
        store: the writer's.
        notes: as `write_version` left them.
    """
    for note in notes:
        try:
            name, original_id = json.loads(note.read_text("ascii"))
            path = Path(os.fsdecode(bytes.fromhex(name)))
            if _is_new_since(path, note):
                _settle(store, path, PhotoId(original_id))
        except (OSError, ValueError, TypeError, UserError) as error:  # the library is opened all the same
            log.warning("a new version that was being written cannot be settled: %s", type(error).__name__)
        shutil.rmtree(note.parent, ignore_errors=True)


def _is_new_since(path: Path, note: Path) -> bool:
    """Says whether there is a file that came to be, or got its name, after a note was written."""
    try:
        seen = path.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(seen.st_mode) and seen.st_ctime >= note.stat().st_mtime - _CLOCK_STEP_S


def _settle(store: Store, path: Path, original_id: PhotoId) -> None:
    original = store.photos.get_many([original_id]).get(original_id)
    if original is None or original.path.parent != path.parent:
        return
    known = store.photos.by_path(path)
    if known is None or (known.id != original_id and store.versions.original_of(known.id) is None):
        _copy_sidecar(original.path, path)
        add_to_library(store, original, path, LABEL, None)
        log.info("a new version that was whole when the program was killed is in the library now")


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
    with store.db.durable():  # never seen without what it takes over: that it is hidden, say
        (version_id,) = store.photos.add_files(original.root_id, [file], now_ms())
        edit = store.edits.add_version(label, version_id, original.id, into)
    return version_id, edit.id
