#!/usr/bin/env python3
"""Makes the packages for Linux: a .deb, an AppDir as squashfs, a tar.xz; tries them and prints what came out.

    python3 packaging/dev.py package [--quick] [--no-install-test] [--no-measure] [--appimage-runtime FILE]

With the runtime that the AppImage project publishes, the squashfs becomes an AppImage as well.

They go to build/package/out. The tools are Debian's: dpkg-dev, lintian, squashfs-tools, desktop-file-utils, appstream,
binutils, xz-utils, xvfb; dev.py installs what is missing where it runs as root.
"""

from __future__ import annotations

import argparse
import datetime
import functools
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

PACKAGING = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PACKAGING), str(PACKAGING.parent)]

import bundle  # noqa: E402
from ci_packages import NO_TOOLS  # noqa: E402
from linux import app_image, debian, install_test, measure, metadata, portable, tree  # noqa: E402
from system_packages import DEBIAN_PACKAGES, SetupError, debian_packages, install_debian, is_debian  # noqa: E402

WORK = bundle.PROJECT / "build" / "package"
OUT = WORK / "out"
TOOLS = {
    "dpkg-shlibdeps": "dpkg-dev",
    "lintian": "lintian",
    "mksquashfs": "squashfs-tools",
    "squashfuse": "squashfuse",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
    "objdump": "binutils",
    "xz": "xz-utils",
    "setpriv": "util-linux",
    "Xvfb": "xvfb",  # a screen to try it on
}
FIGURES = WORK / "figures.txt"
MAX_BUNDLE_MB, MAX_DEB_MB = 420.0, 130.0

Found = TypeVar("Found")


class Steps:
    """Runs the steps of a build one after another and keeps how long each took."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, float]] = []

    def run(self, name: str, work: Callable[[], Found]) -> Found:
        """Runs one step, telling of it before."""
        print(f"== {name}", flush=True)
        began = time.monotonic()
        found = work()
        self.taken.append((name, time.monotonic() - began))
        return found


def require_tools() -> None:
    """Installs Debian's tools that are missing, or says which. Raises SetupError."""
    if is_debian() and missing_tools():
        install_debian(missing_tools())
    if missing_tools():
        raise SetupError(f"The packages are made with tools of Debian that are missing: {', '.join(missing_tools())}.")


def missing_tools() -> list[str]:
    """Returns the packages of Debian that are needed and not there: tools, and libraries to look the needs up in."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool)]
    done = subprocess.run(["/sbin/ldconfig", "-p"], capture_output=True, text=True, check=False)
    there = {line.split()[0] for line in done.stdout.splitlines()[1:]}
    missing += debian_packages([soname for soname in DEBIAN_PACKAGES if soname not in there])
    if sys.base_prefix == "/usr" and sysconfig.get_config_var("INSTSONAME") not in there:
        missing.append("libpython{}.{}".format(*sys.version_info[:2]))  # Debian's own interpreter does without it
    return missing


def release() -> metadata.Release:
    """Returns the version and the time of the last commit, so that a build of it can be repeated."""
    command = ["git", "log", "-1", "--format=%ct"]
    done = subprocess.run(command, cwd=bundle.PROJECT, capture_output=True, text=True, check=False)
    when = int(done.stdout) if done.returncode == 0 and done.stdout.strip() else int(time.time())
    return metadata.Release(bundle.facts().version, datetime.datetime.fromtimestamp(when, datetime.UTC))


def validate(root: Path) -> None:
    """Has the desktop entry and the AppStream metadata checked. Raises BundleError."""
    share = root / "usr" / "share"
    for command in (
        ["desktop-file-validate", str(share / "applications" / metadata.DESKTOP_FILE)],
        ["appstreamcli", "validate", "--no-net", str(share / "metainfo" / metadata.METAINFO_FILE)],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode or "error:" in done.stdout:
            raise bundle.BundleError(f"{command[0]} is not content:\n{done.stdout}{done.stderr}")


def build(options: argparse.Namespace) -> int:
    """Builds and tries everything. Returns the exit status."""
    require_tools()
    WORK.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    steps, this, root = Steps(), release(), WORK / "tree"
    program = steps.run("freeze", lambda: tree.freeze(WORK))
    steps.run("strip", lambda: tree.slim(program))
    steps.run("licences", lambda: tree.tell_licences(program))
    icons = steps.run("icons", lambda: tree.draw_icons(WORK))
    steps.run("lay out", lambda: tree.lay_out(root, program, icons, this))
    steps.run("validate desktop entry and metadata", lambda: validate(root))
    packing, zstd, xz = (debian.QUICK_PACKING, 3, 0) if options.quick else (debian.SMALL_PACKING, 12, 2)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:  # half a minute of one core
        needs = beside.submit(debian.needed_packages, root, WORK)
        image = steps.run("AppDir", lambda: portable.build_app_dir(root, WORK, OUT, this, zstd))
        archive = steps.run("tar.xz", lambda: portable.build_archive(program, WORK, OUT, this, xz))
        depends = steps.run("what it needs of Debian, the rest of it", needs.result)
    deb = steps.run(".deb", lambda: debian.build(root, WORK, OUT, this, depends, packing))
    tried: list[tuple[str, float]] = []
    with debian.checking(deb, WORK) as lintian:  # one core as well
        join = functools.partial(app_image.join, options.appimage_runtime, image, OUT, this)
        app = steps.run("AppImage", join) if options.appimage_runtime else None
        made = [deb, image, archive, *([app] if app else [])]
        refusal = "it was left out" if options.no_install_test else install_test.can_run()
        if not refusal:
            packages = install_test.Packages(deb, image, archive, app)
            tried = steps.run("install test", lambda: install_test.run(packages, WORK))
        found = steps.run("lintian, what was left of it", lintian)
    is_measured = not options.no_measure and not options.quick
    started = steps.run("starts", lambda: measure.starts(program, WORK / "measure")) if is_measured else []
    table = figures(steps, program, made, found, tried, started)
    FIGURES.write_text(table, "utf-8")
    print(f"\n{table}\nThis table is in {FIGURES.relative_to(bundle.PROJECT)}.")
    if refusal:
        print(f"The install test did not run: {refusal}.")
    if options.quick:
        print("Packed quickly: the files are larger than those that ship, and the size of the .deb is not judged.")
    is_deb_too_large = measure.megabytes(deb) > MAX_DEB_MB and not options.quick
    if is_deb_too_large or measure.megabytes(program) > MAX_BUNDLE_MB:
        raise bundle.BundleError("The bundle or the .deb is larger than it may be; the table says which.")
    return 0


def figures(
    steps: Steps,
    program: Path,
    packages: Sequence[Path],
    lintian: str,
    tried: Sequence[tuple[str, float]],
    started: Sequence[tuple[str, float, float]],
) -> str:
    """Returns the table of what came out: sizes, parts, checks, starts, times."""
    lines = [f"{bundle.APP_NAME} {bundle.facts().version}", "", "Sizes, MB (10^6 bytes)"]
    lines.append(f"  {measure.megabytes(program):8.1f}  bundle (at most {MAX_BUNDLE_MB:.0f})")
    for package in packages:
        limit = f" (at most {MAX_DEB_MB:.0f})" if package.suffix == ".deb" else ""
        lines.append(f"  {measure.megabytes(package):8.1f}  {package.name}{limit}")
    lines += ["", "Ten largest parts of the bundle, MB, and what was done about them"]
    for name, size in measure.largest(program):
        lines.append(f"  {size:8.1f}  {name:24}  {measure.DONE_ABOUT.get(name, '')}".rstrip())
    lines += ["", f"lintian: {lintian}"]
    if tried:
        lines += ["", "Install test, s"]
        lines += [f"  {seconds:8.1f}  {name}" for name, seconds in tried]
    if started:
        lines += ["", "Start to the first painted tiles, s (cold: its files dropped from memory; warm: median of 5)"]
        lines += [f"  {name:20} cold {cold:5.2f}  warm {warm:5.2f}" for name, cold, warm in started]
    lines += ["", "Build time, s"]
    taken = (*steps.taken, ("all", sum(seconds for _, seconds in steps.taken)))
    return "\n".join([*lines, *(f"  {seconds:8.1f}  {name}" for name, seconds in taken)]) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Makes the packages for Linux and tries them.")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="pack lightly and measure no starts: what every change goes through",
    )
    parser.add_argument("--no-install-test", action="store_true", help="do not install the packages in a copy")
    parser.add_argument("--appimage-runtime", type=Path, metavar="FILE", help="put this before the AppDir: an AppImage")
    parser.add_argument("--no-measure", action="store_true", help="do not measure how long the program takes to start")
    try:
        return build(parser.parse_args(arguments))
    except (bundle.BundleError, SetupError, install_test.InstallError) as error:
        print(f"package: {error}", file=sys.stderr)
        return NO_TOOLS if isinstance(error, SetupError) else 1


if __name__ == "__main__":
    sys.exit(main())
