"""`reverie`: a command runs in the terminal, anything else opens the window."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

WINDOW_MARK = "--reverie-window-check"  # the self-test runs the program again with it, see `library/selftest.py`


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program. Returns the exit status."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if getattr(sys, "frozen", False):  # there is no interpreter beside a frozen program: it is its own children too
        from desktop_app.workers import child

        if child.run_if_child(words):
            return 0
        _give_environment_back()
    if words[:1] == [WINDOW_MARK]:
        return _check_window()
    if _names_a_command(words):
        from desktop_app import cli

        return cli.main(words)
    options = _window_parser().parse_args(words)
    if has_display():
        gc.disable()  # what importing makes is no garbage; the window turns it on again when its first tiles are there
        from desktop_app import app

        return app.run(options.home, options.paths)
    return _work_in_the_terminal(options.home, options.paths)


def _give_environment_back() -> None:
    """Takes back what pointed this frozen program at its own libraries: the programs it starts have theirs."""
    if not sys.platform.startswith("linux"):
        return
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)  # where the freezer keeps what the user had
    os.environ.pop("LD_LIBRARY_PATH", None)
    os.environ.pop("QT_PLUGIN_PATH", None)  # Qt finds its plugins beside itself
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before


def _names_a_command(words: Sequence[str]) -> bool:
    """Says whether the first word that is no option is a command (a folder so named is given as ./index)."""
    from desktop_app.command_names import COMMANDS

    position = 0
    while position < len(words):
        word = words[position]
        if word in ("-h", "--help", "--version"):
            return True
        if word == "--home":
            position += 2
            continue
        if not word.startswith("-"):
            return word in COMMANDS
        position += 1
    return False


def _work_in_the_terminal(home: Path | None, paths: Sequence[Path]) -> int:
    """Does what the window would have done with these: indexes the folders, names photos like the files."""
    from desktop_app import cli

    files = [path for path in paths if path.is_file()]
    folders = [path for path in paths if path not in files]
    status = cli.index_and_tell(home, folders) if folders or not files else 0
    if files and not status:
        status = cli.main([*(("--home", str(home)) if home else ()), "similar", "--", *map(str, files)])
    return status


def _check_window() -> int:
    """Does the window's part of the self-test, on the screen where there is one."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from desktop_app.gui import selftest

    return selftest.run()


def _window_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="reverie", description="Opens the window: adds these folders, finds photos like these files."
    )
    parser.add_argument("--home", type=Path, metavar="DIR", help="where the library lives (also $REVERIE_HOME)")
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="folders to add, or photos to find the likes of"
    )
    return parser


def has_display() -> bool:
    """Says whether a window can be shown here."""
    if sys.platform in ("win32", "darwin"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
