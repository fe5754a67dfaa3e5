"""Whether files are the same byte for byte: found on a lane of its own, and believed while neither was touched."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from desktop_app.errors import DecodeError
from desktop_app.imaging.content_hash import open_regular

_STRETCH_BYTES = 4 << 20

_State = tuple[int, int, int, int, int]  # device, number, size, time of content, time of any change


@dataclass(frozen=True, slots=True)
class Equality:
    """What was found of pairs of files.

    Attributes:
        equal: the states in which two files were the same byte for byte.
        unreadable: pairs of which one could not be read.
    """

    equal: Mapping[tuple[Path, Path], tuple[_State, _State]] = field(default_factory=dict)
    unreadable: frozenset[tuple[Path, Path]] = frozenset()

    def holds(self, one: Path, other: Path) -> bool:
        """Says whether two files were found the same, and neither was touched since.

        Raises:
            OSError: one cannot be read.
        """
        if (one, other) in self.unreadable:
            raise OSError(f"{one} or {other} could not be read")
        found = self.equal.get((one, other))
        return found is not None and found == (_state(one.stat()), _state(other.stat()))


def compare(pairs: Iterable[tuple[Path, Path]], check: Callable[[int], None]) -> Equality:
    """Reads pairs of files side by side.

    Args:
        pairs: of files.
        check: told after every stretch how many pairs are done; may raise to end it.
    """
    equal: dict[tuple[Path, Path], tuple[_State, _State]] = {}
    unreadable = set()
    for number, (one, other) in enumerate(pairs):
        check(number)
        try:
            with open_regular(one) as first, open_regular(other) as second:
                states = (_state(os.fstat(first.fileno())), _state(os.fstat(second.fileno())))
                if states[0][2] == states[1][2] and _is_same(first, second, lambda done=number: check(done)):  # type: ignore[misc]
                    equal[one, other] = states
        except (OSError, DecodeError, ValueError):
            unreadable.add((one, other))
    return Equality(equal, frozenset(unreadable))


def _is_same(first: BinaryIO, second: BinaryIO, check: Callable[[], None]) -> bool:
    while True:
        one, other = first.read(_STRETCH_BYTES), second.read(_STRETCH_BYTES)
        if one != other:
            return False
        if not one:
            return True
        check()


def _state(seen: os.stat_result) -> _State:
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns
