"""How flags follow from numbers: how strongly each flag speaks for a photo, where each begins, and the reason in words.

A strength is a whole number from 0 to 10,000 that does not depend on the user's choices; a photo bears a flag where
the strength reaches the flag's cut. So a slider moves one number, and what it would change can be counted at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata

FULL = 10_000
UNKNOWN = -1
OFF = -1
USUAL = 50  # the slider's place where the thresholds stand that were chosen by measuring
MANY = 100
FLAGS = tuple(FlagName)
_DRAWN = 0.6  # likelihood from which a picture counts as a screenshot or a page and not as a photograph
_CRISP = 0.3
_BRIGHT = 0.6
_SHADOW_SHARE, _SHADOW_LUMA = 0.4, 90
_NOISE_UNIT = 100.0  # strengths of noise are hundredths of an 8-bit step
_ENOUGH = 20  # photos from which it means something to say how many are sharper


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where a flag begins, as strengths: with the slider at 'few', in the middle, and at 'many'."""

    few: int
    usual: int
    many: int


# The middle ones were chosen on about 900 photographs (product shots, snapshots, landscapes), on edits of them, and on
# drawn screens and pages, all at 512 px; the rates stand in `tests/pipeline/test_flags.py`.
CUTS = {
    FlagName.SENSITIVE: Cuts(9_500, 6_000, 1_000),
    FlagName.BLURRY: Cuts(8_500, 6_000, 3_000),
    FlagName.DARK: Cuts(9_500, 8_700, 7_000),
    FlagName.OVEREXPOSED: Cuts(6_000, 2_500, 500),
    FlagName.NOISY: Cuts(1_700, 650, 300),
    FlagName.SCREENSHOT: Cuts(9_000, 6_000, 2_000),
    FlagName.DOCUMENT: Cuts(9_000, 6_000, 2_000),
    FlagName.WEAPON: Cuts(9_000, 5_000, 1_000),
}


@dataclass(frozen=True, slots=True)
class FlagChoices:
    """The user's choice for each flag: `OFF`, or a place on its slider from 0 (few) over `USUAL` to `MANY`.

    Attributes:
        positions: one for each flag, in the order of `FlagName`.
    """

    positions: tuple[int, ...] = (USUAL,) * len(FLAGS)

    def position(self, name: FlagName) -> int:
        """Returns where a flag's slider stands, or `OFF`."""
        return self.positions[FLAGS.index(name)]

    def placed(self, name: FlagName, position: int) -> FlagChoices:
        """Returns the choices with another place for one flag."""
        found = list(self.positions)
        found[FLAGS.index(name)] = OFF if position < 0 else min(position, MANY)
        return replace(self, positions=tuple(found))

    def as_texts(self) -> tuple[str, ...]:
        """Returns what settings keep: 'blurry=70', 'weapon=off'; flags at their usual place are left out."""
        pairs = zip(FLAGS, self.positions, strict=True)
        return tuple(f"{name}={'off' if place == OFF else place}" for name, place in pairs if place != USUAL)


def choices_from(texts: Iterable[str]) -> FlagChoices:
    """Returns the choices that settings keep; what cannot be understood is left out."""
    choices = FlagChoices()
    for text in texts:
        name, _, place = text.partition("=")
        if name in FLAGS and (place == "off" or (place.isdecimal() and len(place) <= 3)):
            choices = choices.placed(FlagName(name), OFF if place == "off" else int(place))
    return choices


def cut_at(name: FlagName, position: int) -> int | None:
    """Returns the least strength that raises a flag with its slider at `position`; None when it is off."""
    if position == OFF:
        return None
    cuts = CUTS[name]
    return round(float(np.interp(position, (0, USUAL, MANY), (cuts.few, cuts.usual, cuts.many))))


@dataclass(frozen=True, slots=True)
class Assessment:
    """How strongly each flag speaks for one photo.

    Attributes:
        strengths: one for each flag, in the order of `FlagName`: 0 to 10,000, or `UNKNOWN`.
    """

    strengths: tuple[int, ...] = (UNKNOWN,) * len(FLAGS)

    def of(self, name: FlagName) -> int:
        """Returns the strength of one flag."""
        return self.strengths[FLAGS.index(name)]


def assessed(
    measures: Measures | None, metadata: Metadata, sensitivity: float | None = None, weapon: float | None = None
) -> Assessment:
    """Returns how strongly each flag speaks for a photo.

    Args:
        measures: None when the picture was not measured.
        metadata: exposure settings speak against a screenshot.
        sensitivity: probability 0 to 1; None when nobody was asked.
        weapon: the same, of a firearm.
    """
    found = {} if measures is None else _measured(measures, metadata)
    if sensitivity is not None:
        found[FlagName.SENSITIVE] = sensitivity
    if weapon is not None:
        found[FlagName.WEAPON] = weapon
    return Assessment(tuple(_strength(found[name]) if name in found else UNKNOWN for name in FLAGS))


def _strength(share: float) -> int:
    return min(FULL, max(0, round(share * FULL)))


def _measured(measures: Measures, metadata: Metadata) -> dict[FlagName, float]:
    has_exposure = metadata.exposure_s is not None or metadata.f_number is not None
    document, screenshot = measures.document, 0.0 if has_exposure else measures.screenshot
    if document >= _DRAWN and document >= measures.screenshot:  # a clean page is flat too; the likelier of both holds
        screenshot = 0.0
    if 0.0 < measures.sharpness < _CRISP:  # a blurred photo has flat areas too, but a screen has crisp edges
        screenshot = 0.0
    noise = 0.0 if screenshot >= _DRAWN else measures.noise_sigma * _NOISE_UNIT / FULL  # grain may look like writing
    found = {FlagName.SCREENSHOT: screenshot, FlagName.DOCUMENT: document, FlagName.NOISY: noise}
    if max(screenshot, document) >= _DRAWN:  # what is drawn is neither blurred by a lens nor badly exposed
        return found | dict.fromkeys((FlagName.BLURRY, FlagName.DARK, FlagName.OVEREXPOSED), 0.0)
    return found | {
        FlagName.BLURRY: 1.0 - measures.sharpness if measures.sharpness > 0.0 else 0.0,  # 0: no edge to judge by
        FlagName.DARK: 1.0 - measures.brightness,
        FlagName.OVEREXPOSED: measures.clipped_light if _has_burnt_look(measures) else 0.0,
    }


def _has_burnt_look(measures: Measures) -> bool:
    """Bright all over and without shadows: a thing before a white wall keeps its shadows."""
    shadow = sum(share for colour, share in measures.palette if _luma(colour) < _SHADOW_LUMA)
    return measures.brightness >= _BRIGHT and shadow + measures.clipped_dark < _SHADOW_SHARE


def _luma(colour: int) -> float:
    return 0.299 * (colour >> 16 & 255) + 0.587 * (colour >> 8 & 255) + 0.114 * (colour & 255)


def score_of(name: FlagName, strength: int) -> float:
    """Returns how sure a flag is, 0 to 1: about a half where it usually begins, whatever the slider says."""
    share = strength / FULL
    match name:
        case FlagName.BLURRY | FlagName.DARK:
            score = 1.0 - 0.5 * (1.0 - share) / (1.0 - CUTS[name].usual / FULL)
        case FlagName.OVEREXPOSED:
            score = 0.5 + 0.5 * share
        case FlagName.NOISY:
            score = 1.0 - 0.5 * CUTS[name].usual / max(strength, 1)
        case _:
            score = share
    return round(min(1.0, max(0.0, score)), 4)


def why_of(name: FlagName, strength: int, iso: int | None = None, standing: float | None = None) -> str:
    """Returns the sentence that says why a photo bears a flag.

    Args:
        name: which flag.
        strength: how strongly it speaks for the photo.
        iso: the sensor's sensitivity, where the camera wrote it.
        standing: the share of the library's photos that are better in this, 0 to 1; None to say nothing of it.
    """
    share = strength / FULL
    match name:
        case FlagName.SENSITIVE:
            return f"The picture is probably not for everyone's eyes ({share:.0%} sure)."
        case FlagName.WEAPON:
            return f"The picture probably shows a firearm ({share:.0%} sure)."
        case FlagName.SCREENSHOT:
            return "Flat single-colour areas and straight edges, as on a screen, and no camera settings in the file."
        case FlagName.DOCUMENT:
            return "Dark writing on a bright, even ground, as on a page."
        case FlagName.BLURRY:
            return f"Even the sharpest parts are soft (sharpness {1.0 - share:.0%}){_than('softer', standing)}."
        case FlagName.DARK:
            return f"Very dark (on average {1.0 - share:.0%} of full brightness){_than('darker', standing)}."
        case FlagName.OVEREXPOSED:
            return f"Burnt out: {share:.0%} of the picture is plain white{_than('more', standing)}."
        case FlagName.NOISY:
            at_iso = f", taken at ISO {iso}" if iso else ""
            steps = f"about {strength / _NOISE_UNIT:.0f} brightness steps of noise"
            return f"Grainy ({steps}{at_iso}){_than('noisier', standing)}."


def _than(word: str, standing: float | None) -> str:
    """Says where a photo stands in its own library: what is soft for one camera is sharp for another."""
    return "" if standing is None else f": {word} than {min(int(standing * 100), 99)}% of your photos"


def standing_of(strength: int, all_strengths: NDArray[np.int64]) -> float | None:
    """Returns the share of a library's photos whose strength is less, None where there are too few to say.

    Args:
        strength: of the photo in question.
        all_strengths: (N,) int64, ascending, the known ones.
    """
    if len(all_strengths) < _ENOUGH:
        return None
    return int(np.searchsorted(all_strengths, strength)) / len(all_strengths)


def flags_of(assessment: Assessment, choices: FlagChoices = FlagChoices(), iso: int | None = None) -> tuple[Flag, ...]:
    """Returns the flags of a photo under the user's choices, in the order of `FlagName`."""
    found = []
    for name, strength in zip(FLAGS, assessment.strengths, strict=True):
        cut = cut_at(name, choices.position(name))
        if cut is not None and strength >= cut:
            found.append(Flag(name, score_of(name, strength), why_of(name, strength, iso)))
    return tuple(found)


@dataclass(frozen=True, slots=True, eq=False)
class FlagSurvey:
    """What every place of a flag's slider would flag, so that it can be counted while it is dragged.

    Attributes:
        name: which flag.
        strengths: (N,) int64, ascending: of photos that may be seen and of which the user has said nothing.
        confirmed: how many photos bear the flag because the user says so.
        unknown: how many photos nobody has looked at for it yet.
    """

    name: FlagName
    strengths: NDArray[np.int64]
    confirmed: int = 0
    unknown: int = 0

    def count(self, position: int) -> int:
        """Returns how many photos would bear the flag with its slider at `position`, or with it `OFF`."""
        cut = cut_at(self.name, position)
        found = 0 if cut is None else len(self.strengths) - int(np.searchsorted(self.strengths, cut))
        return found + self.confirmed

    def to_review(self, position: int) -> int:
        """Returns how many of them wait for the user's word."""
        return self.count(position) - self.confirmed
