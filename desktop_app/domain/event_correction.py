"""What the user said of events, in place of what was found: where one begins, what belongs together, names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from desktop_app.domain.ids import PhotoId


class CorrectionAct(StrEnum):
    """What is said."""

    START = "start"  # one begins with the photo of the one anchor
    JOIN = "join"  # from the photo of the first anchor to that of the second it is one
    NAME = "name"  # the one that holds most of the anchors is called so


class Level(StrEnum):
    """Of what it is said."""

    EVENT = "event"
    TRIP = "trip"  # and days with far more photos than usual


class Anchor(NamedTuple):
    """A photo, and when it was taken: wall-clock milliseconds. The time holds even when the photo is gone."""

    photo_id: PhotoId
    taken_ms: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing the user said. Where two contradict each other, a start holds against a join.

    Attributes:
        anchors: of a start one, of a join two, of a name up to a hundred, in the order of capture.
        name: '' but for names.
    """

    act: CorrectionAct
    level: Level
    anchors: tuple[Anchor, ...]
    name: str = ""
