"""How much of a stranger's file is believed before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.errors import DecodeError


@dataclass(frozen=True, slots=True)
class PixelLimits:
    """Limits on what a file claims, checked before any pixel is decoded.

    Attributes:
        full: pixels that may be decoded at full size (4 bytes each while decoding).
        scaled: pixels of a JPEG that may be decoded at a reduced scale, as large panoramas are.
        edge_px: longest side of anything.
        pixels_per_byte: a JPEG beyond `full` that claims more than this is a bomb, no panorama. Blank paper scanned at
            the lowest quality reaches about 170.
        file_bytes: largest file that is read at all.
    """

    full: int = 128_000_000
    scaled: int = 1_000_000_000
    edge_px: int = 65_535
    pixels_per_byte: int = 250
    file_bytes: int = 2 << 30


def check_claim(width: int, height: int, limits: PixelLimits, *, scaled_bytes: int | None = None) -> None:
    """Refuses an impossible or too large size before decoding.

    Args:
        width: in pixels, as the header claims.
        height: likewise.
        limits: the limits to hold.
        scaled_bytes: the encoded size when the decoder can reduce while decoding, else None.

    Raises:
        DecodeError: naming the claim.
    """
    if width < 1 or height < 1:
        raise DecodeError("the picture has no pixels")
    pixels = width * height
    allowed = limits.full if scaled_bytes is None else limits.scaled
    if max(width, height) > limits.edge_px or pixels > allowed:
        raise DecodeError(f"the picture is too large: {width} x {height} pixels")
    if scaled_bytes is not None and pixels > limits.full and pixels > scaled_bytes * limits.pixels_per_byte:
        raise DecodeError(f"the file claims {width} x {height} pixels but holds far less data than that needs")
