"""A noisy photo from the page to a new version and back, in a library as it ships: decoders, network and all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.gui.window import MainWindow
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

WAIT_MS = 120_000
SIGMA = 18.0


@pytest.fixture
def library(tmp_path: Path, monkeypatch) -> Iterator[Library]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    opened = Library.open(LibraryPaths(tmp_path / "home", tmp_path / "cache"), Settings(), decoder_count=1)
    yield opened
    opened.close()


@pytest.fixture
def noisy(tmp_path: Path, draw_photo) -> Path:
    """A folder with one photo full of grain."""
    folder = tmp_path / "Pictures"
    folder.mkdir()
    path = folder / "night.jpg"
    draw_photo(path, 1, 3, (480, 320))
    with Image.open(path) as picture:
        exif, pixels = picture.getexif(), np.asarray(picture.convert("RGB")).astype(np.float32)
    pixels += np.random.default_rng(2).normal(0, SIGMA, pixels.shape)
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path, quality=95, exif=exif)
    return path


def grain(pixels: np.ndarray) -> float:
    """Returns the deviation from pixel to pixel, which grain has and a smooth picture has not."""
    fine = pixels.astype(np.float32)
    return float(np.median(np.abs(fine[:, 1:] - fine[:, :-1])))


@pytest.mark.slow
def test_a_photo_is_freed_of_noise_beside_its_original_and_undo_takes_that_back(
    qtbot, theme_app, library: Library, noisy: Path
) -> None:
    original = hashlib.sha256(noisy.read_bytes()).digest()
    library.add_root(noisy.parent)
    library.index().result(120)
    window = MainWindow(library, Settings(is_motion_reduced=True), lambda _s: None)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(lambda: len(window.space.model.timeline) == 1, timeout=WAIT_MS)
    first = window.space.model.id_at(0)
    window.space.grid.set_current_id(first)

    window.actions_table["denoise"].trigger()
    page = window.denoise_desk.shown
    seen: list = []
    page.preview.answered.connect(seen.append)
    qtbot.waitUntil(lambda: bool(seen) and seen[-1].is_final, timeout=WAIT_MS)
    assert page.canvas.divider.isVisible()
    assert seen[-1].level.sigma == pytest.approx(SIGMA, rel=0.35)
    with Image.open(noisy) as picture:
        assert grain(seen[-1].pixels) < 0.4 * grain(np.asarray(picture))
    page.panel.strength.setValue(0)
    qtbot.waitUntil(lambda: seen[-1].is_final and grain(seen[-1].pixels) > SIGMA / 2, timeout=WAIT_MS)
    with Image.open(noisy) as picture:  # nothing taken out: both sides are the same picture
        assert np.abs(seen[-1].pixels.astype(int) - np.asarray(picture)).mean() < 1
    page.panel.reset.click()

    page.panel.save.click()
    assert window.denoise_desk.work.isVisible()
    qtbot.waitUntil(lambda: not window.denoise_desk.is_saving, timeout=WAIT_MS)
    assert window.toast.words.text() == "Saved 1 new version"
    made = noisy.parent / "night denoised.jpg"
    with Image.open(made) as picture:
        assert picture.size == (480, 320)
        assert grain(np.asarray(picture)) < 0.5 * SIGMA
    assert hashlib.sha256(noisy.read_bytes()).digest() == original
    qtbot.waitUntil(lambda: [int(i) for i in window.space.model.timeline.ids] != [int(first)], timeout=WAIT_MS)
    assert len(window.space.model.timeline) == 1  # the version stands before its original

    window.toast.button.click()
    qtbot.waitUntil(lambda: [int(i) for i in window.space.model.timeline.ids] == [int(first)], timeout=WAIT_MS)
    assert not made.exists()
    assert hashlib.sha256(noisy.read_bytes()).digest() == original
    window.close()
