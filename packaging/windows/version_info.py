#!/usr/bin/env python3
"""Writes version_info.txt beside itself: what Windows shows of the program's file, for PyInstaller.

    python3 packaging/windows/version_info.py

Written before the program is frozen, not kept in the repository. Standard library only.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

import bundle  # noqa: E402
from windows.build import version_quad  # noqa: E402

OUT = HERE / "version_info.txt"
ENGLISH_UNICODE = "040904B0"


def version_info(facts: bundle.Facts) -> str:
    """Returns the file's text: an expression that PyInstaller evaluates."""
    numbers = tuple(int(part) for part in version_quad(facts.version).split("."))
    texts = {
        "ProductName": bundle.APP_NAME,
        "FileDescription": bundle.APP_NAME,
        "CompanyName": "The Reverie developers",
        "LegalCopyright": f"Copyright the Reverie developers, {facts.licence}",
        "FileVersion": facts.version,
        "ProductVersion": facts.version,
        "InternalName": bundle.NAME,
        "OriginalFilename": f"{bundle.NAME}.exe",
    }
    structs = ", ".join(f"StringStruct({name!r}, {text!r})" for name, text in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004,"
        f" fileType=1, subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable({ENGLISH_UNICODE!r}, [{structs}])]),"
        " VarFileInfo([VarStruct('Translation', [0x0409, 1200])])])\n"
    )


if __name__ == "__main__":
    OUT.write_text(version_info(bundle.facts()), "utf-8")
    print(OUT)
