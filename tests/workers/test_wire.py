from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator

import pytest

from desktop_app.workers.wire import (
    Caps,
    ChannelClosedError,
    Message,
    MessageReader,
    MessageWriter,
    WireError,
    checked_text,
    pack,
)

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    ours.settimeout(0)
    yield ours, theirs
    ours.close()
    theirs.close()


def raw(message: Message) -> bytes:
    return b"".join(bytes(part) for part in pack(message))


def test_a_message_arrives_as_it_was_sent(pair: Pair) -> None:
    ours, theirs = pair
    sent = Message("photo", {"a": 1, "name": "ü", "is_raw": True}, [b"abc", b"", bytearray(range(10))])
    theirs.sendall(raw(sent))
    got = MessageReader(Caps()).read(ours)
    assert got is not None
    assert (got.kind, dict(got.header)) == ("photo", {"a": 1, "name": "ü", "is_raw": True})
    assert [bytes(b) for b in got.buffers] == [b"abc", b"", bytes(range(10))]


def test_a_message_in_pieces_is_put_together(pair: Pair) -> None:
    ours, theirs = pair
    reader, data = MessageReader(Caps()), raw(Message("x", {}, [b"payload"])) + raw(Message("y"))
    for byte in data[:-1]:
        theirs.send(bytes([byte]))
        if (message := reader.read(ours)) is not None:
            assert message.kind == "x"
    assert reader.read(ours) is None
    theirs.send(data[-1:])
    assert (last := reader.read(ours)) is not None
    assert last.kind == "y"


def test_more_than_a_socket_holds_goes_through_without_blocking(pair: Pair) -> None:
    ours, theirs = pair
    block = bytes(range(256)) * 40_000
    writer, reader = MessageWriter(), MessageReader(Caps())
    writer.put(Message("big", {}, [block]))
    writer.send(ours)
    assert writer.has_more
    theirs.settimeout(0)
    got = None
    while got is None:
        got = reader.read(theirs)
        writer.send(ours)
    assert bytes(got.buffers[0]) == block


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack(">4sIQ", b"RVW1", 1 << 30, 0),
        struct.pack(">4sIQ", b"RVW1", 2, 1 << 60),
        struct.pack(">4sIQ", b"RVW1", 2, 0) + b"{}",
        struct.pack(">4sIQ", b"RVW1", 2, 0) + b"\xff\xfe",
        struct.pack(">4sIQ", b"RVW1", 3, 0) + b"[1]",
        *(
            struct.pack(">4sIQ", b"RVW1", len(h), 4) + h + b"1234"
            for h in (
                json.dumps(v).encode()
                for v in (
                    {"kind": "x", "sizes": [5]},
                    {"kind": "x", "sizes": [-1, 5]},
                    {"kind": "x", "sizes": ["4"]},
                    {"kind": "x", "sizes": [True, 3]},
                    {"kind": "x"},
                    {"kind": 7, "sizes": [4]},
                    {"kind": "x", "sizes": [0] * 100 + [4]},
                )
            )
        ),
        struct.pack(">4sIQ", b"RVW1", 100_000, 0) + b"[" * 100_000,
        b"\x80\x04\x95" + b"c__builtin__\neval\n" * 3,
    ],
)
def test_what_is_no_message_is_refused(pair: Pair, data: bytes) -> None:
    ours, theirs = pair
    theirs.sendall(data)
    with pytest.raises(WireError):
        MessageReader(Caps()).read(ours)


def test_a_closed_channel_is_told_apart(pair: Pair) -> None:
    ours, theirs = pair
    theirs.sendall(raw(Message("x"))[:7])
    theirs.close()
    with pytest.raises(ChannelClosedError):
        MessageReader(Caps()).read(ours)


@pytest.mark.parametrize("header", [{"n": float("nan")}, {"n": float("inf")}, {"o": object()}, {"b": b"bytes"}])
def test_what_is_not_plain_is_not_sent(header: dict[str, object]) -> None:
    with pytest.raises(WireError):
        pack(Message("x", header))


def test_fields_are_checked_for_kind_and_range() -> None:
    message = Message("x", {"n": 5, "f": 0.5, "t": "a\x00b\x1b[31m" + "c" * 100, "yes": True, "many": [1, 2, 3]})
    assert message.integer("n", 0, 5) == 5
    assert message.number("f", 0, 1) == 0.5
    assert message.text("t", 8) == "a b [31m"
    assert message.flag("yes")
    bad = [
        lambda: message.integer("n", 0, 4),
        lambda: message.integer("yes", 0, 4),
        lambda: message.integer("f", 0, 4),
        lambda: message.integer("absent", 0, 4),
        lambda: message.number("f", 0.6, 1),
        lambda: message.number("t", 0, 1),
        lambda: message.text("n", 4),
        lambda: message.flag("n"),
        lambda: message.items("many", 2),
        lambda: message.items("n", 2),
        lambda: message.buffer(0),
    ]
    for ask in bad:
        with pytest.raises(WireError):
            ask()


def test_lone_surrogates_do_not_come_through() -> None:
    assert checked_text("a\udcffb", "t", 10) == "a?b"
