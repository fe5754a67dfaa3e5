"""The denoiser: photos in tiles, told at every pixel how strong the noise is there.

The network looks at what lies around a pixel. A tile is therefore cut with an overlap, of which the result is thrown
away: tiles of any size then give the same picture, but for less than one 8-bit step (measured by the tests).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.denoising import CURVE_POINTS, MAX_SIGMA, NoiseLevel, PixelRegion
from desktop_app.errors import ModelError
from desktop_app.ml.manifest import REPAIR, load_manifest
from desktop_app.ml.session import OrtSession, Session

Floats = NDArray[np.float32]

TASK = "denoising"
MULTIPLE = 8  # of the network's sides
STEPS = np.float32(255)
# So many deviations are taken out at a pixel, from faint noise to noise of 15 steps: noise hardly ever goes further,
# but detail of a kind that the network never saw does, however little noise it is told of.
LEAST_TAKEN, MOST_TAKEN, TAKEN_A_STEP = 1.2, 4.0, 0.2
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # BT.601


@dataclass(frozen=True, slots=True)
class Tile:
    """A part of a photo and what is cut around it, both inside the photo.

    Attributes:
        kept: what the result is used of.
        cut: what the network sees.
    """

    kept: PixelRegion
    cut: PixelRegion


@dataclass(frozen=True, slots=True)
class Wish:
    """How a photo is to be cleaned.

    Attributes:
        level: of its noise.
        strength: share of the level that is taken for noise.
        luminance, colour: share of what was found in brightness and colours that is taken out.
    """

    level: NoiseLevel
    strength: float = 1.0
    luminance: float = 1.0
    colour: float = 1.0

    @property
    def is_nothing(self) -> bool:
        """Whether the photo stays exactly as it is."""
        return self.strength == 0 or max(self.level.curve) == 0 or self.luminance == self.colour == 0


def tiles(region: PixelRegion, width: int, height: int, tile_px: int, overlap_px: int) -> Iterator[Tile]:
    """Yields the tiles of a region of a photo, row by row; where they are cut follows from the photo alone.

    Args:
        region: inside the photo.
        width: of the photo.
        height: of the photo.
        tile_px: side of a tile, a multiple of `MULTIPLE`.
        overlap_px: what is cut around each tile, as far as there is any.
    """
    first_row, first_column = region.top // tile_px, region.left // tile_px
    for row in range(first_row, -(-(region.top + region.height) // tile_px)):
        for column in range(first_column, -(-(region.left + region.width) // tile_px)):
            left, top = max(column * tile_px, region.left), max(row * tile_px, region.top)
            right = min((column + 1) * tile_px, region.left + region.width)
            bottom = min((row + 1) * tile_px, region.top + region.height)
            yield _tile(PixelRegion(left, top, right - left, bottom - top), width, height, overlap_px)


def strips(region: PixelRegion, width: int, height: int, most_px: int, overlap_px: int) -> Iterator[Tile]:
    """Yields a region in as few strips across its longer side as have at most so many pixels each: little overlaps.

    Args:
        region: inside the photo.
        width: of the photo.
        height: of the photo.
        most_px: pixels of a strip, about.
        overlap_px: what is cut around each strip, as far as there is any.
    """
    is_wide = region.width >= region.height
    length = region.width if is_wide else region.height
    count = max(1, -(-region.width * region.height // most_px))
    step = max(MULTIPLE, -(-length // count))
    for start in range(0, length, step):
        size = min(step, length - start)
        if is_wide:
            kept = PixelRegion(region.left + start, region.top, size, region.height)
        else:
            kept = PixelRegion(region.left, region.top + start, region.width, size)
        yield _tile(kept, width, height, overlap_px)


def _tile(kept: PixelRegion, width: int, height: int, overlap_px: int) -> Tile:
    left = max(0, kept.left - overlap_px) // MULTIPLE * MULTIPLE
    top = max(0, kept.top - overlap_px) // MULTIPLE * MULTIPLE
    right, bottom = min(width, kept.left + kept.width + overlap_px), min(height, kept.top + kept.height + overlap_px)
    return Tile(kept, PixelRegion(left, top, right - left, bottom - top))


class DenoiseModel:
    """The network, loaded.

    Args:
        session: takes photo (1, 3, H, W) and sigma (1, 1, H, W), both float32 in 0..1, and gives clean (1, 3, H, W).
        tile_px: side of the tiles it was measured with.
        overlap_px: what it is to see around each.
    """

    def __init__(self, session: Session, tile_px: int, overlap_px: int) -> None:
        self._session = session
        self.tile_px, self.overlap_px = tile_px, overlap_px

    @classmethod
    def load(cls, models_dir: Path, threads: int) -> DenoiseModel:
        """Loads what ships. Raises ModelError."""
        manifest = load_manifest(models_dir)
        spec = manifest.by_task(TASK)
        if spec.input is None:
            raise ModelError(f"The manifest does not say how pictures are prepared for {spec.id}.", advice=REPAIR)
        session = OrtSession(manifest.read_model(spec), spec.file, threads=threads)
        return cls(session, spec.input.size_px, spec.input.border_px)

    def clean(self, pixels: Floats, wish: Wish) -> Floats:
        """Returns a photo, or a cut of one, without its noise.

        Args:
            pixels: (H, W, 3) float32 in 0..1, any size; a cut begins at a multiple of `MULTIPLE` of the photo.
            wish: what is wanted.

        Returns:
            (H, W, 3) float32; may lie a little outside 0..1.
        """
        if wish.is_nothing:
            return pixels
        height, width = pixels.shape[:2]
        below, beside = -height % MULTIPLE, -width % MULTIPLE
        padded = np.pad(pixels, ((0, below), (0, beside), (0, 0)), mode="edge") if below or beside else pixels
        sigma = np.minimum(noise_map(padded, wish.level) * np.float32(wish.strength), np.float32(MAX_SIGMA) / STEPS)
        photo = np.ascontiguousarray(padded.transpose(2, 0, 1)[None])
        found = self._session.run({"photo": photo, "sigma": sigma[None, None]})["clean"]
        noise = pixels - found[0].transpose(1, 2, 0)[:height, :width]
        limit = _most_taken(sigma)[:height, :width, None]
        np.clip(noise, -limit, limit, out=noise)
        if wish.level.is_grey:
            noise = np.repeat(noise.mean(axis=2, keepdims=True), 3, axis=2)
        if wish.luminance != 1 or wish.colour != 1:
            luma = (noise @ _LUMA)[..., None]
            noise = np.float32(wish.luminance) * luma + np.float32(wish.colour) * (noise - luma)
        return np.asarray(pixels - noise, np.float32)

    def draft(self, pixels: Floats, wish: Wish) -> Floats:
        """Returns the same at half the resolution, enlarged again: four times as quick, for a first look."""
        height, width = pixels.shape[:2]
        if height < 2 * MULTIPLE or width < 2 * MULTIPLE:
            return self.clean(pixels, wish)
        padded = np.pad(pixels, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        half = padded.reshape(padded.shape[0] // 2, 2, padded.shape[1] // 2, 2, 3).mean(axis=(1, 3), dtype=np.float32)
        level = wish.level
        weaker = NoiseLevel(
            level.sigma / 2, level.luminance / 2, level.colour / 2, tuple(v / 2 for v in level.curve), level.is_grey
        )
        cleaned = self.clean(half, Wish(weaker, wish.strength, wish.luminance, wish.colour))
        return np.asarray(_doubled(cleaned)[:height, :width], np.float32)


def _most_taken(sigma: Floats) -> Floats:
    """Returns (H, W) how much may be taken out at each pixel, for noise of these deviations; in units of the range."""
    times = np.clip(1 + np.float32(TAKEN_A_STEP) * STEPS * sigma, LEAST_TAKEN, MOST_TAKEN)
    return np.asarray(sigma * times, np.float32)


def noise_map(pixels: Floats, level: NoiseLevel) -> Floats:
    """Returns the noise's deviation at every pixel, (H, W) float32 in units of the range.

    The level is a curve over brightness, and the brightness is the mean of 8x8 blocks, so that the noise itself does
    not move it.

    Args:
        pixels: (H, W, 3) in 0..1, sides multiples of `MULTIPLE`.
        level: of the photo.
    """
    rows, columns = pixels.shape[0] // MULTIPLE, pixels.shape[1] // MULTIPLE
    if len(set(level.curve)) == 1:
        return np.full(pixels.shape[:2], level.curve[0] / STEPS, np.float32)
    blocks = pixels.reshape(rows, MULTIPLE, columns, MULTIPLE, 3).mean(axis=(1, 3, 4), dtype=np.float32)
    at = np.linspace(0, 256, CURVE_POINTS)
    found = np.interp(blocks * STEPS, at, level.curve).astype(np.float32) / STEPS
    return np.repeat(np.repeat(found, MULTIPLE, 0), MULTIPLE, 1)


def _doubled(picture: Floats) -> Floats:
    """Returns (2H, 2W, 3): straight lines between the middles of the pixels."""
    for axis in (0, 1):
        count = picture.shape[axis]
        before = np.take(picture, np.maximum(np.arange(count) - 1, 0), axis)
        after = np.take(picture, np.minimum(np.arange(count) + 1, count - 1), axis)
        pair = np.stack((0.75 * picture + 0.25 * before, 0.75 * picture + 0.25 * after), axis + 1)
        shape = list(picture.shape)
        shape[axis] *= 2
        picture = pair.reshape(shape)
    return picture
