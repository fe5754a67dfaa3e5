"""What runs without being installed: an AppDir as squashfs, fit to follow an AppImage runtime, and a tar.xz."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import bundle
from linux import metadata, tree

APP_RUN = f"""#!/bin/sh
here="$(dirname "$(readlink -f "$0")")"
exec "$here/{tree.PROGRAM}/{bundle.NAME}" "$@"
"""
READ_ME = f"""{bundle.APP_NAME} {{version}}, to be run from this folder, wherever it lies:

    ./{bundle.NAME} [FOLDER ...]       the window
    ./{bundle.NAME} self-test          proves that it works here

Nothing is installed. The library goes to ~/.local/share/Reverie, or where --home says.
"""


def build_app_dir(root: Path, work: Path, out: Path, release: metadata.Release, level: int = 12) -> Path:
    """Packs the tree as an AppDir, at a level of zstd. Returns the squashfs; an AppImage has this behind its start."""
    place = work / f"{bundle.APP_NAME}.AppDir"
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["cp", "-al", str(root), str(place)], check=True)
    tree.write(place / "AppRun", APP_RUN)
    (place / "AppRun").chmod(0o755)
    (place / metadata.DESKTOP_FILE).symlink_to(f"usr/share/applications/{metadata.DESKTOP_FILE}")
    icon = f"usr/share/icons/hicolor/256x256/apps/{bundle.NAME}.png"
    (place / f"{bundle.NAME}.png").symlink_to(icon)
    (place / ".DirIcon").symlink_to(icon)
    image = out / f"{bundle.APP_NAME}-{release.version}-x86_64.AppDir.squashfs"
    image.unlink(missing_ok=True)
    when = str(int(release.date.timestamp()))
    command = ["mksquashfs", str(place), str(image), "-all-root", "-comp", "zstd", "-Xcompression-level", str(level)]
    command += ["-no-progress", "-quiet", "-all-time", when, "-mkfs-time", when]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return image


def build_archive(program: Path, work: Path, out: Path, release: metadata.Release, level: int = 2) -> Path:
    """Packs the frozen folder with a note, at xz's level. Returns the tar.xz."""
    name = f"{bundle.NAME}-{release.version}-linux-x86_64"
    place = work / "archive" / name
    shutil.rmtree(place.parent, ignore_errors=True)
    place.parent.mkdir(parents=True)
    subprocess.run(["cp", "-al", str(program), str(place)], check=True)
    tree.write(place / "README.txt", READ_ME.format(version=release.version))
    archive = out / f"{name}.tar.xz"
    tar = ["tar", "--create", "--sort=name", "--owner=0", "--group=0", "--numeric-owner", f"--mtime={release.date}"]
    packing = subprocess.Popen([*tar, "-C", str(place.parent), name], stdout=subprocess.PIPE)
    with archive.open("wb") as file:
        subprocess.run(["xz", f"-{level}", "--threads=0", "--stdout"], stdin=packing.stdout, stdout=file, check=True)
    if packing.wait():
        raise bundle.BundleError("The archive could not be packed.")
    return archive
