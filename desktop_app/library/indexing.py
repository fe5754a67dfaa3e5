"""The ingest lane: one indexing run at a time, hints coalesced, paused and cancelled at will."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import Activity, Changes, IndexReport, Progress
from desktop_app.errors import CancelledError, UserError
from desktop_app.library.jobs import CancelToken, Guarded, Lane

if TYPE_CHECKING:
    from desktop_app.pipeline.ingest import Ingest
    from desktop_app.pipeline.scan import ExclusionRules

log = logging.getLogger(__name__)

GROWN_AFTER = 5_000  # photos; whoever keeps up with the library in the background is called while a long run goes on


@dataclass(frozen=True, slots=True)
class _State:
    """What waits and what runs. `waiting` None means nothing; an empty tuple means every root."""

    waiting: tuple[RootId, ...] | None = None
    is_running: bool = False
    is_paused: bool = False


class Indexer:
    """Owns the lane on which roots are scanned, decoded and understood.

    Args:
        make_ingest: opens, on the lane's thread, the `Ingest` and everything it holds.
        publish: told of every change and of progress; called on the lane's thread.
        on_grown: called on the lane's thread after each run, whatever its end, and now and then during a long one.
    """

    def __init__(
        self,
        make_ingest: Callable[[], contextlib.AbstractContextManager[Ingest]],
        publish: Callable[[Changes], None],
        on_grown: Callable[[], None],
    ) -> None:
        self._publish = publish
        self._on_grown = on_grown
        self._token = Guarded(CancelToken())
        self._state = Guarded(_State())
        self._is_closing = Guarded(value=False)
        self._lane = Lane("ingest", make_ingest)

    def index(self, roots: Sequence[RootId], *, accept_missing: bool = False) -> Future[IndexReport]:
        """Runs once over these roots (all when empty). The future raises CancelledError when cancelled."""
        return self._lane.submit(
            lambda ingest: self._run(ingest, tuple(roots), self._new_token(), accept_missing=accept_missing)
        )

    def request(self, roots: Sequence[RootId] = ()) -> None:
        """Asks for a run in the background; requests made while one runs are done together after it."""

        def add(state: _State) -> _State:
            if state.waiting is None:
                waiting = tuple(roots)
            elif not state.waiting or not roots:
                waiting = ()
            else:
                waiting = tuple(dict.fromkeys((*state.waiting, *roots)))
            return _State(waiting, state.is_running or not state.is_paused, state.is_paused)

        before = self._state.swap(add)
        if not before.is_running and not before.is_paused:
            self._lane.submit(self._drain)

    def _drain(self, ingest: Ingest) -> None:
        while True:
            token = self._new_token()  # before the state is looked at: whoever pauses after that cancels this run
            before = self._state.swap(
                lambda s: (
                    _State(s.waiting, is_running=False, is_paused=s.is_paused)
                    if s.waiting is None or s.is_paused
                    else _State(None, is_running=True, is_paused=False)
                )
            )
            if before.waiting is None or before.is_paused:
                return
            try:
                self._run(ingest, before.waiting, token, accept_missing=False)
            except CancelledError:
                log.info("indexing was stopped")
            except UserError as error:
                log.info("indexing stopped: %s", error)
                self._publish(Changes(notices=(f"Indexing stopped; it is tried again later. {error.sentence()}",)))
            except Exception:
                log.exception("indexing failed")
                self._publish(Changes(notices=("Indexing stopped because of an error; it is tried again later.",)))

    def _new_token(self) -> CancelToken:
        token = CancelToken()
        self._token.swap(lambda _: token)
        if self._is_closing.get():
            token.cancel()
        return token

    def _run(
        self, ingest: Ingest, roots: tuple[RootId, ...], token: CancelToken, *, accept_missing: bool
    ) -> IndexReport:
        try:
            return ingest.index(
                roots,
                on_progress=lambda progress: self._publish(Changes(progress=progress)),
                on_changes=_Growth(self._publish, self._on_grown).take,
                is_cancelled=token.is_cancelled,
                accept_missing=accept_missing,
            )
        finally:
            activity = Activity.PAUSED if self._state.get().is_paused else Activity.IDLE
            self._on_grown()
            self._publish(Changes(progress=Progress(activity), are_problems_changed=True))

    def leave_out(self, rules: ExclusionRules) -> None:
        """Leaves out other files from the next run on."""
        self._lane.submit(lambda ingest: ingest.leave_out(rules))

    def cancel(self) -> None:
        """Asks the present run to end; what is done stays done."""
        self._token.get().cancel()

    @property
    def is_paused(self) -> bool:
        """Whether background runs wait."""
        return self._state.get().is_paused

    def pause(self) -> None:
        """Stops the present run and starts none until `resume`; nothing done is lost."""
        self._state.swap(lambda s: _State(() if s.is_running else s.waiting, s.is_running, is_paused=True))
        self.cancel()
        self._publish(Changes(progress=Progress(Activity.PAUSED)))

    def resume(self) -> None:
        """Goes on where pause stopped."""
        self._state.swap(lambda s: _State(s.waiting, s.is_running, is_paused=False))
        self.request()

    def close(self, timeout_s: float) -> bool:
        """Cancels, waits, closes. Says whether all ended in time."""
        self._state.swap(lambda s: _State(None, s.is_running, is_paused=True))
        self._is_closing.swap(lambda _: True)
        self.cancel()
        return self._lane.close(timeout_s)


@dataclass(slots=True)
class _Growth:
    """Passes a run's news on, and counts the photos in it that were understood."""

    publish: Callable[[Changes], None]
    on_grown: Callable[[], None]
    understood: int = 0

    def take(self, changes: Changes) -> None:
        """Passes news on; calls `on_grown` where enough has come together since it was called."""
        self.publish(changes)
        self.understood += len(changes.updated) if changes.are_tags_changed else 0
        if self.understood >= GROWN_AFTER:
            self.understood = 0
            self.on_grown()
