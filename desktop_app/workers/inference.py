"""The one inference process as the program sees it: a bulk side for indexing, a fast side for a person who waits.

`submit` and `poll` belong to the lane that indexes; `call_fast` and `embed_fast` may be called by any lane, one at a
time. The process starts when first needed, is started again after a crash, and is replaced when it has grown too large.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import WorkerError
from desktop_app.workers.inference_child import MAX_IMAGES
from desktop_app.workers.inference_wire import (
    FastAnswer,
    InferenceInfo,
    InferenceReply,
    UnderstoodImage,
    info_from,
    replies_from,
)
from desktop_app.workers.process import Channel, ChildProcess
from desktop_app.workers.wire import Caps, ChannelClosedError, Message, WireError

log = logging.getLogger(__name__)

MAX_IN_FLIGHT = 16  # images the bulk side holds; twice what the child takes between two replies
BULK_NICE = 5
_REPLY_CAPS = Caps(header_bytes=4 << 20, payload_bytes=16 << 20, buffers=1)
_MEMORY_LIMIT_BYTES = 4 << 30  # of address space; the models that are shipped need an eighth of it
_START_TIMEOUT_S = 90.0
_BULK_TIMEOUT_S = 120.0
_FAST_TIMEOUT_S = 30.0
_MAX_ATTEMPTS = 3

Pixels = NDArray[np.uint8]


@dataclass(slots=True, eq=False)
class _Batch:
    serial: int
    keys: list[int]
    images: list[Pixels]
    attempts: int = 0
    sent_s: float = 0.0


class _Side:
    """One channel to the present child: sends requests, hands back replies, knows what the child said of itself."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.info: InferenceInfo | None = None
        self.ready_s = 0.0
        self.rss_bytes = 0

    def receive(self, timeout_s: float) -> Message | None:
        """Returns the next reply, or None when none came in time. Raises ChannelClosedError or WireError."""
        deadline = time.monotonic() + timeout_s
        while True:
            message = self.channel.receive()
            if message is not None and message.kind != "ready":
                self.rss_bytes = message.integer("rss_bytes", 0, 1 << 50)
                return message
            if message is not None:
                self.info, self.ready_s = info_from(message), time.monotonic()
                return None
            if not self.channel.wait(deadline - time.monotonic()):
                return None
            self.channel.flush()


@dataclass(slots=True, eq=False)
class _Running:
    process: ChildProcess
    bulk: _Side
    fast: _Side
    started_s: float


class InferenceProcess:
    """The child that holds the models.

    Args:
        models_dir: holds `manifest.json` and the models.
        threads: of the ONNX runtime.
        memory_cap_bytes: resident memory above which the child is replaced between two batches.
        nice: how much lower its priority is, 0-19.
    """

    def __init__(
        self, models_dir: Path, threads: int = 1, memory_cap_bytes: int = 1_500_000_000, nice: int = BULK_NICE
    ) -> None:
        self._models_dir, self._threads, self._nice = models_dir, threads, nice
        self._memory_cap_bytes = memory_cap_bytes
        self._lock = threading.Lock()  # guards _running, _failed_starts and _serial
        self._fast_lock = threading.Lock()  # held during one fast call
        self._running: _Running | None = None
        self._failed_starts = 0
        self._serial = 0
        self._is_closed = False
        self._pending: deque[_Batch] = deque()  # the bulk lane's: not replied yet, in the order sent
        self._unsent: deque[_Batch] = deque()  # the bulk lane's: to be sent (again)
        self._replies: list[InferenceReply] = []
        self._graves: list[_Running] = []  # killed, their sockets still to be closed when no lane waits on them
        self._bulk_child: _Running | None = None
        self.busy_s = 0.0  # what the models took for the bulk side so far

    def __enter__(self) -> InferenceProcess:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the running child, None while there is none."""
        running = self._running
        return running.process.pid if running else None

    @property
    def in_flight(self) -> int:
        """How many images of the bulk side have no reply yet."""
        return sum(len(b.keys) for b in (*self._pending, *self._unsent))

    @property
    def free_slots(self) -> int:
        """How many images `submit` takes now without piling up; 0 while the child is about to be replaced."""
        if self._bulk_child is not None and self._bulk_child.bulk.rss_bytes > self._memory_cap_bytes:
            return 0
        return max(0, MAX_IN_FLIGHT - self.in_flight)

    def start(self) -> None:
        """Starts the child when none runs, without waiting for it to be ready."""
        self._ensure()

    def info(self, timeout_s: float = _START_TIMEOUT_S) -> InferenceInfo:
        """Returns what the child said when ready, starting it first when needed. Belongs to the bulk lane.

        Raises:
            WorkerError: it does not get ready in time.
        """
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if (info := self.check_ready(0.5)) is not None:
                return info
        raise WorkerError("The models did not get ready in time.")

    def check_ready(self, timeout_s: float) -> InferenceInfo | None:
        """Returns what the child said when ready, or None while it loads; starts it when needed. For the bulk lane.

        Raises:
            WorkerError: the child cannot be started.
        """
        running = self._ensure()
        try:
            if running.bulk.info is None and (message := running.bulk.receive(timeout_s)) is not None:
                self._take(message)
            if running.bulk.info is None and time.monotonic() - running.started_s > _START_TIMEOUT_S:
                raise WorkerError(f"not ready within {_START_TIMEOUT_S:.0f} s")
        except (WorkerError, OSError) as error:
            self._discard(running, error)
        return running.bulk.info

    def submit(self, keys: Sequence[int], images: Sequence[Pixels]) -> None:
        """Queues (H, W, 3) uint8 images under their keys; never waits.

        Raises:
            WorkerError: the child cannot be started.
        """
        if len(keys) != len(images) or not 0 < len(keys) <= MAX_IMAGES:
            raise ValueError("one key for each of 1 to 64 images")
        self._unsent.append(_Batch(0, list(keys), list(images)))
        self._send_waiting()

    def poll(self, timeout_s: float) -> list[InferenceReply]:
        """Returns the replies there are, waiting at most timeout_s for the first; at once when nothing is in flight.

        Raises:
            WorkerError: the child cannot be started; what was submitted stays queued.
        """
        deadline = time.monotonic() + timeout_s
        while self.in_flight and not self._replies:
            self._send_waiting()
            left = deadline - time.monotonic()
            self._receive_bulk(max(0.0, left))
            if left <= 0:
                break
        while self._pending and self._receive_bulk(0.0):
            pass
        self._recycle()
        replies, self._replies = self._replies, []
        return replies

    def abandon(self) -> None:
        """Forgets every image of the bulk side; replies to those in work are thrown away."""
        self._unsent.clear()
        self._pending.clear()
        self._replies.clear()

    def call_fast(self, images: Sequence[Pixels]) -> list[UnderstoodImage]:
        """Returns what the models say of the images, ahead of all bulk work. Waits; tries twice.

        Raises:
            WorkerError: the child died twice, does not answer in time, or the models fail on an image.
        """
        return self._fast("understand", images).found

    def embed_fast(self, images: Sequence[Pixels]) -> FastAnswer:
        """Returns vectors of the images, in order, ahead of all bulk work; raises like call_fast."""
        return self._fast("embed", images)

    def close(self) -> None:
        """Ends the child at once; what was in flight is forgotten, later calls are refused. May be called again."""
        with self._lock:
            self._is_closed = True
            running, self._running = self._running, None
        if running is not None:
            running.process.kill()
            self._graves.append(running)
        self._bulk_child = None
        self.abandon()
        with self._fast_lock:  # a fast call in progress has been woken by the kill
            self._sweep()

    # the child

    def _ensure(self) -> _Running:
        with self._lock:
            if self._is_closed:
                raise WorkerError("The process that runs the models has been closed.")
            if self._running is None:
                if self._failed_starts >= _MAX_ATTEMPTS:
                    self._failed_starts = 0
                    raise WorkerError("The process that runs the models does not start.")
                process = ChildProcess("inference", 2, _REPLY_CAPS, self._nice)
                bulk, fast = (_Side(channel) for channel in process.channels)
                self._running = _Running(process, bulk, fast, time.monotonic())
                self._failed_starts += 1
                header = {"threads": self._threads, "memory_bytes": _MEMORY_LIMIT_BYTES}
                try:
                    bulk.channel.send(Message("start", header, [os.fsencode(self._models_dir)]))
                except ChannelClosedError:
                    log.warning("the inference process ended before it was told what to do")
            return self._running

    def _discard(self, running: _Running, error: Exception) -> None:
        with self._lock:
            if self._running is running:
                self._running = None
                self._graves.append(running)
                log.warning("the inference process is replaced: %s", error)
            if running.bulk.info or running.fast.info:
                self._failed_starts = 0
        running.process.kill()

    def _sweep(self) -> None:
        """Closes the sockets of children that are gone. Called by the bulk lane while no fast call runs."""
        with self._lock:
            graves, self._graves = self._graves, []
        for running in graves:
            running.process.close_channels()

    def _next_serial(self) -> int:
        with self._lock:
            self._serial += 1
            return self._serial

    # the bulk side

    def _send_waiting(self) -> None:
        running = self._ensure()
        if running is not self._bulk_child:
            self._requeue()
            self._bulk_child = running
        while self._unsent:
            batch = self._unsent.popleft()
            batch.serial, batch.sent_s = self._next_serial(), time.monotonic()
            self._pending.append(batch)
            try:
                running.bulk.channel.send(_request("understand", batch))
            except (ChannelClosedError, OSError) as error:
                self._discard(running, error)
                return

    def _requeue(self) -> None:
        """Puts what a lost child had back: the batch it worked on one by one, so that the guilty image is found."""
        lost, self._pending = self._pending, deque()
        for position, batch in enumerate(lost):
            if position > 0:
                self._unsent.append(batch)
                continue
            for key, image in zip(batch.keys, batch.images, strict=True):
                attempts = batch.attempts + 1
                if attempts >= _MAX_ATTEMPTS:
                    self._replies.append(InferenceReply(key, error="the models' process died on it three times"))
                else:
                    self._unsent.append(_Batch(0, [key], [image], attempts))

    def _receive_bulk(self, timeout_s: float) -> bool:
        running = self._bulk_child
        if running is None or not self._pending:
            return False
        try:
            message = running.bulk.receive(timeout_s)
            if message is not None:
                self._take(message)
                return True
            waiting_since = max(self._pending[0].sent_s, running.started_s, running.bulk.ready_s)
            limit_s = _BULK_TIMEOUT_S if running.bulk.info else _START_TIMEOUT_S
            if time.monotonic() - waiting_since > limit_s:
                raise WorkerError(f"no answer within {limit_s:.0f} s")
        except (WorkerError, OSError) as error:
            self._discard(running, error)
            self._send_waiting()
        return False

    def _take(self, message: Message) -> None:
        serial = message.integer("serial", 0, 1 << 62)
        if not self._pending or self._pending[0].serial != serial:
            return  # an abandoned batch
        replies = replies_from(message, self._pending[0].keys)
        self.busy_s += message.number("seconds", 0.0, 1e6)
        self._pending.popleft()
        if self._pending:
            self._pending[0].sent_s = time.monotonic()
        self._replies += replies

    def _recycle(self) -> None:
        running = self._bulk_child
        if running is None or self.in_flight or running.bulk.rss_bytes <= self._memory_cap_bytes:
            return
        if self._fast_lock.acquire(blocking=False):
            try:
                log.info("the inference process holds %d MB and is replaced", running.bulk.rss_bytes >> 20)
                with self._lock:
                    if self._running is running:
                        self._running, self._failed_starts = None, 0
                        self._graves.append(running)
                running.process.kill()
                self._bulk_child = None
                self._sweep()
            finally:
                self._fast_lock.release()

    # the fast side

    def _fast(self, kind: str, images: Sequence[Pixels]) -> FastAnswer:
        if not 0 < len(images) <= MAX_IMAGES:
            raise ValueError("1 to 64 images")
        with self._fast_lock:
            for attempt in (1, 2):
                running = self._ensure()
                try:
                    return self._fast_once(running, kind, images)
                except (ChannelClosedError, WireError, OSError) as error:
                    self._discard(running, error)
                    if attempt == 2:
                        raise WorkerError("The process that runs the models died over this picture.") from error
        raise AssertionError("unreachable")

    def _fast_once(self, running: _Running, kind: str, images: Sequence[Pixels]) -> FastAnswer:
        batch = _Batch(self._next_serial(), list(range(len(images))), list(images))
        side, began = running.fast, time.monotonic()
        side.channel.send(_request(kind, batch))
        while True:
            limit_s = _FAST_TIMEOUT_S if side.info else _START_TIMEOUT_S
            left = max(began, side.ready_s) + limit_s - time.monotonic()
            if left <= 0:
                late = WorkerError(f"The models did not answer within {limit_s:.0f} seconds.")
                self._discard(running, late)
                raise late
            message = side.receive(left)
            if message is not None and message.integer("serial", 0, 1 << 62) == batch.serial:
                break
        found = {reply.key: reply for reply in replies_from(message, batch.keys)}
        failed = [reply.error for reply in found.values() if reply.understood is None]
        if failed:
            raise WorkerError(failed[0])
        if side.info is None:
            raise WireError("an answer came before the child was ready")
        return FastAnswer(side.info.model_id, [u for key in batch.keys if (u := found[key].understood) is not None])


def _request(kind: str, batch: _Batch) -> Message:
    images = [np.ascontiguousarray(image, np.uint8) for image in batch.images]
    header = {"serial": batch.serial, "keys": batch.keys, "shapes": [list(image.shape) for image in images]}
    return Message(kind, header, [image.reshape(-1).data for image in images])
