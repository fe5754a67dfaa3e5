"""Groups of photos that look alike: found on a lane of their own, kept on the store lane, filled as photos come."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from desktop_app.domain.group import Grouping, LibraryMap
from desktop_app.domain.ids import GroupId, PhotoId
from desktop_app.domain.library import Changes
from desktop_app.domain.query import Match
from desktop_app.errors import CancelledError
from desktop_app.library import group_finding
from desktop_app.library.history import Submit
from desktop_app.library.jobs import CancelToken, Guarded, Lane, pass_on, passing_failure
from desktop_app.library.map_making import MapMaker
from desktop_app.library.queries import Ask, Queries
from desktop_app.store.group_rows import Snapshot
from desktop_app.store.groups import next_id
from desktop_app.store.store import Store

log = logging.getLogger(__name__)

T = TypeVar("T")
OnProgress = Callable[[float], None]
Listing = tuple[Grouping, dict[GroupId, list[PhotoId]]]

FILL_AT_ONCE = 20_000  # photos that are put into groups before others may write
TRIES = 3  # of finding groups when the user changed them meanwhile
EMPTY = Grouping(())


class GroupKeeper:
    """The groups of one library. Every method may be called from any thread.

    Args:
        lane: for long work, with a reading store.
        submit: queues work on the store lane, the one writer.
        publish: tells everybody of changes.
        ask: answers a short question on the read lane.
    """

    def __init__(
        self,
        lane: Lane[Store],
        submit: Submit,
        publish: Callable[[Changes], None],
        ask: Ask,
    ) -> None:
        self._lane = lane
        self._submit = submit
        self._publish = publish
        self._ask = ask
        self._token = Guarded(CancelToken())
        self._is_filling = Guarded(value=False)
        self._map = MapMaker()

    def grouping(self, on_progress: OnProgress | None = None) -> Future[Grouping]:
        """Returns the groups there are; finds them when they never were, or when a new model has taken over.

        Photos that came since are put into groups behind the answer; `Changes.is_order_changed` tells when they are.

        Args:
            on_progress: is told the share done, 0 to 1, on the lane, while groups are found.
        """
        answer: Future[Grouping] = Future()

        def go_on(asked: Future[tuple[Grouping | None, bool]]) -> None:
            with passing_failure(answer):
                found, is_current = asked.result()
                if found is None or not is_current:
                    pass_on(self._lane.submit(lambda store: self._make_current(store, on_progress)), answer)
                    return
                if found.waiting:
                    self._fill()
                answer.set_result(found)

        self._ask(lambda queries: queries.grouping()).add_done_callback(go_on)
        return answer

    def regroup(self, count: int | None, seed: int = 0, on_progress: OnProgress | None = None) -> Future[Grouping]:
        """Finds groups anew, as an act that can be undone. A search for groups still running is given up.

        Args:
            count: how many; None lets the measure choose.
            seed: another one may find others.
            on_progress: as `grouping`.
        """
        token = CancelToken()
        self._token.swap(lambda _: token).cancel()

        def work(store: Store) -> Grouping:
            after = self._found(store, count, seed, _guarded(token, on_progress), _keep_as_edit)
            self._publish(Changes(is_order_changed=True, is_undo_changed=True))
            return after

        return self._lane.submit(work)

    def listed(self, on_progress: OnProgress | None = None) -> Future[Listing]:
        """Returns the groups there are with their photos, the most typical first, and puts those that wait into them.

        Found first when they never were; where another process writes the library they are kept nowhere.
        """

        def work(store: Store) -> Listing:
            self._make_current(store, on_progress)
            if self._fill_now(store):
                self._publish(Changes(is_order_changed=True))
            kept = store.groups.all()
            if kept is None:
                return self._proposed(store, None, 0, on_progress)
            return kept, group_finding.typical_first(store.groups.rows(), *store.groups.members())

        return self._lane.submit(work)

    def propose(self, count: int | None, seed: int = 0, on_progress: OnProgress | None = None) -> Future[Listing]:
        """Tells what groups there would be, with their photos, the most typical first; nothing is changed."""
        return self._lane.submit(lambda store: self._proposed(store, count, seed, on_progress))

    def _proposed(self, store: Store, count: int | None, seed: int, on_progress: OnProgress | None) -> Listing:
        model_id = store.embeddings.active_model()
        if model_id is None:
            return EMPTY, {}
        tell = _guarded(self._token.get(), on_progress)
        found = group_finding.find(store, store.groups.snapshot(), model_id, count, seed, next_id(store.db), tell)
        return store.groups.shown(found), group_finding.typical_first(found.groups, found.ids, found.of, found.fits)

    def cancel(self) -> None:
        """Gives up finding groups; its future raises CancelledError."""
        self._token.swap(lambda _: CancelToken()).cancel()

    def library_map(self) -> Future[LibraryMap]:
        """Lays all photos that may be in groups out on a plane, like beside like. The same library, the same map."""
        answer: Future[LibraryMap] = Future()

        def go_on(asked: Future[Grouping]) -> None:
            with passing_failure(answer):
                asked.result()
                pass_on(self._lane.submit(self._map.of), answer)

        self.grouping().add_done_callback(go_on)
        return answer

    def more_like(self, group_id: GroupId, top: int = 60) -> Future[tuple[Match, ...]]:
        """Finds photos that are like a group's and are not in it, most alike first."""
        return self._lane.submit(lambda store: group_finding.more_like(store, group_id, top))

    def _make_current(self, store: Store, on_progress: OnProgress | None) -> Grouping:
        """Finds groups where they must be found without being asked, unless somebody who asked before has done so."""
        found, is_current = Queries(store).grouping()
        if found is not None and is_current:
            return found
        token = self._token.get()
        try:
            after = self._found(store, found.asked if found else None, 0, _guarded(token, on_progress), _keep)
        except CancelledError:
            if found is None:
                raise
            return found
        self._publish(Changes(is_order_changed=True))
        return after

    def _found(
        self,
        store: Store,
        count: int | None,
        seed: int,
        on_progress: OnProgress,
        keep: Callable[[Store, Snapshot, Snapshot], None],
    ) -> Grouping:
        """Finds groups and keeps them; found again when the user changed the groups before meanwhile."""
        model_id = store.embeddings.active_model()
        if model_id is None:
            return EMPTY
        for _ in range(TRIES):
            before = store.groups.snapshot()
            after = group_finding.find(store, before, model_id, count, seed, next_id(store.db), on_progress)
            if keep is _keep and self._is_reading():
                return store.groups.shown(after)
            if self._write(lambda writer, b=before, a=after: _kept(writer, b, a, keep)):  # type: ignore[misc]
                break
        return store.groups.all() or EMPTY

    def _is_reading(self) -> bool:
        """Says whether another process writes this library."""
        return not self._write(lambda writer: writer.db.is_writer)

    def _write(self, work: Callable[[Store], T]) -> T:
        return self._submit(work).result()

    def _fill(self) -> None:
        """Puts photos that came since into the nearest group, in the background, once at a time."""
        if self._is_filling.swap(lambda _: True):
            return
        self._lane.submit(self._fill_now).add_done_callback(self._on_filled)

    def _on_filled(self, job: Future[int]) -> None:
        self._is_filling.swap(lambda _: False)
        if job.cancelled():
            return
        if (error := job.exception()) is not None:
            log.error("photos could not be put into groups", exc_info=error)
        elif job.result():
            self._publish(Changes(is_order_changed=True))

    def _fill_now(self, store: Store) -> int:
        """Returns how many photos were put into groups."""
        state = store.groups.state()
        if state is None or self._is_reading():
            return 0
        sequence = store.groups.last_sequence(state.model)
        waiting = store.groups.waiting(state)
        groups = store.groups.rows()
        count = 0
        for start in range(0, len(waiting), FILL_AT_ONCE):
            photos, of, fits = group_finding.placed(store, state, groups, waiting[start : start + FILL_AT_ONCE])
            is_last = start + FILL_AT_ONCE >= len(waiting)
            self._write(
                lambda writer, p=photos, g=of, f=fits, s=sequence if is_last else 0: writer.groups.assign(p, g, f, s)  # type: ignore[misc]
            )
            count += len(photos)
        return count


def _kept(store: Store, before: Snapshot, after: Snapshot, keep: Callable[[Store, Snapshot, Snapshot], None]) -> bool:
    """Keeps new groups unless those before are others by now; says whether it did."""
    if store.groups.rows() != dict(before.groups):
        return False
    keep(store, before, after)
    return True


def _keep(store: Store, _before: Snapshot, after: Snapshot) -> None:
    store.groups.keep(after)


def _keep_as_edit(store: Store, before: Snapshot, after: Snapshot) -> None:
    store.edits.regroup(before, after)


def _guarded(token: CancelToken, on_progress: OnProgress | None) -> OnProgress:
    def tell(share: float) -> None:
        if token.is_cancelled():
            raise CancelledError("finding groups was given up")
        if on_progress is not None:
            on_progress(share)

    return tell
