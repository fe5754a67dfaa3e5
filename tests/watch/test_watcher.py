from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.pipeline.scan import ExclusionRules
from desktop_app.watch.inotify import AudibleInotify
from desktop_app.watch.settle import Change
from desktop_app.watch.watcher import RootHint, Watcher
from tests.conftest import LowerLimit

WAIT_S = 250
INOTIFY = Path("/proc/sys/fs/inotify")
needs_inotify = pytest.mark.skipif(not INOTIFY.is_dir(), reason="no inotify on this system")


class Ear:
    """A watcher with what it said."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self.hints: list[RootHint] = []
        self.watcher = Watcher(ExclusionRules(("drafts",)), self.notices.append, quiet_s=0.2)

    def wait(self, is_enough: Callable[[], bool]) -> None:
        deadline = time.monotonic() + WAIT_S
        while not is_enough():
            assert time.monotonic() < deadline, (self.hints, self.notices)
            time.sleep(0.05)
            self.hints += self.watcher.take_due()

    def listen_on(self, seconds: float = 0.5) -> None:
        """Gives what must not be heard the time to be heard."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            time.sleep(0.05)
            self.hints += self.watcher.take_due()

    def changes(self) -> dict[str, Change]:
        return {os.path.basename(s.path): s.change for hint in self.hints for s in hint.settled}


@pytest.fixture
def ear() -> Iterator[Ear]:
    before = threading.active_count()
    ear = Ear()
    yield ear
    assert ear.watcher.stop(WAIT_S)
    assert threading.active_count() == before, "watchdog's threads are gone"


def test_files_that_come_change_and_go_are_heard(ear: Ear, tmp_path: Path) -> None:
    (tmp_path / "old.jpg").write_bytes(b"1")
    (tmp_path / "gone.jpg").write_bytes(b"1")
    ear.watcher.set_roots([tmp_path])
    assert ear.watcher.is_complete(tmp_path)
    (tmp_path / "new.jpg").write_bytes(b"1")
    (tmp_path / "old.jpg").write_bytes(b"22")
    (tmp_path / "gone.jpg").unlink()
    ear.wait(lambda: len(ear.changes()) == 3)
    assert ear.changes() == {"new.jpg": Change.ADDED, "old.jpg": Change.MODIFIED, "gone.jpg": Change.REMOVED}
    assert {hint.root for hint in ear.hints} == {tmp_path}
    heard = ear.watcher.last_event_at_ms(tmp_path)
    assert heard is not None
    assert abs(heard - time.time() * 1000) < 2 * WAIT_S * 1000


def test_a_save_by_rename_is_one_modification(ear: Ear, tmp_path: Path) -> None:
    photo = tmp_path / "p.jpg"
    photo.write_bytes(b"1")
    ear.watcher.set_roots([tmp_path])
    for _ in range(5):
        (tmp_path / "p.jpg.tmp").write_bytes(b"22")
        (tmp_path / "p.jpg.tmp").replace(photo)
    ear.wait(lambda: "p.jpg" in ear.changes())
    ear.listen_on()
    assert ear.changes() == {"p.jpg": Change.MODIFIED}


def test_a_new_folder_is_one_hint_and_files_in_it_are_heard_later(ear: Ear, tmp_path: Path) -> None:
    ear.watcher.set_roots([tmp_path])
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "1.jpg").write_bytes(b"1")
    ear.wait(lambda: any(hint.is_rescan for hint in ear.hints))
    ear.listen_on()
    ear.hints.clear()
    (tmp_path / "a" / "b" / "2.jpg").write_bytes(b"1")
    ear.wait(lambda: ear.changes().get("2.jpg") is Change.ADDED)


def test_excluded_places_are_not_heard_of(ear: Ear, tmp_path: Path) -> None:
    for name in ("@eaDir", ".hidden", "drafts", "ok"):
        (tmp_path / name).mkdir()
    ear.watcher.set_roots([tmp_path])
    for name in ("@eaDir", ".hidden", "drafts", "ok"):
        (tmp_path / name / "1.jpg").write_bytes(b"1")
    (tmp_path / ".thumb.jpg").write_bytes(b"1")
    (tmp_path / ".later").mkdir()
    (tmp_path / ".later" / "3.jpg").write_bytes(b"1")
    ear.wait(lambda: "1.jpg" in ear.changes())
    ear.listen_on()
    assert [s.path for hint in ear.hints for s in hint.settled] == [str(tmp_path / "ok" / "1.jpg")]
    assert ear.watcher.is_complete(tmp_path)


def test_a_root_in_a_folder_that_another_leaves_out_is_heard(ear: Ear, tmp_path: Path) -> None:
    inner = tmp_path / ".kept"
    (inner / "deep").mkdir(parents=True)
    ear.watcher.set_roots([tmp_path, inner])
    assert ear.watcher.is_complete(tmp_path)
    assert ear.watcher.is_complete(inner)
    (inner / "deep" / "1.jpg").write_bytes(b"1")
    (tmp_path / "2.jpg").write_bytes(b"1")
    ear.wait(lambda: len(ear.changes()) == 2)
    assert {hint.root.name: [Path(s.path).name for s in hint.settled] for hint in ear.hints if hint.settled} == {
        ".kept": ["1.jpg"],
        tmp_path.name: ["2.jpg"],
    }


def test_roots_come_and_go(ear: Ear, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.mkdir()
    two.mkdir()
    ear.watcher.set_roots([one])
    ear.watcher.set_roots([two])
    (one / "1.jpg").write_bytes(b"1")
    (two / "2.jpg").write_bytes(b"1")
    ear.wait(lambda: "2.jpg" in ear.changes())
    ear.listen_on()
    assert ear.changes() == {"2.jpg": Change.ADDED}
    assert ear.watcher.last_event_at_ms(one) is None


def test_a_root_that_is_not_there_is_a_notice_not_an_error(ear: Ear, tmp_path: Path) -> None:
    ear.watcher.set_roots([tmp_path / "nowhere"])
    assert len(ear.notices) == 1
    assert "nowhere cannot be watched" in ear.notices[0]
    assert not ear.watcher.is_complete(tmp_path / "nowhere")
    assert ear.watcher.take_due()[0].is_rescan


def test_a_root_renamed_away_is_noticed_although_no_event_tells(ear: Ear, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    ear.watcher.set_roots([root])
    ear.watcher.take_due()
    root.rename(tmp_path / "elsewhere")
    hints = ear.watcher.take_due(time.monotonic() + 60)
    assert [hint.is_rescan for hint in hints] == [True]


@needs_inotify
def test_a_queue_that_overflows_becomes_a_rescan(
    ear: Ear, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lower_inotify_limit: LowerLimit
) -> None:
    """Nobody reads the queue while more happens than it holds, so it overflows for certain."""
    may_read, reads = threading.Event(), threading.Event()
    real = AudibleInotify.read_events

    def read(self: AudibleInotify, **options: int) -> list[object]:
        reads.set()
        assert may_read.wait(WAIT_S)
        return real(self, **options)

    monkeypatch.setattr(AudibleInotify, "read_events", read)
    with lower_inotify_limit("max_queued_events", 64):
        ear.watcher.set_roots([tmp_path])
        assert reads.wait(WAIT_S)
        for number in range(3_000):
            (tmp_path / f"{number}.jpg").touch()
        may_read.set()
        ear.wait(lambda: any(hint.is_rescan for hint in ear.hints))
    assert len(ear.changes()) < 3_000, "events were lost, which is why all is looked at"


@needs_inotify
def test_watches_that_run_out_below_the_root_are_told_and_scanned(
    ear: Ear, tmp_path: Path, lower_inotify_limit: LowerLimit
) -> None:
    for number in range(60):
        (tmp_path / f"d{number:02}").mkdir()
    with lower_inotify_limit("max_user_watches", 20):
        ear.watcher.set_roots([tmp_path])
        assert not ear.watcher.is_complete(tmp_path)
        assert len(ear.notices) == 1
        assert "more folders" in ear.notices[0]
        assert "20" in ear.notices[0]
        assert ear.watcher.take_due()[0].is_rescan


@needs_inotify
def test_watches_that_run_out_later_are_told_too(ear: Ear, tmp_path: Path, lower_inotify_limit: LowerLimit) -> None:
    with lower_inotify_limit("max_user_watches", 20):
        ear.watcher.set_roots([tmp_path])
        assert ear.watcher.is_complete(tmp_path)
        for number in range(60):
            (tmp_path / f"d{number:02}").mkdir()
        ear.wait(lambda: bool(ear.notices))
    assert not ear.watcher.is_complete(tmp_path)


@needs_inotify
def test_a_system_without_instances_is_a_notice(ear: Ear, tmp_path: Path, lower_inotify_limit: LowerLimit) -> None:
    with lower_inotify_limit("max_user_instances", 0):
        ear.watcher.set_roots([tmp_path])
    assert "cannot be watched" in ear.notices[0]
    assert ear.watcher.take_due()[0].is_rescan
    ear.watcher.set_roots([])
    ear.watcher.set_roots([tmp_path])
    (tmp_path / "1.jpg").write_bytes(b"1")
    ear.wait(lambda: "1.jpg" in ear.changes())


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_undecodable_names_are_heard(ear: Ear, tmp_path: Path) -> None:
    ear.watcher.set_roots([tmp_path])
    with open(os.path.join(os.fsencode(tmp_path), b"\xff\xfe.jpg"), "wb") as out:
        out.write(b"1")
    ear.wait(lambda: ear.changes() == {os.fsdecode(b"\xff\xfe.jpg"): Change.ADDED})
