"""Edits on the store lane: done, told to everybody, and what they say about taste kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from desktop_app.domain.history import Feedback, PhotoView
from desktop_app.domain.ids import AlbumId, InterestId, PhotoId
from desktop_app.domain.library import Changes, Edit
from desktop_app.library.history import HistoryKeeper, Submit
from desktop_app.library.jobs import Lane, pass_on, passing_failure
from desktop_app.library.screen_lock import ScreenLock
from desktop_app.store.store import Store

if TYPE_CHECKING:
    from desktop_app.library.commands import EditCommand, ForgetInterest
    from desktop_app.library.trash_acts import FileActs

Evidence: TypeAlias = tuple[list[PhotoView], list[Feedback]]


class Editor:
    """Does the user's edits.

    Args:
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        history: keeps what an edit says about taste.
        evidence_of: the looks and acts behind an interest, asked for on another lane.
        lock: refuses what would bring locked photos to light.
    """

    def __init__(
        self,
        submit: Submit,
        publish: Callable[[Changes], None],
        history: HistoryKeeper,
        evidence_of: Callable[[InterestId], Future[Evidence]],
        lock: ScreenLock,
    ) -> None:
        self._lock = lock
        self._submit = submit
        self._publish = publish
        self._history = history
        self._evidence_of = evidence_of
        self._reading: Lane[None] = Lane("read files", contextlib.nullcontext)

    @cached_property
    def _files(self) -> FileActs:
        """Does what moves files; loaded with the first act that may."""
        from desktop_app.library.trash_acts import FileActs

        return FileActs(self._submit, self._publish, lambda work: self._reading.submit(lambda _: work()))

    def close(self, timeout_s: float) -> None:
        """Ends the reading of files; what waits for it is given up."""
        if "_files" in self.__dict__:
            self._files.cancel()
        self._reading.close(timeout_s)

    def run(self, command: EditCommand | ForgetInterest) -> Future[Edit | None]:
        """Does an edit. The future raises UserError when it cannot be done; then nothing was changed."""
        from desktop_app.library.commands import ForgetInterest  # late, like those below: after the first tiles

        if isinstance(command, ForgetInterest):
            return self._forget_interest(command.interest_id)
        if self._lock.is_locked():
            return self._run_while_locked(command)
        return self._run(command)

    def _run_while_locked(self, command: EditCommand) -> Future[Edit | None]:
        """Asks the lock first, on the store lane."""
        answer: Future[Edit | None] = Future()

        def go_on(asked: Future[None]) -> None:
            with passing_failure(answer):
                asked.result()
                pass_on(self._run(command), answer)

        self._submit(lambda store: self._lock.refuse(store, command)).add_done_callback(go_on)
        return answer

    def _run(self, command: EditCommand) -> Future[Edit | None]:
        from desktop_app.library.commands import Redo, Undo
        from desktop_app.library.trash_commands import FILE_COMMANDS

        was_recording = self._history.is_recording  # now: a private session may end before its turn on the lane
        if isinstance(command, (*FILE_COMMANDS, Undo, Redo)):
            return self._files.run(
                command, lambda store, edit: self._tell(store, command, edit, was_recording=was_recording)
            )
        return self._submit(lambda store: self._edit(store, command, was_recording=was_recording))

    def create_album(self, name: str, ids: tuple[PhotoId, ...]) -> Future[AlbumId]:
        """Makes an album and gives its id."""
        from desktop_app.library.commands import CreateAlbum

        was_recording = self._history.is_recording

        def create(store: Store) -> AlbumId:
            command = CreateAlbum(name, ids)
            edit, album_id = store.edits.create_album(name, ids)
            if was_recording:
                self._history.record_edit(store, command)
            self._publish(news_of(command, edit))
            return album_id

        return self._submit(create)

    def _edit(self, store: Store, command: EditCommand, *, was_recording: bool) -> Edit | None:
        from desktop_app.library.applying import apply_edit

        edit = apply_edit(store, command)
        self._tell(store, command, edit, was_recording=was_recording)
        return edit

    def _tell(self, store: Store, command: EditCommand, edit: Edit | None, *, was_recording: bool) -> None:
        from desktop_app.library.commands import Redo, Undo

        if edit is not None:
            if was_recording and edit.id:  # one that changed nothing says nothing new
                self._history.record_edit(store, command)
            self._publish(news_of(command, edit))
        elif isinstance(command, Undo | Redo):
            self._publish(Changes(is_undo_changed=True))

    def _forget_interest(self, interest_id: InterestId) -> Future[Edit | None]:
        """Asks what is behind an interest, then forgets it on the store lane."""
        answer: Future[Edit | None] = Future()

        def forget(store: Store, evidence: Evidence) -> Edit | None:
            views, feedback = evidence
            edit = store.edits.forget_interest(
                [view.id for view in views if view.id is not None],
                [one.id for one in feedback if one.id is not None],
            )
            self._publish(Changes(is_history_changed=True, is_undo_changed=True))
            return edit

        def go_on(asked: Future[Evidence]) -> None:
            with passing_failure(answer):
                evidence = asked.result()
                pass_on(self._submit(lambda store: forget(store, evidence)), answer)

        self._evidence_of(interest_id).add_done_callback(go_on)
        return answer


def news_of(command: EditCommand, edit: Edit) -> Changes:
    """Returns what everybody has to hear about an edit."""
    from desktop_app.library.commands import ALBUM_COMMANDS, TASTE_COMMANDS, Redo, Undo
    from desktop_app.library.event_commands import EVENT_COMMANDS
    from desktop_app.library.group_commands import GROUP_COMMANDS
    from desktop_app.library.smart_album_commands import SMART_ALBUM_COMMANDS
    from desktop_app.library.trash_commands import FILE_COMMANDS, NotDuplicates
    from desktop_app.library.version_commands import UnstackVersions

    is_replay = isinstance(command, Undo | Redo)
    is_album = isinstance(command, ALBUM_COMMANDS)
    is_taste = isinstance(command, TASTE_COMMANDS)
    is_group = isinstance(command, (*GROUP_COMMANDS, *SMART_ALBUM_COMMANDS, *EVENT_COMMANDS))
    return Changes(
        updated=frozenset(edit.photo_ids),
        is_membership_changed=not is_taste,
        are_tags_changed=not (is_taste or is_album or is_group),
        is_undo_changed=True,
        are_albums_changed=not (is_taste or is_group),
        is_order_changed=is_group or is_replay or isinstance(command, (*FILE_COMMANDS, NotDuplicates, UnstackVersions)),
        is_history_changed=is_replay or is_taste,
    )
