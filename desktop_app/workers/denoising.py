"""The denoiser's process as the program sees it: whole photos on one side, a person who waits on the other.

The process is a child of the inference kind of its own: what it needs for a moment (all processors, half a gigabyte)
must neither slow the search for similar photos nor stay with the models that are always there. It starts when it is
needed and goes when nobody denoises any more.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.denoising import NoiseLevel
from desktop_app.errors import WorkerError
from desktop_app.workers.denoising_wire import (
    Denoised,
    DenoiseRequest,
    RawPixels,
    level_from,
    request_message,
    source_message,
)
from desktop_app.workers.process import Channel, ChildProcess
from desktop_app.workers.wire import Caps, ChannelClosedError, Message, WireError

log = logging.getLogger(__name__)

_REPLY_CAPS = Caps(payload_bytes=1 << 20, buffers=1)
_MEMORY_LIMIT_BYTES = 6 << 30  # of address space: the raw files are mapped
_POLL_S = 0.05
_SILENCE_S = 120.0  # a tile takes a second
_STOPPING_S = 0.4
_ATTEMPTS = 2

IsCancelled = Callable[[], bool]
OnProgress = Callable[[float, float | None], object]


@dataclass(slots=True, eq=False)
class _Running:
    process: ChildProcess
    serial: int = 0


class Denoiser:
    """The child that takes out noise. Calls wait; each may come from any thread.

    One `denoise` and one `preview` or `measure` go on at a time; others wait for their turn.

    Args:
        models_dir: holds `manifest.json` and the models.
        threads: of the ONNX runtime; by default as many as there are processors, at most 8.
        nice: how much lower its priority is, 0-19.
    """

    def __init__(self, models_dir: Path, threads: int | None = None, nice: int = 0) -> None:
        self._models_dir, self._nice = models_dir, nice
        self._threads = threads or min(8, os.cpu_count() or 1)
        self._lock = threading.Lock()  # guards what follows
        self._running: _Running | None = None
        self._graves: list[_Running] = []  # dead, their sockets still to be closed when nobody waits on them
        self._is_closed = False
        self._work, self._looks = threading.Lock(), threading.Lock()  # held during one call

    @property
    def pid(self) -> int | None:
        """The process id of the running child, None while there is none."""
        running = self._running
        return running.process.pid if running else None

    def measure(self, source: RawPixels, is_cancelled: IsCancelled = lambda: False) -> NoiseLevel | None:
        """Returns how noisy a photo is; None when cancelled. Raises WorkerError."""
        with self._looks:
            done = self._call(1, lambda serial: source_message(serial, source), _nobody, is_cancelled)
        return None if done is None else done.level

    def denoise(
        self, request: DenoiseRequest, on_progress: OnProgress, is_cancelled: IsCancelled = lambda: False
    ) -> Denoised | None:
        """Writes a photo without its noise.

        Args:
            request: what is wanted.
            on_progress: told the share done and the seconds left, None while nobody can tell.
            is_cancelled: asked many times a second.

        Returns:
            How it went; None when it was cancelled, and then there is no target.

        Raises:
            WorkerError: it cannot be done; the sentence says why.
        """
        with self._work:
            return self._write(0, request, on_progress, is_cancelled)

    def preview(self, request: DenoiseRequest, is_cancelled: IsCancelled = lambda: False) -> Denoised | None:
        """Does the same for a part of a photo, ahead of a whole one that is going on."""
        with self._looks:
            return self._write(1, request, _nobody, is_cancelled)

    def rest(self) -> None:
        """Ends the child, and frees what it holds, where nobody is served; the next call starts another."""
        if self._work.acquire(blocking=False):
            try:
                if self._looks.acquire(blocking=False):
                    try:
                        self._end()
                    finally:
                        self._looks.release()
            finally:
                self._work.release()

    def close(self) -> None:
        """Ends the child at once; calls that wait, and later ones, raise WorkerError. May be called again."""
        with self._lock:
            self._is_closed = True
            running = self._running
        if running is not None:
            running.process.kill()
        with self._work, self._looks:  # who waited on it has been woken by the kill
            self._end()

    def _end(self) -> None:
        with self._lock:
            ended = [*self._graves, *([self._running] if self._running else [])]
            self._graves, self._running = [], None
        for running in ended:
            running.process.kill()
            running.process.close_channels()

    def _ensure(self) -> _Running:
        with self._lock:
            if self._is_closed:
                raise WorkerError("The process that takes out noise has been closed.")
            if self._running is not None and not self._running.process.is_alive:
                self._running.process.kill()
                self._graves.append(self._running)
                self._running = None
            if self._running is None:
                self._running = _Running(ChildProcess("denoiser", 2, _REPLY_CAPS, self._nice))
                header = {"threads": self._threads, "memory_bytes": _MEMORY_LIMIT_BYTES}
                self._running.process.channels[0].send(Message("start", header, [os.fsencode(self._models_dir)]))
            self._running.serial += 1
            return self._running

    def _write(
        self, side: int, request: DenoiseRequest, on_progress: OnProgress, is_cancelled: IsCancelled
    ) -> Denoised | None:
        done = self._call(side, lambda serial: request_message(serial, request), on_progress, is_cancelled)
        if done is None:  # it may have been finished in the last moment
            with contextlib.suppress(OSError):
                request.target.unlink(missing_ok=True)
        return done

    def _call(
        self, side: int, message: Callable[[int], Message], on_progress: OnProgress, is_cancelled: IsCancelled
    ) -> Denoised | None:
        for attempt in range(1, _ATTEMPTS + 1):
            running = None
            if is_cancelled():
                return None
            try:
                running = self._ensure()
                serial = running.serial
                channel = running.process.channels[side]
                channel.send(message(serial))
                done = _answer(channel, serial, on_progress, is_cancelled)
                if done is None:
                    _cancel(channel, serial)
            except (ChannelClosedError, WireError, OSError) as error:
                log.warning("the process that takes out noise was lost: %s", error)
                if running is not None:
                    running.process.kill()
                if attempt == _ATTEMPTS:
                    raise WorkerError("the process that takes out noise died over it") from error
            else:
                return done
        raise AssertionError("unreachable")


def _answer(channel: Channel, serial: int, on_progress: OnProgress, is_cancelled: IsCancelled) -> Denoised | None:
    """Waits for the answer of a request. What the child still says of earlier ones is not heard."""
    heard_s = time.monotonic()
    while not is_cancelled():
        channel.flush()
        if not channel.wait(_POLL_S):
            if time.monotonic() - heard_s > _SILENCE_S:
                raise WireError(f"nothing was heard for {_SILENCE_S:.0f} s")
            continue
        message = channel.receive()
        if message is None or message.integer("serial", 0, 1 << 62) != serial:
            continue
        heard_s = time.monotonic()
        if message.kind == "progress":
            on_progress(message.number("share", 0, 1), message.number("left_s", 0, 1e9))
        elif message.kind == "failed":
            raise WorkerError(str(message.header.get("reason", ""))[:500])
        else:
            level = level_from(message.header.get("level"))
            return Denoised(level, message.number("seconds", 0, 1e9), message.number("megapixels", 0, 1e9))
    return None


def _cancel(channel: Channel, serial: int) -> None:
    """Has the child stop before its next tile, and gives it a moment to say so; it removes its target by itself."""
    channel.send(Message("cancel", {"serial": serial}))
    end_s = time.monotonic() + _STOPPING_S
    while (left_s := end_s - time.monotonic()) > 0:
        channel.flush()
        message = channel.receive() if channel.wait(left_s) else None
        if message is not None and message.integer("serial", 0, 1 << 62) == serial and message.kind != "progress":
            return


def _nobody(_share: float, _left_s: float | None) -> None:
    return
