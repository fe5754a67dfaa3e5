"""The developer's entry point: what it refuses, what it skips, what it installs, and what it says when it fails."""

from __future__ import annotations

import importlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parent.parent.parent
DEV = PROJECT / "packaging" / "dev.py"


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(DEV.parent))
    return importlib.import_module("dev")


@pytest.fixture
def system_packages(dev: ModuleType) -> ModuleType:
    return importlib.import_module("system_packages")


def program(folder: Path, name: str, text: str) -> Path:
    """Writes a small shell script that stands in for a program of the operating system."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


# --- Python ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [(3, 8, 10), (3, 10, 99), (2, 7, 18)])
def test_a_python_that_is_too_old_is_refused_in_plain_words(dev: ModuleType, version: tuple[int, ...]) -> None:
    with pytest.raises(
        dev.SetupError, match=r"needs Python 3\.11 or newer, and this is Python " + ".".join(map(str, version))
    ):
        dev.refuse_old_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0, 0)])
def test_a_python_that_is_new_enough_passes(dev: ModuleType, version: tuple[int, ...]) -> None:
    dev.refuse_old_python(version)


def test_the_refusal_reaches_the_user_as_one_sentence(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST_PYTHON", (9, 9))
    assert dev.main(["test"]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("dev.py: Reverie needs Python 9.9 or newer")
    assert "Traceback" not in said.err


def test_it_runs_with_nothing_but_the_standard_library() -> None:
    done = subprocess.run(
        [sys.executable, "-E", "-s", "-S", str(DEV), "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert {"run", "test", "lock"} <= set(done.stdout.replace("  ", " ").split())


@pytest.mark.parametrize("arguments", [[], ["fly"], ["run", "--bogus"]])
def test_wrong_usage_exits_with_2(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, str(DEV), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "usage" in done.stderr


def test_a_folder_that_is_not_there_is_told_before_anything_is_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(DEV), "run", str(tmp_path / "nowhere")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.strip() == f"dev.py: There is no folder {tmp_path / 'nowhere'}."


# --- the environment -------------------------------------------------------------------------------------------------


def test_what_is_installed_is_known_by_the_locks_hash_and_the_python(dev: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("click==1")
    assert not dev.is_installed(lock, "3.11", tmp_path)
    (tmp_path / dev.STAMP).write_text(dev.wanted_stamp(lock, "3.11"))
    assert dev.is_installed(lock, "3.11", tmp_path)
    assert not dev.is_installed(lock, "3.12", tmp_path)
    lock.write_text("click==2")
    assert not dev.is_installed(lock, "3.11", tmp_path)


def fake_venv(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, folder: Path, python: str) -> Path:
    """Puts a `.venv` whose interpreter is this shell script in place of the real one."""
    (folder / "bin").mkdir(parents=True)
    monkeypatch.setattr(dev, "VENV", folder)
    monkeypatch.setattr(dev, "venv_python", lambda: folder / "bin" / "python")
    return program(folder / "bin", "python", python)


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for Python")
@pytest.mark.parametrize(
    ("script", "version"),
    [("echo 3.13", "3.13"), ("echo 3.11", "3.11"), ("echo 3.10", ""), ("exit 1", ""), ("echo oops >&2; exit 127", "")],
)
def test_an_environment_that_does_not_work_is_not_used(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str, version: str
) -> None:
    fake_venv(dev, monkeypatch, tmp_path / "venv", script)
    assert dev.venv_version() == version


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for Python")
def test_the_lock_is_installed_once_and_again_only_when_it_changes(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    fake_venv(dev, monkeypatch, tmp_path / "venv", f'echo "$@" >> {calls}')
    monkeypatch.setattr(dev, "PROJECT", tmp_path)
    lock = tmp_path / "lock.txt"
    for text, expected in (("click==1", 1), ("click==1", 1), ("click==2", 2)):
        lock.write_text(text)
        dev.install_lock(lock, "3.11")
        assert len(calls.read_text().splitlines()) == expected
    assert "--require-hashes --only-binary :all:" in calls.read_text()


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for Python")
def test_a_failed_installation_says_why_and_leaves_no_stamp(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    fake_venv(dev, monkeypatch, tmp_path / "venv", "echo 'Failed: Temporary failure in name resolution' >&2; exit 1")
    monkeypatch.setattr(dev, "PROJECT", tmp_path)
    lock = tmp_path / "lock.txt"
    lock.write_text("click==1")
    (tmp_path / "venv" / dev.STAMP).write_text("an older one")
    with pytest.raises(dev.SetupError, match="registry could not be reached"):
        dev.install_lock(lock, "3.11")
    assert not dev.is_installed(lock, "3.11", tmp_path / "venv")
    assert not (tmp_path / "venv" / dev.STAMP).exists()


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("NewConnectionError: [Errno 111] Connection refused", "registry could not be reached"),
        ("socket.gaierror: [Errno 11001] getaddrinfo failed", "registry could not be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "hash differs"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: No matching distribution found for rawpy==0.28.0", "no ready-made build"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "No permission"),
        ("something new", "could not be installed"),
    ],
)
def test_pips_failures_are_put_in_plain_words(dev: ModuleType, output: str, words: str) -> None:
    assert words in dev.explain_pip(output)


def test_nothing_of_the_callers_python_leaks_into_child_programs(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # hundreds of children would compile everything again
    monkeypatch.setenv("KEPT", "yes")
    env = dev.child_env({"MORE": "too"})
    assert "PYTHONPATH" not in env
    assert "PIP_USER" not in env
    assert "PYTHONDONTWRITEBYTECODE" not in env
    assert (env["KEPT"], env["MORE"], env["PYTHONNOUSERSITE"]) == ("yes", "too", "1")


@pytest.mark.skipif(os.name == "nt", reason="POSIX layout")
def test_the_project_becomes_importable_and_gets_its_command_from_any_folder_name(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    project = tmp_path / "Rêverie's 'own' 写真"
    (project / "desktop_app").mkdir(parents=True)
    (project / "desktop_app" / "__init__.py").write_text("")
    (project / "desktop_app" / "__main__.py").write_text("import sys; print('here', sys.argv[1:])")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(project / ".venv")], check=True)
    monkeypatch.setattr(dev, "PROJECT", project)
    monkeypatch.setattr(dev, "VENV", project / ".venv")
    monkeypatch.setattr(dev, "venv_python", lambda: project / ".venv" / "bin" / "python")
    dev.link_project()
    dev.link_project()
    (tmp_path / "reverie").symlink_to(project / ".venv" / "bin" / "reverie")
    for command in (project / ".venv" / "bin" / "reverie", tmp_path / "reverie"):
        told = subprocess.run(
            [str(command), "a b", "--c"], cwd=tmp_path, env=dev.child_env(), capture_output=True, text=True, check=True
        )
        assert told.stdout.strip() == "here ['a b', '--c']"


# --- system packages -------------------------------------------------------------------------------------------------

LDD = """
\tlinux-vdso.so.1 (0x00007ffd)
\tlibxcb-cursor.so.0 => not found
\tlibEGL.so.1 => /lib/x86_64-linux-gnu/libEGL.so.1 (0x00007f)
\tlibxcb-cursor.so.0 => not found
\tlibglib-2.0.so.0 => not found
\tlibgthread-2.0.so.0 => not found
\tlibodd.so.9 => not found
"""


def test_what_the_loader_misses_is_read_from_ldd(system_packages: ModuleType) -> None:
    missing = system_packages.missing_sonames(LDD)
    assert missing == ["libglib-2.0.so.0", "libgthread-2.0.so.0", "libodd.so.9", "libxcb-cursor.so.0"]
    assert system_packages.debian_packages(missing) == ["libglib2.0-0", "libxcb-cursor0"]


@pytest.mark.skipif(shutil.which("readelf") is None, reason="needs readelf")
def test_every_library_that_qt_asks_the_system_for_has_a_package_to_name(system_packages: ModuleType) -> None:
    """What ldd finds outside the wheel, less what every Linux has, must be known by its Debian package."""
    import PySide6

    folder = Path(PySide6.__path__[0])
    files = [str(folder / name) for name in system_packages.QT_FILES]
    assert all(Path(file).exists() for file in files)
    needed: set[str] = set()
    for file in [*files, *map(str, (folder / "Qt" / "lib").glob("libQt6Xcb*"))]:
        told = subprocess.run(["readelf", "-d", file], capture_output=True, text=True, check=False)
        needed |= {line.split("[")[1].rstrip("]") for line in told.stdout.splitlines() if "(NEEDED)" in line}
    always = (
        "libc.",
        "libm.",
        "libgcc_s",
        "libstdc++",
        "ld-linux",
        "libpthread",
        "libdl",
        "librt",
        "libz.",
        "libresolv",
    )
    own = ("libQt6", "libpyside6", "libshiboken6", "libicu")
    asked = {name for name in needed if not name.startswith(always + own)}
    assert asked or not needed
    assert asked <= set(system_packages.DEBIAN_PACKAGES)


@pytest.mark.skipif(os.name == "nt", reason="stands shell scripts in for apt-get")
def test_root_gets_the_packages_installed(
    system_packages: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = tmp_path / "calls"
    program(tmp_path / "bin", "apt-get", f'echo "$DEBIAN_FRONTEND $@" >> {calls}')
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(system_packages, "is_root", lambda: True)
    system_packages.install_debian(["libegl1", "libxcb-cursor0"])
    assert calls.read_text().splitlines() == [
        "noninteractive update -q",
        "noninteractive install --no-install-recommends -y libegl1 libxcb-cursor0",
    ]


@pytest.mark.skipif(os.name == "nt", reason="stands shell scripts in for apt-get")
def test_when_apt_get_fails_the_command_is_shown(
    system_packages: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program(tmp_path / "bin", "apt-get", "exit 100")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(system_packages, "is_root", lambda: True)
    with pytest.raises(system_packages.SetupError, match="apt-get install --no-install-recommends -y libegl1"):
        system_packages.install_debian(["libegl1"])


def test_everybody_else_gets_the_one_command(system_packages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "is_root", lambda: False)
    with pytest.raises(system_packages.SetupError, match="sudo apt-get install --no-install-recommends -y libegl1\n"):
        system_packages.install_debian(["libegl1"])


@pytest.mark.skipif(os.name == "nt", reason="stands a shell script in for apt-get")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ID=debian\n", True),
        ("ID=linuxmint\nID_LIKE='ubuntu debian'\n", True),
        ("ID=fedora\nID_LIKE=rhel\n", False),
        ("NAME=debian\n", False),
    ],
)
def test_debian_and_its_kin_are_known(
    system_packages: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str, expected: bool
) -> None:
    program(tmp_path / "bin", "apt-get", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "os-release").write_text(text)
    assert system_packages.is_debian(tmp_path / "os-release") == expected
    assert not system_packages.is_debian(tmp_path / "absent")


def test_a_python_without_ensurepip_names_debians_package(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[list[str]] = []

    def install(packages: Sequence[str]) -> None:
        asked.append(list(packages))
        raise dev.SetupError("stop here")

    monkeypatch.setattr(dev, "VENV", tmp_path / "venv")
    monkeypatch.setattr(dev, "venv_python", lambda: tmp_path / "venv" / "python")
    monkeypatch.setattr(dev.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(dev, "is_debian", lambda: True)
    monkeypatch.setattr(dev, "install_debian", install)
    with pytest.raises(dev.SetupError, match="stop here"):
        dev.make_venv()
    assert asked == [[f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]]
    monkeypatch.setattr(dev, "is_debian", lambda: False)
    with pytest.raises(dev.SetupError, match="ensurepip"):
        dev.make_venv()


# --- run and test ----------------------------------------------------------------------------------------------------


class Calls:
    """Stands in for the programs that dev.py starts, and remembers them."""

    def __init__(self, codes: dict[str, int] | None = None) -> None:
        self.codes = codes or {}
        self.seen: list[list[str]] = []

    def __call__(self, arguments: Sequence[str], env: object = None) -> int:
        self.seen.append(list(arguments))
        return next((code for word, code in self.codes.items() if word in arguments), 0)


@pytest.fixture
def prepared(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(dev, "prepare", lambda: None)
    return dev


def test_folders_are_handed_on_as_absolute_paths(
    prepared: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    calls = Calls()
    monkeypatch.setattr(prepared, "call", calls)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "index").mkdir()
    assert prepared.main(["run", "--home", "here", "index"]) == 0
    assert calls.seen == [["-m", "desktop_app", "--home", str(tmp_path / "here"), str(tmp_path / "index")]]


@pytest.mark.parametrize(
    ("roots", "wants", "expected"),
    [([], True, ["/sample"]), ([], False, []), (["/photos"], True, [])],
    ids=["taken", "declined", "has folders"],
)
def test_the_sample_library_is_offered_only_to_an_empty_one(
    prepared: ModuleType, monkeypatch: pytest.MonkeyPatch, roots: list[str], wants: bool, expected: list[str]
) -> None:
    calls = Calls()
    monkeypatch.setattr(prepared, "call", calls)
    monkeypatch.setattr(prepared, "ask_sample", lambda words: roots if words[0] == "roots" else ["/sample"])
    monkeypatch.setattr(prepared, "wants_sample", lambda: wants)
    assert prepared.main(["run"]) == 0
    assert calls.seen == [["-m", "desktop_app", *expected]]


def test_where_nobody_can_answer_the_sample_library_is_taken(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with (tmp_path / "nothing").open("w+") as stdin:
        monkeypatch.setattr(dev.sys, "stdin", stdin)
        assert dev.wants_sample()


@pytest.mark.parametrize(
    ("answer", "expected"), [("", True), ("Y", True), ("yes", True), ("n", False), ("later", False)]
)
def test_a_person_is_asked(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, answer: str, expected: bool) -> None:
    monkeypatch.setattr(dev.sys, "stdin", type("Terminal", (), {"isatty": lambda self: True})())
    monkeypatch.setattr("builtins.input", lambda prompt: answer)
    assert dev.wants_sample() == expected


def test_every_check_runs_even_when_one_fails_and_the_exit_code_says_so(
    prepared: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = Calls({"mypy": 1})
    monkeypatch.setattr(prepared, "call", calls)
    assert prepared.main(["test", "-k", "one", "-x"]) == 1
    ran = [" ".join(words) for words in calls.seen]
    assert len(ran) == 5
    assert ran[0].startswith("-m ruff check")
    assert ran[1].startswith("-m ruff format --check")
    assert ran[2] == "-m mypy"
    assert "lint_imports" in ran[3]
    assert ran[4].startswith("-m pytest -n ")
    assert ran[4].endswith("-k one -x")
    assert "Failed: mypy" in capsys.readouterr().err


@pytest.mark.parametrize("code", [1, 2, 5])
def test_pytests_exit_code_is_handed_on(prepared: ModuleType, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    monkeypatch.setattr(prepared, "call", Calls({"pytest": code}))
    assert prepared.main(["test"]) == code


# --- the sample library ----------------------------------------------------------------------------------------------


def ask(*words: str) -> list[str]:
    command = [sys.executable, str(DEV.parent / "sample.py"), *words]
    env = {**os.environ, "PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    answer: list[str] = json.loads(done.stdout)
    return answer


def test_the_sample_library_is_real_photographs_and_made_once(tmp_path: Path) -> None:
    from PIL import Image

    home = tmp_path / "home"
    assert ask("roots", "--home", str(home)) == []
    [folder] = ask("make", "--home", str(home))
    assert Path(folder) == tmp_path / "home sample photos"
    files = sorted(Path(folder).iterdir())
    assert len(files) >= 15
    for file in files:
        with Image.open(file) as picture:
            assert min(picture.size) > 100
    (Path(folder) / "coffee.png").write_bytes(b"the user's own now")
    (Path(folder) / "flower.jpg").unlink()
    ask("make", "--home", str(home))
    assert (Path(folder) / "coffee.png").read_bytes() == b"the user's own now"
    assert sorted(Path(folder).iterdir()) == files


def test_the_folders_of_a_library_are_known(tmp_path: Path) -> None:
    from desktop_app.domain.library import RootIdentity
    from desktop_app.paths import library_paths
    from desktop_app.store.store import Store

    store = Store.open(library_paths(tmp_path), is_writer=True)
    store.roots.add(tmp_path / "Phötos", RootIdentity(1, 2), 0)
    store.close()
    assert ask("roots", "--home", str(tmp_path)) == [str(tmp_path / "Phötos")]
