"""What other libraries take for duplicates in a folder, as JSON: for `organize_duplicates.py`, in any interpreter."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
from PIL import Image

CUT_BITS = 10  # of 64: imagededup's default, and what is usual with ImageHash

Pairs = list[tuple[str, str]]


def is_usable(module: str) -> bool:
    """Says whether a module can be imported, and why not on standard error."""
    try:
        import_module(module)
    except (ImportError, RuntimeError) as error:
        print(f"{module}: {error}", file=sys.stderr)
        return False
    return True


def by_imagehash(files: list[str], name: str, *, is_turned: bool = False) -> Pairs:
    """Pairs files whose hashes differ in at most `CUT_BITS`."""
    import imagehash

    make = getattr(imagehash, name)
    turns = list(Image.Transpose) if is_turned else []
    bits, turned = [], []
    for file in files:
        picture = Image.open(file).convert("RGB")
        bits.append(make(picture).hash.ravel())
        turned.append([bits[-1], *(make(picture.transpose(turn)).hash.ravel() for turn in turns)])
    first = np.array(bits, np.float32) * 2 - 1
    closest = np.max([first @ (np.array(one, np.float32) * 2 - 1).T for one in zip(*turned, strict=True)], axis=0)
    rows, columns = np.nonzero(np.triu((64 - np.maximum(closest, closest.T)) / 2 <= CUT_BITS, 1))
    return [(files[a], files[b]) for a, b in zip(rows, columns, strict=True)]


def by_imagededup(folder: str, name: str) -> Pairs:
    """Pairs files as imagededup does with its defaults."""
    from imagededup import methods

    method = getattr(methods, name)()
    found = method.find_duplicates(image_dir=folder, recursive=True)
    pairs = {tuple(sorted((a, b))) for a, others in found.items() for b in others}
    return [(str(Path(folder) / a), str(Path(folder) / b)) for a, b in sorted(pairs)]


def main() -> None:
    folder = sys.argv[1]
    files = sorted(str(file) for file in Path(folder).rglob("*.jpg"))
    peers: dict[str, Callable[[], Pairs]] = {}
    if is_usable("imagehash"):
        peers["ImageHash pHash"] = lambda: by_imagehash(files, "phash")
        peers["ImageHash dHash"] = lambda: by_imagehash(files, "dhash")
        peers["pHash, eight ways"] = lambda: by_imagehash(files, "phash", is_turned=True)
    else:
        print("ImageHash cannot be used here: left out", file=sys.stderr)
    if is_usable("imagededup.methods"):
        peers["imagededup PHash"] = lambda: by_imagededup(folder, "PHash")
        peers["imagededup DHash"] = lambda: by_imagededup(folder, "DHash")
    else:
        print("imagededup cannot be used here: left out", file=sys.stderr)
    answers = {}
    for name, ask in peers.items():
        began = time.perf_counter()
        pairs = [sorted(pair) for pair in ask()]
        answers[name] = {"pairs": pairs, "seconds": time.perf_counter() - began}
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
