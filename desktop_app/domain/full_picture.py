"""A picture taken apart for work on all its pixels, and put together again: what is kept, what is lost on the way."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final

PIXELS_NAME: Final = "pixels.raw"
ALPHA_NAME: Final = "alpha.raw"


class IfThere(StrEnum):
    """What becomes of a file that has the new one's name."""

    REFUSE = "refuse"
    REPLACE = "replace"


class Loss(StrEnum):
    """What a new file lacks of its original, each as a sentence for the user."""

    DEPTH = "The original has more than 8 bits a colour, the new version has 8."
    CMYK = "The original is made for print (CMYK), the new version is RGB."
    HDR = "The original has colours beyond an ordinary screen's, the new version has an ordinary screen's."
    MOTION = "The video of the motion photo stays with the original."
    EXTRA_PICTURES = (
        "Further pictures in the file (a second page, depth, brightness for HDR screens) stay with the original."
    )
    ALPHA = "The format knows no transparency: what was transparent is white."
    FORMAT = "The original's format cannot be written, the new version has another one."
    EXIF = "What the original says about its camera is damaged or too long and was left out."
    XMP = "The original's XMP description is damaged or too long and was left out."
    IPTC = "The original's IPTC description was left out: the new version's format knows none."


@dataclass(frozen=True, slots=True)
class KeptValues:
    """Everything in a file that is no pixel and goes along.

    Attributes:
        exif: a TIFF structure ('II' or 'MM' first, no 'Exif' before it), upright, without thumbnail; b'' for none.
        icc: colour profile that fits the pixels; b'' for none, which means sRGB.
        xmp: packet, upright; b'' for none.
        iptc: IPTC-IIM block; b'' for none.
        comment: of a JPEG.
        texts: (keyword, text) of a PNG.
        colour_chunks: a PNG's gAMA, cHRM, sRGB and cICP, whole.
        dpi: dots per inch across and down, 0 when not known.
        quality: what a JPEG was saved with, 1 to 100, 0 when not known or lossless.
        subsampling: '4:4:4', '4:2:2' or '4:2:0'; '' when not known.
        is_lossless: pixels were stored exactly.
        permissions: of the original, such as 0o644.
        modified_ns: the original's time, for files without a date inside; 0 for files that have one.
    """

    exif: bytes = b""
    icc: bytes = b""
    xmp: bytes = b""
    iptc: bytes = b""
    comment: bytes = b""
    texts: tuple[tuple[str, str], ...] = ()
    colour_chunks: bytes = b""
    dpi: tuple[float, float] = (0.0, 0.0)
    quality: int = 0
    subsampling: str = ""
    is_lossless: bool = False
    permissions: int = 0o644
    modified_ns: int = 0


@dataclass(frozen=True, slots=True)
class UnpackedPicture:
    """A picture as raw rows in files, upright, in its own colour space.

    Attributes:
        pixels: file of (height, width, channels) uint8 or uint16 (the machine's byte order), no header.
        alpha: file of (height, width) of the same depth, straight; None when all is opaque.
        channels: 3 (red, green, blue), or 1 for grey.
        bits: 8 or 16.
        format: the original's `Format`, such as 'JPEG'.
        suffix: for the name of a new version, with its dot: the original's own where its format can be written.
        losses: what is already known not to be in a new version.
    """

    pixels: Path
    alpha: Path | None
    width: int
    height: int
    channels: int
    bits: int
    format: str
    suffix: str
    kept: KeptValues = field(default_factory=KeptValues)
    losses: tuple[Loss, ...] = ()


@dataclass(frozen=True, slots=True)
class PackedPicture:
    """A file that was written.

    Attributes:
        format: such as 'JPEG'.
        losses: all that it lacks of its original, those of unpacking included.
    """

    size_bytes: int
    format: str
    losses: tuple[Loss, ...] = ()
