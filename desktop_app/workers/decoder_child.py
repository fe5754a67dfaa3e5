"""What a decoder child does: one request after another from its channel, each answered by exactly one message.

Imports neither Qt nor SQL nor onnxruntime. Its memory is limited and a request that hangs in C ends the process by
itself (SIGALRM) should the program, which times it too, be gone.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from desktop_app.errors import DecodeError
from desktop_app.workers.child import limit_memory
from desktop_app.workers.full_wire import MAX_BUFFERS, MAX_EDGE_PX, pack_from, packed_message, unpacked_message
from desktop_app.workers.photo_wire import photo_message
from desktop_app.workers.wire import (
    Caps,
    ChannelClosedError,
    Message,
    MessageReader,
    MessageWriter,
    WireError,
    checked_integer,
)

log = logging.getLogger(__name__)

REQUEST_CAPS = Caps(payload_bytes=512 << 20, buffers=MAX_BUFFERS)
_GRACE_S = 10


def serve(channel: socket.socket) -> None:
    """Answers requests until the channel is closed. The first message states the limits."""
    reader = MessageReader(REQUEST_CAPS)
    try:
        start = _next(reader, channel)
        limit_memory(start.integer("memory_bytes", 0, 1 << 50))
        alarm_s = int(start.number("timeout_s", 0.0, 1e6)) + _GRACE_S
        from desktop_app.imaging import decode  # noqa: F401 - loaded before the first photo is timed

        _answer(channel, Message("ready", {"pid": os.getpid()}))
        while True:
            request = _next(reader, channel)
            _set_alarm(alarm_s)
            reply = _handle(request)
            _answer(channel, reply)
            _set_alarm(0)
            if reply.header.get("is_spent"):
                return
            del request, reply
    except ChannelClosedError:
        return


def _next(reader: MessageReader, channel: socket.socket) -> Message:
    message = None
    while message is None:
        message = reader.read(channel)
    return message


def _answer(channel: socket.socket, message: Message) -> None:
    writer = MessageWriter()
    try:
        writer.put(message)
    except WireError:
        log.exception("a photo cannot be put into a message")
        reason = "its metadata or measures are no plain numbers and texts"
        writer.put(Message("error", {"reason": reason, "serial": message.header.get("serial", 0)}))
    while writer.has_more:
        writer.send(channel)


def _set_alarm(seconds: int) -> None:
    if hasattr(signal, "alarm"):
        signal.alarm(seconds)


def _handle(request: Message) -> Message:
    serial = request.integer("serial", 0, 1 << 62)
    try:
        reply = _ANSWERS.get(request.kind, _photo)(request)
    except FileExistsError:
        reply = Message("error", {"reason": "there is a file of this name already", "is_taken": True})
    except DecodeError as error:
        reply = Message("error", {"reason": str(error)})
    except MemoryError:
        reply = Message("error", {"reason": "it needs more memory than one photo may take", "is_spent": True})
    except OSError as error:
        reply = Message("error", {"reason": f"it cannot be read: {error.strerror or type(error).__name__}"})
    except Exception as error:
        log.exception("decoding failed in an unforeseen way")
        reply = Message("error", {"reason": f"it cannot be decoded ({type(error).__name__})"})
    return Message(reply.kind, {**reply.header, "serial": serial}, reply.buffers)


def _photo(request: Message) -> Message:
    from desktop_app.imaging.decode import DecodeOptions, decode_photo, decode_picture

    options = DecodeOptions(
        thumbnail_edge_px=request.integer("thumbnail_edge_px", 16, 4096),
        thumbnail_quality=request.integer("thumbnail_quality", 0, 100),
        want_measures=request.flag("want_measures"),
        allow_truncated=request.flag("allow_truncated"),
    )
    began = time.perf_counter()
    if request.flag("is_data"):
        photo = decode_picture(bytes(request.buffer(0)), options)
    else:
        photo = decode_photo(_path(request), options)
    return photo_message(photo, time.perf_counter() - began)


def _view(request: Message) -> Message:
    from desktop_app.imaging.decode import decode_view

    edge_px = request.integer("max_edge_px", 0, 1 << 17)
    pixels = np.ascontiguousarray(decode_view(_path(request), edge_px or None))
    return Message("view", {"shape": list(pixels.shape)}, [pixels.reshape(-1).data])


def _unpack(request: Message) -> Message:
    from desktop_app.imaging.full_picture import unpack

    return unpacked_message(unpack(_path(request), _path(request, 1)))


def _pack(request: Message) -> Message:
    from desktop_app.imaging.new_picture import pack

    return packed_message(pack(*pack_from(request)))


def _region(request: Message) -> Message:
    from desktop_app.imaging.new_picture import region_as_srgb
    from desktop_app.imaging.raw_rows import RawRows

    width, height = request.integer("width", 1, MAX_EDGE_PX), request.integer("height", 1, MAX_EDGE_PX)
    channels, bits = request.integer("channels", 1, 3), request.integer("bits", 8, 16)
    rows = RawRows(_path(request), None, width, height, channels, bits)
    left, top, right, bottom = (checked_integer(n, "box", 0, max(width, height)) for n in request.items("box", 4))
    if not (left < right <= width and top < bottom <= height):
        raise DecodeError("nothing of the picture is to be seen there")
    pixels = region_as_srgb(rows, bytes(request.buffer(1)), (left, top, right, bottom))
    return Message("region", {"shape": list(pixels.shape)}, [pixels.reshape(-1).data])


_ANSWERS: dict[str, Callable[[Message], Message]] = {
    "view": _view,
    "unpack": _unpack,
    "pack": _pack,
    "region": _region,
}


def _path(request: Message, position: int = 0) -> Path:
    return Path(os.fsdecode(bytes(request.buffer(position))))
