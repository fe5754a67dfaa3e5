"""Reads WordNet's noun files (Debian's `wordnet-base`) as far as the tagger needs them: synsets, words, hypernyms."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_PLACE = Path("/usr/share/wordnet")


@dataclass(frozen=True, slots=True)
class Synset:
    """One meaning: its words, the commonest first, and the meanings it is a kind of."""

    wnid: str
    words: tuple[str, ...]
    hypernyms: tuple[str, ...]


def read_nouns(place: Path = DEFAULT_PLACE) -> dict[str, Synset]:
    """Returns every noun synset by its wnid ('n' and the eight-digit offset of WordNet 3.0).

    Raises:
        FileNotFoundError: `data.noun` is not there; install Debian's `wordnet-base`.
    """
    found = {}
    with (place / "data.noun").open(encoding="latin-1") as lines:
        for line in lines:
            if line.startswith("  "):  # the licence at the head of the file
                continue
            synset = _parse(line)
            found[synset.wnid] = synset
    return found


def _parse(line: str) -> Synset:
    """Reads one line as wndb(5WN) describes it."""
    parts = line.split(" | ")[0].split()
    count = int(parts[3], 16)
    words = tuple(parts[4 + 2 * i].replace("_", " ") for i in range(count))
    at = 4 + 2 * count
    pointers = [parts[at + 1 + 4 * i : at + 5 + 4 * i] for i in range(int(parts[at]))]
    hypernyms = tuple(f"n{target}" for symbol, target, kind, _ in pointers if symbol in {"@", "@i"} and kind == "n")
    return Synset(f"n{parts[0]}", words, hypernyms)


def ancestors(synsets: dict[str, Synset], wnid: str) -> set[str]:
    """Returns every meaning that `wnid` is a kind of, itself left out."""
    seen: set[str] = set()
    waiting = list(synsets[wnid].hypernyms)
    while waiting:
        parent = waiting.pop()
        if parent not in seen:
            seen.add(parent)
            waiting.extend(synsets[parent].hypernyms)
    return seen
