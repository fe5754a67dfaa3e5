"""The README shows the window: its pictures are there, small, without metadata, and their photos are credited."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "packaging" / "screenshots"
MAX_BYTES = 250_000


def test_the_readme_shows_the_window_in_light_and_dark() -> None:
    text = (PROJECT / "README.md").read_text("utf-8")
    named = re.findall(r'(?:src|srcset)="([^"]+)"', text)
    assert sorted(PROJECT / name for name in named) == sorted(FOLDER.glob("*.webp"))
    assert len(named) == 2
    (words,) = re.findall(r'<img [^>]*alt="([^"]+)"', text)
    assert len(words) > 40


def test_the_pictures_are_small_and_say_nothing_but_what_they_show() -> None:
    for file in FOLDER.glob("*.webp"):
        assert file.stat().st_size < MAX_BYTES
        with Image.open(file) as picture:
            assert picture.size == (1280, 800)
            assert not {"exif", "xmp", "icc_profile"} & set(picture.info)


def test_every_picture_is_credited() -> None:
    told = (FOLDER / "CREDITS.md").read_text("utf-8")
    assert all(f"`{file.name}`" in told for file in FOLDER.glob("*.webp"))
    assert len(re.findall(r"creativecommons\.org", told)) >= 2
