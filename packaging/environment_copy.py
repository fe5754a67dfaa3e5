"""Makes one virtual environment from another that holds most of what it needs. Standard library only, as dev.py."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Mapping, Sequence  # noqa: UP035 - an old Python must get as far as the refusal in dev.py

_PINNED = re.compile(r"(?m)^([a-z0-9][a-z0-9._-]*)==")


def link_or_copy(source: str, target: str) -> None:
    """Gives a file a second name, or copies it where that cannot be. Installers replace files and write to none."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def only_in(lock: Path, other: Path) -> list[str]:
    """Returns the packages that the first lock names and the second does not."""
    first, second = (set(_PINNED.findall(path.read_text("utf-8"))) for path in (lock, other))
    return sorted(first - second)


def copy_environment(source: Path, target: Path, ours: Sequence[str]) -> None:
    """Makes the environment `target` of `source`, without the files of these names, which are no package's."""
    shutil.rmtree(target, ignore_errors=True)
    left_out = shutil.ignore_patterns(*ours)
    shutil.copytree(source, target, symlinks=True, copy_function=link_or_copy, ignore=left_out)


def remove(packages: Sequence[str], python: Path, environment: Mapping[str, str]) -> bool:
    """Removes packages from the environment of this interpreter. Returns whether that worked."""
    command = [str(python), "-m", "pip", "uninstall", "--quiet", "--yes", *packages]
    return subprocess.run(command, env=dict(environment), capture_output=True, check=False).returncode == 0
