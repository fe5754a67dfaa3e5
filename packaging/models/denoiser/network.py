"""The denoiser's network: a residual U-Net between a space-to-depth and a pixel shuffle, told how strong the noise is.

Sub-pixel rearrangement: Shi et al., "Real-Time Single Image and Video Super-Resolution Using an Efficient Sub-Pixel
Convolutional Neural Network", CVPR 2016. Noise-level map as input: Zhang et al., "FFDNet", TIP 2018. Residual learning
of the noise: Zhang et al., "DnCNN", TIP 2017. U-Net: Ronneberger et al., MICCAI 2015.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

MULTIPLE = 8  # height and width must be multiples of it: one space-to-depth and two halvings


@dataclass(frozen=True, slots=True)
class Shape:
    """How wide and deep the network is.

    Attributes:
        widths: channels at 1/2, 1/4 and 1/8 of the photo's resolution.
        blocks: residual blocks at each, on the way down and (but for the last) again on the way up.
    """

    widths: tuple[int, int, int] = (32, 64, 96)
    blocks: tuple[int, int, int] = (2, 2, 3)


class ResidualBlock(nn.Module):  # type: ignore[misc]  # torch is there at build time only
    """Two 3x3 convolutions added to their input. No normalisation: it harms restoration and quantisation alike."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1)
        self.second = nn.Conv2d(width, width, 3, padding=1)
        nn.init.kaiming_normal_(self.first.weight, nonlinearity="relu")
        nn.init.zeros_(self.second.weight)  # a block begins as the identity: deep stacks train from the first step

    def forward(self, x: Tensor) -> Tensor:
        """(N, W, H, W) to the same shape."""
        return x + self.second(torch.relu(self.first(x)))


def _stack(width: int, count: int) -> nn.Sequential:
    return nn.Sequential(*(ResidualBlock(width) for _ in range(count)))


class Denoiser(nn.Module):  # type: ignore[misc]  # torch is there at build time only
    """Takes the noise out of a photo.

    Args:
        shape: widths and depths.
    """

    def __init__(self, shape: Shape | None = None) -> None:
        super().__init__()
        self.shape = shape or Shape()
        one, two, three = self.shape.widths
        down, middle, bottom = self.shape.blocks
        self.head = nn.Conv2d(13, one, 3, padding=1)
        self.down_one = _stack(one, down)
        self.half_one = nn.Conv2d(one, two, 2, stride=2)
        self.down_two = _stack(two, middle)
        self.half_two = nn.Conv2d(two, three, 2, stride=2)
        self.bottom = _stack(three, bottom)
        self.grow_two = nn.Conv2d(three, two * 4, 1)
        self.up_two = _stack(two, middle)
        self.grow_one = nn.Conv2d(two, one * 4, 1)
        self.up_one = _stack(one, down)
        self.tail = nn.Conv2d(one, 12, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(self.tail.bias)

    def forward(self, photo: Tensor, sigma: Tensor) -> Tensor:
        """Returns the clean photo.

        Args:
            photo: (N, 3, H, W) float in 0..1, H and W multiples of `MULTIPLE`.
            sigma: (N, 1, H, W) standard deviation of the noise at each pixel, in units of the photo's range.
        """
        folded = nn.functional.pixel_unshuffle(photo, 2)
        level = nn.functional.avg_pool2d(sigma, 2)
        first = self.down_one(self.head(torch.cat((folded, level), 1)))
        second = self.down_two(self.half_one(first))
        third = self.bottom(self.half_two(second))
        second = self.up_two(second + nn.functional.pixel_shuffle(self.grow_two(third), 2))
        first = self.up_one(first + nn.functional.pixel_shuffle(self.grow_one(second), 2))
        return photo - nn.functional.pixel_shuffle(self.tail(first), 2)


def giga_macs_per_megapixel(shape: Shape) -> float:
    """Returns multiply-accumulates, in 10^9 for 10^6 pixels of the photo."""
    one, two, three = shape.widths
    down, middle, bottom = shape.blocks
    half, quarter, eighth = 1 / 4, 1 / 16, 1 / 64
    block = 2 * 9
    macs = half * (9 * 13 * one + 9 * one * 12 + 2 * down * block * one * one)
    macs += quarter * (4 * one * two + two * one * 4 + 2 * middle * block * two * two)
    macs += eighth * (4 * two * three + three * two * 4 + bottom * block * three * three)
    return macs * 1e6 / 1e9
