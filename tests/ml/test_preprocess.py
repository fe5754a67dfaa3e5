"""Pictures become the tensors that the manifest describes."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from desktop_app.ml.manifest import InputSpec
from desktop_app.ml.preprocess import check_image, prepare, resize


def spec(size_px: int = 224, kept_share: float = 1.0, border_px: int = 0) -> InputSpec:
    return InputSpec("image", size_px, kept_share, border_px, (9, 8, 7), (1, 1, 1), "RGB", "NHWC uint8", "squash")


def natural(height: int, width: int, seed: int = 0) -> np.ndarray:
    """Smooth and sharp parts together, as photos have them."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (max(height // 16, 1), max(width // 16, 1), 3), dtype=np.uint8)
    big = np.asarray(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)).copy()
    big[height // 3 : height // 2, width // 4 : width // 2] = rng.integers(0, 256, 3)
    return big


@pytest.mark.parametrize("shape", [(384, 512), (512, 341), (224, 224), (100, 80), (512, 512), (37, 411)])
def test_resizing_agrees_with_pillow(shape: tuple[int, int]) -> None:
    picture = natural(*shape)
    ours = resize(picture, 224, 224).astype(int)
    theirs = np.asarray(Image.fromarray(picture).resize((224, 224), Image.Resampling.BILINEAR)).astype(int)
    assert ours.shape == (224, 224, 3)
    assert np.abs(ours - theirs).max() <= 3
    assert np.abs(ours - theirs).mean() < 0.6


@pytest.mark.parametrize("value", [0, 1, 127, 128, 254, 255])
@pytest.mark.parametrize("shape", [(1, 1), (3, 500), (512, 384)])
def test_a_plain_picture_keeps_its_colour_exactly(value: int, shape: tuple[int, int]) -> None:
    plain = np.full((*shape, 3), value, np.uint8)
    assert (resize(plain, 224, 224) == value).all()
    assert (resize(plain, 224, 224, kept_share=0.875) == value).all()


def test_the_middle_is_kept_as_resizing_whole_and_cropping_does() -> None:
    picture = natural(384, 512)
    ours = prepare(picture, spec(224, 224 / 256)).astype(int)
    whole = Image.fromarray(picture).resize((256, 256), Image.Resampling.BILINEAR)
    theirs = np.asarray(whole)[16:240, 16:240].astype(int)
    assert np.abs(ours - theirs).max() <= 3


def test_a_border_in_the_mean_colour_frames_the_picture() -> None:
    picture = natural(200, 300)
    framed = prepare(picture, spec(border_px=3))
    assert framed.shape == (230, 230, 3)
    assert (framed[3:-3, 3:-3] == prepare(picture, spec())).all()
    frame = np.ones((230, 230), bool)
    frame[3:-3, 3:-3] = False
    assert (framed[frame] == (9, 8, 7)).all()


def test_a_mirrored_picture_gives_the_mirrored_tensor() -> None:
    picture = natural(301, 417)
    mirrored = prepare(np.ascontiguousarray(picture[:, ::-1]), spec())
    assert np.abs(prepare(picture, spec())[:, ::-1].astype(int) - mirrored).max() <= 2


def test_the_source_is_left_as_it_was_and_may_be_a_view() -> None:
    picture = natural(200, 300)
    before = picture.copy()
    view = prepare(picture[::2, ::2], spec())
    assert (picture == before).all()
    assert (view == prepare(picture[::2, ::2].copy(), spec())).all()


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((10, 10), np.uint8),
        np.zeros((10, 10, 4), np.uint8),
        np.zeros((0, 10, 3), np.uint8),
        np.zeros((10, 10, 3), np.float32),
        "a picture",
    ],
)
def test_what_is_no_picture_is_named(wrong: object) -> None:
    assert check_image(wrong)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"not an|picture"):
        prepare(wrong, spec())  # type: ignore[arg-type]
