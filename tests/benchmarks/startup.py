"""From the start of the process to the first painted tiles, against a bare PySide6 window. Bar: at most 0.5 s more.

    startup.py HOME [--runs 7]      HOME as `generate.py library` makes it

Both kinds of run alternate after one unmeasured run of each. The window is told by REVERIE_TRACE_FIRST_PAINT to write
`first-tiles SECONDS` (since its process began) to standard error when the first tiles with pictures are painted; what
counts here is the parent's clock, from the start of the child to the arrival of that line.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import common

BAR_S = 0.5
PATIENCE_S = 60.0
MARK = "first-tiles "

BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

class Middle(QWidget):
    def paintEvent(self, event):
        sys.stderr.write("first-tiles 0\\n")
        sys.stderr.flush()

app = QApplication([])
window = QMainWindow()
window.setCentralWidget(Middle())
window.resize(1280, 800)
window.show()
app.exec()
"""


class NoTilesError(Exception):
    """The program ended, or the time was over, before it told of a painted tile."""


def seconds_to_tiles(command: Sequence[str], env: Mapping[str, str]) -> tuple[float, int]:
    """Starts a program, waits for its mark and ends it. Returns seconds to the mark and resident bytes then."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, cwd=common.PROJECT, env=dict(env), stderr=subprocess.PIPE, text=True)
    said = []
    try:
        assert child.stderr is not None
        for line in child.stderr:
            if line.startswith(MARK):
                return time.perf_counter() - begun, common.resident_bytes(child.pid)
            said.append(line)
            if time.perf_counter() - begun > PATIENCE_S:
                break
        raise NoTilesError("".join(said[-10:]) or f"no '{MARK.strip()}' within {PATIENCE_S:.0f} s")
    finally:
        child.terminate()
        try:
            child.wait(15)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        assert child.stderr is not None
        child.stderr.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    env = {**os.environ, "PYTHONPATH": str(common.PROJECT), "REVERIE_TRACE_FIRST_PAINT": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    if not (env.get("DISPLAY") or env.get("WAYLAND_DISPLAY")):
        env.setdefault("QT_QPA_PLATFORM", "offscreen")
    kinds = {
        "bare PySide6 window": [sys.executable, "-c", BARE],
        "Reverie": [sys.executable, "-m", "desktop_app", "--home", str(options.home.absolute())],
    }
    common.print_machine()
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    memory: dict[str, int] = {}
    for run in range(options.runs + 1):
        for name, command in kinds.items():
            try:
                seconds, memory[name] = seconds_to_tiles(command, env)
            except NoTilesError as error:
                print(f"{name} painted no tile:\n{error}", file=sys.stderr)
                return 1
            if run:
                taken[name].append(seconds)
    rows = [(name, common.median(times), min(times), max(times), memory[name] / 1e6) for name, times in taken.items()]
    headers = ("window", "median s", "fastest s", "slowest s", "resident MB")
    common.print_table(f"Start to first painted tiles, {options.runs} runs each", headers, rows)
    bare, ours = (common.median(times) for times in taken.values())
    print(f"Reverie needs {ours - bare:.2f} s more; the bar is {BAR_S} s: {common.verdict(ours - bare, BAR_S)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
