"""The user's settings: one typed, frozen object, passed in, stored as JSON, migrated when a name changes."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from desktop_app.errors import UserError

log = logging.getLogger(__name__)

SCHEMA = 1
MAX_FILE_BYTES = 1_000_000
SLIDESHOW_INTERVALS_S = (2, 3, 4, 5, 7, 10, 15, 20, 30)  # offered; any between the ends will do


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything the user may choose. Units stand in the names.

    Attributes:
        theme: 'system', 'light' or 'dark'.
        tile_height_px: the grid's row height.
        excluded_names: folder or file names (shell patterns) left out of scan and watch.
        thumbnail_budget_bytes: the cache is trimmed to this.
        rescan_interval_s: how often roots are scanned although nothing was heard.
        settle_s: a file must be unchanged for so long before it is read.
        is_veiling_sensitive: photos flagged sensitive are shown blurred until asked for.
        are_ai_tags_shown: AI tags appear in the inspector and answer searches.
        similar_strictness: where the slider of Find similar stands, 0 to 1.
        history_mode: a `HistoryMode`: whether views are kept.
        history_kept_days: older views are forgotten; 0 keeps them for ever.
        is_history_in_backups: backups of the library carry the history too.
        is_viewer_strip_visible: the viewer shows similar photos and suggestions below the photo.
        slideshow_interval_s: how long a slideshow shows each photo, 2 to 30.
        is_slideshow_shuffled: a slideshow goes through its photos in random order.
        lock_idle_minutes: hidden photos with a passcode are locked again when nothing is done for so long.
        flag_sensitivity: 'blurry=70' (0 few, 50 usual, 100 many) or 'weapon=off'; flags not named are at 50.
        keep_rules: values of `KeepRule`, the first that differs decides which duplicate to keep; none: the usual order.
        protected_folders: absolute paths; duplicates in and below them are never proposed to go.
    """

    theme: str = "system"
    tile_height_px: int = 184
    excluded_names: tuple[str, ...] = ()
    thumbnail_budget_bytes: int = 8_000_000_000
    rescan_interval_s: int = 1800
    settle_s: float = 2.0
    is_veiling_sensitive: bool = True
    are_ai_tags_shown: bool = True
    is_motion_reduced: bool = False
    similar_strictness: float = 0.5
    history_mode: str = "unasked"
    history_kept_days: int = 730
    is_history_in_backups: bool = False
    is_inspector_visible: bool = True
    is_sidebar_visible: bool = True
    is_viewer_strip_visible: bool = False
    slideshow_interval_s: int = 5
    is_slideshow_shuffled: bool = False
    flag_sensitivity: tuple[str, ...] = ()
    lock_idle_minutes: int = 5
    keep_rules: tuple[str, ...] = ()
    protected_folders: tuple[str, ...] = ()
    window_geometry: str = ""


def load_settings(path: Path) -> Settings:
    """Reads the settings; a missing file gives the defaults, a bad value its default with a line in the log.

    Raises:
        UserError: the file exists and cannot be read.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UserError(f"The settings file {path.name} is far too large.", advice="Move it away to start afresh.")
        raw = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise UserError(f"The settings in {path} cannot be read: {error.strerror}.") from error
    except ValueError:
        aside = path.with_suffix(".damaged.json")
        path.replace(aside)
        log.warning("settings file is damaged; kept as %s, defaults used", aside.name)
        return Settings()
    if not isinstance(raw, dict):
        log.warning("settings file holds no settings; defaults used")
        return Settings()
    return _from_json(raw)


def _from_json(raw: dict[str, Any]) -> Settings:
    defaults = Settings()
    chosen: dict[str, Any] = {}
    for item in fields(Settings):
        if item.name not in raw:
            continue
        default, value = getattr(defaults, item.name), raw[item.name]
        if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(v, str) for v in value):
            chosen[item.name] = tuple(value)
        elif isinstance(default, float) and isinstance(value, int | float) and not isinstance(value, bool):
            chosen[item.name] = float(value)
        elif type(value) is type(default):
            chosen[item.name] = value
        else:
            log.warning("setting %s has a value of the wrong kind; default used", item.name)
    return replace(defaults, **chosen)


def save_settings(path: Path, settings: Settings) -> None:
    """Writes the settings atomically (temporary file, fsync, rename).

    Raises:
        UserError: the folder is read-only or full; the old file is untouched.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as out:
            json.dump({"schema": SCHEMA, **asdict(settings)}, out, indent=1)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UserError(f"The settings could not be saved: {error.strerror}.") from error
