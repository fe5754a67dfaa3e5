"""Are blurred and noisy photos told from good ones? Photos spoilt by a known amount, against sharp and clean ones.

Photos are spoilt at the size they are measured at (long edge at most 512 px), then saved as JPEG at quality 90 as a
phone would; the good ones are saved the same way. The area under the ROC curve says how well one number tells spoilt
photos from good ones: 0.5 is guessing. Peers are measured on the same pictures in the same run. No photo is among them
that the noise flag's weights were fitted on.

Noise that is in single pixels of a large photo is gone when it is scaled down. So photos are enlarged to 12 megapixels,
given the faint noise of a good camera, spoilt, saved and decoded as in indexing.

    .venv/bin/python tests/benchmarks/organize_flags.py --photos 120
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from common import print_machine, print_table, timed
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from retrieval import data_dir, read

from desktop_app.domain.flagging import Assessment, cut_at
from desktop_app.domain.photo import FlagName, Metadata
from desktop_app.imaging.decode import DecodeOptions, decode_picture
from desktop_app.imaging.measures import luma_of, measure
from desktop_app.pipeline.flags import assess

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging" / "models"))
from grain import fitted_on

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Spoil = Callable[[Pixels, np.random.Generator], Pixels]

BAR = 0.95
MEASURED = (FlagName.BLURRY, FlagName.DARK, FlagName.OVEREXPOSED, FlagName.NOISY)


def auc(bad: list[float], good: list[float]) -> float:
    """Returns the chance that a spoilt photo scores higher than a good one, ties counting half."""
    ordered = np.sort(np.array(good))
    below = np.searchsorted(ordered, bad, side="left") + np.searchsorted(ordered, bad, side="right")
    return float(below.mean() / (2 * len(ordered)))


def clipped(values: NDArray[np.floating]) -> Pixels:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def saved(picture: Pixels, quality: int = 90) -> Pixels:
    """Returns the picture as a JPEG file gives it back."""
    buffer = io.BytesIO()
    Image.fromarray(picture).save(buffer, "JPEG", quality=quality)
    return np.asarray(Image.open(buffer))


def filtered(picture: Pixels, kernel: Floats) -> Pixels:
    """Convolves each channel with a kernel, borders mirrored."""
    half_y, half_x = kernel.shape[0] // 2, kernel.shape[1] // 2
    padded = np.pad(picture.astype(np.float32), ((half_y, half_y), (half_x, half_x), (0, 0)), mode="reflect")
    total = np.zeros(picture.shape, np.float32)
    for y, x in np.argwhere(kernel > 0):
        total += kernel[y, x] * padded[y : y + picture.shape[0], x : x + picture.shape[1]]
    return clipped(total / kernel.sum())


def gaussian(sigma: float) -> Spoil:
    return lambda picture, _: np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(sigma)))


def defocus(radius: float) -> Spoil:
    """A lens out of focus: a disc with a soft rim of one pixel."""
    reach = int(np.ceil(radius))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(y, x), 0, 1).astype(np.float32)
    return lambda picture, _: filtered(picture, disc)


def motion(length: float) -> Spoil:
    """A camera moved in a straight line, in any direction."""

    def spoil(picture: Pixels, random: np.random.Generator) -> Pixels:
        angle, reach = random.uniform(0, np.pi), int(np.ceil(length / 2))
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        for step in np.linspace(-length / 2, length / 2, int(length * 8)):
            y, x = reach + step * np.sin(angle), reach + step * np.cos(angle)
            top, left = int(np.floor(y)), int(np.floor(x))
            for row, column in ((top, left), (top, left + 1), (top + 1, left), (top + 1, left + 1)):
                if 0 <= row < len(kernel) and 0 <= column < len(kernel):
                    kernel[row, column] += max(0.0, 1 - abs(y - row)) * max(0.0, 1 - abs(x - column))
        return filtered(picture, kernel)

    return spoil


def bokeh(picture: Pixels, random: np.random.Generator) -> Pixels:
    """A sharp subject before a soft background: a disc of a third of the short edge stays as it is."""
    soft = np.asarray(Image.fromarray(picture).filter(ImageFilter.GaussianBlur(6)), np.float32)
    height, width = picture.shape[:2]
    y, x = np.mgrid[:height, :width]
    away = np.hypot(y - height * random.uniform(0.4, 0.6), x - width * random.uniform(0.4, 0.6))
    inside = np.clip((min(height, width) / 3 - away) / 12 + 0.5, 0, 1)[..., None]
    return clipped(picture * inside + soft * (1 - inside))


def flat(picture: Pixels, _: np.random.Generator) -> Pixels:
    """A dull day: a third of the contrast."""
    return clipped(picture.mean() + (picture.astype(np.float32) - picture.mean()) * 0.35)


def night(picture: Pixels, _: np.random.Generator) -> Pixels:
    """An eighth of the light."""
    light = (picture.astype(np.float32) / 255) ** 2.2 / 8
    return clipped(255 * light ** (1 / 2.2))


def fog(picture: Pixels, _: np.random.Generator) -> Pixels:
    """Three fifths of a light grey over everything."""
    return clipped(picture * 0.4 + 205 * 0.6)


def as_it_is(picture: Pixels, _: np.random.Generator) -> Pixels:
    return picture


def white(sigma: float) -> Spoil:
    return lambda picture, random: clipped(picture + random.normal(0, sigma, picture.shape))


def luminance(sigma: float) -> Spoil:
    return lambda picture, random: clipped(picture + random.normal(0, sigma, (*picture.shape[:2], 1)))


def chroma(sigma: float) -> Spoil:
    """Noise of the colours alone: what is left of white noise when its luma is taken out."""

    def spoil(picture: Pixels, random: np.random.Generator) -> Pixels:
        noise = random.normal(0, sigma, picture.shape).astype(np.float32)
        return clipped(picture + noise - luma_of_floats(noise)[..., None])

    return spoil


def luma_of_floats(values: Floats) -> Floats:
    return values @ np.array([0.299, 0.587, 0.114], np.float32)


def shot(sigma: float) -> Spoil:
    """Noise that grows with the root of the light, `sigma` at middle grey, as sensors make it."""

    def spoil(picture: Pixels, random: np.random.Generator) -> Pixels:
        spread = sigma * np.sqrt((picture + 8.0) / 136.0)
        return clipped(picture + random.normal(0, 1, picture.shape) * spread)

    return spoil


def laplacian_variance(picture: Pixels) -> float:
    """The usual blur number: variance of the Laplacian of the luma; the lower the softer."""
    luma = luma_of(picture)
    middle = luma[1:-1, 1:-1]
    return float((luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * middle).var())


def immerkaer(picture: Pixels) -> float:
    """Immerkaer (1996): mean absolute response of the double Laplacian over the whole picture."""
    luma = luma_of(picture)
    across = luma[:, 2:] - 2 * luma[:, 1:-1] + luma[:, :-2]
    response = across[2:] - 2 * across[1:-1] + across[:-2]
    return float(np.sqrt(np.pi / 2) * np.abs(response).mean() / 6)


def assessed(picture: Pixels) -> Assessment:
    return assess(measure(picture), None, (), Metadata())


def blur_numbers(pictures: list[Pixels]) -> dict[str, list[float]]:
    found = [assessed(picture) for picture in pictures]
    return {
        "Reverie": [float(one.of(FlagName.BLURRY)) for one in found],
        "variance of Laplacian": [-laplacian_variance(picture) for picture in pictures],
    }


def noise_numbers(pictures: list[Pixels]) -> dict[str, list[float]]:
    found = [assessed(picture) for picture in pictures]
    return {
        "Reverie": [float(one.of(FlagName.NOISY)) for one in found],
        "Immerkaer": [immerkaer(picture) for picture in pictures],
    }


BLURS: dict[str, Spoil] = {
    **{f"Gaussian, sigma {s:g} px": gaussian(s) for s in (1.0, 1.5, 2.0, 3.0, 5.0)},
    **{f"defocus, radius {r:g} px": defocus(r) for r in (1.5, 2.5, 4.0, 6.0)},
    **{f"motion, {n:g} px": motion(n) for n in (4, 7, 12, 20)},
}
SHARP: dict[str, Spoil] = {"as it is": as_it_is, "bokeh": bokeh, "a dull day": flat, "night": night, "fog": fog}
NOISES: dict[str, Spoil] = {
    **{f"white, sigma {s:g}": white(s) for s in (5, 10, 15, 25, 35, 50)},
    **{f"luminance, sigma {s:g}": luminance(s) for s in (5, 10, 25, 50)},
    **{f"chroma, sigma {s:g}": chroma(s) for s in (10, 25, 50)},
    **{f"shot, sigma {s:g}": shot(s) for s in (5, 10, 25)},
}
FAINT = (
    "white, sigma 5",
    "white, sigma 10",
    "luminance, sigma 5",
    "chroma, sigma 10",
    "shot, sigma 5",
    "shot, sigma 10",
)


def files_of_sets() -> dict[str, list[Path]]:
    """Returns the photos of each set that nothing was fitted on."""
    data = data_dir()
    fitted = set(fitted_on(data))
    folders = {
        "flickr8k": (data / "captioned" / "flickr8k").glob("*.jpg"),
        "bsds500": (data / "clean" / "bsds500").rglob("*.jpg"),
        "caltech101": (data / "labelled" / "caltech101").glob("*/*.jpg"),
    }
    return {name: [file for file in sorted(files) if file not in fitted] for name, files in folders.items()}


def spread(files: list[Path], count: int) -> list[Path]:
    return files[:: max(1, len(files) // count)][:count]


def photos(count: int) -> dict[str, list[Pixels]]:
    """Returns up to `count` photos of each set, spread over it."""
    return {name: [read(p) for p in spread(files, count)] for name, files in files_of_sets().items()}


def spoilt(pictures: list[Pixels], spoil: Spoil, quality: int | None = 90) -> list[Pixels]:
    found = [spoil(picture, np.random.default_rng(seed)) for seed, picture in enumerate(pictures)]
    return found if quality is None else [saved(picture, quality) for picture in found]


def print_against(
    title: str,
    pictures: list[Pixels],
    bad: dict[str, Spoil],
    good: dict[str, Spoil],
    numbers: Callable[[list[Pixels]], dict[str, list[float]]],
    name: FlagName,
    quality: int | None = 90,
) -> None:
    """Prints how well each strength is told from all good photos, and how many are flagged at the usual cut."""
    fine = {kind: numbers(spoilt(pictures, edit, quality)) for kind, edit in good.items()}
    all_good = {who: [n for found in fine.values() for n in found[who]] for who in fine["as it is"]}
    cut, rows, every = cut_at(name, 50) or 0, [], {who: list[float]() for who in all_good}
    for kind, edit in bad.items():
        found = numbers(spoilt(pictures, edit, quality))
        flagged = np.mean(np.array(found["Reverie"]) >= cut)
        rows.append((kind, *(f"{auc(found[who], all_good[who]):.3f}" for who in all_good), f"{flagged:.0%}"))
        for who, values in found.items():
            every[who] += values
    rows.append(("all together", *(f"{auc(every[who], all_good[who]):.3f}" for who in all_good), ""))
    print_table(f"{title}: area under the curve (bar {BAR})", ("spoilt by", *all_good, "flagged"), rows)
    false = [(kind, f"{np.mean(np.array(found['Reverie']) >= cut):.1%}") for kind, found in fine.items()]
    print_table(f"{title}: good photos flagged all the same", ("good photos", "flagged"), false)


def print_real_noise() -> None:
    """Prints how well camera noise is told from the mean of many shots of the same scene."""
    files = sorted((data_dir() / "noisy-real" / "polyu").rglob("*_real.JPG"))
    noisy = [read(path) for path in files]
    clean = [read(p) for path in files if (p := Path(str(path).replace("_real", "_mean"))).exists()]
    found, means = noise_numbers(noisy), noise_numbers(clean)
    cut = cut_at(FlagName.NOISY, 50) or 0
    rows = [(who, f"{auc(found[who], means[who]):.3f}") for who in found]
    print_table(f"Real camera noise, {len(noisy)} crops against {len(clean)} means", ("number", "AUC"), rows)
    flagged = [f"{np.mean(np.array(values['Reverie']) >= cut):.0%}" for values in (found, means)]
    sigmas = [f"{np.median(values['Reverie']) / 100:.1f}" for values in (found, means)]
    print_table("Real camera noise", ("", "noisy", "mean"), [("flagged", *flagged), ("median sigma", *sigmas)])


LARGE_PX, LARGE_BASE_SIGMA, LARGE_SIGMAS = 4000, 2.0, (5, 10, 25)
LARGE_KINDS: tuple[tuple[str, dict[str, object]], ...] = (
    ("PNG", {"compress_level": 1}),
    ("JPEG", {"quality": 95}),
    ("JPEG", {"quality": 90}),
    ("JPEG", {"quality": 90, "progressive": True}),
)


def print_large_noise(count: int) -> None:
    """Prints how well noise of single pixels is told in photos of 12 megapixels, as they are indexed."""
    found: dict[tuple[int, float], list[tuple[float, float]]] = {}
    for seed, file in enumerate(spread(files_of_sets()["bsds500"], count)):
        with Image.open(file) as small:
            size = (LARGE_PX, round(small.height * LARGE_PX / small.width))
            large = np.asarray(small.convert("RGB").resize(size, Image.Resampling.BICUBIC), np.float32)
        random = np.random.default_rng(seed)
        noise = random.standard_normal(large.shape, np.float32)
        for sigma in (0.0, *LARGE_SIGMAS):
            picture = Image.fromarray(clipped(large + noise * np.float32(np.hypot(sigma, LARGE_BASE_SIGMA))))
            for kind, (form, options) in enumerate(LARGE_KINDS):
                buffer = io.BytesIO()
                picture.save(buffer, form, **options)
                photo = decode_picture(buffer.getvalue(), DecodeOptions())
                flags = assess(photo.measures, None, (), Metadata())
                found.setdefault((kind, sigma), []).append((flags.of(FlagName.NOISY), immerkaer(photo.rgb)))
    cut, rows = cut_at(FlagName.NOISY, 50) or 0, []
    for kind, (form, options) in enumerate(LARGE_KINDS):
        clean = found[kind, 0.0]
        words = f"{form} {', '.join(f'{name} {value}' for name, value in options.items())}"
        for sigma in LARGE_SIGMAS:
            bad = found[kind, sigma]
            aucs = [f"{auc([n[who] for n in bad], [n[who] for n in clean]):.3f}" for who in (0, 1)]
            shares = [f"{np.mean([n[0] >= cut for n in of]):.0%}" for of in (bad, clean)]
            steps = [f"{np.median([n[0] for n in of]) / 100:.1f}" for of in (bad, clean)]
            rows.append((words, sigma, *aucs, *shares, *steps))
    headers = ("saved as", "sigma", "Reverie", "Immerkaer at 512 px", "flagged", "clean flagged", "measured", "clean")
    print_table(f"Noise of single pixels in {count} photos of 12 megapixels: AUC (bar {BAR})", headers, rows)


def main() -> None:
    """Prints everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=120, help="of each set")
    parser.add_argument("--large", type=int, default=12, help="photos of 12 megapixels")
    options = parser.parse_args()
    print_machine()
    sets = photos(options.photos)
    with timed() as watch:
        assessments = {name: [assessed(p) for p in pictures] for name, pictures in sets.items()}
    total = sum(map(len, sets.values()))
    print(f"{total} photos measured in {watch.seconds:.1f} s, {1000 * watch.seconds / total:.1f} ms each\n")
    rows = [
        (name, *(f"{np.mean([a.of(f) >= (cut_at(f, 50) or 0) for a in found]):.1%}" for f in MEASURED))
        for name, found in assessments.items()
    ]
    print_table("Photos flagged as they are", ("set", *MEASURED), rows)
    pictures = [p for found in sets.values() for p in found]
    print_against("Blur", pictures, BLURS, SHARP, blur_numbers, FlagName.BLURRY)
    print_against("Noise", pictures, NOISES, {"as it is": as_it_is}, noise_numbers, FlagName.NOISY)
    faint = {kind: NOISES[kind] for kind in FAINT}
    title = "Noise that no JPEG softened"
    print_against(title, pictures, faint, {"as it is": as_it_is}, noise_numbers, FlagName.NOISY, None)
    print_real_noise()
    print_large_noise(options.large)


if __name__ == "__main__":
    main()
