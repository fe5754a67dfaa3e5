from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop_app.store import thumbnails
from desktop_app.store.thumbnails import Thumbnails

Child = Callable[..., subprocess.CompletedProcess[str]]
KEY = bytes(range(32))
JPEG = b"\xff\xd8 a small picture \xff\xd9" * 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "thumbnails"


@pytest.fixture
def cache(folder: Path) -> Thumbnails:
    return Thumbnails(folder, 10_000_000)


def place(folder: Path, key: bytes = KEY) -> Path:
    return folder / key.hex()[:2] / key.hex()[2:]


def test_what_was_put_is_got_and_nothing_else(cache: Thumbnails, folder: Path) -> None:
    assert cache.get(KEY) is None
    assert not folder.exists(), "asking makes nothing"
    assert cache.put(KEY, JPEG)
    assert cache.get(KEY) == JPEG
    assert cache.has(KEY)
    assert cache.get(KEY[::-1]) is None
    assert cache.put(KEY, b"another")
    assert cache.get(KEY) == b"another"
    cache.remove(KEY)
    assert cache.get(KEY) is None
    assert cache.put(b"short key", JPEG)
    assert cache.get(b"short key") == JPEG


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX rights")
def test_the_folder_is_the_users_alone(cache: Thumbnails, folder: Path) -> None:
    cache.put(KEY, JPEG)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert place(folder).stat().st_mode & 0o777 == 0o600
    folder.chmod(0o755)
    cache.put(KEY[::-1], JPEG)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_every_cut_and_every_flipped_byte_is_seen(cache: Thumbnails, folder: Path) -> None:
    cache.put(KEY, JPEG[:100])
    whole = place(folder).read_bytes()
    for n in range(len(whole)):
        place(folder).write_bytes(whole[:n])
        assert cache.get(KEY) is None
        damaged = bytearray(whole)
        damaged[n] ^= 0x10
        place(folder).write_bytes(damaged)
        assert cache.get(KEY) is None
    place(folder).write_bytes(whole + b"x")
    assert cache.get(KEY) is None
    place(folder).write_bytes(whole)
    assert cache.get(KEY) == JPEG[:100]


def test_another_pictures_file_under_this_name_is_not_shown(cache: Thumbnails, folder: Path) -> None:
    cache.put(KEY, JPEG)
    cache.put(KEY[::-1], b"something private")
    shutil.copy(place(folder, KEY[::-1]), place(folder))
    assert cache.get(KEY) is None
    assert cache.put(KEY, JPEG)
    assert cache.get(KEY) == JPEG


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_neither_read_nor_written_through(cache: Thumbnails, folder: Path, tmp_path: Path) -> None:
    cache.put(KEY, JPEG)
    victim = tmp_path / "victim"
    shutil.copy(place(folder), victim)
    place(folder).unlink()
    place(folder).symlink_to(victim)
    before = victim.read_bytes()
    assert cache.get(KEY) is None
    assert cache.put(KEY, b"new")
    assert victim.read_bytes() == before
    assert not place(folder).is_symlink()
    assert cache.get(KEY) == b"new"


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_folder_replaced_by_a_link_leads_nowhere(cache: Thumbnails, folder: Path, tmp_path: Path) -> None:
    cache.put(KEY, JPEG)
    elsewhere = tmp_path / "elsewhere"
    shutil.move(place(folder).parent, elsewhere)
    place(folder).parent.symlink_to(elsewhere)
    assert cache.get(KEY) is None
    (elsewhere / place(folder).name).unlink()
    assert cache.put(KEY, JPEG)
    assert list(elsewhere.iterdir()) == []
    assert cache.get(KEY) == JPEG


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs here")
def test_a_pipe_under_a_thumbnails_name_hangs_nobody(cache: Thumbnails, folder: Path) -> None:
    place(folder).parent.mkdir(parents=True)
    os.mkfifo(place(folder))
    assert cache.get(KEY) is None
    place(folder).unlink()
    place(folder).mkdir()
    assert cache.get(KEY) is None
    assert not cache.put(KEY, JPEG)


def test_the_cache_may_vanish_while_it_is_used(cache: Thumbnails, folder: Path) -> None:
    cache.put(KEY, JPEG)
    shutil.rmtree(folder.parent)
    assert cache.get(KEY) is None
    assert cache.size_bytes() == cache.trim() == cache.sweep() == 0
    assert cache.put(KEY, JPEG)
    assert cache.get(KEY) == JPEG


def test_trimming_lets_go_what_was_looked_at_longest_ago(cache: Thumbnails, folder: Path) -> None:
    keys = [bytes([n]) * 32 for n in range(120)]
    for age, key in enumerate(keys):
        cache.put(key, JPEG)
        os.utime(place(folder, key), (1_000_000 + age, 1_000_000 + age))
    cache.get(keys[0])  # looked at just now
    cache = Thumbnails(folder, 100 * (len(JPEG) + 44))
    assert cache.trim() == 30
    assert [cache.has(key) for key in keys] == [True] + [False] * 30 + [True] * 89
    assert cache.trim() == 0
    assert cache.size_bytes() <= 90 * (len(JPEG) + 44)


def test_it_stays_bounded_without_being_asked(folder: Path) -> None:
    budget = 50 * (len(JPEG) + 44)
    cache = Thumbnails(folder, budget)
    for n in range(400):
        assert cache.put(n.to_bytes(32, "big"), JPEG)
    assert cache.size_bytes() <= budget * 1.2


def test_what_is_far_too_large_is_not_kept(cache: Thumbnails) -> None:
    assert not cache.put(KEY, bytes(thumbnails.MAX_BYTES + 1))
    assert not cache.put(KEY, b"")
    assert cache.off_reason == ""
    with pytest.raises(ValueError, match="at most 32"):
        cache.put(bytes(33), JPEG)


@pytest.mark.parametrize("step", ["written", "renamed"])
def test_killed_while_writing_no_half_thumbnail_is_served(folder: Path, child: Child, step: str) -> None:
    code = """
        import os, sys
        from pathlib import Path
        from desktop_app.store.thumbnails import Thumbnails
        step = sys.argv[2]
        cache = Thumbnails(Path(sys.argv[1]), 10**7, on_step=lambda now: now == step and os.kill(os.getpid(), 9))
        cache.put(bytes(range(32)), b"new picture")
    """
    cache = Thumbnails(folder, 10**7)
    cache.put(KEY, JPEG)
    assert child(code, folder, step).returncode == -9
    assert cache.get(KEY) == (JPEG if step == "written" else b"new picture")
    assert cache.sweep() == (1 if step == "written" else 0)
    assert [p.name for p in folder.rglob("*") if p.is_file()] == [place(folder).name]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_turns_storing_off_and_space_turns_it_on_again(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails, "RETRY_AFTER", 3)
    cache = Thumbnails(small_disk / "thumbnails", 10**9)
    stored = [cache.put(n.to_bytes(32, "big"), os.urandom(50_000)) for n in range(40)]
    assert stored[0]
    assert not stored[-1]
    assert cache.off_reason
    assert cache.get((0).to_bytes(32, "big")) is not None, "reading goes on"
    assert not list(small_disk.rglob("*.tmp"))
    subprocess.run(["mount", "-o", "remount,size=8m", small_disk], check=True)
    again = [cache.put(bytes([n]) * 32, JPEG) for n in range(6)]
    assert again[-1]
    assert cache.off_reason == ""


def test_a_read_only_cache_is_no_error(small_disk: Path) -> None:
    cache = Thumbnails(small_disk / "thumbnails", 10**9)
    cache.put(KEY, JPEG)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    assert not cache.put(KEY[::-1], JPEG)
    assert "ead-only" in cache.off_reason
    assert cache.get(KEY) == JPEG
