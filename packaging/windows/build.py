#!/usr/bin/env python3
"""Makes the setup and the MSI for Windows from a frozen program, with makensis and wixl (Debian: nsis, wixl).

    python3 packaging/windows/build.py PAYLOAD [--out DIR] [--icon ICO]

PAYLOAD is the folder that PyInstaller made on Windows (dist/reverie, with reverie.exe in it). DIR (dist) gets
reverie-VERSION-setup.exe and reverie-VERSION-en.msi and -de.msi. Both install for one user; what they remove again is
generated from the payload, file by file. $REVERIE_SIGN, a command that signs the file named after it in place, signs
the uninstaller as well. Standard library only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from xml.sax.saxutils import quoteattr

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent), str(PROJECT)]

import bundle  # noqa: E402

from desktop_app.imaging.formats import SUFFIXES  # noqa: E402

PROGRAM = "reverie.exe"
ICON = HERE.parent / "icons" / "reverie.ico"
COMPONENTS = uuid.UUID("c41d8a5e-2f0b-4a6e-9a3c-7e5b1d9f6c08")  # a file keeps its component from version to version
LANGUAGES = {
    "en": {
        "Language": "1033",
        "FindSimilar": "Find similar with Reverie",
        "PhotoKind": "Photo",
        "IsNewer": "A newer version of Reverie is installed.",
    },
    "de": {
        "Language": "1031",
        "FindSimilar": "Mit Reverie Fotos wie dieses suchen",
        "PhotoKind": "Foto",
        "IsNewer": "Eine neuere Version von Reverie ist installiert.",
    },
}


class PayloadError(Exception):
    """The folder cannot be made into a setup; the message is a plain sentence."""


def files_of(payload: Path) -> list[PurePosixPath]:
    """Returns every file below `payload`, relative, sorted, folders' files before those of their folders.

    Raises:
        PayloadError: the program is not in it, or something is that Windows' installers cannot hold.
    """
    if not (payload / PROGRAM).is_file():
        raise PayloadError(f"There is no {PROGRAM} in {payload}: name the folder that PyInstaller made on Windows.")
    found = []
    for path in payload.rglob("*"):
        inside = PurePosixPath(path.relative_to(payload).as_posix())
        if path.is_symlink():
            raise PayloadError(f"{inside} is a link, and an installer holds files only.")
        if path.is_file():
            if not str(inside).isascii() or re.search(r'["$`\\]', str(inside)):
                raise PayloadError(f"{inside!s} has letters in its name that an installer may not take.")
            found.append(inside)
    if PurePosixPath("uninstall.exe") in found:
        raise PayloadError("The payload holds an uninstall.exe of its own.")
    return sorted(found, key=lambda file: (str(file.parent).lower(), file.name.lower()))


def folders_of(files: Sequence[PurePosixPath]) -> list[PurePosixPath]:
    """Returns the folders that hold `files`, without the top, the deepest first."""
    folders = {parent for file in files for parent in file.parents if parent != PurePosixPath()}
    return sorted(folders, key=lambda folder: (-len(folder.parts), str(folder)))


def version_quad(version: str) -> str:
    """Returns a version as Windows wants it, four numbers: '0.2.0rc1' gives '0.2.0.0'."""
    numbers = [re.match(r"\d*", part)[0] or "0" for part in version.split(".")]  # type: ignore[index]
    return ".".join([*numbers, "0", "0", "0", "0"][:4])


def _on_windows(file: PurePosixPath) -> str:
    return str(file).replace("/", "\\")


# --- the setup -------------------------------------------------------------------------------------------------------


def nsis_files(payload: Path, files: Sequence[PurePosixPath]) -> str:
    """Returns files.nsh: macros that copy exactly these files, and remove exactly these."""
    lines = ["!macro INSTALL_FILES"]
    folder = None
    for file in files:
        if file.parent != folder:
            folder = file.parent
            where = "" if folder == PurePosixPath() else "\\" + _on_windows(folder)
            lines.append(f'  SetOutPath "$INSTDIR{where}"')
        lines.append(f'  File "{payload / file}"')
    lines += ["!macroend", "!macro REMOVE_FILES"]
    lines += [f'  Delete "$INSTDIR\\{_on_windows(file)}"' for file in files]
    lines += [f'  RMDir "$INSTDIR\\{_on_windows(folder)}"' for folder in folders_of(files)]
    return "\n".join([*lines, "!macroend", ""])


def nsis_types(suffixes: Sequence[str]) -> str:
    """Returns types.nsh: macros that register and unregister each kind of picture."""
    lines = ["!macro REGISTER_TYPES", *(f'  !insertmacro REGISTER_TYPE "{suffix}"' for suffix in suffixes), "!macroend"]
    lines += ["!macro UNREGISTER_TYPES", *(f'  !insertmacro UNREGISTER_TYPE "{suffix}"' for suffix in suffixes)]
    return "\n".join([*lines, "!macroend", ""])


def build_setup(payload: Path, out: Path, icon: Path, work: Path, target: str = "") -> Path:
    """Compiles the setup; any warning of makensis is an error. Returns what it wrote.

    Args:
        payload: the frozen program.
        out: the folder for the setup.
        icon: of the setup.
        work: an empty folder for what is generated.
        target: the stub, such as amd64-unicode for a test under a Wine of 64 bit; '' is makensis' own, of 32 bit.
    """
    version = bundle.facts().version
    files = files_of(payload)
    (work / "files.nsh").write_text(nsis_files(payload, files), "utf-8")
    (work / "types.nsh").write_text(nsis_types(sorted(SUFFIXES)), "utf-8")
    shutil.copyfile(HERE / "reverie.nsi", work / "reverie.nsi")
    setup = out / f"reverie-{version}-setup.exe"
    size_kb = sum((payload / file).stat().st_size for file in files) // 1024 + 1
    defines = {
        "VERSION": version,
        "VERSION_QUAD": version_quad(version),
        "OUT": setup,
        "ICON": icon.resolve(),
        "LICENCE": PROJECT / "LICENSE",
        "SIZE_KB": size_kb,
    }
    if target:
        defines["TARGET"] = target
    if os.environ.get("REVERIE_SIGN"):
        defines["SIGN"] = os.environ["REVERIE_SIGN"]
    words = [f"-D{name}={value}" for name, value in defines.items()]
    _run(["makensis", "-WX", "-V2", "-INPUTCHARSET", "UTF8", *words, str(work / "reverie.nsi")], work)
    return setup


# --- the MSI ---------------------------------------------------------------------------------------------------------


def _id(kind: str, path: PurePosixPath) -> str:
    return f"{kind}_{hashlib.sha256(str(path).encode()).hexdigest()[:32]}"


def wix_files(payload: Path, files: Sequence[PurePosixPath], work: Path) -> str:
    """Returns files.wxi: a component for each file, nested as the folders are; sources are relative to `work`."""

    def folder_lines(folder: PurePosixPath) -> list[str]:
        lines = []
        for file in (file for file in files if file.parent == folder):
            guid = str(uuid.uuid5(COMPONENTS, str(file))).upper()
            source = quoteattr(os.path.relpath(payload / file, work))
            lines.append(f'<Component Id="{_id("c", file)}" Guid="{guid}" Win64="yes">')
            lines.append(f'<File Id="{_id("f", file)}" Name={quoteattr(file.name)} Source={source} KeyPath="yes"/>')
            lines.append("</Component>")
        for below in sorted(each for each in folders_of(files) if each.parent == folder):
            lines.append(f'<Directory Id="{_id("d", below)}" Name={quoteattr(below.name)}>')
            lines += [*folder_lines(below), "</Directory>"]
        return lines

    return "\n".join(["<Include>", *folder_lines(PurePosixPath()), "</Include>", ""])


def wix_components(files: Sequence[PurePosixPath]) -> str:
    """Returns components.wxi: the names of all those components."""
    return "\n".join(["<Include>", *(f'<ComponentRef Id="{_id("c", file)}"/>' for file in files), "</Include>", ""])


def wix_types(suffixes: Sequence[str], find_similar: str) -> str:
    """Returns types.wxi: the registry's values for each kind of picture."""
    program, quoted = f"[INSTALLDIR]{PROGRAM}", f'"[INSTALLDIR]{PROGRAM}" "%1"'
    lines = []
    for suffix in suffixes:
        verb = f"Software\\Classes\\SystemFileAssociations\\{suffix}\\shell\\Reverie.FindSimilar"
        for key, name, value in (
            (f"Software\\Classes\\Applications\\{PROGRAM}\\SupportedTypes", suffix, ""),
            (f"Software\\Classes\\{suffix}\\OpenWithProgids", "Reverie.Photo", ""),
            (verb, "", find_similar),
            (verb, "Icon", f"{program},0"),
            (verb, "MultiSelectModel", "Single"),
            (f"{verb}\\command", "", quoted),
        ):
            named = f" Name={quoteattr(name)}" if name else ""
            line = f'<RegistryValue Root="HKCU" Key={quoteattr(key)}{named} Type="string" Value={quoteattr(value)}/>'
            lines.append(line)
    return "\n".join(["<Include>", *lines, "</Include>", ""])


def build_msi(payload: Path, out: Path, icon: Path, work: Path, language: str) -> Path:
    """Compiles the MSI of one language. Returns what it wrote."""
    version, words = bundle.facts().version, LANGUAGES[language]
    files = files_of(payload)
    (work / "files.wxi").write_text(wix_files(payload, files, work), "utf-8")
    (work / "components.wxi").write_text(wix_components(files), "utf-8")
    (work / "types.wxi").write_text(wix_types(sorted(SUFFIXES), words["FindSimilar"]), "utf-8")
    shutil.copyfile(HERE / "reverie.wxs", work / "reverie.wxs")
    shutil.copyfile(icon, work / "reverie.ico")
    msi = out / f"reverie-{version}-{language}.msi"
    number = ".".join(version_quad(version).split(".")[:3])  # Windows compares three numbers
    defines = {"Version": number, **{name: words[name] for name in ("Language", "PhotoKind", "IsNewer")}}
    pairs = [word for name, value in defines.items() for word in ("-D", f"{name}={value}")]
    _run(["wixl", "-a", "x64", "-o", str(msi), *pairs, "reverie.wxs"], work)
    return msi


def _run(command: Sequence[str], work: Path) -> None:
    """Runs a compiler in `work`. What wixl complains of without failing counts as failing."""
    try:
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise PayloadError(f"{command[0]} is not installed (Debian: apt-get install nsis wixl).") from None
    said = (done.stdout + done.stderr).strip()
    if done.returncode or "CRITICAL" in said or "WARNING" in said:
        raise PayloadError(f"{command[0]} failed:\n{said}")


def build(payload: Path, out: Path, icon: Path = ICON) -> list[Path]:
    """Makes setup and MSIs. Returns what was written.

    Raises:
        PayloadError: something is missing, or a compiler complained.
    """
    if not icon.is_file():
        raise PayloadError(f"There is no icon {icon}: run packaging/icons/build.py first.")
    payload, out = payload.resolve(), out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="reverie-windows-") as name:
        work = Path(name).resolve()
        msis = [build_msi(payload, out, icon, work, language) for language in LANGUAGES]
        return [build_setup(payload, out, icon, work), *msis]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Makes the setup and the MSI for Windows.")
    parser.add_argument(
        "payload", type=Path, metavar="PAYLOAD", help="what PyInstaller made: the folder of reverie.exe"
    )
    parser.add_argument("--out", type=Path, default=PROJECT / "dist", metavar="DIR", help="where to write (dist)")
    parser.add_argument("--icon", type=Path, default=ICON, metavar="ICO", help="of packaging/icons/build.py")
    options = parser.parse_args(arguments)
    try:
        for path in build(options.payload, options.out, options.icon):
            print(f"{path} ({path.stat().st_size:,} bytes)")
    except PayloadError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
