"""The models' side of indexing: pixels go in, and vectors, tags and flags are written as they come out.

Photos are known by their id from end to end, never by their place in a batch.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.flagging import Assessment
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Changes
from desktop_app.domain.photo import Measures, Metadata, Tag, TagSource
from desktop_app.errors import WorkerError
from desktop_app.pipeline.flags import assess
from desktop_app.pipeline.run import Listeners, Write
from desktop_app.store.rows import UnderstoodRow
from desktop_app.store.store import Store
from desktop_app.workers.inference import InferenceProcess
from desktop_app.workers.inference_wire import InferenceInfo, InferenceReply, UnderstoodImage

log = logging.getLogger(__name__)

BATCH_ROWS = 128  # the tile is there already; larger batches write fewer pages for each photo, the more so in a large
BATCH_S = 1.0  # library, where the words of a photo lie far apart
_AT_ONCE = 8  # images in one message


@dataclass(slots=True)
class ReadingReport:
    """What the run did, in photos, and where its time went, in seconds."""

    decoded: int = 0
    understood: int = 0
    failed: int = 0
    moved: int = 0
    reused: int = 0  # photos whose content was understood before
    notices: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def spend(self, what: str, seconds: float) -> None:
        """Adds to the time spent on something."""
        self.seconds[what] = self.seconds.get(what, 0.0) + seconds


@dataclass(slots=True, eq=False)
class Subject:
    """A photo on its way through the models: its pixels until they are sent, and what flags need besides the answer."""

    photo_id: PhotoId
    pixels: NDArray[np.uint8]
    measures: Measures
    metadata: Metadata
    content: bytes = b""


class Understanding:
    """Feeds the models and writes what they say; goes on without them when they cannot be used.

    Args:
        write: the way to the store lane.
        inference: the child process; this run's alone on its bulk side.
        listeners: of this run.
        report: of this run, added to.
    """

    def __init__(self, write: Write, inference: InferenceProcess, listeners: Listeners, report: ReadingReport) -> None:
        self._write, self._inference, self._listeners, self._report = write, inference, listeners, report
        self._queue: deque[Subject] = deque()
        self._asked: dict[int, Subject] = {}
        self._understood: list[tuple[Subject, UnderstoodImage]] = []
        self._refused: list[tuple[PhotoId, str, Assessment]] = []
        self._contents: set[bytes] = set()  # of the photos on their way
        self._flushed_s = time.monotonic()
        self.info: InferenceInfo | None = None
        self.is_on = True
        self.is_judging = False  # of photos that have vector and tags, flags alone are asked for
        self.done = 0

    @property
    def held(self) -> int:
        """How many photos' pixels are held in memory."""
        return len(self._queue) + len(self._asked)

    @property
    def is_flagging_alone(self) -> bool:
        """Whether there is no model for vectors and tags, but the one for flags works."""
        return self.info is not None and not self.info.model_id and self.info.can_flag

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come or to be written."""
        return self.is_on and bool(self._queue or self._asked or self._understood or self._refused)

    @property
    def is_asking(self) -> bool:
        """Whether the models have something to work on."""
        return bool(self._asked)

    @property
    def is_due(self) -> bool:
        """Whether so many answers wait to be written, or for so long, that they should be."""
        is_late = time.monotonic() - self._flushed_s >= BATCH_S
        return is_late or len(self._understood) + len(self._refused) >= BATCH_ROWS

    def put(self, subject: Subject) -> None:
        """Queues a photo for the models. A copy of one on its way is left out: it takes the answer over later."""
        if self.is_on and not (subject.content and subject.content in self._contents):
            self._contents.add(subject.content)
            self._queue.append(subject)

    def take_known(self, model_id: str, ids: list[PhotoId]) -> set[PhotoId]:
        """Gives photos what the models said about the same content elsewhere. Returns those that need no asking."""
        if not ids:
            return set()
        known = self._write(lambda store: store.understanding.copy_from_equals(ids, model_id))
        if known:
            self.note_known(known)
            self._listeners.on_changes(Changes(updated=frozenset(known), are_tags_changed=True))
        return known

    def note_known(self, known: set[PhotoId]) -> None:
        """Counts photos that need no asking."""
        self._report.reused += len(known)
        self.done += len(known)

    def refuse(self, photo_id: PhotoId, reason: str, measures: Measures | None, metadata: Metadata) -> None:
        """Notes that a photo is nothing for the models; it gets the flags that need none."""
        if self.is_on:
            self._refused.append((photo_id, reason, assess(measures, None, (), metadata)))

    def wait_until_ready(self) -> bool:
        """Waits for the models. Says whether they can be used."""
        while self.is_on and self.info is None:
            self._listeners.check()
            self._ask_models(0.05)
        return self.is_on

    def _ask_models(self, timeout_s: float) -> None:
        try:
            self.info = self._inference.check_ready(timeout_s)
        except WorkerError as error:
            self._give_up(str(error))
            return
        if self.info is not None:
            self._report.notices += [p for p in self.info.problems if p not in self._report.notices]
            if not (self.info.model_id or self.info.can_flag):
                self._give_up("There is no usable model; photos are shown and not understood.")

    def _give_up(self, why: str) -> None:
        """Goes on without models; what they have not seen waits for a later run."""
        log.warning("photos are not understood in this run: %s", why)
        self._report.notices.append(why)
        self.is_on = False
        self._queue.clear()
        self._asked.clear()
        self._refused.clear()
        self._contents.clear()

    def feed(self, *, is_more_coming: bool) -> None:
        """Sends what is queued, in full batches while more is on its way."""
        if not self.is_on or not (self._queue or self._asked or self._refused):
            return
        if self.info is None:
            self._ask_models(0.0)
            if self.info is None:
                return
        try:
            while self._queue and (room := self._inference.free_slots) > 0:
                count = min(room, _AT_ONCE, len(self._queue))
                if count < min(_AT_ONCE, room) and is_more_coming and self._asked:
                    return
                batch = [self._queue.popleft() for _ in range(count)]
                self._asked.update((int(s.photo_id), s) for s in batch)
                self._inference.submit([int(s.photo_id) for s in batch], [s.pixels for s in batch])
        except WorkerError as error:
            self._give_up(str(error))

    def take(self, timeout_s: float) -> None:
        """Takes the answers there are, waiting at most timeout_s for the first."""
        if not self._asked:
            return
        began_s = time.monotonic()
        try:
            replies = self._inference.poll(timeout_s)
        except WorkerError as error:
            self._give_up(str(error))
            return
        self._report.spend("wait for models", time.monotonic() - began_s)
        for reply in replies:
            self._sort_understood(reply)

    def _sort_understood(self, reply: InferenceReply) -> None:
        subject = self._asked.pop(reply.key, None)
        if subject is None:
            return
        subject.pixels = subject.pixels[:0]  # the memory is not needed until the row is written
        if reply.understood is None:
            self._contents.discard(subject.content)
            self.refuse(subject.photo_id, reply.error, subject.measures, subject.metadata)
        else:
            self._understood.append((subject, reply.understood))

    def flush(self) -> None:
        """Writes the answers taken so far, in one transaction."""
        info, self._flushed_s = self.info, time.monotonic()
        if info is None or not (self._understood or self._refused):
            return
        batch, self._understood = self._understood, []
        refused, self._refused = self._refused, []
        rows = [_understood_row(info, subject, answer) for subject, answer in batch]
        at_ms, is_alone, is_judging = time.time_ns() // 1_000_000, self.is_flagging_alone, self.is_judging

        def write(store: Store) -> None:
            flagged = [(row.photo_id, row.flags) for row in rows]
            if is_judging:
                store.understanding.save_judgement(dict(flagged), [photo_id for photo_id, _, _ in refused])
                return
            if is_alone:
                store.understanding.save_flags_alone(flagged + [(photo_id, flags) for photo_id, _, flags in refused])
                return
            with store.db.atomic():
                store.save_understood(rows)
                for photo_id, reason, flags in refused:
                    store.understanding.fail(photo_id, info.model_id, info.dimension, reason, at_ms, flags)

        began_s = time.monotonic()
        self._write(write)
        self._report.spend("write understood rows", time.monotonic() - began_s)
        ids = frozenset([row.photo_id for row in rows] + [photo_id for photo_id, _, _ in refused])
        self._listeners.on_changes(Changes(updated=ids, are_tags_changed=True, are_problems_changed=bool(refused)))
        self._contents.difference_update(subject.content for subject, _ in batch)
        self._report.understood += len(rows)
        self.done += len(ids)


def _understood_row(info: InferenceInfo, subject: Subject, answer: UnderstoodImage) -> UnderstoodRow:
    tags = tuple(Tag(name, TagSource.AI, confidence) for name, confidence in answer.tags)
    flags = assess(subject.measures, answer.sensitivity, answer.concepts, subject.metadata)
    return UnderstoodRow(subject.photo_id, info.model_id, _unit(answer.vector), tags, flags, info.can_flag)


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float16]:
    """Returns the vector with unit length where it has any; the store refuses and reports one that has not."""
    length = float(np.linalg.norm(vector))
    return (vector / length if np.isfinite(length) and length > 0 else vector).astype(np.float16)
