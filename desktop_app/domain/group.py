"""Groups: photos that look alike, found without being asked, and the map they lie on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.ids import GroupId, PhotoId


@dataclass(frozen=True, slots=True)
class Group:
    """One visual group.

    Attributes:
        name: the user's, else made from the tags that set the group apart; never empty.
        photo_count: of the photos that may be seen in groups.
        cover: its best photo that may be a cover; None when there is none.
        covers: up to three such photos, `cover` first.
        coherence: mean cosine of its photos to its centre, 0 to 1; higher is tighter.
        tags: what its name was made of, the most telling first.
    """

    id: GroupId
    name: str
    photo_count: int
    cover: PhotoId | None
    coherence: float
    tags: tuple[str, ...] = ()
    is_renamed: bool = False
    covers: tuple[PhotoId, ...] = ()


@dataclass(frozen=True, slots=True)
class Grouping:
    """All groups of a library, in the order they are shown.

    Attributes:
        asked: the number of groups the user wished for; None lets the measure decide.
        chosen: the number the measure would choose; None until it was asked.
        smallest, largest: the ends of the slider from coarse to fine.
        waiting: photos understood that no group was looked for yet.
        alone: photos that are like no group.
        is_outgrown: so much came since the groups were found that finding them anew is worth it.
    """

    groups: tuple[Group, ...]
    asked: int | None = None
    chosen: int | None = None
    smallest: int = 2
    largest: int = 2
    waiting: int = 0
    alone: int = 0
    is_outgrown: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class LibraryMap:
    """Where the photos lie on the picture of the library: like beside like. Parallel arrays of length N.

    Attributes:
        ids: (N,) int64 PhotoId, through the visibility policy of groups.
        x, y: (N,) float32, in units of one tile; no two photos share a place.
        groups: (N,) int64 GroupId; 0 for photos that are like no group.
        labels: each group's name with the place (x, y) of its middle and its radius, in the same units.
    """

    ids: NDArray[np.int64]
    x: NDArray[np.float32]
    y: NDArray[np.float32]
    groups: NDArray[np.int64]
    labels: tuple[tuple[GroupId, str, float, float, float], ...]
