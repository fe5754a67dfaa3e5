"""All measurements of order without work, one after another, each in a process of its own.

organize.py [--only groups|chosen-k|duplicates|events|smart|flags|speed]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
# What to run for each capability: script and arguments. Without a choice everything but `speed` and `chosen-k` runs,
# which are parts of the others.
RUNS: dict[str, list[list[str]]] = {
    "groups": [["organize_groups.py"]],
    "chosen-k": [["organize_groups.py", "--part", "count"]],
    "duplicates": [["organize_duplicates.py"]],
    "events": [["organize_events.py"]],
    "smart": [["organize_smart.py"]],
    "flags": [["organize_flags.py"]],
    "speed": [
        ["organize_groups.py", "--part", "speed"],
        ["organize_duplicates.py", "--part", "speed"],
        ["organize_smart.py", "--part", "speed"],
    ],
}
PARTS = ("chosen-k", "speed")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=RUNS, action="append")
    options = parser.parse_args()
    worst = 0
    for name in options.only or [name for name in RUNS if name not in PARTS]:
        for script, *arguments in RUNS[name]:
            print(f"## {name}: {script} {' '.join(arguments)}\n", flush=True)
            worst = max(worst, subprocess.run([sys.executable, FOLDER / script, *arguments], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
