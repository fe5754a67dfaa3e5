"""The command line: the same library without a window. Imports no Qt.

Exit 0 when it did what was asked, 1 with one plain sentence on standard error when it could not, 2 for wrong usage.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from desktop_app import (
    __version__,
    cli_commands,
    cli_denoise,
    cli_groups,
    cli_order,
    cli_smart,
    cli_suggestions,
    cli_trash,
)
from desktop_app.domain.photo import FlagName, display_text
from desktop_app.errors import CancelledError, UserError
from desktop_app.paths import LibraryPaths, library_paths

AddCommand = Callable[[str, Callable[..., int], str], argparse.ArgumentParser]


def build_parser() -> argparse.ArgumentParser:
    """Returns the parser of everything but the window."""
    parser = argparse.ArgumentParser(
        prog="reverie",
        description="A private photo organizer. Without a command it opens the window on the folders or photos given.",
    )
    parser.add_argument("--version", action="version", version=f"Reverie {__version__}")
    parser.add_argument("--home", type=Path, metavar="DIR", help="where the library lives (also $REVERIE_HOME)")
    parser.add_argument("--verbose", action="store_true", help="say on standard error what happens")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[..., int], help_text: str, /) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help_text, description=help_text)
        sub.add_argument("--json", action="store_true", help="answer in JSON")
        sub.set_defaults(run=run)
        return sub

    index = add(
        "index",
        cli_commands.index,
        "Read folders into the library, or bring it up to date with them. A folder that cannot be read is told of and"
        " left out; the others are read all the same, and the exit status is 1.",
    )
    index.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    index.add_argument(
        "--accept-missing",
        action="store_true",
        help="believe it when a large part of a folder's photos is gone",
    )
    similar = add("similar", cli_commands.similar, "Find photos like these, from inside or outside the library.")
    similar.add_argument("files", nargs="+", type=Path, metavar="FILE")
    similar.add_argument("--top", type=_positive, default=20, metavar="N", help="at most N matches (20)")
    tags = add("tags", cli_commands.tags, "Tell what is in these photos, whether or not there is a library.")
    tags.add_argument("files", nargs="+", type=Path, metavar="FILE")
    search = add("search", cli_commands.search, "Search tags, file and folder names, dates and cameras.")
    search.add_argument("words", nargs="+", metavar="WORDS")
    search.add_argument("--top", type=_positive, default=100, metavar="N", help="at most N photos (100)")
    flags = add("flags", cli_commands.flags, "List flagged photos: blurry, dark, screenshots, ...")
    flags.add_argument("names", nargs="*", type=_flag, metavar="FLAG", help=f"only these: {', '.join(FlagName)}")
    flags.add_argument("--why", action="store_true", help="say of each flag why it is there")
    _add_order(add)
    export = add("export-vectors", cli_commands.export_vectors, "Write paths and vectors of all photos to a .npz.")
    export.add_argument("out", type=Path, metavar="OUT.npz")
    _add_suggestions(add)
    _add_trash(add)
    _add_denoise(add)
    doctor = add("doctor", cli_commands.doctor, "Check database, index, models, caches and folders.")
    doctor.add_argument("--repair", action="store_true", help="mend what can be mended")
    add("self-test", cli_commands.self_test, "Prove that this installation works, part by part.")
    return parser


def _add_trash(add: AddCommand) -> None:
    trash = add("trash", cli_trash.trash, "Move photos to the system's trash, all or none. 'undo' brings them back.")
    trash.add_argument("files", nargs="+", type=Path, metavar="FILE")
    trash.add_argument("--last-copy", action="store_true", help="also when all exact copies of a photo are named")
    add("undo", cli_trash.undo, "Take back what was done last, whatever it was.")


def _add_denoise(add: AddCommand) -> None:
    denoise = add("denoise", cli_denoise.denoise, "Take the noise out of a photo and save it as a new file.")
    denoise.add_argument("source", type=Path, metavar="IN")
    denoise.add_argument("target", type=Path, metavar="OUT", help="its ending says the format: .jpg, .png, .tif, .webp")
    denoise.add_argument(
        "--strength",
        type=cli_denoise.strength,
        default=None,
        metavar="auto|0..1",
        help="how much of the measured noise to take out (auto: all of it)",
    )
    denoise.add_argument("--force", action="store_true", help="write over a file of that name (never over IN)")


def _add_suggestions(add: AddCommand) -> None:
    viewed = add("viewed", cli_suggestions.viewed, "Keep that these photos were looked at; suggestions learn from it.")
    viewed.add_argument("files", nargs="+", type=Path, metavar="FILE")
    viewed.add_argument(
        "--seconds",
        type=cli_suggestions.seconds,
        default=cli_suggestions.DEFAULT_SECONDS,
        metavar="S",
        help=f"for how long ({cli_suggestions.DEFAULT_SECONDS:.0f})",
    )
    viewed.add_argument("--at", type=cli_suggestions.when, metavar="ISO", help="when, such as 2026-05-01T20:15 (now)")
    feedback = add("feedback", cli_suggestions.feedback, "Say what you think of photos: fewer like these, never, ...")
    feedback.add_argument("files", nargs="+", type=Path, metavar="FILE")
    feedback.add_argument("opinion", choices=cli_suggestions.FEEDBACK)
    interests = add("interests", cli_suggestions.interests, "Tell what you like to look at.")
    interests.add_argument("--at", type=cli_suggestions.when, metavar="ISO", help="as of this time (now)")
    recommend = add("recommend", cli_suggestions.recommend, "List photos and albums that fit what you look at.")
    recommend.add_argument("--top", type=_positive, default=20, metavar="N", help="at most N photos a shelf (20)")
    recommend.add_argument("--seed", type=int, default=0, metavar="N", help="another number, another choice (0)")
    recommend.add_argument("--at", type=cli_suggestions.when, metavar="ISO", help="as of this time (now)")
    history = add("history", cli_suggestions.history, "Count, export or clear what was learned from your looks.")
    history.add_argument("action", nargs="?", choices=("show", "export", "clear"), default="show")
    history.add_argument("out", nargs="?", type=Path, metavar="OUT.json")


def _add_order(add: AddCommand) -> None:
    groups = add("groups", cli_groups.groups, "List groups of photos that look alike, as many as fit the library.")
    groups.add_argument("--k", type=_positive, metavar="N", help="show N groups in place of those the library has")
    groups.add_argument("--seed", type=int, default=0, metavar="N", help="another number, another search (0)")
    groups.add_argument("--keep", action="store_true", help="keep the groups found now; 'undo' brings the others back")
    add("events", cli_order.events, "List events and trips, found from times, places and looks.")
    duplicates = add("duplicates", cli_order.duplicates, "List identical files, one picture saved twice, and bursts.")
    duplicates.add_argument("--look-alikes", action="store_true", help="also photos that only look alike")
    smart = add("smart-album", cli_smart.smart_album, "Teach a smart album by examples, show it, or list all of them.")
    smart.add_argument("name", nargs="?", default="", metavar="NAME")
    smart.add_argument("--like", nargs="+", action="extend", type=Path, default=[], metavar="FILE", help="photos of it")
    smart.add_argument(
        "--unlike", nargs="+", action="extend", type=Path, default=[], metavar="FILE", help="photos that do not belong"
    )


def _flag(text: str) -> FlagName:
    if text not in set(FlagName):
        raise argparse.ArgumentTypeError(f"{text!r} is no flag; there are {', '.join(FlagName)}")
    return FlagName(text)


def _positive(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of at least 1")
    return number


def main(arguments: Sequence[str]) -> int:
    """Runs one command. Returns the exit status."""
    options = build_parser().parse_args(arguments)
    paths = library_paths(options.home)
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.ERROR,
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    return run_guarded(lambda: _run(options, paths))


def _run(options: argparse.Namespace, paths: LibraryPaths) -> int:
    status: int = options.run(options, paths)
    return status


def run_guarded(work: Callable[[], int]) -> int:
    """Runs `work`, turning the environment's faults into one sentence and Ctrl-C or SIGTERM into a clean end."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # names may have letters that the terminal has not
    with _interrupts():
        try:
            status = work()
            sys.stdout.flush()  # so that a reader who has gone is noticed here and not at the very end
            return status  # noqa: TRY300 - the flush may fail as the work may
        except UserError as error:
            print(f"reverie: {display_text(error.sentence())}", file=sys.stderr)
            return 1
        except (KeyboardInterrupt, CancelledError) as stop:
            print(f"reverie: {stop or 'stopped; what was done so far is kept.'}", file=sys.stderr)
            return 130
        except BrokenPipeError:
            with contextlib.suppress(OSError):
                sys.stdout.close()
            return 1


@contextlib.contextmanager
def _interrupts() -> Iterator[None]:
    def on_terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, on_terminate)
    except ValueError:  # not the main thread: the caller keeps its own handling
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def index_and_tell(home: Path | None, folders: Sequence[Path]) -> int:
    """Does the window's first job in the terminal: indexes the folders (or those already known) and tells of them."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)
    return run_guarded(lambda: cli_commands.index_and_tell(library_paths(home), folders))
