"""Acts that move files, one at a time, on the store lane: written down, moved, then told to the journal.

A long act gives the lane to others between its portions, and files that must be the same are read on another lane. One
that is cut off, by a crash or by closing, is settled when the library is opened: what has moved is in the journal then,
what has not stays where it is.
"""

from __future__ import annotations

import logging
import os
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from desktop_app.domain.ids import EditId, PhotoId
from desktop_app.domain.library import Changes, Edit
from desktop_app.errors import CancelledError, UserError
from desktop_app.library.action_log import ActionLog
from desktop_app.library.commands import Redo, Undo
from desktop_app.library.file_equality import Equality, compare
from desktop_app.library.history import Submit
from desktop_app.library.jobs import CancelToken, pass_on
from desktop_app.library.trash_commands import FileCommand, ResolveDuplicates, RestorePhotos, TrashPhotos
from desktop_app.library.trash_moving import Moved, Mover
from desktop_app.library.trash_plans import NOTHING_MOVED, Plan, Planner, photo_folders
from desktop_app.library.trash_system import SystemTrash, system_trash
from desktop_app.store.store import Store, now_ms
from desktop_app.store.trash import FileAct, TrashFile

log = logging.getLogger(__name__)

PORTION_S = 0.25
MAX_PROBLEMS = 20

Command: TypeAlias = FileCommand | Undo | Redo
Done: TypeAlias = Callable[[Store, Edit | None], None]


@dataclass(frozen=True, slots=True)
class _Job:
    """What was asked, who is told on the store lane when it is done, the answer, and what was found of its files."""

    command: Command
    on_done: Done
    answer: Future[Edit | None]
    equality: Future[Equality] = field(default_factory=Future)


@dataclass(slots=True)
class _Running:
    """An act under way, and the photos whose files have not moved yet."""

    job: _Job
    act: FileAct
    problems: list[str]
    mover: Mover
    waiting: deque[tuple[Path, list[TrashFile]]]
    total: int


class FileActs:
    """Does what moves files. `run` may be called from any thread; all else happens on the store lane.

    Args:
        submit: queues work on the store lane.
        publish: tells everybody of changes.
        read_files: does what reads large files, on another lane.
        make_trash: returns the system's trash, anew for each act.
    """

    def __init__(
        self,
        submit: Submit,
        publish: Callable[[Changes], None],
        read_files: Callable[[Callable[[], Equality]], Future[Equality]],
        make_trash: Callable[[], SystemTrash] = system_trash,
    ) -> None:
        self._submit, self._publish, self._read_files = submit, publish, read_files
        self._make_trash = make_trash
        self._token = CancelToken()
        self._running: _Running | None = None
        self._queue: deque[_Job] = deque()

    def run(self, command: Command, on_done: Done) -> Future[Edit | None]:
        """Does what was asked, after what was asked before. The future raises UserError when it cannot be done.

        Args:
            command: taking back, or doing again, an act that moves no file is done here too.
            on_done: called on the store lane when it is done, before the future is.
        """
        job = _Job(command, on_done, Future())

        def take(store: Store) -> None:
            self._queue.append(job)
            self._compare(store, job)
            self._next(store)

        _pass_failure(self._submit(take), job.answer)
        return job.answer

    def cancel(self) -> None:
        """Ends the reading of files; an act that waits for it is given up."""
        self._token.cancel()

    def _compare(self, store: Store, job: _Job) -> None:
        """Has the files read that must be the same; the act, and those asked for after it, wait for that."""
        pairs = _to_be_equal(store, job.command)
        if not pairs:
            job.equality.set_result(Equality())
            return
        told_s = time.monotonic()

        def check(done: int) -> None:
            nonlocal told_s
            if self._token.is_cancelled():
                raise CancelledError("the library was closed; nothing was moved")
            if time.monotonic() - told_s > PORTION_S:
                told_s = time.monotonic()
                self._publish(Changes(notices=(f"Comparing files: {done:,} of {len(pairs):,}",)))

        found = self._read_files(lambda: compare(pairs, check))
        pass_on(found, job.equality)
        job.equality.add_done_callback(lambda _: _pass_failure(self._submit(self._next), job.answer))

    def _next(self, store: Store) -> None:
        while self._running is None and self._queue and self._queue[0].equality.done():
            job = self._queue.popleft()
            try:
                self._begin(store, job)
            except BaseException as error:  # noqa: BLE001 - the future carries it to the caller
                self._running = None
                job.answer.set_exception(error)

    def _begin(self, store: Store, job: _Job) -> None:
        trash = self._make_trash()
        if store.trash.open_acts():
            settle(store, trash)  # one could not be ended: no room for the journal, say
        plan = _plan(Planner(store, trash, now_ms(), job.equality.result()), store, job.command)
        if plan is None or plan.is_empty():
            self._answer(store, job, _without_files(store, job.command, plan))
            return
        act = store.trash.begin(
            plan.kind, plan.label, now_ms(), going=plan.going, returning=plan.returning, edit_id=plan.edit_id
        )
        files = store.trash.files_of_act(act)
        folders = photo_folders(store, files)
        waiting = deque((folders[photo], found) for photo, found in files.items())
        self._running = _Running(job, act, plan.problems, Mover(trash, Moved()), waiting, len(waiting))
        self._go_on(store)

    def _go_on(self, store: Store) -> None:
        running = self._running
        assert running is not None
        until_s = time.monotonic() + PORTION_S
        try:
            while running.waiting and time.monotonic() < until_s:
                running.mover.move(store, *running.waiting.popleft())
            if not running.waiting:
                edit = self._finish(store, running)
        except BaseException as error:  # noqa: BLE001 - the future carries it to the caller
            self._running = None
            running.job.answer.set_exception(error)
            self._next(store)
            return
        if running.waiting:
            done = running.total - len(running.waiting)
            self._publish(Changes(notices=(f"Moving files: {done:,} of {running.total:,}",)))
            _pass_failure(self._submit(self._go_on), running.job.answer)
            return
        self._running = None
        self._answer(store, running.job, edit)
        self._next(store)

    def _finish(self, store: Store, running: _Running) -> Edit | None:
        moved = running.mover.moved
        edit = end_act(store, running.act, moved)
        problems = [*running.problems, *moved.problems]
        if not moved.photos:
            raise UserError(" ".join(_few(problems)), advice=NOTHING_MOVED)
        return None if edit is None else replace(edit, problems=_few(problems))

    def _answer(self, store: Store, job: _Job, edit: Edit | None) -> None:
        try:
            job.on_done(store, edit)
        finally:
            job.answer.set_result(edit)


def _plan(planner: Planner, store: Store, command: Command) -> Plan | None:
    match command:
        case TrashPhotos(ids):
            return planner.trash(ids)
        case RestorePhotos(ids):
            return planner.restore(ids)
        case ResolveDuplicates():
            return planner.resolve(command)
    is_undo = isinstance(command, Undo)
    state = store.edits.state()
    edit = state.undo if is_undo else state.redo
    return None if edit is None else planner.replay(edit, is_undo=is_undo)


def _to_be_equal(store: Store, command: Command) -> list[tuple[Path, Path]]:
    """Returns the files that stay and those that go only if they are the same."""
    if not isinstance(command, ResolveDuplicates) or not command.identical:
        return []
    pairs = [(keep, goer) for keep, others in command.choices for goer in others if goer in command.identical]
    photos = store.photos.get_many(list(dict.fromkeys(photo for pair in pairs for photo in pair)))
    return [(photos[keep].path, photos[goer].path) for keep, goer in pairs if keep in photos and goer in photos]


def _without_files(store: Store, command: Command, plan: Plan | None) -> Edit | None:
    if isinstance(command, Undo):
        return store.edits.undo()
    if isinstance(command, Redo):
        return store.edits.redo()
    assert plan is not None
    return Edit(EditId(0), plan.label, now_ms(), problems=_few(plan.problems))


def end_act(store: Store, act: FileAct, moved: Moved) -> Edit | None:
    """Tells the journal what an act has come to, and forgets what it has not."""
    if moved.failed:
        store.trash.give_up(moved.failed)
    if moved.log:
        ActionLog(store.paths.action_log).add(now_ms(), str(act.kind), moved.log)
    if not moved.photos:
        return None
    for folder in sorted({str(target.parent) for _, target in moved.log}):
        _sync(Path(folder))  # the files are where the journal says even after the power went
    return store.edits.finish(act, moved.photos)


def settle(store: Store, trash: SystemTrash | None = None) -> frozenset[PhotoId]:
    """Ends the acts that were cut off, by where the files really are. Call it when the library was opened to write.

    Returns:
        The photos they were about.
    """
    seen: set[PhotoId] = set()
    for act in store.trash.open_acts():
        moved = Moved()
        mover = Mover(trash or system_trash(), moved)
        files = store.trash.files_of_act(act)
        folders = photo_folders(store, files)
        for photo, found in files.items():
            mover.settle(store, folders[photo], found)
        end_act(store, act, moved)
        if not files:
            store.trash.give_up(())
        seen.update(files)
        log.info("an act that was cut off was settled: %d photos had moved", len(moved.photos))
    return frozenset(seen)


def _few(problems: Sequence[str]) -> tuple[str, ...]:
    left = len(problems) - MAX_PROBLEMS
    return (*problems[:MAX_PROBLEMS], *([f"... and {left:,} more like these."] if left > 0 else []))


def _pass_failure(job: Future[None], answer: Future[Edit | None]) -> None:
    """Tells who waits for an answer when the lane was closed before it could be given."""

    def finish(done: Future[None]) -> None:
        if done.cancelled():
            answer.set_exception(CancelledError("the library was closed; the act is settled when it opens again"))

    job.add_done_callback(finish)


def _sync(folder: Path) -> None:
    """Brings the names in a folder to the disk, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)
