"""What the tagger and the sensitivity models say of photos that they did not learn from.

    .venv/bin/python tests/benchmarks/tagger.py [--study DIR] [--every N]

Words: precision and recall by threshold on the labelled photos, and on the captioned ones (a word is right when a
caption uses it or a word below it). Sensitivity: what ships against the published float model (from DIR, see
`packaging/models/build.py --study`), and how often photos that nobody would call sensitive are.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from pathlib import Path

import numpy as np
from common import print_machine, print_table, resident_bytes, timed
from numpy.typing import NDArray
from retrieval import data_dir, labelled, read
from tag_truth import HOPED, SAME_WORD, TRUTH

from desktop_app.ml.preprocess import resize
from desktop_app.ml.session import OrtSession
from desktop_app.ml.understand import Understander, Understanding
from desktop_app.ml.words import Vocabulary
from desktop_app.paths import models_dir

Said = list[tuple[tuple[str, float], ...]]
THRESHOLDS = (0.0, 0.6, 0.7, 0.8, 0.9, 0.95)
EDGES = (0.0, 0.02, 0.1, 0.3, 0.5, 0.8, 1.01)


def is_right(word: str, folder: str, classes: dict[str, frozenset[int]]) -> bool:
    shown, further = TRUTH[folder]
    return bool(classes[word] & shown) or word in further


def print_labelled(said: Said, folders: list[str], vocabulary: Vocabulary) -> None:
    """Prints precision, recall of the hoped-for word and words a photo by threshold, then the calibration."""
    classes = {word: vocabulary.classes_of(column) for column, word in enumerate(vocabulary.words)}
    known = [(words, folder) for words, folder in zip(said, folders, strict=True) if folder in TRUTH]
    rows = []
    for threshold in THRESHOLDS:
        kept = [([w for w, p in words if p >= threshold], folder) for words, folder in known]
        judged = [is_right(word, folder, classes) for words, folder in kept for word in words]
        hoped = [HOPED[folder] in words for words, folder in kept if folder in HOPED]
        first = [is_right(words[0], folder, classes) for words, folder in kept if words]
        shares = [f"{np.mean(x):.3f}" for x in (judged, first, hoped)]
        some = np.mean([bool(words) for words, _ in kept])
        rows.append([threshold or "as shipped", *shares, f"{some:.3f}", f"{len(judged) / len(kept):.2f}"])
    headers = [
        "confidence at least",
        "precision",
        "precision of first",
        "recall of hoped word",
        "photos with words",
        "words a photo",
    ]
    print_table(f"Words on {len(known)} labelled photos", [*headers], rows)
    pairs = [(p, is_right(w, folder, classes)) for words, folder in known for w, p in words]
    print_table("Is the confidence true? (labelled photos)", ["confidence", "words", "mean", "right"], _bins(pairs))


def _bins(pairs: list[tuple[float, bool]]) -> list[list[str | int]]:
    rows: list[list[str | int]] = []
    for low, high in ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 0.95), (0.95, 1.01)):
        inside = [(p, ok) for p, ok in pairs if low <= p < high]
        if inside:
            mean, right = np.mean(inside, axis=0)
            rows.append([f"{low:.2f}-{min(high, 1):.2f}", len(inside), f"{mean:.3f}", f"{right:.3f}"])
    return rows


def captions() -> dict[str, str]:
    """Returns all captions of each photo as one lower-case text."""
    texts: dict[str, str] = defaultdict(str)
    with (data_dir() / "captioned" / "flickr8k-captions.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            texts[row["image"]] += " " + row["caption"].lower()
    return texts


def is_captioned(word: str, text: str, vocabulary: Vocabulary) -> bool:
    """Says whether the captions use the word, a word below it, or another word for it, in singular or plural."""
    wanted = {word, *vocabulary.narrower(word), *SAME_WORD.get(word, ())}
    return any(re.search(rf"\b{re.escape(w.lower())}(s|es)?\b", text) for w in wanted)


def print_captioned(said: Said, names: list[str], vocabulary: Vocabulary) -> None:
    texts, rows = captions(), []
    for threshold in THRESHOLDS:
        judged = [
            is_captioned(word, texts[name], vocabulary)
            for words, name in zip(said, names, strict=True)
            for word, p in words
            if p >= threshold and texts[name]
        ]
        dogs = [n for n in names if re.search(r"\bdogs?\b", texts[n])]
        found = [
            n for words, n in zip(said, names, strict=True) if any(w == "dog" and p >= threshold for w, p in words)
        ]
        both = len(set(dogs) & set(found))
        dog = [f"{both / max(len(found), 1):.3f}", f"{both / max(len(dogs), 1):.3f}"]
        rows.append([threshold or "as shipped", len(judged), f"{np.mean(judged):.3f}", *dog])
    headers = ["confidence at least", "words", "used by a caption", "dog: precision", "dog: recall"]
    print_table(f"Words on {len(names)} captioned photos (captions name few things: a lower bound)", headers, rows)


def reference(study: Path, pictures: list[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Returns the published float model's answer to 256 px squashed, the middle 224 px, BGR less the mean."""
    session = OrtSession((study / "opennsfw-published.onnx").read_bytes(), "published", threads=2)
    answers = []
    for picture in pictures:
        middle = resize(picture, 224, 224, kept_share=0.875)[:, :, ::-1].astype(np.float32)
        batch = (middle - np.array([104, 117, 123], np.float32))[None]
        answers.append(next(iter(session.run({"input:0": batch}).values()))[0, 1])
    return np.array(answers, np.float32)


def print_sensitivity(
    groups: dict[str, tuple[list[NDArray[np.uint8]], list[Understanding]]], study: Path | None
) -> None:
    rows = []
    for name, (pictures, answers) in groups.items():
        values = np.array([a.sensitivity for a in answers], np.float64)
        row: list[str | int] = [name, len(values), *(f"{(values >= t).mean():.4f}" for t in (0.5, 0.7, 0.8, 0.9))]
        if study:
            apart = np.abs(values - reference(study, pictures))
            row += [f"{apart.max():.4f}", f"{np.percentile(apart, 99):.4f}", int((apart > 0.03).sum())]
        rows.append(row)
    headers = ["photos", "count", "at least 0.5", "0.7", "0.8", "0.9"]
    headers += ["largest difference to float", "99th percentile", "over 0.03"] if study else []
    print_table("Sensitivity: share called sensitive (none should be), and distance to the float model", headers, rows)
    values = np.array([a.sensitivity for _, answers in groups.values() for a in answers], np.float64)
    counts = np.histogram(values, EDGES)[0]
    pairs = zip(EDGES[:-1], EDGES[1:], counts, strict=True)
    print_table("How the answers spread", ["from", "to", "photos"], [[a, min(b, 1.0), int(n)] for a, b, n in pairs])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--study", type=Path)
    parser.add_argument("--every", type=int, default=1)
    chosen = parser.parse_args()
    print_machine()
    before = resident_bytes()
    understander = Understander(models_dir(), threads=2)
    assert not understander.problems, understander.problems
    vocabulary = understander._vocabulary
    assert vocabulary is not None
    loaded = resident_bytes()
    pictures, labels, classes = labelled(chosen.every)
    paths = sorted((data_dir() / "captioned" / "flickr8k").glob("*.jpg"))
    captioned = [read(p) for p in paths]
    held = resident_bytes()
    with timed() as watch:
        answers = understander.understand(pictures)
    each = watch.seconds * 1000 / len(pictures)
    print(
        f"understand, 2 threads: {each:.1f} ms a photo; memory of the models {(loaded - before) / 1e6:.0f} MB loaded, "
    )
    print(f"{(loaded - before + resident_bytes() - held) / 1e6:.0f} MB after {len(pictures)} photos\n")
    print_labelled([a.tags for a in answers], [classes[at] for at in labels], vocabulary)
    others = understander.understand(captioned)
    print_captioned([a.tags for a in others], [p.name for p in paths], vocabulary)
    groups = {"labelled": (pictures, answers), "captioned": (captioned, others)}
    print_sensitivity(groups, chosen.study)
    weapons = [(dict(a.concepts)["weapon"], classes[at]) for a, at in zip(answers, labels, strict=True)]
    rows = [
        [t, sum(p >= t for p, _ in weapons), ", ".join(sorted({c for p, c in weapons if p >= t}))]
        for t in (0.3, 0.5, 0.8)
    ]
    print_table(
        "Labelled photos (none shows a rifle or a revolver) with the concept weapon",
        ["at least", "photos", "classes"],
        rows,
    )


if __name__ == "__main__":
    main()
