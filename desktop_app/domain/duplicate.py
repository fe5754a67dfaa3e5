"""Duplicates: photos that are the same file, the same picture, or the same moment, and which of them to keep."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from desktop_app.domain.ids import PhotoId


class Tier(StrEnum):
    """How two photos are alike. The tiers are never mixed: a burst is no duplicate, and likeness alone is neither."""

    IDENTICAL = "identical"  # the same content, byte for byte
    SAME_PICTURE = "same-picture"  # re-saved, resized, cropped a little, turned, mirrored
    BURST = "burst"  # taken within seconds of each other, and alike
    LOOK_ALIKE = "look-alike"  # for browsing only: nothing is proposed


class KeepRule(StrEnum):
    """What speaks for keeping one photo rather than another. The user orders them; the first that differs decides."""

    PROTECTED_FOLDER = "protected-folder"
    FAVOURITE = "favourite"
    RATING = "rating"
    IN_ALBUM = "in-album"
    ORIGINAL_FORMAT = "original-format"  # raw before processed, the camera's own before re-saved
    PIXELS = "pixels"
    SHARPNESS = "sharpness"
    METADATA = "metadata"  # holds capture time, place and camera
    FILE_SIZE = "file-size"
    OLDEST = "oldest"
    NAME = "name"  # no "copy", no "(1)"


DEFAULT_KEEP_RULES = tuple(KeepRule)
SURE_LIKENESS = 0.75  # of one picture from here on every place agrees; below, somebody may have come or words changed


@dataclass(frozen=True, slots=True)
class KeepReason:
    """Why the keeper was proposed: a rule, and its facts ready for showing ("4032 x 3024", "1024 x 768")."""

    rule: KeepRule
    kept: str = ""
    others: str = ""


@dataclass(frozen=True, slots=True)
class DuplicateSet:
    """Photos to review together: at least two distinct files.

    Attributes:
        key: stable while the set means the same.
        photo_ids: the proposed keeper first.
        keep: the proposed keeper; None for look-alikes.
        likeness: 0 to 1, how alike the least alike of them is to the keeper; small tight sets are shown first. Below
            `SURE_LIKENESS` a person has to look before anything goes.
        protected: photos in protected folders; they are never proposed to go.
        wasted_bytes: what the others take on the disk.
        contents: the content hash of each photo as it was compared, in the order of `photo_ids`.
    """

    key: str
    tier: Tier
    photo_ids: tuple[PhotoId, ...]
    keep: PhotoId | None
    reasons: tuple[KeepReason, ...] = ()
    likeness: float = 1.0
    protected: frozenset[PhotoId] = field(default=frozenset())
    wasted_bytes: int = 0
    contents: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class DuplicateReport:
    """Everything found.

    Attributes:
        sets: identical first, then the same picture, then bursts; within a tier the surest first.
        compared: photos looked at.
        not_compared: photos that could not be (not read yet, damaged, away), by reason in plain words.
        seconds: how long it took.
    """

    sets: tuple[DuplicateSet, ...]
    compared: int
    not_compared: tuple[tuple[str, int], ...] = ()
    seconds: float = 0.0
