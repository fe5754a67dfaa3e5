"""What the window shows, as the state that enables and ticks the actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.domain.history import HistoryMode
from desktop_app.domain.photo import Status
from desktop_app.gui.actions import ActionState
from desktop_app.gui.edit_words import label_text
from desktop_app.gui.places import Kind

if TYPE_CHECKING:
    from desktop_app.gui.window import MainWindow


def state_of(window: MainWindow) -> ActionState:
    """Returns the state of the actions. Reads memory only."""
    space, navigator, undo = window.space, window.navigator, window.edits.undo_state
    ids = window.chosen_ids
    album = window.albums.current
    return ActionState(
        selected=len(ids),
        is_page=space.is_grid_shown,
        is_viewing=space.is_viewing or space.foreground is not None,
        is_history_kept=window.history_desk.mode in (HistoryMode.ON, HistoryMode.PAUSED),
        is_suggested=space.is_for_you_shown and not space.is_viewing and bool(ids),
        has_roots=bool(navigator.roots),
        can_back=bool(navigator.history.behind),
        can_forward=bool(navigator.history.ahead),
        undo_label=label_text(undo.undo.label) if undo.undo else None,
        redo_label=label_text(undo.redo.label) if undo.redo else None,
        checked=frozenset(_checked(window, ids)),
        is_album=album is not None,
        is_search=navigator.place.kind is Kind.SEARCH,
        is_own_order=album is not None and album.is_own_order,
        is_playable=space.foreground is None and window.slideshow_desk.can_start,
        is_trash=window.trash_desk.is_trash,
        can_start_event=len(ids) == 1 and window.events_desk.can_start_at(ids[0]),
        can_lock=window.lock_desk.can_lock,
        is_stacked=bool(ids) and window.versions_desk.are_stacked(ids),
    )


def _checked(window: MainWindow, ids: list) -> set[str]:  # type: ignore[type-arg]
    space, settings = window.space, window.settings
    checked = {f"theme-{settings.theme}"}
    if settings.is_sidebar_visible:
        checked.add("sidebar")
    if settings.is_viewer_strip_visible:
        checked.add("viewer-suggestions")
    if settings.is_inspector_visible and not space.is_stage_clear:
        checked.add("inspector")
    if window.isFullScreen():
        checked.add("full-screen")
    if window.history_desk.mode is HistoryMode.PAUSED:
        checked.add("pause-history")
    if window.library.is_private_session:
        checked.add("private-session")
    if window.library.is_paused:
        checked.add("pause")
    if ids and space.are_favourites(ids):
        checked.add("favourite")
    if ids and space.have_status(ids, Status.HIDDEN):
        checked.add("hide")
    if ids and space.have_status(ids, Status.SENSITIVE):
        checked.add("mark-sensitive")
    photos = window.details.photos
    if ids and {photo.id for photo in photos} == set(ids):
        ratings = {photo.rating for photo in photos}
        if len(ratings) == 1:
            checked.add(f"rate-{ratings.pop()}")
    return checked
