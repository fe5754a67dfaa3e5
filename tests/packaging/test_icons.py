"""The icon is drawn for every system, at every size from the vectors."""

from __future__ import annotations

import runpy
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def script() -> dict:
    return runpy.run_path(str(PROJECT / "packaging" / "icons" / "build.py"))


@pytest.fixture(scope="module")
def icons(script, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("icons")
    written = script["build"](out)
    assert sorted(written) == sorted(path for path in out.rglob("*") if path.is_file())
    return out


def test_the_windows_icon_holds_each_size_drawn_for_itself(script, icons) -> None:
    with Image.open(icons / "reverie.ico") as ico:
        assert ico.info["sizes"] == {(size, size) for size in script["ICO_SIZES_PX"]}
        small = ico.ico.getimage((16, 16)).convert("RGBA")
    with Image.open(icons / "hicolor" / "16x16" / "apps" / "reverie.png") as drawn:
        assert np.array_equal(np.asarray(small), np.asarray(drawn))


def test_the_mac_icon_goes_up_to_retina(icons) -> None:
    with Image.open(icons / "reverie.icns") as icns:
        pixels = {width * scale for width, _height, scale in icns.info["sizes"]}
    assert {32, 64, 128, 256, 512, 1024} <= pixels


def test_the_theme_has_each_size_and_the_vectors(script, icons) -> None:
    for size in script["HICOLOR_SIZES_PX"]:
        with Image.open(icons / "hicolor" / f"{size}x{size}" / "apps" / "reverie.png") as png:
            assert png.size == (size, size)
            assert png.mode == "RGBA"
    assert (icons / "hicolor" / "scalable" / "apps" / "reverie.svg").read_bytes() == script["DRAWING"].read_bytes()


@pytest.mark.parametrize("size", [16, 32, 512])
@pytest.mark.parametrize("ground", [(243, 243, 243), (30, 31, 34)])
def test_the_icon_stands_out_on_light_and_on_dark_ground(icons, size: int, ground: tuple[int, int, int]) -> None:
    with Image.open(icons / "hicolor" / f"{size}x{size}" / "apps" / "reverie.png") as png:
        rgba = np.asarray(png).astype(float)
    assert rgba[0, 0, 3] == 0  # the corner is transparent
    is_drawn = rgba[..., 3] > 250
    assert 0.5 < is_drawn.mean() < 0.95
    difference = np.abs(rgba[..., :3] - np.array(ground)).max(axis=2)[is_drawn]
    assert (difference > 60).mean() > 0.8
