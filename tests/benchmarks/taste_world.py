"""A library with known truth: labelled photos laid out as a person's folders, read in by the program itself.

Every photo gets a capture date (EXIF), most events a place, so that "same event", "on this day" and "newest" mean
something. Classes come from two sets: the folders of Caltech-101, and themes that at least three of five people named
in their captions (Flickr8k). BSDS500 and photos without a theme are the rest of the library, liked by nobody.
"""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import common
import numpy as np
from generate import PLACES, degrees
from numpy.typing import NDArray
from PIL import Image

from desktop_app.domain.photo import FlagName
from desktop_app.domain.visibility import Surface
from desktop_app.paths import LibraryPaths, library_paths
from desktop_app.store.store import Store
from desktop_app.store.tiles import visible_sql

Vectors = NDArray[np.float32]
Indices = NDArray[np.int64]

FIRST_CAPTURE = datetime(2017, 3, 1, tzinfo=UTC)
LAST_CAPTURE = datetime(2025, 2, 25, tzinfo=UTC)
FIRST_LOOK = datetime(2025, 3, 3, tzinfo=UTC)  # people look at the library from this Monday on
LEAST_CLASS = 9  # photos; smaller ones cannot be an interest
THEMES = {
    "dog": "dog dogs puppy",
    "water": "beach ocean sea lake river surf surfer waves wave pool swimming swims water boat kayak",
    "snow": "snow snowy ski skier skiing snowboard snowboarder sled ice",
    "cycle": "bike bicycle bicycles bikes biker motorcycle cyclist motocross",
    "rock": "rock climbing climber cliff climbs mountain mountains hiker hiking",
    "child": "baby toddler infant boy girl child children kids",
    "street": "street sidewalk building city crowd road store",
    "grass": "grass field grassy lawn park",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """Where one photo comes from and what it is in the made library. `labels` are class numbers."""

    source: Path
    labels: tuple[int, ...]
    event: int
    taken: datetime
    place: tuple[float, float] | None

    def name(self) -> str:
        """Returns the path below the library's folder."""
        return f"{self.taken:%Y}/Event {self.event:03}/{self.taken:%Y%m%d-%H%M%S}.jpg"


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The library as parallel arrays over its N photos, in the order of their ids.

    Attributes:
        ids: (N,) photo ids in the store.
        vectors: (N, D) float32 of unit length, as the program stored them.
        labels: (N, C) bool.
        events: (N,) event numbers.
        taken_ms: (N,) capture times.
        is_shown: (N,) whether the program may suggest the photo at all; nobody's list holds others.
        sources: (N,) file names in the sets.
    """

    paths: LibraryPaths
    model: str
    ids: Indices
    vectors: Vectors
    labels: NDArray[np.bool_]
    class_names: tuple[str, ...]
    events: Indices
    taken_ms: Indices
    is_shown: NDArray[np.bool_]
    sources: tuple[str, ...]

    def members(self, label: int) -> Indices:
        """Returns the photos of one class that may be shown, newest first."""
        found = np.flatnonzero(self.labels[:, label] & self.is_shown)
        return found[np.argsort(-self.taken_ms[found], kind="stable")]


def data_dir() -> Path:
    """Returns where the shared photos lie."""
    return Path(os.environ.get("REVERIE_DATA") or common.PROJECT.parent / "shared" / "data")


def captions() -> dict[str, list[str]]:
    """Returns the captions of each captioned photo there is, by file name."""
    folder = data_dir() / "captioned" / "flickr8k"
    found: dict[str, list[str]] = {}
    with (data_dir() / "captioned" / "flickr8k-captions.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["image"], []).append(row["caption"].lower())
    there = {path.name for path in folder.iterdir()}
    return {name: lines for name, lines in sorted(found.items()) if name in there}


def labelled_photos() -> tuple[list[tuple[Path, tuple[int, ...]]], tuple[str, ...]]:
    """Returns (file, class numbers) of every photo of all sets, and the names of the classes."""
    folders = sorted(path for path in (data_dir() / "labelled" / "caltech101").iterdir() if path.is_dir())
    pairs = [(path, (at,)) for at, folder in enumerate(folders) for path in sorted(folder.iterdir())]
    for name, lines in captions().items():
        words = [set(line.split()) for line in lines]
        themes = tuple(
            len(folders) + at
            for at, group in enumerate(THEMES.values())
            if sum(bool(line & set(group.split())) for line in words) >= 3
        )
        pairs.append((data_dir() / "captioned" / "flickr8k" / name, themes))
    rest = sorted((data_dir() / "clean" / "bsds500").rglob("*.jpg"))
    pairs += [(path, ()) for path in rest]
    return pairs, (*(folder.name for folder in folders), *THEMES)


def planned(seed: int) -> tuple[list[Plan], tuple[str, ...]]:
    """Lays all photos out in time: each class in occasions of 5 to 12, two or three occasions of different kinds an
    event of one or two days, events at random over eight years."""
    random = np.random.default_rng(seed)
    pairs, names = labelled_photos()
    kinds: dict[int, list[int]] = {}
    for at, (_, labels) in enumerate(pairs):
        kinds.setdefault(int(random.choice(labels)) if labels else -1, []).append(at)
    occasions: list[list[int]] = []
    for kind in sorted(kinds):
        rest = list(random.permutation(kinds[kind]))
        while rest:
            size = int(random.integers(5, 13))
            occasions.append([int(at) for at in rest[:size]])
            rest = rest[size:]
    order = [int(at) for at in random.permutation(len(occasions))]
    days = (LAST_CAPTURE - FIRST_CAPTURE).days
    plans: list[Plan] = []
    event = 0
    while order:
        count = int(random.integers(2, 4))
        start = FIRST_CAPTURE + timedelta(days=int(random.integers(0, days)), hours=float(random.uniform(8, 12)))
        place = PLACES[int(random.integers(len(PLACES)))] if random.random() < 0.5 else None
        moment = start
        for number in order[:count]:
            for at in occasions[number]:
                moment += timedelta(seconds=float(random.exponential(150)) + 2)
                here = None
                if place is not None:
                    here = (place[0] + float(random.normal(0, 0.01)), place[1] + float(random.normal(0, 0.01)))
                plans.append(Plan(*pairs[at], event, moment.replace(microsecond=0), here))
            moment += timedelta(hours=float(random.uniform(0.5, 6)))
        order = order[count:]
        event += 1
    return plans, names


def with_exif(jpeg: bytes, plan: Plan) -> bytes:
    """Returns a JPEG with capture date and place in front of its own segments; the picture is not encoded again."""
    exif = Image.Exif()
    stamp = plan.taken.strftime("%Y:%m:%d %H:%M:%S")
    exif[0x010F], exif[0x0110], exif[0x0132] = "Canon", "Canon EOS 60D", stamp
    details = exif.get_ifd(0x8769)
    details[0x9003] = details[0x9004] = stamp
    if plan.place is not None:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2] = "N" if plan.place[0] >= 0 else "S", degrees(abs(plan.place[0]))
        gps[3], gps[4] = "E" if plan.place[1] >= 0 else "W", degrees(abs(plan.place[1]))
    segment = exif.tobytes()
    return jpeg[:2] + b"\xff\xe1" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


def default_home(seed: int) -> Path:
    """Returns where the made library is kept between runs."""
    return Path(tempfile.gettempdir()) / f"reverie-taste-{seed}" / "home"


def build(home: Path, seed: int) -> None:
    """Lays the files beside the home and has the program index them, as its user would."""
    plans, _ = planned(seed)
    folder = home.with_name("photos")
    for plan in plans:
        file = folder / plan.name()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(with_exif(plan.source.read_bytes(), plan))
    print(f"indexing {len(plans)} photos into {home} (once)", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "desktop_app", "--home", str(home), "index", str(folder)]
    subprocess.run(command, check=True, cwd=common.PROJECT, stdout=sys.stderr)


def load(home: Path | None = None, seed: int = 1) -> World:
    """Returns the made library, building it where there is none yet."""
    home = home or default_home(seed)
    paths = library_paths(home)
    if not paths.database.exists():
        build(home, seed)
    store = Store.open(paths, is_writer=True)
    try:
        return read(store, paths, seed)
    finally:
        store.close()


def read(store: Store, paths: LibraryPaths, seed: int) -> World:
    """Reads the arrays back from the store."""
    plans, names = planned(seed)
    by_name = {plan.name(): plan for plan in plans}
    model = store.embeddings.active_model()
    assert model is not None, "the library was not understood: index it again"
    ids = store.embeddings.photo_ids(model)
    found, vectors = store.embeddings.get([int(i) for i in ids], model)  # type: ignore[misc]
    shown = {row[0] for row in store.db.rows(f"SELECT id FROM photo WHERE {visible_sql(Surface.FOR_YOU)}")}
    unfit = f"('{FlagName.SCREENSHOT}', '{FlagName.DOCUMENT}')"
    shown -= {row[0] for row in store.db.rows(f"SELECT photo_id FROM live_flag WHERE name IN {unfit}")}
    rows = {row[0]: row[1:] for row in store.db.rows("SELECT id, relative_path, taken_at_ms FROM photo")}
    mine = [by_name[os.fsdecode(rows[i][0])] for i in found.tolist()]
    labels = np.zeros((len(mine), len(names)), bool)
    for at, plan in enumerate(mine):
        labels[at, list(plan.labels)] = True
    unit = vectors.astype(np.float32)
    return World(
        paths=paths,
        model=model,
        ids=found,
        vectors=unit / np.linalg.norm(unit, axis=1, keepdims=True),
        labels=labels,
        class_names=names,
        events=np.array([plan.event for plan in mine]),
        taken_ms=np.array([rows[i][1] for i in found.tolist()]),
        is_shown=np.array([i in shown for i in found.tolist()]),
        sources=tuple(plan.source.name for plan in mine),
    )


def class_half(world: World, half: str) -> list[int]:
    """Returns the classes of one half: 'A' and 'B' have none in common, 'all' are both. Small ones are left out."""
    order = np.random.default_rng(7).permutation(len(world.class_names))
    chosen = {"A": order[::2], "B": order[1::2], "all": order}[half]
    return sorted(int(c) for c in chosen if len(world.members(int(c))) >= LEAST_CLASS)
