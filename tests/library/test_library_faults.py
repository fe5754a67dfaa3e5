"""Faults of disks and of watching, seen through the library's door with everything real."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.domain.library import Page
from desktop_app.errors import StorageFullError
from desktop_app.library.commands import SetRating
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings
from desktop_app.watch.inotify import AudibleInotify
from desktop_app.workers import process
from tests.conftest import LowerLimit
from tests.library.conftest import save_picture

WAIT_S = 250
ODD_CHILD = Path(__file__).resolve().parents[1] / "workers" / "odd_child.py"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_S
    while not is_so():
        assert time.monotonic() < deadline
        threading.Event().wait(0.1)


def ids_by_name(library: Library) -> dict[str, int]:
    def ask(queries) -> dict[str, int]:
        ids = queries.timeline(Page()).ids.tolist()
        return {path.name: photo for photo, path in queries.paths(ids).items()}

    return library.ask(ask).result(WAIT_S)


def names(library: Library) -> set[str]:
    """The photos the library shows, by their file names."""

    return set(ids_by_name(library))


def waiting(library: Library) -> int:
    counts = library.ask(lambda queries: queries.counts()).result(WAIT_S)
    return counts.pending + counts.not_understood


def test_indexing_stops_with_a_plain_sentence_on_a_full_disk_and_goes_on_when_there_is_room(
    small_disk: Path, folder: Path, tmp_path: Path
) -> None:
    paths = LibraryPaths(small_disk / "home", tmp_path / "cache")
    library = Library.open(paths, Settings(settle_s=0.1), decoder_count=1)
    notices: list[str] = []
    library.subscribe(lambda changes: notices.extend(changes.notices))
    try:
        root = library.add_root(folder)
        ballast = small_disk / "ballast"
        with ballast.open("ab", buffering=0) as out, contextlib.suppress(OSError):
            while True:
                out.write(b"x" * 4096)
        with pytest.raises(StorageFullError, match="no room left"):
            library.index([root]).result(WAIT_S)
        library.start_indexing([root])
        wait_for(lambda: any("no room left" in notice for notice in notices))
        assert not any("because of an error" in notice for notice in notices)
        assert names(library) <= {f"{number}.jpg" for number in range(6)}, "what is there can be read"
        ballast.unlink()
        library.start_indexing([root])
        wait_for(lambda: len(names(library)) == 6 and waiting(library) == 0)
    finally:
        library.close()


@pytest.mark.expects_log("overflow")
@pytest.mark.parametrize("fault", ["the queue is too short", "there are too few watches"])
def test_whatever_watching_misses_the_library_ends_up_with_what_is_on_the_disk(
    open_library, folder, fault: str, monkeypatch: pytest.MonkeyPatch, lower_inotify_limit: LowerLimit
) -> None:
    picture = (folder / "1.jpg").read_bytes()
    may_read = threading.Event()
    real = AudibleInotify.read_events

    def read(self: AudibleInotify, **options: int) -> list[object]:
        assert may_read.wait(WAIT_S)
        return real(self, **options)

    library = open_library()
    notices: list[str] = []
    library.subscribe(lambda changes: notices.extend(changes.notices))
    library.index([library.add_root(folder)]).result(WAIT_S)
    is_queue = "queue" in fault
    if is_queue:
        monkeypatch.setattr(AudibleInotify, "read_events", read)
    with lower_inotify_limit("max_queued_events", 16) if is_queue else lower_inotify_limit("max_user_watches", 20):
        library.start_watching()
        wait_for(lambda: library.ask(lambda queries: queries.roots()).result(WAIT_S)[0].last_scan_at_ms is not None)
        for number in range(60):
            place = folder / f"d{number:02}"
            place.mkdir()
            for part in range(2):  # a byte more each: another file, and the same picture
                (place / f"{number}-{part}.jpg").write_bytes(picture + bytes([number, part]))
        (folder / "0.jpg").unlink()
        may_read.set()
        there = {path.name for path in folder.rglob("*.jpg")}
        assert len(there) == 125
        wait_for(lambda: names(library) == there)
        library.close()
    assert any("more folders" in notice for notice in notices) is not is_queue


def test_questions_are_answered_while_a_picture_hangs_its_decoder(
    open_library, folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "hang.jpg").write_bytes((folder / "1.jpg").read_bytes() + b"x")
    os.utime(folder / "hang.jpg", (1_700_000_000, 1_700_000_000))
    monkeypatch.setattr(process, "_program", lambda: [sys.executable, "-P", str(ODD_CHILD)])
    monkeypatch.setenv("ODD", "files,model")
    library = open_library()
    job = library.index([library.add_root(folder)])
    wait_for(lambda: len(names(library)) == 7)
    for _ in range(50):
        assert len(names(library)) == 7
        assert not job.done(), "the picture still hangs"
    library.cancel_indexing()
    with pytest.raises(BaseException, match="cancelled"):
        job.result(WAIT_S)


@pytest.mark.parametrize("is_all_cut", [False, True])
def test_a_folder_cut_from_one_watched_root_and_pasted_into_another_keeps_its_ratings(
    open_library, folder, tmp_path, is_all_cut: bool
) -> None:
    drive = tmp_path / "drive"
    save_picture(drive / "there.jpg", 50)
    for seed in range(3):
        save_picture(folder / "trip" / f"t{seed}.jpg", 60 + seed)
    if is_all_cut:
        for seed in range(6):
            (folder / f"{seed}.jpg").unlink()
    library = open_library()
    library.index([library.add_root(folder), library.add_root(drive)]).result(WAIT_S)
    before = ids_by_name(library)
    library.run(SetRating((before["t1.jpg"],), 4)).result(WAIT_S)
    library.start_watching()
    for number in range(3):  # as between two drives: every file is copied first, and gone afterwards
        (drive / "trip").mkdir(exist_ok=True)
        (drive / "trip" / f"t{number}.jpg").write_bytes((folder / "trip" / f"t{number}.jpg").read_bytes())
    wait_for(lambda: library.ask(lambda q: q.counts()).result(WAIT_S).library == len(before) + 3)
    wait_for(lambda: waiting(library) == 0)
    shutil.rmtree(folder / "trip")

    def is_moved() -> bool:
        photo = library.ask(lambda q: q.photo_by_path(drive / "trip" / "t1.jpg")).result(WAIT_S)
        return photo is not None and photo.id == before["t1.jpg"] and photo.rating == 4

    wait_for(is_moved)
    assert ids_by_name(library) == before
    assert library.ask(lambda q: q.counts()).result(WAIT_S).missing == 0
