"""System packages for `dev.py`: what Qt lacks on a bare Debian, and how to get it. Standard library only."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Sequence  # noqa: UP035 - an old Python must get as far as the refusal in dev.py

# Qt's wheels bring everything but these. The soname decides what is missing, the package is what a person can install.
DEBIAN_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
# What the program loads of Qt, relative to the PySide6 folder: their needs, and the needs of those, are looked up.
QT_FILES = ("QtWidgets.abi3.so", "QtSvg.abi3.so", "QtNetwork.abi3.so", "Qt/plugins/platforms/libqxcb.so")


class SetupError(Exception):
    """Something a person has to put right; the text is plain words and what to do."""


def say(text: str) -> None:
    """Prints one line at once, in order with what child programs print."""
    print(text, flush=True)


def is_debian(os_release: Path = Path("/etc/os-release")) -> bool:
    """Says whether apt-get installs packages here (Debian, Ubuntu and their like)."""
    try:
        text = os_release.read_text("utf-8")
    except OSError:
        return False
    words = {
        word
        for line in text.splitlines()
        if line.startswith(("ID=", "ID_LIKE="))
        for word in line.partition("=")[2].strip("\"'").split()
    }
    return bool(words & {"debian", "ubuntu"}) and shutil.which("apt-get") is not None


def is_root() -> bool:
    """Says whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install_debian(packages: Sequence[str]) -> None:
    """Installs system packages as root, else raises SetupError with the one command that does it."""
    command = f"apt-get install --no-install-recommends -y {' '.join(packages)}"
    if not is_root():
        raise SetupError(f"Some system packages are missing. Run this once, then start again:\n\n    sudo {command}\n")
    say(f"Installing system packages: {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], env=env, check=False, stdout=subprocess.DEVNULL)
    if subprocess.run(shlex.split(command), env=env, check=False, stdout=subprocess.DEVNULL).returncode:
        raise SetupError(
            f"System packages could not be installed. Run this by hand and read what it says:\n\n    {command}\n"
        )


def missing_sonames(ldd_output: str) -> list[str]:
    """Returns the library names that ldd could not find, sorted, each once."""
    return sorted({line.split()[0] for line in ldd_output.splitlines() if line.rstrip().endswith("=> not found")})


def debian_packages(sonames: Sequence[str]) -> list[str]:
    """Returns the Debian packages that hold these libraries, sorted, each once; unknown ones are left out."""
    return sorted({DEBIAN_PACKAGES[name] for name in sonames if name in DEBIAN_PACKAGES})


def missing_qt_libraries(python: Path) -> list[str]:
    """Asks the loader which system libraries the Qt installed for `python` lacks; empty where ldd cannot tell."""
    ldd = shutil.which("ldd")
    code = "import importlib.util as u; print(u.find_spec('PySide6').submodule_search_locations[0])"
    found = subprocess.run([str(python), "-I", "-c", code], capture_output=True, text=True, check=False)
    if ldd is None or found.returncode:
        return []
    folder = Path(found.stdout.strip())
    files = [str(folder / name) for name in QT_FILES if (folder / name).exists()]
    if os.environ.get("WAYLAND_DISPLAY"):
        files += sorted(map(str, (folder / "Qt" / "plugins" / "platforms").glob("libqwayland*.so")))
    return missing_sonames(subprocess.run([ldd, *files], capture_output=True, text=True, check=False).stdout)


def check_qt(python: Path) -> None:
    """Makes sure that Qt can start: installs or names the system libraries it lacks (Linux only).

    Raises:
        SetupError: something is missing that only a person can install.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = missing_qt_libraries(python)
    packages = debian_packages(missing)
    if packages and is_debian():
        install_debian(packages)
        missing = missing_qt_libraries(python)
    if missing:
        names = ", ".join(missing)
        raise SetupError(f"Qt lacks these system libraries: {names}. Install them with your package manager.")
