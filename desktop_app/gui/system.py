"""The system's own programs: show a file in its folder, open it with whatever opens such files."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices


def show_in_folder(path: Path, *, platform: str = sys.platform) -> bool:
    """Opens the folder of a file, with the file selected where the system can. Says whether something was started."""
    program, arguments = reveal_command(path, platform)
    if program and QProcess.startDetached(program, arguments)[0]:
        return True
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def reveal_command(path: Path, platform: str) -> tuple[str, list[str]]:
    """Returns the program and arguments that select a file in the system's file manager; '' where there is none.

    On Linux the freedesktop FileManager1 interface is asked over D-Bus, which the common file managers answer.
    """
    if platform == "darwin":
        return "open", ["-R", str(path)]
    if platform == "win32":
        return "explorer", ["/select,", str(path)]
    address = bytes(QUrl.fromLocalFile(str(path)).toEncoded().data()).decode("ascii").replace(",", "%2C")
    return "dbus-send", [
        "--session",
        "--dest=org.freedesktop.FileManager1",
        "--type=method_call",
        "/org/freedesktop/FileManager1",
        "org.freedesktop.FileManager1.ShowItems",
        f"array:string:{address}",
        "string:",
    ]


def open_with_system(path: Path) -> bool:
    """Opens a file with the system's program. Says whether the system took it."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def open_address(address: str) -> bool:
    """Opens a web address in the person's browser. Says whether the system took it."""
    return QDesktopServices.openUrl(QUrl(address))
