"""The message format between the program and its children: a fixed prefix, a JSON header, raw buffers. Never a pickle.

Layout, big endian: magic (4 bytes), header length (u32), payload length (u64), then the header (UTF-8 JSON object with
`kind` and `sizes`, the lengths of the buffers) and the buffers one after another. A reader states how much it takes.
What it has read is only bytes, numbers and text until the caller asks for each field by name, kind and range.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop_app.errors import WorkerError

MAGIC = b"RVW1"
_PREFIX = struct.Struct(">4sIQ")
_CHUNK_BYTES = 1 << 20
SOCKET_BUFFER_BYTES = 4 << 20

Buffer = bytes | bytearray | memoryview


class WireError(WorkerError):
    """The other side sent something that is no message, or one that is larger than allowed."""


class ChannelClosedError(WorkerError):
    """The other side has closed its end: the child died or the program went away."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What a reader takes at most, in bytes and number of buffers."""

    header_bytes: int = 256 << 10
    payload_bytes: int = 64 << 20
    buffers: int = 64


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `header` holds only what JSON can; ask for its fields through the checked methods.

    Attributes:
        kind: what it is, a short word.
        buffers: raw bytes; those read from a channel are views into one block.
    """

    kind: str
    header: Mapping[str, object] = field(default_factory=dict)
    buffers: Sequence[Buffer] = ()

    def integer(self, name: str, low: int, high: int) -> int:
        """Returns a whole number in [low, high]; raises WireError otherwise."""
        return checked_integer(self.header.get(name), name, low, high)

    def number(self, name: str, low: float, high: float) -> float:
        """Returns a finite number in [low, high]; raises WireError otherwise."""
        return checked_number(self.header.get(name), name, low, high)

    def text(self, name: str, max_characters: int) -> str:
        """Returns a text, cut to max_characters, control characters replaced by blanks."""
        return checked_text(self.header.get(name), name, max_characters)

    def flag(self, name: str) -> bool:
        """Returns a truth value; raises WireError when it is none."""
        value = self.header.get(name)
        if not isinstance(value, bool):
            raise WireError(f"{name} is no truth value")
        return value

    def items(self, name: str, max_items: int) -> list[object]:
        """Returns a list of at most max_items, its items unchecked."""
        value = self.header.get(name)
        if not isinstance(value, list) or len(value) > max_items:
            raise WireError(f"{name} is no list of at most {max_items}")
        return value

    def buffer(self, position: int) -> Buffer:
        """Returns the buffer at a position; raises WireError when there are fewer."""
        if position >= len(self.buffers):
            raise WireError(f"{self.kind} lacks buffer {position}")
        return self.buffers[position]


def checked_integer(value: object, name: str, low: int, high: int) -> int:
    """Returns value as a whole number in [low, high]; raises WireError otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise WireError(f"{name} is no whole number from {low} to {high}")
    return value


def checked_number(value: object, name: str, low: float, high: float) -> float:
    """Returns value as a finite number in [low, high]; raises WireError otherwise."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        raise WireError(f"{name} is no finite number")
    if not low <= value <= high:
        raise WireError(f"{name} is outside {low} to {high}")
    return float(value)


def checked_text(value: object, name: str, max_characters: int) -> str:
    """Returns value as a text of at most max_characters without control characters or lone surrogates."""
    if not isinstance(value, str):
        raise WireError(f"{name} is no text")
    cut = value[:max_characters].encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in cut)


def pack(message: Message) -> list[Buffer]:
    """Returns the message as parts to be sent in order.

    Raises:
        WireError: the header holds something JSON cannot, NaN included.
    """
    sizes = [len(memoryview(b).cast("B")) for b in message.buffers]
    try:
        header = json.dumps({**message.header, "kind": message.kind, "sizes": sizes}, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise WireError(f"{message.kind} cannot be written: {error}") from error
    return [_PREFIX.pack(MAGIC, len(header), sum(sizes)) + header, *message.buffers]


class MessageReader:
    """Puts messages together from whatever pieces a socket gives. One reader for one socket."""

    def __init__(self, caps: Caps) -> None:
        self._caps = caps
        self._start()

    def _start(self) -> None:
        self._block = bytearray(_PREFIX.size)
        self._filled = 0
        self._header: dict[str, object] | None = None
        self._sizes: list[int] = []
        self._lengths: tuple[int, int] | None = None

    def read(self, channel: socket.socket) -> Message | None:
        """Reads until one message is whole, or a non-blocking socket has no more for now (None).

        Raises:
            ChannelClosedError: the other side has closed.
            WireError: what came is no message or too large; the channel is then of no more use.
        """
        while True:
            while self._filled < len(self._block):
                try:
                    count = channel.recv_into(memoryview(self._block)[self._filled :])
                except (BlockingIOError, InterruptedError):
                    return None
                except OSError as error:
                    raise ChannelClosedError(f"the channel broke: {error.strerror}") from error
                if count == 0:
                    raise ChannelClosedError("the other side has closed the channel")
                self._filled += count
            message = self._advance()
            if message is not None:
                return message

    def _advance(self) -> Message | None:
        if self._lengths is None:
            magic, header_bytes, payload_bytes = _PREFIX.unpack(self._block)
            if magic != MAGIC:
                raise WireError("not a message")
            if header_bytes > self._caps.header_bytes or payload_bytes > self._caps.payload_bytes:
                raise WireError(f"a message of {header_bytes} + {payload_bytes} bytes is larger than allowed")
            self._lengths = (header_bytes, payload_bytes)
            self._block, self._filled = bytearray(header_bytes), 0
            return None
        if self._header is None:
            self._header, self._sizes = self._parse(self._block, self._lengths[1])
            self._block, self._filled = bytearray(self._lengths[1]), 0
            if self._lengths[1]:
                return None
        view, buffers, at = memoryview(self._block), [], 0
        for size in self._sizes:
            buffers.append(view[at : at + size])
            at += size
        kind, header = self._header.pop("kind"), self._header
        self._start()
        return Message(str(kind), header, buffers)

    def _parse(self, raw: bytearray, payload_bytes: int) -> tuple[dict[str, object], list[int]]:
        try:
            header = json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise WireError("the header is no JSON") from error
        if not isinstance(header, dict) or not isinstance(header.get("kind"), str):
            raise WireError("the header has no kind")
        sizes = header.pop("sizes", None)
        if not isinstance(sizes, list) or len(sizes) > self._caps.buffers:
            raise WireError("the header states no buffers or too many")
        checked = [checked_integer(s, "size", 0, self._caps.payload_bytes) for s in sizes]
        if sum(checked) != payload_bytes:
            raise WireError("the buffers do not add up")
        return header, checked


class MessageWriter:
    """Holds what is still to be sent on one socket, and sends as much as it takes."""

    def __init__(self) -> None:
        self._parts: deque[memoryview] = deque()

    @property
    def has_more(self) -> bool:
        """Whether something waits to be sent."""
        return bool(self._parts)

    def put(self, message: Message) -> None:
        """Queues a message behind those that wait."""
        self._parts.extend(memoryview(p).cast("B") for p in pack(message) if len(p))

    def send(self, channel: socket.socket) -> None:
        """Sends until all is gone or a non-blocking socket takes no more for now.

        Raises:
            ChannelClosedError: the other side has closed.
        """
        while self._parts:
            part = self._parts[0]
            try:
                count = channel.send(part[:_CHUNK_BYTES])
            except (BlockingIOError, InterruptedError):
                return
            except OSError as error:
                raise ChannelClosedError(f"the channel broke: {error.strerror}") from error
            if count == len(part):
                self._parts.popleft()
            else:
                self._parts[0] = part[count:]
