"""The looks behind an interest as they are shown: one card for each photo, with when and how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from desktop_app.domain.history import PhotoView
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.library import Timeline, empty_timeline
from desktop_app.domain.photo import Photo
from desktop_app.domain.visibility import Surface, is_visible
from desktop_app.gui import for_you_words
from desktop_app.gui.photo_model import timeline_of

if TYPE_CHECKING:
    from desktop_app.library.queries import Queries

MOST = 24


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """Photos looked at, newest first, and the words below each: the day, or the day and the seconds."""

    timeline: Timeline = field(default_factory=empty_timeline)
    days: dict[PhotoId, str] = field(default_factory=dict)
    details: dict[PhotoId, str] = field(default_factory=dict)

    @staticmethod
    def of_photo(photo: Photo) -> Evidence:
        """Returns one photo alone, before more is known."""
        return Evidence(timeline_of([photo]))


def load_evidence(queries: Queries, views: Sequence[PhotoView], first: PhotoId | None = None) -> Evidence:
    """Reads the photos of looks: `first` in front when it is among them, then the newest. Any lane."""
    newest: dict[PhotoId, PhotoView] = {}
    for view in sorted(views, key=lambda v: v.started_at_ms, reverse=True):
        newest.setdefault(view.photo_id, view)
    order = list(newest)[:MOST]
    if first is not None:
        order = [first, *(i for i in order if i != first)][:MOST]
    photos = {i: p for i, p in queries.photos(order).items() if is_visible(p.status, Surface.FOR_YOU)}
    shown = [i for i in order if i in photos]
    days = {i: _day(newest[i]) for i in shown if i in newest}
    seconds = {i: for_you_words.seconds_text(newest[i].seen_ms) for i in days}
    return Evidence(timeline_of([photos[i] for i in shown]), days, {i: f"{days[i]} · {seconds[i]}" for i in days})


def _day(view: PhotoView) -> str:
    at = datetime.fromtimestamp(view.started_at_ms / 1000).astimezone()
    today = datetime.now().astimezone().date()
    return for_you_words.ago_text((today - at.date()).days, at.date())
