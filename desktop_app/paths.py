"""Where things lie: the program's resources, and one library's files. Reads the environment, touches nothing."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "Reverie"
HOME_VARIABLE = "REVERIE_HOME"
DENOISE_FOLDER = "denoise"  # in the cache: pixels of the photos that are worked on
VERSION_NOTE = "version.json"  # in a folder there: a new file that the library may not know of yet


def resources_dir() -> Path:
    """Returns the folder of models, icons and translations, in a checkout, a wheel or a frozen program.

    Raises:
        FileNotFoundError: none of the three places holds it; the installation is damaged.
    """
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [package / "resources", package.parent / "resources"]
    for place in places:
        if (place / "models").is_dir() or (place / "icons").is_dir():
            return place
    raise FileNotFoundError(f"resources not found in {[str(p) for p in places]}")


def models_dir() -> Path:
    """Returns the folder that holds `manifest.json` and the ONNX files."""
    return resources_dir() / "models"


@dataclass(frozen=True, slots=True)
class LibraryPaths:
    """The files of one library. `home` holds the truth, `cache` what can be deleted at any time."""

    home: Path
    cache: Path

    @property
    def database(self) -> Path:
        """The SQLite file: the truth."""
        return self.home / "library.db"

    @property
    def history(self) -> Path:
        """The view history: a SQLite file of its own, so that it can be deleted or left out as a whole."""
        return self.home / "history.db"

    @property
    def settings(self) -> Path:
        """The settings, JSON."""
        return self.home / "settings.json"

    @property
    def lock(self) -> Path:
        """Held by the one process that writes."""
        return self.home / "library.lock"

    @property
    def backups(self) -> Path:
        """Verified copies of the database."""
        return self.home / "backups"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.home / "reverie.log"

    @property
    def action_log(self) -> Path:
        """What was done with files, to be read by people."""
        return self.home / "actions.log"

    @property
    def thumbnails(self) -> Path:
        """Thumbnails, keyed by content hash."""
        return self.cache / "thumbnails"

    @property
    def index(self) -> Path:
        """Vector index files."""
        return self.cache / "index"

    @property
    def compared(self) -> Path:
        """What the search for duplicates has compared."""
        return self.cache / "compared"


def library_paths(home: Path | None = None) -> LibraryPaths:
    """Returns the paths of the library in `home`, else in $REVERIE_HOME, else in the user's data folder.

    A library with a home of its own keeps its cache inside it, so that it moves and goes as one.
    """
    chosen = home or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else None)
    if chosen is not None:
        chosen = chosen.expanduser().absolute()
        return LibraryPaths(chosen, chosen / "cache")
    return LibraryPaths(
        Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)),
        Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False)),
    )
