"""Installs the packages as people would, into a copy of this system that is gone afterwards, and uses what is there.

Root on Debian alone can do it: the copy is an overlay in memory, in name spaces of its own, so that nothing on the
machine changes and nothing is left running.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

PACKAGING = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PACKAGING), str(PACKAGING.parent)]

import bundle  # noqa: E402
from system_packages import is_debian  # noqa: E402

USER = "reverie-guest"
HOME = Path("/home") / USER
PROGRAM = Path("/usr/bin") / bundle.NAME
ODD_PLACE = Path("/opt/Fotos & Grüße aus Köln")
PHOTOS = 6
NEEDED_BYTES = 4 << 30  # the copy holds the program four times
START_S = 60.0
SELF_TEST_S = 240.0


class InstallError(Exception):
    """An installed copy does not do what it should; the message says what."""


def can_run() -> str:
    """Returns why the test cannot run here, '' when it can."""
    if os.geteuid() != 0:
        return "it needs root"
    if not is_debian():
        return "this is no Debian"
    if available_bytes() < NEEDED_BYTES:
        return f"it needs {NEEDED_BYTES >> 30} GiB of free memory"
    if "overlay" not in Path("/proc/filesystems").read_text():
        return "the kernel has no overlay file system"
    return ""


def available_bytes(memory: Path = Path("/proc/meminfo")) -> int:
    """Returns how much memory programs may still take."""
    found = re.search(r"(?m)^MemAvailable: +(\d+) kB$", memory.read_text())
    return int(found[1]) * 1024 if found else 0


def run(deb: Path, image: Path, archive: Path, work: Path) -> list[tuple[str, float]]:
    """Runs every check. Returns what each found and its seconds. Raises InstallError with all that was said."""
    copy = work / "system"
    copy.mkdir(exist_ok=True)
    command = ["unshare", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "--propagation", "private"]
    command += [sys.executable, str(Path(__file__).resolve()), str(copy), str(deb), str(image), str(archive)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise InstallError(f"{done.stdout}{done.stderr}".strip())
    return [(str(name), float(seconds)) for name, seconds in json.loads(done.stdout.splitlines()[-1])]


# --- inside ----------------------------------------------------------------------------------------------------------


def enter_copy(copy: Path) -> None:
    """Makes an overlay of the whole system in memory and goes into it."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755,size=3g", "none", str(copy)], check=True)
    for name in ("upper", "work", "root"):
        (copy / name).mkdir()
    options = f"lowerdir=/,upperdir={copy / 'upper'},workdir={copy / 'work'}"
    root = copy / "root"
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", options, str(root)], check=True)
    for name in ("proc", "dev"):
        subprocess.run(["mount", "--rbind", f"/{name}", str(root / name)], check=True)
    for name in ("tmp", "run"):
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "none", str(root / name)], check=True)
    os.chroot(root)
    os.chdir("/")


def as_guest(
    command: Sequence[str | Path], environment: Mapping[str, str] | None = None, *, prefix: Sequence[str] = ()
) -> subprocess.CompletedProcess[str]:
    """Runs a program as the plain user, with an environment of nothing but its home."""
    return subprocess.run(
        [*prefix, *_guest_words(), *map(str, command)],
        env=_guest_environment(environment),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=SELF_TEST_S,
        check=False,
    )


def _guest_words() -> list[str]:
    return ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--init-groups", "--inh-caps=-all", "--"]


def _guest_environment(more: Mapping[str, str] | None) -> dict[str, str]:
    return {"HOME": str(HOME), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8", **(more or {})}


def self_test(program: Path, environment: Mapping[str, str] | None = None, *, prefix: Sequence[str] = ()) -> str:
    """Has a copy prove itself. Returns how many parts it proved, as a phrase."""
    done = as_guest([program, "self-test", "--json"], environment, prefix=prefix)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise InstallError(f"self-test said nothing:\n{done.stdout}{done.stderr}") from None
    wrong = [f"{check['name']}: {check['detail']}" for check in answer["checks"] if not check["ok"]]
    if done.returncode or not answer["ok"] or wrong:
        raise InstallError("\n".join(["self-test failed:", *wrong, done.stderr]))
    return f"{len(answer['checks'])} parts work"


def install(deb: Path) -> None:
    """Installs a package as root and looks whether dpkg is content."""
    done = subprocess.run(["dpkg", "-i", str(deb)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise InstallError(f"dpkg -i failed:\n{done.stdout}{done.stderr}")


def older(deb: Path, place: Path) -> Path:
    """Returns the same package under a version before it: an installation to be upgraded."""
    subprocess.run(["dpkg-deb", "--raw-extract", str(deb), str(place)], check=True)
    control = place / "DEBIAN" / "control"
    version = bundle.facts().version
    control.write_text(control.read_text().replace(f"Version: {version}", f"Version: {version}~before"))
    target = place.with_suffix(".deb")
    command = ["dpkg-deb", "--root-owner-group", "-Znone", "--build", str(place), str(target)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    shutil.rmtree(place)
    return target


def make_photos(folder: Path) -> None:
    """Writes a few photos of the guest's own."""
    from desktop_app.imaging import samples

    folder.mkdir(parents=True)
    for number in range(PHOTOS):
        (folder / f"photo {number}.jpg").write_bytes(samples.recompressed(samples.scene(number % 2), 1.0, 95 - number))
    for path in (HOME, *HOME.rglob("*")):
        shutil.chown(path, USER, USER)


def contents(folder: Path) -> dict[str, bytes]:
    """Returns every file below a folder, but for caches and logs, by its name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


@contextlib.contextmanager
def window(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Has the installed program's window open on a folder, once it has painted its tiles."""
    more = {"QT_QPA_PLATFORM": "offscreen", "REVERIE_TRACE_FIRST_PAINT": "1"}
    command = [*_guest_words(), str(PROGRAM), str(folder)]
    child = subprocess.Popen(command, env=_guest_environment(more), cwd="/", stderr=subprocess.PIPE)
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


def indexed(*words: str) -> int:
    """Returns how many photos the guest's library finds."""
    done = as_guest([PROGRAM, "search", "--json", *words])
    if done.returncode:
        raise InstallError(f"search failed: {done.stderr}")
    return len(json.loads(done.stdout)["matches"])


def check_plain(deb: Path) -> str:
    install(older(deb, Path("/tmp/older")))
    return self_test(PROGRAM)


def check_read_only_home() -> str:
    closed = Path("/tmp/closed home")
    closed.mkdir(mode=0o555)
    return self_test(PROGRAM, {"HOME": str(closed)})


def check_no_network() -> str:
    done = as_guest(["sh", "-c", "cat /proc/net/dev | grep -vc '^ *lo:'"], prefix=["unshare", "--net"])
    if done.stdout.strip() != "2":  # the two lines of its head
        raise InstallError(f"there is a network: {done.stdout}")
    return self_test(PROGRAM, prefix=["unshare", "--net"])


def check_screen() -> str:
    if not shutil.which("Xvfb"):
        return "left out: there is no Xvfb"
    reading, writing = os.pipe()
    screen = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-ac"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    try:
        number = os.read(reading, 16).decode().strip()
        return self_test(PROGRAM, {"DISPLAY": f":{number}"})
    finally:
        os.close(reading)
        screen.terminate()
        screen.wait()


def check_odd_place(archive: Path) -> str:
    ODD_PLACE.mkdir(parents=True)
    subprocess.run(["tar", "--extract", "--file", str(archive), "-C", str(ODD_PLACE)], check=True)
    [folder] = ODD_PLACE.iterdir()
    return self_test(folder / bundle.NAME)


def check_app_dir(image: Path) -> str:
    place = Path("/opt/appdir")
    place.mkdir()
    mounted = subprocess.run(["squashfuse", "-o", "allow_other", str(image), str(place)], check=False).returncode == 0
    if not mounted:
        subprocess.run(["unsquashfs", "-quiet", "-no-progress", "-force", "-dest", str(place), str(image)], check=True)
    try:
        return f"{'mounted' if mounted else 'unpacked'}, {self_test(place / 'AppRun')}"
    finally:
        if mounted:
            subprocess.run(["umount", str(place)], check=False)


def check_upgrade(deb: Path, photos: Path) -> str:
    make_photos(photos)
    done = as_guest([PROGRAM, "index", str(photos)])
    if done.returncode or indexed("photo") != PHOTOS:
        raise InstallError(f"the older version indexed {indexed('photo')} of {PHOTOS} photos: {done.stderr}")
    with window(photos) as child:
        install(deb)
        if child.poll() is not None:
            raise InstallError("the window did not live through the upgrade")
    version = as_guest([PROGRAM, "--version"]).stdout.strip()
    if version != f"Reverie {bundle.facts().version}" or indexed("photo") != PHOTOS:
        raise InstallError(f"after the upgrade: {version}, {indexed('photo')} of {PHOTOS} photos")
    doctor = as_guest([PROGRAM, "doctor"])
    if doctor.returncode:
        raise InstallError(f"after the upgrade the library is not sound:\n{doctor.stdout}")
    return f"an open window lived on, {PHOTOS} photos and a sound library after it"


def check_removal(photos: Path) -> str:
    library = HOME / ".local" / "share" / "Reverie"
    before = contents(photos), contents(library)
    subprocess.run(["dpkg", "--purge", bundle.NAME], check=True, stdout=subprocess.DEVNULL)
    left = [str(path) for path in (Path("/usr/lib/reverie"), PROGRAM) if os.path.lexists(path)]
    if left:
        raise InstallError(f"the removal left {left}")
    if (contents(photos), contents(library)) != before or "library.db" not in before[1]:
        raise InstallError("the removal changed photos or the library")
    return f"{len(before[0])} photos and the library as they were, the program gone"


def main() -> int:
    parser = argparse.ArgumentParser(description="The part that runs inside the copy; build.py starts it.")
    for name in ("copy", "deb", "image", "archive"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    enter_copy(options.copy)
    subprocess.run(["useradd", "--create-home", "--user-group", "--shell", "/bin/sh", USER], check=True)
    photos = HOME / "Pictures"
    checks: list[tuple[str, Callable[[], str]]] = [
        ("plain user, empty home", lambda: check_plain(options.deb)),
        ("read-only home", check_read_only_home),
        ("no network", check_no_network),
        ("on a screen (X11)", check_screen),
        ("tar.xz, spaces and umlauts in its path", lambda: check_odd_place(options.archive)),
        ("AppDir", lambda: check_app_dir(options.image)),
        ("upgrade with a library in use", lambda: check_upgrade(options.deb, photos)),
        ("removal", lambda: check_removal(photos)),
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
