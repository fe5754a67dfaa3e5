"""A photo as the library knows it: where its file is, what the camera wrote, what was measured and understood."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import IntFlag, StrEnum
from pathlib import Path

from desktop_app.domain.ids import FolderId, PhotoId, RootId


class Status(IntFlag):
    """Why a photo may be kept from a surface; the visibility policy works on these bits alone."""

    NONE = 0
    HIDDEN = 1
    SENSITIVE = 2
    MISSING = 4
    TRASHED = 8
    OFFLINE = 16
    BEHIND = 32  # a newer version of it stands for it


class Badge(IntFlag):
    """What a tile may show in its corner."""

    NONE = 0
    FAVOURITE = 1
    RAW = 2
    DAMAGED = 4
    ANIMATED = 8
    FLAGGED = 16
    PENDING = 32  # not decoded yet
    NOT_UNDERSTOOD = 64  # decoded, no embedding yet
    VERSION = 128  # stands before the photo it was made of


class Stage(StrEnum):
    """How far one photo has come."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class DateSource(StrEnum):
    """Where a capture time came from, the most trustworthy first."""

    EXIF = "exif"
    SIDECAR = "sidecar"
    FILE_NAME = "file-name"
    FILE_TIME = "file-time"


class FlagName(StrEnum):
    """Everything a photo can be flagged as."""

    SENSITIVE = "sensitive"
    BLURRY = "blurry"
    DARK = "dark"
    OVEREXPOSED = "overexposed"
    NOISY = "noisy"
    SCREENSHOT = "screenshot"
    DOCUMENT = "document"
    WEAPON = "weapon"


class TagSource(StrEnum):
    """Who said so: the model, the user, or the file's own keywords."""

    AI = "ai"
    USER = "user"
    KEYWORD = "keyword"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file (and its XMP sidecar) says. Every text is plain, control characters removed.

    Attributes:
        taken_at_ms: capture time as wall-clock milliseconds (the camera's local time read as if it were UTC),
            so photos sort and group by the day the photographer lived. None when the file does not say.
        taken_offset_min: minutes east of UTC when known.
        latitude, longitude: degrees, WGS84; both None when absent, out of range or exactly 0/0.
        rating: 0-5, or -1 for rejected (XMP); None when the file does not say.
    """

    taken_at_ms: int | None = None
    taken_offset_min: int | None = None
    date_source: DateSource = DateSource.FILE_TIME
    orientation: int = 1
    camera_make: str = ""
    camera_model: str = ""
    lens: str = ""
    f_number: float | None = None
    exposure_s: float | None = None
    iso: int | None = None
    focal_length_mm: float | None = None
    focal_length_35mm: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude_m: float | None = None
    title: str = ""
    caption: str = ""
    keywords: tuple[str, ...] = ()
    rating: int | None = None
    software: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """Numbers measured from the pixels without a network.

    Attributes:
        sharpness: of the sharpest tiles, 0 (no detail at all) to 1 (crisp); bokeh is not punished.
        brightness: mean luma, 0 to 1.
        clipped_dark, clipped_light: share of pixels at the ends of the range, 0 to 1.
        noise_sigma: estimated standard deviation of the noise in 8-bit steps, 0 to 255.
        colourfulness: Hasler and Suesstrunk (2003), about 0 to 150.
        average_rgb: 0xRRGGBB, for placeholders.
        palette: up to five (0xRRGGBB, share 0..1), largest first.
        phash: 64-bit DCT hash, unsigned.
        screenshot, document: likelihood, 0 to 1.
    """

    sharpness: float
    brightness: float
    clipped_dark: float
    clipped_light: float
    noise_sigma: float
    colourfulness: float
    average_rgb: int
    palette: tuple[tuple[int, float], ...]
    phash: int
    screenshot: float
    document: float


@dataclass(frozen=True, slots=True)
class Tag:
    """One word on one photo. `confidence` is 0 to 1, and 1 for tags a person gave."""

    name: str
    source: TagSource
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag on one photo, with the sentence that says why. `score` is 0 to 1, higher is surer.

    `is_dismissed` and `is_confirmed` say that the user found it wrong or right, or set it.
    """

    name: FlagName
    score: float
    why: str
    is_dismissed: bool = False
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Photo:
    """One row: one file on disk and what the library keeps about it.

    Attributes:
        relative_path: below the root, exact bytes as the file system gave them, '/' separated.
        root_path: the root's current absolute path.
        width_px, height_px: after EXIF orientation; 0 until decoded.
        taken_at_ms: wall-clock milliseconds used for the timeline (falls back to the file time).
        rating: 0-5, the user's or else the file's.
    """

    id: PhotoId
    root_id: RootId
    folder_id: FolderId
    root_path: Path
    relative_path: bytes
    size_bytes: int
    mtime_ns: int
    content_hash: bytes | None
    format: str
    width_px: int
    height_px: int
    taken_at_ms: int
    added_at_ms: int
    status: Status
    badges: Badge
    rating: int
    is_favourite: bool
    decode_stage: Stage
    embed_stage: Stage
    metadata: Metadata
    measures: Measures | None
    missing_since_ms: int | None = None

    @property
    def path(self) -> Path:
        """Absolute path that opens the file, undecodable bytes kept as surrogates."""
        return self.root_path / os.fsdecode(self.relative_path)

    @property
    def name(self) -> str:
        """File name fit for showing: undecodable bytes and control characters replaced."""
        return display_text(os.path.basename(self.relative_path))


def display_text(raw: bytes | str) -> str:
    """Returns a path or other outside text fit for showing: no surrogates, no control characters, one line."""
    text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else "�" for c in text)
