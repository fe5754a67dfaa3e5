"""A new file is there whole or not at all, whatever happens on the way."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_app.domain.full_picture import IfThere
from desktop_app.imaging.new_file import new_file

PROJECT = Path(__file__).resolve().parents[2]
HALF = """
import os, sys, time
from pathlib import Path
from desktop_app.domain.full_picture import IfThere
from desktop_app.imaging.new_file import new_file
if sys.argv[2] == "False":
    del os.O_TMPFILE
with new_file(Path(sys.argv[1]), IfThere.REFUSE, 0o644) as stream:
    stream.write(bytes(100_000))
    stream.flush()
    print("half", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def has_nameless(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system knows files without names."""
    if not request.param:
        monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    return bool(request.param)


nameless = pytest.mark.parametrize("has_nameless", [True, False], indirect=True)


def write(target: Path, if_there: IfThere, meanwhile: Callable[[], object]) -> None:
    with new_file(target, if_there, 0o644) as stream:
        stream.write(b"content")
        stream.flush()
        meanwhile()


def stop() -> None:
    raise RuntimeError("stop")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@nameless
def test_a_file_appears_when_all_is_written(tmp_path: Path, has_nameless: bool) -> None:
    target = tmp_path / "a.jpg"
    with new_file(target, IfThere.REFUSE, 0o640, modified_ns=1_500_000_000_123_456_789) as stream:
        stream.write(b"content")
        assert not target.exists()
        assert len(names(tmp_path)) == (0 if has_nameless else 1)
    assert target.read_bytes() == b"content"
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.stat().st_mtime_ns == 1_500_000_000_123_456_789
    assert names(tmp_path) == ["a.jpg"]


@nameless
def test_an_exception_leaves_nothing(tmp_path: Path, has_nameless: bool) -> None:
    with pytest.raises(RuntimeError):
        write(tmp_path / "a.jpg", IfThere.REFUSE, stop)
    assert names(tmp_path) == []


@nameless
def test_a_file_that_comes_meanwhile_is_not_overwritten(tmp_path: Path, has_nameless: bool) -> None:
    target = tmp_path / "a.jpg"
    with pytest.raises(FileExistsError):
        write(target, IfThere.REFUSE, lambda: target.write_bytes(b"somebody's"))
    assert target.read_bytes() == b"somebody's"
    assert names(tmp_path) == ["a.jpg"]


@nameless
def test_replacing_is_one_step(tmp_path: Path, has_nameless: bool) -> None:
    target = tmp_path / "a.jpg"
    target.write_bytes(b"old")
    with pytest.raises(RuntimeError):
        write(target, IfThere.REPLACE, stop)
    assert target.read_bytes() == b"old"
    seen: list[bytes] = []
    write(target, IfThere.REPLACE, lambda: seen.append(target.read_bytes()))
    assert seen == [b"old"]
    assert target.read_bytes() == b"content"
    assert names(tmp_path) == ["a.jpg"]


def test_a_link_to_nowhere_is_somebodys_too(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError), new_file(tmp_path / "a.jpg", IfThere.REFUSE, 0o644):
        pytest.fail("nothing is to be written")
    assert not (tmp_path / "nowhere").exists()


def test_a_disk_without_hard_links_gets_the_file_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_link(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.delattr(os, "O_TMPFILE", raising=False)
    monkeypatch.setattr(os, "link", no_link)
    target = tmp_path / "a.jpg"
    with new_file(target, IfThere.REFUSE, 0o644) as stream:
        stream.write(b"content")
    assert target.read_bytes() == b"content"
    assert names(tmp_path) == ["a.jpg"]
    with pytest.raises(FileExistsError):
        write(tmp_path / "b.jpg", IfThere.REFUSE, lambda: (tmp_path / "b.jpg").write_bytes(b"somebody's"))
    assert (tmp_path / "b.jpg").read_bytes() == b"somebody's"
    assert names(tmp_path) == ["a.jpg", "b.jpg"]


def start_half(target: Path, *, is_nameless: bool) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HALF, os.fspath(target), str(is_nameless)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=PROJECT,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "half\n"
    return process


def end(process: subprocess.Popen[str], number: int) -> None:
    process.send_signal(number)
    process.wait(10)
    for stream in (process.stdin, process.stdout):
        assert stream is not None
        stream.close()


@pytest.mark.parametrize("is_nameless", [True, False])
def test_a_killed_writer_leaves_nothing_that_the_next_does_not_take_away(tmp_path: Path, is_nameless: bool) -> None:
    killed = start_half(tmp_path / "a.jpg", is_nameless=is_nameless)
    end(killed, signal.SIGKILL)
    assert len(names(tmp_path)) == (0 if is_nameless else 1)
    with new_file(tmp_path / "b.jpg", IfThere.REFUSE, 0o644) as stream:
        stream.write(b"content")
    assert names(tmp_path) == ["b.jpg"]


def test_another_writers_unfinished_file_is_left_alone(tmp_path: Path) -> None:
    other = start_half(tmp_path / "a.jpg", is_nameless=False)
    try:
        [part] = names(tmp_path)
        with new_file(tmp_path / "b.jpg", IfThere.REFUSE, 0o644) as stream:
            stream.write(b"content")
        assert names(tmp_path) == sorted([part, "b.jpg"])
    finally:
        end(other, signal.SIGKILL)


def test_only_names_of_ours_are_taken_away(tmp_path: Path) -> None:
    for name in (".reverie-notes.txt", "holiday.part", ".reverie", ".reverie-x.partly"):
        (tmp_path / name).write_bytes(b"somebody's")
    (tmp_path / ".reverie-folder.part").mkdir()
    before = names(tmp_path)
    with new_file(tmp_path / "b.jpg", IfThere.REFUSE, 0o644) as stream:
        stream.write(b"content")
    assert names(tmp_path) == sorted([*before, "b.jpg"])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), new_file(tmp_path / "no" / "a.jpg", IfThere.REFUSE, 0o644):
        pytest.fail("nothing is to be written")


def test_a_name_that_is_too_long_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too long"), new_file(tmp_path / ("n" * 300), IfThere.REFUSE, 0o644):
        pytest.fail("nothing is to be written")


AS_ANYBODY = """
import os, sys
from pathlib import Path
from desktop_app.domain.full_picture import IfThere
from desktop_app.imaging.new_file import new_file
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
for name in sys.argv[1:]:
    try:
        with new_file(Path(name) / "a.jpg", IfThere.REFUSE, 0o644) as stream:
            stream.write(b"content")
        print("written")
    except PermissionError as error:
        print(type(error).__name__)
"""


def test_a_user_without_powers_writes_where_that_is_allowed_and_nowhere_else() -> None:
    with tempfile.TemporaryDirectory() as place:  # pytest's own folders are closed to other users
        os.chmod(place, 0o755)
        for name, permissions in (("mine", 0o777), ("closed", 0o555), ("unseen", 0o333)):
            os.mkdir(os.path.join(place, name))
            os.chmod(os.path.join(place, name), permissions)
        folders = [os.path.join(place, name) for name in ("mine", "closed", "unseen")]
        done = subprocess.run(
            [sys.executable, "-c", AS_ANYBODY, *folders], capture_output=True, text=True, cwd=PROJECT, check=False
        )
        assert done.stdout.split() == ["written", "PermissionError", "PermissionError"], done.stderr
        assert os.listdir(folders[0]) == ["a.jpg"]
        assert not os.listdir(folders[1])
        os.chmod(folders[2], 0o700)
        assert not os.listdir(folders[2])
