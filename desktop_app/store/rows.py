"""The rows that go in and out of the store: plain values between the pipeline and the tables.

Those that exist once per file of a library (`KnownFile`, `NewFile`) are named tuples: a rescan
of 50,000 files makes 50,000 of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.flagging import Assessment
from desktop_app.domain.ids import PhotoId, RootId
from desktop_app.domain.photo import Flag, Measures, Metadata, Stage, Status, Tag, TagSource

LATEST_NS = (1 << 63) - 1
# What is said of a photo's flags: how strongly each speaks, from which flags follow as the user chose; or just flags.
Verdict: TypeAlias = Assessment | tuple[Flag, ...]


def kept_time(mtime_ns: int) -> int:
    """Returns a file time as the database can hold it: the years 1677 to 2262. Compare found files by it too."""
    return min(max(mtime_ns, -LATEST_NS), LATEST_NS)


class KnownFile(NamedTuple):
    """One file as the library last saw it. `relative_path` is below its root, exact bytes.

    `sidecar_stamp` stands for size and time of the XMP sidecar beside it, 0 for none.
    """

    photo_id: PhotoId
    relative_path: bytes
    size_bytes: int
    mtime_ns: int
    content_hash: bytes | None
    status: Status
    decode_stage: Stage
    embed_stage: Stage
    sidecar_stamp: int = 0


class NewFile(NamedTuple):
    """A file that a scan found and the library does not know."""

    relative_path: bytes
    size_bytes: int
    mtime_ns: int
    sidecar_stamp: int = 0


class ChangedFile(NamedTuple):
    """A known path whose size or time is another: its content must be read again."""

    photo_id: PhotoId
    size_bytes: int
    mtime_ns: int
    sidecar_stamp: int = 0


class SidecarChange(NamedTuple):
    """A known photo whose sidecar came, went or changed: what it says of itself must be read again."""

    photo_id: PhotoId
    sidecar_stamp: int


class MovedFile(NamedTuple):
    """A known photo that was found at another path with the same content."""

    photo_id: PhotoId
    root_id: RootId
    relative_path: bytes
    size_bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class PendingFile:
    """A file that waits for a stage."""

    photo_id: PhotoId
    path: Path
    size_bytes: int
    mtime_ns: int
    content_hash: bytes | None


@dataclass(frozen=True, slots=True)
class DecodedRow:
    """What decoding one file gave. width_px and height_px are after orientation."""

    photo_id: PhotoId
    content_hash: bytes
    format: str
    width_px: int
    height_px: int
    metadata: Metadata
    measures: Measures
    is_damaged: bool
    is_animated: bool
    is_raw: bool
    mtime_ns: int
    size_bytes: int


@dataclass(frozen=True, slots=True, eq=False)
class UnderstoodRow:
    """What the models said about one photo. `vector` is (D,) float16 of unit length.

    `is_judged` is False when the model for sensitivity was off.
    """

    photo_id: PhotoId
    model_id: str
    vector: NDArray[np.float16]
    tags: tuple[Tag, ...] = ()
    flags: Verdict = ()
    is_judged: bool = True


class TagCount(NamedTuple):
    """One word of the vocabulary, who said it, and on how many photos that may be seen."""

    name: str
    source: TagSource
    photo_count: int


class TextHit(NamedTuple):
    """One photo that full-text search found: score 0 to 1, and a phrase that says what matched."""

    photo_id: PhotoId
    score: float
    why: str
