"""EXIF as bytes: taken over into a new file, turned upright, the thumbnail gone, everything else untouched.

A block is a TIFF structure ('II' or 'MM' first). What can stay where it is stays there, so that makers' notes, whose
offsets count from the block's start, are still good afterwards (EXIF 2.32, TIFF 6.0).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field

MAX_BLOCK_BYTES = 16 << 20
EXIF_IFD, GPS_IFD, INTEROP_IFD = 0x8769, 0x8825, 0xA005
ORIENTATION = 0x112
_WIDTH, _HEIGHT = 0x100, 0x101
_PIXEL_X, _PIXEL_Y = 0xA002, 0xA003
_THUMBNAIL_AT, _THUMBNAIL_BYTES = 0x201, 0x202
_SHORT, _LONG = 3, 4
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_MAX_ENTRIES = 1000
# What a TIFF says about the photo, in its first directory; all the rest there says how its pixels lie.
_TELLING = frozenset(
    (0x10D, 0x10E, 0x10F, 0x110, 0x11A, 0x11B, 0x11D, 0x128, 0x131, 0x132, 0x13B, 0x13C, 0x4746, 0x4749, 0x8298)
) | frozenset((*range(0x9C9B, 0x9CA0), 0xC4A5))

ReadAt = Callable[[int, int], bytes]


@dataclass(frozen=True, slots=True)
class Entry:
    """One tag: its number, type, count and value bytes, in the byte order of where it came from.

    Attributes:
        at: where the entry itself lies.
        value_at: where its value lies.
    """

    tag: int
    kind: int
    count: int
    data: bytes
    at: int = 0
    value_at: int = 0


@dataclass(slots=True)
class Directory:
    """The tags of one directory, and the directories its tags point to."""

    entries: dict[int, Entry] = field(default_factory=dict)
    children: dict[int, Directory] = field(default_factory=dict)


class BrokenBlockError(ValueError):
    """The structure leads outside itself, in circles, or is larger than anything sensible."""


class TiffReader:
    """Reads the directories of a TIFF structure, classic or Big, wherever its bytes lie.

    Args:
        read_at: returns as many bytes from an offset as there are, at most those asked for.
    """

    def __init__(self, read_at: ReadAt) -> None:
        self._read_at = read_at
        head = read_at(0, 16)
        orders = {b"II": "<", b"MM": ">"}
        if len(head) < 8 or head[:2] not in orders:
            raise BrokenBlockError("no byte order")
        self.order = orders[head[:2]]
        version = struct.unpack_from(self.order + "H", head, 2)[0]
        self.is_big = version == 43 and len(head) == 16
        if version not in (42, 43) or (version == 43 and not self.is_big):
            raise BrokenBlockError("no version")
        self._left_bytes = MAX_BLOCK_BYTES
        self.first = int(
            struct.unpack_from(self.order + ("Q" if self.is_big else "I"), head, 8 if self.is_big else 4)[0]
        )

    def directory(self, at: int) -> tuple[dict[int, Entry], int]:
        """Returns the entries of a directory, by tag, and where the next directory lies (0 for nowhere).

        Raises:
            BrokenBlockError: it is not all there.
        """
        width, link = (20, "Q") if self.is_big else (12, "I")
        (count,) = self._unpack("Q" if self.is_big else "H", at)
        if count > _MAX_ENTRIES:
            raise BrokenBlockError("too many tags")
        start = at + (8 if self.is_big else 2)
        found = {}
        for here in range(start, start + count * width, width):
            entry = self._entry(here, link)
            if entry is not None:
                found[entry.tag] = entry
        try:
            (following,) = self._unpack(link, start + count * width)
        except BrokenBlockError:
            following = 0  # cut off right behind the last tag, as some cameras write it
        return found, following

    def _entry(self, at: int, link: str) -> Entry | None:
        tag, kind, count = self._unpack("HH" + link, at)
        inline = struct.calcsize(link)
        length = _SIZES.get(kind, 0) * count
        value_at = at + 4 + inline
        if length > inline:
            (value_at,) = self._unpack(link, value_at)
        if length == 0 or length > self._left_bytes or (self.is_big and kind > 13):
            return None  # nothing, far too much, or of a type that only a BigTIFF knows
        data = self._read_at(value_at, length)
        if len(data) < length:
            return None
        self._left_bytes -= length
        return Entry(tag, kind, count, data, at, value_at)

    def _unpack(self, form: str, at: int) -> tuple[int, ...]:
        size = struct.calcsize(self.order + form)
        raw = self._read_at(at, size)
        if len(raw) < size:
            raise BrokenBlockError("cut off")
        return struct.unpack(self.order + form, raw)

    def number(self, entry: Entry | None) -> int | None:
        """Returns the value of a tag that holds one whole number, else None."""
        if entry is None or entry.count != 1 or entry.kind not in (_SHORT, _LONG, 13, 16, 18):
            return None
        return int(struct.unpack(self.order + {2: "H", 4: "I", 8: "Q"}[len(entry.data)], entry.data)[0])

    def tree(self, at: int, pointers: tuple[int, ...] = (EXIF_IFD, GPS_IFD, INTEROP_IFD)) -> Directory:
        """Returns a directory with those its tags point to, two levels down; broken ones among these are left out."""
        return self._tree(at, pointers, {at}, depth=2)

    def _tree(self, at: int, pointers: tuple[int, ...], seen: set[int], depth: int) -> Directory:
        entries, _ = self.directory(at)
        found = Directory(entries)
        for tag in pointers:
            child_at = self.number(entries.pop(tag, None))
            if child_at is None or child_at in seen or depth == 0:
                continue
            seen.add(child_at)
            try:
                found.children[tag] = self._tree(child_at, pointers, seen, depth - 1)
            except BrokenBlockError:
                continue
        return found


def bytes_reader(block: bytes) -> ReadAt:
    """Returns a reader of bytes in memory."""
    return lambda at, length: block[at : at + length] if at >= 0 else b""


def upright_block(block: bytes, *, is_turned: bool) -> bytes:
    """Returns the block with orientation 1 and without thumbnail; width and height change places when `is_turned`.

    Nothing moves: every byte that is not changed stays at its offset.

    Raises:
        BrokenBlockError: it is no such block.
    """
    if len(block) > MAX_BLOCK_BYTES:
        raise BrokenBlockError("too long")
    reader = _classic(block)
    changed = bytearray(block)
    main, following = reader.directory(reader.first)
    _put(changed, reader, main.get(ORIENTATION), 1)
    exif: dict[int, Entry] = {}
    exif_at = reader.number(main.get(EXIF_IFD))
    if exif_at is not None and exif_at != reader.first:
        try:
            exif, _ = reader.directory(exif_at)
        except BrokenBlockError:
            exif = {}
    if is_turned:
        for one, other in ((main.get(_WIDTH), main.get(_HEIGHT)), (exif.get(_PIXEL_X), exif.get(_PIXEL_Y))):
            width, height = reader.number(one), reader.number(other)
            if width is not None and height is not None:
                _put(changed, reader, one, height)
                _put(changed, reader, other, width)
    if following:
        _forget_thumbnail(changed, reader, following)
    return bytes(changed)


def _classic(block: bytes) -> TiffReader:
    reader = TiffReader(bytes_reader(block))
    if reader.is_big:
        raise BrokenBlockError("EXIF is never so big")
    return reader


def _put(block: bytearray, reader: TiffReader, entry: Entry | None, value: int) -> None:
    """Writes a number where one was; one that does not fit, or a tag that holds something else, stays as it is."""
    if reader.number(entry) is None or entry is None or value >= 1 << (8 * len(entry.data)):
        return
    struct.pack_into(reader.order + {2: "H", 4: "I", 8: "Q"}[len(entry.data)], block, entry.value_at, value)


def _forget_thumbnail(block: bytearray, reader: TiffReader, at: int) -> None:
    """Ends the chain of directories after the first; the thumbnail's bytes go, or are wiped where more follows."""
    (count,) = struct.unpack_from(reader.order + "H", block, reader.first)
    struct.pack_into(reader.order + "I", block, reader.first + 2 + count * 12, 0)
    try:
        entries, _ = reader.directory(at)
    except BrokenBlockError:
        return
    start, length = reader.number(entries.get(_THUMBNAIL_AT)), reader.number(entries.get(_THUMBNAIL_BYTES))
    if start is None or length is None or start < at or start + length > len(block):
        return
    if len(block) - (start + length) < 4:  # the usual place: at the very end
        del block[start:]
    else:
        block[start : start + length] = bytes(length)


def without_orientation(block: bytes) -> bytes:
    """Returns the block with its orientation tag taken out of the first directory, nothing else moved."""
    reader = _classic(block)
    entries, following = reader.directory(reader.first)
    entry = entries.get(ORIENTATION)
    if entry is None:
        return block
    (count,) = struct.unpack_from(reader.order + "H", block, reader.first)
    end = reader.first + 2 + count * 12
    changed = bytearray(block)
    changed[entry.at : end - 12] = block[entry.at + 12 : end]
    struct.pack_into(reader.order + "H", changed, reader.first, count - 1)
    struct.pack_into(reader.order + "I", changed, end - 12, following)
    return bytes(changed)


def block_of_tiff(read_at: ReadAt) -> bytes:
    """Returns what a TIFF file says about its photo as a block of its own, without orientation; b'' for nothing.

    Raises:
        BrokenBlockError: the file's first directory cannot be read.
    """
    reader = TiffReader(read_at)
    tree = reader.tree(reader.first)
    tree.entries = {tag: entry for tag, entry in tree.entries.items() if tag in _TELLING}
    if not tree.entries and not tree.children:
        return b""
    return header(reader.order, 8) + written(tree, reader.order, 8)


def telling_tree(block: bytes) -> tuple[str, Directory]:
    """Returns a block's byte order ('<' or '>') and what belongs into the first directory of a TIFF file.

    Raises:
        BrokenBlockError: it is no block.
    """
    reader = TiffReader(bytes_reader(block))
    tree = reader.tree(reader.first)
    tree.entries = {tag: entry for tag, entry in tree.entries.items() if tag in _TELLING}
    return reader.order, tree


def header(order: str, first: int) -> bytes:
    """Returns the eight bytes a classic TIFF structure begins with."""
    return (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, first)


def written(tree: Directory, order: str, at: int) -> bytes:
    """Returns a directory and all below it as they lie from offset `at` on (even), no further directory behind it."""
    entries = sorted(
        [*tree.entries.values(), *(Entry(tag, _LONG, 1, bytes(4)) for tag in tree.children)],
        key=lambda entry: entry.tag,
    )
    values = bytearray()
    values_at = at + 2 + len(entries) * 12 + 4
    lines = bytearray(struct.pack(order + "H", len(entries)))
    for entry in entries:
        data = entry.data
        if entry.tag in tree.children:
            data = struct.pack(order + "I", values_at + len(values))
            values += written(tree.children[entry.tag], order, values_at + len(values))
        elif len(data) > 4:
            here = values_at + len(values)
            values += data + bytes(len(data) % 2)
            data = struct.pack(order + "I", here)
        lines += struct.pack(order + "HHI", entry.tag, entry.kind, entry.count) + data.ljust(4, b"\x00")
    return bytes(lines) + bytes(4) + bytes(values)


def short(order: str, tag: int, *values: int) -> Entry:
    """Returns a tag of 16-bit numbers."""
    return Entry(tag, _SHORT, len(values), struct.pack(f"{order}{len(values)}H", *values))


def long(order: str, tag: int, *values: int) -> Entry:
    """Returns a tag of 32-bit numbers."""
    return Entry(tag, _LONG, len(values), struct.pack(f"{order}{len(values)}I", *values))


def rational(order: str, tag: int, value: float) -> Entry:
    """Returns a tag of one fraction, to a ten-thousandth."""
    return Entry(tag, 5, 1, struct.pack(order + "II", round(value * 10_000), 10_000))


def raw(tag: int, data: bytes) -> Entry:
    """Returns a tag of bytes without meaning to a reader of TIFF."""
    return Entry(tag, 7, len(data), data)
