"""From numbers to flags: pure thresholds, each flag with the sentence that says why. A flag never blocks anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop_app.domain.photo import Flag, FlagName, Measures, Metadata

Concepts = Mapping[str, float] | Iterable[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class FlagThresholds:
    """Where each flag begins.

    Chosen on about 900 photographs (product shots, snapshots, landscapes), on edits of them, and on drawn screens and
    pages, all at 512 px; the rates stand in `tests/pipeline/test_flags.py`.

    Attributes:
        sensitive: probability of the sensitivity network.
        blurry_sharpness: sharpness below this; exactly 0 means that there was no edge to judge by.
        dark_brightness: mean luma below this.
        overexposed_clipped: at least this share of pixels burnt out ...
        overexposed_brightness: ... in a picture that is at least this bright ...
        overexposed_shadow: ... and has less than this share of colours darker than `shadow_luma` (0 to 255).
        noisy_sigma: standard deviation of the noise in 8-bit steps.
        screenshot, document: likelihoods.
        weapon: probability of all weapon classes together.
    """

    sensitive: float = 0.6
    blurry_sharpness: float = 0.40
    dark_brightness: float = 0.13
    overexposed_clipped: float = 0.25
    overexposed_brightness: float = 0.6
    overexposed_shadow: float = 0.4
    shadow_luma: int = 90
    noisy_sigma: float = 8.0
    screenshot: float = 0.6
    document: float = 0.6
    weapon: float = 0.5


DEFAULT_THRESHOLDS = FlagThresholds()

_WEAPONS = frozenset(("assault rifle", "rifle", "revolver"))
_WEAPON_WORDS = frozenset(("weapon", "gun", "firearm", "pistol", "handgun"))


def flags_for(
    measures: Measures | None,
    sensitivity: float | None,
    concepts: Concepts,
    metadata: Metadata,
    thresholds: FlagThresholds = DEFAULT_THRESHOLDS,
) -> tuple[Flag, ...]:
    """Returns the flags of one photo, in the order of `FlagName`.

    Args:
        measures: None when the picture was not measured.
        sensitivity: probability 0 to 1; None when the network is absent.
        concepts: class names with probabilities, as the tagger gives them ('assault rifle', 'revolver, six-gun').
        metadata: exposure data speak against a screenshot; the ISO number goes into the reason.
        thresholds: where each flag begins.
    """
    found: list[Flag] = []
    if sensitivity is not None and sensitivity >= thresholds.sensitive:
        why = f"The picture is probably not for everyone's eyes ({sensitivity:.0%} sure)."
        found.append(Flag(FlagName.SENSITIVE, _unit(sensitivity), why))
    if measures is not None:
        found.extend(_measured(measures, metadata, thresholds))
    weapon = _weapon(concepts)
    if weapon >= thresholds.weapon:
        found.append(Flag(FlagName.WEAPON, _unit(weapon), f"The picture probably shows a firearm ({weapon:.0%} sure)."))
    return tuple(found)


def _measured(measures: Measures, metadata: Metadata, limits: FlagThresholds) -> list[Flag]:
    has_exposure = metadata.exposure_s is not None or metadata.f_number is not None
    is_document = measures.document >= limits.document
    is_screenshot = measures.screenshot >= limits.screenshot and not has_exposure
    if is_document and measures.document >= measures.screenshot:  # a clean page is flat too; the likelier of both holds
        is_screenshot = False
    found: list[Flag] = []
    if not is_screenshot and not is_document:  # what is drawn is neither blurred by a lens nor badly exposed
        found.extend(_shot_badly(measures, metadata, limits))
    if is_screenshot:
        why = "Flat single-colour areas and straight edges, as on a screen, and no camera settings in the file."
        found.append(Flag(FlagName.SCREENSHOT, _unit(measures.screenshot), why))
    if is_document:
        why = "Dark writing on a bright, even ground, as on a page."
        found.append(Flag(FlagName.DOCUMENT, _unit(measures.document), why))
    return found


def _shot_badly(measures: Measures, metadata: Metadata, limits: FlagThresholds) -> list[Flag]:
    found: list[Flag] = []
    if 0.0 < measures.sharpness < limits.blurry_sharpness:
        share = measures.sharpness / limits.blurry_sharpness
        why = f"Even the sharpest parts are soft: sharpness {measures.sharpness:.0%}."
        found.append(Flag(FlagName.BLURRY, _unit(1.0 - 0.5 * share), why))
    if measures.brightness < limits.dark_brightness:
        share = measures.brightness / limits.dark_brightness
        why = f"Very dark: on average {measures.brightness:.0%} of full brightness."
        found.append(Flag(FlagName.DARK, _unit(1.0 - 0.5 * share), why))
    if _is_overexposed(measures, limits):
        why = f"Burnt out: {measures.clipped_light:.0%} of the picture is plain white."
        found.append(Flag(FlagName.OVEREXPOSED, _unit(0.5 + 0.5 * measures.clipped_light), why))
    if measures.noise_sigma >= limits.noisy_sigma:
        at_iso = f", taken at ISO {metadata.iso}" if metadata.iso else ""
        why = f"Grainy: noise of about {measures.noise_sigma:.0f} brightness steps{at_iso}."
        found.append(Flag(FlagName.NOISY, _unit(1.0 - 0.5 * limits.noisy_sigma / measures.noise_sigma), why))
    return found


def _is_overexposed(measures: Measures, limits: FlagThresholds) -> bool:
    """Burnt out, bright all over and without shadows: a thing before a white wall keeps its shadows."""
    if measures.clipped_light < limits.overexposed_clipped or measures.brightness < limits.overexposed_brightness:
        return False
    shadow = sum(share for colour, share in measures.palette if _luma(colour) < limits.shadow_luma)
    return shadow + measures.clipped_dark < limits.overexposed_shadow


def _weapon(concepts: Concepts) -> float:
    pairs = concepts.items() if isinstance(concepts, Mapping) else concepts
    parts = whole = 0.0
    for name, probability in pairs:
        plain = name.split(",", 1)[0].replace("_", " ").strip().casefold()
        if plain in _WEAPONS:
            parts += probability
        elif plain in _WEAPON_WORDS:
            whole = max(whole, probability)
    return max(parts, whole)


def _luma(colour: int) -> float:
    return 0.299 * (colour >> 16 & 255) + 0.587 * (colour >> 8 & 255) + 0.114 * (colour & 255)


def _unit(value: float) -> float:
    return round(min(1.0, max(0.0, value)), 4)
