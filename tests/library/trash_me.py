"""Does one act with the trash in a process of its own, which kills itself at its n-th step. Arguments: home, act, n.

A step is a statement to the library's database, or a file operation, just before and just after it is done.
"""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop_app.domain.ids import PhotoId
from desktop_app.library import file_rename, trash_freedesktop
from desktop_app.library.commands import Command, Redo, Undo
from desktop_app.library.library import Library
from desktop_app.library.trash_commands import ResolveDuplicates, RestorePhotos, TrashPhotos
from desktop_app.paths import LibraryPaths
from desktop_app.settings import Settings

left = [0]  # steps until the end; 0 and below: not counting, or not to be killed


def step(*_: object) -> None:
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def around(work: Callable[..., Any]) -> Callable[..., Any]:
    def run(*args: object, **kwargs: object) -> object:
        step()
        result = work(*args, **kwargs)
        step()
        return result

    return run


def watch() -> None:
    connect = sqlite3.connect

    def watched(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)
        if "mode=rwc" in str(args[0]):
            connection.set_trace_callback(step)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]
    trash_freedesktop.rename_new = around(file_rename.rename_new)  # type: ignore[attr-defined]
    trash_freedesktop._write_note = around(trash_freedesktop._write_note)
    trash_freedesktop.FreedesktopTrash.tidy = around(trash_freedesktop.FreedesktopTrash.tidy)  # type: ignore[method-assign]


def command(act: str, ids: list[PhotoId]) -> Command:
    if act == "trash":
        return TrashPhotos(tuple(ids[:3]))
    if act == "resolve":
        return ResolveDuplicates(((ids[0], tuple(ids[1:3])),), is_merging=True)
    if act == "restore":
        return RestorePhotos(tuple(ids[:3]))
    return Undo() if act == "undo" else Redo()


def main() -> None:
    home, act, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    watch()
    library = Library.open(LibraryPaths(home, home / "cache"), Settings())
    ids = [PhotoId(row) for row in range(1, 7)]
    left[0] = number
    library.run(command(act, ids)).result(250)
    left[0] = 0
    library.close()
    print("done", flush=True)


if __name__ == "__main__":
    main()
