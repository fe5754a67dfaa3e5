from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.conftest import PROJECT

SIDE = 192


def picture() -> np.ndarray:
    """A smooth picture with some edges, (SIDE, SIDE, 3) float in 8-bit steps."""
    y, x = np.mgrid[0:SIDE, 0:SIDE] / SIDE
    base = np.stack([60 + 120 * x, 90 + 90 * y, 200 - 140 * x * y], -1)
    base[40:90, 50:140] = (40, 70, 120)
    base[(x - 0.7) ** 2 + (y - 0.7) ** 2 < 0.02] = (220, 190, 60)
    return base


def psnr(path: Path) -> float:
    return float(10 * np.log10(255**2 / np.mean((np.asarray(Image.open(path).convert("RGB"), float) - picture()) ** 2)))


@pytest.fixture
def noisy(tmp_path: Path) -> Path:
    """A photo with white noise of deviation 20."""
    path = tmp_path / "night.png"
    pixels = picture() + np.random.default_rng(3).normal(0, 20, (SIDE, SIDE, 3))
    Image.fromarray(np.clip(pixels + 0.5, 0, 255).astype(np.uint8)).save(path)
    return path


def test_a_file_is_denoised_into_another_and_stays_as_it_is(reverie, noisy, tmp_path) -> None:
    before, out = noisy.read_bytes(), tmp_path / "clean.png"
    answer = reverie("denoise", noisy, out, "--json")
    assert answer.status == 0, answer.err
    assert set(answer.json) == {"sigma", "seconds", "megapixels"}
    assert answer.json["sigma"] == pytest.approx(20, rel=0.15)
    assert answer.json["megapixels"] == pytest.approx(SIDE * SIDE / 1e6, abs=0.01)
    assert noisy.read_bytes() == before
    assert psnr(out) > psnr(noisy) + 8
    assert sorted(os.listdir(tmp_path)) == ["clean.png", "night.png"]


def test_strength_nothing_changes_nothing_and_half_lies_between(reverie, noisy, tmp_path) -> None:
    none, half, full = (tmp_path / f"{name}.png" for name in ("none", "half", "full"))
    for path, strength in ((none, "0"), (half, "0.5"), (full, "auto")):
        assert reverie("denoise", noisy, path, "--strength", strength).status == 0
    assert np.array_equal(np.asarray(Image.open(none)), np.asarray(Image.open(noisy)))
    assert psnr(noisy) < psnr(half) < psnr(full)
    assert reverie("denoise", noisy, tmp_path / "x.png", "--strength", "1.5").status == 2
    assert reverie("denoise", noisy, tmp_path / "x.png", "--strength", "much").status == 2


def test_a_file_that_is_there_is_only_replaced_when_that_was_said_and_the_original_never(
    reverie, noisy, tmp_path
) -> None:
    out = tmp_path / "out.png"
    out.write_bytes(b"precious")
    refused = reverie("denoise", noisy, out)
    assert (refused.status, out.read_bytes()) == (1, b"precious")
    assert "is there already" in refused.err
    assert reverie("denoise", noisy, out, "--force").status == 0
    assert psnr(out) > psnr(noisy) + 8
    before = noisy.read_bytes()
    itself = reverie("denoise", noisy, noisy, "--force")
    assert itself.status == 1
    assert "never written over" in itself.err
    (tmp_path / "link.png").symlink_to(noisy)
    assert reverie("denoise", noisy, tmp_path / "link.png", "--force").status == 1
    assert noisy.read_bytes() == before


def test_what_cannot_be_done_is_said_in_one_plain_sentence(reverie, noisy, tmp_path) -> None:
    (tmp_path / "text.jpg").write_text("no picture")
    for words, sentence in (
        ((tmp_path / "gone.jpg", tmp_path / "o.jpg"), "There is no file"),
        ((tmp_path / "text.jpg", tmp_path / "o.jpg"), "text.jpg cannot be denoised"),
        ((noisy, tmp_path / "nowhere" / "o.jpg"), "There is no folder"),
        ((noisy, tmp_path / "o.xyz"), "o.xyz"),
        ((tmp_path, tmp_path / "o.jpg"), "cannot be denoised"),
        ((noisy, tmp_path), f"{tmp_path} is a folder. Give the new file a name."),
        ((noisy, tmp_path, "--force"), "is a folder. Give the new file a name."),
        ((noisy, ""), "is a folder. Give the new file a name."),
    ):
        answer = reverie("denoise", *words)
        assert answer.status == 1
        assert sentence in answer.err
        assert "Traceback" not in answer.err
        assert answer.err.count("\n") == 1
    assert not list(tmp_path.glob("o.*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no kill -9 there")
def test_killed_in_the_middle_it_leaves_no_new_file(noisy, tmp_path, home) -> None:
    large, out = tmp_path / "large.png", tmp_path / "out" / "large.png"
    out.parent.mkdir()
    Image.open(noisy).resize((2400, 2400)).save(large)
    words = [sys.executable, "-m", "desktop_app", "--home", str(home), "denoise", str(large), str(out)]
    program = subprocess.Popen(words, cwd=PROJECT, env=os.environ | {"TMPDIR": str(tmp_path)})
    try:
        wait_for(lambda: any(tmp_path.glob("reverie-*/denoise/*/denoised.raw")), program)
    finally:
        program.send_signal(signal.SIGKILL)
        program.wait(30)
    assert os.listdir(out.parent) == []
    shutil.rmtree(out.parent)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals there")
def test_stopped_it_says_that_there_is_no_new_file(noisy, tmp_path, home) -> None:
    large, out = tmp_path / "large.png", tmp_path / "out" / "large.png"
    out.parent.mkdir()
    Image.open(noisy).resize((2400, 2400)).save(large)
    words = [sys.executable, "-m", "desktop_app", "--home", str(home), "denoise", str(large), str(out)]
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    program = subprocess.Popen(words, cwd=PROJECT, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: any(tmp_path.glob("reverie-*/denoise/*/denoised.raw")), program)
        program.send_signal(signal.SIGTERM)
        _, told = program.communicate(timeout=60)
    finally:
        program.kill()
        program.wait(30)
    assert (program.returncode, told) == (130, "reverie: Stopped; there is no new file.\n")
    assert os.listdir(out.parent) == []


def wait_for(condition, program: subprocess.Popen[bytes]) -> None:
    while not condition():
        assert program.poll() is None, "it ended before it was killed"
        try:
            program.wait(0.01)
        except subprocess.TimeoutExpired:
            continue
