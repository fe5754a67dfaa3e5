"""Which photo of a set to keep, and why: rules that the user orders, the first that tells photos apart decides.

What is measured (sharpness, size, age) tells apart only what differs by more than saving a picture again does, and
only where a person sees it in the words that are shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop_app.domain.duplicate import DEFAULT_KEEP_RULES, KeepReason, KeepRule, Tier
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Badge, DateSource, Photo, display_text

_RAW, _CAMERA, _PLAIN, _EDITED = 3, 2, 1, 0
_COPY_NAME = re.compile(
    r"\bcop(?:y|ia|ie)\b|\bkopie\b|\bduplicate\b|[-_ ]edit(?:ed)?\b|[-_ ]bearbeitet\b|\(\d+\)$|~\d+$", re.IGNORECASE
)
_EDITORS = re.compile(
    r"photoshop|lightroom|gimp|affinity|snapseed|picasa|paint|darktable|rawtherapee|capture one|luminar|pixelmator"
    r"|imagemagick|irfanview|xnview|whatsapp|instagram|facebook",
    re.IGNORECASE,
)
_MINUTE_NS = 60_000_000_000  # files written one after the other are no older than each other
_SEEN_SHARPNESS = 0.1  # the least difference between two shots that is seen
# Saved again, turned or cropped, a picture measures up to 0.25 apart; blurred by 1.5 pixels, nine of ten 0.38 and more.
_SHARPNESS_OF_COPIES = 0.3
_SEEN_SIZE = 0.05  # of the larger file: less is headers and chance


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo of a set with what the rules ask about it."""

    photo: Photo
    albums: int = 0
    is_protected: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The photo to keep first, then the others, and what decided."""

    photo_ids: tuple[PhotoId, ...]
    reasons: tuple[KeepReason, ...]


def chosen_rules(names: Sequence[str]) -> tuple[KeepRule, ...]:
    """Returns the user's order of rules; unknown names are left out, and none chosen means the usual order."""
    known = {rule.value: rule for rule in KeepRule}
    return tuple(dict.fromkeys(known[name] for name in names if name in known)) or DEFAULT_KEEP_RULES


def is_protected(path: Path, folders: Collection[str]) -> bool:
    """Says whether a file lies in, or below, a protected folder."""
    return any(path.is_relative_to(folder) for folder in folders if folder)


def keeper(candidates: Sequence[Candidate], rules: Sequence[KeepRule], tier: Tier) -> Verdict:
    """Puts the photos of a set in order of what is worth keeping.

    Each rule leaves those that are as good as the best by it. Equal ones are ordered by path, so that the same set
    always gives the same answer. In a burst the pictures differ, so sharpness is asked before what only tells copies
    apart.
    """
    rules = _for_burst(rules) if tier is Tier.BURST else tuple(rules)
    by_path = sorted(candidates, key=lambda one: os.fsencode(one.photo.path))
    ranked = _ranked(by_path, rules, tier)
    return Verdict(tuple(one.photo.id for one in ranked), _reasons(ranked[0], by_path, rules, tier))


def _for_burst(rules: Sequence[KeepRule]) -> tuple[KeepRule, ...]:
    technical = (KeepRule.ORIGINAL_FORMAT, KeepRule.PIXELS, KeepRule.METADATA, KeepRule.FILE_SIZE)
    rest = [rule for rule in rules if rule not in technical]
    return (*rest, *(rule for rule in rules if rule in technical))


def _ranked(candidates: Sequence[Candidate], rules: Sequence[KeepRule], tier: Tier) -> list[Candidate]:
    if not rules or len(candidates) < 2:
        return list(candidates)
    ranked: list[Candidate] = []
    for equal in _classes(candidates, rules[0], tier):
        ranked += _ranked(equal, rules[1:], tier)
    return ranked


def _classes(candidates: Sequence[Candidate], rule: KeepRule, tier: Tier) -> list[list[Candidate]]:
    """Returns those as good as the best by a rule, then those as good as the best of the others, and so on.

    Within each they stay in their order.
    """
    order = sorted(range(len(candidates)), key=lambda at: -_WORTH[rule](candidates[at]))
    classes: list[list[int]] = []
    for at in order:
        if classes and not _is_better(candidates[classes[-1][0]], candidates[at], rule, tier):
            classes[-1].append(at)
        else:
            classes.append([at])
    return [[candidates[at] for at in sorted(members)] for members in classes]


def _is_better(best: Candidate, other: Candidate, rule: KeepRule, tier: Tier) -> bool:
    high, low = _WORTH[rule](best), _WORTH[rule](other)
    if rule not in _MEASURED:
        return high > low
    match rule:
        case KeepRule.SHARPNESS:
            is_far = high - low >= (_SEEN_SHARPNESS if tier is Tier.BURST else _SHARPNESS_OF_COPIES)
        case KeepRule.FILE_SIZE:
            is_far = high - low >= _SEEN_SIZE * high
        case _:
            is_far = high - low >= _MINUTE_NS
    return is_far and _WORDS[rule](best) != _WORDS[rule](other)


def _reasons(
    kept: Candidate, candidates: Sequence[Candidate], rules: Sequence[KeepRule], tier: Tier
) -> tuple[KeepReason, ...]:
    """Returns the rules that decided, until nobody was left beside the keeper."""
    left = list(candidates)
    reasons = []
    for rule in rules:
        left, *worse = _classes(left, rule, tier)
        if worse:
            reasons.append(_reason(rule, kept, [one for members in worse for one in members]))
    return tuple(reasons)


def _reason(rule: KeepRule, kept: Candidate, beaten: Sequence[Candidate]) -> KeepReason:
    """Returns a reason with its facts; with none where they read alike (two folders of one name)."""
    mine = _WORDS[rule](kept)
    others = list(dict.fromkeys(words for one in beaten if (words := _WORDS[rule](one))))
    return KeepReason(rule) if mine in others else KeepReason(rule, mine, ", ".join(others[:3]))


def _original(one: Candidate) -> int:
    photo = one.photo
    if photo.badges & Badge.RAW:
        return _RAW
    if _EDITORS.search(photo.metadata.software):
        return _EDITED
    return _CAMERA if photo.metadata.camera_model else _PLAIN


def _original_words(one: Candidate) -> str:
    metadata = one.photo.metadata
    source = metadata.software if _original(one) == _EDITED else metadata.camera_model
    kind = "RAW" if one.photo.badges & Badge.RAW else one.photo.format.upper()
    return display_text(f"{kind}, {source}" if source else kind)


def _metadata(one: Candidate) -> int:
    metadata = one.photo.metadata
    is_dated = metadata.date_source in (DateSource.EXIF, DateSource.SIDECAR)
    return is_dated + (metadata.latitude is not None) + bool(metadata.camera_model)


def _metadata_words(one: Candidate) -> str:
    metadata = one.photo.metadata
    words = []
    if metadata.date_source in (DateSource.EXIF, DateSource.SIDECAR):
        words.append(_day(one.photo.taken_at_ms))
    if metadata.camera_model:
        words.append(display_text(metadata.camera_model))
    if metadata.latitude is not None and metadata.longitude is not None:
        words.append(f"{metadata.latitude:.2f}, {metadata.longitude:.2f}")
    return " · ".join(words)


def _day(at_ms: float) -> str:
    try:
        return datetime.fromtimestamp(at_ms / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _minute(at_ns: int) -> str:
    try:
        return datetime.fromtimestamp(at_ns / 1_000_000_000, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return ""


def _bytes(size: int) -> str:
    for unit, divisor in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if size >= divisor:
            return f"{size / divisor:.1f} {unit}"
    return f"{size} B"


def _sharpness(one: Candidate) -> float:
    return 0.0 if one.photo.measures is None else one.photo.measures.sharpness


_MEASURED = frozenset({KeepRule.SHARPNESS, KeepRule.FILE_SIZE, KeepRule.OLDEST})
_WORTH: Mapping[KeepRule, Callable[[Candidate], float]] = {
    KeepRule.PROTECTED_FOLDER: lambda one: int(one.is_protected),
    KeepRule.FAVOURITE: lambda one: int(one.photo.is_favourite),
    KeepRule.RATING: lambda one: one.photo.rating,
    KeepRule.IN_ALBUM: lambda one: one.albums,
    KeepRule.ORIGINAL_FORMAT: _original,
    KeepRule.PIXELS: lambda one: one.photo.width_px * one.photo.height_px,
    KeepRule.SHARPNESS: _sharpness,
    KeepRule.METADATA: _metadata,
    KeepRule.FILE_SIZE: lambda one: one.photo.size_bytes,
    KeepRule.OLDEST: lambda one: -one.photo.mtime_ns,
    KeepRule.NAME: lambda one: -int(bool(_COPY_NAME.search(Path(one.photo.name).stem))),
}
_WORDS: Mapping[KeepRule, Callable[[Candidate], str]] = {
    KeepRule.PROTECTED_FOLDER: lambda one: display_text(one.photo.path.parent.name),
    KeepRule.FAVOURITE: lambda one: "♥" if one.photo.is_favourite else "",
    KeepRule.RATING: lambda one: "★" * one.photo.rating,
    KeepRule.IN_ALBUM: lambda one: str(one.albums),
    KeepRule.ORIGINAL_FORMAT: _original_words,
    KeepRule.PIXELS: lambda one: f"{one.photo.width_px} × {one.photo.height_px}",  # noqa: RUF001 - as sizes are written
    KeepRule.SHARPNESS: lambda one: f"{_sharpness(one):.0%}",
    KeepRule.METADATA: _metadata_words,
    KeepRule.FILE_SIZE: lambda one: _bytes(one.photo.size_bytes),
    KeepRule.OLDEST: lambda one: _minute(one.photo.mtime_ns),
    KeepRule.NAME: lambda one: one.photo.name,
}
