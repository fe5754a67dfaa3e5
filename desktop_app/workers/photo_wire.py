"""A decoded photo as a message and back. The way back trusts nothing: the child has handled a stranger's bytes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.photo import DateSource, Measures, Metadata
from desktop_app.workers.wire import Buffer, Message, WireError, checked_integer, checked_number, checked_text

if TYPE_CHECKING:
    from desktop_app.imaging.decode import DecodedPhoto

MAX_FULL_EDGE_PX = 1 << 20
MAX_RGB_EDGE_PX = 8192
MAX_VIEW_EDGE_PX = 1 << 17
MAX_THUMBNAIL_BYTES = 4 << 20
_MAX_MS = 1 << 47
_MAX_KEYWORDS = 500

_TEXTS = {
    "camera_make": 200,
    "camera_model": 200,
    "lens": 300,
    "title": 2_000,
    "caption": 20_000,
    "software": 300,
}
_WHOLE = {
    "taken_at_ms": (-_MAX_MS, _MAX_MS),
    "taken_offset_min": (-1_440, 1_440),
    "iso": (0, 1 << 31),
    "rating": (-1, 5),
}
_REAL = {
    "f_number": (0.0, 1e4),
    "exposure_s": (0.0, 1e7),
    "focal_length_mm": (0.0, 1e5),
    "focal_length_35mm": (0.0, 1e5),
    "latitude": (-90.0, 90.0),
    "longitude": (-180.0, 180.0),
    "altitude_m": (-1e7, 1e7),
}
_SHARES = ("sharpness", "brightness", "clipped_dark", "clipped_light", "screenshot", "document")


def photo_message(photo: DecodedPhoto, seconds: float) -> Message:
    """Returns the message for a decoded photo; `seconds` is what decoding took in the child."""
    measures = asdict(photo.measures) if photo.measures is not None else None
    header: dict[str, object] = {
        "shape": list(photo.rgb.shape),
        "width_px": photo.width_px,
        "height_px": photo.height_px,
        "format": photo.format,
        "is_damaged": bool(photo.is_damaged),
        "is_animated": bool(photo.is_animated),
        "is_raw": bool(photo.is_raw),
        "metadata": asdict(photo.metadata),
        "measures": measures,
        "seconds": seconds,
    }
    rgb = np.ascontiguousarray(photo.rgb)
    return Message("photo", header, [rgb.reshape(-1).data, photo.thumbnail, photo.content_hash])


def photo_from(message: Message) -> DecodedPhoto:
    """Returns the photo in a message; its pixels are a read-only view of what was received.

    Raises:
        WireError: a field is missing, of the wrong kind or out of range.
    """
    from desktop_app.imaging.decode import DecodedPhoto

    thumbnail, content_hash = bytes(message.buffer(1)), bytes(message.buffer(2))
    if len(thumbnail) > MAX_THUMBNAIL_BYTES or len(content_hash) not in (0, 32):
        raise WireError("thumbnail or content hash has no allowed length")
    return DecodedPhoto(
        rgb=pixels_from(message, MAX_RGB_EDGE_PX, channels=(3,)),
        width_px=message.integer("width_px", 1, MAX_FULL_EDGE_PX),
        height_px=message.integer("height_px", 1, MAX_FULL_EDGE_PX),
        format=message.text("format", 16),
        metadata=_metadata(message.header.get("metadata")),
        measures=_measures(message.header.get("measures")),
        thumbnail=thumbnail,
        is_damaged=message.flag("is_damaged"),
        is_animated=message.flag("is_animated"),
        is_raw=message.flag("is_raw"),
        content_hash=content_hash,
    )


def pixels_from(message: Message, max_edge_px: int, *, channels: tuple[int, ...]) -> NDArray[np.uint8]:
    """Returns buffer 0 as (H, W, C) uint8, read-only, its shape from the header and checked against its length."""
    shape = message.items("shape", 3)
    if len(shape) != 3:
        raise WireError("shape has not three numbers")
    height = checked_integer(shape[0], "height", 1, max_edge_px)
    width = checked_integer(shape[1], "width", 1, max_edge_px)
    depth = checked_integer(shape[2], "channels", min(channels), max(channels))
    return as_pixels(message.buffer(0), height, width, depth)


def as_pixels(raw: Buffer, height: int, width: int, depth: int) -> NDArray[np.uint8]:
    """Returns raw bytes as (height, width, depth) uint8, read-only. Raises WireError when the length differs."""
    if len(raw) != height * width * depth:
        raise WireError("the pixels do not fill their shape")
    pixels = np.frombuffer(raw, np.uint8).reshape(height, width, depth)
    pixels.flags.writeable = False
    return pixels


def _record(value: object, name: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise WireError(f"{name} is no record")
    return value


def _metadata(value: object) -> Metadata:
    row = _record(value, "metadata")
    chosen: dict[str, object] = {}
    for name, length in _TEXTS.items():
        chosen[name] = checked_text(row.get(name, ""), name, length)
    for name, (low, high) in _WHOLE.items():
        chosen[name] = None if row.get(name) is None else checked_integer(row[name], name, low, high)
    for name, (floor, ceiling) in _REAL.items():
        chosen[name] = None if row.get(name) is None else checked_number(row[name], name, floor, ceiling)
    keywords = row.get("keywords", ())
    if not isinstance(keywords, list) or len(keywords) > _MAX_KEYWORDS:
        raise WireError("keywords are no list of texts")
    chosen["keywords"] = tuple(checked_text(word, "keyword", 200) for word in keywords)
    chosen["orientation"] = checked_integer(row.get("orientation"), "orientation", 1, 8)
    source = row.get("date_source")
    if source not in set(DateSource):
        raise WireError("date_source is none of ours")
    return Metadata(**chosen, date_source=DateSource(str(source)))  # type: ignore[arg-type] # each value was checked


def _measures(value: object) -> Measures | None:
    if value is None:
        return None
    row = _record(value, "measures")
    palette = row.get("palette")
    if not isinstance(palette, list) or len(palette) > 16:
        raise WireError("palette is no short list")
    colours: list[tuple[int, float]] = []
    for pair in palette:
        if not isinstance(pair, list) or len(pair) != 2:
            raise WireError("a palette colour is no pair")
        colours.append((checked_integer(pair[0], "colour", 0, 0xFFFFFF), checked_number(pair[1], "share", 0.0, 1.0)))
    shares = {name: checked_number(row.get(name), name, 0.0, 1.0) for name in _SHARES}
    return Measures(
        **shares,
        noise_sigma=checked_number(row.get("noise_sigma"), "noise_sigma", 0.0, 255.0),
        colourfulness=checked_number(row.get("colourfulness"), "colourfulness", 0.0, 1e4),
        average_rgb=checked_integer(row.get("average_rgb"), "average_rgb", 0, 0xFFFFFF),
        palette=tuple(colours),
        phash=checked_integer(row.get("phash"), "phash", 0, (1 << 64) - 1),
    )
