"""What Reverie stands on: safety floors, the lock, licences, and the resources in each way of being installed."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from desktop_app import paths
from desktop_app.errors import DatabaseError
from desktop_app.store.database import Database

PROJECT = Path(__file__).resolve().parent.parent
RUNTIME_LOCK = PROJECT / "packaging" / "requirements.txt"
DEV_LOCK = PROJECT / "packaging" / "requirements-dev.txt"
PACKAGE_LOCK = PROJECT / "packaging" / "requirements-package.txt"
LOCKS = {"runtime": RUNTIME_LOCK, "dev": DEV_LOCK, "package": PACKAGE_LOCK}

# Older ones have holes that were closed since, or break here; newer ones are barred where they do.
FLOORS = {
    "pillow": ">=13.0.0",  # decoders fuzzed, formats allow-list, decompression limits
    "pi-heif": ">=1.4.0",  # libheif 1.23
    "onnxruntime": ">=1.32",  # external data can no longer reach out of the model's folder
    "pyside6-essentials": ">=6.8,<6.12",  # 6.12 aborts on Python 3.11 after about a thousand signals
    "sqlite-utils": ">=4.2",
    "defusedxml": ">=0.7.1",
    "watchdog": ">=7.1",
    "usearch": ">=2.26",
}
LIBHEIF_FLOOR = Version("1.22")


class Pin:
    """One line of a lock: a name, an exact version, where it applies, and its hashes."""

    def __init__(self, text: str) -> None:
        head, *hashes = re.split(r"\s--hash=", text)
        requirement = Requirement(head)
        self.name = canonicalize_name(requirement.name)
        self.specifier = str(requirement.specifier)
        self.version = self.specifier.removeprefix("==")
        self.marker: Marker | None = requirement.marker
        self.hashes = [each.strip() for each in hashes]
        self.is_url = requirement.url is not None


def read_lock(path: Path) -> list[Pin]:
    """Returns the pins of a lock file, comments left out and continued lines joined."""
    text = re.sub(r"(?m)^\s*#.*\n?", "", path.read_text("utf-8")).replace("\\\n", " ")
    return [Pin(line) for line in text.splitlines() if line.strip()]


def project_table() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


def wanted(group: str = "runtime") -> list[Requirement]:
    table = project_table()
    lines = table["project"]["dependencies"] + table["dependency-groups"].get(group, [])
    return [Requirement(line) for line in lines]


# --- floors ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_neither_the_project_nor_the_lock_nor_the_environment_goes_below_the_safety_floor(name: str) -> None:
    floor = SpecifierSet(FLOORS[name])
    [asked] = [each for each in wanted() if canonicalize_name(each.name) == name]
    lowest = min(Version(each.version) for each in asked.specifier if each.operator == ">=")
    assert lowest in floor
    pinned = [pin.version for pin in read_lock(RUNTIME_LOCK) if pin.name == name]
    assert pinned
    assert all(Version(version) in floor for version in pinned)
    assert Version(importlib.metadata.version(name)) in floor


def test_pyside_is_kept_below_6_12_while_python_3_11_is_supported() -> None:
    if Version("3.11") in SpecifierSet(project_table()["project"]["requires-python"]):
        [asked] = [each for each in wanted() if each.name == "PySide6-Essentials"]
        assert Version("6.12.0") not in asked.specifier


def test_a_thousand_signals_leave_the_count_of_references_alone() -> None:
    from PySide6.QtCore import QObject, Signal

    class Sender(QObject):
        sent = Signal(bool)

    sender, heard = Sender(), []
    sender.sent.connect(lambda value: heard.append(value))
    before = sys.getrefcount(True)
    for _ in range(1000):
        sender.sent.emit(True)
    assert len(heard) == 1000
    heard.clear()
    assert abs(sys.getrefcount(True) - before) < 50


def test_the_heif_decoder_bundles_a_libheif_without_the_known_holes() -> None:
    from pi_heif import libheif_version  # type: ignore[attr-defined]

    assert Version(libheif_version()) >= LIBHEIF_FLOOR


def test_only_the_writer_checkpoints_where_sqlite_still_has_the_wal_reset_fault(tmp_path: Path) -> None:
    """SQLite before 3.51.3 can lose a commit when two connections checkpoint at once."""
    writer = Database.open(tmp_path / "library.db", is_writer=True)
    reader = Database.open(tmp_path / "library.db", is_writer=False)
    try:
        assert reader.value("PRAGMA wal_autocheckpoint") == 0
        assert reader.value("PRAGMA query_only") == 1
        assert writer.value("PRAGMA wal_autocheckpoint") > 0
        reader.checkpoint()  # does nothing: it is not the writer
        with pytest.raises(DatabaseError), reader.atomic():
            pass
    finally:
        reader.close()
        writer.close()
    assert sqlite3.sqlite_version_info >= (3, 40)


def test_every_session_names_its_providers_so_that_none_reaches_for_the_network() -> None:
    sessions = [
        (path.name, node)
        for path in (PROJECT / "desktop_app").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("InferenceSession")
    ]
    assert sessions
    unnamed = [name for name, node in sessions if "providers" not in {keyword.arg for keyword in node.keywords}]
    assert not unnamed


# --- the lock --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS.keys())
def test_every_line_of_the_lock_is_one_version_with_hashes(lock: Path) -> None:
    pins = read_lock(lock)
    assert len(pins) > 20
    for pin in pins:
        assert re.fullmatch(r"==[\w.+!]+", pin.specifier), pin.name
        assert pin.hashes, pin.name
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in pin.hashes), pin.name
        assert not pin.is_url, pin.name


@pytest.mark.parametrize("lock", LOCKS.values(), ids=LOCKS.keys())
def test_the_lock_names_no_place_to_download_from(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"(?m)^\s*(-i|-f|--(?!hash=))", text)


@pytest.mark.parametrize("group", LOCKS)
def test_the_lock_satisfies_what_the_project_asks_for(group: str) -> None:
    lock = LOCKS[group]
    pins = read_lock(lock)
    for asked in wanted(group):
        versions = [pin.version for pin in pins if pin.name == canonicalize_name(asked.name)]
        assert versions, f"{asked.name} is not in {lock.name}: python3 packaging/dev.py lock"
        for version in versions:
            assert Version(version) in asked.specifier, f"{asked} against {version}: python3 packaging/dev.py lock"


@pytest.mark.parametrize("lock", [DEV_LOCK, PACKAGE_LOCK], ids=["dev", "package"])
def test_other_locks_hold_the_very_versions_of_the_shipped_one(lock: Path) -> None:
    developed = {(pin.name, pin.version, str(pin.marker)) for pin in read_lock(lock)}
    shipped = {(pin.name, pin.version, str(pin.marker)) for pin in read_lock(RUNTIME_LOCK)}
    assert shipped <= developed


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13"])
def test_each_system_and_python_gets_one_version_of_everything(system: str, python: str) -> None:
    place = {"sys_platform": system, "python_version": python, "python_full_version": f"{python}.0"}
    chosen = [pin.name for pin in read_lock(DEV_LOCK) if pin.marker is None or pin.marker.evaluate(place)]
    assert len(chosen) == len(set(chosen))
    asked = [each for each in wanted("dev") if each.marker is None or each.marker.evaluate(place)]
    assert {canonicalize_name(each.name) for each in asked} <= set(chosen)


# --- licences --------------------------------------------------------------------------------------------------------

KNOWN = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|LGPL|Lesser General|MPL|Public Domain|CC0|Zlib|ISC", re.IGNORECASE
)


def licence_of(name: str) -> str:
    """Returns what a distribution says its licence is: the expression, else the short field and the classifiers."""
    data = importlib.metadata.metadata(name)
    expression = data.get_all("License-Expression", [])
    if expression:
        return str(expression[0])
    field = "\n".join(data.get_all("License", [])).strip().splitlines()
    kinds = [line.rpartition("::")[2].strip() for line in data.get_all("Classifier", []) if line.startswith("License")]
    return " AND ".join([*(field[:1] if field and len(field[0]) < 80 else []), *kinds])


def is_free_of_gpl(licence: str) -> bool:
    """Says whether the licence (or one of its alternatives) puts no GPL on the program; the LGPL is fine."""
    for choice in re.split(r"\bOR\b", licence):
        rest = re.sub(r"lesser general public|LGPL", "", choice, flags=re.IGNORECASE)
        if KNOWN.search(choice) and not re.search(r"GPL|general public|affero", rest, re.IGNORECASE):
            return True
    return False


def shipped_here() -> list[str]:
    return sorted({pin.name for pin in read_lock(RUNTIME_LOCK) if pin.marker is None or pin.marker.evaluate()})


@pytest.mark.parametrize("name", shipped_here())
def test_nothing_that_ships_is_under_the_gpl(name: str) -> None:
    licence = licence_of(name)
    assert is_free_of_gpl(licence), f"{name}: {licence or 'names no licence'}"


@pytest.mark.parametrize(
    ("licence", "is_fine"),
    [
        ("MIT", True),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", True),
        ("BSD-3-Clause AND GNU Lesser General Public License v3 (LGPLv3)", True),
        ("GPL-3.0-or-later", False),
        ("MIT AND GPL-2.0-only", False),
        ("AGPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("", False),
        ("Proprietary", False),
    ],
)
def test_the_licence_check_tells_them_apart(licence: str, is_fine: bool) -> None:
    assert is_free_of_gpl(licence) == is_fine


def test_the_encoder_under_the_gpl_is_for_tests_only() -> None:
    assert "pillow-heif" in {pin.name for pin in read_lock(DEV_LOCK)}
    assert "pillow-heif" not in shipped_here()
    carried = [str(file) for file in importlib.metadata.files("pi-heif") or []]
    assert carried
    assert not [file for file in carried if "x265" in file or "x264" in file]


# --- resources -------------------------------------------------------------------------------------------------------


def test_resources_are_found_in_a_checkout() -> None:
    assert paths.resources_dir() == PROJECT / "resources"
    assert paths.models_dir().is_dir()


def test_resources_are_found_in_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resources" / "models").mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert paths.resources_dir() == tmp_path / "resources"


def test_resources_that_are_nowhere_are_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "desktop_app").mkdir()
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "desktop_app" / "paths.py"))
    with pytest.raises(FileNotFoundError):
        paths.resources_dir()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without a network from what lies here."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    built = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    [file] = out.glob("*.whl")
    return file


@pytest.mark.slow
def test_the_wheel_holds_the_program_its_resources_and_licences_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "desktop_app/__main__.py" in names
    for file in (PROJECT / "resources").rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            assert f"desktop_app/{file.relative_to(PROJECT).as_posix()}" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if not re.match(r"desktop_app/|reverie_photos-[\w.]+\.dist-info/", name)]


@pytest.mark.slow
def test_resources_are_found_in_an_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        "--target",
        str(place),
        str(wheel),
    ]
    installed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert installed.returncode == 0, installed.stderr
    code = (
        f"import sys; sys.path.insert(0, {str(place)!r}); import desktop_app; from desktop_app import paths;"
        "print(desktop_app.__file__); print(paths.resources_dir())"
    )
    told = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    module, resources = map(Path, told.stdout.splitlines())
    assert module == place / "desktop_app" / "__init__.py"
    assert resources == place / "desktop_app" / "resources"
    assert (resources / "icons").is_dir()
