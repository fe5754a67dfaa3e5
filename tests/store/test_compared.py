from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop_app.store.compared import Compared, load_compared, save_compared

ONE, OTHER, THIRD, DIGEST = b"\x00one\x00", b"other", os.urandom(32), os.urandom(32)


def made() -> Compared:
    return Compared(
        method=3,
        model="embedder-2",
        known={ONE: (2**64 - 1, True), THIRD: (0, False)},
        searched={THIRD},
        same={(ONE, OTHER): 0.875},
        spared={(ONE, THIRD)},
        different={(OTHER, THIRD)},
        digests={(7, 3_000_000_000, 1_700_000_000_123_456_789, THIRD): DIGEST},
    )


def test_what_was_compared_is_read_as_it_was_written(tmp_path: Path) -> None:
    file, compared = tmp_path / "cache" / "compared", made()
    save_compared(file, compared)
    assert load_compared(file, 3) == compared
    assert [each.name for each in file.parent.iterdir()] == ["compared"]


def test_a_part_of_it_alone_is_read_too(tmp_path: Path) -> None:
    for name in ("known", "searched", "same", "spared", "different", "digests"):
        compared = Compared(3, **{name: getattr(made(), name)})
        save_compared(tmp_path / "compared", compared)
        assert load_compared(tmp_path / "compared", 3) == compared != Compared(3)


def test_another_way_of_comparing_begins_anew(tmp_path: Path) -> None:
    save_compared(tmp_path / "compared", made())
    assert load_compared(tmp_path / "compared", 4) == Compared(4)


def test_a_file_that_is_not_there_or_damaged_anywhere_counts_as_none(tmp_path: Path) -> None:
    file = tmp_path / "compared"
    assert load_compared(file, 3) == Compared(3)
    save_compared(file, made())
    whole = file.read_bytes()
    for at in range(0, len(whole), 37):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        assert load_compared(file, 3) == Compared(3)
    for end in (0, 1, 40, len(whole) - 1):
        file.write_bytes(whole[:end])
        assert load_compared(file, 3) == Compared(3)


@pytest.mark.expects_log("could not be kept")
def test_where_it_cannot_be_kept_the_search_goes_on(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    save_compared(tmp_path / "cache" / "compared", made())
    assert load_compared(tmp_path / "cache" / "compared", 3) == Compared(3)
