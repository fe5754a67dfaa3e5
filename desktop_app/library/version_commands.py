"""What a user can ask to be done with versions of photos. Plain values."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.ids import PhotoId


@dataclass(frozen=True, slots=True)
class UnstackVersions:
    """Makes all photos on the piles of these photos of their own: none stands for another any more."""

    ids: tuple[PhotoId, ...]
