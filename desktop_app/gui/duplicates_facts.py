"""What differs between two photos of a set, and why one is proposed to be kept, as a person reads it. Pure text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.domain.duplicate import DuplicateSet, KeepReason, KeepRule, Tier
from desktop_app.domain.photo import DateSource, Photo, display_text
from desktop_app.gui import facts
from desktop_app.gui.translation import counted


def _tr(text: str) -> str:
    return QCoreApplication.translate("Duplicates", text)


@dataclass(frozen=True, slots=True)
class FactRow:
    """One line beside the picture: what, its words for this photo, and whether the other photo says otherwise."""

    name: str
    words: str
    is_different: bool


def _size(photo: Photo) -> str:
    if not photo.width_px or not photo.height_px:
        return ""
    return f"{photo.width_px} \N{MULTIPLICATION SIGN} {photo.height_px}"


def _sharpness(photo: Photo) -> str:
    return "" if photo.measures is None else f"{round(photo.measures.sharpness * 100)} %"


def _taken(photo: Photo) -> str:
    if photo.metadata.date_source is DateSource.FILE_TIME:
        return _tr("not written down")
    moment = facts.moment(photo.taken_at_ms)
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def _folder(photo: Photo) -> str:
    return display_text(str(PurePath(photo.path).parent))


def fact_rows(photo: Photo, other: Photo | None) -> list[FactRow]:
    """Returns the lines of a photo; those that differ from the other photo are marked."""
    asked: tuple[tuple[str, Callable[[Photo], str]], ...] = (
        (_tr("Size"), _size),
        (_tr("File"), lambda one: f"{one.format.upper()} · {facts.size_text(one.size_bytes)}"),
        (_tr("Taken"), _taken),
        (_tr("Camera"), lambda one: facts.camera_name(one.metadata)),
        (_tr("Place"), lambda one: facts.place_text(one.metadata)),
        (_tr("Sharpness"), _sharpness),
        (_tr("Rating"), lambda one: "★" * one.rating),
        (_tr("Folder"), _folder),
    )
    rows = []
    for name, say in asked:
        mine, theirs = say(photo), "" if other is None else say(other)
        if mine or theirs:
            rows.append(FactRow(name, mine or "\N{EN DASH}", other is not None and mine != theirs))
    return rows


def tier_text(tier: Tier) -> str:
    """Returns a tier's name as the tabs show it."""
    return {
        Tier.IDENTICAL: _tr("Same file"),
        Tier.SAME_PICTURE: _tr("Same picture"),
        Tier.BURST: _tr("Bursts"),
        Tier.LOOK_ALIKE: _tr("Look-alikes"),
    }[tier]


def tier_sentence(tier: Tier) -> str:
    """Returns what a tier means."""
    return {
        Tier.IDENTICAL: _tr("These files hold exactly the same, byte for byte."),
        Tier.SAME_PICTURE: _tr("One picture, saved again: in another size or format, cropped a little, turned."),
        Tier.BURST: _tr("Different pictures of one moment. Keep the best, or all of them."),
        Tier.LOOK_ALIKE: _tr("Different pictures that look alike. Nothing is proposed here."),
    }[tier]


def rule_text(rule: KeepRule) -> str:
    """Returns what a rule prefers."""
    return {
        KeepRule.PROTECTED_FOLDER: _tr("Lies in a protected folder"),
        KeepRule.FAVOURITE: _tr("Is a favourite"),
        KeepRule.RATING: _tr("Has the better rating"),
        KeepRule.IN_ALBUM: _tr("Is in an album"),
        KeepRule.ORIGINAL_FORMAT: _tr("Is the original, not saved again"),
        KeepRule.PIXELS: _tr("Has more pixels"),
        KeepRule.SHARPNESS: _tr("Is sharper"),
        KeepRule.METADATA: _tr("Knows date, camera and place"),
        KeepRule.FILE_SIZE: _tr("Is the larger file"),
        KeepRule.OLDEST: _tr("Is the older file"),
        KeepRule.NAME: _tr("Has the plainer name"),
    }[rule]


def reason_text(reason: KeepReason) -> str:
    """Returns one reason: 'Has more pixels: 4032 x 3024, not 1024 x 768'."""
    words = rule_text(reason.rule)
    if reason.kept and reason.others:
        return _tr("{rule}: {kept}, not {others}").format(rule=words, kept=reason.kept, others=reason.others)
    if reason.kept:
        return _tr("{rule}: {kept}").format(rule=words, kept=reason.kept)
    return words


def reasons_text(reasons: Sequence[KeepReason]) -> str:
    """Returns why a photo is proposed to be kept, '' without reasons."""
    return " · ".join(reason_text(reason) for reason in reasons)


def set_text(found: DuplicateSet) -> str:
    """Returns '3 photos', with what the copies take on the disk where they are copies."""
    words = facts.count_text(len(found.photo_ids))
    if found.wasted_bytes and found.tier in (Tier.IDENTICAL, Tier.SAME_PICTURE):
        return f"{words} · {facts.size_text(found.wasted_bytes)}"
    return words


def sets_text(count: int) -> str:
    """Returns '1 set', '12 sets'."""
    return counted("Duplicates", "1 set", "{n} sets", count)
