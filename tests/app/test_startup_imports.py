"""What the window's process has not loaded when its first tiles stand: none of it may come back unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
# The program, but that what waits for the first tiles waits for them on the slowest machine too.
WITHOUT_HASTE = """
import sys
from desktop_app.gui import first_tiles, for_you_desk, navigator
first_tiles.call_after.__kwdefaults__["latest_ms"] = 600_000
navigator.FIRST_TILES_MS = for_you_desk.PREPARE_AFTER_MS = 600_000
from desktop_app.__main__ import main
sys.exit(main())
"""

# asked for once the first page is there, so perhaps a moment before its pictures
BEHIND_THE_PAGE = (
    "desktop_app.domain.smart_album",
    "desktop_app.store.edits",
    "desktop_app.store.groups",
    "desktop_app.store.history",
)
LATE = (
    "PIL",
    "PySide6.QtNetwork",
    "desktop_app.domain.duplicate",
    "desktop_app.domain.event",
    "desktop_app.domain.group",
    "desktop_app.domain.suggestion",
    "desktop_app.gui.dialogs",
    "desktop_app.gui.duplicates_page",
    "desktop_app.gui.event_words",
    "desktop_app.gui.for_you_page",
    "desktop_app.gui.groups_page",
    "desktop_app.gui.history_dialogs",
    "desktop_app.gui.settings_dialog",
    "desktop_app.imaging",
    "desktop_app.library.applying",
    "desktop_app.library.commands",
    "desktop_app.library.flag_commands",
    "desktop_app.library.group_commands",
    "desktop_app.library.group_naming",
    "desktop_app.library.grouping",
    "desktop_app.library.occasions",
    "desktop_app.library.outside",
    "desktop_app.library.smart_album_commands",
    "desktop_app.library.smart_albums",
    "desktop_app.library.smart_searches",
    "desktop_app.library.trash",
    "desktop_app.library.trash_commands",
    "desktop_app.library.watching",
    "desktop_app.ml",
    "desktop_app.organize",
    "desktop_app.pipeline",
    "desktop_app.recommend",
    "desktop_app.search",
    "desktop_app.store.backup",
    "desktop_app.store.vector_index",
    "desktop_app.watch",
    "desktop_app.workers.decoders",
    "desktop_app.workers.inference",
    "email",
    "numpy.ma",
    "numpy.random",
    "onnxruntime",
    "sqlite_utils",
    "unittest",
    "urllib.request",
    "usearch",
    "watchdog",
    "xml",
)


def of_late(loaded: set[str], names: tuple[str, ...]) -> list[str]:
    """Returns those modules that are one of the names, or lie below one."""
    return sorted(module for module in loaded if any(module == name or module.startswith(f"{name}.") for name in names))


def test_importing_the_window_loads_nothing_that_comes_after_its_first_tiles() -> None:
    code = "import sys, desktop_app.app; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=250)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split())
    assert "desktop_app.gui.photo_grid" in loaded
    assert of_late(loaded, (*LATE, *BEHIND_THE_PAGE)) == []


@pytest.fixture
def window_home(tmp_path: Path) -> Path:
    """A library whose photos have their thumbnails, so that a window shows tiles at once."""
    import numpy as np
    from PIL import Image

    photos = tmp_path / "photos"
    photos.mkdir()
    for seed in range(5):
        small = np.random.default_rng(seed).integers(0, 255, (5, 7, 3), dtype=np.uint8)
        Image.fromarray(small).resize((320, 240)).save(photos / f"{seed}.jpg")
    subprocess.run(
        [sys.executable, "-m", "desktop_app", "--home", str(tmp_path / "home"), "index", str(photos)],
        cwd=PROJECT,
        check=True,
        capture_output=True,
        timeout=250,
    )
    return tmp_path / "home"


def test_no_background_work_is_loaded_when_the_first_tiles_stand(window_home: Path) -> None:
    window = subprocess.Popen(
        [sys.executable, "-X", "importtime", "-c", WITHOUT_HASTE, "--home", str(window_home)],
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "REVERIE_TRACE_FIRST_PAINT": "1"},
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    loaded: set[str] = set()
    try:
        assert window.stderr is not None
        for line in window.stderr:
            if line.startswith("first-tiles"):
                break
            if line.startswith("import time:"):
                loaded.add(line.rsplit("|", 1)[1].strip())
        else:
            pytest.fail(f"the window ended without tiles: {window.wait(60)}")
    finally:
        window.kill()
        window.communicate()
    assert "desktop_app.gui.photo_grid" in loaded
    assert of_late(loaded, LATE) == []
