"""What a user can say of flags beside that one is wrong (`commands.DismissFlag`)."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import FlagName


@dataclass(frozen=True, slots=True)
class ConfirmFlag:
    """Says that photos are what a flag says, whether or not it was found on them; no slider takes it off again."""

    ids: tuple[PhotoId, ...]
    flag: FlagName
