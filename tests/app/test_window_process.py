from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]
START_S = 250

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "photos"
    place.mkdir()
    for seed in range(4):
        small = np.random.default_rng(seed).integers(0, 255, (5, 7, 3), dtype=np.uint8)
        Image.fromarray(small).resize((320, 240)).save(place / f"{seed}.jpg")
    return place


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Starts the real program with a real, invisible window; whatever still runs at the end is killed."""
    children: list[subprocess.Popen[str]] = []

    def run(*words: str | Path) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-m", "desktop_app", "--home", str(home), *map(str, words)],
            cwd=PROJECT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
        )
        children.append(child)
        return child

    yield run
    for child in children:
        if child.poll() is None:
            child.kill()
        child.communicate()


def photos_in(home: Path) -> int:
    with (
        contextlib.suppress(sqlite3.OperationalError),
        contextlib.closing(sqlite3.connect(f"file:{home / 'library.db'}?mode=ro", uri=True)) as db,
    ):
        return int(db.execute("SELECT count(*) FROM photo WHERE decode_stage = 1").fetchone()[0])
    return -1


def wait_for(condition: Callable[[], bool], child: subprocess.Popen[str], seconds: float = START_S) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert child.poll() is None, child.communicate()
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.05)


def test_the_window_indexes_its_folders_and_ends_cleanly_when_told(start, home, folder) -> None:
    window = start(folder)
    wait_for(lambda: photos_in(home) == 4, window)
    window.send_signal(signal.SIGTERM)
    _out, err = window.communicate(timeout=START_S)
    assert window.returncode == 0, err
    assert "Traceback" not in err
    wal = home / "library.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0


def test_a_second_start_hands_over_its_folder_and_ends(start, home, folder, tmp_path) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "another.jpg").write_bytes((folder / "0.jpg").read_bytes() + b"\0")
    window = start(folder)
    wait_for(lambda: photos_in(home) == 4, window)
    second = start(more)
    _out, err = second.communicate(timeout=START_S)
    assert second.returncode == 0, err
    wait_for(lambda: photos_in(home) == 5, window)
    assert window.poll() is None


def test_after_a_kill_the_next_start_is_not_refused(start, home, folder) -> None:
    window = start(folder)
    wait_for(lambda: photos_in(home) == 4, window)
    window.kill()
    window.wait(START_S)
    (folder / "new.jpg").write_bytes((folder / "0.jpg").read_bytes() + b"\0")
    again = start()
    wait_for(lambda: photos_in(home) == 5, again)


def test_while_the_window_has_the_library_the_command_line_reads_and_does_not_write(start, home, folder) -> None:
    window = start(folder)
    wait_for(lambda: photos_in(home) == 4, window)
    display = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    answer = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(home), "index", str(folder)],
        cwd=PROJECT,
        env={k: v for k, v in os.environ.items() if k not in display},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "Traceback" not in answer.stderr
    found = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(home), "search", "jpg", "--json"],
        cwd=PROJECT,
        env={k: v for k, v in os.environ.items() if k not in display},
        capture_output=True,
        text=True,
        timeout=START_S,
        check=False,
    )
    assert found.returncode == 0, found.stderr
