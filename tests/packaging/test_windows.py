"""Setup and MSI for Windows: they hold exactly the payload, and take away exactly what they brought."""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
WINDOWS = PROJECT / "packaging" / "windows"
VERSION = re.search(r'^version = "(.+)"', (PROJECT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)[1]
PAYLOAD = (
    "reverie.exe",
    "reverie-terminal.exe",
    "_internal/base_library.zip",
    "_internal/PySide6/plugins/platforms/qwindows.dll",
    "_internal/resources/a name with spaces.txt",
)
WINE = next((found for found in ("/usr/lib/wine/wine64", shutil.which("wine64")) if found and Path(found).exists()), "")


def needs(*programs: str) -> pytest.MarkDecorator:
    missing = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(missing), reason=f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="module")
def script() -> dict:
    return runpy.run_path(str(WINDOWS / "build.py"))


@pytest.fixture(scope="module")
def payload(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("a payload")
    for name in PAYLOAD:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(name.encode())
    return place


@pytest.fixture(scope="module")
def icon(tmp_path_factory) -> Path:
    from PIL import Image

    path = tmp_path_factory.mktemp("icon") / "reverie.ico"
    Image.new("RGBA", (64, 64), (90, 80, 200, 255)).save(path)
    return path


@pytest.fixture
def work(tmp_path) -> Path:
    place = tmp_path / "work"
    place.mkdir()
    return place


def output_of(*command: str | Path) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=100)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


# --- what is generated -----------------------------------------------------------------------------------------------


def test_every_file_of_the_payload_is_copied_and_removed_once_and_nothing_else_is(script, payload) -> None:
    files = script["files_of"](payload)
    assert sorted(map(str, files)) == sorted(PAYLOAD)
    text = script["nsis_files"](payload, files)
    install, remove = text.split("!macroend")[:2]
    assert sorted(re.findall(r'^  File "(.+)"$', install, re.MULTILINE)) == sorted(
        str(payload / name) for name in PAYLOAD
    )
    deleted = re.findall(r'^  Delete "\$INSTDIR\\(.+)"$', remove, re.MULTILINE)
    assert sorted(deleted) == sorted(name.replace("/", "\\") for name in PAYLOAD)
    folders = re.findall(r'^  RMDir "\$INSTDIR\\(.+)"$', remove, re.MULTILINE)
    assert set(folders) == {
        "_internal",
        "_internal\\PySide6",
        "_internal\\PySide6\\plugins",
        "_internal\\PySide6\\plugins\\platforms",
        "_internal\\resources",
    }
    assert [each.count("\\") for each in folders] == sorted((each.count("\\") for each in folders), reverse=True)


def test_no_folder_is_ever_removed_with_what_lies_in_it(script, payload) -> None:
    texts = [(WINDOWS / "reverie.nsi").read_text("utf-8"), script["nsis_files"](payload, script["files_of"](payload))]
    removals = [line for text in texts for line in text.splitlines() if re.search(r"\bRMDir\b", line)]
    assert removals
    assert not [line for line in removals if "/r" in line.lower()]
    assert not [line for text in texts for line in text.splitlines() if re.search(r"\bDelete\b.*[*?]", line)]


def test_each_kind_of_picture_that_reverie_reads_is_registered_and_unregistered(script) -> None:
    from desktop_app.imaging.formats import SUFFIXES

    install, remove = script["nsis_types"](sorted(SUFFIXES)).split("!macroend")[:2]
    for suffix in SUFFIXES:
        assert f'REGISTER_TYPE "{suffix}"' in install
        assert f'UNREGISTER_TYPE "{suffix}"' in remove
        assert f"SystemFileAssociations\\{suffix}\\shell" in script["wix_types"]([suffix], "x")


def test_every_text_of_the_setup_is_there_in_english_and_german() -> None:
    text = (WINDOWS / "reverie.nsi").read_text("utf-8")
    said = {
        language: set(re.findall(rf"^LangString (\w+) \${{LANG_{language}}} \"", text, re.MULTILINE))
        for language in ("ENGLISH", "GERMAN")
    }
    assert said["ENGLISH"] == said["GERMAN"]
    used = set(re.findall(r"\$\((\w+)\)", text))
    assert used == said["ENGLISH"]


def test_a_file_keeps_its_component_from_version_to_version(script, payload, work, tmp_path) -> None:
    files = script["files_of"](payload)
    before = re.findall(r'Guid="(.+?)"', script["wix_files"](payload, files, work))
    other = tmp_path / "elsewhere"
    shutil.copytree(payload, other)
    (other / "_internal" / "new.dll").write_bytes(b"")
    after = re.findall(r'Guid="(.+?)"', script["wix_files"](other, script["files_of"](other), work))
    assert len(before) == len(set(before)) == len(PAYLOAD)
    assert set(before) < set(after)


@pytest.mark.parametrize(
    ("version", "quad"), [("0.1.0", "0.1.0.0"), ("1.2.3rc1", "1.2.3.0"), ("2", "2.0.0.0"), ("1.2.3.4.5", "1.2.3.4")]
)
def test_windows_knows_versions_of_four_numbers(script, version: str, quad: str) -> None:
    assert script["version_quad"](version) == quad


def test_a_folder_without_the_program_is_refused_in_plain_words(script, tmp_path, capsys, icon) -> None:
    assert script["main"]([str(tmp_path), "--out", str(tmp_path / "out"), "--icon", str(icon)]) == 1
    said = capsys.readouterr().err
    assert "There is no reverie.exe in" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be there")
def test_names_that_an_installer_could_take_for_something_else_are_refused(script, tmp_path) -> None:
    (tmp_path / "reverie.exe").touch()
    (tmp_path / "$INSTDIR.txt").touch()
    with pytest.raises(script["PayloadError"], match="INSTDIR"):
        script["files_of"](tmp_path)
    (tmp_path / "$INSTDIR.txt").unlink()
    (tmp_path / "way.dll").symlink_to("/etc/hostname")
    with pytest.raises(script["PayloadError"], match="link"):
        script["files_of"](tmp_path)


def test_what_windows_shows_of_the_program_is_read_by_pyinstaller_as_it_stands() -> None:
    module = runpy.run_path(str(WINDOWS / "version_info.py"))
    text = module["version_info"](module["bundle"].facts())
    names = (
        "VSVersionInfo",
        "FixedFileInfo",
        "StringFileInfo",
        "StringTable",
        "StringStruct",
        "VarFileInfo",
        "VarStruct",
    )
    made = {name: lambda *words, _name=name, **more: (_name, words, more) for name in names}
    kind, _words, more = eval(text, {"__builtins__": {}}, made)  # as PyInstaller does
    assert kind == "VSVersionInfo"
    assert more["ffi"][2]["filevers"] == tuple(int(part) for part in f"{VERSION}.0".split("."))
    assert f"'{VERSION}'" in text


# --- what is compiled ------------------------------------------------------------------------------------------------


@needs("makensis", "7z")
def test_the_setup_compiles_without_a_warning_and_holds_the_payload(script, payload, icon, work, tmp_path) -> None:
    setup = script["build_setup"](payload, tmp_path, icon, work)
    assert setup.name == f"reverie-{VERSION}-setup.exe"
    output_of("7z", "x", "-y", f"-o{tmp_path / 'seen'}", setup)
    for name in PAYLOAD:
        assert (tmp_path / "seen" / name).read_bytes() == name.encode()
    assert (tmp_path / "seen" / "uninstall.exe").exists()
    strange = set((tmp_path / "seen").iterdir()) - {
        tmp_path / "seen" / name for name in ("reverie.exe", "reverie-terminal.exe", "_internal", "uninstall.exe")
    }
    assert {path.name for path in strange} <= {"$PLUGINSDIR"}


@needs("makensis")
def test_a_warning_of_the_compiler_stops_the_setup(script, payload, icon, work, tmp_path, monkeypatch) -> None:
    spoiled = tmp_path / "spoiled"
    spoiled.mkdir()
    text = (WINDOWS / "reverie.nsi").read_text("utf-8")
    (spoiled / "reverie.nsi").write_text(text + "\nVar NeverUsed\n", "utf-8")
    monkeypatch.setitem(script["build_setup"].__globals__, "HERE", spoiled)
    with pytest.raises(script["PayloadError"], match="NeverUsed"):
        script["build_setup"](payload, tmp_path, icon, work)


@needs("wixl", "msiinfo", "msiextract")
@pytest.mark.parametrize(
    ("language", "code", "verb"), [("en", "1033", "Find similar with Reverie"), ("de", "1031", "Mit Reverie Fotos")]
)
def test_the_msi_holds_payload_and_registry(
    script, payload, icon, work, tmp_path, language: str, code: str, verb: str
) -> None:
    msi = script["build_msi"](payload, tmp_path, icon, work, language)
    assert msi.name == f"reverie-{VERSION}-{language}.msi"
    output_of("msiextract", "-C", tmp_path / "seen", msi)
    found = {
        path.relative_to(tmp_path / "seen").as_posix() for path in (tmp_path / "seen").rglob("*") if path.is_file()
    }
    assert {name.partition("Programs/Reverie/")[2] for name in found} == set(PAYLOAD)

    def rows(table: str) -> list[list[str]]:
        return [line.rstrip("\r").split("\t") for line in output_of("msiinfo", "export", msi, table).splitlines()[3:]]

    properties = dict(row[:2] for row in rows("Property"))
    assert properties["ProductLanguage"] == code
    assert properties["ProductVersion"] == VERSION
    assert "ALLUSERS" not in properties  # for one user
    registry = [row[1:5] for row in rows("Registry")]
    assert {row[0] for row in registry} == {"1"}  # HKEY_CURRENT_USER alone
    values = {(key, name): value for _root, key, name, value in registry}
    shell = "Software\\Classes\\SystemFileAssociations\\.heic\\shell\\Reverie.FindSimilar"
    assert values[(shell, "")].startswith(verb)
    assert values[(f"{shell}\\command", "")] == '"[INSTALLDIR]reverie.exe" "%1"'
    assert ("Software\\Classes\\.jpg\\OpenWithProgids", "Reverie.Photo") in values
    assert all(str(value).isascii() for value in values.values())


@needs("makensis", "osslsigncode", "openssl")
def test_setup_and_uninstaller_are_signed(script, payload, icon, work, tmp_path, monkeypatch) -> None:
    key, certificate, both = tmp_path / "key.pem", tmp_path / "cert.pem", tmp_path / "both.pfx"
    output_of(
        *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=Test", "-days", "30"),
        *("-addext", "extendedKeyUsage=codeSigning", "-keyout", key, "-out", certificate),
    )
    output_of(
        *("openssl", "pkcs12", "-export", "-in", certificate, "-inkey", key, "-passout", "pass:a b", "-out", both),
    )
    signs = WINDOWS / "sign.py"
    monkeypatch.setenv("REVERIE_PFX", str(both))
    monkeypatch.setenv("REVERIE_PFX_PASSWORD", "a b")
    monkeypatch.setenv("REVERIE_SIGN", f'"{sys.executable}" "{signs}"')
    setup = script["build_setup"](payload, tmp_path, icon, work)
    output_of(sys.executable, signs, setup)
    assert "Succeeded" in output_of("osslsigncode", "verify", "-CAfile", certificate, "-in", setup)
    monkeypatch.setenv("REVERIE_PFX_PASSWORD", "wrong")
    refused = subprocess.run([sys.executable, signs, setup], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "could not be signed" in refused.stderr
    if shutil.which("7z"):
        output_of("7z", "x", "-y", f"-o{tmp_path / 'seen'}", setup)
        uninstaller = tmp_path / "seen" / "uninstall.exe"
        assert "Succeeded" in output_of("osslsigncode", "verify", "-CAfile", certificate, "-in", uninstaller)


# --- what really happens, under Wine ---------------------------------------------------------------------------------


class Wine:
    """A Windows of its own.

    Args:
        place: an empty folder, for it and its user's home.
    """

    def __init__(self, place: Path) -> None:
        self._said = place / "said"
        self._env = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        self._env |= {"WINEDEBUG": "-all", "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe="}
        for variable, folder in (("WINEPREFIX", "prefix"), ("HOME", "home")):
            (place / folder).mkdir()
            self._env[variable] = str(place / folder)

    def __call__(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        command = [WINE, *map(str, words)]
        with self._said.open("w+b") as said:  # no pipe: Windows' services would hold it after the command
            done = subprocess.run(
                command, env=self._env, stdout=said, stderr=subprocess.STDOUT, check=False, timeout=100
            )
            said.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, said.read().decode("utf-8", "replace"), "")

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Begins a command that goes on."""
        command = [WINE, *map(str, words)]
        return subprocess.Popen(command, env=self._env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def end(self) -> None:
        """Ends everything in it."""
        server = next(iter(sorted(Path(WINE).parent.glob("wineserver*"))))
        subprocess.run([str(server), "-k", "-w"], env=self._env, check=False, capture_output=True, timeout=60)


@pytest.fixture
def wine(tmp_path) -> Iterator[Wine]:
    """A Windows 10 that ends with the test."""
    if not WINE:
        pytest.skip("no 64-bit Wine here (Debian: apt-get install wine64)")
    windows = Wine(tmp_path)
    try:
        windows("winecfg", "/v", "win10")
        yield windows
    finally:
        windows.end()


@pytest.mark.slow
@needs("makensis")
def test_installing_again_and_uninstalling_leaves_what_others_put_there(
    script, payload, icon, work, tmp_path, wine
) -> None:
    setup = script["build_setup"](payload, tmp_path, icon, work, "amd64-unicode")  # this Wine has no 32 bit
    types, user = "HKCU\\Software\\Classes", tmp_path / "prefix" / "drive_c" / "users"
    wine("reg", "add", f"{types}\\.jpg\\OpenWithProgids", "/v", "Other.Photo", "/d", "", "/f")
    wine("reg", "add", f"{types}\\.gif", "/ve", "/d", "giffile", "/f")

    def query(key: str) -> str:
        return wine("reg", "query", key, "/s").stdout

    assert wine(setup, "/S").returncode == 0
    place = next(user.glob("*/AppData/Local/Programs/Reverie"))
    assert {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()} == {
        *PAYLOAD,
        "uninstall.exe",
    }
    assert "Find similar with Reverie" in query(f"{types}\\SystemFileAssociations\\.jpg")
    assert {"Other.Photo", "Reverie.Photo"} <= set(query(f"{types}\\.jpg").split())

    (place / "holiday.jpg").write_bytes(b"mine")  # whoever chose a folder of photos as the place
    (place / "_internal" / "left.txt").write_bytes(b"mine")
    assert wine(setup, "/S").returncode == 0  # over itself
    windows_place = "C:" + str(place).partition("drive_c")[2].replace("/", "\\")
    shutil.copyfile(place / "uninstall.exe", tmp_path / "prefix" / "drive_c" / "un.exe")
    assert wine("C:\\un.exe", "/S", f"_?={windows_place}").returncode == 0
    left = {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}
    assert left == {"holiday.jpg", "_internal/left.txt"}
    assert "Reverie" not in query("HKCU\\Software\\Classes")
    assert "Other.Photo" in query(f"{types}\\.jpg")
    assert "giffile" in query(f"{types}\\.gif")
    assert "Reverie" not in query("HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall")
    assert not list(user.glob("*/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Reverie.lnk"))


@pytest.mark.slow
@needs("makensis")
def test_a_program_that_runs_is_neither_replaced_nor_removed(script, payload, icon, work, tmp_path, wine) -> None:
    setup = script["build_setup"](payload, tmp_path, icon, work, "amd64-unicode")
    assert wine(setup, "/S").returncode == 0
    place = next((tmp_path / "prefix" / "drive_c" / "users").glob("*/AppData/Local/Programs/Reverie"))
    patient = tmp_path / "prefix" / "drive_c" / "windows" / "system32" / "cmd.exe"
    shutil.copyfile(patient, place / "reverie-terminal.exe")  # goes on until it is told to end
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    with wine.start(place / "reverie-terminal.exe") as running:
        assert running.stdout.read(1)  # it has begun
        assert wine(setup, "/S").returncode == 5
        windows_place = "C:" + str(place).partition("drive_c")[2].replace("/", "\\")
        assert wine(place / "uninstall.exe", "/S", f"_?={windows_place}").returncode == 5
        running.communicate(b"exit\r\n", timeout=60)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
    assert wine(setup, "/S").returncode == 0
    assert (place / "reverie-terminal.exe").read_bytes() == b"reverie-terminal.exe"
