"""What the denoiser's child does: raw rows in, raw rows out. It sees nothing but pixels.

Two channels: `work` for whole photos and `looks` for a person who waits. The child looks at both before every tile, and
takes the look's first. A job that is cancelled ends before its next tile, and its target goes.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import select
import socket
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.denoising import NoiseLevel, PixelRegion
from desktop_app.errors import ModelError
from desktop_app.workers.child import limit_memory
from desktop_app.workers.denoising_wire import DenoiseRequest, RawPixels, level_record, request_from
from desktop_app.workers.wire import Caps, ChannelClosedError, Message, MessageReader, MessageWriter, WireError

if TYPE_CHECKING:
    from desktop_app.ml.denoiser import DenoiseModel, Tile

log = logging.getLogger(__name__)

REQUEST_CAPS = Caps(payload_bytes=1 << 20, buffers=2)
_LOOK_PX = 400_000  # of a preview between two looks at the channels
_LOOK_OVERLAP_PX = 24  # of a preview: less than one 8-bit step from what is saved
_COPIED_PX = 1024

Raw = NDArray[np.unsignedinteger[Any]]
Job = Generator[Message]


def serve(work: socket.socket, looks: socket.socket) -> None:
    """Answers both channels until either is closed. The first message on `work` says which models, how many threads."""
    with contextlib.suppress(ChannelClosedError):
        _Server(work, looks).run()


class _Server:
    def __init__(self, work: socket.socket, looks: socket.socket) -> None:
        self._channels = (looks, work)  # in the order in which they are served
        self._readers = {channel: MessageReader(REQUEST_CAPS) for channel in self._channels}
        self._jobs: dict[socket.socket, tuple[int, Job]] = {}
        for channel in self._channels:
            channel.settimeout(0)

    def run(self) -> None:
        work = self._channels[1]
        start = None
        while start is None:
            select.select([work], [], [])
            start = self._readers[work].read(work)
        limit_memory(start.integer("memory_bytes", 0, 1 << 50))
        self._cleaner = _Cleaner(Path(os.fsdecode(bytes(start.buffer(0)))), start.integer("threads", 1, 256))
        while True:
            self._listen()
            self._advance()

    def _listen(self) -> None:
        ready, _, _ = select.select(self._channels, [], [], 0 if self._jobs else None)
        for channel in ready:
            while (message := self._readers[channel].read(channel)) is not None:
                self._take(channel, message)

    def _take(self, channel: socket.socket, message: Message) -> None:
        if message.kind == "cancel":
            serial, job = self._jobs.get(channel, (-1, None))
            if job is not None and serial == message.integer("serial", 0, 1 << 62):
                del self._jobs[channel]
                job.close()  # what it holds is let go
                _send(channel, Message("stopped", {"serial": serial}))
            return
        serial, request = request_from(message)
        job = self._cleaner.measure(request.source) if message.kind == "measure" else self._cleaner.denoise(request)
        self._jobs[channel] = serial, job

    def _advance(self) -> None:
        for channel in self._channels:
            if channel in self._jobs:
                serial, job = self._jobs[channel]
                try:
                    message = next(job)
                except (ModelError, WireError, OSError, MemoryError, ValueError) as error:
                    log.warning("a photo could not be denoised", exc_info=error)
                    message = Message("failed", {"reason": _reason(error)})
                if message.kind != "progress":
                    del self._jobs[channel]
                _send(channel, Message(message.kind, {**message.header, "serial": serial}))
                return


class _Cleaner:
    """Does jobs in steps. The network is loaded when the first photo needs it."""

    def __init__(self, models_dir: Path, threads: int) -> None:
        self._models_dir, self._threads = models_dir, threads
        self._model: DenoiseModel | None = None

    def measure(self, source: RawPixels) -> Job:
        """Yields the answer."""
        yield Message("done", {"level": level_record(self._level(source)), "seconds": 0.0, "megapixels": 0.0})

    def _level(self, source: RawPixels) -> NoiseLevel:
        from desktop_app.imaging.noise_level import measure_noise

        return measure_noise(_opened(source))

    def denoise(self, request: DenoiseRequest) -> Job:
        """Yields how far it is after each tile, and the answer."""
        from desktop_app.ml.denoiser import Wish, strips, tiles

        began = time.perf_counter()
        source = request.source
        whole = PixelRegion(0, 0, source.width, source.height)
        region = whole if request.region is None else request.region.clipped_to(source.width, source.height)
        if not region.width or not region.height:
            raise ValueError("the region is empty")
        level = request.level or self._level(source)
        wish = Wish(level, request.strength, request.luminance, request.colour)
        model = self._loaded() if not wish.is_nothing else None

        def clean(tile: Tile) -> Raw:
            cut, kept = tile.cut, tile.kept
            # Mapped anew for each tile: what was read of a large photo does not stay in this process.
            seen = _opened(source)[cut.top : cut.top + cut.height, cut.left : cut.left + cut.width]
            top, left = kept.top - cut.top, kept.left - cut.left
            if model is None:
                return np.array(seen[top : top + kept.height, left : left + kept.width])
            floats = _as_floats(seen)
            found = model.draft(floats, wish) if request.is_draft else model.clean(floats, wish)
            return _as_raw(found[top : top + kept.height, left : left + kept.width], source)

        if model is None:
            cuts = tiles(region, source.width, source.height, _COPIED_PX, 0)
        elif request.region is None:
            cuts = tiles(region, source.width, source.height, model.tile_px, model.overlap_px)
        else:
            most_px, overlap_px = (4 * _LOOK_PX, model.overlap_px) if request.is_draft else (_LOOK_PX, _LOOK_OVERLAP_PX)
            cuts = strips(region, source.width, source.height, most_px, overlap_px)
        yield from _written(request.target, region, source, list(cuts), clean)
        seconds = time.perf_counter() - began
        megapixels = region.width * region.height / 1e6
        yield Message("done", {"level": level_record(level), "seconds": seconds, "megapixels": megapixels})

    def _loaded(self) -> DenoiseModel:
        from desktop_app.ml.denoiser import DenoiseModel

        if self._model is None:
            self._model = DenoiseModel.load(self._models_dir, self._threads)
        return self._model


def _written(
    target: Path, region: PixelRegion, source: RawPixels, cuts: Sequence[Tile], clean: Callable[[Tile], Raw]
) -> Job:
    """Writes what `clean` gives for each tile, row of tiles by row of tiles; the file goes when that is broken off."""
    began, is_whole = time.perf_counter(), False
    try:
        with target.open("wb") as file:
            band = np.empty((0, 0, 0), _kind(source))
            for number, tile in enumerate(cuts):
                kept, left = tile.kept, tile.kept.left - region.left
                if left == 0:
                    band = np.empty((kept.height, region.width, source.channels), _kind(source))
                band[:, left : left + kept.width] = clean(tile)
                if left + kept.width == region.width:
                    file.write(band.data)
                share = (number + 1) / len(cuts)
                left_s = (time.perf_counter() - began) * (1 - share) / share
                yield Message("progress", {"share": share, "left_s": left_s})
        is_whole = True
    finally:
        if not is_whole:
            target.unlink(missing_ok=True)


def _opened(source: RawPixels) -> Raw:
    """Returns (H, W, C), read from the file as it is looked at. Raises ValueError where the file is too short."""
    return np.memmap(source.path, _kind(source), "r", shape=(source.height, source.width, source.channels))


def _kind(source: RawPixels) -> np.dtype[np.unsignedinteger[Any]]:
    return np.dtype(np.uint8 if source.bits == 8 else np.uint16)


def _as_floats(cut: Raw) -> NDArray[np.float32]:
    scale = np.float32(1 / np.iinfo(cut.dtype).max)
    floats = cut.astype(np.float32) * scale
    return np.repeat(floats, 3, axis=2) if floats.shape[2] == 1 else floats


def _as_raw(floats: NDArray[np.float32], source: RawPixels) -> Raw:
    top = 255 if source.bits == 8 else 65535
    if source.channels == 1:
        floats = floats.mean(axis=2, keepdims=True)
    whole: Raw = np.clip(floats * top + np.float32(0.5), 0, top).astype(_kind(source))
    return whole


def _reason(error: Exception) -> str:
    """Returns why in words that fit after 'because'."""
    if isinstance(error, MemoryError):
        return "there is not enough memory for it"
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if isinstance(error, ModelError):
        return error.sentence()
    return f"its pixels cannot be worked on ({type(error).__name__})"


def _send(channel: socket.socket, message: Message) -> None:
    writer = MessageWriter()
    writer.put(message)
    while writer.has_more:
        writer.send(channel)
        if writer.has_more:
            select.select([], [channel], [])
