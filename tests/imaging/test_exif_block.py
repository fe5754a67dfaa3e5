"""EXIF as bytes: upright, without thumbnail, otherwise untouched; and nothing a stranger writes does harm."""

from __future__ import annotations

import random
import struct
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop_app.imaging.exif_block import (
    BrokenBlockError,
    block_of_tiff,
    bytes_reader,
    telling_tree,
    upright_block,
    without_orientation,
    written,
)


def block(order: str = "<", **more: object) -> bytes:
    exif = Image.Exif()
    exif.endian = order
    exif[0x10F], exif[0x112], exif[0x100], exif[0x101] = "Maker with a name", 6, 4000, 3000
    exif.get_ifd(0x8769).update({0x9003: "2024:06:14 15:30:12", 0xA002: 4000, 0xA003: 3000, 0x927C: bytes(range(200))})
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 22.0, 30.0)})
    return exif.tobytes().removeprefix(b"Exif\x00\x00")


def read(content: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load(content)
    return exif


@pytest.mark.parametrize("order", ["<", ">"])
def test_only_what_must_change_changes(order: str) -> None:
    before = block(order)
    after = upright_block(before, is_turned=True)
    assert len(after) == len(before)
    assert sum(a != b for a, b in zip(before, after, strict=True)) <= 9  # orientation and two pairs of edges
    exif = read(after)
    assert (exif[0x112], exif[0x100], exif[0x101]) == (1, 3000, 4000)
    assert (exif.get_ifd(0x8769)[0xA002], exif.get_ifd(0x8769)[0xA003]) == (3000, 4000)
    assert exif.get_ifd(0x8825)[2] == (47.0, 22.0, 30.0)
    straight = upright_block(before, is_turned=False)
    assert sum(a != b for a, b in zip(before, straight, strict=True)) == 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("behind", [b"", b"more of the maker's"])
def test_a_thumbnail_goes_and_what_is_behind_it_stays_where_it_is(order: str, behind: bytes) -> None:
    content = bytearray(block(order))
    link = 8 + 2 + struct.unpack_from(order + "H", content, 8)[0] * 12
    struct.pack_into(order + "I", content, link, len(content))
    at = len(content) + 2 + 24 + 4
    content += struct.pack(order + "H", 2)
    content += struct.pack(order + "HHII", 0x201, 4, 1, at) + struct.pack(order + "HHII", 0x202, 4, 1, 500) + bytes(4)
    whole = bytes(content) + b"\xff\xd8" + b"t" * 498 + behind
    after = upright_block(whole, is_turned=False)
    assert b"ttt" not in after
    assert after[at + 500 :] == behind
    assert len(after) == (at if not behind else len(whole))
    assert not read(after).get_ifd(1)
    assert read(after)[0x10F] == "Maker with a name"


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_orientation_tag_can_be_taken_out(order: str) -> None:
    before = block(order)
    after = without_orientation(before)
    assert len(after) == len(before)
    exif = read(after)
    assert 0x112 not in exif
    assert exif[0x10F] == "Maker with a name"
    assert exif.get_ifd(0x8769)[0x9003] == "2024:06:14 15:30:12"
    assert without_orientation(after) == after


@pytest.mark.parametrize("order", ["<", ">"])
def test_what_is_read_is_written_again(order: str) -> None:
    found_order, tree = telling_tree(block(order))
    assert found_order == order
    again = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8) + written(tree, order, 8)
    exif = read(again)
    assert exif[0x10F] == "Maker with a name"
    assert 0x100 not in exif, "how the pixels lie is not told"
    assert exif.get_ifd(0x8769)[0x927C] == bytes(range(200))
    assert exif.get_ifd(0x8825)[2] == (47.0, 22.0, 30.0)


def loop() -> bytes:
    entries = struct.pack("<HHHII", 2, 0x8769, 4, 1, 8) + struct.pack("<HHII", 0x8825, 4, 1, 8)
    return b"II*\x00\x08\x00\x00\x00" + entries + struct.pack("<I", 8)


def test_directories_that_lead_back_to_themselves_are_survived() -> None:
    assert upright_block(loop(), is_turned=True)[:4] == b"II*\x00"
    _, tree = telling_tree(loop())
    assert not tree.children


@pytest.mark.parametrize(
    "content", [b"", b"II", b"XX*\x00\x08\x00\x00\x00", b"II*\x00\xff\xff\xff\xff", b"MM\x00*" + bytes(100)]
)
def test_what_is_no_block_is_refused(content: bytes) -> None:
    with pytest.raises(BrokenBlockError):
        upright_block(content, is_turned=True)


def _turned(content: bytes) -> bytes:
    return upright_block(content, is_turned=True)


def _of_tiff(content: bytes) -> bytes:
    return block_of_tiff(bytes_reader(content))


@given(st.binary(max_size=300))
def test_any_bytes_are_a_block_or_are_refused(content: bytes) -> None:
    for head in (b"", b"II*\x00\x08\x00\x00\x00", b"MM\x00*\x00\x00\x00\x08", b"II+\x00\x08\x00\x00\x00"):
        for attempt in (_turned, _of_tiff, without_orientation):
            try:
                attempt(head + content)
            except BrokenBlockError:
                continue


def test_flipped_bytes_cost_no_time_and_no_memory() -> None:
    sound = block()
    began = time.monotonic()
    for seed in range(400):
        rng = random.Random(seed)
        damaged = bytearray(sound)
        for _ in range(rng.randrange(1, 12)):
            damaged[rng.randrange(len(damaged))] = rng.choice((0, 255, rng.randrange(256)))
        for attempt in (_turned, _of_tiff):
            try:
                assert len(attempt(bytes(damaged))) < 3 * len(sound)
            except BrokenBlockError:
                continue
    assert time.monotonic() - began < 20
