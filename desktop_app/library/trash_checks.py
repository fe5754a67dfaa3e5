"""What has to be so before a file may go to the trash, and what goes with it. Looks at files; changes nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Photo, Status, display_text
from desktop_app.domain.trash import Refusal, TrashCheck
from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import open_regular
from desktop_app.imaging.formats import is_supported, sidecar_names, suffix_of
from desktop_app.library.file_equality import Equality
from desktop_app.library.trash_system import SystemTrash, TrashRefusedError
from desktop_app.store.rows import kept_time

_NOT_COMPARED = Equality()
_LIVE_SUFFIXES = (".mov", ".MOV")
_STILL_SUFFIXES = (".heic", ".heif", ".jpg", ".jpeg")
_LIVE_MARK = b"com.apple.quicktime.content.identifier"  # ties a live photo's film to its still
_LIVE_MAX_BYTES = 64 << 20
_LIVE_LOOKED_AT_BYTES = 1 << 20  # at each end: where a film keeps what it says of itself
_SENTENCES = {
    Refusal.GONE: ("{n} photo is not there any more.", "{n} photos are not there any more."),
    Refusal.OFFLINE: (
        "{n} photo lies in a folder that is not connected.",
        "{n} photos lie in folders that are not connected.",
    ),
    Refusal.IN_TRASH: ("{n} photo is in the trash already.", "{n} photos are in the trash already."),
    Refusal.NETWORK: (
        "{n} photo lies on a network share, which has no trash.",
        "{n} photos lie on a network share, which has no trash.",
    ),
    Refusal.READ_ONLY: (
        "{n} photo lies in a folder that may not be changed.",
        "{n} photos lie in folders that may not be changed.",
    ),
    Refusal.NO_TRASH: ("{n} photo lies on a drive without a trash.", "{n} photos lie on a drive without a trash."),
    Refusal.SANDBOX: (
        "{n} photo cannot be moved: Reverie runs in a sandbox (Flatpak or Snap) that cannot reach your trash.",
        "{n} photos cannot be moved: Reverie runs in a sandbox (Flatpak or Snap) that cannot reach your trash.",
    ),
}


def sentences(refused: Iterable[tuple[Refusal, int]]) -> tuple[str, ...]:
    """Returns in words what cannot go to the trash."""
    return tuple(_SENTENCES[why][count != 1].format(n=f"{count:,}") for why, count in refused)


class Checker:
    """Looks at photos before they go. Of one act: what a folder is like is asked once.

    Args:
        trash: the system's.
    """

    def __init__(self, trash: SystemTrash) -> None:
        self._trash = trash
        self._folders: dict[Path, Refusal | None] = {}
        self._names: dict[Path, dict[str, set[str]]] = {}

    def check(self, photos: Mapping[PhotoId, Photo]) -> TrashCheck:
        """Says which photos can go, and why the others cannot."""
        able = []
        refused: dict[Refusal, int] = {}
        for photo in photos.values():
            why = self.refusal(photo)
            if why is None:
                able.append(photo.id)
            else:
                refused[why] = refused.get(why, 0) + 1
        return TrashCheck(tuple(able), tuple(refused.items()))

    def refusal(self, photo: Photo) -> Refusal | None:
        """Says why a photo cannot go; None when it can."""
        if photo.status & Status.TRASHED:
            return Refusal.IN_TRASH
        if photo.status & Status.OFFLINE:
            return Refusal.OFFLINE
        path = photo.path
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                return Refusal.GONE
        except (OSError, ValueError):
            return Refusal.GONE
        folder = path.parent
        if folder not in self._folders:
            try:
                self._trash.check(folder)
                self._folders[folder] = None
            except TrashRefusedError as error:
                self._folders[folder] = error.refusal
        return self._folders[folder]

    def companions(self, photo: Path, leaving: set[Path]) -> list[Path]:
        """Returns the files that go with a photo: its XMP sidecar, and the film of a live photo.

        One named after the stem alone (`IMG.xmp` of `IMG.jpg` and `IMG.cr2`) goes with the last photo of that stem.
        A raw file beside a JPEG is a photo of its own and never goes unasked.

        Args:
            photo: the photo that goes.
            leaving: all photos that go in this act.
        """
        names = self._siblings(photo.parent)
        stem = photo.name.removesuffix(photo.suffix)
        if photo.name.lower() not in names and len(names.get(stem.lower(), ())) < 2:
            return []  # it stands alone, as most do
        others = {name for name in names.get(stem.lower(), ()) if is_supported(suffix_of(name)) and name != photo.name}
        is_last = all(photo.parent / name in leaving and name < photo.name for name in others)
        wanted = [Path(place) for place in sidecar_names(photo)]
        if not is_last:
            wanted = [place for place in wanted if place.name.startswith(photo.name)]
        elif suffix_of(photo) in _STILL_SUFFIXES:
            films = [photo.with_name(stem + suffix) for suffix in _LIVE_SUFFIXES]
            wanted += [film for film in films if film.name in names.get(stem.lower(), ()) and is_live_film(film)]
        return [place for place in wanted if place.name in names.get(_stem(place.name), ()) and not place.is_symlink()]

    def lonely_film(self, keeper: Path, goers: Sequence[Path]) -> str:
        """Returns the name of a live photo's film that would go with one of `goers` while the keeper has no film."""
        films = [film for goer in goers for film in self._films(goer)]
        return display_text(films[0].name) if films and not self._films(keeper) else ""

    def _films(self, photo: Path) -> list[Path]:
        try:
            return [place for place in self.companions(photo, {photo}) if place.suffix in _LIVE_SUFFIXES]
        except OSError:
            return []

    def _siblings(self, folder: Path) -> dict[str, set[str]]:
        """Returns the files of a folder by their stems, letter case aside."""
        if folder not in self._names:
            found: dict[str, set[str]] = {}
            for name in os.listdir(folder):
                found.setdefault(_stem(name), set()).add(name)
            self._names[folder] = found
        return self._names[folder]


def _stem(name: str) -> str:
    return name.removesuffix(suffix).lower() if (suffix := Path(name).suffix) else name.lower()


def is_live_film(film: Path) -> bool:
    """Says whether a film is the moving half of a live photo: it says so itself."""
    try:
        with open_regular(film) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > _LIVE_MAX_BYTES:
                return False
            head = stream.read(_LIVE_LOOKED_AT_BYTES)
            stream.seek(max(0, size - _LIVE_LOOKED_AT_BYTES))
            return _LIVE_MARK in head or _LIVE_MARK in stream.read(_LIVE_LOOKED_AT_BYTES)
    except (OSError, DecodeError):
        return False


def keeper_trouble(
    keeper: Photo | None, goers: Iterable[Photo], identical: frozenset[PhotoId], equality: Equality = _NOT_COMPARED
) -> str:
    """Returns why photos must not go in favour of one that is kept; '' when they may.

    Args:
        keeper: the photo that is kept, None when there is no such photo.
        goers: those that would go.
        identical: those of them that must equal it byte for byte.
        equality: what was found of them.
    """
    if keeper is None or keeper.status & (Status.TRASHED | Status.MISSING | Status.OFFLINE):
        return "The photo to keep is not there; its copies were left alone."
    try:
        with open_regular(keeper.path) as stream:
            if not stream.read(1):
                return f"{keeper.name} is empty; its copies were left alone."
            own = os.fstat(stream.fileno())
        for goer in goers:
            seen = goer.path.lstat()
            if (seen.st_dev, seen.st_ino) == (own.st_dev, own.st_ino):
                return f"{keeper.name} and {goer.name} are one and the same file; it was left alone."
            if goer.id not in identical and not (_is_as_known(keeper) and _is_as_known(goer)):
                return f"{keeper.name} or {goer.name} was changed since they were compared; both were left alone."
            if goer.id in identical and not equality.holds(keeper.path, goer.path):
                return f"{goer.name} is not the same as {keeper.name} any more; both were left alone."
    except (OSError, DecodeError, ValueError):
        return f"{keeper.name} or a copy of it cannot be read; they were left alone."
    return ""


def _is_as_known(photo: Photo) -> bool:
    """Whether a photo's file has the size and time that the library read. Raises OSError when it is not there."""
    now = photo.path.stat()
    return (now.st_size, kept_time(now.st_mtime_ns)) == (photo.size_bytes, photo.mtime_ns)
