"""Roots that come back elsewhere, and roots whose changes nobody tells of, through the library's own door."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from desktop_app.domain.library import Page
from desktop_app.library.commands import SetRating
from desktop_app.library.library import Library
from desktop_app.settings import Settings

WAIT_S = 250


def shown(library: Library) -> list[int]:
    return [int(i) for i in library.ask(lambda q: q.timeline(Page())).result(WAIT_S).ids]


def test_a_folder_added_again_under_another_name_is_the_same_root(open_library, folder) -> None:
    library = open_library()
    root = library.add_root(folder)
    library.index([root]).result(WAIT_S)
    ids = shown(library)
    library.run(SetRating((ids[0],), 5)).result(WAIT_S)
    place = folder.parent / "elsewhere" / "renamed"
    place.parent.mkdir()
    folder.rename(place)
    assert library.add_root(place) == root
    report = library.index([root]).result(WAIT_S)
    assert (report.photos, report.added, report.moved, report.missing) == (6, 0, 0, 0)
    assert shown(library) == ids
    photo = library.ask(lambda q: q.photo(ids[0])).result(WAIT_S)
    assert (photo.rating, photo.path.parent) == (5, place)


def test_what_changes_behind_a_mount_is_found_on_schedule(paths, folder, tmp_path: Path) -> None:
    if os.geteuid() != 0 or not shutil.which("bindfs"):
        pytest.skip("mounting a share needs root and the program bindfs")
    share = tmp_path / "share"
    share.mkdir()
    done = subprocess.run(["bindfs", str(folder), str(share)], check=False, capture_output=True, timeout=30)
    if done.returncode:
        pytest.skip(f"bindfs cannot mount here: {done.stderr.decode()}")
    try:
        library = Library.open(paths, Settings(settle_s=0.1, rescan_interval_s=1), decoder_count=1)
        try:
            library.index([library.add_root(share)]).result(WAIT_S)
            assert len(shown(library)) == 6
            library.start_watching()
            content = (folder / "0.jpg").read_bytes()
            (folder / "new.jpg").write_bytes(content + b"\0")
            deadline = time.monotonic() + WAIT_S
            while len(shown(library)) < 7:
                assert time.monotonic() < deadline
                time.sleep(0.1)
        finally:
            library.close()
    finally:
        subprocess.run(["umount", str(share)], check=True, timeout=30)
