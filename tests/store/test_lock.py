from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.paths import LibraryPaths
from desktop_app.store.file_system import file_system_type, is_network_file_system
from desktop_app.store.lock import LibraryInUseError, WriterLock
from desktop_app.store.store import Store

PROJECT = Path(__file__).resolve().parents[2]
HOLD = """
import sys
from pathlib import Path
from desktop_app.paths import LibraryPaths
from desktop_app.store.store import Store
home = Path(sys.argv[1])
store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
print("open", flush=True)
sys.stdin.read()
store.close()
"""


@pytest.fixture
def holder(paths: LibraryPaths) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(paths.home)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        if process.poll() is None:
            process.kill()


def test_a_second_writer_is_told_who_has_the_library_and_readers_are_welcome(
    paths: LibraryPaths, holder: subprocess.Popen[str]
) -> None:
    with pytest.raises(LibraryInUseError, match=f"already open on this library .process {holder.pid}"):
        Store.open(paths, is_writer=True)
    reader = Store.open(paths, is_writer=False)
    assert reader.roots.all() == []
    reader.close()


def test_the_lock_of_a_killed_writer_is_free_at_once(paths: LibraryPaths, holder: subprocess.Popen[str]) -> None:
    holder.kill()
    holder.wait()
    assert paths.lock.read_text() == f"open {holder.pid}"
    Store.open(paths, is_writer=True).close()
    assert paths.lock.read_text() == "closed"


def test_a_writer_that_closed_lets_the_next_one_in(paths: LibraryPaths, holder: subprocess.Popen[str]) -> None:
    holder.communicate("")
    assert holder.returncode == 0
    Store.open(paths, is_writer=True).close()


def test_two_locks_in_one_process_exclude_each_other_too(tmp_path: Path) -> None:
    first = WriterLock(tmp_path / "lock")
    with pytest.raises(LibraryInUseError):
        WriterLock(tmp_path / "lock")
    first.release()
    first.release()
    second = WriterLock(tmp_path / "lock")
    assert not second.was_unclean
    second.release()


def test_a_link_in_the_locks_place_is_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "lock").symlink_to(victim)
    with pytest.raises(OSError, match="lock"):
        WriterLock(tmp_path / "lock")
    assert victim.read_text() == "precious"


MOUNTS = r"""proc /proc proc rw 0 0
/dev/sda1 / ext4 rw 0 0
server:/export /net/home nfs4 rw 0 0
tmpfs /net/home/local tmpfs rw 0 0
//nas/photos /mnt/my\040nas cifs rw 0 0
user@host:/x /mnt/ssh fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind", "is_network"),
    [
        ("/home/me", "ext4", False),
        ("/net/home/me", "nfs4", True),
        ("/net/homely", "ext4", False),
        ("/net/home/local/x", "tmpfs", False),
        ("/mnt/my nas/library", "cifs", True),
        ("/mnt/ssh", "fuse.sshfs", True),
    ],
)
def test_the_innermost_mount_says_what_disk_it_is(tmp_path: Path, place: str, kind: str, is_network: bool) -> None:
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert file_system_type(Path(place), table) == kind
    assert is_network_file_system(Path(place), table) is is_network


def test_a_system_without_a_table_of_mounts_counts_as_local(tmp_path: Path) -> None:
    assert not is_network_file_system(tmp_path, tmp_path / "none")


def test_nothing_is_left_locked_when_opening_fails(paths: LibraryPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    paths.home.mkdir(parents=True)
    paths.database.write_bytes(b"notes" * 1000)
    opens: list[Callable[[], Store]] = [lambda: Store.open(paths, is_writer=True)] * 2
    for attempt in opens:
        with pytest.raises(Exception, match="not a database"):
            attempt()
    WriterLock(paths.lock).release()
