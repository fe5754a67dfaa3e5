"""Where the tests write: in memory where there is enough of it, since thousands of small libraries wait for a disk.

Standard library only, as dev.py.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Iterator  # noqa: UP035 - an old Python must get as far as the refusal in dev.py

MEMORY = Path("/dev/shm")
FREE_BYTES = 4 << 30  # of the folder
AVAILABLE_BYTES = 8 << 30  # of memory, for what is written there and for the programs


def is_enough(folder: Path = MEMORY, facts: Path = Path("/proc/meminfo")) -> bool:
    """Says whether this folder lies in memory, programs in it can be run, and there is room enough."""
    try:
        place = os.statvfs(folder)
        found = re.search(r"(?m)^MemAvailable: +(\d+) kB$", facts.read_text())
    except (OSError, AttributeError):  # no Linux
        return False
    if not os.access(folder, os.W_OK) or place.f_flag & getattr(os, "ST_NOEXEC", 0) or found is None:
        return False
    return place.f_bavail * place.f_frsize >= FREE_BYTES and int(found[1]) * 1024 >= AVAILABLE_BYTES


@contextlib.contextmanager
def scratch() -> Iterator[list[str]]:
    """Yields pytest's words for writing to memory, none where that cannot be; what was written is gone after it."""
    if not is_enough():
        yield []
        return
    folder = tempfile.mkdtemp(prefix="reverie-tests-", dir=MEMORY)
    try:
        yield [f"--basetemp={folder}/pytest"]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
