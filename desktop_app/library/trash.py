"""The trash as the window and the command line see it: what can go there, and what is still in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.domain.trash import TrashCheck, TrashContents, TrashState
from desktop_app.library.history import Submit
from desktop_app.library.jobs import Lane
from desktop_app.library.trash_checks import Checker, sentences
from desktop_app.library.trash_moving import place_of
from desktop_app.library.trash_plans import photo_folders
from desktop_app.library.trash_system import Sight, SystemTrash, system_trash
from desktop_app.store.store import Store


class Trash:
    """Looks at files on a lane of its own, so that a slow drive keeps nobody waiting. The commands move them.

    Args:
        make_lane: opens a lane with a reading store.
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        make_trash: returns the system's trash.
    """

    def __init__(
        self,
        make_lane: Callable[[str], Lane[Store]],
        submit: Submit,
        publish: Callable[[Changes], None],
        make_trash: Callable[[], SystemTrash] = system_trash,
    ) -> None:
        self._lane = make_lane("trash")
        self._submit, self._publish = submit, publish
        self._make_trash = make_trash

    def check(self, ids: Sequence[PhotoId]) -> Future[TrashCheck]:
        """Says which photos can go to the trash and why the others cannot, before anything is done."""
        return self._lane.submit(lambda store: Checker(self._make_trash()).check(store.photos.get_many(ids)))

    def can_trash(self, ids: Sequence[PhotoId]) -> Future[tuple[str, ...]]:
        """Says in sentences what cannot go to the trash; empty when all can."""
        return self._lane.submit(
            lambda store: sentences(Checker(self._make_trash()).check(store.photos.get_many(ids)).refused)
        )

    def look(self) -> Future[TrashContents]:
        """Looks which photos are still in the trash. What was emptied leaves its page, and is told."""
        return self._lane.submit(self._look)

    def _look(self, store: Store) -> TrashContents:
        trash = self._make_trash()
        resting = store.trash.resting()
        folders = photo_folders(store, [file.photo_id for file in resting])
        emptied, away, found = set[PhotoId](), set[PhotoId](), set[PhotoId]()
        displaced = store.trash.displaced()
        for file in resting:
            place = place_of(file)
            path = folders[file.photo_id] / os.fsdecode(file.name)
            is_its_own = file.photo_id not in displaced
            if is_its_own and trash.find(path, place, Sight(file.size_bytes, file.mtime_ns)) is not None:
                found.add(file.photo_id)
            else:
                (emptied if trash.is_reachable(place) else away).add(file.photo_id)
        before = {file.photo_id for file in resting if file.state is TrashState.EMPTIED}
        if emptied - before or found & before:
            self._submit(lambda writer: self._note(writer, sorted(emptied - before), sorted(found & before))).result()
        return TrashContents(len(found), frozenset(emptied), frozenset(away))

    def _note(self, store: Store, gone: Sequence[PhotoId], found: Sequence[PhotoId]) -> None:
        store.trash.note_emptied(gone, found)
        self._publish(Changes(updated=frozenset((*gone, *found)), is_membership_changed=True))

    def close(self, timeout_s: float) -> None:
        """Ends the lane."""
        self._lane.close(timeout_s)
