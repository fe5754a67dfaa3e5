"""Makes what benchmarks need: realistic 12-megapixel JPEGs, and library homes of any size.

    generate.py photos FOLDER [--count 300]                 4000 x 3000 px, 4-5 MB each, with EXIF
    generate.py library HOME [--photos 100000] [--index]    rows, vectors, tags, thumbnails, as the program leaves them

The photographs it starts from are those of the sample library (`packaging/sample.py`); everything is seeded.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import common
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter, TiffImagePlugin

Pixels = NDArray[np.uint8]

WIDTH_PX, HEIGHT_PX = 4000, 3000
SMALLEST_BYTES, LARGEST_BYTES = 4_000_000, 5_000_000
FIRST_DAY = datetime(2010, 6, 1, tzinfo=UTC)
YEARS = 15
CAMERAS = (
    ("Canon", "Canon EOS 60D", "EF-S17-55mm f/2.8 IS USM"),
    ("NIKON CORPORATION", "NIKON D750", "24.0-120.0 mm f/4.0"),
    ("SONY", "ILCE-6400", "E 18-135mm F3.5-5.6 OSS"),
    ("Apple", "iPhone 12", "iPhone 12 back dual wide camera 4.2mm f/1.6"),
    ("Google", "Pixel 7", "Pixel 7 back camera 6.81mm f/1.85"),
    ("FUJIFILM", "X-T30", "XF18-55mmF2.8-4 R LM OIS"),
)
PLACES = (
    (38.72, -9.14),
    (52.52, 13.4),
    (48.86, 2.35),
    (59.33, 18.07),
    (35.68, 139.69),
    (-33.87, 151.21),
    (46.02, 7.75),
)


@cache
def sources() -> tuple[Image.Image, ...]:
    """Returns the sample library's photographs in RGB, those large enough to be one."""
    from sample import photograph_files

    pictures = [Image.open(file).convert("RGB") for file in photograph_files()]
    return tuple(picture for picture in pictures if min(picture.size) >= 300)


@cache
def noise_field(seed: int) -> NDArray[np.int8]:
    """Returns (H, W) int8 of Gaussian noise, sigma 16: a sensor's, scaled and rolled for each picture."""
    field = np.random.default_rng(seed).normal(0, 16, (HEIGHT_PX, WIDTH_PX))
    return np.clip(field, -127, 127).astype(np.int8)


def texture(source: Image.Image, random: np.random.Generator) -> NDArray[np.int16]:
    """Returns (H, W) int16: the fine detail of a photograph, mirrored over the whole frame at its own resolution."""
    grey = source.convert("L")
    fine = np.asarray(grey, np.int16) - np.asarray(grey.filter(ImageFilter.GaussianBlur(2.5)), np.int16)
    pair = np.concatenate([fine, fine[:, ::-1]], axis=1)
    block = np.concatenate([pair, pair[::-1]], axis=0)
    tiled = np.tile(block, (HEIGHT_PX // block.shape[0] + 2, WIDTH_PX // block.shape[1] + 2))
    top, left = random.integers(0, block.shape[0]), random.integers(0, block.shape[1])
    return tiled[top : top + HEIGHT_PX, left : left + WIDTH_PX]


def frame(seed: int) -> Pixels:
    """Returns (3000, 4000, 3) uint8: a crop of one photograph, recoloured, with another's texture and sensor noise."""
    random = np.random.default_rng(seed)
    base, other = (sources()[i] for i in random.integers(0, len(sources()), 2))
    share = random.uniform(0.6, 1.0)
    width = int(share * min(base.width, base.height * 4 / 3))
    height = width * 3 // 4
    left, top = random.integers(0, base.width - width + 1), random.integers(0, base.height - height + 1)
    crop = base.crop((left, top, left + width, top + height))
    if random.random() < 0.5:
        crop = crop.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    curve = 255 * (np.arange(256) / 255) ** random.uniform(0.7, 1.4)
    gains = random.uniform(0.85, 1.1, 3)
    crop = crop.point([int(min(255, value * gain)) for gain in gains for value in curve])
    pixels = np.asarray(crop.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.BICUBIC), np.int16).copy()
    pixels += (texture(other, random) * random.uniform(0.4, 0.8)).astype(np.int16)[:, :, None]
    sigma = random.uniform(2.5, 5.0)
    field = noise_field(1)
    for channel in range(3):
        rolled = np.roll(field, tuple(random.integers(0, 3000, 2)), (0, 1))
        pixels[:, :, channel] += (rolled * np.float16(sigma / 16)).astype(np.int16)
    return np.clip(pixels, 0, 255).astype(np.uint8)


def encode(pixels: Pixels, exif: bytes) -> bytes:
    """Returns a JPEG of 4 to 5 MB, by choosing the quality as a camera does."""
    picture = Image.fromarray(pixels)
    low, high, data = 60, 98, b""
    while low <= high:
        quality = (low + high) // 2
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling="4:2:0", exif=exif)
        data = out.getvalue()
        if len(data) < SMALLEST_BYTES:
            low = quality + 1
        elif len(data) > LARGEST_BYTES:
            high = quality - 1
        else:
            break
    return data


def exif_of(seed: int, taken: datetime) -> bytes:
    """Returns EXIF as a camera writes it: date with offset and sub-seconds, camera, lens, exposure, some with GPS."""
    random = np.random.default_rng(seed + 1_000_000)
    make, model, lens = CAMERAS[seed % len(CAMERAS)]
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = make, model, 1
    exif[0x0132] = taken.strftime("%Y:%m:%d %H:%M:%S")
    rational = TiffImagePlugin.IFDRational
    details = exif.get_ifd(0x8769)
    details[0x9003] = details[0x9004] = taken.strftime("%Y:%m:%d %H:%M:%S")
    details[0x9011], details[0x9291] = "+02:00", f"{taken.microsecond // 10_000:02}"
    details[0x829A] = rational(1, int(random.choice([30, 60, 125, 250, 500, 1000])))
    details[0x829D] = rational(int(random.choice([18, 28, 40, 56, 80])), 10)
    details[0x8827] = int(random.choice([100, 200, 400, 800, 1600]))
    details[0x920A], details[0xA434] = rational(int(random.integers(18, 120)), 1), lens
    if seed % 3 == 0:
        latitude, longitude = PLACES[seed % len(PLACES)]
        place = exif.get_ifd(0x8825)
        place[1], place[2] = "N" if latitude >= 0 else "S", degrees(abs(latitude))
        place[3], place[4] = "E" if longitude >= 0 else "W", degrees(abs(longitude))
    return exif.tobytes()


def degrees(value: float) -> tuple[TiffImagePlugin.IFDRational, ...]:
    """Returns degrees, minutes and seconds as EXIF holds them."""
    minutes, seconds = divmod(value * 3600, 60)
    parts = (int(minutes // 60), int(minutes % 60), round(seconds * 100))
    return tuple(TiffImagePlugin.IFDRational(n, d) for n, d in zip(parts, (1, 1, 100), strict=True))


def capture_time(seed: int) -> datetime:
    """Returns a plausible moment: by day, most of them at weekends and in summer, spread over the years."""
    random = np.random.default_rng(seed + 2_000_000)
    while True:
        day = FIRST_DAY + timedelta(days=int(random.integers(0, YEARS * 365)))
        weight = (1.0 if day.weekday() >= 5 else 0.5) * (1.0 if day.month in (6, 7, 8, 12) else 0.6)
        if random.random() < weight:
            return day + timedelta(seconds=float(random.normal(14, 3.5) % 24) * 3600)


def write_photo(folder: Path, seed: int) -> int:
    """Writes one photo below its year and month; returns its size in bytes."""
    taken = capture_time(seed)
    place = folder / f"{taken:%Y}" / f"{taken:%Y-%m}"
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"IMG_{seed:05}.JPG"
    file.write_bytes(encode(frame(seed), exif_of(seed, taken)))
    os.utime(file, (taken.timestamp(), taken.timestamp()))
    return file.stat().st_size


def make_photos(folder: Path, count: int, seed: int, processes: int) -> None:
    """Writes `count` photos into `folder`, in several processes."""
    with common.timed() as watch, ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        sizes = []
        for size in pool.map(write_photo, [folder] * count, range(seed, seed + count)):
            sizes.append(size)
            if len(sizes) % 50 == 0:
                print(f"  {len(sizes)} of {count}", file=sys.stderr, flush=True)
    row = (count, sum(sizes) / count / 1e6, min(sizes) / 1e6, max(sizes) / 1e6, watch.seconds)
    common.print_table("12-megapixel JPEGs", ("photos", "mean MB", "smallest MB", "largest MB", "made in s"), [row])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    acts = parser.add_subparsers(dest="act", required=True)
    photos = acts.add_parser("photos")
    photos.add_argument("folder", type=Path)
    photos.add_argument("--count", type=int, default=300)
    photos.add_argument("--seed", type=int, default=1)
    photos.add_argument("--processes", type=int, default=common.usable_cores())
    library = acts.add_parser("library")
    library.add_argument("home", type=Path)
    library.add_argument("--photos", type=int, default=100_000)
    library.add_argument("--thumbnails", type=int, default=20_000, help="for so many of the newest photos")
    library.add_argument("--index", action="store_true", help="build and save the vector index too (minutes)")
    library.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    common.print_machine()
    if options.act == "photos":
        make_photos(options.folder, options.count, options.seed, options.processes)
        return
    from library_home import make_library

    make_library(options.home, options.photos, options.thumbnails, options.seed, is_indexed=options.index)


if __name__ == "__main__":
    main()
