from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont
from shots import shot, square

from desktop_app.domain.duplicate import SURE_LIKENESS
from desktop_app.organize.same_picture import likenesses


def alike(first: Image.Image, second: Image.Image, *, is_graphic: bool = False) -> float:
    return float(likenesses(square(first)[None], square(second)[None], np.array([is_graphic]))[0])


def saved(picture: Image.Image, quality: int) -> Image.Image:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return Image.open(out).convert("RGB")


def stamped(picture: Image.Image) -> Image.Image:
    copy = picture.copy()
    ImageDraw.Draw(copy).text((250, 320), "(c) somebody", font=ImageFont.load_default(size=30), fill="white")
    return copy


EDITS = {
    "saved again": lambda p: saved(p, 40),
    "resized": lambda p: p.resize((200, 150)),
    "cropped": lambda p: p.crop((20, 5, 470, 340)),
    "cropped all round": lambda p: p.crop((30, 25, 450, 335)),
    "brighter": lambda p: ImageEnhance.Brightness(p).enhance(1.3),
    "stamped": stamped,
    "grey": lambda p: p.convert("L").convert("RGB"),
    "turned": lambda p: p.transpose(Image.Transpose.ROTATE_90),
    "mirrored": lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "mirrored and turned": lambda p: p.transpose(Image.Transpose.TRANSVERSE),
    "turned, cropped, grey": lambda p: p.crop((15, 15, 460, 350)).transpose(Image.Transpose.ROTATE_270).convert("L"),
}


@pytest.mark.parametrize("name", list(EDITS))
def test_an_edit_is_the_same_picture_either_way_round(name: str) -> None:
    for seed in range(4):
        picture = shot(seed)
        assert alike(picture, EDITS[name](picture)) > 0.5, seed
        assert alike(EDITS[name](picture), picture) > 0.5, seed


def test_other_pictures_are_not() -> None:
    squares = np.stack([square(shot(seed)) for seed in range(24)])
    first, second = np.triu_indices(24, 1)
    assert not likenesses(squares[first], squares[second], np.zeros(len(first), bool)).any()


def test_b1_two_photos_of_one_scene_in_which_things_moved_are_not_one_picture() -> None:
    for seed in range(4):
        scene = shot(seed, things=12)
        moved = scene.copy()
        random = np.random.default_rng(seed + 100)
        for picture in (scene, moved):
            draw = ImageDraw.Draw(picture)
            for _ in range(30):
                x, y, r = random.uniform(0, 480), random.uniform(0, 360), random.uniform(8, 30)
                draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(int(v) for v in random.integers(0, 255, 3)))
        assert alike(scene, moved) == 0


def test_b18_pictures_without_detail_are_never_called_the_same() -> None:
    flat = Image.new("RGB", (480, 360), (90, 120, 160))
    ramp = Image.fromarray(np.tile(np.linspace(0, 255, 480, dtype=np.uint8), (360, 1)))
    dot = flat.copy()
    ImageDraw.Draw(dot).ellipse((200, 150, 260, 210), fill="white")
    for one in (flat, ramp, dot):
        for other in (flat, ramp, dot, flat.rotate(90), Image.new("RGB", (480, 360))):
            assert alike(one, other) == 0


def page(words: int, layout: int) -> Image.Image:
    """Lines of letters; the layout says how long each is, the words which letters."""
    picture = Image.new("RGB", (700, 900), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size=26)
    lengths, letters = np.random.default_rng(layout), np.random.default_rng(words)
    for y in range(40, 860, 38):
        text = "".join(letters.choice(list("abcdefghijklmnopqrst     "), int(lengths.integers(15, 45))))
        draw.text((40, y), text, font=font, fill="black")
    return picture


def test_pages_with_other_words_are_other_pictures_and_a_copy_of_a_page_is_one() -> None:
    for layout in range(3):
        assert alike(page(1, layout), page(2, layout), is_graphic=True) == 0
        assert alike(page(1, layout), saved(page(1, layout), 50), is_graphic=True) > 0.9


def test_what_one_pair_says_does_not_depend_on_the_others_in_the_lot() -> None:
    pairs = [(shot(seed), EDITS["cropped"](shot(seed))) for seed in range(5)] + [(shot(1), shot(2))]
    first, second = (np.stack([square(pair[at]) for pair in pairs]) for at in (0, 1))
    together = likenesses(first, second, np.zeros(len(pairs), bool))
    assert np.allclose(together, [alike(*pair) for pair in pairs], atol=0.01)


def test_none_is_none() -> None:
    nothing = np.empty((0, 128, 128), np.float32)
    assert likenesses(nothing, nothing, np.empty(0, bool)).shape == (0,)


def captioned(picture: Image.Image, words: str) -> Image.Image:
    copy = picture.copy()
    ImageDraw.Draw(copy).text((60, 280), words, font=ImageFont.load_default(size=44), fill="white", stroke_width=3)
    return copy


@pytest.mark.parametrize("edit", ["saved again", "resized", "cropped", "grey", "turned", "mirrored"])
def test_a_picture_saved_again_is_the_same_in_every_place(edit: str) -> None:
    picture = shot(3)
    assert alike(picture, EDITS[edit](picture)) >= SURE_LIKENESS


def test_where_somebody_came_or_the_words_are_others_a_person_has_to_look() -> None:
    for seed in range(6):
        picture = shot(seed)
        visited = picture.copy()
        visited.paste(shot(seed + 50).resize((110, 110)), (160, 120))
        assert alike(picture, visited) < SURE_LIKENESS
        assert alike(captioned(picture, "NOT TODAY SIR"), captioned(picture, "HAPPY NEW YEAR")) < SURE_LIKENESS
    assert 0 < alike(picture, stamped(picture)) < SURE_LIKENESS


def test_what_is_written_all_over_a_picture_leaves_it_the_same_and_what_moved_in_it_does_not() -> None:
    for seed in range(4):
        picture = shot(seed).convert("RGB")
        layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
        draw = ImageDraw.Draw(layer)
        for y in range(0, picture.height, 70):
            draw.text((20, y), "a stock photo", font=ImageFont.load_default(size=40), fill=(255, 255, 255, 90))
        written = Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")
        assert alike(picture, written) > 0.5
        other = picture.copy()
        other.paste(picture.crop((130, 80, 330, 260)).transpose(Image.Transpose.ROTATE_180), (130, 80))
        assert alike(picture, other) == alike(other, picture) == 0
