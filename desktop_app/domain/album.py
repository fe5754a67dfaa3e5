"""Albums: photos the user put together by hand."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.ids import AlbumId, PhotoId


@dataclass(frozen=True, slots=True)
class Album:
    """One album.

    Attributes:
        photo_count: of the photos that may be seen.
        cover: the photo chosen by the user, else the best one that may be a cover; None when there is none.
        position: its place among the albums in the sidebar, from 0.
        is_own_order: the user arranged its photos; else they stand newest first.
    """

    id: AlbumId
    name: str
    photo_count: int
    cover: PhotoId | None
    created_at_ms: int
    position: int
    is_own_order: bool = False
