"""Indexing from end to end: survey the roots, decode, understand. Resumable at any point, cancelled within a moment."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from desktop_app.domain.ids import RootId
from desktop_app.domain.library import Activity, Changes, IndexReport, Problem, Progress, Root
from desktop_app.pipeline.reading import Reading
from desktop_app.pipeline.run import Listeners, Write
from desktop_app.pipeline.scan import ExclusionRules
from desktop_app.pipeline.survey import Survey, SurveyReport
from desktop_app.pipeline.understanding import ReadingReport
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers.decoders import DecoderPool
from desktop_app.workers.inference import InferenceProcess

log = logging.getLogger(__name__)


class Ingest:
    """Brings the library in line with its roots. Lives on one lane and owns nothing it was given.

    Args:
        write: runs a function on the store lane and returns its result.
        reader: a reader's store of this lane.
        decoders, inference: the child processes.
        thumbnails: the cache; written here alone.
        rules: what is left out.
        settle_s: how long a file must be unchanged before it is read.
    """

    def __init__(
        self,
        *,
        write: Write,
        reader: Store,
        decoders: DecoderPool,
        inference: InferenceProcess,
        thumbnails: Thumbnails,
        rules: ExclusionRules | None = None,
        settle_s: float = 2.0,
    ) -> None:
        self._write, self._reader = write, reader
        self._decoders, self._inference, self._thumbnails = decoders, inference, thumbnails
        self._rules = rules or ExclusionRules()
        self._settle_s = settle_s
        self._said: set[str] = set()
        self.last_reading = ReadingReport()
        self.scan_seconds = 0.0

    def leave_out(self, rules: ExclusionRules) -> None:
        """Leaves out other files from the next run on."""
        self._rules = rules

    def index(
        self,
        roots: Sequence[RootId] = (),
        *,
        on_progress: Callable[[Progress], None] = lambda progress: None,
        on_changes: Callable[[Changes], None] = lambda changes: None,
        is_cancelled: Callable[[], bool] = lambda: False,
        accept_missing: bool = False,
    ) -> IndexReport:
        """Surveys these roots (all when none is named), then reads and understands whatever waits in the library.

        Args:
            roots: which to survey.
            on_progress: told about ten times a second.
            on_changes: told after each write.
            is_cancelled: looked at every few hundredths of a second.
            accept_missing: the user has confirmed that files are gone; the guards stand aside.

        Raises:
            CancelledError: what was done stays done, the next run goes on from there.
            StorageFullError, DatabaseError: the library cannot be written.
            WorkerError: the decoders do not start.
        """
        began_s = time.monotonic()
        listeners = Listeners(on_progress, on_changes, is_cancelled)
        chosen = [root for root in self._reader.roots.uncounted() if not roots or root.id in roots]
        on_progress(Progress(Activity.SCANNING))
        surveyed = Survey(self._write, self._reader, self._rules, listeners).run(chosen, accept_missing=accept_missing)
        self.scan_seconds = time.monotonic() - began_s
        reading = Reading(
            self._write, self._reader, self._decoders, self._inference, self._thumbnails, listeners, self._settle_s
        )
        self.last_reading = reading.report
        reading.run()
        report = self._report(chosen, surveyed, reading.report, time.monotonic() - began_s)
        _log(report, reading.report)
        self._said -= surveyed.settled_notices
        if news := tuple(notice for notice in report.notices if notice not in self._said):
            on_changes(Changes(notices=news))
        self._said.update(report.notices)
        return report

    def _report(
        self, roots: Sequence[Root], surveyed: SurveyReport, read: ReadingReport, seconds: float
    ) -> IndexReport:
        return IndexReport(
            photos=surveyed.present,
            added=surveyed.added - read.moved,
            changed=surveyed.changed,
            moved=surveyed.moved + read.moved,
            missing=surveyed.missing,
            unchanged=surveyed.unchanged,
            problems=self._problems([root.path for root in roots]),
            skipped_formats=tuple(sorted(surveyed.skipped.items())),
            notices=tuple(dict.fromkeys((*surveyed.notices, *read.notices))),
            seconds=seconds,
        )

    def _problems(self, roots: Sequence[Path]) -> tuple[Problem, ...]:
        found = self._reader.problems.all()
        return tuple(p for p in found if any(root == p.path or root in p.path.parents for root in roots))


def _log(report: IndexReport, read: ReadingReport) -> None:
    log.info(
        "indexed: %d added, %d changed, %d moved, %d missing, %d decoded, %d understood, %d problems in %.1f s",
        report.added,
        report.changed,
        report.moved,
        report.missing,
        read.decoded,
        read.understood,
        len(report.problems),
        report.seconds,
    )
