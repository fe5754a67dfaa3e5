from __future__ import annotations

import functools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from desktop_app.paths import LibraryPaths
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.store import Store

PROJECT = Path(__file__).resolve().parents[2]
WRITTEN_AT_S = 1_760_000_000


@dataclass
class Answer:
    """What one run of the program gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Reverie = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def program_environment() -> dict[str, str]:
    """Returns this environment as it is now, without a display."""
    return {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}


def run_program(home: Path, *words: str | Path, timeout_s: float = 280) -> Answer:
    """Runs the real program in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(home), *map(str, words)],
        cwd=PROJECT,
        env=program_environment(),
        capture_output=True,
        text=True,
        errors="surrogateescape",
        stdin=subprocess.DEVNULL,
        timeout=timeout_s,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="session")
def asked_program() -> Iterator[Reverie]:
    """Runs commands in a program that stays, which takes a third of the time; see `asked_program.py`."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("asked_program.py"))]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    with subprocess.Popen(
        command, cwd=PROJECT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:

        def ask(home: Path, *words: str | Path) -> Answer:
            assert child.stdin is not None
            assert child.stdout is not None
            request = {"words": ["--home", str(home), *map(str, words)], "environment": program_environment()}
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            return Answer(**json.loads(child.stdout.readline()))

        yield ask
        assert child.stdin is not None
        child.stdin.close()


@pytest.fixture
def reverie(home: Path, asked_program: Reverie) -> Reverie:
    """Runs commands of the program, with a library of its own."""
    return functools.partial(asked_program, home)


@pytest.fixture
def started(home: Path) -> Reverie:
    """Runs the real program in a process of its own, with a library of its own."""
    return functools.partial(run_program, home)


def picture(seed: int, size: tuple[int, int] = (640, 480)) -> Image.Image:
    """A made-up picture with shapes of its own: different seeds look different, one seed is always the same."""
    random = np.random.default_rng(seed)
    small = random.integers(0, 255, (6, 8, 3), dtype=np.uint8)
    image = Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = int(random.integers(0, size[0])), int(random.integers(0, size[1]))
        r = int(random.integers(10, 90))
        colour = tuple(int(c) for c in random.integers(0, 255, 3))
        if random.random() < 0.5:
            draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)
        else:
            draw.rectangle((x - r, y - r // 2, x + r, y + r // 2), fill=colour)
    return image.filter(ImageFilter.GaussianBlur(0.6))


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The photos of `folder`, which takes a copy of them."""
    place = tmp_path_factory.mktemp("drawn") / "photos"
    (place / "summer trip").mkdir(parents=True)
    for seed in range(10):
        picture(seed).save(place / f"photo-{seed}.jpg", quality=90)
    picture(10).save(place / "summer trip" / "beach.png")
    (place / "summer trip" / "copy of 3.jpg").write_bytes((place / "photo-3.jpg").read_bytes())
    (place / "broken.jpg").write_bytes(b"this is no picture")
    (place / "film.mp4").write_bytes(b"\0" * 100)
    for file in place.rglob("*.*"):
        os.utime(file, (WRITTEN_AT_S, WRITTEN_AT_S))  # so long ago that nothing waits for it to rest
    return place


@pytest.fixture
def folder(drawn: Path, tmp_path: Path) -> Path:
    """Twelve photos in two folders, one of them twice, one file that is no picture, one of another format."""
    return shutil.copytree(drawn, tmp_path / "photos")


@pytest.fixture(scope="session")
def drawn_home(drawn: Path) -> Path:
    """A library of those photos, made by the program."""
    home = drawn.parent / "home"
    answer = run_program(home, "index", drawn)
    assert answer.status == 0, answer.err
    return home


def copy_home(made: Path, home: Path, folder: Path) -> None:
    """Makes `home` a copy of a library, whose only root is `folder` now, a copy of what it was."""
    shutil.copytree(made, home)
    store = Store.open(LibraryPaths(home, home / "cache"), is_writer=True)
    (root,) = store.roots.all()
    store.roots.relocate(root.id, folder, identity_of(folder))
    store.close()


@pytest.fixture
def indexed(drawn_home: Path, folder: Path, home: Path) -> Path:
    """The photos of `folder`, with a library that knows them as after `reverie index`."""
    copy_home(drawn_home, home, folder)
    return folder
