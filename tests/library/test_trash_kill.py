"""kill -9 at every step of every act that moves files: each file is there once, and the journal says where it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.domain.library import Page, Scope
from desktop_app.library.commands import AddTag, SetFavourite, SetRating, Undo
from desktop_app.library.library import Library
from desktop_app.library.trash_commands import ResolveDuplicates, TrashPhotos
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

TRASH_ME = Path(__file__).with_name("trash_me.py")
PROJECT = TRASH_ME.parents[2]
WAIT_S = 250
EVERY = int(os.environ.get("REVERIE_KILL_EVERY", "23"))  # 1: at every step; else at every so-manieth, another each act
ACTS = ("trash", "resolve", "undo", "redo", "restore")


def open_library(home: Path) -> Library:
    return Library.open(LibraryPaths(home, home / "cache"), Settings(settle_s=0.1), decoder_count=1)


@pytest.fixture
def world(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of six photos, the first with a sidecar; photo 1 is `0.jpg` and so on."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (folder / "0.jpg.xmp").write_text("<x/>")
    (folder / "1.xmp").write_text("<y/>")
    library = open_library(tmp_path / "home")
    library.index([library.add_root(folder)]).result(WAIT_S)
    library.run(SetRating((1, 2, 3), 3)).result(WAIT_S)
    library.run(SetFavourite((2,), is_favourite=True)).result(WAIT_S)
    library.run(AddTag((3,), "mine")).result(WAIT_S)
    library.close()
    return tmp_path


def prepare(world: Path, act: str) -> None:
    library = open_library(world / "home")
    if act in ("undo", "redo"):
        library.run(ResolveDuplicates(((1, (2, 3)),), is_merging=True)).result(WAIT_S)
    if act == "redo":
        library.run(Undo()).result(WAIT_S)
    if act == "restore":
        library.run(TrashPhotos((1, 2, 3))).result(WAIT_S)
    library.close()


def said(library: Library) -> object:
    photos = library.ask(lambda q: q.photos([1, 2, 3, 4, 5, 6])).result(WAIT_S)
    tags = [library.ask(lambda q, i=i: q.tags(i)).result(WAIT_S) for i in photos]  # type: ignore[misc]
    return [(p.status, p.rating, p.is_favourite, p.path) for p in photos.values()], [
        [tag.name for tag in found if tag.source == "user"] for found in tags
    ]


def check(world: Path, contents: dict[str, bytes]) -> Library:
    """What must hold whenever the library is opened again. Returns it open."""
    library = open_library(world / "home")
    trash, photos = world / "data" / "Trash", world / "photos"
    files = {p.name: p for place in (trash / "files", photos) if place.exists() for p in place.iterdir()}
    assert {name: path.read_bytes() for name, path in files.items()} == contents
    here = os.listdir(photos)
    assert len(here) + (len(os.listdir(trash / "files")) if trash.exists() else 0) == len(contents), "each file once"
    notes = sorted(os.listdir(trash / "info")) if trash.exists() else []
    assert notes == sorted(f"{name}.trashinfo" for name in files if name not in here), "a note for each, no other"
    gone = sorted(library.ask(lambda q: q.timeline(Page(Scope.TRASH))).result(WAIT_S).ids.tolist())
    assert gone == [n + 1 for n in range(6) if f"{n}.jpg" not in here]
    assert ("0.jpg" in here) == ("0.jpg.xmp" in here)
    assert ("1.jpg" in here) == ("1.xmp" in here)
    store = library._store_lane.submit(
        lambda s: (s.trash.open_acts(), s.db.value("PRAGMA quick_check"), s.db.rows("PRAGMA foreign_key_check"))
    )
    assert store.result(WAIT_S) == ([], "ok", [])
    return library


Kill = Callable[[Path, str, int], bool]


@pytest.fixture
def kill() -> Kill:
    def run(home: Path, act: str, number: int) -> bool:
        """Does an act and kills it at a step; says whether it came that far."""
        environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
        done = subprocess.run(
            [sys.executable, str(TRASH_ME), str(home), act, str(number)],
            env=environment, capture_output=True, text=True, timeout=250, check=False,
        )  # fmt: skip
        assert done.returncode in (0, -9), done.stderr
        return done.returncode == -9

    return run


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.expects_log("closed")
@pytest.mark.parametrize("act", ACTS)
def test_killed_at_any_step_every_file_is_there_once_and_undo_works(world: Path, kill: Kill, act: str) -> None:
    prepare(world, act)
    contents = {
        p.name: p.read_bytes()
        for place in (world / "photos", world / "data" / "Trash" / "files")
        if place.exists()
        for p in place.iterdir()
    }
    saved = world / "saved"
    for name in ("home", "data", "photos"):
        if (world / name).exists():
            shutil.copytree(world / name, saved / name, symlinks=True)
    library = open_library(world / "home")
    before = said(library)
    library.close()
    number, kills = 1 + ACTS.index(act) % EVERY, 0
    while kill(world / "home", act, number):
        kills += 1
        library = check(world, contents)
        is_done = said(library) != before
        if is_done and act != "undo":
            edit = library.run(Undo()).result(WAIT_S)
            assert edit is not None
            assert said(library) == before, f"step {number}: one undo takes all of it back"
        library.close()
        for name in ("home", "data", "photos"):
            shutil.rmtree(world / name, ignore_errors=True)
            if (saved / name).exists():
                shutil.copytree(saved / name, world / name, symlinks=True)
        number += EVERY
    check(world, contents).close()
    assert kills * EVERY > 20
    print(f"{act}: {kills} kills")
