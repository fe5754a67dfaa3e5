"""A pool of child processes that turn files into pixels, thumbnails and numbers.

A pool belongs to one lane: only the thread that made it calls it. Nothing here waits longer than it is told to; a
child that hangs, dies or answers nonsense is replaced, its photo gets an error, and the others go on.
"""

from __future__ import annotations

import logging
import os
import selectors
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.full_picture import PackedPicture, UnpackedPicture
from desktop_app.errors import WorkerError
from desktop_app.workers.full_wire import (
    MAX_BUFFERS,
    FullRequest,
    PackRequest,
    RegionRequest,
    UnpackRequest,
    full_message,
    packed_from,
    unpacked_from,
)
from desktop_app.workers.photo_wire import MAX_VIEW_EDGE_PX, photo_from, pixels_from
from desktop_app.workers.process import ChildProcess
from desktop_app.workers.wire import Caps, ChannelClosedError, Message

if TYPE_CHECKING:
    from desktop_app.imaging.decode import DecodedPhoto, DecodeOptions

log = logging.getLogger(__name__)

_REPLY_CAPS = Caps(header_bytes=1 << 20, payload_bytes=640 << 20, buffers=MAX_BUFFERS)
_DEPTH = 2  # requests a child holds: one it works on, one so that it need not wait for the next
_START_TIMEOUT_S = 60.0
_MAX_FAILED_STARTS = 3


@dataclass(frozen=True, slots=True)
class DecodeLimits:
    """What one child may use.

    Attributes:
        memory_bytes: address space (RLIMIT_AS; Linux and macOS), 0 for no limit.
        timeout_s: for one file, from when the child turns to it.
        nice: how much lower the child's priority is, 0-19.
    """

    memory_bytes: int = 1_500_000_000
    timeout_s: float = 30.0
    nice: int = 0


FULL_PICTURE_LIMITS = DecodeLimits(memory_bytes=3 << 30, timeout_s=240.0)
"""For a pool that takes whole pictures apart and puts them together (see `full_wire`): 128 megapixels must go."""


@dataclass(frozen=True, slots=True)
class DecodeRequest:
    """A file (`path`) or encoded bytes (`data`) to decode; `key` comes back with the reply."""

    key: int
    path: Path | None = None
    data: bytes | None = None
    options: DecodeOptions | None = None


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """A file to decode for looking at, its long edge at most `max_edge_px` (None: every pixel)."""

    key: int
    path: Path
    max_edge_px: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class DecodeReply:
    """What became of one request.

    Attributes:
        decoded: for a DecodeRequest that went well.
        pixels: (H, W, 3 or 4) uint8 for a ViewRequest or RegionRequest that went well, read-only.
        unpacked: for an UnpackRequest that went well.
        packed: for a PackRequest that went well.
        error: else why not, a clause that fits after the file's name and a colon.
        is_taken: a PackRequest found its target there already.
        has_killed_child: the child died or had to be killed over this request.
        seconds: what decoding took inside the child.
    """

    key: int
    decoded: DecodedPhoto | None = None
    pixels: NDArray[np.uint8] | None = None
    unpacked: UnpackedPicture | None = None
    packed: PackedPicture | None = None
    error: str = ""
    is_taken: bool = False
    has_killed_child: bool = False
    seconds: float = 0.0


Request = DecodeRequest | ViewRequest | FullRequest


@dataclass(slots=True)
class _Job:
    serial: int
    request: Request
    is_abandoned: bool = False


@dataclass(slots=True, eq=False)
class _Worker:
    process: ChildProcess
    started_s: float
    is_ready: bool = False
    is_spent: bool = False
    active_since_s: float = 0.0
    jobs: deque[_Job] = field(default_factory=deque)


class DecoderPool:
    """Up to `count` decoder children, started when first needed.

    Args:
        count: how many children work at once.
        limits: what each may use.
    """

    def __init__(self, count: int, limits: DecodeLimits | None = None) -> None:
        self._count = max(1, count)
        self._limits = limits or DecodeLimits()
        self._waiting: deque[_Job] = deque()
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._serial = 0
        self._failed_starts = 0
        self._replies: list[DecodeReply] = []

    def __enter__(self) -> DecoderPool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def free_slots(self) -> int:
        """How many more requests the children take without making one wait long; never below 0."""
        return max(0, self._count * _DEPTH - self.in_flight)

    @property
    def in_flight(self) -> int:
        """How many requests have no reply yet, abandoned ones included."""
        return len(self._waiting) + sum(len(w.jobs) for w in self._workers)

    @property
    def pids(self) -> tuple[int, ...]:
        """The process ids of the running children."""
        return tuple(w.process.pid for w in self._workers)

    def start(self) -> None:
        """Starts all children now, so that the first photos need not wait for them."""
        while len(self._workers) < self._count:
            self._start_worker()

    def submit(self, request: Request) -> None:
        """Queues a request; never waits. More than `free_slots` are held back until there is room."""
        self._serial += 1
        self._waiting.append(_Job(self._serial, request))
        self._dispatch()

    def poll(self, timeout_s: float) -> list[DecodeReply]:
        """Returns the replies there are, waiting at most timeout_s for the first one.

        Raises:
            WorkerError: the children do not even start; the requests stay queued.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            self._dispatch()
            left = max(0.0, deadline - time.monotonic())
            self._exchange(0.0 if self._replies else min(left, self._next_timeout_s()))
            self._kill_late()
            if self._replies or time.monotonic() >= deadline:
                replies, self._replies = self._replies, []
                return replies

    def abandon(self) -> None:
        """Forgets every request: those waiting are dropped, replies to those in work are thrown away."""
        self._waiting.clear()
        for worker in self._workers:
            for job in worker.jobs:
                job.is_abandoned = True
        self._replies.clear()

    def close(self) -> None:
        """Ends all children at once; requests without reply are forgotten. May be called again."""
        for worker in list(self._workers):
            self._remove(worker)
        self._waiting.clear()
        self._selector.close()
        self._selector = selectors.DefaultSelector()

    def _dispatch(self) -> None:
        while self._waiting:
            usable = [w for w in self._workers if not w.is_spent and len(w.jobs) < _DEPTH]
            idlest = min(usable, key=lambda w: len(w.jobs), default=None)
            if (idlest is None or idlest.jobs) and len(self._workers) < self._count:
                self._start_worker()
                continue
            if idlest is None:
                return
            self._give(idlest, self._waiting.popleft())

    def _start_worker(self) -> None:
        if self._failed_starts >= _MAX_FAILED_STARTS:
            self._failed_starts = 0
            raise WorkerError("The programs that read photos do not start.")
        process = ChildProcess("decoder", 1, _REPLY_CAPS, self._limits.nice)
        worker = _Worker(process, time.monotonic())
        self._workers.append(worker)
        self._selector.register(process.channels[0].socket, selectors.EVENT_READ, worker)
        limits = {"memory_bytes": self._limits.memory_bytes, "timeout_s": self._limits.timeout_s}
        self._send(worker, Message("start", limits))

    def _give(self, worker: _Worker, job: _Job) -> None:
        if not worker.jobs:
            worker.active_since_s = time.monotonic()
        worker.jobs.append(job)
        self._send(worker, _message(job))

    def _send(self, worker: _Worker, message: Message) -> None:
        try:
            worker.process.channels[0].send(message)
        except ChannelClosedError:
            return  # the end of the channel is read, and handled, in _exchange

    def _next_timeout_s(self) -> float:
        now = time.monotonic()
        return max(0.0, min((self._late_at_s(w) - now for w in self._workers), default=3600.0))

    def _late_at_s(self, worker: _Worker) -> float:
        if not worker.is_ready:
            return worker.started_s + _START_TIMEOUT_S
        return worker.active_since_s + self._limits.timeout_s if worker.jobs else float("inf")

    def _exchange(self, timeout_s: float) -> None:
        for worker in self._workers:
            channel = worker.process.channels[0]
            events = selectors.EVENT_READ | (selectors.EVENT_WRITE if channel.has_more_to_send else 0)
            if self._selector.get_key(channel.socket).events != events:
                self._selector.modify(channel.socket, events, worker)
        for key, events in self._selector.select(timeout_s):
            worker = key.data
            try:
                if events & selectors.EVENT_WRITE:
                    worker.process.channels[0].flush()
                if events & selectors.EVENT_READ:
                    self._read(worker)
            except ChannelClosedError:
                self._bury(worker)
            except WorkerError as error:
                log.error("a decoder answered nonsense and is replaced: %s", error)  # noqa: TRY400 - a child's fault
                self._blame(worker, f"{_verb(worker)} it made the decoder answer nonsense")

    def _read(self, worker: _Worker) -> None:
        while (message := worker.process.channels[0].receive()) is not None:
            if message.kind == "ready":
                worker.is_ready, self._failed_starts = True, 0
                worker.active_since_s = time.monotonic()
                continue
            if not worker.jobs or message.integer("serial", 0, 1 << 62) != worker.jobs[0].serial:
                raise WorkerError("a reply to something that was not asked")
            reply = _reply(worker.jobs[0].request, message)
            job = worker.jobs.popleft()
            worker.active_since_s = time.monotonic()
            if not job.is_abandoned:
                self._replies.append(reply)
            if message.header.get("is_spent") is True:
                self._retire(worker)
                return

    def _retire(self, worker: _Worker) -> None:
        self._waiting.extendleft(reversed(worker.jobs))
        worker.jobs.clear()
        self._remove(worker)

    def _bury(self, worker: _Worker) -> None:
        how = worker.process.how_it_ended()
        if not worker.is_ready:
            self._failed_starts += 1
            log.error("a decoder did not start: %s", how)
            self._retire(worker)
        elif worker.jobs:
            self._blame(worker, f"{_verb(worker)} it ended the decoder ({how})")
        else:
            log.warning("an idle decoder is gone: %s", how)
            self._remove(worker)

    def _kill_late(self) -> None:
        now = time.monotonic()
        for worker in [w for w in self._workers if now >= self._late_at_s(w)]:
            if worker.is_ready:
                self._blame(worker, f"{_verb(worker)} it took longer than {self._limits.timeout_s:g} seconds")
            else:
                self._failed_starts += 1
                log.error("a decoder did not start within %.0f s", _START_TIMEOUT_S)
                self._retire(worker)

    def _blame(self, worker: _Worker, reason: str) -> None:
        if worker.jobs:
            job = worker.jobs.popleft()
            if not job.is_abandoned:
                self._replies.append(DecodeReply(job.request.key, error=reason, has_killed_child=True))
        self._retire(worker)

    def _remove(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._selector.unregister(worker.process.channels[0].socket)
        worker.process.kill()
        worker.process.close_channels()


def _verb(worker: _Worker) -> str:
    return "writing" if worker.jobs and isinstance(worker.jobs[0].request, PackRequest) else "reading"


def _message(job: _Job) -> Message:
    request = job.request
    if isinstance(request, UnpackRequest | PackRequest | RegionRequest):
        return full_message(job.serial, request)
    if isinstance(request, ViewRequest):
        header: dict[str, object] = {"serial": job.serial, "max_edge_px": request.max_edge_px or 0}
        return Message("view", header, [os.fsencode(request.path)])
    if (request.path is None) == (request.data is None):
        raise ValueError("a request names either a path or data")
    from desktop_app.imaging.decode import DecodeOptions

    options = request.options or DecodeOptions()
    header = {
        "serial": job.serial,
        "is_data": request.data is not None,
        "thumbnail_edge_px": options.thumbnail_edge_px,
        "thumbnail_quality": options.thumbnail_quality,
        "want_measures": options.want_measures,
        "allow_truncated": options.allow_truncated,
    }
    return Message("decode", header, [request.data if request.path is None else os.fsencode(request.path)])  # type: ignore[list-item] # one of the two is set


def _reply(request: Request, message: Message) -> DecodeReply:
    if message.kind == "error":
        is_taken = message.header.get("is_taken") is True and isinstance(request, PackRequest)
        return DecodeReply(request.key, error=message.text("reason", 500), is_taken=is_taken)
    if isinstance(request, UnpackRequest) and message.kind == "unpacked":
        return DecodeReply(request.key, unpacked=unpacked_from(request, message))
    if isinstance(request, PackRequest) and message.kind == "packed":
        return DecodeReply(request.key, packed=packed_from(message))
    if isinstance(request, RegionRequest) and message.kind == "region":
        return DecodeReply(request.key, pixels=pixels_from(message, MAX_VIEW_EDGE_PX, channels=(3,)))
    if isinstance(request, ViewRequest) and message.kind == "view":
        return DecodeReply(request.key, pixels=pixels_from(message, MAX_VIEW_EDGE_PX, channels=(3, 4)))
    if isinstance(request, DecodeRequest) and message.kind == "photo":
        return DecodeReply(request.key, photo_from(message), seconds=message.number("seconds", 0.0, 1e6))
    raise WorkerError(f"a {message.kind} in answer to another kind of request")
