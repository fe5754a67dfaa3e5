"""Starts slideshows for the window: of what is shown, in the whole screen, and comes back to where one was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.domain.history import ViewSource
from desktop_app.domain.ids import PhotoId
from desktop_app.domain.photo import Status
from desktop_app.gui.filmstrip import Ids
from desktop_app.gui.places import Kind
from desktop_app.gui.slideshow_screen import ScreenWaking

if TYPE_CHECKING:
    from desktop_app.gui.slideshow import Slideshow
    from desktop_app.gui.window import MainWindow


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one was before the slideshow: the viewer's row, or the page with its selection and scroll position."""

    is_viewing: bool
    row: Ids
    at: int
    source: ViewSource
    sensitive: frozenset[PhotoId]
    is_full_screen: bool
    selected: tuple[PhotoId, ...] = ()
    current_row: int = -1
    scrolled_px: int = 0


class SlideshowDesk(QObject):
    """The slideshow's part of a window. GUI thread; the slideshow itself is made when it is first wanted."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._show: Slideshow | None = None
        self._origin: Origin | None = None
        self._waking = ScreenWaking()
        window.space.viewer.closed.connect(lambda _photo_id: self._leave_stage())

    @property
    def show(self) -> Slideshow:
        """The slideshow, on or not."""
        if self._show is None:
            from desktop_app.gui.slideshow import Slideshow  # late: the window's first tiles do not wait for it

            window = self._window
            self._show = show = Slideshow(
                window.library, window.bridge, window.space.viewer, lambda: window.settings.is_veiling_sensitive
            )
            show.ended.connect(self._on_ended)
            show.nothing_shown.connect(lambda: window.toast.say(self.tr("None of these photos can be shown just now.")))
            show.interval_changed.connect(
                lambda seconds: window.change_settings(replace(window.settings, slideshow_interval_s=seconds))
            )
            show.shuffle_changed.connect(
                lambda is_on: window.change_settings(replace(window.settings, is_slideshow_shuffled=is_on))
            )
        return self._show

    @property
    def is_on(self) -> bool:
        """Whether a slideshow is under way."""
        return self._show is not None and self._show.is_on

    @property
    def can_start(self) -> bool:
        """Whether what is shown holds photos. Reads memory only and few of it: asked at every selection."""
        space = self._window.space
        if space.is_viewing:
            return True
        if space.is_grid_shown:
            return len(space.model.timeline) > 0
        if space.is_for_you_shown and space.for_you is not None:
            return space.for_you.content is not None and bool(space.for_you.content.shelves)
        return self._window.navigator.place.kind is Kind.HISTORY

    def toggle(self) -> None:
        """Starts a slideshow, or ends the one under way."""
        if self.is_on:
            self.show.end(None)
        else:
            self.start()

    def start(self) -> None:
        """Plays the selection when it is of several photos, else the page (or the viewer's row) from here on."""
        row, at, sensitive = self._wanted()
        covered = sensitive if self._window.settings.is_veiling_sensitive else frozenset()
        ids, first = row_of(row, at, covered | self._away())
        if not len(ids):
            if len(row):
                self._window.toast.say(self.tr("None of these photos can be shown just now."))
            return
        window, chosen = self._window, self._window.settings
        self._origin = self._here()
        window.space.set_stage(is_clear=True)
        window.space.show_viewer(is_shown=True)
        if not window.isFullScreen():
            window.actions_table["full-screen"].trigger()
        show = self.show
        show.is_motion_reduced = chosen.is_motion_reduced
        show.start(ids, first, interval_s=chosen.slideshow_interval_s, is_shuffled=chosen.is_slideshow_shuffled)
        self._waking.hold(self.tr("A slideshow is playing"))
        window.update_actions()

    def toggle_details(self) -> None:
        """Shows the inspector beside the photo and waits meanwhile, or takes it away and goes on."""
        space = self._window.space
        is_shown = space.is_stage_clear
        space.set_stage(is_clear=not is_shown)
        self.show.set_paused(is_paused=is_shown)
        self._window.update_actions()

    def _wanted(self) -> tuple[Ids, int, frozenset[PhotoId]]:
        """Returns the row, where to begin, and the photos of it that are known to be sensitive."""
        window, space = self._window, self._window.space
        if space.is_viewing:
            return (*space.viewer.row, space.viewer.sensitive)
        if space.is_grid_shown:
            rows = space.grid.selected_rows()
            if len(rows) > 1:
                return space.model.ids_at(sorted(int(row) for row in rows)), 0, space.sensitive_ids
            return space.model.timeline.ids, max(0, space.grid.currentIndex().row()), space.sensitive_ids
        if space.is_for_you_shown and space.for_you is not None and space.for_you.content is not None:
            ids = [photo for shelf in space.for_you.content.shelves for photo in shelf.ids]
            card = next(iter(space.for_you.chosen_ids), None)
            return ids, ids.index(card) if card in ids else 0, frozenset()
        if window.navigator.place.kind is Kind.HISTORY:
            return self._looks()
        return (), 0, frozenset()

    def _away(self) -> frozenset[PhotoId]:
        """Returns the photos of the page whose files are not there: thousands of them would be tried one by one."""
        shown = self._window.space.model.timeline
        is_away = (shown.status & int(Status.OFFLINE | Status.MISSING)) != 0
        return frozenset(PhotoId(int(photo)) for photo in shown.ids[is_away])

    def _looks(self) -> tuple[Ids, int, frozenset[PhotoId]]:
        from desktop_app.gui.history_model import ROW_ROLE, LookRow

        shown = self._window.history_desk.make_page().list
        every = [shown.rows.index(number).data(ROW_ROLE) for number in range(shown.rows.rowCount())]
        chosen = shown.chosen()
        looks = chosen if len(chosen) > 1 else [row for row in every if isinstance(row, LookRow)]
        now = shown.current_view_id()
        at = next((place for place, row in enumerate(looks) if row.view.id == now), 0) if len(chosen) <= 1 else 0
        return [row.view.photo_id for row in looks], at, frozenset(shown.rows.sensitive_ids())

    def _here(self) -> Origin:
        space, is_full = self._window.space, self._window.isFullScreen()
        viewer = space.viewer
        if space.is_viewing:
            return Origin(True, *viewer.row, viewer.opened_from, viewer.sensitive, is_full)  # noqa: FBT003
        grid = space.grid
        selected = tuple(grid.selected_ids()) if space.is_grid_shown else tuple(space.chosen_ids)
        at, scrolled_px = grid.currentIndex().row(), grid.verticalScrollBar().value()
        nothing: frozenset[PhotoId] = frozenset()
        return Origin(False, (), 0, ViewSource.LIBRARY, nothing, is_full, selected, at, scrolled_px)  # noqa: FBT003

    def _leave_stage(self) -> None:
        self._waking.release()
        self._window.space.set_stage(is_clear=False)

    def _on_ended(self, stay_at: PhotoId | None) -> None:
        window, origin, viewer = self._window, self._origin, self._window.space.viewer
        self._origin = None
        if origin is None:
            return
        self._leave_stage()
        if stay_at is not None:
            self._set_full_screen(is_full=origin.is_full_screen)
            row, _at = viewer.row
            self._open(row, [int(photo) for photo in row].index(stay_at), ViewSource.SLIDESHOW, viewer.sensitive)
        elif origin.is_viewing:
            self._set_full_screen(is_full=origin.is_full_screen)
            self._open(origin.row, origin.at, origin.source, origin.sensitive)
        else:
            self._return_to_page(origin)
            self._set_full_screen(is_full=origin.is_full_screen)
        window.update_actions()

    def _open(self, row: Ids, at: int, source: ViewSource, sensitive: frozenset[PhotoId]) -> None:
        self._window.space.viewer.open_photos(row, at, sensitive=sensitive, source=source)

    def _return_to_page(self, origin: Origin) -> None:
        space = self._window.space
        if space.viewer.is_open:
            space.viewer.close_viewer()
        else:  # not one photo had come
            space.viewer.closed.emit(PhotoId(-1))
        if space.is_grid_shown:
            space.grid.set_current_row(origin.current_row)
            space.grid.select_ids(origin.selected)
            space.grid.verticalScrollBar().setValue(origin.scrolled_px)
        elif space.is_for_you_shown and origin.selected:
            space.return_to(origin.selected[0])

    def _set_full_screen(self, *, is_full: bool) -> None:
        if self._window.isFullScreen() is not is_full:
            self._window.actions_table["full-screen"].trigger()


def row_of(row: Ids, at: int, left_out: frozenset[PhotoId]) -> tuple[Sequence[PhotoId], int]:
    """Returns a row without the photos to leave out, each photo once, and where to begin in it.

    Args:
        row: the photos in their order.
        at: where to begin; when that photo is left out, the next one that is not.
        left_out: the photos not to be shown.
    """
    kept: dict[PhotoId, int] = {}
    first = None
    for position, photo in enumerate(row):
        photo_id = PhotoId(int(photo))
        if photo_id in left_out:
            continue
        place = kept.setdefault(photo_id, len(kept))
        if first is None and position >= at:
            first = place
    return tuple(kept), first or 0
