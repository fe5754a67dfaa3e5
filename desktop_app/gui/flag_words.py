"""What the pages of flags say: what each flag looks for, and how to ask about it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.domain.photo import FlagName


def _tr(text: str) -> str:
    return QCoreApplication.translate("FlagWords", text)


def purpose(name: FlagName) -> str:
    """Returns what a flag looks for, in one sentence."""
    return {
        FlagName.SENSITIVE: _tr("Not for everyone's eyes. Covered on every page, and left out of For You."),
        FlagName.BLURRY: _tr("Nothing in the picture is sharp, not even the subject."),
        FlagName.DARK: _tr("So dark that hardly anything can be seen."),
        FlagName.OVEREXPOSED: _tr("Large parts are burnt out to plain white."),
        FlagName.NOISY: _tr("Grain all over, as from a small sensor in poor light."),
        FlagName.SCREENSHOT: _tr("Pictures of a screen. Never suggested on For You."),
        FlagName.DOCUMENT: _tr("Pages, receipts and whiteboards. Never suggested on For You."),
        FlagName.WEAPON: _tr("A firearm can be seen."),
    }[name]


def question(name: FlagName) -> str:
    """Returns what a review asks about each photo."""
    return {
        FlagName.SENSITIVE: _tr("Is this photo sensitive?"),
        FlagName.BLURRY: _tr("Is this photo blurry?"),
        FlagName.DARK: _tr("Is this photo too dark?"),
        FlagName.OVEREXPOSED: _tr("Is this photo burnt out?"),
        FlagName.NOISY: _tr("Is this photo noisy?"),
        FlagName.SCREENSHOT: _tr("Is this a screenshot?"),
        FlagName.DOCUMENT: _tr("Is this a document?"),
        FlagName.WEAPON: _tr("Does this photo show a weapon?"),
    }[name]
