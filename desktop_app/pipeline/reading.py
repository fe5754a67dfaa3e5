"""The second half of indexing: decode what waits, then let the models look at it, both at once, in one thread.

Photos are known by their id from end to end, never by their place in a batch. A row is written, and its tile can be
seen, before the models get its pixels. Decoding never waits for the models: of what they cannot keep up with the pixels
are let go, and taken again from the thumbnail once everything has been decoded.
"""

from __future__ import annotations

import logging
import os
import stat
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Activity, Changes, Progress
from desktop_app.domain.photo import Measures, Status, display_text
from desktop_app.pipeline.compare import is_known_by_hash
from desktop_app.pipeline.pace import Pace
from desktop_app.pipeline.run import Listeners, Write
from desktop_app.pipeline.understanding import ReadingReport, Subject, Understanding
from desktop_app.pipeline.waiting import Waiting
from desktop_app.store.rows import DecodedRow, MovedFile, PendingFile
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.workers.decoders import DecodeReply, DecodeRequest, DecoderPool
from desktop_app.workers.inference import InferenceProcess

if TYPE_CHECKING:
    from desktop_app.imaging.decode import DecodedPhoto, DecodeOptions

log = logging.getLogger(__name__)

BATCH_ROWS = 32
BATCH_S = 0.25
MAX_HELD = 96  # decoded photos in memory, about 0.6 MB each
MAX_ATTEMPTS = 3
SETTLE_LIMIT = 20  # a file that changes for so many settle times is left for a later run
_UNDERSTAND_AT_ONCE = 8
_POLL_S = 0.05
_PROGRESS_S = 0.1


@dataclass(slots=True)
class _Seen:
    """A file in a decoder's hands, as it was when handed over."""

    file: PendingFile
    size_bytes: int
    mtime_ns: int
    is_pixels_only: bool = False


@dataclass(slots=True)
class _Unsettled:
    """A file that was changing when last looked at."""

    file: PendingFile
    size_bytes: int
    mtime_ns: int
    first_s: float
    since_s: float


class Reading:
    """One run over everything that waits to be decoded or understood.

    Args:
        write: the way to the store lane.
        reader: a reader's store of the calling thread.
        decoders, inference: the child processes; left idle at the end.
        thumbnails: the cache, written here.
        listeners: of this run.
        settle_s: how long a file must have been unchanged.
    """

    def __init__(
        self,
        write: Write,
        reader: Store,
        decoders: DecoderPool,
        inference: InferenceProcess,
        thumbnails: Thumbnails,
        listeners: Listeners,
        settle_s: float,
    ) -> None:
        self._write, self._reader, self._listeners = write, reader, listeners
        self._decoders, self._inference, self._thumbnails = decoders, inference, thumbnails
        self._settle_s = settle_s
        self.report = ReadingReport()
        self._in_hand: dict[int, _Seen] = {}
        self._decoded: list[tuple[DecodedRow, DecodedPhoto]] = []
        self._failures: list[tuple[PhotoId, str]] = []
        self._unsettled: deque[_Unsettled] = deque()
        self._away: set[Path] = set()  # roots that went away during the run
        self._roots = {root.id: root.path for root in reader.roots.uncounted()}
        self._waiting = Waiting(reader.photos)
        self._models = Understanding(write, inference, listeners, self.report)
        self._flushed_s = self._told_s = time.monotonic()
        to_decode, to_embed = reader.photos.waiting(MAX_ATTEMPTS)
        self._pace = Pace(to_decode, self._flushed_s)
        self._understanding_pace = Pace(to_decode + to_embed, self._flushed_s)

    def run(self) -> ReadingReport:
        """Decodes and understands until nothing waits.

        Raises:
            CancelledError: what is done is written; the children are told to forget the rest.
            WorkerError: the decoders do not start.
        """
        try:
            self._pump(self._waiting.to_decode(MAX_ATTEMPTS), is_pixels_only=False)
            if self._models.wait_until_ready() and self._models.info is not None:
                model_id = self._models.info.model_id
                known = self._models.take_known
                waiting = self._waiting.to_understand(model_id, known) if model_id else self._waiting.to_flag()
                self._pump(waiting, is_pixels_only=True)
                self._take_over(model_id)
                self._judge_what_waits()
        finally:
            self._decoders.abandon()
            self._inference.abandon()
            self._flush_decoded()
            self._models.flush()
        return self.report

    def _judge_what_waits(self) -> None:
        """Asks for the flags of photos that were understood while the model for sensitivity was off."""
        info = self._models.info
        if self._models.is_on and info is not None and info.model_id and info.can_flag:
            self._models.is_judging = True
            self._pump(self._waiting.to_judge(), is_pixels_only=True)

    def _pump(self, source: Iterator[PendingFile], *, is_pixels_only: bool) -> None:
        """Keeps decoders and models busy until the source is dry and everything in hand is done."""
        is_dry = False
        while True:
            self._listeners.check()
            while not is_dry and self._has_room(is_pixels_only=is_pixels_only):
                file = next(source, None)
                is_dry = file is None
                if file is not None:
                    self._hand_over(file, is_pixels_only=is_pixels_only)
            if is_dry and self._is_done:
                return
            self._look_at_unsettled()
            self._take_decoded()
            self._models.feed(is_more_coming=bool(self._in_hand))
            self._models.take(0.0 if self._in_hand or self._decoded else _POLL_S)
            self._flush_when_due()
            self._tell()

    @property
    def _is_done(self) -> bool:
        waiting = self._in_hand or self._decoded or self._failures or self._unsettled
        return not waiting and not self._models.is_busy

    def _has_room(self, *, is_pixels_only: bool) -> bool:
        return self._decoders.free_slots > 0 and not (is_pixels_only and self._models.held >= MAX_HELD)

    # files to decoders

    def _hand_over(self, file: PendingFile, *, is_pixels_only: bool = False) -> None:
        if is_pixels_only and (jpeg := self._thumbnails.get(file.content_hash or b"")) is not None:
            self._in_hand[file.photo_id] = _Seen(file, file.size_bytes, file.mtime_ns, is_pixels_only=True)
            self._decoders.submit(DecodeRequest(int(file.photo_id), data=jpeg, options=_pixels_only()))
            return
        try:
            seen = file.path.lstat()
        except (OSError, ValueError):
            self._note_gone(file)
            return
        if not stat.S_ISREG(seen.st_mode):
            self._failures.append((file.photo_id, "it is no ordinary file"))
            return
        age_s = time.time() - seen.st_mtime_ns / 1e9
        if 0 <= age_s < self._settle_s:
            now_s = time.monotonic()
            self._unsettled.append(_Unsettled(file, seen.st_size, seen.st_mtime_ns, now_s, now_s - age_s))
            return
        self._submit(file, seen, is_pixels_only=is_pixels_only)

    def _submit(self, file: PendingFile, seen: os.stat_result, *, is_pixels_only: bool = False) -> None:
        self._in_hand[file.photo_id] = _Seen(file, seen.st_size, seen.st_mtime_ns, is_pixels_only)
        options = _pixels_only() if is_pixels_only else None
        self._decoders.submit(DecodeRequest(int(file.photo_id), path=file.path, options=options))

    def _look_at_unsettled(self) -> None:
        """Hands over the files that have been quiet long enough."""
        now_s = time.monotonic()
        for _ in range(len(self._unsettled)):
            if not self._has_room(is_pixels_only=False):
                return
            waiting = self._unsettled.popleft()
            if now_s - waiting.since_s < self._settle_s:
                self._unsettled.append(waiting)
                continue
            try:
                seen = waiting.file.path.lstat()
            except OSError:
                self._note_gone(waiting.file)
                continue
            if (seen.st_size, seen.st_mtime_ns) == (waiting.size_bytes, waiting.mtime_ns):
                self._submit(waiting.file, seen)
            elif now_s - waiting.first_s > SETTLE_LIMIT * self._settle_s:
                name = display_text(waiting.file.path.name)
                self.report.notices.append(f"{name} is still being written; it is read when it rests.")
            else:
                waiting.size_bytes, waiting.mtime_ns, waiting.since_s = seen.st_size, seen.st_mtime_ns, now_s
                self._unsettled.append(waiting)

    def _note_gone(self, file: PendingFile) -> None:
        """A file that is gone is the next scan's to judge; only a root that went away with it is worth a word."""
        for root in self._roots.values():
            if root in file.path.parents and root not in self._away and not os.path.isdir(root):  # noqa: PTH112
                self._away.add(root)
                self.report.notices.append(
                    f"{display_text(root.name)} went away while its photos were read; they are read later."
                )

    # from decoders to rows

    def _take_decoded(self) -> None:
        is_waiting = bool(self._in_hand) or not self._models.is_asking
        began_s = time.monotonic()
        for reply in self._decoders.poll(_POLL_S if is_waiting and not self._decoded_are_due() else 0.0):
            seen = self._in_hand.pop(reply.key, None)
            if seen is not None:
                self.report.spend("decode", reply.seconds)
                self._sort_decoded(seen, reply)
        self.report.spend("wait for decoders", time.monotonic() - began_s)

    def _sort_decoded(self, seen: _Seen, reply: DecodeReply) -> None:
        file, photo = seen.file, reply.decoded
        if seen.is_pixels_only:
            self._take_pixels(file, reply)
            return
        try:
            now = file.path.lstat()
        except OSError:
            self._note_gone(file)
            return
        if (now.st_size, now.st_mtime_ns) != (seen.size_bytes, seen.mtime_ns):
            now_s = time.monotonic()
            self._unsettled.append(_Unsettled(file, now.st_size, now.st_mtime_ns, now_s, now_s))
        elif photo is None or photo.measures is None:
            self._failures.append((file.photo_id, reply.error))
        else:
            self._decoded.append((_row(seen, photo, photo.measures), photo))

    def _take_pixels(self, file: PendingFile, reply: DecodeReply) -> None:
        photo = self._reader.photos.get_many([file.photo_id]).get(file.photo_id)
        if photo is None:
            return
        if reply.decoded is None or photo.measures is None:
            reason = reply.error or "nothing was measured"
            self._models.refuse(file.photo_id, reason, photo.measures, photo.metadata)
            return
        self._models.put(Subject(file.photo_id, reply.decoded.rgb, photo.measures, photo.metadata))

    def _decoded_are_due(self) -> bool:
        return len(self._decoded) + len(self._failures) >= BATCH_ROWS

    def _flush_when_due(self) -> None:
        now_s, is_idle = time.monotonic(), not self._in_hand
        is_late = now_s - self._flushed_s >= BATCH_S
        if self._decoded_are_due() or is_late or is_idle:
            self._flushed_s = now_s
            self._flush_decoded()
        if self._models.is_due or (is_idle and not self._models.is_asking):
            self._models.flush()

    def _flush_decoded(self) -> None:
        if not self._decoded and not self._failures:
            return
        began_s = time.monotonic()
        batch, self._decoded = self._decoded, []
        failures, self._failures = self._failures, []
        for row, photo in batch:
            self._thumbnails.put(row.content_hash, photo.thumbnail)
        self.report.spend("thumbnail files", time.monotonic() - began_s)
        at_ms = time.time_ns() // 1_000_000
        model_id = self._models.info.model_id if self._models.info else self._reader.embeddings.active_model()

        def write(store: Store) -> set[PhotoId]:
            rows, answered = [row for row, _ in batch], set()
            with store.db.atomic():
                store.photos.save_decoded(rows)
                for photo_id, reason in failures:
                    store.photos.save_decode_failure(photo_id, reason, at_ms)
                if model_id:
                    answered = store.understanding.answered([row.photo_id for row in rows], model_id)
                    copies = [
                        row.photo_id
                        for row in rows
                        if is_known_by_hash(row.format, row.size_bytes) and row.photo_id not in answered
                    ]
                    answered |= store.understanding.copy_from_equals(copies, model_id)
            return answered

        began_s = time.monotonic()
        known = self._write(write)
        self.report.spend("write decoded rows", time.monotonic() - began_s)
        ids = frozenset([row.photo_id for row, _ in batch] + [photo_id for photo_id, _ in failures])
        self._listeners.on_changes(
            Changes(updated=ids, is_membership_changed=True, are_problems_changed=bool(failures))
        )
        self.report.decoded += len(batch)
        self.report.failed += len(failures)
        self._pace.advance(len(ids), time.monotonic())
        self._models.note_known(known)
        for row, photo in self._settle_copies(batch):
            if row.photo_id in known:
                continue
            if photo.is_damaged:
                reason = "the file is damaged; it is shown as far as it can be read"
                self._models.refuse(row.photo_id, reason, row.measures, row.metadata)
            elif self._models.held < MAX_HELD:
                content = row.content_hash if is_known_by_hash(row.format, row.size_bytes) else b""
                self._models.put(Subject(row.photo_id, photo.rgb, row.measures, row.metadata, content))

    def _settle_copies(self, batch: list[tuple[DecodedRow, DecodedPhoto]]) -> list[tuple[DecodedRow, DecodedPhoto]]:
        """Finds photos that are a missing one come back elsewhere. Returns those still to be understood."""
        left, moves, gone = [], list[MovedFile](), set[PhotoId]()
        for row, photo in batch:
            others = [i for i in self._reader.photos.find_by_hash(row.content_hash) if i not in (row.photo_id, *gone)]
            found = self._reader.photos.get_many(others).values()
            lost = next((p for p in found if p.status & Status.MISSING and not p.status & Status.TRASHED), None)
            here = self._reader.photos.get_many([row.photo_id]).get(row.photo_id) if lost else None
            if lost is None or here is None or lost.status & Status.OFFLINE:
                left.append((row, photo))
                continue
            moves.append(MovedFile(lost.id, here.root_id, here.relative_path, row.size_bytes, row.mtime_ns))
            gone.add(lost.id)
        if moves:
            self._write(lambda store: store.photos.move_files(moves))
            self.report.moved += len(moves)
            self._listeners.on_changes(Changes(updated=frozenset(gone), is_membership_changed=True))
        return left

    def _take_over(self, model_id: str) -> None:
        """Lets the present model answer questions once it has seen every photo."""
        if model_id and self._reader.embeddings.active_model() not in (None, model_id):
            self._write(lambda store: store.embeddings.take_over(model_id))

    def _tell(self) -> None:
        now_s = time.monotonic()
        if now_s - self._told_s < _PROGRESS_S:
            return
        self._told_s = now_s
        pace = self._pace
        is_reading = pace.done < pace.total and bool(self._in_hand or self._decoded or self._unsettled)
        activity = Activity.READING if is_reading else Activity.UNDERSTANDING
        if not is_reading:
            pace = self._understanding_pace
            pace.advance(self._models.done - pace.done, now_s)
        self._listeners.on_progress(Progress(activity, pace.done, pace.total, pace.rate(now_s), pace.left_s(now_s)))


def _pixels_only() -> DecodeOptions:
    from desktop_app.imaging.decode import DecodeOptions

    return DecodeOptions(want_measures=False, thumbnail_quality=0)


def _row(seen: _Seen, photo: DecodedPhoto, measures: Measures) -> DecodedRow:
    return DecodedRow(
        photo_id=seen.file.photo_id,
        content_hash=photo.content_hash,
        format=photo.format,
        width_px=photo.width_px,
        height_px=photo.height_px,
        metadata=photo.metadata,
        measures=measures,
        is_damaged=photo.is_damaged,
        is_animated=photo.is_animated,
        is_raw=photo.is_raw,
        mtime_ns=seen.mtime_ns,
        size_bytes=seen.size_bytes,
    )
