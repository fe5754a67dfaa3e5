"""`reverie trash` and `reverie undo`, run as a person runs them, with a trash of their own."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


@pytest.fixture
def indexed(indexed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return indexed


def in_trash(tmp_path: Path) -> list[str]:
    return sorted(os.listdir(tmp_path / "data" / "Trash" / "files"))


def test_b19_photos_go_to_the_trash_and_undo_brings_them_back(reverie, indexed: Path, tmp_path: Path) -> None:
    files = [indexed / "photo-1.jpg", indexed / "photo-2.jpg"]
    before = {file: file.read_bytes() for file in files}
    done = reverie("trash", *files, "--json")
    assert done.status == 0, done.err
    assert done.json == {"trashed": [str(file) for file in files], "left": [], "problems": []}
    assert not any(file.exists() for file in files)
    assert in_trash(tmp_path) == ["photo-1.jpg", "photo-2.jpg"]
    again = reverie("index", indexed, "--json").json
    assert (again["missing"], again["added"], again["moved"], again["photos"]) == (0, 0, 0, 11)
    assert str(files[0]) not in reverie("search", "photo", "--json").out
    undone = reverie("undo", "--json")
    assert undone.status == 0, undone.err
    assert undone.json == {"undone": "Move to trash", "photos": [str(file) for file in files], "problems": []}
    assert {file: file.read_bytes() for file in files} == before
    assert in_trash(tmp_path) == []
    assert reverie("index", indexed, "--json").json["unchanged"] == 13


def test_all_of_them_or_none(reverie, indexed: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.jpg"
    stranger.write_bytes(b"x")
    answer = reverie("trash", indexed / "photo-1.jpg", stranger)
    assert answer.status == 1
    assert "stranger.jpg is not in the library. Nothing was moved." in answer.err
    (indexed / "photo-2.jpg").unlink()
    answer = reverie("trash", indexed / "photo-1.jpg", indexed / "photo-2.jpg")
    assert answer.status == 1
    assert "1 photo is not there any more. Nothing was moved." in answer.err
    assert (indexed / "photo-1.jpg").exists()
    assert stranger.exists()
    assert not (tmp_path / "data" / "Trash").exists()


def test_undo_takes_back_whatever_was_done_last(reverie, indexed: Path) -> None:
    nothing = reverie("undo")
    assert (nothing.status, nothing.out) == (0, "There is nothing to undo.\n")
    assert reverie("undo", "--json").json == {"undone": None, "photos": [], "problems": []}
    assert reverie("feedback", indexed / "photo-3.jpg", "favourite").status == 0
    assert "photo-3.jpg" in reverie("search", "is:favourite", "--json").out
    assert reverie("undo").out == "Undone: Add to favourites (1 photo).\n"
    assert "photo-3.jpg" not in reverie("search", "is:favourite", "--json").out


def test_an_emptied_trash_is_told_and_changes_nothing(reverie, indexed: Path, tmp_path: Path) -> None:
    assert reverie("feedback", indexed / "photo-3.jpg", "favourite").status == 0
    assert reverie("trash", indexed / "photo-1.jpg").status == 0
    (tmp_path / "data" / "Trash" / "files" / "photo-1.jpg").unlink()
    (tmp_path / "data" / "Trash" / "info" / "photo-1.jpg.trashinfo").unlink()
    answer = reverie("undo")
    assert answer.status == 1
    assert "can no longer be undone: the trash was emptied since. Nothing was changed." in answer.err
    assert not (indexed / "photo-1.jpg").exists()
    assert reverie("undo").out == "Undone: Add to favourites (1 photo).\n"


def test_b15_all_copies_of_a_photo_go_only_when_that_was_said(reverie, indexed: Path) -> None:
    first, twin, other = indexed / "photo-1.jpg", indexed / "twin.jpg", indexed / "photo-2.jpg"
    shutil.copy(first, twin)
    assert reverie("index", indexed).status == 0
    refused = reverie("trash", first, other, twin, "--json")
    assert refused.status == 1
    assert "all the copies" in refused.err
    assert "--last-copy" in refused.err
    assert all(file.exists() for file in (first, twin, other))
    assert reverie("trash", first, other).status == 0, "a copy is left"
    assert reverie("undo").status == 0
    assert reverie("trash", first, twin, "--last-copy").status == 0
    assert not any(file.exists() for file in (first, twin))
