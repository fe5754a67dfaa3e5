"""Builds a library home of any size through the store's own calls, as indexing would have left it."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import common
import numpy as np
from generate import CAMERAS, FIRST_DAY, PLACES, YEARS, sources
from numpy.typing import NDArray

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import DateSource, Flag, FlagName, Measures, Metadata, Tag, TagSource
from desktop_app.ml.manifest import load_manifest
from desktop_app.paths import library_paths, models_dir
from desktop_app.pipeline.roots import identity_of
from desktop_app.store.rows import DecodedRow, NewFile, UnderstoodRow
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.store.vector_index import VectorIndex

BATCH = 2_000
LOOKS = 240  # different thumbnails
CLUSTERS = 300
SPREAD = 0.8  # cosine between two of a cluster: about 1 / (1 + SPREAD ** 2)
SHAPES = ((4000, 3000), (3000, 4000), (6000, 4000), (4032, 3024), (4032, 2268), (1920, 1080), (3000, 3000))
WORD_TEXT = (
    "dog cat bird horse cow sheep flower tree forest mountain beach lake river sea snow sky sunset city street house "
    "church bridge castle tower garden park boat car train bicycle aeroplane bus food cake fruit coffee bread wine "
    "person child baby crowd face concert stage wedding party sport football swimming skiing hiking tent fire lamp "
    "book computer keyboard phone clock chair table sofa bed kitchen window door shoe hat dress"
)
WORDS = tuple(WORD_TEXT.split())
EVENTS = ("", "Lisbon", "Birthday", "Alps", "Garden", "Wedding", "Berlin", "Zoo", "Beach", "Christmas")


def looks(seed: int) -> list[bytes]:
    """Returns LOOKS small real JPEGs, long edge 512 px, cut from the sample photographs."""
    random = np.random.default_rng(seed)
    pictures = []
    for number in range(LOOKS):
        source = sources()[number % len(sources())]
        side = int(min(source.size) * random.uniform(0.55, 0.95))
        left, top = (int(random.integers(0, edge - side + 1)) for edge in source.size)
        gains = random.uniform(0.7, 1.15, 3)
        crop = source.crop((left, top, left + side, top + side * 3 // 4)).resize((512, 384))
        out = io.BytesIO()
        crop.point([int(min(255, v * gain)) for gain in gains for v in range(256)]).save(out, "JPEG", quality=82)
        pictures.append(out.getvalue())
    return pictures


class Plan:
    """Everything about N photos as parallel arrays, seeded: what the rows are made from."""

    def __init__(self, count: int, seed: int, dimension: int) -> None:
        random = np.random.default_rng(seed)
        days = np.sort(random.integers(0, YEARS * 365, count))
        seconds = np.clip(random.normal(14, 3.5, count), 0, 23.9) * 3600
        self.taken_at_ms = int(FIRST_DAY.timestamp() * 1000) + (days * 86_400 + seconds).astype(np.int64) * 1000
        self.cluster = random.integers(0, CLUSTERS, count)
        self.look = random.integers(0, LOOKS, count)
        self.shape = random.choice(len(SHAPES), count, p=(0.3, 0.2, 0.15, 0.2, 0.05, 0.05, 0.05))
        self.camera = random.integers(0, len(CAMERAS), count)
        self.colour = random.integers(0, 0x1000000, count)
        self.numbers = random.random((count, 8), np.float32)
        self.phash = random.integers(0, 2**63, count, dtype=np.int64)
        self.centres = random.standard_normal((CLUSTERS, dimension), np.float32)
        self.centres /= np.linalg.norm(self.centres, axis=1, keepdims=True)
        self.random = random
        self.seed = seed

    def name(self, index: int) -> bytes:
        """Returns the relative path of one photo: year, month with an event, file."""
        taken = datetime.fromtimestamp(int(self.taken_at_ms[index]) / 1000, UTC)
        event = EVENTS[(taken.year * 12 + taken.month + taken.day // 8) % len(EVENTS)]
        return f"{taken:%Y}/{f'{taken:%Y-%m} {event}'.strip()}/IMG_{index:06}.JPG".encode()

    def content_hash(self, index: int) -> bytes:
        """Returns a content hash that no other photo has."""
        return hashlib.sha256(f"{self.seed}/{index}".encode()).digest()

    def metadata(self, index: int) -> Metadata:
        """Returns what a camera would have written."""
        make, model, lens = CAMERAS[self.camera[index]]
        chance = self.numbers[index]
        latitude, longitude = PLACES[index % len(PLACES)] if chance[0] < 0.3 else (None, None)
        return Metadata(
            taken_at_ms=int(self.taken_at_ms[index]),
            taken_offset_min=120,
            date_source=DateSource.EXIF,
            camera_make=make,
            camera_model=model,
            lens=lens,
            f_number=2.8,
            exposure_s=0.008,
            iso=int(100 * 2 ** int(chance[1] * 5)),
            focal_length_mm=round(18 + 80 * float(chance[2]), 1),
            latitude=latitude,
            longitude=longitude,
            rating=int(chance[3] * 40) if chance[3] < 0.14 else None,
        )

    def measures(self, index: int) -> Measures:
        """Returns plausible measures."""
        chance = [float(value) for value in self.numbers[index]]
        colour = int(self.colour[index])
        return Measures(
            sharpness=0.3 + 0.7 * chance[4],
            brightness=0.2 + 0.6 * chance[5],
            clipped_dark=0.05 * chance[6],
            clipped_light=0.05 * chance[7],
            noise_sigma=1 + 4 * chance[0],
            colourfulness=10 + 70 * chance[1],
            average_rgb=colour,
            palette=((colour, 0.5), (colour ^ 0x404040, 0.3), (colour ^ 0x808080, 0.2)),
            phash=int(self.phash[index]),
            screenshot=0.02,
            document=0.02,
        )

    def tags(self, index: int) -> tuple[Tag, ...]:
        """Returns three tags: two that go with the cluster, one that does not."""
        cluster, count = int(self.cluster[index]), len(WORDS)
        chosen = {WORDS[cluster % count], WORDS[(cluster * 7 + 3) % count], WORDS[index % count]}
        return tuple(Tag(word, TagSource.AI, 0.4 + 0.6 * float(self.numbers[index][2])) for word in sorted(chosen))

    def flags(self, index: int) -> tuple[Flag, ...]:
        """Returns a flag for three photos in a hundred."""
        chance = float(self.numbers[index][6])
        if chance >= 0.03:
            return ()
        name = (FlagName.BLURRY, FlagName.DARK, FlagName.SCREENSHOT, FlagName.SENSITIVE)[int(chance * 1000) % 4]
        return (Flag(name, 0.9, "generated for a benchmark"),)

    def vectors(self, indices: Sequence[int]) -> NDArray[np.float16]:
        """Returns (N, D) float16 of unit length, scattered round their clusters' centres."""
        dimension = self.centres.shape[1]
        noise = self.random.standard_normal((len(indices), dimension), np.float32) * (SPREAD / dimension**0.5)
        rows = self.centres[self.cluster[indices]] + noise
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        found: NDArray[np.float16] = rows.astype(np.float16)
        return found


def shipped_model() -> tuple[str, int]:
    """Returns id and dimension of the vectors the program itself makes, so that it takes these for its own."""
    spec = load_manifest(models_dir()).by_task("embedding")
    return spec.key, spec.outputs["embedding"]


def lay_files(folder: Path, names: Sequence[bytes], pictures: Sequence[Path], look: NDArray[np.int64]) -> None:
    """Lays a real file at each path: hard links to a few hundred, so a rescan finds everything as the rows say."""
    for place in {os.path.dirname(name) for name in names}:
        os.makedirs(os.path.join(os.fsencode(folder), place), exist_ok=True)
    for name, number in zip(names, look, strict=True):
        os.link(pictures[number], os.path.join(os.fsencode(folder), name))


def decoded_row(plan: Plan, index: int, photo_id: PhotoId, file: os.stat_result) -> DecodedRow:
    """Returns what decoding this photo would have given."""
    width, height = SHAPES[plan.shape[index]]
    return DecodedRow(
        photo_id=photo_id,
        content_hash=plan.content_hash(index),
        format="JPEG",
        width_px=width,
        height_px=height,
        metadata=plan.metadata(index),
        measures=plan.measures(index),
        is_damaged=False,
        is_animated=False,
        is_raw=False,
        mtime_ns=file.st_mtime_ns,
        size_bytes=file.st_size,
    )


def fill(store: Store, folder: Path, plan: Plan, pictures: Sequence[Path], model: str) -> None:
    """Writes all rows, in batches of one transaction each."""
    now_ms = int(datetime.now(UTC).timestamp() * 1000)
    root = store.roots.add(folder, identity_of(folder), now_ms)
    files = [path.stat() for path in pictures]
    count = len(plan.look)
    for start in range(0, count, BATCH):
        indices = list(range(start, min(start + BATCH, count)))
        names = [plan.name(index) for index in indices]
        lay_files(folder, names, pictures, plan.look[indices])
        stats = [files[plan.look[index]] for index in indices]
        with store.db.atomic():
            new = [NewFile(name, st.st_size, st.st_mtime_ns) for name, st in zip(names, stats, strict=True)]
            ids = store.photos.add_files(root.id, new, now_ms)
            store.photos.save_decoded(
                [decoded_row(plan, index, *rest) for index, *rest in zip(indices, ids, stats, strict=True)]
            )
            vectors = plan.vectors(indices)
            store.save_understood(
                [
                    UnderstoodRow(photo_id, model, vector, plan.tags(index), plan.flags(index))
                    for index, photo_id, vector in zip(indices, ids, vectors, strict=True)
                ]
            )
        if start // BATCH % 10 == 9:
            print(f"  {start + BATCH:,} of {count:,}", file=sys.stderr, flush=True)
    chosen = [PhotoId(int(i)) for i in plan.random.choice(count, min(500, count // 10), replace=False) + 1]
    store.edits.set_favourite(chosen, True)
    store.edits.set_rating(chosen[: len(chosen) // 2], 4)


def fill_thumbnails(cache: Path, plan: Plan, pictures: Sequence[bytes], wanted: int) -> None:
    """Stores the thumbnails of the newest photos, those a window shows first."""
    thumbnails = Thumbnails(cache, 1 << 40)
    count = len(plan.look)
    for index in range(max(0, count - wanted), count):
        if not thumbnails.put(plan.content_hash(index), pictures[plan.look[index]]):
            raise SystemExit(f"a thumbnail could not be stored: {thumbnails.off_reason}")


def make_library(home: Path, count: int, thumbnails: int, seed: int, *, is_indexed: bool) -> None:
    """Builds a home of `count` photos, and beside it the folder they lie in. The home must not hold a library yet."""
    paths = library_paths(home)
    if paths.database.exists():
        raise SystemExit(f"{home} holds a library already")
    folder = paths.home.with_name(f"{paths.home.name} photos")
    originals = paths.home / "originals"
    originals.mkdir(parents=True)
    steps: list[tuple[str, float]] = []
    with common.timed() as watch:
        pictures = looks(seed)
        files = [originals / f"{number}.jpg" for number in range(LOOKS)]
        for file, data in zip(files, pictures, strict=True):
            file.write_bytes(data)
        folder.mkdir()
        model, dimension = shipped_model()
        plan = Plan(count, seed, dimension)
    steps.append(("plan and pictures", watch.seconds))
    store = Store.open(paths, is_writer=True)
    try:
        with common.timed() as watch:
            fill(store, folder, plan, files, model)
        steps.append(("rows, vectors, tags, files", watch.seconds))
        if is_indexed:
            with common.timed() as watch:
                index = VectorIndex(paths.index, model)
                index.catch_up(store)
                index.save(store)
            steps.append(("vector index", watch.seconds))
    finally:
        store.close()
    with common.timed() as watch:
        fill_thumbnails(paths.thumbnails, plan, pictures, thumbnails)
    steps.append((f"{min(thumbnails, count):,} thumbnails", watch.seconds))
    size_mb = paths.database.stat().st_size / 1e6
    rows = [(step, seconds) for step, seconds in steps]
    common.print_table(f"A library of {count:,} photos ({size_mb:,.0f} MB of database)", ("step", "s"), rows)
