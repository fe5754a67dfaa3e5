"""From what was measured and what the models said to strengths of flags. A flag never blocks anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_app.domain.flagging import Assessment, assessed
from desktop_app.domain.photo import Measures, Metadata

Concepts = Mapping[str, float] | Sequence[tuple[str, float]]

_WEAPONS = frozenset(("assault rifle", "rifle", "revolver"))
_WEAPON_WORDS = frozenset(("weapon", "gun", "firearm", "pistol", "handgun"))


def assess(measures: Measures | None, sensitivity: float | None, concepts: Concepts, metadata: Metadata) -> Assessment:
    """Returns how strongly each flag speaks for one photo.

    Args:
        measures: None when the picture was not measured.
        sensitivity: probability 0 to 1; None when the network is absent.
        concepts: class names with probabilities, as the tagger gives them ('assault rifle', 'revolver, six-gun');
            empty when the tagger said nothing.
        metadata: exposure data speak against a screenshot.
    """
    return assessed(measures, metadata, sensitivity, _weapon(concepts) if concepts else None)


def _weapon(concepts: Concepts) -> float:
    """Returns the probability of all weapon classes together."""
    pairs = concepts.items() if isinstance(concepts, Mapping) else concepts
    parts = whole = 0.0
    for name, probability in pairs:
        plain = name.split(",", 1)[0].replace("_", " ").strip().casefold()
        if plain in _WEAPONS:
            parts += probability
        elif plain in _WEAPON_WORDS:
            whole = max(whole, probability)
    return max(parts, whole)
