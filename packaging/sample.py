"""The sample library: photographs that development packages carry, copied beside where Reverie keeps its things.

Run by `dev.py` with the environment's Python; never part of the shipped program. Answers with a JSON list of folders.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.paths import LibraryPaths, library_paths

FOLDER_SUFFIX = " sample photos"  # beside the library's home, since nothing inside it is ever watched

# Package, folder in it, and the photographs there (drawings, test charts and medical pictures are left out).
PHOTOGRAPHS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "skimage",
        "data",
        (
            "astronaut.png",
            "brick.png",
            "camera.png",
            "chelsea.png",
            "clock_motion.png",
            "coffee.png",
            "coins.png",
            "grass.png",
            "gravel.png",
            "hubble_deep_field.jpg",
            "moon.png",
            "motorcycle_left.png",
            "motorcycle_right.png",
            "page.png",
            "rocket.jpg",
        ),
    ),
    ("sklearn", "datasets/images", ("china.jpg", "flower.jpg")),
)


def photograph_files() -> list[Path]:
    """Returns the photographs that the installed packages carry, without importing those packages."""
    found: list[Path] = []
    for package, folder, names in PHOTOGRAPHS:
        spec = importlib.util.find_spec(package)
        for place in (spec.submodule_search_locations or []) if spec else []:
            found += [path for name in names if (path := Path(place, folder, name)).is_file()]
    return found


def make(paths: LibraryPaths) -> Path:
    """Copies the photographs beside the library and returns their folder; what is already there stays as it is.

    Raises:
        UserError: no package carries any, or the folder cannot be written.
    """
    files = photograph_files()
    if not files:
        raise UserError("No sample photographs were found.", advice="Delete .venv and start again.")
    folder = paths.home.with_name(paths.home.name + FOLDER_SUFFIX)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            if not (folder / file.name).exists():
                part = folder / f".{file.name}.part"
                shutil.copyfile(file, part)
                part.replace(folder / file.name)
    except OSError as error:
        raise UserError(f"The sample photos could not be written to {folder}: {error.strerror}.") from error
    return folder


def configured_roots(paths: LibraryPaths) -> list[Path]:
    """Returns the folders the library already knows; none where there is no library yet.

    Raises:
        UserError: the database cannot be read.
    """
    if not paths.database.exists():
        return []
    from desktop_app.store.store import Store

    store = Store.open(paths, is_writer=False)
    try:
        return [root.path for root in store.roots.all()]
    finally:
        store.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a JSON list of folders: the configured ones, or the sample folder just made."""
    parser = argparse.ArgumentParser(prog="sample.py", description=__doc__)
    parser.add_argument("act", choices=("roots", "make"))
    parser.add_argument("--home", type=Path)
    options = parser.parse_args(arguments)
    paths = library_paths(options.home)
    try:
        folders = configured_roots(paths) if options.act == "roots" else [make(paths)]
    except UserError as error:
        print(error.sentence(), file=sys.stderr)
        return 1
    print(json.dumps([str(folder) for folder in folders]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
