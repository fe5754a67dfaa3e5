"""Edits that people and programs make of photos, for measuring what still counts as the same picture."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

Picture = Image.Image
MakeEdit = Callable[[Picture, np.random.Generator], Picture]

TURN_90, TURN_180, TURN_270 = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)
MIRROR, UPSIDE_DOWN = Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.FLIP_TOP_BOTTOM


def saved_again(picture: Picture, quality: int) -> Picture:
    """Returns the picture after a round through JPEG."""
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def resized(picture: Picture, factor: float) -> Picture:
    """Returns the picture at another size."""
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def cropped(picture: Picture, share: float, random: np.random.Generator) -> Picture:
    """Takes `share` of the width and of the height away, split between both sides by chance."""
    wide, high = picture.width * share, picture.height * share
    left, top = wide * random.random(), high * random.random()
    return picture.crop(
        (round(left), round(top), round(picture.width - wide + left), round(picture.height - high + top))
    )


def cropped_all_round(picture: Picture, share: float) -> Picture:
    """Takes `share` away on each of the four sides."""
    x, y = round(picture.width * share), round(picture.height * share)
    return picture.crop((x, y, picture.width - x, picture.height - y))


def brightened(picture: Picture, factor: float) -> Picture:
    """Returns the picture brighter (above 1) or darker."""
    return ImageEnhance.Brightness(picture).enhance(factor)


def grey(picture: Picture) -> Picture:
    """Returns the picture without colour."""
    return ImageOps.grayscale(picture).convert("RGB")


def stamped(picture: Picture, random: np.random.Generator) -> Picture:
    """Writes a half-transparent line of text across the middle or into a corner."""
    layer = Image.new("RGBA", picture.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    text = str(random.choice(["\u00a9 A. Photographer", "SAMPLE", "www.example.org", "DO NOT COPY"]))
    is_across = random.random() < 0.5
    wanted = picture.width * (0.7 if is_across else 0.35)
    font = ImageFont.load_default(size=20)
    font = ImageFont.load_default(size=max(8, 20 * wanted / max(1.0, draw.textlength(text, font))))
    left, top, right, bottom = draw.textbbox((0, 0), text, font)
    wide, high = right - left, bottom - top
    if is_across:
        place = ((picture.width - wide) / 2, (picture.height - high) / 2)
    else:
        place = (picture.width - wide - 8, picture.height - high - 12)
    draw.text(place, text, font=font, fill=(255, 255, 255, int(random.integers(110, 200))))
    return Image.alpha_composite(picture.convert("RGBA"), layer).convert("RGB")


def turned(method: Image.Transpose) -> MakeEdit:
    """Returns the edit that turns or mirrors a picture."""
    return lambda picture, _random: picture.transpose(method)


EDITS: dict[str, MakeEdit] = {
    "re-saved at 95": lambda p, r: saved_again(p, 95),
    "re-saved at 70": lambda p, r: saved_again(p, 70),
    "re-saved at 40": lambda p, r: saved_again(p, 40),
    "resized to 75 %": lambda p, r: resized(p, 0.75),
    "resized to 50 %": lambda p, r: resized(p, 0.5),
    "resized to 30 %": lambda p, r: resized(p, 0.3),
    "cropped 5 %": lambda p, r: cropped(p, 0.05, r),
    "cropped 10 %": lambda p, r: cropped(p, 0.10, r),
    "cropped 5 % all round": lambda p, r: cropped_all_round(p, 0.05),
    "cropped 10 % all round": lambda p, r: cropped_all_round(p, 0.10),
    "brightened by 15 %": lambda p, r: brightened(p, 1.15),
    "brightened by 40 %": lambda p, r: brightened(p, 1.4),
    "darkened by 30 %": lambda p, r: brightened(p, 0.7),
    "watermarked": stamped,
    "turned 90": turned(TURN_90),
    "turned 180": turned(TURN_180),
    "turned 270": turned(TURN_270),
    "mirrored": turned(MIRROR),
    "upside down": turned(UPSIDE_DOWN),
    "grey": lambda p, r: grey(p),
    "resized, re-saved": lambda p, r: saved_again(resized(p, 0.5), 60),
    "cropped, brighter": lambda p, r: brightened(cropped(p, 0.07, r), 1.2),
    "turned, grey, re-saved": lambda p, r: saved_again(grey(p.transpose(TURN_90)), 60),
    "mirrored, cropped": lambda p, r: cropped(p.transpose(MIRROR), 0.07, r),
    "watermarked, resized": lambda p, r: resized(stamped(p, r), 0.6),
    "turned, cropped": lambda p, r: cropped(p.transpose(TURN_270), 0.08, r),
}
