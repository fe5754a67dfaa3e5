"""The files of an installed copy: the frozen program under usr/lib, what desktops look for under usr/share."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

import bundle
from linux import metadata

PROGRAM = Path("usr/lib") / bundle.NAME


def freeze(work: Path) -> Path:
    """Freezes the program. Returns its folder. Raises BundleError when the freezer fails; its output is in a log."""
    bundle.require_whole()
    log = work / "pyinstaller.log"
    command = [sys.executable, "-m", "PyInstaller", "-y", "--distpath", str(work / "frozen"), "--workpath"]
    command += [str(work / "freezer"), str(bundle.PROJECT / "packaging" / "reverie.spec")]
    with log.open("w", encoding="utf-8") as out:
        done = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, cwd=bundle.PROJECT, check=False)
    if done.returncode:
        tail = "\n".join(log.read_text("utf-8", "replace").splitlines()[-15:])
        raise bundle.BundleError(f"The program could not be frozen:\n{tail}")
    return work / "frozen" / bundle.NAME


def slim(program: Path) -> None:
    """Takes names for debuggers out of the libraries that are mostly made of them (60 MB).

    Others stay as their wheels have them: numpy's BLAS, patched after linking, cannot be loaded after a strip.
    """
    inside = program / "_internal"
    patterns = ("numkong/*.so", "usearch/*.so", "libpython3*.so*", "python3*/lib-dynload/*.so")
    large = [path for pattern in patterns for path in inside.glob(pattern)]
    subprocess.run(["strip", "--strip-unneeded", *map(str, large)], check=True)


def tell_licences(program: Path) -> None:
    """Writes beside the program what it must say of others' work, with the texts of libraries taken from Debian."""
    script = bundle.PROJECT / "packaging" / "licences.py"
    command = [sys.executable, str(script), "--frozen", "--out", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise bundle.BundleError(f"What is said of others' work cannot be written:\n{done.stderr.strip()}")
    for name, text in debian_texts(program).items():
        write(program / "_internal" / "licences" / "debian" / f"{name}.txt", text)


def debian_texts(program: Path) -> dict[str, bytes]:
    """Returns the copyright files of the Debian packages whose libraries lie in the frozen folder, by package.

    Raises:
        BundleError: a library is of no wheel, of no Debian package and not Python's own.
    """
    inside = program / "_internal"
    names = [p.name for p in inside.glob("lib*.so*") if not p.is_symlink() and not p.name.startswith("libpython")]
    done = subprocess.run(["dpkg", "-S", *(f"*/{name}" for name in names)], capture_output=True, text=True, check=False)
    owners = {line.rpartition("/")[2]: line.partition(":")[0] for line in done.stdout.splitlines()}
    unknown = sorted(set(names) - set(owners))
    if unknown:
        raise bundle.BundleError(f"Nobody knows whose these libraries are: {', '.join(unknown)}.")
    return {owner: Path(f"/usr/share/doc/{owner}/copyright").read_bytes() for owner in sorted(set(owners.values()))}


def draw_icons(work: Path) -> Path:
    """Draws the icons. Returns the folder of the hicolor theme."""
    out = work / "icons"
    script = bundle.PROJECT / "packaging" / "icons" / "build.py"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run([sys.executable, str(script), str(out)], check=True, stdout=subprocess.DEVNULL, env=environment)
    return out / "hicolor"


def write(path: Path, content: str | bytes) -> None:
    """Writes a file and the folders above it, readable by everybody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.chmod(0o644)


def lay_out(root: Path, program: Path, icons: Path, release: metadata.Release) -> None:
    """Makes the tree of an installed copy.

    Args:
        root: made anew.
        program: the frozen folder, whose files are linked, not copied.
        icons: hicolor theme.
        release: for the metadata.
    """
    from desktop_app.cli import build_parser

    shutil.rmtree(root, ignore_errors=True)
    (root / "usr" / "bin").mkdir(parents=True)
    (root / PROGRAM).parent.mkdir(parents=True)
    subprocess.run(["cp", "-al", str(program), str(root / PROGRAM)], check=True)
    (root / "usr" / "bin" / bundle.NAME).symlink_to(Path("..") / "lib" / bundle.NAME / bundle.NAME)
    share = root / "usr" / "share"
    write(share / "applications" / metadata.DESKTOP_FILE, metadata.desktop_entry())
    write(share / "kio" / "servicemenus" / f"{bundle.NAME}-find-similar.desktop", metadata.service_menu())
    write(share / "nemo" / "actions" / f"{bundle.NAME}-find-similar.nemo_action", metadata.nemo_action())
    write(share / "metainfo" / metadata.METAINFO_FILE, metadata.metainfo(release))
    write(share / "man" / "man1" / f"{bundle.NAME}.1.gz", zipped(metadata.man_page(build_parser(), release)))
    shutil.copytree(icons, share / "icons" / "hicolor")
    set_modes(root)


def zipped(text: str) -> bytes:
    """Returns the text as gzip at its best, without name and time."""
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def set_modes(root: Path) -> None:
    """Makes folders and the program enterable and everything else plain readable files."""
    for path in (root, *root.rglob("*")):
        if path.is_symlink():
            continue
        is_open = path.is_dir() or path == root / PROGRAM / bundle.NAME
        path.chmod(0o755 if is_open else 0o644)
