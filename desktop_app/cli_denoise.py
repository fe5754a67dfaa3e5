"""The command that takes the noise out of one file."""

from __future__ import annotations

import argparse
import sys
import time

from desktop_app.cli_output import duration, print_json, shown
from desktop_app.domain.denoising import DenoiseSettings
from desktop_app.domain.full_picture import IfThere
from desktop_app.errors import CancelledError
from desktop_app.paths import LibraryPaths

AUTOMATIC = "auto"


def strength(text: str) -> float | None:
    """Reads a strength: 'auto' (None) or a number from 0 to 1."""
    if text == AUTOMATIC:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{text!r} is neither 'auto' nor a number from 0 to 1")
    return number


def denoise(options: argparse.Namespace, _paths: LibraryPaths) -> int:
    """Denoises a file into another one; there need not be a library.

    Raises:
        UserError: it cannot be done.
        CancelledError: it was stopped before there was a new file.
    """
    from desktop_app.library.denoising_outside import denoise_file  # late: it loads what no other command needs

    began_s = time.monotonic()
    line = _Line(is_quiet=options.json)
    if_there = IfThere.REPLACE if options.force else IfThere.REFUSE
    try:
        done, losses = denoise_file(
            options.source, options.target, DenoiseSettings(options.strength), if_there, line.show
        )
    except (KeyboardInterrupt, CancelledError) as error:
        raise CancelledError("Stopped; there is no new file.") from error
    finally:
        line.clear()
    seconds = time.monotonic() - began_s
    if options.json:
        print_json(
            {"sigma": round(done.level.sigma, 2), "seconds": round(seconds, 2), "megapixels": round(done.megapixels, 2)}
        )
        return 0
    facts = f"noise {done.level.sigma:.1f} of 255, {done.megapixels:.1f} megapixels, {seconds:.1f} s"
    print(f"{shown(options.target)}: {facts}")
    for loss in losses:
        print(loss.value)
    return 0


class _Line:
    """One line on a terminal that tells how far it is."""

    def __init__(self, *, is_quiet: bool) -> None:
        self._is_shown = not is_quiet and sys.stderr.isatty()
        self._length = 0

    def show(self, share: float, left_s: float | None) -> None:
        if not self._is_shown:
            return
        text = f"Denoising: {share:.0%}" + ("" if left_s is None else f", {duration(left_s)} left")
        print(f"\r{text:{self._length}}", end="", file=sys.stderr, flush=True)
        self._length = len(text)

    def clear(self) -> None:
        if self._length:
            print(f"\r{'':{self._length}}\r", end="", file=sys.stderr, flush=True)
