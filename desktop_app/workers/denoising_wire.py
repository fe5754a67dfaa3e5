"""What is asked of the denoiser and what it says, as checked values.

Pixels never travel: both sides open the same files of raw rows, (H, W, channels) uint8 or uint16 (the machine's byte
order), without any header.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

from desktop_app.domain.denoising import CURVE_POINTS, MAX_SIGMA, MAX_STRENGTH, NoiseLevel, PixelRegion
from desktop_app.workers.wire import Message, checked_number

MAX_EDGE_PX = 1 << 20
_MAX_DEVIATION = 255.0


@dataclass(frozen=True, slots=True)
class RawPixels:
    """A file of raw rows.

    Attributes:
        channels: 3 (red, green, blue) or 1.
        bits: 8 or 16 a value.
    """

    path: Path
    width: int
    height: int
    channels: int = 3
    bits: int = 8

    @property
    def row_bytes(self) -> int:
        """Length of one row."""
        return self.width * self.channels * self.bits // 8


@dataclass(frozen=True, slots=True)
class DenoiseRequest:
    """One photo, or a part of it, to be freed of noise.

    Attributes:
        source: the noisy pixels, upright or not: the denoiser does not care.
        target: receives raw rows of the same depth and channels: of the photo, or of the region alone. Made new.
        strength: share of the level that is taken for noise, 0 to `MAX_STRENGTH`.
        luminance, colour: share of what was found in brightness and colours that is taken out, 0 to 1.
        level: what was measured before; None lets the child measure first.
        region: only this part, with what lies around it taken into account; None is the whole photo.
        is_draft: half the resolution where that is what keeps a preview quick; see `ml/denoiser.py`.
    """

    source: RawPixels
    target: Path
    strength: float = 1.0
    luminance: float = 1.0
    colour: float = 1.0
    level: NoiseLevel | None = None
    region: PixelRegion | None = None
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class Denoised:
    """What became of a request.

    Attributes:
        level: that was measured, or given.
        seconds: from its first tile to its last.
        megapixels: that were written.
    """

    level: NoiseLevel
    seconds: float
    megapixels: float


def request_message(serial: int, request: DenoiseRequest) -> Message:
    """Returns the message of a request."""
    source, region = request.source, request.region
    header: dict[str, object] = {
        "serial": serial,
        "width": source.width,
        "height": source.height,
        "channels": source.channels,
        "bits": source.bits,
        "strength": request.strength,
        "luminance": request.luminance,
        "colour": request.colour,
        "level": None if request.level is None else level_record(request.level),
        "region": None if region is None else [region.left, region.top, region.width, region.height],
        "is_draft": request.is_draft,
    }
    return Message("denoise", header, [os.fsencode(source.path), os.fsencode(request.target)])


def source_message(serial: int, source: RawPixels) -> Message:
    """Returns the message that asks how noisy a photo is."""
    return replace(request_message(serial, DenoiseRequest(source, Path())), kind="measure")


def request_from(message: Message) -> tuple[int, DenoiseRequest]:
    """Returns a request and its serial. Raises WireError."""
    source = RawPixels(
        Path(os.fsdecode(bytes(message.buffer(0)))),
        message.integer("width", 1, MAX_EDGE_PX),
        message.integer("height", 1, MAX_EDGE_PX),
        message.integer("channels", 1, 3),
        message.integer("bits", 8, 16),
    )
    level, region = message.header.get("level"), None
    if message.header.get("region") is not None:
        region = PixelRegion(*(int(checked_number(n, "region", 0, MAX_EDGE_PX)) for n in message.items("region", 4)))
    return message.integer("serial", 0, 1 << 62), DenoiseRequest(
        source=source,
        target=Path(os.fsdecode(bytes(message.buffer(1)))),
        strength=message.number("strength", 0, MAX_STRENGTH),
        luminance=message.number("luminance", 0, 1),
        colour=message.number("colour", 0, 1),
        level=None if level is None else level_from(level),
        region=region,
        is_draft=message.flag("is_draft"),
    )


def level_record(level: NoiseLevel) -> list[float]:
    """Returns a level as plain numbers."""
    return [level.sigma, level.luminance, level.colour, float(level.is_grey), *level.curve]


def level_from(record: object) -> NoiseLevel:
    """Returns a level from plain numbers. Raises WireError."""
    numbers = record if isinstance(record, list) and len(record) == 4 + CURVE_POINTS else [None]
    sigma, luminance, colour, is_grey, *curve = (checked_number(n, "level", 0, _MAX_DEVIATION) for n in numbers)
    return NoiseLevel(min(sigma, MAX_SIGMA), luminance, colour, tuple(curve), is_grey > 0)
