"""A place in the grid that survives another layout: a photo, not a number of pixels."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.ids import PhotoId


@dataclass(frozen=True, slots=True)
class GridAnchor:
    """Where the grid stands.

    Attributes:
        photo_id: the photo held on to; None stands for the very top, where new photos push in.
        share: how far down its tile the held point lies, 0 to 1 (beyond for a point in the header above).
        y: where that point is in the viewport, px from its top.
    """

    photo_id: PhotoId | None = None
    share: float = 0.0
    y: float = 0.0
