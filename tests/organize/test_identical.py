from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from test_keeper import photo

from desktop_app.domain.ids import PhotoId
from desktop_app.errors import CancelledError
from desktop_app.imaging.content_hash import hash_file
from desktop_app.organize.identical import Comparer, Copies

LARGE = 3_000_000


def compared(folder: Path, *names: str, comparer: Comparer | None = None) -> Copies:
    """Compares files, numbered from 1 in the order of the names, as if all had one content hash."""
    photos = {}
    for number, name in enumerate(names, 1):
        state = (folder / name).stat()
        made = photo(number, os.fsencode(name), size_bytes=state.st_size, mtime_ns=state.st_mtime_ns)
        photos[PhotoId(number)] = replace(made, root_path=folder)
    return (comparer or Comparer({})).copies([list(photos)], photos, lambda share: None)


def test_copies_are_identical(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(b"picture")
    found = compared(tmp_path, "a.jpg", "b.jpg")
    assert found.groups == [(1, 2)]
    assert not found.same_file
    assert not found.absent


def test_large_files_with_equal_ends_are_read_whole_before_they_are_called_identical(tmp_path: Path) -> None:
    data = bytearray(os.urandom(LARGE))
    (tmp_path / "a.jpg").write_bytes(data)
    (tmp_path / "b.jpg").write_bytes(data)
    data[LARGE // 2] ^= 1
    (tmp_path / "c.jpg").write_bytes(data)
    assert hash_file(tmp_path / "a.jpg") == hash_file(tmp_path / "c.jpg")  # which is why
    found = compared(tmp_path, "a.jpg", "b.jpg", "c.jpg")
    assert found.groups == [(1, 2)]
    assert found.mixed == {1, 2, 3}  # they share a thumbnail, so it cannot tell them apart
    assert not compared(tmp_path, "a.jpg", "b.jpg").mixed


def test_a_large_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(bytes(LARGE))
    comparer = Comparer({})
    compared(tmp_path, "a.jpg", "b.jpg", comparer=comparer)
    monkeypatch.setattr("desktop_app.organize.identical.open_regular", lambda path: pytest.fail(f"{path} read again"))
    assert compared(tmp_path, "a.jpg", "b.jpg", comparer=comparer).groups == [(1, 2)]


@pytest.mark.parametrize("link", [os.link, os.symlink])
def test_b15_two_names_of_one_file_are_no_copies(tmp_path: Path, link) -> None:
    (tmp_path / "b.jpg").write_bytes(b"picture")
    link(tmp_path / "b.jpg", tmp_path / "a.jpg")
    found = compared(tmp_path, "a.jpg", "b.jpg")
    assert found.groups == []
    assert len(found.same_file) == 1
    if link is os.symlink:
        assert found.same_file == {1}  # the file itself stays, not the link to it


def test_a_file_that_is_gone_or_changed_since_is_never_part_of_a_set(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        (tmp_path / name).write_bytes(b"picture")
    photos = {
        PhotoId(n): replace(
            photo(n, name.encode(), size_bytes=7, mtime_ns=(tmp_path / name).stat().st_mtime_ns), root_path=tmp_path
        )
        for n, name in enumerate(("a.jpg", "b.jpg", "c.jpg"), 1)
    }
    (tmp_path / "a.jpg").unlink()
    (tmp_path / "b.jpg").write_bytes(b"another")
    os.utime(tmp_path / "b.jpg", ns=(0, 0))
    found = Comparer({}).copies([list(photos)], photos, lambda share: None)
    assert found.groups == []
    assert found.absent == {1, 2}


def test_b13_reading_large_files_can_be_ended(tmp_path: Path) -> None:
    for name in ("a.jpg", "b.jpg"):
        (tmp_path / name).write_bytes(bytes(LARGE))

    def check(share: float) -> None:
        if share < 0:
            raise CancelledError

    photos = {
        PhotoId(n): replace(
            photo(n, name, size_bytes=LARGE, mtime_ns=(tmp_path / name.decode()).stat().st_mtime_ns), root_path=tmp_path
        )
        for n, name in enumerate((b"a.jpg", b"b.jpg"), 1)
    }
    with pytest.raises(CancelledError):
        Comparer({}).copies([list(photos)], photos, check)
