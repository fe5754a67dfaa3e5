"""The last part of `.ci/run`: makes the packages for Linux and tries them, within the time that is left.

Standard library only, as dev.py.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Sequence  # noqa: UP035 - an old Python must get as far as the refusal in dev.py
from xml.etree import ElementTree

from system_packages import is_debian, is_root, say

CI_S = 14 * 60  # of the quarter of an hour that a run may take, after which it would be ended without a word
NEEDED_S = 4 * 60
NEEDED_SHARE = 0.5  # of the time that all before took on this machine, when it is a slow one
PATIENCE_S = 15.0
NO_TOOLS = 3  # the exit status of the command when this machine lacks what packages are made with
AGAIN = "`python3 packaging/dev.py package --quick` makes them and tries them."


def why_not(began: float) -> str:
    """Returns why the packages are not made here and now, '' when they are.

    Args:
        began: when the whole run did, of time.monotonic().
    """
    if sys.platform != "linux" or not is_root() or not is_debian():
        return "that takes root on Debian"
    taken = time.monotonic() - began
    left, needed = CI_S - taken, max(NEEDED_S, NEEDED_SHARE * taken)
    if left >= needed:
        return ""
    return (
        f"{max(left, 0) / 60:.1f} of {CI_S // 60} minutes for everything are left, and they may take {needed / 60:.1f}"
    )


def try_packages(command: Sequence[str], began: float) -> int:
    """Runs the command that makes and tries them. Returns its exit code, or 124 where it had to be ended."""
    limit_s = CI_S - (time.monotonic() - began)
    child = subprocess.Popen(command, start_new_session=True)
    try:
        return child.wait(limit_s)
    except subprocess.TimeoutExpired:
        say(
            f"The packages were not ready after {limit_s:.0f} s, all that was left of {CI_S // 60} minutes: "
            f"the step named last took too long. {AGAIN}"
        )
        return 124
    finally:
        end(child)


def end(child: subprocess.Popen[bytes]) -> None:
    """Ends a program with all that it started: as Ctrl-C does, so that it can tidy up, and then for certain."""
    for sign in (signal.SIGINT, signal.SIGKILL):
        try:
            os.killpg(child.pid, sign)
            child.wait(PATIENCE_S)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def summary(results: Path) -> str:
    """Returns what came of the tests as pytest says it, '4868 passed, 3 skipped in 360.12s', from its JUnit file."""
    try:
        suite = ElementTree.parse(results).getroot().find("testsuite")
    except (OSError, ElementTree.ParseError):
        suite = None
    if suite is None:
        return "pytest left no results"
    failed, errors, skipped = (int(suite.get(name, 0)) for name in ("failures", "errors", "skipped"))
    counts = {"failed": failed, "passed": int(suite.get("tests", 0)) - failed - errors - skipped, "skipped": skipped}
    words = [f"{count} {name}" for name, count in {**counts, "errors": errors}.items() if count]
    return f"{', '.join(words) or 'no tests ran'} in {float(suite.get('time', 0)):.2f}s"
