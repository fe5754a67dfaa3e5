"""Taking the noise out of a photo: how noisy it is, how much is wished for, and how far the work has come.

Deviations are in 8-bit steps (0 to 255) whatever the depth of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId

CURVE_POINTS: Final = 9  # a level is told at brightness 0, 32, 64 ... 256
MAX_SIGMA: Final = 60.0  # the network has seen no more
MAX_STRENGTH: Final = 2.0


@dataclass(frozen=True, slots=True)
class NoiseLevel:
    """How noisy a photo is.

    Attributes:
        sigma: standard deviation of the noise of one colour channel, averaged over channels and the calm parts of the
            photo. White noise of deviation s has s here and in every other field.
        luminance: of the brightness, (red + green + blue) / sqrt(3).
        colour: of the two differences of colours, root mean square; both orthonormal to the brightness.
        curve: what the denoiser is told, at brightness 0, 32, 64 ... 256: `CURVE_POINTS` values, straight lines
            between them.
        is_grey: red, green and blue are the same everywhere, and stay so.
    """

    sigma: float
    luminance: float
    colour: float
    curve: tuple[float, ...]
    is_grey: bool = False

    def __post_init__(self) -> None:
        if len(self.curve) != CURVE_POINTS or min(self.curve) < 0:
            raise ValueError(f"a curve has {CURVE_POINTS} deviations")

    @classmethod
    def even(cls, sigma: float) -> NoiseLevel:
        """Returns white noise of one deviation at every brightness."""
        return cls(sigma, sigma, sigma, (sigma,) * CURVE_POINTS)


@dataclass(frozen=True, slots=True)
class DenoiseSettings:
    """What a person wishes.

    Attributes:
        strength: share of the measured noise that is taken for noise: None is automatic (all of it, 1), 0 changes
            nothing, above 1 smoothes more than was measured, at most `MAX_STRENGTH`.
        luminance: share of what was found in the brightness that is taken out, 0 to 1.
        colour: the same for what was found in the colours.
    """

    strength: float | None = None
    luminance: float = 1.0
    colour: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.share <= MAX_STRENGTH or not 0 <= self.luminance <= 1 or not 0 <= self.colour <= 1:
            raise ValueError("a wish is out of range")

    @property
    def share(self) -> float:
        """The strength as a number."""
        return 1.0 if self.strength is None else self.strength


@dataclass(frozen=True, slots=True)
class PixelRegion:
    """A rectangle of a photo's pixels, upright."""

    left: int
    top: int
    width: int
    height: int

    def clipped_to(self, width: int, height: int) -> PixelRegion:
        """Returns the part inside a photo of this size; it may be empty."""
        left, top = min(max(self.left, 0), width), min(max(self.top, 0), height)
        right, bottom = min(max(self.left + self.width, left), width), min(max(self.top + self.height, top), height)
        return PixelRegion(left, top, right - left, bottom - top)


@dataclass(frozen=True, slots=True, eq=False)
class PreviewPixels:
    """What a part of a photo looks like without its noise.

    Attributes:
        generation: of the wish it answers; only the newest counts.
        pixels: (H, W, 3) uint8, the region's.
        is_final: False while a coarser picture stands in for the one still being worked on.
        level: of the whole photo.
    """

    photo_id: PhotoId
    generation: int
    region: PixelRegion
    pixels: NDArray[np.uint8]
    is_final: bool
    level: NoiseLevel


@dataclass(frozen=True, slots=True)
class DenoiseProgress:
    """How far saving has come.

    Attributes:
        done: photos that are finished, left out or not.
        total: photos asked for.
        share: of the present photo, 0 to 1.
        seconds_left: for everything asked for; None while nobody can tell.
    """

    done: int
    total: int
    share: float = 0.0
    seconds_left: float | None = None


@dataclass(frozen=True, slots=True)
class DenoiseSummary:
    """What became of the photos that were to be saved.

    Attributes:
        saved: the new versions, indexed.
        left_out: one sentence for each photo that has no new version.
        seconds: all of it took.
    """

    saved: tuple[PhotoId, ...]
    left_out: tuple[str, ...]
    seconds: float
