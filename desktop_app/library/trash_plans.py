"""From what the user asked to what will be moved: everything is looked at before anything moves."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.library import Edit
from desktop_app.domain.photo import Photo, Status
from desktop_app.domain.trash import FileActKind, Refusal, TrashState
from desktop_app.errors import UserError
from desktop_app.library.file_equality import Equality
from desktop_app.library.trash_checks import Checker, keeper_trouble, sentences
from desktop_app.library.trash_commands import ResolveDuplicates
from desktop_app.library.trash_moving import as_bytes, place_of
from desktop_app.library.trash_system import Sight, SystemTrash, TrashRefusedError, sight_of
from desktop_app.organize.keeper import is_protected
from desktop_app.store.photo_joining import home_folder
from desktop_app.store.rows import kept_time
from desktop_app.store.store import Store
from desktop_app.store.trash import TrashFile

NOTHING_MOVED = "Nothing was moved."


@dataclass(slots=True)
class Plan:
    """What an act will do.

    Attributes:
        kind, label: what it is for, and what the journal calls it.
        going: the files that go, those of one photo together, its own first.
        returning: the photos that come back, with what each of their files will be called.
        edit_id: the edit that is taken back or done again.
        problems: sentences about what is left out of it.
    """

    kind: FileActKind
    label: str
    going: list[TrashFile] = field(default_factory=list)
    returning: dict[PhotoId, list[bytes]] = field(default_factory=dict)
    edit_id: EditId | None = None
    problems: list[str] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Says whether no file is to move."""
        return not self.going and not self.returning


class Planner:
    """Makes plans on the store lane.

    Args:
        store: the writer's.
        trash: the system's.
        at_ms: now.
        equality: which of the files that must be the same were found to be so.
    """

    def __init__(self, store: Store, trash: SystemTrash, at_ms: int, equality: Equality) -> None:
        self._store, self._trash, self._at_ms, self._equality = store, trash, at_ms, equality
        self._checker = Checker(trash)

    def trash(self, ids: Sequence[PhotoId]) -> Plan:
        """Plans to move photos to the trash.

        Raises:
            UserError: one of them cannot go; then none does.
        """
        plan = Plan(FileActKind.TRASH, "Move to trash")
        plan.going = self._going(dict.fromkeys(ids))
        return plan

    def restore(self, ids: Sequence[PhotoId]) -> Plan:
        """Plans to bring photos back.

        Raises:
            UserError: none of them can come back.
        """
        plan = Plan(FileActKind.RESTORE, "Restore from trash")
        self._add_returning(plan, list(dict.fromkeys(ids)))
        if not plan.returning and plan.problems:
            raise UserError(" ".join(plan.problems), advice="Nothing was changed.")
        return plan

    def resolve(self, command: ResolveDuplicates) -> Plan:
        """Plans to keep one photo of each set. Sets that must not be touched are left out and told of.

        Raises:
            UserError: no set can be settled.
        """
        kind = FileActKind.RESOLVE if command.is_merging else FileActKind.TRASH
        plan = Plan(kind, "Remove duplicates")
        everybody = [photo for keep, others in command.choices for photo in (keep, *others)]
        photos = self._store.photos.get_many(list(dict.fromkeys(everybody)))
        goers = {photo for _, others in command.choices for photo in others}
        heirs: dict[PhotoId, PhotoId | None] = {}
        for keep, others in command.choices:
            going = [photos[photo] for photo in others if photo in photos and photo not in heirs]
            trouble = self._trouble(keep, going, photos, goers, command)
            if trouble:
                plan.problems.append(trouble)
            else:
                heirs |= dict.fromkeys((photo.id for photo in going), keep)
        if not heirs and plan.problems:
            raise UserError(" ".join(plan.problems), advice=NOTHING_MOVED)
        plan.going = self._going(heirs)
        return plan

    def _trouble(
        self,
        keep: PhotoId,
        going: Sequence[Photo],
        photos: Mapping[PhotoId, Photo],
        goers: set[PhotoId],
        command: ResolveDuplicates,
    ) -> str:
        """Says why a set is left alone: the last copy never goes."""
        if keep in goers:
            return "One photo was to be kept and to go at once; its copies were left alone."
        if refused := self._checker.check({photo.id: photo for photo in going}).refused:
            return " ".join(sentences(refused))
        for photo in going:
            if is_protected(photo.path, command.protected_folders):
                return f"{photo.name} lies in a protected folder; it was left alone."
        compared, kept = dict(command.contents), photos.get(keep)
        for photo in (*going, *([kept] if kept is not None else [])):
            if photo.content_hash != compared.get(photo.id, photo.content_hash):
                return f"{photo.name} was changed since it was compared; its set was left alone."
        if kept is not None and (film := self._checker.lonely_film(kept.path, [photo.path for photo in going])):
            return f"{film} belongs to a live photo, and {kept.name} has none; both were left alone."
        return keeper_trouble(kept, going, command.identical, self._equality)

    def replay(self, edit: Edit, *, is_undo: bool) -> Plan:
        """Plans to take an act back, or to do it again. The plan is empty for one that moved no file.

        Raises:
            UserError: its files cannot be moved. When the trash was emptied, the act is forgotten.
        """
        plan = Plan(FileActKind.UNDO if is_undo else FileActKind.REDO, edit.label, edit_id=edit.id)
        going, returning = self._store.edits.file_changes(edit.id, is_undo=is_undo)
        trashed = self._store.trash.files([*going, *returning])
        photos = self._store.photos.get_many([keep for keep in going.values() if keep is not None])
        heirs = {photo: keep for photo, keep in going.items() if photo not in trashed}
        there = self._store.photos.get_many(list(heirs))
        for keep in {keep for keep in heirs.values() if keep is not None}:
            goers = [there[photo] for photo, heir in heirs.items() if heir == keep and photo in there]
            if trouble := keeper_trouble(photos.get(keep), goers, frozenset()):
                raise UserError(trouble, advice=NOTHING_MOVED)
        wanted = [photo for photo in returning if photo in trashed]
        if is_undo and self._leave_out_lost(plan, heirs, there) and not heirs and not wanted:
            self._store.edits.forget(edit.id)
            raise UserError(
                f"“{edit.label}” can no longer be undone: its files are not there any more.",
                advice="Nothing was changed.",
            )
        plan.going = self._going(heirs)
        gone = self._add_returning(plan, wanted)
        if wanted and len(gone) == len(wanted) and not plan.going:
            self._store.edits.forget(edit.id)
            raise UserError(
                f"“{edit.label}” can no longer be undone: the trash was emptied since.", advice="Nothing was changed."
            )
        if wanted and not plan.returning and not plan.going:
            raise UserError(" ".join(plan.problems), advice="Nothing was changed.")
        return plan

    def _leave_out_lost(self, plan: Plan, heirs: dict[PhotoId, PhotoId | None], there: Mapping[PhotoId, Photo]) -> bool:
        """Has an act taken back without photos known to be missing: they would keep all acts before it from that.

        Returns whether there are any.
        """
        lost = [one for one in there.values() if one.status & Status.MISSING and self._checker.refusal(one)]
        for photo in lost:
            del heirs[photo.id]
        if lost:
            plan.problems += sentences([(Refusal.GONE, len(lost))])
        return bool(lost)

    def _going(self, heirs: Mapping[PhotoId, PhotoId | None]) -> list[TrashFile]:
        photos = self._store.photos.get_many(list(heirs))
        refused = self._checker.check(photos).refused
        if refused:
            raise UserError(" ".join(sentences(refused)), advice=NOTHING_MOVED)
        places = {photo.id: photo.path for photo in photos.values()}
        leaving = set(places.values())
        files: list[TrashFile] = []
        try:
            for photo in photos.values():
                place = places[photo.id]
                for part, path in enumerate([place, *self._checker.companions(place, leaving)]):
                    files.append(self._file(photo, part, path, heirs[photo.id]))
        except (OSError, TrashRefusedError) as error:
            raise UserError("A photo cannot be moved any more.", advice=NOTHING_MOVED) from error
        return files

    def _file(self, photo: Photo, part: int, path: Path, keep: PhotoId | None) -> TrashFile:
        place, sight = self._trash.plan(path), sight_of(path)
        return TrashFile(
            photo.id,
            part,
            TrashState.GOING,
            os.fsencode(path.name),
            as_bytes(place.kept),
            as_bytes(place.info),
            sight.size_bytes,
            kept_time(sight.mtime_ns),
            self._at_ms,
            keep,
        )

    def _add_returning(self, plan: Plan, ids: Sequence[PhotoId]) -> list[PhotoId]:
        """Adds photos that come back to a plan. Returns those that are gone from the trash for good."""
        folders = photo_folders(self._store, ids)
        photos, displaced = self._store.photos.get_many(list(ids)), self._store.trash.displaced()
        taken: set[Path] = set()
        gone: list[PhotoId] = []
        away = homeless = 0
        for photo, files in self._store.trash.files(ids).items():
            own = files[0]
            if own.state not in (TrashState.IN_TRASH, TrashState.EMPTIED):
                continue
            place, folder = place_of(own), folders[photo]
            sight = Sight(own.size_bytes, own.mtime_ns)
            is_found = self._trash.find(folder / os.fsdecode(own.name), place, sight) is not None
            if is_found and photo not in displaced and not photos[photo].root_path.is_dir():
                homeless += 1  # a folder made anew would hide a drive's own, or pass for the one that was moved
            elif is_found and photo not in displaced:
                plan.returning[photo] = self._targets(photo, folder, files, taken)
            elif self._trash.is_reachable(place):
                gone.append(photo)
            else:
                away += 1
        if gone:
            what = "1 photo is" if len(gone) == 1 else f"{len(gone):,} photos are"
            plan.problems.append(f"{what} not in the trash any more and cannot be brought back.")
        if away:
            what = "1 photo lies" if away == 1 else f"{away:,} photos lie"
            plan.problems.append(f"{what} in the trash of a drive that is not connected.")
        if homeless:
            what = "1 photo belongs" if homeless == 1 else f"{homeless:,} photos belong"
            plan.problems.append(f"{what} to a folder that is not there, and will stay in the trash until it is.")
        return gone

    def _targets(self, photo: PhotoId, folder: Path, files: Sequence[TrashFile], taken: set[Path]) -> list[bytes]:
        """Returns what a photo's files will be called: as before, or beside whatever stands there now."""
        name = os.fsdecode(files[0].name)
        number = 0
        while True:
            names = [renamed(os.fsdecode(file.name), name, number) for file in files]
            places = [folder / each for each in names]
            is_taken = any(place in taken or os.path.lexists(place) for place in places)
            if not is_taken and self._is_free(places[0], photo):
                taken.update(places)
                return [os.fsencode(each) for each in names]
            number += 1

    def _is_free(self, place: Path, photo: PhotoId) -> bool:
        """Whether no other photo is remembered at a path, a missing one say; a trashed one steps aside."""
        other = self._store.photos.by_path(place)
        return other is None or other.id == photo or bool(self._store.trash.files([other.id]))


def renamed(name: str, photo: str, number: int) -> str:
    """Returns what one of a photo's files is called when its place is taken: 'a (restored).jpg', '(restored 2)'.

    Args:
        name: the file.
        photo: the photo that it is, or belongs to.
        number: 0 as before, then 1, 2, ...
    """
    if not number:
        return name
    mark = " (restored)" if number == 1 else f" (restored {number})"
    suffix = Path(photo).suffix
    stem = photo.removesuffix(suffix)
    if name.startswith(stem):
        return stem + mark + name[len(stem) :]
    return mark.strip() + name


def photo_folders(store: Store, ids: Iterable[PhotoId]) -> dict[PhotoId, Path]:
    """Returns where the files of photos lie, or lay before they were trashed."""
    photos = store.photos.get_many(list(ids))
    return {photo.id: photo.root_path / os.fsdecode(home_folder(photo.relative_path)) for photo in photos.values()}
