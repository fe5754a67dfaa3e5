"""Follows file events and the clock: what is heard becomes a request to index; backups are made when due."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import Changes, Root, RootState
from desktop_app.errors import UserError
from desktop_app.library.jobs import Guarded, Ticker
from desktop_app.pipeline.scan import ExclusionRules
from desktop_app.settings import Settings
from desktop_app.store.backup import Backups
from desktop_app.store.store import Store
from desktop_app.watch.watcher import Watcher

log = logging.getLogger(__name__)

TICK_S = 0.5
ASK_TIMEOUT_S = 30.0
OFFLINE_LOOK_S = 10.0
UPKEEP_S = 600.0
DAY_MS = 86_400_000


class Watching:
    """Owns the watcher and the thread that keeps the time.

    Args:
        roots: asks for the present roots, on the read lane.
        submit: queues a function on the store lane.
        rules: what is left out, as in the scan.
        settings: how long files must be quiet, how often roots are scanned whatever was heard.
        request: asks for indexing of these roots (all when empty).
        publish: told of notices.
    """

    def __init__(
        self,
        roots: Callable[[], Future[list[Root]]],
        submit: Callable[[Callable[[Store], None]], Future[None]],
        rules: ExclusionRules,
        settings: Settings,
        request: Callable[[Sequence[RootId]], None],
        publish: Callable[[Changes], None],
    ) -> None:
        self._ask_roots, self._submit = roots, submit
        self._interval_s, self._request = settings.rescan_interval_s, request
        self._settle_s, self._publish = settings.settle_s, publish
        self._rules = Guarded(rules)
        self._settings = Guarded(settings)
        self._watcher = self._make_watcher(rules)
        self._watched_rules = rules
        self._is_stale = Guarded(value=True)
        self._roots: dict[str, Root] = {}
        now_s = time.monotonic()
        self._scan_due_s = now_s + self._interval_s
        self._offline_due_s = now_s + OFFLINE_LOOK_S
        self._upkeep_due_s = now_s + UPKEEP_S / 10
        self._heard: dict[RootId, int] = {}
        self._ticker = Ticker("watch", TICK_S, self._tick)

    def _make_watcher(self, rules: ExclusionRules) -> Watcher:
        return Watcher(rules, lambda sentence: self._publish(Changes(notices=(sentence,))), quiet_s=self._settle_s)

    def leave_out(self, rules: ExclusionRules) -> None:
        """Leaves out other files from now on."""
        self._rules.swap(lambda _: rules)
        self.refresh()

    def use_settings(self, settings: Settings) -> None:
        """Follows the user's new choices about upkeep."""
        self._settings.swap(lambda _: settings)

    def refresh(self) -> None:
        """Says that roots came, went or changed."""
        self._is_stale.swap(lambda _: True)
        self._ticker.poke()

    def close(self, timeout_s: float) -> bool:
        """Stops watching. Says whether all threads ended in time."""
        return all([self._ticker.close(timeout_s), self._watcher.stop(timeout_s)])

    def _tick(self) -> None:
        if self._is_stale.swap(lambda _: False):
            self._set_roots()
        now_s = time.monotonic()
        hinted = [self._roots[str(hint.root)].id for hint in self._watcher.take_due() if str(hint.root) in self._roots]
        if hinted:
            self._request(hinted)
        if now_s >= self._scan_due_s:
            self._scan_due_s = now_s + self._interval_s
            self._request(())
        if now_s >= self._offline_due_s:
            self._offline_due_s = now_s + OFFLINE_LOOK_S
            self._look_for_lost_roots()
        if now_s >= self._upkeep_due_s:
            self._upkeep_due_s = now_s + UPKEEP_S
            self._note_events()
            self._submit(partial(_upkeep, settings=self._settings.get()))

    def _set_roots(self) -> None:
        roots = self._ask_roots().result(ASK_TIMEOUT_S)
        self._roots = {str(root.path): root for root in roots}
        if (rules := self._rules.get()) != self._watched_rules:
            self._watcher.stop()
            self._watcher, self._watched_rules = self._make_watcher(rules), rules
        self._watcher.set_roots([root.path for root in roots])
        self._request(())  # what happened before the watches stood was not heard

    def _look_for_lost_roots(self) -> None:
        """A root that came back (or went) is scanned; the scan decides what that means."""
        roots = self._ask_roots().result(ASK_TIMEOUT_S)
        if {str(root.path) for root in roots} != set(self._roots):
            self.refresh()
        # os.path: a dead mount is a folder that is not there, where Path would raise
        changed = [root.id for root in roots if (root.state is RootState.OFFLINE) == os.path.isdir(root.path)]  # noqa: PTH112
        if changed:
            self._request(changed)

    def _note_events(self) -> None:
        """Writes down when each root was last heard of, so that silence can be seen."""
        for root in self._roots.values():
            at_ms = self._watcher.last_event_at_ms(root.path)
            if at_ms is not None and self._heard.get(root.id) != at_ms:
                self._heard[root.id] = at_ms
                self._submit(partial(_note_event, root_id=root.id, at_ms=at_ms))


def _note_event(store: Store, *, root_id: RootId, at_ms: int) -> None:
    store.roots.touched(root_id, last_event_at_ms=at_ms)


def _upkeep(store: Store, *, settings: Settings) -> None:
    """Makes the day's backup and empties the write-ahead log; on the store lane, when nothing else waits there."""
    try:
        backups = Backups(store, store.paths.backups, is_history_kept=settings.is_history_in_backups)
        now_ms = time.time_ns() // 1_000_000
        if not store.is_read_only and backups.is_due(now_ms):
            kept_days = settings.history_kept_days
            store.history.prune(now_ms - kept_days * DAY_MS if kept_days > 0 else 0)
            backups.make(now_ms)
        store.db.checkpoint()
    except UserError as error:
        log.warning("upkeep was put off: %s", error)
