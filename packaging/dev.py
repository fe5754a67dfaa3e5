#!/usr/bin/env python3
"""The developer's entry point: makes `.venv`, installs what is pinned, then runs Reverie or its checks.

    python3 packaging/dev.py run [FOLDER ...]   open the window on those folders (no display: in the terminal)
    python3 packaging/dev.py test [ARGUMENT ..] every static check and the whole test suite; arguments go to pytest
    python3 packaging/dev.py lock [--upgrade]   write the lock files again after pyproject.toml changed
    python3 packaging/dev.py package [ARG ...]  freeze the program, make the packages for Linux and try them
    python3 packaging/dev.py ci                 test, and as root on Debian package --quick: what `.ci/run` does

Standard library only; it must still be readable by a Python too old for the rest, to say so in plain words.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Mapping, Sequence  # noqa: UP035 - an old Python must get as far as the refusal

import ci_packages
from environment_copy import copy_environment, only_in, remove
from scratch import scratch
from system_packages import SetupError, check_qt, install_debian, is_debian, say

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
RUNTIME_LOCK = PROJECT / "packaging" / "requirements.txt"
DEV_LOCK = PROJECT / "packaging" / "requirements-dev.txt"
PACKAGE_LOCK = PROJECT / "packaging" / "requirements-package.txt"
SAMPLE = PROJECT / "packaging" / "sample.py"
PACKAGE_VENV = PROJECT / "build" / "package" / "venv"
STAMP = "reverie-installed.json"
OLDEST_PYTHON = (3, 11)


def refuse_old_python(version: tuple[int, ...]) -> None:
    """Raises SetupError when this Python is older than the project supports."""
    if version[:2] < OLDEST_PYTHON:
        have, need = ".".join(map(str, version[:3])), ".".join(map(str, OLDEST_PYTHON))
        raise SetupError(
            f"Reverie needs Python {need} or newer, and this is Python {have}. "
            f"Start it with a newer one, for example: python{need} packaging/dev.py"
        )


# --- the virtual environment -----------------------------------------------------------------------------------------


def venv_python() -> Path:
    """Returns where the environment's interpreter lies on this system."""
    return VENV / "Scripts" / "python.exe" if os.name == "nt" else VENV / "bin" / "python"


def venv_version() -> str:
    """Returns the Python of `.venv` as '3.11', or '' when it is absent, broken, half made or too old."""
    if not venv_python().exists():
        return ""
    probe = "import sys, pip; print('{}.{}'.format(*sys.version_info[:2]))"
    found = subprocess.run([str(venv_python()), "-c", probe], capture_output=True, text=True, check=False)
    version = found.stdout.strip()
    is_new_enough = found.returncode == 0 and tuple(map(int, version.split("."))) >= OLDEST_PYTHON
    return version if is_new_enough else ""


def make_venv() -> str:
    """Makes `.venv` with the interpreter this runs under unless there is a working one. Returns its Python, '3.11'."""
    version = venv_version()
    if version:
        return version
    if VENV.exists():
        say("The .venv here does not work (another machine's, or its Python is gone): making it again.")
    if importlib.util.find_spec("ensurepip") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        if not is_debian():
            raise SetupError(
                "This Python came without 'ensurepip', which makes virtual environments. Install it and start again."
            )
        install_debian([package])
    say(f"Making {VENV.name} with Python {sys.version.split()[0]}")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        detail = (made.stdout + made.stderr).strip()
        raise SetupError(f"The virtual environment could not be made in {VENV}:\n{detail}")
    return "{}.{}".format(*sys.version_info[:2])


def child_env(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Returns the environment for child programs: nothing of the caller's Python set-up leaks into `.venv`."""
    leaks = {
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONDONTWRITEBYTECODE",
        "PIP_USER",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_REQUIRE_VIRTUALENV",
        "__PYVENV_LAUNCHER__",
    }
    kept = {name: value for name, value in os.environ.items() if name not in leaks}
    return {**kept, "PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **(extra or {})}


# --- pinned dependencies ---------------------------------------------------------------------------------------------


def wanted_stamp(lock: Path, python: str) -> str:
    """Returns what the stamp says when exactly this lock is installed for this Python ('3.11')."""
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return json.dumps({"lock_sha256": digest, "python": python})


def is_installed(lock: Path, python: str, venv: Path) -> bool:
    """Says whether the environment already holds what the lock names, so nothing has to be done."""
    try:
        return (venv / STAMP).read_text("utf-8") == wanted_stamp(lock, python)
    except OSError:
        return False


def explain_pip(output: str) -> str:
    """Returns a plain sentence for why pip failed, from what it printed."""
    text = output.lower()
    if "do not match the hashes" in text or "hash mismatch" in text:
        return (
            "A downloaded package is not the one that was pinned (its hash differs); nothing of it was installed. "
            "Try another network or mirror."
        )
    if "no space left" in text or "errno 28" in text:
        return "The disk is full. About 1.5 GB is needed for the environment."
    network = (
        "name resolution",
        "newconnectionerror",
        "connection refused",
        "connecttimeout",
        "read timed out",
        "getaddrinfo",
        "max retries",
        "ssl:",
        "proxyerror",
        "network is unreachable",
    )
    if any(sign in text for sign in network):
        return (
            "The package registry could not be reached. Check the network (or pip's index and proxy) and start again."
        )
    if "no matching distribution" in text or "could not find a version" in text:
        return (
            "A pinned package has no ready-made build for this system and Python, or the registry was out of reach. "
            "Reverie runs on 64-bit Linux (glibc), Windows and macOS with Python 3.11 or newer."
        )
    if "permission denied" in text or "access is denied" in text:
        return f"No permission to write to {VENV}. Delete it if somebody else made it."
    return "The pinned packages could not be installed."


def install_lock(lock: Path, python: str) -> None:
    """Installs exactly what the lock names, wheels only, each checked by its hash."""
    if is_installed(lock, python, VENV):
        return
    (VENV / STAMP).unlink(missing_ok=True)
    say(f"Installing pinned packages from {lock.relative_to(PROJECT)} (about 350 MB to download the first time)")
    command = [
        str(venv_python()),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "-r",
        str(lock),
    ]
    command += [] if sys.stdout.isatty() else ["--quiet"]
    pip = subprocess.run(command, env=child_env(), stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    if pip.returncode:
        lines = pip.stderr.strip().splitlines()
        last = "\n".join([line for line in lines if line.startswith("ERROR")] or lines[-8:])
        raise SetupError(f"{explain_pip(pip.stderr)}\npip said:\n{last}")
    (VENV / STAMP).write_text(wanted_stamp(lock, python), "utf-8")


def write_if_changed(path: Path, text: str, *, is_executable: bool = False) -> None:
    """Writes a small file unless it already says that."""
    if not path.exists() or path.read_text("utf-8") != text:
        path.write_text(text, "utf-8", newline="\n")
    if is_executable and os.name != "nt":
        path.chmod(0o755)


def link_project() -> None:
    """Makes the checkout importable in `.venv` and gives it the command `reverie`; no build, no network.

    The path is written as an ASCII literal, since how a .pth file is decoded differs between Python versions.
    """
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([str(venv_python()), "-I", "-c", where], capture_output=True, text=True, check=True)
    write_if_changed(Path(found.stdout.strip()) / "reverie.pth", f"import sys; sys.path.append({str(PROJECT)!a})\n")
    if os.name == "nt":
        write_if_changed(VENV / "Scripts" / "reverie.cmd", '@"%~dp0python.exe" -m desktop_app %*\n')
        return
    script = '#!/bin/sh\nexec "$(dirname "$(readlink -f "$0" 2>/dev/null || echo "$0")")/python" -m desktop_app "$@"\n'
    write_if_changed(VENV / "bin" / "reverie", script, is_executable=True)


def prepare() -> None:
    """Brings `.venv` to what the lock says; a second call finds nothing to do and takes a moment."""
    install_lock(DEV_LOCK, make_venv())
    link_project()
    check_qt(venv_python())


# --- commands --------------------------------------------------------------------------------------------------------


def call(arguments: Sequence[str], env: Mapping[str, str] | None = None) -> int:
    """Runs the environment's Python and returns its exit code; Ctrl-C goes to the child, which closes cleanly."""
    child = subprocess.Popen([str(venv_python()), *arguments], cwd=PROJECT, env=child_env(env))
    while True:
        try:
            code = child.wait()
        except KeyboardInterrupt:
            continue  # the terminal sent it to the child as well
        return code if code >= 0 else 128 - code


def ask_sample(arguments: Sequence[str]) -> list[str]:
    """Runs `sample.py` and returns the folders it printed as JSON."""
    command = [str(venv_python()), str(SAMPLE), *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=child_env(), check=False)
    if done.returncode:
        raise SetupError("The sample library could not be made; the reason stands above.")
    return [str(folder) for folder in json.loads(done.stdout)]


def wants_sample() -> bool:
    """Offers the sample library: asks a person, and takes it where nobody can answer."""
    offer = "No folder was named and none is in the library yet."
    if not sys.stdin or not sys.stdin.isatty():
        say(f"{offer} Taking a small sample library of photographs.")
        return True
    try:
        answer = input(f"{offer} Make a small sample library of photographs? [Y/n] ")
    except (EOFError, KeyboardInterrupt):
        say("")
        return False
    return answer.strip().lower() in {"", "y", "yes"}


def run(options: argparse.Namespace) -> int:
    """Opens the window on the folders; the program itself does the job in the terminal where there is no display."""
    for folder in options.folders:
        if not folder.is_dir():
            raise SetupError(f"There is no folder {folder}.")
    prepare()
    home = ["--home", str(options.home.absolute())] if options.home else []
    folders = [str(folder.absolute()) for folder in options.folders]
    if not folders and not ask_sample(["roots", *home]) and wants_sample():
        folders = ask_sample(["make", *home])
    return call(["-m", "desktop_app", *home, *folders])


def static_checks() -> dict[str, list[str]]:
    """Returns every check that runs no test, by name, as arguments for the environment's Python."""
    return {
        "ruff check": ["-m", "ruff", "check", "."],
        "ruff format": ["-m", "ruff", "format", "--check", "."],
        "mypy": ["-m", "mypy"],
        "import-linter": ["-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
    }


def test(options: argparse.Namespace) -> int:
    """Runs every static check and then the test suite; all of them, also after one failed. pytest's line comes last."""
    prepare()
    failed = []
    for name, arguments in static_checks().items():
        say(f"== {name}")
        if call(arguments):
            failed.append(name)
    has_workers = any(word.startswith(("-n", "--numprocesses")) for word in options.pytest)
    workers = [] if has_workers else ["-n", str(min(os.cpu_count() or 2, 4) + 1), "--dist", "worksteal"]  # one may wait
    if failed:
        say(f"== FAILED so far: {', '.join(failed)} (the tests follow, the exit code will say so)")
    say("== pytest")
    with scratch() as place:
        code = call(["-m", "pytest", *workers, *place, *options.pytest], {"QT_QPA_PLATFORM": "offscreen"})
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return code or (1 if failed else 0)


def ci(options: argparse.Namespace) -> int:
    """Runs the tests and then, where that can be done, makes and tries the packages. The last line sums up."""
    began, results = time.monotonic(), PROJECT / "build" / "tests.xml"
    results.unlink(missing_ok=True)
    options.pytest += [f"--junitxml={results}"]
    code = test(options)
    say("== packages")
    reason = ci_packages.why_not(began)
    packages_code = 0
    if not reason:
        packages_code = ci_packages.try_packages([sys.executable, __file__, "package", "--quick"], began)
        reason = "this machine lacks tools, as told above" if packages_code == ci_packages.NO_TOOLS else ""
    if reason:
        say(f"Not made here: {reason}. {ci_packages.AGAIN}")
        packages_code = 0
    outcome = f"FAILED ({packages_code})" if packages_code else "left out" if reason else "made, installed and tried"
    say(f"== packages: {outcome}; checks and tests: {'FAILED' if code else 'passed'}")
    say(f"== {ci_packages.summary(results)} ==")
    return code or packages_code


def lock(options: argparse.Namespace) -> int:
    """Writes all lock files from pyproject.toml, for every system and Python at once, without naming a registry."""
    make_venv()
    if call(["-c", "import uv"]) and call(["-m", "pip", "install", "--quiet", "uv"]):
        raise SetupError("The lock files are written with 'uv', which could not be installed.")
    base = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"]
    base += ["--no-emit-index-url", "--custom-compile-command", "python3 packaging/dev.py lock", "pyproject.toml"]
    base += ["--upgrade"] if options.upgrade else []
    where = [str(path.relative_to(PROJECT)) for path in (RUNTIME_LOCK, DEV_LOCK, PACKAGE_LOCK)]
    dev = ["--group", "dev", "--constraint", where[0], "-o", where[1]]
    package = ["--group", "package", "--constraint", where[0], "-o", where[2]]
    return call([*base, "-o", where[0]]) or call([*base, *dev]) or call([*base, *package])


def package(options: argparse.Namespace) -> int:
    """Makes and tries the packages for Linux, from an environment that holds what ships and the freezer alone."""
    global VENV  # whatever else lies in the developers' environment must not be frozen
    if sys.platform != "linux":
        raise SetupError("This makes the packages for Linux; the README says how those of other systems are made.")
    developers, VENV = VENV, PACKAGE_VENV
    VENV.parent.mkdir(parents=True, exist_ok=True)
    if not VENV.exists() and is_installed(DEV_LOCK, "{}.{}".format(*sys.version_info[:2]), developers):
        copy_environment(developers, VENV, [STAMP, "reverie.pth", "reverie"])
        if not remove(only_in(DEV_LOCK, PACKAGE_LOCK), venv_python(), child_env()):
            shutil.rmtree(VENV)
    install_lock(PACKAGE_LOCK, make_venv())
    return call([str(PROJECT / "packaging" / "linux" / "build.py"), *options.rest])


def parser() -> argparse.ArgumentParser:
    """Returns the command line."""
    top = argparse.ArgumentParser(prog="dev.py", description="Sets up and runs Reverie from a checkout.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    runs = commands.add_parser("run", help="open the window on folders of photos")
    runs.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    runs.add_argument(
        "--home", type=Path, metavar="DIR", help="keep the library there (default: REVERIE_HOME or your data folder)"
    )
    runs.set_defaults(act=run)
    tests = commands.add_parser("test", help="every static check and the whole test suite")
    tests.set_defaults(act=test, pytest=[])
    everything = commands.add_parser("ci", help="the tests, and as root on Debian the packages, packed quickly")
    everything.set_defaults(act=ci, pytest=[])
    locks = commands.add_parser("lock", help="write the lock files again")
    locks.add_argument("--upgrade", action="store_true", help="take the newest versions that pyproject.toml allows")
    locks.set_defaults(act=lock)
    packages = commands.add_parser("package", help="freeze the program, make the packages for Linux and try them")
    packages.set_defaults(act=package)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0, 1 with a plain sentence on stderr, or the exit code of what it ran."""
    try:
        refuse_old_python(tuple(sys.version_info[:3]))
        options, rest = parser().parse_known_args(arguments)
        if rest and options.command not in ("test", "ci", "package"):
            parser().error(f"unknown arguments: {' '.join(rest)}")
        options.rest = options.pytest = [word for word in rest if word != "--"]
        return int(options.act(options))
    except SetupError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
