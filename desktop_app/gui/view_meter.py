"""How long one photo was really looked at: seen, in a focused window, by somebody who is there. Pure reckoning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.domain.history import MAX_SEEN_MS, PhotoView, ViewSource, ViewSurface
from desktop_app.domain.ids import PhotoId

IDLE_MS = 30_000
LONGEST_STEP_MS = 5_000


@dataclass(slots=True)
class _Look:
    """The look under way. `counted_ms` is the monotonic time up to which it is reckoned."""

    photo_id: PhotoId
    surface: ViewSurface
    source: ViewSource
    started_at_ms: int
    counted_ms: float
    touched_ms: float
    seen_ms: float = 0.0
    zoom: float = 1.0
    is_watched: bool = False
    was_watched: bool = False


class ViewMeter:
    """Measures one look after another.

    Durations follow a clock that only goes forward; a step longer than `LONGEST_STEP_MS` between two reckonings means
    that the machine slept (or was stopped), and counts as that long. Who touches nothing for `IDLE_MS` has gone; a
    slideshow runs without being touched, so there that says nothing.

    Args:
        monotonic_ms: goes forward whatever the user does to the clock.
        wall_ms: UTC milliseconds, for when a look began.
    """

    def __init__(self, monotonic_ms: Callable[[], float], wall_ms: Callable[[], int]) -> None:
        self._monotonic_ms, self._wall_ms = monotonic_ms, wall_ms
        self._look: _Look | None = None

    @property
    def photo_id(self) -> PhotoId | None:
        """The photo looked at, None between looks."""
        return self._look.photo_id if self._look is not None else None

    def begin(self, photo_id: PhotoId, surface: ViewSurface, source: ViewSource) -> None:
        """Begins a look; one that was under way is lost, so end it before."""
        now = self._monotonic_ms()
        self._look = _Look(photo_id, surface, source, self._wall_ms(), now, now)

    def watch(self, *, is_watched: bool) -> None:
        """Says whether the photo can be seen in a focused window from now on. Also called every so often to reckon."""
        if self._look is not None:
            self._reckon(self._look)
            self._look.is_watched = is_watched
            self._look.was_watched |= is_watched

    def touch(self) -> None:
        """Somebody moved the pointer, pressed a key, turned the wheel."""
        if self._look is not None:
            self._reckon(self._look)
            self._look.touched_ms = self._monotonic_ms()

    def zoom(self, zoom: float) -> None:
        """Says how large the photo is shown, 1.0 being the whole of it."""
        if self._look is not None:
            self._look.zoom = max(self._look.zoom, zoom)

    def end(self) -> PhotoView | None:
        """Ends the look. None when there was none, or when nothing of the photo was ever to be seen."""
        look, self._look = self._look, None
        if look is None or not look.was_watched:
            return None
        self._reckon(look)
        seen_ms = min(round(look.seen_ms), MAX_SEEN_MS)
        return PhotoView(look.photo_id, look.surface, look.source, look.started_at_ms, seen_ms, look.zoom)

    def drop(self) -> None:
        """Ends the look without a trace."""
        self._look = None

    def _reckon(self, look: _Look) -> None:
        now = self._monotonic_ms()
        until = min(now, look.counted_ms + LONGEST_STEP_MS)
        if look.surface is not ViewSurface.SLIDESHOW:
            until = min(until, look.touched_ms + IDLE_MS)
        if look.is_watched:
            look.seen_ms += max(0.0, until - look.counted_ms)
        look.counted_ms = now
