"""Wires the window: opens the library, hands it to the main window, closes both."""

from __future__ import annotations

import contextlib
import gc
import logging
import logging.handlers
import os
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from desktop_app.errors import UserError
from desktop_app.library.library import Library  # before Qt, which reads the source of each module loaded after it

# isort: split
from desktop_app.gui import first_tiles
from desktop_app.gui.application import (
    FileOpenings,
    SingleInstance,
    SystemSignals,
    UncaughtErrors,
    make_application,
    show_error,
)
from desktop_app.gui.window import MainWindow
from desktop_app.paths import LibraryPaths, library_paths
from desktop_app.settings import Settings, load_settings, save_settings

log = logging.getLogger(__name__)

LOG_BYTES = 2_000_000
CLOSE_TIMEOUT_S = 5.0


def run(home: Path | None, given: Sequence[Path]) -> int:
    """Shows the window on a library, and the paths given in it, until it is closed. Returns the exit status."""
    began_s = time.monotonic()
    gc.disable()  # nothing made before the first tiles is garbage
    paths = library_paths(home)
    try:
        settings = load_settings(paths.settings)
    except UserError as error:
        return _refuse(Settings(), error)
    app = make_application(sys.argv[:1], settings.theme)
    instance = SingleInstance(paths)
    if not instance.claim(given):
        return 0
    _log_to_file(paths)
    uncaught = UncaughtErrors(paths.log)
    try:
        library = Library.open(paths, settings)
    except UserError as error:
        show_error(str(error), error.advice)
        instance.release()
        return 1
    signals = SystemSignals(app.quit)
    try:
        window = MainWindow(library, settings, partial(_change_settings, library))
        instance.handed_over.connect(lambda more: _on_second_start(window, more))
        if os.environ.get(first_tiles.VARIABLE):
            first_tiles.trace(window.space.grid, began_s)
        window.show()
        window.open_paths(given)
        if sys.platform == "darwin":  # elsewhere they are arguments, and a filter would hear of every event for nothing
            openings = FileOpenings(app)
            openings.opened.connect(lambda more: _on_second_start(window, more))
            app.installEventFilter(openings)
        first_tiles.call_after(window.space.grid, lambda: _begin_background_work(library, instance))
        return app.exec()
    finally:
        signals.release()
        library.close(CLOSE_TIMEOUT_S)
        uncaught.release()
        instance.release()


def _change_settings(library: Library, settings: Settings) -> None:
    library.use_settings(settings)
    save_settings(library.paths.settings, settings)


def _begin_background_work(library: Library, instance: SingleInstance) -> None:
    gc.enable()
    instance.listen()
    library.start_watching()
    library.start_indexing()
    library.warm_up()


def _on_second_start(window: MainWindow, paths: Sequence[str]) -> None:
    window.open_paths([Path(path) for path in paths])
    window.raise_and_show()


def _refuse(settings: Settings, error: UserError) -> int:
    make_application(sys.argv[:1], settings.theme)
    show_error(str(error), error.advice)
    return 1


def _log_to_file(paths: LibraryPaths) -> None:
    """Logs to the library's own folder, bounded; a folder that cannot be written leaves standard error."""
    with contextlib.suppress(OSError):
        handler = logging.handlers.RotatingFileHandler(paths.log, maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8")
        logging.basicConfig(
            level=logging.INFO,
            format="%(asctime)s %(levelname)s %(name)s: %(message)s",
            handlers=[handler, logging.StreamHandler()],
        )
