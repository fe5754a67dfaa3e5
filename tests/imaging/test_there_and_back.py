"""Real, broken and mutated photos taken apart and put together again: they look and say the same, or are refused."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms

from desktop_app.domain.full_picture import IfThere
from desktop_app.errors import DecodeError
from desktop_app.imaging.decode import DecodeOptions, decode_photo
from desktop_app.imaging.formats import SUFFIXES, suffix_of
from desktop_app.imaging.full_picture import unpack
from desktop_app.imaging.new_picture import pack
from tests.imaging.pictures import difference, encode, mutated, scene
from tests.imaging.rows import camera_exif

QUICK = DecodeOptions(want_measures=False, thumbnail_quality=0)
MUTATIONS = int(os.environ.get("REVERIE_FUZZ", "30"))


def small(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(Image.fromarray(pixels).resize((96, 96), Image.Resampling.BOX))


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["exif-orientation", "exif-samples", "immich-test-assets"])
def test_real_photos_look_and_say_the_same_afterwards(data_dir: Path, tmp_path: Path, folder: str) -> None:
    paths = sorted(path for path in (data_dir / "camera" / folder).rglob("*") if suffix_of(path) in SUFFIXES)
    done = 0
    for number, original in enumerate(path for path in paths if path.stat().st_size < 600_000):
        rows = tmp_path / str(number)
        rows.mkdir()
        picture = unpack(original, rows)
        target = tmp_path / f"{original.stem} {number}{picture.suffix}"
        pack(picture, picture.pixels, target)
        before, after = decode_photo(original, QUICK), decode_photo(target, QUICK)
        assert replace(after.metadata, orientation=1) == replace(before.metadata, orientation=1), original.name
        assert (after.width_px, after.height_px) == (before.width_px, before.height_px), original.name
        assert difference(small(after.rgb), small(before.rgb)) < 2, original.name
        assert (target.stat().st_mtime_ns == original.stat().st_mtime_ns) == bool(picture.kept.modified_ns)
        shutil.rmtree(rows)
        done += 1
    assert done > 10


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "AVIF", "HEIF"])
def test_mutated_files_are_saved_whole_or_refused_in_words(
    tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]
) -> None:
    options = (
        {} if kind == "HEIF" else {"icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    )
    data = encode(scene(120, 90), kind, exif=camera_exif(orientation=6), **options)
    outcomes = {"saved": 0, "refused": 0}
    for seed in range(MUTATIONS):
        rows = tmp_path / str(seed)
        rows.mkdir()
        (tmp_path / "a.x").write_bytes(mutated(data, random.Random(seed)))
        try:
            picture = unpack(tmp_path / "a.x", rows)
        except DecodeError:
            assert not list(rows.iterdir())
            outcomes["refused"] += 1
            continue
        for path in (tmp_path / f"new{picture.suffix}", tmp_path / "new.tif"):
            pack(picture, picture.pixels, path, IfThere.REPLACE)
            with Image.open(path) as image:
                image.load()
                assert image.size == (picture.width, picture.height)
        outcomes["saved"] += 1
    assert outcomes["refused"] > 0
    assert outcomes["saved"] > 0 or kind == "PNG"  # every chunk of which is summed up
    assert not list(tmp_path.glob(".reverie-*"))
    capfd.readouterr()  # libtiff speaks to stderr by itself
