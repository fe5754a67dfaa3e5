"""The first half of indexing: look at the roots, and bring the rows in line with what is there. Reads no picture."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Activity, Changes, Progress, Root, RootState
from desktop_app.domain.photo import Status, display_text
from desktop_app.pipeline.compare import ScanDiff, compare, is_mass_change
from desktop_app.pipeline.moves import Moves, Surveyed, parts
from desktop_app.pipeline.roots import RootCheck, check_root, identity_of, is_nested, time_tolerance_ns
from desktop_app.pipeline.run import Listeners, StoppableWrite, Write
from desktop_app.pipeline.scan import ExclusionRules, FoundFile, ScanProblems, scan_root
from desktop_app.store.rows import ChangedFile, KnownFile, NewFile, SidecarChange
from desktop_app.store.store import Store

log = logging.getLogger(__name__)

_CHECK_EVERY = 512


@dataclass(slots=True)
class SurveyReport:
    """What the survey did; counts are files."""

    present: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    missing: int = 0
    unchanged: int = 0
    skipped: dict[str, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    settled_notices: set[str] = field(default_factory=set)  # true of an earlier run, no longer


class Survey:
    """One look at some roots.

    Args:
        write: the way to the store lane.
        reader: a reader's store of the calling thread.
        rules: what is left out.
        listeners: of this run.
    """

    def __init__(self, write: Write, reader: Store, rules: ExclusionRules, listeners: Listeners) -> None:
        self._write = StoppableWrite(write, listeners)
        self._reader, self._rules, self._listeners = reader, rules, listeners
        self._report = SurveyReport()
        self._seen_files = 0
        self._emptied: list[KnownFile] = []  # of roots that are there and hold nothing any more

    def run(self, roots: Sequence[Root], *, accept_missing: bool) -> SurveyReport:
        """Scans the roots, finds moves among all of them, and writes what changed.

        Args:
            roots: which.
            accept_missing: the user has confirmed that files are gone; the guards stand aside.

        Raises:
            CancelledError: between two writes; what was written stays.
        """
        surveyed = [s for root in roots if (s := self._look(root, accept_missing=accept_missing)) is not None]
        moved = Moves(self._write, self._reader, self._listeners).follow(surveyed, self._emptied)
        for one in surveyed:
            self._hold_back(one, accept_missing=accept_missing)
            self._apply(one)
        self._report.moved = moved
        return self._report

    # one root

    def _look(self, root: Root, *, accept_missing: bool) -> Surveyed | None:
        self._listeners.check()
        known = self._reader.photos.known_files
        check = check_root(root, known(root.id))
        if check.moved_to is not None and (moved := self._relocate(root, check)) is not None:
            root, check = moved, RootCheck("", check.identity)
        if not check.is_online:
            self._set_offline(root, check.reason)
            return None
        problems = ScanProblems()
        diff = compare(
            known(root.id),
            self._watched(scan_root(root.path, self._rules_in(root), problems), root),
            tolerance_ns=time_tolerance_ns(root.path),
            unreadable=problems.unreadable,
        )
        if any(not folder for folder, _ in problems.unreadable):
            self._set_offline(root, "the folder cannot be listed")
            return None
        if not _is_same(root.path, check):
            self._set_offline(root, "the folder went away while it was looked at")
            return None
        if not diff.found and diff.present_before > diff.unseen and not accept_missing:
            if check.identity == root.identity:
                self._emptied += diff.vanished
            self._set_offline(root, "the folder is empty; a drive may not be connected")
            return None
        self._set_online(root, check)
        self._report.notices += problems.notices(root.path)
        for suffix, count in problems.skipped.items():
            self._report.skipped[suffix] = self._report.skipped.get(suffix, 0) + count
        return Surveyed(root, check, diff, problems)

    def _rules_in(self, root: Root) -> ExclusionRules:
        """What is left out of a root: roots that lie in it too, they are looked at by themselves."""
        inner = [other.path for other in self._reader.roots.uncounted() if root.path in other.path.parents]
        return replace(self._rules, folders=(*self._rules.folders, *inner)) if inner else self._rules

    def _watched(self, files: Iterator[FoundFile], root: Root) -> Iterator[FoundFile]:
        listeners, told_s, seen = self._listeners, time.monotonic(), 0
        for seen, file in enumerate(files, start=1):
            if seen % _CHECK_EVERY == 1:
                listeners.check()
                if time.monotonic() - told_s > 0.1:
                    told_s = time.monotonic()
                    progress = Progress(Activity.SCANNING, self._seen_files + seen, detail=display_text(root.path.name))
                    listeners.on_progress(progress)
            yield file
        self._seen_files += seen

    def _relocate(self, root: Root, check: RootCheck) -> Root | None:
        path, identity = check.moved_to, check.identity
        assert path is not None
        assert identity is not None
        if any(is_nested(path, other.path) for other in self._reader.roots.uncounted() if other.id != root.id):
            return None
        self._write(lambda store: store.roots.relocate(root.id, path, identity))
        name, now = display_text(root.path.name), display_text(path.name)
        what = f"is now called {now}" if name != now else f"is now in {display_text(path.parent.name) or path.anchor}"
        self._report.notices.append(f"The folder {name} {what}; its photos keep everything.")
        self._listeners.on_changes(Changes(are_roots_changed=True, is_membership_changed=True))
        found = self._reader.roots.get(root.id)
        assert found is not None
        return found

    def _set_offline(self, root: Root, reason: str) -> None:
        self._report.notices.append(_offline_notice(root, reason))
        if root.state is not RootState.OFFLINE or root.offline_reason != reason:
            self._write(lambda store: store.roots.set_state(root.id, RootState.OFFLINE, reason))
            self._listeners.on_changes(Changes(are_roots_changed=True, is_membership_changed=True))

    def _set_online(self, root: Root, check: RootCheck) -> None:
        at_ms = time.time_ns() // 1_000_000

        def write(store: Store) -> None:
            if root.state is not RootState.ONLINE:
                store.roots.set_state(root.id, RootState.ONLINE)
            if check.identity is not None and check.identity != root.identity:
                store.roots.set_identity(root.id, check.identity)
            store.roots.touched(root.id, last_scan_at_ms=at_ms)

        self._write(write)
        if root.state is not RootState.ONLINE:
            self._report.settled_notices.add(_offline_notice(root, root.offline_reason))
            self._listeners.on_changes(Changes(are_roots_changed=True, is_membership_changed=True))

    # writing

    def _hold_back(self, one: Surveyed, *, accept_missing: bool) -> None:
        diff = one.diff
        if accept_missing or not is_mass_change(len(diff.vanished), diff.present_before):
            return
        one.is_held = True
        self._report.notices.append(
            f"{len(diff.vanished)} of {diff.present_before} photos in {display_text(one.root.path.name)} are gone at"
            " once. They are not counted as missing yet: bring them back, or confirm with 'Accept missing photos' in"
            " the folder's menu (--accept-missing)."
        )

    def _apply(self, one: Surveyed) -> None:
        diff, report, root = one.diff, self._report, one.root
        report.present += diff.found
        report.unchanged += diff.unchanged
        self._note_unreadable(one)
        vanished = [] if one.is_held else [row.photo_id for row in diff.vanished]
        at_ms = time.time_ns() // 1_000_000
        returned = [row.photo_id for row in diff.reappeared]
        returned += [row.photo_id for row, _ in diff.changed if row.status & Status.MISSING]
        self._write_ids(returned, lambda store, ids: store.photos.mark_present(ids))
        self._write_ids(vanished, lambda store, ids: store.photos.mark_missing(ids, at_ms))
        self._write_changes(diff)
        for new in parts([NewFile(f.relative_path, f.size_bytes, f.mtime_ns, f.sidecar_stamp) for f in diff.added]):
            self._listeners.check()
            ids = self._write(lambda store, new=new: store.photos.add_files(root.id, new, at_ms))  # type: ignore[misc]
            self._listeners.on_changes(Changes(added=frozenset(ids), is_membership_changed=True))
        report.added += len(diff.added)
        report.changed += len(diff.changed) + len(diff.redescribed)
        report.missing += len(vanished)
        report.unchanged += len(diff.reappeared) - len(diff.redescribed)

    def _write_changes(self, diff: ScanDiff) -> None:
        changes = [ChangedFile(row.photo_id, f.size_bytes, f.mtime_ns, f.sidecar_stamp) for row, f in diff.changed]
        for part in parts(changes):
            self._listeners.check()
            self._write(lambda store, part=part: store.photos.update_files(part))  # type: ignore[misc]
            self._listeners.on_changes(Changes(updated=frozenset(c.photo_id for c in part)))
        for again in parts([SidecarChange(row.photo_id, f.sidecar_stamp) for row, f in diff.redescribed]):
            self._listeners.check()
            self._write(lambda store, again=again: store.photos.reread_files(again))  # type: ignore[misc]
            self._listeners.on_changes(Changes(updated=frozenset(c.photo_id for c in again)))

    def _write_ids(self, ids: Sequence[PhotoId], act: Callable[[Store, Sequence[PhotoId]], None]) -> None:
        for part in parts(ids):
            self._listeners.check()
            self._write(lambda store, part=part: act(store, part))  # type: ignore[misc]
            self._listeners.on_changes(Changes(updated=frozenset(part), is_membership_changed=True))

    def _note_unreadable(self, one: Surveyed) -> None:
        base, at_ms = one.root.path, time.time_ns() // 1_000_000
        now = {base / os.fsdecode(place): reason for place, reason in one.problems.unreadable}
        before = {p.path for p in self._reader.problems.all() if p.photo_id is None and base in p.path.parents}
        if not now and not before:
            return

        def write(store: Store) -> None:
            for path, reason in now.items():
                store.problems.add(path, f"it cannot be read: {reason}", at_ms)
            for path in before - now.keys():
                store.problems.clear_path(path)

        self._write(write)
        self._listeners.on_changes(Changes(are_problems_changed=True))


def _offline_notice(root: Root, reason: str) -> str:
    return f"{display_text(root.path.name)} is offline: {reason}. Nothing was changed."


def _is_same(path: Path, check: RootCheck) -> bool:
    try:
        return check.identity is not None and identity_of(path) == check.identity
    except OSError:
        return False
