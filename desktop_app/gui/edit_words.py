"""What an act of the user is called once it is done, and what Undo would take back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.domain.photo import FlagName
from desktop_app.gui.facts import flag_text
from desktop_app.gui.translation import QT_TRANSLATE_NOOP, counted

if TYPE_CHECKING:
    from desktop_app.library.commands import Command

# What the journal of acts calls them; a name in quotes may follow.
LABELS = (
    QT_TRANSLATE_NOOP("EditWords", "Remove rating"),
    QT_TRANSLATE_NOOP("EditWords", "Rate 1 star"),
    QT_TRANSLATE_NOOP("EditWords", "Rate 2 stars"),
    QT_TRANSLATE_NOOP("EditWords", "Rate 3 stars"),
    QT_TRANSLATE_NOOP("EditWords", "Rate 4 stars"),
    QT_TRANSLATE_NOOP("EditWords", "Rate 5 stars"),
    QT_TRANSLATE_NOOP("EditWords", "Add to favourites"),
    QT_TRANSLATE_NOOP("EditWords", "Remove from favourites"),
    QT_TRANSLATE_NOOP("EditWords", "Hide"),
    QT_TRANSLATE_NOOP("EditWords", "Unhide"),
    QT_TRANSLATE_NOOP("EditWords", "Add tag"),
    QT_TRANSLATE_NOOP("EditWords", "Remove tag"),
    QT_TRANSLATE_NOOP("EditWords", "Never use tag"),
    QT_TRANSLATE_NOOP("EditWords", "Create album"),
    QT_TRANSLATE_NOOP("EditWords", "Rename album to"),
    QT_TRANSLATE_NOOP("EditWords", "Add to album"),
    QT_TRANSLATE_NOOP("EditWords", "Remove from album"),
    QT_TRANSLATE_NOOP("EditWords", "Delete album"),
    QT_TRANSLATE_NOOP("EditWords", "Arrange album"),
    QT_TRANSLATE_NOOP("EditWords", "Sort album by date"),
    QT_TRANSLATE_NOOP("EditWords", "Set album cover"),
    QT_TRANSLATE_NOOP("EditWords", "Choose album cover automatically"),
    QT_TRANSLATE_NOOP("EditWords", "Move album"),
    QT_TRANSLATE_NOOP("EditWords", "Do not suggest for album"),
    QT_TRANSLATE_NOOP("EditWords", "Less like this"),
    QT_TRANSLATE_NOOP("EditWords", "Never suggest this"),
    QT_TRANSLATE_NOOP("EditWords", "Change interest"),
    QT_TRANSLATE_NOOP("EditWords", "Forget interest"),
    QT_TRANSLATE_NOOP("EditWords", "Dismiss suggested album"),
    QT_TRANSLATE_NOOP("EditWords", "Move to trash"),
    QT_TRANSLATE_NOOP("EditWords", "Restore from trash"),
    QT_TRANSLATE_NOOP("EditWords", "Remove duplicates"),
    QT_TRANSLATE_NOOP("EditWords", "Not duplicates"),
    QT_TRANSLATE_NOOP("EditWords", "Denoise"),
    QT_TRANSLATE_NOOP("EditWords", "Unstack versions"),
    QT_TRANSLATE_NOOP("EditWords", "Rename group to"),
    QT_TRANSLATE_NOOP("EditWords", "Merge groups into"),
    QT_TRANSLATE_NOOP("EditWords", "Split group"),
    QT_TRANSLATE_NOOP("EditWords", "Find groups anew"),
    QT_TRANSLATE_NOOP("EditWords", "Rename event to"),
    QT_TRANSLATE_NOOP("EditWords", "Rename trip to"),
    QT_TRANSLATE_NOOP("EditWords", "Use automatic title"),
    QT_TRANSLATE_NOOP("EditWords", "Merge events"),
    QT_TRANSLATE_NOOP("EditWords", "Merge trips"),
    QT_TRANSLATE_NOOP("EditWords", "Start new event"),
    QT_TRANSLATE_NOOP("EditWords", "Start new trip"),
)
_NAMED = re.compile(r"(?P<act>.*?) (?P<name>“.*”)", re.DOTALL)


def _tr(text: str) -> str:
    return QCoreApplication.translate("EditWords", text)


def label_text(label: str) -> str:
    """Returns the journal's name of an act in the user's language; what is not known stays as it is."""
    found = _NAMED.fullmatch(label)
    if found is not None and found["act"] in LABELS:
        return f"{_tr(found['act'])} {found['name']}"
    if label.startswith("Not ") and label[4:] in set(FlagName):
        return _tr("Not: {flag}").format(flag=flag_text(FlagName(label[4:])))
    if label.startswith("Mark as ") and label[8:] in set(FlagName):
        return _tr("Mark: {flag}").format(flag=flag_text(FlagName(label[8:])))
    return _tr(label) if label in LABELS else label


def done_text(command: Command, count: int) -> str:
    """Returns what was done to how many photos, as the undo bar says it, or '' for acts it has no words for."""
    from desktop_app.library.commands import (  # late: after the first tiles
        AddTag,
        DismissFlag,
        RemoveTag,
        SetFavourite,
        SetHidden,
        SetRating,
        SuppressTag,
    )
    from desktop_app.library.flag_commands import ConfirmFlag
    from desktop_app.library.trash_commands import RestorePhotos, TrashPhotos

    if isinstance(command, SetFavourite):
        if command.is_favourite:
            return counted("EditWords", "Added 1 photo to favourites", "Added {n} photos to favourites", count)
        return counted("EditWords", "Removed 1 photo from favourites", "Removed {n} photos from favourites", count)
    if isinstance(command, SetHidden):
        if command.is_hidden:
            return counted("EditWords", "Hid 1 photo", "Hid {n} photos", count)
        return counted("EditWords", "1 photo is shown again", "{n} photos are shown again", count)
    if isinstance(command, SetRating):
        if command.rating == 0:
            return counted("EditWords", "Removed the rating of 1 photo", "Removed the rating of {n} photos", count)
        words = counted("EditWords", "Rated 1 photo: {stars}", "Rated {n} photos: {stars}", count)
        return words.replace("{stars}", "★" * command.rating)
    if isinstance(command, AddTag):
        words = counted("EditWords", "Tagged 1 photo “{tag}”", "Tagged {n} photos “{tag}”", count)
        return words.replace("{tag}", command.name.strip())
    if isinstance(command, RemoveTag):
        words = counted("EditWords", "Removed “{tag}” from 1 photo", "Removed “{tag}” from {n} photos", count)
        return words.replace("{tag}", command.name.strip())
    if isinstance(command, SuppressTag):
        return _tr("“{tag}” will not be suggested again").replace("{tag}", command.name.strip())
    if isinstance(command, DismissFlag):
        words = counted("EditWords", "1 photo is no longer in {flag}", "{n} photos are no longer in {flag}", count)
        return words.replace("{flag}", flag_text(command.flag))
    if isinstance(command, ConfirmFlag):
        words = counted("EditWords", "1 photo marked: {flag}", "{n} photos marked: {flag}", count)
        return words.replace("{flag}", flag_text(command.flag))
    if isinstance(command, TrashPhotos):
        return counted("EditWords", "1 photo moved to the trash", "{n} photos moved to the trash", count)
    if isinstance(command, RestorePhotos):
        return counted("EditWords", "1 photo brought back", "{n} photos brought back", count)
    return ""


def with_problems(words: str, problems: Sequence[str]) -> str:
    """Returns what was done, followed by what of it could not be done."""
    if not problems:
        return words
    more = counted("EditWords", "And 1 more was left out.", "And {n} more were left out.", len(problems) - 1)
    said = ". ".join(part for part in (words.rstrip("."), problems[0]) if part)
    return f"{said} {more}" if len(problems) > 1 else said
