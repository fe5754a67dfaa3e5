"""Duplicates: how many made edits of real photos are found, how many strangers are called copies, and how fast.

    organize_duplicates.py [--part quality|speed] [--half held|tuned] [--photos 100000] [--peers PYTHON]

Quality: photos of the shared data, some with a few made edits each beside them, are indexed and searched as a user's
folder would be. What was chosen by looking at photos was chosen on the one half; the other half is reported. Peers are
pHash and dHash of ImageHash at the usual cut of 10 bits, pHash also under the eight symmetries, and imagededup where
the interpreter named by --peers (or this one) has them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import common
import numpy as np
from duplicate_library import make_duplicates_home
from picture_edits import EDITS
from PIL import Image

from desktop_app.domain.duplicate import Tier
from desktop_app.library.library import Library
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

DATA = common.PROJECT.parent / "shared" / "data"
EDITED = 300
EDITS_EACH = 4
SPEED_BAR_S = 120.0
# Photos of the data that are one picture, seen side by side: another size, cut, colour or frame of the same shot.
SAME_IN_DATA = frozenset(
    {
        ("cougar_face/image_0024.jpg", "cougar_face/image_0037.jpg"),
        ("cougar_face/image_0024.jpg", "cougar_face/image_0061.jpg"),
        ("cougar_face/image_0024.jpg", "cougar_face/image_0066.jpg"),
        ("cougar_face/image_0037.jpg", "cougar_face/image_0061.jpg"),
        ("cougar_face/image_0037.jpg", "cougar_face/image_0066.jpg"),
        ("cougar_face/image_0038.jpg", "cougar_face/image_0042.jpg"),
        ("cougar_face/image_0061.jpg", "cougar_face/image_0066.jpg"),
        ("crayfish/image_0001.jpg", "crayfish/image_0023.jpg"),
        ("crayfish/image_0044.jpg", "crayfish/image_0048.jpg"),
        ("crayfish/image_0044.jpg", "crayfish/image_0051.jpg"),
        ("crayfish/image_0048.jpg", "crayfish/image_0051.jpg"),
        ("grand_piano/image_0006.jpg", "grand_piano/image_0014.jpg"),
        ("inline_skate/image_0027.jpg", "inline_skate/image_0030.jpg"),
        ("kangaroo/image_0015.jpg", "kangaroo/image_0025.jpg"),
        ("lobster/image_0001.jpg", "lobster/image_0004.jpg"),
        ("octopus/image_0018.jpg", "octopus/image_0035.jpg"),
        ("pagoda/image_0003.jpg", "pagoda/image_0031.jpg"),
        ("platypus/image_0004.jpg", "platypus/image_0008.jpg"),
        ("platypus/image_0015.jpg", "platypus/image_0022.jpg"),
        ("platypus/image_0015.jpg", "platypus/image_0030.jpg"),
        ("platypus/image_0022.jpg", "platypus/image_0030.jpg"),
        ("rooster/image_0029.jpg", "rooster/image_0048.jpg"),
        ("snoopy/image_0020.jpg", "snoopy/image_0021.jpg"),
        ("water_lilly/image_0012.jpg", "water_lilly/image_0037.jpg"),
    }
)
PEERS = Path(__file__).with_name("duplicate_peers.py")

Pair = tuple[str, str]
Truth = dict[str, tuple[int, str]]  # by file: which photo, and which edit of it ('' for the photo itself)


def photographs(data: Path, half: str) -> list[Path]:
    """Returns the photos of one half of the data: every other class, and every other photo of sets without classes."""
    start = 1 if half == "held" else 0
    classes = sorted((data / "labelled" / "caltech101").iterdir())[start::2]
    found = [file for folder in classes for file in sorted(folder.glob("*.jpg"))]
    for place in ("captioned/flickr8k", "clean/bsds500"):
        found += sorted((data / place).rglob("*.jpg"))[start::2]
    return found


def make_files(folder: Path, files: list[Path], seed: int) -> Truth:
    """Writes photos and edits of some of them; edits are spread so that each is made equally often."""
    random = np.random.default_rng(seed)
    edited = set(random.choice(len(files), min(EDITED, len(files)), replace=False).tolist())
    names = list(EDITS)
    truth: Truth = {}
    turn = 0
    for number, file in enumerate(files):
        place = folder / f"{number // 100:03}"
        place.mkdir(exist_ok=True)
        copy = place / f"{number:05}.jpg"
        copy.write_bytes(file.read_bytes())
        truth[str(copy)] = (number, "")
        if number not in edited:
            continue
        picture = Image.open(file).convert("RGB")
        for _ in range(EDITS_EACH):
            name = names[turn % len(names)]
            turn += 1
            copy = place / f"{number:05} {turn:05}.jpg"
            EDITS[name](picture, np.random.default_rng([seed, turn])).save(copy, quality=90)
            truth[str(copy)] = (number, name)
    return truth


def ours(home: Path, folder: Path) -> tuple[set[Pair], float]:
    """Indexes and searches a folder; returns the pairs of files called identical or the same picture, and seconds."""
    library = Library.open(LibraryPaths(home, home / "cache"), Settings(settle_s=0.0))
    try:
        library.index([library.add_root(folder)]).result()
        with common.timed() as watch:
            report = library.order.duplicates.find().result()
        ids = sorted({photo for one in report.sets for photo in one.photo_ids})
        where = library.ask(lambda queries: queries.paths(ids)).result()
    finally:
        library.close()
    pairs: set[Pair] = set()
    for one in report.sets:
        if one.tier in (Tier.IDENTICAL, Tier.SAME_PICTURE):
            names = sorted(str(where[photo]) for photo in one.photo_ids)
            pairs.update((a, b) for at, a in enumerate(names) for b in names[at + 1 :])
    return pairs, watch.seconds


def peers(python: str, folder: Path) -> dict[str, tuple[set[Pair], float]]:
    """Returns what the peers pair, by name; those that are not installed are told of on standard error."""
    done = subprocess.run([python, str(PEERS), str(folder)], capture_output=True, text=True, check=True)
    print(done.stderr.strip(), file=sys.stderr)
    answers = json.loads(done.stdout)
    return {name: ({(a, b) for a, b in found["pairs"]}, found["seconds"]) for name, found in answers.items()}


def judged(
    truth: Truth, pairs: set[Pair], same: set[tuple[int, int]]
) -> tuple[float, float, dict[str, float], Counter[tuple[int, int]]]:
    """Returns recall, precision, recall by edit, and the pairs of different photos that were called one.

    An edit is found when it is paired with its photo. Precision is over pairs of which one is a photo as it was, so
    that many edits of one photo, paired with each other, do not make it better than it is. `same` are photos that are
    one picture in the data itself: pairing them is neither right nor wrong.
    """
    photo_of = {number: file for file, (number, edit) in truth.items() if not edit}
    by_edit: dict[str, list[bool]] = defaultdict(list)
    for file, (number, edit) in truth.items():
        if edit:
            a, b = sorted((file, photo_of[number]))
            by_edit[edit].append((a, b) in pairs)
    right, wrong = 0, Counter[tuple[int, int]]()
    for a, b in pairs:
        if truth[a][1] and truth[b][1]:
            continue
        if truth[a][0] == truth[b][0]:
            right += 1
        elif (photos := (min(truth[a][0], truth[b][0]), max(truth[a][0], truth[b][0]))) not in same:
            wrong[photos] += 1
    found = sum(sum(values) for values in by_edit.values())
    recall = found / sum(len(values) for values in by_edit.values())
    precision = right / max(1, right + wrong.total())
    return recall, precision, {edit: float(np.mean(values)) for edit, values in by_edit.items()}, wrong


def quality(data: Path, half: str, python: str) -> None:
    """Prints the tables of quality."""
    files = photographs(data, half)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch).resolve() / "photos"
        folder.mkdir()
        truth = make_files(folder, files, seed=7)
        answers = {"Reverie": ours(Path(scratch) / "home", folder), **peers(python, folder)}
    number_of = {"/".join(file.parts[-2:]): number for number, file in enumerate(files)}
    same = {(number_of[a], number_of[b]) for a, b in SAME_IN_DATA if a in number_of and b in number_of}
    results = {name: judged(truth, pairs, same) for name, (pairs, _) in answers.items()}
    rows = [
        (name, recall, precision, wrong.total(), answers[name][1])
        for name, (recall, precision, _, wrong) in results.items()
    ]
    edits = len(truth) - len(files)
    title = f"{len(files):,} photos of the {half} half, {edits:,} edits of {EDITED} of them"
    common.print_table(title, ("", "recall", "precision", "wrong pairs", "s"), rows)
    by_edit = [(edit, *(result[2].get(edit, 0.0) for result in results.values())) for edit in EDITS]
    common.print_table("Recall by edit", ("edit", *results), by_edit)
    recall, precision, _, wrong = results["Reverie"]
    print(
        f"Recall at least 0.95: {common.verdict(0.95, recall)}. Precision at least 0.99: "
        f"{common.verdict(0.99, precision)}."
    )
    for (a, b), number in wrong.most_common():
        print(
            f"called one picture: {'/'.join(files[a].parts[-2:])} and {'/'.join(files[b].parts[-2:])} ({number} pairs)"
        )


def speed(count: int) -> None:
    """Prints the table of speed."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch).resolve() / "home"
        copies = make_duplicates_home(home, count, seed=3)
        before = common.resident_bytes()
        seconds = []
        for _ in ("first", "after a restart"):
            library = Library.open(LibraryPaths(home, home / "cache"), Settings())
            try:
                with common.timed() as watch:
                    report = library.order.duplicates.find().result()
            finally:
                library.close()
            seconds.append(watch.seconds)
        tiers = Counter(one.tier.value for one in report.sets)
    grown = (common.resident_bytes() - before) / 1e6
    rows = [(count, copies, tiers["identical"], tiers["same-picture"], *seconds, grown)]
    names = ("photos", "copies made", "identical sets", "same-picture sets")
    headers = (*names, "first search s", "after a restart s", "memory MB")
    common.print_table("Search in a large library", headers, rows)
    print(f"At most {SPEED_BAR_S:.0f} s for 100,000: {common.verdict(seconds[0], SPEED_BAR_S)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("quality", "speed"), action="append")
    parser.add_argument("--half", choices=("held", "tuned"), default="held")
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--peers", default=sys.executable, metavar="PYTHON", help="has ImageHash and imagededup")
    options = parser.parse_args()
    common.print_machine()
    for part in options.part or ("quality", "speed"):
        if part == "speed":
            speed(options.photos)
        elif options.data.is_dir():
            quality(options.data, options.half, options.peers)
        else:
            print(f"no shared photos at {options.data}: quality is not measured")


if __name__ == "__main__":
    main()
