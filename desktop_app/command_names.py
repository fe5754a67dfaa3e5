"""The commands of the command line, named apart from it so that the program's start need not import it."""

from __future__ import annotations

COMMANDS = (
    "index",
    "similar",
    "tags",
    "search",
    "flags",
    "groups",
    "events",
    "duplicates",
    "smart-album",
    "viewed",
    "feedback",
    "interests",
    "recommend",
    "history",
    "trash",
    "denoise",
    "undo",
    "export-vectors",
    "doctor",
    "self-test",
)
