"""Builds a large library with known copies in it, as indexing would have left it, to measure how fast they are found.

Of the photos 5 in 100 are a copy of another one, saved again, cropped, mirrored or turned: near hash, near vector, a
thumbnail of their own. One in 100 is an identical file. 20 in 100 come four to a scene: near vectors, other pictures.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import common
import numpy as np
from generate import sources
from library_home import Plan, fill, shipped_model
from numpy.typing import NDArray
from picture_edits import MIRROR, TURN_180, brightened, cropped, saved_again
from PIL import Image

from desktop_app.imaging.measures import luma_of, perceptual_hash
from desktop_app.paths import library_paths
from desktop_app.store.store import Store
from desktop_app.store.thumbnails import Thumbnails
from desktop_app.store.vector_index import VectorIndex

LOOKS = 1_000  # of photos without a copy
COPIES, IDENTICAL, SCENES, SCENE = 0.05, 0.01, 0.2, 4
COPY_SPREAD, SCENE_SPREAD = 0.35, 0.6  # cosines of about 0.9 and 0.75
BATCH = 2_000


def look(number: int) -> Image.Image:
    """Returns one of the pictures, 512 x 384 px: two cuts of photographs over each other, so that no two are alike."""
    random = np.random.default_rng(number)
    return Image.blend(cut(random), cut(random), random.uniform(0.35, 0.5))


def cut(random: np.random.Generator) -> Image.Image:
    """Returns a part of a photograph, now and then mirrored."""
    source = sources()[int(random.integers(len(sources())))]
    side = int(min(source.size) * random.uniform(0.4, 0.95))
    left, top = (int(random.integers(0, edge - side + 1)) for edge in source.size)
    crop = source.crop((left, top, left + side, top + side * 3 // 4)).resize((512, 384))
    return crop.transpose(MIRROR) if random.random() < 0.5 else crop


def edited(picture: Image.Image, number: int) -> Image.Image:
    """Returns a copy of a picture as people have them."""
    random = np.random.default_rng(number)
    match number % 4:
        case 0:
            return saved_again(picture, 60)
        case 1:
            return cropped(picture, 0.08, random).resize(picture.size)
        case 2:
            return brightened(picture.transpose(MIRROR), 1.1)
        case _:
            return picture.transpose(TURN_180)


def encoded(picture: Image.Image) -> bytes:
    """Returns a thumbnail's bytes."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82)
    return out.getvalue()


def hash_of(picture: Image.Image) -> int:
    """Returns the perceptual hash of a picture."""
    return perceptual_hash(luma_of(np.asarray(picture.convert("RGB"))))


def natural_hashes(random: np.random.Generator, count: int) -> NDArray[np.uint64]:
    """Returns hashes as photographs have them: half their bits set, and some bits set more often than others."""
    lean = random.normal(0, 0.5, 64)
    waves = random.normal(0, 1, (count, 64)) + lean
    bits = waves > np.median(waves, axis=1, keepdims=True)
    return np.packbits(bits, axis=1).view(">u8").astype(np.uint64).ravel()


class DuplicatesPlan(Plan):
    """A plan in which photo `copy_of[i]` is what photo i is a copy of, or -1."""

    def __init__(self, count: int, seed: int, dimension: int) -> None:
        super().__init__(count, seed, dimension)
        random = self.random
        self.phash = natural_hashes(random, count)
        order = random.permutation(count)
        copies, identical, scenes = (int(count * share) for share in (COPIES, IDENTICAL, SCENES))
        self.looks = copies + LOOKS  # each copied photo has a look of its own, the others share some
        self.look = random.integers(copies, self.looks, count)
        self.copies, self.same = order[:copies], order[copies : copies + identical]
        in_scenes = order[copies + identical : copies + identical + scenes]
        originals = order[copies + identical + scenes :]
        self.copy_of = np.full(count, -1)
        self.copy_of[self.copies] = originals[:copies]
        self.same_as = dict(zip(self.same.tolist(), originals[copies : copies + identical].tolist(), strict=True))
        self.base = np.arange(count)
        self.base[self.copies] = self.copy_of[self.copies]
        self.base[in_scenes] = in_scenes[np.arange(len(in_scenes)) // SCENE * SCENE]
        self.base[self.same] = list(self.same_as.values())
        self.spread = np.full(count, COPY_SPREAD, np.float32)
        self.spread[in_scenes] = SCENE_SPREAD
        self.spread[self.same] = 0
        self.look[self.copy_of[self.copies]] = np.arange(copies)
        for at in (*self.copies.tolist(), *self.same.tolist()):
            self.look[at] = self.look[self.base[at]]
            self.taken_at_ms[at] = self.taken_at_ms[self.base[at]]
            self.camera[at] = self.camera[self.base[at]]
        for at in self.copies.tolist():
            picture = look(int(self.look[at]))
            self.phash[self.base[at]], self.phash[at] = hash_of(picture), hash_of(edited(picture, at))
        self.phash[self.same] = self.phash[self.base[self.same]]

    def content_hash(self, index: int) -> bytes:
        """Returns the same content hash for identical files."""
        return super().content_hash(self.same_as.get(index, index))

    def vectors(self, indices: list[int]) -> NDArray[np.float16]:
        """Returns vectors of which copies and scenes lie near each other."""
        dimension = self.centres.shape[1]
        rows = np.stack([self._vector(int(self.base[index]), dimension) for index in indices])
        noise = self.random.standard_normal(rows.shape, np.float32) * (self.spread[indices] / dimension**0.5)[:, None]
        is_own = np.asarray(indices) == self.base[indices]
        rows[~is_own] += noise[~is_own]
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        return rows.astype(np.float16)

    def _vector(self, index: int, dimension: int) -> NDArray[np.float32]:
        noise = np.random.default_rng(index).standard_normal(dimension, np.float32) * (0.8 / dimension**0.5)
        row = self.centres[self.cluster[index]] + noise
        return np.asarray(row / np.linalg.norm(row), np.float32)


def make_duplicates_home(home: Path, count: int, seed: int) -> int:
    """Builds a home of `count` photos, and their files beside it. Returns how many of them are copies."""
    paths = library_paths(home)
    folder = home.with_name("photos")
    pictures_folder = home / "originals"
    for made in (folder, pictures_folder):
        made.mkdir(parents=True)
    model, dimension = shipped_model()
    plan = DuplicatesPlan(count, seed, dimension)
    pictures = [encoded(look(number)) for number in range(plan.looks)]
    files = [pictures_folder / f"{number}.jpg" for number in range(plan.looks)]
    for file, data in zip(files, pictures, strict=True):
        file.write_bytes(data)
    store = Store.open(paths, is_writer=True)
    try:
        fill(store, folder, plan, files, model)
        for index in (*plan.same_as, *plan.same_as.values()):  # real copies, not links
            file = folder / plan.name(index).decode()
            other = file.with_suffix(".tmp")
            shutil.copy2(file, other)
            other.replace(file)
        index = VectorIndex(paths.index, model)
        index.catch_up(store)
        index.save(store)
    finally:
        store.close()
    thumbnails = Thumbnails(paths.thumbnails, 1 << 40)
    is_copy = set(plan.copies.tolist())
    for number in range(count):
        at = int(plan.look[number])
        thumbnails.put(
            plan.content_hash(number), encoded(edited(look(at), number)) if number in is_copy else pictures[at]
        )
    return len(plan.copies) + len(plan.same)


if __name__ == "__main__":
    import sys

    with common.timed() as watch:
        made = make_duplicates_home(Path(sys.argv[1]).resolve(), int(sys.argv[2]), seed=3)
    print(f"{made:,} copies; {watch.seconds:.0f} s")
