"""From any Pillow mode and profile to 8-bit sRGB."""

from __future__ import annotations

import functools
import hashlib
import io
import logging

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

_LOG = logging.getLogger(__name__)
_MAX_PROFILE_BYTES = 4 << 20
_PROBE_TOLERANCE = 3  # 8-bit steps: a transform that moves no colour further is not worth its time
_SPACES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK", "LAB": "LAB"}
_LIGHT_GROUND, _DARK_GROUND = (255, 255, 255), (48, 48, 48)
_WIDE_MODES = ("I", "F")


def to_8_bit(image: Image.Image) -> Image.Image:
    """Brings 16-bit, 32-bit and floating point grey to mode L; all other modes stay as they are."""
    if not image.mode.startswith(_WIDE_MODES):
        return image
    values = np.asarray(image)
    if image.mode.startswith("I;16"):
        wide = values.astype(np.uint16, copy=False)
        return Image.fromarray(
            (wide >> 8).astype(np.uint8) if int(wide.max(initial=0)) > 255 else wide.astype(np.uint8)
        )
    numbers = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(numbers.min(initial=0.0)), float(numbers.max(initial=0.0))
    if low < 0:
        numbers = numbers - low
        high -= low
    top = next((top for top in (1.0, 255.0, 65535.0) if high <= top), high)
    if image.mode == "I" and top == 1.0:
        top = 255.0
    return Image.fromarray(np.clip(numbers * (255.0 / top), 0, 255).astype(np.uint8))


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Returns the picture in mode RGB or RGBA, in sRGB.

    Call it after scaling down: the cost is per pixel. A profile that does not fit or cannot be read is passed over.
    """
    image = _resolve_palette(image)
    if profile and 128 <= len(profile) <= _MAX_PROFILE_BYTES and image.mode in ("RGB", "RGBA", "L", "LA", "CMYK"):
        image = _apply_profile(image, profile)
    if image.mode in ("RGB", "RGBA"):
        return image
    if image.mode in ("LA", "La", "PA", "RGBa"):
        return (image.convert("LA") if image.mode == "La" else image).convert("RGBA")
    return image.convert("RGB")


def on_neutral_ground(image: Image.Image) -> Image.Image:
    """Returns mode RGB: transparency over white, or over dark grey where the visible part is itself nearly white."""
    if image.mode != "RGBA":
        return image if image.mode == "RGB" else image.convert("RGB")
    alpha = np.asarray(image.getchannel("A"))
    if int(alpha.min(initial=255)) == 255:
        return image.convert("RGB")
    weight = float(alpha.sum(dtype=np.float64))
    light = float((np.asarray(image.convert("L")) * (alpha / 255.0)).sum()) * 255.0 / weight if weight else 0.0
    ground = Image.new("RGBA", image.size, _DARK_GROUND if light > 225 else _LIGHT_GROUND)
    return Image.alpha_composite(ground, image).convert("RGB")


def hdr_to_sdr(rgb: NDArray[np.uint8], primaries: int, transfer: int) -> NDArray[np.uint8]:
    """Maps pixels coded by the numbers of ITU-T H.273 (nclx) to sRGB.

    Args:
        rgb: (H, W, 3) uint8.
        primaries: 9 for BT.2020, 12 for Display P3; others count as BT.709.
        transfer: 16 for PQ, 18 for HLG; others count as sRGB.

    Returns:
        (H, W, 3) uint8. PQ and HLG are shown with 203 cd/m2 as white (ITU-R BT.2408) and a soft shoulder above.
    """
    if primaries not in (9, 11, 12) and transfer not in (16, 18):
        return rgb
    steps = np.arange(256, dtype=np.float32) / 255.0
    linear = _decode_transfer(steps, transfer)[rgb]
    linear = linear @ _TO_709.get(primaries, np.eye(3, dtype=np.float32)).T
    if transfer in (16, 18):
        peak = linear.max(axis=-1, keepdims=True)
        linear = linear * (_shoulder(peak) / np.maximum(peak, 1e-6))
    linear = np.clip(linear, 0.0, 1.0)
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * np.power(linear, 1 / 2.4) - 0.055)
    return np.round(coded * 255.0).astype(np.uint8)


_P3_TO_709 = np.array(
    [[1.22494, -0.22494, 0.0], [-0.04206, 1.04206, 0.0], [-0.01964, -0.07864, 1.09828]], dtype=np.float32
)
_TO_709 = {
    9: np.array(
        [[1.66049, -0.58764, -0.07285], [-0.12455, 1.1329, -0.00835], [-0.01815, -0.10058, 1.11873]], dtype=np.float32
    ),
    11: _P3_TO_709,
    12: _P3_TO_709,
}


def _decode_transfer(coded: NDArray[np.float32], transfer: int) -> NDArray[np.float32]:
    """Returns linear light with 1.0 at reference white (SMPTE ST 2084, ARIB STD-B67, IEC 61966-2-1)."""
    if transfer == 16:
        root = np.power(coded, 1 / 78.84375)
        light = np.power(np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root), 1 / 0.1593017578125)
        return np.asarray(light * (10_000.0 / 203.0), dtype=np.float32)
    if transfer == 18:
        scene = np.where(coded <= 0.5, coded**2 / 3, (np.exp((coded - 0.55991073) / 0.17883277) + 0.28466892) / 12)
        return np.asarray(np.power(scene, 1.2) * (1000.0 / 203.0), dtype=np.float32)
    return np.asarray(
        np.where(coded <= 0.04045, coded / 12.92, np.power((coded + 0.055) / 1.055, 2.4)), dtype=np.float32
    )


def _shoulder(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keeps the lower half as it is and bends what lies above towards 1."""
    knee = 0.6
    above = np.maximum(light - knee, 0.0)
    return np.where(light <= knee, light, knee + (1 - knee) * (above / (above + (1 - knee))))


def _resolve_palette(image: Image.Image) -> Image.Image:
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    if image.mode in ("L", "RGB", "1") and image.info.get("transparency") is not None:
        return image.convert("RGBA" if image.mode != "1" else "LA")
    return image.convert("L") if image.mode == "1" else image


def _apply_profile(image: Image.Image, profile: bytes) -> Image.Image:
    colours = image.convert("RGB" if image.mode == "RGBA" else "L") if image.mode in ("RGBA", "LA") else image
    try:
        transform = _transform(_Profile(profile), colours.mode)
        if transform is None:
            return image
        result = ImageCms.applyTransform(colours, transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError) as error:
        _LOG.debug("a colour profile was passed over: %s", type(error).__name__)
        return image
    if result is None:
        return image
    if image.mode in ("RGBA", "LA"):
        result.putalpha(image.getchannel("A"))
    return result


class _Profile:
    """A profile's bytes that are compared by their digest, so that the cache keeps no large keys alive twice."""

    __slots__ = ("content", "digest")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.digest = hashlib.sha256(content).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Profile) and other.digest == self.digest


@functools.lru_cache(maxsize=16)
def _transform(profile: _Profile, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Returns the transform to sRGB, or None when the profile is (nearly) sRGB or belongs to another colour space."""
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile.content))
    if _SPACES.get(opened.profile.xcolor_space.strip()) != mode:
        return None
    transform = ImageCms.buildTransform(
        opened,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return None if mode != "CMYK" and _moves_nothing(transform, mode) else transform


def _moves_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    levels = np.arange(0, 256, 17, dtype=np.uint8)
    if mode == "L":
        probe = np.tile(levels, (2, 1))
        expected = np.repeat(probe[:, :, None], 3, axis=2)
    else:
        axis = levels[::3]
        probe = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(len(axis), -1, 3)
        expected = probe
    result = ImageCms.applyTransform(Image.fromarray(np.ascontiguousarray(probe)), transform)
    if result is None:
        return False
    return int(np.abs(np.asarray(result).astype(np.int16) - expected.astype(np.int16)).max()) <= _PROBE_TOLERANCE
