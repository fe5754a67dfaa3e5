"""A town by name: what a position on the globe is called."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Locality:
    """The town a position is in, or the one it is near.

    Attributes:
        name: the town, or the city it is part of, as English speakers call it.
        country: in English.
        country_code: ISO 3166-1, two letters.
        is_near: it lies some way outside; to be said as "near Rome".
    """

    name: str
    country: str
    country_code: str
    is_near: bool = False
