from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.errors import CancelledError
from desktop_app.library.file_equality import compare

LARGE = 9_000_000


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A large file, its copy, one that differs in the middle, and one that is shorter."""
    data = bytearray(os.urandom(LARGE))
    places = [tmp_path / name for name in ("one", "copy", "other", "shorter")]
    places[0].write_bytes(data)
    places[1].write_bytes(data)
    data[LARGE // 2] ^= 1
    places[2].write_bytes(data)
    places[3].write_bytes(data[:-1])
    return places


def test_files_are_equal_byte_for_byte_or_not(files: list[Path]) -> None:
    one, copy, other, shorter = files
    found = compare([(one, copy), (one, other), (other, shorter)], lambda done: None)
    assert found.holds(one, copy)
    assert not found.holds(one, other)
    assert not found.holds(other, shorter)
    assert not found.holds(copy, one)  # nobody asked


def test_what_was_touched_is_not_believed_any_more(files: list[Path]) -> None:
    one, copy, *_ = files
    found = compare([(one, copy)], lambda done: None)
    copy.write_bytes(copy.read_bytes())
    assert not found.holds(one, copy)


def test_a_file_that_cannot_be_read_is_told_of(files: list[Path], tmp_path: Path) -> None:
    pair = (files[0], tmp_path / "gone")
    found = compare([pair], lambda done: None)
    with pytest.raises(OSError, match="could not be read"):
        found.holds(*pair)


def test_comparing_can_be_ended_within_a_file(files: list[Path]) -> None:
    asked = []

    def check(done: int) -> None:
        asked.append(done)
        if len(asked) == 3:
            raise CancelledError

    with pytest.raises(CancelledError):
        compare([(files[0], files[1])], check)
    assert asked == [0, 0, 0]
