"""How well and how fast the denoiser works: against other denoisers, blind, on cameras' noise, and on clean photos.

    .venv/bin/python tests/benchmarks/denoise.py --photos 20
    .venv/bin/python tests/benchmarks/denoise.py --parts real clean --photos 10

`known` tells every denoiser the true level (floats, as in the literature, and 8-bit files); `blind` lets Reverie
measure it; `estimate` says how far the measured level is from the true one; `real` takes photos of cameras with the
average of many shots as truth; `clean` gives photos that need nothing; `speed` runs the process that the program runs,
on 12 MP, and what a person waits for. Peers are measured where they can be imported. The photos are the test part of
BSDS500, Caltech-101, PolyU, and the odd ones of Flickr8k, which are small, strongly sharpened and not all clean; none
was in training, but BSDS500's test part decided which weights were kept.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from common import print_machine, print_table, timed, usable_cores, verdict
from denoise_peers import BM3D, Clean, as_bytes, nlm, usable
from numpy.typing import NDArray
from PIL import Image
from retrieval import data_dir

from desktop_app.domain.denoising import NoiseLevel, PixelRegion
from desktop_app.imaging.noise_level import measure_noise
from desktop_app.ml.denoiser import DenoiseModel, Wish
from desktop_app.paths import models_dir
from desktop_app.workers.denoising import Denoiser
from desktop_app.workers.denoising_wire import DenoiseRequest, RawPixels

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

SIGMAS = (15.0, 25.0, 50.0)
PARTS = ("known", "blind", "estimate", "real", "clean", "speed")
NLM_SECONDS_A_MEGAPIXEL = 2.9  # measured on two quiet cores; stands in where OpenCV is not installed
OURS = "Reverie"
FOLDERS = {
    "BSDS500 test": "clean/bsds500/test",
    "BSDS500 train": "clean/bsds500/train",
    "Caltech-101": "labelled",
    "Flickr8k": "captioned/flickr8k",
}
TRIED = ("BSDS500 test", "Caltech-101", "Flickr8k")


def photos(kind: str, count: int) -> list[Pixels]:
    """Returns clean photos, spread over the set."""
    files = sorted((data_dir() / FOLDERS[kind]).rglob("*.jpg"))
    if kind == "Flickr8k":
        files = files[1::2]  # the even ones had a part in what noise is known by
    return [read(path) for path in files[:: max(1, len(files) // count)][:count]]


def read(path: Path) -> Pixels:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))


def with_noise(clean: Pixels, sigma: float, seed: int) -> Floats:
    return clean + np.random.default_rng(seed).standard_normal(clean.shape, np.float32) * np.float32(sigma)


def psnr(found: Floats | Pixels, truth: Pixels) -> float:
    error = np.mean((np.clip(found, 0, 255).astype(np.float64) - truth) ** 2)
    return float(min(99.0, -10 * np.log10(max(error, 1e-9) / 255**2)))


def ssim(found: Floats | Pixels, truth: Pixels) -> float:
    from skimage.metrics import structural_similarity

    kept = np.clip(found, 0, 255).astype(np.float64)
    return float(structural_similarity(kept, truth.astype(np.float64), channel_axis=-1, data_range=255))


class Ours:
    """The model as the program uses it, without the process around it."""

    def __init__(self) -> None:
        self.model = DenoiseModel.load(models_dir(), usable_cores())

    def clean(self, pixels: Floats | Pixels, level: NoiseLevel) -> Floats:
        """(H, W, 3) in 8-bit steps to the same."""
        return self.model.clean(np.asarray(pixels, np.float32) / np.float32(255), Wish(level)) * np.float32(255)

    def blind(self, pixels: Pixels) -> tuple[Pixels, NoiseLevel]:
        """As a file is treated: measured, cleaned, rounded."""
        level = measure_noise(pixels)
        return as_bytes(self.clean(pixels, level)), level


def known(ours: Ours, count: int, bm3d_count: int) -> None:
    """Prints PSNR and SSIM with the true level, floats in and floats out, and what 8-bit files cost."""
    training = photos("BSDS500 train", 3)
    peers = usable(lambda s: [(c.astype(np.float32), with_noise(c, s, i)) for i, c in enumerate(training)])
    chosen = photos("BSDS500 test", count)
    denoisers: dict[str, Clean] = {OURS: lambda x, s: ours.clean(x, NoiseLevel.even(s)), **peers}
    rows = []
    for sigma in SIGMAS:
        measured: dict[str, list[tuple[float, float, float]]] = {}
        for name, denoise in denoisers.items():
            for seed, clean in enumerate(chosen[: bm3d_count if name == BM3D else count]):
                noisy = with_noise(clean, sigma, seed)
                began = time.perf_counter()
                found = denoise(noisy, sigma)
                took = (time.perf_counter() - began) / clean[..., 0].size * 1e6
                measured.setdefault(name, []).append((psnr(found, clean), ssim(found, clean), took))
        for name, values in measured.items():
            mine = np.array(measured[OURS])[: len(values)]
            mean, ahead = np.mean(values, axis=0), float(np.mean(mine[:, 0] - np.array(values)[:, 0]))
            lead = "" if name == OURS else f"{ahead:+.2f}"
            rows.append([f"{sigma:.0f}", name, len(values), f"{mean[0]:.2f}", f"{mean[1]:.3f}", lead, f"{mean[2]:.2f}"])
        files = [
            psnr(as_bytes(ours.clean(as_bytes(with_noise(c, sigma, i)), NoiseLevel.even(sigma))), c)
            for i, c in enumerate(chosen)
        ]
        rows.append([f"{sigma:.0f}", f"{OURS}, 8-bit files", len(files), f"{np.mean(files):.2f}", "", "", ""])
    headers = ["sigma", "denoiser", "photos", "PSNR dB", "SSIM", "Reverie ahead by dB, same photos", "s a megapixel"]
    print_table("White noise, level known (BSDS500 test)", headers, rows)


def blind(ours: Ours, count: int) -> None:
    """Prints what it costs that the program has to measure the level itself."""
    rows = []
    for kind in TRIED:
        chosen = photos(kind, count)
        for sigma in SIGMAS:
            losses, told, unknown = [], [], []
            for seed, clean in enumerate(chosen):
                file = as_bytes(with_noise(clean, sigma, seed))
                told.append(psnr(as_bytes(ours.clean(file, NoiseLevel.even(sigma))), clean))
                unknown.append(psnr(ours.blind(file)[0], clean))
                losses.append(told[-1] - unknown[-1])
            rows.append(
                [
                    kind,
                    f"{sigma:.0f}",
                    f"{np.mean(told):.2f}",
                    f"{np.mean(unknown):.2f}",
                    f"{np.mean(losses):.3f}",
                    f"{max(losses):.2f}",
                    verdict(float(np.mean(losses)), 0.3),
                ]
            )
    headers = ["photos", "sigma", "told dB", "blind dB", "loss dB", "largest loss dB", "bar 0.3"]
    print_table("Blind, 8-bit files", headers, rows)


def estimate(count: int) -> None:
    """Prints how far the measured level is from the true one."""
    rows = []
    for kind in TRIED:
        chosen = photos(kind, count)
        for sigma in (0.0, 5.0, 10.0, *SIGMAS):
            found, seconds = [], []
            for seed, clean in enumerate(chosen):
                file = as_bytes(with_noise(clean, sigma, seed))
                with timed() as watch:
                    found.append(measure_noise(file).sigma)
                seconds.append(watch.seconds)
            errors = np.abs(np.array(found) - sigma)
            rows.append(
                [
                    kind,
                    f"{sigma:.0f}",
                    f"{np.mean(found):.2f}",
                    f"{errors.mean():.2f}",
                    f"{np.median(errors):.2f}",
                    f"{errors.max():.2f}",
                    f"{np.median(seconds) * 1000:.0f}",
                ]
            )
    headers = ["photos", "true sigma", "measured, mean", "error, mean", "error, median", "error, largest", "ms"]
    print_table("The level that is measured (8-bit steps)", headers, rows)


def real(ours: Ours, count: int) -> None:
    """Prints what cameras' noise loses, in two halves: whoever tunes may look at the first alone."""
    from denoise_peers import is_usable

    files = sorted((data_dir() / "noisy-real" / "polyu").rglob("*_real.JPG"))
    has_nlm, rows = is_usable("cv2"), []
    for half, name in ((0, "even"), (1, "odd (held back)")):
        gains: dict[str, list[float]] = {}
        crops = files[half::2]
        for path in crops[:: max(1, len(crops) // count)][:count]:
            noisy, truth = read(path), read(path.with_name(path.name.replace("_real", "_mean")))
            before = psnr(noisy, truth)
            found, level = ours.blind(noisy)
            gains.setdefault(OURS, []).append(psnr(found, truth) - before)
            if has_nlm:
                strength = max(level.sigma, 1.0)
                gains.setdefault("OpenCV NLM, told Reverie's level", []).append(
                    psnr(nlm(noisy.astype(np.float32), strength), truth) - before
                )
                gains.setdefault("OpenCV NLM, its default (3)", []).append(
                    psnr(nlm(noisy.astype(np.float32), 3), truth) - before
                )
        for who, values in gains.items():
            worse = sum(v < -0.3 for v in values)
            rows.append(
                [
                    name,
                    who,
                    len(values),
                    f"{np.mean(values):+.2f}",
                    f"{min(values):+.2f}",
                    worse,
                    verdict(-float(np.mean(values)), -1.0) if worse == 0 else "MISSED",
                ]
            )
    headers = ["crops", "denoiser", "how many", "gain dB, mean", "worst dB", "worse by 0.3 dB", "bar 1.0, none worse"]
    print_table("Cameras' noise (PolyU, JPEG), blind", headers, rows)


def clean(ours: Ours, count: int) -> None:
    """Prints how much of clean photos is changed."""
    means = sorted((data_dir() / "noisy-real" / "polyu").rglob("*_mean.JPG"))
    sets = {
        **{kind: photos(kind, count) for kind in TRIED},
        "PolyU averages": [read(path) for path in means[:: max(1, len(means) // count)][:count]],
    }
    rows = []
    for name, chosen in sets.items():
        found = [(psnr(kept, photo), level.sigma) for photo in chosen for kept, level in [ours.blind(photo)]]
        to_itself, levels = np.array(found).T
        rows.append(
            [
                name,
                len(chosen),
                f"{to_itself.mean():.1f}",
                f"{to_itself.min():.1f}",
                int((to_itself < 40).sum()),
                f"{levels.mean():.2f}",
                f"{levels.max():.2f}",
                verdict(-to_itself.min(), -40.0),
            ]
        )
    headers = [
        "photos",
        "how many",
        "to themselves dB, mean (unchanged: 99)",
        "worst dB",
        "below 40 dB",
        "measured sigma, mean",
        "largest",
        "bar 40",
    ]
    print_table("Clean photos, blind", headers, rows)


class Peak:
    """Reads the most memory a process held."""

    def __init__(self, denoiser: Denoiser) -> None:
        self.denoiser, self.bytes = denoiser, 0

    def __call__(self, _share: float, _left_s: float | None) -> None:
        status = Path(f"/proc/{self.denoiser.pid}/status")
        if status.exists():
            self.bytes = int(status.read_text("ascii").partition("VmHWM:")[2].split()[0]) * 1024


def large_photo(folder: Path, width: int, height: int) -> RawPixels:
    """Writes a photo enlarged to this size with noise of sigma 20."""
    small = Image.fromarray(photos("BSDS500 test", 1)[0]).resize((width, height), Image.Resampling.BICUBIC)
    random = np.random.default_rng(1)
    path = folder / f"{width}.raw"
    with path.open("wb") as file:
        for top in range(0, height, 256):
            band = np.asarray(small.crop((0, top, width, min(height, top + 256))), np.float32)
            file.write(as_bytes(band + random.standard_normal(band.shape, np.float32) * 20).tobytes())
    return RawPixels(path, width, height)


def speed(_ours: Ours) -> None:
    """Prints seconds and memory of the process that the program runs, and NLM's."""
    rows: list[list[str]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        denoiser = Denoiser(models_dir())
        try:
            source, peak = large_photo(folder, 4000, 3000), Peak(denoiser)
            level = denoiser.measure(source)
            with timed() as watch:
                measured = denoiser.measure(source)
            rows.append(["measuring the level of 12 MP", f"{watch.seconds:.2f} s", "", ""])
            assert level == measured
            assert level is not None
            with timed() as watch:
                denoiser.denoise(DenoiseRequest(source, folder / "out.raw"), peak)
            per_megapixel = watch.seconds / 12
            rows += [
                ["12 MP, blind, into a file", f"{watch.seconds:.1f} s", "20 s", verdict(watch.seconds, 20)],
                ["megapixels a second", f"{1 / per_megapixel:.2f}", "", ""],
                [
                    "peak memory of the process",
                    f"{peak.bytes / 1e6:.0f} MB",
                    "1,000 MB",
                    verdict(peak.bytes / 1e6, 1000),
                ],
                ["against NLM", *against_nlm(per_megapixel)],
            ]
            rows += previews(denoiser, source, level, folder)
            rows.append(["cancelling a photo of 12 MP, until it has stopped", *cancelling(denoiser, source, folder)])
        finally:
            denoiser.close()
    print_table("Speed and memory", ["what", "measured", "bar", ""], rows)


def against_nlm(per_megapixel: float) -> tuple[str, str, str]:
    """Returns how many times as fast as NLM."""
    from denoise_peers import is_usable

    theirs, what = NLM_SECONDS_A_MEGAPIXEL, "2.9 s a megapixel, measured before"
    if is_usable("cv2"):
        photo = photos("BSDS500 test", 1)[0].astype(np.float32)
        with timed() as watch:
            nlm(photo, 20)
        theirs = watch.seconds / photo[..., 0].size * 1e6
        what = f"{theirs:.1f} s a megapixel, measured now"
    return f"{theirs / per_megapixel:.1f} times as fast ({what})", "3 times", verdict(-theirs / per_megapixel, -3)


def previews(denoiser: Denoiser, source: RawPixels, level: NoiseLevel, folder: Path) -> list[list[str]]:
    """Returns what a person waits for who looks at 1000x700 pixels: the median of seven places.

    At half the resolution it is live; what will be saved comes then, and in its place.
    """
    rows = []
    for is_draft, name in ((True, "live, at half the resolution"), (False, "as it will be saved, after that")):
        seconds = []
        for step in range(8):
            region = PixelRegion(300 * step, 211 * step, 1000, 700)
            request = DenoiseRequest(source, folder / "look.raw", level=level, region=region, is_draft=is_draft)
            with timed() as watch:
                denoiser.preview(request)
            seconds.append(watch.seconds)
        middle = float(np.median(seconds[1:]))
        bar = ["300 ms", verdict(middle, 0.3)] if is_draft else ["", ""]
        rows.append([f"preview of 1000x700, {name}", f"{middle * 1000:.0f} ms", *bar])
    return rows


def cancelling(denoiser: Denoiser, source: RawPixels, folder: Path) -> tuple[str, str, str]:
    """Returns how long it takes until a photo that is being done has stopped."""
    wished_s: list[float] = []
    stop = threading.Event()

    def on_progress(share: float, _left_s: float | None) -> None:
        if share > 0.1 and not stop.is_set():
            wished_s.append(time.perf_counter())
            stop.set()

    denoiser.denoise(DenoiseRequest(source, folder / "cancelled.raw"), on_progress, stop.is_set)
    took = time.perf_counter() - wished_s[0]
    return f"{took * 1000:.0f} ms", "500 ms", verdict(took, 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--photos", type=int, default=20, help="of each set")
    parser.add_argument("--bm3d-photos", type=int, default=5, help="CBM3D takes many seconds a photo")
    chosen = parser.parse_args()
    print_machine()
    ours = Ours()
    parts: dict[str, Callable[[], None]] = {
        "known": lambda: known(ours, chosen.photos, chosen.bm3d_photos),
        "blind": lambda: blind(ours, chosen.photos),
        "estimate": lambda: estimate(chosen.photos),
        "real": lambda: real(ours, chosen.photos),
        "clean": lambda: clean(ours, chosen.photos),
        "speed": lambda: speed(ours),
    }
    wanted: Sequence[str] = chosen.parts
    for part in wanted:
        parts[part]()


if __name__ == "__main__":
    main()
