"""Installs the packages as people would, in a place that is gone afterwards, and uses what is there."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PACKAGING), str(PACKAGING.parent)]

import bundle  # noqa: E402
from linux import older_library  # noqa: E402
from linux import place as places  # noqa: E402
from linux.place import Place  # noqa: E402
from system_packages import is_debian  # noqa: E402

from desktop_app.store import migrations  # noqa: E402

PHOTOS = 6
START_S = 60.0
SELF_TEST_S = 240.0
LEFT_OUT = "left out: "


class InstallError(Exception):
    """An installed copy does not do what it should; the message says what."""


@dataclass(frozen=True, slots=True)
class Packages:
    """The files that are tried."""

    deb: Path
    image: Path
    archive: Path
    app_image: Path | None = None


def can_run() -> str:
    """Returns why the test cannot run here, '' when it can."""
    if os.geteuid() != 0:
        return "it needs root"
    return "" if is_debian() else "this is no Debian"


def run(packages: Packages, work: Path) -> list[tuple[str, float]]:
    """Runs every check. Returns what each found and its seconds. Raises InstallError with all that was said."""
    files = [str(packages.deb), str(packages.image), str(packages.archive)]
    files += ["--app-image", str(packages.app_image)] if packages.app_image else []
    command = [sys.executable, str(Path(__file__).resolve()), *files]
    why_no_copy, why_no_folder = places.why_no_copy(work), places.why_no_folder()
    if why_no_copy and why_no_folder:
        raise InstallError(f"no copy of the system can be made: {why_no_copy}; nor a folder: {why_no_folder}")
    with tempfile.TemporaryDirectory(prefix="reverie-install-test-", dir=None if why_no_copy else work) as empty:
        command = [*command, "--folder", empty] if why_no_copy else [*places.OWN_SPACES, *command, "--copy", empty]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InstallError(f"{done.stdout}{done.stderr}".strip())
    found = [(str(name), float(seconds)) for name, seconds in json.loads(done.stdout.splitlines()[-1])]
    where = f"in a folder, not in a copy of this system: {why_no_copy}" if why_no_copy else "in a copy of this system"
    return [(f"tried {where}", 0.0), *found]


# --- inside ----------------------------------------------------------------------------------------------------------


def as_guest(
    place: Place, command: Sequence[str | Path], environment: Mapping[str, str] | None = None, *prefix: str
) -> subprocess.CompletedProcess[str]:
    """Runs a program as the plain user, with an environment of nothing but its home."""
    return subprocess.run(
        [*prefix, *place.guest, *map(str, command)],
        env=_guest_environment(place, environment),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=SELF_TEST_S,
        check=False,
    )


def _guest_environment(place: Place, more: Mapping[str, str] | None) -> dict[str, str]:
    return {"HOME": str(place.home), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **(more or {})}


def self_test(place: Place, program: Path, environment: Mapping[str, str] | None = None, *prefix: str) -> str:
    """Has a copy prove itself. Returns how many parts it proved, as a phrase."""
    done = as_guest(place, [program, "self-test", "--json"], environment, *prefix)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise InstallError(f"self-test said nothing:\n{done.stdout}{done.stderr}") from None
    wrong = [f"{check['name']}: {check['detail']}" for check in answer["checks"] if not check["ok"]]
    if done.returncode or not answer["ok"] or wrong:
        raise InstallError("\n".join(["self-test failed:", *wrong, done.stderr]))
    return f"{len(answer['checks'])} parts work"


def install(place: Place, deb: Path) -> None:
    """Installs a package as root and looks whether dpkg is content."""
    done = subprocess.run([*place.dpkg, "-i", str(deb)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise InstallError(f"dpkg -i failed:\n{done.stdout}{done.stderr}")


def older(deb: Path, folder: Path) -> Path:
    """Returns the same package under a version before it: an installation to be upgraded."""
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(folder)], check=True)
    control = folder / "DEBIAN" / "control"
    version = bundle.facts().version
    control.write_text(control.read_text().replace(f"Version: {version}", f"Version: {version}~before"))
    target = folder.with_suffix(".deb")
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(folder), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(folder)
    return target


def make_photos(place: Place, folder: Path) -> None:
    """Writes a few photos of the guest's own."""
    from desktop_app.imaging import samples

    folder.mkdir(parents=True)
    for number in range(PHOTOS):
        (folder / f"photo {number}.jpg").write_bytes(samples.recompressed(samples.scene(number % 2), 1.0, 95 - number))
    place.give(place.home)


def contents(folder: Path) -> dict[str, bytes]:
    """Returns every file below a folder, but for caches and logs, by its name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@contextlib.contextmanager
def window(place: Place, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Has the installed program's window open on a folder, once it has painted its tiles."""
    more = {"QT_QPA_PLATFORM": "offscreen", "REVERIE_TRACE_FIRST_PAINT": "1"}
    command = [*place.guest, str(place.program), str(folder)]
    child = subprocess.Popen(command, env=_guest_environment(place, more), cwd="/", stderr=subprocess.PIPE)
    try:
        assert child.stderr is not None
        said, deadline = b"", time.monotonic() + START_S
        while b"first-tiles" not in said:
            if select.select([child.stderr], [], [], 1.0)[0]:
                said += os.read(child.stderr.fileno(), 65536)
            if child.poll() is not None or time.monotonic() > deadline:
                raise InstallError(f"the window painted no tiles:\n{said[-2000:].decode(errors='replace')}")
        yield child
    finally:
        child.terminate()
        try:
            child.wait(START_S)
        except subprocess.TimeoutExpired:
            child.kill()


def indexed(place: Place, *words: str) -> int:
    """Returns how many photos the guest's library finds."""
    done = as_guest(place, [place.program, "search", "--json", *words])
    if done.returncode:
        raise InstallError(f"search failed: {done.stderr}")
    return len(json.loads(done.stdout)["matches"])


def check_plain(place: Place, deb: Path) -> str:
    package = older(deb, place.root / "tmp" / "older")
    install(place, package)
    package.unlink()
    return self_test(place, place.program)


def check_read_only_home(place: Place) -> str:
    if not place.guest:
        return f"{LEFT_OUT}root may write everywhere, and nobody else may be taken here"
    closed = place.root / "tmp" / "closed home"
    closed.mkdir(mode=0o555)
    return self_test(place, place.program, {"HOME": str(closed)})


def check_no_network(place: Place) -> str:
    if not places.can_leave_network(place.guest):
        return f"{LEFT_OUT}leaving the network is not permitted here"
    done = as_guest(place, ["sh", "-c", "cat /proc/net/dev | grep -vc '^ *lo:'"], None, *places.NO_NETWORK)
    if done.stdout.strip() != "2":  # the two lines of its head
        raise InstallError(f"there is a network: {done.stdout}")
    return self_test(place, place.program, None, *places.NO_NETWORK)


def check_screen(place: Place) -> str:
    if not shutil.which("Xvfb"):
        return f"{LEFT_OUT}there is no Xvfb"
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-ac"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        number = os.read(reading, 16).decode().strip()
        return self_test(place, place.program, {"DISPLAY": f":{number}"})
    finally:
        os.close(reading)
        screen.terminate()
        screen.wait()


def check_odd_place(place: Place, archive: Path) -> str:
    odd = place.root / "opt" / "Fotos & Grüße aus Köln"
    odd.mkdir(parents=True)
    subprocess.run(["tar", "--extract", "--file", str(archive), "-C", str(odd)], check=True)
    [folder] = odd.iterdir()
    try:
        return self_test(place, folder / bundle.NAME)
    finally:
        shutil.rmtree(odd)


def check_app_dir(place: Place, image: Path) -> str:
    folder = place.root / "opt" / "appdir"
    folder.mkdir(parents=True)
    command = ["squashfuse", "-o", "allow_other", str(image), str(folder)]
    is_mounted = subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not is_mounted:
        command = ["unsquashfs", "-quiet", "-no-progress", "-force", "-dest", str(folder), str(image)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    how = "mounted" if is_mounted else "unpacked, for it cannot be mounted here"
    try:
        return f"{how}, {self_test(place, folder / 'AppRun')}"
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=False)
        else:
            shutil.rmtree(folder)


def check_app_image(place: Place, app: Path) -> str:
    """Has it unpack itself: mounting takes FUSE, which machines of builds rarely have."""
    temporary = place.home / "temporary"
    temporary.mkdir()
    place.give(temporary)
    return self_test(place, app, {"APPIMAGE_EXTRACT_AND_RUN": "1", "TMPDIR": str(temporary)})


def check_upgrade(place: Place, deb: Path, photos: Path) -> str:
    make_photos(place, photos)
    done = as_guest(place, [place.program, "index", str(photos)])
    if done.returncode or indexed(place, "photo") != PHOTOS:
        raise InstallError(f"the older version indexed {indexed(place, 'photo')} of {PHOTOS} photos: {done.stderr}")
    with window(place, photos) as child:
        install(place, deb)
        if child.poll() is not None:
            raise InstallError("the window did not live through the upgrade")
    version = as_guest(place, [place.program, "--version"]).stdout.strip()
    if version != f"Reverie {bundle.facts().version}" or indexed(place, "photo") != PHOTOS:
        raise InstallError(f"after the upgrade: {version}, {indexed(place, 'photo')} of {PHOTOS} photos")
    doctor = as_guest(place, [place.program, "doctor"])
    if doctor.returncode:
        raise InstallError(f"after the upgrade the library is not sound:\n{doctor.stdout}")
    return f"an open window lived on, {PHOTOS} photos and a sound library after it"


def check_older_library(place: Place, photos: Path) -> str:
    """Has the installed program take over a library of an older schema."""
    home = place.home / "older library"
    rated = older_library.make(home / "library.db", photos)
    place.give(home)
    options: list[str | Path] = [place.program, "--home", home]
    done = as_guest(place, [*options, "index", photos])
    found = as_guest(place, [*options, "search", "--json", f"rating:{older_library.RATING}", older_library.TAG])
    names = [Path(match["path"]).name for match in json.loads(found.stdout)["matches"]] if found.stdout else []
    doctor = as_guest(place, [*options, "doctor"])
    if done.returncode or doctor.returncode or names != [rated]:
        raise InstallError(f"a library of schema {older_library.SCHEMA}: {done.stderr}{names}{doctor.stdout}")
    if not (home / f"library.db.bak-v{older_library.SCHEMA}").is_file():
        raise InstallError("no copy of the older library was kept")
    return f"schema {older_library.SCHEMA} brought to {migrations.SCHEMA}, its rating and tag found, a copy kept"


def check_removal(place: Place, photos: Path) -> str:
    library = place.home / ".local" / "share" / "Reverie"
    before = contents(photos), contents(library)
    subprocess.run([*place.dpkg, "--purge", bundle.NAME], check=True, capture_output=True)
    left = [str(path) for path in (place.root / "usr/lib/reverie", place.program) if os.path.lexists(path)]
    if left:
        raise InstallError(f"the removal left {left}")
    if (contents(photos), contents(library)) != before or "library.db" not in before[1]:
        raise InstallError("the removal changed photos or the library")
    return f"{len(before[0])} photos and the library as they were, the program gone"


def main() -> int:
    parser = argparse.ArgumentParser(description="The part that runs inside the place; build.py starts it.")
    for name in ("deb", "image", "archive"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--app-image", type=Path)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--copy", type=Path, help="an empty folder: go into a copy of the system, mounted there")
    where.add_argument("--folder", type=Path, help="an empty folder to install into")
    options = parser.parse_args()
    place = places.enter_copy(options.copy) if options.copy else places.make_folder(options.folder)
    photos = place.home / "Pictures"
    checks: list[tuple[str, Callable[[], str]]] = [
        ("plain user, empty home" if place.guest else "as root, empty home", lambda: check_plain(place, options.deb)),
        ("read-only home", lambda: check_read_only_home(place)),
        ("no network", lambda: check_no_network(place)),
        ("on a screen (X11)", lambda: check_screen(place)),
        ("tar.xz, spaces and umlauts in its path", lambda: check_odd_place(place, options.archive)),
        ("AppDir", lambda: check_app_dir(place, options.image)),
        *([("AppImage", lambda: check_app_image(place, options.app_image))] if options.app_image else []),
        ("upgrade with a library in use", lambda: check_upgrade(place, options.deb, photos)),
        ("a library of an older version", lambda: check_older_library(place, photos)),
        ("removal", lambda: check_removal(place, photos)),
    ]
    found = []
    for name, check in checks:
        began = time.monotonic()
        try:
            said = check()
        except (InstallError, subprocess.SubprocessError, OSError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        found.append((f"{name}: {said}", round(time.monotonic() - began, 1)))
    print(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
