"""Raw rows in files, read band by band."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from desktop_app.errors import DecodeError

BAND_PIXELS = 1 << 20

Pixels = NDArray[np.uint8] | NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class RawRows:
    """A picture as raw rows in a file, and its transparency in another.

    Attributes:
        pixels: (height, width, channels) uint8 or uint16, the machine's byte order.
        alpha: (height, width) of the same depth, or None.
        channels: 3 or 1.
        bits: 8 or 16.
    """

    pixels: Path
    alpha: Path | None
    width: int
    height: int
    channels: int
    bits: int

    @property
    def depth(self) -> int:
        """Channels, transparency counted in."""
        return self.channels + (self.alpha is not None)

    def bands(self) -> Iterator[Pixels]:
        """Yields (rows, width, depth) from top to bottom, every band but the last of one height.

        Raises:
            DecodeError: a file is shorter than the picture.
        """
        rows = max(1, BAND_PIXELS // self.width)
        with open(self.pixels, "rb") as stream:
            alpha = open(self.alpha, "rb") if self.alpha is not None else None  # noqa: SIM115 - closed below
            try:
                for top in range(0, self.height, rows):
                    count = min(rows, self.height - top)
                    band: Pixels = self._read(stream, (count, self.width, self.channels))
                    if alpha is not None:
                        band = joined_channels(band, self._read(alpha, (count, self.width, 1)))
                    yield band
            finally:
                if alpha is not None:
                    alpha.close()

    def part(self, left: int, top: int, right: int, bottom: int) -> Pixels:
        """Returns (bottom - top, right - left, channels) of the pixels, transparency left out.

        Raises:
            DecodeError: the file is shorter than the picture.
        """
        row_bytes = self.width * self.channels * self.bits // 8
        with open(self.pixels, "rb") as stream:
            stream.seek(top * row_bytes)
            return self._read(stream, (bottom - top, self.width, self.channels))[:, left:right]

    def _read(self, stream: BinaryIO, shape: tuple[int, int, int]) -> Pixels:
        length = shape[0] * shape[1] * shape[2] * self.bits // 8
        content = stream.read(length)
        if len(content) < length:
            raise DecodeError("its pixels are not all there")
        if self.bits == 16:
            return np.frombuffer(content, np.uint16).reshape(shape)
        return np.frombuffer(content, np.uint8).reshape(shape)


def joined_channels(colours: Pixels, alpha: Pixels) -> Pixels:
    """Returns (rows, W, C + 1) of colours and (rows, W, 1)."""
    found: Pixels = np.empty((*colours.shape[:2], colours.shape[2] + 1), colours.dtype)
    found[:, :, :-1] = colours
    found[:, :, -1:] = alpha
    return found
