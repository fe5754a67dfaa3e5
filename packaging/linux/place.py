"""Where packages are installed to be tried: a copy of the whole system, or a folder where no copy can be made.

The copy is an overlay in memory, in name spaces of its own. Making one takes the right to mount, which root has on a
machine and rarely inside a container; there, dpkg installs into a folder. Either is gone afterwards, and nothing on the
machine changes.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import bundle

USER = "reverie-guest"
NOBODY = "65534"
OWN_SPACES = ("unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--propagation", "private")
COPY_BYTES = 4 << 30  # of memory: the copy holds the program up to four times
FOLDER_BYTES = 3 << 30  # of the disk
NO_NETWORK = ("unshare", "--net")
AS_ROOT = "as a plain user: only root may be taken here"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a package is installed, and as whom its program runs.

    Attributes:
        root: '/' in a copy of the system, else the folder that stands for it.
        dpkg: dpkg, with what makes it install there.
        guest: what runs a program as a plain user, put before it; empty where nobody but root may be taken.
    """

    root: Path
    dpkg: tuple[str, ...]
    guest: tuple[str, ...]

    @property
    def home(self) -> Path:
        """The plain user's home."""
        return self.root / "home" / USER

    @property
    def program(self) -> Path:
        """The program, where the package puts it."""
        return self.root / "usr" / "bin" / bundle.NAME

    def give(self, folder: Path) -> None:
        """Makes a folder with all that is in it the plain user's own."""
        owner: str | int = USER if self.root == Path("/") else int(NOBODY)
        for path in (folder, *folder.rglob("*")):
            if self.guest:
                shutil.chown(path, owner, owner)


def why_no_copy(work: Path) -> str:
    """Returns why no copy of the system can be made here, '' when one can, after trying."""
    if available_bytes() < COPY_BYTES:
        return f"it would take {COPY_BYTES >> 30} GiB of free memory"
    with tempfile.TemporaryDirectory(dir=work) as probe:
        command = [*OWN_SPACES, "sh", "-ec", f"{_MOUNT}\ntest -e root/usr/bin/env"]
        done = subprocess.run(command, cwd=probe, capture_output=True, text=True, check=False)
    if not done.returncode:
        return ""
    said = done.stderr.strip().splitlines() or [f"status {done.returncode}"]
    return f"mounting is not permitted ({said[-1]})"


def why_no_folder() -> str:
    """Returns why packages cannot be tried in a folder either, '' when they can."""
    if shutil.disk_usage(tempfile.gettempdir()).free < FOLDER_BYTES:
        return f"it needs {FOLDER_BYTES >> 30} GiB of free space in {tempfile.gettempdir()}"
    return ""


def available_bytes(memory: Path = Path("/proc/meminfo")) -> int:
    """Returns how much memory programs may still take."""
    found = re.search(r"(?m)^MemAvailable: +(\d+) kB$", memory.read_text())
    return int(found[1]) * 1024 if found else 0


_MOUNT = """mount -t tmpfs -o mode=755,size=3g none .
cd "$PWD"  # into what was mounted
mkdir upper work root
mount -t overlay overlay -o "lowerdir=/,upperdir=$PWD/upper,workdir=$PWD/work" root"""


def enter_copy(empty: Path) -> Place:
    """Makes a copy of the whole system in memory and goes into it; run inside `OWN_SPACES`.

    Args:
        empty: a folder to be mounted on.
    """
    subprocess.run(["sh", "-ec", _MOUNT], cwd=empty, check=True)
    root = empty / "root"
    for name in ("proc", "dev"):
        subprocess.run(["mount", "--rbind", f"/{name}", str(root / name)], check=True)
    for name in ("tmp", "run"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "none", str(root / name)], check=True)
    for folder in _needed_folders():  # they may lie on other disks, or below /tmp
        inside = root / folder.relative_to("/")
        if not inside.exists() or not any(inside.iterdir()):
            inside.mkdir(parents=True, exist_ok=True)
            subprocess.run(["mount", "--bind", "-o", "ro", str(folder), str(inside)], check=True)
    os.chroot(root)
    os.chdir("/")
    subprocess.run(["useradd", "--create-home", "--user-group", "--shell", "/bin/sh", USER], check=True)
    guest = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--inh-caps=-all", "--")
    return Place(Path("/"), ("dpkg",), guest)


def make_folder(root: Path) -> Place:
    """Makes a folder into which dpkg installs, knowing what is installed on this machine."""
    root.chmod(0o755)
    admin = root / "var" / "lib" / "dpkg"
    for name in ("info", "updates", "triggers"):
        (admin / name).mkdir(parents=True)
    shutil.copy("/var/lib/dpkg/status", admin / "status")
    (root / "tmp").mkdir()
    guest = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all", "--")
    place = Place(root, ("dpkg", f"--instdir={root}", f"--admindir={admin}"), guest if _works(guest) else ())
    place.home.mkdir(parents=True)
    place.give(place.home)
    return place


def can_leave_network(guest: tuple[str, ...]) -> bool:
    """Says whether a program can be run here without any network."""
    return _works((*NO_NETWORK, *guest))


def _works(words: tuple[str, ...]) -> bool:
    return subprocess.run([*words, "true"], capture_output=True, check=False).returncode == 0


def _needed_folders() -> list[Path]:
    """Returns the folders with this project and the Python that runs it."""
    return [bundle.PROJECT, *dict.fromkeys((Path(sys.prefix).resolve(), Path(sys.base_prefix).resolve()))]
