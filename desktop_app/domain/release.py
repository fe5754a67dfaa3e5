"""Published versions: how two of them compare, and what an answer about the newest one says."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum

_NUMBER = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})([-.]?[a-z][-.a-z0-9]{0,20})?", re.IGNORECASE | re.ASCII)


class UpdateOutcome(StrEnum):
    """What came of asking for the newest version."""

    NEWEST = "newest"  # it is the one that runs, or an older one
    NEWER = "newer"
    UNREACHABLE = "unreachable"
    TIMED_OUT = "timed-out"
    UNSAFE = "unsafe"  # no encrypted connection to whom it should be
    ELSEWHERE = "elsewhere"  # sent on to another address
    REFUSED = "refused"  # an answer, but one that says no
    NOT_UNDERSTOOD = "not-understood"


@dataclass(frozen=True, slots=True)
class UpdateAnswer:
    """An outcome and, where it is a newer version, which."""

    outcome: UpdateOutcome
    version: str = ""


@dataclass(frozen=True, slots=True)
class ReleaseAddresses:
    """Where releases are published.

    Attributes:
        latest: answers with JSON that has a `tag_name`.
        page: for people; the only address that is ever opened, whatever the answer says.
    """

    latest: str
    page: str


@dataclass(frozen=True, slots=True, order=True)
class ReleaseNumber:
    """A version as it compares: up to four numbers, and a final one after those made on the way to it."""

    numbers: tuple[int, ...]
    is_final: bool

    @classmethod
    def parse(cls, text: str) -> ReleaseNumber:
        """Reads "1.2.3", "v1.2" or "1.2rc1". Raises ValueError when it is none of these."""
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise ValueError(f"no version: {text[:40]!r}")
        numbers = [int(part) for part in found[1].split(".")]
        return cls(tuple(numbers + [0] * (4 - len(numbers))), not found[2])


def compare_with_latest(current: str, body: bytes) -> UpdateAnswer:
    """Reads the answer about the newest version, which nobody vouches for.

    Args:
        current: the version that runs.
        body: JSON, of which `tag_name` is read and nothing else.
    """
    try:
        told = json.loads(body)
        tag = str(told.get("tag_name")) if isinstance(told, dict) else ""
        is_newer = ReleaseNumber.parse(tag) > ReleaseNumber.parse(current)
    except (ValueError, RecursionError):
        return UpdateAnswer(UpdateOutcome.NOT_UNDERSTOOD)
    return UpdateAnswer(UpdateOutcome.NEWER, tag.lstrip("vV")) if is_newer else UpdateAnswer(UpdateOutcome.NEWEST)
