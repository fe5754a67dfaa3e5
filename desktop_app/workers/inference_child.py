"""What the inference child does: pixels in, vectors, tags and probabilities out. It sees nothing but decoded pixels.

Two channels: `bulk` for indexing and `fast` for a person who waits. The child looks at `fast` before every small batch,
so a query waits for at most one of them.
"""

from __future__ import annotations

import logging
import os
import select
import socket
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.workers.child import limit_memory
from desktop_app.workers.photo_wire import MAX_RGB_EDGE_PX, as_pixels
from desktop_app.workers.wire import (
    Caps,
    ChannelClosedError,
    Message,
    MessageReader,
    MessageWriter,
    WireError,
    checked_integer,
)

if TYPE_CHECKING:
    from desktop_app.ml.understand import Understander, Understanding

log = logging.getLogger(__name__)

BATCH = 4  # images between two looks at the fast channel
MAX_IMAGES = 64  # in one message
REQUEST_CAPS = Caps(payload_bytes=256 << 20, buffers=MAX_IMAGES)

Pixels = NDArray[np.uint8]


@dataclass(slots=True)
class _Work:
    """One bulk message, answered when all its images are done."""

    serial: int
    keys: list[int]
    images: list[Pixels]
    results: list[dict[str, object]] = field(default_factory=list)
    vectors: list[NDArray[np.float32]] = field(default_factory=list)
    seconds: float = 0.0


def serve(bulk: socket.socket, fast: socket.socket) -> None:
    """Answers both channels until either is closed. The first message on `bulk` says which models, how many threads."""
    try:
        _Server(bulk, fast).run()
    except ChannelClosedError:
        return


class _Server:
    def __init__(self, bulk: socket.socket, fast: socket.socket) -> None:
        self._bulk, self._fast = bulk, fast
        self._readers = {bulk: MessageReader(REQUEST_CAPS), fast: MessageReader(REQUEST_CAPS)}
        self._work: deque[_Work] = deque()
        bulk.settimeout(0)
        fast.settimeout(0)

    def run(self) -> None:
        began = time.perf_counter()
        start = None
        while start is None:
            select.select([self._bulk], [], [])
            start = self._readers[self._bulk].read(self._bulk)
        limit_memory(start.integer("memory_bytes", 0, 1 << 50))
        from desktop_app.ml.understand import Understander

        folder = Path(os.fsdecode(bytes(start.buffer(0))))
        self._understander = Understander(folder, start.integer("threads", 1, 256))
        info: dict[str, object] = {
            "model_id": self._understander.model_id,
            "dimension": self._understander.dimension,
            "can_flag": int(self._understander.is_sensitivity_on),
            "problems": [str(p) for p in self._understander.problems],
            "seconds": time.perf_counter() - began,
        }
        for channel in (self._bulk, self._fast):
            _send(channel, Message("ready", {**info, "rss_bytes": rss_bytes()}))
        while True:
            self._turn()

    def _turn(self) -> None:
        ready, _, _ = select.select([self._fast, self._bulk], [], [], 0 if self._work else None)
        if self._fast in ready and (query := self._readers[self._fast].read(self._fast)) is not None:
            self._answer_fast(query)
            return
        if self._bulk in ready and (request := self._readers[self._bulk].read(self._bulk)) is not None:
            serial, keys, images = _request(request)
            self._work.append(_Work(serial, keys, images))
        if self._work:
            self._work_on(self._work[0])

    def _work_on(self, work: _Work) -> None:
        done = len(work.results)
        keys, images = work.keys[done : done + BATCH], work.images[done : done + BATCH]
        began = time.perf_counter()
        results, vectors = understand_each(self._understander, keys, images)
        work.seconds += time.perf_counter() - began
        work.results += results
        work.vectors += vectors
        if len(work.results) == len(work.keys):
            self._work.popleft()
            _send(self._bulk, _reply(work.serial, work.results, work.vectors, work.seconds))

    def _answer_fast(self, query: Message) -> None:
        began = time.perf_counter()
        serial, keys, images = _request(query)
        results: list[dict[str, object]] = []
        vectors: list[NDArray[np.float32]] = []
        for at in range(0, len(keys), BATCH):
            some, rows = understand_each(
                self._understander,
                keys[at : at + BATCH],
                images[at : at + BATCH],
                is_vector_enough=query.kind == "embed",
                is_vector_needed=True,
            )
            results += some
            vectors += rows
        _send(self._fast, _reply(serial, results, vectors, time.perf_counter() - began))


def understand_each(
    understander: Understander,
    keys: Sequence[int],
    images: Sequence[Pixels],
    *,
    is_vector_enough: bool = False,
    is_vector_needed: bool = False,
) -> tuple[list[dict[str, object]], list[NDArray[np.float32]]]:
    """Returns a result record per image, bearing its key, and a vector per image (zeros where it failed).

    With `is_vector_enough` no tags are asked for. An answer without a vector is a failure while there is a model for
    vectors, and always with `is_vector_needed`. An image on which the models fail is told apart from its batch: the
    batch is then taken one by one.
    """
    try:
        found = understander.embed(images) if is_vector_enough else understander.understand(images)
        if len(found) != len(images):
            raise ValueError(f"{len(found)} results for {len(images)} images")
    except Exception as error:
        if len(images) > 1:
            log.warning("a batch failed (%s); its images are taken one by one", type(error).__name__)
            parts = [
                understand_each(
                    understander, [k], [i], is_vector_enough=is_vector_enough, is_vector_needed=is_vector_needed
                )
                for k, i in zip(keys, images, strict=True)
            ]
            return [p[0][0] for p in parts], [p[1][0] for p in parts]
        log.exception("the models failed on an image")
        failed = {"key": keys[0], "error": f"the models cannot read it ({type(error).__name__})"}
        return [failed], [np.zeros(understander.dimension, np.float32)]
    is_vector_needed = is_vector_needed or understander.dimension > 0
    return [_record(k, u, is_vector_needed=is_vector_needed) for k, u in zip(keys, found, strict=True)], [
        _vector(understander, u) for u in found
    ]


def rss_bytes() -> int:
    """Returns the memory this process holds now (Linux), its peak (macOS), or 0 where neither is told."""
    if sys.platform.startswith("linux"):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    if sys.platform == "darwin":
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 0


def _record(key: int, found: Understanding, *, is_vector_needed: bool) -> dict[str, object]:
    is_empty = found.vector is None and (is_vector_needed or found.sensitivity is None)
    if found.problem or is_empty:
        return {"key": key, "error": found.problem or "the model that finds similar photos is off"}
    numbers = [found.sensitivity or 0.0, *(c for _, c in found.tags), *(p for _, p in found.concepts)]
    if not np.isfinite(numbers).all():
        return {"key": key, "error": "the models gave no usable numbers for it"}
    return {
        "key": key,
        "tags": [[name, float(confidence)] for name, confidence in found.tags],
        "sensitivity": None if found.sensitivity is None else float(found.sensitivity),
        "concepts": [[name, float(p)] for name, p in found.concepts],
    }


def _vector(understander: Understander, found: Understanding) -> NDArray[np.float32]:
    return np.zeros(understander.dimension, np.float32) if found.vector is None else found.vector


def _request(message: Message) -> tuple[int, list[int], list[Pixels]]:
    serial = message.integer("serial", 0, 1 << 62)
    keys = [checked_integer(k, "key", -(1 << 62), 1 << 62) for k in message.items("keys", MAX_IMAGES)]
    shapes = message.items("shapes", MAX_IMAGES)
    if not len(keys) == len(shapes) == len(message.buffers):
        raise WireError("keys, shapes and images do not match")
    images = []
    for shape, raw in zip(shapes, message.buffers, strict=True):
        if not isinstance(shape, list) or len(shape) != 3:
            raise WireError("shape has not three numbers")
        height, width, depth = (checked_integer(n, "shape", 1, MAX_RGB_EDGE_PX) for n in shape)
        images.append(as_pixels(raw, height, width, depth))
    return serial, keys, images


def _reply(
    serial: int, results: list[dict[str, object]], vectors: list[NDArray[np.float32]], seconds: float
) -> Message:
    rows = np.ascontiguousarray(np.stack(vectors), np.float32) if vectors else np.empty((0, 0), np.float32)
    header = {
        "serial": serial,
        "results": results,
        "shape": list(rows.shape),
        "seconds": seconds,
        "rss_bytes": rss_bytes(),
    }
    return Message("understood", header, [rows.reshape(-1).view(np.uint8).data])


def _send(channel: socket.socket, message: Message) -> None:
    writer = MessageWriter()
    writer.put(message)
    while writer.has_more:
        writer.send(channel)
        if writer.has_more:
            select.select([], [channel], [])
