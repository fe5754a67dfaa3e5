"""Flags: pure thresholds, a reason for each, few false alarms on real photos, few misses on spoilt ones.

The rates seen while choosing the thresholds stand beside `RATES` below.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from desktop_app.domain.flagging import FlagChoices, flags_of
from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata
from desktop_app.imaging.measures import measure
from desktop_app.pipeline.flags import assess

GOOD = Measures(
    sharpness=0.9,
    brightness=0.45,
    clipped_dark=0.01,
    clipped_light=0.01,
    noise_sigma=1.0,
    colourfulness=40.0,
    average_rgb=0x707070,
    palette=((0x202020, 0.5), (0xD0D0D0, 0.5)),
    phash=1,
    screenshot=0.02,
    document=0.02,
)
Pixels = NDArray[np.uint8]


def flags_for(measures: Measures | None, sensitivity: float | None, concepts: object, metadata: Metadata) -> list[Flag]:
    found = assess(measures, sensitivity, concepts, metadata)  # type: ignore[arg-type]
    return list(flags_of(found, iso=metadata.iso))


def names(measures: Measures | None, sensitivity: float | None = 0.01, **options: object) -> list[FlagName]:
    concepts = options.get("concepts", ())
    metadata = options.get("metadata", Metadata())
    return [flag.name for flag in flags_for(measures, sensitivity, concepts, metadata)]  # type: ignore[arg-type]


def test_a_good_photo_has_no_flag() -> None:
    assert names(GOOD) == []
    assert names(None, None) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"sharpness": 0.1}, FlagName.BLURRY),
        ({"brightness": 0.03}, FlagName.DARK),
        ({"brightness": 0.8, "clipped_light": 0.6, "palette": ((0xFFFFFF, 1.0),)}, FlagName.OVEREXPOSED),
        ({"noise_sigma": 15.0}, FlagName.NOISY),
        ({"screenshot": 0.95}, FlagName.SCREENSHOT),
        ({"document": 0.95}, FlagName.DOCUMENT),
    ],
)
def test_each_measure_raises_its_flag_with_a_reason(change: dict[str, object], expected: FlagName) -> None:
    found = flags_for(replace(GOOD, **change), 0.0, (), Metadata())  # type: ignore[arg-type]
    assert [flag.name for flag in found] == [expected]
    assert 0.5 <= found[0].score <= 1.0
    assert found[0].why.endswith(".")
    assert found[0].why[0].isupper()
    assert not found[0].is_dismissed


def test_sensitivity_and_weapons_come_from_the_models() -> None:
    assert names(GOOD, 0.9) == [FlagName.SENSITIVE]
    assert names(GOOD, None) == []
    assert names(GOOD, concepts={"revolver, six-gun": 0.4, "assault rifle": 0.3}) == [FlagName.WEAPON]
    assert names(GOOD, concepts=(("weapon", 0.7), ("rifle", 0.6))) == [FlagName.WEAPON]
    assert names(GOOD, concepts=(("assault_rifle", 0.3), ("hair dryer", 0.9))) == []
    weapon = flags_for(GOOD, 0.0, (("weapon", 0.7), ("rifle", 0.6)), Metadata())[0]
    assert weapon.score == pytest.approx(0.7), "the whole and its parts must not be added"


def test_a_picture_without_edges_is_not_called_blurry() -> None:
    assert names(replace(GOOD, sharpness=0.0)) == []


def test_exposure_settings_speak_against_a_screenshot() -> None:
    assert names(replace(GOOD, screenshot=0.95), metadata=Metadata(exposure_s=0.01)) == []


def test_what_is_drawn_is_neither_blurred_nor_badly_exposed() -> None:
    bright = replace(GOOD, brightness=0.95, clipped_light=0.9, sharpness=0.2, palette=((0xFFFFFF, 1.0),))
    assert names(replace(bright, document=0.99)) == [FlagName.DOCUMENT]
    assert names(replace(GOOD, brightness=0.05, screenshot=0.99)) == [FlagName.SCREENSHOT]


def test_a_blurred_photo_is_no_screenshot_for_its_flat_areas() -> None:
    assert names(replace(GOOD, sharpness=0.15, screenshot=0.9)) == [FlagName.BLURRY]


def test_a_thing_before_white_is_not_burnt_out() -> None:
    product = replace(GOOD, brightness=0.8, clipped_light=0.6, palette=((0xFFFFFF, 0.55), (0x202020, 0.45)))
    assert names(product) == []


def test_the_iso_number_goes_into_the_reason() -> None:
    found = flags_for(replace(GOOD, noise_sigma=20.0), None, (), Metadata(iso=12800))
    assert "ISO 12800" in found[0].why


def test_a_slider_moves_where_a_flag_begins() -> None:
    soft = assess(replace(GOOD, sharpness=0.5), None, (), Metadata())
    assert flags_of(soft) == ()
    many = FlagChoices().placed(FlagName.BLURRY, 100)
    assert [flag.name for flag in flags_of(soft, many)] == [FlagName.BLURRY]
    assert flags_of(soft, many.placed(FlagName.BLURRY, -1)) == ()
    assert [flag.name for flag in flags_of(soft, many.placed(FlagName.DARK, 0))] == [FlagName.BLURRY]


def test_a_score_does_not_depend_on_the_slider() -> None:
    soft = assess(replace(GOOD, sharpness=0.2), None, (), Metadata())
    scores = {flags_of(soft, FlagChoices().placed(FlagName.BLURRY, place))[0].score for place in (20, 50, 100)}
    assert len(scores) == 1


def test_worse_means_surer() -> None:
    scores = [flags_for(replace(GOOD, sharpness=s), None, (), Metadata())[0].score for s in (0.3, 0.2, 0.1)]
    assert scores == sorted(scores)
    scores = [flags_for(replace(GOOD, noise_sigma=s), None, (), Metadata())[0].score for s in (9.0, 15.0, 30.0)]
    assert scores == sorted(scores)


def small(path: Path) -> Pixels:
    with Image.open(path) as image:
        image.draft("RGB", (512, 512))
        image.thumbnail((512, 512))
        return np.asarray(image.convert("RGB"))


@pytest.fixture(scope="module")
def snapshots(data_dir: Path) -> list[Pixels]:
    return [small(path) for path in sorted((data_dir / "captioned" / "flickr8k").glob("*.jpg"))[::4]]


def rates(pictures: list[Pixels]) -> dict[FlagName, float]:
    """Returns the share of the pictures that bear each flag."""
    found = [names(measure(picture)) for picture in pictures]
    return {flag: sum(flag in flags for flags in found) / len(found) for flag in FlagName}


@pytest.mark.slow
def test_real_photos_seldom_raise_a_false_alarm(snapshots: list[Pixels]) -> None:
    found = rates(snapshots)
    for flag in (FlagName.BLURRY, FlagName.DARK, FlagName.OVEREXPOSED, FlagName.SCREENSHOT, FlagName.DOCUMENT):
        assert found[flag] <= 0.05, flag
    assert found[FlagName.NOISY] <= 0.06


def gaussian(picture: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(3)))


def dragged(picture: Pixels) -> Pixels:
    wide = picture.astype(np.float32)
    return np.mean([np.roll(wide, step, axis=1) for step in range(21)], axis=0).astype(np.uint8)


def grained(picture: Pixels) -> Pixels:
    grain = np.random.default_rng(3).normal(0, 20, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)


def darkened(picture: Pixels) -> Pixels:
    return (picture * 0.15).astype(np.uint8)


def burnt(picture: Pixels) -> Pixels:
    return np.clip(picture.astype(np.float32) * 2.5, 0, 255).astype(np.uint8)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("edit", "flag", "at_least"),
    [
        (gaussian, FlagName.BLURRY, 0.9),
        (dragged, FlagName.BLURRY, 0.65),
        (grained, FlagName.NOISY, 0.8),
        (darkened, FlagName.DARK, 0.85),
        (burnt, FlagName.OVEREXPOSED, 0.4),
    ],
)
def test_spoilt_photos_are_found(
    edit: Callable[[Pixels], Pixels], flag: FlagName, at_least: float, snapshots: list[Pixels]
) -> None:
    spoilt = []
    for picture in snapshots:
        buffer = io.BytesIO()
        Image.fromarray(edit(picture)).save(buffer, "JPEG", quality=90)
        spoilt.append(np.asarray(Image.open(buffer)))
    assert rates(spoilt)[flag] >= at_least
