"""What all benchmarks share: the line that names the machine, tables in Markdown, and medians.

Benchmarks are scripts: `.venv/bin/python tests/benchmarks/NAME.py --help`. Importing this makes the project importable.
"""

from __future__ import annotations

import math
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
for folder in (PROJECT, PROJECT / "packaging"):
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))

Cell = str | int | float


def machine_line() -> str:
    """Returns one line that names what was measured on: cores, processor, memory, system, Python, load."""
    parts = [
        f"{usable_cores()} cores",
        processor(),
        f"{memory_gib():.0f} GiB RAM",
        system(),
        f"Python {platform.python_version()}",
    ]
    if hasattr(os, "getloadavg"):
        parts.append(f"load {os.getloadavg()[0]:.1f} at start")
    return " · ".join(part for part in parts if part)


def usable_cores() -> int:
    """Returns how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def processor() -> str:
    """Returns the processor's name as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def memory_gib() -> float:
    """Returns the machine's memory in GiB, 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    except (AttributeError, ValueError, OSError):
        return 0.0


def system() -> str:
    """Returns the operating system's name and version."""
    try:
        release = platform.freedesktop_os_release()
        return release.get("PRETTY_NAME", platform.platform())
    except OSError:
        return platform.platform(terse=True)


def resident_bytes(pid: int | str = "self") -> int:
    """Returns the resident memory of a process in bytes, 0 where /proc does not tell."""
    try:
        pages = Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]
    except OSError:
        return 0
    return int(pages) * os.sysconf("SC_PAGE_SIZE")


def print_machine() -> None:
    """Prints the line that every table stands under."""
    print(f"Measured on {machine_line()}\n", flush=True)


def shown(cell: Cell) -> str:
    """Returns a cell as text: three significant digits, thousands apart."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int):
        return f"{cell:,}"
    if not math.isfinite(cell) or cell == 0:
        return str(cell)
    digits = max(0, 2 - math.floor(math.log10(abs(cell))))
    return f"{cell:,.{digits}f}"


def table(headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Returns a Markdown table; columns whose cells are all numbers stand to the right. Units belong in the headers."""
    texts = [[shown(cell) for cell in row] for row in rows]
    widths = [max(3, *(len(line[i]) for line in [list(headers), *texts])) for i in range(len(headers))]
    is_number = [bool(rows) and all(not isinstance(row[i], str) for row in rows) for i in range(len(headers))]

    def line(cells: Sequence[str]) -> str:
        padded = [
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(cells, widths, is_number, strict=True)
        ]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * (width - 1) + ":" if right else "-" * width for width, right in zip(widths, is_number, strict=True)]
    return "\n".join([line(headers), line(rule), *map(line, texts)])


def print_table(title: str, headers: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Prints a titled Markdown table."""
    print(f"### {title}\n\n{table(headers, rows)}\n", flush=True)


def median(values: Sequence[float]) -> float:
    """Returns the median."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """Returns the value below which this share (0 to 1) of the values lies: nearest rank, so always a real one."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]


class Stopwatch:
    """Seconds of one measured block, in `seconds` once it is over."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Measures the wall time of a block."""
    watch = Stopwatch()
    begun = time.perf_counter()
    try:
        yield watch
    finally:
        watch.seconds = time.perf_counter() - begun


def verdict(value: float, bar: float) -> str:
    """Returns 'met' or 'MISSED' for a value that should be at most the bar."""
    return "met" if value <= bar else "MISSED"
