"""One line of the journal behind undo: what an act wrote, and what stood there before."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.domain.ids import PhotoId

EVENT_CORRECTION = "event_correction"  # `name` is the row's id
HISTORY = "history"  # a change kept in the view history's own file; `name` is its number there


class Change(NamedTuple):
    """One fact before and after.

    Attributes:
        kind: what sort of fact: a field of a photo, a set it is in, an album, a photo's place in an album.
        name: which one of its kind: the tag, the flag, the album's id; '' where there is only one.
        before, after: None is no row; sets hold 1.
        before_text, after_text: the same for facts that are texts; None is no row.
    """

    kind: str
    photo_id: PhotoId | None
    name: str
    before: int | None
    after: int | None
    before_text: str | None = None
    after_text: str | None = None

    def is_real(self) -> bool:
        """Says whether anything differs afterwards."""
        return self.before != self.after or self.before_text != self.after_text

    def reversed(self) -> Change:
        """Returns the change that takes this one back."""
        return self._replace(
            before=self.after, after=self.before, before_text=self.after_text, after_text=self.before_text
        )
