"""Whole pictures as messages: taken apart into files of raw rows, put together again, looked at in part.

Pixels never travel, but for the part that is looked at. Nothing in a reply is trusted: the child has handled a
stranger's bytes. Where the pixels lie is known from the request, how many there are is checked against the files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from desktop_app.domain.denoising import PixelRegion
from desktop_app.domain.full_picture import (
    ALPHA_NAME,
    PIXELS_NAME,
    IfThere,
    KeptValues,
    Loss,
    PackedPicture,
    UnpackedPicture,
)
from desktop_app.workers.wire import Buffer, Message, WireError, checked_number, checked_text

MAX_EDGE_PX = 1 << 17
MAX_BUFFERS = 10
_MAX_FILE_BYTES = 1 << 42
_MAX_TEXTS, _MAX_TEXT_CHARACTERS = 100, 20_000
_MAX_KEPT_BYTES = 20 << 20


@dataclass(frozen=True, slots=True)
class UnpackRequest:
    """A file whose pixels are written into `folder`, which holds no picture yet, as `UnpackedPicture` says."""

    key: int
    path: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class PackRequest:
    """Raw rows (`pixels`, laid out as the picture's) to be saved as `target`; its suffix decides the format."""

    key: int
    picture: UnpackedPicture
    pixels: Path
    target: Path
    if_there: IfThere = IfThere.REFUSE


@dataclass(frozen=True, slots=True)
class RegionRequest:
    """A part of raw rows to look at, as (H, W, 3) uint8 sRGB; `region` None is all of them."""

    key: int
    pixels: Path
    width: int
    height: int
    channels: int
    bits: int
    icc: bytes = b""
    region: PixelRegion | None = None

    @property
    def shown(self) -> PixelRegion:
        """The part inside the picture."""
        whole = PixelRegion(0, 0, self.width, self.height)
        return whole if self.region is None else self.region.clipped_to(self.width, self.height)


FullRequest = UnpackRequest | PackRequest | RegionRequest


def full_message(serial: int, request: FullRequest) -> Message:
    """Returns the message of a request."""
    if isinstance(request, UnpackRequest):
        return Message("unpack", {"serial": serial}, [os.fsencode(request.path), os.fsencode(request.folder)])
    if isinstance(request, PackRequest):
        header = {**_picture_header(request.picture), "serial": serial, "if_there": request.if_there.value}
        paths = [os.fsencode(path) for path in (request.pixels, request.picture.alpha or "", request.target)]
        return Message("pack", header, [*paths, *_kept_buffers(request.picture.kept)])
    region = request.shown
    header = {
        "serial": serial,
        "width": request.width,
        "height": request.height,
        "channels": request.channels,
        "bits": request.bits,
        "box": [region.left, region.top, region.left + region.width, region.top + region.height],
    }
    return Message("region", header, [os.fsencode(request.pixels), request.icc])


def unpacked_message(picture: UnpackedPicture) -> Message:
    """Returns the answer to an `UnpackRequest`."""
    header = {**_picture_header(picture), "has_alpha": picture.alpha is not None}
    return Message("unpacked", header, _kept_buffers(picture.kept))


def unpacked_from(request: UnpackRequest, message: Message) -> UnpackedPicture:
    """Returns the picture that was unpacked.

    Raises:
        WireError: a field is missing or out of range, or a file has not the length it must have.
    """
    alpha = request.folder / ALPHA_NAME if message.flag("has_alpha") else None
    picture = _picture_from(message, request.folder / PIXELS_NAME, alpha, first_buffer=0)
    values = picture.width * picture.height * picture.bits // 8
    try:
        sizes = [path.stat().st_size for path in (picture.pixels, alpha) if path is not None]
    except OSError as error:
        raise WireError(f"unpacked pixels are not there: {error.strerror}") from error
    if sizes != [values * picture.channels, values][: len(sizes)]:
        raise WireError("unpacked pixels do not fill their shape")
    return picture


def pack_from(message: Message) -> tuple[UnpackedPicture, Path, Path, IfThere]:
    """Returns what a `PackRequest` asks for: picture, pixels, target and what becomes of a file there."""
    pixels, target = (Path(os.fsdecode(bytes(message.buffer(n)))) for n in (0, 2))
    alpha = bytes(message.buffer(1))
    picture = _picture_from(message, pixels, Path(os.fsdecode(alpha)) if alpha else None, first_buffer=3)
    return picture, pixels, target, IfThere(message.text("if_there", 20))


def packed_message(packed: PackedPicture) -> Message:
    """Returns the answer to a `PackRequest`."""
    header = {"size_bytes": packed.size_bytes, "format": packed.format, "losses": [loss.name for loss in packed.losses]}
    return Message("packed", header)


def packed_from(message: Message) -> PackedPicture:
    """Returns what was written. Raises WireError."""
    return PackedPicture(
        message.integer("size_bytes", 1, _MAX_FILE_BYTES), message.text("format", 16), _losses(message)
    )


def _picture_header(picture: UnpackedPicture) -> dict[str, object]:
    kept = picture.kept
    return {
        "width": picture.width,
        "height": picture.height,
        "channels": picture.channels,
        "bits": picture.bits,
        "format": picture.format,
        "suffix": picture.suffix,
        "losses": [loss.name for loss in picture.losses],
        "texts": [list(pair) for pair in kept.texts],
        "dpi": list(kept.dpi),
        "quality": kept.quality,
        "subsampling": kept.subsampling,
        "is_lossless": kept.is_lossless,
        "permissions": kept.permissions,
        "modified_ns": kept.modified_ns,
    }


def _kept_buffers(kept: KeptValues) -> list[Buffer]:
    return [kept.exif, kept.icc, kept.xmp, kept.iptc, kept.comment, kept.colour_chunks]


def _picture_from(message: Message, pixels: Path, alpha: Path | None, *, first_buffer: int) -> UnpackedPicture:
    channels, bits = message.integer("channels", 1, 3), message.integer("bits", 8, 16)
    if channels == 2 or bits not in (8, 16):
        raise WireError("pixels of no known kind")
    exif, icc, xmp, iptc, comment, chunks = (_content(message, first_buffer + n) for n in range(6))
    across, down = (checked_number(value, "dpi", 0, 65_000) for value in _pair(message.items("dpi", 2)))
    return UnpackedPicture(
        pixels=pixels,
        alpha=alpha,
        width=message.integer("width", 1, MAX_EDGE_PX),
        height=message.integer("height", 1, MAX_EDGE_PX),
        channels=channels,
        bits=bits,
        format=message.text("format", 16),
        suffix=message.text("suffix", 16),
        losses=_losses(message),
        kept=KeptValues(
            exif=exif,
            icc=icc,
            xmp=xmp,
            iptc=iptc,
            comment=comment,
            texts=tuple(_text_pair(item) for item in message.items("texts", _MAX_TEXTS)),
            colour_chunks=chunks,
            dpi=(across, down),
            quality=message.integer("quality", 0, 100),
            subsampling=message.text("subsampling", 8),
            is_lossless=message.flag("is_lossless"),
            permissions=message.integer("permissions", 0, 0o777),
            modified_ns=message.integer("modified_ns", -(1 << 63), 1 << 63),
        ),
    )


def _content(message: Message, position: int) -> bytes:
    content = bytes(message.buffer(position))
    if len(content) > _MAX_KEPT_BYTES:
        raise WireError("a kept value is too long")
    return content


def _pair(values: list[object]) -> tuple[object, object]:
    if len(values) != 2:
        raise WireError("no pair")
    return values[0], values[1]


def _text_pair(item: object) -> tuple[str, str]:
    keyword, text = _pair(item if isinstance(item, list) else [])
    return checked_text(keyword, "keyword", 80), checked_text(text, "text", _MAX_TEXT_CHARACTERS)


def _losses(message: Message) -> tuple[Loss, ...]:
    names = message.items("losses", len(Loss))
    try:
        return tuple(Loss[str(name)] for name in names)
    except KeyError as error:
        raise WireError("a loss that is none") from error
