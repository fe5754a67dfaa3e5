"""The second text of the grid's date headers: the event or the place that most of the photos below belong to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from desktop_app.domain.event import Event, EventKind
from desktop_app.gui import event_words

MOST = 0.8  # of the photos asked about; a header says nothing that is true of fewer
ASKED = 200


class EventNotes:
    """Answers from memory, for painting. Made on any lane, read by the GUI thread.

    Args:
        events: as the library gives them; trips are left out.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        single = [event for event in events if event.kind is EventKind.EVENT]
        sizes = [len(event.photo_ids) for event in single]
        ids = np.fromiter((photo for event in single for photo in event.photo_ids), np.int64, sum(sizes))
        order = np.argsort(ids, kind="stable")
        self._ids = ids[order]
        self._events = np.repeat(np.arange(len(single)), sizes)[order]
        self._names = [event_words.name_of(event) for event in single]
        self._places = [event_words.places_text(event) for event in single]

    def note(self, ids: NDArray[np.int64]) -> str:
        """Returns what (K,) photos have in common: the name of their event, else their place, else ''."""
        asked = ids[:: max(1, len(ids) // ASKED)]
        if not len(asked) or not len(self._ids):
            return ""
        at = np.minimum(np.searchsorted(self._ids, asked), len(self._ids) - 1)
        events, counts = np.unique(self._events[at[self._ids[at] == asked]], return_counts=True)
        for texts in (self._names, self._places):
            shares: dict[str, int] = {}
            for event, count in zip(events.tolist(), counts.tolist(), strict=True):
                shares[texts[event]] = shares.get(texts[event], 0) + count
            text = max(shares, key=lambda one: shares[one], default="")
            if text and shares[text] >= MOST * len(asked):
                return text
        return ""
