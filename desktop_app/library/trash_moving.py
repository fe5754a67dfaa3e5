"""Moves the files of one photo to the trash or back, and finds out where they are when an act was cut off."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import display_text
from desktop_app.domain.trash import TrashState
from desktop_app.library.trash_system import Place, Sight, SystemTrash, TrashRefusedError, is_same
from desktop_app.store.store import Store
from desktop_app.store.trash import TrashFile

log = logging.getLogger(__name__)

_TRIES = 5  # places that another program may take between planning and moving


@dataclass(slots=True)
class Moved:
    """What came of the files of an act.

    Attributes:
        photos: the photos' own files that have moved.
        failed: the photos that stayed where they were.
        problems: sentences about what stayed.
        log: what moved where, for the log of actions.
    """

    photos: list[TrashFile] = field(default_factory=list)
    failed: list[PhotoId] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    log: list[tuple[Path, Path]] = field(default_factory=list)


class Mover:
    """Moves files as it was written down that they would. On the store lane.

    Args:
        trash: the system's.
        moved: filled as it goes.
    """

    def __init__(self, trash: SystemTrash, moved: Moved) -> None:
        self._trash = trash
        self.moved = moved

    def move(self, store: Store, folder: Path, files: Sequence[TrashFile]) -> None:
        """Moves a photo's files: its own first, and the others only if that went.

        Args:
            store: the writer's.
            folder: where the photo lies, or lay.
            files: of one photo, its own first.
        """
        act = self._take_back if files[0].state is TrashState.RETURNING else self._put
        photo, *others = files
        trouble = act(store, folder, photo)
        name = display_text(photo.name)
        if trouble:
            self.moved.failed.append(photo.photo_id)
            self.moved.problems.append(f"{name} {trouble}")
            return
        self.moved.photos.append(photo)
        stayed = []
        for file in others:
            if trouble := act(store, folder, file):
                stayed.append(file)
                self.moved.problems.append(f"{display_text(file.name)}, which belongs to {name}, {trouble}")
        if stayed and photo.state is TrashState.GOING:
            store.trash.leave_out(stayed)

    def settle(self, store: Store, folder: Path, files: Sequence[TrashFile]) -> None:
        """Finds out where the files of a photo are whose act was cut off; ends what was begun with it."""
        photo = files[0]
        if photo.state is TrashState.GOING:
            is_moved = self._find(folder, photo) is not None
        else:
            target = folder / os.fsdecode(photo.target or photo.name)
            is_moved = self._find(folder, photo) is None and is_same(target, _sight(photo))
        if photo.state is TrashState.GOING:
            for file in files:
                self._trash.tidy(place_of(file))  # a note was made, and its file did not come
        if is_moved:
            self.move(store, folder, files)
        else:
            self.moved.failed.append(photo.photo_id)

    def _put(self, store: Store, folder: Path, file: TrashFile) -> str:
        source = folder / os.fsdecode(file.name)
        if self._find(folder, file) is not None:
            return ""
        for _ in range(_TRIES):
            place = place_of(file)
            try:
                now = self._trash.put(source, place)
            except FileExistsError:
                try:
                    file = _at(file, self._trash.plan(source))
                except TrashRefusedError:
                    break
                store.trash.put_elsewhere(file)
                continue
            except (OSError, ValueError) as error:
                return f"stayed where it is: {_reason(error)}."
            if now != place:
                file = _at(file, now)
                store.trash.put_elsewhere(file)
            if not _has_keeper(store, file) and self._is_back(now, source):
                return "stayed where it is: the photo to keep is not there any more."
            self.moved.log.append((source, now.kept or Path()))
            return ""
        return "stayed where it is: the trash could not take it."

    def _is_back(self, place: Place, source: Path) -> bool:
        """Takes a file out of the trash again; says whether it stands where it stood."""
        try:
            self._trash.take_out(place, source)
        except (OSError, ValueError):
            log.warning("a copy whose keeper went away meanwhile is in the trash")
            return False
        return True

    def _take_back(self, store: Store, folder: Path, file: TrashFile) -> str:
        del store
        target = folder / os.fsdecode(file.target or file.name)
        place = self._find(folder, file)
        if place is None:
            if is_same(target, _sight(file)):
                self._trash.tidy(place_of(file))
                return ""
            return "is not in the trash any more."
        try:
            self._trash.take_out(place, target)
        except FileExistsError:
            return "stayed in the trash: another file stands in its place."
        except (OSError, ValueError) as error:
            return f"stayed in the trash: {_reason(error)}."
        self.moved.log.append((place.kept or Path(), target))
        return ""

    def _find(self, folder: Path, file: TrashFile) -> Place | None:
        return self._trash.find(folder / os.fsdecode(file.name), place_of(file), _sight(file))


def place_of(file: TrashFile) -> Place:
    """Returns the place in the trash that was written down."""
    return Place(
        Path(os.fsdecode(file.kept)) if file.kept else None, Path(os.fsdecode(file.info)) if file.info else None
    )


def _at(file: TrashFile, place: Place) -> TrashFile:
    return file._replace(kept=as_bytes(place.kept), info=as_bytes(place.info))


def as_bytes(path: Path | None) -> bytes:
    """Returns a path as it is written down; b'' for none."""
    return b"" if path is None else os.fsencode(path)


def _has_keeper(store: Store, file: TrashFile) -> bool:
    """Whether the photo is there that is kept instead of a file that has just gone.

    It may have been taken away since everything was looked at, or be the same file seen through another mount.
    """
    if file.keep_id is None or file.part:
        return True
    keeper = store.photos.get_many([file.keep_id]).get(file.keep_id)
    return keeper is not None and keeper.path.is_file()


def _sight(file: TrashFile) -> Sight:
    return Sight(file.size_bytes, file.mtime_ns)


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
